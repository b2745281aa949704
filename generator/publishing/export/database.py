"""`<package>.sqlite`: the tables of a package as a database that holds its own rules."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

from generator.core.languages import column
from generator.format.published import Column, key_of
from generator.publishing.export.about import Fact
from generator.publishing.export.codebook import codebook, codebook_columns
from generator.publishing.export.filled import FilledTable, exact

_TYPES = {"string": "TEXT", "date": "TEXT", "boolean": "INTEGER", "integer": "INTEGER", "number": "NUMERIC"}
_INDEXED = {"key", "table"}
"""Columns that are looked up without being a foreign key: what a correction speaks of."""

_SETTINGS = "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA foreign_keys = OFF;"
"""The default of the page's size differs between builds of SQLite; keys are checked when all rows are in."""

Value = str | int | float | None


def database(
    tables: Sequence[FilledTable],
    facts: Iterable[Fact],
    languages: tuple[str, ...],
    added: tuple[str, ...] = (),
) -> bytes:
    """The database file of some tables, with a table `codebook` and a table `about` of facts on the package.

    `added` are those of the `languages` that the package gained after it was published: their columns come last.
    Missing values are NULL, booleans 0 and 1, days ISO texts. Numbers are numbers; one with more digits than a
    floating-point number keeps stays a text, and its column then has no declared type, which would round it.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(f"{_SETTINGS} BEGIN")
        for table in tables:
            connection.execute(_create(table))
            _fill(connection, table.name, [item.name for item in table.fields], _rows(table))
        for table in tables:
            for statement in _indexes(table):
                connection.execute(statement)
        columns = codebook_columns(languages, added)
        _plain_table(
            connection, "codebook", columns, codebook(tables, languages, added), key=("table", "column")
        )
        grown = (*(tag for tag in languages if tag not in added), *added)
        about = ((item.name, *(str(item.value[tag]) for tag in grown)) for item in facts)
        names = ("name", *(column("value", tag) for tag in grown))
        _plain_table(connection, "about", names, about, key=("name",))
        # The same pages in the same order, however the rows came in.
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        return connection.serialize()


def _create(table: FilledTable) -> str:
    columns = [_column(table, position, item) for position, item in enumerate(table.fields)]
    foreign = [
        f"FOREIGN KEY ({_quoted(item.name)}) REFERENCES {_quoted(item.refers_to)} ({_quoted(key_of(item.refers_to))})"
        for item in table.fields
        if item.refers_to
    ]
    inner = ",\n  ".join([*columns, *foreign])
    return f"CREATE TABLE {_quoted(table.name)} (\n  {inner}\n)"


def _column(table: FilledTable, position: int, item: Column) -> str:
    name = _quoted(item.name)
    whole = item.type != "number" or all(
        exact(row[position]) is not None for row in table.rows if row[position]
    )
    parts = [name, *([_TYPES[item.type]] if whole else [])]
    if item.required:
        parts.append("NOT NULL")
    if item.name == table.key:
        parts.append("PRIMARY KEY")
    parts += [f"CHECK ({rule})" for rule in _rules(name, item)]
    return " ".join(parts)


def _rules(name: str, item: Column) -> Iterator[str]:
    """What must be true of a value; a comparison with NULL is not false, so a missing value passes."""
    if item.choices:
        yield f"{name} IN ({', '.join(map(_literal, item.choices))})"
    if item.type == "boolean":
        yield f"{name} IN (0, 1)"
    if item.type == "date":
        # A modifier makes SQLite count the days, so that 30 February is none.
        yield f"{name} IS date({name}, '+0 days')"
    if item.minimum is not None:
        yield f"{name} >= {item.minimum}"


def _indexes(table: FilledTable) -> Iterator[str]:
    for item in table.fields:
        if item.name != table.key and (item.refers_to or item.name in _INDEXED):
            name = _quoted(f"{table.name}_by_{item.name}")
            yield f"CREATE INDEX {name} ON {_quoted(table.name)} ({_quoted(item.name)})"


def _rows(table: FilledTable) -> Iterator[list[Value]]:
    types = [item.type for item in table.fields]
    for row in table.rows:
        yield [_value(kind, cell) for kind, cell in zip(types, row, strict=True)]


def _value(kind: str, cell: str) -> Value:
    if not cell:
        return None
    if kind in ("number", "integer"):
        number = exact(cell)
        return cell if number is None else number
    return int(cell == "true") if kind == "boolean" else cell


def _plain_table(
    connection: sqlite3.Connection,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    key: Sequence[str],
) -> None:
    """A table of texts."""
    inner = ", ".join(f"{_quoted(column)} TEXT NOT NULL" for column in columns)
    connection.execute(
        f"CREATE TABLE {_quoted(name)} ({inner}, PRIMARY KEY ({', '.join(map(_quoted, key))}))"
    )
    _fill(connection, name, columns, rows)


def _fill(
    connection: sqlite3.Connection, name: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]
) -> None:
    places = ", ".join("?" * len(columns))
    # Names are quoted and values bound; what S608 fears cannot happen.
    connection.executemany(f"INSERT INTO {_quoted(name)} VALUES ({places})", rows)  # noqa: S608


def _quoted(name: str) -> str:
    """A name in SQL; those of columns may come from the data."""
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
