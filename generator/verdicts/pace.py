"""How fast: the share of a task that is done, against the share that was due by that day. What follows from it, `rules` say."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from generator.core.model import Period, Target


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a task is: the share of it that is done, the share of it that was due, and of the period that is gone.

    `exact` is the one divided by the other, None where nothing was due yet. They are fractions, to be held against a
    threshold, since division would round; what is told of them is in per cent, and `pace`.
    """

    done: Fraction
    due: Fraction
    gone: Fraction
    exact: Fraction | None

    @property
    def share_done(self) -> Decimal:
        """In per cent of the task."""
        return _decimal(100 * self.done)

    @property
    def share_due(self) -> Decimal:
        """In per cent of the task."""
        return _decimal(100 * self.due)

    @property
    def pace(self) -> Decimal | None:
        """As it is told."""
        return None if self.exact is None else _decimal(self.exact)


def _gone(period: Period, day: date) -> Fraction:
    elapsed = time_elapsed(period, day)
    return (elapsed.units + elapsed.part) / elapsed.whole


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How much of a period is over, in months or in days: `units` whole ones and `part` of the next, of `whole`."""

    unit: Literal["month", "day"]
    units: int
    part: Fraction
    whole: int


def time_elapsed(period: Period, day: date) -> Elapsed:
    """The time gone at the end of a day; nothing before the period, all of it after.

    Where the period consists of whole months, they count as months, and the days of a month as parts of it: the
    end of May is 5/12 of a year, 10 June is (5 + 10/30)/12. Otherwise days are counted.
    """
    after_all = period.end + timedelta(days=1)
    day = min(max(day, period.start - timedelta(days=1)), period.end)
    after = day + timedelta(days=1)
    if period.start.day == after_all.day == 1:
        whole = 12 * (after_all.year - period.start.year) + after_all.month - period.start.month
        units = 12 * (after.year - period.start.year) + after.month - period.start.month
        part = Fraction(after.day - 1, monthrange(after.year, after.month)[1])
        return Elapsed("month", units, part, whole)
    return Elapsed("day", (after - period.start).days, Fraction(0), (after_all - period.start).days)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def pace_of(target: Target, start: Decimal, value: Decimal, day: date) -> Pace:
    """How far a target is by a value that counts to a day, from the value `start` on."""
    way = Fraction(target.value) - Fraction(start)
    gone = _gone(target.period, day)
    done, due = (Fraction(value) - Fraction(start)) / way, _due(target, start, gone)
    return Pace(done, due, gone, done / due if due else None)


def _due(target: Target, start: Decimal, here: Fraction) -> Fraction:
    """The share of the task that was due when the share `here` of the period was gone.

    Without a published plan they are the same. With one, it is the planned value on the planned days and lies
    evenly between them: it rises from the start to the first, and from the last to the target. No result is from
    before the period, so something of it is gone.
    """
    way = Fraction(target.value) - Fraction(start)
    planned = sorted(target.planned, key=lambda item: item.date)
    points = [
        (Fraction(0), Fraction(0)),
        *(
            (_gone(target.period, item.date), (Fraction(item.value) - Fraction(start)) / way)
            for item in planned
        ),
        (Fraction(1), Fraction(1)),
    ]
    (earlier, before), (day, due) = next(leg for leg in pairwise(points) if here <= leg[1][0])
    return before + (due - before) * (here - earlier) / (day - earlier)
