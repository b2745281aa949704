"""Which of a few values was meant by what people write in its place: a sign, a word of their language, a slip of the pen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from generator.core import sources
from generator.core.codes import SIGNS
from generator.core.languages import interface
from generator.core.messages import catalogue
from generator.core.nearest import suggest
from generator.format.fields import AnyField

_BETWEEN = " · "
"""Stands between words for the same thing in the catalogues."""


def choice_meant(item: AnyField, text: str) -> str:
    """The choice of a field that a text most likely means; nothing where it may mean several, or none."""
    written = _plain(text)
    signs = SIGNS.get(item.enum.__name__, {}) if item.enum else {}
    known = _words(item.name)
    found = {
        *(choice for choice in item.choices if _plain(choice) == written),
        *(code for sign, code in signs.items() if _plain(sign) == written),
        *(code for code, words in known.items() if written in words),
        *(choice for word, choice in item.called if _plain(word) == written),
    }
    meant = [choice for choice in item.choices if choice in found]
    if meant:
        return meant[0] if len(meant) == 1 else ""
    return suggest(text.lower(), item.choices)


@sources.kept
def _words(field: str) -> Mapping[str, frozenset[str]]:
    """What people call each choice of a field, in every language of the program."""
    found: dict[str, set[str]] = {}
    for code, words in _listed(field):
        found.setdefault(code, set()).update(map(_plain, words))
    return {code: frozenset(words) for code, words in found.items()}


def _listed(field: str) -> Iterator[tuple[str, list[str]]]:
    for language in interface():
        for code, word in catalogue(language, "sheet")["choices"].get(field, {}).items():
            yield code, [word]
        for code, words in catalogue(language, "fields")["also"].get(field, {}).items():
            yield code, words.split(_BETWEEN)


def _plain(text: str) -> str:
    """A text without what makes no difference: wide forms, capitals, spaces and what joins words."""
    joined = unicodedata.normalize("NFKC", text).casefold().replace("_", " ").replace("’", "'")
    return " ".join(joined.split()) if any(map(str.isalnum, joined)) else "".join(joined.split())
