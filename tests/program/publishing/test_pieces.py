"""Downloads of which a part has changed are the same, to the byte, as those that are made anew, and no more is written."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from again import contents
from counts import EDITS, Files, counted, tables
from many import FOLDER, INDICATOR
from sites import TODAY
from trying import tries

from generator.publishing.downloads import keep_downloads, origin, take_downloads, write_downloads
from generator.publishing.export import filled
from generator.publishing.export.about import facts
from generator.publishing.export.database import UnsoundError, write_database
from generator.publishing.export.pieces import Pieces
from generator.publishing.export.standards import sdmx
from generator.publishing.export.write import published_tables
from generator.publishing.making import PackageSource
from generator.publishing.outputs import files_in
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import read_settings
from generator.publishing.store import Store
from generator.reading.validate import inventory

SETTINGS = read_settings()


LARGE = 30_000
"""From how many bytes on tables are large here: a third as many rows are made as quickly again."""


@pytest.fixture(autouse=True)
def larger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are large from some kilobytes on, and from some rows on too long for the workbook."""
    monkeypatch.setattr(inventory, "LARGE", LARGE)
    for module in (filled, sdmx):
        monkeypatch.setattr(module, "LONGEST_TABLE", 100)


@pytest.fixture(scope="module")
def large() -> Files:
    """The town with large tables."""
    return counted(8, LARGE)


def viewed(files: Files) -> PackageView:
    """The town as it is read."""
    return PackageSource("town", files, SETTINGS, TODAY).view()


def made_again(files: Files, folder: Path, store: Store) -> Mapping[str, bytes]:
    """The downloads of the town, made with what the store has and kept there."""
    view = viewed(files)
    name = origin(view, SETTINGS, TODAY)
    if take_downloads(name, folder, view.package, store) is None:
        keep_downloads(name, folder, "town", write_downloads(folder, view, SETTINGS, TODAY, store), store)
    store.settle()
    return contents(folder)


def made_anew(files: Files, folder: Path) -> Mapping[str, bytes]:
    """The downloads of the town, of nothing but its files."""
    write_downloads(folder, viewed(files), SETTINGS, TODAY)
    return contents(folder)


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The paths of the files that are not the same."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


@pytest.mark.parametrize("order", range(tries(2)))
def test_after_any_edits_they_are_those_that_are_made_anew(large: Files, tmp_path: Path, order: int) -> None:
    """Edits come on top of each other in an order of chance, one or two before each build; three times as many where less is
    tried.
    """
    chance, files, store = random.Random(order), dict(large), Store(tmp_path / "store")
    made_again(files, tmp_path / "first", store)
    names = [*EDITS] * tries(2)
    chance.shuffle(names)
    while names:
        some = chance.randrange(1, 3) * (3 // tries(3))
        now = [names.pop() for _ in range(min(len(names), some))]
        for name in now:
            EDITS[name](files, chance)
        after = made_again(files, tmp_path / f"again-{len(names)}", store)
        assert differing(after, made_anew(files, tmp_path / f"anew-{len(names)}")) == [], now


def test_what_became_large_or_small_is_as_it_is_made_anew(large: Files, tmp_path: Path) -> None:
    """Small packages and large ones are noted in different ways; one becomes the other, and loses an indicator with it."""
    store = Store(tmp_path / "store")
    few = {path: content for path, content in large.items() if path not in tables(large)[1:]}
    gone = {path: content for path, content in large.items() if path != tables(large)[0]}
    given = {"few": few, "large": large, "gone": gone}
    anew = {name: made_anew(files, tmp_path / f"anew-{name}") for name, files in given.items()}
    for number, name in enumerate(("few", "large", "few", "gone", "large", "gone")):
        after = made_again(given[name], tmp_path / f"again-{number}", store)
        assert differing(after, anew[name]) == []


def test_one_value_has_no_more_written_than_holds_it(large: Files, tmp_path: Path) -> None:
    store, files = Store(tmp_path / "store"), dict(large)
    before = made_again(files, tmp_path / "before", store)
    path = f"{FOLDER}/observations/{INDICATOR}-3.csv"
    files[path] = files[path].replace(b",1000.5,", b",1234.5,", 1)
    after = made_again(files, tmp_path / "after", store)
    assert differing(before, after) == [
        "croissant.json",
        "datapackage.json",
        f"indicators/{INDICATOR}-3.csv",
        f"indicators/{INDICATOR}-3.json",
        "observations.csv",
        "observations.parquet",
        "ro-crate-metadata.json",
        "sdmx-observations.csv.gz",
        "town.sqlite",
        "town.zip",
    ]
    same = [path for path in after if path.startswith("indicators/") and f"{INDICATOR}-3." not in path]
    taken = [path for path in same if (tmp_path / "before" / path).samefile(tmp_path / "after" / path)]
    assert taken == same != []


def test_an_earlier_database_that_is_gone_or_broken_is_not_used(large: Files, tmp_path: Path) -> None:
    store, files = Store(tmp_path / "store"), dict(large)
    made_again(files, tmp_path / "before", store)
    for file in (tmp_path / "store").rglob("objects/*/*"):
        file.write_bytes(b"broken")
    EDITS["a value"](files, random.Random(1))
    again = made_again(files, tmp_path / "again", Store(tmp_path / "store"))
    assert differing(again, made_anew(files, tmp_path / "anew")) == []


BROKEN = [
    # column, what its first row has, what the export says
    ("obs_status", "Z", "CHECK constraint failed in observations"),
    ("as_of", "2023-02-30", "CHECK constraint failed in observations"),
    ("area_id", "none", "observations: not in areas"),
]


@pytest.mark.parametrize(("column", "value", "said"), BROKEN)
def test_rows_that_break_a_rule_are_told_as_ever(
    large: Files, tmp_path: Path, column: str, value: str, said: str
) -> None:
    """What is exchanged in an earlier database is checked as what is put into a new one."""
    view = viewed(large)
    tables = published_tables(view.package, view.standings)
    about = facts(view.package, TODAY)
    before = Pieces(of_indicator=lambda name: name)
    (tmp_path / "before").mkdir()
    write_database(tmp_path / "before/town.sqlite", tables, about, view.package.languages, (), before)
    changed = [table.at(range(len(table))) for table in tables]
    (observed,) = (table for table in changed if table.name == "observations")
    observed.cells[observed.names.index(column)][0] = value  # type: ignore[index] # they are lists
    first = observed.column("indicator_id")[0]
    now = Pieces(
        files_in(tmp_path / "before"), before.now, of_indicator=lambda name: name + "!" * (name == first)
    )
    with pytest.raises(UnsoundError, match=said):
        write_database(tmp_path / "town.sqlite", changed, about, view.package.languages, (), now)
    assert not (tmp_path / "town.sqlite").exists()


def test_pieces_of_which_nothing_is_known_are_made(tmp_path: Path) -> None:
    pieces = Pieces(files_in(tmp_path), {"a": "1"})
    (tmp_path / "a.csv").write_text("a")
    assert not pieces.take(tmp_path / "to", ["a.csv"], "made of this")
    again = Pieces(files_in(tmp_path), pieces.now)
    assert again.take(tmp_path / "to", ["a.csv"], "made of this")
    assert (tmp_path / "to" / "a.csv").read_text() == "a"
    assert not Pieces(files_in(tmp_path), pieces.now).take(tmp_path / "to", ["a.csv"], "made of that")
    assert not Pieces(files_in(tmp_path / "to"), again.now).take(tmp_path, ["a.csv", "b.csv"], "made of this")
    assert pieces.gone("") == ["a"]
