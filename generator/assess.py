"""How a target stands, by published rules: pure functions of target, observations and date.

Two questions, never mixed: is there a result (reporting status), and how does it stand (progress status)?
The rules are those of the methods page, which shows the thresholds of this module.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from generator.model import (
    Comparator,
    Indicator,
    Measure,
    Observation,
    ObservationStatus,
    Period,
    Target,
)

AHEAD = Decimal("1.10")
ON_PACE = Decimal(1)
SLIGHTLY_BEHIND = Decimal("0.90")
"""The pace at or above which a flow is ahead, on pace, slightly behind; below the last it is behind."""

_HUNDRED = 100


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
    FORECAST = "forecast"
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

    Where the period consists of whole months, they count as months, and the days of a month as parts of it: the
    end of May is 5/12 of a year, 10 June is (5 + 10/30)/12. Otherwise days are counted.
    """
    return _decimal(_HUNDRED * _gone(period, day))


def _gone(period: Period, day: date) -> Fraction:
    if day >= period.end:
        return Fraction(1)
    if day < period.start:
        return Fraction(0)
    after_all = period.end + timedelta(days=1)
    if period.start.day == after_all.day == 1:
        months = 12 * (day.year - period.start.year) + day.month - period.start.month
        this_month = Fraction(day.day, monthrange(day.year, day.month)[1])
        whole = 12 * (after_all.year - period.start.year) + after_all.month - period.start.month
        return (months + this_month) / whole
    return Fraction((day - period.start).days + 1, (after_all - period.start).days)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def assess(
    target: Target, indicator: Indicator, observations: Iterable[Observation], today: date
) -> Assessment:
    """How one target stands on the day `today`, by the observations of its indicator (in any order).

    Of the comparable results the one whose period ends last wins, then the latest as-of date, then the last id.
    """
    due = today > target.period.end
    about = [item for item in observations if _overlaps(item.period, target.period) and item.as_of <= today]
    found = [item for item in about if mismatch(target, indicator, item) is Reason.NONE]
    if found:
        latest = max(found, key=_recency)
        return replace(_standing(target, indicator, latest), due=due)
    reporting = ReportingStatus.DUE_UNREPORTED if due else ReportingStatus.NOT_YET_DUE
    nothing = Assessment(target, reporting, reason=Reason.NO_RESULT, due=due)
    if not about:
        return nothing
    latest = max(about, key=_recency)
    reason = mismatch(target, indicator, latest)
    reporting = ReportingStatus.WORDS_ONLY if reason is Reason.WORDS else ReportingStatus.NOT_COMPARABLE
    return replace(nothing, reporting=reporting, reason=reason, observation=latest)


def _recency(observation: Observation) -> tuple[date, date, str]:
    return observation.period.end, observation.as_of, observation.id


def _overlaps(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


def mismatch(target: Target, indicator: Indicator, observation: Observation) -> Reason:
    """Why an observation of its indicator cannot be compared with a target, or `Reason.NONE`.

    Comparable is a value, no forecast, for the same area and for the whole (no breakdown), whose period lies in
    the target's period and, for a flow, begins with it.
    """
    if observation.area_id != target.area_id or observation.breakdown:
        return Reason.SCOPE
    if observation.period not in target.period or observation.as_of < target.period.start:
        return Reason.PERIOD
    if indicator.measure is Measure.FLOW and observation.period.start != target.period.start:
        return Reason.PERIOD
    if observation.value is None:
        return Reason.WORDS
    return Reason.FORECAST if observation.status is ObservationStatus.FORECAST else Reason.NONE


def _standing(target: Target, indicator: Indicator, observation: Observation) -> Assessment:
    """The progress status by the rule for the indicator's measure."""
    final = observation.period.end == target.period.end and observation.as_of >= target.period.end
    reporting = ReportingStatus.REPORTED_FINAL if final else ReportingStatus.REPORTED_INTERIM
    base = Assessment(target, reporting, observation=observation)
    value = observation.value
    assert value is not None
    flow = indicator.measure is Measure.FLOW
    descending_flow = flow and not indicator.ascending and target.comparator is not Comparator.GE
    if target.comparator is Comparator.LE or indicator.measure is Measure.LIMIT or descending_flow:
        met = value <= upper_end(target)
        # A count does not go down again: once above its ceiling it stays there.
        return _met_or_not(base, Rule.LIMIT, met=met, final=final or (flow and not met))
    if indicator.measure is Measure.RATE:
        return _met_or_not(base, Rule.RATE, met=_reached(target, indicator, value), final=final)
    if indicator.measure is Measure.STOCK:
        return _stock(base, indicator, value, final=final)
    return _flow(base, value, final=final)


def upper_end(target: Target) -> Decimal:
    """The greatest value that a target names: the upper end of a range, else its value."""
    return target.value if target.value_upper is None else target.value_upper


def _reached(target: Target, indicator: Indicator, value: Decimal) -> bool:
    """Inside a range is reached, and so is beyond its better end."""
    return value >= target.value if indicator.ascending else value <= upper_end(target)


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
    return _paced(replace(base, rule=Rule.FLOW), Fraction(value) / Fraction(wanted), final=final)


def _stock(base: Assessment, indicator: Indicator, value: Decimal, *, final: bool) -> Assessment:
    """Share of the way from the baseline; without a baseline only reached or not reached."""
    target = base.target
    base = replace(base, rule=Rule.STOCK)
    if target.baseline is not None and target.baseline != target.value and target.value_upper is None:
        done, way = (
            Fraction(value) - Fraction(target.baseline),
            Fraction(target.value) - Fraction(target.baseline),
        )
        return _paced(base, done / way, final=final)
    if _reached(target, indicator, value):
        return replace(base, progress=ProgressStatus.ACHIEVED)
    if final:
        return replace(base, progress=ProgressStatus.MISSED)
    return replace(base, reason=Reason.BASELINE)


def _paced(base: Assessment, done: Fraction, *, final: bool) -> Assessment:
    """By share done and share of the period gone; compared as fractions, for division would round."""
    assert base.observation is not None
    gone = _gone(base.target.period, min(base.observation.as_of, base.observation.period.end))
    pace = done / gone if gone else None
    if done >= 1:
        progress = ProgressStatus.ACHIEVED
    elif final:
        progress = ProgressStatus.MISSED
    elif pace is None:
        progress = ProgressStatus.CANNOT_ASSESS
    elif pace >= Fraction(AHEAD):
        progress = ProgressStatus.AHEAD
    elif pace >= Fraction(ON_PACE):
        progress = ProgressStatus.ON_PACE
    elif pace >= Fraction(SLIGHTLY_BEHIND):
        progress = ProgressStatus.SLIGHTLY_BEHIND
    else:
        progress = ProgressStatus.BEHIND
    return replace(
        base,
        progress=progress,
        share_done=_decimal(_HUNDRED * done),
        share_due=_decimal(_HUNDRED * gone),
        pace=None if pace is None else _decimal(pace),
    )
