"""`<package>.sqlite`: the tables of a package as a database that holds its own rules."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from generator.core.languages import column
from generator.format.published import Column, references
from generator.format.tables import OBSERVATIONS
from generator.publishing.export import states, views
from generator.publishing.export.about import Fact
from generator.publishing.export.codebook import codebook, codebook_columns, codebook_of_views
from generator.publishing.export.filled import DIGITS, FilledTable, exact
from generator.publishing.export.pieces import Pieces

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

_DECLARED = 40, 4
"""Where it says how often tables were declared in it: place and number of bytes."""

_TABLE, _ROWS = "table/", "rows/"
"""How pieces of a database are called: a table, or the rows of an indicator."""

_INDICATOR = OBSERVATIONS.indicator_id.name

_REFUSED = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
"""What SQLite says where the system refused to write, as the system itself says it."""

Value = str | int | float | None


class UnsoundError(ValueError):
    """The tables break rules that they have themselves, which no checked package does; the message says where."""


def write_database(
    file: Path,
    tables: Sequence[FilledTable],
    facts: Iterable[Fact],
    languages: tuple[str, ...],
    added: tuple[str, ...] = (),
    pieces: Pieces | None = None,
    checksums: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write the database of some tables, with a table `codebook`, a table `about` of facts on the package, and ready views,
    those on the states that rows had among them.

    `added` are those of the `languages` that the package gained after it was published: their columns come last.
    Missing values are NULL, booleans 0 and 1, days ISO texts. Numbers are numbers; one with more digits than a
    floating-point number keeps stays a text, and its column then has no declared type, which would round it. All rows
    go in before they are indexed and checked, which takes a fraction of checking each on its way. Where `pieces` know an
    earlier database with the same declarations, other rows take the place of those in it that are not the same, and the
    file is the same as it would be; `checksums` tell what stands in the tables, by their names. Raises UnsoundError
    where a rule is broken; there is no file then. Raises OSError where the file cannot be written.
    """
    grown = (*(tag for tag in languages if tag not in added), *added)
    beside = [
        _Beside(
            "codebook",
            codebook_columns(languages, added),
            ("table", "column"),
            [*codebook(tables, languages, added), *codebook_of_views(tables, languages, added)],
        ),
        _Beside(
            "about",
            ("name", *(column("value", tag) for tag in grown)),
            ("name",),
            [(item.name, *(str(item.value[tag]) for tag in grown)) for item in facts],
        ),
    ]
    declared = [
        *map(_declaration, tables),
        *chain.from_iterable(_indexes(table) for table in tables if table.name not in BY_KEY),
        *(table.declaration for table in beside),
        *views.declarations(tables),
        *states.views(tables, languages),
    ]
    pieces = pieces or Pieces()
    changes = _changes(tables, beside, pieces, checksums)
    earlier = pieces.earlier(file.name) if pieces.same("declared", *declared) else None
    if earlier and _exchanged(earlier, changes, file):
        return
    with _in_memory() as connection:
        connection.executescript(f"{_SETTINGS} BEGIN")
        # Tables without their indexes come first, each filled as soon as it is there.
        for statement, table in zip(declared, tables, strict=False):
            connection.execute(statement)
            _fill(connection, table.name, table.names, _values(table))
        for statement in declared[len(tables) :]:
            connection.execute(statement)
        for other in beside:
            _fill(connection, other.name, other.columns, other.rows)
        connection.execute("COMMIT")
        _check(connection)
        _write(connection, file)


def _in_memory() -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(":memory:", isolation_level=None))


def _write(connection: sqlite3.Connection, file: Path, declared: bytes | None = None) -> None:
    """Write a database into a file: the same pages in the same order, however the rows came in.

    `declared` is what the file then says of how often tables were declared in it.
    """
    try:
        connection.execute("VACUUM INTO ?", (str(file),))
    except sqlite3.OperationalError as error:
        # The lowest byte of an error's code is its kind.
        refused = _REFUSED.get(error.sqlite_errorcode & 0xFF)
        if refused is None:
            raise
        raise OSError(refused, os.strerror(refused), str(file)) from error
    with file.open("r+b") as content:
        for place, length in _WRITER:
            content.seek(place)
            content.write(bytes(length))
        if declared:
            content.seek(_DECLARED[0])
            content.write(declared)


class _Change(NamedTuple):
    """Rows that are not those of the earlier database: of a table, or of an `indicator` in it, what stands there now."""

    table: str
    indicator: str | None
    columns: Sequence[str]
    rows: Callable[[], Iterable[Sequence[Value]]]


def _changes(
    tables: Sequence[FilledTable], beside: Sequence[_Beside], pieces: Pieces, checksums: Mapping[str, str]
) -> list[_Change]:
    """What is to be exchanged, as far as the pieces and checksums tell."""
    found = []
    for table in tables:
        parts = _by_indicator(table, pieces) if table.name in BY_KEY else {}
        checksum = checksums.get(table.name, "")
        fresh = [name for name, (made, _) in parts.items() if not pieces.same(f"{_ROWS}{name}", made)]
        if len(fresh) < len(parts):
            found += [
                _Change(table.name, name, table.names, partial(_values, table, parts[name][1]))
                for name in fresh
            ]
            found += [_Change(table.name, name, table.names, tuple) for name in pieces.gone(_ROWS)]
        elif parts or not (pieces.same(f"{_TABLE}{table.name}", checksum) and checksum):
            found.append(_Change(table.name, None, table.names, partial(_values, table)))
    for other in beside:
        if not pieces.same(f"{_TABLE}{other.name}", repr(other.rows)):
            found.append(_Change(other.name, None, other.columns, partial(iter, other.rows)))
    return found


def _by_indicator(table: FilledTable, pieces: Pieces) -> dict[str, tuple[str, Sequence[int]]]:
    """The fingerprint of what the rows of each indicator are made of, and which these are; nothing where one is not known."""
    found = {name: (pieces.of_indicator(name), rows) for name, rows in table.rows_by(_INDICATOR).items()}
    return found if all(made for made, _ in found.values()) else {}


def _exchanged(earlier: Path, changes: Iterable[_Change], file: Path) -> bool:
    """Write the earlier database with other rows; False, and there is no file, where they break a rule, which is then to be
    told as ever.

    What was in it before has been checked before, so no other rows and references are checked than those that are new, or
    that lead to what was exchanged.
    """
    with _in_memory() as connection:
        with closing(sqlite3.connect(f"{earlier.absolute().as_uri()}?immutable=1", uri=True)) as kept:
            kept.backup(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        try:
            for change in changes:
                own = "" if change.indicator is None else f" WHERE {_quoted(_INDICATOR)} = ?"
                given = () if change.indicator is None else (change.indicator,)
                # Names are quoted and values bound; what S608 fears cannot happen.
                connection.execute(f"DELETE FROM {_quoted(change.table)}{own}", given)  # noqa: S608
                _fill(connection, change.table, change.columns, change.rows())
            connection.execute("COMMIT")
        except sqlite3.IntegrityError:
            return False
        with earlier.open("rb") as content:
            content.seek(_DECLARED[0])
            declared = content.read(_DECLARED[1])
        _write(connection, file, declared)
    return True


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


def _declaration(table: FilledTable) -> str:
    """What creates a table."""
    columns = [
        _column(item, _declared(item.type, cells), alone=(item.name,) == table.key)
        for item, cells in zip(table.fields, table.cells, strict=True)
    ]
    together = [f"PRIMARY KEY ({_listed(table.key)})"] if len(table.key) > 1 else []
    foreign = [
        f"FOREIGN KEY ({_listed(item.own)}) REFERENCES {_quoted(item.table)} ({_listed(item.key)})"
        for item in references(table.fields)
    ]
    inner = ",\n  ".join([*columns, *together, *foreign])
    order = " WITHOUT ROWID" if table.name in BY_KEY else ""
    return f"CREATE TABLE {_quoted(table.name)} (\n  {inner}\n){order}"


def _declared(kind: str, cells: Sequence[str]) -> str:
    """The type with which a column of some type is declared: none where it has a number that has to stay a text."""
    if kind == "number" and any(len(text) > DIGITS and exact(text) is None for text in cells):
        return ""
    return _TYPES[kind]


def _values(table: FilledTable, rows: Sequence[int] | None = None) -> Iterator[tuple[Value, ...]]:
    """The rows of a table, or some of them by their numbers."""
    held = table if rows is None else table.at(rows)
    columns = (_held(item.type, cells) for item, cells in zip(held.fields, held.cells, strict=True))
    return zip(*columns, strict=True)


def _held(kind: str, cells: Sequence[str]) -> Iterator[Value]:
    """The values of a column of some type."""
    if kind == "boolean":
        return (int(text == "true") if text else None for text in cells)
    if kind in ("number", "integer"):
        return (_number(text) if text else None for text in cells)
    return (text or None for text in cells)


def _number(text: str) -> Value:
    """A number, or its text where it would be rounded."""
    number = exact(text)
    return text if number is None else number


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


@dataclass(frozen=True, slots=True)
class _Beside:
    """A table of texts beside those of the package."""

    name: str
    columns: Sequence[str]
    key: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def declaration(self) -> str:
        """What creates it."""
        inner = ", ".join(f"{_quoted(column)} TEXT NOT NULL" for column in self.columns)
        return (
            f"CREATE TABLE {_quoted(self.name)} ({inner}, PRIMARY KEY ({', '.join(map(_quoted, self.key))}))"
        )


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
