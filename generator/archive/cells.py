"""Figures that stand in a table: the number in its cell, the unit in the head of its row or column."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction

from generator.archive.citations import ArchivedText, Span, plain
from generator.core.cell_names import column_number
from generator.core.figures import FigureReader, written_number
from generator.core.values import as_decimal

_CELLS = re.compile(r"\t|[|｜]| {2,}|\u3000+")
"""What parts the cells of a line in a converted copy."""

_CAPTION = re.compile(r"(?:单位|[Uu]nits?\b|[Uu]nité)\s*[:：]?\s*([^\s()（）]*)")
"""Begins a line above a table that gives the unit of all its cells."""

_STATED = re.compile(r"[(（]([^()（）]*)[)）]|[/，,:：]([^/，,:：()（）]+)$")
"""Where a head states its unit: in brackets, or behind a sign at its end."""

_UNITS_HEAD = re.compile(r"(?:计量)?单位|[Uu]nits?|[Uu]nités?")
"""The head of a column that gives the unit of each row."""

_ONE_OF = re.compile(r"[、,，;；]|或")
"""Stands between units of which a head names several."""

_NAMED = re.compile("#([A-Z]{1,3})([1-9][0-9]{0,6})")
"""The name of a cell in a locator."""

_MACHINE_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,2})?")
"""A number as programs write it, in any language."""

_ABOVE = 40
"""Lines above a cell among which its head is looked for."""


def unit_stands_in_head(
    archived: ArchivedText, number: Span, units: Collection[str], reader: FigureReader
) -> bool:
    """Whether a number fills a cell of a table, and one of the units (with its multiple) is stated in the head of its
    row or column, neither of which states another, in the column of units (单位), or else in a line above the table that
    gives the unit of all.

    A head states a unit in brackets or behind a sign, that of a column by being one: 处置案件 states none, though 处 is one.
    """
    found = _heads(archived, number)
    if found is None:
        return False
    row, columns, caption, own = found
    above = next(
        (stated for head in columns if (stated := _stated(head, reader) | _is_unit(head, reader))),
        frozenset[str](),
    )
    heads = [stated for stated in (_stated(row, reader), above, own) if stated] or [caption]
    return all(stated & frozenset(units) for stated in heads)


def _stated(head: str, reader: FigureReader) -> frozenset[str]:
    """The units that a head states in brackets or behind a sign, in plain form."""
    parts = [plain(part) for match in _STATED.finditer(head) for part in match.groups() if part]
    parts += ["%"] if head.endswith("%") else []
    named = (name for part in parts for name in (part, *_ONE_OF.split(part)))
    return frozenset(name for name in named if reader.is_unit(name))


def _is_unit(head: str, reader: FigureReader) -> frozenset[str]:
    """The unit that the head of a column is, or ends with behind a space; the first cell of a row names a thing."""
    last = plain(head.rsplit(maxsplit=1)[-1]) if head else ""
    return frozenset(name for name in (plain(head), last) if reader.is_unit(name))


def _heads(
    archived: ArchivedText, number: Span
) -> tuple[str, list[str], frozenset[str], frozenset[str]] | None:
    """The head of a cell's row, what stands above it in its column, the nearest first, the unit of the whole table, and
    the one in the row's cell of a column of units; None where the number is no cell.
    """
    text = archived.original
    first, last = archived.offsets[number.start], archived.offsets[number.end - 1]
    begin = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    line = text[begin : end if end >= 0 else len(text)]
    cells = _cells(line)
    column = _column(cells, first - begin)
    if column is None or plain(cells[column][1]) != archived.text[number.start : number.end]:
        return None
    row = cells[0][1].strip() if column else ""
    columns: list[str] = []
    own: frozenset[str] = frozenset()
    for above in reversed(text[:begin].split("\n")[-_ABOVE - 1 : -1]):
        others = _cells(above)
        heads = [head.strip() for _, head in others] if len(others) == len(cells) else []
        of_units = next((place for place, head in enumerate(heads) if _UNITS_HEAD.fullmatch(head)), column)
        if of_units != column:
            own = frozenset((plain(cells[of_units][1]),))
        elif caption := _CAPTION.search(above):
            return row, columns, frozenset((plain(caption[1]),)), own
        if heads:
            columns.append(heads[column])
        elif len(others) < 2 and above.strip():  # noqa: PLR2004 - a table has two
            break
    return row, columns, frozenset(), own


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
    """An archived statistical table: the first line names its columns, the first cell of each other line its row.

    A cell also has the name that a spreadsheet gives it, `G12`, which a locator writes `#G12`: a table with a line for
    each year, sex and age has no other names. Raises csv.Error where its quotes don't pair.
    """

    def __init__(self, text: str) -> None:
        self.lines = [[plain(cell) for cell in row] for row in csv.reader(io.StringIO(text), strict=True)]
        filled = [position for position, line in enumerate(self.lines) if line]
        self.columns = self.lines[filled[0]] if filled else []
        self._rows: defaultdict[str, list[int]] = defaultdict(list)
        for position in filled[1:]:
            self._rows[self.lines[position][0]].append(position)

    def cells(self, row: str, column: str = "") -> list[str]:
        """The cells in the rows of a name; in one column only, where it is given. `#G12` is one cell by itself."""
        if row not in self._rows and (match := _NAMED.fullmatch(row)) and not column:
            line, place = int(match[2]) - 1, column_number(match[1])
            return [self.lines[line][place]] if self._holds(line, place) else []
        places = [place for place, name in enumerate(self.columns) if place and column in ("", name)]
        return [
            self.lines[line][place]
            for line in self._rows.get(row, ())
            for place in places
            if self._holds(line, place)
        ]

    def _holds(self, line: int, place: int) -> bool:
        """Whether there is a cell with something in it."""
        return line < len(self.lines) and place < len(self.lines[line]) and bool(self.lines[line][place])


def same_number(cell: str, value: Decimal, language: str) -> bool:
    """Whether a cell, in plain form, is a number, however it is written: 25, 25.0, 2.5E+01; 1,250 in English.

    It is compared to the finest place that a table of the format holds.
    """
    if _MACHINE_NUMBER.fullmatch(cell):
        return as_decimal(Fraction(cell)) == value
    written = written_number(cell, (language,))
    return written is not None and written.value is not None and as_decimal(written.value) == value
