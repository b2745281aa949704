"""What can be chosen in the cells of a workbook, and what a number or a day must be, as a spreadsheet knows it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from unittest.mock import MagicMock

import pytest
from folders import BASE
from workbooks import SPARE, Book, Desk, order_of

from generator.editing.sheets.choices import codes_sheet, locators, offer
from generator.editing.sheets.source import Data
from generator.reading.trees import WorkingTree


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The workbooks of some documents of the small example."""
    desk = Desk.of(BASE, tmp_path_factory.mktemp("town"))
    return {name: Book(desk.export(name)).file for name in ("2023-report", "2023-plan", "new:2024")}


def source_of(book: Any, formula: str) -> str:
    """What a list offers: where it stands, and its words, of many the first and the last."""
    if not (place := re.fullmatch(r"'(\S+)'!\$([A-Z]+)\$(\d+):\$\2\$(\d+)", formula)):
        return formula
    sheet, column, first, last = place.groups()
    words = [str(book[sheet][f"{column}{line}"].value or "") for line in range(int(first), int(last) + 1)]
    told = "；".join(words) if len(words) < 5 else f"{words[0]} … {words[-1]} ({len(words)})"
    head = book[sheet][f"{column}{2 if first == '4' else 1}"].value
    return f"{head}: {told}"


def rules_of(book: Any, sheet: str) -> list[tuple[str, str, str]]:
    """The rules of a sheet: the column (or the row of one that stands upright), its lines, and what may stand there."""
    page = book[sheet]
    found = []
    for rule in page.data_validations.dataValidation:
        [place] = rule.sqref.ranges
        name = page.cell(3, place.min_col).value
        if sheet == "文件":
            assert name == "value"
            name = page.cell(place.min_row, 1).value
        assert place.min_col == place.max_col
        found.append(
            (
                name,
                f"{place.min_row}:{place.max_row}",
                source_of(book, rule.formula1) if rule.type == "list" else rule.type,
            )
        )
    return found


INDICATORS = "指标代码: 新装路灯 lamps-installed；路灯总数 lamps-standing；亮灯率 lamps-working-share；路灯修复用时 repair-days"
AREAS = "地区代码: 青禾镇 qinghe；东村 east-village"
FACTS = [
    ("kind", "6:6", "种类: 计划；报告；统计表"),
    ("publisher_id", "7:7", "发布单位代码: 青禾镇人民政府 town-government；镇建设办公室 works-office"),
    ("period_start", "8:8", "date"),
    ("period_end", "9:9", "date"),
    ("published", "10:10", "date"),
    ("completeness", "11:11", "收录程度: 全文；节选；有错字的副本"),
    ("retrieved", "15:15", "date"),
    ("media_type", "17:17", "媒体类型: application/pdf … image/tiff (13)"),
]
RULES: dict[tuple[str, str], list[tuple[str, str, str]]] = {
    # a document and a sheet, and what may stand in which lines of which column
    ("2023-report", "结果"): [
        ("action", "4:15", '"删除"'),
        ("value", "4:15", "decimal"),
        ("locator", "4:15", "出处: 一 …  (7)"),
        ("qualifier", "4:15", "准确程度: 准确；约；超过；近"),
        ("as_of", "4:15", "date"),
        ("period_start", "4:15", "date"),
        ("period_end", "4:15", "date"),
        ("power", "4:15", "分组：power: 市电；太阳能"),
        ("obs_status", "4:15", "数字性质: 正常 … 有数，但不公布 (20)"),
        ("stated_share", "4:15", "decimal"),
        ("stated_change", "4:15", "decimal"),
        ("indicator_id", "4:15", INDICATORS),
        ("area_id", "4:15", AREAS),
    ],
    ("2023-report", "章节"): [("action", "4:10", '"删除"')],
    ("2023-report", "文件"): FACTS,
    ("2023-plan", "要办的事"): [
        ("action", "4:8", '"删除"'),
        ("locator", "4:8", "出处: 一 …  (5)"),
        ("due", "4:8", "date"),
        ("goal", "4:8", "目标序号: 新装路灯 1；建口袋公园 2"),
    ],
    ("2023-plan", "目标"): [("action", "4:9", '"删除"')],
    ("new:2024", "文件"): [(f"+{name}", lines, rule) for name, lines, rule in FACTS],
    ("new:2024", "事项进展"): [
        ("action", "4:7", '"删除"'),
        ("locator", "4:7", "出处: ；；；"),
        ("state", "4:7", "状态: 没有进展的记录 … 已取消 (6)"),
        ("as_of", "4:7", "date"),
        ("new_due", "4:7", "date"),
        ("deliverable_id", "4:7", "要办的事代码: 建成口袋公园 2023-plan/2/pocket-park"),
    ],
}


@pytest.mark.parametrize(("document", "sheet"), RULES)
def test_what_may_stand_in_the_cells_of_a_sheet(document: str, sheet: str, books: dict[str, Any]) -> None:
    assert rules_of(books[document], sheet) == RULES[document, sheet]


LARGEST = "1000000000000000000"
BOUNDS: dict[str, tuple[str | None, ...]] = {
    # a column: its kind, between what (days as a spreadsheet counts them), what it does, its title and its words
    "action": ("list", '"删除"', None, None, None, None),
    "value": ("decimal", f"-{LARGEST}", LARGEST, "warning", "请看一下", "只写数字，例如 25000；不写单位，不写“万”。"),
    "locator": ("list", "'章节'!$C$4:$C$10", None, "warning", "请看一下", "请从列表里选。"),
    "qualifier": ("list", "'代码表'!$A$2:$A$5", None, "warning", "请看一下", "请从列表里选。"),
    "as_of": ("date", "61", "91312", "warning", "请看一下", "写成 2023-06-30 这样的日期。"),
}  # fmt: skip


@pytest.mark.parametrize("column", BOUNDS)
def test_what_is_new_is_warned_of_and_not_refused(column: str, books: dict[str, Any]) -> None:
    """A document may print what no list knows."""
    page = books["2023-report"]["结果"]
    [rule] = [
        item
        for item in page.data_validations.dataValidation
        if [page.cell(3, place.min_col).value for place in item.sqref.ranges] == [column]
    ]
    assert rule.operator in (None, "between")
    assert (
        *(rule.type, rule.formula1, rule.formula2, rule.errorStyle, rule.errorTitle, rule.error),
    ) == BOUNDS[column]


def test_the_sheet_of_codes_is_to_be_read_alone(books: dict[str, Any]) -> None:
    page = books["2023-report"]["代码表"]
    assert (page.freeze_panes, page.protection.sheet, page.max_column) == ("A2", True, 11)
    [widths] = page.column_dimensions.values()
    assert (widths.min, widths.max, round(widths.width)) == (1, 11, 37)
    assert [page["A1"].font.b, page["A2"].font.b] == [True, False]


def test_without_a_sheet_of_sections_no_place_can_be_chosen() -> None:
    grids, _ = Data.of(WorkingTree(BASE)).grids(order_of("town", "2023-report"))
    assert locators(grids, "zh", SPARE) == "='章节'!$C$4:$C$10"
    assert locators([grid for grid in grids if grid.part != "sections"], "zh", SPARE) == ""


def test_where_nothing_can_be_chosen_the_list_is_one_empty_cell() -> None:
    data, order = Data.of(WorkingTree(BASE)), order_of("town", "2023-report")
    package, looks = replace(data.packages["town"], deliverables={}), {"head": None, "plain": None}
    ranges = codes_sheet(MagicMock(), looks, package, order, data.grids(order)[0], "zh")
    assert ranges["deliverables"] == "='代码表'!$G$2:$G$2"


def test_a_breakdown_that_is_called_as_a_list_has_a_list_of_its_own() -> None:
    data, order = Data.of(WorkingTree(BASE)), order_of("town", "2023-report")
    grid = next(grid for grid in data.grids(order)[0] if grid.part == "observations")
    power, area = grid.fields["power"], grid.fields["area_id"]
    grid = replace(grid, fields={"areas": replace(power, name="areas"), "area_id": area})
    looks = {"head": None, "plain": None}
    ranges = codes_sheet(MagicMock(), looks, data.packages["town"], order, [grid], "zh")
    assert list(ranges.values()) == ["='代码表'!$A$2:$A$3", "='代码表'!$B$2:$B$3"]


def test_a_list_that_is_not_there_is_not_offered() -> None:
    data, page = Data.of(WorkingTree(BASE)), MagicMock()
    grids, _ = data.grids(order_of("town", "2023-report"))
    [grid] = [grid for grid in grids if grid.part == "progress"]
    offer(page, grid, {"locators": ""}, "zh", SPARE)
    assert [call.args[4]["validate"] for call in page.data_validation.call_args_list] == [
        "list",
        "date",
        "date",
    ]
