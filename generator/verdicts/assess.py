"""How a target stands, by published rules: pure functions of target, observations and date.

Two questions, never mixed: is there a result (reporting status), and how does it stand (progress status)?
The rules are those of the methods page, which shows the thresholds of this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from generator.core.codes import (
    Attainment,
    HalfTest,
    Measure,
    ProgressStatus,
    Qualifier,
    Reason,
    ReportingStatus,
    Rule,
)
from generator.core.model import Indicator, Observation, Period, Target
from generator.verdicts import rules
from generator.verdicts.derive import Derived
from generator.verdicts.on_record import OnRecord
from generator.verdicts.pace import Pace, pace_of
from generator.verdicts.results import (
    Result,
    breaks,
    day_of,
    last_day,
    leaves_open,
    mismatch,
    recency,
    recency_by_end,
    replaces,
    run,
    side,
)
from generator.verdicts.rules import Deciding, Place, Side, Start, Told
from generator.verdicts.superseding import Replacement


@dataclass(frozen=True, slots=True)
class Assessment:
    """The computed standing of one target at one date.

    `result` is what was compared, `replaced` what had been given for it before, `set_aside` what is on record beside it and
    never counted: forecasts, figures of another definition, and estimates and provisional figures that came after a final
    one. `across_break` tells whether the share counts over a break in the series. `share_done` and `share_due` are in per
    cent of the task and of the period (or of the task by then, where documents plan the way), `pace` is one divided by the
    other; None where the rule has none. `baseline` is the printed one or `derived`. `periods_met` counts those of the
    `periods_reported` in which a rate or ceiling held. `due` tells whether the target's period is over at the date of the
    assessment. `in_words` is what documents say of the whole period beside an interim result, where they give no number for
    it. `bound` is `Result.bound` of what was compared, `by_number` what its number would say where the true one, of which
    only a bound is printed, may say otherwise. `successor` is the later target declared in the place of this one,
    `predecessor` the earlier one whose place this one takes, and `first` how the one first set stands by itself.
    """

    target: Target
    reporting: ReportingStatus
    progress: ProgressStatus = ProgressStatus.CANNOT_ASSESS
    rule: Rule = Rule.NONE
    reason: Reason = Reason.NONE
    result: Result | None = None
    replaced: tuple[Observation, ...] = ()
    set_aside: tuple[Observation, ...] = ()
    across_break: bool = False
    bound: Qualifier = Qualifier.EXACT
    by_number: ProgressStatus | None = None
    share_done: Decimal | None = None
    share_due: Decimal | None = None
    pace: Decimal | None = None
    half: HalfTest = HalfTest.NONE
    derived: Derived | None = None
    periods_met: int = 0
    periods_reported: int = 0
    due: bool = False
    in_words: Observation | None = None
    successor: Replacement | None = None
    predecessor: Replacement | None = None
    first: Assessment | None = None

    @property
    def observation(self) -> Observation | None:
        """The compared result; of several added up, the last."""
        return self.result.last if self.result else None

    @property
    def as_of(self) -> date | None:
        """The day at which the compared result stands."""
        return self.result.last.as_of if self.result else None

    @property
    def left_open(self) -> bool:
        """Whether the target's period is over and how it ended is not on record: only an interim result is."""
        judged = self.reason is not Reason.SUPERSEDED
        return self.due and judged and self.reporting is ReportingStatus.REPORTED_INTERIM

    @property
    def stands(self) -> bool:
        """Whether it is told how it stands by its result, were it only that it cannot be assessed."""
        return self.rule is not Rule.NONE or self.reason is Reason.TARGET

    @property
    def baseline(self) -> Decimal | None:
        """Where the target starts from: as printed, else as derived."""
        if self.target.baseline is not None:
            return self.target.baseline
        return self.derived.value if self.derived else None

    @property
    def first_differs(self) -> bool:
        """Whether the target first set, judged by itself, has another outcome than this one that came in its place.

        Money that was planned has none.
        """
        first = self.first
        if first is None or first.rule in (Rule.NONE, Rule.BUDGET) or self.reason is Reason.SUPERSEDED:
            return False
        return (first.met, first.unmet) != (self.met, self.unmet)

    @property
    def met(self) -> bool:
        """Whether it is reached, or holds in what is reported so far where that has no pace."""
        return self.progress is ProgressStatus.ACHIEVED or self._held is ProgressStatus.ON_PACE

    @property
    def unmet(self) -> bool:
        """Whether it is missed, or does not hold in what is reported so far where that has no pace."""
        return self.progress is ProgressStatus.MISSED or self._held is ProgressStatus.BEHIND

    @property
    def _held(self) -> ProgressStatus | None:
        return self.progress if self.rule in (Rule.RATE, Rule.LIMIT) else None

    def not_judged(self) -> Assessment:
        """The same of a target that is not judged any more, because a later one has its place; its result stays told."""
        return replace(
            self,
            progress=ProgressStatus.CANNOT_ASSESS,
            rule=Rule.NONE,
            reason=Reason.SUPERSEDED,
            across_break=False,
            share_done=None,
            share_due=None,
            pace=None,
            half=HalfTest.NONE,
            periods_met=0,
            periods_reported=0,
            in_words=None,
        )


def assess(
    target: Target,
    indicator: Indicator,
    observations: Iterable[Observation],
    today: date,
    derived: Derived | None = None,
) -> Assessment:
    """How one target stands on the day `today`, by the observations of its indicator (in any order).

    Of several statements of one result the most certain counts, then the latest. Of the comparable results the one whose
    period ends last wins, then the latest as-of date; results that follow one another from the first day on are added up.
    `derived` is the baseline where none is printed.
    """
    return assess_by(target, OnRecord(indicator, observations, today), derived)


def assess_by(target: Target, known: OnRecord, derived: Derived | None = None) -> Assessment:
    """The same, by what is known of its indicator on a day."""
    indicator, due = known.indicator, known.today > target.period.end
    here = known.of_time(target)
    found = [item for item in here if mismatch(target, indicator, item) is Reason.NONE]
    base = Assessment(target, ReportingStatus.NOT_YET_DUE, derived=derived, due=due)
    if found and (standing := _standing(base, indicator, found)) is not None:
        return _in_words(_beside(standing, known), indicator, here)
    latest = max(here, key=lambda item: recency(item, indicator.measure), default=None)
    answer = rules.ANSWER(
        result=False,
        final=False,
        on_record=bool(here) or known.elsewhere(target),
        in_area=bool(here),
        latest=Reason.NONE if latest is None else mismatch(target, indicator, latest),
        due=due,
    )
    result = None if latest is None else Result((latest,))
    return replace(base, reporting=answer.reporting_status, reason=answer.reason, result=result)


def _in_words(standing: Assessment, indicator: Indicator, about: Sequence[Observation]) -> Assessment:
    """An interim standing with the latest answer in words on the whole period."""
    target = standing.target
    words = [
        item
        for item in about
        if item.value is None
        and mismatch(target, indicator, item) is Reason.WORDS
        and rules.IN_WORDS(
            interim=standing.reporting is ReportingStatus.REPORTED_INTERIM,
            after_end=item.as_of >= target.period.end,
            whole_period=item.period == target.period,
            measure=indicator.measure,
            attainment=target.attainment,
            ends_with_it=last_day(item) == target.period.end,
        )
    ]
    last = max(words, key=lambda item: recency(item, indicator.measure), default=None)
    return standing if last is None else replace(standing, in_words=last)


def _beside(standing: Assessment, known: OnRecord) -> Assessment:
    """A standing with what else is on record of the same result, and whether its share counts over a break.

    A break stays one when a later document gives the figure at which it was again, without a word of it.
    """
    assert standing.result is not None
    pairs = [(part, item) for part in standing.result.parts for item in known.replaced.get(part.id, ())]
    across_break = _across_break(standing, known.seen[standing.target.area_id])
    if not pairs and not across_break:
        return standing
    return replace(
        standing,
        replaced=tuple(item for part, item in pairs if replaces(part, item)),
        set_aside=tuple(item for part, item in pairs if not replaces(part, item)),
        across_break=across_break,
    )


def _across_break(standing: Assessment, seen: Sequence[Observation]) -> bool:
    """Whether the series breaks between the start of a share and its end.

    A stock is counted from a value before the period, that of its baseline's own day where it is known, so that any
    break up to its day counts; an amount over a period begins anew with it, so that a break at its own start parts
    it from nothing.
    """
    result, target = standing.result, standing.target
    assert result is not None
    start = target.period.start
    before = start - timedelta(days=1)
    if standing.rule is Rule.STOCK and target.baseline_period is not None:
        before = min(before, target.baseline_period.end)
    told = Told.NOTHING if standing.share_done is None else Told.SHARES
    return any(
        rules.ACROSS_BREAK(
            told=told,
            on_the_way=before < item.as_of <= result.last.as_of,
            rule=standing.rule,
            begins_later=item.period.start > start,
        )
        for item in breaks(seen, target.area_id)
    )


def rule_for(target: Target, indicator: Indicator, baseline: Decimal | None) -> Rule:
    """Which rule judges a target: by the indicator's measure, unless the target names a ceiling.

    A count that should be low has a ceiling, and so has whatever must stay at or below a number; but a stock that
    is to come down from a baseline has a way to go. What must be reached by a day is judged as a stock is.
    """
    return rules.RULE(
        attainment=target.attainment,
        measure=indicator.measure,
        comparator=target.comparator,
        comes_down=baseline is not None and baseline > upper_end(target),
        ascending=indicator.ascending,
    )


def _standing(base: Assessment, indicator: Indicator, found: Sequence[Observation]) -> Assessment | None:
    """The progress status by the rule for the target; None where no result begins with the period of a count."""
    target, measure = base.target, indicator.measure
    rule = rule_for(target, indicator, base.baseline)
    if measure in (Measure.RATE, Measure.LIMIT) and target.attainment is Attainment.THROUGHOUT:
        return _held(base, rule, indicator, found)
    if measure.adds_up:
        result = run(target.period, found)
        if result is None:
            return None
    else:
        later = recency_by_end if target.attainment is Attainment.BY_END else recency
        result = Result((max(found, key=lambda item: later(item, measure)),))
    return _by_number(base, rule, indicator, result)


def _by_number(base: Assessment, rule: Rule, indicator: Indicator, result: Result) -> Assessment:
    """The progress status by a number, by the rule for the target."""
    target, value = base.target, result.value
    assert value is not None
    way, above_zero = has_way(target, base.baseline), target.value > 0
    told, pace = rules.TOLD(rule=rule, above_zero=above_zero, way=way), None
    if told is Told.NOTHING:
        wanted, end = side(low=low_is_good(target, indicator)), _end(target, indicator)
    else:
        start = base.baseline if rule is Rule.STOCK and base.baseline is not None else Decimal(0)
        wanted, end = side(low=target.value < start), target.value
        pace = pace_of(target, start, value, day_of(result.last, indicator.measure))
    facts = {
        "above_zero": above_zero,
        "enough": is_enough(target, result, end, wanted),
        "measure": indicator.measure,
        "certain": not result.uncertain,
        "way": way,
    }
    final = day_of(result.last, indicator.measure) >= target.period.end
    base = _judged(base, rule, result, facts, pace, final=final, bound=result.bound)
    if rules.BOUND(judged=base.progress, bound=base.bound, side=wanted):
        base = _open(base)
    if pace is None:
        return base
    return _with_pace(base, told, pace, nearly=short_of(target, result.qualifier, wanted))


def _judged(
    base: Assessment,
    rule: Rule,
    result: Result,
    facts: Mapping[str, Any],
    pace: Pace | None,
    *,
    final: bool,
    **more: Any,
) -> Assessment:
    """A standing with a result that can be compared: what the rules say of it, and whatever `more` is known."""
    answer = rules.ANSWER(
        result=True, final=final, on_record=True, in_area=True, latest=Reason.NONE, due=base.due
    )
    verdict = rules.PROGRESS(
        rule=rule,
        final=final,
        pace=pace and pace.exact,
        anything_due=pace is None or bool(pace.due),
        begun=pace is not None and pace.done > 0,
        **facts,
    )
    return replace(
        base,
        reporting=answer.reporting_status,
        progress=verdict.progress_status,
        rule=verdict.rule or rule,
        reason=verdict.reason,
        result=result,
        **more,
    )


_HALF = Fraction(rules.HALF) / 100


def _with_pace(base: Assessment, told: Told, pace: Pace, *, nearly: bool) -> Assessment:
    """A standing with its shares, its pace and the customary test, as far as each is told."""
    return replace(
        base,
        share_done=pace.share_done,
        share_due=pace.share_due,
        pace=pace.pace if told is Told.PACE else None,
        half=rules.HALF_TEST(
            told=told,
            open=base.reason is Reason.BOUND,
            gone=pace.gone,
            half=_place(pace.done, _HALF, Side.HIGH),
            nearly=nearly,
        ),
    )


def _open(base: Assessment) -> Assessment:
    """A standing that a bound leaves open."""
    return replace(base, progress=ProgressStatus.CANNOT_ASSESS, by_number=base.progress, reason=Reason.BOUND)


def upper_end(target: Target) -> Decimal:
    """The greatest value that a target names: the upper end of a range, else its value."""
    return target.value if target.value_upper is None else target.value_upper


def low_is_good(target: Target, indicator: Indicator) -> bool:
    """Whether a target sets a ceiling: by its own words, else by what its indicator counts."""
    wanted = rules.WANTED(
        comparator=target.comparator, measure=indicator.measure, ascending=indicator.ascending
    )
    return wanted is Side.LOW


def _end(target: Target, indicator: Indicator) -> Decimal:
    """The end of what a target asks for: inside a range it is met, and so beyond the range's better end."""
    return upper_end(target) if low_is_good(target, indicator) else target.value


def _place(value: Decimal | Fraction, other: Decimal | Fraction, wanted: Side) -> Place:
    """Where a number is beside another one, seen from the side that is wanted."""
    if value == other:
        return Place.AT
    return Place.BEYOND if (value > other) is (wanted is Side.HIGH) else Place.SHORT


def is_enough(target: Target, result: Result, end: Decimal, wanted: Side) -> bool:
    """Whether a result is as much, or as little, as the number `end`; at the number itself the words decide."""
    assert result.value is not None
    return rules.ENOUGH(
        place=_place(result.value, end, wanted),
        side=wanted,
        qualifier=result.qualifier,
        comparator=target.comparator,
    )


def short_of(target: Target, qualifier: Qualifier, wanted: Side) -> bool:
    """Whether a result at the very number of a target is not yet what it asks: on the wrong side of it (近 where much
    is wanted, 余 where little is), or, where more than or less than is asked, not on the right one.
    """
    return not rules.ENOUGH(place=Place.AT, side=wanted, qualifier=qualifier, comparator=target.comparator)


def _meets(target: Target, indicator: Indicator, result: Result) -> bool:
    """Whether a value is what the target asks for."""
    wanted = side(low=low_is_good(target, indicator))
    return is_enough(target, result, _end(target, indicator), wanted)


def _held(base: Assessment, rule: Rule, indicator: Indicator, found: Sequence[Observation]) -> Assessment:
    """A rate or a limit, in each period reported.

    A result for the whole period is what the target speaks of, and decides; without one, each reported period must
    hold, and the verdict is final when they cover the whole. So it is where parts that cover it are more certain than
    what is given for the whole: an estimate of the year says nothing against four final quarters.
    """
    target, measure = base.target, indicator.measure
    latest: dict[Period, Observation] = {}
    for item in sorted(found, key=lambda item: recency(item, measure)):
        latest[item.period] = item
    whole = latest.get(target.period)
    parts = run(target.period, [item for item in latest.values() if item is not whole])
    covered = run(target.period, found)
    deciding = rules.PERIODS(
        parts_cover=parts is not None and _covers(parts, target),
        parts_more_certain=parts is not None
        and whole is not None
        and parts.certainty > whole.status.certainty,
        whole_complete=whole is not None and whole.as_of >= target.period.end,
        all_cover=covered is not None and _covers(covered, target),
    )
    if deciding is Deciding.PARTS:
        del latest[target.period]
    met = {period: _meets(target, indicator, Result((item,))) for period, item in latest.items()}
    counted, last = latest, max(latest.values(), key=lambda item: recency(item, measure))
    if deciding is Deciding.WHOLE:
        counted, last = {target.period: latest[target.period]}, latest[target.period]
    elif deciding is Deciding.PARTS:
        assert parts is not None
        last = parts.last
    low = low_is_good(target, indicator)
    bounds = {period: Result((item,)).bound for period, item in counted.items()}
    unsure = [period for period, bound in bounds.items() if leaves_open(bound, low=low, good=met[period])]
    failed = any(not met[period] and period not in unsure for period in counted)
    open_ = rules.PERIODS_OPEN(certainly_failed=failed, any_open=bool(unsure))
    # What is told is the bound that leaves it open, of a period that does not hold by its number before others.
    told = min(unsure, key=lambda period: met[period]) if open_ else target.period
    facts = {
        "above_zero": target.value > 0,
        "enough": all(met[period] for period in counted),
        "measure": measure,
        "certain": True,
        "way": False,
    }
    base = _judged(
        base,
        rule,
        Result((last,)),
        facts,
        None,
        final=deciding is not Deciding.SO_FAR,
        bound=bounds[told] if open_ or deciding is Deciding.WHOLE else Qualifier.EXACT,
        periods_met=sum(met.values()),
        periods_reported=len(met),
    )
    return _open(base) if open_ else base


def _covers(result: Result, target: Target) -> bool:
    """Whether results that begin with the period of a target tell of all of it."""
    return result.period.end == target.period.end and result.last.as_of >= target.period.end


def counted_day(target: Target, rule: Rule, result: Result) -> date:
    """The day to which a result counts: a stock stands at its as-of date, what is told of a period goes no further."""
    stands = rule is Rule.STOCK and target.attainment is Attainment.THROUGHOUT
    return day_of(result.last, Measure.STOCK if stands else Measure.FLOW)


_STARTS = {Place.BEYOND: Start.ABOVE, Place.AT: Start.AT, Place.SHORT: Start.BELOW}


def has_way(target: Target, baseline: Decimal | None) -> bool:
    """Whether a starting value lies short of a target of one number, so that there is a way to go.

    What starts from 95 and is to be at least 90 has none: falling to 80 is not three times the way.
    """
    start = Start.UNKNOWN
    if baseline is not None:
        start = _STARTS[_place(baseline, target.value, Side.HIGH)]
    return rules.WAY(start=start, upper_end=target.value_upper is not None, comparator=target.comparator)
