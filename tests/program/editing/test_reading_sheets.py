"""Files that are handed in are taken apart into sheets and cells, or refused with the reason; nothing is judged here."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from generator.core import limits
from generator.core.phrases import Text
from generator.editing.sheets.cells import Cell
from generator.editing.sheets.opening import hidden_lines, unstruck
from generator.editing.sheets.reading import RawSheet, read_sheets

ROUTE = "mingzhang-1 town 2023-report observations - 0123456789abcdef"
OTHER = "mingzhang-1 town 2023-report sections - 0123456789abcdef"


def book(
    sheets: Mapping[str, Mapping[str, Any]], done: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    """A workbook by the cells of its sheets, with something done to it."""
    made = openpyxl.Workbook()
    del made[made.sheetnames[0]]
    for name, cells in sheets.items():
        page = made.create_sheet(name)
        for place, value in cells.items():
            page[place] = value
    if done:
        done(made)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def told(content: bytes, file: str = "a.xlsx") -> list[tuple[str, str, dict[str, str]]]:
    """The problems of a file, each with its sheet and what it names."""
    return [(item.code, item.place.sheet, dict(item.values)) for item in read_sheets(file, content, "zh")[1]]


def sheet_of(content: bytes) -> RawSheet:
    """The only sheet of a file that has nothing wrong."""
    sheets, problems = read_sheets("a.xlsx", content, "zh")
    assert problems == []
    [sheet] = sheets
    return sheet


# Which sheets are ours

HEAD = {"A2": "行的代码", "A3": "ref"}
OURS = {"结果": {"A1": ROUTE, **HEAD}}
HIDDEN: dict[str, dict[str, Any]] = {"_mingzhang": {"A1": "结果", "B1": ROUTE, "A2": "说明"}}

KNOWN: dict[str, tuple[dict[str, dict[str, Any]], list[tuple[str, str]], list[tuple[str, str]]]] = {
    # the sheets of a workbook: (their cells, names and parts of ours, what is told of which)
    "one that says what it is": (OURS, [("结果", "observations")], []),
    "with lines above": ({"结果": {"C12": ROUTE}}, [("结果", "observations")], []),
    "with too many lines above": ({"结果": {"C13": ROUTE}}, [], [("sheet-not-ours", "")]),
    "one that says two things": ({"结果": {"A1": ROUTE, "B1": OTHER}}, [], [("sheet-not-ours", "")]),
    "one that the hidden sheet knows": ({"结果": HEAD, **HIDDEN}, [("结果", "observations")], []),
    "one that says another thing than the hidden sheet": (
        {"结果": {"A1": OTHER}, **HIDDEN},
        [("结果", "sections")],
        [],
    ),
    "one of ours that holds no data": (
        {**OURS, "说明": {"A1": "怎样填"}, **HIDDEN},
        [("结果", "observations")],
        [],
    ),
    "one of one's own": (
        {**OURS, "计算": {"A1": 1}},
        [("结果", "observations")],
        [("sheet-ignored", "计算")],
    ),
    "an empty one": ({**OURS, "计算": {}}, [("结果", "observations")], []),
    "one that lost its name": (
        {**OURS, "Sheet1": HEAD, **HIDDEN},
        [("结果", "observations")],
        [("sheet-lost", "Sheet1")],
    ),
    "its names far down": (
        {**OURS, "Sheet1": {"A12": "ref"}},
        [("结果", "observations")],
        [("sheet-lost", "Sheet1")],
    ),
    "its names with spaces around": (
        {**OURS, "Sheet1": {"A2": " ref "}},
        [("结果", "observations")],
        [("sheet-lost", "Sheet1")],
    ),
    "too far down": (
        {**OURS, "Sheet1": {"A13": "ref"}},
        [("结果", "observations")],
        [("sheet-ignored", "Sheet1")],
    ),
    "none of ours": ({"计算": {"A1": 1}}, [], [("sheet-not-ours", "")]),
}


@pytest.mark.parametrize("what", KNOWN)
def test_which_sheets_of_a_workbook_are_ours(what: str) -> None:
    cells, ours, problems = KNOWN[what]
    sheets, found = read_sheets("a.xlsx", book(cells), "zh")
    assert [(sheet.name, sheet.route.part) for sheet in sheets] == ours
    assert [(item.code, item.place.sheet) for item in found] == problems
    assert [item.values.get("value", "") for item in found] == [name for _, name in problems]
    assert {item.place.file for item in found} <= {"a.xlsx"}


def test_what_a_workbook_carries_is_put_together_line_by_line() -> None:
    hidden = {"_mingzhang": {**HIDDEN["_mingzhang"], "C3": "end", "C1": "be", "C2": "gin "}}
    assert sheet_of(book({**OURS, **hidden})).carried == "begin end"
    assert sheet_of(book(OURS)).carried == ""


# What the cells say


def test_cells_are_read_with_what_was_done_to_them() -> None:
    cells: dict[str, Any] = {
        "A1": ROUTE, "A4": "路灯", "B4": 980, "C4": date(2023, 12, 31), "D4": True, "E4": 0.5, "A5": "旧", "B5": "#N/A",
        "C5": CellRichText("980", TextBlock(InlineFont(strike=True), "1")), "D5": CellRichText("98", TextBlock(InlineFont(b=True), "0")),
        "A6": "a_x000D_b_x0041_", "B6": "=A4", "D8": "x",
    }  # fmt: skip

    def done(made: openpyxl.Workbook) -> None:
        page = made["结果"]
        page["A5"].font = Font(strike=True)
        page["A4"].font = Font(bold=True)
        page["B4"].number_format = "0.0"
        page.row_dimensions[8].hidden = True

    rows = sheet_of(book({"结果": cells}, done)).rows
    day = datetime.fromisoformat("2023-12-31")
    assert {line: rows[line] for line in sorted(rows) if line} == {
        3: {0: Cell("路灯"), 1: Cell(980, number_format="0.0"), 2: Cell(day, number_format="yyyy-mm-dd"), 3: Cell(value=True), 4: Cell(0.5)},
        4: {0: Cell("旧", "struck"), 1: Cell("#N/A", "error"), 2: Cell("9801", "struck"), 3: Cell("980")},
        5: {0: Cell("a\rb_x0041_"), 1: Cell(None, "formula", formula="=A4")},
        7: {3: Cell("x", hidden=True)},
    }  # fmt: skip


def test_what_a_formula_came_to_is_read_beside_it() -> None:
    content = book({"结果": {"A1": ROUTE, "B6": "=490*2"}})
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"<v\s*/>|<v></v>", b"<v>980</v>", old.read(name)))
    assert sheet_of(out.getvalue()).rows[5][1] == Cell(980, "formula", formula="=490*2")


def test_a_formula_of_several_cells_is_one_and_a_cell_that_holds_nothing_is_none() -> None:
    cells = {
        "A1": ROUTE,
        "A7": ArrayFormula("A7:A8", "=SUM(A1:A2)"),
        "B7": DataTableFormula("B7:B8"),
        "C7": "a_x001F_",
        "D7": 123456,
    }
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book({"结果": cells}))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v>123456</v>", b"<v></v>"))
    assert sheet_of(out.getvalue()).rows[6] == {
        0: Cell(None, "formula", formula="=SUM(A1:A2)"),
        1: Cell(None, "formula", formula="="),
        2: Cell("a\x1f"),
    }


LINK = (
    b'<externalReferences><externalReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships" r:id="rId999"/></externalReferences></workbook>'
)
LACKING: dict[str, tuple[str, bytes, bytes]] = {
    # what a workbook lacks that nobody needs: (the part that is changed, a piece of it, what stands there instead)
    "the common style": ("xl/styles.xml", rb"<cellStyles.*</cellStyles>", b""),
    "a file that it links to": ("xl/workbook.xml", b"</workbook>", LINK),
}


@pytest.mark.parametrize("what", LACKING)
def test_what_a_workbook_lacks_besides_its_cells_is_nothing(what: str) -> None:
    part, before, after = LACKING[what]
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book(OURS))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text, count = re.subn(before, after, old.read(name)) if name == part else (old.read(name), 1)
            assert count == 1
            new.writestr(name, text)
    heard = list(warnings.filters)
    assert sheet_of(out.getvalue()).rows == sheet_of(book(OURS)).rows
    assert warnings.filters == heard  # others are warned as before


def test_of_a_workbook_from_1904_the_days_are_told_apart() -> None:
    def done(made: openpyxl.Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    content = {"结果": {"A1": ROUTE, "A4": 43829}}
    assert sheet_of(book(content, done)).rows[3] == {0: Cell(43829, from_1904=True)}
    assert sheet_of(book(content)).rows[3] == {0: Cell(43829)}


def test_merged_cells_are_told_with_where_they_are() -> None:
    def done(made: openpyxl.Workbook) -> None:
        made["结果"].merge_cells("B4:D6")

    assert sheet_of(book(OURS, done)).merged == (("B4:D6", 3, 5, 1, 3),)


def test_a_hidden_sheet_and_a_hidden_column_hide_their_cells() -> None:
    def sheet(made: openpyxl.Workbook) -> None:
        made.create_sheet("另").sheet_state = "visible"
        made["结果"].sheet_state = "hidden"

    def column(made: openpyxl.Workbook) -> None:
        made["结果"].column_dimensions["B"].hidden = True

    cells = {"结果": {"A1": ROUTE, "A4": 1, "B4": 2}}
    seen = [
        {at: cell.hidden for at, cell in sheet_of(book(cells, done)).rows[3].items()}
        for done in (sheet, column, None)
    ]
    assert seen == [{0: True, 1: True}, {0: False, 1: True}, {0: False, 1: False}]


def test_a_place_counts_from_one_and_a_sheet_is_named_as_a_whole() -> None:
    sheet = sheet_of(book(OURS))
    title = Text.of({"zh": "数值"})
    assert sheet.place(5, 27, "value", title).heading == title
    assert sheet.place(5, 27).field == ""
    place, whole = sheet.place(5, 27, "value"), sheet.whole
    assert (place.file, place.line, place.column, place.sheet, place.cell) == ("a.xlsx", 6, 28, "结果", "AB6")
    assert (place.table, place.field, place.heading) == ("observations", "value", Text())
    assert (whole.file, whole.sheet, whole.table, whole.cell) == ("a.xlsx", "结果", "observations", "")


# How a library tells rows and columns that nobody sees

Group = tuple[int, int | None, bool, float]
HIDDEN_LINES: list[tuple[dict[int, tuple[bool, float | None]], list[Group], set[int], set[int]]] = [
    # rows (hidden, height) and groups of columns (first, last, hidden, width), the rows and columns that are hidden
    ({}, [], set(), set()),
    ({2: (True, None), 3: (False, 0), 4: (False, 15), 5: (False, None), 6: (False, 1)}, [], {2, 3}, set()),
    ({}, [(1, 2, True, 10), (4, 4, False, 0), (6, 9, False, 8), (11, 12, False, 1)], set(), {1, 2, 4}),
    ({}, [(1, None, True, 10), (5, None, True, 10)], set(), set()),
    ({}, [(5, 9, True, 10), (2, 6, True, 10), (3, 4, True, 10), (11, 11, True, 10)], set(), {*range(2, 10), 11}),
]  # fmt: skip


class Dimension:
    """A row or a group of columns as a library gives it."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)


@pytest.mark.parametrize(("rows", "groups", "lines", "columns"), HIDDEN_LINES)
def test_which_rows_and_columns_nobody_sees(
    rows: dict[int, tuple[bool, float | None]], groups: list[Group], lines: set[int], columns: set[int]
) -> None:
    page = Dimension(
        row_dimensions={
            line: Dimension(hidden=hidden, height=height) for line, (hidden, height) in rows.items()
        },
        column_dimensions={
            at: Dimension(min=first, max=last, hidden=hidden, width=width)
            for at, (first, last, hidden, width) in enumerate(groups)
        },
    )
    assert tuple(map(set, hidden_lines(page))) == (lines, columns)


STRUCK: list[tuple[Any, Font | None, tuple[Any, bool]]] = [
    # the value of a cell, its font, what is left of it and whether anything is struck through
    ("路灯", None, ("路灯", False)),
    ("路灯", Font(bold=True), ("路灯", False)),
    ("路灯", Font(strike=True), (None, True)),
    (CellRichText("a", "b"), None, ("ab", False)),
    (CellRichText("a", TextBlock(InlineFont(b=True), "b")), None, ("ab", False)),
    (CellRichText("a", TextBlock(InlineFont(strike=True), "b"), "c"), None, ("ac", True)),
    (980, None, (980, False)),
]


@pytest.mark.parametrize(("value", "font", "left"), STRUCK)
def test_what_is_left_of_a_cell_without_what_is_struck_through(
    value: Any, font: Font | None, left: tuple[Any, bool]
) -> None:
    made = openpyxl.Workbook()
    cell = made.worksheets[0]["A1"]
    cell.value = value
    if font:
        cell.font = font
    assert unstruck(cell) == left


# Files of other forms

TEXT = f"{ROUTE}\r\n行的代码,数值\r\nref,value\r\nx,980\r\n"
LINES = {
    0: {0: Cell(ROUTE)},
    1: {0: Cell("行的代码"), 1: Cell("数值")},
    2: {0: Cell("ref"), 1: Cell("value")},
} | {3: {0: Cell("x"), 1: Cell("980")}}

CSV: dict[str, tuple[bytes, str, dict[int, dict[int, Cell]]]] = {
    # a sheet as a CSV file: (its bytes, the sign between cells, its cells)
    "UTF-8": (TEXT.encode(), ",", LINES),
    "with a mark": (TEXT.encode("utf-8-sig"), ",", LINES),
    "GB18030": (TEXT.encode("gb18030"), ",", LINES),
    "UTF-16, little end first": (b"\xff\xfe" + TEXT.replace(",", "\t").encode("utf-16-le"), "\t", LINES),
    "UTF-16, big end first": (b"\xfe\xff" + TEXT.replace(",", ";").encode("utf-16-be"), ";", LINES),
    "semicolons": (TEXT.replace(",", ";").encode(), ";", LINES),
    "semicolons beside more commas": (
        TEXT.replace(",", ";").replace("数值", "数,,,值").encode(),
        ";",
        {**LINES, 1: {0: Cell("行的代码"), 1: Cell("数,,,值")}},
    ),
    "quotes": (
        TEXT.replace("ref", '"ref"').replace("980", '"9\n""80"').encode(),
        ",",
        {**LINES, 3: {0: Cell("x"), 1: Cell('9\n"80')}},
    ),
    "characters that nobody sees": (
        TEXT.replace("980", "9\u200b8\x07").encode(),
        ",",
        {**LINES, 3: {0: Cell("x"), 1: Cell("9\u200b8\x07")}},
    ),
    "the same in GB18030": (
        TEXT.replace("980", "9\u200b8\x07").encode("gb18030"),
        ",",
        {**LINES, 3: {0: Cell("x"), 1: Cell("9\u200b8\x07")}},
    ),
    "lines that end as those of a Mac": (TEXT.replace("\r\n", "\r").encode(), ",", LINES),
    "a carriage return in a cell": (
        TEXT.replace("980", '"9\r80"').encode(),
        ",",
        {**LINES, 3: {0: Cell("x"), 1: Cell("9\r80")}},
    ),
    "other signs among the names": (
        TEXT.replace("value", "~~~~").encode(),
        ",",
        {**LINES, 2: {0: Cell("ref"), 1: Cell("~~~~")}},
    ),
    "empty cells": (TEXT.replace("x,980", ",,980").encode(), ",", {**LINES, 3: {2: Cell("980")}}),
}


@pytest.mark.parametrize("what", CSV)
def test_a_sheet_saved_as_csv_is_read_as_its_program_wrote_it(what: str) -> None:
    content, delimiter, rows = CSV[what]
    sheet = sheet_of(content)
    assert (sheet.name, sheet.delimiter, sheet.file) == ("结果", delimiter, "a.xlsx")
    assert {line: cells for line, cells in sheet.rows.items() if cells} == rows


def packed(name: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, content)
    return out.getvalue()


REFUSED: dict[str, tuple[bytes, list[tuple[str, str, dict[str, str]]]]] = {
    # a file: (its bytes, what is told)
    "nothing": (b"", [("empty-file", "", {})]),
    "of others": (b"a,b\r\n1,2\r\n", [("sheet-not-ours", "", {})]),
    "half a UTF-16": (b"\xff\xfea", [("encoding-utf16", "", {})]),
    "an open quote": (TEXT.replace("980", '"980').encode(), [("sheet-unreadable", "", {"detail": "csv"})]),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"x", [("sheet-unreadable", "", {"detail": "xls"})]),
    "half a workbook": (b"PK\x03\x04x", [("sheet-unreadable", "", {"detail": "xlsx"})]),
    "OpenDocument": (
        packed("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        [("sheet-unreadable", "", {"detail": "ods"})],
    ),
    "a binary workbook": (packed("xl/workbook.bin", b"x"), [("sheet-unreadable", "", {"detail": "xlsb"})]),
    "Numbers": (packed("Index/Document.iwa", b"x"), [("sheet-unreadable", "", {"detail": "numbers"})]),
    "a document": (packed("word/document.xml", b"x"), [("sheet-unreadable", "", {"detail": "xlsx"})]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_be_read_is_told_with_its_form(what: str) -> None:
    content, problems = REFUSED[what]
    assert told(content) == problems
    assert read_sheets("a.xlsx", content, "zh")[0] == []


def test_a_file_may_be_as_large_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    content = TEXT.encode() + b"\r\n" * (1024 * 1024 - 60)
    monkeypatch.setattr(limits, "LARGEST_SHEET", len(content))
    assert told(content) == []
    monkeypatch.setattr(limits, "LARGEST_SHEET", len(content) - 1)
    assert told(content) == [("sheet-too-large", "", {"limit": "1"})]


def test_more_in_a_workbook_than_may_be_is_told_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PARTS", 3)
    assert told(book(OURS)) == [("too-many", "", {"limit": "3", "counted": "parts"})]
    monkeypatch.setattr(limits, "LARGEST_CONTENT", 1024)
    assert told(book(OURS)) == [("sheet-too-large", "", {"limit": "0"})]
