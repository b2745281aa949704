"""The files that describe a package in the words of other people's standards, each declared once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from generator.publishing.export.standards import citing, croissant, csvw, ro_crate, sdmx
from generator.publishing.export.standards.described import Described


class Paper(NamedTuple):
    """A file: how it is made, its media type, the standard whose words it is in, and whether the site has it beside the
    archive.
    """

    make: Callable[[Described], bytes]
    media: str
    standard: str
    offered: bool = True


PAPERS: Mapping[str, Paper] = {
    "CITATION.cff": Paper(citing.citation_cff, "application/yaml", "Citation File Format 1.2"),
    # What is hidden no web server gives.
    ".zenodo.json": Paper(citing.zenodo, "application/json", "Zenodo", offered=False),
    "datacite.json": Paper(citing.datacite, "application/vnd.datacite.datacite+json", "DataCite 4.5"),
    ro_crate.NAME: Paper(ro_crate.ro_crate, "application/ld+json", "RO-Crate 1.1"),
    croissant.NAME: Paper(croissant.croissant, "application/ld+json", "Croissant 1.0"),
    csvw.NAME: Paper(csvw.csvw, "application/csvm+json", "CSV on the Web"),
}


def offered(told: Described) -> Iterator[tuple[str, bytes]]:
    """Those that stand on the site, by name."""
    return ((name, paper.make(told)) for name, paper in PAPERS.items() if paper.offered)


def packed(told: Described) -> dict[str, bytes]:
    """Those in the archive, where files stand beside each other and nowhere else."""
    return {name: paper.make(replace(told, address="")) for name, paper in PAPERS.items()}


STANDARDS: Mapping[str, str] = {
    "datapackage.json": "Data Package 2.0",
    **{name: paper.standard for name, paper in PAPERS.items() if paper.offered},
    sdmx.ROWS: "SDMX-CSV 2.0",
    sdmx.PACKED: "SDMX-CSV 2.0",
    sdmx.STRUCTURE: "SDMX-ML 3.0",
}
"""Each file of the site that is in the words of a standard, and which one that is."""
