"""Puts an assessment into words: the sentences that pages and the published table give with each verdict."""

from __future__ import annotations

from decimal import Decimal

from generator import formats
from generator.assess import (
    AHEAD,
    ON_PACE,
    SLIGHTLY_BEHIND,
    Assessment,
    ProgressStatus,
    Reason,
    ReportingStatus,
    Rule,
    upper_end,
)
from generator.messages import lookup
from generator.model import Indicator, Observation, Package, Target


def said(language: str, key: str, **values: str) -> str:
    """A text of the site's catalogue with its places filled."""
    return lookup(language, "site", key).format_map(values)


def unit_of(package: Package, indicator_id: str, language: str) -> str:
    """The name of an indicator's unit."""
    return package.units[package.indicators[indicator_id].unit_id].title[language]


def target_value(target: Target, unit: str, language: str) -> str:
    """What a target asks for: `30公里`, `at least 98%`, `7至10处`."""
    if target.value_upper is None:
        return said(
            language, f"comparator.{target.comparator}", value=formats.quantity(target.value, unit, language)
        )
    value, upper = (
        formats.number(target.value, language),
        formats.quantity(target.value_upper, unit, language),
    )
    return said(language, f"comparator.{target.comparator}", value=value, upper=upper)


def result_value(observation: Observation, unit: str, language: str) -> str:
    """A reported value with its qualifier: `18.3公里`, `约275万平方米`, `over 4,200 places`."""
    if observation.value is None:
        return said(language, "table.words_only")
    value = formats.quantity(observation.value, unit, language)
    return said(language, f"qualifier.{observation.qualifier}", value=value)


def pace_value(pace: Decimal, language: str) -> str:
    """A pace with two decimals, or as many as tell on which side of a threshold it is."""
    return formats.number(formats.told(pace, 2, [AHEAD, ON_PACE, SLIGHTLY_BEHIND]), language)


def explain(package: Package, assessment: Assessment, language: str) -> str:
    """The verdict on one target in one to three plain sentences, with the sum filled in."""
    target = assessment.target
    unit = unit_of(package, target.indicator_id, language)
    period = formats.period(target.period, language)
    if assessment.observation is None or assessment.rule is Rule.NONE:
        return said(language, f"explain.{_without_rule(assessment)}", period=period)
    values = {
        "as_of": formats.day(assessment.observation.as_of, language),
        "value": result_value(assessment.observation, unit, language),
        "target": formats.quantity(upper_end(target), unit, language)
        if assessment.rule is Rule.LIMIT
        else target_value(target, unit, language),
        "period": period,
        "share": "" if assessment.share_done is None else formats.share(assessment.share_done, language),
        "due": "" if assessment.share_due is None else formats.share(assessment.share_due, language),
        "pace": "" if assessment.pace is None else pace_value(assessment.pace, language),
        "standing": said(language, f"progress.{assessment.progress}").lower(),
        "baseline": "" if target.baseline is None else formats.quantity(target.baseline, unit, language),
    }
    keys = list(_with_rule(assessment))
    if assessment.due and assessment.reporting is ReportingStatus.REPORTED_INTERIM:
        keys.append("no_final")
    space = "" if language == "zh" else " "
    return space.join(said(language, f"explain.{key}", **values) for key in keys)


def _without_rule(assessment: Assessment) -> str:
    if assessment.reporting is ReportingStatus.NOT_COMPARABLE or assessment.reason is Reason.TARGET:
        return f"not_comparable_{assessment.reason}"
    return assessment.reporting.value


def _with_rule(assessment: Assessment) -> tuple[str, ...]:
    progress, rule = assessment.progress, assessment.rule
    if rule in (Rule.RATE, Rule.LIMIT) or assessment.share_done is None:
        met = progress in (ProgressStatus.ACHIEVED, ProgressStatus.ON_PACE)
        first = f"{rule}_{'met' if met else 'unmet'}"
        if rule is Rule.STOCK and progress is ProgressStatus.MISSED:
            first = "stock_missed"
        return (first, "no_baseline") if assessment.reason is Reason.BASELINE else (first,)
    first = "flow" if rule is Rule.FLOW else "stock_share"
    if progress is ProgressStatus.ACHIEVED:
        return first, "flow_achieved"
    if progress is ProgressStatus.MISSED:
        return first, "flow_missed"
    return (first, "flow_pace") if assessment.pace is not None else (first,)


def sum_of(assessment: Assessment, indicator: Indicator, language: str) -> str:
    """The sum that a reader can redo: `18.3 ÷ 30 = 61%`; empty where the rule computes no share."""
    observation, target = assessment.observation, assessment.target
    if observation is None or observation.value is None or assessment.share_done is None:
        return ""
    share = formats.share(assessment.share_done, language)

    def plain(value: Decimal) -> str:
        return formats.number(value, "en")

    if target.baseline is None or indicator.measure != "stock":
        return f"{plain(observation.value)} ÷ {plain(target.value)} = {share}"
    done, way = plain(observation.value), plain(target.value)
    start = plain(target.baseline)
    return f"({done} − {start}) ÷ ({way} − {start}) = {share}"
