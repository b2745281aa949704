"""What each version of a package added, changed and removed: how many rows of each table, from one version's end to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from generator.comparing.changes import Change, Kind, Renames
from generator.comparing.differing import Files, lines_of, table_at
from generator.comparing.entries import SHAPES
from generator.comparing.lasting import Lasting, Step
from generator.comparing.versions import part_of
from generator.comparing.vintages import TABLES
from generator.format.fields import Shape
from generator.format.tables import PACKAGE
from generator.reading.git import Commit
from generator.reading.validate.inventory import ReadMapping

How = Literal["added", "changed", "removed", "renamed"]
"""What became of rows; what is renamed has another id."""

_Counted = tuple[str, How]
"""A table, and what became of the rows that were counted."""

_HOW: dict[Kind, How] = {
    Kind.ADDED: "added",
    Kind.CHANGED: "changed",
    Kind.REMOVED: "removed",
    Kind.RENAMED: "renamed",
}


_TOLD = frozenset({*TABLES, "package", "dimensions", "dimension values"})
"""The tables that are told of: those of the downloads whose rows are followed, and what is said of the package."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What a version did to a table, in rows. `day` and `commit` are those with which the version began.

    How the package was as the version ended is held against how it was as the one before ended: a row counts once, however
    many values of it are others, and what came and went with the same version is nothing that it did. To the first version
    all rows were added that it had as it ended.
    """

    version: str
    day: date
    commit: str
    table: str
    added: int
    changed: int
    removed: int
    renamed: int

    @property
    def id(self) -> str:
        """`<version>/<table>`."""
        return f"{self.version}/{self.table}"


@dataclass(slots=True)
class Deltas:
    """The versions of one package as far as its commits were taken, the oldest first.

    A version ends where another one begins, the last one with what was taken last. While the package was gone, or had no
    version yet, nothing was published under any: such states count for none. `renames` are the ids that corrections declare
    to have changed.
    """

    package: str
    renames: Renames
    _version: str = ""
    _files: Files = field(default_factory=dict)
    _alone: Step | None = None
    """What the only commit of a version changed, where all of it could be read."""
    _moved: dict[tuple[str, str], str] = field(default_factory=dict)
    """The ids that rows have now, by table and the id that each had as the version before ended, where that is another."""
    _ended: Files = field(default_factory=dict)
    """The package as the version before ended; nothing while the first one lasts."""
    _begins: dict[str, Commit | None] = field(default_factory=dict)
    _counts: dict[str, Counter[_Counted]] = field(default_factory=dict)

    def take(
        self, commit: Commit | None, files: Files, step: Step | None, read: ReadMapping, *, sure: bool
    ) -> None:
        """Go on to the state after a commit; `step` is what that changed, if anything that stood there can have changed.

        Without a commit it is unknown what the state began with, and nothing is told of its version. `sure`: every row of the
        files that changed could be read.
        """
        version = self._version_of(files, read)
        if not version:
            return
        if version == self._version:
            self._alone = None
        else:
            self._end(read)
            self._version = version
            self._begins.setdefault(version, commit)
            self._alone = step if step is not None and sure and not step.unsure else None
        self._files = files
        if step is not None:
            self._follow(step)

    def told(self, read: ReadMapping) -> Iterator[Delta]:
        """Each version with each table of which it did anything, the oldest first; one that did nothing with zeros."""
        self._end(read)
        for version, commit in self._begins.items():
            counted = self._counts[version]
            if commit is None:
                continue
            if not counted:
                yield Delta(version, commit.day, commit.id, PACKAGE.name, 0, 0, 0, 0)
            for table in SHAPES:
                counts = [counted[table, how] for how in _HOW.values()]
                if any(counts):
                    yield Delta(version, commit.day, commit.id, table.replace(" ", "_"), *counts)

    def _end(self, read: ReadMapping) -> None:
        """Count what a version did; what comes next is held against how it ended."""
        counted = self._counts.setdefault(self._version, Counter())
        if not self._ended:
            counted.update(_held(self._files, read))
        else:
            # What several commits did together is not the sum of what each of them did: rows may come and go.
            renames = {**self.renames, **self._moved}
            step = self._alone or Lasting(self.package, renames, self._ended).take(self._files)
            counted.update(_done(step.comparison.changes if step else ()))
        self._ended, self._moved = self._files, {}

    def _follow(self, step: Step) -> None:
        """Note which rows have other ids since, each under the one that it had as the version before ended."""
        before = {(table, now): row for (table, row), now in self._moved.items()}
        for (_, table), ids in step.comparison.ids.items():
            self._moved |= {(table, before.get((table, old), old)): new for old, new in ids.items()}

    def _version_of(self, files: Files, read: ReadMapping) -> str:
        """The version that files have; that of before where it cannot be read, none where there are no files."""
        path = f"{self.package}/package.yaml"
        records = read(path, files[path], PACKAGE)[0] if path in files else None
        written = next(iter(records[PACKAGE.version.name]), None) if records else None
        return (written or self._version) if files else ""


def _done(changes: Iterable[Change]) -> Counter[_Counted]:
    """How many rows of each table changes did something to that is published."""
    rows = {
        (change.table, _HOW[change.kind], change.owner, change.key)
        for change in changes
        if change.table in _TOLD and part_of(change) is not None
    }
    return Counter((table, how) for table, how, _, _ in rows)


def _held(files: Files, read: ReadMapping) -> Counter[_Counted]:
    """How many rows each table has in some files: all were added. That a package is there adds no row to anything."""
    counted: Counter[_Counted] = Counter()
    for path, content in files.items():
        table = table_at(path)
        if table in _TOLD and table != PACKAGE.name:
            for name, count in _rows(path, content, SHAPES[table], read):
                counted[name, "added"] += count
    return counted


def _rows(path: str, content: bytes, shape: Shape, read: ReadMapping) -> Iterator[tuple[str, int]]:
    """How many rows a file holds, with those below its keys by their own table; none where it cannot be read."""
    table = table_at(path)
    if path.endswith(".csv"):
        yield table, max(sum(1 for line in lines_of(content) if line.strip()) - 1, 0)
    elif records := read(path, content, shape)[0]:
        yield table, records.length
        for item in shape.fields:
            if item.nested is not None and item.nested.name in _TOLD:
                yield item.nested.name, sum(len(below or ()) for below in records[item.name])
