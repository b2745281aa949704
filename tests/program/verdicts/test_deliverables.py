"""What became of the day of a deliverable: cases worked by hand, each with its reports and what follows from them."""

from __future__ import annotations

from itertools import permutations

import pytest
from deliverable_cases import DUE, PUT_OFF, ROWS, park, report_of


@pytest.mark.parametrize("name", ROWS)
def test_the_day_of_a_deliverable(name: str) -> None:
    row = ROWS[name]
    for reports in permutations(report_of(text) for text in row.reports):
        found = park(row.due, reports, row.today)
        days = ", ".join(f"{item.move} {item.day}" for item in found.days)
        flags = "o" * found.overdue + "c" * found.current_overdue
        assert (found.state, days, flags, found.times_put_off) == row[3:]
        last = row.days.rpartition(" ")[2]
        assert str(found.current_due or "") == (last or row.due)
        assert (found.dated_by is None) is (not last)


DELIVERED: dict[str, tuple[str, tuple[str, ...], str, int, str]] = {
    # due, reports → the first day of which it is on record as delivered, days after the promise, denied until
    "not yet": (DUE, ("under_way 2023-06-30",), "", 0, ""),
    "before its day": (DUE, ("delivered 2023-06-29",), "2023-06-29", 0, ""),
    "on its day": (DUE, ("delivered 2023-06-30",), "2023-06-30", 0, ""),
    "the day after, and nobody denies that it was in time": (
        DUE,
        ("delivered 2023-07-01",),
        "2023-07-01",
        1,
        "",
    ),
    "denied the day before its day": (
        DUE,
        ("under_way 2023-06-29", "delivered 2023-12-31"),
        "2023-12-31",
        184,
        "",
    ),
    "denied on its day": (
        DUE,
        ("under_way 2023-06-30", "delivered 2023-12-31"),
        "2023-12-31",
        184,
        "2023-06-30",
    ),
    "denied twice": (
        DUE,
        ("delayed 2023-06-30", "partly_delivered 2023-09-30", "delivered 2023-12-31"),
        "2023-12-31",
        184,
        "2023-09-30",
    ),
    "told twice": (DUE, ("delivered 2023-07-31", "delivered 2023-12-31"), "2023-07-31", 31, ""),
    "taken back in between": (
        DUE,
        ("delivered 2023-05-31", "under_way 2023-07-31", "delivered 2023-12-31"),
        "2023-12-31",
        184,
        "2023-07-31",
    ),
    "in time for the new day, and late all the same": (
        DUE,
        (PUT_OFF, "delivered 2024-03-31"),
        "2024-03-31",
        275,
        "",
    ),
    "no day": ("", ("delivered 2023-12-31",), "2023-12-31", 0, ""),
    "no day, and denied before": ("", ("under_way 2023-06-30", "delivered 2023-12-31"), "2023-12-31", 0, ""),
    "after a day that only a report named": (
        "",
        ("planned 2023-03-31 → 2023-06-30", "delivered 2023-07-02"),
        "2023-07-02",
        2,
        "",
    ),
    "taken back": (DUE, ("delivered 2023-05-31", "under_way 2023-07-31"), "", 0, ""),
}


@pytest.mark.parametrize("name", DELIVERED)
def test_how_late_a_deliverable_was_delivered(name: str) -> None:
    due, reports, by, late, denied = DELIVERED[name]
    found = park(due, tuple(map(report_of, reports)), "2025-01-01")
    assert (str(found.delivered_by or ""), found.days_late, str(found.open_until or "")) == (by, late, denied)
