"""Files that staff hand in → sheets as they are: which sheet it is, and its cells. Nothing is judged here but the form."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.core import limits
from generator.core.cell_names import cell_name
from generator.core.phrases import Text
from generator.core.problems import Place, Problem
from generator.editing.sheets.cells import Cell
from generator.editing.sheets.labels import Labels
from generator.editing.sheets.layout import CARRIED, HIDDEN, REF, WORDS, part_name
from generator.editing.sheets.opening import cells_of, hidden_lines, opened_twice, unstruck
from generator.editing.sheets.routes import Route, read_route
from generator.editing.sheets.slimming import TooLargeError, TooManyError, slim
from generator.reading.files import decode

HEAD_WITHIN = 12
"""Lines among which the first line and the columns' names are looked for; people put lines above a table."""

_WORKBOOK = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
"""How old workbooks (.xls) and those with a password begin."""

_LATER_YEAR = 1904
"""From when workbooks of old Macs count their days."""

_TOLD_LATER = ("encoding-gb18030", "invisible-character", "control-character", "line-ends")

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

_ESCAPED = re.compile(r"_x00([01][0-9A-F])_")
"""How a workbook writes control characters."""


NO_HEADING = Text()
"""Of a cell that stands in no column of ours."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it is: rows of cells, by line and column from 0; `merged` holds each range of merged cells with its
    first and last line and column.

    `delimiter` parts the cells of a CSV file, which holds what a program showed of them; empty for a workbook.
    `carried` is what its workbook says of the data that it was made from, `words` what it says that each word stands for, by
    field.
    """

    file: str
    name: str
    route: Route
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[tuple[str, int, int, int, int], ...] = field(default=())
    delimiter: str = ""
    carried: str = ""
    words: Mapping[str, Labels] = field(default_factory=dict)

    def place(self, line: int, column: int, name: str = "", heading: Text = NO_HEADING) -> Place:
        """The place of a cell (line and column from 0), with the name of its column and what that is called."""
        return Place(
            self.file,
            line + 1,
            column + 1,
            sheet=self.name,
            table=self.route.table,
            cell=cell_name(line + 1, column),
            heading=heading,
            field=name,
        )

    @property
    def whole(self) -> Place:
        """The sheet as a whole."""
        return Place(self.file, sheet=self.name, table=self.route.table)


def read_sheets(file: str, content: bytes, language: str) -> tuple[list[RawSheet], list[Problem]]:
    """The sheets of ours in a file, XLSX or CSV, whatever it is called, with the problems of its form.

    A CSV file has no sheet's name: it gets that of its part in a language.
    """
    if len(content) > limits.LARGEST_SHEET:
        return [], [Problem("sheet-too-large", Place(file), {"limit": str(limits.LARGEST_SHEET // 1024**2)})]
    if content.startswith(_OLD):
        return [], [Problem("sheet-unreadable", Place(file), {"detail": "xls"})]
    if content.startswith(_WORKBOOK):
        sheets, problems = _read_workbook(file, content)
    else:
        sheets, problems = _read_csv(file, content, language)
    if not sheets and not problems:
        problems = [Problem("sheet-not-ours", Place(file))]
    return sheets, problems


def _read_csv(file: str, content: bytes, language: str) -> tuple[list[RawSheet], list[Problem]]:
    """One sheet saved as CSV, in UTF-8, as Excel writes it in China, or as the “Unicode text” of Windows."""
    if content.startswith(_UTF_16):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeError:
            return [], [Problem("encoding-utf16", Place(file))]
    _, problems = decode(file, content)
    # What cannot be seen is told at its cell; GB18030 is as good as UTF-8 here.
    problems = [item for item in problems if item.code not in _TOLD_LATER]
    if problems:
        return [], problems
    text = _decoded(content)
    names = (line for line in text.splitlines()[:HEAD_WITHIN] if REF in re.split('[,;\t"]', line))
    delimiter = max(",;\t", key=next(names, "").count)
    try:
        # A cell may hold a line break here: a row is a row of the sheet, as its reader sees it. Macs end it with "\r".
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return [], [Problem("sheet-unreadable", Place(file), {"detail": "csv"})]
    cells = {
        line: {column: Cell(value) for column, value in enumerate(row) if value}
        for line, row in enumerate(rows)
    }
    route = _route(cells)
    if route is None:
        return [], []
    return [RawSheet(file, part_name(route.part, language), route, cells, delimiter=delimiter)], []


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _read_workbook(file: str, content: bytes) -> tuple[list[RawSheet], list[Problem]]:
    try:
        slimmed = slim(content)
        reader, computed = opened_twice(slimmed.content)
        book = reader.wb
        paths = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets()}
        merged = {path: tuple(map(_bounds, ranges)) for path, ranges in slimmed.merged.items()}
    except TooLargeError as error:
        return [], [Problem("sheet-too-large", Place(file), {"limit": str(error)})]
    except TooManyError as error:
        values = {"limit": str(error.limit), "counted": error.counted}
        return [], [Problem("too-many", Place(file), values)]
    except Exception:  # noqa: BLE001 - a broken file can fail in any part of the library
        return [], [Problem("sheet-unreadable", Place(file), {"detail": _form_of(content)})]
    from_1904 = book.epoch.year == _LATER_YEAR
    rows = {page.title: _rows(page, computed[page.title], from_1904=from_1904) for page in book.worksheets}
    routes = _hidden_routes(rows.get(HIDDEN, {}))
    hidden = sorted(rows.get(HIDDEN, {}).items())
    carried = "".join(str(row[CARRIED].value) for _, row in hidden if CARRIED in row)
    words = _words(row for _, row in hidden)
    sheets: list[RawSheet] = []
    problems: list[Problem] = []
    for name, cells in rows.items():
        route = _route(cells) if name != HIDDEN else None
        if route := route or routes.get(name):
            sheets.append(
                RawSheet(
                    *(file, name, route, cells),
                    merged.get(paths.get(name, ""), ()),
                    carried=carried,
                    words=words,
                )
            )
        elif name != HIDDEN and name not in routes and cells:
            # One of ours that lost its name and its first cell must not be passed over.
            code = "sheet-ignored" if head_line(cells) is None else "sheet-lost"
            problems.append(Problem(code, Place(file, sheet=name), {"value": name}))
    return sheets, problems if sheets else []


def _form_of(content: bytes) -> str:
    """The form of a packed file that is no workbook for us, by what such files have in them."""
    names = (
        (b"opendocument.spreadsheet", "ods"),
        (b"xl/workbook.bin", "xlsb"),
        (b"Index/Document.iwa", "numbers"),
    )
    return next((form for mark, form in names if mark in content), "xlsx")


def _route(rows: Mapping[int, Mapping[int, Cell]]) -> Route | None:
    """What a sheet belongs to, as one of its first lines says."""
    first = (cell for line in range(HEAD_WITHIN) for cell in rows.get(line, {}).values())
    routes = [route for cell in first if (route := read_route(str(cell.value)))]
    return routes[0] if len(routes) == 1 else None  # several stand on the hidden sheet


def head_line(rows: Mapping[int, Mapping[int, Cell]]) -> int | None:
    """The line with the columns' names, None where there is none."""
    for line in range(HEAD_WITHIN):
        if any(str(cell.value).strip() == REF for cell in rows.get(line, {}).values()):
            return line
    return None


def _hidden_routes(rows: Mapping[int, Mapping[int, Cell]]) -> dict[str, Route | None]:
    """What the hidden sheet says of each sheet; None for those of ours that hold no data."""
    pairs = ((row.get(0), row.get(1)) for row in rows.values())
    return {str(name.value): read_route(str(text.value)) if text else None for name, text in pairs if name}


def _words(lines: Iterable[Mapping[int, Cell]]) -> dict[str, dict[str, str]]:
    """What the hidden sheet says that each word stands for: by field, the code of each."""
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        said = [str(line[at].value) for at in range(WORDS, WORDS + 3) if at in line]
        if len(said) == 3:  # noqa: PLR2004 - the field, the code and the word
            name, code, word = said
            found.setdefault(name, {})[word] = code
    return found


def _rows(page: Any, computed: Any, *, from_1904: bool) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    lines, columns = hidden_lines(page)
    for cell in cells_of(page):
        if cell.value is not None:
            read = _cell(cell, computed, from_1904=from_1904)
            if cell.row in lines or cell.column in columns or page.sheet_state != "visible":
                read = replace(read, hidden=True)
            rows.setdefault(cell.row - 1, {})[cell.column - 1] = read
    return rows


def _cell(cell: Any, computed: Any, *, from_1904: bool) -> Cell:
    if cell.data_type == "f":
        formula = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", None) or "="
        value = computed.cell(cell.row, cell.column).value
        return Cell(value, "formula", cell.number_format, formula)
    kind = "error" if cell.data_type == "e" else "value"
    value, struck = unstruck(cell)
    if struck:
        return Cell(str(cell.value), "struck")
    if isinstance(value, str):
        value = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    return Cell(value, kind, cell.number_format, from_1904=from_1904)


def _bounds(merged: str) -> tuple[str, int, int, int, int]:
    from openpyxl.worksheet.cell_range import CellRange

    left, first, right, last = CellRange(merged).bounds
    return merged, first - 1, last - 1, left - 1, right - 1
