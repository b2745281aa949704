"""Two plans of a body side by side: what the later one carries on of the earlier, and what stands in one of them only.

Only what the documents say is told. That a later plan does not mention something is no word on whether it is still done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.core.codes import DocumentKind
from generator.core.grouping import grouped
from generator.core.model import Document, Goal, Package, Target
from generator.publishing.pages.shown import Shown
from generator.verdicts.assess import Assessment

MOST = 3
"""With how many earlier plans a plan is compared at most: so that of forty documents there are no sixteen hundred pages."""

AGAINST = "/against/"
"""What stands between both plans in the address of their page, below that of the documents."""

_LENGTHS = 7
"""Days by which two periods that count as equally long differ at most."""


def pairs(package: Package) -> Mapping[str, tuple[str, ...]]:
    """The earlier plans with which each plan is compared, by the id of the later one.

    These are the plan of the same issuer just before it, the narrowest plan in whose time its own lies, and those whose
    goals it says it carries on, most of them first; `MOST` in all. A plan without goals is compared with none.
    """
    stated = grouped((goal.document_id, goal) for goal in package.goals.values())
    plans = [
        item for item in package.documents.values() if item.kind is DocumentKind.PLAN and stated[item.id]
    ]
    found = {
        later.id: tuple(dict.fromkeys(item.id for item in _chosen(package, later, plans, stated)))[:MOST]
        for later in plans
    }
    return {name: earlier for name, earlier in found.items() if earlier}


def _chosen(
    package: Package, later: Document, plans: Sequence[Document], stated: Mapping[str, Sequence[Goal]]
) -> Iterator[Document]:
    before = [item for item in plans if _precedes(item, later)]
    own = [item for item in before if item.publisher_id == later.publisher_id]
    ended = [item for item in own if later.period not in item.period or item.period == later.period]
    yield from sorted(ended, key=_place)[-1:]
    around = [item for item in before if later.period in item.period and item.period != later.period]
    yield from sorted(around, key=lambda item: (item.period.end - item.period.start, item.id))[:1]
    carried = grouped(
        (package.goals[name].document_id, name)
        for goal in stated[later.id]
        for name in goal.continues
        if name in package.goals
    )
    bound = [item for item in before if carried[item.id]]
    yield from sorted(bound, key=lambda item: (len(carried[item.id]), _place(item)), reverse=True)


def _place(item: Document) -> tuple[object, ...]:
    return item.period.end, item.period.start, item.issued, item.id


def _precedes(earlier: Document, later: Document) -> bool:
    """Whether a plan came before another: its time began earlier, or at once and is longer; of one time it was issued
    earlier. What prints a later day of issue came later.
    """
    if earlier is later:
        return False
    if earlier.published and later.published and earlier.published > later.published:
        return False
    if earlier.period != later.period:
        starts, ends = (
            (earlier.period.start, later.period.start),
            (earlier.period.end, later.period.end),
        )
        return starts[0] < starts[1] or (starts[0] == starts[1] and ends[0] > ends[1])
    return (earlier.issued, earlier.id) < (later.issued, later.id)


class Changed(StrEnum):
    """What became of the number that is asked for."""

    SAME = "same"
    RAISED = "raised"
    LOWERED = "lowered"
    OTHERWISE = "otherwise"
    LENGTH = "length"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Both:
    """An indicator for which both plans set a target, for one area: those of the earlier and of the later plan."""

    indicator_id: str
    area_id: str
    earlier: tuple[Assessment, ...]
    later: tuple[Assessment, ...]
    changed: Changed


CARRIED, BOTH = "carried", "both"
GOALS_BEFORE, TARGETS_BEFORE, GOALS_AFTER, TARGETS_AFTER = (
    "goals-before",
    "targets-before",
    "goals-after",
    "targets-after",
)
"""The groups of the page: what is in both, what in the earlier only, what in the later only."""

Carried = tuple[str, tuple[str, ...]]
"""A goal of the later plan, and those of the earlier that it carries on."""


def side_by_side(
    view: Shown, later: str, earlier: str
) -> Mapping[str, Sequence[Carried | Both | str | Assessment]]:
    """What two plans have in common and what not, by group; a group without anything is left out."""
    package = view.package
    before, after = view.goals_by_document[earlier], view.goals_by_document[later]
    old = {goal.id for goal in before}
    carried = [
        (goal.id, found) for goal in after if (found := tuple(name for name in goal.continues if name in old))
    ]
    taken, new = {name for _, names in carried for name in names}, {name for name, _ in carried}
    mine, yours = _targets(view, before), _targets(view, after)
    both = [
        Both(
            *key,
            tuple(items),
            tuple(yours[key]),
            changed([item.target for item in items], [item.target for item in yours[key]], package),
        )
        for key, items in mine.items()
        if yours[key]
    ]
    groups: dict[str, Sequence[Carried | Both | str | Assessment]] = {
        CARRIED: carried,
        BOTH: both,
        GOALS_BEFORE: [goal.id for goal in before if goal.id not in taken],
        TARGETS_BEFORE: [item for key, items in mine.items() if not yours[key] for item in items],
        GOALS_AFTER: [goal.id for goal in after if goal.id not in new],
        TARGETS_AFTER: [item for key, items in yours.items() if not mine[key] for item in items],
    }
    return {key: entries for key, entries in groups.items() if entries}


def _targets(view: Shown, goals: Iterable[Goal]) -> Mapping[tuple[str, str], list[Assessment]]:
    """The targets of some goals, by what they measure and where."""
    return grouped(
        ((item.target.indicator_id, item.target.area_id), item)
        for goal in goals
        for item in view.assessments_by_goal[goal.id]
    )


def changed(earlier: Sequence[Target], later: Sequence[Target], package: Package) -> Changed:
    """What became of the number of a target. Of amounts over times of other lengths nothing can be said."""
    if len(earlier) > 1 or len(later) > 1:
        return Changed.SEVERAL
    (old,), (new,) = earlier, later
    lengths = [item.period.end - item.period.start for item in (old, new)]
    if (
        package.indicators[old.indicator_id].measure.adds_up
        and abs((lengths[1] - lengths[0]).days) > _LENGTHS
    ):
        return Changed.LENGTH
    ends = [(item.value, item.value if item.value_upper is None else item.value_upper) for item in (old, new)]
    steps = {(after > before) - (after < before) for before, after in zip(*ends, strict=True)} - {0}
    if len(steps) == 1:
        return Changed.RAISED if steps == {1} else Changed.LOWERED
    same = (old.comparator, old.qualifier) == (new.comparator, new.qualifier)
    return Changed.OTHERWISE if steps or not same else Changed.SAME
