"""Every record of a package, one by one, as it is published: its table, its id, its values as text, its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator.core.coded import combined, taken
from generator.core.periods import MonthDay
from generator.core.problems import Place
from generator.core.values import Refusal, plain_number
from generator.format import tables
from generator.format.fields import LIST, Shape, Type
from generator.reading.validate.inventory import PackageRecords, document_tables
from generator.reading.validate.structure import Records

THEME = "theme_id"
"""Of an indicator: the name of the file that it stands in."""


def _shapes() -> Iterator[tuple[str, Shape]]:
    for _, shape in tables.FILES:
        yield "documents" if shape is tables.DOCUMENT else shape.name, shape
        yield from ((item.nested.name, item.nested) for item in shape.fields if item.nested)


def _naming(shape: Shape) -> tuple[str, ...]:
    if isinstance(shape, tables.Table) and shape.naming:
        return shape.naming
    return tuple(item.name for item in shape.fields if shape.listed and item.unique) or (shape.entry.name,)


SHAPES: Mapping[str, Shape] = dict(_shapes())
"""The shape of every table, those below a key of a file among them."""

KEYS: Mapping[str, tuple[str, ...]] = {name: _naming(shape) for name, shape in SHAPES.items()}
"""What names a record within its owner, by table; what others refer to comes first. A breakdown is part of the name."""

Rows = Callable[[Records], Sequence[int]]
"""Which rows of a file are asked for."""


@dataclass(frozen=True, slots=True)
class Differing:
    """Which rows of a file the other side does not have just so."""

    own: Mapping[str, bytes]
    other: Mapping[str, bytes]

    def of_file(self, records: Records) -> Sequence[int]:
        """All rows of a file, or none where it is the same on the other side."""
        same = self.own.get(records.file) == self.other.get(records.file)
        return range(0 if same else records.length)

    def of_table(self, records: Records) -> Sequence[int]:
        """The rows of a CSV file whose lines are not on the other side."""
        own, other = self.own.get(records.file), self.other.get(records.file)
        if own is None or other is None or own == other:
            return self.of_file(records)
        lines, others = _lines(own), _lines(other)
        if lines[0] != others[0]:
            return range(records.length)
        there = Counter(others)
        apart = set()
        for number, line in enumerate(lines, start=1):
            if there[line]:
                there[line] -= 1
            else:
                apart.add(number)
        return [row for row, number in enumerate(records.lines) if number in apart]


def whole(records: Records) -> Sequence[int]:
    """All rows of a file."""
    return range(records.length)


def _lines(content: bytes) -> list[bytes]:
    return content.replace(b"\r\n", b"\n").split(b"\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record. `owner` is the document (or the dimension) that it belongs to, empty where none.

    `values` are the texts of all its fields; `names` are those that name it. `id` is as published.
    """

    table: str
    owner: str
    names: tuple[str, ...]
    values: Mapping[str, str]
    id: str
    records: Records
    row: int
    below: str = ""

    @property
    def file(self) -> str:
        """The file that it stands in."""
        return self.records.file

    def place(self, field: str = "") -> Place:
        """Where a value stands; of the whole record, where it begins."""
        return self.records.place(self.row, self.below or field or next(iter(self.names), ""))


def text(value: Any) -> str:
    """A typed value as it is published, however it was written; the entries of a list are joined by `;`."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)) and not isinstance(value, MonthDay):
        return LIST.join(map(text, value))
    return str(value)


def canonical(table: str, field: str, written: str) -> str:
    """What somebody wrote of a value of a table, as the value itself is published: `98.20` is `98.2`."""
    if field == tables.REMOVED and table in tables.CORRECTABLE:
        field = tables.CORRECTABLE[table].chief
    known = SHAPES[table].find(field) if table in SHAPES else None
    if known is None or known.type is not Type.NUMBER:
        return written
    value = known.read(written)
    return written if isinstance(value, Refusal) else text(value)


def definitions(package: PackageRecords, rows: Rows) -> Iterator[Entry]:
    """What stands in YAML: the package, its code lists and relations, indicators, documents and goals."""
    if package.package is not None:
        yield from _entries("package", "", package.package, rows, {"id": package.id})
    for name, records in package.lists.items():
        yield from _entries(name, "", records, rows)
    for theme, records in package.indicators.items():
        yield from _entries("indicators", "", records, rows, {THEME: theme})
    for document in package.documents.values():
        if document.document is not None:
            yield from _entries("documents", "", document.document, rows, {"id": document.id})
        if document.goals is not None:
            yield from _entries("goals", document.id, document.goals, rows)
    if package.relations is not None:
        yield from _entries("relations", "", package.relations, rows)


def statements(package: PackageRecords, rows: Rows) -> Iterator[Entry]:
    """What stands in CSV: the rows of the documents, explanations and corrections."""
    for document, name, records in document_tables(package):
        yield from _entries(name, document.id, records, rows, dimensions=package.dimensions)
    if package.explanations is not None:
        yield from _entries("explanations", "", package.explanations, rows)
    if package.corrections is not None:
        yield from _entries("corrections", "", package.corrections, rows)


def _entries(
    table: str,
    owner: str,
    records: Records,
    rows: Rows,
    more: Mapping[str, str] | None = None,
    dimensions: tuple[str, ...] = (),
) -> Iterator[Entry]:
    """The records of one file, each followed by those that stand below its keys."""
    fields = records.shape.fields
    breakdown = dimensions if table == "observations" else ()
    names = KEYS[table] + breakdown
    plain = [*(("id",) if names == ("id",) else ()), *(("number",) if table == "goals" else ())]
    plain += [*breakdown, *(item.name for item in fields if item.nested is None)]
    there = [name for name in plain if name in records.columns]
    ids = records.columns.get("id")
    for row, cells in _written(records, there, rows(records)):
        values = {**dict(zip(there, cells, strict=True)), **(more or {})}
        name = ids[row] if ids is not None and table in tables.CORRECTABLE else None
        yield Entry(table, owner, names, values, name or _id(owner, names, values), records, row)
        for item in fields:
            if item.nested is not None:
                yield from _nested(item.name, item.nested, values["id"], records, row)


_AT_ONCE = 10_000
"""Rows whose texts are held in memory together."""


def _written(
    records: Records, names: Sequence[str], rows: Sequence[int]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Some rows with the texts of some of their columns; of a large table each different value becomes a text once."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        texts = (combined(text, taken(records.columns[name], some)) for name in names)
        yield from zip(some, zip(*texts, strict=True), strict=True)


def _nested(field: str, shape: Shape, owner: str, records: Records, row: int) -> Iterator[Entry]:
    names = KEYS[shape.name]
    keyed = [shape.entry.name] if shape.keyed else []
    for inner in records[field][row] or ():
        values = {name: text(inner[name]) for name in (*keyed, *(item.name for item in shape.fields))}
        yield Entry(shape.name, owner, names, values, _id(owner, names, values), records, row, field)


def _id(owner: str, names: tuple[str, ...], values: Mapping[str, str]) -> str:
    parts = [values.get(name, "") for name in names]
    return "/".join(step for step in (owner, *parts) if step)
