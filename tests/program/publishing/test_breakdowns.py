"""Breakdowns in the downloads: what part of the whole a figure is of, the same in every form and easy to join."""

from __future__ import annotations

import json
import runpy
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from downloads import BROKEN_DOWN, COLUMNS, PROGRAMS, complaints, loaded, read
from folders import BASE
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import TODAY
from speaking import both

from generator.core.model import Dimension, Package
from generator.publishing.export import indicators
from generator.publishing.export.breakdowns import key, pairs, path_of
from generator.publishing.export.columnar import write_parquet
from generator.publishing.export.write import published_tables, write_package
from generator.verdicts.standings import assess_package

Parts = tuple[tuple[str, str], ...]
"""Dimension and value of each part of a breakdown."""

CODES = {"power": ("grid", "solar"), "owner-type": ("town", "2-others"), "age": ("0-14", "15", "a-b-c")}
TITLES = {"grid": both("市电", "Mains, “grid”")}

OBSERVED: tuple[Parts, ...] = (
    (),
    (("power", "grid"),),
    (("power", "solar"), ("owner-type", "2-others")),
    (("power", "grid"), ("owner-type", "town"), ("age", "a-b-c")),
    (("age", "15"),),
    (("power", "grid"),),
)


def town_of(breakdowns: tuple[Parts, ...]) -> Package:
    """The small package with three dimensions, whose figures are its first one, once for each of these breakdowns."""
    town = loaded(BASE, "town")
    first = next(item for item in town.observations.values() if item.indicator_id == "lamps-installed")
    observations = [
        replace(first, id=f"{first.id}/{number}", breakdown=parts) for number, parts in enumerate(breakdowns)
    ]
    dimensions = {
        name: Dimension(
            name,
            both(name, name),
            exhaustive=False,
            values={code: TITLES.get(code, both(code, code)) for code in codes},
        )
        for name, codes in CODES.items()
    }
    kept = {
        item.id: item
        for item in [*town.observations.values(), *observations]
        if not item.breakdown or item in observations
    }
    return replace(town, dimensions=dimensions, observations=kept)


def expected(package: Package) -> dict[str, dict[str, str]]:
    return {item.id: dict(item.breakdown) for item in package.observations.values()}


@pytest.fixture(scope="module")
def package() -> Package:
    return town_of(OBSERVED)


@pytest.fixture(scope="module")
def folder(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write_parquet(folder, write_package(folder, package, assess_package(package, TODAY)))
    return folder


Rows = list[Mapping[str, Any]]


def in_csv(folder: Path, table: str) -> Rows:
    return [*read(folder / f"{table}.csv")]


def in_sqlite(folder: Path, table: str) -> Rows:
    with closing(sqlite3.connect(folder / "town.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]


def in_workbook(folder: Path, table: str) -> Rows:
    names, *rows = openpyxl.load_workbook(folder / "town.xlsx", read_only=True)[table].iter_rows(
        values_only=True
    )
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]


def in_parquet(folder: Path, table: str) -> Rows:
    return [*pl.read_parquet(folder / f"{table}.parquet").to_dicts()]


@pytest.mark.parametrize("form", [in_csv, in_sqlite, in_workbook, in_parquet])
def test_every_form_joins_to_the_same(
    folder: Path, package: Package, form: Callable[[Path, str], Rows]
) -> None:
    bridge: dict[str, dict[str, str]] = {}
    for row in form(folder, "observation_breakdowns"):
        bridge.setdefault(row["breakdown"], {})[row["dimension_id"]] = row["value_id"]
    joined = {
        row["observation_id"]: bridge[row["breakdown"]] if row["breakdown"] else {}
        for row in form(folder, "observations")
    }
    assert joined == expected(package)
    titles = {
        (row["dimension_id"], row["value_id"]): row["title_en"] for row in form(folder, "dimension_values")
    }
    assert titles == {
        (name, code): TITLES["grid"].own("en") if code == "grid" else code
        for name in CODES
        for code in CODES[name]
    }
    assert {row["dimension_id"]: row["title_zh"] for row in form(folder, "dimensions")} == {
        name: name for name in CODES
    }
    paths = {row["breakdown"]: row["path"] for row in form(folder, "breakdowns")}
    assert {name: dict(pairs(path)) for name, path in paths.items()} == bridge


def test_frictionless_finds_it_valid(folder: Path) -> None:
    assert complaints(folder) == set()


def test_the_file_of_an_indicator_has_the_dimensions_that_it_uses(folder: Path, package: Package) -> None:
    columns = COLUMNS["observations"].split()
    used = {"lamps-installed": ["power", "owner-type", "age"]}
    for name in package.indicators:
        heads = (folder / "indicators" / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
        assert heads.split(",") == [*columns[:4], *used.get(name, ()), *columns[4:]]
    rows = read(folder / "indicators" / "lamps-installed.csv")
    found = {row["observation_id"]: {name: row[name] for name in CODES if row[name]} for row in rows}
    assert found == {name: parts for name, parts in expected(package).items() if name in found}
    assert len(rows) >= len(OBSERVED)


# Few and many figures


def test_many_figures_stand_as_columns_in_the_json(
    folder: Path, package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "lamps-installed"
    records = json.loads((folder / "indicators" / f"{name}.json").read_text(encoding="utf-8"))
    count = len(records["observations"])
    assert count == len(read(folder / "indicators" / f"{name}.csv")) > 1
    for number, (limit, form) in enumerate(((count, "observations"), (count - 1, "observation_columns"))):
        monkeypatch.setattr(indicators, "LONG", limit)
        out = tmp_path / str(number)
        write_package(out, package, assess_package(package, TODAY))
        content = json.loads((out / "indicators" / f"{name}.json").read_text(encoding="utf-8"))
        assert {"observations", "observation_columns"} & content.keys() == {form}
        assert {key: value for key, value in content.items() if key not in (form, "sources")} == {
            key: value for key, value in records.items() if key not in ("observations", "sources")
        }
        # The places of many figures stand in their column, those of the targets with the documents as ever.
        cited = {item["document_id"]: len(item["locators"]) for item in content["sources"]}
        before = {item["document_id"]: len(item["locators"]) for item in records["sources"]}
        assert cited.keys() == before.keys()
        assert (cited == before) == (form == "observations")
    assert list(as_records(content["observation_columns"], count)) == [
        {key: value for key, value in row.items() if key != "observation_id"}
        for row in records["observations"]
    ]
    assert content["observation_columns"]["indicator_id"] == name
    assert len(content["observation_columns"]["power"]) == count


def as_records(columns: Mapping[str, Any], count: int) -> Iterator[dict[str, Any]]:
    """What the columns say, record by record."""
    lists = [value if isinstance(value, list) else [value] * count for value in columns.values()]
    for row in zip(*lists, strict=True):
        yield dict(zip(columns, row, strict=True))


# Packages without dimensions


def test_a_package_without_dimensions_has_none_of_it() -> None:
    town = loaded(BASE, "town")
    kept = {name: item for name, item in town.observations.items() if not item.breakdown}
    plain = replace(town, dimensions={}, observations=kept)
    tables = published_tables(plain, assess_package(plain, TODAY))
    assert {table.name: " ".join(table.names) for table in tables} == COLUMNS
    assert {table.name for table in published_tables(town, assess_package(town, TODAY))} == BROKEN_DOWN.keys()


# Keys

KEYS = [
    # path, key: published, so it never changes
    ("", ""),
    ("power/grid", "ba7f4593cff8559d"),
]


@pytest.mark.parametrize(("path", "expected_key"), KEYS)
def test_a_key_never_changes(path: str, expected_key: str) -> None:
    assert key(path) == expected_key


PART = {name: st.sampled_from(codes) for name, codes in CODES.items()}
BREAKDOWN = st.fixed_dictionaries({}, optional=PART).map(
    lambda found: tuple((name, found[name]) for name in CODES if name in found)
)


@settings(deadline=None)
@given(st.lists(BREAKDOWN, max_size=8).map(tuple))
def test_whatever_the_breakdowns_they_are_found_again(breakdowns: tuple[Parts, ...]) -> None:
    package = town_of(breakdowns)
    tables = {table.name: table for table in published_tables(package, assess_package(package, TODAY))}
    bridge: dict[str, dict[str, str]] = {"": {}}
    for name, dimension, code in tables["observation_breakdowns"].rows:
        bridge.setdefault(name, {})[dimension] = code
    observed = tables["observations"]
    ids = zip(observed.column("observation_id"), observed.column("breakdown"), strict=True)
    assert {name: bridge[item] for name, item in ids} == expected(package)
    assert [*tables["breakdowns"].column("path")] == list(
        dict.fromkeys(path for item in package.observations.values() if (path := path_of(item.breakdown)))
    )


# The programs of the data page

COUNTED = {"power": 4, "owner-type": 2, "age": 2}
"""How many figures have a value of each dimension."""


@pytest.fixture
def unpacked(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.unpack_archive(folder / "town.zip", tmp_path)
    monkeypatch.chdir(tmp_path / "town")
    return tmp_path / "town"


def test_pandas_has_a_column_for_each(unpacked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert unpacked.is_dir()
    wide = runpy.run_path(str(PROGRAMS / "breakdowns_pandas.py"))["wide"]
    assert {name: int(wide[name].count()) for name in CODES} == COUNTED
    assert "owner-type" in capsys.readouterr().out


def test_r_has_a_column_for_each(unpacked: Path) -> None:
    run = subprocess.run(
        ["Rscript", "--vanilla", PROGRAMS / "breakdowns.R"],
        cwd=unpacked,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    names, counts = (line.split() for line in run.stdout.splitlines())
    assert dict(zip(names, map(int, counts), strict=True)) == COUNTED


def test_sql_joins_them(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "town.sqlite")) as connection:
        found = connection.execute((PROGRAMS / "breakdowns.sql").read_text(encoding="utf-8")).fetchall()
    assert dict(found) == COUNTED
