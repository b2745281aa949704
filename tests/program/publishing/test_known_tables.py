"""Large tables that an earlier build read are not read again, and say what they said."""

from __future__ import annotations

from pathlib import Path

import pytest
from many import FOLDER, lamps
from overlays import OverlayTree
from sites import TODAY

from generator.core.model import Package
from generator.core.reported import by_indicator
from generator.publishing import known_tables
from generator.publishing.known_tables import known_columns, lent_columns
from generator.publishing.making import PackageSource
from generator.publishing.settings import read_settings
from generator.publishing.store import Borrowed, Store, at_hand
from generator.reading.files import ColumnTable, read_columns
from generator.reading.load import load
from generator.reading.validate import inventory

TABLE = f"{FOLDER}/observations.csv"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the tables that are read from their bytes, whatever their size."""
    paths: list[str] = []

    def noting(file: str, data: bytes, table: str) -> ColumnTable | None:
        paths.append(file)
        return read_columns(file, data, table)

    monkeypatch.setattr(inventory, "LARGE", 0)
    monkeypatch.setattr(known_tables, "read_columns", noting)
    return paths


def loaded(tree: OverlayTree, store: Store) -> tuple[Package | None, str]:
    """The town, read with what the store has and kept there, and what is wrong with it."""
    known = Borrowed(store)
    with at_hand(known):
        ledger, report = load(tree, columns=known_columns)
    store.return_of(known)
    store.settle()
    return ledger.packages["town"] if ledger else None, report.render("text", "en")


def test_no_table_is_read_again_but_the_one_that_changed(tmp_path: Path, read: list[str]) -> None:
    tree, store = lamps(), Store(tmp_path / "store")
    first, _ = loaded(tree, store)
    assert first is not None
    assert len(read) > 1
    assert TABLE in read
    read.clear()
    again, _ = loaded(tree, Store(tmp_path / "store"))
    assert read == []
    assert again is not None
    assert list(again.observations.items()) == list(first.observations.items())
    tree.write(TABLE, tree.read(TABLE).decode().replace(",1000.5,", ",1234.5,", 1))
    changed, _ = loaded(tree, Store(tmp_path / "store"))
    assert read == [TABLE]
    without, _ = load(tree)
    assert changed is not None
    assert without is not None
    assert list(changed.observations.items()) == list(without.packages["town"].observations.items())
    assert list(changed.observations.items()) != list(first.observations.items())


def test_who_borrows_the_store_reads_what_it_lacks_and_keeps_nothing(tmp_path: Path, read: list[str]) -> None:
    tree, store = lamps(), Store(tmp_path / "store")
    known, _ = loaded(tree, store)
    read.clear()
    tree.write(TABLE, tree.read(TABLE).decode().replace(",1000.5,", ",1234.5,", 1))
    borrowing = Borrowed(Store(tmp_path / "store"))
    with at_hand(borrowing):
        lent, _ = load(tree, columns=lent_columns)
    assert read == [TABLE]
    assert borrowing.made == {}
    without, _ = load(tree)
    assert known is not None
    assert lent is not None
    assert without is not None
    found = lent.packages["town"].observations
    assert list(found.items()) == list(without.packages["town"].observations.items())
    assert list(found.items()) != list(known.observations.items())


@pytest.mark.usefixtures("read")
def test_what_is_wrong_is_told_again(tmp_path: Path) -> None:
    tree, store = lamps(), Store(tmp_path / "store")
    tree.write(TABLE, tree.read(TABLE).decode().replace(",1000.5,", ",1000,5,", 1).replace(",men,", ",man,"))
    told = [loaded(tree, store)[1] for _ in range(2)]
    assert told[0] == told[1] == load(tree)[1].render("text", "en") != ""
    tree.write(TABLE, tree.read(TABLE).decode().replace(",1000,5,", ",1000.5,"))
    told = [loaded(tree, store)[1] for _ in range(2)]
    assert "man" in told[0]
    assert told[0] == told[1] == load(tree)[1].render("text", "en")


def test_what_is_damaged_is_read_again(tmp_path: Path, read: list[str]) -> None:
    tree, store = lamps(), Store(tmp_path / "store")
    first, _ = loaded(tree, store)
    for file in (tmp_path / "store").rglob("objects/*/*"):
        file.write_bytes(file.read_bytes()[:-1])
    read.clear()
    again, _ = loaded(tree, Store(tmp_path / "store"))
    assert TABLE in read
    assert first is not None
    assert again is not None
    assert list(again.observations.items()) == list(first.observations.items())


@pytest.mark.usefixtures("read")
def test_what_is_kept_of_figures_is_told_of_the_indicator_that_they_are_of(tmp_path: Path) -> None:
    """One file of a large package has figures of several."""
    tree, store = lamps(), Store(tmp_path / "store")
    files = {entry.path: tree.read(entry.path) for entry in tree.entries() if entry.kind == "file"}
    source = PackageSource("town", files, read_settings(), TODAY)
    town = source.view()
    found = {name: town.leading(name) for name in by_indicator(town.package.observations)}
    assert {name: item and item.indicator_id for name, item in found.items()} == {
        name: name for name in found
    }
    of_one_file = [item for item in found.values() if item and item.citation.document_id == "2023-report"]
    assert len(of_one_file) > 1
    for _ in range(2):
        again = source.view()
        with at_hand(store):
            assert {name: again.leading(name) for name in found} == found
    assert len({town.origins.rows(name) for name in found}) == len(found)
