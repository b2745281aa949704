"""What a period is called in commands, where a package says when its fiscal and school years begin."""

from __future__ import annotations

from datetime import date

import pytest

from generator.core.periods import Calendar, MonthDay, TwoYearsError, period_of

FISCAL, BOTH, SAME = (
    Calendar(MonthDay(4, 1)),
    Calendar(MonthDay(4, 1), MonthDay(9, 1)),
    Calendar(MonthDay(9, 1), MonthDay(9, 1)),
)

YEARS = [
    (FISCAL, "2023/24", "2023-04-01", "2024-03-31"),
    (FISCAL, "2023/2024", "2023-04-01", "2024-03-31"),
    (FISCAL, "1999/00", "1999-04-01", "2000-03-31"),
    (SAME, "2023/24", "2023-09-01", "2024-08-31"),
    (Calendar(), "2021-2025", "2021-01-01", "2025-12-31"),
    (FISCAL, "2021–2025", "2021-01-01", "2025-12-31"),
    (BOTH, "2023-q2", "2023-04-01", "2023-06-30"),
    (BOTH, "2023-04-01/2023-04-30", "2023-04-01", "2023-04-30"),
]


@pytest.mark.parametrize(("calendar", "name", "start", "end"), YEARS)
def test_a_year_that_ends_in_the_next_one(calendar: Calendar, name: str, start: str, end: str) -> None:
    assert period_of(name, calendar) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("calendar", "name"),
    [
        (Calendar(), "2023/24"),
        (Calendar(MonthDay(1, 1)), "2023/24"),
        (Calendar(), "2025-2021"),
        (Calendar(), "2021-2021"),
        (FISCAL, "2023/25"),
        (FISCAL, "2023/23"),
        (FISCAL, "2023/4"),
    ],
)
def test_what_is_no_year_of_the_calendar(calendar: Calendar, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        period_of(name, calendar)


def test_a_year_of_two_kinds_is_told_with_the_days_of_each() -> None:
    with pytest.raises(TwoYearsError) as caught:
        period_of("2023/24", BOTH)
    assert caught.value.listed == "2023-04-01/2024-03-31 · 2023-09-01/2024-08-31"
