"""Workbooks for staff: what is exported comes back unchanged, every mistake is told at its cell, nothing gets lost."""

from __future__ import annotations

import csv
import shutil
import time
import zlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
import revising
from folders import BASE, PROBLEMS, ROOT, twin
from revising import CHANGE, FIRST
from speaking import LANGUAGES
from tongues import town_in, write
from workbooks import (
    DAY,
    NEW,
    SECTIONS,
    SPARE,
    Book,
    Desk,
    csv_file,
    csv_of,
    documents,
    git,
    is_unchanged,
    message_at,
    order_of,
    shown_rows,
    told,
)

from generator.core.messages import catalogue
from generator.editing.sheets import carried
from generator.editing.sheets.carried import LARGEST, pack
from generator.editing.sheets.exporting import export_sheet
from generator.editing.sheets.source import digest
from generator.reading.trees import WorkingTree
from generator.reading.validate import validate
from generator.reading.validate.locks import cited_figures

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


# Nothing changes by itself


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("package", "document"), documents(BASE))
def test_a_workbook_that_nobody_touched_changes_nothing(
    package: str, document: str, language: str, town: Desk
) -> None:
    assert is_unchanged(town.hand_in(town.export(document, package, language)))


@pytest.mark.parametrize("period", ["new:2023", "new:2024-h1", "new:2021-q3"])
def test_a_report_of_which_nothing_is_entered_changes_nothing(period: str, town: Desk) -> None:
    assert is_unchanged(town.hand_in(town.export(period)))


def test_an_import_without_a_change_leaves_git_alone(desk: Desk) -> None:
    result = desk.run("export", "--document", "2023-report", "--out", str(desk.data.parent / "x.xlsx"))
    assert result == (0, f"已写好 {desk.data.parent / 'x.xlsx'}：6 张表，31 行可填。\n")
    assert desk.run("import", str(desk.data.parent / "x.xlsx")) == (
        0,
        "工作簿写的，数据里已经都有了，保持原样。\n",
    )
    assert git(desk.data, "status", "--short", ".") == ""


def test_people_get_twenty_lines_for_new_rows(desk: Desk) -> None:
    file = desk.data.parent / "x.xlsx"
    desk.run("export", "--document", "2023-report", "--out", str(file))
    page = Book(file.read_bytes()).file["结果"]
    assert [cell.row for cell in page["A"][3:] if not cell.value] == list(range(12, 32))


def test_the_workbook_is_the_same_whoever_makes_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = desk.data.parent / "first.xlsx"
    desk.run("export", "--document", "2023-report", "--out", str(first))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    time.tzset()
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    second = desk.data.parent / "second.xlsx"
    desk.run("export", "--document", "2023-report", "--out", str(second))
    monkeypatch.undo()
    time.tzset()
    assert first.read_bytes() == second.read_bytes()


# What it says beside the cells that are filled in

MEANINGS: dict[str, tuple[str, str, list[str | None]]] = {
    # what a column holds: (the sheet, its heading, the lines of the comment on the heading)
    "the code of the row": ("目标", "行的代码", ["程序用来认出这一行，请不要改。空着的是备用行。"]),
    "a text": ("目标", "名称（中文）", ["中文名称"]),
    "a list": ("目标", "领域", ["领域的代码", "有几个时用英文分号“;”隔开。"]),
    "codes": ("量化目标", "指标代码", ["指标的代码", "从下拉列表里选，或填“代码表”里的代码。"]),
    "what only tells": ("量化目标", "单位", [None]),
}


@pytest.mark.parametrize("what", MEANINGS)
def test_a_heading_says_what_its_column_holds(what: str, town: Desk) -> None:
    sheet, heading, lines = MEANINGS[what]
    [cell] = [cell for cell in Book(town.export("2023-plan")).file[sheet][2] if cell.value == heading]
    assert (cell.comment.text.split("\n") if cell.comment else [None]) == lines


def test_the_steps_stand_below_their_heading(town: Desk) -> None:
    lines = [line[0] for line in shown_rows(town.export("2023-report"), "说明")]
    assert lines[0] == "填报工作簿：青禾镇2023年工作总结"
    assert [line.partition("、")[0] for line in lines[2:9]] == ["", "怎样填", *"一二三四五"]


def test_the_cells_of_facts_are_the_widest(town: Desk) -> None:
    """A title has to fit in; the name of the fact beside it is short."""
    columns = Book(town.export("2023-report")).file["文件"].column_dimensions
    assert columns["C"].width > 2 * columns["A"].width


def test_the_promised_day_and_the_one_after_it_are_told(desk: Desk) -> None:
    """But not whether they have passed: nobody knows on which day the workbook is read."""
    desk.edit(f"{REPORT}/progress.csv", "as_of,locator", "as_of,new_due,locator")
    desk.edit(f"{REPORT}/progress.csv", "delivered,2023-12-31,", "under_way,2023-12-31,2024-06-30,")
    _, heads, _, park, *_ = shown_rows(desk.export("2023-report"), "事项进展")
    row = dict(zip(heads, park, strict=True))
    assert row["已有的最新结果"] == "正在进行 (2023年12月31日)"
    assert row["期限"] == "2023年12月31日 · 推迟到2024年6月30日"


# What spreadsheets and people may do to a workbook without harm


def others_hidden(book: Book) -> None:
    book.file["结果"].row_dimensions[5].hidden = True


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
    book["结果!qualifier 6"], book["结果!obs_status 6"], book["结果!power 7"] = "exact", "normal", "市电"


def texts(book: Book) -> None:
    book["结果!value 6"].number_format = "@"
    book["结果!value 6"], book["结果!as_of 6"] = "981", "2023-12-31"


def with_separators_shown(book: Book) -> None:
    book["结果!value 6"].number_format = '#,##0"盏"'


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
    *(
        others_hidden,
        filtered,
        lines_above,
        lines_above_and_renamed,
        reordered,
        column_of_ones_own,
        another_sheet,
    ),
    *(alone_and_renamed, without_first_line, without_hidden_sheet, words_and_codes, texts),
    *(with_separators_shown, sorted_by_value, spare_rows_deleted, merged_above),
]


@pytest.mark.parametrize("done", HARMLESS, ids=lambda done: done.__name__)
def test_the_change_is_read_however_the_workbook_looks(done: Callable[[Book], None], town: Desk) -> None:
    book = Book(town.export())
    book["结果!value 6"], book["结果!figure 6"] = 981, "981盏"
    done(book)
    outcome = town.hand_in(book.bytes())
    assert outcome.ok, told(outcome)
    before = WorkingTree(town.data).read(f"{REPORT}/observations.csv").decode()
    after = before.replace(",980,", ",981,").replace(",980盏,", ",981盏,")
    assert {path: content.decode() for path, content in outcome.files.items()} == {
        f"{REPORT}/observations.csv": after
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_as_spreadsheets_write_it(encoding: str, delimiter: str, town: Desk) -> None:
    outcome = town.hand_in(csv_of(town, *SECTIONS, delimiter=delimiter).encode(encoding))
    assert outcome.ok, told(outcome)
    [content] = outcome.files.values()
    assert "路灯与照明" in content.decode()


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
    cells = {name.removesuffix(" 12"): content for name, content in NEW.items()}
    cells |= {"value": value, "figure": f"{value}盏", "area_id": area}
    return {f"结果!{name} {line}": content for name, content in cells.items()}


def test_what_two_people_filled_in_is_merged(desk: Desk) -> None:
    workbook = desk.export()
    one = {
        "结果!note_zh 4": "年底统计。",
        "结果!value 6": 981,
        "结果!figure 6": "981盏",
        "章节!title_zh 5": "路灯照明",
        **new_row(12, 12),
    }
    other = {
        "结果!note_en 4": "Counted at the end of the year.",
        "结果!value 7": 131,
        "结果!figure 7": "131盏",
    }
    other |= {
        "结果!action 8": "删除",
        "章节!title_en 5": "Lighting",
        "文件!notes_zh": "全文。",
        **new_row(13, 7, "qinghe"),
    }
    other["结果!period_start 13"] = date(2023, 7, 1)
    assert not desk.take(changed(workbook, one)).merged
    assert desk.take(changed(workbook, other)).merged
    assert desk.changed() == [
        "+notes_zh: 全文。",
        "-    title_zh: 路灯",
        "-    title_en: Street lamps",
        "+    title_zh: 路灯照明",
        "+    title_en: Lighting",
        "-lamps-installed,qinghe,,2023-01-01,2023-12-31,2023-12-31,210,exact,A,105,105%,16.7,增长16.7%,一/(一),210盏,,,",
        "+lamps-installed,qinghe,,2023-01-01,2023-12-31,2023-12-31,210,exact,A,105,105%,16.7,增长16.7%,一/(一),210盏,,年底统计。,Counted at the end of the year.",
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
    desk.take(
        changed(
            workbook, {"结果!qualifier 9": "约", "结果!figure 9": "约30盏", "结果!note_zh 4": "同样的话。"}
        )
    )
    desk.commit()
    outcome = desk.hand_in(
        changed(
            workbook, {"结果!qualifier 9": "近", "结果!figure 9": "近30盏", "结果!note_zh 4": "同样的话。"}
        )
    )
    assert [problem.code for problem in outcome.problems] == ["sheet-conflict"] * 2
    message = message_at(outcome, "结果!qualifier 9")
    assert "您写的是“近”；导出时是“超过”，现在数据里已经是“约”。" in message
    assert outcome.files == {}


def test_a_row_that_is_gone_meanwhile(desk: Desk) -> None:
    workbook = desk.export()
    desk.take(changed(workbook, {"结果!action 6": "删除"}))
    assert desk.take(workbook).files == {}  # who did not touch it does not bring it back
    assert desk.take(changed(workbook, {"结果!action 6": "删除"})).files == {}
    message = message_at(desk.hand_in(changed(workbook, {"结果!note_zh 6": "年底统计。"})), "结果!note_zh 6")
    assert "要改的一行“2023-report/lamps-standing/2023-12-31”导出以后被删去了" in message


def test_who_removes_a_row_must_have_seen_what_it_says(desk: Desk) -> None:
    workbook = desk.export()
    desk.take(changed(workbook, {"结果!value 6": 985, "结果!figure 6": "985盏"}))
    message = message_at(desk.hand_in(changed(workbook, {"结果!action 6": "删除"})), "结果!value 6")
    assert "您写的是“”；导出时是“980”，现在数据里已经是“985”。" in message


def test_a_choice_is_known_though_its_title_changed_meanwhile(desk: Desk) -> None:
    workbook = desk.export("2023-plan")
    desk.edit(f"{PLAN}/goals.yaml", "title_zh: 建口袋公园", "title_zh: 建公园")
    desk.commit()
    cells = {"要办的事!goal 5": "建口袋公园 2", "要办的事!slug 5": "path", "要办的事!title_zh 5": "修步道"}
    cells |= {"要办的事!title_en 5": "A path", "要办的事!locator 5": "一/2"}
    desk.take(changed(workbook, cells))
    assert desk.changed() == ["+2,path,修步道,A path,,一/2,,"]
    message = message_at(
        desk.hand_in(changed(workbook, {**cells, "要办的事!goal 5": "建花园 3"})),
        "要办的事!goal 5",
        "2023-plan",
    )
    assert "“建花园 3”不在列表里" in message


def test_a_row_that_both_add(desk: Desk) -> None:
    workbook = desk.export()
    desk.take(changed(workbook, new_row(12, 12)))
    # the same with its defaults in words is the same
    same = {**new_row(20, 12), "结果!qualifier 20": "准确", "结果!obs_status 20": "正常"}
    assert desk.take(changed(workbook, same)).files == {}
    # what is empty there is filled in, whatever it says
    notes = {"结果!note_zh 16": "~", "结果!note_en 16": "None"}
    assert desk.take(changed(workbook, {**new_row(16, 12), **notes})).changed == 2
    message = message_at(desk.hand_in(changed(workbook, new_row(14, 13))), "结果!value 14")
    assert "您写的是“13”；导出时是“”，现在数据里已经是“12”。" in message


def test_a_report_that_both_enter_is_merged_when_they_agree(desk: Desk) -> None:
    workbook = desk.export("new:2024")
    one, other = Book(workbook), Book(workbook)
    facts = {
        "title_zh": "青禾镇2024年工作总结",
        "title_en": "Report of Qinghe Town on 2024",
        "archive_sha256": "0" * 64,
    }
    for book, title in ((one, "路灯"), (other, "绿化")):
        for cell, value in facts.items():
            book[f"文件!{cell}"] = value
        book.fill("章节", 4, locator="一", title_zh="完成情况", title_en="Results")
        book.fill("章节", 5, locator=f"一/{title}", title_zh=title, title_en="Topic")
    desk.take(one.bytes())
    outcome = desk.take(other.bytes())
    assert (outcome.added, outcome.changed, outcome.removed) == (1, 0, 0)
    assert list(outcome.files) == ["town/documents/2024-report/document.yaml"]
    other["文件!title_zh"] = "青禾镇2024年总结"
    message = message_at(desk.hand_in(other.bytes()), "文件!title_zh")
    assert "您写的是“青禾镇2024年总结”" in message
    assert "现在数据里已经是“青禾镇2024年工作总结”" in message


def test_a_workbook_is_handed_in_again_before_anything_is_committed(desk: Desk) -> None:
    """It carries the data that it was made from: what others changed meanwhile stays, what both changed is told."""
    desk.edit(FACTS, "title_zh: 绿化", "title_zh: 园林绿化")
    workbook = desk.export()
    first = {"结果!note_zh 4": "年底统计。"}
    assert desk.take(changed(workbook, first)).changed == 1
    desk.edit(FACTS, "title_zh: 园林绿化", "title_zh: 公园绿化")
    outcome = desk.take(changed(workbook, {**first, "结果!note_zh 5": "含更换。"}))
    assert (outcome.changed, outcome.merged) == (1, True)
    texts = [
        desk.data.joinpath(path).read_text(encoding="utf-8") for path in (FACTS, f"{REPORT}/observations.csv")
    ]
    assert ["公园绿化" in texts[0], "年底统计。" in texts[1], "含更换。" in texts[1]] == [True] * 3
    desk.commit()
    assert is_unchanged(desk.hand_in(changed(workbook, first)))
    assert "[sheet-conflict]" in told(desk.hand_in(changed(workbook, {"结果!note_zh 4": "年中统计。"})))


ORDERS: dict[str, tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]] = {
    # two workbooks, each by its document and the breakdowns that were asked for
    "the same": (("2023-report", ()), ("2023-report", ())),
    "with more columns": (("2023-report", ()), ("2023-report", ("power",))),
    "of a new report, with more columns": (("new:2024", ()), ("new:2024", ("power",))),
    "of a report that was new, and that is there by now": (("new:2023", ()), ("2023-report", ())),
}


@pytest.mark.parametrize("which", ORDERS)
def test_two_workbooks_of_a_document_are_handed_in_one_after_the_other(which: str, town: Desk) -> None:
    """Together the rows of one would be written over those of the other."""
    files = []
    for document, breakdowns in ORDERS[which]:
        order = replace(order_of("town", document), breakdowns=breakdowns)
        book = Book(export_sheet(town.data, WorkingTree(town.data), order, DAY, "zh", spare=SPARE).content)
        for name in book.file.sheetnames:
            if name not in ("结果", "章节"):
                del book.file[name]
        files.append(book.bytes())
    outcome = town.hand_in(*files)
    assert sorted((item.code, item.place.sheet) for item in outcome.report) == [
        ("sheet-twice", "章节"),
        ("sheet-twice", "结果"),
    ]


def test_a_day_that_is_gone_with_its_column_is_told_with_both_values(desk: Desk) -> None:
    """The sheet still offers the column, so that it may come back; but somebody took the day out."""
    before = (desk.data / REPORT / "progress.csv").read_bytes()
    desk.edit(f"{REPORT}/progress.csv", "as_of,", "as_of,new_due,")
    desk.edit(f"{REPORT}/progress.csv", "delivered,2023-12-31,", "delayed,2023-12-31,2024-06-30,")
    desk.commit()
    workbook = changed(desk.export(), {"事项进展!new_due 4": date(2024, 12, 31)})
    (desk.data / REPORT / "progress.csv").write_bytes(before)
    message = message_at(desk.hand_in(workbook), "事项进展!new_due 4")
    assert "您写的是“2024-12-31”；导出时是“2024-06-30”，现在数据里已经是“”。" in message


@pytest.mark.parametrize(("note", "codes"), [(None, []), ("正门朝东。", ["sheet-column-gone"])])
def test_a_new_row_needs_no_column_that_is_gone_unless_it_fills_it(
    note: str | None, codes: list[str], desk: Desk
) -> None:
    book = Book(desk.export())
    park = {"deliverable_id": "2023-plan/2/pocket-park", "state": "正在进行", "as_of": date(2023, 6, 30)}
    book.fill("事项进展", 5, **park, locator="一/(二)", evidence_zh="动工了。", note_zh=note)
    for old in (",note_zh,note_en\n", "The park is open.,,\n"):
        desk.edit(f"{REPORT}/progress.csv", old, old.rstrip(",\n").replace(",note_zh,note_en", "") + "\n")
    outcome = desk.hand_in(book.bytes())
    assert [item.code for item in outcome.problems] == codes
    assert outcome.added == (0 if codes else 1)


def test_without_a_repository_too(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    desk = Desk(tmp_path / "data")
    workbook = desk.export()
    for number, note in enumerate(("年底统计。", "含更换。"), 4):
        outcome = desk.take(changed(workbook, {f"结果!note_zh {number}": note}))
        assert (outcome.changed, outcome.merged) == (1, number == 5)


def test_what_a_workbook_carries_is_data_only_if_it_is_what_it_was_made_from(desk: Desk) -> None:
    desk.edit(FACTS, "title_zh: 绿化", "title_zh: 园林绿化")
    book = Book(changed(desk.export(), {"结果!note_zh 4": "年底统计。"}))
    sheet, whole = book.file["_mingzhang"], "".join(pack(WorkingTree(desk.data), "town"))
    assert sheet["C1"].value == whole
    desk.edit(FACTS, "title_zh: 园林绿化", "title_zh: 公园绿化")
    bomb = b64encode(zlib.compress(b" " * (LARGEST + 1))).decode()
    others = "".join(pack(WorkingTree(desk.data), "town"))
    for text in (None, "", "{}", whole[:-8], bomb, b64encode(zlib.compress(b"[]")).decode(), others):
        sheet["C1"].value = text
        assert "[sheet-base]" in told(desk.hand_in(book.bytes())), text
    sheet["C1"].value = whole
    assert desk.hand_in(book.bytes()).ok


def test_a_workbook_of_a_commit_carries_nothing(town: Desk) -> None:
    order = order_of("town", "2023-report")
    made = export_sheet(town.data, WorkingTree(town.data), order, DAY, "zh", spare=SPARE)
    assert {cell.value for cell in Book(made.content).file["_mingzhang"]["C"]} == {None}
    assert (made.sheets, made.rows) == (6, 31)


def test_it_is_carried_in_as_many_cells_as_it_takes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried, "_CELL", 500)
    desk.edit(FACTS, "title_zh: 绿化", "title_zh: 绿地")
    workbook = changed(desk.export(), {"结果!note_zh 4": "年底统计。"})
    sheet = Book(workbook).file["_mingzhang"]
    assert [len(str(sheet.cell(line, 3).value)) for line in (1, 2)] == [500, 500]
    desk.edit(FACTS, "title_zh: 绿地", "title_zh: 公园绿地")
    outcome = desk.hand_in(workbook)
    assert (outcome.ok, outcome.changed, outcome.merged) == (True, 1, True)


def test_a_large_package_is_not_carried(desk: Desk) -> None:
    notes = "\n".join(f"# {number:060}" for number in range(LARGEST // 60))
    path = desk.data / "town" / "themes.yaml"
    path.write_text(path.read_text(encoding="utf-8") + notes, encoding="utf-8")
    assert pack(WorkingTree(desk.data), "town") == ()


def test_without_the_exported_data_nothing_can_be_merged(desk: Desk, tmp_path: Path) -> None:
    """A sheet alone as CSV carries nothing, nor does a workbook whose commit should be there."""
    desk.edit(FACTS, "title_zh: 绿化", "title_zh: 园林绿化")
    rows = shown_rows(changed(desk.export(), {"结果!note_zh 4": "年底统计。"}), "结果")
    uncommitted = csv_file(rows)
    assert desk.hand_in(uncommitted, name="结果.csv").ok  # the very same files are still there
    desk.commit()
    assert desk.hand_in(uncommitted, name="结果.csv").ok
    before = changed(desk.export(), {"结果!note_zh 4": "年底统计。"})
    desk.edit(FACTS, "title_zh: 园林绿化", "title_zh: 公园绿化")
    said = told(desk.hand_in(uncommitted, name="结果.csv"))
    assert ("错误 [sheet-base]" in said, said.count("→")) == (True, 1)
    desk.commit()
    assert desk.hand_in(before).ok
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}", str(shallow))
    assert "错误 [sheet-base]" in told(Desk(shallow / "data").hand_in(before))


@pytest.mark.parametrize(("main", "towards_the_left"), [("ar", {True}), ("fr", {False})])
def test_a_workbook_opens_in_the_direction_of_the_package(
    main: str,
    towards_the_left: set[bool],
    tmp_path: Path,
) -> None:
    desk = Desk(write(town_in({main: "zh", "en": "en"}), tmp_path / "data"))
    assert {page.sheet_view.rightToLeft or False for page in Book(desk.export()).file} == towards_the_left


def test_a_document_under_another_name_is_not_found(desk: Desk) -> None:
    workbook = changed(desk.export(), {"结果!note_zh 4": "年底统计。"})
    (desk.data / REPORT).rename(desk.data / "town" / "documents" / "2023-annual-report")
    (desk.data / "town" / "corrections.csv").unlink()
    said = told(desk.hand_in(workbook))
    assert "错误 [sheet-route]\n    这张表属于 town/2023-report，现在的数据里没有。" in said
    assert said.count("→") == 1


def based_on(content: bytes, commit: str, digest: str, sheet: str, order: str = "") -> bytes:
    """One sheet of a workbook, made from other data, and perhaps of another order (package and document)."""
    book = Book(content)
    for name in book.file.sheetnames:
        if name != sheet:
            del book.file[name]
    words = str(book[f"{sheet}!A1"].value).split(" ")
    words[1:3] = order.split(" ") if order else words[1:3]
    book[f"{sheet}!A1"] = " ".join([*words[:4], commit, digest, *words[6:]])
    return book.bytes()


def test_a_part_must_stand_in_the_data_that_were_exported_and_in_those_of_today(desk: Desk) -> None:
    """Each is told at its sheet, and nothing of the workbook is written."""
    claims = desk.data / REPORT / "claims.csv"
    content, whole = changed(desk.export(), {"结果!note_zh 4": "年底。"}), claims.read_bytes()
    claims.unlink()
    without = desk.commit()
    outcome = desk.hand_in(content)
    said = [(item.code, item.place.sheet, item.values["value"]) for item in outcome.problems]
    assert (said, outcome.files) == ([("sheet-route", "概括说法", "2023-report/claims")], {})
    base = digest(WorkingTree(desk.data), "town")
    claims.write_bytes(whole)
    desk.commit()
    assert is_unchanged(desk.hand_in(based_on(content, without, base, "章节")))
    outcome = desk.hand_in(based_on(content, without, base, "概括说法"))
    assert [(item.code, item.place.sheet) for item in outcome.problems] == [("sheet-route", "概括说法")]


def test_data_that_never_passed_the_check_are_no_base(desk: Desk) -> None:
    content = desk.export()
    desk.edit(FACTS, "kind: report", "kind: rapport")
    unsound = desk.commit()
    base = digest(WorkingTree(desk.data), "town")
    desk.edit(FACTS, "kind: rapport", "kind: report")
    desk.commit()
    assert is_unchanged(desk.hand_in(content))
    outcome = desk.hand_in(based_on(content, unsound, base, "章节"))
    assert [problem.code for problem in outcome.problems] == ["sheet-base"]


def test_a_package_must_stand_in_the_data_that_were_exported(desk: Desk) -> None:
    before, content = desk.commit(), desk.export("new:2024")
    base = digest(WorkingTree(desk.data), "village")
    twin(desk.data / "town", "village")
    desk.commit()
    outcome = desk.hand_in(based_on(content, before, base, "章节", "village 2024-report"))
    assert [problem.code for problem in outcome.problems] == ["sheet-route"]


def test_facts_that_lack_a_column_are_told_alone(town: Desk) -> None:
    """The sheet is there, so nothing is said of a report that has none."""
    book = Book(town.export("new:2024"))
    book.fill("章节", 4, locator="一", title_zh="完成情况", title_en="Results")
    book.file["文件"].delete_cols(3)
    outcome = town.hand_in(book.bytes())
    assert [(item.code, item.place.sheet) for item in outcome.problems] == [("sheet-column", "文件")]


# Just the lines that are meant


LINES: dict[str, tuple[str, Mapping[str, Any], list[str]]] = {
    # what is changed: (document, cells, the lines of the difference)
    "a goal's title": (
        "2023-plan",
        {"目标!title_zh 4": "新装路灯二百盏"},
        ["-  title_zh: 新装路灯", "+  title_zh: 新装路灯二百盏"],
    ),
    "a goal's summary with a colon": (
        "2023-plan",
        {"目标!summary_en 5": "By the end of the year: a park."},
        [
            "-  summary_en: A small park is to open by the end of the year.",
            "+  summary_en: 'By the end of the year: a park.'",
        ],
    ),
    "a goal's organisations": (
        "2023-plan",
        {"目标!organisations 4": "works-office;town-government"},
        ["-  organisations: [works-office]", "+  organisations: [works-office, town-government]"],
    ),
    "organisations where there were none": (
        "2023-plan",
        {"目标!organisations 5": "镇建设办公室 works-office"},
        ["+  organisations:", "+    - works-office"],
    ),
    "no officers": ("2023-plan", {"目标!officers 4": None}, ["-  officers: [分管副镇长]"]),
    "a new goal with two organisations and no officers": (
        "2023-plan",
        {
            "目标!number 6": "3", "目标!locator 6": "一/2", "目标!title_zh 6": "植树", "目标!title_en 6": "Trees",
            "目标!summary_zh 6": "年底前种树。", "目标!themes 6": "greening",
            "目标!organisations 6": "works-office;town-government",
        },
        [
            "+'3':",
            "+  locator: 一/2",
            "+  title_zh: 植树",
            "+  title_en: Trees",
            "+  summary_zh: 年底前种树。",
            "+  themes:",
            "+    - greening",
            "+  organisations:",
            "+    - works-office",
            "+    - town-government",
        ],
    ),
    "a section": (
        "2023-report",
        {"章节!title_zh 6": "公园与绿化"},
        ["-    title_zh: 绿化", "+    title_zh: 公园与绿化"],
    ),
    "a new section": (
        "2023-report",
        {"章节!locator 7": "二", "章节!title_zh 7": "下一步", "章节!title_en 7": "Next steps"},
        ["+  二:", "+    title_zh: 下一步", "+    title_en: Next steps"],
    ),
    "a new section with a title in one language": (
        "2023-report",
        {"章节!locator 7": "二", "章节!title_zh 7": "下一步"},
        ["+  二:", "+    title_zh: 下一步"],
    ),
    "a fact": ("2023-plan", {"文件!published": date(2023, 1, 11)}, ["-published: 2023-01-10", "+published: 2023-01-11"]),
    "a new fact": ("2023-report", {"文件!published": date(2024, 1, 11)}, ["+published: 2024-01-11"]),
    "no fact any more": ("2023-plan", {"文件!published": None}, ["-published: 2023-01-10"]),
    "a remark": (
        "2023-plan",
        {"不是数据的数字!reason_zh 5": "计划进度的日期。"},
        ["-    reason_zh: 计划进度的日期，已写入该行。", "+    reason_zh: 计划进度的日期。"],
    ),
    "a remark that is removed": (
        "2023-plan",
        {"不是数据的数字!action 5": "删除"},
        [
            "-  - printed: 6月底前",
            "-    reason_zh: 计划进度的日期，已写入该行。",
            "-    reason_en: The day of the planned value, recorded in its row.",
        ],
    ),
    "a remark that is removed, one behind it that is changed, and a new one": (
        "2023-plan",
        {
            "不是数据的数字!action 4": "删除",
            "不是数据的数字!action 5": "删除",
            "不是数据的数字!reason_zh 6": "巡查的间隔。",
            "不是数据的数字!printed 7": "第3条", "不是数据的数字!reason_zh 7": "条款号。", "不是数据的数字!reason_en 7": "A clause.",
        },
        [
            "-  - printed: 2023年",
            "-    reason_zh: 标题里的年份。",
            "-    reason_en: The year in the title.",
            "-  - printed: 6月底前",
            "-    reason_zh: 计划进度的日期，已写入该行。",
            "-    reason_en: The day of the planned value, recorded in its row.",
            "-    reason_zh: 巡查的间隔，不是维修的期限。",
            "+    reason_zh: 巡查的间隔。",
            "+  - printed: 第3条",
            "+    reason_zh: 条款号。",
            "+    reason_en: A clause.",
        ],
    ),
    "a new remark": (
        "2023-plan",
        {"不是数据的数字!printed 7": "第3条", "不是数据的数字!reason_zh 7": "条款号。", "不是数据的数字!reason_en 7": "A clause."},
        ["+  - printed: 第3条", "+    reason_zh: 条款号。", "+    reason_en: A clause."],
    ),
    "a cell beside quotes": (
        "2023-plan",
        {"量化目标!note_zh 7": "第一处“3天”是巡查的间隔。"},
        [
            '-1,repair-days,qinghe,2023-01-01,2023-12-31,le,3,,,一/1,3天以内,2,第一处“3天”说的是巡查。,"The first ""3天"" is about inspections."',
            '+1,repair-days,qinghe,2023-01-01,2023-12-31,le,3,,,一/1,3天以内,2,第一处“3天”是巡查的间隔。,"The first ""3天"" is about inspections."',
        ],
    ),
    "a cell with a comma and quotes": (
        "2023-report",
        {"事项进展!evidence_en 4": 'It opened, as "Lamp Park".'},
        [
            "-2023-plan/2/pocket-park,delivered,2023-12-31,一/(二),公园已经开放。,The park is open.,,",
            '+2023-plan/2/pocket-park,delivered,2023-12-31,一/(二),公园已经开放。,"It opened, as ""Lamp Park"".",,',
        ],
    ),
    "the first new day of a report": (
        "2023-report",
        {"事项进展!state 4": "已推迟", "事项进展!new_due 4": date(2024, 6, 30)},
        [
            "-deliverable_id,state,as_of,locator,evidence_zh,evidence_en,note_zh,note_en",
            "-2023-plan/2/pocket-park,delivered,2023-12-31,一/(二),公园已经开放。,The park is open.,,",
            "+deliverable_id,state,as_of,new_due,locator,evidence_zh,evidence_en,note_zh,note_en",
            "+2023-plan/2/pocket-park,delayed,2023-12-31,2024-06-30,一/(二),公园已经开放。,The park is open.,,",
        ],
    ),
    "a row that is removed": (
        "2023-report",
        {"结果!action 11": "删除"},
        ["-repair-days,qinghe,,2023-01-01,2023-12-31,2023-12-31,,exact,O,,,,,一/(一),基本当天,,,"],
    ),
    "a row that is removed of a table without the columns that its sheet offers": (
        "2023-plan",
        {"量化目标!action 6": "删除"},
        ["-1,lamps-working-share,qinghe,2023-01-01,2023-12-31,ge,97.5,,,一/1,97.5%以上,,,"],
    ),
    "a row that is removed, in English": (
        "2023-report",
        {"概括说法!action 4": "remove"},
        ["-all-done,2023-01-01,2023-12-31,2023-12-31,100,一,全面完成,,,"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", LINES)
def test_only_the_lines_that_are_meant_change(what: str, town: Desk) -> None:
    document, cells, lines = LINES[what]
    outcome = town.hand_in(changed(town.export(document), cells))
    assert outcome.ok, told(outcome)
    [(path, content)] = outcome.files.items()
    before = WorkingTree(town.data).read(path).decode().split("\n")
    _, _, *difference = unified_diff(before, content.decode().split("\n"), n=0, lineterm="")
    assert [line for line in difference if not line.startswith("@@")] == lines


def test_a_workbook_from_before_a_column_was_offered_is_taken(town: Desk) -> None:
    book = Book(changed(town.export(), {"事项进展!evidence_zh 4": "公园开了。"}))
    page = book.file["事项进展"]
    page.delete_cols([cell.value for cell in page[3]].index("new_due") + 1)
    outcome = town.hand_in(book.bytes())
    assert outcome.ok, told(outcome)
    [content] = outcome.files.values()
    head, row = content.decode().splitlines()
    assert (head.split(",")[2:4], row.split(",")[4]) == (["as_of", "locator"], "公园开了。")


# figure, comparator chosen, how exact the new row says it is
ASKED = [
    ("约300盏", "正好", "about"),
    ("近300盏", "正好", "under"),
    ("300盏以上", "以上", ""),
    ("300盏以内", "不超过", ""),
    ("300盏", "正好", ""),
]


@pytest.mark.parametrize(("figure", "comparator", "exact"), ASKED)
def test_a_new_target_is_as_exact_as_its_figure_says(
    figure: str, comparator: str, exact: str, town: Desk
) -> None:
    """In a table that had no column for it: the comparator says at least and at most, the qualifier what is left."""
    book = Book(town.export("2023-plan"))
    book.fill(
        "量化目标", 8, value=300, figure=figure, comparator=comparator, locator="一/1", goal="1",
        indicator_id="lamps-standing",
    )  # fmt: skip
    outcome = town.hand_in(book.bytes())
    assert outcome.ok, told(outcome)
    table = next(content for path, content in outcome.files.items() if path.endswith("targets.csv"))
    *_, row = csv.DictReader(table.decode().splitlines())
    assert (row["figure"], row.get("qualifier", "")) == (figure, exact)


def test_an_offered_column_that_holds_a_day_cannot_go(desk: Desk) -> None:
    desk.edit(f"{REPORT}/progress.csv", "as_of,", "as_of,new_due,")
    desk.edit(f"{REPORT}/progress.csv", "delivered,2023-12-31,", "delayed,2023-12-31,2024-06-30,")
    desk.commit()
    book = Book(desk.export())
    page = book.file["事项进展"]
    page.delete_cols([cell.value for cell in page[3]].index("new_due") + 1)
    outcome = desk.hand_in(book.bytes())
    assert [(problem.code, problem.place.cell) for problem in outcome.report] == [("sheet-column", "A3")]


CORRECTIONS: list[tuple[str, Mapping[str, Any], int]] = [
    # document, cells of its sheets, how many corrections it takes to explain what changes
    ("2023-plan", {"文件!notes_zh": "存档本有一处错字。"}, 0),
    ("2023-plan", {"文件!published": date(2023, 1, 11)}, 1),
    ("2023-plan", {"文件!period_end": date(2024, 12, 31)}, 1),
    ("2023-plan", {"文件!period_end": date(2024, 12, 31), "文件!title_zh": "计划"}, 2),
    ("2023-plan", {"目标!title_zh 4": "装路灯", "目标!summary_zh 4": "装。"}, 1),
    ("2023-report", {"结果!as_of 10": date(2024, 1, 31)}, 1),
    (
        "2023-report",
        {"结果!as_of 10": date(2024, 1, 31), "结果!value 10": 98.3, "结果!note_zh 10": "另计。"},
        2,
    ),
    ("2023-report", {"结果!action 11": "删除"}, 1),
    ("2023-report", {"章节!title_zh 6": "公园与绿化"}, 0),
]


@pytest.mark.parametrize(("document", "cells", "expected"), CORRECTIONS)
def test_how_many_corrections_it_takes_is_counted(
    document: str, cells: Mapping[str, Any], expected: int, town: Desk
) -> None:
    assert town.hand_in(changed(town.export(document), cells)).published == expected


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
    cells = {
        "目标!title_zh 4": "装路灯",
        "目标!summary_en 4": "More lamps.",
        "目标!organisations 4": "works-office;town-government",
    }
    desk.take(changed(desk.export("2023-plan"), {**cells, "量化目标!note_zh 4": "原文有起点。"}))
    meant = COMMENTED.replace("'新装路灯'", "'装路灯'")
    meant = meant.replace(
        '"Two hundred more street lamps, repaired within three days when they fail."', '"More lamps."'
    )
    meant = meant.replace(
        "    - works-office   # 主办\n", "    - works-office   # 主办\n    - town-government\n"
    )
    assert file.read_text(encoding="utf-8") == meant
    assert desk.changed()[-1] == (
        '+1,lamps-installed,qinghe,2023-01-01,2023-12-31,ge,200,,"180",一/1,200盏以上,,原文有起点。,'
    )
    assert desk.numstat()[f"{PLAN}/targets.csv"] == (1, 1)


def test_what_others_refer_to_cannot_be_removed(desk: Desk) -> None:
    plan = desk.export("2023-plan")
    message = message_at(
        desk.hand_in(changed(plan, {"量化目标!action 4": "删除"})), "计划进度!target_id 4", "2023-plan"
    )
    assert "在量化目标里找不到“2023-plan/1/lamps-installed/2023”" in message
    message = message_at(
        desk.hand_in(changed(plan, {"目标!action 5": "删除"})), "要办的事!goal 4", "2023-plan"
    )
    assert "找不到“2”" in message
    outcome = desk.hand_in(changed(desk.export(), {"章节!action 5": "删除"}))
    assert [problem.place.spot("zh") for problem in outcome.problems] == [
        f"结果 J{line} 出处" for line in range(4, 12)
    ]
    said = told(desk.hand_in(changed(plan, {"要办的事!action 4": "删除"})))
    assert f"{REPORT}/progress.csv:2:1" in said  # stands in no sheet of this workbook


def test_no_text_of_the_workbooks_is_unused() -> None:
    from generator.editing.sheets.grids import TABLES

    files = [
        *(ROOT / "generator" / "editing" / "sheets").glob("*.py"),
        ROOT / "generator" / "commands" / "sheet.py",
    ]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    groups = catalogue("zh", "sheet")
    names = [name for group in ("about", "hint", "command", "action") for name in groups[group]]
    assert [name for name in names if f'"{name}"' not in source and f".{name}" not in source] == []
    assert set(groups["parts"]) == {*TABLES, "codes", "about"}


HALF_YEAR = {
    "document.yaml": """\
# yaml-language-server: $schema=../../../../schemas/document.json
title_zh: 青禾镇2023年上半年小结
title_en: Half of 2023
kind: report
publisher_id: town-government
period_start: 2023-01-01
period_end: 2023-06-30
published: 2023-07-10
completeness: excerpt
not_data:
  - printed: 2023年
    reason_zh: 年份。
    reason_en: The year.
sections:
  一:
    title_zh: 路灯
    title_en: Lamps
  一/(一):
    title_zh: 进展
    title_en: Progress
""",
    "observations.csv": """\
indicator_id,area_id,period_start,period_end,as_of,value,unit_id,qualifier,obs_status,stated_share,stated_share_figure,stated_change,stated_change_figure,locator,figure,occurrence,page,note_zh,note_en
lamps-working-share,qinghe,2023-01-01,2023-06-30,2023-06-30,97,,about,,,,,,一/(一),约97%,,,,
lamps-standing,east-village,2023-01-01,2023-06-30,2023-06-30,12,,over,,,,,,一/(一),12余盏,,,年中。,
""",
    "progress.csv": """\
deliverable_id,state,as_of,new_due,locator,evidence_zh,evidence_en,note_zh,note_en
2023-plan/2/pocket-park,under_way,2023-06-30,,一,动工了。,,,
""",
}


def test_of_a_new_report_only_what_is_filled_in_is_written(town: Desk) -> None:
    """A row that was to be answered and is not stays out, as do the empty ones."""
    book = Book(town.export("new:2023-h1"))
    facts = {"title_zh": "青禾镇2023年上半年小结", "title_en": "Half of 2023", "completeness": "节选"}
    for name, value in {**facts, "published": date(2023, 7, 10)}.items():
        book[f"文件!{name}"] = value
    book.fill("章节", 4, locator="一", title_zh="路灯", title_en="Lamps")
    book.fill("章节", 5, locator="一/(一)", title_zh="进展", title_en="Progress")
    book.fill("不是数据的数字", 4, printed="2023年", reason_zh="年份。", reason_en="The year.")
    share = book.line_of("结果", "+lamps-working-share/qinghe")
    book.fill("结果", share, value=97, figure="约97%", locator="一/(一)")
    standing = {"indicator_id": "路灯总数 lamps-standing", "area_id": "东村 east-village"}
    book.fill("结果", 6, value=12, figure="12余盏", locator="一/(一)", note_zh="年中。", **standing)
    park = {"deliverable_id": "2023-plan/2/pocket-park", "state": "正在进行", "evidence_zh": "动工了。"}
    book.fill("事项进展", 4, locator="一", **park)
    outcome = town.hand_in(book.bytes())
    assert outcome.ok, told(outcome)
    assert (outcome.added, outcome.changed, outcome.removed) == (6, 4, 0)
    folder = "town/documents/2023-h1-report"
    assert {path: content.decode() for path, content in outcome.files.items()} == {
        f"{folder}/{name}": text for name, text in HALF_YEAR.items()
    }


def test_a_new_report_of_which_nothing_is_filled_in_stays_out_beside_others(desk: Desk) -> None:
    """Also where the other document has a name that begins as it would."""
    other = desk.data / "town/documents/2024-report-annex"
    shutil.copytree(desk.data / REPORT, other)
    facts = other / "document.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("sha256: a", "sha256: b"), encoding="utf-8")
    desk.commit()
    files = [desk.export("new:2024"), changed(desk.export(other.name), {"章节!title_zh 6": "公园"})]
    assert list(desk.hand_in(*files).files) == [f"town/documents/{other.name}/document.yaml"]


# Breakdowns that a table has no column for yet


TABLE = f"{REPORT}/observations.csv"


@pytest.fixture
def lean(desk: Desk) -> Desk:
    """The example with a table that has no column for its breakdown, nor the rows that need it."""
    file = desk.data / TABLE
    head, *rows = csv.reader(file.read_text(encoding="utf-8").splitlines())
    at = head.index("power")
    kept = [head, *(row for row in rows if not row[at])]
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([*row[:at], *row[at + 1 :]] for row in kept)
    desk.commit()
    return desk


def asked_for(desk: Desk, document: str = "2023-report") -> Book:
    """The workbook of a document in which results can be entered by power."""
    order = replace(order_of("town", document), breakdowns=("power",))
    return Book(export_sheet(desk.data, WorkingTree(desk.data), order, DAY, "zh", spare=SPARE).content)


def heads(book: Book) -> list[object]:
    return [cell.value for cell in book.file["结果"][3]]


@pytest.mark.parametrize("document", ["2023-report", "new:2024"])
def test_a_breakdown_is_on_a_sheet_where_the_table_has_it_or_somebody_asks(document: str, lean: Desk) -> None:
    assert "power" not in heads(Book(lean.export(document)))
    assert "power" in heads(asked_for(lean, document))


@pytest.mark.parametrize("document", ["2023-report", "new:2024"])
def test_a_breakdown_that_nobody_filled_in_changes_nothing(document: str, lean: Desk) -> None:
    assert is_unchanged(lean.hand_in(asked_for(lean, document).bytes()))


def test_a_breakdown_comes_into_the_table_with_its_first_code(lean: Desk) -> None:
    before = (lean.data / TABLE).read_text(encoding="utf-8").splitlines()
    book = asked_for(lean)
    line = book.file["结果"].max_row - 1
    for name, value in NEW.items():
        book[f"结果!{name.split()[0]} {line}"] = value
    book[f"结果!power {line}"] = "市电"
    assert list(lean.take(book.bytes()).files) == [TABLE]
    after = (lean.data / TABLE).read_text(encoding="utf-8").splitlines()
    assert after[0] == before[0].replace("area_id,", "area_id,power,")
    *others, new = after[1:]
    assert others == [_wider(row) for row in before[1:]]
    assert new.startswith("lamps-standing,east-village,grid,2023-01-01,")


def _wider(row: str) -> str:
    """A row with an empty cell behind its area."""
    indicator, area, rest = row.split(",", 2)
    return f"{indicator},{area},,{rest}"


@pytest.mark.parametrize(("code", "columns"), [("市电", ["power"]), (None, [])])
def test_a_new_table_has_a_column_for_a_breakdown_that_was_filled_in(
    code: str | None,
    columns: list[str],
    lean: Desk,
) -> None:
    book = asked_for(lean, "new:2024")
    facts = {"title_zh": "青禾镇2024年工作总结", "archive_sha256": "0" * 64}
    for cell, value in facts.items():
        book[f"文件!{cell}"] = value
    book.fill("章节", 4, locator="一", title_zh="完成情况")
    line = book.file["结果"].max_row - 1
    row = {name.split()[0]: value for name, value in NEW.items()} | {"locator": "一", "power": code}
    row |= {name: date(2024, 12, 31) for name in ("as_of", "period_end")} | {"period_start": date(2024, 1, 1)}
    book.fill("结果", line, **row)
    files = lean.take(book.bytes()).files
    head = files["town/documents/2024-report/observations.csv"].decode().splitlines()[0].split(",")
    assert [name for name in head if name == "power"] == columns


def test_an_unknown_breakdown_is_refused_with_those_that_there_are(lean: Desk, tmp_path: Path) -> None:
    asked = ("--document", "2023-report", "--breakdown", "season", "--out", str(tmp_path / "a.xlsx"))
    code, said = lean.run("export", *asked, "--lang", "en")
    assert (code, "dimensions.yaml declares no breakdown season. There are: power." in said) == (2, True)


# Targets that revise those of other documents


@pytest.fixture
def adjusted(desk: Desk) -> Desk:
    """The example with a later plan that gives another number and does not say that it revises the first."""
    tree = revising.revised(revising.row("ge 150 150盏以上", supersedes="", reason=","))
    for name in ("document.yaml", "goals.yaml", "targets.csv"):
        file = desk.data / CHANGE / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(tree.read(f"{CHANGE}/{name}"))
    file = desk.data / CHANGE / "targets.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    before = lines[0].split(",").index("supersedes")
    file.write_text("".join(f"{','.join(line.split(',')[:before])}\n" for line in lines), encoding="utf-8")
    desk.commit()
    return desk


def test_what_a_target_revises_is_chosen_from_the_targets_and_comes_into_the_table(adjusted: Desk) -> None:
    content = adjusted.export("2023-change")
    assert is_unchanged(adjusted.hand_in(content))
    book = Book(content)
    later = book.line_of("量化目标", "2023-change/1/lamps-installed/2023")
    told = {"revised_on": date(2023, 6, 20), "revision_reason_zh": "经费减少。"}
    book.fill("量化目标", later, supersedes=f"新装路灯 {FIRST}", **told)
    assert list(adjusted.take(book.bytes()).files) == [f"{CHANGE}/targets.csv"]
    head, line = (adjusted.data / CHANGE / "targets.csv").read_text(encoding="utf-8").splitlines()
    cells = dict(zip(head.split(","), line.split(","), strict=True))
    assert (cells["supersedes"], cells["revised_on"], cells["revision_reason_zh"]) == (
        *(FIRST, "2023-06-20", "经费减少。"),
    )


def test_a_plan_beside_which_no_other_has_targets_is_not_asked_what_it_revises(desk: Desk) -> None:
    heads = [cell.value for cell in Book(desk.export("2023-plan")).file["量化目标"][3]]
    assert "supersedes" not in heads


def test_a_new_report_is_asked_for_the_target_that_counts(desk: Desk) -> None:
    asked = revising.row("le 5 5天以内", supersedes=revising.REPAIRS, indicator="repair-days")
    tree = revising.revised(asked)
    for name in ("document.yaml", "goals.yaml", "targets.csv"):
        file = desk.data / CHANGE / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(tree.read(f"{CHANGE}/{name}"))
    desk.commit()
    rows = Book(desk.export("new:2023-h2")).file["结果"].iter_rows(min_row=4, values_only=True)
    (told,) = (cells for cells in rows if str(cells[0]).startswith("+repair-days"))
    assert "不超过5天" in told


def test_when_a_share_is_to_be_met_can_be_said_though_the_table_has_no_column_for_it(desk: Desk) -> None:
    file = "town/documents/2023-plan/targets.csv"
    before = (desk.data / file).read_text(encoding="utf-8")
    assert "attainment" not in before
    book = Book(desk.export("2023-plan"))
    book["量化目标!attainment 6"], book["量化目标!note_zh 7"] = "到期末达到", "第二处“3天”说的是维修。"
    assert list(desk.take(book.bytes()).files) == [file]
    head, _, _, share, *_ = csv.reader((desk.data / file).read_text(encoding="utf-8").splitlines())
    assert share[head.index("attainment")] == "by_end"
    assert {"baseline_start", "baseline_end"}.isdisjoint(head)


def test_a_workbook_from_before_there_was_such_a_column_is_taken_as_it_is(desk: Desk) -> None:
    book = Book(desk.export("2023-plan"))
    sheet = book.file["量化目标"]
    names = [cell.value for cell in sheet[3]]
    for name in ("baseline_end", "baseline_start", "attainment"):
        sheet.delete_cols(names.index(name) + 1)
        names.remove(name)
    assert is_unchanged(desk.hand_in(book.bytes()))


# Statistical tables

TABLE_ROWS = (
    "indicator_id,area_id,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure,note_zh,note_en\n"
    "lamps-standing,qinghe,2021-01-01,2021-12-31,2021-12-31,480,,,表1/#B2,,,\n"
    "lamps-standing,qinghe,2022-01-01,2022-12-31,2022-12-31,500,,,表1/#B3,,,\n"
)


@pytest.fixture
def statistics(desk: Desk) -> Desk:
    """The small example with a statistical table of two cells."""
    folder = desk.data / "town/documents/2022-statistics"
    folder.mkdir()
    source = PROBLEMS / "cell-differs/town/documents/2022-statistics/document.yaml"
    (folder / "document.yaml").write_bytes(source.read_bytes())
    (folder / "observations.csv").write_text(TABLE_ROWS, encoding="utf-8")
    desk.commit()
    return desk


def test_the_workbook_of_a_statistical_table_asks_for_cells(statistics: Desk) -> None:
    for document, told_of in (("2022-statistics", "1/#G12"), ("2023-report", "25,000")):
        page = Book(statistics.export(document, language="en")).file["Read me"]
        [results] = [str(row[0].value) for row in page.rows if str(row[0].value).startswith("2. ")]
        assert told_of in results
        assert ("Leave the printed figure empty" in results) is (document == "2022-statistics")


CELLS = [
    # what is entered for 2022, and its row then
    ({}, "500,,,表1/#B3,,,"),
    ({"value": 510}, "510,,,表1/#B3,,,"),
    ({"value": None, "figure": "…", "obs_status": "只有文字"}, ",,O,表1/#B3,…,,"),
]


@pytest.mark.parametrize(("entered", "row"), CELLS)
def test_cells_of_a_statistical_table_need_no_printed_figure(
    statistics: Desk, entered: Mapping[str, Any], row: str
) -> None:
    book = Book(statistics.export("2022-statistics"))
    book.fill("结果", 5, **entered)
    outcome = statistics.take(book.bytes())
    assert outcome.ok
    table = statistics.data / "town/documents/2022-statistics/observations.csv"
    assert (
        table.read_text(encoding="utf-8")
        .splitlines()[-1]
        .removeprefix("lamps-standing,qinghe,2022-01-01,2022-12-31,2022-12-31,")
        == row
    )


def test_of_a_package_that_was_never_verified_the_import_says_so(desk: Desk) -> None:
    book = Book(desk.export())
    book["结果!note_zh 6"] = "年底统计。"
    file = desk.data.parent / "x.xlsx"
    file.write_bytes(book.bytes())
    code, output = desk.run("import", str(file))
    [package], _ = validate(WorkingTree(desk.data))
    count = sum(not item.unheld for item in cited_figures(package))
    assert (code, f"有 {count} 个数字还没有与存档的原文核对" in output) == (0, True), output
    assert count > 10
