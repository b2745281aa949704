"""`<package>.sqlite`: the tables of a package as a database that holds its own rules."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path

from generator.core.languages import column
from generator.format.published import Column, references
from generator.publishing.export.about import Fact
from generator.publishing.export.codebook import codebook, codebook_columns
from generator.publishing.export.filled import FilledTable, exact

_TYPES = {"string": "TEXT", "date": "TEXT", "boolean": "INTEGER", "integer": "INTEGER", "number": "NUMERIC"}
_INDEXED = {"key", "table"}
"""Columns that are looked up without being a foreign key: what a correction speaks of."""

BY_KEY = frozenset({"observations"})
"""Tables whose rows lie in the order of their key, with no index beside it. Ids of observations are long and their rows
many, so that the index of a key that rows do not lie by is half as large as the table. To go through all rows takes less
than a tenth of a second for a hundred thousand.
"""

_SETTINGS = (
    "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA foreign_keys = OFF;"
    "PRAGMA ignore_check_constraints = ON;"
)
"""The default of the page's size differs between builds of SQLite; rules are checked when all rows are in."""

_WRITER = (24, 4), (92, 8)
"""Where the file says how often it was changed and by which version of SQLite: place and number of bytes."""

Value = str | int | float | None


class UnsoundError(ValueError):
    """The tables break rules that they have themselves, which no checked package does; the message says where."""


def write_database(
    file: Path,
    tables: Sequence[FilledTable],
    facts: Iterable[Fact],
    languages: tuple[str, ...],
    added: tuple[str, ...] = (),
) -> None:
    """Write the database of some tables, with a table `codebook` and a table `about` of facts on the package.

    `added` are those of the `languages` that the package gained after it was published: their columns come last.
    Missing values are NULL, booleans 0 and 1, days ISO texts. Numbers are numbers; one with more digits than a
    floating-point number keeps stays a text, and its column then has no declared type, which would round it. All rows
    go in before they are indexed and checked, which takes a fraction of checking each on its way. Raises UnsoundError
    where a rule is broken; there is no file then.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(f"{_SETTINGS} BEGIN")
        for table in tables:
            _load(connection, table)
        for statement in chain.from_iterable(_indexes(table) for table in tables if table.name not in BY_KEY):
            connection.execute(statement)
        columns = codebook_columns(languages, added)
        _plain_table(
            connection, "codebook", columns, codebook(tables, languages, added), key=("table", "column")
        )
        grown = (*(tag for tag in languages if tag not in added), *added)
        about = ((item.name, *(str(item.value[tag]) for tag in grown)) for item in facts)
        names = ("name", *(column("value", tag) for tag in grown))
        _plain_table(connection, "about", names, about, key=("name",))
        connection.execute("COMMIT")
        _check(connection)
        # The same pages in the same order, however the rows came in.
        connection.execute("VACUUM INTO ?", (str(file),))
    with file.open("r+b") as content:
        for place, length in _WRITER:
            content.seek(place)
            content.write(bytes(length))


def _check(connection: sqlite3.Connection) -> None:
    """Hold every row against every rule: references, what must be there, what may be.

    That no key is doubled has been seen to already, so the indexes need not be gone through once more.
    """
    connection.execute("PRAGMA ignore_check_constraints = OFF")
    broken = connection.execute("PRAGMA quick_check").fetchall()
    if broken != [("ok",)]:
        raise UnsoundError("; ".join(text for (text,) in broken))
    lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    if lost:
        raise UnsoundError("; ".join(map(_astray, lost)))


def _astray(lost: tuple[str, int | None, str, int]) -> str:
    """A reference to nothing, as SQLite tells it; rows that lie by their key have no number."""
    table, row, other, _ = lost
    return f"{table}: not in {other}" if row is None else f"{table}, row {row}: not in {other}"


def _load(connection: sqlite3.Connection, table: FilledTable) -> None:
    """Create a table and fill it."""
    held = [_held(item.type, cells) for item, cells in zip(table.fields, table.cells, strict=True)]
    columns = [
        _column(item, kind, alone=(item.name,) == table.key)
        for item, (kind, _) in zip(table.fields, held, strict=True)
    ]
    together = [f"PRIMARY KEY ({_listed(table.key)})"] if len(table.key) > 1 else []
    foreign = [
        f"FOREIGN KEY ({_listed(item.own)}) REFERENCES {_quoted(item.table)} ({_listed(item.key)})"
        for item in references(table.fields)
    ]
    inner = ",\n  ".join([*columns, *together, *foreign])
    order = " WITHOUT ROWID" if table.name in BY_KEY else ""
    connection.execute(f"CREATE TABLE {_quoted(table.name)} (\n  {inner}\n){order}")
    _fill(connection, table.name, table.names, zip(*(values for _, values in held), strict=True))


def _held(kind: str, cells: Sequence[str]) -> tuple[str, Iterable[Value]]:
    """The type with which a column of some type is declared, and its values."""
    declared = _TYPES[kind]
    if kind == "boolean":
        return declared, (int(text == "true") if text else None for text in cells)
    if kind not in ("number", "integer"):
        return declared, (text or None for text in cells)
    numbers: list[Value] = [exact(text) if text else None for text in cells]
    longer = [row for row, text in enumerate(cells) if text and numbers[row] is None]
    for row in longer:
        numbers[row] = cells[row]
    return "" if longer and kind == "number" else declared, numbers


def _column(item: Column, kind: str, *, alone: bool) -> str:
    """The declaration of a column of a type, or of none; `alone`: it is the key."""
    name = _quoted(item.name)
    parts = [name, *([kind] if kind else [])]
    if item.required:
        parts.append("NOT NULL")
    if alone:
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
    """An index for each reference and for what else is looked up, unless another one begins with the same columns."""
    referring = {item.own[-1]: item.own for item in references(table.fields)}
    looked_up = [
        referring.get(name, (name,)) for name in table.names if name in referring or name in _INDEXED
    ]
    for own in looked_up:
        longer = (table.key, *(other for other in looked_up if len(other) > len(own)))
        if not any(other[: len(own)] == own for other in longer):
            name = _quoted(f"{table.name}_by_{own[-1]}")
            yield f"CREATE INDEX {name} ON {_quoted(table.name)} ({_listed(own)})"


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


def _listed(names: Iterable[str]) -> str:
    """Names in SQL, one after another."""
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    """A name in SQL; those of columns may come from the data."""
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
