"""What a change does to everything that is computed: both sides are assessed for the same day, so that only the change tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from generator.comparing.changes import Comparison, compare, side
from generator.comparing.diffs.demands import Demand, demands
from generator.comparing.silent import silent_changes
from generator.core.codes import Reason
from generator.core.model import Package, Target
from generator.core.problems import Problem, Report, Severity
from generator.reading.load import assemble, judge
from generator.reading.trees import Tree
from generator.reading.validate import PackageRecords, validate
from generator.verdicts.assess import Assessment, assess_by
from generator.verdicts.deliverables import DeliverableStanding
from generator.verdicts.findings import Finding, table_of
from generator.verdicts.known import known_on
from generator.verdicts.on_record import OnRecord, on_record
from generator.verdicts.standings import Standings, assess_package


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target that stands otherwise, or is otherwise reported on.

    Where the target itself changed too, `meant` is how the old one would stand by the results of today.
    """

    before: Assessment
    after: Assessment
    meant: Assessment | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A deliverable that is otherwise far, newly overdue, or for which reports name other days."""

    before: DeliverableStanding
    after: DeliverableStanding


@dataclass(frozen=True, slots=True)
class Effects:
    """What the change of one package does. `base` or `head` is None where the package is not there."""

    base: Package | None
    head: Package | None
    verdicts: tuple[Verdict, ...] = ()
    states: tuple[State, ...] = ()
    demands: tuple[Demand, ...] = ()
    appeared: tuple[Finding, ...] = ()
    vanished: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Locked:
    """What became of the entries of one lock: how many came, say otherwise, went."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that is different between two trees.

    `base` and `head` are the packages by id, none where that side cannot be assembled. `effects` are by package, for
    those that changed; None where one side is missing, so that nothing can be computed. `base_errors` and
    `head_errors` are what is wrong on each side (on the old one without its lock). `silent` is what changed without
    a correction, and corrections without their change. `locks` are by file, where entries came, changed or went.
    """

    comparison: Comparison
    base: Mapping[str, Package]
    head: Mapping[str, Package]
    effects: Mapping[str, Effects] | None
    base_errors: tuple[Problem, ...]
    head_errors: tuple[Problem, ...]
    silent: tuple[Problem, ...]
    locks: Mapping[str, Locked]

    @property
    def ok(self) -> bool:
        """Whether both sides are without errors."""
        return not (self.base_errors or self.head_errors)


def examine(base: Tree, head: Tree, today: date) -> Difference:
    """What is different between two trees, and what that does to verdicts, promises and findings on the day `today`."""
    old, old_problems = validate(base, locked=False)
    new, new_problems = validate(head)
    sides = side(base, old), side(head, new)
    comparison = compare(*sides)
    before, base_errors = _packages(old, Report(old_problems))
    after, head_errors = _packages(new, Report(new_problems))
    effects = None
    if before is not None and after is not None:
        changed = dict.fromkeys(change.package for change in comparison.changes)
        effects = {name: _effects(before.get(name), after.get(name), comparison, today) for name in changed}
    return Difference(
        comparison,
        before or {},
        after or {},
        effects,
        base_errors,
        head_errors,
        tuple(silent_changes(*sides, comparison, today)),
        dict(_locks(sides[0].packages, sides[1].packages)),
    )


def _locks(
    base: Mapping[str, PackageRecords], head: Mapping[str, PackageRecords]
) -> Iterator[tuple[str, Locked]]:
    for name in sorted({*base, *head}):
        old, new = _entries(base.get(name)), _entries(head.get(name))
        changed = sum(old[citation] != entry for citation, entry in new.items() if citation in old)
        locked = Locked(len(new.keys() - old.keys()), changed, len(old.keys() - new.keys()))
        if locked != Locked(0, 0, 0):
            yield f"{name}/citations.lock", locked


def _entries(package: PackageRecords | None) -> Mapping[str, tuple[object, ...]]:
    """The entries of a package's lock by citation."""
    if package is None or package.lock is None:
        return {}
    return {row["citation"]: tuple(row.values()) for row in package.lock.rows()}


def _packages(
    records: list[PackageRecords], report: Report
) -> tuple[Mapping[str, Package] | None, tuple[Problem, ...]]:
    """The packages, or None where they cannot be computed with, and the errors.

    A row that is not as it was when verified can be computed with: what the change does is asked before that.
    """
    ledger, whole = judge(records, report)
    if ledger is None and all(problem.code.startswith("lock-") for problem in _errors(report)):
        ledger = assemble(records)
    return (ledger.packages if ledger else None), _errors(whole)


def _errors(report: Report) -> tuple[Problem, ...]:
    return tuple(problem for problem in report if problem.severity is Severity.ERROR)


def _effects(base: Package | None, head: Package | None, comparison: Comparison, today: date) -> Effects:
    old = assess_package(base, today) if base else None
    new = assess_package(head, today) if head else None
    found = (
        {}
        if old is None or base is None
        else {_identity(finding, base, comparison): finding for finding in old.findings}
    )
    now = {} if new is None else {_identity(finding): finding for finding in new.findings}
    return Effects(
        base,
        head,
        tuple(_verdicts(old, new, base, head, comparison)) if old and new and base and head else (),
        tuple(_states(old, new, base, comparison)) if old and new and base else (),
        tuple(demands(base, head, comparison)),
        tuple(finding for name, finding in now.items() if name not in found),
        tuple(finding for name, finding in found.items() if name not in now),
    )


def _verdicts(
    old: Standings, new: Standings, base: Package, head: Package, comparison: Comparison
) -> Iterator[Verdict]:
    known: Mapping[str, OnRecord] | None = None
    for name, before in old.targets.items():
        after = new.targets.get(comparison.now(base.id, "targets", name))
        if after and _stands(before) != _stands(after):
            meant = None
            if asked(before.target) != asked(after.target):
                known = on_record(known_on(head, new.today), new.today) if known is None else known
                meant = _meant(before.target, after, known)
            yield Verdict(before, after, meant)


def _stands(item: Assessment) -> tuple[object, ...]:
    """How a target stands; also where it could not be judged before, that another one has its place is told."""
    return item.progress, item.reporting, item.reason is Reason.SUPERSEDED


def asked(target: Target) -> tuple[object, ...]:
    """What a target asks for, and for when."""
    return target.comparator, target.value, target.value_upper, target.qualifier, target.period


def _meant(old: Target, after: Assessment, known: Mapping[str, OnRecord]) -> Assessment:
    """How the results of today stand against what was asked for before."""
    target = replace(
        after.target,
        comparator=old.comparator,
        value=old.value,
        value_upper=old.value_upper,
        qualifier=old.qualifier,
        period=old.period,
    )
    return assess_by(target, known[target.indicator_id], after.derived)


def _states(old: Standings, new: Standings, base: Package, comparison: Comparison) -> Iterator[State]:
    for name, before in old.deliverables.items():
        after = new.deliverables.get(comparison.now(base.id, "deliverables", name))
        if after and _told(before) != _told(after):
            yield State(before, after)


def _told(item: DeliverableStanding) -> tuple[object, ...]:
    """How far a deliverable is, whether its day has passed, and the days that reports name for it."""
    return item.state, item.overdue, [each.day for each in item.days]


def _identity(
    finding: Finding, base: Package | None = None, comparison: Comparison | None = None
) -> tuple[str, ...]:
    """What a finding is about, by the ids of its rows after the change."""
    rows = [(table_of(row), row.id) for row in finding.rows]
    if base is not None and comparison is not None:
        rows = [(table, comparison.now(base.id, table, name)) for table, name in rows]
    return (finding.kind, *(f"{table}/{name}" for table, name in rows))
