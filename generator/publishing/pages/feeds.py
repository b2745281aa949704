"""For reading elsewhere: the map of the site for search engines, and feeds of what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from generator.comparing.revisions import Revision
from generator.core import formats
from generator.core.grouping import grouped
from generator.core.languages import language as known
from generator.core.model import Observation, Package
from generator.core.phrases import as_written, foreign, joined
from generator.core.reported import counts, in_groups
from generator.publishing.pages.changed import sentence
from generator.publishing.pages.versions import versions_told
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.wording.explain import (
    language_of,
    made_up,
    recorded_aside,
    result_value,
    said,
    scope_aside,
    target_value,
    unit_of,
)

NEWEST = 50
"""How many entries a feed has at most, the newest: who reads feeds has had the others."""

URLS = 50_000
"""How many addresses a map of the site may name, by its standard; of more there is a list of several maps."""

BYTES = 50_000_000
"""How many bytes one may have, by the same."""

_ADDRESS = 300
"""Bytes of an address with what is around it, which stands there once and for each twin."""

NAMED = 24
"""How many goals and figures the entry of a theme names; it tells how many more the document has."""

_ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "sitemap.xml"
_SITEMAP_FORM = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def robots(url: str) -> str:
    """Everybody may read everything; the sitemap is named where the site's address is known."""
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {url}{SITEMAP}\n" if url else "")


def sitemaps(paths: Iterable[str], settings: Settings, made: date) -> Iterator[tuple[str, str]]:
    """(path, XML) of the map of the site: every page in each language, with its twins.

    Of very many pages there are several maps, of which the first file is the list.
    """
    listed = sorted(paths)
    spoken = len(settings.languages)
    most = min(URLS, BYTES // (_ADDRESS * (spoken + 1))) // spoken
    maps = [listed[start : start + most] for start in range(0, len(listed), most)]
    if len(maps) == 1:
        yield SITEMAP, _sitemap(listed, settings, made)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(maps) + 1)]
    root = ET.Element("sitemapindex", {"xmlns": _SITEMAP_FORM})
    for name in names:
        entry = ET.SubElement(root, "sitemap")
        ET.SubElement(entry, "loc").text = settings.page(name)
        ET.SubElement(entry, "lastmod").text = made.isoformat()
    yield SITEMAP, _document(root)
    yield from ((name, _sitemap(some, settings, made)) for name, some in zip(names, maps, strict=True))


def _sitemap(paths: Sequence[str], settings: Settings, made: date) -> str:
    root = ET.Element("urlset", {"xmlns": _SITEMAP_FORM, "xmlns:xhtml": _XHTML})
    for path in paths:
        for language in settings.languages:
            entry = ET.SubElement(root, "url")
            ET.SubElement(entry, "loc").text = settings.page(settings.prefix(language) + path)
            ET.SubElement(entry, "lastmod").text = made.isoformat()
            for other in settings.languages:
                there = settings.page(settings.prefix(other) + path)
                link = {"rel": "alternate", "hreflang": known(other).html, "href": there}
                ET.SubElement(entry, "xhtml:link", link)
    return _document(root)


@dataclass(frozen=True, slots=True)
class News:
    """Something that came into the record: on which day, of which day it speaks, and the page that shows it; `note` is for
    who reads it elsewhere.
    """

    id: str
    day: date
    about: date
    path: str
    title: str
    text: str
    note: str = ""


def feeds(
    views: Sequence[PackageView], settings: Settings, today: date, language: str
) -> Iterator[tuple[str, str]]:
    """(path, Atom) of the feeds in a language that are of more than one page: of the whole site, each package, its
    versions, and each theme.
    """
    everything = [item for view in views for item in news(view, language)]
    title = settings.called(language)
    prefix = settings.prefix(language)
    yield f"{prefix}feed.xml", feed(title, "", everything, settings, today, language)
    for view in views:
        root = f"{view.package.id}/"
        name = joined([title, view.package.title[language]], " · ")
        yield f"{prefix}{root}feed.xml", feed(name, root, news(view, language), settings, today, language)
        path = f"{root}versions/"
        name = joined([name, said(language, "versions.title")], " · ")
        yield (
            f"{prefix}{path}feed.xml",
            feed(name, path, [*_versions(view, language)], settings, today, language),
        )
        for theme in view.package.themes.values():
            path = f"{view.package.id}/themes/{theme.id}/"
            name = joined([title, theme.title[language]], " · ")
            of_theme = list(_news_of_theme(view, theme.id, language))
            text = feed(name, path, of_theme, settings, today, language)
            # Whoever follows it at an address that it had goes on following it.
            had = [item.id for item in view.former if (item.table, item.now) == ("themes", theme.id)]
            for own in (theme.id, *had):
                yield f"{prefix}{view.package.id}/themes/{own}/feed.xml", text


def _versions(view: PackageView, language: str) -> Iterator[News]:
    """The versions of a package of which something is known, an entry for each."""
    package = view.package
    for item in versions_told(view.deltas, (), package.version, language):
        if item.day:
            values = {"title": package.title[language], "version": item.version}
            yield News(
                f"{package.id}:versions/{item.version}",
                item.day,
                item.day,
                "data/",
                said(language, "versions.entry", **values),
                item.text,
                made_up(package, language),
            )


def feed_of_indicator(
    view: PackageView,
    indicator_id: str,
    rows: Sequence[Observation],
    settings: Settings,
    today: date,
    language: str,
) -> str:
    """What the documents promised and reported of an indicator, an entry for each document, and what was changed of that
    later, an entry for each version.
    """
    path = f"{view.package.id}/indicators/{indicator_id}/"
    name = joined([settings.called(language), view.package.indicators[indicator_id].title[language]], " · ")
    entries = [
        *_news_of_indicator(view, indicator_id, rows, path, language),
        *_changes_of_indicator(view, indicator_id, path, language),
    ]
    return feed(name, path, entries, settings, today, language)


def _news_of_indicator(
    view: PackageView, indicator_id: str, rows: Sequence[Observation], path: str, language: str
) -> Iterator[News]:
    package, colon = view.package, said(language, "sign.colon")
    told: dict[str, list[str]] = {}
    for item in view.promises(indicator_id):
        asked = target_value(item.target, unit_of(package, indicator_id, language), language)
        period = said(language, "sign.aside", text=formats.period(item.target.period, language))
        line = joined([said(language, "table.promised"), colon, asked, period])
        told.setdefault(item.target.citation.document_id, []).append(line)
    for row in rows:
        value = result_value(row, package.units[row.unit_id].title[language], language)
        aside = said(language, "sign.aside", text=formats.period(row.period, language))
        line = joined([value, scope_aside(package, row, language), aside])
        told.setdefault(row.citation.document_id, []).append(line)
    for name, lines in told.items():
        document = package.documents[name]
        yield News(
            f"{package.id}:indicators/{indicator_id}/{name}",
            view.recorded.get(name, document.issued),
            document.issued,
            path,
            document.title[language],
            joined(_some(lines, language), said(language, "sign.list")),
            made_up(package, language),
        )


def _changes_of_indicator(view: PackageView, indicator_id: str, path: str, language: str) -> Iterator[News]:
    """What was changed of the published figures and verdicts of an indicator: the reasons stand beside the changes."""
    package, between = view.package, known(language).between
    changes = grouped(((item.commit, item.day), item) for item in view.revisions_by_indicator[indicator_id])
    for (commit, day), items in changes.items():
        told = [
            joined([sentence(package, item, language), *_why(item, language)], between)
            for item in items[:NAMED]
        ]
        title = said(language, "feed.changes", count=str(len(items)))
        yield News(
            f"{package.id}:indicators/{indicator_id}/changes/{commit[:12] or day.isoformat()}",
            day,
            day,
            path,
            joined([title, package.indicators[indicator_id].title[language]], said(language, "sign.colon")),
            joined([*told, *_left(len(items), language)], between),
            made_up(package, language),
        )


def _why(item: Revision, language: str) -> Iterator[str]:
    """The reason that a correction gives for a change, where one does."""
    if item.responsible:
        yield said(language, "revisions.why", reason=item.reason[language])


def news(view: PackageView, language: str) -> list[News]:
    """Documents and corrections of a package, the newest first."""
    return sorted(_news(view, language), key=lambda item: (item.day, item.about, item.id), reverse=True)


def gathered(view: PackageView, language: str) -> list[News]:
    """The same in few lines: corrections of one day are one entry, which says of how many figures."""
    told: list[News] = []
    days = Counter(item.date for item in view.package.corrections)
    page = f"{view.package.id}/revisions/"
    for item in news(view, language):
        if item.path != page or days[item.day] == 1:
            told.append(item)
        elif not any((other.path, other.day) == (page, item.day) for other in told):
            title = said(language, "feed.corrections", count=str(days[item.day]))
            told.append(replace(item, title=title, text=formats.day(item.day, language)))
    return told


def _news(view: PackageView, language: str) -> Iterator[News]:
    package = view.package
    for document in package.documents.values():
        goals = view.goals_by_document[document.id]
        figures = view.observations_by_document.get(document.id, ())
        counts = [
            said(language, f"unit.{name}", count=str(len(rows)))
            for name, rows in (("goals", goals), ("observations", figures))
            if rows
        ]
        day = view.recorded.get(document.id)
        since = [said(language, "feed.recorded", date=formats.day(day, language))] if day else []
        about = [said(language, f"kind.{document.kind}"), formats.period(document.period, language)]
        yield News(
            f"{package.id}:documents/{document.id}",
            day or document.issued,
            document.issued,
            f"{package.id}/documents/{document.id}/",
            document.title[language],
            joined([*about, *counts, *since], " · "),
            made_up(package, language),
        )
    for item, told in zip(package.corrections, view.corrections_told, strict=True):
        yield News(
            f"{package.id}:corrections/{item.table}/{item.key}/{item.field}/{item.date}",
            item.date,
            item.date,
            f"{package.id}/revisions/",
            joined(
                [
                    said(language, "feed.correction"),
                    said(language, "sign.colon"),
                    sentence(package, told, language),
                ]
            ),
            joined([formats.day(item.date, language), item.reason[language]], " · "),
            made_up(package, language),
        )


def _news_of_theme(view: PackageView, theme_id: str, language: str) -> Iterator[News]:
    """What each document says of a theme: its goals, and the figures of its indicators."""
    package = view.package
    for document in package.documents.values():
        goals = [
            goal.title[language] for goal in view.goals_by_theme[theme_id] if goal.document_id == document.id
        ]
        figures = [*_figures(package, view.observations_by_part.get((document.id, theme_id), {}), language)]
        if goals or figures:
            yield News(
                f"{package.id}:themes/{theme_id}/{document.id}",
                view.recorded.get(document.id, document.issued),
                document.issued,
                f"{package.id}/documents/{document.id}/",
                document.title[language],
                joined(_some([*goals, *figures], language), said(language, "sign.list")),
                made_up(package, language),
            )


def _some(texts: Sequence[str], language: str) -> Sequence[str]:
    """Texts, or the first of very many with how many more there are."""
    return [*texts[:NAMED], *_left(len(texts), language)]


def _left(count: int, language: str) -> Iterator[str]:
    """How many more there are of so many than an entry names, where it does not name all."""
    if count > NAMED:
        yield said(language, "parts.more", count=str(count - NAMED))


def _figures(package: Package, observations: Mapping[str, Observation], language: str) -> Iterator[str]:
    """Each printed figure with what it is of; of the cells of a statistical table how many there are."""
    printed = in_groups(observations, bool, "citation.figure")
    for item in printed.get(True, {}).values():
        yield joined(
            [
                package.indicators[item.indicator_id].title[language],
                scope_aside(package, item, language),
                " ",
                as_written(item.citation.figure, language_of(package, item.citation.document_id), language),
                recorded_aside(item, language),
            ]
        )
    for indicator, count in counts(printed.get(False, {})).items():
        told = [
            package.indicators[indicator].title[language],
            said(language, "unit.observations", count=str(count)),
        ]
        yield joined(told, said(language, "sign.colon"))


def feed(
    title: str, path: str, entries: Sequence[News], settings: Settings, today: date, language: str
) -> str:
    """An Atom feed, the newest first."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": known(language).html})
    ET.SubElement(root, "id").text = tag(settings, language, path or "site")
    _spoken(root, "title", title)
    ET.SubElement(root, "updated").text = _moment(max((item.day for item in entries), default=today))
    author = ET.SubElement(root, "author")
    ET.SubElement(author, "name").text = settings.kept_by(language)
    base = settings.page(settings.prefix(language)) or "../" * path.count("/") or "./"
    if settings.url:
        ET.SubElement(root, "link", {"rel": "self", "href": f"{base}{path}feed.xml"})
    newest = sorted(entries, key=lambda item: (item.day, item.about, item.id), reverse=True)
    for item in newest[:NEWEST]:
        entry = ET.SubElement(root, "entry")
        ET.SubElement(entry, "id").text = tag(settings, language, item.id)
        _spoken(entry, "title", item.title)
        ET.SubElement(entry, "updated").text = _moment(item.day)
        ET.SubElement(entry, "link", {"href": f"{base}{item.path}"})
        _spoken(entry, "summary", joined([item.text, item.note], " · ") if item.note else item.text)
    return _document(root)


def tag(settings: Settings, language: str, name: str) -> str:
    """The name of a thing of this site among those of all others (RFC 4151): its address when ids took this form, and what
    it is. It stays as data grow; a site that nobody can reach yet names nobody. A host has the letters there that names of
    hosts are made of (IDNA).
    """
    place = urlsplit(settings.url or _NOWHERE)
    specific = f"{place.path.lstrip('/')}{language}:{name}"
    return f"tag:{_host(place.hostname or '')},{_SINCE}:{quote(specific, safe=_PLAIN)}"


def _host(name: str) -> str:
    """The name of a host in letters, digits and hyphens."""
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(name)


_SINCE = 2026
"""When ids took this form; it must not move on, or every entry would be told anew."""

_NOWHERE = "https://mingzhang.invalid/"
_PLAIN = "/:@!$&'()*+,;=?"
"""What may stand in such a name beside letters and digits."""


def _spoken(entry: ET.Element, name: str, text: str) -> None:
    """A text of an entry, with its language where it is in another one than the feed."""
    tag = foreign(text)
    ET.SubElement(entry, name, {"xml:lang": known(tag).html} if tag else {}).text = text


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _document(root: ET.Element) -> str:
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
