"""Codes of places, units, bodies and indicators: at the end of their tables, in what machines read, and on two pages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from dcat import complaints, graph_of
from downloads import complaints as faults
from downloads import read, written
from overlays import OverlayTree, report_against
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS
from shown import Shown
from sites import TODAY

from generator.core.model import Package
from generator.publishing.export.catalogue import as_text, dcat
from generator.publishing.pages import Site
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.verdicts.standings import assess_package

PLACE = "  iso_3166: NO-03\n  gbt_2260: 370202\n  wikidata: Q64\n"
"""NO, which YAML would take for “no”, and digits, which it would take for a number."""

BODY = "  credit_code: 11990000MB0000001M\n  ror: 05dxps055\n  wikidata: Q100\n"
MEASURED = "  sdg: 11.6.1\n  wikidata: Q7777\n"
FILES = {
    "town/areas.yaml": ("  title_en: Qinghe Town\n", PLACE),
    "town/organisations.yaml": ("  title_en: Qinghe Town Government\n", BODY),
    "town/units.yaml": ("  title_en: lamps\n", "  ucum: 1\n"),
    "town/indicators/lighting.yaml": ("  title_en: Street lamps installed\n", MEASURED),
}


def with_codes() -> OverlayTree:
    tree = OverlayTree()
    for path, (line, codes) in FILES.items():
        tree.edit(path, line, line + codes)
    # Two units that are only counted have one code.
    return tree.write(
        "town/units.yaml",
        tree.read("town/units.yaml").decode().replace("  title_en: days\n", "  title_en: days\n  ucum: 1\n"),
    )


def town(tree: OverlayTree) -> Package:
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def pages(package: Package, language: str = "en") -> Mapping[str, str]:
    view = PackageView(package, assess_package(package, TODAY))
    return Shown(Site((view,), {"town": ()}, TODAY, TODAY), language)


ROWS = [
    # table, row, its codes as published
    ("areas", "qinghe", {"iso_3166": "NO-03", "gbt_2260": "370202", "wikidata": "Q64"}),
    ("areas", "east-village", {"iso_3166": "", "gbt_2260": "", "wikidata": ""}),
    (
        "organisations",
        "town-government",
        {"credit_code": "11990000MB0000001M", "ror": "05dxps055", "wikidata": "Q100"},
    ),
    ("units", "lamp", {"ucum": "1", "wikidata": ""}),
    ("indicators", "lamps-installed", {"sdg": "11.6.1", "wikidata": "Q7777"}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("codes"), town(with_codes()))


@pytest.mark.parametrize(("table", "name", "codes"), ROWS)
def test_codes_stand_at_the_end_of_their_table(
    folder: Path, table: str, name: str, codes: dict[str, str]
) -> None:
    [row] = [row for row in read(folder / f"{table}.csv") if next(iter(row.values())) == name]
    assert list(row.items())[-len(codes) :] == list(codes.items())
    with sqlite3.connect(folder / "town.sqlite") as database:
        key = next(iter(row))
        stored = database.execute(
            f"SELECT {', '.join(codes)} FROM {table} WHERE {key} = ?",
            (name,),
        ).fetchone()
    assert stored == tuple(code or None for code in codes.values())


def test_a_code_of_digits_stays_a_text_in_the_workbook(folder: Path) -> None:
    sheet = openpyxl.load_workbook(BytesIO((folder / "town.xlsx").read_bytes()))["areas"]
    head = [cell.value for cell in sheet[1]]
    values = [row[head.index("gbt_2260")] for row in sheet.iter_rows(min_row=2)]
    assert {(cell.value, cell.data_type) for cell in values if cell.value} == {("370202", "s")}


def test_the_descriptor_says_the_form_of_a_code_and_where_it_leads(folder: Path) -> None:
    assert faults(folder) == set()
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    fields = {
        item["name"]: {field["name"]: field for field in item["schema"]["fields"]} for item in resources
    }
    told = fields["organisations"]["ror"]
    assert told["uriTemplate"] == "https://ror.org/{ror}"
    assert told["constraints"]["pattern"] == "0[0123456789abcdefghjkmnpqrstvwxyz]{6}[0-9]{2}"
    assert fields["units"]["wikidata"]["uriTemplate"] == "http://www.wikidata.org/entity/{wikidata}"
    assert "uriTemplate" not in fields["areas"]["gbt_2260"]


def graph(page: str) -> list[dict[str, Any]]:
    """The things that a page tells machines of."""
    _, _, rest = page.partition('<script type="application/ld+json">')
    found: list[dict[str, Any]] = json.loads(rest.partition("</script>")[0])["@graph"]
    return found


def test_pages_tell_machines_the_codes() -> None:
    found = pages(town(with_codes()))
    body = next(
        item
        for item in graph(found["town/organisations/town-government/index.md"])
        if item["@type"] == "Organization"
    )
    assert body["sameAs"] == ["http://www.wikidata.org/entity/Q100", "https://ror.org/05dxps055"]
    assert {item["propertyID"]: item["value"] for item in body["identifier"]} == {
        "Wikidata": "Q100",
        "GB 32100": "11990000MB0000001M",
        "ROR": "05dxps055",
    }
    data = next(
        item
        for item in graph(found["town/indicators/lamps-installed/index.md"])
        if item["@type"] == "Dataset"
    )
    assert data["variableMeasured"]["propertyID"] == [
        "http://www.wikidata.org/entity/Q7777",
        "https://unstats.un.org/sdgs/metadata/?Text=&Goal=11&Target=11.6",
    ]
    assert data["variableMeasured"]["unitCode"] == "UCUM:1"
    assert data["spatialCoverage"][0]["sameAs"] == ["http://www.wikidata.org/entity/Q64"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_catalogue_names_the_place_as_others_do() -> None:
    settings = Settings(url="https://town.example/")
    found, before = (
        graph_of(as_text(dcat([town(tree)], {}, settings, TODAY))) for tree in (with_codes(), OverlayTree())
    )
    place = URIRef("http://www.wikidata.org/entity/Q64")
    assert {str(code) for code in found.objects(place, DCTERMS.identifier)} == {"NO-03", "370202", str(place)}
    assert (None, DCTERMS.spatial, place) in found
    body = URIRef("https://town.example/town/organisations/town-government/#organisation")
    assert (body, DCTERMS.identifier, Literal("https://ror.org/05dxps055")) in found
    # Of a catalogue without files and without contact there is more to say, but nothing new.
    assert complaints(found) == complaints(before)


SHOWN = [
    # page, language, a line of codes
    ("town/organisations/town-government/index.md", "zh", "统一社会信用代码", "11990000MB0000001M"),
    ("town/indicators/lamps-installed/index.md", "en", "SDG indicator", "11.6.1"),
]


@pytest.mark.parametrize(("path", "language", "name", "code"), SHOWN)
def test_a_page_shows_codes_where_there_are_any(path: str, language: str, name: str, code: str) -> None:
    there, without = (pages(town(tree), language)[path] for tree in (with_codes(), OverlayTree()))
    assert f"<dt>{name}</dt><dd>" in there
    assert f">{code}<" in there
    assert name not in without
    assert "wikidata" not in without.lower()


def test_a_code_may_come_change_and_go_without_a_correction() -> None:
    """It is no figure and no official name: nothing is computed from it."""
    bare, coded = OverlayTree(), with_codes()
    other = with_codes().edit("town/areas.yaml", "Q64", "Q65")
    for base, head in ((bare, coded), (coded, other), (coded, bare)):
        assert [problem.code for problem in report_against(base, head)] == []


REPEATED = [
    # file, two entries with one code, whether that is right
    ("town/areas.yaml", "wikidata: Q64", False),
    ("town/areas.yaml", "gbt_2260: 370202", False),
    ("town/organisations.yaml", "ror: 05dxps055", False),
    ("town/organisations.yaml", "credit_code: 11990000MB0000001M", False),
    ("town/units.yaml", "ucum: d", True),
    ("town/units.yaml", "wikidata: Q573", True),
    ("town/indicators/lighting.yaml", "sdg: 11.6.1", True),
    ("town/indicators/lighting.yaml", "wikidata: Q64", True),
]


@pytest.mark.parametrize(("file", "code", "right"), REPEATED)
def test_one_code_names_one_place_or_body(file: str, code: str, *, right: bool) -> None:
    tree = OverlayTree()
    lines = tree.read(file).decode().splitlines(keepends=True)
    text = "".join(f"{line}  {code}\n" if line.startswith("  title_en") else line for line in lines)
    found = [problem.code for problem in load(tree.write(file, text))[1]]
    assert set(found) == (set() if right else {"code-repeated"})
