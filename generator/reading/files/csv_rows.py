"""CSV as written: one physical line is one row, and every cell knows where it stands."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from generator.core import limits
from generator.core.cell_names import cell_name
from generator.core.few import Few
from generator.core.problems import Place, Problem
from generator.reading.files.conflicts import conflicts
from generator.reading.files.encoding import decode

_MARKUP = re.compile(r"\s*<[!?A-Za-z]")
"""How web pages and XML begin, and no header."""


@dataclass(slots=True)
class RawTable:
    """A CSV file as written: the header, then each row with the physical line it stands on.

    `table` is the table of the format that the file holds, where the reader said which it is. `open_end`: nothing ends its
    last line.
    """

    file: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    text_lines: list[str] = field(repr=False)
    table: str = ""
    open_end: bool = False

    def place(self, row: int, column: int) -> Place:
        """The place of one cell (row and column count from 0), named as a spreadsheet names it."""
        line = self.lines[row]
        name = self.header[column] if column < len(self.header) else ""
        return self._cell(line, column, name)

    def header_place(self, column: int = 0) -> Place:
        """The place of a column's head."""
        return self._cell(1, column)

    def _cell(self, line: int, column: int, name: str = "") -> Place:
        where = (self.file, line, self.character(line, column))
        return Place(*where, table=self.table, cell=cell_name(line, column), field=name)

    def cut(self, row: int) -> bool:
        """Whether a row is the last line, and nothing ends it: what is missing in it may have been cut off."""
        return self.open_end and self.lines[row] == len(self.text_lines)

    def character(self, line: int, column: int) -> int:
        """The character, counted from 1, at which a cell begins in its line."""
        starts = list(_cells(self.text_lines[line - 1]))
        return starts[column][0] + 1 if column < len(starts) else len(self.text_lines[line - 1]) + 1


def _cells(text_line: str) -> Iterator[tuple[int, bool]]:
    """Where each cell of a line begins (from 0), and whether its quotes are sound."""
    start, length = 0, len(text_line)
    while True:
        end = start
        sound = True
        if text_line[start : start + 1] == '"':
            end = _closing_quote(text_line, start + 1)
            sound = end < length and text_line[end + 1 : end + 2] in ("", ",")
        comma = text_line.find(",", end)
        yield start, sound
        if comma < 0:
            return
        start = comma + 1


def cell_spans(text_line: str) -> list[tuple[int, int]]:
    """Where each cell of a line begins and ends (from 0), its quotes included."""
    starts = [start for start, _ in _cells(text_line)]
    return list(zip(starts, [*(start - 1 for start in starts[1:]), len(text_line)], strict=True))


def _closing_quote(text_line: str, position: int) -> int:
    """Where the quote that opened before `position` is closed; the line's length when it is not."""
    while True:
        position = text_line.find('"', position)
        if position < 0:
            return len(text_line)
        if text_line[position + 1 : position + 2] != '"':
            return position
        position += 2


def read_csv(file: str, data: bytes, table: str = "") -> tuple[RawTable | None, list[Problem]]:
    """A CSV file as a table, with the problems of its form; `table` names what it holds in places.

    Each physical line is one row: a line break inside a cell is refused, so that line numbers, spreadsheet
    rows and git's changes are the same thing, and an unclosed quote is found on its own line.
    """
    if data.count(b"\n") > limits.MOST_ROWS:
        return None, [Problem("too-many", Place(file), {"limit": str(limits.MOST_ROWS), "counted": "rows"})]
    text, problems = decode(file, data)
    if text is None:
        return None, problems
    if other := conflicts(file, text) or _markup(file, text):
        return None, [*problems, *other]
    if (wide := too_wide(file, text.partition("\n")[0])) is not None:
        return None, [*problems, wide]
    text_lines = text.replace("\r\n", "\n").split("\n")
    open_end = bool(text_lines[-1])
    while not text_lines[-1].strip():
        text_lines.pop()
    try:
        records = _parsed(text_lines)
    except csv.Error:
        records = []
    if len(records) != len(text_lines):
        records, broken = _by_line(file, text_lines, open_end=open_end)
        problems += broken
        if problems and problems[0].place.line == 1 and problems[0].code != "encoding-gb18030":
            return None, problems
    header = [name.strip() for name in records[0]]
    numbered = [(number, row) for number, row in enumerate(records[1:], start=2) if row]
    rows, lines = [row for _, row in numbered], [number for number, _ in numbered]
    return RawTable(file, header, rows, lines, text_lines, table, open_end), problems


def _markup(file: str, text: str) -> list[Problem]:
    """A problem where a text is a web page or XML."""
    return [Problem("not-a-table", Place(file, 1, 1))] if _MARKUP.match(text) else []


def _by_line(file: str, text_lines: list[str], *, open_end: bool) -> tuple[list[list[str]], Few]:
    """Lines as lists of cells, each by itself, nothing for one that cannot be read, and why it cannot."""
    records: list[list[str]] = []
    broken = Few()
    for number, text_line in enumerate(text_lines, start=1):
        try:
            records.append(_parsed([text_line])[0])
        except csv.Error:
            cut = open_end and number == len(text_lines) and _is_open(text_line)
            code = "file-cut" if cut else "csv-quote"
            broken.tell(code, file, partial(_bad_line, file, number, text_line, code))
            records.append([])
    return records, broken


def _parsed(text_lines: list[str]) -> list[list[str]]:
    """Lines as lists of cells; csv.Error where one is none. Other libraries raise the limit on a cell for all."""
    before = csv.field_size_limit(limits.LONGEST_CELL)
    try:
        return list(csv.reader(text_lines, strict=True))
    finally:
        csv.field_size_limit(before)


def too_wide(file: str, header: str) -> Problem | None:
    """A problem where the first line of a table names more columns than a table may have."""
    if header.count(",") < limits.MOST_COLUMNS:
        return None
    return Problem("too-many", Place(file, 1, 1), {"limit": str(limits.MOST_COLUMNS), "counted": "columns"})


def _is_open(text_line: str) -> bool:
    """Whether a line ends within quotes that are not closed, and all others in it are sound."""
    wrong = [start for start, sound in _cells(text_line) if not sound]
    return len(wrong) == 1 and _closing_quote(text_line, wrong[0] + 1) == len(text_line)


def _bad_line(file: str, number: int, text_line: str, code: str) -> Problem:
    """Why the library could not read a line: quotes that do not pair (by their `code`), or a cell beyond its limit."""
    wrong = [start for start, sound in _cells(text_line) if not sound]
    if wrong:
        return Problem(code, Place(file, number, wrong[0] + 1))
    limit = {"value": text_line, "detail": str(limits.LONGEST_CELL)}
    return Problem("text-too-long", Place(file, number, 1), limit)
