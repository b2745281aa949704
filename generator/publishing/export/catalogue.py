"""What the data are, for other catalogues: DCAT 3 as JSON-LD, with the fields that DCAT-AP asks for and recommends.

Vocabularies: https://www.w3.org/TR/vocab-dcat-3/ and https://semiceu.github.io/DCAT-AP/releases/3.0.0/. Data sets,
documents and the site itself bear the same names (IRIs) as in the schema.org data of the pages. The compiled data are
published by this site, not by the bodies whose documents they come from; those are named as sources. Of an official
package the body is the publisher.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from generator.core.external_codes import codes_in, place_name
from generator.core.languages import code_of_three
from generator.core.messages import catalogue
from generator.core.model import Document, Named, Package, Theme
from generator.core.phrases import Text
from generator.format.tables import OBSERVATIONS
from generator.publishing.export.about import LICENCES, MAIL
from generator.publishing.export.standards.papers import PAPERS
from generator.publishing.export.standards.sdmx import PACKED as SDMX_PACKED
from generator.publishing.export.standards.sdmx import ROWS as SDMX
from generator.publishing.export.standards.sdmx import STRUCTURE
from generator.publishing.export.standards.signposting import NAME as LINKSET
from generator.publishing.settings import Settings
from generator.wording.explain import said

Node = dict[str, Any]
"""One thing of the graph."""

PATH = "data/catalog.jsonld"
"""Where the catalogue stands on the site."""

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_TEXTS = (
    *("dct:title", "dct:description", "dcat:keyword", "foaf:name", "rdfs:label", "skos:definition"),
    *("skos:prefLabel", "vcard:fn", "vcard:note"),
)
_LINKS = (
    *("dcat:accessURL", "dcat:dataset", "dcat:distribution", "dcat:downloadURL", "dcat:landingPage"),
    *(
        "dcat:compressFormat",
        "dcat:mediaType",
        "dcat:packageFormat",
        "dcat:theme",
        "dcat:themeTaxonomy",
        "dcatap:availability",
    ),
    *("dct:accessRights", "dct:accrualPeriodicity", "dct:conformsTo", "dct:creator", "dct:format"),
    *("dct:language", "dct:license", "dct:publisher", "foaf:homepage", "foaf:page"),
    *(
        "dct:hasPart",
        "dct:isPartOf",
        "prov:wasDerivedFrom",
        "rdfs:seeAlso",
        "skos:inScheme",
        "spdx:algorithm",
    ),
    *("vcard:hasEmail", "vcard:hasURL"),
)
_TYPED = {
    "dcat:byteSize": "xsd:nonNegativeInteger",
    "dcat:endDate": "xsd:date",
    "dcat:startDate": "xsd:date",
    "dct:issued": "xsd:date",
    "dct:modified": "xsd:date",
    "spdx:checksumValue": "xsd:hexBinary",
}
CONTEXT: Mapping[str, Any] = {
    **PREFIXES,
    **{name: {"@id": name, "@container": "@language"} for name in _TEXTS},
    **{name: {"@id": name, "@type": "@id"} for name in _LINKS},
    **{name: {"@id": name, "@type": kind} for name, kind in _TYPED.items()},
}
"""How the document is read; it stands in the document, so that nothing has to be fetched."""

_IANA = "http://www.iana.org/assignments/media-types/"
_EU = "http://publications.europa.eu/resource/authority/"
_GOVERNMENT = f"{_EU}data-theme/GOVE"
"""The theme of the European portals under which records of public bodies stand."""

_MEDIA = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMATS = {".csv": "CSV", ".json": "JSON", ".xlsx": "XLSX"}
"""Those of them that the European list of file types names."""

_PACKED = {
    ".gz": ("dcat:compressFormat", "application/gzip"),
    ".zip": ("dcat:packageFormat", "application/zip"),
}
"""How the tables are packed in files of each kind."""

_SDMX_CSV = "https://github.com/sdmx-twg/sdmx-csv"

_STANDARD = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True)
class Download:
    """A file that the site offers: how many bytes, and their checksum in hexadecimal."""

    size: int
    sha256: str


def as_text(node: Node) -> str:
    """The catalogue as it stands in its file."""
    return json.dumps(node, ensure_ascii=False, indent=1) + "\n"


def dcat(
    packages: Sequence[Package],
    downloads: Mapping[str, Download],
    settings: Settings,
    made: date,
    issued: Mapping[str, date] = MappingProxyType({}),
    releases: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Node:
    """The catalogue of some packages; `downloads` are the site's files by their path below its root, `issued` the day on which
    the record first held something of a package, by its id, as far as known, `releases` the versions of which the files stay.

    Addresses are absolute where that of the site is known; else they are relative to the catalogue's own place,
    which is what a reader resolves them against when the document names no base (RFC 3986, section 5.1.3).
    The files of single indicators are left out: each is a part of its package and stands on the indicator's page.
    """
    return _Catalogue(downloads, settings, made, issued, releases).node(packages)


def _by_language(text: Text) -> dict[str, str]:
    return dict(text.said)


def _tongues(languages: Iterable[str]) -> list[str]:
    """Languages as the European list names them."""
    return [f"{_EU}language/{code_of_three(language).upper()}" for language in languages]


class _Catalogue:
    def __init__(
        self,
        downloads: Mapping[str, Download],
        settings: Settings,
        made: date,
        issued: Mapping[str, date],
        releases: Mapping[str, Sequence[str]],
    ) -> None:
        self.downloads, self.settings, self.made, self.issued = downloads, settings, made, issued
        self.releases = releases
        self.root = settings.url or "../" * PATH.count("/")
        self.keeper: Node = {
            "@id": settings.keeper_id or f"{self.root}#keeper",
            "@type": "foaf:Agent",
            "foaf:name": self.by(settings.kept_by),
        }

    def by(self, told: Callable[[str], str]) -> dict[str, str]:
        """What the site says in each of its languages."""
        return {language: told(language) for language in self.settings.languages}

    def pages(self, path: str) -> list[Node]:
        """A page in each language of the site."""
        prefixes = (self.settings.prefix(language) for language in self.settings.languages)
        return [{"@id": f"{self.root}{prefix}{path}", "@type": "foaf:Document"} for prefix in prefixes]

    def node(self, packages: Sequence[Package]) -> Node:
        licences = {_licence(package) for package in packages}
        return {
            "@context": CONTEXT,
            "@id": f"{self.root}data/#catalogue",
            "@type": "dcat:Catalog",
            "dct:title": self.by(self.settings.called),
            "dct:description": self.by(self.settings.says),
            "dct:publisher": self.keeper,
            "dct:language": _tongues(self.settings.languages),
            "dct:modified": self.made.isoformat(),
            # A catalogue has one licence or names none; its data sets have their own.
            **({"dct:license": licences.pop()} if len(licences) == 1 else {}),
            **({"foaf:homepage": self.pages("")} if self.settings.url else {}),
            **({"dct:issued": min(self.issued.values()).isoformat()} if self.issued else {}),
            "dct:spatial": [self.place(package) for package in packages],
            "dcat:themeTaxonomy": [f"{_EU}data-theme", *map(self.scheme, packages)],
            "dcat:dataset": [self.dataset(package) for package in packages],
        }

    def dataset(self, package: Package) -> Node:
        return {
            "@id": f"{self.root}{package.id}/#dataset",
            "@type": "dcat:Dataset",
            "dct:title": _by_language(package.title),
            "dct:description": _by_language(package.description),
            "dct:identifier": package.id,
            "dcat:version": package.version,
            **self.versions(package),
            **({"dct:issued": self.issued[package.id].isoformat()} if package.id in self.issued else {}),
            "dct:modified": self.made.isoformat(),
            "dct:license": {"@id": _licence(package), "@type": "dct:LicenseDocument"},
            "dct:publisher": self.publisher(package),
            "dct:creator": self.creator(package),
            **self.contact(package),
            "dct:language": _tongues(package.languages),
            "dct:accessRights": f"{_EU}access-right/PUBLIC",
            # Documents come when their issuers publish them.
            "dct:accrualPeriodicity": f"{_EU}frequency/IRREG",
            "dcat:keyword": {
                language: [title for theme in package.themes.values() if (title := theme.title.own(language))]
                for language in package.languages
            },
            "dcat:theme": [_GOVERNMENT, *(self.theme(package, item) for item in package.themes.values())],
            "dct:spatial": self.place(package),
            **_temporal(package.documents.values()),
            "dct:conformsTo": {"@id": _STANDARD, "@type": "dct:Standard"},
            "dcat:landingPage": self.pages(f"{package.id}/"),
            "foaf:page": self.pages("data/codebook/"),
            "dct:provenance": {
                "@type": "dct:ProvenanceStatement",
                "rdfs:label": _by_language(package.disclaimer),
            },
            # The source of a data set is another one, to DCAT-AP; documents are what it was made out of.
            "prov:wasDerivedFrom": [self.document(package, item) for item in package.documents.values()],
            **self.files(package),
        }

    def versions(self, package: Package) -> Node:
        """The versions whose files stay, as far as known."""
        found = [self.release(package, version) for version in self.releases.get(package.id, ())]
        return {"dcat:hasVersion": found} if found else {}

    def release(self, package: Package, version: str) -> Node:
        """A version of a package, whose files stay as they were when it was first published."""
        folder = f"{self.root}data/{package.id}/{version}/"
        return {
            "@id": f"{folder}datapackage.json#dataset",
            "@type": "dcat:Dataset",
            "dct:title": _by_language(package.title),
            "dct:description": _by_language(package.description),
            "dcat:version": version,
            "rdfs:seeAlso": [f"{folder}datapackage.json"],
        }

    def files(self, package: Package) -> Node:
        """What is offered of a package: as distributions what is all of it, as its parts the tables, and as what tells more of
        it the descriptions in the words of other standards.
        """
        tables: dict[str, list[Node]] = {}
        whole, told = [], []
        for path, file in sorted(self.downloads.items()):
            place = PurePosixPath(path)
            if place.parent != PurePosixPath("data", package.id):
                continue
            if table := _table_of(place.name):
                tables.setdefault(table, []).append(self.distribution(package, place, file))
            elif place.name in PAPERS or place.name in (STRUCTURE, LINKSET):
                told.append(f"{self.root}{path}")
            else:
                whole.append(self.distribution(package, place, file))
        return {
            "dcat:distribution": whole,
            "dct:hasPart": [self.table(package, name, files) for name, files in tables.items()],
            "rdfs:seeAlso": told,
        }

    def table(self, package: Package, name: str, distributions: list[Node]) -> Node:
        """A table of a package, which is a data set too."""
        title = self.by(lambda language: str(catalogue(language, "fields")["tables"][name]))
        return {
            "@id": f"{self.root}data/{package.id}/{name}.csv#table",
            "@type": "dcat:Dataset",
            "dct:title": title,
            "dct:description": title,
            "dct:isPartOf": f"{self.root}{package.id}/#dataset",
            "dcat:distribution": distributions,
        }

    def place(self, package: Package) -> Node:
        """What the package is about; its name is the one that others give the place, where that is known, and else ours."""
        area = package.areas[package.area_id]
        return {
            "@id": place_name(area.more) or f"{self.root}{package.id}/#place",
            "@type": "dct:Location",
            "skos:prefLabel": _by_language(area.title),
            **_identified(area),
        }

    def publisher(self, package: Package) -> Node | str:
        """Who publishes the data: the body itself where it is official, else who keeps the site."""
        body = package.organisations[package.publisher_id]
        return self.organisation(package, body) if package.official else str(self.keeper["@id"])

    def organisation(self, package: Package, organisation: Named) -> Node:
        """A body, or a unit of one."""
        return {
            "@id": f"{self.root}{package.id}/organisations/{organisation.id}/#organisation",
            "@type": "foaf:Agent",
            "foaf:name": _by_language(organisation.title),
            **_identified(organisation),
        }

    def creator(self, package: Package) -> Node | str:
        """Who compiled the data: who keeps the site, unless the package says otherwise."""
        keeper = Text.of({tag: self.settings.kept_by(tag) for tag in package.languages})
        if package.creator in (Text(), keeper):
            return str(self.keeper["@id"])
        name = package.creator_id or f"{self.root}{package.id}/#creator"
        return {"@id": name, "@type": "foaf:Agent", "foaf:name": _by_language(package.creator)}

    def contact(self, package: Package) -> Node:
        """Whom to ask: the package or the settings hold it as free text."""
        told = package.contact or self.settings.contact
        if not told:
            return {}
        named = _by_language(package.maintainer) or self.by(self.settings.kept_by)
        about = {"vcard:fn": named, "vcard:note": _by_language(told), **_reached(told)}
        return {"dcat:contactPoint": {"@type": "vcard:Organization", **about}}

    def scheme(self, package: Package) -> Node:
        return {
            "@id": f"{self.root}{package.id}/themes/#scheme",
            "@type": "skos:ConceptScheme",
            "dct:title": _by_language(package.title),
        }

    def theme(self, package: Package, theme: Theme) -> Node:
        return {
            "@id": f"{self.root}{package.id}/themes/{theme.id}/#theme",
            "@type": "skos:Concept",
            "skos:prefLabel": _by_language(theme.title),
            **({"skos:definition": _by_language(theme.description)} if theme.description else {}),
            "skos:inScheme": f"{self.root}{package.id}/themes/#scheme",
        }

    def document(self, package: Package, document: Document) -> Node:
        """An official document that the data were taken from; its day of issue only where it prints one."""
        publisher = package.organisations[document.publisher_id]
        addresses = [address for address in (document.url, document.archived_url) if address]
        return {
            "@id": f"{self.root}{package.id}/documents/{document.id}/#document",
            "@type": "foaf:Document",
            "dct:title": _by_language(document.title),
            **({"dct:issued": document.published.isoformat()} if document.published else {}),
            "dct:publisher": self.organisation(package, publisher),
            **({"dct:identifier": document.document_number} if document.document_number else {}),
            **({"foaf:page": [_page(address) for address in addresses]} if addresses else {}),
            **({"dct:format": f"{_IANA}{document.media_type}"} if document.media_type else {}),
        }

    def distribution(self, package: Package, path: PurePosixPath, file: Download) -> Node:
        """One file; of an archive, the media type and the format are those of the tables in it."""
        address, packed = f"{self.root}{path}", path.suffix in _PACKED
        kind = ".csv" if packed else path.suffix
        return {
            "@id": f"{address}#distribution",
            "@type": "dcat:Distribution",
            "dct:title": path.name,
            "dct:description": {language: _described(path, language) for language in self.settings.languages},
            "dcat:accessURL": address,
            "dcat:downloadURL": address,
            "dcat:mediaType": f"{_IANA}{_MEDIA[kind]}",
            **(
                {"dct:conformsTo": {"@id": _SDMX_CSV, "@type": "dct:Standard"}}
                if path.name in (SDMX, SDMX_PACKED)
                else {}
            ),
            **({_PACKED[path.suffix][0]: f"{_IANA}{_PACKED[path.suffix][1]}"} if packed else {}),
            **({"dct:format": f"{_EU}file-type/{_FORMATS[kind]}"} if kind in _FORMATS else {}),
            "dcat:byteSize": str(file.size),
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": f"{PREFIXES['spdx']}checksumAlgorithm_sha256",
                "spdx:checksumValue": file.sha256,
            },
            "dct:license": _licence(package),
            "dct:language": _tongues(package.languages),
            "dct:modified": self.made.isoformat(),
            # Addresses of downloads never change.
            "dcatap:availability": f"{_EU}planned-availability/STABLE",
        }


def _table_of(name: str) -> str:
    """The table that a file is of, empty where it is of all of them."""
    if name in (SDMX, SDMX_PACKED):
        return OBSERVATIONS.name
    stem, _, suffix = name.partition(".")
    return stem if suffix == "csv" else ""


_WEB = re.compile(r"https?://[^\s<>\"'()（），。；、]+")


def _reached(told: Text) -> Node:
    """The addresses in a text that says whom to ask, as far as machines can use them."""
    text = told.together("\n")
    forms = (("vcard:hasEmail", "mailto:", MAIL), ("vcard:hasURL", "", _WEB))
    found = {name: list(dict.fromkeys(form.findall(text))) for name, _, form in forms}
    return {name: [before + item for item in found[name]] for name, before, _ in forms if found[name]}


def _described(path: PurePosixPath, language: str) -> str:
    if path.name in (SDMX, SDMX_PACKED):
        return said(language, "data.file_sdmx")
    if path.suffix == ".csv":
        title: str = catalogue(language, "fields")["tables"][path.stem]
        return title
    return said(language, f"data.file_{path.suffix[1:]}")


def _page(address: str) -> Node:
    """A page elsewhere."""
    return {"@id": address, "@type": "foaf:Document"}


def _licence(package: Package) -> str:
    return LICENCES[package.licence][1]


def _identified(entry: Named) -> Node:
    """The codes that others give an entry, as an address where they have one."""
    codes = [code.same_as or code.code for code in codes_in(entry.more)]
    return {"dct:identifier": codes} if codes else {}


def _temporal(documents: Iterable[Document]) -> Node:
    """From the first day that a document covers to the last; nothing where there is none."""
    days = [day for document in documents for day in (document.period.start, document.period.end)]
    if not days:
        return {}
    first, last = min(days).isoformat(), max(days).isoformat()
    period = {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}
    return {"dct:temporal": period}
