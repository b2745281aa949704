"""How a workbook looks: which cells are open, how they are shown, and how its sheets are moved about in and printed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from folders import BASE

from generator.core.codes import DocumentKind
from generator.core.model import Package
from generator.editing.sheets.book import workbook
from generator.editing.sheets.grids import Grid, Order
from generator.editing.sheets.info import Informant
from generator.editing.sheets.labels import word_of
from generator.editing.sheets.routes import Base
from generator.editing.sheets.source import Data
from generator.reading.trees import WorkingTree

KNOWN = Order("town", "2023-report")
NEW = Order("town", "2023-h1-report", (date(2023, 1, 1), date(2023, 6, 30)))
BASED = Base("", "0" * 16)


@cache
def town() -> Data:
    return Data.of(WorkingTree(BASE))


def content_of(
    order: Order,
    language: str = "zh",
    package: Package | None = None,
    grids: Sequence[Grid] | None = None,
    carried: Sequence[str] = (),
) -> bytes:
    """A workbook with two empty lines on each sheet."""
    known = town()
    package = package or known.packages["town"]
    found, standings = known.grids(order)
    info = Informant(known.packages["town"], standings, language).info
    return workbook(
        package, order, found if grids is None else grids, BASED, date(2024, 3, 1), language, info, 2, carried
    )


def book_of(order: Order, **changed: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(content_of(order, **changed)))


def look(cell: Any) -> str:
    """How a cell looks, but for what is as nobody wanted it otherwise."""
    font, fill, place, border = cell.font, cell.fill, cell.alignment, cell.border
    found = [
        "" if cell.protection.locked else "open",
        cell.number_format.replace("General", ""),
        f"on {fill.fgColor.rgb[2:]}" if fill.fill_type else "",
        f"in {font.color.rgb[2:]}" if font.color and font.color.type == "rgb" else "",
        "" if font.sz == 11 else f"{font.sz:g} points",
        "bold" if font.b else "",
        "wrapped" if place.wrap_text else "",
        place.vertical or "",
    ]
    sides = {side.style: side.color and side.color.rgb for side in (border.left, border.right, border.top)}
    if border.bottom.style:
        boxed = sides == {border.bottom.style: border.bottom.color.rgb}
        found.append(
            f"{border.bottom.style} {f'box {border.bottom.color.rgb[2:]}' if boxed else 'line below'}"
        )
    return " ".join(filter(None, found))


BOX = "top thin box D9D9D9"
ROUTE, HEAD = "in 808080 8 points", "on DDEBF7 bold wrapped top thin line below"
REF, FIXED = "@ on F2F2F2 in 808080 8 points top", f"@ on F2F2F2 wrapped {BOX}"
TEXT, NUMBER, DAY = f"open @ {BOX}", f"open {BOX}", f"open yyyy-mm-dd {BOX}"
NEW_TEXT, NEW_NUMBER = f"open @ on FFF9DB {BOX}", f"open on FFF9DB {BOX}"
NEW_DAY = f"open yyyy-mm-dd on FFF9DB {BOX}"

CELLS: dict[Order, dict[str, tuple[object, str]]] = {
    # cells of a workbook: (what stands there, how it looks)
    KNOWN: {
        "说明!A1": ("填报工作簿：青禾镇2023年工作总结", "14 points bold"),
        "说明!A2": ("数据包：青禾镇工作目标与进展", "wrapped top"),
        "说明!A4": ("怎样填", HEAD),
        "结果!A1": (f"mingzhang-1 town 2023-report observations - {'0' * 16}", ROUTE),
        "结果!H2": ("数值", HEAD),
        "结果!H3": ("value", ROUTE),
        "结果!A4": ("2023-report/lamps-installed/2023-12-31", REF),
        "结果!B4": (None, TEXT),
        "结果!C4": ("新装路灯", FIXED),
        "结果!H4": (210, NUMBER),
        "结果!I4": ("210盏", TEXT),
        "结果!K4": ("准确", TEXT),
        "结果!L4": (datetime.fromisoformat("2023-12-31"), DAY),
        "结果!O4": (None, TEXT),
        "结果!U5": (None, NUMBER),
        "结果!D5": (None, FIXED),
        "结果!X4": ("lamps-installed", FIXED),
        "结果!A13": (None, REF),
        "结果!B13": (None, TEXT),
        "结果!C13": (None, FIXED),
        "结果!H13": (None, NEW_NUMBER),
        "结果!L13": (datetime.fromisoformat("2023-12-31"), NEW_DAY),
        "结果!X13": (None, NEW_TEXT),
        "文件!A4": ("title_zh", REF),
        "文件!B4": ("名称（中文）", FIXED),
        "文件!C4": ("青禾镇2023年工作总结", TEXT),
        "文件!C6": ("报告", TEXT),
        "文件!C8": (datetime.fromisoformat("2023-01-01"), DAY),
    },
    NEW: {
        "说明!A1": ("填报工作簿：2023-h1-report", "14 points bold"),
        "结果!A4": ("+lamps-working-share/qinghe", REF),
        "结果!H4": (None, NEW_NUMBER),
        "结果!I4": (None, NEW_TEXT),
        "结果!L4": (datetime.fromisoformat("2023-06-30"), NEW_DAY),
        "结果!Y4": ("lamps-working-share", FIXED),
        "文件!A6": ("+kind", REF),
        "文件!B6": ("种类", FIXED),
        "文件!C6": ("报告", NEW_TEXT),
        "文件!C8": (datetime.fromisoformat("2023-01-01"), NEW_DAY),
    },
}


@pytest.mark.parametrize("order", CELLS, ids=lambda order: order.document)
def test_how_the_cells_of_a_workbook_look(order: Order) -> None:
    book = book_of(order)
    places = {place: book[place.partition("!")[0]][place.partition("!")[2]] for place in CELLS[order]}
    assert {place: (cell.value, look(cell)) for place, cell in places.items()} == CELLS[order]


WRITTEN: dict[str, tuple[str, str, str]] = {
    # a text of the data: (its column, the type of the cell that it comes into, how that looks)
    "=1+1": ("note_zh", "s", TEXT),
    "https://example.org": ("note_zh", "s", TEXT),
    "12": ("note_zh", "s", TEXT),
    "12.50": ("value", "s", TEXT),
    "12.5": ("value", "n", NUMBER),
    "1899-12-31": ("as_of", "s", TEXT),
    "2024-02-29": ("as_of", "d", DAY),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_what_a_cell_would_not_give_back_is_written_as_a_text(text: str) -> None:
    column, kind, shown = WRITTEN[text]
    [grid] = [grid for grid in town().grids(KNOWN)[0] if grid.part == "observations"]
    row = replace(grid.rows[0], cells={**grid.rows[0].cells, column: text})
    page = book_of(KNOWN, grids=[replace(grid, rows=(row,))])["结果"]
    [cell] = [page.cell(4, head.column) for head in page[3] if head.value == column]
    assert (cell.data_type, look(cell)) == (kind, shown)


def test_how_the_sheets_of_a_workbook_are_moved_about_in_and_printed() -> None:
    book = book_of(KNOWN)
    assert (book.active.title, book.properties.created) == ("结果", datetime.fromisoformat("2024-03-01"))
    pages = [book[name] for name in ("结果", "章节", "文件")]
    assert [page.freeze_panes for page in pages] == ["E4", "C4", "C4"]
    for page in pages:
        paper = page.page_setup
        assert (paper.orientation, paper.paperSize, paper.fitToWidth, paper.fitToHeight) == (
            *("landscape", 9, None, 0),
        )
        assert (page.sheet_properties.pageSetUpPr.fitToPage, page.print_title_rows) == (True, "$2:$2")
        lock = page.protection
        assert lock.password is None
        # What is not locked is what may be done.
        assert (lock.sheet, lock.formatColumns, lock.formatRows, lock.autoFilter, lock.sort) == (
            *(True, False, False, False, True),
        )
        assert [line for line in range(1, 6) if page.row_dimensions[line].hidden] == [3]
    widths = pages[0].column_dimensions
    assert [round(widths[name].width) for name in "ABCHI"] == [10, 15, 35, 15, 25]
    first = book["说明"]
    [wide] = first.column_dimensions.values()
    assert (wide.min, wide.max, round(wide.width)) == (1, 1, 101)
    assert first.sheet_view.showGridLines is False
    assert first.protection.sheet


def test_headings_have_comments_but_for_what_only_tells() -> None:
    page = book_of(KNOWN)["结果"]
    told = [cell.coordinate for line in page.iter_rows() for cell in line if cell.comment]
    assert told == [f"{name}2" for name in "ABHIJKLMNOPQRSTUVWXY"]


OFFERED: dict[str, list[tuple[str, str, str]]] = {
    # on a sheet some cells with rules of their own, and those: (the cells, what must stand there, the first end or list)
    "结果": [
        ("B4:B13", "list", '"删除"'),
        ("H4:H13", "decimal", "-1000000000000000000"),
        ("J4:J13", "list", "'章节'!$C$4:$C$8"),
        ("K4:K13", "list", "'代码表'!$A$2:$A$5"),
        ("L4:L13", "date", "61"),
    ],
    "章节": [("B4:B8", "list", '"删除"')],
    "文件": [
        ("C6", "list", "'代码表'!$H$2:$H$4"),
        ("C7", "list", "'代码表'!$I$2:$I$3"),
        ("C8", "date", "61"),
    ],
}


@pytest.mark.parametrize("sheet", OFFERED)
def test_what_is_offered_in_cells(sheet: str) -> None:
    rules = book_of(KNOWN)[sheet].data_validations.dataValidation
    found = [(str(rule.sqref), rule.type, rule.formula1) for rule in rules]
    assert found[: len(OFFERED[sheet])] == OFFERED[sheet]


def test_a_comment_is_twice_as_wide_as_usual_and_half_as_high_again() -> None:
    with zipfile.ZipFile(BytesIO(content_of(KNOWN))) as parts:
        drawn = parts.read("xl/drawings/vmlDrawing1.vml").decode()
    assert set(re.findall(r"width:([0-9.]+)pt;height:([0-9.]+)pt", drawn)) == {("192", "83.25")}


def test_the_hidden_sheet_says_what_each_sheet_belongs_to_and_what_the_data_were() -> None:
    page = book_of(NEW, carried=("ab", "=cd"))["_mingzhang"]
    begin, end = "mingzhang-1 town 2023-h1-report", f"- {'0' * 16} 2023-01-01/2023-06-30"
    assert page.sheet_state == "hidden"
    assert [tuple(cell.value for cell in line) for line in page.iter_rows(max_row=7, max_col=3)] == [
        ("章节", f"{begin} sections {end}", "ab"),
        ("文件", f"{begin} document {end}", "=cd"),
        ("结果", f"{begin} observations {end}", None),
        ("事项进展", f"{begin} progress {end}", None),
        ("不是数据的数字", f"{begin} not_data {end}", None),
        ("说明", None, None),
        ("代码表", None, None),
    ]
    words = {tuple(cell.value for cell in line) for line in page.iter_rows(min_col=4, max_col=6)}
    assert ("state", "delivered", word_of("state", "delivered", "zh")) in words


@pytest.mark.parametrize(("languages", "rtl"), [(("zh", "ar"), None), (("ar", "zh"), True)])
def test_sheets_of_a_language_from_right_to_left_run_so(
    languages: tuple[str, ...], *, rtl: bool | None
) -> None:
    package = replace(town().packages["town"], languages=languages)
    assert {page.sheet_view.rightToLeft for page in book_of(NEW, package=package)} == {rtl}


STEPS = [
    # the kind of a document, and how the step about results begins
    (DocumentKind.REPORT, "二、在“结果”表的黄色格子里填：数值只写数字"),
    (DocumentKind.DATASET, "二、在“结果”表的黄色格子里填：数值照表里"),
]


@pytest.mark.parametrize(("kind", "begin"), STEPS)
def test_the_steps_are_those_for_the_kind_of_a_document(kind: DocumentKind, begin: str) -> None:
    package = town().packages["town"]
    document = replace(package.documents[KNOWN.document], kind=kind)
    package = replace(package, documents={**package.documents, KNOWN.document: document})
    page = book_of(KNOWN, package=package)["说明"]
    lines = [str(cell.value or "") for cell in page["A"]]
    assert [line[:1] for line in lines[2:]] == ["", "怎", "一", "二", "三", "四", "五", "灰", "也", "只"]
    assert lines[5].startswith(begin)
    assert {look(cell) for cell in page["A"][4:]} == {"wrapped top"}
