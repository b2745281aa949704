"""What the search page looks through: titles in all languages, summaries and names of units. Not whole pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
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


@cache
def _same() -> list[list[str]]:
    """Words that mean the same to somebody who searches, in groups."""
    groups: list[list[str]] = yaml.safe_load(sources.found("search_words.yaml").read_text(encoding="utf-8"))
    return groups


def search_index(views: Sequence[PackageView], language: str) -> str:
    """The index in one language as JSON: `kinds`, words that mean the `same`, and `entries` of (kind, path, title,
    title in the other languages, further words, what is shown below the title).

    What is shown is a text, or in another language than the page's in part: its parts, each a text or (text, language).
    """
    content = {
        "kinds": [_shown(said(language, f"search.{kind}")) for kind in KINDS],
        "same": _same(),
        "entries": [
            entry for kind in range(len(KINDS)) for view in views for entry in _entries(view, kind, language)
        ],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


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
