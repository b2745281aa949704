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

from generator.core.codes import (
    Attainment,
    Comparator,
    HalfTest,
    Measure,
    ProgressStatus,
    Qualifier,
    Reason,
    ReportingStatus,
    Rule,
)
from generator.core.model import Indicator, Observation, Period, Target
from generator.verdicts.derive import Derived
from generator.verdicts.pace import Pace, pace_of
from generator.verdicts.results import (
    Result,
    breaks,
    concerns,
    last_day,
    leaves_open,
    mismatch,
    recency,
    recency_by_end,
    replaces,
    revised,
    run,
)
from generator.verdicts.superseding import Replacement


@dataclass(frozen=True, slots=True)
class Assessment:
    """The computed standing of one target at one date.

    `result` is what was compared, `replaced` what had been given for it before, `set_aside` what is on record beside it
    and never counted: forecasts, figures of another definition, and estimates and provisional figures that came after a
    final one. `across_break`
    tells whether the share counts over a break in the series. `share_done` and `share_due` are
    in per cent of the task and of the period (or of the task by then, where documents plan the way), `pace` is one
    divided by the other; None where the rule has none. `baseline` is the printed one or `derived`. `periods_met`
    counts those of the `periods_reported` in which a rate or ceiling held. `due` tells whether the target's period
    is over at the date of the assessment. `in_words` is what documents say of the whole period beside an interim
    result, where they give no number for it. `bound` is `Result.bound` of what was compared, `by_number` what its number
    would say where the true one, of which only a bound is printed, may say otherwise. `successor` is the later target declared in the place of this one,
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

    Of several statements of one result the most certain counts, then the latest. Of the comparable results the one whose period ends last wins, then
    the latest as-of date; results that follow one another from the first day on are added up. `derived` is the
    baseline where none is printed.
    """
    due = today > target.period.end
    seen = [item for item in observations if item.as_of <= today]
    known, replaced = revised(seen, indicator.measure)
    about = [item for item in known if concerns(target, indicator, item)]
    found = [item for item in about if mismatch(target, indicator, item) is Reason.NONE]
    reporting = ReportingStatus.DUE_UNREPORTED if due else ReportingStatus.NOT_YET_DUE
    base = Assessment(target, reporting, reason=Reason.NO_RESULT, derived=derived, due=due)
    if found and (standing := _standing(base, indicator, found)) is not None:
        assert standing.result is not None
        return _in_words(_beside(standing, seen, replaced), indicator, about)
    if not about:
        return base
    here = [item for item in about if item.area_id == target.area_id]
    if not here:
        # What another area reached is no answer: that there is none stays told.
        return replace(base, reason=Reason.SCOPE)
    latest = max(here, key=lambda item: recency(item, indicator.measure))
    # A count that is comparable but for its first day leaves a gap in the period.
    reason = mismatch(target, indicator, latest) or Reason.PERIOD
    reporting = ReportingStatus.WORDS_ONLY if reason is Reason.WORDS else ReportingStatus.NOT_COMPARABLE
    return replace(base, reporting=reporting, reason=reason, result=Result((latest,)))


def _in_words(standing: Assessment, indicator: Indicator, about: Sequence[Observation]) -> Assessment:
    """An interim standing with the latest answer in words on the whole period."""
    target = standing.target
    words = [
        item
        for item in about
        if mismatch(target, indicator, item) is Reason.WORDS
        and (item.period == target.period or indicator.measure is Measure.STOCK or _at_end(target, item))
        and item.as_of >= target.period.end
    ]
    if not words or standing.reporting is not ReportingStatus.REPORTED_INTERIM:
        return standing
    return replace(standing, in_words=max(words, key=lambda item: recency(item, indicator.measure)))


def _at_end(target: Target, item: Observation) -> bool:
    """Whether something is told of the very day by which a target must be reached."""
    return target.attainment is Attainment.BY_END and last_day(item) == target.period.end


def _beside(
    standing: Assessment, seen: Sequence[Observation], others: Mapping[str, Sequence[Observation]]
) -> Assessment:
    """A standing with what else is on record of the same result, and whether its share counts over a break.

    A break stays one when a later document gives the figure at which it was again, without a word of it.
    """
    assert standing.result is not None
    pairs = [(part, item) for part in standing.result.parts for item in others.get(part.id, ())]
    return replace(
        standing,
        replaced=tuple(item for part, item in pairs if replaces(part, item)),
        set_aside=tuple(item for part, item in pairs if not replaces(part, item)),
        across_break=standing.share_done is not None and _across_break(standing, seen),
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
    found = breaks(seen, target.area_id, before, result.last.as_of)
    return any(standing.rule is Rule.STOCK or item.period.start > start for item in found)


def rule_for(target: Target, indicator: Indicator, baseline: Decimal | None) -> Rule:
    """Which rule judges a target: by the indicator's measure, unless the target names a ceiling.

    A count that should be low has a ceiling, and so has whatever must stay at or below a number; but a stock that
    is to come down from a baseline has a way to go. What must be reached by a day is judged as a stock is.
    """
    if target.attainment is Attainment.BY_END:
        return Rule.STOCK
    if indicator.measure is Measure.BUDGET:
        return _rule_for_money(target)
    descending_flow = indicator.measure is Measure.FLOW and not indicator.ascending
    if indicator.measure is Measure.STOCK and baseline is not None and baseline > upper_end(target):
        return Rule.STOCK
    if target.comparator.ceiling or (descending_flow and not target.comparator.floor):
        return Rule.LIMIT
    return Rule(indicator.measure.value)


def _rule_for_money(target: Target) -> Rule:
    """Money that is planned is no promise to spend it, whatever the number; at least so much is one, and at most so much
    a ceiling. So is the upper end of a range, below whose lower end less was spent than thought, which fails nobody.
    """
    if target.comparator.floor:
        return Rule.FLOW
    return Rule.BUDGET if target.comparator is Comparator.EQ else Rule.LIMIT


def _standing(base: Assessment, indicator: Indicator, found: Sequence[Observation]) -> Assessment | None:
    """The progress status by the rule for the target; None where no result begins with the period of a count."""
    target, measure = base.target, indicator.measure
    rule = rule_for(target, indicator, base.baseline)
    if measure.adds_up:
        result = run(target.period, found)
        if result is None:
            return None
    else:
        later = recency_by_end if target.attainment is Attainment.BY_END else recency
        result = Result((max(found, key=lambda item: later(item, measure)),))
    base = replace(base, rule=rule, reason=Reason.NONE, result=result)
    if measure in (Measure.RATE, Measure.LIMIT) and target.attainment is Attainment.THROUGHOUT:
        return _held(base, indicator, found)
    day = result.last.as_of if measure is Measure.STOCK else last_day(result.last)
    final = day >= target.period.end
    base = replace(base, reporting=_reporting(final=final))
    return _unless_open(_by_number(base, indicator, result, final=final), indicator)


_GOOD = (ProgressStatus.ACHIEVED, ProgressStatus.AHEAD, ProgressStatus.ON_PACE)
"""What holds all the more where the true number is a better one."""


def _unless_open(base: Assessment, indicator: Indicator) -> Assessment:
    """A standing by the number, which is none where only a bound is printed and the true number may say otherwise."""
    assert base.result is not None
    base = replace(base, bound=base.result.bound)
    if base.progress is ProgressStatus.CANNOT_ASSESS:
        return base
    target, baseline = base.target, base.baseline
    low = low_is_good(target, indicator)
    if base.rule is Rule.STOCK and base.share_done is not None and baseline is not None:
        low = target.value < baseline
    return _open(base) if leaves_open(base.bound, low=low, good=base.progress in _GOOD) else base


def _open(base: Assessment) -> Assessment:
    """A standing that a bound leaves open."""
    return replace(
        base,
        progress=ProgressStatus.CANNOT_ASSESS,
        by_number=base.progress,
        reason=Reason.BOUND,
        half=HalfTest.NONE,
    )


def _by_number(base: Assessment, indicator: Indicator, result: Result, *, final: bool) -> Assessment:
    """The progress status by a number, by the rule for the target."""
    target, rule = base.target, base.rule
    if rule is Rule.LIMIT:
        met = _meets(target, indicator, result)
        # A count does not go down again: once above its ceiling it stays there. An estimate of it can.
        decided = indicator.measure.adds_up and not met and not result.uncertain
        return _met_or_not(base, met=met, final=final or decided)
    if rule is Rule.STOCK:
        return _stock(base, indicator, result, final=final)
    if rule is Rule.BUDGET:
        return _spent(base, result, final=final)
    assert rule is Rule.FLOW, rule  # a rule that nobody wrote judges nothing
    return _flow(base, result, final=final)


def _reporting(*, final: bool) -> ReportingStatus:
    return ReportingStatus.REPORTED_FINAL if final else ReportingStatus.REPORTED_INTERIM


def upper_end(target: Target) -> Decimal:
    """The greatest value that a target names: the upper end of a range, else its value."""
    return target.value if target.value_upper is None else target.value_upper


def low_is_good(target: Target, indicator: Indicator) -> bool:
    """Whether a target sets a ceiling: by its own words, else by what its indicator counts."""
    if target.comparator.floor or target.comparator.ceiling:
        return target.comparator.ceiling
    return indicator.measure is Measure.BUDGET or not indicator.ascending


def _meets(target: Target, indicator: Indicator, result: Result) -> bool:
    """Whether a value is what the target asks for; inside a range it is, and so beyond the range's better end.

    At the number itself the words decide: see `short_of`.
    """
    value = result.value
    assert value is not None
    low = low_is_good(target, indicator)
    if low:
        end = upper_end(target)
        return value < end or (value == end and not short_of(target, result.qualifier, low=True))
    return value > target.value or (
        value == target.value and not short_of(target, result.qualifier, low=False)
    )


def short_of(target: Target, qualifier: Qualifier, *, low: bool) -> bool:
    """Whether a result at the very number of a target is not yet what it asks: on the wrong side of it (近 where much
    is wanted, 余 where little is), or, where more than or less than is asked, not on the right one.
    """
    wrong, right = Qualifier.UNDER, Qualifier.OVER
    if low:
        wrong, right = right, wrong
    return qualifier is wrong or (target.comparator.strict and qualifier is not right)


def _met_or_not(base: Assessment, *, met: bool, final: bool) -> Assessment:
    """Rates and ceilings have no pace: they hold or they do not."""
    if final:
        progress = ProgressStatus.ACHIEVED if met else ProgressStatus.MISSED
    else:
        progress = ProgressStatus.ON_PACE if met else ProgressStatus.BEHIND
    return replace(base, progress=progress)


def _held(base: Assessment, indicator: Indicator, found: Sequence[Observation]) -> Assessment:
    """A rate or a limit, in each period reported.

    A result for the whole period is what the target speaks of, and decides; without one, each reported period must
    hold, and the verdict is final when they cover the whole. So it is where parts that cover it are more certain than
    what is given for the whole: an estimate of the year says nothing against four final quarters.
    """
    target = base.target
    latest: dict[Period, Observation] = {}
    for item in sorted(found, key=lambda item: recency(item, indicator.measure)):
        latest[item.period] = item
    whole = latest.get(target.period)
    parts = run(target.period, [item for item in latest.values() if item is not whole])
    if (
        whole is not None
        and parts is not None
        and _covers(parts, target)
        and parts.certainty > whole.status.certainty
    ):
        base = replace(base, result=Result((parts.last,)))
        del latest[target.period]
        found = list(latest.values())
    met = {period: _meets(target, indicator, Result((item,))) for period, item in latest.items()}
    base = replace(base, periods_met=sum(met.values()), periods_reported=len(met))
    whole = latest.get(target.period)
    if whole is not None and whole.as_of >= target.period.end:
        base = replace(base, result=Result((whole,)), reporting=ReportingStatus.REPORTED_FINAL)
        return _unless_open(_met_or_not(base, met=met[target.period], final=True), indicator)
    covered = run(target.period, found)
    final = covered is not None and _covers(covered, target)
    base = _met_or_not(replace(base, reporting=_reporting(final=final)), met=all(met.values()), final=final)
    low = low_is_good(target, indicator)
    bounds = {period: Result((item,)).bound for period, item in latest.items()}
    unsure = [period for period, bound in bounds.items() if leaves_open(bound, low=low, good=met[period])]
    if not unsure or any(not held and period not in unsure for period, held in met.items()):
        return base  # one period that certainly did not hold is enough
    told = min(unsure, key=lambda period: met[period])
    return _open(replace(base, bound=bounds[told]))


def _covers(result: Result, target: Target) -> bool:
    """Whether results that begin with the period of a target tell of all of it."""
    return result.period.end == target.period.end and result.last.as_of >= target.period.end


def _flow(base: Assessment, result: Result, *, final: bool) -> Assessment:
    """Share done against share of the period gone; a range is measured against its lower end."""
    wanted = base.target.value
    if wanted <= 0:
        return replace(base, rule=Rule.NONE, reason=Reason.TARGET)
    assert result.value is not None
    done = Fraction(result.value) / Fraction(wanted)
    short = short_of(base.target, result.qualifier, low=False)
    day = counted_day(base.target, Rule.FLOW, result)
    return _paced(base, pace_of(base.target, Decimal(0), done, day, short=short, final=final))


def _spent(base: Assessment, result: Result, *, final: bool) -> Assessment:
    """The share of planned money that was spent, beside the share of the period gone, and no verdict on it."""
    found = _flow(base, result, final=final)
    if found.rule is Rule.NONE:
        return found
    return replace(
        found,
        progress=ProgressStatus.CANNOT_ASSESS,
        reason=Reason.SPENDING,
        pace=None,
        half=HalfTest.NONE,
    )


def counted_day(target: Target, rule: Rule, result: Result) -> date:
    """The day to which a result counts: a stock stands at its as-of date, what is told of a period goes no further."""
    stands = rule is Rule.STOCK and target.attainment is Attainment.THROUGHOUT
    return result.last.as_of if stands else last_day(result.last)


def _stock(base: Assessment, indicator: Indicator, result: Result, *, final: bool) -> Assessment:
    """Share of the way from the baseline; without a way from it to the target only reached or not reached."""
    target, baseline = base.target, base.baseline
    assert result.value is not None
    if baseline is not None and _short_start(target, baseline):
        way = Fraction(target.value) - Fraction(baseline)
        done = (Fraction(result.value) - Fraction(baseline)) / way
        short = short_of(target, result.qualifier, low=way < 0)
        return _paced(
            base,
            pace_of(
                target, baseline, done, counted_day(target, Rule.STOCK, result), short=short, final=final
            ),
        )
    if _meets(target, indicator, result):
        return replace(base, progress=ProgressStatus.ACHIEVED)
    if final:
        return replace(base, progress=ProgressStatus.MISSED)
    return replace(base, reason=Reason.BASELINE)


def _short_start(target: Target, baseline: Decimal) -> bool:
    """Whether a starting value lies short of a target of one number, so that there is a way to go.

    What starts from 95 and is to be at least 90 has none: falling to 80 is not three times the way.
    """
    if target.value_upper is not None or baseline == target.value:
        return False
    if target.comparator.floor or target.comparator.ceiling:
        return (baseline > target.value) is target.comparator.ceiling
    return True


def _paced(base: Assessment, pace: Pace) -> Assessment:
    return replace(
        base,
        progress=pace.progress,
        share_done=pace.share_done,
        share_due=pace.share_due,
        pace=pace.pace,
        half=pace.half,
    )
