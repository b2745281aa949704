"""A file packed by gzip in pieces. None knows of those before it, so that one that would be the same is taken as it was."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import BinaryIO, NamedTuple

_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""What such a file begins with. It says neither when nor of what it was made, so that it is the same each time."""

_LEVEL = 6
"""How hard it is packed: the highest level takes ten times as long for a sixth less."""

_POLYNOMIAL, _ONE = 0xEDB88320, 1 << 31
"""CRC-32 counts in polynomials over two elements, modulo this one; the highest bit is that of x to the power 0."""


class Piece(NamedTuple):
    """What a piece is before it is packed: its CRC-32, and its size in bytes."""

    crc: int
    size: int


class Gzipped:
    """Such a file, which is written from its beginning into `content`."""

    def __init__(self, content: BinaryIO) -> None:
        self._content, self._crc, self._size = content, 0, 0
        content.write(_HEAD)

    def write(self, texts: Iterable[bytes]) -> Piece:
        """Write some texts as a piece, which is not counted yet."""
        packer, crc, size = _packer(), 0, 0
        for text in texts:
            crc, size = zlib.crc32(text, crc), size + len(text)
            self._content.write(packer.compress(text))
        self._content.write(packer.flush(zlib.Z_FULL_FLUSH))
        return Piece(crc, size)

    def add(self, piece: Piece) -> None:
        """Count a piece that was written, now or earlier."""
        self._crc, self._size = joined(self._crc, piece), self._size + piece.size

    def end(self) -> None:
        """End the file."""
        self._content.write(_packer().flush())
        # The size is told modulo 2 to the power 32.
        self._content.write(struct.pack("<II", self._crc, self._size % (1 << 32)))


def joined(crc: int, piece: Piece) -> int:
    """The CRC-32 of something and of a piece behind it: the first is multiplied by x for each bit of the piece."""
    shift, square, left = _ONE, _ONE >> 8, piece.size
    while left:
        if left & 1:
            shift = _multiplied(shift, square)
        square, left = _multiplied(square, square), left >> 1
    return _multiplied(crc, shift) ^ piece.crc


def _multiplied(one: int, other: int) -> int:
    """The product of two polynomials."""
    product = 0
    while one:
        if one & _ONE:
            product ^= other
        one = one << 1 & 0xFFFFFFFF
        other = other >> 1 ^ (_POLYNOMIAL if other & 1 else 0)
    return product


def _packer() -> zlib._Compress:
    return zlib.compressobj(_LEVEL, wbits=-zlib.MAX_WBITS)
