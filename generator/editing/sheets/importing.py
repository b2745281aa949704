"""Files that staff hand in → the data as they will be; all of it when all is well, nothing otherwise."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.core.codes import DocumentKind
from generator.core.languages import interface
from generator.core.problems import Place, Problem, Report
from generator.editing.files.apply import described, judge
from generator.editing.sheets.applying import Applied, apply
from generator.editing.sheets.causes import told_once
from generator.editing.sheets.filling import Filled, fill
from generator.editing.sheets.grey import changed_notes
from generator.editing.sheets.grids import SHA256, TO_REPORT, VALUE, Grid, Order
from generator.editing.sheets.info import Informant
from generator.editing.sheets.labels import choices
from generator.editing.sheets.layout import part_name
from generator.editing.sheets.merging import Change, change
from generator.editing.sheets.reading import RawSheet, read_sheets
from generator.editing.sheets.routes import Base
from generator.editing.sheets.source import Data, UnsoundError, tree_of
from generator.editing.sheets.verifying import verify_changed
from generator.format.tables import CORRECTABLE, DOCUMENT
from generator.reading.trees import Tree


@dataclass(slots=True)
class Outcome:
    """What became of the files: what is wrong, and the files of the data to write when nothing is.

    `waiting` counts the figures that are not verified against the archive yet, `stale` the entries of the lock that
    no figure needs any more, `published` the published figures that changed or went and need a correction; `merged`
    tells that the data had changed since the export. `unseen` names what was not looked at, since what comes before it
    has errors: the `rules` of the data, or the archived `texts`; `versions` are those that packages get with the files.
    """

    problems: list[Problem] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    added: int = 0
    changed: int = 0
    removed: int = 0
    waiting: int = 0
    stale: int = 0
    published: int = 0
    merged: bool = False
    unseen: str = ""
    versions: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def report(self) -> Report:
        """What is wrong, in the order of files and cells."""
        return Report(self.problems)

    @property
    def ok(self) -> bool:
        """Whether the files may be written."""
        return self.report.ok


def import_sheets(
    data: Path, tree: Tree, files: Iterable[tuple[str, bytes]], language: str, archive: Path | None = None
) -> Outcome:
    """Read files (name, content) into the data of a tree; nothing is written here.

    With the `archive`, every figure is verified against its text at once. Problems of sheets have the file's name as
    given, those of the data the path below the data directory. Raises UnsoundError where the data as they are do
    not pass the check.
    """
    outcome = Outcome()
    raw: list[RawSheet] = []
    for name, content in files:
        sheets, problems = read_sheets(name, content, language)
        raw += sheets
        outcome.problems += problems
    now = Data.of(tree)
    changes = _Importer(data, now, language, archive, outcome).changes(raw)
    if not outcome.ok:
        outcome.unseen = "rules"
        return outcome
    applied = apply(tree, changes, now.figures_of)
    outcome.added = sum(len(item.added) for item in changes)
    outcome.changed = sum(len(cells) for item in changes for _, cells in item.changed.values())
    outcome.removed = sum(len(item.removed) for item in changes)
    outcome.published = sum(map(_published, changes))
    if applied.files:
        _judge(tree, applied, outcome, language, archive)
    return outcome


def _published(item: Change) -> int:
    """How many corrections it takes that a sheet changes published figures, gives rows other ids or takes them out."""
    table = CORRECTABLE.get("documents" if item.grid.upright else item.grid.table)
    if table is None:
        return 0
    figures = table.in_languages(item.grid.shape.tongues).figures
    rows = [{ref} if item.grid.upright else set(cells) for ref, (_, cells) in item.changed.items()]
    moved = sum(not names.isdisjoint(table.naming) for names in rows)
    return len(item.removed) + moved + sum(len(names.intersection(figures)) for names in rows)


def _judge(tree: Tree, applied: Applied, outcome: Outcome, language: str, archive: Path | None) -> None:
    """Hold the data as they will be against all rules and, where the archive is given, against the texts."""
    outcome.files = described(tree, applied.files)
    report, waiting = judge(tree, outcome.files)
    outcome.problems += (applied.in_sheet(problem, language) for problem in report)
    counted = Counter({"lock-stale": 0})
    for problem in waiting:
        counted[problem.code] += 1 + problem.more
    outcome.stale = counted.pop("lock-stale")
    outcome.waiting = counted.total()
    if archive is not None and not outcome.ok:
        outcome.unseen = "texts"
    elif archive is not None:
        done = verify_changed(tree, outcome.files, archive)
        outcome.problems += (applied.in_sheet(problem, language) for problem in done.problems)
        outcome.files |= done.locks
        outcome.waiting, outcome.stale = done.waiting, 0


class _Importer:
    """Sheets against the data that they were made from, and the data as they are now."""

    def __init__(self, data: Path, now: Data, language: str, archive: Path | None, outcome: Outcome) -> None:
        self.data, self.now, self.language, self.archive, self.outcome = data, now, language, archive, outcome
        self.sources: dict[tuple[str, Base], Data | None] = {}
        self.grids: dict[tuple[int, Order], dict[str, Grid]] = {}
        self.informants: dict[tuple[int, Order], list[Informant]] = {}

    def changes(self, sheets: Iterable[RawSheet]) -> list[Change]:
        found: list[Change] = []
        seen: dict[tuple[str, str, str], RawSheet] = {}
        for raw in sheets:
            # The same part ordered otherwise, with more columns or as a new report, goes into the same file.
            part = (raw.route.order.package, raw.route.order.document, raw.route.part)
            if (first := seen.setdefault(part, raw)) is not raw:
                self.tell("sheet-twice", raw, value=first.name)
                continue
            if (grids := self.both(raw)) is not None:
                found.append(self.change(raw, *grids))
        self.tell_of_facts(found)
        return found

    def tell_of_facts(self, changes: Iterable[Change]) -> None:
        """A new document cannot do without its facts."""
        of_document: dict[tuple[str, str], list[Change]] = {}
        for item in changes:
            order = item.filled.raw.route.order
            of_document.setdefault((order.package, order.document), []).append(item)
        for items in of_document.values():
            raw = next((item.filled.raw for item in items if item), None)
            if raw and not self.now.has(raw.route.order) and not any(item.grid.upright for item in items):
                values = {"value": raw.route.order.document, "field": part_name("document", self.language)}
                self.tell("sheet-facts", raw, **values)

    def both(self, raw: RawSheet) -> tuple[Grid, Grid] | None:
        """The grid that a sheet was made from and the same grid of today; None where there is none, which is told."""
        order, part = raw.route.order, raw.route.part
        if order.package not in self.now.packages:
            self.tell_once("sheet-route", raw, value=f"{order.package}/{order.document}")
            return None
        before = self.source(order.package, raw.route.base, raw.carried)
        if before is None:
            self.tell_once("sheet-base", raw)
            return None
        self.outcome.merged |= before is not self.now
        if order.period is None and not all(source.has(order) for source in (before, self.now)):
            self.tell_once("sheet-route", raw, value=f"{order.package}/{order.document}")
            return None
        base, current = (self.of(source, order).get(part) for source in (before, self.now))
        if base is None or current is None:
            self.tell("sheet-route", raw, value=f"{order.document}/{part}")
            return None
        return base, current

    def source(self, package: str, base: Base, carried: str) -> Data | None:
        """The data that a sheet was made from; None where nobody knows them any more.

        `carried` is what its workbook says of them.
        """
        if (package, base) not in self.sources:
            tree = tree_of(self.data, self.now.tree, base, package, carried)
            try:
                known = self.now if tree is self.now.tree else Data.of(tree) if tree else None
            except UnsoundError:
                known = None
            self.sources[package, base] = known
        return self.sources[package, base]

    def of(self, source: Data, order: Order) -> dict[str, Grid]:
        key = (id(source), order)
        if key not in self.grids:
            if order.package not in source.packages:
                return {}
            found, standings = source.grids(order)
            package = source.packages[order.package]
            self.grids[key] = {grid.part: grid for grid in found}
            self.informants[key] = [Informant(package, standings, language) for language in interface()]
        return self.grids[key]

    def change(self, raw: RawSheet, base: Grid, current: Grid) -> Change:
        order = raw.route.order
        before = self.source(order.package, raw.route.base, raw.carried)
        assert before is not None
        packages = [source.packages[order.package] for source in (before, self.now)]
        offered = choices(packages, order.document, base.fields.values(), self.language, raw.words)
        filled = fill(raw, base, offered, self.language)
        self.seal(filled, order)
        filled.problems += changed_notes(filled, self.informants[id(before), order])
        found = change(filled, current)
        self.outcome.problems += told_once(filled.problems) + found.problems
        return found

    def seal(self, filled: Filled, order: Order) -> None:
        """The checksum of a new document's text comes from the archive, so that nobody has to type 64 digits.

        An archive that is named must hold it; without one the report is entered unverified.
        """
        if self.archive is None or not filled.grid.upright:
            return
        said = {row.ref: row.cells[VALUE] for row in filled.rows}
        table = said.get(TO_REPORT + DOCUMENT.kind.name) == DocumentKind.DATASET
        name = f"{order.package}/{order.document}.{'csv' if table else 'txt'}"
        text = self.archive / name
        for at, row in enumerate(filled.rows):
            if row.ref != TO_REPORT + SHA256 or row.cells[VALUE]:
                continue
            if text.is_file():
                sha256 = hashlib.sha256(text.read_bytes()).hexdigest()
                filled.rows[at] = replace(row, cells={VALUE: sha256})
            else:
                place = filled.place(row.line, row.ref, VALUE)
                filled.problems.append(Problem("sheet-text", place, {"value": name}))

    def tell_once(self, code: str, raw: RawSheet, **values: str) -> None:
        """A problem of a file, however many of its sheets have it."""
        problem = Problem(code, Place(raw.file), values)
        if problem not in self.outcome.problems:
            self.outcome.problems.append(problem)

    def tell(self, code: str, raw: RawSheet, **values: str) -> None:
        self.outcome.problems.append(Problem(code, raw.whole, values))
