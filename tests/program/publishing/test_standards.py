"""A package in the words of other people's standards: each file read back by the library, or held against the schema, of its standard."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import sys
import zipfile
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from downloads import loaded, own_rows, read, written
from folders import BASE
from shown import Shown
from sites import TODAY
from speaking import LANGUAGES, both

from generator.core.model import Package
from generator.core.phrases import Text
from generator.publishing.export import filled
from generator.publishing.export.catalogue import Download
from generator.publishing.export.standards.papers import PAPERS
from generator.publishing.export.standards.sdmx import PACKED, ROWS, STRUCTURE, time_period
from generator.publishing.export.write import published_tables, write_package
from generator.publishing.pages import Site
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.verdicts.standings import assess_package

# rdflib warns of a class of its own, which its reader of JSON-LD uses.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

PAGE = "https://example.org/records/town/"
AT = "https://example.org/records/data/town/"
REPOSITORY = "https://example.org/forge/records/"


@pytest.fixture(scope="module")
def town() -> Package:
    """The small package, with a breakdown, compiled by somebody who is known."""
    package = loaded(BASE, "town")
    return replace(package, creator=both("青禾数据", "Qinghe Data"), creator_id="https://ror.org/02nr0ka47")


@pytest.fixture(scope="module")
def site(town: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its downloads on a site that has an address."""
    folder = tmp_path_factory.mktemp("site") / "town"
    write_package(folder, town, assess_package(town, TODAY), PAGE, address=AT, repository=REPOSITORY)
    return folder


@pytest.fixture(scope="module")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its archive, unpacked."""
    folder = tmp_path_factory.mktemp("unpacked")
    shutil.unpack_archive(site / "town.zip", folder)
    return folder / "town"


def of_json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def test_every_paper_stands_in_the_archive_and_most_on_the_site(site: Path, unpacked: Path) -> None:
    assert {name for name in PAPERS if not (unpacked / name).is_file()} == set()
    assert {name for name in PAPERS if not (site / name).is_file()} == {".zenodo.json"}


# Citing and depositing


def test_the_citation_file_keeps_to_its_schema(unpacked: Path) -> None:
    import jsonschema

    schema = files("check_jsonschema") / "builtin_schemas" / "vendor" / "citation-file-format.json"
    validator = jsonschema.Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))
    text = (unpacked / "CITATION.cff").read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    # A day is written bare, as the standard has it; the schema knows JSON's texts alone.
    assert told["date-released"] == TODAY
    node = {**told, "date-released": TODAY.isoformat()}
    assert [error.message for error in validator.iter_errors(node)] == []
    assert not validator.is_valid({**node, "type": "table"})
    assert {name: node[name] for name in ("type", "version", "license", "url", "repository", "authors")} == {
        "type": "dataset",
        "version": "0.1.0",
        "license": "CC-BY-4.0",
        "url": PAGE,
        "repository": REPOSITORY,
        "authors": [{"name": "青禾数据 / Qinghe Data", "website": "https://ror.org/02nr0ka47"}],
    }


def test_datacite_takes_its_record(unpacked: Path) -> None:
    from datacite import schema45

    told = of_json(unpacked / "datacite.json")
    assert [error.message for error in schema45.validator.iter_errors(told)] == []
    assert not schema45.validator.is_valid({**told, "publicationYear": 2026})
    # Its library writes the XML that goes to the register.
    assert "青禾镇工作目标与进展" in schema45.tostring(told)
    assert told["creators"] == [
        {
            "name": "青禾数据",
            "nameType": "Organizational",
            "nameIdentifiers": [
                {"nameIdentifier": "https://ror.org/02nr0ka47", "nameIdentifierScheme": "ROR"}
            ],
        }
    ]
    assert (told["url"], told["version"], told["publicationYear"]) == (PAGE, "0.1.0", "2026")


def test_what_is_called_the_same_in_two_languages_is_told_once(town: Package, tmp_path: Path) -> None:
    from datacite import schema45

    area = town.areas[town.area_id]
    areas = {**town.areas, area.id: replace(area, title=both("Qinghe", "Qinghe"))}
    themes = {
        name: replace(theme, title=both("Licht", "Licht"), description=Text())
        for name, theme in town.themes.items()
    }
    folder = written(tmp_path, replace(town, areas=areas, themes=themes))
    told = of_json(folder / "datacite.json")
    assert [error.message for error in schema45.validator.iter_errors(told)] == []
    assert told["geoLocations"] == [{"geoLocationPlace": "Qinghe"}]
    assert told["subjects"] == [{"subject": "Licht", "lang": "zh"}, {"subject": "Licht", "lang": "en"}]
    assert yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))["keywords"] == ["Licht"]


FIELDS = {
    "upload_type": str,
    "title": str,
    "description": str,
    "creators": list,
    "access_right": str,
    "license": str,
    "version": str,
    "publication_date": str,
    "language": str,
    "keywords": list,
    "related_identifiers": list,
}
"""The fields of Zenodo's form that the file fills in, as we know them: its own schema could not be had."""


def test_zenodo_finds_the_fields_of_its_form(unpacked: Path) -> None:
    told = of_json(unpacked / ".zenodo.json")
    assert {name: type(value) for name, value in told.items()} == FIELDS
    assert (told["upload_type"], told["access_right"], told["license"]) == ("dataset", "open", "cc-by-4.0")
    assert told["creators"] == [{"name": "青禾数据"}]
    assert (told["language"], told["publication_date"]) == ("zho", TODAY.isoformat())
    assert told["related_identifiers"][0] == {
        "identifier": PAGE,
        "relation": "isIdenticalTo",
        "resource_type": "dataset",
    }


def test_titles_and_names_that_would_be_markup_are_text(town: Package, tmp_path: Path) -> None:
    hostile = "a: <b>&amp; \"x\" 'y' #1 | {d} \\"
    package = replace(town, title=both(hostile, hostile), description=both(hostile, hostile), creator=Text())
    with zipfile.ZipFile(written(tmp_path, package) / "town.zip") as archive:
        inside = {name: archive.read(f"town/{name}").decode() for name in PAPERS}
    assert yaml.safe_load(inside["CITATION.cff"])["title"] == f"{hostile} / {hostile}"
    assert yaml.safe_load(inside["CITATION.cff"])["authors"][0]["name"] == "town"
    zenodo = json.loads(inside[".zenodo.json"])
    assert zenodo["title"] == f"{hostile} / {hostile}"
    assert "<b>" not in zenodo["description"]
    for name in PAPERS.keys() - {"CITATION.cff"}:
        assert json.loads(inside[name]), name


# The folder as a whole


def test_the_archive_is_a_research_object_crate(unpacked: Path) -> None:
    from rocrate.rocrate import ROCrate

    crate = ROCrate(unpacked)
    root = crate.root_dataset
    assert root["name"] == "青禾镇工作目标与进展 / Qinghe Town: goals and progress"
    assert root["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    assert root["author"]["name"] == "青禾数据 / Qinghe Data"
    sizes = {item.id: int(item["contentSize"]) for item in root["hasPart"]}
    assert sizes == {
        file.name: file.stat().st_size
        for file in (*unpacked.glob("*.csv"), unpacked / "datapackage.json")
        if file.name != "codebook.csv"
    }
    assert [item.id for item in root["isBasedOn"]] == ["#2023-plan", "#2023-report"]


# The tables


@pytest.fixture
def croissant(unpacked: Path) -> Any:
    import jsonpath_ng

    # mlcroissant asks for what this one goes on from (pyproject.toml, [tool.uv]).
    sys.modules.setdefault("jsonpath_rw", jsonpath_ng)
    import mlcroissant

    return mlcroissant.Dataset(jsonld=unpacked / "croissant.json")


def test_croissant_reads_each_table(unpacked: Path, croissant: Any) -> None:
    issues = croissant.metadata.ctx.issues
    assert (sorted(issues.errors), sorted(issues.warnings)) == ([], [])
    for name in ("targets", "observations", "documents"):
        rows = [*croissant.records(record_set=name)]
        assert len(rows) == len(read(unpacked / f"{name}.csv")) > 0
    target = next(iter(croissant.records(record_set="targets")))
    first = read(unpacked / "targets.csv")[0]
    assert target["targets/target_id"].decode() == first["target_id"]
    assert target["targets/value"] == float(first["value"])


def test_croissant_names_full_addresses_on_the_site_alone(site: Path, unpacked: Path) -> None:
    for folder, address in ((site, AT), (unpacked, "")):
        files = of_json(folder / "croissant.json")["distribution"]
        assert {item["contentUrl"] for item in files} == {f"{address}{item['name']}" for item in files}


def test_csvw_reads_each_table_with_its_keys_and_types(unpacked: Path) -> None:
    from csvw import TableGroup

    group = TableGroup.from_file(unpacked / "csv-metadata.json")
    tables = {table.local_name: [*table.iterdicts(strict=True)] for table in group.tables}
    assert {name: len(rows) for name, rows in tables.items()} == {
        name: len(read(unpacked / name)) for name in tables
    }
    group.check_referential_integrity()
    goals = {row["goal_id"]: row["themes"] for row in tables["goals.csv"]}
    assert goals == {row["goal_id"]: row["themes"].split(";") for row in read(unpacked / "goals.csv")}
    assert isinstance(tables["documents.csv"][0]["period_start"], date)


# Statistical software


def test_sdmx_is_read_by_the_structure_that_goes_with_it(site: Path) -> None:
    from pysdmx.io import get_datasets
    from pysdmx.model.dataflow import Schema

    (found,) = get_datasets(site / ROWS, site / STRUCTURE, validate=True)
    rows = read(site / "observations.csv")
    assert isinstance(found.structure, Schema)
    assert found.structure.short_urn == "DataStructure=town:OBSERVATIONS(0.1.0)"
    told = found.data.astype("string").fillna("")
    assert len(told) == len(rows)
    pairs = (
        ("DOCUMENT", "document_id"),
        ("INDICATOR", "indicator_id"),
        ("REF_AREA", "area_id"),
        ("AS_OF", "as_of"),
        ("OBS_STATUS", "obs_status"),
        ("UNIT_MEASURE", "unit_id"),
        ("FIGURE", "figure"),
    )
    for theirs, ours in pairs:
        assert [*told[theirs]] == [row[ours] for row in rows], theirs
    assert [float(value) for value in told["OBS_VALUE"] if value] == [
        float(row["value"]) for row in rows if row["value"]
    ]
    dimensions = [item.id for item in found.structure.components.dimensions]
    # No two observations stand in the same place.
    assert not told.duplicated(subset=dimensions).any()
    assert dimensions == ["DOCUMENT", "INDICATOR", "REF_AREA", "BY_POWER", "AS_OF", "TIME_PERIOD"]


def test_breakdowns_are_dimensions_with_a_total(site: Path) -> None:
    (dimension,) = read(site / "dimensions.csv")
    name = dimension["dimension_id"]
    with (site / ROWS).open(encoding="utf-8", newline="") as lines:
        told = [row[f"BY_{name.replace('-', '_').upper()}"] for row in csv.DictReader(lines)]
    by_id = {
        row["observation_id"]: row.get(name) or "_T"
        for indicator in read(site / "indicators.csv")
        for row in own_rows(site, indicator["indicator_id"])
    }
    assert told == [by_id[row["observation_id"]] for row in read(site / "observations.csv")]
    assert len(set(told)) > 1


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2023-01-01", "2023-12-31", "2023"),
        ("2023-02-01", "2023-02-28", "2023-02"),
        ("2023-01-01", "2023-06-30", "2023-01-01/P6M"),
        ("2021-01-01", "2025-12-31", "2021-01-01/P60M"),
        ("2022-04-01", "2023-03-31", "2022-04-01/P12M"),
        ("2023-05-17", "2023-05-17", "2023-05-17"),
        ("2023-05-17", "2023-05-19", "2023-05-17/P3D"),
        ("2023-01-01", "2023-02-10", "2023-01-01/P41D"),
        ("0999-01-01", "0999-12-31", "0999"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
    ],
)
def test_periods_are_written_as_sdmx_does(first: str, last: str, told: str) -> None:
    assert time_period(date.fromisoformat(first), date.fromisoformat(last)) == told


def test_many_observations_are_packed(
    town: Package, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.publishing.export.standards.sdmx.LONGEST_TABLE", 3)
    folder = written(tmp_path, town)
    assert not (folder / ROWS).exists()
    assert gzip.decompress((folder / PACKED).read_bytes()) == (site / ROWS).read_bytes()
    assert len(town.observations) < filled.LONGEST_TABLE


# The way between a page and its files


def test_the_linkset_leads_from_the_page_to_each_file_and_back(site: Path) -> None:
    page, *back = of_json(site / "linkset.json")["linkset"]
    assert page["anchor"] == AT
    assert page["cite-as"] == [{"href": AT}]
    assert page["license"] == [{"href": "https://creativecommons.org/licenses/by/4.0/"}]
    assert page["author"] == [{"href": "https://ror.org/02nr0ka47"}]
    assert [item["href"].rpartition("/")[2] for item in page["type"]] == ["AboutPage", "Dataset"]
    here = {f"{AT}{file.name}" for file in site.iterdir() if file.is_file()}
    told = {item["href"] for item in (*page["item"], *page["describedby"])}
    assert here - told == {f"{AT}linkset.json"}
    assert told - here == set()
    assert {item["anchor"]: item["collection"] for item in back} == {
        item["href"]: [{"href": AT, "type": "text/html"}] for item in page["item"]
    }


def test_without_an_address_links_are_those_from_file_to_file(town: Package, tmp_path: Path) -> None:
    folder = written(tmp_path, replace(town, doi="10.5281/zenodo.1"))
    page, *_ = of_json(folder / "linkset.json")["linkset"]
    assert page["anchor"] == "./"
    assert page["cite-as"] == [{"href": "https://doi.org/10.5281/zenodo.1"}]
    assert all((folder / item["href"]).is_file() for item in page["item"])


PAGES = {
    "data/town/": {
        ("cite-as", "https://example.org/data/town/"),
        ("type", "https://schema.org/AboutPage"),
        ("type", "https://schema.org/Dataset"),
        ("license", "https://creativecommons.org/licenses/by/4.0/"),
        ("item", "../../../data/town/town.zip"),
        ("linkset", "../../../data/town/linkset.json"),
    },
    "data/": {("alternate noopener", "../../data/catalog.jsonld")},
    "town/": {
        ("describedby", "../../data/town/datapackage.json"),
        ("alternate noopener", "../../data/town/town.zip"),
    },
    "town/goals/": {("alternate noopener", "../../../data/town/goals.csv")},
    "town/unreported/": {("alternate noopener", "../../../data/town/assessments.csv")},
    "town/indicators/lamps-installed/": {
        ("alternate noopener", "../../../../data/town/indicators/lamps-installed.csv"),
        ("alternate noopener", "../../../../data/town/indicators/lamps-installed.json"),
    },
    "methods/": set(),
}
"""What the head of an English page of a site leads machines to."""


def test_pages_lead_to_the_data_behind_them() -> None:
    package = loaded(BASE, "town")
    view = PackageView(package, assess_package(package, TODAY))
    files = {f"data/town/{name}": Download(1, "ab" * 32) for name in ("town.zip", "linkset.json")}
    tables = {"town": [(table, 1) for table in published_tables(package, view.standings)]}
    settings = Settings(LANGUAGES, url="https://example.org/")
    pages = Shown(Site((view,), tables, TODAY, TODAY, settings, files), "en")
    found = {}
    for path in PAGES:
        front = yaml.safe_load(pages[f"{path}index.md"].split("---")[1])
        found[path] = {(link["rel"], link["href"]) for link in front.get("links", ())}
    assert found == PAGES
