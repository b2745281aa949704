"""What stands around an indicator: the rows of data behind its page, their corrections, and what is bound to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.core.grouping import grouped
from generator.core.model import Correction, Indicator, Observation, Planned, Target
from generator.core.phrases import Text
from generator.publishing.pages.views import PackageView
from generator.verdicts.assess import Assessment

OF_A_GOAL = 12
"""How many targets of its goal a page names at most; the goal's own page has all."""

OF_A_KIND = 24
"""How many indicators that are bound to one in the same way its page names at most."""


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row of the authors' tables, with its file below the data directory and its line there."""

    table: str
    row: Target | Planned | Observation
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Related:
    """An indicator bound to the one shown: `how` names the text that says in which way.

    `promises` are those that the page tells with it: of the same goal its own, otherwise the latest.
    """

    indicator: Indicator
    how: str
    note: Text
    promises: tuple[Assessment, ...]


@dataclass(frozen=True)
class Bonds:
    """What surrounds each indicator of a package."""

    view: PackageView

    def rows(
        self,
        indicator_id: str,
        reported: Iterable[Observation],
        promised: Callable[[str], bool] = lambda _: True,
    ) -> Sequence[DataRow]:
        """Figures of an indicator's page: what was promised and what was planned on the way, as far as it is to be there by
        its id, and what was `reported`, in the order in which it stands.
        """
        view, by_id = self.view, {row.id: row for row in reported}
        return [
            *(
                DataRow(table, row, *view.package.places[f"{table}/{row.id}"])
                for table, row in self._promised(indicator_id)
                if promised(row.id)
            ),
            *(
                DataRow("observations", by_id[name], file, line)
                for name, file, line in view.places(indicator_id)
                if name in by_id
            ),
        ]

    def files(self, indicator_id: str) -> Counter[str]:
        """How many rows each file below the data directory holds of an indicator, of those of `rows`."""
        places = self.view.package.places
        promised = (places[f"{table}/{row.id}"] for table, row in self._promised(indicator_id))
        reported = (file for _, file, _ in self.view.places(indicator_id))
        return Counter(chain((file for file, _ in promised), reported))

    def _promised(self, indicator_id: str) -> Sequence[tuple[str, Target | Planned]]:
        """The targets of an indicator and what is planned on the way to them, each with its table."""
        targets = [item.target for item in self.view.assessments_by_indicator[indicator_id]]
        return [
            *(("targets", target) for target in targets),
            *(("planned", point) for target in targets for point in target.planned),
        ]

    def corrections(self, indicator_id: str) -> Sequence[Correction]:
        """The corrections that concern an indicator, the newest first."""
        found = self.view.corrections_by_indicator[indicator_id]
        return sorted(found, key=lambda item: item.date, reverse=True)

    def related(self, indicator_id: str) -> Mapping[str, Sequence[Related]]:
        """The indicators bound to one, by how: by the record's relations, then by a goal that states both targets."""
        found: dict[str, Related] = {}
        for item in (*self._by_relation(indicator_id), *self._by_goal(indicator_id)):
            if item.indicator.id != indicator_id:
                found.setdefault(item.indicator.id, item)
        return grouped((item.how, item) for item in found.values())

    def _by_relation(self, indicator_id: str) -> Iterator[Related]:
        for how, other, note in self.view.relations_by_indicator[indicator_id]:
            promises = tuple(self.view.promises(other)[:1])
            yield Related(self.view.package.indicators[other], how, note, promises)

    def _by_goal(self, indicator_id: str) -> Iterator[Related]:
        """The other targets of the goals that promise something of an indicator, those of the latest promise first."""
        view = self.view
        stated = (*view.promises(indicator_id), *view.assessments_by_indicator[indicator_id])
        goals = dict.fromkeys(item.target.goal_id for item in stated)
        for goal in goals:
            of_goal = grouped(
                (item.target.indicator_id, item) for item in view.assessments_by_goal[goal][:OF_A_GOAL]
            )
            for other, promises in of_goal.items():
                yield Related(view.package.indicators[other], "same_goal", Text(), tuple(promises))
