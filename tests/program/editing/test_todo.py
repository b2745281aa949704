"""Which deliverables a later report is asked about: by the day that holds now, and until they are settled."""

from __future__ import annotations

from datetime import date

import pytest
from packages import town

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
