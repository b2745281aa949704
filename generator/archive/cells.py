"""Figures that stand in a table: the number in its cell, the unit in the head of its row or column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence

from generator.archive.citations import ArchivedText, Span, plain
from generator.core.figures.numerals import SCALES

_CELLS = re.compile(r"\t|[|｜]| {2,}|\u3000+")
"""What parts the cells of a line in a converted copy."""

_CAPTION = re.compile(r"单位|[Uu]nits?\b|[Uu]nité")
"""Begins a line above a table that gives the unit of all its cells."""

_ABOVE = 40
"""Lines above a cell among which its head is looked for."""


def unit_stands_in_head(archived: ArchivedText, number: Span, units: Collection[str]) -> bool:
    """Whether a number fills a cell of a table, and one of the units (with its multiple) stands in the head of its row
    or column, or in a line above the table that gives the unit of all.
    """
    heads = list(_heads(archived, number))
    return any(_stands(unit, head) for unit in units for head in heads)


def _stands(unit: str, head: str) -> bool:
    """Whether a unit stands in a head, with no multiple before it that it does not have itself."""
    position = head.find(unit)
    while position >= 0:
        if head[position - 1 : position] not in SCALES:
            return True
        position = head.find(unit, position + 1)
    return False


def _heads(archived: ArchivedText, number: Span) -> Iterator[str]:
    """The heads of a cell, in plain form; none where the number is no cell."""
    text = archived.original
    first, last = archived.offsets[number.start], archived.offsets[number.end - 1]
    begin = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    line = text[begin : end if end >= 0 else len(text)]
    cells = _cells(line)
    wanted = archived.text[number.start : number.end]
    column = _column(cells, first - begin)
    if column is None or plain(cells[column][1]) != wanted:
        return
    if column:
        yield plain(cells[0][1])
    for above in reversed(text[:begin].split("\n")[-_ABOVE - 1 : -1]):
        others = _cells(above)
        if _CAPTION.search(above):
            yield plain(above)
        if len(others) == len(cells):
            yield plain(others[column][1])
        elif len(others) < 2 and above.strip() and not _CAPTION.search(above):  # noqa: PLR2004 - a table has two
            return


def _cells(line: str) -> list[tuple[int, str]]:
    """The cells of a line, each with where it begins; empty ones at the edges are left out."""
    found: list[tuple[int, str]] = []
    start = 0
    for match in (*_CELLS.finditer(line), None):
        end = match.start() if match else len(line)
        if line[start:end].strip() or found:
            found.append((start, line[start:end]))
        start = match.end() if match else end
    while found and not found[-1][1].strip():
        found.pop()
    return found


def _column(cells: Sequence[tuple[int, str]], place: int) -> int | None:
    """Which cell a place in a line belongs to; None where the line has only one."""
    if len(cells) < 2:  # noqa: PLR2004 - a table has two
        return None
    return next(index for index, (start, text) in enumerate(cells) if place < start + len(text))


class ArchivedTable:
    """An archived statistical table: the first line names its columns, the first cell of each other line its row."""

    def __init__(self, text: str) -> None:
        rows = [[plain(cell) for cell in row] for row in csv.reader(io.StringIO(text), strict=True) if row]
        self.columns = rows[0] if rows else []
        self.rows = rows[1:]

    def cells(self, row: str, column: str = "") -> list[str]:
        """The cells in the rows of a name; in one column only, where it is given."""
        places = [place for place, name in enumerate(self.columns) if place and column in ("", name)]
        return [
            line[place]
            for line in self.rows
            if line[0] == row
            for place in places
            if place < len(line) and line[place]
        ]
