"""Rows of the documents' tables: found by their ids, put in, and changed with the corrections that say why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.comparing.entries import text
from generator.core.phrases import Text
from generator.editing.files.csv_text import CsvText
from generator.format import tables
from generator.format.fields import Shape
from generator.reading.trees import Tree
from generator.reading.validate import PackageRecords
from generator.reading.validate.inventory import DocumentRecords
from generator.reading.validate.structure import Records

Cells = Mapping[str, str]
"""Texts by column."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: where it stands, and its id as published."""

    package: PackageRecords
    document: DocumentRecords
    table: str
    records: Records
    index: int

    @property
    def id(self) -> str:
        """Its id, without the table."""
        name: str = self.records["id"][self.index]
        return name

    @property
    def line(self) -> int:
        """Its line in its file."""
        return self.records.lines[self.index]

    @property
    def shape(self) -> Shape:
        """The columns that its table may have."""
        return shape_of(self.package, self.table)

    def value(self, column: str) -> Any:
        """What stands in a column; the default where nothing does."""
        return self.records[column][self.index]

    def text(self, column: str) -> str:
        """The same as text."""
        return text(self.value(column))

    def differing(self, cells: Cells) -> Mapping[str, tuple[str, str]]:
        """Of new cells those that say something else than the row does: the value before and after, as text.

        In the order of the columns. Every cell must be one that its column can read.
        """
        after = {
            item.name: text(item.read(cells[item.name]) if cells[item.name] else item.default)
            for item in self.shape.fields
            if item.name in cells
        }
        return {name: (self.text(name), new) for name, new in after.items() if new != self.text(name)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a published figure changes, who answers for it, and since when."""

    day: date
    why: Text
    responsible: str


def shape_of(package: PackageRecords, table: str) -> Shape:
    """The columns that a table of a package may have, its breakdowns among them."""
    shape = next(shape for shape in tables.DOCUMENT_TABLES if shape.name == table)
    if shape is tables.OBSERVATIONS:
        shape = tables.with_dimensions(shape, breakdowns_of(package))
    return shape.in_languages(package.languages)


def breakdowns_of(package: PackageRecords) -> dict[str, tuple[str, ...]]:
    """The breakdowns that a sound package declares, each with its codes."""
    declared = package.lists["dimensions"].rows() if "dimensions" in package.lists else ()
    return {row["id"]: tuple(inner["id"] for inner in row["values"]) for row in declared}


def find(package: PackageRecords, table: str, name: str) -> Iterator[TableRow]:
    """The rows of a table with an id: one, or none; more where the data are not sound."""
    for document in package.documents.values():
        for records in document.table(table):
            for index, found in enumerate(records["id"]):
                if found == name:
                    yield TableRow(package, document, table, records, index)


def inserted(
    tree: Tree, package: PackageRecords, document: DocumentRecords, table: str, cells: Cells
) -> tuple[str, bytes, int]:
    """The file of a table with one more row, as (its path, its content, the row's line).

    The row comes behind the last one that cites the same place of the document, otherwise at the end.
    """
    files = document.table(table)
    path = f"{document.folder}/{table}.csv"
    if files and path not in [records.file for records in files]:
        path = files[-1].file
    after = 0
    for records in files:
        if cells["locator"] in records["locator"]:
            last = records.length - 1 - records["locator"][::-1].index(cells["locator"])
            path, after = records.file, records.lines[last]
    content = tree.read(path) if path in [records.file for records in files] else None
    file = _file(content, shape_of(package, table), cells)
    line = file.insert(cells, file.line(after) if after else None)
    return path, file.bytes(), file.numbers()[id(line)]


def corrected(tree: Tree, row: TableRow, cells: Cells, reason: Reason) -> dict[str, bytes]:
    """The files with a row changed, and with a correction for each published figure that it changes."""
    differing = row.differing(cells)
    file = _file(tree.read(row.records.file), row.shape, {name: cells[name] for name in differing})
    for name in differing:
        file.set(file.line(row.line), name, cells[name])
    files = {row.records.file: file.bytes()}
    figures = tables.CORRECTABLE[row.table].in_languages(row.package.languages).figures
    changed = {name: values for name, values in differing.items() if name in figures}
    if changed:
        path = corrections_file(row.package)
        content = tree.read(path) if row.package.corrections is not None else None
        shape = tables.CORRECTIONS.in_languages(row.package.languages)
        corrections = _file(content, shape, {})
        for name, (old, new) in changed.items():
            about = (row.table, row.id, name, old, new)
            why = (reason.why.own(language) for language in row.package.languages)
            told = (*about, reason.day.isoformat(), *why, reason.responsible)
            corrections.insert(dict(zip((item.name for item in shape.fields), told, strict=True)))
        files[path] = corrections.bytes()
    return files


def corrections_file(package: PackageRecords) -> str:
    """The path of a package's corrections."""
    return f"{package.id}/corrections.csv"


def _file(content: bytes | None, shape: Shape, cells: Cells) -> CsvText:
    """A table as text, with a column for each of the cells that says something."""
    order = [item.name for item in shape.fields]
    file = CsvText(content, order)
    for name, cell in cells.items():
        if cell and name not in file.columns:
            file.add_column(name, order)
    return file
