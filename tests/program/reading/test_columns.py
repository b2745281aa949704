"""Large tables are read by columns; what that says of a table is what reading it cell by cell says."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from folders import BASE
from hypothesis import given, settings
from hypothesis import strategies as st
from overlays import FIXTURES, fixture_report
from trying import tries

from generator.core.coded import Coded, blank, combined, distinct, repeats, rows_where
from generator.core.coded import given as has_value
from generator.core.model import Observation, Package
from generator.core.reported import Reported, counts, different, in_groups, known_on, latest_day
from generator.format.tables import OBSERVATIONS
from generator.publishing.export.ledger import observation_columns
from generator.reading.files import LARGE, ColumnTable, read_columns, read_csv, unpacked
from generator.reading.load import load
from generator.reading.trees import FilesTree, WorkingTree
from generator.reading.validate import inventory
from generator.reading.validate.structure import table_records

CELLS = st.text(st.sampled_from('ab1",; \t\r\né中\u200b\u3000-'), max_size=5)
ATTRIBUTES = ("period", "citation", "value", "citation.document_id", "citation.figure", "period.start")
DAYS = (date(1999, 1, 1), date(2023, 6, 30), date(2100, 1, 1))


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"])
)
@settings(max_examples=tries(400))
def test_what_is_read_at_once_is_what_is_read_cell_by_cell(rows: list[list[str]], end: str) -> None:
    content = end.join(",".join(cells) for cells in rows).encode()
    table = read_columns("t.csv", content)
    if table is None:
        return
    raw, problems = read_csv("t.csv", content)
    assert raw is not None
    assert (problems, table.header, list(table.lines)) == ([], raw.header, raw.lines)
    assert cells_of(table) == [list(cells) for cells in zip(*raw.rows, strict=True)]
    kept = unpacked("t.csv", content, table.packed())
    assert (kept.header, kept.lines, cells_of(kept)) == (table.header, table.lines, cells_of(table))


def cells_of(table: ColumnTable) -> list[list[str]]:
    """The cells of each column."""
    return [list(column) for column in table.columns]


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        ("a,b\n1,2\n3,4\n", [["1", "3"], ["2", "4"]]),
        ("\ufeffa,b\r\n1,2\r\n", [["1"], ["2"]]),
        ('a,b\n"1, 2","say ""x"""\n', [["1, 2"], ['say "x"']]),
        ("a,b\nNA,null\n", [["NA"], ["null"]]),
        ("a,b\n01,1e3\n", [["01"], ["1e3"]]),
        (f"{','.join(f'c{number}' for number in range(50))}\n{',' * 49}\n", [[""]] * 50),
        ("a,b\n1\n", None),
        ("a,b\n1,2,3\n", None),
        ("a,b\n\n1,2\n", None),
        ("a,b\n1,\u200b\n", None),
        ('a,b\n1,x"y"\n', None),
        ('a,b\n1,"y\n', None),
        ("a,b\n1,\t2\n", None),
        ("a,b\r1,2\r", None),
        ("a,b\n1,2\r", None),
        ("a,b\n", None),
        ("a\n1\n \n", None),
        ("", None),
    ],
)
def test_only_what_is_beyond_doubt_is_read_at_once(content: str, cells: list[list[str]] | None) -> None:
    table = read_columns("t.csv", content.encode())
    assert (None if table is None else cells_of(table)) == cells
    if table is not None:
        assert cells_of(unpacked("t.csv", content.encode(), table.packed())) == cells


def test_texts_in_another_encoding_are_left_to_the_careful_reader() -> None:
    assert read_columns("t.csv", "a,b\n1,城市\n".encode("gb18030")) is None


@pytest.mark.parametrize("name", [name for name in FIXTURES if not name.startswith("sheet-")])
def test_both_readers_say_the_same_of_every_mistake(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    careful = fixture_report(name).render("text", "en")
    monkeypatch.setattr(inventory, "LARGE", 0)
    assert fixture_report.__wrapped__(name).render("text", "en") == careful


@pytest.mark.parametrize(("first", "kept"), [("repair-days", Coded), ("合计", list), (" ", list)])
def test_only_a_table_of_nothing_but_records_is_kept_as_columns(first: str, kept: type) -> None:
    """A total or an empty row is told by the careful reader."""
    content = f"indicator_id,area_id\nlamps-installed,qinghe\n{first},qinghe\n"
    table = read_columns("t.csv", content.encode())
    assert table is not None
    areas = table_records(table, OBSERVATIONS)[0][OBSERVATIONS.area_id]
    assert isinstance(areas, kept)


def whole(package: Package) -> dict[str, object]:
    """A package by attributes, its observations one by one."""
    values = {item.name: getattr(package, item.name) for item in fields(package)}
    return {**values, "observations": list(package.observations.items()), "places": dict(package.places)}


def test_both_readers_make_the_same_package(monkeypatch: pytest.MonkeyPatch) -> None:
    careful, _ = load(WorkingTree(BASE))
    monkeypatch.setattr(inventory, "LARGE", 0)
    at_once, report = load(WorkingTree(BASE))
    assert careful is not None
    assert at_once is not None, report.render("text", "en")
    (name,) = careful.packages
    observations = at_once.packages[name].observations
    assert isinstance(observations, Reported)
    assert observations.coded
    assert whole(at_once.packages[name]) == whole(careful.packages[name])


def test_the_download_is_the_same_from_columns_as_from_values(monkeypatch: pytest.MonkeyPatch) -> None:
    for large in (LARGE, 0):
        monkeypatch.setattr(inventory, "LARGE", large)
        ledger, _ = load(WorkingTree(BASE))
        assert ledger is not None
        (package,) = ledger.packages.values()
        one_by_one = replace(package, observations=dict(package.observations))
        found = observation_columns(package)
        assert {name: list(column) for name, column in found.items()} == observation_columns(one_by_one)
        assert len(found["observation_id"]) == len(package.observations) > 0


def asked(observations: Mapping[str, Observation]) -> dict[str, object]:
    """What is asked of observations as a whole."""
    parts = in_groups(
        observations, lambda citation, status: (len(citation.locator), status), "citation", "status"
    )
    return {
        "parts": {key: list(part.items()) for key, part in parts.items()},
        "by part": {
            key: list(part.items()) for key, part in in_groups(observations, str, "citation.locator").items()
        },
        "sizes": {key: len(part) for key, part in parts.items()},
        "different": {name: different(observations, name) for name in ATTRIBUTES},
        "counts": dict(counts(observations)),
        "latest": [latest_day(observations, day) for day in DAYS],
        "known": [list(known_on(observations, day)) for day in DAYS],
    }


@pytest.mark.parametrize("large", [LARGE, 0])
def test_the_same_is_told_of_columns_as_of_values(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory, "LARGE", large)
    ledger, _ = load(WorkingTree(BASE))
    assert ledger is not None
    (package,) = ledger.packages.values()
    assert isinstance(package.observations, Reported)
    values = asked(dict(package.observations))
    assert asked(package.observations) == values
    # What was in_groups is in_groups again like the whole.
    (first, *_) = in_groups(package.observations, lambda name: name, "indicator_id").values()
    assert asked(first) == asked(dict(first))


def mangled(content: str, chance: random.Random) -> str:
    """A table with one cell, row or line in another form."""
    lines = content.splitlines()
    at = chance.randrange(1, len(lines))
    cells = lines[at].split(",")
    cell = chance.randrange(len(cells))
    odd = [
        "",
        "x",
        "-1",
        "1,5",
        "2023-02-30",
        "2020-01-01",
        " ",
        "约3",
        '"',
        "９",
        cells[cell] + " ",
        "no-such",
    ]
    cells[cell] = chance.choice(odd)
    changed = [",".join(cells), lines[at] + "\n" + lines[at], "合计" + lines[at], lines[at] + ",", ""]
    lines[at] = chance.choice([changed[0]] * 6 + changed[1:])
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(60))
def test_both_readers_say_the_same_of_tables_with_slips(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    tree = WorkingTree(BASE)
    files = {entry.path: tree.read(entry.path) for entry in tree.entries()}
    observed = sorted(path for path in files if "/observations" in path)
    path = chance.choice(observed)
    files[path] = mangled(mangled(files[path].decode(), chance), chance).encode()
    careful = load(FilesTree(files))[1].render("text", "en")
    monkeypatch.setattr(inventory, "LARGE", 0)
    assert load(FilesTree(files))[1].render("text", "en") == careful


@given(st.lists(st.tuples(st.sampled_from(["a", "b", ""]), st.sampled_from([None, 1, 2])), max_size=12))
def test_coded_columns_are_what_plain_ones_are(rows: list[tuple[str, int | None]]) -> None:
    one, two = [row[0] for row in rows], [row[1] for row in rows]
    coded = Coded.of(one), Coded.of(two)
    assert [list(column) for column in coded] == [one, two]
    assert list(combined(lambda *values: values, *coded)) == rows
    assert list(has_value(coded[1])) == has_value(two)
    assert [distinct(column) for column in coded] == [set(one), set(two)]
    assert [blank(column) for column in coded] == [blank(one), blank(two)]

    def judged(name: str, number: int | None) -> bool:
        return name == "a" and number != 1

    assert rows_where(judged, *coded) == rows_where(judged, one, two)
    assert repeats(*coded) == [at for at, row in enumerate(rows) if rows.count(row) > 1]
    half = list(range(0, len(rows), 2))
    assert list(coded[0].take(half)) == one[::2]
    assert list(coded[0].map(str.upper)) == [name.upper() for name in one]


def test_where_a_cell_stands_is_told_of_a_table_read_at_once() -> None:
    content = "\ufeffa,bb\n1,2\n3,4\n".encode()
    table, raw = read_columns("t.csv", content, "targets"), read_csv("t.csv", content, "targets")[0]
    assert isinstance(table, ColumnTable)
    assert raw is not None
    assert [table.place(1, 1), table.header_place(1)] == [raw.place(1, 1), raw.header_place(1)]
    assert (table.place(1, 1).line, table.place(1, 1).cell) == (3, "B3")


def test_the_examples_hold_tables_of_observations() -> None:
    assert any(Path(BASE).rglob("observations*.csv"))
