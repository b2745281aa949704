"""Published figures that do not agree with each other, computed from the ledger alone; no finding is an accusation.

Figures are compared as printed: a rounded one stands for all that rounds to it, one with 余 for anything above.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from generator.core.codes import FindingKind, Measure, ObservationStatus, Qualifier, Reason, RelationKind
from generator.core.model import Claim, Indicator, Observation, Package, Relation, Target
from generator.core.phrases import Text
from generator.core.reported import Reported, by_indicator
from generator.verdicts import intervals
from generator.verdicts.assess import upper_end
from generator.verdicts.claims import ClaimCheck, check_claims, restatements, targets_in_order
from generator.verdicts.intervals import Interval
from generator.verdicts.results import a_year_before, breaks, issue, mismatch
from generator.verdicts.superseding import replacements

_NOTHING = Text()

Row = Target | Observation | Claim


@dataclass(frozen=True, slots=True)
class Finding:
    """Figures that do not agree: `rows` cite them, the one that says `stated` first; `computed` is what the others give.
    `note` is what the declared relation, or the reading of the target, says of them.

    `id` is made of the kind and the rows, so that it stays as long as they do.
    """

    id: str
    kind: FindingKind
    indicator_id: str
    rows: tuple[Row, ...]
    stated: Decimal
    computed: Decimal
    note: Text = _NOTHING


def table_of(row: Row) -> str:
    """The published table that a row stands in."""
    return {Target: "targets", Observation: "observations", Claim: "claims"}[type(row)]


def find(package: Package, claims: Sequence[ClaimCheck] | None = None) -> list[Finding]:
    """Every finding of a package, by kind, then in the order of the documents. Independent of the day it is built.

    `claims` are the package's claims as checked, where the caller has them already.
    """
    finder = _Finder(package)
    checks = check_claims(package) if claims is None else claims
    found = [
        *finder.stated_shares(),
        *finder.stated_changes(),
        *finder.claims(checks),
        *finder.relations(),
        *finder.breakdowns(),
        *finder.restated_results(),
        *finder.restated_targets(),
        *finder.baselines(),
    ]
    return sorted(found, key=lambda item: list(FindingKind).index(item.kind))


def _finding(
    kind: FindingKind, tail: str, rows: tuple[Row, ...], stated: Decimal, computed: Decimal
) -> Finding:
    first = next(row for row in rows if not isinstance(row, Claim))
    return Finding(f"{kind.replace('_', '-')}/{tail}", kind, first.indicator_id, rows, stated, computed)


class _Finder:
    """Compares numbers that documents report as results, in the indicator's own unit."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.by_indicator = {
            name: numbers
            for name, rows in _telling(package)
            if (numbers := [row for row in rows if self.compared(row)])
        }

    def compared(self, row: Observation) -> bool:
        forecast = row.status is ObservationStatus.FORECAST
        own_unit = row.unit_id == self.package.indicators[row.indicator_id].unit_id
        return row.value is not None and own_unit and row.status.comparable and not forecast

    def value(self, row: Observation) -> Decimal:
        assert row.value is not None
        return row.value

    def stated_shares(self) -> Iterator[Finding]:
        """A share of the task that a report states, against its figure and the target that documents give.

        Where several targets could be meant (of the year, of five years), one that agrees is enough; else the
        shortest is named, of two statements the later.
        """
        targets: dict[str, list[Target]] = {}
        for target in targets_in_order(self.package):
            targets.setdefault(target.indicator_id, []).append(target)
        for name, rows in self.by_indicator.items():
            indicator = self.package.indicators[name]
            if not indicator.measure.adds_up or name not in targets:
                continue
            for row in rows:
                if row.stated_share is None:
                    continue
                tasks = [target for target in targets[name] if _is_task(target, indicator, row)]
                if not tasks:
                    continue
                stated = intervals.stated(row.share_said)
                if all(_share_of(row, target).excludes(stated) for target in tasks):
                    # All begin with the result, so the shortest ends first.
                    task = min(reversed(tasks), key=lambda item: item.period.end)
                    share = 100 * self.value(row) / task.value
                    yield _finding(FindingKind.STATED_SHARE, row.id, (row, task), row.stated_share, share)

    def stated_changes(self) -> Iterator[Finding]:
        """A change on the year before that a report states, against the two figures."""
        for rows in self.by_indicator.values():
            for row in rows:
                if row.stated_change is None or self.value(row) < 0:
                    continue
                earlier = [other for other in rows if a_year_before(other, row) and self.value(other) > 0]
                if not earlier:
                    continue
                before = _preferred(earlier, row)
                if _unlike(rows, before, row):
                    continue
                ratio = intervals.ratio(intervals.reported(row), intervals.reported(before))
                stated = intervals.stated(row.change_said)
                if intervals.scaled(ratio, 100, -100).excludes(stated):
                    change = 100 * self.value(row) / self.value(before) - 100
                    yield _finding(
                        FindingKind.STATED_CHANGE, row.id, (row, before), row.stated_change, change
                    )

    def claims(self, checks: Sequence[ClaimCheck]) -> Iterator[Finding]:
        """A sentence on all targets against those whose figure at that day says otherwise."""
        for check in checks:
            for item in check.not_borne_out:
                assert item.result is not None
                assert item.share_done is not None
                rows: tuple[Row, ...] = (check.claim, *item.result.parts, item.target)
                tail = f"{check.claim.id}/{item.target.id}"
                finding = _finding(FindingKind.CLAIM, tail, rows, check.claim.share, item.share_done)
                # How the target was read decides, so it is said with the finding.
                yield replace(finding, note=item.target.note)

    def relations(self) -> Iterator[Finding]:
        """Printed figures of indicators that are bound to each other."""
        rules = {
            RelationKind.SHARE: self.share,
            RelationKind.SUM: self.sum,
            RelationKind.PART: self.part,
            RelationKind.INCREMENT: self.increment,
            RelationKind.SAME_NAME: self.same_name,
        }
        for relation in self.package.relations:
            for row in self.by_indicator.get(relation.indicator_id, ()):
                others = [self.beside(row, name) for name in relation.others]
                there = [other for other in others if other is not None]
                if len(there) == len(others):
                    for finding in rules[relation.kind](relation, row, there):
                        yield replace(finding, note=relation.note)

    def beside(self, row: Observation, indicator_id: str) -> Observation | None:
        """What the same document gives for another indicator, for the same area, part, period and day."""
        found = (
            other
            for other in self.by_indicator.get(indicator_id, ())
            if _alike(other, row) and other.citation.document_id == row.citation.document_id
        )
        return next(found, None)

    def share(self, relation: Relation, row: Observation, others: Sequence[Observation]) -> Iterator[Finding]:
        numerator, denominator = others
        if self.value(numerator) < 0 or self.value(denominator) <= 0:
            return
        ratio = intervals.ratio(intervals.reported(numerator), intervals.reported(denominator))
        if intervals.scaled(ratio, 100).excludes(intervals.reported(row)):
            share = 100 * self.value(numerator) / self.value(denominator)
            tail = f"{row.id}/{'/'.join(relation.others)}"
            yield _finding(FindingKind.SHARE, tail, (row, *others), self.value(row), share)

    def sum(self, relation: Relation, row: Observation, others: Sequence[Observation]) -> Iterator[Finding]:
        yield from self.unlike_total(f"{row.id}/{'/'.join(relation.others)}", row, others)

    def unlike_total(self, tail: str, row: Observation, parts: Sequence[Observation]) -> Iterator[Finding]:
        if intervals.total(map(intervals.reported, parts)).excludes(intervals.reported(row)):
            added = sum((self.value(part) for part in parts), Decimal(0))
            yield _finding(FindingKind.SUM, tail, (row, *parts), self.value(row), added)

    def part(self, relation: Relation, row: Observation, others: Sequence[Observation]) -> Iterator[Finding]:
        whole, part = intervals.reported(others[0]), intervals.reported(row)
        if part.low is not None and whole.high is not None and part.low > whole.high:
            yield self.two(FindingKind.PART, relation, row, others[0])

    def same_name(
        self, relation: Relation, row: Observation, others: Sequence[Observation]
    ) -> Iterator[Finding]:
        if intervals.reported(row).excludes(intervals.reported(others[0])):
            yield self.two(FindingKind.SAME_NAME, relation, row, others[0])

    def two(self, kind: FindingKind, relation: Relation, row: Observation, other: Observation) -> Finding:
        tail = f"{row.id}/{relation.others[0]}"
        return _finding(kind, tail, (row, other), self.value(row), self.value(other))

    def increment(
        self, relation: Relation, row: Observation, others: Sequence[Observation]
    ) -> Iterator[Finding]:
        """What was added, and the totals before and after."""
        (after,) = others
        eve = row.period.start - timedelta(days=1)
        totals = self.by_indicator[relation.others[0]]
        place = (row.area_id, row.breakdown, eve)
        earlier = [item for item in totals if (item.area_id, item.breakdown, item.as_of) == place]
        if not earlier:
            return
        before = _preferred(earlier, row)
        if _unlike([*totals, row], before, after):
            return
        grown = intervals.total([intervals.reported(before), intervals.reported(row)])
        if grown.excludes(intervals.reported(after)):
            rows, sum_of_both = (after, before, row), self.value(before) + self.value(row)
            tail = f"{after.id}/{relation.indicator_id}"
            yield _finding(FindingKind.INCREMENT, tail, rows, self.value(after), sum_of_both)

    def breakdowns(self) -> Iterator[Finding]:
        """A printed total against the parts of a breakdown that is declared to be exhaustive."""
        for dimension in self.package.dimensions.values():
            if not dimension.exhaustive:
                continue
            for rows in self.by_indicator.values():
                indicator = self.package.indicators[rows[0].indicator_id]
                if indicator.measure.adds_up or indicator.measure is Measure.STOCK:
                    yield from self.breakdown(dimension.id, frozenset(dimension.values), rows)

    def breakdown(self, name: str, codes: frozenset[str], rows: Sequence[Observation]) -> Iterator[Finding]:
        totals: dict[object, Observation] = {}
        parts: dict[object, dict[str, Observation]] = {}
        for row in rows:
            rest = tuple(pair for pair in row.breakdown if pair[0] != name)
            key = (row.citation.document_id, row.area_id, rest, row.period, row.as_of)
            if own := dict(row.breakdown).get(name):
                parts.setdefault(key, {})[own] = row
            else:
                totals[key] = row
        for group, listed in parts.items():
            if group in totals and listed.keys() == codes:
                tail = f"{totals[group].id}/{name}"
                yield from self.unlike_total(tail, totals[group], list(listed.values()))

    def restated_results(self) -> Iterator[Finding]:
        """What a later document gives for a result that an earlier one gave."""
        for name, rows in self.by_indicator.items():
            stock = self.package.indicators[name].measure is Measure.STOCK
            groups: dict[object, list[Observation]] = {}
            for row in rows:
                when = row.as_of if stock else (row.period, row.as_of)
                groups.setdefault((row.area_id, row.breakdown, when), []).append(row)
            for statements in groups.values():
                if len(statements) == 1:
                    continue
                telling = [row for row in statements if intervals.reported(row) != intervals.ANYTHING]
                telling.sort(key=issue)
                for earlier, later in pairwise(telling):
                    if intervals.reported(earlier).excludes(intervals.reported(later)):
                        both, values = (earlier, later), (self.value(earlier), self.value(later))
                        yield _finding(FindingKind.RESTATED_RESULT, later.id, both, *values)

    def restated_targets(self) -> Iterator[Finding]:
        """A promise that is stated again with another number, and not declared to be revised."""
        declared = replacements(self.package, date.max)
        for later_id, first_id in restatements(self.package, declared).items():
            first, later = self.package.targets[first_id], self.package.targets[later_id]
            if first.comparator is later.comparator and not _differ(first, later):
                continue
            values = (first.value, later.value)
            if first.value == later.value:
                values = (upper_end(first), upper_end(later))
            yield _finding(FindingKind.RESTATED_TARGET, later.id, (first, later), *values)

    def baselines(self) -> Iterator[Finding]:
        """What a target starts from, against what documents report for that very time; one that agrees is enough."""
        for target in self.package.targets.values():
            time = target.baseline_period
            if target.baseline is None or time is None:
                continue
            stock = self.package.indicators[target.indicator_id].measure is Measure.STOCK
            found = [
                row
                for row in self.by_indicator.get(target.indicator_id, ())
                if (row.area_id, row.breakdown) == (target.area_id, ())
                and (row.as_of == time.end if stock else row.period == time and row.as_of >= time.end)
            ]
            start = intervals.started(target.baseline)
            if found and all(intervals.reported(row).excludes(start) for row in found):
                counted = max(found, key=lambda row: (row.status.certainty, issue(row)))
                values = (target.baseline, self.value(counted))
                yield _finding(FindingKind.BASELINE, target.id, (target, counted), *values)


def _telling(package: Package) -> Iterator[tuple[str, Sequence[Observation]]]:
    """The indicators of which figures may disagree, with their observations.

    Of a large package most can be left out by their columns alone: nothing is stated beside their figures, no relation
    or target speaks of them, they have no breakdown that makes a total, and no two of their figures are for one day.
    """
    found = by_indicator(package.observations)
    if not isinstance(package.observations, Reported) or not package.observations.coded:
        yield from found.items()
        return
    wanted = {name for item in package.relations for name in (item.indicator_id, *item.others)}
    wanted |= {item.indicator_id for item in package.targets.values()}
    wanted |= package.observations.having("stated_share", "stated_change")
    wanted |= package.observations.alike("area_id", "breakdown", "as_of")
    whole = {item.id for item in package.dimensions.values() if item.exhaustive}
    wanted |= package.observations.broken_down(whole)
    yield from ((name, rows) for name in found if name in wanted for rows in (found[name],))


def _is_task(target: Target, indicator: Indicator, row: Observation) -> bool:
    """Whether a result counts towards a target from its first day on."""
    begins = row.period.start == target.period.start
    return begins and mismatch(target, indicator, row) is Reason.NONE and target.value > 0


def _share_of(row: Observation, target: Target) -> Interval:
    return intervals.scaled(intervals.ratio(intervals.reported(row), intervals.asked(target)), 100)


def _preferred(rows: Sequence[Observation], beside: Observation) -> Observation:
    """Of several statements that of the same document, else the most certain, then the latest."""
    document = beside.citation.document_id

    def weight(row: Observation) -> tuple[object, ...]:
        return row.citation.document_id == document, row.period.end, row.status.certainty, issue(row)

    return max(rows, key=weight)


def _unlike(rows: Sequence[Observation], before: Observation, after: Observation) -> bool:
    """Whether the series breaks between two figures, so that nothing follows from their difference."""
    return after.status is ObservationStatus.BREAK or any(
        before.as_of < item.as_of <= after.as_of for item in breaks(rows, after.area_id)
    )


def _differ(one: Target, other: Target) -> bool:
    """Whether two targets of one kind name different numbers, rounding allowed for; one with 约 says too little."""
    if one.qualifier != Qualifier.EXACT or other.qualifier != Qualifier.EXACT:
        return False
    ends = ((one.value, other.value), (upper_end(one), upper_end(other)))
    slack = sum(row.citation.said.half for row in (one, other) if row.citation.said is not None)
    return any(abs(Fraction(first) - Fraction(second)) > slack for first, second in ends)


def _alike(one: Observation, other: Observation) -> bool:
    """For the same area, part, period and day."""
    return (one.area_id, one.breakdown, one.period, one.as_of) == (
        *(other.area_id, other.breakdown, other.period, other.as_of),
    )
