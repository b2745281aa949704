"""What the home page tells first: the promise furthest behind, two figures that do not agree, and every promise as a mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.core.codes import ProgressStatus
from generator.core.grouping import grouped
from generator.publishing.pages.packages import marked
from generator.publishing.pages.rows import come, mark_of
from generator.publishing.pages.views import PackageView
from generator.verdicts.assess import Assessment
from generator.verdicts.findings import Finding

SILENT = 4
"""Of how many bodies it says how much they did not report."""

_BEHIND = (ProgressStatus.MISSED, ProgressStatus.BEHIND, ProgressStatus.SLIGHTLY_BEHIND)


@dataclass(frozen=True, slots=True)
class Stories:
    """What the home page tells before it tells of each body.

    `behind` is the promise furthest behind, `disagreement` two figures that do not agree; None where there is none.
    `marks` are the promises of each record by their marks; empty where there is no room for so many.
    """

    behind: tuple[PackageView, Assessment] | None
    disagreement: tuple[PackageView, Finding] | None
    marks: Sequence[tuple[PackageView, Mapping[str, Sequence[Assessment]]]]

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.behind or self.disagreement or self.marks)


def stories(views: Sequence[PackageView], languages: Sequence[str]) -> Stories:
    """What the home page of these records, in these languages, tells first."""
    promises = [(view, item) for view in views for item in view.assessments]
    behind = min((pair for pair in promises if pair[1].progress in _BEHIND), key=_far, default=None)
    found = next(((view, finding) for view in views for finding in view.standings.findings), None)
    marks = [(view, _marked(view)) for view in views if view.assessments] if marked(views, languages) else ()
    return Stories(behind, found, marks)


def _far(pair: tuple[PackageView, Assessment]) -> tuple[Decimal, int]:
    """How far a promise has come; of two alike the newer is told."""
    return come(pair[1]), -pair[1].target.period.end.toordinal()


def _marked(view: PackageView) -> Mapping[str, Sequence[Assessment]]:
    """The promises of a record by their marks, in the order in which these are counted."""
    found = grouped((mark_of(item), item) for item in view.assessments)
    return {mark: found[mark] for mark in view.marks if mark in found}
