"""Reference periods by their names, as ids have them: `2023`, `2023-h1`, `2023-q2`, `2023-06`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_NAME = re.compile(r"([0-9]{4})(?:-(?:h([12])|q([1-4])|([0-9]{2})))?")
_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{4}-[0-9]{2}-[0-9]{2})")


def period_name(start: date, end: date) -> str:
    """A period as part of an id: `2023`, `2023-h1`, `2023-q2`, `2023-06`, else `<start>/<end>`."""
    year = f"{start.year:04d}"
    if start.day == 1 and start.year == end.year and _last_of_month(end):
        months = (start.month, end.month)
        names = {(1, 12): year, (1, 6): f"{year}-h1", (7, 12): f"{year}-h2"}
        names |= {(3 * quarter + 1, 3 * quarter + 3): f"{year}-q{quarter + 1}" for quarter in range(4)}
        if months in names:
            return names[months]
        if start.month == end.month:
            return f"{year}-{start.month:02d}"
    return f"{start.isoformat()}/{end.isoformat()}"


def period_of(name: str) -> tuple[date, date]:
    """The first and the last day of a period, by its name: the inverse of `period_name`.

    Raises ValueError where the name is none, or names days that do not exist.
    """
    if days := _DAYS.fullmatch(name):
        return date.fromisoformat(days[1]), date.fromisoformat(days[2])
    if (match := _NAME.fullmatch(name)) is None:
        raise ValueError(name)
    year, half, quarter, month = match.groups()
    length, number = (6, half) if half else (3, quarter) if quarter else (1, month) if month else (12, "1")
    last = length * int(number)
    return (
        date(int(year), last - length + 1, 1),
        date(int(year), last, monthrange(int(year), last)[1]),
    )


def _last_of_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1
