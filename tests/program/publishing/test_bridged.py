"""Lists inside cells as tables of their own, and the views of the database."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import by_name
import pytest
from downloads import read, written

from generator.core.model import Package
from generator.format.published import BRIDGES
from generator.publishing.export.bridged import bridge_tables
from generator.publishing.export.filled import table


@pytest.fixture(scope="module")
def package() -> Package:
    """A town with goals of several themes, relations, and what people know by a name."""
    return by_name.package()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    """Its downloads."""
    return written(tmp_path_factory.mktemp("bridged"), package)


@pytest.fixture(scope="module")
def database(folder: Path, package: Package) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / f"{package.id}.sqlite")) as connection:
        yield connection


def test_each_list_has_a_table_of_its_entries_in_their_order(folder: Path) -> None:
    entries = Counter[str]()
    for name, bridge in BRIDGES.items():
        lists: dict[str, list[str]] = {}
        for row in read(folder / f"{name}.csv"):
            (named,) = [(other, row[column]) for other, column in bridge.others.items() if row[column]]
            entry = named[1] if len(bridge.others) == 1 else "/".join(named)
            lists.setdefault(row[bridge.own], []).append(entry)
            assert row["position"] == str(len(lists[row[bridge.own]]))
        rows = read(folder / f"{bridge.table}.csv")
        assert lists == {row[bridge.own]: row[bridge.column].split(";") for row in rows if row[bridge.column]}
        entries[name] = sum(map(len, lists.values()))
    assert min(entries["goals_themes"], entries["programmes_targets"]) > 0, entries


def test_the_database_knows_what_entries_name(database: sqlite3.Connection) -> None:
    for name, bridge in BRIDGES.items():
        keys = database.execute(f'SELECT "from", "table" FROM pragma_foreign_key_list(\'{name}\')')
        named = {*keys.fetchall()}
        assert named == {
            (bridge.own, bridge.table),
            *((column, other) for other, column in bridge.others.items()),
        }
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_entry_of_several_tables_stands_under_the_one_that_it_names() -> None:
    cells = ["f/1", "sum", "i", "targets/a/b;observations/c;claims/d/e", "1", "2", "", *[""] * 3]
    (found,) = bridge_tables([table("findings", [cells], ())])
    assert (found.name, list(found.rows)) == (
        "findings_rows",
        [
            ("f/1", "1", "a/b", "", ""),
            ("f/1", "2", "", "c", ""),
            ("f/1", "3", "", "", "d/e"),
        ],
    )


def test_lists_without_entries_are_tables_without_rows() -> None:
    rows = [["d/1", "d", "1", "", "", "", "", ""]]
    assert {item.name: len(item) for item in bridge_tables([table("goals", rows, ())])} == {
        "goals_themes": 0,
        "goals_organisations": 0,
        "goals_continues": 0,
    }


def test_the_views_show_every_row_with_its_titles(database: sqlite3.Connection) -> None:
    database.row_factory = sqlite3.Row
    for view, table_name, key in (
        ("v_targets_standing", "targets", "target_id"),
        ("v_observations_labelled", "observations", "observation_id"),
    ):
        rows = database.execute(f"SELECT * FROM {view}").fetchall()
        own = database.execute(f"SELECT {key} FROM {table_name}").fetchall()
        assert sorted(row[key] for row in rows) == sorted(row[0] for row in own)
        assert len({*rows[0].keys()}) == len(rows[0].keys())
        assert all(
            row["indicator_title_zh"] and row["area_title_zh"] and row["unit_title_zh"] for row in rows
        )
    standing = database.execute("SELECT * FROM v_targets_standing").fetchone()
    # What means something else elsewhere is here under its clear name alone.
    assert {"target_value", "observed_value", "baseline_used"} <= {*standing.keys()}
    assert "value" not in {*standing.keys()}
