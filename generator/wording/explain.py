"""Puts an assessment into words: the sentences that pages and the published table give with each verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain

from generator.core import formats
from generator.core.codes import (
    Attainment,
    Comparator,
    HalfTest,
    Measure,
    MilestoneState,
    ObservationStatus,
    ProgressStatus,
    Qualifier,
    Reason,
    ReportingStatus,
    Rule,
    Turn,
)
from generator.core.languages import language as known
from generator.core.messages import lookup
from generator.core.model import Observation, Package, Period, Target
from generator.core.phrases import by_script, filled, joined, mapped
from generator.core.values import as_decimal
from generator.verdicts.assess import Assessment, counted_day, low_is_good, upper_end
from generator.verdicts.derive import Derived
from generator.verdicts.milestones import Milestone
from generator.verdicts.pace import time_elapsed
from generator.verdicts.results import Result, beside, last_day
from generator.verdicts.rules import AHEAD, HALF, ON_PACE, SLIGHTLY_BEHIND
from generator.verdicts.superseding import Replacement


def said(language: str, key: str, **values: str) -> str:
    """A text of the site's catalogue with its places filled; `count`, a whole number, also chooses between singular and
    plural.
    """
    count = values.get("count", "")
    text = lookup(language, "site", key, count)
    if count.isdecimal():
        values["count"] = formats.number(Decimal(count), language)
    return filled(text, values, language)


def made_up(package: Package, language: str) -> str:
    """That a package is made up, for what travels without its pages; nothing where it is not."""
    return said(language, "site.fictional") if package.fictional else ""


def compiled_by(package: Package, language: str) -> str:
    """Who compiled the data of a package."""
    return package.creator[language] or said(language, "site.name")


def unit_of(package: Package, indicator_id: str, language: str) -> str:
    """The name of an indicator's unit."""
    return package.units[package.indicators[indicator_id].unit_id].title[language]


def language_of(package: Package, document_id: str) -> str:
    """The language that a document is written in: its own, else the main one of its package."""
    return str(package.documents[document_id].more.get("language") or package.languages[0])


def nameless(package: Package, text: str, language: str) -> str:
    """Words of a package of which nobody says in which language they are, such as who answers for a correction."""
    documents = (language_of(package, name) for name in package.documents)
    return by_script(text, chain(package.languages, documents), language)


def target_value(target: Target, unit: str, language: str) -> str:
    """What a target asks for: `30公里`, `at least 98%`, `7至10处`, `at least 25% by the end`."""
    return said(language, f"attainment.{target.attainment}", value=_asked(target, unit, language))


def _asked(target: Target, unit: str, language: str) -> str:
    """The number of a target with what is asked of it, without the time."""
    if target.value_upper is None:
        value = qualified(formats.quantity(target.value, unit, language), target.qualifier, language)
        return said(language, f"comparator.{target.comparator}", value=value)
    value, upper = (
        formats.number(target.value, language),
        formats.quantity(target.value_upper, unit, language),
    )
    return said(language, f"comparator.{target.comparator}", value=value, upper=upper)


def baseline_value(baseline: Decimal, time: Period | None, unit: str, language: str) -> str:
    """What a target starts from, with the time that it is of where that is known: `18% in 2015`."""
    value = formats.quantity(baseline, unit, language)
    if time is None:
        return value
    return said(
        language,
        "baseline.of_day" if time.start == time.end else "baseline.of_period",
        value=value,
        date=formats.day(time.end, language),
        period=formats.period(time, language),
    )


def result_value(result: Observation | Result, unit: str, language: str) -> str:
    """A reported value with its qualifier, and with what is recorded about it: `18.3公里`, `约275万平方米`,
    `40 km (estimate)`.
    """
    if result.value is None:
        statuses = (Result((result,)) if isinstance(result, Observation) else result).statuses
        return said(language, f"obs_status.{statuses[0]}" if statuses else "table.words_only")
    value = _range(result, unit, language) or reported(
        formats.quantity(result.value, unit, language), result, language
    )
    return joined([value, recorded_aside(result, language)])


def compared_number(package: Package, assessment: Assessment, language: str) -> str:
    """What was compared, without its unit where that is a word: what was promised stands beside it with it."""
    assert assessment.result is not None
    named = package.units[assessment.result.last.unit_id].title[language]
    unit = said(language, "unit.number") if named[:1].isalpha() else named
    return result_value(assessment.result, unit, language)


def _range(result: Observation | Result, unit: str, language: str) -> str:
    """A result that is printed as a range, with both its ends; empty where it is none."""
    parts = (result,) if isinstance(result, Observation) else result.parts
    figure = parts[0].citation.said if len(parts) == 1 else None
    if figure is None or figure.upper is None or result.value is None:
        return ""
    upper = as_decimal(figure.upper)
    if upper is None or as_decimal(figure.value) != result.value:
        return ""
    value, end = formats.number(result.value, language), formats.quantity(upper, unit, language)
    return said(language, f"comparator.{Comparator.BETWEEN}", value=value, upper=end)


def recorded_aside(result: Observation | Result, language: str) -> str:
    """What is recorded about a figure besides its number, to stand behind it: ` (estimate)`; empty for most."""
    statuses = (Result((result,)) if isinstance(result, Observation) else result).statuses
    if not statuses:
        return ""
    words = (said(language, f"obs_status.{status}") for status in statuses)
    return said(language, "sign.aside", text=joined(words, said(language, "sign.list")))


def scope_aside(package: Package, row: Target | Observation, language: str) -> str:
    """What a row is of, where that is not the whole of the package's own area: ` (East Village)`; empty for most."""
    parts = [] if row.area_id == package.area_id else [package.areas[row.area_id].title[language]]
    for dimension, code in row.breakdown if isinstance(row, Observation) else ():
        parts.append(package.dimensions[dimension].values[code][language])
    return said(language, "sign.aside", text=joined(parts, said(language, "sign.list"))) if parts else ""


def told_beside(statement: Observation, counted: Observation, unit: str, language: str) -> str:
    """Another statement of a result, told beside the one that counts."""
    value = result_value(statement, unit, language)
    return said(language, f"revised.{beside(statement, counted).value}", value=value)


def told_instead(statement: Observation, counted: Observation, unit: str, language: str) -> str:
    """The result that counts, told beside another statement of it."""
    value = result_value(counted, unit, language)
    return said(language, f"counted.{beside(statement, counted).value}", value=value)


def others_told(assessment: Assessment, unit: str, language: str) -> list[tuple[Observation, str]]:
    """The other statements of what was compared, replaced or set aside, each with the sentence that tells of it."""
    if assessment.result is None:
        return []
    parts = {part.period.start: part for part in assessment.result.parts}
    return [
        (item, told_beside(item, parts.get(item.period.start, assessment.result.last), unit, language))
        for item in (*assessment.replaced, *assessment.set_aside)
    ]


def standing(
    assessment: Assessment, language: str, *, then: bool = False, dated: bool = True
) -> tuple[str, str]:
    """How a target stands in a few words, and the rider without which they must not be shown; empty where none is due.

    What rests on an interim result of a period that is over is told in the past tense, with its day, and so is `then`
    what was assessed for a day gone by. What rests on an estimate or a provisional figure says so. Where the day stands
    beside it, the rider need not be `dated`. Every place that says how a target stands takes its words from here.
    """
    if assessment.reason is Reason.SUPERSEDED:
        return said(language, "standing.superseded"), ""
    if not assessment.stands:
        return said(language, f"reporting.{assessment.reporting}"), ""
    held, riders = held_so_far(assessment), [*_uncertain(assessment, language)]
    if assessment.left_open or then:
        riders.insert(0, _interim(assessment, language) if dated or then else _over(assessment, language))
    if assessment.rule is Rule.BUDGET:
        words = said(language, "standing.spent", share=share_done(assessment, language))
    elif assessment.left_open or then:
        words = said(language, f"standing_then.{held or assessment.progress}")
    else:
        words = said(language, f"standing.{held}_so_far" if held else f"progress.{assessment.progress}")
    return words, said(language, "standing.join").join(riders)


def _uncertain(assessment: Assessment, language: str) -> Iterator[str]:
    """What makes the compared result less than final: that it is estimated, or provisional."""
    assert assessment.result is not None
    final = ObservationStatus.NORMAL.certainty
    for status in assessment.result.statuses:
        if status.certainty < final:
            yield said(language, f"obs_status.{status}")


def held_so_far(assessment: Assessment) -> str:
    """Whether a share or a ceiling holds as far as it is reported, for these have no pace: `met`, `unmet`, `not_always`;
    empty for what has one, and for what is decided.
    """
    if assessment.rule not in (Rule.RATE, Rule.LIMIT):
        return ""
    if assessment.progress is ProgressStatus.BEHIND:
        return "not_always" if _not_always(assessment) else "unmet"
    return "met" if assessment.progress is ProgressStatus.ON_PACE else ""


def _not_always(assessment: Assessment) -> bool:
    """Whether a target held in some of the periods reported and not in others: the latest alone tells nothing then."""
    assert assessment.result is not None
    of_the_whole = assessment.result.period == assessment.target.period
    return not of_the_whole and 0 < assessment.periods_met < assessment.periods_reported


def _interim(assessment: Assessment, language: str) -> str:
    """Of which day or, where it is a share or a ceiling told alike of every period, of which period the interim result is."""
    result = assessment.result
    assert result is not None
    by_end = assessment.target.attainment is Attainment.BY_END
    one_period = (assessment.periods_reported or by_end) and result.period != assessment.target.period
    if one_period and not _not_always(assessment):
        when = said(language, "standing.of_period", period=formats.period(result.period, language))
    else:
        when = said(language, "standing.of_day", as_of=formats.day(result.last.as_of, language))
    if not assessment.left_open:
        return when
    return said(language, f"standing.interim_{'words' if assessment.in_words else 'only'}", when=when)


def _over(assessment: Assessment, language: str) -> str:
    """That a period is over and how it ended is not on record, without the day of the interim result."""
    return said(language, f"standing.over_{'words' if assessment.in_words else 'only'}")


def standing_line(assessment: Assessment, language: str) -> str:
    """How a target stands in one line of plain text, with its rider."""
    words, rider = standing(assessment, language)
    return joined([words, said(language, "sign.aside", text=rider) if rider else ""])


def reported(text: str, result: Observation | Result, language: str, *, turned: bool = False) -> str:
    """A number with what is printed of it: at least, at most, or how exact it is. Of a sum only how exact it is.

    `turned`: the number grows while the result falls.
    """
    parts = (result,) if isinstance(result, Observation) else result.parts
    figure = parts[0].citation.said if len(parts) == 1 else None
    comparator = None if figure is None else figure.comparator
    if comparator is Comparator.BETWEEN:
        comparator = Comparator.GE  # the number is the lower end
    if comparator is not None and (comparator.floor or comparator.ceiling):
        bound = comparator.turned if turned else comparator
        return said(language, f"bound.{bound}", value=text)
    return qualified(text, result.qualifier.turned if turned else result.qualifier, language)


def qualified(text: str, qualifier: Qualifier, language: str) -> str:
    """A number with the word that says how exact it is: `近100%`, `over 61%`."""
    return said(language, f"qualifier.{qualifier}", value=text)


def pace_value(pace: Decimal, language: str) -> str:
    """A pace with two decimals, or as many as tell on which side of a threshold it is."""
    return formats.number(formats.told(pace, 2, [AHEAD, ON_PACE, SLIGHTLY_BEHIND]), language)


def share_done(assessment: Assessment, language: str) -> str:
    """The share of the task that is done, as exact as the printed figure: `61%`, `近100%`."""
    assert assessment.share_done is not None
    assert assessment.result is not None
    target, start = assessment.target, assessment.baseline
    turned = assessment.rule is Rule.STOCK and start is not None and target.value < start
    share = formats.share(assessment.share_done, language)
    return reported(share, assessment.result, language, turned=turned)


def explain(package: Package, assessment: Assessment, language: str) -> str:
    """The verdict on one target in a few plain sentences, with the sum filled in."""
    target, result = assessment.target, assessment.result
    unit = unit_of(package, target.indicator_id, language)
    period = formats.period(target.period, language)
    between = known(language).between
    revisions = [sentence for _, sentence in revisions_told(package, assessment, language)]
    if assessment.reason is Reason.SUPERSEDED:
        return joined(revisions, between)
    if assessment.first_differs:
        revisions.append(_against_first(package, assessment, language))
    if result is None or assessment.rule is Rule.NONE:
        plain = [said(language, f"explain.{_without_rule(assessment)}", period=period)]
        if result is None and assessment.reason is Reason.SCOPE:
            plain.append(said(language, "explain.elsewhere"))
        return joined([*plain, *revisions], between)
    baseline, by_end = assessment.baseline, target.attainment is Attainment.BY_END
    values = {
        "as_of": formats.day(last_day(result.last) if by_end else result.last.as_of, language),
        "when": _when(result, package.indicators[target.indicator_id].measure, language),
        "value": result_value(result, unit, language),
        "parts": _sum((part.value for part in result.parts if part.value is not None), language),
        "target": formats.quantity(upper_end(target), unit, language)
        if _worded(assessment) is Rule.LIMIT
        else _asked(target, unit, language),
        "period": period,
        "end": formats.day(target.period.end, language),
        "share": "" if assessment.share_done is None else share_done(assessment, language),
        "due": "" if assessment.share_due is None else formats.share(assessment.share_due, language),
        "pace": "" if assessment.pace is None else pace_value(assessment.pace, language),
        "standing": mapped(standing(assessment, language)[0], str.lower),
        "baseline": ""
        if baseline is None
        else baseline_value(baseline, target.baseline_period, unit, language),
        "words": assessment.in_words.citation.figure if assessment.in_words else "",
        "met": str(assessment.periods_met),
        "reported": str(assessment.periods_reported),
    }
    sentences = (said(language, f"explain.{key}", **values) for key in _sentences(assessment))
    return joined([*sentences, *revisions], between)


def revisions_told(package: Package, assessment: Assessment, language: str) -> list[tuple[Target, str]]:
    """What was declared of a target: which later one has its place, and whose place it takes itself.

    Each with the other target, which a page links to.
    """
    told = []
    if (by := assessment.successor) is not None:
        told.append((by.later, _revision(package, by, f"superseded.{by.turn.value}", language)))
    if (step := assessment.predecessor) is not None:
        keys = [key for key in (_renumbered(step), "moved" if step.moved else "") if key]
        sentence = _revision(package, step, f"revised_target.{'_'.join(keys) or 'changed'}", language)
        told.append((step.earlier, sentence))
    return told


def _revision(package: Package, step: Replacement, key: str, language: str) -> str:
    """One target in the place of another, in a sentence with its reason."""
    unit = unit_of(package, step.later.indicator_id, language)
    # Where little is wanted, the greater number asks for less; nobody should have to think of that.
    asks = ""
    if low_is_good(step.later, package.indicators[step.later.indicator_id]):
        asks = {"raised": "less", "lowered": "more"}.get(_renumbered(step), "")
    aside = said(language, "sign.aside", text=said(language, f"revised_target.{asks}")) if asks else ""
    return said(
        language,
        key,
        day=formats.day(step.since if step.turn in (Turn.TOO_LATE, Turn.PAST) else step.decided, language),
        old=target_value(step.earlier, unit, language),
        new=joined([target_value(step.later, unit, language), aside]),
        old_period=formats.period(step.earlier.period, language),
        new_period=formats.period(step.later.period, language),
        document=package.documents[step.later.citation.document_id].title[language],
        reason=step.later.revision_reason[language],
    )


def _renumbered(step: Replacement) -> str:
    """How the number that is asked for differs: raised, lowered or changed otherwise; empty where it is the same."""
    earlier, later = step.earlier, step.later
    pairs = ((earlier.value, later.value), (upper_end(earlier), upper_end(later)))
    steps = {(new > old) - (new < old) for old, new in pairs} - {0}
    if len(steps) == 1:
        return "raised" if steps == {1} else "lowered"
    same = (earlier.comparator, earlier.qualifier) == (later.comparator, later.qualifier)
    return "changed" if steps or not same else ""


def _against_first(package: Package, assessment: Assessment, language: str) -> str:
    """How the result stands against the target first set, which has another outcome."""
    first = assessment.first
    assert first is not None
    assert first.result is not None
    unit = unit_of(package, first.target.indicator_id, language)
    outcome = "met" if first.met else "unmet" if first.unmet else "open"
    if outcome == "unmet" and _not_always(first):
        # The latest result may be enough where an earlier was not.
        outcome = "not_always"
    return said(
        language,
        f"revised_target.first_{outcome}",
        target=target_value(first.target, unit, language),
        period=formats.period(first.target.period, language),
        value=result_value(first.result, unit, language),
        as_of=formats.day(first.result.last.as_of, language),
    )


def milestone_told(package: Package, milestone: Milestone, language: str) -> str:
    """Whether a planned value was reached by its day, with the result that says so or the last one before."""
    result, state = milestone.result, milestone.state.value
    if result is None or milestone.on is None:
        return said(language, f"milestone.{state}")
    unit = unit_of(package, result.last.indicator_id, language)
    value, on = result_value(result, unit, language), formats.day(milestone.on, language)
    decided = milestone.state in (MilestoneState.REACHED, MilestoneState.NOT_REACHED)
    key = f"milestone.{state}" if decided else f"milestone.{state}_last"
    return said(language, key, value=value, on=on)


def _when(result: Result, measure: Measure, language: str) -> str:
    """Of which time a value speaks: a stock of its day, anything else of its own period and never of the target's."""
    key = "of_period"
    if measure is Measure.STOCK:
        key = "of_day"
    elif result.last.as_of != result.period.end:
        key = "of_period_until"
    period, day = formats.period(result.period, language), formats.day(result.last.as_of, language)
    return said(language, f"explain.{key}", period=period, as_of=day)


def _without_rule(assessment: Assessment) -> str:
    if assessment.reporting is ReportingStatus.NOT_COMPARABLE or assessment.reason is Reason.TARGET:
        return f"not_comparable_{assessment.reason}"
    return assessment.reporting.value


def _sentences(assessment: Assessment) -> list[str]:
    """Which sentences a verdict takes, by their keys in the catalogue."""
    assert assessment.result is not None
    keys = [*(_with_bound if assessment.reason is Reason.BOUND else _with_rule)(assessment)]
    if len(assessment.result.parts) > 1:
        keys.insert(1, "summed")
    if assessment.periods_reported > 1 and assessment.reason is not Reason.BOUND:
        keys.append("periods")
    if assessment.rule is Rule.STOCK and assessment.share_done is not None and assessment.derived:
        keys.append("derived_baseline")
    if _beyond_range(assessment):
        keys.append("beyond_range")
    if assessment.across_break:
        keys.append("across_break")
    if assessment.left_open:
        # What a reader asks first: was it done? Nobody has said.
        keys.insert(0, "no_final_figure" if assessment.in_words else "no_final")
    return keys


def _beyond_range(assessment: Assessment) -> bool:
    """Whether a result that meets a range lies outside of it, as nobody expects who reads of a range. Below a ceiling anybody does."""
    target, result = assessment.target, assessment.result
    if result is None or result.value is None or target.value_upper is None or assessment.rule is Rule.LIMIT:
        return False
    return assessment.met and not target.value <= result.value <= target.value_upper


def _worded(assessment: Assessment) -> Rule:
    """The rule in whose words an assessment is told: what is less than 3 has no ceiling of 3, which 3 itself would keep."""
    strict = assessment.rule is Rule.LIMIT and assessment.target.comparator.strict
    return Rule.RATE if strict else assessment.rule


def _with_bound(assessment: Assessment) -> tuple[str, ...]:
    kind = "reach" if assessment.target.attainment is Attainment.BY_END else assessment.rule.value
    if assessment.share_done is None:
        return "bound_ceiling" if _worded(assessment) is Rule.LIMIT else "bound_target", "bound"
    return "flow" if assessment.rule is Rule.FLOW else f"{kind}_share", "bound"


def _with_rule(assessment: Assessment) -> tuple[str, ...]:
    progress, rule = assessment.progress, assessment.rule
    kind = "reach" if assessment.target.attainment is Attainment.BY_END else _worded(assessment).value
    if rule in (Rule.RATE, Rule.LIMIT) or assessment.share_done is None:
        met = progress in (ProgressStatus.ACHIEVED, ProgressStatus.ON_PACE)
        first = f"{kind}_{'met' if met else 'unmet'}"
        if not met and _not_always(assessment):
            # The latest result may hold where an earlier did not.
            first = f"{_worded(assessment)}_not_always"
        if rule is Rule.STOCK and progress is ProgressStatus.MISSED:
            first = f"{kind}_missed"
        why = "no_baseline" if assessment.baseline is None else "no_way"
        return (first, why) if assessment.reason is Reason.BASELINE else (first,)
    if rule is Rule.BUDGET:
        return "budget", "budget_planned" if assessment.target.planned else "budget_time", "budget_open"
    first = "flow" if rule is Rule.FLOW else f"{kind}_share"
    if progress is ProgressStatus.ACHIEVED:
        return first, "flow_achieved"
    if progress is ProgressStatus.MISSED:
        return first, "flow_missed"
    if assessment.pace is None:
        return first, "flow_nothing_due"
    return first, "flow_planned" if assessment.target.planned else "flow_pace"


def _sum(values: Iterable[Decimal], language: str) -> str:
    return " + ".join(formats.in_sum(value, language) for value in values)


def sum_of(assessment: Assessment, language: str) -> str:
    """The sum that a reader can redo: `18.3 ÷ 30 = 61%`; empty where the rule computes no share."""
    result, target = assessment.result, assessment.target
    if result is None or result.value is None or assessment.share_done is None:
        return ""
    share = share_done(assessment, language)
    done, way = (
        _sum((part.value for part in result.parts if part.value is not None), language),
        formats.in_sum(target.value, language),
    )
    start = assessment.baseline
    if assessment.rule is not Rule.STOCK or start is None:
        done = f"({done})" if len(result.parts) > 1 else done
        return f"{done} ÷ {way} = {share}"
    begun = formats.in_sum(start, language)
    return f"({done} − {begun}) ÷ ({way} − {begun}) = {share}"


def time_sum(assessment: Assessment, language: str) -> str:
    """How much time had gone, to be redone: `5个月 ÷ 12个月 = 41.7%`; empty without a pace or with a published plan."""
    if assessment.share_due is None or assessment.result is None or assessment.target.planned:
        return ""
    elapsed = time_elapsed(
        assessment.target.period, counted_day(assessment.target, assessment.rule, assessment.result)
    )
    part = f" + {elapsed.part.numerator}/{elapsed.part.denominator}" if elapsed.part else ""
    return said(
        language,
        f"elapsed.{elapsed.unit}",
        gone=f"({elapsed.units}{part})" if part else str(elapsed.units),
        whole=str(elapsed.whole),
        share=formats.share(assessment.share_due, language),
    )


def half_test(assessment: Assessment, language: str) -> str:
    """The customary test of half-year figures in a sentence; empty where it does not apply."""
    if assessment.half is HalfTest.NONE:
        return ""
    share, half = share_done(assessment, language), formats.share(HALF, language)
    return said(language, f"half.{assessment.half}", share=share, half=half)


def derivation(derived: Derived, language: str) -> str:
    """How a derived value comes about: `37,000 − 27,000 = 10,000`."""
    total, increment = derived.total.value, derived.increment.value
    assert total is not None
    assert increment is not None
    numbers = [formats.number(value, language) for value in (total, increment, derived.value)]
    return f"{numbers[0]} − {numbers[1]} = {numbers[2]}"
