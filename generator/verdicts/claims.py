"""Promises, each counted once, and what documents claim of all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from generator.core.codes import Reason, Rule
from generator.core.grouping import OnDemand, grouped
from generator.core.model import Claim, Package, Period, Target
from generator.verdicts.assess import Assessment, assess_by, rule_for
from generator.verdicts.derive import derived_baselines
from generator.verdicts.intervals import ANYTHING, Interval, asked, reported, scaled, total
from generator.verdicts.on_record import on_record
from generator.verdicts.superseding import Replacement, lineage, replacements, superseded

_NONE: Mapping[str, Replacement] = {}


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """A claim on all targets of a period, held against each of them as reported by its day.

    `borne_out` and `not_borne_out` have a result that tells, `unclear` one whose printed figure is not exact enough
    (约140 of 300), `earlier` only one from before, `no_share` one of which the rules compute no share, `unreported`
    no comparable result.
    """

    claim: Claim
    borne_out: tuple[Assessment, ...]
    not_borne_out: tuple[Assessment, ...]
    unclear: tuple[Assessment, ...]
    earlier: tuple[Assessment, ...]
    no_share: tuple[Assessment, ...]
    unreported: tuple[Assessment, ...]


def targets_in_order(package: Package, found: Mapping[str, Replacement] = _NONE) -> list[Target]:
    """The targets as one document after another states them; within a document the order of the rows means nothing.

    None comes before one whose place it takes, by the replacements `found`.
    """
    order: dict[str, int] = {}
    for target in package.targets.values():
        order.setdefault(target.citation.document_id, len(order))

    def place(target: Target) -> tuple[int, int, str]:
        way = [target, *(step.earlier for step in lineage(target, found))]
        return max(order[item.citation.document_id] for item in way), len(way), target.id

    return sorted(package.targets.values(), key=place)


def restatements(package: Package, found: Mapping[str, Replacement] = _NONE) -> dict[str, str]:
    """Targets that state an earlier promise again (same indicator, area and period): id → id of the first.

    One that takes the place of the first, by the replacements `found`, is the first of what is stated after it; and so
    is one by which a document promises again, in time, what was replaced before that document was out.
    """
    first: dict[object, str] = {}
    again: dict[str, str] = {}
    new = {item.later.id for item in found.values()}
    for target in targets_in_order(package, found):
        about = target.indicator_id, target.area_id, target.period
        earlier = first.get(about)
        by = found.get(earlier or "")
        if earlier is None or (by is not None and (target.id in new or _promised_anew(package, target, by))):
            first[about] = target.id
        else:
            again[target.id] = earlier
    return again


def _promised_anew(package: Package, target: Target, by: Replacement) -> bool:
    """Whether a target that states a replaced one again came after its replacement, and before it was due."""
    return by.since < package.documents[target.citation.document_id].issued <= target.period.end


def check_claims(package: Package) -> list[ClaimCheck]:
    """Each claim of a package against the targets that it speaks of; a restated promise counts once, and one that was
    replaced by the day of the claim does not.
    """
    if not package.claims:
        return []
    baselines = derived_baselines(package)
    of_period = grouped((target.period, target) for target in package.targets.values())

    def spoken_of(day: date, period: Period) -> Iterator[Assessment]:
        """How each promise for a period stood on a day."""
        gone = superseded(replacements(package, day))
        again, known = restatements(package, gone), on_record(package, day)
        for target in of_period[period]:
            if target.id in again or target.id in gone:
                continue
            if rule_for(target, package.indicators[target.indicator_id], target.baseline) is Rule.BUDGET:
                # What was to be done is spoken of, and planned money is no promise to spend it.
                continue
            yield assess_by(target, known[target.indicator_id], baselines.get(target.id))

    standing = OnDemand[tuple[date, Period], list[Assessment]](lambda about: list(spoken_of(*about)))
    checks = []
    for claim in package.claims.values():
        groups = grouped((_borne_out(claim, item), item) for item in standing[claim.as_of, claim.period])
        names = ("borne_out", "not_borne_out", "unclear", "earlier", "no_share", "unreported")
        checks.append(ClaimCheck(claim, *(tuple(groups[name]) for name in names)))
    return checks


def _borne_out(claim: Claim, item: Assessment) -> str:
    if item.rule is Rule.NONE and item.reason is not Reason.TARGET:
        return "unreported"
    if item.share_done is None:
        return "no_share"
    done, share = _share(item), Fraction(claim.share)
    # A count does not go down again, so an earlier figure may bear out what is claimed of a later day.
    if item.as_of != claim.as_of and (item.rule is not Rule.FLOW or done.low is None or done.low < share):
        return "earlier"
    if done.low is not None and done.low >= share:
        return "borne_out"
    return "not_borne_out" if done.high is not None and done.high < share else "unclear"


def _share(item: Assessment) -> Interval:
    """The share of the task that the printed figures can stand for, in per cent."""
    assert item.result is not None
    if asked(item.target) == ANYTHING:
        return ANYTHING
    start = item.baseline if item.rule is Rule.STOCK and item.baseline is not None else 0
    per_unit = 100 / (Fraction(item.target.value) - Fraction(start))
    return scaled(total(map(reported, item.result.parts)), per_unit, -per_unit * Fraction(start))
