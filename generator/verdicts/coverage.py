"""What was never reported: promises whose time is over, and how many of them a document held here answers.

The documents held are all that is known: no result here does not mean that nothing was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.core.codes import DeliverableState, DocumentKind, ReportingStatus
from generator.core.model import Deliverable, Document, Goal, Package, Target
from generator.verdicts.assess import Assessment
from generator.verdicts.deliverables import DeliverableStanding
from generator.verdicts.standings import Standings


@dataclass(slots=True)
class Coverage:
    """Promises whose time is over, by what the documents say of them.

    Targets: with a result for the whole period, with an interim result only, without a comparable result.
    Deliverables: delivered, cancelled, reported on but neither, without any report.
    """

    final: list[Assessment] = field(default_factory=list)
    interim: list[Assessment] = field(default_factory=list)
    unanswered: list[Assessment] = field(default_factory=list)
    delivered: list[DeliverableStanding] = field(default_factory=list)
    begun: list[DeliverableStanding] = field(default_factory=list)
    silent: list[DeliverableStanding] = field(default_factory=list)
    cancelled: list[DeliverableStanding] = field(default_factory=list)

    @property
    def targets(self) -> int:
        """How many targets there are."""
        return len(self.final) + len(self.interim) + len(self.unanswered)

    @property
    def deliverables(self) -> int:
        """How many deliverables there are."""
        return self.deliverables_reported + len(self.silent)

    @property
    def targets_reported(self) -> int:
        """How many targets have a comparable result, for the whole period or not."""
        return len(self.final) + len(self.interim)

    @property
    def deliverables_reported(self) -> int:
        """How many deliverables a report speaks of."""
        return len(self.delivered) + len(self.begun) + len(self.cancelled)

    def add_target(self, item: Assessment) -> None:
        """Count a target."""
        groups = {ReportingStatus.REPORTED_FINAL: self.final, ReportingStatus.REPORTED_INTERIM: self.interim}
        groups.get(item.reporting, self.unanswered).append(item)

    def add_deliverable(self, item: DeliverableStanding) -> None:
        """Count a deliverable."""
        groups = {DeliverableState.DELIVERED: self.delivered, DeliverableState.CANCELLED: self.cancelled}
        groups.get(item.state, self.begun if item.latest else self.silent).append(item)


@dataclass(frozen=True, slots=True)
class YearCoverage:
    """The promises of one year, all of them and by goal, and the reports held that speak of any part of the year."""

    year: int
    all: Coverage
    by_goal: Mapping[str, Coverage]
    reports: tuple[Document, ...]

    @property
    def held_until(self) -> date | None:
        """The day up to which the reports held speak of the year; None where they cover it to its end, or none is held."""
        last = max((document.period.end for document in self.reports), default=None)
        return last if last is not None and last < date(self.year, 12, 31) else None


@dataclass(frozen=True, slots=True)
class PackageCoverage:
    """All promises of a package whose time is over, by year (the latest first) and by who answers for them.

    `held` tells whether the package holds any report at all, were it of years in which nothing was due. Of `undated`
    deliverables no document names a day, so none of them counts.
    """

    all: Coverage
    years: tuple[YearCoverage, ...]
    by_organisation: Mapping[str, Coverage]
    held: bool
    undated: int


def coverage(package: Package, standings: Standings) -> PackageCoverage:
    """Which promises whose time is over were reported on; a restated promise counts once, an undated or replaced one
    never.

    The time of a deliverable is over with the day of the promise, whatever day a report named since.
    """
    everything = Coverage()
    years: dict[int, tuple[Coverage, dict[str, Coverage]]] = {}
    organisations: dict[str, Coverage] = {}

    def counted(promise: Target | Deliverable, year: int) -> Iterable[Coverage]:
        goal = package.goals[promise.goal_id]
        of_year, by_goal = years.setdefault(year, (Coverage(), {}))
        yield everything
        yield of_year
        yield by_goal.setdefault(goal.id, Coverage())
        for name in responsible(package, goal):
            yield organisations.setdefault(name, Coverage())

    for item in standings.targets.values():
        if item.due and standings.counted(item):
            for place in counted(item.target, item.target.period.end.year):
                place.add_target(item)
    for standing in standings.deliverables.values():
        promised = standing.promised
        if promised is not None and standings.today > promised:
            for place in counted(standing.deliverable, promised.year):
                place.add_deliverable(standing)
    return PackageCoverage(
        everything,
        tuple(
            YearCoverage(
                year,
                years[year][0],
                {name: years[year][1][name] for name in package.goals if name in years[year][1]},
                _reports(package, year),
            )
            for year in sorted(years, reverse=True)
        ),
        {name: organisations[name] for name in package.organisations if name in organisations},
        any(_reports_something(document) for document in package.documents.values()),
        sum(standing.promised is None for standing in standings.deliverables.values()),
    )


def responsible(package: Package, goal: Goal) -> tuple[str, ...]:
    """Who answers for a goal: the units named, else the publisher of its document."""
    return goal.organisations or (package.documents[goal.document_id].publisher_id,)


def _reports(package: Package, year: int) -> tuple[Document, ...]:
    return tuple(
        document
        for document in package.documents.values()
        if _reports_something(document) and document.period.start.year <= year <= document.period.end.year
    )


def _reports_something(document: Document) -> bool:
    return document.kind is not DocumentKind.PLAN
