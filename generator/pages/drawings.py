"""What a chart of an indicator shows: the target, the way there, and the results."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from generator.assess import Assessment, Rule
from generator.charts import Point, ProgressData, progress_chart
from generator.codes import Measure
from generator.model import Indicator
from generator.pages import contexts
from generator.pages.views import PackageView
from generator.results import Reason, Result, mismatch, revised


def indicator_chart(view: PackageView, indicator: Indicator, assessment: Assessment) -> contexts.Chart | None:
    """The progress chart of one target with a comparable result, or None: a single mark is no chart.

    The plan line runs evenly from nothing (or the baseline) to the target where the rule has a pace.
    """
    target = assessment.target
    if assessment.rule is Rule.NONE or (assessment.share_done is None and assessment.rule is not Rule.STOCK):
        return None
    start, end = target.period.start, target.period.end
    paced = assessment.pace is not None
    baseline = assessment.baseline
    first = baseline if assessment.rule is Rule.STOCK and baseline is not None else Decimal(0)
    planned = sorted((Point(item.date, item.value) for item in target.planned), key=lambda point: point.day)
    data = ProgressData(
        target=(Point(start, target.value), Point(end, target.value)),
        plan=(Point(start, first), *planned, Point(end, target.value)) if paced else (),
        results=tuple(_reported(view, indicator, assessment)),
    )
    return contexts.Chart(svg=progress_chart(data), assessment=assessment, paced=paced)


def _reported(view: PackageView, indicator: Indicator, assessment: Assessment) -> list[Point]:
    """The results to draw, by day: of a count what had been reached by then since the first day of the period."""
    target = assessment.target
    known, _ = revised(view.observations_by_indicator[indicator.id], indicator.measure)
    reached: dict[date, Decimal] = {}
    assert assessment.result is not None
    for until in range(1, len(assessment.result.parts) + 1):
        so_far = Result(assessment.result.parts[:until])
        assert so_far.value is not None
        reached[so_far.last.as_of] = so_far.value
    for item in known:
        begins = indicator.measure is not Measure.FLOW or item.period.start == target.period.start
        if begins and item.as_of <= view.standings.today and mismatch(target, indicator, item) is Reason.NONE:
            assert item.value is not None
            reached[item.as_of] = item.value
    return [Point(day, reached[day]) for day in sorted(reached)]
