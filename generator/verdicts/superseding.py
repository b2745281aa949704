"""Which targets take the place of earlier ones, from which day on, and where that came too late to count.

A target counts as revised from the day on which that was decided and the document that says so was out. Once its
period is over it cannot be revised any more: it keeps its verdict. Nor can it be moved to a period that is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.core.codes import Turn
from generator.core.model import Package, Target
from generator.verdicts import rules


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
            turn = rules.TURN(
                earlier_over=since > earlier.period.end,
                later_over=since > later.period.end,
                come=today >= since,
            )
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
