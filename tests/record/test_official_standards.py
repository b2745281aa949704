"""The downloads of the record against the standards' own artefacts, which lie beside the archive and are not copied here."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archives import archive_at
from dcat import URL, graph_of
from folders import ROOT
from jsonschema import Draft7Validator
from rdflib import Graph
from rdflib.namespace import SH

from generator.publishing.export.catalogue import PATH

VOCABULARIES = (
    "http://publications.europa.eu/resource/authority/",
    "http://www.iana.org/assignments/media-types/",
    "http://spdx.org/rdf/terms#",
)
"""Lists of values that the shapes expect to be loaded beside a catalogue: to them each of these is of no known class."""


@pytest.fixture(scope="module")
def standards() -> Path:
    """The folder of the official artefacts."""
    folder = archive_at(os.environ, ROOT.parent / "shared" / "archive").parent / "standards"
    if not folder.is_dir():
        pytest.skip(f"no official artefacts at {folder}")
    return folder


def described(site: Path) -> Iterator[tuple[str, Any]]:
    """What a descriptor consists of, each part with the name of its profile."""
    for file in sorted((site / "data").glob("*/datapackage.json")):
        package = json.loads(file.read_text(encoding="utf-8"))
        yield "datapackage", package
        for resource in package["resources"]:
            yield "dataresource", resource
            yield "tableschema", resource["schema"]
            yield "tabledialect", resource["dialect"]


def test_descriptors_keep_to_the_profiles_of_data_package(site: Path, standards: Path) -> None:
    profiles = {
        name: Draft7Validator(
            json.loads((standards / f"datapackage-v2-{name}.json").read_text(encoding="utf-8"))
        )
        for name in ("datapackage", "dataresource", "tableschema", "tabledialect")
    }
    parts = list(described(site))
    wrong = [(name, error.message) for name, part in parts for error in profiles[name].iter_errors(part)]
    assert wrong == []
    assert len(parts) > 100
    # The profile is one that refuses something.
    schema = next(part for name, part in parts if name == "tableschema")
    assert not profiles["tableschema"].is_valid({**schema, "foreignKeys": []})


def violations(graph: Graph, shapes: Graph) -> list[tuple[str, str]]:
    """Property and value of each violation of the official shapes but those of vocabularies that are not loaded."""
    from pyshacl import validate

    _, report, _ = validate(graph, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found = (
        (str(report.value(result, SH.resultPath)), str(report.value(result, SH.value)))
        for result in report.subjects(SH.resultSeverity, SH.Violation)
    )
    return sorted(pair for pair in found if not pair[1].startswith(VOCABULARIES))


# rdflib warns of a class of its own, which its reader of JSON-LD uses.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_catalogue_keeps_to_the_shapes_of_dcat_ap(site: Path, standards: Path) -> None:
    shapes = Graph()
    for file in sorted(standards.glob("dcat-ap-3.0.1-*.ttl")):
        shapes.parse(file)
    # Some shapes are named there and described nowhere.
    for shape in set(shapes.objects(None, SH.property)):
        if shapes.value(shape, SH.path) is None:
            shapes.remove((None, SH.property, shape))
    text = (site / PATH).read_text(encoding="utf-8")
    assert violations(graph_of(text, f"{URL}{PATH}"), shapes) == []
    # The shapes refuse something: to them a source is another data set.
    wrong = violations(graph_of(text.replace("prov:wasDerivedFrom", "dct:source"), f"{URL}{PATH}"), shapes)
    assert {path for path, _ in wrong} == {"http://purl.org/dc/terms/source"}
