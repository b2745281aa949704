"""Puts findings into words: which figures do not agree, and the sum that shows it. Neutral, never an accusation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.core import formats
from generator.core.codes import FindingKind
from generator.core.model import Claim, Observation, Package, Target
from generator.core.phrases import as_written, joined
from generator.verdicts.findings import Finding
from generator.verdicts.results import Result
from generator.wording.explain import (
    baseline_value,
    language_of,
    qualified,
    result_value,
    said,
    scope_aside,
    target_value,
    unit_of,
)


def figure_value(package: Package, row: Target | Observation | Claim, language: str) -> str:
    """What a cited row says, with its unit: `1,195户`, `at least 25,000`, `“时间过半、任务过半”`."""
    if isinstance(row, Claim):
        return as_written(row.citation.figure, language_of(package, row.document_id), language)
    if isinstance(row, Target):
        return target_value(row, unit_of(package, row.indicator_id, language), language)
    return result_value(row, package.units[row.unit_id].title[language], language)


def gloss(package: Package, claim: Claim, language: str) -> str:
    """What the customary phrase of a half year means, as an aside for whoever does not read it as printed; else nothing."""
    spoken = language_of(package, claim.document_id)
    if language == spoken or claim.citation.figure != said(spoken, "half.words"):
        return ""
    return said(language, "sign.aside", text=said(language, "half.words"))


def statement(package: Package, finding: Finding, language: str) -> str:
    """The finding in a sentence or two, with the sum filled in."""
    rows = finding.rows
    values = {
        "title": package.indicators[finding.indicator_id].title[language],
        "others": joined(
            (
                package.indicators[row.indicator_id].title[language]
                for row in rows[1:]
                if not isinstance(row, Claim)
            ),
            said(language, "sign.list"),
        ),
        "first": joined([figure_value(package, rows[0], language), _scope(package, rows[0], language)]),
        "second": figure_value(package, rows[1], language),
        "last": figure_value(package, rows[-1], language),
        "day": _day(rows, language),
        "stated": _stated(finding, language),
        "computed": _computed(finding, language),
    }
    if finding.kind is FindingKind.STATED_SHARE:
        assert isinstance(rows[0], Observation)
        values["implied"] = _implied(package, rows[0], language)
    if finding.kind is FindingKind.BASELINE:
        values["first"] = joined([_start(package, rows[0], language), _scope(package, rows[0], language)])
    if finding.kind is FindingKind.CLAIM:
        assert isinstance(rows[0], Claim)
        values["gloss"] = gloss(package, rows[0], language)
        unit = unit_of(package, finding.indicator_id, language)
        result = Result(_reported(rows))
        values["second"] = result_value(result, unit, language) + _scope(package, result.last, language)
    return said(language, f"finding.{finding.kind}", **values)


def _start(package: Package, row: Target | Observation | Claim, language: str) -> str:
    """What a target starts from, with its time."""
    assert isinstance(row, Target)
    assert row.baseline is not None
    unit = unit_of(package, row.indicator_id, language)
    return baseline_value(row.baseline, row.baseline_period, unit, language)


def _scope(package: Package, row: Target | Observation | Claim, language: str) -> str:
    return "" if isinstance(row, Claim) else scope_aside(package, row, language)


def _day(rows: tuple[Target | Observation | Claim, ...], language: str) -> str:
    """The day at which the reported figure stands."""
    reported = _reported(rows)
    return formats.day(reported[-1].as_of, language) if reported else ""


def _reported(rows: tuple[Target | Observation | Claim, ...]) -> tuple[Observation, ...]:
    return tuple(row for row in rows if isinstance(row, Observation))


def _implied(package: Package, row: Observation, language: str) -> str:
    """The task that a stated share speaks of, rounded to three digits: 1195 ÷ 59.8% is about 2,000."""
    assert row.value is not None
    assert row.stated_share is not None
    if not row.stated_share:
        return said(language, "table.words_only")
    task = 100 * row.value / row.stated_share
    short = formats.rounded(task, 2 - task.adjusted()) if task else task
    unit = unit_of(package, row.indicator_id, language)
    return formats.quantity(short, unit, language)


_SHARES = (FindingKind.STATED_SHARE, FindingKind.SHARE, FindingKind.CLAIM, FindingKind.STATED_CHANGE)


def _stated(finding: Finding, language: str) -> str:
    row = finding.rows[0]
    if finding.kind is FindingKind.STATED_CHANGE:
        return formats.change(finding.stated, language)
    share = formats.share(finding.stated, language) if finding.kind in _SHARES else ""
    qualifier = row.qualifier if isinstance(row, Observation) and finding.kind is FindingKind.SHARE else None
    return qualified(share, qualifier, language) if qualifier else share


def _computed(finding: Finding, language: str) -> str:
    if finding.kind is FindingKind.STATED_CHANGE:
        return formats.change(formats.rounded(finding.computed, 1), language)
    if finding.kind in _SHARES:
        return formats.share(finding.computed, language)
    return formats.number(finding.computed, language)


def sum_of(finding: Finding, language: str) -> str:
    """The sum behind a finding, that a reader can redo: `1,195 ÷ 2,500 = 47.8%`; empty for a mere comparison."""
    numbers = [
        formats.in_sum(row.value, language)
        for row in finding.rows
        if not isinstance(row, Claim) and row.value is not None
    ]
    if finding.kind is FindingKind.CLAIM and not _plain_share(finding):
        return ""
    made: Mapping[FindingKind, Callable[[], str]] = {
        FindingKind.STATED_SHARE: lambda: f"{numbers[0]} ÷ {numbers[1]}",
        FindingKind.CLAIM: lambda: f"{_added(numbers[:-1])} ÷ {numbers[-1]}",
        FindingKind.SHARE: lambda: f"{numbers[1]} ÷ {numbers[2]}",
        FindingKind.STATED_CHANGE: lambda: f"({numbers[0]} − {numbers[1]}) ÷ {numbers[1]}",
        FindingKind.SUM: lambda: " + ".join(numbers[1:]),
        FindingKind.INCREMENT: lambda: " + ".join(numbers[1:]),
    }
    return f"{made[finding.kind]()} = {_computed(finding, language)}" if finding.kind in made else ""


def _added(numbers: list[str]) -> str:
    return numbers[0] if len(numbers) == 1 else f"({' + '.join(numbers)})"


def _plain_share(finding: Finding) -> bool:
    """Whether the share is just result by target, and not counted from a baseline."""
    result, target = Result(_reported(finding.rows)), finding.rows[-1]
    assert isinstance(target, Target)
    assert result.value is not None
    return bool(target.value) and 100 * result.value / target.value == finding.computed
