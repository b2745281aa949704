"""What each form of chart shows, as frozen values, and the rows that it is drawn from.

A `tip` is what the interactive version tells of a mark, in the page's language. The drawing holds no words, so tips
do not count when two charts are compared: both languages share one drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any, ClassVar

from generator.core import formats
from generator.core.languages import FALLBACK
from generator.core.model import Period
from generator.core.periods import period_name

WIDTH, HEIGHT = 340, 190
"""Pixels of the plotting area: drawn for a phone, so that digits stay readable when it is scaled to one."""

ROOM = 0.25
"""The share of the width that a label left of its dot needs."""

LABEL = 17
"""Pixels that a line of a label is high, with the air around it."""

DIGIT = 8.5
"""Pixels that a digit of a label is wide."""

BAR = 0.6
"""The share of its column that a bar is wide."""

TICKS = 5
"""At most as many days are named under a chart."""

Rows = list[dict[str, Any]]


def _digits(value: Decimal) -> str:
    return formats.in_sum(value, FALLBACK).replace(",", "")


def _flagged(value: Decimal, flag: str) -> str:
    return f"{_digits(value)} {flag}".rstrip()


def _milliseconds(day: date) -> int:
    return (day - date(1970, 1, 1)) // timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a day; `flag` is the code of what is recorded about it (E estimated, B break), empty for nothing."""

    day: date
    value: Decimal
    tip: str = field(default="", compare=False)
    flag: str = ""


@dataclass(frozen=True, slots=True)
class ProgressData:
    """What the progress chart shows: the level to reach (two points: from, to), the plan towards it
    (from, planned days, to; none where the rule has no pace), and the results with the printed or computed value.
    `start` is the starting value at its own time, where that is known.
    """

    target: tuple[Point, ...]
    plan: tuple[Point, ...]
    results: tuple[Point, ...]
    start: tuple[Point, ...] = ()

    @property
    def form(self) -> str:
        """The form that draws it."""
        return "course" if self.start else "progress"

    def datasets(self) -> Mapping[str, Rows]:
        """The rows of each layer."""
        rows = {
            "target": _points(self.target),
            "plan": _points(self.plan),
            "results": _points(self.results, self.plan),
        }
        if self.start:
            rows["start"] = _points(self.start)
        _thin(rows, [*self.target, *self.plan, *self.results, *self.start])
        return rows

    def values(self) -> Mapping[str, Any]:
        """The days to be named under the chart, in milliseconds since 1970."""
        days = [point.day for point in (*self.target, *self.plan, *self.results, *self.start)]
        return {"ticks": [_milliseconds(day) for day in ticks(min(days), max(days))] if days else []}


def ticks(first: date, last: date) -> list[date]:
    """The days to be named under an axis of time: first days of months, evenly apart, that divide a year or years.

    Both ends where the time is too short for two of them.
    """
    start, end = first.year * 12 + first.month - (first.day == 1), last.year * 12 + last.month - 1
    for step in (1, 3, 6, *(12 * years for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000))):
        months = range(-(-start // step) * step, end + 1, step)
        if len(months) <= TICKS:
            break
    if len(months) < 2:  # noqa: PLR2004 - a single name says nothing of the time between
        return sorted({first, last})
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _points(points: Sequence[Point], plan: Sequence[Point] = ()) -> Rows:
    return [
        {
            "day": point.day.isoformat(),
            "value": float(point.value),
            "label": _flagged(point.value, point.flag),
            "above": _above(point, plan),
            "tip": point.tip,
        }
        for point in points
    ]


def _thin(rows: Mapping[str, Rows], points: Sequence[Point]) -> None:
    """Take the labels off results where they would run into another; all numbers stand in the table. The last one
    stays, and of the others as many as there is room for, from the last to the first. Lying on its like a label is
    read all the same.
    """
    days = [point.day for point in points]
    values = [0.0, *(float(point.value) for point in points)]
    wide = WIDTH / max((max(days) - min(days)).days, 1) if days else 0.0
    high = HEIGHT / ((max(values) - min(values)) or 1)

    def box(row: Mapping[str, Any], *, across: float, up: float) -> tuple[float, float, float]:
        """Where a label begins and ends, and how high its middle is, in pixels from the lower left corner."""
        at = (date.fromisoformat(row["day"]) - min(days)).days * wide
        long = DIGIT * len(row["label"])
        left = at + across if across > 0 else at + across - long
        return left, left + long, (row["value"] - min(values)) * high + up

    taken = [box(row, across=4, up=7) for row in rows["target"][:1]]
    taken += [box(row, across=9, up=-13) for row in rows.get("start", ())]
    for number, row in enumerate(reversed(rows["results"])):
        own = box(row, across=-8, up=7) if row["above"] else box(row, across=9, up=-13)
        if (
            number
            and own not in taken
            and any(
                own[0] < other[1] and other[0] < own[1] and abs(own[2] - other[2]) < LABEL for other in taken
            )
        ):
            row["label"] = ""
        else:
            taken.append(own)


def _above(point: Point, plan: Sequence[Point]) -> bool:
    """Whether a label belongs above and left of its dot: where the plan line runs below it, and there is room."""
    if not plan or plan[0].day == plan[-1].day:
        return False
    gone = (point.day - plan[0].day) / (plan[-1].day - plan[0].day)
    before = max((item for item in plan if item.day <= point.day), key=lambda item: item.day, default=plan[0])
    after = min((item for item in plan if item.day >= point.day), key=lambda item: item.day, default=plan[-1])
    between = (point.day - before.day) / (after.day - before.day) if after.day > before.day else 0
    wanted = float(before.value) + between * float(after.value - before.value)
    return gone > ROOM and float(point.value) >= wanted


@dataclass(frozen=True, slots=True)
class Column:
    """A period with its target (`upper` for a range), its result, or both; `interim` when the result was reported
    before the period was over; `flag` as of a point.
    """

    period: Period
    target: Decimal | None = None
    upper: Decimal | None = None
    result: Decimal | None = None
    interim: bool = False
    target_tip: str = field(default="", compare=False)
    result_tip: str = field(default="", compare=False)
    flag: str = ""

    @property
    def top(self) -> Decimal | None:
        """The upper end of the target; its value where it is no range."""
        return self.target if self.upper is None else self.upper

    @property
    def labels(self) -> tuple[str, str]:
        """The numbers of result and target, empty where there is none: `18.3`, `7–10`."""
        result = "" if self.result is None else _flagged(self.result, self.flag)
        ends = [_digits(end) for end in (self.target, self.upper) if end is not None]
        return result, "–".join(ends)

    @property
    def code(self) -> str:
        """The period without words: `2021`, `2023-H1`, `2016/2020`, `2023/24`, a day, or the first day above the last."""
        start, end = self.period.start, self.period.end
        if start == end:
            return start.isoformat()
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year < end.year:
            return f"{start.year}/{end.year}"
        if year := self.period.calendar.year(start, end):
            return year
        return period_name(start, end).upper().replace("/", "/\n")


@dataclass(frozen=True, slots=True)
class YearsData:
    """What the chart of years shows: periods side by side, in the order of time."""

    form: ClassVar[str] = "years"
    columns: tuple[Column, ...]

    def datasets(self) -> Mapping[str, Rows]:
        """The rows of each layer; a label knows how many pixels below (or, negative, above) its value it stands."""
        numbers = [
            float(value)
            for column in self.columns
            for value in (column.target, column.upper, column.result)
            if value is not None
        ]
        low, high = min((0.0, *numbers)), max((0.0, *numbers))
        scale = HEIGHT / (high - low) if high > low else 0.0
        widest = max((len(text) for column in self.columns for text in column.labels), default=0)
        fits = widest * DIGIT * len(self.columns) <= WIDTH * BAR
        rows: dict[str, Rows] = {"columns": [], "results": [], "targets": []}
        for column in self.columns:
            code, (by_result, by_target) = column.code, _label_places(column, scale)
            # Where numbers would run into each other the axis must do; all of them stand in the table.
            result_label, target_label = column.labels if fits else ("", "")
            rows["columns"].append({"code": code, "zero": 0})
            if column.target is not None:
                ends = {"value": float(column.target), "upper": float(column.top or 0)}
                label = {"label": target_label, "dy": float(column.top or 0) * scale - by_target}
                rows["targets"].append({"code": code, **ends, **label, "tip": column.target_tip})
            if column.result is not None:
                value = {"value": float(column.result), "interim": column.interim}
                label = {"label": result_label, "dy": float(column.result) * scale - by_result}
                rows["results"].append({"code": code, **value, **label, "tip": column.result_tip})
        return rows

    def values(self) -> Mapping[str, Any]:
        """Nothing but the rows."""
        return {}


def _label_places(column: Column, scale: float) -> tuple[float, float]:
    """How many pixels above zero the numbers of result and target stand: the first places where neither hides the
    other, the target's lines or the end of the bar. `scale` is pixels for each unit of value.
    """
    end, bottom, top = (float(value or 0) * scale for value in (column.result, column.target, column.top))
    half = LABEL / 2
    above_bar, in_bar, above_line, below_line = end + half, end - half - 2, top + half + 1, bottom - half - 2
    if column.result is None or column.target is None:
        return above_bar, above_line
    places = [
        (result, target)
        for result, target in product(
            [above_bar, *(place for place in (in_bar, below_line) if half < place < end)],
            [above_line, *([below_line] if below_line > half else [])],
        )
        if abs(result - target) >= LABEL - 1
        and not bottom - half < result < top + half
        and abs(target - end) >= half
    ]
    highest = max(end, top) + half + 1
    return places[0] if places else (highest, highest + LABEL)


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a breakdown; `flag` as of a point."""

    value: Decimal
    tip: str = field(default="", compare=False)
    flag: str = ""


@dataclass(frozen=True, slots=True)
class BreakdownData:
    """What the dot plot shows: the parts of a whole from large to small; rows are numbered, the page names them."""

    form: ClassVar[str] = "breakdown"
    parts: tuple[Part, ...]

    def datasets(self) -> Mapping[str, Rows]:
        """One row for each part."""
        rows = [
            {
                "row": number,
                "value": float(part.value),
                "label": _flagged(part.value, part.flag),
                "tip": part.tip,
            }
            for number, part in enumerate(self.parts, 1)
        ]
        return {"parts": rows}

    def values(self) -> Mapping[str, Any]:
        """Nothing but the rows."""
        return {}


@dataclass(frozen=True, slots=True)
class SeriesData:
    """What the chart of a series shows: its values by their day, with the number at both ends."""

    form: ClassVar[str] = "series"
    points: tuple[Point, ...]

    @property
    def dotted(self) -> bool:
        """Whether each value has its dot: not where these would run into one another."""
        return len(self.points) <= DOTS

    @property
    def from_zero(self) -> bool:
        """Whether the scale begins at zero: not where all values are so far from it that they would look alike."""
        values = [point.value for point in self.points]
        return min(values) <= 0 or max(values) >= NEAR_ZERO * min(values)

    def datasets(self) -> Mapping[str, Rows]:
        """One row for each value, again for each dot, for each number, and one at zero where the scale begins there."""
        points = [
            {"line": 1, "day": point.day.isoformat(), "value": float(point.value), "tip": point.tip}
            for point in self.points
        ]
        values = [point.value for point in self.points]
        # A number stands on the side of its dot from which the line goes away.
        sides = values[:2] == sorted(values[:2], reverse=True), values[-2:] == sorted(values[-2:])
        ends = [
            {
                **points[at],
                "label": _flagged(values[at], self.points[at].flag),
                "first": at == 0,
                "above": above,
            }
            for at, above in zip((0, -1), sides, strict=True)
        ]
        zero = [{"value": 0}] if self.from_zero else []
        return {"points": points, "dots": points if self.dotted else [], "ends": ends, "zero": zero}

    def values(self) -> Mapping[str, Any]:
        """The days to be named under the chart, in milliseconds since 1970, and whether the year says which they are."""
        days = sorted({point.day for point in self.points})
        yearly = all((day.month, day.day) == (12, 31) for day in days)
        return {"ticks": [_milliseconds(day) for day in spread(days, TICKS)], "yearly": yearly}


DOTS = 60
"""A line of more values has no dots."""

NEAR_ZERO = 2
"""A scale begins at zero where the greatest value is so many times the least."""


def spread(days: Sequence[date], most: int) -> list[date]:
    """Up to `most` of some days, evenly apart by their number, the last one among them."""
    step = -(-len(days) // most)
    return list(days[::-1][::step][::-1])


ChartData = ProgressData | YearsData | BreakdownData | SeriesData
