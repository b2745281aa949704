"""Mistakes that people and spreadsheets make in a workbook: each is told at its cell, and nothing is written."""

from __future__ import annotations

import cProfile
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import by_name
import openpyxl
import pytest
from folders import ARCHIVE, BASE
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from trying import tries
from workbooks import NEW, SECTIONS, Book, Desk, Shown, csv_of, git, is_unchanged, message_at, spoiled, told


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The small example, for tests that write nothing into it."""
    return Desk.of(BASE, tmp_path_factory.mktemp("town"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The small example, for one test alone."""
    return Desk.of(BASE, tmp_path)


MISTAKES: dict[str, tuple[Mapping[str, Any], str, list[str]]] = {
    # the mistake: (cells of the sheet “结果”, where the message points, key words of the message)
    "a thousands separator": ({"value 6": "1,980"}, "结果!value 6", ["number-thousands", "“1,980”", "写成：1980"]),
    "full-width digits": ({"value 6": "９８０"}, "结果!value 6", ["“９８０”是全角", "写成：980"]),
    "万": ({"value 6": "2.5万"}, "结果!value 6", ["“2.5万”", "写成：25000"]),
    "a per-cent sign": ({"value 10": "98.2%"}, "结果!value 10", ["“98.2%”带有百分号", "写成：98.2"]),
    "a dash for nothing": ({"value 6": "—"}, "结果!value 6", ["“—”", "空着"]),
    "a unit": ({"value 6": "980盏"}, "结果!value 6", ["“980盏”", "写成：980"]),
    "about": ({"value 6": "约980"}, "结果!value 6", ["“约980”", "“准确程度”（qualifier）一列的，选 约"]),
    "scientific notation": ({"value 6": "9.8E+2"}, "结果!value 6", ["写成：980"]),
    "a day number of Excel": ({"as_of 6": Shown(45291, "General")}, "结果!as_of 6", ["“45291”是 Excel", "2023-12-31"]),
    "a day with slashes": ({"as_of 6": "2023/12/31"}, "结果!as_of 6", ["写成：2023-12-31"]),
    "a Chinese day": ({"as_of 6": "2023年12月31日"}, "结果!as_of 6", ["写成：2023-12-31"]),
    "a day in words": ({"as_of 6": "年底"}, "结果!as_of 6", ["“年底”不是规范的日期", "2023-06-30"]),
    "30 February": ({"as_of 6": "2023-02-30"}, "结果!as_of 6", ["“2023-02-30”这一天不存在", "2023-02-28"]),
    "a space in front": ({"locator 6": " 一/(一)"}, "结果!locator 6", ["spaces-around", "写成：一/(一)"]),
    "a space behind": ({"figure 6": "980盏\u3000"}, "结果!figure 6", ["spaces-around", "写成：980盏"]),
    "a wrong choice": (
        {"qualifier 6": "左右"},
        "结果!qualifier 6",
        ["“准确程度”不能是“左右”，只能是：准确 · 约 · 超过 · 近"],
    ),
    "nearly a choice": ({"obs_status 6": "初步数"}, "结果!obs_status 6", ["是不是“初步”？"]),
    "an unknown indicator": (
        {**NEW, "indicator_id 12": "lamp-standing"},
        "结果!indicator_id 12",
        ["在指标里找不到“lamp-standing”", "是不是“lamps-standing”？"],
    ),
    "an unknown area": ({**NEW, "area_id 12": "west-village"}, "结果!area_id 12", ["找不到“west-village”", "east-village"]),
    "an unknown breakdown": ({"power 7": "wind"}, "结果!power 7", ["“wind”", "市电 · 太阳能"]),
    "an indicator like none": (
        {**NEW, "indicator_id 12": "x"},
        "结果!indicator_id 12",
        ["在指标里找不到“x”", "从“代码表”里选"],
    ),
    "an unknown section": ({"locator 6": "一/(九)"}, "结果!locator 6", ["找不到“一/(九)”", "是不是"]),
    "a locator with its title": ({"locator 6": "一、完成情况"}, "结果!locator 6", ["章节", "找不到“一、完成情况”"]),
    "a duplicate row": (
        {"value 12": 980, "figure 12": "980盏", "locator 12": "一/(一)", "qualifier 12": "准确", "obs_status 12": "正常", "as_of 12": date(2023, 12, 31)}
        | {"period_start 12": date(2023, 1, 1), "period_end 12": date(2023, 12, 31), "indicator_id 12": "lamps-standing", "area_id 12": "qinghe"},
        "结果!indicator_id 12",
        ["duplicate-row", "这一行与 结果 A6 说的是同一件事（lamps-standing/qinghe/2023-01-01/2023-12-31/2023-12-31）"],
    ),
    "a conflicting row": (
        {**NEW, "area_id 12": "qinghe"},
        "结果!value 12",
        ["conflicting-row", "结果 A6", "一处是“980”，一处是“12”"],
    ),
    "a total row": ({"info.title 12": "合计", "value 12": 2608}, "结果!info.title 12", ["“合计”是合计行"]),
    "a total row in the first column": ({"ref 12": "总计", "value 12": 2608}, "结果!ref 12", ["“总计”是合计行"]),
    "no value": ({"value 6": None}, "结果!value 6", ["这一行没有数值", "只有文字（O）"]),
    "a new row without its day": ({**NEW, "as_of 12": None}, "结果!as_of 12", ["“截至”不能空着", "请照文件填写"]),
    "a new row without its place": ({**NEW, "locator 12": None}, "结果!locator 12", ["“出处”不能空着"]),
    "a value without its figure": ({"figure 6": None}, "结果!figure 6", ["没有写文件里印的数字"]),
    "a value and words only": ({"obs_status 6": "只有文字"}, "结果!obs_status 6", ["words-with-value", "“数值”（value）却有 980"]),
    "a figure that says something else": (
        {"figure 6": "890盏"},
        "结果!value 6",
        ["印出的数字“890盏”读作“890”，“数值”写的却是“980”"],
    ),
    "a figure that is not exact": (
        {"figure 6": "980余盏"},
        "结果!qualifier 6",
        ["印出的数字“980余盏”读作“超过”，“准确程度”写的却是“准确”"],
    ),
    "a new row that is said to be exact though its figure is not": (
        {**NEW, "figure 12": "约12盏", "qualifier 12": "准确"},
        "结果!qualifier 12",
        ["印出的数字“约12盏”读作“约”，“准确程度”写的却是“准确”"],
    ),
    "a new row with two figures": ({**NEW, "figure 12": "12盏、13盏"}, "结果!figure 12", ["读不出一个数"]),
    "two figures at once": ({"figure 6": "980盏、210盏"}, "结果!figure 6", ["读不出一个数"]),
    "a share without its figure": ({"stated_share_figure 4": None}, "结果!stated_share_figure 4", ["stated-pair", "缺少“印出的比例”"]),
    "a period reversed": (
        {**NEW, "period_start 12": date(2023, 12, 31), "period_end 12": date(2023, 1, 1), "as_of 12": date(2024, 1, 1)},
        "结果!period_end 12",
        ["结束日期 2023-01-01 早于开始日期 2023-12-31"],
    ),
    "an as-of day before its period": ({"as_of 6": date(2022, 12, 31)}, "结果!as_of 6", ["截至日期 2022-12-31 早于"]),
    "which occurrence": ({"occurrence 6": "第二处"}, "结果!occurrence 6", ["“第二处”不是 1 到 99 的整数"]),
    "a text that is too long": ({"note_zh 6": "长" * 2001}, "结果!note_zh 6", ["超过了 2000 个字符"]),
    # what spreadsheets do
    "a formula with what it came to": ({"value 6": "=490*2"}, "结果!value 6", ["“=490*2”是公式"]),
    "a formula that runs a program": ({"note_zh 6": "=cmd|' /C calc'!A0"}, "结果!note_zh 6", ["是公式"]),
    "a link to another workbook": ({"value 6": "='[全年.xlsx]表1'!B2"}, "结果!value 6", ["是公式"]),
    "a figure with its minus, which would be one": (
        {"figure 6": "-5dB(A)"},
        "结果!figure 6",
        ["formula-lead", "写成：−5dB(A)（"],
    ),
    "#REF!": ({"value 6": "#REF!"}, "结果!value 6", ["错误值“#REF!”"]),
    "#N/A": ({"locator 6": "#N/A"}, "结果!locator 6", ["错误值“#N/A”"]),
    "TRUE": ({"note_zh 6": True}, "结果!note_zh 6", ["“TRUE”"]),
    "a locator that became a day": ({"locator 6": datetime.fromisoformat("2023-03-01")}, "结果!locator 6", ["变成了日期“2023-03-01”", "“文本”"]),
    "a day with its hour": ({"as_of 6": datetime.fromisoformat("2023-12-31 09:30")}, "结果!as_of 6", ["带有钟点", "2023-12-31"]),
    "a month that became its first day": (
        {"period_end 6": Shown(date(2023, 6, 1), "mmm-yy")},
        "结果!period_end 6",
        ["sheet-day-part", "“2023-06-01”", "那个月的最后一天"],
    ),
    "a day that got the year of today": (
        {"as_of 6": Shown(date(2024, 1, 5), 'm"月"d"日"')},
        "结果!as_of 6",
        ["“2024-01-05”", "完整的年月日"],
    ),
    "an hour": ({"locator 6": clock(1, 2)}, "结果!locator 6", ["带有钟点", "例如"]),
    "more digits than a spreadsheet keeps": ({"value 6": 12345678901234567}, "结果!value 6", ["只保留 15 位", "再照原文写一遍"]),
    "per cent as a format": ({"value 10": Shown(0.982, "0.0%")}, "结果!value 10", ["另一个数", "写 98.2"]),
    "万 as a format": ({"value 6": Shown(980, '0.0,"万"')}, "结果!value 6", ["“万”", "“常规”"]),
    "万 in quotes as a format": ({"value 6": Shown(980, '0.0"万"')}, "结果!value 6", ["另一个数", "“常规”"]),
    "亿 in quotes as a format": ({"value 6": Shown(980, '0.0"亿"')}, "结果!value 6", ["另一个数", "“常规”"]),
    "千 as a format": ({"value 6": Shown(980000, "#,##0,")}, "结果!value 6", ["按千缩小"]),
    "more decimals than a table holds": ({"value 6": 0.0123456789012345}, "结果!value 6", ["小数超过 12 位", "写成：0.012345678901"]),
    "a longer number than a table holds": ({"value 6": "1000000000000000000"}, "结果!value 6", ["小数点前超过 18 位"]),
    "a number without end": ({"value 6": Shown("1e400", "General")}, "结果!value 6", ["bad-number"]),
    "a sum that is nearly a number": ({"value 6": 0.3000000000000002}, "结果!value 6", ["如果是 0.3，请写 0.3"]),
    "a figure without its unit": ({"figure 6": 98.2}, "结果!figure 6", ["却是数字“98.2”", "59.80%"]),
    "a line break": ({"note_zh 6": "待核\n请看原文"}, "结果!note_zh 6", ["“待核↵请看原文”", "写成一行：待核请看原文"]),
    "a line break of another system": ({"note_zh 6": "待核_x000D_再看"}, "结果!note_zh 6", ["写成一行：待核再看"]),
    "a line break between words": ({"note_en 6": "To be\nchecked."}, "结果!note_en 6", ["写成一行：To be checked."]),
    "a tab": ({"note_zh 6": "待核\t请看"}, "结果!note_zh 6", ["spaces-around", "写成：待核 请看"]),
    "a character that nobody sees": ({"note_zh 6": "待\u200b核"}, "结果!note_zh 6", ["看不见的字符（U+200B ZERO WIDTH SPACE）"]),
    "a note beside the table": ({"AB6": "张三核过"}, "结果!AB6", ["“张三核过”", "不会写进数据"]),
    "a note below the table": ({"ref 14": "填表人：张三"}, "结果!ref 14", ["“填表人：张三”", "说明文字请删去"]),
    "a note in a column that only tells": ({"info.last 14": "注：初步数"}, "结果!info.last 14", ["sheet-stray"]),
    "a row without its code": ({"ref 6": None}, "结果!ref 6", ["请改回“2023-report/lamps-standing/2023-12-31”"]),
    "a row with another code": ({"ref 6": "2023-report/lamps"}, "结果!ref 6", ["没有“行的代码”是“2023-report/lamps”"]),
    "a row copied with its code": (
        {"ref 12": "2023-report/repair-days/2023-12-31", "value 12": 1},
        "结果!ref 12",
        ["在第 11 行已经有了", "清空"],
    ),
    "a row about something else": ({"indicator_id 6": "repair-days"}, "结果!indicator_id 6", ["请改回“lamps-standing”"]),
    "another word for removing": ({"action 6": "删"}, "结果!action 6", ["“删”", "“删除”"]),
}  # fmt: skip


def test_what_is_struck_through_or_hidden_is_not_read_as_valid(town: Desk) -> None:
    book = Book(town.export("2023-report"))
    page = book.file["结果"]
    book["结果!value 4"].font = Font(strike=True)
    old, new = TextBlock(InlineFont(strike=True), "980盏"), "981盏"
    book["结果!figure 6"] = CellRichText(old, new)
    page.column_dimensions[book["结果!note_zh 6"].column_letter].hidden = True
    book["结果!note_zh 6"] = "旧口径"
    book.file["章节"].sheet_state = "hidden"  # nobody changed anything there
    outcome = town.hand_in(book.bytes())
    words = {
        "结果!value 4": "sheet-struck",
        "结果!figure 6": "“980盏981盏”全部或者部分加了删除线",
        "结果!note_zh 6": "sheet-hidden",
    }
    assert [place for place, word in words.items() if word not in message_at(outcome, place)] == []
    assert len(outcome.problems) == len(words)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_at_its_cell(mistake: str, town: Desk) -> None:
    cells, place, words = MISTAKES[mistake]
    outcome = town.hand_in(spoiled(town, cells))
    message = message_at(outcome, place)
    assert [word for word in words if word not in message] == []
    assert not outcome.ok


PLANS: dict[str, tuple[str, Mapping[str, Any], str, list[str]]] = {
    # the mistake: (the sheet, its cells, where the message points, key words of the message)
    "range reversed": ("量化目标", {"value_upper 5": 20}, "量化目标!value_upper 5", ["上限“20”应当大于下限 30"]),
    "bound without range": (
        "量化目标",
        {"comparator 5": "以上", "figure 5": "30盏以上"},
        "量化目标!comparator 5",
        ["“要求”（comparator）却是“以上”"],
    ),
    "period reversed": ("量化目标", {"period_end 5": date(2022, 1, 1)}, "量化目标!period_end 5", ["早于开始日期 2023-01-01"]),
    "unknown goal": (
        "要办的事",
        {"locator 5": "一/2", "title_zh 5": "修步道", "title_en 5": "A path", "goal 5": 9, "slug 5": "path"},
        "要办的事!goal 5",
        ["在本文件的目标里找不到“9”"],
    ),
    "capital letters": (
        "要办的事",
        {"locator 5": "一/2", "title_zh 5": "修步道", "title_en 5": "A path", "goal 5": "2", "slug 5": "New Path"},
        "要办的事!slug 5",
        ["“New Path”", "写成：new-path"],
    ),
    "a key twice": (
        "目标",
        {"number 6": 2, "locator 6": "一/3", "title_zh 6": "修路", "title_en 6": "Roads", "summary_zh 6": "修路。", "summary_en 6": "Roads.", "themes 6": "greening"},
        "目标!number 6",
        ["duplicate-key", "“2”", "第 5 行", "只留一行"],
    ),
    "a section twice": (
        "章节",
        {"locator 8": "一", "title_zh 8": "别的", "title_en 8": "Else"},
        "章节!locator 8",
        ["duplicate-key", "“一”", "第 4 行", "只留一行"],
    ),
    "a number twice, for the same reason": (
        "不是数据的数字",
        {"printed 7": "2023年", "reason_zh 7": "标题里的年份。", "reason_en 7": "The year in the title."},
        "不是数据的数字!printed 7",
        ["sheet-listed-twice", "不是数据的数字 A4", "“2023年”", "只留一行"],
    ),
    "a number twice, for another reason": (
        "不是数据的数字",
        {"printed 7": "2023年", "reason_zh 7": "文号。"},
        "不是数据的数字!printed 7",
        ["sheet-listed-twice", "不是数据的数字 A4", "“2023年”", "只留一行"],
    ),
    "a goal without its number": ("目标", {"locator 6": "一/3", "title_zh 6": "修路"}, "目标!number 6", ["“序号”不能空着"]),
    "a goal without its summary": (
        "目标",
        {"number 6": 3, "locator 6": "一/3", "title_zh 6": "修路", "title_en 6": "Roads", "summary_en 6": "Roads.", "themes 6": "greening"},
        "目标!summary_zh 6",
        ["“大意（中文）”不能空着"],
    ),
    "a Chinese semicolon": ("目标", {"themes 4": "lighting；greening"}, "目标!themes 4", ["“；”", "lighting;greening"]),
    "nothing between two signs": ("目标", {"themes 4": "lighting;;greening"}, "目标!themes 4", ["用“;”隔开", "几项之间用英文分号：lighting;greening"]),
    "spaces in a list": ("目标", {"themes 4": "lighting; greening"}, "目标!themes 4", ["写成：lighting;greening"]),
    "an entry twice": ("目标", {"themes 4": "lighting;lighting"}, "目标!themes 4", ["“lighting”在列表里写了两次"]),
    "an unknown entry": ("目标", {"organisations 4": "works-ofice"}, "目标!organisations 4", ["“works-ofice”", "works-office"]),
    "a section without its title": ("章节", {"title_zh 4": None}, "章节!title_zh 4", ["“名称（中文）”不能空着"]),
    "an empty remark": ("不是数据的数字", {"printed 5": None}, "不是数据的数字!printed 5", ["不能空着"]),
    "a document without its kind": ("文件", {"kind": None}, "文件!kind", ["“种类”不能空着"]),
    "an unknown kind": ("文件", {"kind": "总结"}, "文件!kind", ["“种类”不能是“总结”，只能是：计划"]),
    "an impossible day of a document": ("文件", {"published": "2023-02-30"}, "文件!published", ["2023-02-28"]),
    "a checksum in part": ("文件", {"archive_sha256": "ec8aef"}, "文件!archive_sha256", ["“ec8aef”不是 SHA-256"]),
    "a note below the facts": ("文件", {"C22": "张三填"}, "文件!C22", ["“张三填”", "不会写进数据"]),
    "a planned day outside": ("计划进度", {"date 4": date(2024, 6, 30)}, "计划进度!date 4", ["2024-06-30", "之内"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", PLANS)
def test_a_mistake_in_a_plan_is_told_at_its_cell(mistake: str, town: Desk) -> None:
    sheet, cells, place, words = PLANS[mistake]
    outcome = town.hand_in(spoiled(town, cells, sheet, "2023-plan"))
    message = message_at(outcome, place, "2023-plan")
    assert [word for word in words if word not in message] == []
    assert not outcome.ok


FACTS = {"文件!title_zh": "青禾镇2024年工作总结", "文件!title_en": "Report of Qinghe Town on 2024"}
SECTION = {"章节!locator 4": "一", "章节!title_zh 4": "完成情况", "章节!title_en 4": "Results"}
REMARK = {
    "不是数据的数字!printed 5": "2024年",
    "不是数据的数字!reason_zh 5": "年份。",
    "不是数据的数字!reason_en 5": "The year.",
}
RESULT = {"indicator_id": "lamps-standing", "value": 990, "figure": "990盏", "locator": "一"}

REPORTS: dict[str, tuple[Mapping[str, Any], list[str]]] = {
    # what is wrong with a new report: (its cells, where which code is told of what)
    "nothing": ({**FACTS, **SECTION, **REMARK}, []),
    "no facts": (SECTION, ["文件 C4 名称（中文） sheet-empty 名称（中文）"]),
    "a fact too little": (
        {**FACTS, **SECTION, "文件!kind": None},
        ["文件 C6 种类 sheet-empty 种类"],
    ),
    "no section": (FACTS, ["章节 sheet-empty 章节"]),
    "a section of which only the locator is known": (
        {**FACTS, **SECTION, "章节!locator 6": "二"},
        ["章节 D6 名称（中文） sheet-empty 名称（中文）"],
    ),
    "a section without its title": (
        {**FACTS, **SECTION, "章节!locator 6": "二", "章节!title_en 6": "Next"},
        ["章节 D6 名称（中文） sheet-empty 名称（中文）"],
    ),
    "a result beside no section": (
        {**FACTS, **SECTION, **{f"结果!{name} 5": value for name, value in RESULT.items()}, "结果!locator 5": "二"},
        ["结果 J5 出处 unknown-reference"],
    ),
    "the second remark without its reason": (
        {**FACTS, **SECTION, **REMARK, "不是数据的数字!printed 6": "第3条"},
        ["不是数据的数字 D6 理由（中文） sheet-empty 理由（中文）"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REPORTS)
def test_a_mistake_in_a_new_report_is_told_at_its_cell(what: str, town: Desk) -> None:
    cells, told_at = REPORTS[what]
    book = Book(town.export("new:2024"))
    for place, value in cells.items():
        book[place] = value
    outcome = town.hand_in(book.bytes())
    said = [
        f"{item.place.spot('zh')} {item.code} {item.values.get('field', '')}".strip()
        for item in outcome.report
    ]
    assert said == told_at, told(outcome)


def test_a_remark_behind_one_that_goes_is_told_at_its_cell(town: Desk) -> None:
    book = Book(town.export("2023-plan"))
    book.fill("不是数据的数字", 4, action="删除")
    book.fill("不是数据的数字", 7, printed="第3条", reason_en="A clause.")
    outcome = town.hand_in(book.bytes())
    assert "“理由（中文）”不能空着" in message_at(outcome, "不是数据的数字!reason_zh 7", "2023-plan")


def test_a_row_of_others_that_a_sheet_breaks_is_told_where_it_stands(desk: Desk) -> None:
    """The sheet is older than the row and has no cell for it."""
    book = Book(desk.export())
    file = "town/documents/2023-report/observations.csv"
    desk.edit(
        file,
        "基本当天,,,\n",
        "基本当天,,,\nlamps-standing,east-village,,2023-01-01,2023-12-31,2023-12-31,9,,,,,,,一/(二),9盏,,,\n",
    )
    book.fill("结果", 4, note_zh="年底。")
    book.fill("章节", 6, action="删除")
    outcome = desk.hand_in(book.bytes())
    places = [(item.code, item.place.file.rpartition("/")[2], item.place.line) for item in outcome.report]
    assert places == [
        ("unknown-reference", "observations.csv", 10),
        ("unknown-reference", "填报.xlsx", 4),
    ], told(outcome)


def test_the_last_row_of_a_file_without_a_last_break_is_told_at_its_cell(desk: Desk) -> None:
    """And not at the row below it on the sheet, which could be reported."""
    file = desk.data / "town/documents/2023-report/observations.csv"
    file.write_text("\n".join(file.read_text(encoding="utf-8").splitlines()[:-1]), encoding="utf-8")
    desk.commit()
    book = Book(desk.export())
    book["结果!figure 10"] = "98%"
    [problem] = desk.hand_in(book.bytes()).problems
    assert (problem.code, problem.place.spot("zh")) == ("figure-differs", "结果 H10 数值")
    assert str(book["结果!ref 11"].value) == "+repair-days/qinghe"


OF_SOONER = {"area_id": "qinghe", "value": 980, "figure": "980盏"}
OF_LATER = {"indicator_id": "lamps-installed", "value": 30, "figure": "30余盏"}
AGAIN: list[tuple[dict[str, dict[str, Any] | None], tuple[str, str]]] = [
    # the sheets that are handed in, with what their new row says otherwise; where it is told, and which row stood before
    ({"later": {}, "sooner": {}}, ("结果 sooner X8", "结果 later A8")),
    ({"later": None, "sooner": OF_LATER}, ("结果 sooner X8", "结果 later A5")),
    ({"sooner": OF_LATER}, ("结果 sooner X8", "later.csv:3")),
    ({"later": OF_SOONER, "sooner": None}, ("结果 sooner X6", "结果 later A8")),
    ({"later": OF_SOONER}, ("sooner.csv:4", "结果 later A8")),
]


def test_a_row_that_stands_in_another_file_is_told_with_the_place_of_the_other(desk: Desk) -> None:
    """Results may stand in several files, each of which has a sheet."""
    folder = desk.data / "town/documents/2023-report"
    head, *rows = (folder / "observations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "observations.csv").unlink()
    (folder / "observations").mkdir()
    for name, part in (("later", rows[4:]), ("sooner", rows[:4])):
        (folder / "observations" / f"{name}.csv").write_text("".join([head, *part]), encoding="utf-8")
    desk.commit()
    found = []
    for sheets, _ in AGAIN:
        book = Book(desk.export())
        for name in {"later", "sooner"}.difference(sheets):
            del book.file[f"结果 {name}"]
        for name, otherwise in sheets.items():
            row = {cell.removesuffix(" 12"): value for cell, value in NEW.items()}
            if otherwise is not None:
                book.fill(f"结果 {name}", 8, **row | otherwise)
        [problem] = desk.hand_in(book.bytes()).problems
        assert problem.first is not None
        found.append((sheets, (problem.place.row_name, problem.first.row_name)))
        assert problem.code == "duplicate-row"
    assert found == AGAIN


def test_a_unit_that_nobody_knows_is_told(town: Desk) -> None:
    """The column for another unit is there where a document is still to be entered."""
    cells = {"value 4": 12, "figure 4": "12根", "indicator_id 4": "lamps-standing", "unit_id 4": "根"}
    outcome = town.hand_in(spoiled(town, cells, document="new:2024"))
    message = message_at(outcome, "结果!unit_id 4", "new:2024")
    assert "“根”不在列表里" in message


CSV_MISTAKES: dict[str, tuple[str, list[str]]] = {
    # the mistake: (what stands instead of 路灯与照明, what is told)
    "a line break": ('"路灯\n与照明"', ["位置：章节 D5 名称（中文）", "“路灯↵与照明”里有换行"]),
    "an unclosed quote": ('"路灯', ["错误 [sheet-unreadable]", "（csv）"]),
    "nothing": ("", ["位置：章节 D5 名称（中文）", "“名称（中文）”不能空着"]),
    "a character that nobody sees": ("路\u200b灯", ["位置：章节 D5 名称（中文）", "U+200B"]),
    "another column": ("路灯,x,y", ["位置：章节 F5", "“y”"]),
}


@pytest.mark.parametrize("mistake", CSV_MISTAKES)
def test_a_mistake_in_csv_is_told_at_its_cell(mistake: str, town: Desk) -> None:
    cell, words = CSV_MISTAKES[mistake]
    text = csv_of(town, *SECTIONS).replace("路灯与照明", cell)
    said = told(town.hand_in(text.encode(), name="章节.csv"))
    assert [word for word in words if word not in said] == []


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    # what was handed in: (how it came of a workbook of ours, what is told)
    "empty": (lambda _: b"", "[empty-file]"),
    "blank": (lambda _: b"\r\n \r\n", "[empty-file]"),
    "Unicode text": (lambda _: "mingzhang-1\t数值".encode("utf-16"), "[sheet-not-ours]"),
    "half a Unicode text": (lambda _: "mingzhang-1\t数值".encode("utf-16")[:-1], "[encoding-utf16]"),
    "an old workbook, or one with a password": (lambda _: b"\xd0\xcf\x11\xe0" + bytes(5000), "（xls）"),
    "half a workbook": (lambda workbook: workbook[: len(workbook) // 2], "（xlsx）"),
    "a document": (lambda _: zipped(**{"word/document.xml": b"<w/>"}), "（xlsx）"),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(100), "[not-text]"),
    "a web page": (lambda _: b"<html><table><tr><td>1</td></tr></table></html>", "[sheet-not-ours]"),
    "another workbook": (lambda _: another(), "[sheet-not-ours]"),
    "a bomb": (lambda workbook: said_to_hold(workbook, 600 * 1024**2), "512 MB"),
    "a bomb that is said to be none": (lambda workbook: said_to_hold(workbook, 10), "（xlsx）"),
    "a sheet full of nothing but rubbish": (
        lambda workbook: with_part(
            workbook, "xl/worksheets/sheet2.xml", lambda text: text + b"<x/>" * 14_000_000
        ),
        "48 MB",
    ),
    "a merged range that is none": (
        lambda workbook: with_part(
            workbook,
            "xl/worksheets/sheet2.xml",
            lambda text: text.replace(b"</sheetData>", b'</sheetData><mergeCell ref="C9:B2"/>'),
        ),
        "（xlsx）",
    ),
    "entities upon entities": (
        lambda workbook: with_part(workbook, "xl/sharedStrings.xml", laughing),
        "（xlsx）",
    ),
}


def another() -> bytes:
    out = BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "指标"
    book.save(out)
    return out.getvalue()


def with_part(workbook: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(BytesIO(workbook)) as file:
        parts = {part: file.read(part) for part in file.namelist()}
    return zipped(**{**parts, name: change(parts[name])})


def said_to_hold(workbook: bytes, size: int) -> bytes:
    """A workbook with a part that the archive says to be of some size."""
    out = BytesIO(workbook)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/styles2.xml", bytes(1024**2))
        file.getinfo("xl/styles2.xml").file_size = size
    return out.getvalue()


def laughing(text: bytes) -> bytes:
    declared = '<!ENTITY e0 "ha">' + "".join(
        f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12)
    )
    head, _, rest = text.partition(b"?>")
    body = rest.replace(b"</t>", b"&e11;</t>", 1)
    return head + b"?><!DOCTYPE sst [" + declared.encode() + b"]>" + body


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_none_of_ours_is_refused(file: str, town: Desk) -> None:
    made, word = FILES[file]
    outcome = town.hand_in(made(town.export()))
    assert word in told(outcome)
    assert not outcome.ok


def test_a_million_formatted_rows_are_as_nothing(town: Desk) -> None:
    """As they come about when somebody draws borders down to the last line; a cell for each would fill the memory."""

    def bordered(text: bytes) -> bytes:
        row = '<row r="{0}" s="9" customFormat="1"><c r="A{0}" s="9"/></row>'
        lines = "".join(row.format(line) for line in range(100, 1_048_577)).encode()
        return text.replace(b"</sheetData>", lines + b"</sheetData>")

    assert is_unchanged(town.hand_in(with_part(town.export(), "xl/worksheets/sheet2.xml", bordered)))


def test_a_cell_in_the_last_corner_is_told_at_once(town: Desk) -> None:

    def far(text: bytes) -> bytes:
        row = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>完</t></is></c></row></sheetData>'
        merged = '<mergeCells count="1"><mergeCell ref="AA100:XFD1048000"/></mergeCells>'
        return text.replace(b"</sheetData>", (row + merged).encode())

    words = told(town.hand_in(with_part(town.export(), "xl/worksheets/sheet2.xml", far)))
    assert "位置：结果 XFD1048576\n    “完”所在的格子不属于要填的列" in words
    assert "AA100:XFD1048000 是合并的单元格" in words


def test_of_many_alike_the_first_hundred_are_told_and_the_others_counted(town: Desk) -> None:
    book = Book(town.export())
    for line in range(12, 142):
        for key, value in (NEW | {"locator 12": "九", "as_of 12": None}).items():
            book[f"结果!{key.removesuffix('12')}{line}"] = value
    report = town.hand_in(book.bytes()).report
    # 30 of them more than are told, both where the message is that of the data and where it is the sheet's own
    assert [(problem.code, problem.more) for problem in report if problem.more] == [
        ("unknown-reference", 30),
        ("sheet-empty", 30),
    ]
    assert (len(report), report.errors) == (200, 260)


def test_the_command_refuses_and_leaves_the_data_alone(desk: Desk) -> None:
    file = desk.data.parent / "半年报.xlsx"
    file.write_bytes(spoiled(desk, {"value 6": "2.5万", "figure 10": 98.2}))
    code, output = desk.run("import", str(file))
    assert code == 1
    assert output.startswith(f"{file}:结果:6:8  错误 [number-multiplier]\n    位置：结果 H6 数值\n")
    assert "没有写入任何内容。请改好上面的格子，再导入一次。\n" in output
    assert output.count("位置：结果 I10 印出的数字") == 1
    assert git(desk.data, "status", "--short", ".") == ""


def test_messages_stand_sheet_by_sheet_as_in_the_workbook(town: Desk) -> None:
    book = Book(town.export("2023-plan"))
    for place, value in {
        "要办的事!slug 4": "New Path",
        "量化目标!value 5": "1,980",
        "量化目标!locator 4": " 一/1",
        "目标!number 6": "二",
        "目标!themes 4": "lighting；greening",
    }.items():
        book[place] = value
    said = told(town.hand_in(book.bytes()))
    heads = re.findall(r"^填报\.xlsx:(\w+):(\d+):\d+  错误", said, flags=re.MULTILINE)
    assert [name for name, _ in groupby(sheet for sheet, _ in heads)] == ["量化目标", "要办的事", "目标"]
    assert {int(line) for sheet, line in heads if sheet == "目标"} == {4, 6}


def test_a_sheet_alone_needs_no_name_of_it(town: Desk) -> None:
    said = told(town.hand_in(csv_of(town, *SECTIONS).replace("绿化", "").encode(), name="章节.csv"))
    assert said.startswith("章节.csv:6:4  错误 [sheet-empty]\n")


def test_a_section_that_has_only_its_locator_is_not_lost(town: Desk) -> None:
    book = Book(town.export("2023-report"))
    book["章节!locator 7"] = "二"
    assert told(town.hand_in(book.bytes())).startswith("填报.xlsx:章节:7:4  错误 [sheet-empty]\n")


LAST = "没有写入任何内容。请改好上面的格子，再导入一次。"


def test_an_import_says_what_it_has_not_looked_at_yet(desk: Desk) -> None:
    """Mistakes of three kinds at once, of which each round tells one and is mended."""
    mistakes = {"value 6": "1,980", "locator 4": "九/1", "figure 5": "182盏", "value 5": 182}
    mended = {"value 6": 980, "locator 4": "一/(一)", "figure 5": "181盏", "value 5": 181}
    rounds = {
        # what is told: (the cells that are mended then, the last line)
        ("number-thousands",): (
            ["value 6"],
            "先看格子怎样写，都对了才查引用和合计，所以改好以后可能还有提示。",
        ),
        ("unknown-reference",): (["locator 4"], "都改好了才与存档的原文核对，那时可能还有提示。"),
        ("figure-not-found", "number-uncovered"): ([], LAST),
    }
    file = desk.data.parent / "半年报.xlsx"
    found = {}
    for cells, _ in rounds.values():
        file.write_bytes(spoiled(desk, mistakes))
        _, output = desk.run("import", str(file), "--archive", str(ARCHIVE))
        found[tuple(re.findall(r"\[(.*?)\]", output))] = output.splitlines()[-1]
        mistakes |= {name: mended[name] for name in cells}
    assert found == {codes: last for codes, (_, last) in rounds.items()}


def test_messages_in_english_have_the_words_of_the_english_sheet(town: Desk) -> None:
    book = Book(town.export(language="en"))
    book["Results!H6"], book["Results!K6"] = "2.5万", "approx"
    said = told(town.hand_in(book.bytes(), language="en"), "en")
    assert "    at: Results H6 Value\n" in said
    assert "    at: Results K6 Qualifier\n" in said
    assert "can only be: exact · about · over · nearly" in said or "exact · about · over · nearly" in said


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    file = desk.data.parent / "x.xlsx"
    file.write_bytes(spoiled(desk, {"note_zh 6": "年底统计。"}))
    code, output = desk.run("import", str(file), "--dry-run")
    assert (code, "改动 1 个格子" in output) == (0, True)
    assert desk.numstat() == {}


# Hostile content


def test_what_looks_like_a_program_stays_a_text(desk: Desk) -> None:
    words = [
        "“=cmd|' /C calc'!A0”",
        "“@SUM(A1)”",
        "+1+1",
        "-2",
        "<script>alert(1)</script>",
        "[x](javascript:x)",
        "{{ 7*7 }}",
    ]
    book = Book(desk.export())
    for line, text in enumerate(words, start=4):
        book[f"结果!note_zh {line}"] = text
        book[f"结果!note_zh {line}"].data_type = "s"
    desk.take(book.bytes())
    again = Book(desk.export())
    cells = [again[f"结果!note_zh {line}"] for line in range(4, 11)]
    assert [cell.value for cell in cells] == words
    assert {cell.data_type for cell in cells} == {"s"}
    assert is_unchanged(desk.hand_in(again.bytes()))


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "@SUM(A1)", "＝1+1", "待核；=1+1", "- 待核"])
def test_a_text_that_would_be_a_formula_is_refused(text: str, desk: Desk) -> None:
    book = Book(desk.export())
    book["结果!note_zh 6"] = text
    book["结果!note_zh 6"].data_type = "s"
    outcome = desk.hand_in(book.bytes())
    assert "formula-lead" in str(outcome)


ROUTES = [
    "mingzhang-1 ../../etc 2023-report observations - 0123456789abcdef",
    "mingzhang-1 town ../2023-plan observations - 0123456789abcdef",
    "mingzhang-1 town 2023-report ../observations - 0123456789abcdef",
    "mingzhang-1 town 2023-report observations/../x - 0123456789abcdef",
    "mingzhang-1 town 2023-report corrections - 0123456789abcdef",
    "mingzhang-1 town 2023-report observations --upload-pack=x 0123456789abcdef",
    "mingzhang-1 town 2023-report observations - 0123456789abcdef 2023-02-30/2023-12-31",
    "mingzhang-2 town 2023-report observations - 0123456789abcdef",
]


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_leads_nowhere_else(route: str, town: Desk) -> None:
    text = csv_of(town, *SECTIONS)
    said = told(town.hand_in(text.replace(text.partition("\r\n")[0], route).encode()))
    assert "错误 [sheet-not-ours]" in said


def test_a_route_cannot_make_a_document(desk: Desk) -> None:
    """Only a report on a period, as `sheet export --new-report` orders it, may be new."""
    text = csv_of(desk, *SECTIONS).replace(" 2023-report sections ", " 2023-more sections ")
    assert "错误 [sheet-route]" in told(desk.hand_in(text.encode()))


def test_control_characters_do_not_reach_a_terminal(town: Desk) -> None:
    text = csv_of(town, *SECTIONS).replace("路灯与照明", "\x1b[31m红\x07")
    said = told(town.hand_in(text.encode(), name="章节\x1b[0m.csv"))
    assert not [character for character in said if ord(character) < 32 and character != "\n"]
    assert "U+001B" in said


def right(line: int) -> dict[str, Any]:
    day = date(1950, 1, 1) + timedelta(days=line)
    return {
        **NEW,
        "value 12": line,
        "figure 12": f"{line}盏",
        "as_of 12": day,
        "period_start 12": day,
        "period_end 12": day,
    }


def wrong(line: int) -> dict[str, Any]:
    return {
        "ref 12": f"2023-report/lamps/{line}" if line % 2 else None,
        "value 12": "1,000",
        "indicator_id 12": "lamps-installed",
    }


@pytest.mark.parametrize("row", [right, wrong])
def test_ten_times_the_rows_are_ten_times_the_work(
    row: Callable[[int], Mapping[str, Any]], town: Desk
) -> None:
    def work(rows: int) -> int:
        """How many functions are called to import a sheet with so many new rows."""
        cells = ((line, cell) for line in range(12, 12 + rows) for cell in row(line).items())
        book = spoiled(town, {f"{name.removesuffix('12')}{line}": value for line, (name, value) in cells})
        profile = cProfile.Profile()
        outcome = profile.runcall(town.hand_in, book)
        assert outcome.added + len(outcome.problems) == rows
        return sum(entry.callcount for entry in profile.getstats())

    assert work(tries(700)) < 12 * work(tries(70))


def test_of_what_a_mention_is_cannot_be_changed(desk: Desk) -> None:
    for path in ("programmes.yaml", "documents/2023-plan/mentions.csv", "documents/2023-report/mentions.csv"):
        (desk.data / "town" / path).write_bytes(by_name.tree().read(f"town/{path}"))
    desk.commit()
    book = Book(desk.export("2023-plan"))
    book.fill("提及", 4, programme_id="lamp-count", figure="新装路等")
    outcome = desk.hand_in(book.bytes())
    assert [item.code for item in outcome.report.problems] == ["sheet-locked"]
