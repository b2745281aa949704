"""A catalogue as triples, and what DCAT's own rules find wrong with it."""

from __future__ import annotations

from folders import FIXTURES
from rdflib import Graph, Namespace
from rdflib.namespace import SH

from generator.publishing.export.catalogue import PREFIXES

URL = "https://example.org/records/"
SPDX = Namespace(PREFIXES["spdx"])
SHAPES = Graph().parse(FIXTURES / "shapes" / "dcat.ttl")
"""The mandatory and recommended properties of DCAT-AP."""


def graph_of(text: str, base: str = "") -> Graph:
    """The triples of a catalogue in JSON-LD."""
    return Graph().parse(data=text, format="json-ld", publicID=base or None)


def complaints(graph: Graph) -> list[tuple[str, str]]:
    """What the shapes find: (severity, property)."""
    from pyshacl import validate

    _, report, _ = validate(graph, shacl_graph=SHAPES)
    assert isinstance(report, Graph)
    found = report.subject_objects(SH.resultSeverity)
    return sorted(
        (str(severity).rpartition("#")[2], str(report.value(result, SH.resultPath)))
        for result, severity in found
    )
