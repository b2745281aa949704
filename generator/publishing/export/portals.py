"""A package as data portals take it: what CKAN's `package_create` and Dataverse's `datasets` ask for, so that nobody has to
type it there. Who uploads adds what only he knows: whose account it is, and for Dataverse an address of the contact where
the package names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from generator.core.model import Package
from generator.publishing.export.about import LICENCES, MAIL
from generator.publishing.export.codebook import table_titles
from generator.publishing.export.filled import FilledTable

FOLDER = "upload"
"""The folder of these files in that of a package."""

Node = dict[str, Any]

_CKAN_LICENCES = {
    "CC-BY-4.0": "cc-by",
    "CC-BY-SA-4.0": "cc-by-sa",
    "CC0-1.0": "cc-zero",
    "ODC-By-1.0": "odc-by",
    "ODbL-1.0": "odc-odbl",
}
"""As CKAN's own list calls them."""

_DATAVERSE_LICENCES = {"CC-BY-4.0": "CC BY 4.0", "CC-BY-SA-4.0": "CC BY-SA 4.0", "CC0-1.0": "CC0 1.0"}
"""As installations of Dataverse call them; what they do not know is told in the terms of use."""

_FORMATS = {
    ".csv": "CSV",
    ".json": "JSON",
    ".parquet": "Parquet",
    ".sqlite": "SQLite",
    ".xlsx": "XLSX",
    ".zip": "ZIP",
}

_TAG = re.compile(r"[^\w .-]+")
"""What stands in no tag of CKAN."""

_TAG_LENGTH = 2, 100


def ckan(
    package: Package, tables: Sequence[FilledTable], files: Sequence[str], homepage: str, address: str
) -> Node:
    """The data set for CKAN's action `package_create`, with a resource for each of some `files` of the package's folder.

    Where the address of the site is known, resources lead there; else each names its file, to be uploaded.
    """
    titles = {f"{table.name}.csv": table_titles(table.name, package.languages) for table in tables}
    contact = MAIL.search(package.contact.together())
    return {
        "name": package.id if len(package.id) >= _TAG_LENGTH[0] else f"{package.id}-data",
        "title": package.title.together(),
        "notes": package.description.together("\n\n"),
        "version": package.version,
        "license_id": _CKAN_LICENCES[package.licence],
        **({"url": homepage} if homepage else {}),
        "author": package.creator.together(),
        "maintainer": (package.maintainer or package.creator).together(),
        **({"maintainer_email": contact[0]} if contact else {}),
        "tags": [{"name": tag} for tag in dict.fromkeys(_tags(package))],
        "extras": [
            {"key": "languages", "value": " ".join(package.languages)},
            {"key": "disclaimer", "value": package.disclaimer.together("\n\n")},
            *([{"key": "doi", "value": package.doi}] if package.doi else []),
        ],
        "resources": [
            {
                "name": titles.get(file, file),
                "description": file,
                "url": f"{address}{file}",
                "format": _FORMATS.get(PurePosixPath(file).suffix, PurePosixPath(file).suffix[1:].upper()),
            }
            for file in files
        ],
    }


def dataverse(package: Package, made: date) -> Node:
    """The data set for Dataverse's `POST /api/dataverses/<collection>/datasets`."""
    licence = _DATAVERSE_LICENCES.get(package.licence)
    title, address = LICENCES[package.licence]
    return {
        "datasetVersion": {
            **({"license": licence} if licence else {"termsOfUse": f"{title}, {address}"}),
            "metadataBlocks": {
                "citation": {"displayName": "Citation Metadata", "fields": [*_citation(package, made)]}
            },
        }
    }


def _tags(package: Package) -> Iterator[str]:
    least, most = _TAG_LENGTH
    for theme in package.themes.values():
        for _, text in theme.title.said:
            tag = " ".join(_TAG.sub(" ", text).split())[:most].strip()
            if len(tag) >= least:
                yield tag


def _citation(package: Package, made: date) -> Iterator[Node]:
    yield _plain("title", package.title.together())
    yield _several("author", [{"authorName": package.creator.together()}])
    mail = MAIL.search(package.contact.together())
    reached = {"datasetContactName": (package.maintainer or package.creator).together()}
    yield _several("datasetContact", [reached | ({"datasetContactEmail": mail[0]} if mail else {})])
    texts = [text for part in (package.description, package.disclaimer) for _, text in part.said]
    yield _several("dsDescription", [{"dsDescriptionValue": text} for text in texts])
    yield {
        "typeName": "subject",
        "multiple": True,
        "typeClass": "controlledVocabulary",
        "value": ["Social Sciences"],
    }
    if words := [text for theme in package.themes.values() for _, text in theme.title.said]:
        yield _several("keyword", [{"keywordValue": text} for text in words])
    yield _plain("distributionDate", made.isoformat())
    days = [day for item in package.documents.values() for day in (item.period.start, item.period.end)]
    if days:
        span = {
            "timePeriodCoveredStart": min(days).isoformat(),
            "timePeriodCoveredEnd": max(days).isoformat(),
        }
        yield _several("timePeriodCovered", [span])
    if package.documents:
        titles = [item.title.together() for item in package.documents.values()]
        yield {"typeName": "dataSources", "multiple": True, "typeClass": "primitive", "value": titles}
    if package.contact and not mail:
        yield _plain("notesText", package.contact.together())


def _plain(name: str, value: str) -> Node:
    return {"typeName": name, "multiple": False, "typeClass": "primitive", "value": value}


def _several(name: str, entries: Sequence[Mapping[str, str]]) -> Node:
    """A compound field with several entries, each of plain texts."""
    return {
        "typeName": name,
        "multiple": True,
        "typeClass": "compound",
        "value": [{key: _plain(key, value) for key, value in entry.items()} for entry in entries],
    }
