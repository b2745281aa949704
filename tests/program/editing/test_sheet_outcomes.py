"""What becomes of workbooks that are handed in: what is counted, what is told, and what was not looked at."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from folders import ARCHIVE, BASE
from workbooks import Book, Desk

from generator.archive.verify import lock_files, verify
from generator.editing.files.changing import write
from generator.reading.trees import WorkingTree


class Became(NamedTuple):
    """What an import says: rows that came, cells that changed, rows that went; published figures that did, figures that
    wait for their text, lines of the lock that nothing needs; whether the lock is written, what was not looked at, and what
    is wrong.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    published: int = 0
    waiting: int = 0
    stale: int = 0
    locked: bool = False
    unseen: str = ""
    wrong: tuple[str, ...] = ()


NEW = {
    "indicator_id": "lamps-standing",
    "area_id": "east-village",
    "value": 990,
    "figure": "990盏",
    "locator": "一/(一)",
}
ROW = {f"结果!{name} 12": value for name, value in NEW.items()}
NOTES = {"结果!note_zh 6": "年底。", "结果!note_en 6": "End.", "结果!note_zh 7": "年中。"}
OTHERS = {"结果!figure 6": "达980盏", "结果!action 11": "删除", "结果!as_of 10": date(2024, 1, 31)}
HALF = date(2023, 6, 30)
LOST = {"结果!locator 6": "一/(九)"}
BECAME: list[tuple[str, dict[str, Any], Became]] = [
    # what there is beside the data (their lock, or the archive), the cells that are filled in; what becomes of them
    ("", {}, Became()),
    ("lock", {}, Became()),
    ("archive", {}, Became()),
    ("", NOTES, Became(changed=3, waiting=16)),
    ("lock", NOTES, Became(changed=3)),
    ("archive", NOTES, Became(changed=3, locked=True)),
    ("lock", {"文件!title_zh": "青禾镇2023年总结"}, Became(changed=1, published=1)),
    ("lock", {"文件!completeness": "节选"}, Became(changed=1)),
    (
        "lock",
        {"结果!period_end 6": HALF, "结果!as_of 6": HALF},
        Became(changed=2, published=1, waiting=1),
    ),
    ("", ROW, Became(added=1, waiting=17)),
    ("lock", ROW, Became(added=1, waiting=1)),
    ("lock", {"结果!action 11": "删除"}, Became(removed=1, published=1, stale=1)),
    ("archive", {"结果!action 11": "删除"}, Became(removed=1, published=1, locked=True)),
    (
        "archive",
        {"结果!figure 6": "981盏", "结果!value 6": 981},
        Became(changed=2, published=2, waiting=1, wrong=("number-uncovered", "figure-not-found")),
    ),
    (
        "lock",
        OTHERS,
        Became(changed=2, removed=1, published=3, waiting=2, stale=1, wrong=("as-of-after-period",)),
    ),
    ("", {"结果!value 6": "abc"}, Became(unseen="rules", wrong=("bad-number",))),
    ("archive", {"结果!value 6": "abc"}, Became(unseen="rules", wrong=("bad-number",))),
    ("", {"结果!info.title 6": "路等总数"}, Became(wrong=("sheet-grey",))),
    ("", LOST, Became(changed=1, waiting=16, wrong=("unknown-reference",))),
    ("archive", LOST, Became(changed=1, waiting=16, unseen="texts", wrong=("unknown-reference",))),
]


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    """The town without a lock and with one."""
    desks = {name: Desk.of(BASE, tmp_path_factory.mktemp("town")) for name in ("", "lock")}
    data = desks["lock"].data
    write(data, lock_files(verify(WorkingTree(data), ARCHIVE).verified))
    return desks


def filled(desk: Desk, cells: dict[str, Any]) -> bytes:
    """The workbook of the report with other values in some cells."""
    book = Book(desk.export())
    for cell, value in cells.items():
        book[cell] = value
    return book.bytes()


@pytest.mark.parametrize("at", range(len(BECAME)))
def test_what_becomes_of_a_workbook_is_counted_and_told(at: int, desks: dict[str, Desk]) -> None:
    beside, cells, became = BECAME[at]
    desk = desks["lock" if beside == "lock" else ""]
    outcome = desk.hand_in(filled(desk, cells), archive=ARCHIVE if beside == "archive" else None)
    said = {name: getattr(outcome, name) for name in Became._fields if name not in ("locked", "wrong")}
    locked = any(path.endswith(".lock") for path in outcome.files)
    assert Became(**said, locked=locked, wrong=tuple(problem.code for problem in outcome.report)) == became


TOLD: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    # cells that are filled in beside the archive; what is told of that which its texts do not say, and where
    (
        {"结果!figure 6": "981盏", "结果!value 6": 981},
        [("number-uncovered", "不是数据的数字"), ("figure-not-found", "结果 I6 印出的数字")],
    ),
    ({"章节!title_zh 6": "园林"}, [("locator-not-found", "章节 A6")]),
]


def test_what_the_archive_does_not_say_is_told_at_its_cell_or_row(desks: dict[str, Desk]) -> None:
    found = []
    for cells, _ in TOLD:
        outcome = desks[""].hand_in(filled(desks[""], cells), archive=ARCHIVE)
        found.append((cells, [(problem.code, problem.place.spot("zh")) for problem in outcome.report]))
    assert found == TOLD


def test_a_part_that_is_handed_in_twice_is_told_with_the_sheet_that_came_first(
    desks: dict[str, Desk],
) -> None:
    """And nothing else of it, since nobody knows which of both is meant."""
    files = [filled(desks[""], {"结果!value 6": value}) for value in (981, "abc")]
    outcome = desks[""].hand_in(*files)
    found = [(item.code, item.place.sheet, item.values["value"]) for item in outcome.problems]
    names = ("结果", "事项进展", "概括说法", "章节", "不是数据的数字", "文件")
    assert found == [("sheet-twice", name, name) for name in names]
    assert not outcome.files


TEXTLESS = [
    # the kind of a new report that the archive does not hold; the text that is looked for, beside the cell of its checksum
    ("report", ("sheet-text", "文件 C12 存档校验值", {"value": "town/2024-report.txt"})),
    ("dataset", ("sheet-text", "文件 C12 存档校验值", {"value": "town/2024-report.csv"})),
]


def test_the_text_that_an_archive_lacks_is_told_with_its_name(desks: dict[str, Desk]) -> None:
    found = []
    for kind, _ in TEXTLESS:
        book = Book(desks[""].export("new:2024"))
        book["文件!title_zh"], book["文件!kind"] = "青禾镇2024年总结", kind
        [problem] = desks[""].hand_in(book.bytes(), archive=ARCHIVE).problems
        found.append((kind, (problem.code, problem.place.spot("zh"), dict(problem.values))))
    assert found == TEXTLESS


REMARKS = [
    # cells of the numbers that are no data, what the file got meanwhile; where one is told that stands there twice
    ({"printed 5": "2023年"}, "", "不是数据的数字 C5 原文里的写法"),
    ({"action 4": "删除", "printed 6": "6月底前"}, "", "不是数据的数字 C6 原文里的写法"),
    (
        {"printed 5": "3天"},
        "  - printed: 3天\n    reason_zh: 期限。\n    reason_en: A term.\n",
        "不是数据的数字",
    ),
]


def test_a_number_that_is_listed_twice_is_told_at_its_cell(tmp_path: Path) -> None:
    """At its sheet, where it is the row of somebody else that stands behind."""
    desk, found = Desk.of(BASE, tmp_path), []
    workbook = desk.export("2023-plan")
    for cells, meanwhile, _ in REMARKS:
        if meanwhile:
            desk.edit("town/documents/2023-plan/document.yaml", "sections:\n", f"{meanwhile}sections:\n")
        book = Book(workbook)
        for cell, value in cells.items():
            book[f"不是数据的数字!{cell}"] = value
        outcome = desk.hand_in(book.bytes())
        [problem] = outcome.problems
        found.append((cells, meanwhile, problem.place.spot("zh")))
        assert (problem.code, outcome.merged) == ("repeated-entry", bool(meanwhile))
    assert found == REMARKS


PARTS = {"结果", "事项进展", "概括说法", "章节", "不是数据的数字", "文件"}
FACTS: list[tuple[str, tuple[str, ...], bool, list[tuple[str, str, dict[str, str]]]]] = [
    # a report, the sheets of it that are handed in, whether a heading is filled in; what is told
    ("new:2024", ("章节",), True, [("sheet-facts", "章节", {"value": "2024-report", "field": "文件"})]),
    (
        "new:2024",
        ("结果", "章节"),
        True,
        [("sheet-facts", "章节", {"value": "2024-report", "field": "文件"})],
    ),
    ("new:2024", ("结果", "章节"), False, []),
    (
        "new:2024",
        ("章节", "文件"),
        True,
        [("sheet-empty", "文件 C4 名称（中文）", {"field": "名称（中文）"})],
    ),
    ("2023-report", ("章节",), True, []),
]


def test_a_new_document_is_handed_in_with_its_facts(desks: dict[str, Desk]) -> None:
    found = []
    for document, sheets, heading, _ in FACTS:
        book = Book(desks[""].export(document))
        for name in PARTS.difference(sheets).intersection(book.file.sheetnames):
            del book.file[name]
        if heading:
            line = 4 if document == "new:2024" else 7
            book.fill("章节", line, locator="二", title_zh="完成情况", title_en="Results")
        outcome = desks[""].hand_in(book.bytes())
        told = [(item.code, item.place.spot("zh"), dict(item.values)) for item in outcome.problems]
        found.append((document, sheets, heading, told))
    assert found == FACTS


def test_what_cannot_be_read_is_told_beside_what_can(desks: dict[str, Desk]) -> None:
    outcome = desks[""].hand_in(b"PK", filled(desks[""], NOTES))
    assert ([problem.code for problem in outcome.problems], outcome.unseen) == (["sheet-not-ours"], "rules")
    assert not outcome.files


ROUTES: list[tuple[str, str, list[tuple[str, str, dict[str, str]]]]] = [
    # what stands in the first cell of each sheet, what is put in its place; what is told
    (" town ", " village ", [("sheet-route", "", {"value": "village/2023-report"})]),
    (" 2023-report ", " 2025-report ", [("sheet-route", "", {"value": "town/2025-report"})]),
    (" claims ", " planned ", [("sheet-route", "概括说法", {"value": "2023-report/planned"})]),
    (r"\w{40} \w+$", f"{'0' * 40} {'0' * 16}", [("sheet-base", "", {})]),
]


def test_sheets_of_what_is_not_there_are_told_once_for_all_that_have_it(desks: dict[str, Desk]) -> None:
    found = []
    for old, new, _ in ROUTES:
        book = Book(desks[""].export())
        del book.file["_mingzhang"]
        for page in book.file.worksheets:
            first = str(page["A1"].value)
            if first.startswith("mingzhang-1"):
                page["A1"] = re.sub(old, new, first)
        outcome = desks[""].hand_in(book.bytes())
        told = [(item.code, item.place.sheet, dict(item.values)) for item in outcome.problems]
        found.append((old, new, [item for item in told if item[0] != "sheet-ignored"]))
    assert found == ROUTES
