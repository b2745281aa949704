"""The catalogue for other catalogues: literal triples of the small package, held against DCAT-AP's own rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from dcat import SHAPES, URL, complaints, graph_of
from overlays import OverlayTree
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, PROV, SH, XSD
from rdflib.term import Node
from sites import TODAY
from speaking import LANGUAGES, both

from generator.core.model import Package
from generator.publishing.export.catalogue import CONTEXT, PATH, PREFIXES, Download, as_text, dcat
from generator.publishing.settings import Settings
from generator.reading.load import load

# rdflib warns of a class of its own, which its reader of JSON-LD uses.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SETTINGS = Settings(LANGUAGES, url=URL, contact=both("张三 zhang@example.org", "Zhang San zhang@example.org"))
DOWNLOADS = {
    "data/town/town.zip": Download(1234, "ab" * 32),
    "data/town/observations.csv": Download(56, "cd" * 32),
    "data/town/town.sqlite": Download(78, "ef" * 32),
    "data/town/sdmx-observations.csv.gz": Download(12, "de" * 32),
    "data/town/sdmx-structure.xml": Download(34, "bc" * 32),
    "data/town/CITATION.cff": Download(45, "ba" * 32),
    "data/town/indicators/lamps-installed.csv": Download(9, "01" * 32),
    "data/other/other.zip": Download(10, "23" * 32),
}
ISSUED = {"town": date(2024, 2, 3)}
RELEASES = {"town": ["0.0.9", "0.1.0"]}
HEAD = (
    "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items()) + f"@base <{URL}> .\n"
)


@pytest.fixture(scope="module")
def package() -> Package:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def text_of(package: Package, settings: Settings = SETTINGS) -> str:
    return as_text(dcat([package], DOWNLOADS, settings, TODAY, ISSUED, RELEASES))


@pytest.fixture(scope="module")
def graph(package: Package) -> Graph:
    return graph_of(text_of(package))


EU = "http://publications.europa.eu/resource/authority"
TRIPLES = {
    "data/#catalogue": f"""
        a dcat:Catalog ;
        dct:title "目标与结果"@zh , "Promises and results"@en ;
        dct:description "承诺了什么，做到了什么，一笔一笔对着看"@zh ,
            "What was promised, what was done, and how the two compare"@en ;
        dct:publisher <#keeper> ;
        dct:language <{EU}/language/ZHO> , <{EU}/language/ENG> ;
        dct:license <https://creativecommons.org/licenses/by/4.0/> ;
        dct:issued "2024-02-03"^^xsd:date ;
        dct:modified "2026-11-21"^^xsd:date ;
        foaf:homepage <> , <en/> ;
        dct:spatial <town/#place> ;
        dcat:themeTaxonomy <{EU}/data-theme> , <town/themes/#scheme> ;
        dcat:dataset <town/#dataset> .
    """,
    "#keeper": """a foaf:Agent ; foaf:name "目标与结果"@zh , "Promises and results"@en .""",
    "town/#dataset": f"""
        a dcat:Dataset ;
        dct:title "青禾镇工作目标与进展"@zh , "Qinghe Town: goals and progress"@en ;
        dct:description "青禾镇年度计划和年终总结里的数字，逐条注明出处。"@zh ,
            "The figures of the town's yearly plan and report, each with its source."@en ;
        dct:identifier "town" ;
        dcat:version "0.1.0" ;
        dcat:hasVersion <data/town/0.0.9/datapackage.json#dataset> , <data/town/0.1.0/datapackage.json#dataset> ;
        dct:issued "2024-02-03"^^xsd:date ;
        dct:modified "2026-11-21"^^xsd:date ;
        dct:license <https://creativecommons.org/licenses/by/4.0/> ;
        dct:publisher <#keeper> ;
        dct:creator <#keeper> ;
        dcat:contactPoint [
            a vcard:Organization ;
            vcard:fn "目标与结果"@zh , "Promises and results"@en ;
            vcard:note "张三 zhang@example.org"@zh , "Zhang San zhang@example.org"@en ;
            vcard:hasEmail <mailto:zhang@example.org>
        ] ;
        dct:language <{EU}/language/ZHO> , <{EU}/language/ENG> ;
        dct:accessRights <{EU}/access-right/PUBLIC> ;
        dct:accrualPeriodicity <{EU}/frequency/IRREG> ;
        dcat:keyword "路灯"@zh , "绿化"@zh , "Street lamps"@en , "Parks and trees"@en ;
        dcat:theme <{EU}/data-theme/GOVE> , <town/themes/lighting/#theme> , <town/themes/greening/#theme> ;
        dct:spatial <town/#place> ;
        dct:temporal [
            a dct:PeriodOfTime ;
            dcat:startDate "2023-01-01"^^xsd:date ;
            dcat:endDate "2023-12-31"^^xsd:date
        ] ;
        dct:conformsTo <https://datapackage.org/profiles/2.0/datapackage.json> ;
        dcat:landingPage <town/> , <en/town/> ;
        foaf:page <data/codebook/> , <en/data/codebook/> ;
        dct:provenance [
            a dct:ProvenanceStatement ;
            rdfs:label "青禾镇是虚构的，数据只用于测试。"@zh ,
                "Qinghe is an invented town. The data serve for tests only."@en
        ] ;
        prov:wasDerivedFrom <town/documents/2023-plan/#document> , <town/documents/2023-report/#document> ;
        dcat:distribution <data/town/town.zip#distribution> ,
            <data/town/town.sqlite#distribution> ;
        dct:hasPart <data/town/observations.csv#table> ;
        rdfs:seeAlso <data/town/CITATION.cff> , <data/town/sdmx-structure.xml> .
    """,
    "data/town/0.0.9/datapackage.json#dataset": """
        a dcat:Dataset ;
        dct:title "青禾镇工作目标与进展"@zh , "Qinghe Town: goals and progress"@en ;
        dct:description "青禾镇年度计划和年终总结里的数字，逐条注明出处。"@zh ,
            "The figures of the town's yearly plan and report, each with its source."@en ;
        dcat:version "0.0.9" ;
        rdfs:seeAlso <data/town/0.0.9/datapackage.json> .
    """,
    "town/#place": """a dct:Location ; skos:prefLabel "青禾镇"@zh , "Qinghe Town"@en .""",
    "data/town/observations.csv#table": """
        a dcat:Dataset ;
        dct:title "报告的数字"@zh , "Reported figures"@en ;
        dct:description "报告的数字"@zh , "Reported figures"@en ;
        dct:isPartOf <town/#dataset> ;
        dcat:distribution <data/town/observations.csv#distribution> ,
            <data/town/sdmx-observations.csv.gz#distribution> .
    """,
    "town/themes/lighting/#theme": """
        a skos:Concept ;
        skos:prefLabel "路灯"@zh , "Street lamps"@en ;
        skos:definition "夜里走路看不看得见：路灯装了多少、坏了多久修好。"@zh ,
            "Whether one sees where one walks at night: how many lamps stand, and how soon they are repaired."@en ;
        skos:inScheme <town/themes/#scheme> .
    """,
    "town/documents/2023-plan/#document": """
        a foaf:Document ;
        dct:title "青禾镇2023年工作计划"@zh , "Work plan of Qinghe Town for 2023"@en ;
        dct:issued "2023-01-10"^^xsd:date ;
        dct:publisher <town/organisations/town-government/#organisation> .
    """,
    "data/town/town.zip#distribution": f"""
        a dcat:Distribution ;
        dct:title "town.zip" ;
        dct:description "全部文件（ZIP）"@zh , "Everything (ZIP)"@en ;
        dcat:accessURL <data/town/town.zip> ;
        dcat:downloadURL <data/town/town.zip> ;
        dcat:mediaType <http://www.iana.org/assignments/media-types/text/csv> ;
        dcat:packageFormat <http://www.iana.org/assignments/media-types/application/zip> ;
        dct:format <{EU}/file-type/CSV> ;
        dcat:byteSize "1234"^^xsd:nonNegativeInteger ;
        spdx:checksum [
            a spdx:Checksum ;
            spdx:algorithm spdx:checksumAlgorithm_sha256 ;
            spdx:checksumValue "{"ab" * 32}"^^xsd:hexBinary
        ] ;
        dct:license <https://creativecommons.org/licenses/by/4.0/> ;
        dct:language <{EU}/language/ZHO> , <{EU}/language/ENG> ;
        dct:modified "2026-11-21"^^xsd:date ;
        dcatap:availability <{EU}/planned-availability/STABLE> .
    """,
}


@pytest.mark.parametrize("name", TRIPLES)
def test_triples(graph: Graph, name: str) -> None:
    expected = Graph().parse(data=f"{HEAD}<{name}> {TRIPLES[name]}", format="turtle")
    found = graph.cbd(URIRef(URL + name))
    assert isomorphic(found, expected), found.serialize(format="turtle")


def test_files_of_single_indicators_and_of_other_packages_are_no_distributions(graph: Graph) -> None:
    found = {str(address).removeprefix(URL) for address in graph.objects(predicate=DCAT.downloadURL)}
    assert found == {path for path in DOWNLOADS if path.startswith("data/town/") and path.count("/") == 2} - {
        "data/town/CITATION.cff",
        "data/town/sdmx-structure.xml",
    }


# With and without an address


def test_without_an_address_it_says_the_same_from_where_it_stands(package: Package, graph: Graph) -> None:
    text = text_of(package, replace(SETTINGS, url=""))
    assert "example.org/records" not in text
    assert "@base" not in CONTEXT
    found = graph_of(text, URL + PATH)
    home = URIRef("http://xmlns.com/foaf/0.1/homepage")
    pages = [URIRef(URL), URIRef(URL + "en/")]
    missing = [(URIRef(f"{URL}data/#catalogue"), home, page) for page in pages]
    for page, triple in zip(pages, missing, strict=True):
        assert triple in graph
        found.add(triple)
        found.add((page, RDF.type, URIRef("http://xmlns.com/foaf/0.1/Document")))
    assert isomorphic(found, graph)


def test_without_a_contact_there_is_no_contact_point(package: Package) -> None:
    assert "contactPoint" not in json.loads(text_of(package, Settings(LANGUAGES, url=URL)))["dcat:dataset"][0]
    one = json.loads(text_of(package, Settings(LANGUAGES, contact=both("张三", ""))))["dcat:dataset"][0]
    assert one["dcat:contactPoint"]["vcard:note"] == {"zh": "张三"}


def test_nothing_has_to_be_fetched_to_read_it(package: Package) -> None:
    assert json.loads(text_of(package))["@context"] == CONTEXT
    assert all(isinstance(value, dict) or str(value).startswith("http") for value in CONTEXT.values())
    words = {name for name in map(str, CONTEXT) if ":" in name}
    assert {word.partition(":")[0] for word in words} <= PREFIXES.keys()


# Hostile data, same bytes

HOSTILE = '</script><script>alert(1)</script> "q" \\ {"@id": "x"} @zh ^^ \u2028 \u202e <http://evil.example/>'


def test_hostile_titles_stay_texts(package: Package, graph: Graph) -> None:
    found = graph_of(
        text_of(replace(package, title=both(HOSTILE, HOSTILE), description=both(HOSTILE, HOSTILE)))
    )
    node = URIRef(f"{URL}town/#dataset")
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert set(found.objects(node, predicate)) == {
            Literal(HOSTILE, lang="zh"),
            Literal(HOSTILE, lang="en"),
        }
    assert len(found) == len(graph)


def test_the_same_data_give_the_same_bytes(package: Package) -> None:
    other_order = dict(reversed(DOWNLOADS.items()))
    assert as_text(dcat([package], other_order, SETTINGS, TODAY, ISSUED, RELEASES)) == text_of(package)


# DCAT-AP's rules


def test_the_catalogue_has_all_that_is_mandatory_or_recommended(graph: Graph) -> None:
    assert complaints(graph) == []


def rules() -> Mapping[str, tuple[Node, Node, str]]:
    """Every rule of the shapes: of which class or property's objects, which property, how severe."""
    found = {}
    for shape in SHAPES.subjects(RDF.type, SH.NodeShape):
        for rule in SHAPES.objects(shape, SH.property):
            path = SHAPES.value(rule, SH.path)
            assert path is not None
            severity = str(SHAPES.value(rule, SH.severity, default=SH.Violation)).rpartition("#")[2]
            name = f"{str(shape).rpartition(':')[2]} {SHAPES.qname(str(path))}"
            found[name] = (shape, path, severity)
    return dict(sorted(found.items()))


def targets(graph: Graph, shape: Node) -> list[Node]:
    kind = SHAPES.value(shape, SH.targetClass)
    if kind is not None:
        return list(graph.subjects(RDF.type, kind))
    return list(graph.objects(predicate=SHAPES.value(shape, SH.targetObjectsOf)))


@pytest.mark.parametrize("name", rules())
def test_a_missing_property_is_found(graph: Graph, name: str) -> None:
    shape, path, severity = rules()[name]
    broken = Graph() + graph
    nodes = targets(graph, shape)
    assert nodes
    for node in nodes:
        broken.remove((node, path, None))
    assert (severity, str(path)) in complaints(broken)


FILE = URIRef(f"{URL}data/town/town.zip#distribution")
DATASET = URIRef(f"{URL}town/#dataset")
SPOILT = {
    "a size in words": (FILE, DCAT.byteSize, Literal("1.2 kB")),
    "a size below nothing": (FILE, DCAT.byteSize, Literal("-1", datatype=XSD.nonNegativeInteger)),
    "a media type as text": (FILE, DCAT.mediaType, Literal("text/csv")),
    "an address as text": (FILE, DCAT.accessURL, Literal("data/town/town.zip")),
    "a title in one language": (DATASET, DCTERMS.title, Literal("青禾镇", lang="zh")),
    "a title in no language": (DATASET, DCTERMS.title, Literal("Qinghe")),
    "a day as it is spoken": (DATASET, DCTERMS.modified, Literal("21 November")),
    "a licence that is not described": (DATASET, DCTERMS.license, URIRef("https://example.org/terms")),
    "a source that is nothing": (DATASET, PROV.wasDerivedFrom, BNode()),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_value_is_found(graph: Graph, name: str) -> None:
    node, predicate, value = SPOILT[name]
    broken = Graph() + graph
    broken.set((node, predicate, value))
    assert str(predicate) in {path for _, path in complaints(broken)}
