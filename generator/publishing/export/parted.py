"""A long table in its CSV file: the rows of the authors' files one after another, those that are the same taken as they were."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from generator.core.csv_files import Written, csv_file, written
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.pieces import Pieces

_PART = "part/"
"""How pieces of such a file are called: the rows of a file of the authors. Noted is what they are made of, and from where to
where they stand, in bytes.
"""

_AT_ONCE = 1 << 20
"""Bytes that are copied together."""

Parts = Sequence[tuple[str, int]]
"""The files of the authors with the number of their rows, in the order of the rows of the table."""

Write = Callable[[range, BinaryIO], Sequence[int]]
"""Writes some rows, by their numbers from 0; what has to be known of them besides."""


def write_in_parts(
    file: Path, table: FilledTable, parts: Parts, pieces: Pieces
) -> tuple[Written, Sequence[int]]:
    """Write the CSV file of a table. Tells also where each of the `parts` begins, in bytes."""

    def write(rows: range, content: BinaryIO) -> Sequence[int]:
        text = TextIOWrapper(content, encoding="utf-8", newline="")
        csv.writer(text, lineterminator="\n").writerows(table.at(rows).rows)
        text.detach()
        return ()

    with file.open("wb") as content:
        content.write(csv_file([table.names]))
        starts = [start for start, _ in in_parts(content, file.name, _PART, parts, pieces, write)]
    return written(file), starts


def in_parts(
    content: BinaryIO, name: str, kind: str, parts: Parts, pieces: Pieces, write: Write
) -> Iterator[tuple[int, Sequence[int]]]:
    """Write some parts into a file of a `name`, those that are the same as they were, and the others anew. Tells of each where
    it begins, in bytes, and what was known of it besides. `kind` is how its pieces are called.
    """
    row = 0
    with ExitStack() as opened:
        earlier = pieces.earlier(name)
        kept = opened.enter_context(earlier.open("rb")) if earlier else None
        for part, length in parts:
            made, start = pieces.of_file(part), content.tell()
            before = pieces.noted(f"{kind}{part}").split()
            if kept and made and before[:1] == [made]:
                first, last, *told = map(int, before[1:])
                _copy(kept, content, first, last)
            else:
                told = [*write(range(row, row + length), content)]
            row += length
            places = " ".join(map(str, (start, content.tell(), *told)))
            pieces.note(f"{kind}{part}", f"{made} {places}" if made else "")
            yield start, told


def _copy(source: BinaryIO, target: BinaryIO, start: int, end: int) -> None:
    """Copy some bytes of a file."""
    source.seek(start)
    left = end - start
    while left:
        content = source.read(min(left, _AT_ONCE))
        assert content, "the file is as long as it was"
        target.write(content)
        left -= len(content)
