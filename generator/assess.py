"""How a target stands, by published rules: pure functions of target, observations and date.

Two questions, never mixed: is there a result (reporting status), and how does it stand (progress status)?
The rules are those of the methods page, which shows the thresholds of this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from generator.model import (
    Comparator,
    Deliverable,
    DeliverableState,
    Indicator,
    Measure,
    Observation,
    Package,
    Period,
    Progress,
    Target,
)

AHEAD = Decimal("1.10")
ON_PACE = Decimal(1)
SLIGHTLY_BEHIND = Decimal("0.90")
"""The pace at or above which a flow is ahead, on pace, slightly behind; below the last it is behind."""

_HUNDRED = Decimal(100)


class ReportingStatus(StrEnum):
    """Is there a result for the target in the documents held?"""

    REPORTED_FINAL = "reported_final"
    REPORTED_INTERIM = "reported_interim"
    WORDS_ONLY = "words_only"
    NOT_COMPARABLE = "not_comparable"
    NOT_YET_DUE = "not_yet_due"
    DUE_UNREPORTED = "due_unreported"


class ProgressStatus(StrEnum):
    """How does the target stand by the latest comparable result?"""

    ACHIEVED = "achieved"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    SLIGHTLY_BEHIND = "slightly_behind"
    BEHIND = "behind"
    MISSED = "missed"
    CANNOT_ASSESS = "cannot_assess"


class Rule(StrEnum):
    """Which rule gave the progress status; `NONE` when there is nothing to apply one to."""

    NONE = "none"
    FLOW = "flow"
    RATE = "rate"
    STOCK = "stock"
    LIMIT = "limit"


class Reason(StrEnum):
    """Why a target cannot be assessed."""

    NONE = ""
    NO_RESULT = "no_result"
    WORDS = "words"
    SCOPE = "scope"
    PERIOD = "period"
    BASELINE = "baseline"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The computed standing of one target at one date.

    `observation` is the result compared, `as_of` its date. `share_done` and `share_due` are in per cent of the
    task and of the period, `pace` is one divided by the other; None where the rule has none. `due` tells
    whether the target's period is over at the date of the assessment.
    """

    target: Target
    reporting: ReportingStatus
    progress: ProgressStatus = ProgressStatus.CANNOT_ASSESS
    rule: Rule = Rule.NONE
    reason: Reason = Reason.NONE
    observation: Observation | None = None
    share_done: Decimal | None = None
    share_due: Decimal | None = None
    pace: Decimal | None = None
    due: bool = False

    @property
    def as_of(self) -> date | None:
        """The day at which the compared result stands."""
        return self.observation.as_of if self.observation else None


def share_of_period(period: Period, day: date) -> Decimal:
    """The share of a period, in per cent, that is over at the end of `day`; between 0 and 100.

    Whole months count as months: the end of May is 5/12 of a year. Otherwise days are counted.
    """
    if day >= period.end:
        return _HUNDRED
    if day < period.start:
        return Decimal(0)
    after, after_all = day + timedelta(days=1), period.end + timedelta(days=1)
    if period.start.day == after.day == after_all.day == 1:
        return _HUNDRED * _months(period.start, after) / _months(period.start, after_all)
    return _HUNDRED * (after - period.start).days / Decimal((after_all - period.start).days)


def _months(start: date, end: date) -> Decimal:
    return Decimal((end.year - start.year) * 12 + end.month - start.month)


def assess(
    target: Target, indicator: Indicator, observations: Iterable[Observation], today: date
) -> Assessment:
    """How one target stands on the day `today`, by the observations of its indicator (in any order).

    Comparable is a value for the same area and for the whole (no breakdown), whose period lies in the target's
    period and, for a flow, begins with it. The latest as-of date wins; at the same date the document that
    comes last in `observations`' ids.
    """
    due = today > target.period.end
    about = [item for item in observations if _overlaps(item.period, target.period) and item.as_of <= today]
    found = [item for item in about if _mismatch(target, indicator, item) is Reason.NONE]
    if found:
        latest = max(found, key=lambda item: (item.as_of, item.id))
        return replace(_standing(target, indicator, latest), due=due)
    reporting = ReportingStatus.DUE_UNREPORTED if due else ReportingStatus.NOT_YET_DUE
    nothing = Assessment(target, reporting, reason=Reason.NO_RESULT, due=due)
    if not about:
        return nothing
    latest = max(about, key=lambda item: (item.as_of, item.id))
    reason = _mismatch(target, indicator, latest)
    reporting = ReportingStatus.WORDS_ONLY if reason is Reason.WORDS else ReportingStatus.NOT_COMPARABLE
    return replace(nothing, reporting=reporting, reason=reason, observation=latest)


def _overlaps(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


def _mismatch(target: Target, indicator: Indicator, observation: Observation) -> Reason:
    """Why an observation cannot be compared with a target, or `Reason.NONE`."""
    if observation.area_id != target.area_id or observation.breakdown:
        return Reason.SCOPE
    if observation.period not in target.period:
        return Reason.PERIOD
    if indicator.measure is Measure.FLOW and observation.period.start != target.period.start:
        return Reason.PERIOD
    return Reason.WORDS if observation.value is None else Reason.NONE


def _standing(target: Target, indicator: Indicator, observation: Observation) -> Assessment:
    """The progress status by the rule for the indicator's measure."""
    final = observation.period.end == target.period.end and observation.as_of >= target.period.end
    reporting = ReportingStatus.REPORTED_FINAL if final else ReportingStatus.REPORTED_INTERIM
    base = Assessment(target, reporting, observation=observation)
    assert observation.value is not None
    if target.comparator is Comparator.LE or indicator.measure is Measure.LIMIT:
        ceiling = target.value if target.value_upper is None else target.value_upper
        return _met_or_not(base, Rule.LIMIT, met=observation.value <= ceiling, final=final)
    if indicator.measure is Measure.RATE:
        return _met_or_not(base, Rule.RATE, met=_reached(target, indicator, observation.value), final=final)
    if indicator.measure is Measure.STOCK:
        return _stock(base, indicator, observation.value, final=final)
    return _flow(base, observation.value, final=final)


def _reached(target: Target, indicator: Indicator, value: Decimal) -> bool:
    return value >= target.value if indicator.ascending else value <= target.value


def _met_or_not(base: Assessment, rule: Rule, *, met: bool, final: bool) -> Assessment:
    """Rates and ceilings have no pace: they hold or they do not."""
    if final:
        progress = ProgressStatus.ACHIEVED if met else ProgressStatus.MISSED
    else:
        progress = ProgressStatus.ON_PACE if met else ProgressStatus.BEHIND
    return replace(base, rule=rule, progress=progress)


def _flow(base: Assessment, value: Decimal, *, final: bool) -> Assessment:
    """Share done against share of the period gone; a range is measured against its lower end."""
    wanted = base.target.value
    if wanted <= 0:
        return replace(base, reason=Reason.TARGET)
    return _paced(replace(base, rule=Rule.FLOW), _HUNDRED * value / wanted, final=final)


def _stock(base: Assessment, indicator: Indicator, value: Decimal, *, final: bool) -> Assessment:
    """Share of the way from the baseline; without a baseline only reached or not reached."""
    target = base.target
    base = replace(base, rule=Rule.STOCK)
    if target.baseline is not None and target.baseline != target.value:
        way = _HUNDRED * (value - target.baseline) / (target.value - target.baseline)
        return _paced(base, way, final=final)
    if _reached(target, indicator, value):
        return replace(base, progress=ProgressStatus.ACHIEVED)
    if final:
        return replace(base, progress=ProgressStatus.MISSED)
    return replace(base, reason=Reason.BASELINE)


def _paced(base: Assessment, share_done: Decimal, *, final: bool) -> Assessment:
    assert base.observation is not None
    share_due = share_of_period(base.target.period, base.observation.as_of)
    pace = share_done / share_due if share_due else None
    if share_done >= _HUNDRED:
        progress = ProgressStatus.ACHIEVED
    elif final:
        progress = ProgressStatus.MISSED
    elif pace is None:
        progress = ProgressStatus.CANNOT_ASSESS
    elif pace >= AHEAD:
        progress = ProgressStatus.AHEAD
    elif pace >= ON_PACE:
        progress = ProgressStatus.ON_PACE
    elif pace >= SLIGHTLY_BEHIND:
        progress = ProgressStatus.SLIGHTLY_BEHIND
    else:
        progress = ProgressStatus.BEHIND
    return replace(base, progress=progress, share_done=share_done, share_due=share_due, pace=pace)


@dataclass(frozen=True, slots=True)
class DeliverableStanding:
    """How far a deliverable is: the latest report on it, and whether its date has passed without delivery."""

    deliverable: Deliverable
    state: DeliverableState
    latest: Progress | None
    overdue: bool


def assess_deliverable(
    deliverable: Deliverable, reports: Sequence[Progress], today: date
) -> DeliverableStanding:
    """The state of one deliverable on the day `today`; without a report it is planned."""
    latest = max((item for item in reports if item.as_of <= today), key=lambda item: item.as_of, default=None)
    state = latest.state if latest else DeliverableState.PLANNED
    overdue = today > deliverable.due and state is not DeliverableState.DELIVERED
    return DeliverableStanding(deliverable, state, latest, overdue)


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything computed for one package at one date, by the ids of targets and deliverables."""

    today: date
    targets: Mapping[str, Assessment]
    deliverables: Mapping[str, DeliverableStanding]


def assess_package(package: Package, today: date) -> Standings:
    """Assess every target and deliverable of a package on the day `today`."""
    by_indicator: dict[str, list[Observation]] = {}
    for observation in package.observations.values():
        by_indicator.setdefault(observation.indicator_id, []).append(observation)
    by_deliverable: dict[str, list[Progress]] = {}
    for report in package.progress:
        by_deliverable.setdefault(report.deliverable_id, []).append(report)
    return Standings(
        today,
        {
            target.id: assess(
                target,
                package.indicators[target.indicator_id],
                by_indicator.get(target.indicator_id, ()),
                today,
            )
            for target in package.targets.values()
        },
        {
            item.id: assess_deliverable(item, by_deliverable.get(item.id, ()), today)
            for item in package.deliverables.values()
        },
    )
