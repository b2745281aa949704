"""A clerk enters the report of a whole year: workbook, mistakes, messages, import, check, diff, site.

The report and its figures are invented; the promises that it answers are those of the real record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from folders import DATA
from spreadsheets import GB18030, XLSX, converted
from workbooks import Book, Desk, git

from generator.cli import main

pytestmark = pytest.mark.record

FOLDER = "qingdao/documents/2023-report"

TEXT = """青岛市城市管理局2023年工作总结
一、市容环境
全年整治道路305条，机械化清扫率100%，冲洗率87.5%，深度保洁312条，示范区域31处。
入户宣传小区5012个，撤桶并点2960处，密闭投放点255处，特色街区12条，微治理6103处。
二、公用事业
改造供热管网30.2公里、燃气管网29.6公里，为265万余户更换橡胶软管。存量违建全部拆除。
"""

RESULTS: dict[str, tuple[float, str, str]] = {
    # the indicator: (value, as printed, where)
    "order-improved-roads": (305, "305条", "一"),
    "mechanised-sweeping-rate": (100, "100%", "一"),
    "road-washing-rate": (87.5, "87.5%", "一"),
    "deep-cleaned-roads": (312, "312条", "一"),
    "fine-cleaning-demonstration-areas": (31, "31处", "一"),
    "waste-sorting-publicity-estates": (5012, "5012个", "一"),
    "bin-removal-points": (2960, "2960处", "一"),
    "sealed-waste-points": (255, "255处", "一"),
    "signboard-streets": (12, "12条", "一"),
    "micro-governance-places": (6103, "6103处", "一"),
    "heating-pipes-renewed": (30.2, "30.2公里", "二"),
    "gas-pipes-renewed": (29.6, "29.6公里", "二"),
    "gas-hose-replaced-households": (2650000, "265万余户", "二"),
}

NAMED = {"撤桶并点 bins-merged": "撤桶并点2960处", "微治理 micro-governance": "微治理6103处"}
"""What the text calls by a name, with the clause that does so."""

Mistakes = Mapping[tuple[str, str], tuple[Any, str, str, list[str]]]
"""Indicator and column: what the clerk writes, in which number format, at which column it is told, and in which words."""

FIRST: Mistakes = {
    ("mechanised-sweeping-rate", "value"): (1, "0%", "value", ["百分比", "“常规”", "写 100"]),
    ("road-washing-rate", "value"): ("８７.５", "@", "value", ["“８７.５”是全角数字", "写成：87.5"]),
    ("waste-sorting-publicity-estates", "value"): ("5,012", "@", "value", ["千分位的逗号", "写成：5012"]),
    ("sealed-waste-points", "value"): ("—", "@", "value", ["看不出是“没有”还是“零”"]),
    ("signboard-streets", "locator"): (date(2023, 1, 2), "m/d", "locator", ["变成了日期", "设为“文本”"]),
    ("heating-pipes-renewed", "value"): ("=18.3+11.9", "0.0", "value", ["是公式", "请写数值本身：30.2"]),
    ("gas-pipes-renewed", "figure"): (29.6, "0.0", "figure", ["却是数字“29.6”", "连同单位"]),
    ("gas-hose-replaced-households", "value"): ("265万", "@", "value", ["“265万”", "写成：2650000"]),
    ("gas-hose-replaced-households", "qualifier"): ("余", "@", "qualifier", ["准确 · 约 · 超过 · 近"]),
    ("gas-hose-replaced-households", "as_of"): ("2023年12月31日", "@", "as_of", ["写成：2023-12-31"]),
}  # fmt: skip
"""Ten mistakes that are told at once."""

SECOND: Mistakes = {
    ("order-improved-roads", "locator"): ("三", "@", "locator", ["章节", "找不到“三”"]),
    ("bin-removal-points", "figure"): ("2690处", "@", "value", ["读作“2690”，“数值”写的却是“2960”"]),
    ("micro-governance-places", "figure"): (None, "@", "figure", ["没有写文件里印的数字"]),
}
"""Three that are told when every cell can be read."""

THIRD: Mistakes = {
    ("gas-pipes-renewed", "value"): (26.9, "0.0", "", []),
    ("gas-pipes-renewed", "figure"): ("26.9公里", "@", "figure", ["在原文的 二 里找不到“26.9公里”"]),
}
"""One that only the archived text gives away."""


def run(*arguments: str) -> tuple[int, str]:
    """The real command."""
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def with_archive(desk: Desk) -> Desk:
    """A repository with an archive beside the data, which holds the text of the new report alone."""
    archive = desk.data.parent / "archive" / "qingdao"
    archive.mkdir(parents=True)
    (archive / "2023-report.txt").write_text(TEXT, encoding="utf-8")
    return desk


def clone(desk: Desk, folder: Path) -> Desk:
    """A colleague's clone of a repository."""
    git(desk.data, "clone", "--quiet", str(desk.data.parent), str(folder / "clone"))
    return with_archive(Desk(folder / "clone" / "data"))


def sheet_import(desk: Desk, **contents: bytes) -> tuple[int, str]:
    """The import of workbooks and tables by their names, with the archive."""
    paths = []
    for name, content in contents.items():
        paths.append(desk.data.parent / f"{name}{'.xlsx' if content.startswith(b'PK') else '.csv'}")
        paths[-1].write_bytes(content)
    archive = str(desk.data.parent / "archive")
    return run("sheet", "import", *map(str, paths), "--archive", archive, "--data", str(desk.data))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Where the clerk exports, and hands in what is not right yet."""
    return with_archive(Desk.of(DATA, tmp_path_factory.mktemp("clerk")))


@pytest.fixture(scope="module")
def workbook(desk: Desk) -> bytes:
    """What `sheet export --new-report 2023` writes."""
    file = desk.data.parent / "2023-report.xlsx"
    asked = ("--new-report", "2023", "--package", "qingdao", "--out", str(file), "--data", str(desk.data))
    code, said = run("sheet", "export", *asked)
    assert (code, said.startswith(f"已写好 {file}：")) == (0, True)
    return file.read_bytes()


@pytest.fixture(scope="module")
def files(workbook: bytes, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The clerk's workbooks as LibreOffice writes them, and the sheets as it saves them in GB18030."""
    folder = tmp_path_factory.mktemp("office")
    made = {"right.xlsx": filled_in(workbook).bytes(), "wrong.xlsx": spoiled(workbook, FIRST)}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    books = converted(folder, XLSX, *(folder / name for name in made))
    return books | converted(folder / "csv", GB18030, folder / "right.xlsx")


@pytest.fixture(scope="module")
def entered(desk: Desk, files: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Where the report is entered."""
    entered = clone(desk, tmp_path_factory.mktemp("entered"))
    code, said = sheet_import(entered, report=files["right.xlsx"])
    assert (code, said.splitlines()[0]) == (0, "已写入：新增 19 行，改动 4 个格子，删除 0 行。")
    assert "全部数字已与存档的原文核对。" in said
    return entered


def place_of(book: Book, name: tuple[str, str]) -> str:
    indicator, column = name
    line = book.line_of("结果", f"+{indicator}/qingdao")
    return f"结果!{column} {line}"


def filled_in(workbook: bytes) -> Book:
    """The workbook as it should be."""
    book = Book(workbook)
    facts = {
        "title_zh": "青岛市城市管理局2023年工作总结",
        "title_en": "Report of the Qingdao Urban Management Bureau on 2023",
        "published": date(2024, 1, 15),
    }
    for name, value in facts.items():
        book[f"文件!{name}"] = value
    book.fill("章节", 4, locator="一", title_zh="市容环境", title_en="City appearance")
    book.fill("章节", 5, locator="二", title_zh="公用事业", title_en="Utilities")
    book.fill(
        "不是数据的数字", 4, printed="2023年", reason_zh="标题里的年份。", reason_en="The year in the title."
    )
    for indicator, cells in RESULTS.items():
        for column, content in zip(("value", "figure", "locator"), cells, strict=True):
            book[place_of(book, (indicator, column))] = content
    book[place_of(book, ("gas-hose-replaced-households", "qualifier"))] = "超过"
    progress = {
        "state": "已完成",
        "locator": "二",
        "evidence_zh": "报告称存量违建已全部拆除。",
        "evidence_en": "The report says that all of it was demolished.",
    }
    for at, (programme, figure) in enumerate(NAMED.items(), start=4):
        said = {"says": "报告做了", "locator": "一", "figure": figure}
        book.fill("提及", at, programme_id=programme, slug="done", **said)
    line = book.line_of("事项进展", "+2023-work-points/1/illegal-construction-cleared")
    book.fill("事项进展", line, **progress)
    return book


def spoiled(workbook: bytes, mistakes: Mistakes) -> bytes:
    """The workbook as it should be but for some mistakes."""
    book = filled_in(workbook)
    for name, (value, form, *_) in mistakes.items():
        cell = book[place_of(book, name)]
        cell.value, cell.number_format = value, form
    return book.bytes()


CELLS_FIRST = "先看格子怎样写，都对了才查引用和合计，所以改好以后可能还有提示。\n"
RULES_FIRST = "都改好了才与存档的原文核对，那时可能还有提示。\n"
"""What follows mistakes in how cells are written, and in what they say together."""


def is_told(desk: Desk, content: bytes, mistakes: Mistakes, others: int = 0, after: str = CELLS_FIRST) -> str:
    """Each mistake is told at its cell with the sheet's words, with so many other messages, and what was not looked at yet
    after them; nothing is written.
    """
    code, said = sheet_import(desk, report=content)
    book = Book(content)
    messages = said.split("\n\n")
    places = []
    for (indicator, _), (_, _, column, words) in mistakes.items():
        if words:
            places.append(f"    位置：{book.named(place_of(book, (indicator, column)))}\n")
            [message] = [part for part in messages if places[-1] in part]
            assert [word for word in words if word not in message] == []
    assert (code, said.count("\n    → ")) == (1, len(places) + others)
    assert said.endswith(f"没有写入任何内容。请改好上面的格子，再导入一次。\n{after}")
    assert git(desk.data, "status", "--short", ".") == ""
    return said


def test_the_clerk_is_told_of_every_mistake(desk: Desk, workbook: bytes, files: Mapping[str, bytes]) -> None:
    is_told(desk, files["wrong.xlsx"], FIRST)
    is_told(desk, spoiled(workbook, SECOND), SECOND, after=RULES_FIRST)
    said = is_told(desk, spoiled(workbook, THIRD), THIRD, others=1, after="")
    # The number that the text does have is now in no row.
    assert "位置：不是数据的数字\n    “网30.2公里、燃气管网29.6" in said
    assert "（存档文本第 6 行。）" in said


def test_only_the_rows_that_are_meant_come(entered: Desk, files: Mapping[str, bytes]) -> None:
    assert entered.numstat() == {
        "qingdao/citations.lock": (15, 0),
        "qingdao/datapackage.yaml": (122, 0),  # the three new tables are described with it
        f"{FOLDER}/document.yaml": (21, 0),
        f"{FOLDER}/mentions.csv": (3, 0),
        f"{FOLDER}/observations.csv": (14, 0),
        f"{FOLDER}/progress.csv": (2, 0),
        "qingdao/package.yaml": (1, 1),  # another version, since there is more
    }
    rows = (entered.data / FOLDER / "observations.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == list(RESULTS)
    assert rows[-1] == (
        "gas-hose-replaced-households,qingdao,2023-01-01,2023-12-31,2023-12-31,2650000,,over,,,,,,二,265万余户,,,,"
    )
    again = sheet_import(entered, report=files["right.xlsx"])
    assert again == (0, "工作簿写的，数据里已经都有了，保持原样。\n")


def test_a_sheet_saved_as_csv_says_the_same(
    desk: Desk, entered: Desk, files: Mapping[str, bytes], tmp_path: Path
) -> None:
    """The results as a GB18030 table, the other sheets in the workbook."""
    [results] = [content for name, content in files.items() if name.endswith("-结果.csv")]
    with pytest.raises(UnicodeDecodeError):
        results.decode()
    book = Book(files["right.xlsx"])
    del book.file["结果"]
    other = clone(desk, tmp_path)
    assert sheet_import(other, results=results, others=book.bytes())[0] == 0
    assert other.changed() == entered.changed()


def test_the_report_is_checked_compared_and_shown(entered: Desk, tmp_path: Path) -> None:
    data, site = str(entered.data), tmp_path / "site"
    assert run("check", data, "--base", "HEAD") == (0, "检查通过，没有发现问题。\n")
    code, said = run("diff", "HEAD", "--data", data)
    assert code == 0
    assert [figure for _, figure, _ in RESULTS.values() if figure not in said] == []
    asked = ("--data", data, "--site", str(site), "--package", "qingdao", "--date", "2024-02-01")
    code, said = run("build", *asked)
    assert code == 0, said
    for indicator, (_, figure, _) in RESULTS.items():
        page = (site / "qingdao" / "indicators" / indicator / "index.html").read_text(encoding="utf-8")
        assert figure in page
        assert "青岛市城市管理局2023年工作总结" in page
