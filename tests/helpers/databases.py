"""The published database of a package, opened again."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from sites import TODAY

from generator.core.model import Package
from generator.publishing.export.about import facts
from generator.publishing.export.database import BY_KEY, write_database
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.write import published_tables
from generator.verdicts.standings import assess_package


def made(package: Package) -> tuple[list[FilledTable], sqlite3.Connection]:
    """The tables of a package, and the database that holds them, with its references enforced."""
    tables = published_tables(package, assess_package(package, TODAY))
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content(tables, package))
    connection.execute("PRAGMA foreign_keys = ON")
    return tables, connection


def content(tables: list[FilledTable], package: Package) -> bytes:
    """The file of the database of some tables of a package."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "town.sqlite"
        write_database(file, tables, facts(package, TODAY), package.languages)
        return file.read_bytes()


def shown(kind: str, value: str | float | None) -> str:
    """A value of the database as it would stand in the CSV file."""
    if value is None:
        return ""
    if kind == "boolean":
        return {0: "false", 1: "true"}[int(value)]
    return value if isinstance(value, str) else f"{Decimal(repr(value)).normalize():f}"


def differing_tables(tables: list[FilledTable], connection: sqlite3.Connection) -> list[str]:
    """The tables that the database does not hold with the same columns and rows."""
    found = []
    for table in tables:
        order = "observation_id" if table.name in BY_KEY else "rowid"
        cursor = connection.execute(f'SELECT * FROM "{table.name}" ORDER BY {order}')
        names = tuple(column[0] for column in cursor.description)
        types = [item.type for item in table.fields]
        rows = [tuple(shown(kind, value) for kind, value in zip(types, row, strict=True)) for row in cursor]
        expected = sorted(table.rows) if table.name in BY_KEY else list(table.rows)
        if (names, rows) != (table.names, expected):
            found.append(table.name)
    return found
