"""Examples for the methods page, taken from the record itself: for each rule the first promise that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.core.codes import FindingKind, HalfTest, ProgressStatus, ReportingStatus, Rule
from generator.publishing.pages.contexts import Example
from generator.publishing.pages.views import PackageView
from generator.verdicts.findings import Finding


def examples(views: Sequence[PackageView]) -> Iterator[Example]:
    """Every promise of every package with its assessment."""
    for view in views:
        for item in view.assessments:
            yield Example(view=view, assessment=item)


def by_progress(views: Sequence[PackageView]) -> dict[Rule, dict[ProgressStatus, Example]]:
    """One example for each verdict of each rule that the record has."""
    found: dict[Rule, dict[ProgressStatus, Example]] = {}
    for example in examples(views):
        if example.assessment.rule is not Rule.NONE:
            of_rule = found.setdefault(example.assessment.rule, {})
            of_rule.setdefault(example.assessment.progress, example)
    return found


def by_reporting(views: Sequence[PackageView]) -> dict[ReportingStatus, Example]:
    """One example for each reporting status that the record has."""
    found: dict[ReportingStatus, Example] = {}
    for example in examples(views):
        found.setdefault(example.assessment.reporting, example)
    return found


def half_tests(views: Sequence[PackageView]) -> list[Example]:
    """One example for each outcome of the customary test of half-year figures."""
    found: dict[HalfTest, Example] = {}
    for example in examples(views):
        if example.assessment.half is not HalfTest.NONE:
            found.setdefault(example.assessment.half, example)
    return list(found.values())


def derived(views: Sequence[PackageView]) -> list[Example]:
    """The first promise whose starting value is derived."""
    return [example for example in examples(views) if example.assessment.derived][:1]


def findings(views: Sequence[PackageView]) -> dict[FindingKind, tuple[PackageView, Finding]]:
    """The first finding of each kind."""
    found: dict[FindingKind, tuple[PackageView, Finding]] = {}
    for view in views:
        for finding in view.standings.findings:
            found.setdefault(finding.kind, (view, finding))
    return found
