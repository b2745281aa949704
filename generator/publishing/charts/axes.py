"""The scales of charts: where they begin and end, what is named on them, and which labels have room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

from generator.core import formats

WIDTH, HEIGHT = 340, 190
"""Pixels of the plotting area: drawn for a phone, so that digits stay readable when it is scaled to one."""

ASIDE = 16
"""Pixels of its width that a line of days leaves free at both ends."""

BREADTH, NAME = 210, 150
"""Pixels across of the same beside names, and those that a name may take."""

LABEL = 17
"""Pixels that a line of a label is high, with the air around it."""

DIGIT = 8.5
"""Pixels that a digit of a label is wide; a wide character is two."""

LETTER = 7.5
"""Pixels that a letter beside an axis is wide, on average."""

TICKS = 5
"""At most as many days, or values, are named beside a chart."""

_STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
_PRECISE = 40


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of values: its ends, and the values that are named on it."""

    low: Decimal
    high: Decimal
    named: tuple[Decimal, ...]

    def values(self, language: str) -> dict[str, Any]:
        """The same for a form, with the names in a language."""
        return {
            "low": float(self.low),
            "high": float(self.high),
            "places": [float(value) for value in self.named],
            "names": [formats.short(value, language) for value in self.named],
        }

    def height(self, value: Decimal) -> float:
        """How many pixels above the lower end a value stands."""
        return float((value - self.low) / (self.high - self.low)) * HEIGHT

    def across(self, value: Decimal) -> float:
        """How many pixels right of the lower end a value stands on a scale that lies."""
        return float((value - self.low) / (self.high - self.low)) * WIDTH


def scale(values: Iterable[Decimal], *, from_zero: bool, named: int = TICKS) -> Scale:
    """A scale that begins and ends at round numbers, of which not more than `named` or one more are named."""
    found = [*values, *([Decimal(0)] if from_zero else [])] or [Decimal(0)]
    with localcontext(prec=_PRECISE):
        low, high = min(found), max(found)
        wide = high - low or abs(high) or Decimal(1)
        size = Decimal(1).scaleb((wide / named).adjusted())
        step = next(size * step for step in _STEPS if size * step * named >= wide)
        first, last = (
            (low / step).to_integral_value("ROUND_FLOOR"),
            (high / step).to_integral_value("ROUND_CEILING"),
        )
        if first == last:
            last += 1
        return Scale(
            first * step, last * step, tuple(step * number for number in range(int(first), int(last) + 1))
        )


def milliseconds(day: date) -> int:
    """A day as charts count time: milliseconds since 1970."""
    return (day - date(1970, 1, 1)) // timedelta(milliseconds=1)


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


def spread(days: Sequence[date], most: int) -> list[date]:
    """Up to `most` of some days, evenly apart by their number, the last one among them."""
    step = -(-len(days) // most)
    return list(days[::-1][::step][::-1])


def width(text: str, letter: float = DIGIT) -> float:
    """How many pixels a label is wide, by a rule: what the fonts of a machine measure must not decide what is drawn."""
    return letter * sum(1 if sign.isascii() else 2 for sign in text)


def fitting(text: str, room: float) -> str:
    """A text, or as much of its beginning as there is room for beside an axis, with an ellipsis; nothing where that has none."""
    if width(text, LETTER) <= room:
        return text
    for end in range(len(text) - 1, -1, -1):
        if width(cut := text[:end].rstrip() + _CUT, LETTER) <= room:
            return cut
    return ""


_CUT = "…"


class Margins(NamedTuple):
    """The room around the plotting area, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


def margins(names: Iterable[str], *, over: float = 0, below: float = 0) -> Margins:
    """The room for the names of an axis on the left, the unit above, what stands `over` the right end, and the days, with
    what else stands `below` them.
    """
    widest = max((width(name, LETTER) for name in names), default=0.0)
    return Margins(max(widest + 12, _EDGE), 36, max(over, _EDGE), 28 + below)


_EDGE = 30
"""Pixels for half of the name of a day at an end of time."""


class Box(NamedTuple):
    """The room of a label: from where to where across, and how high its middle is, in pixels from the lower left corner."""

    left: float
    right: float
    middle: float

    def meets(self, other: Box) -> bool:
        """Whether two labels would run into each other."""
        return self.left < other.right and other.left < self.right and abs(self.middle - other.middle) < LABEL


class Room:
    """The labels that have a place already; whoever comes first has it."""

    def __init__(self, taken: Iterable[Box] = ()) -> None:
        self.taken = list(taken)

    def takes(self, box: Box) -> bool:
        """Give a label its place if none of those before it stands there."""
        if any(box.meets(other) for other in self.taken):
            return False
        self.taken.append(box)
        return True
