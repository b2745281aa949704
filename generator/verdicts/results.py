"""Which reported results answer a target: what can be compared, what a later document revised, what adds up.

Matching is strict: same indicator, area and unit, the whole and no part of it, a period inside the target's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from operator import attrgetter
from typing import Any

from generator.core.codes import (
    Beside,
    Measure,
    ObservationStatus,
    ProgressStatus,
    Qualifier,
    Reason,
)
from generator.core.model import Indicator, Observation, Period, Progress, Target
from generator.verdicts import rules
from generator.verdicts.rules import Day, Side

REMARKABLE = frozenset(ObservationStatus) - {ObservationStatus.NORMAL, ObservationStatus.MISSING}
"""What a reader of the row has to know beside its number, or in place of it."""

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
        return replace(self.last.period, start=self.parts[0].period.start)

    @property
    def value(self) -> Decimal | None:
        """The value, or the sum of the parts; None for an answer in words."""
        values = [part.value for part in self.parts if part.value is not None]
        if len(values) < len(self.parts):
            return None
        with localcontext(prec=_DIGITS):
            return sum(values[1:], values[0])

    @property
    def statuses(self) -> tuple[ObservationStatus, ...]:
        """What is recorded about the parts besides their numbers (estimated, break in series), each once."""
        recorded = REMARKABLE.intersection(part.status for part in self.parts)
        # Most have none, and going through all that there could be is asked for each result.
        return tuple(status for status in ObservationStatus if status in recorded) if recorded else ()

    @property
    def certainty(self) -> int:
        """How much it weighs, as `ObservationStatus.certainty`: no more than the least certain part."""
        return min(part.status.certainty for part in self.parts)

    @property
    def uncertain(self) -> bool:
        """Whether a part is estimated, provisional or otherwise less than final."""
        return self.certainty < ObservationStatus.NORMAL.certainty

    @property
    def qualifier(self) -> Qualifier:
        """How exact the value is: a sum of exact and over is over; of over and under, or with about, is about. A range in a
        sum counts with its lower end, so that the sum is over.
        """
        inexact = {part.qualifier for part in self.parts} - {Qualifier.EXACT}
        if len(self.parts) > 1 and any(map(_is_range, self.parts)):
            inexact.add(Qualifier.OVER)
        if len(inexact) > 1:
            return Qualifier.ABOUT
        return inexact.pop() if inexact else Qualifier.EXACT

    @property
    def bound(self) -> Qualifier:
        """Beyond which side of the number the true one may lie, as only a bound is printed: over for at least 180 and for a
        range, of which the number is the lower end, under for at most 180, about where parts are open to both sides,
        exact where none is open.
        """
        sides = {side for part in self.parts if (side := _open_side(part)) is not Qualifier.EXACT}
        return Qualifier.ABOUT if len(sides) > 1 else next(iter(sides), Qualifier.EXACT)


def _is_range(part: Observation) -> bool:
    said = part.citation.said
    return said is not None and said.upper is not None


def _open_side(part: Observation) -> Qualifier:
    """The side to which a figure is open; of one whose printed form is not known nobody can tell that it is more than a
    bound.
    """
    said = part.citation.said
    if _is_range(part):
        return Qualifier.OVER
    bounded = part.qualifier in (Qualifier.OVER, Qualifier.UNDER) and (said is None or said.is_bound)
    return part.qualifier if bounded else Qualifier.EXACT


def leaves_open(bound: Qualifier, *, low: bool, good: bool) -> bool:
    """Whether a number that is only a bound leaves open what it says when it is taken for the number itself: `good` or not,
    where `low` tells that little is wanted. At least 95 says that 90 are reached, and nothing of 97.
    """
    judged = ProgressStatus.ACHIEVED if good else ProgressStatus.MISSED
    return rules.BOUND(judged=judged, bound=bound, side=side(low=low))


def side(*, low: bool) -> Side:
    """The side on which a number is wanted."""
    return Side.LOW if low else Side.HIGH


def mismatch(target: Target, indicator: Indicator, observation: Observation) -> Reason:
    """Why an observation of its indicator cannot be compared with a target, or `Reason.NONE`.

    A stock is compared by the day at which it stands, and so is what must be reached by a day; everything else by its
    period. That a count must begin with the target's period is seen to by `run`.
    """
    first, day = target.period.start, day_of(observation, indicator.measure)
    return rules.COMPARABLE(
        same_scope=_same_scope(target, observation),
        number=observation.value is not None,
        same_unit=observation.unit_id == indicator.unit_id,
        measure=indicator.measure,
        attainment=target.attainment,
        day_inside=first <= day <= target.period.end,
        period_inside=observation.period in target.period and observation.as_of >= first,
        same_definition=observation.status.comparable,
        forecast=observation.status is ObservationStatus.FORECAST,
    )


def _same_scope(target: Target, observation: Observation) -> bool:
    """Whether a figure is of the target's area, and of the whole of it."""
    return observation.area_id == target.area_id and not observation.breakdown


def last_day(observation: Observation) -> date:
    """The last day that a figure over a period tells of: a half year's that was read in September says how that ended."""
    return min(observation.as_of, observation.period.end)


_DAYS: Mapping[Day, Callable[[Observation], date]] = {
    Day.AS_OF: attrgetter("as_of"),
    Day.LAST_DAY: last_day,
}
_DAY_OF = {measure: _DAYS[rules.DAY(measure=measure)] for measure in Measure}


def day_of(observation: Observation, measure: Measure) -> date:
    """The day to which a figure counts: a stock stands at its as-of date, what is told of a period goes no further."""
    return _DAY_OF[measure](observation)


def concerns(period: Period, measure: Measure, observation: Observation, *, same_scope: bool) -> bool:
    """Whether an observation says anything of a period in which a target is to be reached, comparable or not; `same_scope`
    tells whether it is of the target's area, and of the whole of it.
    """
    own = observation.period
    return rules.CONCERNS(
        overlapping=own.start <= period.end and period.start <= own.end,
        measure=measure,
        day_inside=period.start <= observation.as_of <= period.end,
        number=observation.value is not None,
        same_scope=same_scope,
    )


Issue = tuple[date, bool, str]
"""Where a statement stands in the order of issue: what `issue` gives, to be compared as it is."""


def issue(statement: Observation | Progress) -> Issue:
    """When something was stated, next to other statements: the one place that says which of two is later.

    The day of issue decides, as `Document.issued` has it. On one day a plan is later than a report, for it quotes
    what was out already; what is left is decided by the id, so that the order of files means nothing.
    """
    found: Issue = _ISSUED(statement)
    return found


_ISSUED: Callable[[Observation | Progress], Any] = rules.ISSUE.by(
    {
        "issued": attrgetter("issued"),
        "quoted": attrgetter("quoted"),
        "id": attrgetter("id"),
    }
)


def beside(statement: Observation, counted: Observation) -> Beside:
    """Why `counted` counts and `statement`, of the same thing, does not."""
    return rules.BESIDE(
        forecast_only=statement.status is ObservationStatus.FORECAST is not counted.status,
        other_definition=counted.status.comparable and not statement.status.comparable,
        earlier=_lateness(statement) < _lateness(counted),
        printed_earlier=statement.dated and counted.dated and statement.issued < counted.issued,
        as_of_earlier=statement.as_of < counted.as_of,
    )


def replaces(counted: Observation, statement: Observation) -> bool:
    """Whether a statement was a result until a later one came; a forecast, what counts something else and what came
    after a final one were none.
    """
    return beside(statement, counted) is not Beside.SET_ASIDE


_as_of: Callable[[Observation], date] = attrgetter("as_of")
_certainty: Callable[[Observation], int] = attrgetter("status.certainty")
_lateness = rules.REPORTS.by({"as_of": _as_of, "issue": issue})
_same = rules.SAME.by({"certainty": _certainty, "as_of": _as_of, "issue": issue})
_ENDS: Mapping[Day, Callable[[Observation], date]] = {
    Day.AS_OF: _as_of,
    Day.LAST_DAY: attrgetter("period.end"),
}
_RECENCY = {
    measure: rules.RECENCY.by(
        {
            "end": _ENDS[rules.DAY(measure=measure)],
            "as_of": _as_of,
            "certainty": _certainty,
            "issue": issue,
        }
    )
    for measure in Measure
}


def recency(observation: Observation, measure: Measure) -> tuple[Any, ...]:
    """What makes one result later than another: the end of its period, its day, how final it is, its issue."""
    return _RECENCY[measure](observation)


_A_YEAR = 366
"""Days."""


def recency_by_end(observation: Observation, measure: Measure) -> tuple[Any, ...]:
    """The same for what must be reached by the end of a period: the later last day, then the longer time up to a year.

    So neither a good month nor the mean of five years stands for the year that ends with it.
    """
    days = (observation.period.end - observation.period.start).days + 1
    return rules.BY_END.by(
        {
            "last_day": last_day,
            "within_a_year": lambda _: days <= _A_YEAR,
            "length": lambda _: days if days <= _A_YEAR else -days,
            "recency": _RECENCY[measure],
        }
    )(observation)


def revised(
    observations: Iterable[Observation], measure: Measure
) -> tuple[list[Observation], dict[str, tuple[Observation, ...]]]:
    """Observations that count, and by the id of each the other statements of the same thing, which do not.

    The same thing is what is given for the same period and day; once a period is over, any later day says the same.
    Of several statements the most certain counts, of these the latest: no forecast replaces a result, no figure of
    another definition one that can be compared, and no estimate or provisional figure a final one, whenever it was
    issued. Answers in words replace nothing and are not
    replaced. The order of the rows means nothing.
    """
    statements: dict[tuple[object, ...], list[Observation]] = {}
    current: list[Observation] = []
    day = _DAY_OF[measure]
    for item in observations:
        if item.value is None:
            current.append(item)
            continue
        when: object = day(item)
        if measure is not Measure.STOCK:
            when = item.period.start, item.period.end, when
        statements.setdefault((item.area_id, item.breakdown, item.unit_id, when), []).append(item)
    replaced: dict[str, tuple[Observation, ...]] = {}
    for items in statements.values():
        if len(items) == 1:
            current += items
            continue
        *others, latest = sorted(items, key=_same)
        current.append(latest)
        replaced[latest.id] = tuple(others)
    return current, replaced


def leading(observations: Sequence[Observation], area_id: str, measure: Measure) -> Observation | None:
    """The latest figure that counts of an indicator in an area, to stand for it where only one is shown.

    A forecast leads only where nothing else is reported, and a part or another area only where the whole never is.
    """
    whole = [item for item in observations if (item.area_id, item.breakdown) == (area_id, ())]
    counted, _ = revised(whole or observations, measure)

    def order(item: Observation) -> tuple[object, ...]:
        return item.status is not ObservationStatus.FORECAST, *recency(item, measure)

    return max(counted, key=order, default=None)


def run(period: Period, results: Sequence[Observation]) -> Result | None:
    """The results that together count from the first day of a period, and reach furthest into it.

    One result that covers the whole is preferred to several that add up to it, but for a forecast, an estimate or a
    provisional figure beside parts that are more certain. A part may only be followed by
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


_reach_of: Callable[[tuple[Observation, ...]], tuple[Any, ...]] = rules.REACH.by(
    {
        "end": lambda parts: parts[-1].period.end,
        "last_day": lambda parts: last_day(parts[-1]),
        "least_certainty": lambda parts: min(map(_certainty, parts)),
        "as_of": lambda parts: parts[-1].as_of,
        "fewest": lambda parts: -len(parts),
        "issues": lambda parts: [issue(part) for part in reversed(parts)],
    }
)


def _reach(parts: tuple[Observation, ...]) -> tuple[Any, ...]:
    return _reach_of(parts) if parts else (date.min,)


def breaks(observations: Iterable[Observation], area_id: str) -> list[Observation]:
    """The figures for the whole of an area at which the series breaks.

    What stands before such a figure and what stands after it were not measured alike.
    """
    return [
        item
        for item in observations
        if item.status is ObservationStatus.BREAK and (item.area_id, item.breakdown) == (area_id, ())
    ]


def a_year_before(earlier: Observation, later: Observation) -> bool:
    """Whether one is for the same area and part as the other, and for the same days a year before."""
    same = (earlier.area_id, earlier.breakdown) == (later.area_id, later.breakdown)
    days = ((earlier.period.start, later.period.start), (earlier.period.end, later.period.end))
    return same and all(_day_a_year_before(before, after) for before, after in days)


def _day_a_year_before(before: date, after: date) -> bool:
    month_ends = [(day + timedelta(days=1)).day == 1 for day in (before, after)]
    same_day = before.day == after.day or all(month_ends)
    return (before.year + 1, before.month) == (after.year, after.month) and same_day
