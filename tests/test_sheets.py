"""Workbooks for staff: what is exported comes back unchanged, every mistake is told at its cell, nothing gets lost."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from click.testing import CliRunner
from workbooks import BASE, GB18030, XLSX, Book, Desk, git, office, told

from generator.cli import main
from generator.messages import LANGUAGES, catalogue
from generator.sheets.importing import Outcome
from generator.trees import WorkingTree

ROOT = Path(__file__).resolve().parent.parent
REPORT = "town/documents/2023-report"
PLAN = "town/documents/2023-plan"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The small example, for tests that write nothing into it."""
    return Desk.of(BASE, tmp_path_factory.mktemp("town"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The small example, for one test alone."""
    return Desk.of(BASE, tmp_path)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The real record, for tests that write nothing into it."""
    return Desk.of(ROOT / "data", tmp_path_factory.mktemp("real"))


def documents(data: Path) -> list[tuple[str, str]]:
    return sorted((path.parent.parent.parent.name, path.parent.name) for path in data.glob("*/*/*/document.yaml"))


REAL = documents(ROOT / "data")
DOCUMENTS = [*REAL, *documents(BASE)]


def is_unchanged(outcome: Outcome) -> bool:
    return (told(outcome), outcome.files) == ("检查通过，没有发现问题。", {})


# Nothing changes by itself


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("package", "document"), DOCUMENTS)
def test_a_workbook_that_nobody_touched_changes_nothing(
    package: str, document: str, language: str, real: Desk, town: Desk
) -> None:
    desk = town if package == "town" else real
    assert is_unchanged(desk.hand_in(desk.export(document, package, language)))


@pytest.mark.parametrize("period", ["new:2023", "new:2024-h1", "new:2021-q3"])
def test_a_report_of_which_nothing_is_entered_changes_nothing(period: str, real: Desk) -> None:
    for package in ("qingdao", "district"):
        assert is_unchanged(real.hand_in(real.export(period, package)))


def test_what_libreoffice_makes_of_a_workbook_changes_nothing(real: Desk, town: Desk, tmp_path: Path) -> None:
    """Each sheet too, saved as CSV as Excel does it in China, or in UTF-8 with a byte-order mark."""
    files = []
    for package, document in (("town", "2023-plan"), ("district", REAL[0][1]), ("qingdao", "2023-h1-report")):
        files.append(tmp_path / f"{package}.xlsx")
        files[-1].write_bytes((town if package == "town" else real).export(document, package))
    for name, content in office(tmp_path, XLSX, *files).items():
        assert is_unchanged((town if name == "town.xlsx" else real).hand_in(content)), name
    tables = {
        name: content for name, content in office(tmp_path / "csv", GB18030, *files).items() if b"mingzhang-1" in content
    }
    assert len([name for name in tables if "_mingzhang" not in name]) == 7 + 6 + 9
    for content in tables.values():
        with pytest.raises(UnicodeDecodeError):
            content.decode()
    for package, desk in (("town", town), ("district", real), ("qingdao", real)):
        sheets = [tables[name] for name in tables if name.startswith(package) and "_mingzhang" not in name]
        assert is_unchanged(desk.hand_in(*sheets))
        assert is_unchanged(desk.hand_in(*(sheet.decode("gb18030").encode("utf-8-sig") for sheet in sheets)))


def test_an_import_without_a_change_leaves_git_alone(desk: Desk) -> None:
    result = run(desk, "export", "--document", "2023-report", "--out", str(desk.data.parent / "x.xlsx"))
    assert result == (0, f"已写好 {desk.data.parent / 'x.xlsx'}：6 张表，25 行可填。\n")
    assert run(desk, "import", str(desk.data.parent / "x.xlsx")) == (0, "工作簿里没有改动，数据保持原样。\n")
    assert git(desk.data, "status", "--short", ".") == ""


def run(desk: Desk, *arguments: str) -> tuple[int, str]:
    """The real command on the data of a desk."""
    result = CliRunner().invoke(main, ["sheet", *arguments, "--data", str(desk.data)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def test_the_workbook_is_the_same_whoever_makes_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.data.parent / "first.xlsx"
    run(desk, "export", "--document", "2023-report", "--out", str(first))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    time.tzset()
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    second = desk.data.parent / "second.xlsx"
    run(desk, "export", "--document", "2023-report", "--out", str(second))
    monkeypatch.undo()
    time.tzset()
    assert first.read_bytes() == second.read_bytes()


# One cell in doubt, and nothing is written

class Shown(NamedTuple):
    """A value in a cell of another number format."""

    value: Any
    form: str


NEW = {"H12": 12, "I12": "12盏", "J12": "一/(一)", "L12": date(2023, 12, 31), "P12": date(2023, 1, 1)}
NEW |= {"Q12": date(2023, 12, 31), "X12": "lamps-standing", "Y12": "east-village"}
"""A new row of results, on the first spare line."""

MISTAKES: dict[str, tuple[Mapping[str, Any], str, list[str]]] = {
    # the mistake: (cells of the sheet “结果”, where the message points, key words of the message)
    "a thousands separator": ({"H6": "1,980"}, "结果 H6 数值", ["number-thousands", "“1,980”", "写成：1980"]),
    "full-width digits": ({"H6": "９８０"}, "结果 H6 数值", ["“９８０”是全角", "写成：980"]),
    "万": ({"H6": "2.5万"}, "结果 H6 数值", ["“2.5万”", "写成：25000"]),
    "a per-cent sign": ({"H10": "98.2%"}, "结果 H10 数值", ["“98.2%”带有百分号", "写成：98.2"]),
    "a dash for nothing": ({"H6": "—"}, "结果 H6 数值", ["“—”", "空着"]),
    "a unit": ({"H6": "980盏"}, "结果 H6 数值", ["“980盏”不是规范的数字"]),
    "about": ({"H6": "约980"}, "结果 H6 数值", ["“约980”", "“准确程度”"]),
    "scientific notation": ({"H6": "9.8E+2"}, "结果 H6 数值", ["写成：980"]),
    "a day number of Excel": ({"L6": Shown(45291, "General")}, "结果 L6 截至", ["“45291”是 Excel", "2023-12-31"]),
    "a day with slashes": ({"L6": "2023/12/31"}, "结果 L6 截至", ["写成：2023-12-31"]),
    "a Chinese day": ({"L6": "2023年12月31日"}, "结果 L6 截至", ["写成：2023-12-31"]),
    "a day in words": ({"L6": "年底"}, "结果 L6 截至", ["“年底”不是规范的日期", "2023-06-30"]),
    "30 February": ({"L6": "2023-02-30"}, "结果 L6 截至", ["“2023-02-30”这一天不存在", "2023-02-28"]),
    "a space in front": ({"J6": " 一/(一)"}, "结果 J6 出处", ["spaces-around", "写成：一/(一)"]),
    "a space behind": ({"I6": "980盏\u3000"}, "结果 I6 印出的数字", ["spaces-around", "写成：980盏"]),
    "a wrong choice": (
        {"K6": "左右"},
        "结果 K6 准确程度",
        ["“准确程度”不能是“左右”，只能是：准确 · 约 · 超过 · 近"],
    ),
    "nearly a choice": ({"R6": "初步数"}, "结果 R6 数字性质", ["是不是“初步”？"]),
    "an unknown indicator": (
        {**NEW, "X12": "lamp-standing"},
        "结果 X12 指标代码",
        ["在指标（indicators 文件夹）里找不到“lamp-standing”", "是不是“lamps-standing”？"],
    ),
    "an unknown area": ({**NEW, "Y12": "west-village"}, "结果 Y12 地区代码", ["找不到“west-village”", "east-village"]),
    "an unknown breakdown": ({"O7": "wind"}, "结果 O7 分组：power", ["“wind”", "市电 · 太阳能"]),
    "an unknown section": ({"J6": "一/(九)"}, "结果 J6 出处", ["找不到“一/(九)”", "是不是"]),
    "a locator with its title": ({"J6": "一、完成情况"}, "结果 J6 出处", ["章节", "找不到“一、完成情况”"]),
    "a duplicate row": (
        {"H12": 980, "I12": "980盏", "J12": "一/(一)", "K12": "准确", "R12": "正常", "L12": date(2023, 12, 31)}
        | {"P12": date(2023, 1, 1), "Q12": date(2023, 12, 31), "X12": "lamps-standing", "Y12": "qinghe"},
        "结果 X12 指标代码",
        ["duplicate-row", "这一行与 结果 A6 说的是同一件事"],
    ),
    "a conflicting row": (
        {**NEW, "Y12": "qinghe"},
        "结果 H12 数值",
        ["conflicting-row", "结果 A6", "一处是“980”，一处是“12”"],
    ),
    "a total row": ({"C12": "合计", "H12": 2608}, "结果 C12 内容", ["“合计”是合计行"]),
    "a total row in the first column": ({"A12": "总计", "H12": 2608}, "结果 A12 行的代码", ["“总计”是合计行"]),
    "no value": ({"H6": None}, "结果 H6 数值", ["这一行没有数值", "只有文字（M）"]),
    "a new row without its day": ({**NEW, "L12": None}, "结果 L12 截至", ["“截至”不能空着", "请照文件填写"]),
    "a new row without its place": ({**NEW, "J12": None}, "结果 J12 出处", ["“出处”不能空着"]),
    "a value without its figure": ({"I6": None}, "结果 I6 印出的数字", ["没有写文件里印的数字"]),
    "a value and words only": ({"R6": "只有文字"}, "结果 R6 数字性质", ["words-with-value", "“数值”（value）却有 980"]),
    "a figure that says something else": (
        {"I6": "890盏"},
        "结果 H6 数值",
        ["原文印的“890盏”读作“890”，“数值”写的却是“980”"],
    ),
    "a figure that is not exact": (
        {"I6": "980余盏"},
        "结果 K6 准确程度",
        ["原文印的“980余盏”读作“超过”，“准确程度”写的却是“准确”"],
    ),
    "two figures at once": ({"I6": "980盏、210盏"}, "结果 I6 印出的数字", ["读不出一个数"]),
    "a share without its figure": ({"T4": None}, "结果 T4 印出的比例", ["stated-pair", "缺少“印出的比例”"]),
    "a period reversed": (
        {**NEW, "P12": date(2023, 12, 31), "Q12": date(2023, 1, 1), "L12": date(2024, 1, 1)},
        "结果 Q12 时间段止",
        ["结束日期 2023-01-01 早于开始日期 2023-12-31"],
    ),
    "an as-of day before its period": ({"L6": date(2022, 12, 31)}, "结果 L6 截至", ["截至日期 2022-12-31 早于"]),
    "which occurrence": ({"W6": "第二处"}, "结果 W6 第几处", ["“第二处”不是 1 到 99 的整数"]),
    "a text that is too long": ({"M6": "长" * 2001}, "结果 M6 备注（中文）", ["超过了 2000 个字符"]),
    # what spreadsheets do
    "a formula with what it came to": ({"H6": "=490*2"}, "结果 H6 数值", ["“=490*2”是公式"]),
    "a formula that runs a program": ({"M6": "=cmd|' /C calc'!A0"}, "结果 M6 备注（中文）", ["是公式"]),
    "a link to another workbook": ({"H6": "='[全年.xlsx]表1'!B2"}, "结果 H6 数值", ["是公式"]),
    "#REF!": ({"H6": "#REF!"}, "结果 H6 数值", ["错误值“#REF!”"]),
    "#N/A": ({"J6": "#N/A"}, "结果 J6 出处", ["错误值“#N/A”"]),
    "TRUE": ({"M6": True}, "结果 M6 备注（中文）", ["“TRUE”"]),
    "a locator that became a day": ({"J6": datetime(2023, 3, 1)}, "结果 J6 出处", ["变成了日期“2023-03-01”", "“文本”"]),
    "a day with its hour": ({"L6": datetime(2023, 12, 31, 9, 30)}, "结果 L6 截至", ["带有钟点", "2023-12-31"]),
    "an hour": ({"J6": clock(1, 2)}, "结果 J6 出处", ["带有钟点", "例如"]),
    "more digits than a spreadsheet keeps": ({"H6": 12345678901234567}, "结果 H6 数值", ["只保留 15 位"]),
    "per cent as a format": ({"H10": Shown(0.982, "0.0%")}, "结果 H10 数值", ["另一个数", "写 98.2"]),
    "万 as a format": ({"H6": Shown(980, '0.0,"万"')}, "结果 H6 数值", ["“万”", "“常规”"]),
    "千 as a format": ({"H6": Shown(980000, "#,##0,")}, "结果 H6 数值", ["按千缩小"]),
    "a sum that is nearly a number": ({"H6": 0.3000000000000002}, "结果 H6 数值", ["如果是 0.3，请写 0.3"]),
    "a figure without its unit": ({"I6": 98.2}, "结果 I6 印出的数字", ["却是数字“98.2”", "59.80%"]),
    "a line break": ({"M6": "待核\n请看原文"}, "结果 M6 备注（中文）", ["“待核↵请看原文”", "写成一行：待核请看原文"]),
    "a line break between words": ({"N6": "To be\nchecked."}, "结果 N6 备注（英文）", ["写成一行：To be checked."]),
    "a tab": ({"M6": "待核\t请看"}, "结果 M6 备注（中文）", ["spaces-around", "写成：待核 请看"]),
    "a character that nobody sees": ({"M6": "待\u200b核"}, "结果 M6 备注（中文）", ["看不见的字符（U+200B）"]),
    "a note beside the table": ({"AB6": "张三核过"}, "结果 AB6", ["“张三核过”", "不会写进数据"]),
    "a note below the table": ({"A14": "填表人：张三"}, "结果 A14 行的代码", ["“填表人：张三”", "说明文字请删去"]),
    "a note in a column that only tells": ({"E14": "注：初步数"}, "结果 E14 已有的最新结果", ["sheet-stray"]),
    "a row without its code": ({"A6": None}, "结果 A6 行的代码", ["请改回“2023-report/lamps-standing/2023-12-31”"]),
    "a row with another code": ({"A6": "2023-report/lamps"}, "结果 A6 行的代码", ["没有“行的代码”是“2023-report/lamps”"]),
    "a row copied with its code": (
        {"A12": "2023-report/repair-days/2023-12-31", "H12": 1},
        "结果 A12 行的代码",
        ["在第 11 行已经有了", "清空"],
    ),
    "a row about something else": ({"X6": "repair-days"}, "结果 X6 指标代码", ["请改回“lamps-standing”"]),
    "another word for removing": ({"B6": "删"}, "结果 B6 处理", ["“删”", "“删除”"]),
}  # fmt: skip


@cache
def alone(desk: Desk, document: str, sheet: str) -> bytes:
    """One sheet of a workbook without the others, which is quicker to read."""
    book = Book(desk.export(document))
    for name in book.file.sheetnames:
        if name != sheet:
            del book.file[name]
    return book.bytes()


def spoiled(desk: Desk, cells: Mapping[str, Any], sheet: str = "结果", document: str = "2023-report") -> Book:
    book = Book(alone(desk, document, sheet))
    for cell, value in cells.items():
        if isinstance(value, Shown):
            book[f"{sheet}!{cell}"].number_format = value.form
        book[f"{sheet}!{cell}"] = value.value if isinstance(value, Shown) else value
    return book


def message_at(outcome: Outcome, place: str) -> str:
    """What is told about a cell."""
    messages = told(outcome).split("\n\n")
    [message] = [part for part in messages if f"    位置：{place}\n" in part]
    return message


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_at_its_cell(mistake: str, town: Desk) -> None:
    cells, place, words = MISTAKES[mistake]
    outcome = town.hand_in(spoiled(town, cells).bytes())
    message = message_at(outcome, place)
    assert [word for word in words if word not in message] == []
    assert not outcome.ok


PLANS: dict[str, tuple[str, Mapping[str, Any], str, list[str]]] = {
    # the mistake: (the sheet, its cells, where the message points, key words of the message)
    "range reversed": ("量化目标", {"M5": 20}, "量化目标 M5 上限", ["上限“20”应当大于下限 30"]),
    "bound without range": (
        "量化目标",
        {"L5": "以上", "F5": "30盏以上"},
        "量化目标 L5 要求",
        ["“要求”（comparator）却是“以上”"],
    ),
    "period reversed": ("量化目标", {"K5": date(2022, 1, 1)}, "量化目标 K5 时间段止", ["早于开始日期 2023-01-01"]),
    "unknown goal": (
        "要办的事",
        {"C5": "一/2", "D5": "修步道", "E5": "A path", "I5": 9, "J5": "path"},
        "要办的事 I5 目标序号",
        ["在这份文件的目标（goals.yaml）里找不到“9”"],
    ),
    "capital letters": (
        "要办的事",
        {"C5": "一/2", "D5": "修步道", "E5": "A path", "I5": "2", "J5": "New Path"},
        "要办的事 J5 名称代码",
        ["“New Path”", "写成：new-path"],
    ),
    "a key twice": (
        "目标",
        {"C6": 2, "D6": "一/3", "E6": "修路", "F6": "Roads", "G6": "修路。", "H6": "Roads.", "I6": "greening"},
        "目标 D6 出处",
        ["conflicting-row", "目标 A5", "“一/2”", "“一/3”"],
    ),
    "a goal without its number": ("目标", {"D6": "一/3", "E6": "修路"}, "目标 C6 序号", ["“序号”不能空着"]),
    "a goal without its summary": (
        "目标",
        {"C6": 3, "D6": "一/3", "E6": "修路", "F6": "Roads", "H6": "Roads.", "I6": "greening"},
        "目标 G6 大意（中文）",
        ["“大意（中文）”不能空着"],
    ),
    "a Chinese semicolon": ("目标", {"I4": "lighting；greening"}, "目标 I4 领域", ["“；”", "lighting;greening"]),
    "spaces in a list": ("目标", {"I4": "lighting; greening"}, "目标 I4 领域", ["写成：lighting;greening"]),
    "an entry twice": ("目标", {"I4": "lighting;lighting"}, "目标 I4 领域", ["“lighting”在列表里写了两次"]),
    "an unknown entry": ("目标", {"J4": "works-ofice"}, "目标 J4 责任单位", ["“works-ofice”", "works-office"]),
    "a section without its title": ("章节", {"D4": None}, "章节 D4 名称（中文）", ["“名称（中文）”不能空着"]),
    "an empty remark": ("不是数据的数字", {"C5": None}, "不是数据的数字 C5 原文里的写法", ["不能空着"]),
    "a document without its kind": ("文件", {"C6": None}, "文件 C6 文件种类", ["“文件种类”不能空着"]),
    "an unknown kind": ("文件", {"C6": "总结"}, "文件 C6 文件种类", ["“文件种类”不能是“总结”，只能是：计划"]),
    "an impossible day of a document": ("文件", {"C10": "2023-02-30"}, "文件 C10 发布日期", ["2023-02-28"]),
    "a checksum in part": ("文件", {"C12": "ec8aef"}, "文件 C12 存档校验值", ["“ec8aef”不是 SHA-256"]),
    "a note below the facts": ("文件", {"C17": "张三填"}, "文件 C17 填写", ["“张三填”", "不会写进数据"]),
    "a planned day outside": ("计划进度", {"J4": date(2024, 6, 30)}, "计划进度 J4 日期", ["2024-06-30", "之内"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", PLANS)
def test_a_mistake_in_a_plan_is_told_at_its_cell(mistake: str, town: Desk) -> None:
    sheet, cells, place, words = PLANS[mistake]
    outcome = town.hand_in(spoiled(town, cells, sheet, "2023-plan").bytes())
    message = message_at(outcome, place)
    assert [word for word in words if word not in message] == []
    assert not outcome.ok


# What spreadsheets and people may do to a workbook without harm


def hidden(book: Book) -> None:
    book.file["结果"].row_dimensions[6].hidden = True


def filtered(book: Book) -> None:
    book.file["结果"].auto_filter.ref = "A2:Y31"
    book.file["结果"].auto_filter.add_filter_column(7, ["210"])


def lines_above(book: Book) -> None:
    book.file["结果"].insert_rows(1, 2)
    book["结果!A1"] = "青禾镇建设办公室填报"


def lines_above_and_renamed(book: Book) -> None:
    lines_above(book)
    book.file["结果"].title = "上报"


def reordered(book: Book) -> None:
    for line in book.file["结果"].iter_rows():
        values = [(cell.value, cell.number_format) for cell in line]
        for cell, (value, form) in zip(line, values[3:] + values[:3], strict=True):
            cell.value, cell.number_format = value, form


def column_of_ones_own(book: Book) -> None:
    book.file["结果"].insert_cols(9)


def another_sheet(book: Book) -> None:
    book.file.create_sheet("计算")["A1"] = "=1+1"


def alone_and_renamed(book: Book) -> None:
    for name in book.file.sheetnames:
        if name != "结果":
            del book.file[name]
    book.file["结果"].title = "Sheet1"


def without_first_line(book: Book) -> None:
    book["结果!A1"] = None


def without_hidden_sheet(book: Book) -> None:
    del book.file["_mingzhang"]


def words_and_codes(book: Book) -> None:
    book["结果!K6"], book["结果!R6"], book["结果!O7"] = "exact", "normal", "市电"


def texts(book: Book) -> None:
    book["结果!H6"].number_format = "@"
    book["结果!H6"], book["结果!L6"] = "981", "2023-12-31"


def with_separators_shown(book: Book) -> None:
    book["结果!H6"].number_format = '#,##0"盏"'


def sorted_by_value(book: Book) -> None:
    page = book.file["结果"]
    rows = [[cell.value for cell in line] for line in page.iter_rows(min_row=4, max_row=11)]
    for line, row in zip(page.iter_rows(min_row=4, max_row=11), reversed(rows), strict=True):
        for cell, value in zip(line, row, strict=True):
            cell.value = value


def spare_rows_deleted(book: Book) -> None:
    book.file["结果"].delete_rows(12, 20)


def merged_above(book: Book) -> None:
    book.file["结果"].merge_cells("A1:H1")


HARMLESS = [
    *(hidden, filtered, lines_above, lines_above_and_renamed, reordered, column_of_ones_own, another_sheet),
    *(alone_and_renamed, without_first_line, without_hidden_sheet, words_and_codes, texts),
    *(with_separators_shown, sorted_by_value, spare_rows_deleted, merged_above),
]


@pytest.mark.parametrize("done", HARMLESS, ids=lambda done: done.__name__)
def test_the_change_is_read_however_the_workbook_looks(done: Callable[[Book], None], town: Desk) -> None:
    book = Book(town.export())
    book["结果!H6"], book["结果!I6"] = 981, "981盏"
    done(book)
    outcome = town.hand_in(book.bytes())
    assert outcome.ok, told(outcome)
    before = WorkingTree(town.data).read(f"{REPORT}/observations.csv").decode()
    after = before.replace(",980,", ",981,").replace(",980盏,", ",981盏,")
    assert {path: content.decode() for path, content in outcome.files.items()} == {
        f"{REPORT}/observations.csv": after
    }


def csv_of(desk: Desk, *rows: str, delimiter: str = ",") -> str:
    """The sheet of sections as CSV, with some rows."""
    route = str(Book(alone(desk, "2023-report", "章节"))["章节!A1"].value)
    lines = [route, "行的代码,处理,出处,名称（中文）,名称（英文）", "ref,action,locator,title_zh,title_en", *rows]
    return "\r\n".join(line.replace(",", delimiter) for line in [*lines, ""])


SECTIONS = ("一,,一,完成情况,Results", "一/(一),,一/(一),路灯与照明,Street lamps", "一/(二),,一/(二),绿化,Parks and trees")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_as_spreadsheets_write_it(encoding: str, delimiter: str, town: Desk) -> None:
    outcome = town.hand_in(csv_of(town, *SECTIONS, delimiter=delimiter).encode(encoding))
    assert outcome.ok, told(outcome)
    [content] = outcome.files.values()
    assert "路灯与照明" in content.decode()


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
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    # what was handed in: (how it came of a workbook of ours, what is told)
    "empty": (lambda _: b"", "[empty-file]"),
    "blank": (lambda _: b"\r\n \r\n", "[empty-file]"),
    "Unicode text": (lambda _: "mingzhang-1\t数值".encode("utf-16"), "[encoding-utf16]"),
    "an old workbook, or one with a password": (lambda _: b"\xd0\xcf\x11\xe0" + bytes(5000), "（xls）"),
    "half a workbook": (lambda workbook: workbook[: len(workbook) // 2], "（xlsx）"),
    "a document": (lambda _: zipped(**{"word/document.xml": b"<w/>"}), "（xlsx）"),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(100), "[not-text]"),
    "a web page": (lambda _: "<html><table><tr><td>1</td></tr></table></html>".encode(), "[sheet-not-ours]"),
    "another workbook": (lambda _: another(), "[sheet-not-ours]"),
    "a bomb": (lambda workbook: said_to_hold(workbook, 600 * 1024**2), "512 MB"),
    "a bomb that is said to be none": (lambda workbook: said_to_hold(workbook, 10), "（xlsx）"),
    "a sheet full of nothing but rubbish": (
        lambda workbook: with_part(workbook, "xl/worksheets/sheet2.xml", lambda text: text + b"<x/>" * 14_000_000),
        "48 MB",
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


def test_a_million_formatted_rows_are_read_in_seconds(town: Desk) -> None:
    """As they come about when somebody draws borders down to the last line."""

    def bordered(text: bytes) -> bytes:
        row = '<row r="{0}" spans="1:5" s="9" customFormat="1"><c r="A{0}" s="9"/><c r="B{0}" s="9"></c></row>'
        lines = "".join(row.format(line) for line in range(100, 1_048_577)).encode()
        return text.replace(b"</sheetData>", lines + b"</sheetData>")

    began = time.process_time()
    assert is_unchanged(town.hand_in(with_part(town.export(), "xl/worksheets/sheet2.xml", bordered)))
    assert time.process_time() - began < 30


def test_a_cell_in_the_last_corner_is_told_at_once(town: Desk) -> None:

    def far(text: bytes) -> bytes:
        row = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>完</t></is></c></row></sheetData>'
        merged = '<mergeCells count="1"><mergeCell ref="AA100:XFD1048000"/></mergeCells>'
        return text.replace(b"</sheetData>", (row + merged).encode())

    words = told(town.hand_in(with_part(town.export(), "xl/worksheets/sheet2.xml", far)))
    assert "位置：结果 XFD1048576\n    “完”所在的格子不属于要填的列" in words
    assert "AA100:XFD1048000 是合并的单元格" in words


def test_the_command_refuses_and_leaves_the_data_alone(desk: Desk) -> None:
    file = desk.data.parent / "半年报.xlsx"
    file.write_bytes(spoiled(desk, {"H6": "2.5万", "I10": 98.2}).bytes())
    code, output = run(desk, "import", str(file))
    assert code == 1
    assert output.startswith(f"{file}:6:8  错误 [number-multiplier]\n    位置：结果 H6 数值\n")
    assert output.endswith("没有写入任何内容。请改好上面的格子，再导入一次。\n")
    assert output.count("位置：结果 I10 印出的数字") == 1
    assert git(desk.data, "status", "--short", ".") == ""


def test_messages_in_english_have_the_words_of_the_english_sheet(town: Desk) -> None:
    book = Book(town.export(language="en"))
    book["Results!H6"], book["Results!K6"] = "2.5万", "approx"
    said = told(town.hand_in(book.bytes(), language="en"), "en")
    assert "    at: Results H6 Value\n" in said
    assert "    at: Results K6 Qualifier\n" in said
    assert "can only be: exact · about · over · nearly" in said or "exact · about · over · nearly" in said


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    file = desk.data.parent / "x.xlsx"
    file.write_bytes(spoiled(desk, {"M6": "年底统计。"}).bytes())
    code, output = run(desk, "import", str(file), "--dry-run")
    assert (code, "改动 1 个格子" in output) == (0, True)
    assert desk.numstat() == {}


# Two people, one document

OBSERVED = f"{REPORT}/observations.csv"
FACTS = f"{REPORT}/document.yaml"


def changed(workbook: bytes, cells: Mapping[str, Any]) -> bytes:
    book = Book(workbook)
    for place, value in cells.items():
        book[place] = value
    return book.bytes()


def new_row(line: int, value: int, area: str = "east-village") -> dict[str, Any]:
    """A new row of results on a spare line."""
    cells = {name.removesuffix("12"): content for name, content in NEW.items()}
    cells |= {"H": value, "I": f"{value}盏", "Y": area}
    return {f"结果!{name}{line}": content for name, content in cells.items()}


def test_what_two_people_filled_in_is_merged(desk: Desk) -> None:
    workbook = desk.export()
    one = {"结果!M4": "年底统计。", "结果!H6": 981, "结果!I6": "981盏", "章节!D5": "路灯照明", **new_row(12, 12)}
    other = {"结果!N4": "Counted at the end of the year.", "结果!H7": 131, "结果!I7": "131盏"}
    other |= {"结果!B8": "删除", "章节!E5": "Lighting", "文件!C13": "全文。", **new_row(13, 7, "qinghe")}
    other["结果!P13"] = date(2023, 7, 1)
    assert not desk.take(changed(workbook, one)).merged
    assert desk.take(changed(workbook, other)).merged
    assert desk.changed() == [
        "+notes_zh: 全文。",
        "-    title_zh: 路灯",
        "-    title_en: Street lamps",
        "+    title_zh: 路灯照明",
        "+    title_en: Lighting",
        "-lamps-installed,qinghe,,2023-01-01,2023-12-31,2023-12-31,210,exact,A,105,105%,16.7,增长16.7%,一/(一),210盏,,,",
        "+lamps-installed,qinghe,,2023-01-01,2023-12-31,2023-12-31,210,exact,A,105,105%,16.7,增长16.7%,一/(一),210盏,,"
        "年底统计。,Counted at the end of the year.",
        "-lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,980,exact,A,,,,,一/(一),980盏,,,",
        "-lamps-installed,qinghe,grid,2023-01-01,2023-12-31,2023-12-31,130,exact,A,,,,,一/(一),130盏,,,",
        "-lamps-installed,qinghe,solar,2023-01-01,2023-12-31,2023-12-31,80,exact,A,,,,,一/(一),80盏,,,",
        "+lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,981,exact,A,,,,,一/(一),981盏,,,",
        "+lamps-installed,qinghe,grid,2023-01-01,2023-12-31,2023-12-31,131,exact,A,,,,,一/(一),131盏,,,",
        "+lamps-standing,east-village,,2023-01-01,2023-12-31,2023-12-31,12,,,,,,,一/(一),12盏,,,",
        "+lamps-standing,qinghe,,2023-07-01,2023-12-31,2023-12-31,7,,,,,,,一/(一),7盏,,,",
    ]
    # And once more, as people do: nothing is left to change.
    assert desk.take(changed(workbook, one)).files == {}
    assert desk.take(changed(workbook, other)).files == {}


def test_one_cell_that_two_people_changed_is_named_with_both_values(desk: Desk) -> None:
    workbook = desk.export()
    desk.take(changed(workbook, {"结果!K9": "约", "结果!I9": "约30盏", "结果!M4": "同样的话。"}))
    desk.commit()
    outcome = desk.hand_in(changed(workbook, {"结果!K9": "近", "结果!I9": "近30盏", "结果!M4": "同样的话。"}))
    assert [problem.code for problem in outcome.problems] == ["sheet-conflict"] * 2
    message = message_at(outcome, "结果 K9 准确程度")
    assert "您写的是“近”；导出时是“超过”，现在数据里已经是“约”。" in message
    assert outcome.files == {}


def test_a_row_that_is_gone_meanwhile(desk: Desk) -> None:
    workbook = desk.export()
    desk.take(changed(workbook, {"结果!B6": "删除"}))
    assert desk.take(workbook).files == {}  # who did not touch it does not bring it back
    assert desk.take(changed(workbook, {"结果!B6": "删除"})).files == {}
    message = message_at(desk.hand_in(changed(workbook, {"结果!M6": "年底统计。"})), "结果 M6 备注（中文）")
    assert "要改的一行“2023-report/lamps-standing/2023-12-31”导出以后被删去了" in message


def test_who_removes_a_row_must_have_seen_what_it_says(desk: Desk) -> None:
    workbook = desk.export()
    desk.take(changed(workbook, {"结果!H6": 985, "结果!I6": "985盏"}))
    message = message_at(desk.hand_in(changed(workbook, {"结果!B6": "删除"})), "结果 H6 数值")
    assert "您写的是“”；导出时是“980”，现在数据里已经是“985”。" in message


def test_a_row_that_both_add(desk: Desk) -> None:
    workbook = desk.export()
    desk.take(changed(workbook, new_row(12, 12)))
    # the same with its defaults in words is the same
    same = {**new_row(20, 12), "结果!K20": "准确", "结果!R20": "正常"}
    assert desk.take(changed(workbook, same)).files == {}
    message = message_at(desk.hand_in(changed(workbook, new_row(14, 13))), "结果 H14 数值")
    assert "您写的是“13”；导出时是“”，现在数据里已经是“12”。" in message


def test_a_report_that_both_enter_is_merged_when_they_agree(desk: Desk) -> None:
    workbook = desk.export("new:2024")
    one, other = Book(workbook), Book(workbook)
    facts = {"C4": "青禾镇2024年工作总结", "C5": "Report of Qinghe Town on 2024", "C12": "0" * 64}
    for book, title in ((one, "路灯"), (other, "绿化")):
        for cell, value in facts.items():
            book[f"文件!{cell}"] = value
        book.fill("章节", 4, locator="一", title_zh="完成情况", title_en="Results")
        book.fill("章节", 5, locator=f"一/{title}", title_zh=title, title_en="Topic")
    desk.take(one.bytes())
    outcome = desk.take(other.bytes())
    assert (outcome.added, outcome.changed, outcome.removed) == (1, 0, 0)
    assert list(outcome.files) == ["town/documents/2024-report/document.yaml"]
    other["文件!C4"] = "青禾镇2024年总结"
    message = message_at(desk.hand_in(other.bytes()), "文件 C4 名称（中文）")
    assert "您写的是“青禾镇2024年总结”" in message
    assert "现在数据里已经是“青禾镇2024年工作总结”" in message


def test_without_the_exported_data_nothing_can_be_merged(desk: Desk, tmp_path: Path) -> None:
    desk.edit(FACTS, "title_zh: 绿化", "title_zh: 园林绿化")
    uncommitted = changed(desk.export(), {"结果!M4": "年底统计。"})
    assert desk.hand_in(uncommitted).ok  # the very same files are still there
    desk.commit()
    assert desk.hand_in(uncommitted).ok
    before = changed(desk.export(), {"结果!M4": "年底统计。"})
    desk.edit(FACTS, "title_zh: 园林绿化", "title_zh: 公园绿化")
    said = told(desk.hand_in(uncommitted))
    assert ("错误 [sheet-base]" in said, said.count("→")) == (True, 1)
    desk.commit()
    assert desk.hand_in(before).ok
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}", str(shallow))
    assert "错误 [sheet-base]" in told(Desk(shallow / "data").hand_in(before))


def test_a_document_under_another_name_is_not_found(desk: Desk) -> None:
    workbook = changed(desk.export(), {"结果!M4": "年底统计。"})
    (desk.data / REPORT).rename(desk.data / "town" / "documents" / "2023-annual-report")
    (desk.data / "town" / "corrections.csv").unlink()
    said = told(desk.hand_in(workbook))
    assert "错误 [sheet-route]\n    这张表属于 town/2023-report，现在的数据里没有。" in said


# Just the lines that are meant


LINES: dict[str, tuple[str, Mapping[str, Any], list[str]]] = {
    # what is changed: (document, cells, the lines of the difference)
    "a goal's title": (
        "2023-plan",
        {"目标!E4": "新装路灯二百盏"},
        ["-  title_zh: 新装路灯", "+  title_zh: 新装路灯二百盏"],
    ),
    "a goal's summary with a colon": (
        "2023-plan",
        {"目标!H5": "By the end of the year: a park."},
        [
            "-  summary_en: A small park is to open by the end of the year.",
            "+  summary_en: 'By the end of the year: a park.'",
        ],
    ),
    "a goal's organisations": (
        "2023-plan",
        {"目标!J4": "works-office;town-government"},
        ["-  organisations: [works-office]", "+  organisations: [works-office, town-government]"],
    ),
    "organisations where there were none": (
        "2023-plan",
        {"目标!J5": "镇建设办公室 works-office"},
        ["+  organisations:", "+    - works-office"],
    ),
    "no officers": ("2023-plan", {"目标!K4": None}, ["-  officers: [分管副镇长]"]),
    "a section": (
        "2023-report",
        {"章节!D6": "公园与绿化"},
        ["-    title_zh: 绿化", "+    title_zh: 公园与绿化"],
    ),
    "a new section": (
        "2023-report",
        {"章节!C7": "二", "章节!D7": "下一步", "章节!E7": "Next steps"},
        ["+  二:", "+    title_zh: 下一步", "+    title_en: Next steps"],
    ),
    "a fact": ("2023-plan", {"文件!C10": date(2023, 1, 11)}, ["-published: 2023-01-10", "+published: 2023-01-11"]),
    "a new fact": ("2023-report", {"文件!C10": date(2024, 1, 11)}, ["+published: 2024-01-11"]),
    "no fact any more": ("2023-plan", {"文件!C10": None}, ["-published: 2023-01-10"]),
    "a remark": (
        "2023-plan",
        {"不是数据的数字!D5": "计划进度的日期。"},
        ["-    reason_zh: 计划进度的日期，已写入该行。", "+    reason_zh: 计划进度的日期。"],
    ),
    "a remark that is removed": (
        "2023-plan",
        {"不是数据的数字!B5": "删除"},
        [
            "-  - printed: 6月底前",
            "-    reason_zh: 计划进度的日期，已写入该行。",
            "-    reason_en: The day of the planned value, recorded in its row.",
        ],
    ),
    "a new remark": (
        "2023-plan",
        {"不是数据的数字!C7": "第3条", "不是数据的数字!D7": "条款号。", "不是数据的数字!E7": "A clause."},
        ["+  - printed: 第3条", "+    reason_zh: 条款号。", "+    reason_en: A clause."],
    ),
    "a cell beside quotes": (
        "2023-plan",
        {"量化目标!H7": "第一处“3天”是巡查的间隔。"},
        [
            '-1,repair-days,qinghe,2023-01-01,2023-12-31,le,3,,,一/1,3天以内,2,第一处“3天”说的是巡查。,"The first ""3天"" is about inspections."',
            '+1,repair-days,qinghe,2023-01-01,2023-12-31,le,3,,,一/1,3天以内,2,第一处“3天”是巡查的间隔。,"The first ""3天"" is about inspections."',
        ],
    ),
    "a cell with a comma and quotes": (
        "2023-report",
        {"事项进展!I4": 'It opened, as "Lamp Park".'},
        [
            "-2023-plan/2/pocket-park,delivered,2023-12-31,一/(二),公园已经开放。,The park is open.,,",
            '+2023-plan/2/pocket-park,delivered,2023-12-31,一/(二),公园已经开放。,"It opened, as ""Lamp Park"".",,',
        ],
    ),
    "a row that is removed": (
        "2023-report",
        {"结果!B11": "删除"},
        ["-repair-days,qinghe,,2023-01-01,2023-12-31,2023-12-31,,exact,M,,,,,一/(一),基本当天,,,"],
    ),
    "a row that is removed, in English": (
        "2023-report",
        {"概括说法!B4": "remove"},
        ["-all-done,2023-01-01,2023-12-31,2023-12-31,100,一,全面完成,,,"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", LINES)
def test_only_the_lines_that_are_meant_change(what: str, desk: Desk) -> None:
    document, cells, lines = LINES[what]
    desk.take(changed(desk.export(document), cells))
    assert desk.changed() == lines
    removed = sum(line.startswith("-") for line in lines)
    assert list(desk.numstat().values()) == [(len(lines) - removed, removed)]


COMMENTED = """# 目标按文件里的顺序写。
'1':   # 第一项
  locator: "一/1"
  title_zh: '新装路灯'  # 官方的名称
  title_en: New street lamps
  # 大意是我们的话
  summary_zh: 镇上再装二百盏路灯，坏了三天内修好。
  summary_en: "Two hundred more street lamps, repaired within three days when they fail."

  themes: [ lighting ]
  organisations:
    - works-office   # 主办
  officers: [分管副镇长]
'2':
  locator: 一/2
  title_zh: 建口袋公园
  title_en: A pocket park
  summary_zh: 年底前建成一个小公园。
  summary_en: A small park is to open by the end of the year.
  themes: [greening]
"""


def test_comments_order_quotes_and_blank_lines_stay(desk: Desk) -> None:
    file = desk.data / PLAN / "goals.yaml"
    file.write_text(COMMENTED, encoding="utf-8")
    targets = desk.data / PLAN / "targets.csv"
    targets.write_bytes(targets.read_bytes().replace(b",180,", b',"180",').replace(b"\n", b"\r\n"))
    desk.commit()
    cells = {"目标!E4": "装路灯", "目标!H4": "More lamps.", "目标!J4": "works-office;town-government"}
    desk.take(changed(desk.export("2023-plan"), {**cells, "量化目标!H4": "原文有起点。"}))
    meant = COMMENTED.replace("'新装路灯'", "'装路灯'")
    meant = meant.replace('"Two hundred more street lamps, repaired within three days when they fail."', '"More lamps."')
    meant = meant.replace("    - works-office   # 主办\n", "    - works-office   # 主办\n    - town-government\n")
    assert file.read_text(encoding="utf-8") == meant
    assert desk.changed()[-1] == (
        '+1,lamps-installed,qinghe,2023-01-01,2023-12-31,ge,200,,"180",一/1,200盏以上,,原文有起点。,'
    )
    assert desk.numstat()[f"{PLAN}/targets.csv"] == (1, 1)


def test_what_others_refer_to_cannot_be_removed(desk: Desk) -> None:
    plan = desk.export("2023-plan")
    message = message_at(desk.hand_in(changed(plan, {"量化目标!B4": "删除"})), "计划进度 L4 量化目标代码")
    assert "在各份文件的量化目标（targets.csv）里找不到“2023-plan/1/lamps-installed/2023”" in message
    message = message_at(desk.hand_in(changed(plan, {"目标!B5": "删除"})), "要办的事 I4 目标序号")
    assert "找不到“2”" in message
    outcome = desk.hand_in(changed(desk.export(), {"章节!B5": "删除"}))
    assert [problem.place.cell for problem in outcome.problems] == [f"结果 J{line} 出处" for line in range(4, 12)]
    said = told(desk.hand_in(changed(plan, {"要办的事!B4": "删除"})))
    assert f"{REPORT}/progress.csv:2:1" in said  # stands in no sheet of this workbook


# Hostile content


def test_what_looks_like_a_program_stays_a_text(desk: Desk) -> None:
    words = ["=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", "-2", "<script>alert(1)</script>", "[x](javascript:x)", "{{ 7*7 }}"]
    book = Book(desk.export())
    for line, text in enumerate(words, start=4):
        book[f"结果!M{line}"] = text
        book[f"结果!M{line}"].data_type = "s"
    desk.take(book.bytes())
    again = Book(desk.export())
    cells = [again[f"结果!M{line}"] for line in range(4, 11)]
    assert [cell.value for cell in cells] == words
    assert {cell.data_type for cell in cells} == {"s"}
    assert is_unchanged(desk.hand_in(again.bytes()))


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
    return {**NEW, "H12": line, "I12": f"{line}盏", "L12": day, "P12": day, "Q12": day}


def wrong(line: int) -> dict[str, Any]:
    return {"A12": f"2023-report/lamps/{line}" if line % 2 else None, "H12": "1,000", "X12": "lamps-installed"}


@pytest.mark.parametrize(("row", "many"), [(right, 4_000), (wrong, 10_000)])
def test_ten_times_the_rows_take_ten_times_as_long(
    row: Callable[[int], Mapping[str, Any]], many: int, town: Desk
) -> None:
    def taken(rows: int) -> tuple[int, float]:
        cells = ((line, cell) for line in range(12, 12 + rows) for cell in row(line).items())
        book = spoiled(town, {f"{name.removesuffix('12')}{line}": value for line, (name, value) in cells})
        content = book.bytes()
        began = time.process_time()
        outcome = town.hand_in(content)
        return outcome.added + len(outcome.problems), time.process_time() - began

    few, much = taken(many // 10), taken(many)
    assert (few[0], much[0]) == (many // 10, many)
    assert much[1] < 20 * few[1]


def test_no_text_of_the_workbooks_is_unused() -> None:
    from generator.sheets.grids import TABLES

    files = [*(ROOT / "generator" / "sheets").glob("*.py"), ROOT / "generator" / "commands" / "sheet.py"]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    groups = catalogue("zh", "sheet")
    names = [name for group in ("about", "hint", "command", "action") for name in groups[group]]
    assert [name for name in names if f'"{name}"' not in source and f".{name}" not in source] == []
    assert set(groups["parts"]) == {*TABLES, "codes", "about"}
