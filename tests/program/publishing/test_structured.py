"""What pages say to machines: literal JSON-LD of the small package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from finished import Document
from overlays import OverlayTree
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from sites import TODAY
from speaking import LANGUAGES, both

from generator.core.model import Package
from generator.publishing.export.catalogue import Download
from generator.publishing.export.write import published_tables
from generator.publishing.pages import contexts
from generator.publishing.pages.contexts import Page
from generator.publishing.pages.plan import all_pages
from generator.publishing.pages.structured import as_script, structured
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.verdicts.standings import assess_package

Node = dict[str, Any]
URL = "https://example.org/records/"
SIZE = 4_000
"""What the data of a page may weigh in bytes; on the data page, what each package may."""


@pytest.fixture(scope="module")
def package() -> Package:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def pages_of(package: Package, language: str) -> Mapping[str, Page]:
    view = PackageView(package, assess_package(package, TODAY))
    tables = tuple((table, 1) for table in published_tables(package, view.standings))
    return {page.path: page for page in all_pages((view,), {"town": tables}, language)}


def graph(package: Package, path: str, language: str = "zh", url: str = "") -> Mapping[str, Node]:
    """The things of a page's graph by type."""
    node = structured(pages_of(package, language)[path], Settings(LANGUAGES, url=url), TODAY, language)
    assert node["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in node["@graph"]}


def without(node: Node, *names: str) -> Node:
    return {name: value for name, value in node.items() if name not in names}


def test_the_home_page_tells_of_the_site(package: Package) -> None:
    assert graph(package, "") == {
        "WebSite": {
            "@type": "WebSite",
            "@id": "./#website",
            "name": "目标与结果",
            "alternateName": ["Promises and results"],
        },
        "WebPage": {
            "@type": "WebPage",
            "url": "./",
            "name": "目标与结果",
            "description": "承诺了什么，做到了什么，一笔一笔对着看",
            "inLanguage": "zh-Hans",
            "isPartOf": {"@id": "./#website"},
        },
        "BreadcrumbList": {
            "@type": "BreadcrumbList",
            "itemListElement": [{"@type": "ListItem", "position": 1, "name": "目标与结果", "item": "./"}],
        },
    }


SEARCH = {
    "zh": "https://example.org/records/search/?q={words}",
    "en": "https://example.org/records/en/search/?q={words}",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_an_address_the_home_page_can_be_searched_from_elsewhere(
    package: Package, language: str
) -> None:
    site = graph(package, "", language, URL)["WebSite"]
    assert (site["@id"], site["url"]) == ("https://example.org/records/#website", URL)
    assert site["potentialAction"] == {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": SEARCH[language]},
        "query-input": "required name=words",
    }
    assert "potentialAction" not in graph(package, "town/", language, URL)["WebSite"]


def test_the_way_to_a_page_ends_with_the_page(package: Package) -> None:
    trail = graph(package, "town/indicators/repair-days/", "en", URL)["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"].removeprefix(URL)) for step in trail] == [
        (1, "Home", "en/"),
        (2, "Qinghe Town: goals and progress", "en/town/"),
        (3, "Street lamps", "en/town/themes/lighting/"),
        (4, "Days until a lamp is repaired", "en/town/indicators/repair-days/"),
    ]


KINDS = {
    "town/goals/": "CollectionPage",
    "town/themes/lighting/": "CollectionPage",
    "town/findings/": "CollectionPage",
    "town/unreported/": "CollectionPage",
    "town/goals/2023-plan/1/": "WebPage",
    "methods/": "WebPage",
    "guide/": "WebPage",
}


@pytest.mark.parametrize("path", KINDS)
def test_lists_are_collections(package: Package, path: str) -> None:
    assert set(graph(package, path)) == {"WebSite", KINDS[path], "BreadcrumbList"}


KEEPER = {"@type": "Organization", "@id": "../#keeper", "name": "目标与结果"}
GOVERNMENT = {
    "@type": "Organization",
    "@id": "../town/organisations/town-government/#organisation",
    "name": "青禾镇人民政府",
}


def test_a_package_is_a_data_set(package: Package) -> None:
    things = graph(package, "town/")
    assert things["WebPage"]["about"] == {"@id": "../town/#dataset"}
    assert things["Dataset"] == {
        "@type": "Dataset",
        "@id": "../town/#dataset",
        "name": "青禾镇工作目标与进展",
        "url": "../town/",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "creator": KEEPER,
        "publisher": {"@id": "../#keeper"},
        "dateModified": "2026-11-21",
        "description": "青禾镇年度计划和年终总结里的数字，逐条注明出处。",
        "version": "0.1.0",
        "inLanguage": ["zh-Hans", "en"],
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": "../data/#catalogue",
            "name": "目标与结果",
            "url": "../data/",
        },
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": "../data/town/town.zip",
                "encodingFormat": "application/zip",
            },
            {
                "@type": "DataDownload",
                "contentUrl": "../data/town/datapackage.json",
                "encodingFormat": "application/json",
            },
        ],
        "keywords": ["路灯", "绿化"],
        "variableMeasured": ["量化目标", "报告的数字", "要办的事", "进度比"],
        "temporalCoverage": "2023-01-01/2023-12-31",
        "spatialCoverage": [{"@type": "Place", "name": "青禾镇"}],
        "about": GOVERNMENT,
        "isBasedOn": [
            {
                "@type": "CreativeWork",
                "@id": "../town/documents/2023-plan/#document",
                "name": "青禾镇2023年工作计划",
            },
            {
                "@type": "Report",
                "@id": "../town/documents/2023-report/#document",
                "name": "青禾镇2023年工作总结",
            },
        ],
    }


def test_the_data_page_is_the_catalogue_with_every_file(package: Package) -> None:
    things = graph(package, "data/", "en", URL)
    assert things["WebPage"]["about"] == {"@id": f"{URL}data/#catalogue"}
    assert things["DataCatalog"] == {
        "@type": "DataCatalog",
        "@id": f"{URL}data/#catalogue",
        "name": "Promises and results",
        "url": f"{URL}en/data/",
        "dataset": [{"@id": f"{URL}town/#dataset"}],
    }
    assert things["Dataset"]["name"] == "Qinghe Town: goals and progress"
    files = [
        (file["contentUrl"].removeprefix(f"{URL}data/town/"), file["encodingFormat"])
        for file in things["Dataset"]["distribution"]
    ]
    assert files[:3] == [
        ("town.zip", "application/zip"),
        ("datapackage.json", "application/json"),
        ("documents.csv", "text/csv"),
    ]
    assert ("observations.csv", "text/csv") in files


def test_a_workbook_and_a_database_are_offered_where_they_are_there(package: Package) -> None:
    page = pages_of(package, "zh")["data/"]
    assert isinstance(page, contexts.DataPage)
    there = replace(
        page, files={"data/town/town.xlsx": Download(1, ""), "data/town/town.sqlite": Download(1, "")}
    )
    for one, expected in ((page, {"zip", "json", "csv"}), (there, {"zip", "json", "csv", "xlsx", "sqlite"})):
        node = structured(one, Settings(LANGUAGES), TODAY, "zh")
        (found,) = (thing for thing in node["@graph"] if thing["@type"] == "Dataset")
        forms = {file["contentUrl"].rpartition(".")[2] for file in found["distribution"]}
        assert forms == expected


def test_an_indicator_is_a_data_set_of_its_package(package: Package) -> None:
    things = graph(package, "town/indicators/lamps-installed/", "en", URL)
    assert things["Dataset"] == {
        "@type": "Dataset",
        "@id": f"{URL}town/indicators/lamps-installed/#dataset",
        "name": "Street lamps installed",
        "url": f"{URL}en/town/indicators/lamps-installed/",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "@id": f"{URL}#keeper", "name": "Promises and results"},
        "publisher": {"@id": f"{URL}#keeper"},
        "dateModified": "2026-11-21",
        "description": (
            "Street lamps newly put up and switched on within the year.\n"
            "The figures of the town's yearly plan and report, each with its source."
        ),
        "variableMeasured": {
            "@type": "PropertyValue",
            "name": "Street lamps installed",
            "unitText": "lamps",
            "measurementTechnique": "amount over a period",
        },
        "temporalCoverage": "2022-01-01/2023-12-31",
        "spatialCoverage": [
            {"@type": "Place", "name": "Qinghe Town"},
            {"@type": "Place", "name": "East Village"},
        ],
        "isPartOf": {"@id": f"{URL}town/#dataset"},
        "isBasedOn": [
            {
                "@type": "CreativeWork",
                "@id": f"{URL}town/documents/2023-plan/#document",
                "name": "Work plan of Qinghe Town for 2023",
            },
            {
                "@type": "Report",
                "@id": f"{URL}town/documents/2023-report/#document",
                "name": "Report of Qinghe Town on 2023",
            },
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": f"{URL}data/town/indicators/lamps-installed.csv",
                "encodingFormat": "text/csv",
            },
            {
                "@type": "DataDownload",
                "contentUrl": f"{URL}data/town/indicators/lamps-installed.json",
                "encodingFormat": "application/json",
            },
        ],
    }


def test_an_indicator_without_figures_offers_no_table_of_them(package: Package) -> None:
    promised = {
        name: item for name, item in package.observations.items() if item.indicator_id != "repair-days"
    }
    things = graph(replace(package, observations=promised), "town/indicators/repair-days/")
    assert [file["contentUrl"] for file in things["Dataset"]["distribution"]] == [
        "../../../data/town/indicators/repair-days.json"
    ]
    assert [document["name"] for document in things["Dataset"]["isBasedOn"]] == ["青禾镇2023年工作计划"]


def test_a_page_about_a_document_is_not_the_document(package: Package) -> None:
    things = graph(package, "town/documents/2023-plan/", "en")
    name = "../../../../town/documents/2023-plan/#document"
    assert things["WebPage"]["about"] == {"@id": name}
    assert things["WebPage"]["url"] == "../../../../en/town/documents/2023-plan/"
    assert things["CreativeWork"] == {
        "@type": "CreativeWork",
        "@id": name,
        "name": "Work plan of Qinghe Town for 2023",
        "publisher": {
            "@type": "Organization",
            "@id": "../../../../town/organisations/town-government/#organisation",
            "name": "Qinghe Town Government",
        },
        "temporalCoverage": "2023-01-01/2023-12-31",
        "datePublished": "2023-01-10",
    }
    report = graph(package, "town/documents/2023-report/")["Report"]
    assert "datePublished" not in report


def test_an_organisation_has_one_name_everywhere(package: Package) -> None:
    own = graph(package, "town/organisations/town-government/", "en", URL)["Organization"]
    assert own == {
        "@type": "Organization",
        "@id": f"{URL}town/organisations/town-government/#organisation",
        "name": "Qinghe Town Government",
    }
    assert graph(package, "town/", "en", URL)["Dataset"]["about"] == own


def test_the_glossary_is_a_set_of_terms(package: Package) -> None:
    terms = graph(package, "glossary/", "en", URL)["DefinedTermSet"]
    assert without(terms, "hasDefinedTerm") == {
        "@type": "DefinedTermSet",
        "@id": f"{URL}glossary/#terms",
        "name": "Glossary",
    }
    assert terms["hasDefinedTerm"][0] == {
        "@type": "DefinedTerm",
        "@id": f"{URL}glossary/#goal",
        "name": "Goal",
    }


# As triples

SCHEMA = "https://schema.org/"
DATASETS = {
    "town/": """
        a :Dataset ;
        :name "Qinghe Town: goals and progress" ;
        :description "The figures of the town's yearly plan and report, each with its source." ;
        :url "https://example.org/records/en/town/" ;
        :version "0.1.0" ;
        :license "https://creativecommons.org/licenses/by/4.0/" ;
        :isAccessibleForFree true ;
        :dateModified "2026-11-21" ;
        :inLanguage "zh-Hans" , "en" ;
        :keywords "Street lamps" , "Parks and trees" ;
        :variableMeasured "Target" , "Reported figure" , "Deliverable" , "Pace" ;
        :temporalCoverage "2023-01-01/2023-12-31" ;
        :spatialCoverage [ a :Place ; :name "Qinghe Town" ] ;
        :creator <#keeper> ;
        :publisher <#keeper> ;
        :about <town/organisations/town-government/#organisation> ;
        :includedInDataCatalog <data/#catalogue> ;
        :isBasedOn <town/documents/2023-plan/#document> , <town/documents/2023-report/#document> ;
        :distribution
            [ a :DataDownload ; :encodingFormat "application/zip" ;
              :contentUrl "https://example.org/records/data/town/town.zip" ] ,
            [ a :DataDownload ; :encodingFormat "application/json" ;
              :contentUrl "https://example.org/records/data/town/datapackage.json" ] .
    """,
    "town/indicators/repair-days/": """
        a :Dataset ;
        :name "Days until a lamp is repaired" ;
        :description "Days from the report of a broken lamp to its repair.\\nThe figures of the town's yearly plan and report, each with its source." ;
        :url "https://example.org/records/en/town/indicators/repair-days/" ;
        :license "https://creativecommons.org/licenses/by/4.0/" ;
        :isAccessibleForFree true ;
        :dateModified "2026-11-21" ;
        :variableMeasured [
            a :PropertyValue ; :name "Days until a lamp is repaired" ; :unitText "days" ;
            :measurementTechnique "ceiling"
        ] ;
        :temporalCoverage "2023-01-01/2023-12-31" ;
        :spatialCoverage [ a :Place ; :name "Qinghe Town" ] ;
        :creator <#keeper> ;
        :publisher <#keeper> ;
        :isPartOf <town/#dataset> ;
        :isBasedOn <town/documents/2023-plan/#document> , <town/documents/2023-report/#document> ;
        :distribution
            [ a :DataDownload ; :encodingFormat "text/csv" ;
              :contentUrl "https://example.org/records/data/town/indicators/repair-days.csv" ] ,
            [ a :DataDownload ; :encodingFormat "application/json" ;
              :contentUrl "https://example.org/records/data/town/indicators/repair-days.json" ] .
    """,
}


# rdflib warns of a class of its own, which its reader of JSON-LD uses.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("path", DATASETS)
def test_a_reader_of_linked_data_finds_these_triples(package: Package, path: str) -> None:
    """The context of schema.org is not fetched; what it says of names is said here."""
    node = structured(pages_of(package, "en")[path], Settings(LANGUAGES, url=URL), TODAY, "en")
    text = json.dumps({**node, "@context": {"@vocab": SCHEMA}})
    found = Graph().parse(data=text, format="json-ld").cbd(URIRef(f"{URL}{path}#dataset"))
    head = f"@prefix : <{SCHEMA}> .\n@base <{URL}> .\n"
    expected = Graph().parse(data=f"{head}<{path}#dataset> {DATASETS[path]}", format="turtle")
    assert isomorphic(found, expected), found.serialize(format="turtle")


# Hostile data

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028\u2029 ' \" \\"


def test_hostile_data_stay_text() -> None:
    text = as_script({"name": HOSTILE})
    assert text == (
        r'{"name":"\u003c/script\u003e\u003cscript\u003ealert(1)\u003c/script\u003e\u003c!-- \u0026 \u2028\u2029'
        r""" ' \" \\"}"""
    )
    assert json.loads(text) == {"name": HOSTILE}
    assert as_script({"name": "目标与结果"}) == '{"name":"目标与结果"}'


def test_hostile_titles_do_not_leave_their_script(package: Package) -> None:
    hostile = replace(package, title=both(HOSTILE, HOSTILE), description=both(HOSTILE, HOSTILE))
    node = structured(pages_of(hostile, "zh")["town/"], Settings(LANGUAGES), TODAY, "zh")
    html = f'<script type="application/ld+json">{as_script(node)}</script><p>'
    assert Document(html).linked_data == [node]
    assert html.count("<script") == html.count("</script") == 1
