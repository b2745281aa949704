"""What the search page looks through: titles in all languages, summaries and names of units. Not whole pages.

Of a small site that is one file. Of a large one it is divided by words, so that a search loads what its words need: the
files of these words, which tell where they stand, and those of the entries that are shown.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from generator.core import formats, sources
from generator.core.languages import language as known
from generator.core.model import Indicator
from generator.core.phrases import Phrase, Text, joined
from generator.publishing.pages.views import PackageView
from generator.wording.explain import said, standing_line, target_value, unit_of

KINDS = ("indicators", "goals", "documents", "organisations", "themes")
"""The kinds of things that are found, in the order in which equal finds are listed."""


WHOLE = 400_000
"""Bytes up to which all entries stand in one file."""

WORDS = 40_000
"""About how many bytes a file of words has."""

OF_EACH = 40
"""How many entries a file of entries has."""

_CONNECTED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Signs of scripts that leave no space between words. `search.js` has the same."""

_RUN = re.compile(f"[{_CONNECTED}]+|[^\\W_{_CONNECTED}]+")


@sources.kept
def _same() -> list[list[str]]:
    """Words that mean the same to somebody who searches, in groups."""
    groups: list[list[str]] = yaml.safe_load(sources.found("search_words.yaml").read_text(encoding="utf-8"))
    return groups


def search_index(views: Sequence[PackageView], language: str) -> Iterator[tuple[str, str]]:
    """(path, JSON) of the index in one language: `kinds`, words that mean the `same`, and `entries` of (kind, path, title,
    title in the other languages, further words, what is shown below the title).

    What is shown is a text, or in another language than the page's in part: its parts, each a text or (text, language).

    Where the entries are very many, `files` tells in its place how many files of words there are, and `each` how many
    entries a file of entries has, which are (kind, path, title, what is shown). A file of words has for each of its words
    the entries in which it stands, as three times the number of the entry and 0 for its title, 1 for that in another
    language, 2 for further words.
    """
    entries = [
        entry for kind in range(len(KINDS)) for view in views for entry in _entries(view, kind, language)
    ]
    head = {"kinds": [_shown(said(language, f"search.{kind}")) for kind in KINDS], "same": _same()}
    whole = _json({**head, "entries": entries})
    if len(whole.encode()) <= WHOLE:
        yield "search/index.json", whole
        return
    found = _words(entries)
    files = 1 + sum(len(word.encode()) + 7 * len(at) for word, at in found.items()) // WORDS
    yield "search/index.json", _json({**head, "files": files, "each": OF_EACH})
    by_file: list[dict[str, list[int]]] = [{} for _ in range(files)]
    for word, at in found.items():
        by_file[file_of(word, files)][word] = at
    for number, words in enumerate(by_file):
        yield f"search/words-{number}.json", _json(words)
    for start in range(0, len(entries), OF_EACH):
        some = [
            [kind, path, title, shown] for kind, path, title, _, _, shown in entries[start : start + OF_EACH]
        ]
        yield f"search/entries-{start // OF_EACH}.json", _json(some)


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def words_of(text: str) -> set[str]:
    """The words of a text by which it is found; of scripts without spaces each sign and each two that follow another."""
    found: set[str] = set()
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if re.match(f"[{_CONNECTED}]", run):
            found |= {*run, *(run[at : at + 2] for at in range(len(run) - 1))}
        else:
            found.add(run)
    return found


def file_of(word: str, files: int) -> int:
    """The file in which a word stands: with all words that begin alike, so that the beginning of one finds it."""
    second = ord(word[1]) if len(word) > 1 and not re.match(f"[{_CONNECTED}]", word) else 0
    return (31 * ord(word[0]) + second) % files


def _words(entries: Sequence[Sequence[Any]]) -> dict[str, list[int]]:
    """Where each word stands, as the files tell it: in the first of the texts of an entry that has it."""
    found: dict[str, list[int]] = {}
    for number, (_, _, title, other, text, _) in enumerate(entries):
        known: set[str] = set()
        for place, part in enumerate((plain(title), other, text)):
            new = words_of(part) - known
            known |= new
            for word in sorted(new):
                found.setdefault(word, []).append(3 * number + place)
    return found


def plain(shown: Any) -> str:
    """What is shown, as one text."""
    return (
        shown
        if isinstance(shown, str)
        else "".join(part if isinstance(part, str) else part[0] for part in shown)
    )


def _entries(view: PackageView, kind: int, language: str) -> Iterator[list[Any]]:
    package = view.package
    name = KINDS[kind]
    area = package.areas[package.area_id].title[language]

    def entry(path: str, title: Text, note: str, *words: str) -> list[Any]:
        text = " ".join(filter(None, words))
        shown = joined(filter(None, (area, note)), " · ")
        return [
            kind,
            f"{package.id}/{name}/{path}/",
            _shown(title[language]),
            _others(title, language),
            text,
            _shown(shown),
        ]

    if name == "indicators":
        promised = view.assessments_by_indicator
        for indicator in sorted(package.indicators.values(), key=lambda item: item.id not in promised):
            theme = package.themes[indicator.theme_id].title
            words = theme[language], _others(theme, language), indicator.definition[language]
            yield entry(indicator.id, indicator.title, _standing(view, indicator, language), *words)
    elif name == "goals":
        for goal in package.goals.values():
            units = [package.organisations[unit].title[language] for unit in goal.organisations]
            themes = [text for theme in goal.themes for _, text in package.themes[theme].title.said]
            note = package.documents[goal.document_id].title[language]
            yield entry(goal.id, goal.title, note, goal.summary[language], *themes, *units)
    elif name == "documents":
        for document in package.documents.values():
            yield entry(document.id, document.title, formats.period(document.period, language))
    else:
        for listed in getattr(package, name).values():
            yield entry(listed.id, listed.title, "")


def _shown(text: str) -> Any:
    """A text with the languages of its parts, where it is not in the reader's as a whole."""
    if not isinstance(text, Phrase):
        return text
    return [[part, known(tag).html] if tag else part for part, tag in text.flat]


def _others(title: Text, language: str) -> str:
    """A title in the languages other than that in which it is shown."""
    shown = title[language]
    return " · ".join(text for _, text in title.said if text != shown)


def _standing(view: PackageView, indicator: Indicator, language: str) -> str:
    """The latest promise and how it stands; empty for an indicator without a target."""
    latest = view.latest_promise(indicator.id)
    if latest is None:
        return ""
    unit = unit_of(view.package, indicator.id, language)
    period = formats.period(latest.target.period, language)
    elsewhere = view.elsewhere(latest.target)
    promise = joined([period, target_value(latest.target, unit, language)], " ")
    area = [elsewhere[language]] if elsewhere else []
    return joined([promise, *area, standing_line(latest, language)], " · ")
