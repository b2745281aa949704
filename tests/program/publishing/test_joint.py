"""All packages in one download: one below the other, each id with its package, and what means the same in them."""

from __future__ import annotations

import csv
import json
import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from downloads import COLUMNS, Rows, complaints, loaded, read, written
from folders import BASE
from sites import TODAY
from tongues import town_in

from generator.core.model import Package
from generator.publishing.export.index import index
from generator.publishing.export.joint import (
    MOST,
    equivalences,
    joint_tables,
    put_together,
    write_alike,
    write_joint,
)
from generator.publishing.export.json_shapes import index_schema, indicator_schema
from generator.publishing.settings import Settings
from generator.reading.load import load

SETTINGS = Settings(url="https://example.org/")


def coded(package: Package, table: str, **codes: Mapping[str, str]) -> Package:
    """A package in which entries of a list have codes of others."""
    entries: Any = {
        name: replace(entry, more={**entry.more, **codes.get(name, {})})
        for name, entry in getattr(package, table).items()
    }
    changed: Any = {table: entries}
    return replace(package, **changed)


@pytest.fixture(scope="module")
def towns() -> list[Package]:
    """Two towns, one of them in French: the same things by the same ids, and a unit that both give a code."""
    ledger, report = load(town_in({"fr": "en"}))
    assert ledger is not None, report.render("text", "en")
    here, there = loaded(BASE, "town"), replace(ledger.packages["town"], id="bourg")
    first, *_ = here.units
    return [coded(item, "units", **{first: {"ucum": "km"}}) for item in (here, there)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, towns: list[Package]) -> Path:
    """The downloads of each and those of both."""
    data = tmp_path_factory.mktemp("data")
    for town in towns:
        written(data, town)
    write_joint(data / "all_packages", towns, data, SETTINGS, TODAY)
    return data


def test_every_row_of_every_package_is_there_once_in_its_order(folder: Path, towns: list[Package]) -> None:
    differ = []
    for table in COLUMNS:
        rows = read(folder / "all_packages" / f"{table}.csv")
        own = [(town.id, row) for town in towns for row in read(folder / town.id / f"{table}.csv")]
        assert [row["package"] for row in rows] == [package for package, _ in own]
        for row, (package, before) in zip(rows, own, strict=True):
            differ += [
                (table, name, row[name], text)
                for name, text in before.items()
                if row[name] != text
                and row[name].replace(f"{package}/", "", row[name].count(";") + 1) != text
            ]
            differ += [
                (table, name, row[name], "") for name in row.keys() - before.keys() - {"package"} if row[name]
            ]
    assert differ == []


def test_columns_are_those_of_all_with_the_package_first(folder: Path) -> None:
    heads = {
        file.stem: file.read_text(encoding="utf-8").partition("\n")[0].split(",")
        for file in (folder / "all_packages").glob("*.csv")
    }
    assert {name for name, columns in heads.items() if columns[0] != "package"} == set()
    assert heads["themes"] == [
        *("package", "theme_id", "title_zh", "title_en", "description_zh", "description_en", "wikidata"),
        *("title_fr", "description_fr"),
    ]


def test_ids_are_told_apart_wherever_they_stand(folder: Path) -> None:
    joint = folder / "all_packages"
    first: dict[str, Rows] = {name: read(joint / f"{name}.csv") for name in COLUMNS}
    assert first["targets"][0]["target_id"].startswith("town/")
    assert first["targets"][-1]["goal_id"].startswith("bourg/")
    lists = [row["themes"] for row in first["goals"] if ";" in row["themes"]]
    assert all(entry.count("/") == 1 for cell in lists for entry in cell.split(";"))
    (cited, *_) = (row["rows"].split(";")[0] for row in first["findings"])
    assert cited.split("/")[1] == "town"
    assert {row["key"].split("/")[0] for row in first["corrections"]} == {"town", "bourg"}


def test_the_database_holds_all_references(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "all_packages" / "all_packages.sqlite")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        counted = connection.execute(
            "SELECT package, count(*) FROM v_targets_standing GROUP BY package ORDER BY package"
        ).fetchall()
        own = {name: len(read(folder / name / "targets.csv")) for name in ("bourg", "town")}
        assert dict(counted) == own
        lonely = connection.execute(
            "SELECT count(*) FROM pragma_foreign_key_list('targets') WHERE \"table\" = 'packages'"
        ).fetchone()
        assert lonely == (1,)


def test_frictionless_finds_nothing_wrong_with_it(folder: Path) -> None:
    assert complaints(folder / "all_packages") == set()


def test_the_archive_holds_what_stands_beside_it(folder: Path) -> None:
    joint = folder / "all_packages"
    with zipfile.ZipFile(joint / "all_packages.zip") as archive:
        held = {Path(name).name: archive.read(name) for name in archive.namelist()}
    beside = {file.name: file.read_bytes() for file in joint.iterdir() if file.suffix in (".csv", ".json")}
    assert {name: held.get(name) for name in beside} == beside
    assert held.keys() - beside.keys() == {"README.md", "codebook.md", "codebook.csv"}
    described = {
        (row["table"], row["column"]) for row in csv.DictReader(held["codebook.csv"].decode().splitlines())
    }
    assert ("equivalences", "bond") in described
    assert ("observations", "package") in described


@pytest.mark.parametrize(
    ("mine", "yours", "expected"),
    [
        # A code of others that both give binds, whatever the ids are.
        ({"item": {"ucum": "km"}}, {"household": {"ucum": "km"}}, [("town/item", "bourg/household")]),
        # Another code, or a code of another list, does not; nor does the same id.
        ({"item": {"ucum": "km"}}, {"item": {"ucum": "m"}}, []),
        ({"item": {"ucum": "km"}}, {"item": {"wikidata": "Q828224"}}, []),
        # A code that two of one package have names none of them.
        ({"item": {"ucum": "km"}, "household": {"ucum": "km"}}, {"item": {"ucum": "km"}}, []),
    ],
)
def test_only_what_is_declared_to_be_the_same_is(
    towns: list[Package],
    mine: Mapping[str, Mapping[str, str]],
    yours: Mapping[str, Mapping[str, str]],
    expected: list[tuple[str, str]],
) -> None:
    here, there = towns
    names = dict(zip(("item", "household"), here.units, strict=False))
    bare = [
        coded(town, "units", **{name: {"ucum": "", "wikidata": ""} for name in town.units})
        for town in (here, there)
    ]
    told = [
        coded(town, "units", **{names[name]: codes for name, codes in given.items()})
        for town, given in zip(bare, (mine, yours), strict=True)
    ]
    groups: dict[str, list[str]] = {}
    for _, group, table, row, bond, code in equivalences(told):
        if table == "units":
            groups.setdefault(group, []).append(row)
            assert group == f"units/{bond}_{code}"
    real = {
        name: f"{package}/{names[name.split('/')[1]]}"
        for package in ("town", "bourg")
        for name in (f"{package}/item", f"{package}/household")
    }
    assert [tuple(group) for group in groups.values()] == [
        tuple(real[name] for name in pair) for pair in expected
    ]


def test_indicators_are_the_same_as_on_the_page_that_compares_them(towns: list[Package]) -> None:
    members = [row for _, group, table, row, *_ in equivalences(towns) if table == "indicators"]
    assert members[:2] == [f"{town.id}/{next(iter(town.indicators))}" for town in towns]


def test_there_is_none_of_one_package_nor_of_more_than_anybody_reads(
    towns: list[Package], tmp_path: Path
) -> None:
    assert [
        put_together(towns[:1], 10),
        put_together(towns, 10),
        put_together(towns, MOST),
        put_together(towns, MOST + 1),
    ] == [False, True, True, False]
    write_alike(tmp_path / "few", towns)
    assert [file.name for file in (tmp_path / "few").iterdir()] == ["equivalences.csv"]


def test_a_package_without_anything_takes_part(folder: Path, towns: list[Package], tmp_path: Path) -> None:
    town = towns[0]
    empty = replace(
        town,
        id="void",
        goals={},
        targets={},
        deliverables={},
        observations={},
        progress=(),
        claims={},
        relations=(),
        corrections=(),
        explanations={},
        dimensions={},
    )
    for package in (town, empty):
        written(tmp_path, package)
    tables = {item.name: item for item in joint_tables([town, empty], tmp_path, Settings())}
    assert set(tables["targets"].column("package")) == {"town"}
    assert set(tables["themes"].column("package")) == {"town", "void"}
    assert folder.is_dir()


# The list of all indicators, and the file of each


def test_the_list_leads_to_the_files_of_each_indicator(folder: Path, towns: list[Package]) -> None:
    counted = {town.id: dict.fromkeys(town.indicators, 3) for town in towns}
    listed = json.loads(index(towns, counted, Settings(), TODAY))
    jsonschema.validate(listed, index_schema())
    assert [item["id"] for item in listed["indicators"]] == [
        f"{town.id}/{name}" for town in towns for name in town.indicators
    ]
    for item in listed["indicators"]:
        assert (folder / item["csv"].removeprefix("../data/")).is_file()
        content = json.loads((folder / item["json"].removeprefix("../data/")).read_text(encoding="utf-8"))
        assert content["targets"].__len__() == item["targets"]
    assert listed["indicators"][0]["same_as"] == [listed["indicators"][len(towns[0].indicators)]["id"]]


def test_the_file_of_an_indicator_is_as_its_schema_says(folder: Path) -> None:
    schema = indicator_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator.check_schema(index_schema())
    files = [*folder.glob("*/indicators/*.json")]
    undescribed = set()
    for file in files:
        content = json.loads(file.read_text(encoding="utf-8"))
        jsonschema.validate(content, schema)
        texts = [name for name in content if name not in schema["properties"]]
        undescribed |= {name for name in texts if not name.startswith(("title_", "definition_", "unit_"))}
        # What the schema demands is missed where it is not there.
        for name in ("sources", "revisions", "page"):
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate({key: value for key, value in content.items() if key != name}, schema)
    assert (len(files) > 2, undescribed) == (True, set())
