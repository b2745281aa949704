"""`<package>.zip`: the archive of a package, packed in pieces, of which those that are the same are taken as they were."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from generator.publishing.export.pieces import Pieces

_DATE = (1980, 1, 1, 0, 0, 0)
"""Archives carry dates; a fixed one keeps two exports of one commit the same."""

_PACKED = "packed/"
"""How pieces of an archive are called: packed bytes, by the checksum of what is in them. Noted is from where to where in the
archive they stand.
"""

_SMALL = 1 << 17
"""Bytes of a piece that is kept packed: rules and codebook are the same in many archives."""

Cuts = Mapping[str, Sequence[int]]
"""By the name of a file where it is cut into pieces, in bytes from its beginning; without it is one piece."""


def write_archive(
    file: Path,
    folder: str,
    papers: Mapping[str, bytes],
    files: Sequence[Path],
    cuts: Cuts,
    pieces: Pieces,
    *made_of: str,
) -> None:
    """Write the archive of a folder: some papers, then files as they stand.

    `made_of` says all that is in it. Where `pieces` know an archive of the same, that is taken, else what in it is the same.
    """
    if pieces.take(file.parent, [file.name], *made_of):
        pieces.carry(_PACKED)
        return
    earlier = pieces.earlier(file.name)
    kept = earlier.read_bytes() if earlier else b""
    with file.open("wb") as opened, zipfile.ZipFile(opened, "w") as archive:
        for name, content in papers.items():
            _put(archive, opened, f"{folder}/{name}", [memoryview(content)], kept, pieces)
        for path in files:
            data = memoryview(path.read_bytes())
            ends = [0, *cuts.get(path.name, ()), len(data)]
            parts = [data[start:end] for start, end in pairwise(ends)]
            _put(archive, opened, f"{folder}/{path.name}", parts, kept, pieces)


def _put(
    archive: zipfile.ZipFile,
    opened: BinaryIO,
    name: str,
    parts: Sequence[memoryview],
    kept: bytes,
    pieces: Pieces,
) -> None:
    """Put a file into an archive that is being written, packed in parts.

    `zipfile` packs what it writes itself and takes nothing that is packed; so this does what its `writestr` does.
    """
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.header_offset = opened.tell()
    packed = list(_packed(parts, kept, pieces))
    entry.file_size, entry.compress_size = sum(map(len, parts)), sum(len(part) for _, part in packed)
    entry.CRC = reduce(lambda found, part: zlib.crc32(part, found), parts, 0)
    opened.write(entry.FileHeader())
    for checksum, part in packed:
        start = opened.tell()
        opened.write(part)
        if checksum:
            pieces.note(f"{_PACKED}{checksum}", f"{start} {opened.tell()}")
    archive.filelist.append(entry)
    archive.NameToInfo[name] = entry
    archive.start_dir = opened.tell()


def _packed(parts: Sequence[memoryview], kept: bytes, pieces: Pieces) -> Iterator[tuple[str, bytes]]:
    """Parts of a file as they stand in an archive, each with the checksum of what is in it, and at last what ends the file.

    None knows of those before it, so that it can stand behind others too.
    """
    for part in parts:
        checksum = sha256(part).hexdigest()
        before = pieces.noted(f"{_PACKED}{checksum}").split()
        if kept and before:
            start, end = map(int, before)
            yield checksum, kept[start:end]
        else:
            yield checksum, _squeezed(part) if len(part) > _SMALL else _squeezed_small(bytes(part))
    yield "", _packer().flush()


def _squeezed(part: bytes | memoryview) -> bytes:
    packer = _packer()
    return packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)


_squeezed_small = lru_cache(maxsize=64)(_squeezed)


def _packer() -> zlib._Compress:
    return zlib.compressobj(wbits=-zlib.MAX_WBITS)
