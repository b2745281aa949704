"""What each form of chart shows, as frozen values, and the rows that it is drawn from.

Labels are numbers and words in a language; a drawing serves every language in which they are alike. A `tip` is what the
interactive version tells of a mark, in the page's language, and stands in no drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any, ClassVar

from generator.core import formats
from generator.core.codes import ObservationStatus
from generator.core.model import Period
from generator.core.periods import period_name
from generator.publishing.charts.axes import (
    ASIDE,
    BREADTH,
    HEIGHT,
    LABEL,
    LETTER,
    NAME,
    TICKS,
    WIDTH,
    Box,
    Margins,
    Room,
    Scale,
    fitting,
    margins,
    milliseconds,
    scale,
    spread,
    ticks,
    width,
)
from generator.verdicts.endings import End

ROOM = 0.25
"""The share of the width that a label left of its dot needs."""

NEAR_ZERO = 2
"""A scale begins at zero where the greatest value is so many times the least."""

DOTS = 60
"""A line of more values has no dots."""

ROW_OF_BODY, ROW_HEAD, ROW_PLOT, ROW_FOOT = 108, 48, 44, 6
"""Pixels that the row of a body is high, those of them for its name and numbers, those for what is drawn, and of these those
below the least value.
"""

SMALL = 6.4
"""Pixels that a letter of the numbers above a row is wide, on average."""

Rows = list[dict[str, Any]]


def _flagged(value: Decimal, flag: str, language: str) -> str:
    return f"{formats.short(value, language)} {flag}".rstrip()


def _far_from_zero(values: Sequence[Decimal]) -> bool:
    """Whether values are so far from zero that on a scale from there they would look alike."""
    return bool(values) and min(values) > 0 and max(values) < NEAR_ZERO * min(values)


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
    `start` is the starting value at its own time, where that is known. `asked` is what the level is called, its number
    where nothing is; `unit` stands over the scale.
    """

    target: tuple[Point, ...]
    plan: tuple[Point, ...]
    results: tuple[Point, ...]
    start: tuple[Point, ...] = ()
    asked: str = ""
    unit: str = ""

    @property
    def form(self) -> str:
        """The form that draws it."""
        return "course" if self.start else "progress"

    @property
    def _points(self) -> list[Point]:
        return [*self.target, *self.plan, *self.results, *self.start]

    @property
    def _scale(self) -> Scale:
        return scale((point.value for point in self._points), from_zero=True)

    def datasets(self, language: str) -> Mapping[str, Rows]:
        """The rows of each layer."""
        rows = {
            "target": _rows(self.target, language),
            "plan": _rows(self.plan, language),
            "results": _rows(self.results, language, self.plan),
            "unit": [{"label": self.unit}],
        }
        if self.asked and self.target:
            rows["target"][0]["label"] = self.asked
        if self.start:
            rows["start"] = _rows(self.start, language)
        _thin(rows, [point.day for point in self._points], self._scale)
        return rows

    def values(self, language: str) -> Mapping[str, Any]:
        """The days to be named under the chart, in milliseconds since 1970, and the scale."""
        days = [point.day for point in self._points]
        named = [milliseconds(day) for day in ticks(min(days), max(days))] if days else []
        return {"ticks": named, **self._scale.values(language)}

    def margins(self, language: str) -> Margins:
        """The room around it: the number of a result may reach over the end of time."""
        days = [point.day for point in self._points]
        wide = WIDTH / max((max(days) - min(days)).days, 1) if days else 0.0
        shown = [*zip(self.results, self.datasets(language)["results"], strict=True)]
        over = (
            (point.day - min(days)).days * wide + 12 + width(row["label"]) - WIDTH
            for point, row in shown
            if row["label"] and not row["above"]
        )
        return margins(self._scale.values(language)["names"], over=max(over, default=0.0))


def _rows(points: Sequence[Point], language: str, plan: Sequence[Point] = ()) -> Rows:
    return [
        {
            "day": point.day.isoformat(),
            "value": float(point.value),
            "label": _flagged(point.value, point.flag, language),
            "above": _above(point, plan),
            "tip": point.tip,
        }
        for point in points
    ]


def _thin(rows: Mapping[str, Rows], days: Sequence[date], values: Scale) -> None:
    """Take the labels off results where they would run into another; all numbers stand in the table. The last one
    stays, and of the others as many as there is room for, from the last to the first.
    """
    wide = WIDTH / max((max(days) - min(days)).days, 1) if days else 0.0

    def box(row: Mapping[str, Any], *, across: float, up: float) -> Box:
        at = (date.fromisoformat(row["day"]) - min(days)).days * wide
        long = width(row["label"])
        left = at + across if across > 0 else at + across - long
        return Box(left, left + long, values.height(Decimal(row["value"])) + up)

    taken = [box(row, across=4, up=7) for row in rows["target"][:1]]
    room = Room([*taken, *(box(row, across=9, up=-13) for row in rows.get("start", ()))])
    for number, row in enumerate(reversed(rows["results"])):
        own = box(row, across=-8, up=7) if row["above"] else box(row, across=9, up=-13)
        # Lying on its like a label is read all the same.
        if own not in room.taken and not room.takes(own) and number:
            row["label"] = ""


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


class Shape(StrEnum):
    """How results of periods are drawn: amounts as bars, shares and ceilings as levels, what stands at a day as dots."""

    BARS = "bars"
    LEVELS = "levels"
    DOTS = "dots"


@dataclass(frozen=True, slots=True)
class Column:
    """A period with its target (`upper` for a range), its result, or both; `interim` when the result was reported
    before the period was over; `ending` where there is a target; `flag` as of a point; `day` is that of a result
    which stands at one.
    """

    period: Period
    target: Decimal | None = None
    upper: Decimal | None = None
    result: Decimal | None = None
    interim: bool = False
    target_tip: str = field(default="", compare=False)
    result_tip: str = field(default="", compare=False)
    flag: str = ""
    ending: End | None = None
    day: date | None = None

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """All that stands on the scale."""
        return tuple(value for value in (self.target, self.upper, self.result) if value is not None)

    @property
    def when(self) -> str:
        """The time that its tips tell of."""
        return (self.result_tip or self.target_tip).partition("\n")[0]

    @property
    def said(self) -> tuple[str, ...]:
        """What its tips tell of this time: the result, what was asked for, or both."""
        return tuple(tip.partition("\n")[2] for tip in (self.result_tip, self.target_tip) if tip)

    @property
    def top(self) -> Decimal | None:
        """The upper end of the target; its value where it is no range."""
        return self.target if self.upper is None else self.upper

    def asked(self, language: str) -> str:
        """The number of the target: `7–10`."""
        return "–".join(formats.short(end, language) for end in (self.target, self.upper) if end is not None)

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
    """What the chart of years shows: periods on the line of time, each as long as it was, in their order. `unit` as of
    a progress chart.
    """

    form: ClassVar[str] = "years"
    columns: tuple[Column, ...]
    shape: Shape = Shape.BARS
    unit: str = ""

    @property
    def from_zero(self) -> bool:
        """Whether the scale begins at zero: that of amounts always, any other where values are not all far from it."""
        return self.shape is Shape.BARS or not _far_from_zero([*self._numbers])

    @property
    def _numbers(self) -> Iterator[Decimal]:
        for column in self.columns:
            yield from column.numbers

    @property
    def scale(self) -> Scale:
        """The scale of its values."""
        return scale(self._numbers, from_zero=self.from_zero)

    @property
    def time(self) -> _Time:
        """The line of its time."""
        first = min((column.period.start for column in self.columns), default=date.min)
        last = max((column.day or column.period.end for column in self.columns), default=date.min)
        last = max([last, *(column.period.end for column in self.columns if column.target is not None)])
        edge = timedelta(days=(last - first).days * EDGE) if self.shape is Shape.DOTS else timedelta()
        return _Time(first - edge, last + timedelta(days=1) + edge)

    def datasets(self, language: str) -> Mapping[str, Rows]:
        """The rows of each layer. Of what shows the same where every period has one the empty ones are no rows."""
        time, values = self.time, self.scale
        names = (
            "columns",
            "gaps",
            "bars",
            "interim",
            "levels",
            "dots",
            "targets",
            "ranges",
            "marks",
            "labels",
        )
        rows: dict[str, Rows] = {name: [] for name in names}
        rows["unit"] = [{"label": self.unit}]
        run, before = 0, None
        for number, column in enumerate(self.columns):
            named = {"period": column.code}
            span = {**named, **time.span(column.period)}
            rows["columns"].append(span)
            if column.ending not in (None, End.NOT_DUE):
                rows["marks"].append({"at": time.middle(column, self.shape), "ending": str(column.ending)})
            if column.target is not None:
                ends = {"value": float(column.target), "upper": float(column.top or 0)}
                # What is asked of the end of a time stands at its end.
                asked = {**named, **time.end(column.period)} if self.shape is Shape.DOTS else span
                rows["targets"].append({**asked, **ends, "tip": column.target_tip})
                if column.upper is not None:
                    rows["ranges"].append(rows["targets"][-1])
            if column.result is None:
                rows["gaps"] += [] if self.shape is Shape.DOTS else [span]
                continue
            value = {"value": float(column.result), "tip": column.result_tip}
            if self.shape is Shape.BARS:
                full = {} if column.interim else {"full": _FULL.get(column.ending, _FULL[None])}
                rows["interim" if column.interim else "bars"].append({**span, **value, **full})
            else:
                earlier = self.columns[before] if before is not None else None
                run += (
                    earlier is None or _apart(earlier, column) or ObservationStatus.BREAK.value in column.flag
                )
                before = number
                if self.shape is Shape.LEVELS:
                    rows["levels"].append({**span, **value, "interim": column.interim})
                rows["dots"].append({**named, "at": time.at(column, self.shape), "run": run, **value})
        rows["labels"] = [*self._labels(time, values, language)]
        return rows

    def _labels(self, time: _Time, values: Scale, language: str) -> Iterator[dict[str, Any]]:
        """The numbers that have room, the most telling first: the last result and target, the first ones, the extremes."""
        results = [column for column in self.columns if column.result is not None]
        targets = [column for column in self.columns if column.target is not None]
        # Of targets alike one after another the last is named.
        targets = [[*alike][-1] for _, alike in groupby(targets, lambda one: (one.target, one.upper))]
        ranked = sorted(results, key=lambda column: column.result or Decimal(0))
        order = [
            *(("result", column) for column in results[-1:]),
            *(("target", column) for column in targets[-1:]),
            *(("result", column) for column in (*results[:1], *ranked[-1:], *ranked[:1])),
        ]
        # Numbers much wider than what they stand over would lie on the marks beside it.
        widest = max((width(formats.short(value, language)) for value in self._numbers), default=0)
        if widest <= _WIDEST * WIDTH / len(self.columns):
            order += [("result", column) for column in reversed(results)]
            order += [("target", column) for column in reversed(targets)]
        room, told = Room(), set[tuple[str, int]]()
        for kind, column in order:
            key = kind, self.columns.index(column)
            if key in told:
                continue
            told.add(key)
            text = (
                _flagged(column.result or Decimal(0), column.flag, language)
                if kind == "result"
                else column.asked(language)
            )
            value = column.result if kind == "result" else column.top
            assert value is not None
            at = time.middle(column, self.shape) if kind == "result" else time.asked(column, self.shape)
            lines = [
                end for end in (column.target, column.top, column.result) if end is not None and end != value
            ]
            for up in _ways(values, value, lines):
                box = time.box(at, text, values.height(value) + up)
                if not 0 <= box.middle <= HEIGHT + LABEL or not room.takes(box):
                    continue
                # A label at the edge stays inside.
                inside = milliseconds_at(time, (box.left + box.right) / 2)
                yield {"at": inside, "value": float(value), "dy": -up, "label": text, "kind": kind}
                break

    def values(self, language: str) -> Mapping[str, Any]:
        """The days to be named under the chart with their names, both ends of time, and the scale."""
        time, room = self.time, Room()
        named: dict[int, str] = {}
        for column in sorted(self.columns, key=lambda item: item.day or item.period.end, reverse=True):
            at, code = time.middle(column, self.shape), column.code
            if self.shape is Shape.DOTS:
                code = str((column.day or column.period.end).year)
                at = time.day(column.day or column.period.end)
            longest = max(code.split("\n"), key=len)
            # The letters of an axis are smaller, with more room between them.
            if code not in named.values() and room.takes(time.box(at, longest + "0", 0)):
                named[at] = code
        found = sorted(named)
        ends = {"first": milliseconds(time.first), "last": milliseconds(time.last)}
        return {"ticks": found, "times": [named[at] for at in found], **ends, **self.scale.values(language)}

    def margins(self, language: str) -> Margins:
        """The room around it: below the names of periods, which may have two lines, stand the marks."""
        lines = max((column.code.count("\n") for column in self.columns), default=0)
        marked = any(column.ending is not None for column in self.columns)
        return margins(
            self.scale.values(language)["names"], over=2 * LABEL, below=24 if marked else 16 * lines
        )


EDGE = 0.04
"""The share of the time before the first dot and after the last one that is left free."""

_FULL = {End.REACHED: 0.6, End.MISSED: 0.22, None: 0.35}
"""How full the bar of a period is by how its promise ended; the last is that of all others."""

_BAR = 0.8
"""The share of its time that a period is drawn wide."""

_WIDEST = 1.5
"""How many times as wide as its period a number may be."""

_NEAR = 2
"""Pixels that must be between a number and a line."""

_GAP = 1.6
"""How many times as far as usual two results are apart when there is a gap between them."""


def _apart(earlier: Column, later: Column) -> bool:
    """Whether a line between two results would tell of a time of which nothing is known."""
    if earlier.period.start == earlier.period.end:
        return False
    usual = max((item.period.end - item.period.start).days + 1 for item in (earlier, later))
    return (later.period.start - earlier.period.end).days > usual * (_GAP - 1)


def _ways(values: Scale, value: Decimal, lines: Iterable[Decimal]) -> Iterator[float]:
    """How many pixels above its value a number may stand: just above or below it, or beyond the line that is too near."""
    half, here = LABEL / 2, values.height(value)
    heights = [values.height(line) for line in lines]
    above, below = half + 1, -half - 2
    for height in sorted(heights):
        # A line through the number, or just above it: the number goes beyond it.
        if abs(height - here - above) < half + _NEAR:
            above = height - here + half + _NEAR
    if all(abs(here + below - height) >= half for height in heights):
        yield from (above, below)
    else:
        yield above


@dataclass(frozen=True, slots=True)
class _Time:
    """An axis of time from a day to another, in milliseconds and pixels."""

    first: date
    last: date

    def span(self, period: Period) -> dict[str, Any]:
        """A period as it is drawn, somewhat less wide than it was."""
        start, end = milliseconds(period.start), milliseconds(period.end + timedelta(days=1))
        air = round((end - start) * (1 - _BAR) / 2)
        return {"start": start + air, "end": end - air}

    def end(self, period: Period) -> dict[str, Any]:
        """A short time around the end of a period."""
        air, at = timedelta(days=(self.last - self.first).days * EDGE), period.end
        return {"start": milliseconds(at - air), "end": milliseconds(at + air)}

    def day(self, day: date) -> int:
        """A day in milliseconds."""
        return milliseconds(day)

    def at(self, column: Column, shape: Shape) -> int:
        """Where the dot of a result stands."""
        return (
            milliseconds(column.day or column.period.end)
            if shape is Shape.DOTS
            else self._half(column.period)
        )

    def middle(self, column: Column, shape: Shape) -> int:
        """Where the number of a result stands, and the mark of its period."""
        if shape is Shape.DOTS:
            return milliseconds(
                column.period.end
                if column.ending is not None and column.day is None
                else column.day or column.period.end
            )
        return self._half(column.period)

    def asked(self, column: Column, shape: Shape) -> int:
        """Where the number of a target stands."""
        return milliseconds(column.period.end) if shape is Shape.DOTS else self._half(column.period)

    @staticmethod
    def _half(period: Period) -> int:
        return (milliseconds(period.start) + milliseconds(period.end + timedelta(days=1))) // 2

    def box(self, at: int, text: str, middle: float) -> Box:
        """The room of a label in the middle over a moment; inside of the chart, where it reaches over its edge."""
        whole = milliseconds(self.last) - milliseconds(self.first)
        wide, long = (at - milliseconds(self.first)) / whole * WIDTH if whole else 0.0, width(text)
        left = min(max(wide - long / 2, -2 * LABEL), WIDTH + LABEL - long)
        return Box(left, left + long, middle)


def milliseconds_at(time: _Time, across: float) -> int:
    """The moment that is so many pixels from the left."""
    whole = milliseconds(time.last) - milliseconds(time.first)
    return round(milliseconds(time.first) + across / WIDTH * whole)


@dataclass(frozen=True, slots=True)
class Body:
    """The periods of one of several bodies, in their order, and what it is called in the chart. `told` are its latest numbers
    in words.
    """

    name: str
    columns: tuple[Column, ...]
    told: str = ""

    @property
    def latest(self) -> Column | None:
        """The last period, that of a result where there is one."""
        return next((column for column in reversed(self.columns) if column.result is not None), None) or next(
            reversed(self.columns), None
        )


@dataclass(frozen=True, slots=True)
class ComparedData:
    """What the chart of several bodies shows: a row for each with its periods, all on one line of time and one scale, whose
    ends are named at each. The latest period and its numbers stand above each row: the result, and what was asked for.
    """

    bodies: tuple[Body, ...]
    shape: Shape = Shape.BARS
    unit: str = ""

    @property
    def form(self) -> str:
        """The form that draws it, which is as high as there are rows."""
        return f"compared-{len(self.bodies)}"

    @property
    def together(self) -> YearsData:
        """All periods as if they were those of one body, for scale and time."""
        return YearsData(
            tuple(column for body in self.bodies for column in body.columns), self.shape, self.unit
        )

    @property
    def scale(self) -> Scale:
        """The scale that all rows have. One that does not begin at zero begins below its least value: what lay on the floor
        would look like nothing.
        """
        found = self.together.scale
        least = min(
            (number for body in self.bodies for one in body.columns for number in one.numbers), default=None
        )
        if self.together.from_zero or least != found.low:
            return found
        below = found.low - (found.named[1] - found.named[0])
        return Scale(below, found.high, (below, *found.named))

    def datasets(self, language: str) -> Mapping[str, Rows]:
        """The rows of each layer; heights are pixels from the top."""
        names = ("bases", "heads", "told", "ends", "none", "bars", "interim", "dots", "open", "targets")
        rows: dict[str, Rows] = {name: [] for name in names}
        rows["unit"] = [{"label": self.unit}]
        time, values = self.together.time, self.scale
        low, high = self.ends(language)
        ends = {"start": milliseconds(time.first), "end": milliseconds(time.last)}
        # What does not begin at zero does not stand on the line.
        foot = 0 if self.shape is Shape.BARS else ROW_FOOT
        for number, body in enumerate(self.bodies):
            base = number * ROW_OF_BODY + ROW_HEAD + ROW_PLOT

            def height(value: Decimal, base: int = base, foot: int = foot) -> float:
                return base - foot - values.height(value) / HEIGHT * (ROW_PLOT - foot)

            # A period that has no name is a long text, and the body has one too.
            when = fitting(body.latest.when if body.latest else "", WIDTH * 2 / 3)
            room = WIDTH - width(when, LETTER) - LABEL
            rows["bases"].append({**ends, "y": base})
            rows["ends"] += [
                {"y": height(value), "label": name}
                for value, name in ((values.low, low), (values.high, high))
            ]
            head = number * ROW_OF_BODY + LABEL / 2
            rows["heads"].append({"y": head, "number": when, "label": fitting(body.name, room)})
            rows["told"].append({"y": head + LABEL, "label": fitting(body.told, WIDTH * LETTER / SMALL)})
            for column in body.columns:
                self._draw(rows, body, column, number, height, base, time)
        return rows

    def _draw(
        self,
        rows: Mapping[str, Rows],
        body: Body,
        column: Column,
        number: int,
        height: Callable[[Decimal], float],
        base: int,
        time: _Time,
    ) -> None:
        """The marks of a period."""
        span, tip = time.span(column.period), {"tip": "\n".join([body.name, column.when, *column.said])}
        if column.target is not None:
            asked = time.end(column.period) if self.shape is Shape.DOTS else span
            for end in dict.fromkeys((column.target, column.top or column.target)):
                rows["targets"].append({**asked, "y": height(end), **tip})
        if column.result is None:
            none = {"at": time.at(column, self.shape), "y": base - _NONE, **tip}
            rows["none"] += [] if self.shape is Shape.DOTS else [none]
        elif self.shape is Shape.BARS:
            foot = height(Decimal(0))
            bar = {**span, "y": height(column.result), "base": foot, **tip}
            rows["interim" if column.interim else "bars"].append(bar)
        else:
            dot = {"at": time.at(column, self.shape), "y": height(column.result), "row": number, **tip}
            rows["open" if column.interim else "dots"].append(dot)

    def values(self, language: str) -> Mapping[str, Any]:
        """The periods to be named under the chart (one within a year by its year), and both ends of time."""
        values = self.together.values(language)
        values = {name: values[name] for name in ("ticks", "times", "first", "last")}
        named = dict[str, int]()
        for at, code in zip(values["ticks"], values["times"], strict=True):
            named[code.partition("-")[0]] = at
        return {**values, "ticks": [*named.values()], "times": [*named]}

    def ends(self, language: str) -> tuple[str, str]:
        """The least and the greatest value of the scale that all rows have, as they are told."""
        return formats.short(self.scale.low, language), formats.short(self.scale.high, language)

    def margins(self, language: str) -> Margins:
        """The room around it: the ends of the scale stand on the left."""
        return margins(self.ends(language), over=2 * LABEL)


_NONE = 8
"""Pixels above the line of a row at which stands what says that there is no result."""


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a breakdown, called `name`; `flag` as of a point."""

    value: Decimal
    tip: str = field(default="", compare=False)
    flag: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class BreakdownData:
    """What the dot plot shows: the parts of a whole from large to small, each with its name."""

    form: ClassVar[str] = "breakdown"
    parts: tuple[Part, ...]
    unit: str = ""

    def datasets(self, language: str) -> Mapping[str, Rows]:
        """One row for each part."""
        rows = [
            {
                "row": number,
                "value": float(part.value),
                "label": _flagged(part.value, part.flag, language),
                "tip": part.tip,
            }
            for number, part in enumerate(self.parts, 1)
        ]
        return {"parts": rows, "unit": [{"label": self.unit}]}

    def values(self, language: str) -> Mapping[str, Any]:
        """The scale, with no more names on it than there is room for."""
        numbers = [part.value for part in self.parts]
        for most in range(4, 0, -1):
            found = scale(numbers, from_zero=True, named=most)
            longest = max(width(formats.short(value, language)) for value in found.named)
            if (longest + LABEL) * len(found.named) <= BREADTH:
                break
        return {**found.values(language), "called": [fitting(part.name, NAME) for part in self.parts]}

    def margins(self, language: str) -> Margins:
        """The room around it: names on the left, numbers over the right end."""
        values = scale([part.value for part in self.parts], from_zero=True)
        over = (
            values.across(part.value) * BREADTH / WIDTH
            + 14
            + width(_flagged(part.value, part.flag, language))
            - BREADTH
            for part in self.parts
        )
        return margins(self.values(language)["called"], over=max(over, default=0.0))


@dataclass(frozen=True, slots=True)
class SeriesData:
    """What the chart of a series shows: its values by their day, with the number at both ends."""

    form: ClassVar[str] = "series"
    points: tuple[Point, ...]
    unit: str = ""

    @property
    def dotted(self) -> bool:
        """Whether each value has its dot: not where these would run into one another."""
        return len(self.points) <= DOTS

    @property
    def from_zero(self) -> bool:
        """Whether the scale begins at zero: not where all values are so far from it that they would look alike."""
        return not _far_from_zero([point.value for point in self.points])

    def datasets(self, language: str) -> Mapping[str, Rows]:
        """One row for each value, again for each dot, and for each number."""
        points = [
            {"line": 1, "day": point.day.isoformat(), "value": float(point.value), "tip": point.tip}
            for point in self.points
        ]
        values = [point.value for point in self.points]
        # A number stands on the side of its dot from which the line goes away; near the lower end that would be on the
        # names of the days.
        heights = scale(values, from_zero=self.from_zero)
        low = [heights.height(values[at]) < 2 * LABEL for at in (0, -1)]
        falls, grows = values[:2] == sorted(values[:2], reverse=True), values[-2:] == sorted(values[-2:])
        sides = low[0] or falls, low[1] or grows
        ends = [
            {
                **points[at],
                "label": _flagged(values[at], self.points[at].flag, language),
                "first": at == 0,
                "above": above,
            }
            for at, above in zip((0, -1), sides, strict=True)
        ]
        return {
            "points": points,
            "dots": points if self.dotted else [],
            "ends": ends,
            "unit": [{"label": self.unit}],
        }

    def values(self, language: str) -> Mapping[str, Any]:
        """The days to be named under the chart, in milliseconds since 1970, whether the year says which they are, and the
        scale.
        """
        days = sorted({point.day for point in self.points})
        yearly = all((day.month, day.day) == (12, 31) for day in days)
        values = scale((point.value for point in self.points), from_zero=self.from_zero)
        wide, room = (WIDTH - 2 * ASIDE) / max((days[-1] - days[0]).days, 1), Room()

        def named(day: date) -> Box:
            name = "2000" if yearly else "2000-01" if day.day == 1 else "2000-01-01"
            at, half = (day - days[0]).days * wide, width(name, LETTER) / 2
            return Box(at - half, at + half, 0)

        return {
            # Where days lie close to each other the later one is named.
            "ticks": sorted(milliseconds(day) for day in spread(days, TICKS)[::-1] if room.takes(named(day))),
            "yearly": yearly,
            **values.values(language),
        }

    def margins(self, language: str) -> Margins:
        """The room around it."""
        return margins(self.values(language)["names"])


ChartData = ProgressData | YearsData | BreakdownData | SeriesData | ComparedData
