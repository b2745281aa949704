"""Published figures that do not agree with each other, computed from the ledger alone; no finding is an accusation.

Figures are compared as printed: a rounded one stands for all that rounds to it, one with 余 for anything above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from generator import intervals
from generator.claims import check_claims, observations_by_indicator, restatements
from generator.codes import Measure, RelationKind
from generator.intervals import Interval
from generator.model import Claim, Observation, Package, Relation, Target, Text
from generator.results import Reason, mismatch

_NOTHING = Text("", "")

Row = Target | Observation | Claim


class FindingKind(StrEnum):
    """What does not agree with what."""

    STATED_SHARE = "stated_share"
    STATED_CHANGE = "stated_change"
    CLAIM = "claim"
    SHARE = "share"
    SUM = "sum"
    PART = "part"
    INCREMENT = "increment"
    SAME_NAME = "same_name"
    RESTATED_RESULT = "restated_result"
    RESTATED_TARGET = "restated_target"


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


def find(package: Package) -> list[Finding]:
    """Every finding of a package, by kind, then in the order of the documents. Independent of the day it is built."""
    finder = _Finder(package)
    found = [
        *finder.stated_shares(),
        *finder.stated_changes(),
        *finder.claims(),
        *finder.relations(),
        *finder.breakdowns(),
        *finder.restated_results(),
        *finder.restated_targets(),
    ]
    return sorted(found, key=lambda item: list(FindingKind).index(item.kind))


def _finding(
    kind: FindingKind, tail: str, rows: tuple[Row, ...], stated: Decimal, computed: Decimal
) -> Finding:
    first = next(row for row in rows if not isinstance(row, Claim))
    return Finding(f"{kind.replace('_', '-')}/{tail}", kind, first.indicator_id, rows, stated, computed)


class _Finder:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.by_indicator = observations_by_indicator(package)

    def value(self, row: Observation) -> Decimal:
        assert row.value is not None
        return row.value

    def numbers(self, rows: Iterable[Observation]) -> list[Observation]:
        return [row for row in rows if row.value is not None]

    def stated_shares(self) -> Iterator[Finding]:
        """A share of the task that a report states, against its figure and the target that documents give."""
        targets: dict[str, list[Target]] = {}
        for target in self.package.targets.values():
            targets.setdefault(target.indicator_id, []).append(target)
        for row in self.package.observations.values():
            if row.stated_share is None or row.value is None or row.indicator_id not in targets:
                continue
            indicator = self.package.indicators[row.indicator_id]
            tasks = [
                target
                for target in targets[row.indicator_id]
                if mismatch(target, indicator, row) is Reason.NONE and target.value > 0
            ]
            if not tasks or indicator.measure is not Measure.FLOW:
                continue
            # The task of the year comes before that of five years; of two statements the later.
            length = min(target.period.end - target.period.start for target in tasks)
            task = [target for target in tasks if target.period.end - target.period.start == length][-1]
            upper = task.value if task.value_upper is None else task.value_upper
            wanted = Interval(intervals.exactly(task.value).low, intervals.exactly(upper).high)
            computed = intervals.scaled(intervals.ratio(intervals.reported(row), wanted), 100)
            if computed.excludes(intervals.stated(row.stated_share, row.stated_share_figure)):
                share = 100 * row.value / task.value
                yield _finding(FindingKind.STATED_SHARE, row.id, (row, task), row.stated_share, share)

    def stated_changes(self) -> Iterator[Finding]:
        """A change on the year before that a report states, against the two figures."""
        for row in self.package.observations.values():
            if row.stated_change is None or row.value is None:
                continue
            for before in self.numbers(self.by_indicator[row.indicator_id]):
                if not _a_year_before(before, row) or before.value is None or before.value <= 0:
                    continue
                ratio = intervals.ratio(intervals.reported(row), intervals.reported(before))
                computed = intervals.scaled(ratio, 100, -100)
                if computed.excludes(intervals.stated(row.stated_change, row.stated_change_figure)):
                    change = 100 * row.value / before.value - 100
                    rows = (row, before)
                    yield _finding(FindingKind.STATED_CHANGE, row.id, rows, row.stated_change, change)

    def claims(self) -> Iterator[Finding]:
        """A sentence on all targets against those whose figure at that day says otherwise."""
        for check in check_claims(self.package):
            for item in check.not_borne_out:
                assert item.observation is not None
                assert item.share_done is not None
                rows = (check.claim, item.observation, item.target)
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
            for row in self.numbers(self.by_indicator.get(relation.indicator_id, ())):
                others = [self.beside(row, name) for name in relation.others]
                there = [other for other in others if other is not None]
                if len(there) == len(others):
                    for finding in rules[relation.kind](relation, row, there):
                        yield replace(finding, note=relation.note)

    def beside(self, row: Observation, indicator_id: str) -> Observation | None:
        """The figure of another indicator for the same area, part, period and day; in the same document, if it can be."""
        found = [
            other
            for other in self.numbers(self.by_indicator.get(indicator_id, ()))
            if _alike(other, row) and other.period == row.period
        ]
        same = [other for other in found if other.citation.document_id == row.citation.document_id]
        return same[-1] if same else found[-1] if found else None

    def share(self, _: Relation, row: Observation, others: Sequence[Observation]) -> Iterator[Finding]:
        numerator, denominator = others
        if self.value(numerator) < 0 or self.value(denominator) <= 0:
            return
        ratio = intervals.ratio(intervals.reported(numerator), intervals.reported(denominator))
        if intervals.scaled(ratio, 100).excludes(intervals.reported(row)):
            share = 100 * self.value(numerator) / self.value(denominator)
            yield _finding(FindingKind.SHARE, row.id, (row, *others), self.value(row), share)

    def sum(self, _: Relation, row: Observation, others: Sequence[Observation]) -> Iterator[Finding]:
        yield from self.unlike_total(row.id, row, others)

    def unlike_total(self, tail: str, row: Observation, parts: Sequence[Observation]) -> Iterator[Finding]:
        if intervals.total(map(intervals.reported, parts)).excludes(intervals.reported(row)):
            added = sum((self.value(part) for part in parts), Decimal(0))
            yield _finding(FindingKind.SUM, tail, (row, *parts), self.value(row), added)

    def part(self, relation: Relation, row: Observation, others: Sequence[Observation]) -> Iterator[Finding]:
        whole, part = intervals.reported(others[0]), intervals.reported(row)
        if part.low is not None and whole.high is not None and part.low > whole.high:
            tail = f"{row.id}/{relation.others[0]}"
            yield _finding(FindingKind.PART, tail, (row, others[0]), self.value(row), self.value(others[0]))

    def increment(
        self, relation: Relation, row: Observation, others: Sequence[Observation]
    ) -> Iterator[Finding]:
        """What was added, and the totals before and after."""
        (after,) = others
        eve = row.period.start - timedelta(days=1)
        for before in self.numbers(self.by_indicator.get(relation.others[0], ())):
            if before.as_of != eve or before.area_id != row.area_id or before.breakdown != row.breakdown:
                continue
            grown = intervals.total([intervals.reported(before), intervals.reported(row)])
            if grown.excludes(intervals.reported(after)):
                rows, sum_of_both = (after, before, row), self.value(before) + self.value(row)
                tail = f"{after.id}/{relation.indicator_id}"
                yield _finding(FindingKind.INCREMENT, tail, rows, self.value(after), sum_of_both)

    def same_name(
        self, relation: Relation, row: Observation, others: Sequence[Observation]
    ) -> Iterator[Finding]:
        if intervals.reported(row).excludes(intervals.reported(others[0])):
            tail = f"{row.id}/{relation.others[0]}"
            yield _finding(
                FindingKind.SAME_NAME, tail, (row, others[0]), self.value(row), self.value(others[0])
            )

    def breakdowns(self) -> Iterator[Finding]:
        """A printed total against the parts of a breakdown that is declared to be exhaustive."""
        for dimension in self.package.dimensions.values():
            if not dimension.exhaustive:
                continue
            for rows in self.by_indicator.values():
                indicator = self.package.indicators[rows[0].indicator_id]
                if indicator.measure in (Measure.FLOW, Measure.STOCK):
                    yield from self.breakdown(dimension.id, frozenset(dimension.values), self.numbers(rows))

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
        for rows in self.by_indicator.values():
            groups: dict[object, list[Observation]] = {}
            for row in self.numbers(rows):
                said_of = (row.area_id, row.breakdown, row.unit_id, row.period, row.as_of)
                groups.setdefault(said_of, []).append(row)
            for statements in groups.values():
                if len(statements) == 1:
                    continue
                ordered = sorted(statements, key=lambda row: (row.issued, row.id))
                for earlier, later in pairwise(ordered):
                    if intervals.reported(earlier).excludes(intervals.reported(later)):
                        rows_, values = (earlier, later), (self.value(earlier), self.value(later))
                        yield _finding(FindingKind.RESTATED_RESULT, later.id, rows_, *values)

    def restated_targets(self) -> Iterator[Finding]:
        """A promise that a later document states with another number."""
        for later_id, first_id in restatements(self.package).items():
            first, later = self.package.targets[first_id], self.package.targets[later_id]
            asked = [(item.comparator, item.value, item.value_upper) for item in (first, later)]
            if asked[0] != asked[1]:
                rows = (first, later)
                yield _finding(FindingKind.RESTATED_TARGET, later.id, rows, first.value, later.value)


def _alike(one: Observation, other: Observation) -> bool:
    """For the same area, part and day."""
    return (one.area_id, one.breakdown, one.as_of) == (other.area_id, other.breakdown, other.as_of)


def _a_year_before(earlier: Observation, later: Observation) -> bool:
    same = (earlier.area_id, earlier.breakdown, earlier.unit_id) == (
        later.area_id,
        later.breakdown,
        later.unit_id,
    )
    days = ((earlier.period.start, later.period.start), (earlier.period.end, later.period.end))
    return same and all(_day_a_year_before(before, after) for before, after in days)


def _day_a_year_before(before: date, after: date) -> bool:
    month_ends = [(day + timedelta(days=1)).day == 1 for day in (before, after)]
    same_day = before.day == after.day or all(month_ends)
    return (before.year + 1, before.month) == (after.year, after.month) and same_day
