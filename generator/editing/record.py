"""One figure recorded or corrected: what a person says of it → the files of the data as they will be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.archive.locking import lock_row
from generator.core.figures import FigureReader
from generator.core.problems import Problem, Report, Severity
from generator.editing.figure_entry import TABLE, Asked, Wrong, meant, named, place, read
from generator.editing.files.apply import besides, described, judge
from generator.editing.files.rows import Cells, Reason, TableRow, corrected, corrections_file, find, inserted
from generator.format.identity import one_id
from generator.format.tables import OBSERVATIONS
from generator.reading.trees import ChangedTree, Tree
from generator.reading.validate import PackageRecords, validate
from generator.reading.validate.identities import owner_of
from generator.reading.validate.inventory import DocumentRecords

_COPY = ("text-missing", "checksum-missing", "text-changed")
"""What may be wrong with the archived copy of the document itself."""


@dataclass(slots=True)
class Recorded:
    """What came of it. Nothing is to be written unless it is `ok`.

    `report` is what the check says of the record as a whole; `defaults` the columns that were not said, with what was
    taken for them; `changes` the columns of a correction, before and after; `verified` whether the figure was found
    in the archived text, and `locked` whether the lock says so; `left` how much the verification finds wrong elsewhere.
    `unseen` names what was not looked at, since what comes before it is wrong: the `rules` of the data, or the archived
    `texts`.
    """

    wrong: list[Wrong] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    files: dict[str, bytes] = field(default_factory=dict)
    file: str = ""
    line: int = 0
    id: str = ""
    defaults: Cells = field(default_factory=dict)
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    verified: bool = False
    locked: bool = False
    left: int = 0
    unseen: str = ""

    @property
    def ok(self) -> bool:
        """Whether all is well."""
        return not self.wrong and self.report.ok


def record(tree: Tree, asked: Asked, archive: Path | None = None) -> Recorded:
    """The files with one more observation, or with one corrected; what is wrong is told all at once.

    With an `archive` the figure must stand in the archived text, and is locked.
    """
    packages, problems = validate(tree, locked=False)
    done = Recorded(report=Report(problems))
    if not done.ok:
        return done
    before, done.report = done.report, Report()
    found = place(packages, asked)
    if isinstance(found, Wrong):
        done.wrong.append(found)
        done.unseen = "rules"
        return done
    said, done.wrong = read(*found, asked)
    if done.wrong:
        done.unseen = "rules"
    else:
        recorder = _Recorder(tree, *found, done)
        recorder.take(said, asked.reason)
        if not done.wrong:
            recorder.judge()
            done.report = besides(done.report, before)
        if archive is not None and done.ok:
            recorder.verify(archive)
        elif archive is not None:
            done.unseen = "texts"
    return done


@dataclass(slots=True)
class _Recorder:
    """One figure of one document."""

    tree: Tree
    package: PackageRecords
    document: DocumentRecords
    done: Recorded

    @property
    def figures(self) -> FigureReader:
        """The reader of the document's figures."""
        return self.package.figures_of(self.document)

    def take(self, said: Cells, reason: Reason | None) -> None:
        """Make the files as they will be."""
        names = named(self.package, self.document, said)
        row = self.row({**names, **said})
        if reason is not None:
            self.correct(said, row, reason)
        elif row is not None:
            where = {"file": row.records.file, "line": str(row.line), "figure": row.text("figure")}
            self.tell("", "exists", id=row.id, **where)
        else:
            self.add({**names, **meant(said, self.figures)}, said)

    def row(self, names: Cells) -> TableRow | None:
        """The row that is there already; the id of what is meant becomes known."""
        read = {name: OBSERVATIONS.by_name[name].read(names[name]) for name in OBSERVATIONS.naming}
        read |= {name: names.get(name, "") for name in self.package.dimensions}
        self.done.id = one_id(OBSERVATIONS.identity, read, owner_of(self.package, self.document)) or ""
        return next(find(self.package, TABLE, self.done.id), None)

    def add(self, taken: Cells, said: Cells) -> None:
        """A new row."""
        done = self.done
        done.defaults = taken
        done.file, content, done.line = inserted(
            self.tree, self.package, self.document, TABLE, {**taken, **said}
        )
        done.files = {done.file: content}

    def correct(self, said: Cells, row: TableRow | None, reason: Reason) -> None:
        """The row as it should be, and why."""
        done = self.done
        if row is None:
            ids = [
                name
                for records in self.document.table(TABLE)
                for name, indicator in zip(records["id"], records["indicator_id"], strict=True)
                if indicator == said["indicator_id"]
            ]
            self.tell("--correct", "nothing_there", id=done.id, listed=" · ".join(ids) or "—")
            return
        cells = {**meant(said, self.figures, row), **said}
        done.changes = row.differing(cells)
        if not done.changes:
            self.tell("--correct", "same", id=row.id)
            return
        done.file, done.line = row.records.file, row.line
        done.files = corrected(self.tree, row, cells, reason)

    def judge(self) -> None:
        """Hold the whole record against all rules; what is wrong with the row is wrong with an option."""
        self.done.files = described(self.tree, self.done.files)
        report, _ = judge(self.tree, self.done.files)
        self.done.report = Report(problem for problem in report if not self.ours(problem))

    def ours(self, problem: Problem) -> bool:
        """Whether a problem stands in what was said; then it is told so."""
        where = problem.place
        own = (where.file, where.line) == (self.done.file, self.done.line)
        # Of corrections the new ones alone can be wrong: the others were sound, and no later one makes them wrong.
        why = where.file == corrections_file(self.package)
        if not (own or why) or problem.severity is Severity.WARNING:
            return False
        wrong = Wrong.column(where.field, problem)
        # Each column that is corrected has the same reason, which is wrong only once.
        told = [(item.option, item.problem.code) for item in self.done.wrong if item.problem]
        if (wrong.option, problem.code) not in told:
            self.done.wrong.append(wrong)
        return True

    def verify(self, archive: Path) -> None:
        """Find the figure in the archived text and lock it."""
        done = self.done
        found = lock_row(ChangedTree(self.tree, done.files), self.package, f"{TABLE}/{done.id}", archive)
        for problem in found.problems:
            if problem.code in _COPY and problem.place.file.startswith(f"{self.document.folder}/"):
                done.wrong.append(Wrong.column("archive_sha256", problem))
            elif not self.ours(problem):
                done.left += problem.severity is Severity.ERROR
        done.verified, done.locked = found.found, bool(found.files)
        done.files |= found.files

    def tell(self, option: str, text: str, **values: str) -> None:
        """Tell what the check has no words for."""
        self.done.wrong.append(Wrong(option, text=text, values=values))
