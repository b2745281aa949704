"""What each version of a package added, changed and removed: how many rows of each table, counted over its commits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from generator.comparing.changes import Change, Kind
from generator.comparing.differing import Files, lines_of, table_at
from generator.comparing.entries import SHAPES
from generator.comparing.versions import part_of
from generator.format.fields import Shape
from generator.format.published import AUTHORED
from generator.reading.git import Commit
from generator.reading.validate.inventory import ReadMapping

How = Literal["added", "changed", "removed", "renamed"]
"""What became of rows; what is renamed has another id."""

_Row = tuple[str, str]
"""The owner of a row and its id."""

_HOW: dict[Kind, How] = {
    Kind.ADDED: "added",
    Kind.CHANGED: "changed",
    Kind.REMOVED: "removed",
    Kind.RENAMED: "renamed",
}


_TOLD = frozenset({*AUTHORED, "package", "dimensions", "dimension values"})
"""The tables that are told of: those of the downloads that authors write, and what is said of the package."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What a version did to a table, in rows. `day` and `commit` are those with which the version began.

    A row counts once however many values of it were changed; one that came with the version is none that it changed. Of the
    first state of a package it is only known how many rows it had.
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
    """The versions of one package as far as its commits were counted, the oldest first."""

    _begins: dict[str, Commit] = field(default_factory=dict)
    _first: dict[tuple[str, str], int] = field(default_factory=dict)
    _rows: dict[tuple[str, str], dict[How, set[_Row]]] = field(default_factory=dict)

    def again(self) -> Deltas:
        """One that has counted the same and goes on by itself."""
        rows = {
            key: {how: set(names) for how, names in counted.items()} for key, counted in self._rows.items()
        }
        return Deltas(dict(self._begins), dict(self._first), rows)

    def begin(self, commit: Commit, package: str, files: Files, read: ReadMapping) -> None:
        """Count the rows of the first state of a package as added."""
        version = self._at(commit, package, files, read)
        for path, content in files.items():
            table = table_at(path)
            if table in _TOLD and table != "package" and version:
                count = _rows(path, content, SHAPES[table], read)
                self._first[version, table] = self._first.get((version, table), 0) + count

    def take(
        self, commit: Commit, package: str, files: Files, changes: Iterable[Change], read: ReadMapping
    ) -> None:
        """Count what a commit changed of what is published for the version that the files have after it."""
        version = self._at(commit, package, files, read)
        for change in changes:
            if version and change.table in _TOLD and part_of(change) is not None:
                rows = self._rows.setdefault((version, change.table), {how: set() for how in _HOW.values()})
                rows[_HOW[change.kind]].add((change.owner, change.key))

    def told(self) -> Iterator[Delta]:
        """Each version with each table of which it did anything, the oldest first; one that did nothing with zeros."""
        for version, commit in self._begins.items():
            known = any(version == other for other, _ in (*self._first, *self._rows))
            if not known:
                yield Delta(version, commit.day, commit.id, "package", 0, 0, 0, 0)
            for table in SHAPES if known else ():
                counts = self._counts(version, table)
                if any(counts):
                    yield Delta(version, commit.day, commit.id, table.replace(" ", "_"), *counts)

    def _counts(self, version: str, table: str) -> tuple[int, int, int, int]:
        """How many rows of a table a version added, changed and removed, and how many got another id."""
        rows = self._rows.get((version, table), {})
        added, changed, removed, renamed = (rows.get(how, set()) for how in _HOW.values())
        if any(version == first for first, _ in self._first):
            # All rows of the first version came with it, whatever became of them before the next.
            return self._first.get((version, table), 0) + len(added) - len(removed), 0, 0, 0
        fleeting = added & removed  # they came and went, or went and came back, with the same version
        return len(added - fleeting), len(changed - added), len(removed - fleeting), len(renamed)

    def _at(self, commit: Commit, package: str, files: Files, read: ReadMapping) -> str:
        """The version that files have; that of before where it cannot be read."""
        path = f"{package}/package.yaml"
        records = read(path, files[path], SHAPES["package"])[0] if path in files else None
        version = next(iter(records["version"]), None) if records else None
        version = version or next(reversed(self._begins), "")
        if version:
            self._begins.setdefault(version, commit)
        return version


def _rows(path: str, content: bytes, shape: Shape, read: ReadMapping) -> int:
    """How many rows a file holds; none where it cannot be read."""
    if path.endswith(".csv"):
        return max(sum(1 for line in lines_of(content) if line.strip()) - 1, 0)
    records = read(path, content, shape)[0]
    return records.length if records else 0
