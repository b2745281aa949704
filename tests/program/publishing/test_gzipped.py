"""Files packed in pieces are what gzip unpacks, whichever of their pieces were packed before."""

from __future__ import annotations

import gzip
import io
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publishing.export.gzipped import Gzipped, Piece, joined


@given(st.binary(), st.binary())
def test_the_checksum_of_two_texts_follows_from_theirs(one: bytes, other: bytes) -> None:
    assert joined(zlib.crc32(one), Piece(zlib.crc32(other), len(other))) == zlib.crc32(one + other)


@pytest.mark.parametrize("size", [2**16 - 1, 2**16, 2**24 + 1])
def test_it_does_so_of_long_ones(size: int) -> None:
    other = bytes(size)
    assert joined(zlib.crc32(b"a"), Piece(zlib.crc32(other), size)) == zlib.crc32(b"a" + other)


@given(st.lists(st.lists(st.binary(max_size=50), max_size=3), max_size=5), st.sets(st.integers(0, 4)))
def test_pieces_of_an_earlier_file_can_be_taken(pieces: list[list[bytes]], taken: set[int]) -> None:
    first = io.BytesIO()
    packed = Gzipped(first)
    made = []
    places = [first.tell()]
    for texts in pieces:
        made.append(packed.write(texts))
        packed.add(made[-1])
        places.append(first.tell())
    packed.end()
    whole = b"".join(map(b"".join, pieces))
    assert gzip.decompress(first.getvalue()) == whole

    second = io.BytesIO()
    again = Gzipped(second)
    for number, (start, end) in enumerate(pairwise(places)):
        if number in taken:
            second.write(first.getvalue()[start:end])
            again.add(made[number])
        else:
            again.add(again.write(pieces[number]))
    again.end()
    assert second.getvalue() == first.getvalue()
