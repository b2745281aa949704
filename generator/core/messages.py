"""The message catalogues: every word that a person reads stands in `messages/<language>/` of `site_src`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from generator.core import sources
from generator.core.languages import FALLBACK, MESSAGES, language
from generator.core.phrases import Phrase

Catalogue = Mapping[str, Any]


@sources.kept
def catalogue(language: str, name: str) -> Catalogue:
    """One message catalogue: a nested mapping from keys to texts, which may hold `{named}` places to fill.

    `language` is a tag; `name` is the file's name without `.yaml`. What the language lacks is the fallback's, and marked
    as being in that language.
    """
    own = _read(language, name)
    return own if language == FALLBACK else _completed(own, _lent(catalogue(FALLBACK, name)))


def _lent(texts: Any) -> Any:
    """What the fallback lends to another language."""
    if isinstance(texts, Mapping):
        return {key: _lent(text) for key, text in texts.items()}
    return Phrase([(texts, FALLBACK)]) if isinstance(texts, str) else texts


def _read(language: str, name: str) -> Catalogue:
    """What a language has of a catalogue; an installation may have words of its own for some of its texts."""
    found: Catalogue = {}
    for file in reversed(sources.everywhere(f"{MESSAGES}/{language}/{name}.yaml")):
        found = _completed(_parsed(file.read_text(encoding="utf-8")), found)
    return found


@lru_cache(maxsize=256)
def _parsed(text: str) -> Catalogue:
    """What stands in a file of a catalogue; nobody changes it. A preview asks again after each change of anything."""
    found: Catalogue = yaml.load(text, Loader=yaml.CSafeLoader) or {}
    return found


def _completed(own: Catalogue, other: Catalogue) -> Catalogue:
    """A catalogue in its own order, with what only the other one has behind it.

    A text that has forms for numbers is one thing, whichever forms a language has.
    """
    found = dict(own)
    for key, text in other.items():
        mine = found.setdefault(key, text)
        if isinstance(mine, Mapping) and isinstance(text, Mapping) and "other" not in text:
            found[key] = _completed(mine, text)
    return found


def lookup(language_tag: str, name: str, key: str, count: str = "") -> str:
    """The text at a dotted `key` of a catalogue; KeyError when it is not there.

    A text may have a form for each plural category of its language (CLDR: `one`, `other`); `count` chooses, and
    `other` serves where a category has no form.
    """
    found = _at(language_tag, name, key)
    if isinstance(found, Mapping) and count:
        found = found.get(language(language_tag).locale.plural_form(int(count))) or found["other"]
    if not isinstance(found, str):
        raise KeyError(key)
    return found


@sources.kept
def _at(language_tag: str, name: str, key: str) -> Any:
    """What stands at a dotted key of a catalogue: pages ask for the same thousand texts a hundred times each."""
    found: Any = catalogue(language_tag, name)
    for part in key.split("."):
        found = found[part]
    return found
