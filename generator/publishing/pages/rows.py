"""What a list tells of a thing in one row, and how far behind each promise is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from generator.core.codes import ProgressStatus, Reason, ReportingStatus, Rule
from generator.core.grouping import grouped
from generator.verdicts.assess import Assessment
from generator.wording.explain import held_so_far, said, standing

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

_BY_OTHER_WORDS = {
    "met": ProgressStatus.ON_PACE,
    "unmet": ProgressStatus.BEHIND,
    "not_always": ProgressStatus.BEHIND,
    "spent": ProgressStatus.CANNOT_ASSESS,
}
"""The marks of what has no pace and is told by other words: a share or a ceiling so far, and money. They are as far behind as
what has a pace, and look like it.
"""

_MET = "met"
"""What holds so far looks like itself: it is no pace, and not achieved."""

LOOKS = (*map(str, ProgressStatus), _MET)
"""The marks that have a shape and a colour of their own."""

_PLACE = {str(mark): number for number, mark in enumerate(_ORDER)}

_UNKNOWN = Decimal("Infinity")
"""The place within a mark of what has neither a pace nor a share: after all that have one."""


def mark_of(item: Assessment) -> str:
    """The mark of a target: how it stands, whether there is a result, or that a later one has its place. Targets of one mark
    are told in the same words.
    """
    if item.reason is Reason.SUPERSEDED:
        return item.reason
    if not item.stands:
        return item.reporting
    return "spent" if item.rule is Rule.BUDGET else held_so_far(item) or item.progress


def look_of(mark: str) -> str:
    """The mark of which another one has shape and colour."""
    return mark if mark == _MET else _placed_as(mark)


def _placed_as(mark: str) -> str:
    """The mark in the place of which another one stands in an order."""
    return _BY_OTHER_WORDS.get(mark, mark)


def mark_told(mark: str, language: str, *, then: bool = False) -> str:
    """What a mark says, as `standing` says it of one target; `then` of targets that stood so when their period, which is
    over, was not.
    """
    if mark == Reason.SUPERSEDED:
        return said(language, "standing.superseded")
    if mark in set(ReportingStatus):
        return said(language, f"reporting.{mark}")
    if mark == "spent":
        return said(language, "standing.counted_spent")
    if then:
        return said(language, f"standing_then.{mark}")
    return said(language, f"standing.{mark}_so_far" if mark in _BY_OTHER_WORDS else f"progress.{mark}")


def furthest_behind(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Targets from the one that is furthest behind on, those without a standing at the end.

    Of one standing the slowest comes first; what has no pace goes by the share that is done.
    """
    return sorted(assessments, key=lambda item: (_PLACE[_placed_as(mark_of(item))], come(item)))


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
    then = Counter(mark_of(item) for item in listed if item.left_open and item.stands)
    standings = _ORDER[: _ORDER.index(ProgressStatus.CANNOT_ASSESS)]
    looks = (*reversed(standings), *_ORDER[len(standings) :])
    order = [
        mark
        for look in looks
        for mark in (look, *(one for one in _BY_OTHER_WORDS if _placed_as(one) == look))
    ]
    return {str(mark): Counted(counts[mark], then[mark]) for mark in order if counts[mark]}


def told_alike(assessments: Iterable[Assessment], language: str) -> list[tuple[Assessment, int]]:
    """The first of the targets that are told in the same words, whatever the day of their results, with how many they are."""
    groups = grouped((standing(item, language, dated=False), item) for item in assessments)
    return [(items[0], len(items)) for items in groups.values()]
