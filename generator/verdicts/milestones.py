"""Whether the planned values on the way to a target were reached by their days: pure, by what was known on a day.

A result that counts to the day itself tells. An earlier one tells where it is enough already; of a count that should
stay low, where it is too high already. A later one proves nothing of the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.core.codes import Measure, MilestoneState, Reason, Turn
from generator.core.model import Indicator, Observation, Period, Planned
from generator.verdicts import rules
from generator.verdicts.assess import Assessment, is_enough, rule_for, upper_end
from generator.verdicts.on_record import OnRecord
from generator.verdicts.results import (
    Result,
    day_of,
    leaves_open,
    mismatch,
    recency,
    recency_by_end,
    run,
)
from generator.verdicts.rules import Side


@dataclass(frozen=True, slots=True)
class Milestone:
    """A planned value and whether it was reached by its day; `result` is the last known that counts to the day or to
    one before, and `on` the day to which it counts; None where there is none. Money that is planned is not judged.
    """

    planned: Planned
    state: MilestoneState
    result: Result | None = None
    on: date | None = None


def milestones(standing: Assessment, known: OnRecord) -> Sequence[Milestone]:
    """Each planned value of a target, by day, with what is `known` of it; `standing` is how the target stands then."""
    target, indicator, today = standing.target, known.indicator, known.today
    if not target.planned:
        return ()
    here = known.counting[target.area_id]
    found = [item for item in here if mismatch(target, indicator, item) is Reason.NONE]
    planned = sorted(target.planned, key=lambda item: item.date)
    return tuple(_milestone(standing, indicator, found, item, today) for item in planned)


def _milestone(
    standing: Assessment, indicator: Indicator, found: Sequence[Observation], planned: Planned, today: date
) -> Milestone:
    by = standing.successor
    replaced = by is not None and by.turn is Turn.DONE and by.since <= planned.date
    result = None if replaced else _until(standing, indicator, found, planned.date)
    on = None if result is None else day_of(result.last, indicator.measure)
    wanted = _wanted(standing, indicator)
    enough = result is not None and is_enough(standing.target, result, planned.value, wanted)
    open_ = result is None or leaves_open(result.bound, low=wanted is Side.LOW, good=enough)
    state = rules.MILESTONE(
        replaced=replaced,
        rule=rule_for(standing.target, indicator, standing.baseline),
        known=not open_,
        on_the_day=on == planned.date,
        enough=enough,
        low_count=wanted is Side.LOW and indicator.measure.adds_up,
        certain=result is not None and not result.uncertain,
        day_over=today > planned.date,
    )
    return Milestone(planned, state, result, on)


def _until(
    standing: Assessment, indicator: Indicator, found: Sequence[Observation], day: date
) -> Result | None:
    """The result that counts furthest of those that count to a day or to one before."""
    measure = indicator.measure
    until = {item.id: item for item in found if day_of(item, measure) <= day}
    if measure.adds_up:
        # What a figure of a longer period counts so far ends on its own day.
        so_far = [
            replace(item, period=Period(item.period.start, day_of(item, measure))) for item in until.values()
        ]
        together = run(standing.target.period, so_far)
        return Result(tuple(until[part.id] for part in together.parts)) if together else None
    # No good month stands for the year that ends with it.
    later = recency if measure is Measure.STOCK else recency_by_end
    latest = max(until.values(), key=lambda item: (day_of(item, measure), later(item, measure)), default=None)
    return Result((latest,)) if latest else None


def _wanted(standing: Assessment, indicator: Indicator) -> Side:
    """To which side the way goes: as the target's words say, else a stock, and what is to be reached by the end, from its
    baseline.
    """
    target, baseline = standing.target, standing.baseline
    return rules.WANTED_ON_THE_WAY(
        comparator=target.comparator,
        measure=indicator.measure,
        attainment=target.attainment,
        started=baseline is not None,
        comes_down=baseline is not None and baseline > upper_end(target),
        ascending=indicator.ascending,
    )
