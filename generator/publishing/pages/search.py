"""What the search page looks through: titles in all languages, summaries, figures and how they stand. Not whole pages.

Of a small site that is one file. Of a large one it is divided by words, so that a search loads what its words need: the
files of these words, which tell where they stand, and those of the entries that are shown.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import yaml

from generator.core import formats, sources
from generator.core.languages import FALLBACK, interface
from generator.core.languages import language as known
from generator.core.messages import catalogue, lookup
from generator.core.model import Goal, Indicator, Package
from generator.core.phrases import Phrase, Text, as_written, joined
from generator.publishing.own_words import SEARCH_WORDS
from generator.publishing.pages.compared import listed
from generator.publishing.pages.figures import when
from generator.publishing.pages.parts import part_path
from generator.publishing.pages.places import anchor
from generator.publishing.pages.rows import look_of, mark_of
from generator.publishing.pages.searched import file_of, multiples, traditional, words_of
from generator.publishing.pages.views import PackageView
from generator.verdicts.alike import PATH, alike
from generator.verdicts.deliverables import DeliverableStanding
from generator.wording.deliverables import lateness, moved_day
from generator.wording.disagreements import statement
from generator.wording.explain import (
    compared_number,
    language_of,
    result_value,
    said,
    scope_aside,
    standing_line,
    target_value,
    unit_of,
)

OF_PACKAGES = (
    *("indicators", "goals", "programmes", "deliverables"),
    *("findings", "documents", "organisations", "themes"),
)
OF_SITE = ("methods", "glossary", "pages")
KINDS = OF_PACKAGES + OF_SITE
"""The kinds of things that are found, in the order in which equal finds are listed."""

_NAMES = {"deliverables": "home.deliverables", "pages": "search.pages"}
"""Where the name of a kind stands that has no page of its own."""

WHOLE = 400_000
"""Bytes up to which all entries stand in one file."""

WORDS = 40_000
"""About how many bytes a file of words has."""

OF_EACH = 40
"""How many entries a file of entries has."""


class Entry(NamedTuple):
    """What can be found: its path, its title, by which further words it is found, and what is shown of it.

    `mark` is the mark of its standing, which stands before `standing`; `value` is the figure it opens with, `note` what
    else is told of it. What is shown is searched too.
    """

    kind: int
    path: str
    title: str
    other: str = ""
    text: str = ""
    note: str = ""
    mark: str = ""
    standing: str = ""
    value: str = ""

    @property
    def searched(self) -> tuple[str, str, str]:
        """The texts by which it is found: its title, that in other languages, all else."""
        return self.title, self.other, f"{self.text} {self.note} {self.standing} {self.value}"

    @property
    def shown(self) -> list[Any]:
        """What is shown of it, as the files of a large site tell it."""
        parts = (self.note, self.mark, self.standing, self.value)
        return _short([self.kind, self.path, _shown(self.title), *map(_shown, parts)])

    @property
    def whole(self) -> list[Any]:
        """The same with the words by which it is found, as the file of a small one tells it."""
        kind, path, title, *shown = self.shown
        return _short([kind, path, title, self.other, self.text, *shown])


def _short(cells: list[Any]) -> list[Any]:
    """A row without the empty cells at its end."""
    while not cells[-1]:
        cells.pop()
    return cells


@sources.kept
def _same() -> list[list[str]]:
    """Words that mean the same to somebody who searches, in groups."""
    text = sources.found(SEARCH_WORDS).read_text(encoding="utf-8-sig")
    # All of them are words: `no`, and the number of a hotline.
    groups: list[list[str]] = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - it makes nothing but texts
    return groups


def search_index(views: Sequence[PackageView], language: str) -> Iterator[tuple[str, str]]:
    """(path, JSON) of the index in one language: `kinds`, words that mean the `same`, `traditional` characters with the
    simplified ones, `multiples` with their zeros, and `entries` of (kind, path, title, title in the other languages,
    further words, note, mark, standing, value), without the empty ones at the end.

    What is shown is a text, or in another language than the page's in part: its parts, each a text or (text, language).

    Where the entries are very many, `files` tells in its place how many files of words there are, `each` how many entries
    a file of entries has, which are as above without the words that are not shown, and `ends` up to which number the
    entries of each kind go. A file of words has for each of its words the entries in which it stands, as three times the
    number of the entry and 0 for its title, 1 for that in another language, 2 for all else.
    """
    packages = [_Entries(view, language, several=len(views) > 1) for view in views]
    entries = [entry for kind in OF_PACKAGES for package in packages for entry in package.of(kind)]
    entries += _of_site(views, language)
    texts = [text for entry in entries for text in entry.searched]
    head = {
        "kinds": [_shown(said(language, _NAMES.get(kind, f"nav.{kind}"))) for kind in KINDS],
        "same": _same(),
        "traditional": traditional((*texts, *(word for group in _same() for word in group))),
        "multiples": multiples(),
    }
    whole = _json({**head, "entries": [entry.whole for entry in entries]})
    if len(whole.encode()) <= WHOLE:
        yield "search/index.json", whole
        return
    found = _words(entries)
    files = 1 + sum(len(word.encode()) + 7 * len(at) for word, at in found.items()) // WORDS
    ends = [sum(entry.kind <= kind for entry in entries) for kind in range(len(KINDS))]
    yield "search/index.json", _json({**head, "files": files, "each": OF_EACH, "ends": ends})
    by_file: list[dict[str, list[int]]] = [{} for _ in range(files)]
    for word, at in found.items():
        by_file[file_of(word, files)][word] = at
    for number, words in enumerate(by_file):
        yield f"search/words-{number}.json", _json(words)
    for start in range(0, len(entries), OF_EACH):
        some = [entry.shown for entry in entries[start : start + OF_EACH]]
        yield f"search/entries-{start // OF_EACH}.json", _json(some)


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _words(entries: Sequence[Entry]) -> dict[str, list[int]]:
    """Where each word stands, as the files tell it: in the first of the texts of an entry that has it."""
    found: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        known: set[str] = set()
        for place, part in enumerate(entry.searched):
            new = words_of(part) - known
            known |= new
            for word in sorted(new):
                found.setdefault(word, []).append(3 * number + place)
    return found


class _Entries:
    """The entries of a package in a language, by kind; each names the area of the package where there are several, and that
    it is made up where it is.
    """

    def __init__(self, view: PackageView, language: str, *, several: bool) -> None:
        self.view, self.package, self.language = view, view.package, language
        self.area = self.package.areas[self.package.area_id].title[language] if several else ""
        self.made_up = _made_up(self.package, language)

    def of(self, kind: str) -> Iterator[Entry]:
        """Those of a kind."""
        own: Callable[[], Iterator[Entry]] = getattr(self, f"_{kind}")
        return own()

    def _entry(self, kind: str, path: str, title: Text, note: str = "", *words: str, **shown: str) -> Entry:
        return Entry(
            KINDS.index(kind),
            f"{self.package.id}/{path}",
            title[self.language],
            _others(title, self.language),
            " ".join(filter(None, words)),
            _line(note, self.area, self.made_up),
            **shown,
        )

    def _programmes(self) -> Iterator[Entry]:
        for story in self.view.programme_stories.values():
            own = story.programme
            kind = said(self.language, f"kind.{own.kind}")
            note = _line(kind, said(self.language, f"programme.outcome.{story.outcome}"))
            words = *own.names, own.summary[self.language]
            yield self._entry("programmes", f"programmes/{own.id}/", own.title, note, *words)

    def _indicators(self) -> Iterator[Entry]:
        promised, language = self.view.assessments_by_indicator, self.language
        for indicator in sorted(self.package.indicators.values(), key=lambda item: item.id not in promised):
            theme = self.package.themes[indicator.theme_id].title
            note, printed, shown = _told(self.view, indicator, language)
            words = theme[language], _others(theme, language), indicator.definition[language], *printed
            path = f"indicators/{indicator.id}/"
            yield self._entry("indicators", path, indicator.title, note, *words, **shown)

    def _goals(self) -> Iterator[Entry]:
        package, language = self.package, self.language
        for goal in package.goals.values():
            units = [package.organisations[unit].title[language] for unit in goal.organisations]
            themes = [text for theme in goal.themes for _, text in package.themes[theme].title.said]
            words = goal.summary[language], *themes, *units
            note = package.documents[goal.document_id].title[language]
            shown = self._marked(goal)
            yield self._entry("goals", f"goals/{goal.id}/", goal.title, note, *words, **shown)

    def _marked(self, goal: Goal) -> dict[str, str]:
        """How the targets of a goal stand, where they stand alike; else how many there are."""
        groups = self.view.mark_groups(goal.id, self.language)
        count = sum(number for _, number in groups)
        told = said(self.language, "unit.targets", count=str(count)) if count > 1 else ""
        if len(groups) != 1:
            return {"value": told}
        item = groups[0][0]
        return {"value": told, "mark": look_of(mark_of(item)), "standing": standing_line(item, self.language)}

    def _deliverables(self) -> Iterator[Entry]:
        for item in self.view.standings.deliverables.values():
            goal = self.package.goals[item.deliverable.goal_id]
            document = self.package.documents[goal.document_id]
            note = _line(*_days(item, self.language), document.title[self.language])
            shown = {"mark": str(item.state), "standing": said(self.language, f"state.{item.state}")}
            path = f"goals/{goal.id}/"
            yield self._entry("deliverables", path, item.deliverable.title, note, **shown)

    def _findings(self) -> Iterator[Entry]:
        for finding in self.view.standings.findings:
            at = anchor(finding.id)
            path = f"{part_path('findings/', self.view.part_of['findings/', at])}#{at}"
            title = self.package.indicators[finding.indicator_id].title
            kind = said(self.language, f"finding_kind.{finding.kind}")
            yield self._entry("findings", path, title, statement(self.package, finding, self.language), kind)

    def _documents(self) -> Iterator[Entry]:
        for document in self.package.documents.values():
            note = formats.period(document.period, self.language)
            yield self._entry("documents", f"documents/{document.id}/", document.title, note)

    def _organisations(self) -> Iterator[Entry]:
        for item in self.package.organisations.values():
            yield self._entry("organisations", f"organisations/{item.id}/", item.title)

    def _themes(self) -> Iterator[Entry]:
        for item in self.package.themes.values():
            yield self._entry("themes", f"themes/{item.id}/", item.title, item.description[self.language])


def _made_up(package: Package, language: str) -> str:
    """In a word that a package is made up; nothing where it is not."""
    return said(language, "site.made_up") if package.fictional else ""


def _line(*texts: str) -> str:
    """What is told in a line, one after the other."""
    return joined(filter(None, texts), " · ")


def _days(item: DeliverableStanding, language: str) -> Iterator[str]:
    """The day of a deliverable, and what became of it."""
    if item.deliverable.due:
        due = said(language, "table.due")
        yield joined([due, formats.day(item.deliverable.due, language)], " ")
    yield from moved_day(item, language)
    yield lateness(item, language)


def _told(view: PackageView, indicator: Indicator, language: str) -> tuple[str, list[str], dict[str, str]]:
    """What an indicator's page opens with: the note, the figures as printed, and value, mark and standing."""
    package = view.package
    lead, latest = view.latest_promise(indicator.id), view.leading(indicator.id)
    printed = [row.citation.figure for row in (lead and lead.target, latest) if row]
    figure = ""
    if latest:
        figure = _line(
            result_value(latest, package.units[latest.unit_id].title[language], language)
            if latest.value is not None or not latest.citation.figure
            else as_written(
                latest.citation.figure, language_of(package, latest.citation.document_id), language
            ),
            joined([when(latest, language), scope_aside(package, latest, language)]),
        )
    if lead is None:
        value, _, note = figure.partition(" · ")
        return note, printed, {"value": value}
    promise = target_value(lead.target, unit_of(package, indicator.id, language), language)
    elsewhere = view.elsewhere(lead.target)
    note = _line(formats.period(lead.target.period, language), elsewhere[language] if elsewhere else "")
    # What was promised alone would be taken for what was reported.
    compared = lead.result is not None and lead.result.value is not None
    promise = joined([compared_number(package, lead, language) if compared else "—", promise], " / ")
    if not compared and latest and latest.value is None:
        note = _line(note, figure)
    elif not compared and latest:
        note = _line(note, joined([said(language, "opening.latest"), said(language, "sign.colon"), figure]))
    return (
        note,
        printed,
        {"value": promise, "mark": look_of(mark_of(lead)), "standing": standing_line(lead, language)},
    )


def _of_site(views: Sequence[PackageView], language: str) -> Iterator[Entry]:
    """What the site itself says: the sections of its methods, its terms, and pages that list what stands out."""
    methods, glossary, pages = (KINDS.index(kind) for kind in OF_SITE)
    for name, (title, text) in _sections("methods", language).items():
        others = {_sections("methods", tag).get(name, ("", ""))[0] for tag in interface()} - {str(title)}
        yield Entry(methods, f"methods/#{name}", title, " · ".join(sorted(others)), text)
    terms = {tag: catalogue(tag, "glossary") for tag in interface()}
    for name, term in terms[language].items():
        # A term of an installation's own need not be in every language that the program speaks.
        titles = {terms[tag][name]["title"] for tag in interface() if name in terms[tag]}
        others = titles | {term.get("also", "")}
        other = " · ".join(sorted(filter(None, others - {term["title"]})))
        yield Entry(glossary, f"glossary/#{name}", term["title"], other, note=term["text"])
    for view in views:
        for name in ("unreported", "findings", "revisions", "due"):
            path, title = f"{view.package.id}/{name}/", said(language, f"nav.{name}")
            note = _line(view.package.title[language], _made_up(view.package, language))
            yield Entry(pages, path, title, text=said(language, f"{name}.lead"), note=note)
    same = alike(view.package for view in views)
    if same:
        title, lead = (said(language, f"compare.{key}") for key in ("title", "lead"))
        yield Entry(pages, PATH, title, note=lead)
    for found in listed(same, {view.package.id: view for view in views}, language):
        title = said(language, "compare.page_title", indicator=found.title)
        names = joined(found.bodies, said(language, "sign.list"))
        yield Entry(pages, found.path, title, found.other, found.code, note=names)
    for name, path in (("about", "about/"), ("data", "data/"), ("methods", "methods/")):
        title = said(language, "about.title" if name == "about" else f"nav.{name}")
        text = " ".join(text for _, text in _sections(name, language).values()) if name == "about" else ""
        yield Entry(pages, path, title, text=text, note=said(language, f"{name}.lead"))
    title, lead = (lookup(language, "rules", name) for name in ("title", "lead"))
    yield Entry(pages, "methods/rules/", title, note=lead)


_HEADING = re.compile(
    r"""<h[23](?:\s+(?:id=["']([^"'>]+)["']|[^\s>]+))*\s*>(.*?)</h[23]\s*>""", re.DOTALL | re.IGNORECASE
)
_UNSAID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)


@sources.kept
def _sections(page: str, language: str) -> dict[str, tuple[str, str]]:
    """The sections of a page written by hand, by their anchors: title and text. What is filled in is left out."""
    own = sources.found(f"pages/{language}/{page}.html")
    lent = not own.exists()
    written = (sources.found(f"pages/{FALLBACK}/{page}.html") if lent else own).read_text(encoding="utf-8")
    heads = list(_HEADING.finditer(written))
    # A page of an installation may have none.
    ends = [*(head.start() for head in heads), len(written)][1:]
    return {
        head[1] or f"{number}": (
            Phrase([(_said(head[2]), FALLBACK)]) if lent else _said(head[2]),
            _said(written[head.end() : end]),
        )
        for number, (head, end) in enumerate(zip(heads, ends, strict=True))
    }


def _said(markup: str) -> str:
    """The words of a piece of a template."""
    return " ".join(html.unescape(_UNSAID.sub(" ", markup)).split())


def _shown(text: str) -> Any:
    """A text with the languages of its parts, where it is not in the reader's as a whole."""
    if not isinstance(text, Phrase):
        return text
    runs = groupby(text.flat, key=itemgetter(1))
    told = [("".join(part for part, _ in run), tag) for tag, run in runs]
    return [[part, known(tag).html] if tag else part for part, tag in told]


def _others(title: Text, language: str) -> str:
    """A title in the languages other than that in which it is shown."""
    shown = title[language]
    return " · ".join(text for _, text in title.said if text != shown)
