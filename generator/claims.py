"""Promises, each counted once, and what documents claim of all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.assess import Assessment, Rule, assess
from generator.derive import derived_baselines
from generator.model import Claim, Observation, Package


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """A claim on all targets of a period, held against each of them as reported by its day.

    `borne_out` and `not_borne_out` have a result at that day; `earlier` only one from before, `no_share` a result of
    which the rules compute no share, `unreported` no comparable result.
    """

    claim: Claim
    borne_out: tuple[Assessment, ...]
    not_borne_out: tuple[Assessment, ...]
    earlier: tuple[Assessment, ...]
    no_share: tuple[Assessment, ...]
    unreported: tuple[Assessment, ...]


def restatements(package: Package) -> dict[str, str]:
    """Targets that state an earlier promise again (same indicator, area and period): id → id of the first."""
    first: dict[object, str] = {}
    again: dict[str, str] = {}
    for target in package.targets.values():
        earlier = first.setdefault((target.indicator_id, target.area_id, target.period), target.id)
        if earlier != target.id:
            again[target.id] = earlier
    return again


def observations_by_indicator(package: Package) -> Mapping[str, list[Observation]]:
    """The observations of each indicator that has any."""
    groups: dict[str, list[Observation]] = {}
    for item in package.observations.values():
        groups.setdefault(item.indicator_id, []).append(item)
    return groups


def check_claims(package: Package) -> list[ClaimCheck]:
    """Each claim of a package against the targets that it speaks of; a restated promise counts once."""
    if not package.claims:
        return []
    again = restatements(package)
    baselines = derived_baselines(package)
    by_indicator = observations_by_indicator(package)
    checks = []
    for claim in package.claims.values():
        groups: dict[str, list[Assessment]] = {}
        for target in package.targets.values():
            if target.period != claim.period or target.id in again:
                continue
            indicator = package.indicators[target.indicator_id]
            reported = by_indicator.get(target.indicator_id, ())
            item = assess(target, indicator, reported, claim.as_of, baselines.get(target.id))
            groups.setdefault(_borne_out(claim, item), []).append(item)
        names = ("borne_out", "not_borne_out", "earlier", "no_share", "unreported")
        checks.append(ClaimCheck(claim, *(tuple(groups.get(name, ())) for name in names)))
    return checks


def _borne_out(claim: Claim, item: Assessment) -> str:
    if item.rule is Rule.NONE:
        return "unreported"
    if item.share_done is None:
        return "no_share"
    if item.as_of != claim.as_of and item.share_done < claim.share:
        return "earlier"
    return "borne_out" if item.share_done >= claim.share else "not_borne_out"
