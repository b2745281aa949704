"""What the search page looks through: titles in both languages, summaries and names of units. Not whole pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from generator.explain import said
from generator.model import Text
from generator.pages.views import PackageView

KINDS = ("indicators", "goals", "documents", "organisations", "themes")
"""The kinds of things that are found, in the order in which equal finds are listed."""


def search_index(views: Sequence[PackageView], language: str) -> str:
    """The index in one language as JSON: `kinds`, and `entries` of (kind, path, title, title in the other
    language, further words).
    """
    content = {
        "kinds": [said(language, f"nav.{kind}") for kind in KINDS],
        "entries": [
            entry for kind in range(len(KINDS)) for view in views for entry in _entries(view, kind, language)
        ],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _entries(view: PackageView, kind: int, language: str) -> Iterator[list[str | int]]:
    package = view.package
    other = "en" if language == "zh" else "zh"
    name = KINDS[kind]

    def entry(path: str, title: Text, *words: str) -> list[str | int]:
        return [
            kind,
            f"{package.id}/{name}/{path}/",
            title[language],
            title[other],
            " ".join(filter(None, words)),
        ]

    if name == "indicators":
        promised = view.assessments_by_indicator
        for indicator in sorted(package.indicators.values(), key=lambda item: item.id not in promised):
            theme = package.themes[indicator.theme_id].title
            yield entry(
                indicator.id, indicator.title, theme[language], theme[other], indicator.definition[language]
            )
    elif name == "goals":
        for goal in package.goals.values():
            units = [package.organisations[unit].title[language] for unit in goal.organisations]
            themes = [package.themes[theme].title[tongue] for theme in goal.themes for tongue in ("zh", "en")]
            yield entry(goal.id, goal.title, goal.summary[language], *themes, *units)
    elif name == "documents":
        for document in package.documents.values():
            yield entry(document.id, document.title)
    else:
        for listed in getattr(package, name).values():
            yield entry(listed.id, listed.title)
