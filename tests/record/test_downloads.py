"""The downloads of the shipped record: their cells, the same in each form, and valid to independent readers."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd
import polars as pl
import pytest
import yaml
from books import Made, differing_sheets, made, opened
from databases import differing_tables
from databases import made as as_database
from dcat import SPDX, URL, graph_of
from dcat import complaints as broken_rules
from downloads import COLUMNS, ELSEWHERE, complaints, contents, loaded, read, written, written_elsewhere
from folders import DATA, RECORD, ROOT
from rdflib import RDFS
from rdflib.namespace import DCAT, PROV
from sites import TODAY
from strangers import Archive

from generator import __version__
from generator.core.model import Package
from generator.publishing.build import export
from generator.publishing.export import filled
from generator.publishing.export.about import facts
from generator.publishing.export.catalogue import PATH
from generator.publishing.export.workbook import workbook
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.verdicts.standings import assess_package


@pytest.fixture(scope="module")
def qingdao() -> Package:
    return loaded(DATA, "qingdao")


@pytest.fixture(scope="module")
def folder(qingdao: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("export"), qingdao)


@pytest.fixture(scope="module")
def book(qingdao: Package) -> Made:
    return made(qingdao, assess_package(qingdao, TODAY))


@pytest.mark.parametrize("package", RECORD)
def test_the_archive_alone_gives_every_verdict(package: str, tmp_path: Path) -> None:
    """By the rules in it, in SQL that knows no others."""
    archive = written(tmp_path, loaded(DATA, package)) / f"{package}.zip"
    assert Archive(archive).differing(f"{TODAY}") == []


# The tables


@pytest.mark.parametrize("table", COLUMNS)
def test_columns_never_change(folder: Path, table: str) -> None:
    found = (folder / f"{table}.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    assert found == COLUMNS[table].split()


CELLS = [
    # table, row, column, as it stands in the file
    ("goals", "2023-work-points/3", "themes", "landscape;city-order"),
    ("goals", "2023-work-points/1", "themes", "illegal-construction"),
    ("goals", "2023-work-points/1", "organisations", ""),
    ("documents", "2023-h1-report", "published", ""),
    ("documents", "2023-h1-report", "period_end", "2023-06-30"),
    ("targets", "2023-work-points/10/heating-pipes-renewed/2023", "value", "30"),
    ("targets", "2023-work-points/10/heating-pipes-renewed/2023", "value_upper", ""),
    ("targets", "2023-work-points/15/gas-hose-replaced-households/2023", "value", "2600000"),
    ("observations", "2023-h1-report/gas-pipes-renewed/2023-06-30", "value", "15.03"),
    ("observations", "2023-h1-report/planning-enforcement-area/2023-06-30", "value", "37500000"),
    ("observations", "2023-h1-report/street-trading-cases-handled/2023-06-30", "stated_change", "-20.4"),
    ("assessments", "2023-work-points/10/heating-pipes-renewed/2023", "share_done", "61"),
    ("assessments", "2023-work-points/15/old-dwellings-gas-connected/2023", "share_due", "41.67"),
    ("assessments", "2023-work-points/15/old-dwellings-gas-connected/2023", "pace", "1.1472"),
    ("assessments", "2023-work-points/5/deep-cleaned-roads/2023", "observation_id", ""),
    ("assessments", "2023-work-points/5/deep-cleaned-roads/2023", "pace", ""),
    ("deliverables", "2023-work-points/11/heads-take-hard-cases", "state_as_of", ""),
    ("deliverables", "2023-work-points/13/citywide-detection", "state_as_of", "2023-06-30"),
    ("indicators", "waste-sorting-national-rank", "ascending", "false"),
    ("areas", "qingdao", "part_of", ""),
]


@pytest.mark.parametrize(("table", "row", "column", "expected"), CELLS)
def test_cell(folder: Path, table: str, row: str, column: str, expected: str) -> None:
    rows = {found[COLUMNS[table].split()[0]]: found for found in read(folder / f"{table}.csv")}
    assert rows[row][column] == expected


def test_json_has_numbers_booleans_and_nulls(folder: Path) -> None:
    content = json.loads((folder / "indicators" / "heating-pipes-renewed.json").read_text(encoding="utf-8"))
    assert (content["ascending"], content["targets"][0]["value"], content["targets"][0]["baseline"]) == (
        True,
        30,
        None,
    )
    assert content["observations"][0]["value"] == 18.3


def test_the_descriptor_says_where_the_package_comes_from(folder: Path, qingdao: Package) -> None:
    found = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (found["name"], found["version"], found["created"]) == ("qingdao", "0.2.0", "2026-11-21T00:00:00Z")
    assert [item["name"] for item in found["licenses"]] == ["CC-BY-4.0"]
    assert all(item["title"] and item["roles"] for item in found["contributors"])
    assert [item["document_id"] for item in found["sources"]] == list(qingdao.documents)
    h1 = next(item for item in found["sources"] if item["document_id"] == "2023-h1-report")
    document = qingdao.documents["2023-h1-report"]
    assert h1 == {
        "title": f"{document.title.own('zh')} / {document.title.own('en')}",
        "document_id": "2023-h1-report",
        "archive_sha256": document.archive_sha256,
        "period_start": "2023-01-01",
        "period_end": "2023-06-30",
    }
    assert {"市容秩序", "City order"} & set(found["keywords"]) or len(found["keywords"]) == 2 * len(
        qingdao.themes
    )
    assert "homepage" not in found


def test_pandas_reads_the_figures_in_one_line(folder: Path, qingdao: Package) -> None:
    frame = pd.read_csv(folder / "observations.csv")
    assert len(frame) == len(qingdao.observations) > 100
    assert frame.set_index("indicator_id").loc["heating-pipes-renewed", "value"] == 18.3
    numbers = ["value", "stated_share", "stated_change"]
    assert [str(frame[name].dtype) for name in numbers] == ["float64"] * 3


def test_an_independent_reader_finds_them_valid(folder: Path) -> None:
    assert complaints(folder) == set()


def test_another_machine_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again, first = written_elsewhere(tmp_path, DATA, "qingdao", ELSEWHERE[1]), contents(folder)
    assert again.keys() == first.keys()
    assert [name for name in first if again[name] != first[name]] == []


# The other forms


def test_the_database_holds_the_tables_as_they_are(qingdao: Package) -> None:
    tables, connection = as_database(qingdao)
    with closing(connection):
        assert differing_tables(tables, connection) == []
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        kinds = "SELECT DISTINCT typeof(value) FROM observations WHERE value IS NOT NULL"
        assert {row[0] for row in connection.execute(kinds)} <= {"integer", "real"}
        (value,) = connection.execute(
            "SELECT value FROM observations WHERE observation_id = '2023-h1-report/heating-pipes-renewed/2023-06-30'"
        ).fetchone()
        assert value == 18.3


def test_the_workbook_holds_the_tables_as_they_are(book: Made) -> None:
    _, _, tables, content = book
    assert differing_sheets([table for table in tables if table.in_workbook], content) == []


def test_a_table_too_long_for_a_sheet_is_left_out_and_named(
    book: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, standings, tables, _ = book
    monkeypatch.setattr(filled, "LONGEST_TABLE", 100)
    shortened = opened(workbook(package, standings, tables, facts(package, TODAY)))
    long = {table.name for table in tables if len(table) > 100 and not table.bridge}
    assert long == {"indicators", "observations", "programmes", "mentions"}
    assert not {*long, "recompute"} & set(shortened.sheetnames)
    about = {row[0]: row[2:] for row in shortened["about"].iter_rows(values_only=True) if row[0]}
    text, rows = about["observations"]
    assert ("observations.csv" in str(text), rows) == (True, len(package.observations))


def test_every_table_of_the_record_says_the_same_as_its_csv(tmp_path: Path) -> None:
    assert export(DATA, tmp_path / "out", today=TODAY, parquet=True).ok
    files = sorted((tmp_path / "out").rglob("*.parquet"))
    tables = {path for path in (tmp_path / "out").glob("*/*.csv") if not path.name.startswith("sdmx")}
    assert {file.with_suffix(".csv") for file in files} == tables
    for file in files:
        # Parquet has the observations of an indicator together; the key tells which row is which.
        read = pl.read_parquet(file)
        read = read.sort(read.columns[0])
        printed = pl.read_csv(file.with_suffix(".csv"), infer_schema=False)
        printed = printed.sort(printed.columns[0])
        assert read.columns == printed.columns
        decimals = [name for name, kind in read.schema.items() if isinstance(kind, pl.Decimal)]
        for name in read.columns:
            if name in decimals:
                numbers = [None if text is None else Decimal(text) for text in printed[name]]
                assert read[name].to_list() == numbers, (file.name, name)
            else:
                assert read[name].cast(pl.String).to_list() == printed[name].to_list(), (file.name, name)


# The catalogue, and the citation


# rdflib warns of a class of its own, which its reader of JSON-LD uses.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_catalogue_of_the_record_names_its_files_as_they_are(site: Path) -> None:
    graph = graph_of((site / PATH).read_text(encoding="utf-8"), f"{URL}{PATH}")
    assert [rule for rule in broken_rules(graph) if rule[0] == "Violation"] == []
    packages = {folder.parent for folder in (site / "data").glob("*/datapackage.json")} - {
        site / "data/all_packages"
    }
    assert len(set(graph.objects(predicate=DCAT.dataset))) == len(packages) > 1
    named = set()
    for node, address in graph.subject_objects(DCAT.downloadURL):
        file = site / unquote(urlsplit(str(address)).path).removeprefix("/records/")
        named.add(file)
        content = file.read_bytes()
        checksum = graph.value(node, SPDX.checksum)
        assert checksum is not None
        assert str(graph.value(node, DCAT.byteSize)) == str(len(content))
        assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest()
    named |= {
        site / unquote(urlsplit(str(address)).path).removeprefix("/records/")
        for address in graph.objects(predicate=RDFS.seeAlso)
    }
    # What a release is leads to its descriptor.
    named -= {file for folder in packages for file in folder.glob("*/datapackage.json")}
    assert named == {
        file
        for folder in packages
        for file in folder.iterdir()
        if file.is_file() and file.name != "index.html"
    }
    pages = {*graph.objects(predicate=DCAT.landingPage), *graph.objects(predicate=PROV.wasDerivedFrom)}
    paths = {urlsplit(str(page)).path.removeprefix("/records/") for page in pages}
    assert [path for path in paths if not (site / path / "index.html").is_file()] == []
    assert (None, RDFS.label, None) in graph


def test_the_citation_file_agrees_with_the_program_and_the_data() -> None:
    citation: dict[str, Any] = yaml.load(
        (ROOT / "CITATION.cff").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    ledger, _ = load(WorkingTree(DATA))
    assert ledger is not None
    assert (citation["version"], citation["license"]) == (__version__, "MIT")
    assert re.search(r'(?m)^license = "MIT"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {(one["title"], one["version"], one["license"]) for one in citation["references"]} == {
        (f"{package.title.own('zh')} / {package.title.own('en')}", package.version, package.licence)
        for package in ledger.packages.values()
    }
