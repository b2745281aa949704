"""What a page says to machines in the words of schema.org: JSON-LD, one graph for each page.

The compiled data are ours, the documents are not: a data set is created by this site, is based on the documents, and
is about the body that issued them. A page about a document is not that document.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from generator.core.codes import DocumentKind
from generator.core.external_codes import SCHEMES, codes_in
from generator.core.languages import language as known
from generator.core.messages import catalogue
from generator.core.model import Document, Indicator, Named, Package, Period
from generator.core.phrases import Text, foreign, joined
from generator.format.fields import Type
from generator.format.published import ABOUT_VERSIONS, BRIDGES, BROKEN_DOWN, VINTAGES
from generator.publishing.export.about import LICENCES
from generator.publishing.export.filled import FilledTable, Outline
from generator.publishing.pages import contexts
from generator.publishing.pages.contexts import Page
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.wording.explain import compiled_by, said, unit_of

Node = dict[str, Any]
"""One thing of the graph."""

COLLECTIONS = (contexts.ListPage, contexts.ThemePage, contexts.FindingsPage, contexts.UnreportedPage)
"""The pages that list things which have a page or a place of their own."""

T = TypeVar("T")

_ROOM = 900
"""Bytes that a list of things may take in what a page says to machines."""

RECORDED = ("target", "observation", "deliverable", "pace")
"""What a package records of every indicator and goal, as terms of the glossary: its variables."""

_FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_UNSAFE = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def structured(page: Page, settings: Settings, made: date, language: str) -> Node:
    """The JSON-LD of a page: the site, the page, the way to it, and what it is about.

    Addresses are absolute where that of the site is known, and relative to the page where it is not.
    """
    return {"@context": "https://schema.org", "@graph": _Graph(page, settings, made, language).nodes()}


def as_script(node: Node) -> str:
    """JSON for a script element, on one line: no sign in it can end the element or be read as HTML."""
    text = json.dumps(_spoken(node), ensure_ascii=False, separators=(",", ":"))
    # Sign by sign: translate would look at every letter of a text that has none of them.
    for sign, safe in _UNSAFE.items():
        text = text.replace(sign, safe)
    return text


def _spoken(value: Any) -> Any:
    """A value with the language of each text that is in another one than the page, as JSON-LD writes it."""
    if isinstance(value, str):
        tag = foreign(value)
        return {"@language": known(tag).html, "@value": value} if tag else value
    if isinstance(value, Mapping):
        return {key: _spoken(item) for key, item in value.items()}
    return [_spoken(item) for item in value] if isinstance(value, list | tuple) else value


class _Graph:
    def __init__(self, page: Page, settings: Settings, made: date, language: str) -> None:
        self.page, self.settings, self.made, self.language = page, settings, made, language
        self.prefix = settings.prefix(language)
        depth = f"{self.prefix}{page.path}".count("/")
        self.root = settings.url or "../" * depth or "./"

    def at(self, path: str) -> str:
        """The address of a page in this language."""
        return f"{self.root}{self.prefix}{path}"

    def thing(self, path: str, kind: str) -> Node:
        """The name of a thing: one, whichever language speaks of it."""
        return {"@id": f"{self.root}{path}#{kind}"}

    def nodes(self) -> list[Node]:
        things = self.things()
        page: Node = {
            "@type": "CollectionPage" if isinstance(self.page, COLLECTIONS) else "WebPage",
            "url": self.at(self.page.path),
            "name": self.page.title,
            "description": self.page.description,
            "inLanguage": known(self.language).html,
            "isPartOf": self.thing("", "website"),
        }
        if things:
            page["about"] = _named(things[0])
        return [self.website(), page, self.breadcrumb(), *things]

    def website(self) -> Node:
        """The site; a search from elsewhere needs an absolute address."""
        names = {language: self.settings.called(language) for language in self.settings.languages}
        site: Node = {"@type": "WebSite", **self.thing("", "website"), "name": names.pop(self.language)}
        site["alternateName"] = list(names.values())
        if self.settings.url:
            site["url"] = self.root
            if isinstance(self.page, contexts.HomePage):
                site["potentialAction"] = {
                    "@type": "SearchAction",
                    "target": {"@type": "EntryPoint", "urlTemplate": f"{self.at('search/')}?q={{words}}"},
                    "query-input": "required name=words",
                }
        return site

    def breadcrumb(self) -> Node:
        steps = [(crumb.title, crumb.path) for crumb in self.page.crumbs]
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": title, "item": self.at(path)}
                for position, (title, path) in enumerate([*steps, (self.page.title, self.page.path)], 1)
            ],
        }

    def things(self) -> list[Node]:
        """What the page is about, the chief thing first; nothing where schema.org has no word for it.

        Of what is told in parts the first one tells; on the data page each part has packages of its own.
        """
        part = self.page.part
        if part and part.number > 1 and not isinstance(self.page, contexts.DataPage):
            return []
        match self.page:
            case contexts.PackagePage(view=view):
                found = [{**self.package(view), **self.record(view)}]
            case contexts.PackageDataPage(views=[view], files=files):
                # Each table is named by the linkset beside.
                found = [self.package(view, offered=files)]
            case contexts.DataPage(views=views, tables=tables, files=files):
                packages = [
                    self.package(view, [table for table, _ in tables[view.package.id]], files)
                    for view in views
                ]
                found = [{**self.catalogue(), "dataset": [_named(node) for node in packages]}, *packages]
            case contexts.IndicatorPage():
                found = [self.indicator(self.page)]
            case contexts.DocumentPage(view=view, document=document):
                found = [self.document(view, document, whole=True)]
            case contexts.OrganisationPage(view=view, organisation=organisation):
                found = [self.organisation(view, organisation.id)]
            case contexts.GlossaryPage(terms=terms):
                found = [self.glossary(terms)]
            case _:
                found = []
        return found

    def package(
        self, view: PackageView, tables: Sequence[FilledTable | Outline] = (), offered: Container[str] = ()
    ) -> Node:
        """A package as a data set, with the files that are offered on the page.

        Tables that mean nothing without what they break down or take apart, and those about versions and past states, are
        in the archive alone.
        """
        package, folder = view.package, f"data/{view.package.id}/"
        beside = {*BRIDGES, *(shape.name for shape in (*BROKEN_DOWN, *ABOUT_VERSIONS, VINTAGES))}
        others = (f"{package.id}.{form}" for form in ("xlsx", "sqlite"))
        files = (
            *(f"{package.id}.zip", "datapackage.json"),
            *(name for name in others if f"{folder}{name}" in offered),
            *(f"{table.name}.csv" for table in tables if table.name not in beside),
        )
        return {
            **self.dataset(view, f"{package.id}/", package.title[self.language]),
            "description": package.description[self.language],
            "version": package.version,
            "inLanguage": [known(language).html for language in package.languages],
            "includedInDataCatalog": self.catalogue(),
            "distribution": self.files(*(f"{folder}{file}" for file in files)),
        }

    def record(self, view: PackageView) -> Node:
        """What a package records: of what, when, where and whose, and out of which documents."""
        package, language = view.package, self.language
        glossary = catalogue(language, "glossary")
        return {
            "keywords": _some(theme.title[language] for theme in package.themes.values()),
            "variableMeasured": [glossary[term]["title"] for term in RECORDED],
            **_coverage(document.period for document in package.documents.values()),
            "spatialCoverage": self.places(view, [package.area_id]),
            "about": self.organisation(view, package.publisher_id),
            "isBasedOn": _some(self.document(view, document) for document in package.documents.values()),
        }

    def indicator(self, page: contexts.IndicatorPage) -> Node:
        """An indicator as a data set; a CSV file is offered where there are figures, as on the page."""
        view, indicator, language = page.view, page.indicator, self.language
        package = view.package
        targets = [item.target for item in view.assessments_by_indicator[indicator.id]]
        planned = (point.citation for item in targets for point in item.planned)
        promised = {place.document_id for place in (*(item.citation for item in targets), *planned)}
        extent = page.extent
        cited = promised.union(extent.documents if extent else ())
        file = f"data/{package.id}/indicators/{indicator.id}"
        return {
            **self.dataset(view, page.path, indicator.title[language]),
            # What is measured alone can be too short to describe a data set; search engines ask for 50 characters.
            "description": joined([indicator.definition[language], package.description[language]], "\n"),
            "variableMeasured": {
                "@type": "PropertyValue",
                "name": indicator.title[language],
                **_measured(indicator, package.units[indicator.unit_id]),
                "unitText": unit_of(package, indicator.id, language),
                "measurementTechnique": said(language, f"measure.{indicator.measure}"),
            },
            **_coverage([*(row.period for row in targets), *([extent.period] if extent else [])]),
            "spatialCoverage": self.places(
                view, dict.fromkeys([*(row.area_id for row in targets), *(extent.areas if extent else ())])
            ),
            "isPartOf": self.thing(f"{package.id}/", "dataset"),
            "isBasedOn": _some(
                self.document(view, document)
                for document in package.documents.values()
                if document.id in cited
            ),
            "distribution": self.files(*([f"{file}.csv"] if extent else []), f"{file}.json"),
        }

    def dataset(self, view: PackageView, path: str, name: str) -> Node:
        """What every data set has; `path` is that of its page."""
        return {
            "@type": "Dataset",
            **self.thing(path, "dataset"),
            "name": name,
            "url": self.at(path),
            "license": LICENCES[view.package.licence][1],
            "isAccessibleForFree": True,
            "creator": self.creator(view.package),
            "publisher": self.publisher(view),
            "dateModified": self.made.isoformat(),
        }

    def publisher(self, view: PackageView) -> Node:
        """Who publishes the data: the body itself where it is official, else who keeps the site."""
        if view.package.official:
            return self.organisation(view, view.package.publisher_id)
        keeper = self.thing("", "keeper")
        if self.creator(view.package)["@id"] == keeper["@id"]:
            return keeper
        return {"@type": "Organization", **keeper, "name": self.settings.kept_by(self.language)}

    def creator(self, package: Package) -> Node:
        """Who compiled the data: who keeps the site, unless the package says otherwise."""
        keeper = Text.of({tag: self.settings.kept_by(tag) for tag in package.languages})
        own = package.creator not in (Text(), keeper)
        name = self.thing(f"{package.id}/" if own else "", "creator" if own else "keeper")
        node = {"@type": "Organization", **name, "name": compiled_by(package, self.language)}
        return {**node, **({"sameAs": package.creator_id} if package.creator_id else {})}

    def document(self, view: PackageView, document: Document, *, whole: bool = False) -> Node:
        """An official document: its name, and on its own page the `whole` of what is known of it."""
        node: Node = {
            "@type": "Report" if document.kind is DocumentKind.REPORT else "CreativeWork",
            **self.thing(f"{view.package.id}/documents/{document.id}/", "document"),
            "name": document.title[self.language],
        }
        if whole:
            node["publisher"] = self.organisation(view, document.publisher_id)
            node |= _coverage([document.period])
            if document.published:
                node["datePublished"] = document.published.isoformat()
            known = {
                "url": document.url,
                "archivedAt": document.archived_url,
                "identifier": document.document_number,
                "encodingFormat": document.media_type,
            }
            node |= {name: value for name, value in known.items() if value}
        return node

    def organisation(self, view: PackageView, name: str) -> Node:
        return {
            "@type": "Organization",
            **self.thing(f"{view.package.id}/organisations/{name}/", "organisation"),
            "name": view.package.organisations[name].title[self.language],
            **_codes(view.package.organisations[name]),
        }

    def catalogue(self) -> Node:
        return {
            "@type": "DataCatalog",
            **self.thing("data/", "catalogue"),
            "name": self.settings.called(self.language),
            "url": self.at("data/"),
        }

    def places(self, view: PackageView, areas: Iterable[str]) -> list[Node]:
        named = (view.package.areas[area] for area in areas)
        return _some({"@type": "Place", "name": area.title[self.language], **_codes(area)} for area in named)

    def files(self, *paths: str) -> list[Node]:
        """Downloads, which are the same for every language."""
        return [
            {
                "@type": "DataDownload",
                "contentUrl": f"{self.root}{path}",
                "encodingFormat": _FORMATS[path.rpartition(".")[2]],
            }
            for path in paths
        ]

    def glossary(self, terms: Mapping[str, Mapping[str, str]]) -> Node:
        """The terms by name; what they mean stands on the page."""
        return {
            "@type": "DefinedTermSet",
            **self.thing("glossary/", "terms"),
            "name": self.page.title,
            "hasDefinedTerm": [
                {"@type": "DefinedTerm", **self.thing("glossary/", name), "name": term["title"]}
                for name, term in terms.items()
            ],
        }


def _codes(entry: Named) -> Node:
    """The codes that others give a place or body: what they say, and the addresses that name the same."""
    codes = codes_in(entry.more)
    node: Node = {}
    if codes:
        node["identifier"] = [
            {"@type": "PropertyValue", "propertyID": SCHEMES[code.scheme].name, "value": code.code}
            for code in codes
        ]
    if same := [code.same_as for code in codes if code.same_as]:
        node["sameAs"] = same
    return node


def _measured(indicator: Indicator, unit: Named) -> Node:
    """What is measured and in what unit, in the codes of others; `unitCode` takes those that name their list."""
    meant = [code.address for code in codes_in(indicator.more) if code.address]
    ucum = unit.more.get(Type.UCUM)
    return {
        **({"propertyID": meant} if meant else {}),
        **({"unitCode": f"{SCHEMES[Type.UCUM].name}:{ucum}"} if ucum else {}),
    }


def _some(things: Iterable[T]) -> list[T]:
    """The first of many things, as far as a page has room to tell machines of them; the download tells of all."""
    found: list[T] = []
    left = _ROOM
    for thing in things:
        left -= len(json.dumps(thing, ensure_ascii=False).encode())
        if found and left < 0:
            break
        found.append(thing)
    return found


def _named(node: Node) -> Node:
    """A thing by its name alone, where the graph tells of it elsewhere."""
    return {"@id": node["@id"]}


def _coverage(periods: Iterable[Period]) -> Node:
    """From the first day to the last (ISO 8601); nothing where there is no period."""
    days = [day for period in periods for day in (period.start, period.end)]
    return {"temporalCoverage": f"{min(days)}/{max(days)}"} if days else {}
