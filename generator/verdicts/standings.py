"""Everything computed for a package at one date: how its targets and its deliverables stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.core.codes import Reason, Turn
from generator.core.model import Package, Progress
from generator.verdicts.assess import Assessment, assess_by
from generator.verdicts.claims import ClaimCheck, check_claims, restatements
from generator.verdicts.deliverables import DeliverableStanding, assess_deliverable
from generator.verdicts.derive import Derived, derived_baselines, derived_starts
from generator.verdicts.findings import Finding, find
from generator.verdicts.known import holds_later, known_on
from generator.verdicts.milestones import Milestone, milestones
from generator.verdicts.on_record import OnRecord, on_record
from generator.verdicts.superseding import Replacement, lineage, replacements, superseded


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything computed for one package at one date, by the ids of targets and deliverables.

    `restates` maps a target that states an earlier promise again to the first: a promise counts once. `milestones` are
    the planned values on the way to a target, where documents plan it. `starts`
    are the stocks derived from a total and its increment, by the id of the total's row. `later` tells whether the
    package holds what was issued after that date, which counts for nothing here.
    """

    today: date
    targets: Mapping[str, Assessment]
    deliverables: Mapping[str, DeliverableStanding]
    restates: Mapping[str, str]
    milestones: Mapping[str, Sequence[Milestone]]
    starts: Mapping[str, Derived]
    findings: Sequence[Finding]
    claims: Sequence[ClaimCheck]
    later: bool

    def counted(self, item: Assessment) -> bool:
        """Whether a target counts as a promise: it states none again, and no later one has its place."""
        return item.target.id not in self.restates and item.reason is not Reason.SUPERSEDED


def assess_targets(
    package: Package, today: date, baselines: Mapping[str, Derived]
) -> Mapping[str, Assessment]:
    """How every target of a package stands on a day, by id; `baselines` are the derived ones, by id too."""
    return _targets(package, today, baselines, on_record(package, today))


def _targets(
    package: Package, today: date, baselines: Mapping[str, Derived], known: Mapping[str, OnRecord]
) -> Mapping[str, Assessment]:
    alone = {
        target.id: assess_by(target, known[target.indicator_id], baselines.get(target.id))
        for target in package.targets.values()
    }
    if not (found := replacements(package, today)):
        return alone
    again = restatements(package, superseded(found))
    return {name: _revised(item, alone, found, again) for name, item in alone.items()}


def _revised(
    item: Assessment,
    alone: Mapping[str, Assessment],
    found: Mapping[str, Replacement],
    again: Mapping[str, str],
) -> Assessment:
    """A standing with what was declared of the target: which one has its place, and whose place it has itself.

    What states a replaced promise again is replaced with it.
    """
    name = item.target.id
    by = found.get(name) or found.get(again.get(name, ""))
    if by is not None and by.later.id == name:
        by = None
    way = [*lineage(item.target, found)]
    if way:
        item = replace(item, predecessor=way[0], first=alone[way[-1].earlier.id])
    if by is None:
        return item
    item = replace(item, successor=by)
    return item.not_judged() if by.turn is Turn.DONE else item


def assess_package(package: Package, today: date) -> Standings:
    """Assess every target and deliverable of a package on the day `today`, by what was known on it."""
    later = holds_later(package, today)
    package = known_on(package, today)
    starts = derived_starts(package)
    baselines = derived_baselines(package, starts)
    claims = check_claims(package)
    by_deliverable: dict[str, list[Progress]] = {}
    for report in package.progress:
        by_deliverable.setdefault(report.deliverable_id, []).append(report)
    known = on_record(package, today)
    targets = _targets(package, today, baselines, known)
    return Standings(
        today=today,
        targets=targets,
        deliverables={
            item.id: assess_deliverable(item, by_deliverable.get(item.id, ()), today)
            for item in package.deliverables.values()
        },
        restates=restatements(package, superseded(replacements(package, today))),
        milestones={
            name: milestones(item, known[item.target.indicator_id]) for name, item in targets.items()
        },
        starts={item.total.id: item for found in starts for item in found.values()},
        findings=find(package, claims),
        claims=claims,
        later=later,
    )
