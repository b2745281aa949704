"""The page of an indicator with less on it, where it is too heavy to be opened on a phone: how heavy is seen when it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from generator.publishing.pages.contexts import IndicatorPage, LongIndicatorPage
from generator.publishing.pages.figures import Breakdown, Figures
from generator.publishing.pages.opening import Opening, Record, in_lines

T = TypeVar("T")
Page = TypeVar("Page", bound=IndicatorPage)


def fewer(items: Sequence[T]) -> tuple[T, ...]:
    """Three quarters of some things, the first ones; of one, it."""
    return tuple(items[: max(1, len(items) * 3 // 4)])


def lighter(page: IndicatorPage) -> IndicatorPage | None:
    """The same page with about three quarters of what there may be much of, the first and latest; what is left out is
    counted. A long page leaves out promises and figures too. None where there is nothing left to leave out.
    """
    less = _around(page)
    if isinstance(less, LongIndicatorPage):
        less = _many(less)
    return less if less != page else None


def _around(page: Page) -> Page:
    """With less of what surrounds promises and figures."""
    findings, starts = fewer(page.findings), fewer(page.starts)
    corrections, revisions = fewer(page.corrections), fewer(page.revisions)
    changes = len(page.corrections) + len(page.revisions) - len(corrections) - len(revisions)
    related = {how: fewer(group) for how, group in page.related.items()}
    return replace(
        page,
        findings=findings,
        more_findings=page.more_findings + len(page.findings) - len(findings),
        corrections=corrections,
        revisions=revisions,
        more_changes=page.more_changes + changes,
        starts=starts,
        more_starts=page.more_starts + len(page.starts) - len(starts),
        related=related,
        more_related={
            how: page.more_related[how] + len(page.related[how]) - len(group)
            for how, group in related.items()
        },
    )


def _many(page: LongIndicatorPage) -> LongIndicatorPage:
    """With fewer promises and figures, and fewer of them whole."""
    opening, latest = _opening(page.opening), fewer(page.latest)
    # What no longer stands with its source is the first of what stands in a line.
    series = [*page.latest[len(latest) :], *page.earlier]
    earlier = fewer(series[: max(len(page.earlier), len(page.latest))])
    assessments = [item for record in opening.records for item in record.promises]
    told = {item.target.id for item in assessments} | {row.id for row in latest}
    told |= {point.id for item in assessments for point in item.target.planned}
    rows = [item for item in page.rows if item.row.id in told]
    left = Counter(item.file for item in page.rows) - Counter(item.file for item in rows)
    return replace(
        page,
        opening=opening,
        assessments=assessments,
        figures=page.figures and _figures(page.figures),
        latest=latest,
        earlier=earlier,
        older=page.older + len(series) - len(earlier),
        rows=rows,
        more_rows=page.more_rows + left.total(),
        files=Counter(page.files) + left,
    )


def _opening(opening: Opening) -> Opening:
    """Promises of which all is told stand in a line instead, and fewer stand in a line."""
    own, others = tuple(_own(record) for record in opening.records[:1]), opening.records[1:]
    if others:
        return in_lines(replace(opening, records=own + others))
    named = len(fewer(opening.areas[: opening.named]))
    return replace(opening, records=own, named=named, more=opening.more + opening.named - named)


def _own(record: Record) -> Record:
    promises = fewer(record.promises)
    lines = (*record.promises[len(promises) :], *fewer(record.lines))
    return replace(
        record, promises=promises, lines=lines, more=record.more + len(record.listed) - len(promises + lines)
    )


def _figures(figures: Figures) -> Figures:
    return replace(figures, named=tuple(_breakdown(item) for item in figures.named))


def _breakdown(breakdown: Breakdown) -> Breakdown:
    return replace(breakdown, latest=fewer(breakdown.latest))
