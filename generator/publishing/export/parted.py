"""A long table in its CSV file: the rows of the authors' files one after another, those that are the same taken as they were."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from generator.core.csv_files import Written, written
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.pieces import Pieces

_PART = "part/"
"""How pieces of such a file are called: the rows of a file of the authors. Noted is what they are made of, and from where to
where they stand, in bytes.
"""

_AT_ONCE = 1 << 20
"""Bytes that are copied together."""


def write_in_parts(
    file: Path, table: FilledTable, parts: Iterable[tuple[str, int]], pieces: Pieces
) -> tuple[Written, Sequence[int]]:
    """Write the CSV file of a table; each of the `parts` is a file of the authors with the number of its rows, in the order
    of the rows of the table. Tells also where each of them begins, in bytes.
    """
    starts = []
    with ExitStack() as opened:
        content = opened.enter_context(file.open("wb"))
        text = opened.enter_context(TextIOWrapper(content, encoding="utf-8", newline=""))
        earlier = pieces.earlier(file.name)
        kept = opened.enter_context(earlier.open("rb")) if earlier else None
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(table.names)
        row = 0
        for name, length in parts:
            text.flush()
            made, start = pieces.of_file(name), content.tell()
            starts.append(start)
            before = pieces.noted(f"{_PART}{name}").split()
            if kept and made and before[:1] == [made]:
                _copy(kept, content, *map(int, before[1:]))
            else:
                writer.writerows(table.at(range(row, row + length)).rows)
                text.flush()
            row += length
            pieces.note(f"{_PART}{name}", f"{made} {start} {content.tell()}" if made else "")
    return written(file), starts


def _copy(source: BinaryIO, target: BinaryIO, start: int, end: int) -> None:
    """Copy some bytes of a file."""
    source.seek(start)
    left = end - start
    while left:
        content = source.read(min(left, _AT_ONCE))
        assert content, "the file is as long as it was"
        target.write(content)
        left -= len(content)
