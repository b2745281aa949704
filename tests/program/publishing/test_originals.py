"""Where the original of a document is: beside each figure, on its page, and in all that is published of it."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from dcat import complaints, graph_of
from finished import Document
from overlays import REPORT, OverlayTree
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF
from shown import Shown
from sites import TODAY
from speaking import LANGUAGES

from generator.core.model import Package
from generator.publishing.export import ledger as published
from generator.publishing.export.catalogue import as_text, dcat
from generator.publishing.export.descriptor import descriptor
from generator.publishing.pages import Site
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.verdicts.standings import assess_package

FACTS = f"{REPORT}/document.yaml"
OWN, COPY = "https://town.example/report?year=2023&part=1", "https://archive.example/2024/report"
ADDRESS = f"url: {OWN}\n"
KEPT = f"archived_url: {COPY}\nretrieved: 2024-01-30\n"
NUMBER = "document_number: 青政〔2023〕5号\nmedia_type: application/pdf\n"


def town(facts: str = "") -> Package:
    """The town, of whose report more is said."""
    tree = OverlayTree()
    ledger, report = load(tree.write(FACTS, tree.read(FACTS).decode() + facts))
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def pages(package: Package, language: str = "en") -> Mapping[str, str]:
    view = PackageView(package, assess_package(package, TODAY))
    return Shown(Site((view,), {"town": ()}, TODAY, TODAY), language)


def elsewhere(page: str) -> list[str]:
    """The addresses on other sites to which a page leads."""
    return [link for tag, link in Document(page).links if tag == "a" and link.startswith("http")]


DOCUMENT = "town/documents/2023-report/index.md"
LAMPS = "town/indicators/lamps-standing/index.md"

SAID = [
    # what the file says; where the document's page leads, where each figure's does; what the page says of them
    (ADDRESS + KEPT, [OWN, COPY], OWN, ["Official address", "Kept copy", "30 January 2024"]),
    (ADDRESS, [OWN], OWN, ["Official address"]),
    (KEPT, [COPY], COPY, ["Kept copy"]),
    (NUMBER, [], "", ["青政〔2023〕5号", "No address of the original is on record."]),
    ("", [], "", ["No address of the original is on record."]),
]


@pytest.mark.parametrize(("facts", "addresses", "beside", "words"), SAID)
def test_pages_lead_to_the_original(facts: str, addresses: list[str], beside: str, words: list[str]) -> None:
    found = pages(town(facts))
    text = Document(found[DOCUMENT]).text
    # The page of a document leads there above its figures, then beside each.
    assert elsewhere(found[DOCUMENT])[: len(addresses)] == addresses
    assert [word for word in words if word not in text] == []
    assert ("No address" in text) is (not addresses)
    assert set(elsewhere(found[LAMPS])) == ({beside} if beside else set())
    assert "No address" not in found[LAMPS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_says_that_it_leaves_the_site(language: str) -> None:
    page = pages(town(ADDRESS), language)[LAMPS]
    leaves = {"zh": "（打开别的网站）", "en": "(leads to another site)"}[language]
    [link] = {
        part.partition("</a>")[0] for part in page.split("<a ") if "town.example" in part.partition(">")[0]
    }
    assert 'rel="noopener"' in link
    assert unescape(link).count(OWN) == 1
    assert "&part" not in link
    assert f'<span class="mz-visually-hidden"> {leaves}</span>' in link


def test_a_figure_leads_to_the_original_of_its_own_document() -> None:
    """The plan has no address."""
    page = pages(town(ADDRESS))["town/indicators/lamps-installed/index.md"]
    sources = page.split('<span class="mz-source">')[1:]
    of_report = ["Report of Qinghe Town" in part for part in sources]
    assert [("town.example" in part) for part in sources] == of_report
    assert set(of_report) == {True, False}


def test_the_table_of_documents_has_it_at_its_end() -> None:
    table = published.documents(town(ADDRESS + KEPT + NUMBER))
    rows = {row[0]: row[-6:-1] for row in table.rows}
    assert [item.name for item in table.fields][-6:-1] == [
        *("url", "archived_url", "retrieved", "document_number", "media_type")
    ]
    assert rows["2023-report"] == (OWN, COPY, "2024-01-30", "青政〔2023〕5号", "application/pdf")
    assert set(rows["2023-plan"]) <= {"", None}


SOURCES: list[tuple[str, dict[str, str]]] = [
    (
        ADDRESS + KEPT + NUMBER,
        {
            "path": OWN,
            "archived_url": COPY,
            "retrieved": "2024-01-30",
            "document_number": "青政〔2023〕5号",
            "media_type": "application/pdf",
        },
    ),
    (KEPT, {"path": COPY, "archived_url": COPY, "retrieved": "2024-01-30"}),
    ("", {}),
]


@pytest.mark.parametrize(("facts", "expected"), SOURCES)
def test_the_descriptor_names_it_as_a_source(facts: str, expected: dict[str, str]) -> None:
    made = descriptor(town(facts), TODAY, [], {}, "")
    [source] = [item for item in made["sources"] if item["document_id"] == "2023-report"]
    names = ("path", "archived_url", "retrieved", "document_number", "media_type")
    assert {name: source[name] for name in names if name in source} == expected


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_catalogue_leads_to_it() -> None:
    url = "https://example.org/records/"
    settings = Settings(LANGUAGES, url=url)
    graph = graph_of(as_text(dcat([town(ADDRESS + KEPT + NUMBER)], {}, settings, TODAY)))
    document = URIRef(f"{url}town/documents/2023-report/#document")
    assert set(graph.objects(document, FOAF.page)) == {URIRef(OWN), URIRef(COPY)}
    assert graph.value(URIRef(OWN), RDF.type) == FOAF.Document
    assert complaints(graph) == complaints(graph_of(as_text(dcat([town()], {}, settings, TODAY))))
    assert graph.value(document, DCTERMS.identifier) == Literal("青政〔2023〕5号")
    media = URIRef("http://www.iana.org/assignments/media-types/application/pdf")
    assert graph.value(document, DCTERMS.format) == media
    assert list(graph.objects(URIRef(f"{url}town/documents/2023-plan/#document"), FOAF.page)) == []


def of_schema(facts: str) -> dict[str, Any]:
    """What the document's page says of it to machines."""
    page = Document(pages(town(facts))[DOCUMENT])
    [node] = [item for item in page.linked_data[0]["@graph"] if item["@type"] == "Report"]
    names = ("url", "archivedAt", "identifier", "encodingFormat")
    return {name: node[name] for name in names if name in node}


def test_machines_are_told_as_well() -> None:
    assert of_schema(ADDRESS + KEPT + NUMBER) == {
        "url": OWN,
        "archivedAt": COPY,
        "identifier": "青政〔2023〕5号",
        "encodingFormat": "application/pdf",
    }
    assert of_schema("") == {}


REFUSED = [
    ("url: javascript:alert(1)\n", "bad-link"),
    ("url: town.example/report\n", "bad-link"),
    ("archived_url: 'https://town.example/\"onclick=x'\n", "bad-link"),
    ("retrieved: 2024-02-30\n", "date-not-real"),
    ("media_type: pdf\n", "unknown-choice"),
]


@pytest.mark.parametrize(("facts", "code"), REFUSED)
def test_what_is_no_address_day_or_form_is_told(facts: str, code: str) -> None:
    tree = OverlayTree()
    report = load(tree.write(FACTS, tree.read(FACTS).decode() + facts))[1]
    assert [problem.code for problem in report] == [code]


def test_only_the_two_ways_of_an_archive_are_known() -> None:
    tree = OverlayTree()
    report = load(
        tree.write("town/package.yaml", tree.read("town/package.yaml").decode() + "archive: open\n")
    )[1]
    assert [problem.code for problem in report] == ["unknown-choice"]
