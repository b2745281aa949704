"""Whether the planned values on the way to a target were reached by their days: pure, by what was known on a day.

A result that counts to the day itself tells. An earlier one tells where it is enough already; of a count that should
stay low, where it is too high already. A later one proves nothing of the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.core.codes import Attainment, Measure, MilestoneState, Reason, Rule
from generator.core.model import Indicator, Observation, Period, Planned
from generator.verdicts.assess import Assessment, low_is_good, rule_for, short_of, upper_end
from generator.verdicts.results import (
    Result,
    last_day,
    leaves_open,
    mismatch,
    recency,
    recency_by_end,
    revised,
    run,
)
from generator.verdicts.superseding import Turn


@dataclass(frozen=True, slots=True)
class Milestone:
    """A planned value and whether it was reached by its day; `result` is the last known that counts to the day or to
    one before, and `on` the day to which it counts; None where there is none. Money that is planned is not judged.
    """

    planned: Planned
    state: MilestoneState
    result: Result | None = None
    on: date | None = None


def milestones(
    standing: Assessment, indicator: Indicator, observations: Iterable[Observation], today: date
) -> Sequence[Milestone]:
    """Each planned value of a target, by day, with what is known of it on the day `today`.

    `standing` is how the target stands then, `observations` are those of its indicator, in any order.
    """
    target = standing.target
    if not target.planned:
        return ()
    known, _ = revised([item for item in observations if item.as_of <= today], indicator.measure)
    found = [item for item in known if mismatch(target, indicator, item) is Reason.NONE]
    planned = sorted(target.planned, key=lambda item: item.date)
    return tuple(_milestone(standing, indicator, found, item, today) for item in planned)


def _milestone(
    standing: Assessment, indicator: Indicator, found: Sequence[Observation], planned: Planned, today: date
) -> Milestone:
    by = standing.successor
    if by is not None and by.turn is Turn.DONE and by.since <= planned.date:
        return Milestone(planned, MilestoneState.SUPERSEDED)
    result = _until(standing, indicator, found, planned.date)
    on = None if result is None else _counted(result.last, indicator.measure)
    if rule_for(standing.target, indicator, standing.baseline) is Rule.BUDGET:
        return Milestone(planned, MilestoneState.SPENDING, result, on)
    if result is not None:
        low = _low(standing, indicator)
        enough = _enough(standing, result, planned, low=low)
        # A count does not go down again: one above its ceiling stays there, one below it may not. An estimate of it can.
        settled = not (enough or result.uncertain) if low and indicator.measure.adds_up else enough
        said = not leaves_open(result.bound, low=low, good=enough)
        if said and (settled or on == planned.date):
            state = MilestoneState.REACHED if enough else MilestoneState.NOT_REACHED
            return Milestone(planned, state, result, on)
    state = MilestoneState.NOT_YET if today <= planned.date else MilestoneState.NO_RESULT
    return Milestone(planned, state, result, on)


def _counted(item: Observation, measure: Measure) -> date:
    """The day to which a result counts: a stock stands at its day, what covers a period goes no further than that."""
    return item.as_of if measure is Measure.STOCK else last_day(item)


def _until(
    standing: Assessment, indicator: Indicator, found: Sequence[Observation], day: date
) -> Result | None:
    """The result that counts furthest of those that count to a day or to one before."""
    measure = indicator.measure
    until = {item.id: item for item in found if _counted(item, measure) <= day}
    if measure.adds_up:
        # What a figure of a longer period counts so far ends on its own day.
        so_far = [
            replace(item, period=Period(item.period.start, _counted(item, measure)))
            for item in until.values()
        ]
        together = run(standing.target.period, so_far)
        return Result(tuple(until[part.id] for part in together.parts)) if together else None
    # No good month stands for the year that ends with it.
    later = recency if measure is Measure.STOCK else recency_by_end
    latest = max(
        until.values(), key=lambda item: (_counted(item, measure), later(item, measure)), default=None
    )
    return Result((latest,)) if latest else None


def _low(standing: Assessment, indicator: Indicator) -> bool:
    """Whether the way goes down: as the target's words say, else a stock, and what is to be reached by the end, from its
    baseline.
    """
    target, baseline = standing.target, standing.baseline
    named = target.comparator.floor or target.comparator.ceiling
    stands = indicator.measure is Measure.STOCK or target.attainment is Attainment.BY_END
    if stands and baseline is not None and not named:
        return upper_end(target) < baseline
    return low_is_good(target, indicator)


def _enough(standing: Assessment, result: Result, planned: Planned, *, low: bool) -> bool:
    """Whether a result is what is planned; at the number itself the words of the target decide."""
    value = result.value
    assert value is not None
    if value == planned.value:
        return not short_of(standing.target, result.qualifier, low=low)
    return (value < planned.value) is low
