"""What came to stand for something else between export and import: nothing that was meant for the one comes to the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from folders import BASE
from workbooks import Book, Desk, is_unchanged, told

PLAN = "town/documents/2023-plan"
GOALS = f"{PLAN}/goals.yaml"
REPORT = "town/documents/2023-report"
AREAS = "town/areas.yaml"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.of(BASE, tmp_path)


def read(desk: Desk, path: str) -> Any:
    return yaml.safe_load((desk.data / path).read_text(encoding="utf-8"))


def put(desk: Desk, path: str, records: Any) -> None:
    text = yaml.safe_dump(records, allow_unicode=True, sort_keys=False, width=1000)
    (desk.data / path).write_text(text, encoding="utf-8")


def number_anew(desk: Desk) -> None:
    """The first two goals change places, and with them what refers to them."""
    goals = read(desk, GOALS)
    goals["1"], goals["2"] = goals["2"], goals["1"]
    put(desk, GOALS, goals)
    for name, old in (("targets", "1"), ("deliverables", "2")):
        file = desk.data / f"{PLAN}/{name}.csv"
        head, *lines = file.read_text(encoding="utf-8").splitlines()
        new = [f"{'2' if old == '1' else '1'}{line[1:]}" if line[:2] == f"{old}," else line for line in lines]
        file.write_text("\n".join([head, *new, ""]), encoding="utf-8")
    for file in desk.data.glob("town/documents/*/*.csv"):
        text = file.read_text(encoding="utf-8")
        text = text.replace("2023-plan/2/pocket", "2023-plan/@/pocket").replace(
            "2023-plan/1/", "2023-plan/2/"
        )
        file.write_text(text.replace("2023-plan/@/", "2023-plan/1/"), encoding="utf-8")


def change_places(desk: Desk) -> None:
    """Two areas change their titles."""
    areas = read(desk, AREAS)
    for title in ("title_zh", "title_en"):
        one, other = areas["qinghe"], areas["east-village"]
        one[title], other[title] = other[title], one[title]
    put(desk, AREAS, areas)


def codes(desk: Desk, book: Book) -> list[str]:
    outcome = desk.hand_in(book.bytes())
    found = [(problem.code, problem.place.field) for problem in outcome.problems]
    assert not outcome.files or not found, told(outcome)
    return [" ".join(pair) for pair in found]


@pytest.mark.parametrize("move", [number_anew, change_places])
@pytest.mark.parametrize("document", ["2023-plan", "2023-report", "new:2024"])
def test_a_workbook_that_nobody_touched_still_changes_nothing(move: Any, document: str, desk: Desk) -> None:
    book = desk.export(document)
    move(desk)
    assert is_unchanged(desk.hand_in(book))


def test_a_row_that_its_code_no_longer_names_is_not_changed(desk: Desk) -> None:
    book = Book(desk.export("2023-plan"))
    number_anew(desk)
    book["目标!officers 4"] = "分管副镇长;镇长"
    assert codes(desk, book) == ["sheet-moved ref"]


def test_nor_is_it_taken_out(desk: Desk) -> None:
    book = Book(desk.export("2023-plan"))
    number_anew(desk)
    book["目标!action 4"] = "删除"
    assert codes(desk, book) == ["sheet-moved ref"]


def test_what_was_chosen_by_its_title_is_not_another(desk: Desk) -> None:
    book = Book(desk.export("2023-plan"))
    number_anew(desk)
    line = next(cell.row for cell in book.file["量化目标"]["A"][3:] if not cell.value)
    book.fill(
        "量化目标", line, goal="建口袋公园 2", indicator_id="lamps-standing", area_id="qinghe", value=1000
    )
    assert "sheet-moved goal" in codes(desk, book)


@pytest.mark.parametrize("document", ["2023-report", "new:2023-h1"])
def test_what_a_row_that_is_filled_in_is_about_is_not_another(document: str, desk: Desk) -> None:
    book = Book(desk.export(document))
    change_places(desk)
    line = next(cell.row for cell in book.file["结果"]["A"][3:] if cell.value)
    book.fill("结果", line, note_zh="抄自附表。")
    assert "sheet-moved area_id" in codes(desk, book)


def test_a_title_that_was_only_mended_stands_for_the_same(desk: Desk) -> None:
    book = Book(desk.export("2023-plan"))
    goals = read(desk, GOALS)
    goals["1"]["title_zh"] = "新装一批路灯"
    put(desk, GOALS, goals)
    book["目标!officers 4"] = "分管副镇长;镇长"
    assert codes(desk, book) == []
    assert "镇长" in desk.take(book.bytes()).files[GOALS].decode()


def test_a_workbook_that_gave_a_row_another_code_can_come_again(desk: Desk) -> None:
    """Who mends a workbook hands it in once more; by then the row stands there as it says."""
    book = Book(desk.export("2023-report"))
    book["事项进展!as_of 4"] = date(2023, 12, 30)
    desk.take(book.bytes())
    assert is_unchanged(desk.hand_in(book.bytes()))
    book["事项进展!note_zh 4"] = "南门已开。"
    assert (
        ",2023-12-30,一/(二),公园已经开放。,The park is open.,南门已开。,"
        in desk.take(book.bytes()).files[f"{REPORT}/progress.csv"].decode()
    )


def test_a_row_that_was_taken_out_is_none_that_was_there_before(desk: Desk) -> None:
    book = Book(desk.export("2023-report"))
    desk.edit(
        f"{REPORT}/observations.csv",
        "lamps-installed,qinghe,,2022-01-01,2022-12-31,2022-12-31,181,exact,A,,,,,一/(一),181盏,,,\n",
        "",
    )
    book.fill(
        "结果", 5, period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), as_of=date(2023, 12, 31)
    )
    assert codes(desk, book) == ["sheet-row-gone as_of"]
