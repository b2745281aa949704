"""What a list tells of a thing in one row, and how far behind each promise is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from generator.core.codes import ProgressStatus, Reason, ReportingStatus, Rule
from generator.publishing.pages.grouping import grouped
from generator.verdicts.assess import Assessment
from generator.wording.explain import standing

_ORDER = (
    ProgressStatus.MISSED,
    ProgressStatus.BEHIND,
    ProgressStatus.SLIGHTLY_BEHIND,
    ProgressStatus.ON_PACE,
    ProgressStatus.AHEAD,
    ProgressStatus.ACHIEVED,
    ProgressStatus.CANNOT_ASSESS,
    ReportingStatus.DUE_UNREPORTED,
    ReportingStatus.WORDS_ONLY,
    ReportingStatus.NOT_COMPARABLE,
    ReportingStatus.NOT_YET_DUE,
    ReportingStatus.REPORTED_INTERIM,
    ReportingStatus.REPORTED_FINAL,
    Reason.SUPERSEDED,
)
"""The marks of targets from the worst to the best, then those that tell of no progress."""

_PLACE = {str(mark): number for number, mark in enumerate(_ORDER)}

_UNKNOWN = Decimal("Infinity")
"""The place within a mark of what has neither a pace nor a share: after all that have one."""


def mark_of(item: Assessment) -> str:
    """The mark of a target: how it stands, whether there is a result, or that a later one has its place."""
    if item.reason is Reason.SUPERSEDED:
        return item.reason
    return item.reporting if item.rule is Rule.NONE else item.progress


def furthest_behind(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Targets from the one that is furthest behind on, those without a standing at the end.

    Of one standing the slowest comes first; what has no pace goes by the share that is done.
    """
    return sorted(assessments, key=lambda item: (_PLACE[mark_of(item)], come(item)))


def come(item: Assessment) -> Decimal:
    """How far a target has come: its pace, else the share that is done; what has neither comes after all that have."""
    if item.pace is not None:
        return item.pace
    return _UNKNOWN if item.share_done is None else item.share_done / 100


def newest(assessments: Sequence[Assessment], area: str) -> Assessment | None:
    """The target that stands for several: the first one of the latest day, which is an open one wherever any is open.

    One that counts goes before one in the place of which a later one stands, one for the package's own area before others.
    None where there is none.
    """
    return max(assessments, key=partial(precedence, area=area), default=None)


def precedence(item: Assessment, area: str) -> tuple[bool, date, bool]:
    """What makes one target stand before another: that it counts, its last day, that it is of the package's own area."""
    target = item.target
    return item.reason is not Reason.SUPERSEDED, target.period.end, target.area_id == area


class Counted(NamedTuple):
    """How many targets bear a mark, and how many of them as they stood then: their period is over, without its result."""

    number: int
    then: int


def tally(assessments: Iterable[Assessment]) -> Mapping[str, Counted]:
    """How many targets bear each mark, from the best standing to the worst, then those without one."""
    listed = list(assessments)
    counts = Counter(map(mark_of, listed))
    then = Counter(mark_of(item) for item in listed if item.left_open and item.rule is not Rule.NONE)
    standings = _ORDER[: _ORDER.index(ProgressStatus.CANNOT_ASSESS)]
    order = (*reversed(standings), *_ORDER[len(standings) :])
    return {str(mark): Counted(counts[mark], then[mark]) for mark in order if counts[mark]}


def told_alike(assessments: Iterable[Assessment], language: str) -> list[tuple[Assessment, int]]:
    """The first of the targets that are told in the same words, whatever the day of their results, with how many they are."""
    groups = grouped((standing(item, language, dated=False), item) for item in assessments)
    return [(items[0], len(items)) for items in groups.values()]
