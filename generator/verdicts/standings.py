"""Everything computed for a package at one date: how its targets and its deliverables stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.core.model import Package, Progress
from generator.verdicts.assess import Assessment, assess
from generator.verdicts.claims import ClaimCheck, check_claims, observations_by_indicator, restatements
from generator.verdicts.deliverables import DeliverableStanding, assess_deliverable
from generator.verdicts.derive import Derived, derived_baselines, derived_starts
from generator.verdicts.findings import Finding, find
from generator.verdicts.known import holds_later, known_on


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything computed for one package at one date, by the ids of targets and deliverables.

    `restates` maps a target that states an earlier promise again to the first: a promise counts once. `starts`
    are the stocks derived from a total and its increment, by the id of the total's row. `later` tells whether the
    package holds what was issued after that date, which counts for nothing here.
    """

    today: date
    targets: Mapping[str, Assessment]
    deliverables: Mapping[str, DeliverableStanding]
    restates: Mapping[str, str]
    starts: Mapping[str, Derived]
    findings: Sequence[Finding]
    claims: Sequence[ClaimCheck]
    later: bool


def assess_package(package: Package, today: date) -> Standings:
    """Assess every target and deliverable of a package on the day `today`, by what was known on it."""
    later = holds_later(package, today)
    package = known_on(package, today)
    reported = observations_by_indicator(package)
    starts = derived_starts(package)
    baselines = derived_baselines(package, starts)
    claims = check_claims(package)
    by_deliverable: dict[str, list[Progress]] = {}
    for report in package.progress:
        by_deliverable.setdefault(report.deliverable_id, []).append(report)
    return Standings(
        today=today,
        targets={
            target.id: assess(
                target,
                package.indicators[target.indicator_id],
                reported.get(target.indicator_id, ()),
                today,
                baselines.get(target.id),
            )
            for target in package.targets.values()
        },
        deliverables={
            item.id: assess_deliverable(item, by_deliverable.get(item.id, ()), today)
            for item in package.deliverables.values()
        },
        restates=restatements(package),
        starts={item.total.id: item for found in starts for item in found.values()},
        findings=find(package, claims),
        claims=claims,
        later=later,
    )
