"""What stands beside the cells of a row, in grey: what it is about; what somebody writes over it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from filling import filled, grid_of, order_of, town
from packages import package_of
from packages import town as few
from speaking import both

from generator.editing.sheets.grey import changed_notes
from generator.editing.sheets.grids import GridRow
from generator.editing.sheets.info import Informant
from generator.editing.sheets.layout import ABOUT, columns
from generator.verdicts.standings import assess_package


@cache
def informant(language: str) -> Informant:
    """Who tells of the small example in a language."""
    return Informant(town().packages["town"], town().grids(order_of("2023-report"))[1], language)


LAMPS = {"title": "Street lamps installed", "unit": "lamps"}
ASKED = {
    "promised": "at least 200 lamps",
    "last": "210 lamps (31 December 2023)",
    "deadline": "31 December 2023",
}
TOLD: dict[tuple[str, str, str], tuple[str, dict[str, str]]] = {
    # a document, a part, a row: the language, what is told beside it
    ("2023-report", "observations", "2023-report/lamps-installed/2023-12-31"): ("en", {**LAMPS, **ASKED}),
    ("2023-report", "observations", "2023-report/lamps-installed/2022/2022-12-31"): ("en", LAMPS),
    ("2023-report", "observations", "2023-report/lamps-installed/east-village/2023-12-31"): (
        "zh",
        {
            "title": "新装路灯 (东村)",
            "unit": "盏",
            "promised": "30至40盏",
            "last": "不少于30盏 (2023年12月31日)",
            "deadline": "2023年12月31日",
        },
    ),
    ("2023-report", "observations", "2023-report/lamps-working-share/2023-h2/2023-12-31"): (
        "zh",
        {
            "title": "亮灯率",
            "unit": "%",
            "promised": "97.5%以上",
            "last": "98.2% (2023年12月31日)",
            "deadline": "2023年12月31日",
        },
    ),
    ("2023-report", "progress", "2023-plan/2/pocket-park/2023-report/2023-12-31"): (
        "en",
        {
            "title": "Pocket park opened",
            "last": "delivered (31 December 2023)",
            "deadline": "31 December 2023",
        },
    ),
    ("2023-plan", "targets", "2023-plan/1/lamps-installed/2023"): ("en", LAMPS),
    ("2023-plan", "planned", "2023-plan/1/lamps-installed/2023/2023-06-30"): ("en", LAMPS),
    ("2023-plan", "goals", "1"): ("en", {}),
    ("2023-plan", "document", "kind"): ("en", {}),
}  # fmt: skip


TELLING = {
    # a part: what is told beside its rows, from left to right
    "observations": "title promised last unit deadline",
    "progress": "title last deadline",
    "targets": "title unit",
    "planned": "title unit",
    "document": "title",
}


@pytest.mark.parametrize(("document", "part", "ref"), TOLD)
def test_what_is_told_beside_a_row(document: str, part: str, ref: str) -> None:
    grid = grid_of(part, document)
    language, told = TOLD[document, part, ref]
    assert informant(language).info(grid, grid.by_ref()[ref]) == told
    assert [name for name in columns(grid) if name.startswith(ABOUT)] == [
        f"{ABOUT}{name}" for name in TELLING.get(part, "").split()
    ]


NEW: dict[str, tuple[str, str, dict[str, str], str, dict[str, str]]] = {
    # a row that no data hold: (its document and part, its cells, the target that it is to answer, what is told)
    "a spare one": ("2023-report", "observations", {"area_id": "qinghe"}, "", {}),
    "of an indicator that is unknown": ("2023-report", "observations", {"indicator_id": "x"}, "", {}),
    "of a target that is unknown": ("2023-plan", "planned", {"target_id": "x"}, "", {}),
    "of a target alone": ("2023-plan", "planned", {}, "", {}),
    "of a deliverable that is unknown": ("2023-report", "progress", {"deliverable_id": "x"}, "", {}),
    "of no deliverable": ("2023-report", "progress", {}, "", {}),
    "of no area": ("2023-report", "observations", {"indicator_id": "lamps-installed"}, "", LAMPS),
    "of an area that is unknown": (
        *("2023-report", "observations", {"indicator_id": "lamps-installed", "area_id": "x"}, ""),
        LAMPS,
    ),
    "that answers a target of another time": (
        *("2023-report", "observations", {"indicator_id": "lamps-installed", "area_id": "qinghe"}),
        *("2023-plan/1/lamps-installed/2023", {**LAMPS, **ASKED}),
    ),
}


@pytest.mark.parametrize("what", NEW)
def test_what_is_told_beside_a_row_that_is_new(what: str) -> None:
    document, part, cells, promise, told = NEW[what]
    row = GridRow("", cells, promise=promise)
    assert informant("en").info(grid_of(part, document), row) == told


DAYS: dict[str, tuple[str, str, bool]] = {
    # the time of a row: its first and last day, whether the target of 2023 is told beside it
    "the year": ("2023-01-01", "2023-12-31", True),
    "a part of it": ("2023-01-02", "2023-12-30", True),
    "a day more before": ("2022-12-31", "2023-12-31", False),
    "a day more behind": ("2023-01-01", "2024-01-01", False),
    "none": ("", "", False),
}


@pytest.mark.parametrize("time", DAYS)
def test_a_target_is_told_beside_results_of_its_time(time: str) -> None:
    start, end, told = DAYS[time]
    named = {"indicator_id": "lamps-installed", "area_id": "qinghe"}
    row = GridRow("", {**named, "period_start": start, "period_end": end})
    said = informant("en").info(grid_of("observations", "2023-report"), row)
    assert said == ({**LAMPS, **ASKED} if told else LAMPS)


def test_of_two_targets_for_one_time_the_one_that_holds_is_told() -> None:
    targets = [
        {"figure": "300盏"},
        {"figure": "200盏", "document": "report", "supersedes": "plan/1/lamps/2023"},
    ]
    package = package_of({"targets": targets})
    standings = assess_package(package, date(2024, 6, 1))
    time = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
    row = GridRow("", {"indicator_id": "lamps", "area_id": "city", **time})
    said = Informant(package, standings, "zh").info(grid_of("observations", "2023-report"), row)
    assert (said["promised"], said["last"]) == ("200", "")
    assert Informant(package, replace(standings, targets={}), "zh").targets == {}


DELIVERABLES: dict[str, tuple[str, list[tuple[str, ...]], str, str]] = {
    # a deliverable: its due date, reports on it, its latest result and its deadline
    "nothing said": ("2023-12-31", [], "", "2023年12月31日"),
    "without a day": ("", [], "", ""),
    "under way": (
        "2023-12-31",
        [("2023-06-30", "under_way")],
        "正在进行 (2023年6月30日)",
        "2023年12月31日",
    ),
    "put off": (
        "2023-12-31",
        [("2023-06-30", "delayed", "2024-06-30")],
        "已推迟 (2023年6月30日)",
        "2023年12月31日 · 推迟到2024年6月30日",
    ),
}


@pytest.mark.parametrize("what", DELIVERABLES)
def test_what_is_told_of_a_deliverable(what: str) -> None:
    due, reports, last, deadline = DELIVERABLES[what]
    package = few({"deliverables": {"plan/1/park": due}, "progress": {"plan/1/park": reports}})
    teller = Informant(package, assess_package(package, date(2023, 9, 1)), "zh")
    said = teller.info(grid_of("progress", "2023-report"), GridRow("", {"deliverable_id": "plan/1/park"}))
    assert said == {"title": "", "last": last, "deadline": deadline}


# What was written over it

GREY: dict[str, tuple[dict[str, Any], str, list[tuple[str, str]]]] = {
    # what stands in grey cells, the sign between the cells of a CSV file: the cells that are told
    "nothing": ({"info.title 4": None, "info.unit 4": ""}, "", []),
    "what was there": ({"info.title 4": "新装路灯", "info.unit 4": "盏"}, "", []),
    "the same with spaces": ({"info.title 4": " 新装路灯 "}, "", []),
    "the same in the other language": ({"info.title 4": "Street lamps installed"}, "", []),
    "another text": ({"info.title 4": "路灯"}, "", [("C4", "路灯")]),
    "a number": ({"info.promised 4": 200}, "", [("D4", "200")]),
    "what belongs to another cell": ({"info.title 4": "盏"}, "", [("C4", "盏")]),
    "a text where nothing was": ({"info.promised 5": "100盏"}, "", [("D5", "100盏")]),
    "a text beside a spare row": ({"info.title 12": "路灯"}, "", []),
    "a text beside a new row": ({"value 12": 5, "info.title 12": "路灯"}, "", []),
    "a sign where nothing was": ({"info.promised 5": "~"}, "", [("D5", "~")]),
    "two texts": ({"info.unit 5": "个", "info.title 4": "路灯"}, "", [("C4", "路灯"), ("F5", "个")]),
    "a day as a program saves it": ({"info.deadline 4": "2023/12/31"}, ",", []),
    "the same in a workbook": ({"info.deadline 4": "2023/12/31"}, "", [("G4", "2023/12/31")]),
    "another text in a CSV file": ({"info.title 4": "路灯"}, ",", [("C4", "路灯")]),
}


@pytest.mark.parametrize("what", GREY)
def test_what_is_written_over_grey_cells_is_told(what: str) -> None:
    entered, delimiter, told = GREY[what]
    sheet = filled("observations", entered, delimiter=delimiter)
    problems = list(changed_notes(sheet, [informant("zh"), informant("en")]))
    assert [(item.place.cell, item.values["value"]) for item in problems] == told
    assert {item.code for item in problems} <= {"sheet-grey"}


def test_what_is_written_beside_facts_is_not_told() -> None:
    """The names of the facts stand there."""
    sheet = filled("document", {"info.title 4": "路灯"})
    assert list(changed_notes(sheet, [informant("zh")])) == []


def test_a_title_that_looks_like_a_number_may_be_shown_as_one() -> None:
    package, standings = town().packages["town"], informant("zh").standings
    lamps = replace(package.indicators["lamps-installed"], title=both("2.10", "Form 2.10"))
    package = replace(package, indicators={**package.indicators, lamps.id: lamps})
    tellers = [Informant(package, standings, language) for language in ("zh", "en")]
    shown = filled("observations", {"info.title 4": "2.1"}, delimiter=",")
    assert list(changed_notes(shown, tellers)) == []
