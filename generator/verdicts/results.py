"""Which reported results answer a target: what can be compared, what a later document revised, what adds up.

Matching is strict: same indicator, area and unit, the whole and no part of it, a period inside the target's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext

from generator.core.codes import Measure, ObservationStatus, Qualifier, Reason
from generator.core.model import Indicator, Observation, Period, Target

_DIGITS = 60
"""Working precision of sums: the format allows 18 digits before and 12 behind the point."""


@dataclass(frozen=True, slots=True)
class Result:
    """What is held against a target: one reported result, or several that follow one another, added up."""

    parts: tuple[Observation, ...]

    @property
    def last(self) -> Observation:
        """The part that ends last."""
        return self.parts[-1]

    @property
    def period(self) -> Period:
        """From the first day of the first part to the last day of the last."""
        return Period(self.parts[0].period.start, self.last.period.end)

    @property
    def value(self) -> Decimal | None:
        """The value, or the sum of the parts; None for an answer in words."""
        values = [part.value for part in self.parts if part.value is not None]
        if len(values) < len(self.parts):
            return None
        with localcontext(prec=_DIGITS):
            return sum(values[1:], values[0])

    @property
    def qualifier(self) -> Qualifier:
        """How exact the value is: a sum of exact and over is over; of over and under, or with about, is about."""
        inexact = {part.qualifier for part in self.parts} - {Qualifier.EXACT}
        if len(inexact) > 1:
            return Qualifier.ABOUT
        return inexact.pop() if inexact else Qualifier.EXACT


def mismatch(target: Target, indicator: Indicator, observation: Observation) -> Reason:
    """Why an observation of its indicator cannot be compared with a target, or `Reason.NONE`.

    A stock is compared by the day at which it stands, everything else by its period. That a count must begin
    with the target's period is seen to by `run`.
    """
    if observation.area_id != target.area_id or observation.breakdown:
        return Reason.SCOPE
    if observation.value is None:
        return Reason.WORDS
    if observation.unit_id != indicator.unit_id:
        return Reason.UNIT
    inside = observation.period in target.period and observation.as_of >= target.period.start
    if indicator.measure is Measure.STOCK:
        inside = target.period.start <= observation.as_of <= target.period.end
    if not inside:
        return Reason.PERIOD
    return Reason.FORECAST if observation.status is ObservationStatus.FORECAST else Reason.NONE


def concerns(target: Target, indicator: Indicator, observation: Observation) -> bool:
    """Whether an observation of its indicator says anything of the time of a target, comparable or not."""
    one, other = observation.period, target.period
    overlaps = one.start <= other.end and other.start <= one.end
    stands = indicator.measure is Measure.STOCK and other.start <= observation.as_of <= other.end
    same = observation.area_id == target.area_id and not observation.breakdown
    return (overlaps or stands) and (observation.value is not None or same)


def recency(observation: Observation, measure: Measure) -> tuple[date, date, date, str]:
    """What makes one result later than another: the end of its period, its day, its document's issue, its id."""
    end = observation.as_of if measure is Measure.STOCK else observation.period.end
    return end, observation.as_of, observation.issued, observation.id


def revised(
    observations: Iterable[Observation], measure: Measure
) -> tuple[list[Observation], dict[str, tuple[Observation, ...]]]:
    """Observations without those that a later document restated, and by the id of each that stayed what it replaced.

    A result is restated when a document gives the same thing, for the same period and day, again. Answers in
    words replace nothing and are not replaced. The order of the rows means nothing.
    """
    statements: dict[tuple[object, ...], list[Observation]] = {}
    current: list[Observation] = []
    for item in observations:
        if item.value is None:
            current.append(item)
            continue
        when = item.as_of if measure is Measure.STOCK else (item.period.start, item.period.end, item.as_of)
        statements.setdefault((item.area_id, item.breakdown, item.unit_id, when), []).append(item)
    replaced: dict[str, tuple[Observation, ...]] = {}
    for items in statements.values():
        *earlier, latest = sorted(items, key=lambda item: (item.issued, item.id))
        current.append(latest)
        if earlier:
            replaced[latest.id] = tuple(earlier)
    return current, replaced


def run(period: Period, results: Sequence[Observation]) -> Result | None:
    """The results that together count from the first day of a period, and reach furthest into it.

    One result that covers the whole is preferred to several that add up to it. A part may only be followed by
    another when it is complete: its as-of date is not before its last day. None where nothing begins with the
    period.
    """
    reached: dict[date, tuple[Observation, ...]] = {period.start: ()}
    best: tuple[Observation, ...] = ()
    # What comes before a part begins before it, so it is there when the part is looked at.
    for item in sorted(results, key=lambda item: item.period.start):
        before = reached.get(item.period.start)
        if before is None:
            continue
        parts = (*before, item)
        best = max(best, parts, key=_reach)
        if item.as_of >= item.period.end:
            after = item.period.end + timedelta(days=1)
            reached[after] = max(reached.get(after, ()), parts, key=_reach)
    return Result(best) if best else None


def _reach(parts: tuple[Observation, ...]) -> tuple[object, ...]:
    if not parts:
        return (date.min,)
    last = parts[-1]
    return last.period.end, last.as_of, -len(parts), last.issued, [part.id for part in reversed(parts)]


def a_year_before(earlier: Observation, later: Observation) -> bool:
    """Whether one is for the same area and part as the other, and for the same days a year before."""
    same = (earlier.area_id, earlier.breakdown) == (later.area_id, later.breakdown)
    days = ((earlier.period.start, later.period.start), (earlier.period.end, later.period.end))
    return same and all(_day_a_year_before(before, after) for before, after in days)


def _day_a_year_before(before: date, after: date) -> bool:
    month_ends = [(day + timedelta(days=1)).day == 1 for day in (before, after)]
    same_day = before.day == after.day or all(month_ends)
    return (before.year + 1, before.month) == (after.year, after.month) and same_day
