"""The database: the same data as the CSV files, and rules that the database itself holds."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from databases import content, differing_tables, made
from downloads import loaded
from folders import BASE
from sites import TODAY
from speaking import LANGUAGES

from generator.core.model import Package
from generator.format.published import references
from generator.publishing.export.about import facts
from generator.publishing.export.codebook import codebook, codebook_of_views
from generator.publishing.export.database import BY_KEY, UnsoundError, write_database
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.write import published_tables
from generator.verdicts.standings import assess_package


@pytest.fixture(scope="module")
def town() -> Package:
    return loaded(BASE, "town")


@pytest.fixture
def small(town: Package) -> Iterator[tuple[list[FilledTable], sqlite3.Connection]]:
    """The small package, which has a row in every table."""
    tables, connection = made(town)
    with closing(connection):
        yield tables, connection


def test_it_holds_the_tables_as_they_are(small: tuple[list[FilledTable], sqlite3.Connection]) -> None:
    tables, connection = small
    assert differing_tables(tables, connection) == []


def test_its_keys_hold(small: tuple[list[FilledTable], sqlite3.Connection]) -> None:
    _, connection = small
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_database_that_finds_no_room_is_refused_by_the_system(
    small: tuple[list[FilledTable], sqlite3.Connection], tmp_path: Path
) -> None:
    """No fault of the program: whoever asked for it is told the file and what to do."""
    resource = pytest.importorskip("resource", reason="this system cannot limit how large a file may be")
    tables, _ = small
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(OSError, match=r"town\.sqlite") as refused:
            write_database(tmp_path / "town.sqlite", tables, [], ("zh",))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert refused.value.errno in (errno.ENOSPC, errno.EIO)


def test_a_table_that_differs_is_found(small: tuple[list[FilledTable], sqlite3.Connection]) -> None:
    tables, connection = small
    connection.execute("UPDATE units SET title_en = 'x'")
    assert differing_tables(tables, connection) == ["units"]


def test_every_reference_is_a_key_with_an_index(small: tuple[list[FilledTable], sqlite3.Connection]) -> None:
    tables, connection = small
    for table in tables:
        declared: dict[int, list[tuple[str, str, str]]] = {}
        for number, _, other, own, key, *_ in connection.execute(f'PRAGMA foreign_key_list("{table.name}")'):
            declared.setdefault(number, []).append((other, own, key))
        expected = [
            [(item.table, own, key) for own, key in zip(item.own, item.key, strict=True)]
            for item in references(table.fields)
        ]
        assert sorted(declared.values()) == sorted(expected)
        indexed = [
            tuple(row[2] for row in connection.execute(f'PRAGMA index_info("{index[1]}")'))
            for index in connection.execute(f'PRAGMA index_list("{table.name}")')
        ]
        referring = set() if table.name in BY_KEY else {item.own for item in references(table.fields)}
        sought = referring | {table.key}
        assert [own for own in sought if not any(names[: len(own)] == own for names in indexed)] == []


REFUSED = {
    "a doubled key": ("INSERT INTO units SELECT * FROM units", "UNIQUE"),
    "no key": ("UPDATE units SET unit_id = NULL", "NOT NULL"),
    "no value where one must be": ("UPDATE targets SET value = NULL", "NOT NULL"),
    "an unknown indicator": ("UPDATE targets SET indicator_id = 'none'", "FOREIGN KEY"),
    "an unknown parent": ("UPDATE areas SET part_of = 'none'", "FOREIGN KEY"),
    "an unknown result": ("UPDATE assessments SET observation_id = 'none'", "FOREIGN KEY"),
    "a theme that is still needed": ("DELETE FROM themes", "FOREIGN KEY"),
    "a value that is none of the few": ("UPDATE assessments SET progress_status = 'good'", "CHECK"),
    "an unknown breakdown": (
        "UPDATE observations SET breakdown = 'b0' WHERE breakdown IS NOT NULL",
        "FOREIGN KEY",
    ),
    "a code that no dimension has": ("UPDATE observation_breakdowns SET value_id = 'coal'", "FOREIGN KEY"),
    "two values of one dimension": (
        "INSERT INTO observation_breakdowns SELECT breakdown, dimension_id, 'grid' FROM observation_breakdowns",
        "UNIQUE",
    ),
    "a day that is none": ("UPDATE observations SET as_of = '2023-02-30'", "CHECK"),
    "a day as it is spoken": ("UPDATE observations SET as_of = '2023年6月30日'", "CHECK"),
    "a word for yes": ("UPDATE indicators SET ascending = 'yes'", "CHECK"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses(small: tuple[list[FilledTable], sqlite3.Connection], name: str) -> None:
    statement, kind = REFUSED[name]
    with pytest.raises(sqlite3.IntegrityError, match=kind):
        small[1].execute(statement)


def test_no_digit_of_a_long_number_is_lost(town: Package) -> None:
    first, second, *_ = town.observations.values()
    numbers = {first.id: "123456789012345678.123456789012", second.id: "0.1234567890123456"}
    changed = {name: replace(town.observations[name], value=Decimal(text)) for name, text in numbers.items()}
    _, connection = made(replace(town, observations={**town.observations, **changed}))
    with closing(connection):
        found = dict(connection.execute("SELECT observation_id, value FROM observations").fetchall())
    assert {name: found[name] for name in numbers} == numbers
    others = [value for name, value in found.items() if name not in numbers and value is not None]
    assert others
    assert {type(value) for value in others} <= {int, float}


def test_it_explains_itself(small: tuple[list[FilledTable], sqlite3.Connection], town: Package) -> None:
    tables, connection = small
    rows = connection.execute("SELECT * FROM codebook ORDER BY rowid").fetchall()
    assert rows == [*codebook(tables, LANGUAGES), *codebook_of_views(tables, LANGUAGES)]
    views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    ready = [name for name in views if not name.endswith("_vintages")]
    assert ready == ["v_targets_standing", "v_observations_labelled"]
    for view in views:
        described = [column for table, column, *_ in rows if table == view]
        assert described == [column[0] for column in connection.execute(f"SELECT * FROM {view}").description]
    about = {row[0]: row[1:] for row in connection.execute("SELECT * FROM about")}
    assert about["title"] == (town.title.own("zh"), town.title.own("en"))
    assert about["date"] == (str(TODAY), str(TODAY))


def test_the_same_data_make_the_same_bytes(town: Package) -> None:
    one, other = (published_tables(town, assess_package(town, TODAY)) for _ in range(2))
    assert content(one, town) == content(other, town)


BROKEN = [
    # table, column, what its first row has, what the export says
    ("observations", "indicator_id", "none", "observations: not in indicators"),
    ("observation_breakdowns", "value_id", "coal", "observation_breakdowns, row 1: not in dimension_values"),
    ("observations", "obs_status", "Z", "CHECK constraint failed in observations"),
    ("observations", "as_of", "2023-02-30", "CHECK constraint failed in observations"),
]


@pytest.mark.parametrize(("table", "column", "value", "said"), BROKEN)
def test_tables_that_break_their_own_rules_are_refused(
    town: Package, tmp_path: Path, table: str, column: str, value: str, said: str
) -> None:
    tables = [
        with_cell(item, column, value) if item.name == table else item
        for item in published_tables(town, assess_package(town, TODAY))
    ]
    file = tmp_path / "town.sqlite"
    with pytest.raises(UnsoundError, match=said):
        write_database(file, tables, facts(town, TODAY), LANGUAGES)
    assert not file.exists()


def with_cell(table: FilledTable, column: str, value: str) -> FilledTable:
    """A table with another value in a cell of its first row."""
    place = table.names.index(column)
    cells = [*table.cells]
    cells[place] = [value, *cells[place][1:]]
    return replace(table, cells=tuple(cells))


def test_pandas_reads_it_in_one_line(
    small: tuple[list[FilledTable], sqlite3.Connection], tmp_path: Path
) -> None:
    tables, connection = small
    file = tmp_path / "record.sqlite"
    file.write_bytes(connection.serialize())
    with closing(sqlite3.connect(file)) as opened:
        frame = pd.read_sql("SELECT * FROM observations", opened)
    assert len(frame) == len(next(table for table in tables if table.name == "observations"))
    assert str(frame["value"].dtype) == "float64"
