"""Whether a promise asks for less or for more than it did: pure functions of two targets or deliverables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.comparing.changes import Comparison
from generator.core.codes import Comparator, Qualifier
from generator.core.model import Deliverable, Indicator, Package, Target
from generator.verdicts.assess import low_is_good, upper_end


class Turn(StrEnum):
    """What became of a promise."""

    SOFTENED = "softened"
    DROPPED = "dropped"
    STRICTER = "stricter"


class Way(StrEnum):
    """In what respect: the number, floor or ceiling, whether it is a bound, how exact, until when."""

    VALUE = "value"
    DIRECTION = "direction"
    BOUND = "bound"
    EXACT = "exact"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Demand:
    """A promise that asks for something else than before. `new` is None where it was dropped."""

    turn: Turn
    ways: tuple[Way, ...]
    old: Target | Deliverable
    new: Target | Deliverable | None


def demands(base: Package | None, head: Package | None, comparison: Comparison) -> Iterator[Demand]:
    """The promises of a package that were softened, dropped or made stricter, in the order of the old documents."""
    if base is None:
        return
    replaced = _replaced(base, head, comparison)
    for target in base.targets.values():
        now = comparison.now(base.id, "targets", target.id)
        new = (head.targets.get(now) if head else None) or replaced.get(target.id)
        if new is None or head is None:
            yield Demand(Turn.DROPPED, (), target, None)
            continue
        indicators = base.indicators[target.indicator_id], head.indicators[new.indicator_id]
        yield from _by_turn(target, new, _of_target(target, new, indicators))
    for item in base.deliverables.values():
        now = comparison.now(base.id, "deliverables", item.id)
        later = head.deliverables.get(now) if head else None
        if later is None:
            yield Demand(Turn.DROPPED, (), item, None)
        elif later.due != item.due:
            yield Demand(_put_off(item.due, later.due), (Way.DEADLINE,), item, later)


def _replaced(base: Package, head: Package | None, comparison: Comparison) -> Mapping[str, Target]:
    """Of targets that went: the only new one of the same goal for the same indicator and area."""
    if head is None:
        return {}
    kept = {comparison.now(base.id, "targets", name) for name in base.targets}
    gone: dict[tuple[str, ...], list[str]] = {}
    come: dict[tuple[str, ...], list[Target]] = {}
    for target in base.targets.values():
        if comparison.now(base.id, "targets", target.id) not in head.targets:
            place = (
                ("goals", target.goal_id),
                ("indicators", target.indicator_id),
                ("areas", target.area_id),
            )
            about = tuple(comparison.now(base.id, table, name) for table, name in place)
            gone.setdefault(about, []).append(target.id)
    for target in head.targets.values():
        if target.id not in kept:
            about = (target.goal_id, target.indicator_id, target.area_id)
            come.setdefault(about, []).append(target)
    return {
        names[0]: come[about][0]
        for about, names in gone.items()
        if len(names) == 1 and len(come.get(about, ())) == 1
    }


def _by_turn(old: Target, new: Target, found: Iterator[tuple[Way, Turn]]) -> Iterator[Demand]:
    ways = list(found)
    for turn in (Turn.SOFTENED, Turn.STRICTER):
        if these := tuple(way for way, which in ways if which is turn):
            yield Demand(turn, these, old, new)


def _of_target(
    old: Target, new: Target, indicators: tuple[Indicator, Indicator]
) -> Iterator[tuple[Way, Turn]]:
    """In which respects a target asks for less or more. Numbers are compared only where both are floors or ceilings."""
    before, after = (
        low_is_good(target, indicator) for target, indicator in zip((old, new), indicators, strict=True)
    )
    if before is not after:
        # What should be much and now has a ceiling, or the other way round, is asked no more.
        yield Way.DIRECTION, _turn(softer=after is indicators[1].ascending)
    else:
        asked = [upper_end(target) if before else target.value for target in (old, new)]
        if asked[0] != asked[1]:
            yield Way.VALUE, _turn(softer=(asked[1] > asked[0]) is before)
        bounds = [_strength(target.comparator) for target in (old, new)]
        if bounds[0] != bounds[1]:
            yield Way.BOUND, _turn(softer=bounds[0] > bounds[1])
    exact = [target.qualifier is Qualifier.EXACT for target in (old, new)]
    if exact[0] is not exact[1]:
        yield Way.EXACT, _turn(softer=exact[0])
    if old.period.end != new.period.end:
        yield Way.DEADLINE, _put_off(old.period.end, new.period.end)


def _strength(comparator: Comparator) -> int:
    """How much a comparator demands of the same number: just about it, it or better, better than it."""
    return 2 if comparator.strict else int(comparator.floor or comparator.ceiling)


def _turn(*, softer: bool) -> Turn:
    return Turn.SOFTENED if softer else Turn.STRICTER


def _put_off(old: date | None, new: date | None) -> Turn:
    """A later day is softer, and so is none."""
    return _turn(softer=old is not None and (new is None or new > old))
