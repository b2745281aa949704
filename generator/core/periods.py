"""Reference periods by their names: as ids have them (`2023`, `2023-h1`, `2023-q2`, `2023-06`), and as people do."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

_NAME = re.compile(r"([0-9]{4})(?:-(?:h([12])|q([1-4])|([0-9]{2})))?")
_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{4}-[0-9]{2}-[0-9]{2})")
_TWO_YEARS = re.compile(r"([0-9]{4})/([0-9]{4}|[0-9]{2})")
_YEARS = re.compile(r"([0-9]{4})[-–]([0-9]{4})")
_YEAR, _HALF, _QUARTER = 12, 6, 3
"""Months."""

_NINE = 9
_ORDINALS = ("first", "second", "third", "fourth")
_CENTURY = 100


class MonthDay(NamedTuple):
    """A day of every year: (4, 1) is the first of April."""

    month: int
    day: int

    def __str__(self) -> str:
        """As authors write it: `04-01`."""
        return f"{self.month:02d}-{self.day:02d}"


JANUARY = MonthDay(1, 1)


class Named(NamedTuple):
    """What people call a period: the `key` of a text (`year`, `second_quarter`, `fiscal_year`, `months`, `days`), and
    the years that it names, the same one twice where it lies in one: `2023`, or `2023/24`.
    """

    key: str
    year: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """On which days the fiscal and the school years of a publisher begin; None where it counts in none.

    One that begins with January is the year itself, and is called so. Where both begin on one day it is the fiscal year
    that is named.
    """

    fiscal: MonthDay | None = None
    school: MonthDay | None = None

    def years(self) -> Iterator[tuple[str, MonthDay]]:
        """What the years are called that are not the calendar's own, with the day that they begin on."""
        for key, day in (("fiscal", self.fiscal), ("school", self.school)):
            if day is not None and day != JANUARY:
                yield key, day

    def year(self, start: date, end: date) -> str:
        """A year of this calendar as `2023/24`; empty where it is none, or where years of two kinds are called so."""
        days = {day for _, day in self.years()}
        name = named(start, end, self)
        return name.year if len(days) == 1 and name.key in ("fiscal_year", "school_year") else ""


class TwoYearsError(ValueError):
    """A name such as `2023/24` that is a fiscal and a school year of other days: `periods` by the key of each."""

    def __init__(self, name: str, periods: dict[str, tuple[date, date]]) -> None:
        super().__init__(name)
        self.periods = periods

    @property
    def listed(self) -> str:
        """The first and the last day of each, as they can be written instead."""
        return " · ".join(f"{start.isoformat()}/{end.isoformat()}" for start, end in self.periods.values())


def period_name(start: date, end: date) -> str:
    """A period as part of an id: `2023`, `2023-h1`, `2023-q2`, `2023-06`, else `<start>/<end>`."""
    year = f"{start.year:04d}"
    if start.year == end.year and _whole_months(start, end):
        months = (start.month, end.month)
        names = {(1, 12): year, (1, 6): f"{year}-h1", (7, 12): f"{year}-h2"}
        names |= {(3 * quarter + 1, 3 * quarter + 3): f"{year}-q{quarter + 1}" for quarter in range(4)}
        if months in names:
            return names[months]
        if start.month == end.month:
            return f"{year}-{start.month:02d}"
    return f"{start.isoformat()}/{end.isoformat()}"


def period_of(name: str, calendar: Calendar | None = None) -> tuple[date, date]:
    """The first and the last day of a period, by its name: the inverse of `period_name`.

    `2021-2025` are whole years, as plans are called by; `2023/24` is a year of the calendar too, where that has one. Raises
    TwoYearsError where it has two, ValueError where the name is none, or names days that do not exist.
    """
    if days := _DAYS.fullmatch(name):
        return date.fromisoformat(days[1]), date.fromisoformat(days[2])
    if (years := _YEARS.fullmatch(name)) and years[1] < years[2]:
        return date(int(years[1]), 1, 1), date(int(years[2]), 12, 31)
    if years := _TWO_YEARS.fullmatch(name):
        return _year_of(name, int(years[1]), years[2], calendar or Calendar())
    if (match := _NAME.fullmatch(name)) is None:
        raise ValueError(name)
    year, half, quarter, month = match.groups()
    length, number = (6, half) if half else (3, quarter) if quarter else (1, month) if month else (12, "1")
    last = length * int(number)
    return (
        date(int(year), last - length + 1, 1),
        date(int(year), last, monthrange(int(year), last)[1]),
    )


def is_two_years(name: str) -> bool:
    """Whether a name is written like that of a year which ends in the next one: `2023/24`."""
    return _TWO_YEARS.fullmatch(name) is not None


def _year_of(name: str, year: int, last: str, calendar: Calendar) -> tuple[date, date]:
    found = {key: (date(year, *day), date(year + 1, *day) - timedelta(1)) for key, day in calendar.years()}
    if not f"{year + 1:04d}".endswith(last) or not found:
        raise ValueError(name)
    if len(set(found.values())) > 1:
        raise TwoYearsError(name, found)
    return next(iter(found.values()))


def named(start: date, end: date, calendar: Calendar) -> Named:
    """What people call a period.

    The names of the calendar go first: the quarter from April is the second one of the year, also where a fiscal year
    begins with it.
    """
    if start == end:
        return Named("day")
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if _whole_months(start, end) and (found := _of_months(start, months)):
        return found
    for key, day in calendar.years():
        if found := _of_year(key, day, start, end):
            return found
    if not _whole_months(start, end):
        return Named("days")
    return Named("month" if months == 1 else "months", str(start.year), str(end.year))


def _of_months(start: date, months: int) -> Named | None:
    """What so many months from the first of one are called in the calendar's years; None where they have no name."""
    year, gone = str(start.year), start.month - 1
    if gone == 0 and months % _YEAR == 0:
        last = str(start.year + months // _YEAR - 1)
        return Named("year" if months == _YEAR else "years", year, last)
    if gone == 0 and months == _NINE:
        return Named("nine_months", year, year)
    part = _part(gone, months)
    return Named(part, year, year) if part else None


def _part(gone: int, months: int) -> str:
    """Which half or quarter of a year so many months are that begin so many after it; empty where they are none."""
    for length, kind in ((_HALF, "half"), (_QUARTER, "quarter")):
        if months == length and gone % length == 0:
            return f"{_ORDINALS[gone // length]}_{kind}"
    return ""


def _of_year(key: str, begins: MonthDay, start: date, end: date) -> Named | None:
    """What a period is called in years that begin on another day than the first of January; None where it has no name.

    Parts have names in fiscal years alone: those of school years are terms, whose days every country sets.
    """
    after = end + timedelta(1)
    if start.day != begins.day or after.day != begins.day:
        return None
    months = (after.year - start.year) * 12 + after.month - start.month
    gone = (start.month - begins.month) % _YEAR
    first = start.year if start.month >= begins.month else start.year - 1
    if gone == 0 and months % _YEAR == 0:
        last = first + months // _YEAR - 1
        return Named(f"{key}_year" if months == _YEAR else f"{key}_years", two_years(first), two_years(last))
    part = _part(gone, months) if key == "fiscal" else ""
    return Named(f"fiscal_{part}", two_years(first), two_years(first)) if part else None


def two_years(first: int) -> str:
    """A year that ends in the next one: `2023/24`, `1999/2000`."""
    last = first + 1
    return f"{first}/{last % _CENTURY:02d}" if last % _CENTURY else f"{first}/{last}"


def _whole_months(start: date, end: date) -> bool:
    return start.day == 1 and (end + timedelta(1)).day == 1
