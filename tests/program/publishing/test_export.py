"""The downloads: valid to an independent reader, in one shape for ever, and the same bytes from the same data."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import by_name
import pandas as pd
import pytest
from downloads import (
    BROKEN_DOWN,
    COLUMNS,
    ELSEWHERE,
    KEYS,
    Rows,
    complaints,
    contents,
    loaded,
    own_rows,
    read,
    written,
    written_elsewhere,
)
from folders import BASE
from markdown_it import MarkdownIt
from sites import TODAY
from speaking import LANGUAGES, both
from strangers import Archive

from generator.core.formats import day
from generator.core.languages import text_of
from generator.core.messages import catalogue
from generator.core.model import Package
from generator.format import fields, tables
from generator.format.clear_names import original
from generator.format.joint import EQUIVALENCES, PACKAGES
from generator.format.naming import description
from generator.format.published import AUTHORED, BRIDGES
from generator.publishing.export.cite_as import plain
from generator.publishing.export.codebook import codebook_columns, head
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.standards.papers import PAPERS as DESCRIPTIONS
from generator.publishing.export.write import published_tables, write_package
from generator.verdicts.standings import assess_package

HERE = BROKEN_DOWN
"""The columns of the small package, which declares a dimension."""


@pytest.fixture(scope="module")
def town() -> Package:
    """The small package, with a breakdown and a correction."""
    return loaded(BASE, "town")


@pytest.fixture(scope="module")
def folder(town: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("export"), town)


def write(file: Path, rows: Rows) -> None:
    text = StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8")


# What is published


def test_the_tables_are_those_promised(folder: Path) -> None:
    assert {file.stem for file in folder.glob("*.csv")} == {*HERE, "sdmx-observations"}


@pytest.mark.parametrize("table", HERE)
def test_columns_never_change(folder: Path, table: str) -> None:
    found = (folder / f"{table}.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    assert found == HERE[table].split(), (
        f"The columns of {table}.csv are public: other people's scripts read them by name. "
        "Never remove or rename one; add a new one at the end, and to this list."
    )


def test_the_files_are_those_promised(folder: Path) -> None:
    names = {file.name for file in folder.iterdir() if file.suffix != ".csv"}
    files = {"datapackage.json", "town.zip", "town.xlsx", "town.sqlite", "sdmx-structure.xml", "linkset.json"}
    assert names == {
        "indicators",
        "upload",
        *files,
        *(name for name, paper in DESCRIPTIONS.items() if paper.offered),
    }


def test_the_descriptor_names_the_page_where_the_address_is_known(town: Package, tmp_path: Path) -> None:
    page = "https://example.org/town/"
    write_package(tmp_path / "out", town, assess_package(town, TODAY), page)
    assert json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))["homepage"] == page


def test_the_descriptor_knows_each_file(folder: Path) -> None:
    for item in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        content = (folder / item["path"]).read_bytes()
        assert (item["bytes"], item["hash"]) == (
            len(content),
            f"sha256:{hashlib.sha256(content).hexdigest()}",
        )


@pytest.mark.parametrize("table", HERE)
def test_every_column_is_named_and_described_in_the_descriptor(folder: Path, table: str) -> None:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    schema = {item["name"]: item for item in descriptor["resources"]}[table]["schema"]
    assert schema["missingValues"] == [""]
    for field in schema["fields"]:
        for name in ("title", "description"):
            assert all(field[name].split(" / ", 1)), field


@pytest.mark.parametrize("table", HERE)
def test_the_descriptor_tells_the_columns_as_they_are(folder: Path, table: str) -> None:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    resource = {item["name"]: item for item in descriptor["resources"]}[table]
    assert resource["path"] == f"{table}.csv"
    assert [field["name"] for field in resource["schema"]["fields"]] == HERE[table].split()
    assert resource["schema"]["primaryKey"] == KEYS.get(table, HERE[table].split()[:1])


# An independent reader


def test_frictionless_finds_the_small_package_valid(folder: Path) -> None:
    assert complaints(folder) == set()


SEEDED = {
    "a letter in a number": ("observations", "value", "210盏", "type-error"),
    "a number with a comma": ("targets", "value", "2,500", "type-error"),
    "a day as it is spoken": ("observations", "as_of", "2023年6月30日", "type-error"),
    "a word for yes": ("indicators", "ascending", "是", "type-error"),
    "an unknown indicator": ("observations", "indicator_id", "no-such-indicator", "foreign-key"),
    "an unknown unit": ("indicators", "unit_id", "furlong", "foreign-key"),
    "an unknown goal": ("targets", "goal_id", "2023-work-points/99", "foreign-key"),
    "an unknown result": ("assessments", "observation_id", "2023-h1-report/none", "foreign-key"),
    "no key": ("observations", "observation_id", "", "constraint-error"),
    "no value where one must be": ("targets", "value", "", "constraint-error"),
    "no title": ("goals", "title_zh", "", "constraint-error"),
    "a value that is none of the few": ("assessments", "progress_status", "good", "constraint-error"),
    "an id in another form": ("themes", "theme_id", "Theme One", "constraint-error"),
    "a list with spaces": ("goals", "themes", "landscape; city-order", "constraint-error"),
    "a short checksum": ("documents", "archive_sha256", "abc", "constraint-error"),
    "a day that is none": ("observations", "as_of", "2023-02-30", "type-error"),
    "a half of a period": ("assessments", "periods_met", "0.5", "type-error"),
    "less than none": ("assessments", "periods_met", "-1", "constraint-error"),
    "an unknown breakdown": ("observations", "breakdown", "b0", "foreign-key"),
    "a code that no dimension has": ("observation_breakdowns", "value_id", "coal", "foreign-key"),
    "an unknown parent": ("areas", "part_of", "nowhere", "foreign-key"),
    "an unknown earlier target": ("targets", "restates", "2020-plan/1/none/2020", "foreign-key"),
    "another file than was written": ("units", "title_en", "Something else", "hash-count"),
}


Fault = tuple[str, str, str, str]


def in_rounds(faults: Iterable[Fault]) -> list[list[Fault]]:
    """As few rounds as there can be, of faults in cells of their own that the reader's report can tell apart."""
    rounds: list[list[Fault]] = []
    for fault in faults:
        table, column, _, error = fault
        for into in rounds:
            if not any(one[0] == table and (one[1] == column or one[3] == error) for one in into):
                into.append(fault)
                break
        else:
            rounds.append([fault])
    return rounds


@pytest.mark.parametrize("faults", in_rounds(SEEDED.values()))
def test_the_schema_catches(folder: Path, tmp_path: Path, faults: list[Fault]) -> None:
    broken = shutil.copytree(folder, tmp_path / "broken")
    for table, column, value, _ in faults:
        rows = read(broken / f"{table}.csv")
        rows[0][column] = value
        write(broken / f"{table}.csv", rows)
    found = complaints(broken, *{fault[0] for fault in faults})
    assert [fault for fault in faults if (fault[0], fault[3]) not in found] == []


def test_the_schema_catches_a_doubled_key(folder: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(folder, tmp_path / "broken")
    doubled = ("observations", "targets", "units")
    for table in doubled:
        rows = read(broken / f"{table}.csv")
        write(broken / f"{table}.csv", [*rows, rows[0]])
    found = complaints(broken, *doubled)
    assert [
        table for table in doubled if not {(table, "primary-key"), (table, "constraint-error")} & found
    ] == []


# pandas


@pytest.mark.parametrize("table", HERE)
def test_pandas_writes_back_the_same_bytes(folder: Path, table: str) -> None:
    file = folder / f"{table}.csv"
    back = pd.read_csv(file, dtype=str, keep_default_na=False).to_csv(index=False, lineterminator="\n")
    assert back.encode("utf-8") == file.read_bytes()


# Cells


def test_every_number_is_plain_and_every_day_is_iso(town: Package) -> None:
    plain = {
        "number": r"(?:-?\d+(?:\.\d+)?)?",
        "integer": r"\d*",
        "date": r"(?:\d{4}-\d\d-\d\d)?",
        "boolean": "true|false",
    }
    odd = [
        (table.name, name, cell)
        for table in published_tables(town, assess_package(town, TODAY))
        for (name, kind), cells in zip(table.columns, table.cells, strict=True)
        for cell in set(cells)
        if not re.fullmatch(plain.get(kind, r"[^\r\n]*"), cell, re.ASCII)
    ]
    assert odd == []


# Files beside the tables


def test_the_archive_holds_the_same_bytes(folder: Path) -> None:
    with zipfile.ZipFile(folder / "town.zip") as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    beside = [folder / "datapackage.json", *(folder / f"{name}.csv" for name in HERE)]
    papers = {f"town/{name}": inside.pop(f"town/{name}") for name in (*PAPERS, *DESCRIPTIONS)}
    assert inside == {f"town/{file.name}": file.read_bytes() for file in beside}
    assert all(papers.values())


def test_the_archive_alone_gives_every_verdict(folder: Path) -> None:
    """By the rules in it, in SQL that knows no others."""
    assert Archive(folder / "town.zip").differing(f"{TODAY}") == []


PAPERS = ("README.md", "codebook.csv", "codebook.md", "rules.json", "conformance.json")
"""What the archive holds beside the tables and their descriptor."""


@pytest.fixture(scope="module")
def papers(folder: Path) -> dict[str, str]:
    with zipfile.ZipFile(folder / "town.zip") as archive:
        return {name: archive.read(f"town/{name}").decode("utf-8") for name in PAPERS}


def test_the_readme_says_what_it_is_and_how_to_cite_it(papers: dict[str, str], town: Package) -> None:
    chinese, _, english = papers["README.md"].partition("\n# Qinghe")
    for language, text in (("zh", chinese), ("en", english)):
        for said in (
            *(town.version, "2026-11-21", "CC-BY-4.0", town.disclaimer[language]),
            *("@misc{town-0.1.0", "year = {2026}"),
        ):
            assert said in text, (language, said)
    for language, text in (("zh", chinese), ("en", english)):
        assert plain(town, TODAY, language) in text.replace("`", "")
    for name in HERE:
        assert chinese.count(f"| {name}.csv |") == english.count(f"| {name}.csv |") == 1
    assert f"| {len(town.observations)} |" in chinese


def test_the_codebook_has_every_column_in_both_languages(papers: dict[str, str]) -> None:
    rows = list(csv.DictReader(StringIO(papers["codebook.csv"])))
    described = {name: [row["column"] for row in rows if row["table"] == name] for name in HERE}
    assert described == {name: columns.split() for name, columns in HERE.items()}
    told = ("type", "required", "title_zh", "title_en", "meaning_zh", "meaning_en")
    assert [row for row in rows if not all(row[name] for name in told)] == []
    plain = papers["codebook.md"].replace("`", "")
    assert [
        row["column"] for row in rows if row["meaning_en"] not in plain or row["meaning_zh"] not in plain
    ] == []


@pytest.mark.parametrize(
    ("languages", "columns"),
    [
        (("zh", "en"), ["title_zh", "title_en", "meaning_zh", "meaning_en"]),
        (("kk", "en"), ["title_en", "meaning_en"]),
        (("ar",), ["title_en", "meaning_en"]),
        (("zh-Hant",), ["title_zh", "meaning_zh"]),
        (("fr-CA", "fr"), ["title_fr", "meaning_fr"]),
    ],
)
def test_the_codebook_speaks_what_the_program_speaks(languages: tuple[str, ...], columns: list[str]) -> None:
    assert [name for name in codebook_columns(languages) if name.startswith(("title", "meaning"))] == columns
    assert all(head(name, languages).together() for name in codebook_columns(languages))


HOSTILE = "a | b <script>alert(1)</script> [x](http://y) `c` {d} #1_2"


def test_a_title_is_only_text_in_the_readme(town: Package, tmp_path: Path) -> None:
    package = replace(town, title=both(HOSTILE, HOSTILE))
    with zipfile.ZipFile(written(tmp_path, package) / "town.zip") as archive:
        text = archive.read("town/README.md").decode("utf-8")
    titles = [line for line in text.splitlines() if line.startswith("# ")]
    assert len(titles) == 2
    for line in titles:
        page = MarkdownIt("gfm-like").render(line)
        assert set(re.findall(r"</?(\w+)", page)) == {"h1", "code"}
        assert unescape(re.sub(r"</?(?:h1|code)>", "", page)) == f"{HOSTILE}\n"


def test_the_files_of_each_indicator_agree_with_the_tables(folder: Path, town: Package) -> None:
    tables = {name: read(folder / f"{name}.csv") for name in HERE}
    assessments = {row["target_id"]: row for row in tables["assessments"]}
    names = {file.name for file in (folder / "indicators").iterdir()}
    assert names == {f"{name}.{form}" for name in town.indicators for form in ("csv", "json")}

    def as_text(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: as_text(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [as_text(inner) for inner in value]
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    for facts in tables["indicators"]:
        name = facts["indicator_id"]
        reported = own_rows(folder, name)
        targets = [row for row in tables["targets"] if row["indicator_id"] == name]
        file = folder / "indicators" / f"{name}.csv"
        assert read(file) == reported
        heads = file.read_text(encoding="utf-8").splitlines()[0]
        power = "area_id,power," if name == "lamps-installed" else "area_id,"
        assert heads == COLUMNS["observations"].replace(" ", ",").replace("area_id,", power)
        content = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"), parse_float=Decimal)
        unit = town.units[facts["unit_id"]].title
        assert as_text(content) == {
            **facts,
            "package": "town",
            "version": town.version,
            "licence": "CC-BY-4.0",
            "unit_zh": unit.own("zh"),
            "unit_en": unit.own("en"),
            "targets": [{**row, "assessment": assessments[row["target_id"]]} for row in targets],
            "observations": reported,
            "sources": [
                {**document, "locators": list(cited)}
                for document in tables["documents"]
                if (
                    cited := dict.fromkeys(
                        row["locator"]
                        for row in (*targets, *reported)
                        if row["document_id"] == document["document_id"]
                    )
                )
            ],
            "findings": [row for row in tables["findings"] if row["indicator_id"] == name],
            "revisions": [],
            "page": f"../../../town/indicators/{name}/",
            "$schema": "../../../data/indicator.schema.json",
        }


# The same data, the same bytes


@pytest.mark.parametrize("place", ELSEWHERE, ids=lambda place: place["TZ"])
def test_another_machine_writes_the_same_bytes(folder: Path, tmp_path: Path, place: dict[str, str]) -> None:
    again, first = written_elsewhere(tmp_path, BASE, "town", place), contents(folder)
    assert again.keys() == first.keys()
    assert [name for name in first if again[name] != first[name]] == []


# The codebook


def columns_of(tables: list[FilledTable]) -> set[tuple[str, str]]:
    return {(table.name, name) for table in tables for name in table.names}


def keys_of(table: str, name: str) -> set[str]:
    """The keys of the catalogue that may tell of a column: with its table or without, of a text in any language."""
    name = original(table, name)
    names = {name, f"{text_of(name)[0]}_*"} - {"_*"}
    return names | {f"{table}.{one}" for one in names}


def described(texts: Mapping[str, Any], table: str, name: str) -> bool:
    return not keys_of(table, name).isdisjoint(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_described(town: Package, language: str) -> None:
    texts = catalogue(language, "fields")
    tables = published_tables(town, assess_package(town, TODAY))
    assert {table.name for table in tables} <= texts["tables"].keys()
    for table, name in columns_of(tables):
        assert described(texts["fields"], table, name), f"{table}.{name} is not described in {language}"
        assert description(table, name, language).strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_a_short_name_and_no_other_has(language: str) -> None:
    titles: Mapping[str, str] = catalogue(language, "fields")["titles"]
    town = by_name.package()
    tables = published_tables(town, assess_package(town, TODAY))
    columns = columns_of(tables) | {
        (shape.name, item.name)
        for shape in (PACKAGES, EQUIVALENCES)
        for item in shape.in_languages((language,)).fields
    }
    assert {name for table, name in columns if not described(titles, table, name)} == set()
    own = {"dimension"}.union(*(keys_of(table, name) for table, name in columns))
    assert titles.keys() - own == set()
    assert {text for text in titles.values() if len(text) > 30} == set()


def names_in(shape: fields.Shape) -> set[str]:
    """The columns and keys of one kind of author's file, with what stands below them."""
    nested = (names_in(item.nested) for item in shape.fields if item.nested)
    own = (keys_of(shape.name, item.name) for item in shape.fields)
    return {shape.entry.name}.union(*own, *nested) if shape.keyed else set[str]().union(*own, *nested)


def shape_names(shape: fields.Shape) -> set[str]:
    return {shape.name}.union(*(shape_names(item.nested) for item in shape.fields if item.nested))


SHAPES = [
    *(value.in_languages(LANGUAGES) for value in vars(tables).values() if isinstance(value, fields.Shape)),
    *BRIDGES.values(),
    *(shape.in_languages(LANGUAGES) for shape in (PACKAGES, EQUIVALENCES)),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_description_is_unused(town: Package, language: str) -> None:
    tables = published_tables(town, assess_package(town, TODAY))
    used = {"dimension"}.union(*(keys_of(table, name) for table, name in columns_of(tables)))
    used = used.union(*map(names_in, SHAPES))
    used = used.union(*(keys_of(name, table.id_column) for name, table in AUTHORED.items()))
    used = used.union(*(keys_of(shape.name, item.name) for shape in SHAPES for item in shape.fields))
    named = {table.name for table in tables}.union(*map(shape_names, SHAPES))
    texts: Mapping[str, Mapping[str, Any]] = catalogue(language, "fields")
    assert (texts["fields"].keys() - used, texts["tables"].keys() - named) == (set(), set())


@pytest.mark.parametrize("later", [True, False])
def test_a_standing_of_a_past_day_says_so_in_its_row(town: Package, later: bool) -> None:  # noqa: FBT001 - an expectation
    standings = replace(assess_package(town, TODAY), later=later)
    (table,) = (item for item in published_tables(town, standings) if item.name == "assessments")
    place = [name for name, _ in table.columns].index("explanation_en")
    note = f". By what was known on {day(TODAY, 'en')}; what was issued later counts for nothing."
    assert table.rows
    assert {row[place].endswith(note) for row in table.rows} == {later}
