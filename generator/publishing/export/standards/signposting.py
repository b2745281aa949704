"""How machines find their way from a package's page to its files and back: signposting.org, as links and as a linkset (RFC 9264)."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from generator.core.model import Package
from generator.publishing.export.about import LICENCES
from generator.publishing.export.standards import sdmx
from generator.publishing.export.standards.described import Described, Node, as_json
from generator.publishing.export.standards.papers import PAPERS

NAME, MEDIA = "linkset.json", "application/linkset+json"

_KINDS = ("https://schema.org/AboutPage", "https://schema.org/Dataset")
"""What the page of a package's data is, and what it is about."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Link(NamedTuple):
    """A link: how what it leads to is related, its address, which is that of a file beside where `beside`, and its type."""

    relation: str
    address: str
    type: str = ""
    beside: bool = False


def links(package: Package, there: Container[str]) -> Iterator[Link]:
    """The links of the page of a package's data, of whose files those that are `there` are named."""
    if package.doi:
        yield Link("cite-as", package.doi if "://" in package.doi else f"https://doi.org/{package.doi}")
    yield from (Link("type", kind) for kind in _KINDS)
    if package.creator_id:
        yield Link("author", package.creator_id)
    yield Link("license", LICENCES[package.licence][1])
    items = {
        f"{package.id}.zip": "application/zip",
        f"{package.id}.xlsx": _XLSX,
        f"{package.id}.sqlite": "application/vnd.sqlite3",
        sdmx.ROWS: "text/csv",
        sdmx.PACKED: "application/gzip",
    }
    described = {
        "datapackage.json": "application/json",
        **{name: paper.media for name, paper in PAPERS.items() if paper.offered},
        sdmx.STRUCTURE: sdmx.MEDIA,
    }
    for relation, files in (("item", items), ("describedby", described)):
        yield from (Link(relation, name, kind, beside=True) for name, kind in files.items() if name in there)


def linkset(told: Described, there: Container[str]) -> bytes:
    """The same links, with those to each table, and from each file back to the page."""
    package = told.package
    page = told.address or "./"
    found: dict[str, list[Node]] = {}
    if not package.doi and told.address:
        found["cite-as"] = [{"href": page}]
    tables = [Link("item", f"{table.name}.csv", "text/csv", beside=True) for table in told.tables]
    for item in (*links(package, there), *tables):
        target = {
            "href": f"{told.address}{item.address}" if item.beside else item.address,
            **({"type": item.type} if item.type else {}),
        }
        found.setdefault(item.relation, []).append(target)
    back = {"collection": [{"href": page, "type": "text/html"}], "describedby": found["describedby"][:1]}
    files = ({"anchor": target["href"], **back} for target in found["item"])
    return as_json({"linkset": [{"anchor": page, **found}, *files]})
