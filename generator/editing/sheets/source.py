"""The data that a workbook is made from, or read back against."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.core.figures import FigureReader
from generator.core.model import Package
from generator.core.problems import Report
from generator.editing.sheets.carried import unpack
from generator.editing.sheets.grids import Grid, Order, Source, grids
from generator.editing.sheets.routes import Base
from generator.editing.sheets.todo import todo
from generator.reading.files import decode
from generator.reading.git import GitError
from generator.reading.load import assemble
from generator.reading.older import tree_as_today
from generator.reading.trees import GitTree, Tree, acceptable
from generator.reading.validate import PackageRecords, validate
from generator.reading.validate.inventory import DocumentRecords
from generator.verdicts.standings import Standings, assess_package

EVER = date.max
"""What is open does not depend on the day: a promise is open until a result is held."""


class UnsoundError(Exception):
    """The data do not pass the check; the report says why."""

    def __init__(self, report: Report) -> None:
        super().__init__("unsound")
        self.report = report


@dataclass(frozen=True, slots=True)
class Data:
    """The packages of a tree, checked."""

    tree: Tree
    records: dict[str, PackageRecords]
    packages: dict[str, Package]

    @classmethod
    def of(cls, tree: Tree) -> Data:
        """Read a tree. Raises UnsoundError where it does not pass the check; what waits for verification may wait."""
        records, problems = validate(tree, locked=False)
        report = Report(problems)
        if not report.ok:
            raise UnsoundError(report)
        return cls(tree, {item.id: item for item in records}, dict(assemble(records).packages))

    def has(self, order: Order) -> bool:
        """Whether the document of an order is there."""
        records = self.records.get(order.package)
        return records is not None and order.document in records.documents

    def figures_of(self, file: str) -> FigureReader:
        """The reader of the figures in a file of a document, also of one that is new."""
        package, _, document = file.split("/")[:3]
        records = self.records[package]
        return records.figures_of(records.documents.get(document) or DocumentRecords(document, ""))

    def grids(self, order: Order) -> tuple[list[Grid], Standings]:
        """The grids of an order. Raises KeyError where the package is not there."""
        package = self.packages[order.package]
        standings = assess_package(package, EVER)
        source = Source(self.tree, self.records[order.package], package, todo(package, standings, order))
        return grids(source, order), standings


def digest(tree: Tree, package: str) -> str:
    """Stands for what the files of a package say: sixteen digits that change with any text of any of them.

    The files are those that the check reads, as it reads them: how a system ends its lines, marks its encoding or
    what it leaves beside the data does not count.
    """
    return _digest((path, _text(tree, path).encode()) for path in _paths(tree, package))


def _paths(tree: Tree, package: str) -> Iterator[str]:
    return (path for path in acceptable(tree)[0] if path.startswith(f"{package}/"))


def _text(tree: Tree, path: str) -> str:
    content = tree.read(path)
    text, _ = decode(path, content)
    # What is no text does not pass the check; it still has to be told from other such files.
    return content.decode("latin-1") if text is None else text.replace("\r\n", "\n")


def _digest(contents: Iterable[tuple[str, bytes]]) -> str:
    found = hashlib.sha256()
    for path, content in contents:
        found.update(f"{hashlib.sha256(content).hexdigest()} {path}\n".encode())
    return found.hexdigest()[:16]


def _former_digests(tree: Tree, package: str) -> Iterator[str]:
    """What stood for the same data in workbooks of 0.1.0, which counted bytes: those of Windows, and as they are."""
    windows = ((path, _text(tree, path).replace("\n", "\r\n").encode()) for path in _paths(tree, package))
    yield _digest(windows)
    files = (entry.path for entry in tree.entries() if entry.kind == "file")
    yield _digest((path, tree.read(path)) for path in files if path.startswith(f"{package}/"))


def _is_base(tree: Tree, package: str, base: Base) -> bool:
    """Whether a tree holds the data that a workbook was made from."""
    return digest(tree, package) == base.digest or base.digest in _former_digests(tree, package)


def base_of(data: Path, tree: Tree, package: str) -> Base:
    """What a workbook made now is based on: the last commit where all files of the package are in it, and their digest."""
    found = digest(tree, package)
    try:
        committed = GitTree(data, "HEAD")
    except GitError:
        return Base("", found)
    return Base(committed.commit if digest(committed, package) == found else "", found)


def tree_of(data: Path, tree: Tree, base: Base, package: str, carried: str = "") -> Tree | None:
    """The data as they were when the workbook was made; None where nobody knows them any more.

    `carried` is what the workbook itself says of them (`carried.py`).
    """
    if _is_base(tree, package, base):
        return tree
    former = _committed(data, base.commit) if base.commit else unpack(carried)
    if former is None or not _is_base(former, package, base):
        return None
    return tree_as_today(former)


def _committed(data: Path, commit: str) -> Tree | None:
    try:
        return GitTree(data, commit)
    except GitError:
        return None
