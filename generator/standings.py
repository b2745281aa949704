"""Everything computed for a package at one date: how its targets and its deliverables stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.assess import Assessment, assess
from generator.model import Deliverable, DeliverableState, Observation, Package, Progress


@dataclass(frozen=True, slots=True)
class DeliverableStanding:
    """How far a deliverable is: the latest report on it, and whether its date has passed without delivery."""

    deliverable: Deliverable
    state: DeliverableState
    latest: Progress | None
    overdue: bool


def assess_deliverable(
    deliverable: Deliverable, reports: Sequence[Progress], today: date
) -> DeliverableStanding:
    """The state of one deliverable on the day `today`; without a report it is planned."""
    known = [item for item in reports if item.as_of <= today]
    latest = max(known, key=lambda item: (item.as_of, item.document_id), default=None)
    state = latest.state if latest else DeliverableState.PLANNED
    overdue = (
        deliverable.due is not None and today > deliverable.due and state is not DeliverableState.DELIVERED
    )
    return DeliverableStanding(deliverable, state, latest, overdue)


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything computed for one package at one date, by the ids of targets and deliverables."""

    today: date
    targets: Mapping[str, Assessment]
    deliverables: Mapping[str, DeliverableStanding]


def assess_package(package: Package, today: date) -> Standings:
    """Assess every target and deliverable of a package on the day `today`."""
    by_indicator: dict[str, list[Observation]] = {}
    for observation in package.observations.values():
        by_indicator.setdefault(observation.indicator_id, []).append(observation)
    by_deliverable: dict[str, list[Progress]] = {}
    for report in package.progress:
        by_deliverable.setdefault(report.deliverable_id, []).append(report)
    return Standings(
        today,
        {
            target.id: assess(
                target,
                package.indicators[target.indicator_id],
                by_indicator.get(target.indicator_id, ()),
                today,
            )
            for target in package.targets.values()
        },
        {
            item.id: assess_deliverable(item, by_deliverable.get(item.id, ()), today)
            for item in package.deliverables.values()
        },
    )
