"""Which targets take the place of earlier ones, from which day on, and where that came too late to count.

A target counts as revised from the day on which that was decided and the document that says so was out. Once its
period is over it cannot be revised any more: it keeps its verdict. Nor can it be moved to a period that is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from generator.core.model import Package, Target


class Turn(Enum):
    """What has become of a replaced target by a day."""

    TO_COME = "to_come"
    """The day from which the other one counts has not come."""
    DONE = "done"
    """The other one counts, and this one is not judged any more."""
    TOO_LATE = "too_late"
    """Its period was over by then, so that it is judged as it was set."""
    PAST = "past"
    """The period of the other one was over by then: nothing was left to promise, so that this one is judged as ever."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """One target in the place of an earlier one, as it stands on some day.

    `decided` is the day of the decision, `since` the one from which it counts: it had been decided and published.
    """

    earlier: Target
    later: Target
    decided: date
    since: date
    turn: Turn

    @property
    def moved(self) -> bool:
        """Whether the later one is to be reached in another period."""
        return self.earlier.period != self.later.period


def replacements(package: Package, today: date) -> Mapping[str, Replacement]:
    """Every declared replacement as it stands on a day, by the id of the earlier target."""
    found = {}
    for later in package.targets.values():
        earlier = package.targets.get(later.supersedes)
        if earlier is not None:
            issued = package.documents[later.citation.document_id].issued
            decided = later.revised_on or issued
            since = max(decided, issued)
            turn = Turn.TO_COME if today < since else Turn.DONE
            if since > earlier.period.end:
                turn = Turn.TOO_LATE
            elif since > later.period.end:
                turn = Turn.PAST
            found[earlier.id] = Replacement(earlier, later, decided, since, turn)
    return found


def superseded(found: Mapping[str, Replacement]) -> Mapping[str, Replacement]:
    """Those replacements that are done: the earlier targets, by id, that are not judged any more."""
    return {name: item for name, item in found.items() if item.turn is Turn.DONE}


def lineage(target: Target, found: Mapping[str, Replacement]) -> Iterator[Replacement]:
    """The replacements that led to a target, the last of them first, back to the one first set."""
    step = found.get(target.supersedes)
    while step is not None and step.later.id == target.id:
        yield step
        target = step.earlier
        step = found.get(target.supersedes)
