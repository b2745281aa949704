"""What the head of a page tells machines: where the data behind it are, and on the page of a package's data all that is there."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from generator.publishing.export.standards import signposting
from generator.publishing.export.standards.signposting import Link
from generator.publishing.pages import contexts
from generator.publishing.pages.contexts import Page
from generator.publishing.settings import Settings

_OTHER_FORM = "alternate noopener"
"""The relation of the same in another form. One that is exactly the first word means another language to some themes."""

_TABLES = {
    **{
        name: name
        for name in (
            "documents",
            "findings",
            "goals",
            "indicators",
            "organisations",
            "programmes",
            "revisions",
        )
    },
    **{name: name for name in ("targets", "themes")},
    "due": "deliverables",
    "unreported": "assessments",
}
"""The table that a list page of a package is made of."""


def head_links(page: Page, settings: Settings, prefix: str) -> list[dict[str, str]]:
    """The links of a page, escaped; `prefix` is where the pages of its language stand."""
    up = "../" * f"{prefix}{page.path}".count("/")
    return [
        {
            "rel": item.relation,
            "href": escape(f"{up}{item.address}" if item.beside else item.address),
            "type": escape(item.type),
        }
        for item in _links(page, settings)
    ]


def _links(page: Page, settings: Settings) -> Iterator[Link]:
    """Links with addresses from the root of the site where a file is meant."""
    match page:
        case contexts.PackageDataPage():
            yield from _signposts(page, settings)
        case contexts.DataPage():
            yield Link(_OTHER_FORM, "data/catalog.jsonld", "application/ld+json", beside=True)
        case contexts.IndicatorPage(view=view, indicator=indicator):
            file = f"data/{view.package.id}/indicators/{indicator.id}"
            if page.extent:
                yield Link(_OTHER_FORM, f"{file}.csv", "text/csv", beside=True)
            yield Link(_OTHER_FORM, f"{file}.json", "application/json", beside=True)
        case contexts.PackagePage(view=view):
            folder = f"data/{view.package.id}/"
            yield Link("describedby", f"{folder}datapackage.json", "application/json", beside=True)
            yield Link(_OTHER_FORM, f"{folder}{view.package.id}.zip", "application/zip", beside=True)
        case Page(view=view) if view is not None and page.path.count("/") == 2:  # noqa: PLR2004 - <package>/<list>/
            package, name, _ = page.path.split("/")
            if name in _TABLES:
                yield Link(_OTHER_FORM, f"data/{package}/{_TABLES[name]}.csv", "text/csv", beside=True)


def _signposts(page: contexts.PackageDataPage, settings: Settings) -> Iterator[Link]:
    """All that is there of a package: what it is, how it is cited, its files."""
    folder, package = page.path, page.views[0].package
    there = {path.removeprefix(folder) for path in page.files if path.startswith(folder)}
    if settings.url and not package.doi:
        yield Link("cite-as", settings.page(folder))
    for item in signposting.links(package, there):
        yield item._replace(address=f"{folder}{item.address}") if item.beside else item
    if signposting.NAME in there:
        yield Link("linkset", f"{folder}{signposting.NAME}", signposting.MEDIA, beside=True)
