"""What a later report is asked about: targets without a final result; deliverables by the day that holds now, until they
are settled.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from cases import period
from packages import package_of, town

from generator.editing.sheets.grids import Order
from generator.editing.sheets.todo import todo
from generator.verdicts.standings import assess_package

ASKED: dict[str, tuple[str, list[tuple[str, ...]], bool]] = {
    # due, reports → whether a report on 2025 is asked about it; the plan is for 2023
    "due in 2023": ("2023-12-31", [], False),
    "due on the day before the year": ("2024-12-31", [], False),
    "due on the first day of the year": ("2025-01-01", [], True),
    "put off to the day before the year": ("2023-12-31", [("2023-06-30", "delayed", "2024-12-31")], False),
    "put off to the first day of the year": ("2023-12-31", [("2023-06-30", "delayed", "2025-01-01")], True),
    "put off by words alone": ("2023-12-31", [("2023-06-30", "delayed")], False),
    "brought forward": ("2025-12-31", [("2023-06-30", "under_way", "2024-06-30")], True),
    "partly delivered": ("2025-12-31", [("2023-06-30", "partly_delivered")], True),
    "delivered": ("2025-12-31", [("2023-06-30", "delivered")], False),
    "cancelled": ("2025-12-31", [("2023-06-30", "cancelled")], False),
}


@pytest.mark.parametrize("case", ASKED)
def test_what_a_report_is_asked_about(case: str) -> None:
    due, reports, asked = ASKED[case]
    package = town({"deliverables": {"plan/1/park": due}, "progress": {"plan/1/park": reports}})
    order = Order("town", "2025-report", (date(2025, 1, 1), date(2025, 12, 31)))
    rows = todo(package, assess_package(package, date(2026, 1, 1)), order)["progress"]
    expected = [{"deliverable_id": "plan/1/park", "as_of": "2025-12-31"}] if asked else []
    assert [dict(row.cells) for row in rows] == expected
    assert [(row.ref, row.promise) for row in rows] == [("+plan/1/park", "plan/1/park")] * asked


HALF, YEAR, NEXT = "2023-01-01/2023-06-30", "2023-01-01/2023-12-31", "2024-01-01/2024-12-31"
TIMES: dict[tuple[str, str], str] = {
    # a document, the time that is asked for: the time of what is to be reported
    ("report", ""): HALF,
    ("report", YEAR): YEAR,
    ("plan", ""): "",
    ("plan", YEAR): "",
    ("new", ""): "",
    ("new", YEAR): YEAR,
}


@pytest.mark.parametrize(("document", "time"), TIMES)
def test_the_time_that_a_report_is_on(document: str, time: str) -> None:
    package = town({"targets": [{"figure": "300盏"}], "deliverables": {"plan/1/park": "2023-12-31"}})
    order = Order("town", document, (period(time).start, period(time).end) if time else None)
    parts = todo(package, assess_package(package, date(2024, 6, 1)), order)
    start, _, end = TIMES[document, time].partition("/")
    result = {"period_start": start, "period_end": end, "as_of": end}
    asked = {
        "observations": [{"indicator_id": "lamps", "area_id": "city", **result}],
        "progress": [{"deliverable_id": "plan/1/park", "as_of": end}],
    }
    assert {name: [row.cells for row in rows] for name, rows in parts.items()} == (asked if start else {})


def made(text: str) -> dict[str, Any]:
    """A row of `name=value` pairs."""
    return dict(pair.split("=", 1) for pair in text.split())


OF_YEAR = "plan/1/lamps/2023"
TARGETS: dict[str, tuple[str, str, list[str], list[str], list[tuple[str, str]]]] = {
    # the document, the time that it is on, targets, results: the rows that are asked for, with their targets
    "a target of the time": ("new", HALF, ["figure=300盏"], [], [("lamps/city", OF_YEAR)]),
    "of another area": (
        *("new", HALF, ["figure=300盏 area=east"], []),
        [("lamps/east", "plan/1/lamps/east/2023")],
    ),
    "of the year before": ("new", NEXT, ["figure=300盏"], [], []),
    "of the year after": ("new", "2022-01-01/2022-12-31", ["figure=300盏"], [], []),
    "that ends as the time begins": (
        *("new", "2023-12-31/2024-12-31", ["figure=300盏"], []),
        [("lamps/city", OF_YEAR)],
    ),
    "that begins as the time ends": (
        *("new", "2022-01-01/2023-01-01", ["figure=300盏"], []),
        [("lamps/city", OF_YEAR)],
    ),
    "of the document itself": ("later", YEAR, ["figure=300盏 document=later"], [], []),
    "answered for a part of the time by another": (
        *("new", YEAR, ["figure=300盏"], ["figure=210盏"]),
        [("lamps/city", OF_YEAR)],
    ),
    "answered for all of the time by another": (
        *("new", YEAR, ["figure=300盏"], [f"figure=210盏 period={YEAR}"]),
        [],
    ),
    "answered by itself": ("report", YEAR, ["figure=300盏"], ["figure=210盏"], []),
    "answered by itself for a breakdown": (
        *("report", YEAR, ["figure=300盏"], ["figure=210盏 part=power=grid"]),
        [("lamps/city", OF_YEAR)],
    ),
    "answered by itself for another area": (
        *("report", YEAR, ["figure=300盏"], ["figure=210盏 area=east"]),
        [("lamps/city", OF_YEAR)],
    ),
    "answered by itself for another indicator": (
        *("report", YEAR, ["figure=300盏"], ["figure=210盏 indicator=signs"]),
        [("lamps/city", OF_YEAR)],
    ),
    "asked twice": (
        *("new", YEAR, ["figure=300盏", "figure=900盏 period=2021-01-01/2025-12-31"], []),
        [("lamps/city", OF_YEAR)],
    ),
    "revised": (
        *("new", YEAR, ["figure=300盏", f"figure=200盏 document=report supersedes={OF_YEAR}"], []),
        [("lamps/city", "report/1/lamps/2023")],
    ),
}


@pytest.mark.parametrize("case", TARGETS)
def test_the_results_that_a_report_is_asked_for(case: str) -> None:
    document, time, targets, results, asked = TARGETS[case]
    package = package_of({"targets": list(map(made, targets)), "seen": list(map(made, results))})
    order = Order("town", document, (period(time).start, period(time).end))
    rows = todo(package, assess_package(package, date(2024, 6, 1)), order)["observations"]
    assert [(row.ref, row.promise) for row in rows] == [(f"+{ref}", target) for ref, target in asked]


SPOKEN = {
    # a document, the time that it is on: whether it is asked about what another reported to be under way
    ("new", YEAR): True,
    ("report", YEAR): False,
    ("new", "2022-01-01/2023-01-01"): True,
    ("new", "2022-01-01/2022-12-31"): False,
    ("new", "2023-12-31/2024-12-31"): True,
    ("new", NEXT): False,
}


@pytest.mark.parametrize(("document", "time"), SPOKEN)
def test_what_a_document_says_of_a_deliverable_is_not_asked_again(document: str, time: str) -> None:
    progress = {"plan/1/park": [("2023-06-30", "under_way")]}
    package = town({"deliverables": {"plan/1/park": ""}, "progress": progress})
    order = Order("town", document, (period(time).start, period(time).end))
    rows = todo(package, assess_package(package, date(2024, 6, 1)), order)["progress"]
    assert [row.promise for row in rows] == ["plan/1/park"] * SPOKEN[document, time]
