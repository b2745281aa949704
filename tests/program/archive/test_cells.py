"""Figures in tables: the number in its cell, the unit in the head; and statistical tables as they are archived."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from folders import ARCHIVE
from overlays import REPORT, OverlayTree

from generator.archive.cells import ArchivedTable, unit_stands_in_head
from generator.archive.citations import ArchivedText, Span
from generator.archive.verify import lock_files, verify
from generator.core.figures import FigureReader
from generator.core.problems import FORMATS
from generator.reading.load import load

READER = FigureReader("zh", ["盏", "处"])

TABLE = """主要指标完成情况
单位：万平方米
指标\t计划\t完成
拆除违建面积\t25.0\t23.5
绿化面积（公顷）\t12\t12.4
"""
HEADS = {
    # number, unit: whether the head of its row or column has the unit
    ("23.5", "万平方米"): True,
    ("23.5", "平方米"): False,  # the head has a multiple that the unit has not
    ("12.4", "公顷"): True,
    ("12.4", "处"): False,
    ("3.5", "万平方米"): False,  # not the whole cell
    ("主要", "万平方米"): False,  # not in a table
}


@pytest.mark.parametrize(("number", "unit"), HEADS)
def test_the_unit_stands_in_the_head(number: str, unit: str) -> None:
    archived = ArchivedText(TABLE)
    start = archived.text.index(number)
    assert (
        unit_stands_in_head(archived, Span(start, start + len(number)), [unit], READER) is HEADS[number, unit]
    )


BY_COLUMN = """项目      数量（处）  长度（公里）
路灯改造  120         18.3
"""


def test_each_column_has_its_own_unit() -> None:
    archived = ArchivedText(BY_COLUMN)
    number = archived.text.index("18.3")
    span = Span(number, number + 4)
    assert [unit for unit in ("处", "公里") if unit_stands_in_head(archived, span, [unit], READER)] == [
        "公里"
    ]


OF_ROWS = {
    # the table, the number, the units of which it may be
    ("项目\t单位\t目标\n新装路灯\t盏\t1200\n改造管网\t公里\t30\n", "1200"): ["盏"],
    ("项目\t单位\t目标\n新装路灯\t盏\t1200\n改造管网\t公里\t30\n", "30"): ["公里"],
    ("Item\tUnit\tTarget\nLamps\t盏\t1200\n", "1200"): ["盏"],
    ("项目\t单位\t长度（公里）\n新装路灯\t盏\t1200\n", "1200"): [],  # two say different things
    ("项目\t责任单位\t目标\n新装路灯\t盏\t1200\n", "1200"): [],
}


@pytest.mark.parametrize(("table", "number"), OF_ROWS)
def test_a_column_of_units_gives_the_unit_of_each_row(table: str, number: str) -> None:
    archived = ArchivedText(table)
    start = archived.text.index(number)
    span = Span(start, start + len(number))
    found = [unit for unit in ("盏", "公里") if unit_stands_in_head(archived, span, [unit], READER)]
    assert found == OF_ROWS[table, number]


STATED = {
    # table, unit: whether the head of 980 states it, and nothing states another
    ("项目\t数量（盏）\n路灯\t980\n", "盏"): True,
    ("项目\t数量\n路灯（盏）\t980\n", "盏"): True,
    ("项目\t数量/盏\n路灯\t980\n", "盏"): True,
    ("项目\t数量，盏\n路灯\t980\n", "盏"): True,
    ("项目\t数量 盏\n路灯\t980\n", "盏"): True,
    ("项目\t盏\n路灯\t980\n", "盏"): True,
    ("项目\t数量（盏、套）\n路灯\t980\n", "盏"): True,
    ("项目\t占比%\n路灯\t980\n", "%"): True,
    ("项目\t数量（2023年）\n路灯（盏）\t980\n", "盏"): True,
    ("单位：盏\n项目\t数量\n路灯\t980\n", "盏"): True,
    ("表1（单位：盏）\n项目\t数量\n路灯\t980\n", "盏"): True,
    ("|项目|数量（盏）|\n|--|--|\n|路灯|980|\n", "盏"): True,
    ("项目\t数量（盏）\n点位\t980\n", "盏"): True,  # the thing, though it can be a unit
    ("项目\t投资（万元）\n路灯（盏）\t980\n", "盏"): False,
    ("项目\t数量（盏）\n投资（万元）\t980\n", "盏"): False,
    ("项目\t增长（%）\n路灯（盏）\t980\n", "盏"): False,
    ("项目\t数量（千盏）\n路灯\t980\n", "盏"): False,
    ("项目\t密度（盏/公里）\n路灯\t980\n", "盏"): False,
    ("项目\t数量（人次）\n游客\t980\n", "人"): False,
    ("项目\t增加（个百分点）\n占比\t980\n", "个"): False,
    ("项目\t2023年\n处置案件\t980\n", "处"): False,
    ("项目\t个数占比\n绿地\t980\n", "个"): False,
    ("项目\t2023年\n残疾人设施\t980\n", "人"): False,
    ("单位：盏\n项目\t数量\n灯\t700\n单位：万元\n项目\t数量\n路灯\t980\n", "盏"): False,
    ("单位：万盏\n项目\t数量\n路灯\t980\n", "盏"): False,
    ("单位：盏\n项目\t投资（万元）\n路灯\t980\n", "盏"): False,
}


@pytest.mark.parametrize(("table", "unit"), STATED)
def test_a_unit_is_stated_and_no_other(table: str, unit: str) -> None:
    archived = ArchivedText(table)
    start = archived.text.index("980")
    assert unit_stands_in_head(archived, Span(start, start + 3), [unit], READER) is STATED[table, unit]


# A whole package: the number alone is a remark until it was found in its table

RESULTS = f"{REPORT}/observations.csv"
FACTS = f"{REPORT}/document.yaml"
HEAD, ROW = "项目\t数量（盏）\n", "路灯总数\t980\n"


def town(figure: str) -> OverlayTree:
    return (
        OverlayTree()
        .edit("town/units.yaml", "  title_zh: 盏\n", "  title_zh: 盏\n  printed: [盏]\n")
        .edit(RESULTS, ",980盏,", f",{figure},")
    )


def archive_with(tmp_path: Path, tree: OverlayTree, table: str) -> OverlayTree:
    """An archive whose report has a table in place of the words; the record says so of its text."""
    (tmp_path / "town").mkdir()
    for file in (ARCHIVE / "town").iterdir():
        text = file.read_text(encoding="utf-8").replace("路灯总数达980盏", f"如下。\n{table}")
        (tmp_path / "town" / file.name).write_text(text, encoding="utf-8")
    old = hashlib.sha256((ARCHIVE / "town" / "2023-report.txt").read_bytes()).hexdigest()
    new = hashlib.sha256((tmp_path / "town" / "2023-report.txt").read_bytes()).hexdigest()
    return tree.edit(FACTS, old, new)


IN_TABLES = {
    # figure, table: what is told of it
    ("980", HEAD + ROW): [],
    ("980", "项目\t数量\n" + ROW): ["figure-no-unit", "unit-not-in-head"],
    ("980", "项目\t数量（万盏）\n" + ROW): ["figure-no-unit", "unit-not-in-head"],
    ("980…盏", HEAD + ROW): [],
    ("0.098…万盏", "项目\t数量（万盏）\n路灯总数\t0.098\n"): [],
    ("0.098…万盏", "项目\t数量（盏）\n路灯总数\t0.098\n"): ["unit-not-in-head"],
    ("980…盏", "项目\t数量\n" + ROW): ["unit-not-in-head"],
}


@pytest.mark.parametrize(("figure", "table"), IN_TABLES)
def test_a_cell_is_verified_with_its_head(tmp_path: Path, figure: str, table: str) -> None:
    tree = archive_with(tmp_path, town(figure), table)
    codes = [problem.code for problem in verify(tree, tmp_path).report]
    assert [code for code in codes if code != "number-uncovered"] == IN_TABLES[figure, table]


# Statistical tables


def test_the_cells_of_a_statistical_table() -> None:
    table = ArchivedTable("项目,2022年,2023年\n路灯总数（盏）,800,980\n亮灯率,98.2,98.2\n")
    assert table.cells("路灯总数(盏)") == ["800", "980"]
    assert table.cells("路灯总数(盏)", "2023年") == ["980"]
    assert table.cells("亮灯率", "2024年") == []
    assert table.cells("没有") == []


HEADED = "indicator_id,area_id,power,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure,note_zh,note_en\n"
OF_A_TABLE = "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,980,exact,A,{locator},{figure},,\n"
STATISTICS = "项目,2022年,2023年\n路灯总数,800,980\n亮灯总数,980,980\n停用,1,2\n"
IN_STATISTICS = {
    # locator, figure: what is told of it
    ("一/路灯总数/2023年", "980"): [],
    ("一/路灯总数/2023年", ""): [],  # the value itself
    ("一/路灯总数", "980"): [],  # the only cell of its row that says so
    ("一/亮灯总数", "980"): ["cell-unclear"],  # which of the two?
    ("一/亮灯总数/2022年", "980"): [],
    ("一/路灯总数/2022年", "980"): ["cell-differs"],
    ("一/停用", ""): ["cell-differs"],
    ("一/路灯", "980"): ["cell-not-found"],
    ("一/路灯总数/2024年", ""): ["cell-not-found"],
    # as a spreadsheet names it
    ("一/#C2", ""): [],
    ("一/#C2", "980"): [],
    ("一/#B2", ""): ["cell-differs"],
    ("一/#C9", ""): ["cell-not-found"],
    ("一/#AA2", ""): ["cell-not-found"],
    ("一/#C2/2023年", ""): ["cell-not-found"],
    ("一", ""): ["cell-not-found"],
}


def dataset(locator: str, figure: str, archived: bytes) -> OverlayTree:
    """The town with its report as a statistical table of one row."""
    old = hashlib.sha256((ARCHIVE / "town" / "2023-report.txt").read_bytes()).hexdigest()
    tree = OverlayTree().edit(FACTS, "kind: report", "kind: dataset")
    for name in ("progress", "claims"):
        if any(entry.path == f"{REPORT}/{name}.csv" for entry in tree.entries()):
            tree.remove(f"{REPORT}/{name}.csv")
    row = OF_A_TABLE.format(locator=locator, figure=figure)
    return tree.edit(FACTS, old, hashlib.sha256(archived).hexdigest()).write(RESULTS, HEADED + row)


def told(tree: OverlayTree, archive: Path) -> tuple[list[str], int, int]:
    """What is told of the report, and how many of its figures were verified or left."""
    done = verify(tree, archive)
    codes = [problem.code for problem in done.report if problem.place.file.startswith(REPORT)]
    mine = [item for item in done.verified if item.cited.document_id == "2023-report"]
    return codes, len(mine), len(done.left)


@pytest.mark.parametrize(("locator", "figure"), IN_STATISTICS)
def test_a_statistical_table_is_verified_cell_by_cell(tmp_path: Path, locator: str, figure: str) -> None:
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "2023-report.csv").write_text(STATISTICS, encoding="utf-8")
    tree = dataset(locator, figure, STATISTICS.encode())
    expected = IN_STATISTICS[locator, figure]
    assert told(tree, tmp_path) == (expected, 0 if expected else 1, 0)


def test_a_table_that_is_not_archived_is_left_and_told(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    tree = dataset("一/路灯总数", "980", STATISTICS.encode())
    assert told(tree, tmp_path) == (["table-missing"], 0, 1)
    said = verify(tree, tmp_path).report
    # In every form: that all was well is never said where nobody looked.
    words = "1 figure(s) of this statistical table were not verified"
    assert [form for form in FORMATS if words not in said.render(form, "en", "")] == []


def test_what_was_found_in_a_table_stays_locked_without_it(tmp_path: Path) -> None:
    """Whoever has no copy of the table must not unlock its figures: not even one that has changed since."""
    (tmp_path / "town").mkdir()
    table = tmp_path / "town" / "2023-report.csv"
    table.write_text(STATISTICS, encoding="utf-8")
    tree = dataset("一/路灯总数/2023年", "", STATISTICS.encode())
    for name in ("2023-plan.txt",):
        (tmp_path / "town" / name).write_bytes((ARCHIVE / "town" / name).read_bytes())
    done = verify(tree, tmp_path)
    [lock] = lock_files(done.verified, done.kept).values()
    assert b"lamps-standing" in lock
    table.unlink()
    tree.write("town/citations.lock", lock)
    done = verify(tree, tmp_path)
    assert (len(done.left), lock_files(done.verified, done.kept)) == (1, {"town/citations.lock": lock})
    tree.edit(RESULTS, ",980,", ",981,")
    done = verify(tree, tmp_path)
    assert lock_files(done.verified, done.kept) == {"town/citations.lock": lock}
    assert [problem.code for problem in load(tree)[1]] == ["lock-changed"]


TWICE = "项目,2022年,2023年,2023年\n路灯总数,800,980,990\n亮灯总数,1,980,\n亮灯总数,1,990,\n"


@pytest.mark.parametrize("locator", ["一/路灯总数/2023年", "一/亮灯总数/2023年"])
def test_two_cells_of_one_name_prove_nothing(tmp_path: Path, locator: str) -> None:
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "2023-report.csv").write_text(TWICE, encoding="utf-8")
    assert told(dataset(locator, "980", TWICE.encode()), tmp_path) == (["cell-unclear"], 0, 0)


WRITTEN = {
    # how the cell writes 1250: whether it is the value, where no figure is printed
    "1250": True,
    "1250.0": True,
    "1.25E+03": True,
    "+1250": True,
    '"1,250"': True,
    "1251": False,
    "1250.0000000000004": True,  # the same to the finest place that a table holds
    "1250.000000000001": False,
    "1250%": False,
    "1250e": False,
    "1250 p": False,
    "-1250": False,
    "１２５０": True,
}


@pytest.mark.parametrize("cell", WRITTEN)
def test_a_value_without_a_figure_is_found_however_the_cell_writes_it(tmp_path: Path, cell: str) -> None:
    content = f"year,lamps\n2023,{cell}\n"
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "2023-report.csv").write_text(content, encoding="utf-8")
    tree = dataset("一/#B2", "", content.encode())
    tree.edit(RESULTS, ",980,", ",1250,")
    assert told(tree, tmp_path) == (([], 1, 0) if WRITTEN[cell] else (["cell-differs"], 0, 0))


GAPS = "year,lamps\n\n2022,\n2023,980\n"
"""An empty line, as spreadsheets count it, and an empty cell."""


@pytest.mark.parametrize(
    ("cell", "codes"), [("#B4", []), ("#B3", ["cell-not-found"]), ("#B2", ["cell-not-found"])]
)
def test_lines_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path, cell: str, codes: list[str]) -> None:
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "2023-report.csv").write_text(GAPS, encoding="utf-8")
    assert told(dataset(f"一/{cell}", "", GAPS.encode()), tmp_path)[0] == codes


BROKEN = '项目,2022年,2023年\n路灯总数,"800"x,980\n'


def test_a_broken_table_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "2023-report.csv").write_text(BROKEN, encoding="utf-8")
    done = verify(dataset("一/路灯总数/2023年", "980", BROKEN.encode()), tmp_path)
    found = [problem.code for problem in done.report if problem.place.file == "town/2023-report.csv"]
    assert (found, done.report.ok) == (["csv-quote"], False)
    assert [item for item in done.verified if item.cited.document_id == "2023-report"] == []


def test_another_table_than_was_read_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "2023-report.csv").write_text(STATISTICS + "别的,1,2\n", encoding="utf-8")
    assert told(dataset("一/路灯总数", "980", STATISTICS.encode()), tmp_path) == (["text-changed"], 0, 0)
