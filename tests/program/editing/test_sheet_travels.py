"""Workbooks travel: between systems, clones and programs that save them again; nothing is lost or made up on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import BASE
from workbooks import Book, Desk, told

from generator.editing.sheets.source import digest
from generator.reading.trees import WorkingTree

REPORT = "town/documents/2023-report"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The small example, for one test alone."""
    return Desk.of(BASE, tmp_path)


def edited(workbook: bytes) -> bytes:
    """A workbook with one more note."""
    book = Book(workbook)
    book["结果!note_zh 4"] = "年底统计。"
    return book.bytes()


def texts(desk: Desk) -> list[Path]:
    return [path for path in sorted(desk.data.rglob("*")) if path.is_file()]


# The same data, however a system keeps its files


def as_on_windows(desk: Desk) -> None:
    for path in texts(desk):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def with_byte_order_marks(desk: Desk) -> None:
    for path in texts(desk):
        if path.suffix == ".csv":
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def beside(name: str) -> Callable[[Desk], None]:
    def left(desk: Desk) -> None:
        (desk.data / "town" / name).write_bytes(b"\x00\x01left by a system")
        (desk.data / REPORT / name).write_bytes(b"\x00\x02left by a system")

    left.__name__ = f"beside {name}"
    return left


KEPT_OTHERWISE = [
    *(as_on_windows, with_byte_order_marks),
    *map(beside, (".DS_Store", "Thumbs.db", "desktop.ini")),
]


@pytest.mark.parametrize("kept", KEPT_OTHERWISE, ids=lambda kept: kept.__name__)
def test_a_workbook_is_known_however_the_files_are_kept(kept: Callable[[Desk], None], desk: Desk) -> None:
    """Exported in one clone, handed in in another that keeps the same data in another way, both ways round."""
    here = edited(desk.export())
    kept(desk)
    outcome = desk.hand_in(here)
    assert (told(outcome), outcome.changed, outcome.merged) == ("检查通过，没有发现问题。", 1, False)
    there = edited(desk.export())
    assert str(Book(there)["结果!A1"].value) == str(Book(here)["结果!A1"].value)


@pytest.mark.parametrize(
    "name", ["~$2023-report.xlsx", "observations.csv~", ".observations.csv.swp", "#goals.yaml#"]
)
def test_what_editors_leave_is_no_part_of_the_data(name: str, desk: Desk) -> None:
    """The check tells of them; a workbook that was made before is still known when they are gone."""
    before = digest(WorkingTree(desk.data), "town")
    beside(name)(desk)
    assert digest(WorkingTree(desk.data), "town") == before


def test_every_text_counts(desk: Desk) -> None:
    """Whichever file of the package changes, what stands for them is another."""
    known = {digest(WorkingTree(desk.data), "town")}
    for path in texts(desk):
        content = path.read_bytes()
        path.write_bytes(content + b"#")
        known.add(digest(WorkingTree(desk.data), "town"))
        path.write_bytes(content)
    assert len(known) == 1 + sum("town" in path.parts for path in texts(desk))


def of_bytes(desk: Desk) -> str:
    """What stood for the data in workbooks of 0.1.0: all files, byte by byte."""
    found = hashlib.sha256()
    for path in texts(desk):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        found.update(f"{content} {path.relative_to(desk.data).as_posix()}\n".encode())
    return found.hexdigest()[:16]


def of_an_older_program(desk: Desk) -> bytes:
    """The workbook as 0.1.0 made it where the files were not those of the commit, byte by byte."""
    now = str(Book(desk.export())["结果!A1"].value).split(" ")
    book = Book(edited(desk.export()))
    for page in book.file.worksheets:
        for line in page.iter_rows(max_row=12, max_col=2):
            for cell in line:
                if str(cell.value).startswith("mingzhang-1 "):
                    words = str(cell.value).split(" ")
                    cell.value = " ".join([*words[:4], "-", of_bytes(desk), *words[6:]])
    assert now[5] != of_bytes(desk)
    return book.bytes()


@pytest.mark.parametrize("kept", [as_on_windows, beside(".DS_Store")], ids=lambda kept: kept.__name__)
def test_an_older_workbook_is_known_where_it_was_made(kept: Callable[[Desk], None], desk: Desk) -> None:
    kept(desk)
    assert desk.hand_in(of_an_older_program(desk)).changed == 1


def test_an_older_workbook_of_windows_is_known_elsewhere(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    windows = Desk.of(BASE, tmp_path_factory.mktemp("windows"))
    as_on_windows(windows)
    assert desk.hand_in(of_an_older_program(windows)).changed == 1


def test_an_older_workbook_that_cannot_be_known_is_to_be_made_anew(desk: Desk) -> None:
    beside(".DS_Store")(desk)
    older = of_an_older_program(desk)
    (desk.data / "town" / ".DS_Store").unlink()
    said = told(desk.hand_in(older))
    assert (said.count("[sheet-base]"), "请重新导出一份工作簿" in said) == (1, True)
