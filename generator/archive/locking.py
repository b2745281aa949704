"""One row verified at once: its figures found in the archived text, and locked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from generator.archive.verify import lock_files, locked, verify
from generator.core.problems import Problem
from generator.reading.trees import Tree
from generator.reading.validate import PackageRecords


@dataclass(frozen=True, slots=True)
class Locking:
    """What came of it: everything that the verification finds wrong, whether the row's own figures were found, and
    the lock with them.
    """

    problems: tuple[Problem, ...]
    found: bool
    files: dict[str, bytes] = field(default_factory=dict)


def lock_row(tree: Tree, package: PackageRecords, row: str, archive: Path) -> Locking:
    """Look for the figures that a row (`<table>/<id>`) of a tree cites, and lock those.

    `package` holds the records with the lock as it stands: its other lines stay. Where there is none yet, it is begun
    only when all of the record is verified, for what a lock does not name counts as not verified.
    """
    done = verify(tree, archive)
    of_package = [item for item in done.verified if item.package_id == package.id]
    own = [item for item in of_package if item.cited.id.partition("#")[0] == row]
    files: dict[str, bytes] = {}
    if own and package.lock is not None:
        files = {package.lock.file: locked(own, tree.read(package.lock.file))}
    elif own and done.report.ok:
        files = lock_files(of_package)
    return Locking(tuple(done.report), bool(own), files)
