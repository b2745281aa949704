"""What an installation of the site says of itself: address, repository, contact, record numbers.

They stand in `site_src/site.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo, available_timezones

from generator.core import sources
from generator.core.languages import FALLBACK, interface, spoken
from generator.core.messages import lookup
from generator.core.model import Package
from generator.core.nearest import suggest
from generator.core.phrases import Text
from generator.core.problems import Place, Problem, Report
from generator.core.values import read_address
from generator.format.fields import Texts
from generator.format.settings import HISTORIES_GIVEN_UP, PICTURES, RECORDS, RENDERERS, SETTINGS, WITHDRAWN
from generator.format.tables import RESERVED
from generator.publishing.logo import is_a_picture, not_a_drawing
from generator.publishing.own_words import no_files, own_words
from generator.reading.files import Mapping as Keys
from generator.reading.files import Node, Scalar, read_yaml
from generator.reading.validate.inventory import listed_languages
from generator.reading.validate.structure import Records, mapping_records

UTC = ZoneInfo("UTC")
FILE = "site.yaml"
_BELOW = {"records": RECORDS, "histories_given_up": HISTORIES_GIVEN_UP, "withdrawn": WITHDRAWN}
NAME = f"{sources.NAME}/{FILE}"
"""What messages call it."""


class SettingsError(Exception):
    """The settings cannot be used; the `report` says why. `languages` are those that they list all the same."""

    def __init__(self, report: Report, languages: tuple[str, ...] = ()) -> None:
        super().__init__(report.render("text", FALLBACK, ""))
        self.report = report
        self.languages = languages

    def __reduce__(self) -> tuple[type[SettingsError], tuple[Report, tuple[str, ...]]]:
        """What another process is told."""
        return SettingsError, (self.report, self.languages)


DATA = "data/"
"""Where the packages stand in the repository."""

FORGES: Mapping[str, tuple[str, str, str]] = {
    "github": (
        "edit/{branch}/{path}#L{line}",
        "issues/new?template=correction.yml&title={title}&figure={figure}",
        "issues/new?title={title}&body={body}",
    ),
    "gitlab": (
        "-/edit/{branch}/{path}#L{line}",
        "-/issues/new?issuable_template=correction&issue[title]={title}&issue[description]={figure}",
        "-/issues/new?issue[title]={title}&issue[description]={body}",
    ),
    "gitea": (
        "_edit/{branch}/{path}#L{line}",
        "issues/new?template=correction.yml&title={title}&figure={figure}",
        "issues/new?title={title}&body={body}",
    ),
}
"""Below the repository's address in each forge: the editor of a file at a line, the form for corrections, and a new issue."""

MOST_PICTURES = 1_000
"""How many pictures of pages are made for a package unasked: each takes some hundredth of a second, and 40 kB."""


@dataclass(frozen=True, slots=True)
class HistoryGivenUp:
    """The commit of the publication whose history is not gone on with, the day on which that was decided, and why."""

    commit: str
    date: date
    reason: Text


@dataclass(frozen=True, slots=True)
class WithdrawnPackage:
    """A package that is published no more, since when and why."""

    package: str
    date: date
    reason: Text


@dataclass(frozen=True, slots=True)
class Settings:
    """`languages` are those of the site, the one at its root first; where none are set, those of its packages.

    `name` and `tagline` are the site's; `keeper` keeps it (the name of the site unless told), with an address that names
    them; `logo` is a file of its assets, `colour` that of its bar. `url` is the published address with its final slash, or
    empty; `repository` that of the repository in its `forge`; `renderer` makes the pages; `share_pictures` says whether
    they have pictures of their own; `zone` is where the body keeps its days; `records` are (number, address or empty).
    """

    languages: tuple[str, ...] = ()
    name: Text = Text()  # noqa: RUF009 - frozen
    tagline: Text = Text()  # noqa: RUF009 - frozen
    keeper: Text = Text()  # noqa: RUF009 - frozen
    keeper_id: str = ""
    logo: str = ""
    colour: str = ""
    url: str = ""
    repository: str = ""
    forge: str = "github"
    branch: str = "main"
    renderer: str = RENDERERS[0]
    share_pictures: str = PICTURES[0]
    zone: ZoneInfo = UTC
    contact: Text = Text()  # noqa: RUF009 - frozen
    records: tuple[tuple[str, str], ...] = ()
    histories_given_up: tuple[HistoryGivenUp, ...] = ()
    withdrawn: tuple[WithdrawnPackage, ...] = ()

    def at(self, url: str | None = None, repository: str | None = None) -> Settings:
        """The same with other addresses; None keeps one. Raises ValueError where one is no web address."""
        return replace(
            self,
            url=self.url if url is None else _address(url),
            repository=self.repository if repository is None else _address(repository),
        )

    def speaking(self, packages: Iterable[Package]) -> Settings:
        """The same with languages: where none are set those of some packages, the main one of the first at the root.

        A language in another script or country is the nearest to one that has no words of its own.
        """
        named = (tag for package in packages for tag in package.languages)
        return self if self.languages else replace(self, languages=spoken(named))

    def gone(self, day: date) -> tuple[WithdrawnPackage, ...]:
        """The packages that are published no more on a day; of those announced for later none is."""
        return tuple(item for item in self.withdrawn if item.date <= day)

    def called(self, language: str) -> str:
        """The name of the site in a language; in plain words where it has none."""
        return self.name[language] or lookup(language, "site", "site.name")

    def says(self, language: str) -> str:
        """Its tagline."""
        return self.tagline[language] or lookup(language, "site", "site.tagline")

    def kept_by(self, language: str) -> str:
        """Who keeps the site."""
        return self.keeper[language] or self.called(language)

    def signed(self, package: Package) -> Package:
        """A package with who compiled it: itself where it is official, else who keeps the site, unless it says so."""
        if package.creator:
            return package
        if package.official:
            return replace(package, creator=package.organisations[package.publisher_id].title)
        names = {tag: self.kept_by(tag) for tag in package.languages}
        return replace(package, creator=Text.of(names), creator_id=package.creator_id or self.keeper_id)

    def pictured(self, indicators: int) -> bool:
        """Whether the pages of a package with so many indicators, and their charts, have pictures: where nothing else is
        said only those of a site whose address is known, which stands on each.
        """
        few = bool(self.url) and indicators * len(self.languages) <= MOST_PICTURES
        return self.share_pictures == "always" or (self.share_pictures == "auto" and few)

    def prefix(self, language: str) -> str:
        """Where the pages of a language stand below the root of the site: with its slash, nothing for the first."""
        return "" if language == self.languages[0] else f"{language}/"

    def page(self, path: str) -> str:
        """The full address of a page of the site, or nothing where the site's own is not known."""
        return self.url and self.url + path

    def editor(self, file: str, line: int) -> str:
        """The address at which a row of data (a file below the data directory, a line) can be changed, or nothing."""
        return self._in_forge(0, path=quote(DATA + file), line=str(line))

    def form(self, title: str, figure: str) -> str:
        """The address of the form for corrections with a title and the figure's row filled in, or nothing."""
        return self._in_forge(1, title=quote(title, safe=""), figure=quote(figure, safe=""))

    def reply(self, title: str, body: str) -> str:
        """The address at which a body can send its explanation, with a title and what is asked for, or nothing."""
        return self._in_forge(2, title=quote(title, safe=""), body=quote(body, safe=""))

    def _in_forge(self, page: int, **values: str) -> str:
        if not self.repository:
            return ""
        return self.repository + FORGES[self.forge][page].format(branch=quote(self.branch), **values)


def _address(text: str) -> str:
    """An address with its final slash, or nothing. Raises ValueError where it is no web address."""
    read = read_address(text) if text else ""
    if isinstance(read, str):
        return read
    raise ValueError(text)


def read_settings(file: Path | None = None) -> Settings:
    """The settings of this installation, with its words in view, or those of another file. Raises SettingsError where something
    there is wrong.
    """
    unopened = [] if file else list(no_files())
    linked = any(problem.place.file == NAME for problem in unopened)
    node, problems = read_yaml(NAME, content := b"" if linked else _content(file or sources.found(FILE)))
    languages = listed_languages(node)
    if unopened:
        raise SettingsError(Report(unopened), languages)
    if node is not None:
        # As long as it names no languages its texts may stand in any that the program speaks.
        records, found = mapping_records(NAME, node, SETTINGS.in_languages(languages or interface()))
        zone, unknown = _zone(records)
        # A new installation has empty lines for its languages, which may become fewer.
        found = [problem for problem in found if not _left_empty(problem, node)]
        problems = [
            *problems,
            *found,
            *unknown,
            *_unspoken(records),
            *_looks(records, content),
            *_given_up(records),
        ]
    if file is None:
        problems = [*problems, *own_words()]
    if problems:
        raise SettingsError(Report(map(_of_settings, problems)), languages)
    values = next(records.rows())
    return Settings(
        languages=languages,
        **{
            name: values[name]
            for name in (
                "url",
                "repository",
                "forge",
                "branch",
                "renderer",
                "share_pictures",
                "keeper_id",
                "logo",
                "colour",
            )
        },
        name=_text(SETTINGS.site_name, values, records),
        tagline=_text(SETTINGS.tagline, values, records),
        keeper=_text(SETTINGS.keeper, values, records),
        zone=zone,
        contact=_text(SETTINGS.contact, values, records),
        records=tuple((record["number"], record["url"]) for record in values["records"]),
        histories_given_up=tuple(
            HistoryGivenUp(item["commit"], item["date"], _text(HISTORIES_GIVEN_UP.reason, item, records))
            for item in values["histories_given_up"]
        ),
        withdrawn=tuple(
            WithdrawnPackage(item["package"], item["date"], _text(WITHDRAWN.reason, item, records))
            for item in values["withdrawn"]
        ),
    )


def _content(file: Path) -> bytes:
    """What stands in a file; nothing where there is none."""
    try:
        return file.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return b""


def _text(text: Texts, values: Mapping[str, Any], records: Records) -> Text:
    languages = records.shape.tongues
    columns = zip(languages, text.columns(languages), strict=True)
    return Text.of({language: values[item.name] for language, item in columns})


def _unspoken(records: Records) -> Iterator[Problem]:
    """A problem for each language of the site that the program has no words in."""
    for row, names in enumerate(records[SETTINGS.languages]):
        for name in names or ():
            if name is not None and name not in interface():
                values = {"value": name, "detail": " · ".join(interface())}
                yield Problem("language-unspoken", records.place(row, SETTINGS.languages.name), values)


_COMMENT = re.compile(rb"^colour:[ \t]+(#[0-9a-f]{3,8})\b", re.MULTILINE | re.IGNORECASE)
"""A colour without quotes, which YAML takes for a remark."""


def _looks(records: Records, written: bytes) -> Iterator[Problem]:
    """A problem for a colour on which white cannot be read, for one that is none, and for a picture that is not there."""
    if lost := _COMMENT.search(written):
        values = {"value": "", "suggestion": f"colour: '{lost[1].decode().lower()}'"}
        yield Problem("bad-colour", records.place(0, SETTINGS.colour.name), values)
    for row, (colour, logo) in enumerate(zip(records[SETTINGS.colour], records[SETTINGS.logo], strict=True)):
        if colour and (found := contrast_with_white(colour)) < LEAST_CONTRAST:
            values = {"value": colour, "detail": f"{found:.1f}"}
            yield Problem("colour-faint", records.place(row, SETTINGS.colour.name), values)
        if not logo:
            continue
        content = _picture(logo)
        if content is None:
            yield Problem("logo-missing", records.place(row, SETTINGS.logo.name), {"value": logo})
        elif not is_a_picture(logo, content):
            yield Problem("logo-broken", records.place(row, SETTINGS.logo.name), {"value": logo})
        elif logo.lower().endswith(".svg") and (acting := not_a_drawing(content)):
            values = {"value": logo, "detail": acting}
            yield Problem("logo-unsafe", records.place(row, SETTINGS.logo.name), values)


def _picture(name: str) -> bytes | None:
    """The content of a picture by the name of its file; None where there is none of that name, as where none can be."""
    if set(name) & set("/\\:"):
        return None
    try:
        return sources.found(f"assets/{name}").read_bytes()
    except PermissionError:
        raise
    except (OSError, ValueError):
        return None


def _given_up(records: Records) -> Iterator[Problem]:
    """A problem for each withdrawn package whose address the site needs itself, and for one that stands there twice."""
    for row, entries in enumerate(records[SETTINGS.withdrawn]):
        seen: set[str] = set()
        for name in (entry[WITHDRAWN.package.name] for entry in entries or ()):
            if name in RESERVED or name in seen:
                code = "reserved-id" if name in RESERVED else "repeated-entry"
                yield Problem(code, records.place(row, SETTINGS.withdrawn.name), {"value": name})
            seen.add(name)


def still_there(settings: Settings, packages: Iterable[str], day: date) -> Iterator[Problem]:
    """A problem for each of some packages that stands in the data and that the settings call withdrawn on a day."""
    standing = set(packages)
    for item in settings.gone(day):
        if item.package in standing:
            values = {"value": item.package, "detail": item.date.isoformat()}
            yield Problem("withdrawn-there", Place(f"{item.package}/package.yaml"), values)


LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: of text and its ground."""


def contrast_with_white(colour: str) -> float:
    """The contrast of a colour (`#rrggbb`) with white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]  # noqa: PLR2004 - sRGB
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


def _zone(records: Records) -> tuple[ZoneInfo, list[Problem]]:
    """The time zone that is set, with a problem where this machine knows none of that name."""
    for row, name in enumerate(records["time_zone"]):
        if name is None:  # it could not be read, which is told already
            continue
        try:
            return ZoneInfo(name), []
        except (KeyError, ValueError, OSError):
            values = {"value": name, "suggestion": suggest(name, available_timezones())}
            return UTC, [Problem("bad-time-zone", records.place(row, "time_zone"), values)]
    return UTC, []


def _left_empty(problem: Problem, node: Node) -> bool:
    """Whether a problem is that of a text in a language that is not listed, and there is no text."""
    written = node.items.get(problem.values.get("field", "")) if isinstance(node, Keys) else None
    empty = not problem.place.row and isinstance(written, Scalar) and not written.text
    return empty and problem.code == "language-unlisted"


def _of_settings(problem: Problem) -> Problem:
    """A problem in words that fit: what the reader of files says of the data does not always fit the settings."""
    if problem.code == "unknown-key":
        known = _BELOW[problem.place.row[0]] if problem.place.row else SETTINGS
        return replace(
            problem, code="unknown-setting", values={**problem.values, "detail": " · ".join(known.by_name)}
        )
    others = {"empty-file": "settings-missing", "language-unlisted": "setting-unlisted"}
    return replace(problem, code=others.get(problem.code, problem.code))
