"""Workbooks handed in beside the archive: each changed figure is looked for in its text, and the lock says what was found."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from datetime import date
from difflib import ndiff
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from folders import ARCHIVE, BASE, PROBLEMS, twin
from workbooks import Book, Desk, told

from generator.archive.verify import lock_files, verify
from generator.core.problems import Report
from generator.editing.files.changing import write
from generator.reading.load import load
from generator.reading.trees import WorkingTree

LOCK = "town/citations.lock"
TABLES = "town/documents/2023-report-tables"
ROWS = (
    "indicator_id,area_id,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure,note_zh,note_en\n"
    "lamps-standing,qinghe,2021-01-01,2021-12-31,2021-12-31,480,,,表1/#B2,,,\n"
    "lamps-standing,qinghe,2022-01-01,2022-12-31,2022-12-31,500,,,表1/#B3,,,\n"
)


class Handed(NamedTuple):
    """What is handed in: the document, its cells; the texts that the archive lacks, those that are others than they were,
    and how the citations begin that were never locked.
    """

    document: str
    cells: Mapping[str, Any]
    lacking: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    unlocked: tuple[str, ...] = ()


class Place(NamedTuple):
    """A record of the town with a statistical table, and its archive."""

    desk: Desk
    archive: Path

    def locks(self, *, unlocked: tuple[str, ...] = ()) -> dict[str, bytes]:
        """The locks that the archive gives, but for citations that begin so."""
        found = verify(WorkingTree(self.desk.data), self.archive).verified
        return lock_files(item for item in found if not item.cited.id.startswith(unlocked))

    def spoil(self, handed: Handed) -> None:
        """Have the archive be as it is said to be."""
        for name in handed.lacking:
            (self.archive / "town" / name).unlink()
        for name in handed.other:
            with (self.archive / "town" / name).open("a", encoding="utf-8") as file:
                file.write("(完)\n")

    def locked(self) -> list[str]:
        """The citations of the lock with the beginnings of their checksums and prints; nothing where there is none."""
        file = self.desk.data / LOCK
        rows = (line.split(",") for line in file.read_text().splitlines()) if file.is_file() else ()
        return [f"{name} {sha256[:4]} {row[:4]}" for name, sha256, _, row in rows]

    def report(self) -> Report:
        """What the check says of the data."""
        return load(WorkingTree(self.desk.data))[1]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """One for a test alone."""
    desk = Desk.of(BASE, tmp_path)
    folder = desk.data / TABLES
    folder.mkdir()
    source = PROBLEMS / "cell-differs/town/documents/2022-statistics/document.yaml"
    (folder / "document.yaml").write_bytes(source.read_bytes())
    (folder / "observations.csv").write_text(ROWS, encoding="utf-8")
    desk.commit()
    archive = shutil.copytree(ARCHIVE, tmp_path / "archive")
    (archive / "town/2022-statistics.csv").rename(archive / "town" / CELLS)
    return Place(desk, archive)


class Found(NamedTuple):
    """What came of it: lines of the lock that went and came, figures that wait, codes of the check afterwards."""

    lines: list[str]
    waiting: int = 0
    codes: tuple[str, ...] = ()


STANDING = "observations/2023-report/lamps-standing/2023-12-31"
TABLE = "observations/2023-report-tables/lamps-standing/2022/2022-12-31"
PLAN, REPORT, CELLS = "2023-plan.txt", "2023-report.txt", "2023-report-tables.csv"

TAKEN: dict[str, tuple[Handed, Found]] = {
    "another word for the same figure": (
        Handed("2023-report", {"结果!figure 6": "达980盏"}),
        Found([f"- {STANDING} a07a da04", f"+ {STANDING} a07a debf"]),
    ),
    "only its own text is needed": (
        Handed("2023-report", {"结果!figure 6": "达980盏"}, lacking=(PLAN,)),
        Found([f"- {STANDING} a07a da04", f"+ {STANDING} a07a debf"]),
    ),
    "a text of a document whose name begins alike is another": (
        Handed("2023-report", {"结果!figure 6": "达980盏"}, other=(CELLS,)),
        Found([f"- {STANDING} a07a da04", f"+ {STANDING} a07a debf"]),
    ),
    "figures of another document were never locked": (
        Handed("2023-report", {"结果!figure 6": "达980盏"}, lacking=(PLAN,), unlocked=("planned",)),
        Found(
            [f"- {STANDING} a07a da04", f"+ {STANDING} a07a debf"],
            waiting=1,
            codes=("lock-missing",),
        ),
    ),
    "a note cites nothing": (Handed("2023-report", {"结果!note_zh 6": "年底。"}), Found([])),
    "a row that goes": (
        Handed("2023-report-tables", {"结果!action 5": "删除"}),
        Found([f"- {TABLE} b36b a859"]),
    ),
    "a row that goes while no table is held": (
        Handed("2023-report-tables", {"结果!action 5": "删除"}, lacking=(CELLS,)),
        Found([f"- {TABLE} b36b a859"]),
    ),
    "a cell of a table that is not held": (
        Handed("2023-report-tables", {"结果!value 5": 510}, lacking=(CELLS,)),
        Found([], waiting=1, codes=("lock-changed",)),
    ),
    "the checksum of a table that is not held": (
        Handed("2023-report-tables", {"文件!archive_sha256": "0" * 64}, lacking=(CELLS,)),
        Found([], waiting=2, codes=("lock-text",)),
    ),
    "a note beside a table that is not held": (
        Handed("2023-report-tables", {"结果!note_zh 5": "年底。"}, lacking=(CELLS,)),
        Found([]),
    ),
}


@pytest.mark.parametrize("what", TAKEN)
def test_the_lock_says_what_was_found_in_the_archive(what: str, place: Place) -> None:
    handed, found = TAKEN[what]
    write(place.desk.data, place.locks(unlocked=handed.unlocked))
    place.desk.commit()
    before = place.locked()
    assert take(place, handed) == (found.waiting, bool(found.lines))
    assert [line for line in ndiff(before, place.locked()) if line[0] in "+-"] == found.lines
    assert tuple(problem.code for problem in place.report()) == found.codes


def take(place: Place, handed: Handed) -> tuple[int, bool]:
    """Hand something in by the command: how many figures wait for their text, and whether it wrote the lock."""
    place.spoil(handed)
    file = place.desk.data.parent / "填报.xlsx"
    file.write_bytes(filled(place.desk, handed))
    code, said = place.desk.run("import", str(file), "--archive", str(place.archive))
    assert code == 0, said
    [waiting] = re.findall(r"有 (\d+) 个数字还没有与存档的原文核对", said) or ["0"]
    assert ("全部数字已与存档的原文核对。" in said, "没有对应的数据" in said) == (waiting == "0", False)
    return int(waiting), LOCK in said


def filled(desk: Desk, handed: Handed, package: str = "town") -> bytes:
    """The workbook of a document with other values in some cells."""
    book = Book(desk.export(handed.document, package))
    for cell, value in handed.cells.items():
        book[cell] = value
    return book.bytes()


FIRST: dict[str, tuple[tuple[str, ...], int, bool]] = {
    # texts that the archive lacks: (figures that wait, whether a lock is begun)
    "nothing": ((), 0, True),
    "the text of another document": ((PLAN,), 5, False),
    "a table, which nobody need hold": ((CELLS,), 2, True),
    "both": ((PLAN, CELLS), 7, False),
}


@pytest.mark.parametrize("lacking", FIRST)
def test_a_first_lock_is_begun_when_it_holds_all_that_must_be_held(lacking: str, place: Place) -> None:
    texts, waiting, begun = FIRST[lacking]
    handed = Handed("2023-report", {"结果!note_zh 6": "年底。"}, lacking=texts)
    assert take(place, handed) == (waiting, begun)
    assert (len(place.locked()) == 1 + 18 - waiting, bool(place.locked())) == (begun, begun)
    assert place.report().ok


REFUSED: dict[str, tuple[Handed, list[tuple[str, str]]]] = {
    # what is handed in: (it, the problems with the cells that they point to)
    "a figure that the text has not": (
        Handed("2023-report", {"结果!figure 6": "981盏", "结果!value 6": 981}),
        [("number-uncovered", "不是数据的数字"), ("figure-not-found", "结果 I6 印出的数字")],
    ),
    "a cell that the table has not": (
        Handed("2023-report-tables", {"结果!value 5": 510}),
        [("cell-differs", "结果 H5 数值")],
    ),
    "a heading that the text has not": (
        Handed("2023-report", {"章节!title_zh 6": "园林"}),
        [("locator-not-found", "章节 A6")],
    ),
    "what the check refuses": (
        Handed("2023-report", {"结果!locator 6": "一/(九)"}),
        [("unknown-reference", "结果 J6 出处")],
    ),
    "no text": (
        Handed("2023-report", {"结果!note_zh 6": "年底。"}, lacking=(REPORT,)),
        [("text-missing", "")],
    ),
    "another text": (
        Handed("2023-report", {"结果!note_zh 6": "年底。"}, other=(REPORT,)),
        [("text-changed", "文件 C12 存档校验值")],
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_archive_does_not_say_is_refused_at_its_cell(what: str, place: Place) -> None:
    handed, problems = REFUSED[what]
    place.spoil(handed)
    outcome = place.desk.hand_in(filled(place.desk, handed), archive=place.archive)
    assert [(item.code, item.place.spot("zh")) for item in outcome.report] == problems, told(outcome)
    assert not outcome.ok


WAITING: dict[str, tuple[Handed, tuple[int, int, int]]] = {
    # what is handed in without an archive: (it, what waits for its text, lines of the lock without a figure, corrections)
    "a note": (Handed("2023-report", {"结果!note_zh 6": "年底。"}), (0, 0, 0)),
    "another figure": (Handed("2023-report", {"结果!figure 6": "达980盏"}), (1, 0, 1)),
    "a row that goes": (Handed("2023-report", {"结果!action 11": "删除"}), (0, 1, 1)),
    "both, and another day": (
        Handed(
            "2023-report",
            {"结果!figure 6": "达980盏", "结果!action 11": "删除", "结果!as_of 10": date(2024, 1, 31)},
        ),
        (2, 1, 3),
    ),
}


@pytest.mark.parametrize("what", WAITING)
def test_without_an_archive_it_is_counted_what_the_lock_does_not_hold(what: str, place: Place) -> None:
    handed, counts = WAITING[what]
    write(place.desk.data, place.locks())
    outcome = place.desk.take(filled(place.desk, handed))
    assert (outcome.waiting, outcome.stale, outcome.published) == counts
    assert LOCK not in outcome.files


TEXT = "青禾镇2024年工作总结\n一、完成情况\n路灯总数达990盏。\n"
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()

SEALED: dict[str, tuple[str | None, str, str, str | list[str]]] = {
    # (the file that the archive holds, nothing where none is named; the kind; the checksum typed, that of the data or problems)
    "the archive tells it": ("2024-report.txt", "report", "", SHA256),
    "of a table too": ("2024-report.csv", "dataset", "", SHA256),
    "the same was typed": ("2024-report.txt", "report", SHA256, SHA256),
    "another was typed": ("2024-report.txt", "report", "0" * 64, ["text-changed"]),
    "the archive lacks the text": ("2023-report.txt", "report", "", ["sheet-text"]),
    "a table is no text": ("2024-report.csv", "report", "", ["sheet-text"]),
    "without an archive none is needed": (None, "report", "", ""),
}


@pytest.mark.parametrize("what", SEALED)
def test_a_new_report_has_the_checksum_of_its_text_in_the_archive(what: str, place: Place) -> None:
    file, kind, typed, expected = SEALED[what]
    if file:
        (place.archive / "town" / file).write_text(TEXT, encoding="utf-8")
    facts = {
        "title_zh": "青禾镇2024年工作总结",
        "title_en": "Report",
        "kind": kind,
        "archive_sha256": typed or None,
    }
    book = Book(
        filled(place.desk, Handed("new:2024", {f"文件!{name}": text for name, text in facts.items()}))
    )
    book.fill("不是数据的数字", 4, printed="2024年", reason_zh="标题。", reason_en="Title.")
    book.fill("章节", 4, locator="一", title_zh="完成情况", title_en="Results")
    if kind == "report":
        line = book.file["结果"].max_row
        book.fill("结果", line, indicator_id="lamps-standing", value=990, figure="990盏", locator="一")
    outcome = place.desk.hand_in(book.bytes(), archive=place.archive if file else None)
    facts_written = outcome.files.get("town/documents/2024-report/document.yaml", b"").decode()
    sha256 = "".join(re.findall("^archive_sha256: '?(.*?)'?$", facts_written, re.MULTILINE))
    assert (sha256 if outcome.ok else [item.code for item in outcome.problems]) == expected, told(outcome)


@pytest.mark.parametrize(("packages", "waiting"), [(("town",), 5), (("town", "village"), 10)])
def test_each_package_that_changes_has_the_lock_of_its_own_texts(
    packages: tuple[str, ...], waiting: int, place: Place
) -> None:
    """Of two packages with the same documents, whose texts are not the same."""
    data, archive = place.desk.data, place.archive
    twin(data / "town", "village")
    shutil.copytree(archive / "town", archive / "village")
    text, facts = archive / "village" / REPORT, data / "village/documents/2023-report/document.yaml"
    old = hashlib.sha256(text.read_bytes()).hexdigest()
    text.write_bytes(text.read_bytes().replace(b"\n", "\n青禾镇。\n".encode(), 1))
    new = hashlib.sha256(text.read_bytes()).hexdigest()
    facts.write_bytes(facts.read_bytes().replace(old.encode(), new.encode()))
    locks = place.locks()
    assert locks["town/citations.lock"] != locks["village/citations.lock"]
    place.desk.commit()
    handed = Handed("2023-report", {"结果!note_zh 6": "年底。"})
    files = [filled(place.desk, handed, package) for package in packages]
    written = place.desk.hand_in(*files, archive=archive).files
    assert [(path, written[path]) for path in written if path.endswith(".lock")] == [
        (f"{package}/citations.lock", locks[f"{package}/citations.lock"]) for package in packages
    ]
    for package in packages:
        (archive / package / PLAN).unlink()
    assert place.desk.hand_in(*files, archive=archive).waiting == waiting
