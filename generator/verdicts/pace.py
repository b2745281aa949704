"""How fast: the share of a task that is done, against the share that was due by that day.

The thresholds of the verdicts stand here and nowhere else; the methods page shows them from here.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from generator.core.codes import HalfTest, ProgressStatus
from generator.core.model import Period, Target

AHEAD = Decimal("1.10")
ON_PACE = Decimal(1)
SLIGHTLY_BEHIND = Decimal("0.90")
"""The pace at or above which a flow is ahead, on pace, slightly behind; below the last it is behind."""

HALF = Decimal(50)
"""The customary test: when half the period is over, this much of the task, in per cent, should be done."""

_HUNDRED = 100


THRESHOLDS = (
    (AHEAD, ProgressStatus.AHEAD),
    (ON_PACE, ProgressStatus.ON_PACE),
    (SLIGHTLY_BEHIND, ProgressStatus.SLIGHTLY_BEHIND),
)
"""The least pace of each verdict, the best first."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The verdict by pace. Shares are in per cent; `pace` is None where nothing was due yet."""

    progress: ProgressStatus
    share_done: Decimal
    share_due: Decimal
    pace: Decimal | None
    half: HalfTest


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


def pace_of(target: Target, start: Decimal, done: Fraction, day: date, *, short: bool, final: bool) -> Pace:
    """The verdict on a share of a target's task, done by a day; compared as fractions, for division would round.

    `start` is the value from which the target is counted. `short`: the printed figure says that the value is not
    quite reached (近), which decides at the number itself. `final`: the result is for the whole period.
    """
    gone = _gone(target.period, day)
    due = _due(target, start, gone)
    pace = done / due if due else None
    return Pace(
        _progress(done, pace, short=short, final=final),
        _decimal(_HUNDRED * done),
        _decimal(_HUNDRED * due),
        None if pace is None else _decimal(pace),
        _half_test(gone, done, short=short),
    )


def _progress(done: Fraction, pace: Fraction | None, *, short: bool, final: bool) -> ProgressStatus:
    if done > 1 or (done == 1 and not short):
        return ProgressStatus.ACHIEVED
    if final:
        return ProgressStatus.MISSED
    if pace is None:
        # Nothing was due yet by the published plan.
        return ProgressStatus.AHEAD if done > 0 else ProgressStatus.ON_PACE
    for threshold, progress in THRESHOLDS:
        if pace >= Fraction(threshold):
            return progress
    return ProgressStatus.BEHIND


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


def _half_test(gone: Fraction, done: Fraction, *, short: bool) -> HalfTest:
    """Applies from the half of the period to before its end."""
    half = Fraction(HALF) / _HUNDRED
    if not half <= gone < 1:
        return HalfTest.NONE
    return HalfTest.PASSED if done > half or (done == half and not short) else HalfTest.NOT_PASSED
