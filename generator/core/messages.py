"""The message catalogues: every word that a person reads stands in `messages/<language>/` of `site_src`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import yaml

from generator.core import sources
from generator.core.fitting import Catalogue, fitting, is_text
from generator.core.languages import FALLBACK, MESSAGES, language
from generator.core.phrases import Phrase


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
    """What a language has of a catalogue; an installation may have words of its own for some of its texts. What of these does
    not fit is left out: the settings are refused because of it, in these very words.
    """
    found: Catalogue = {}
    for file in reversed(sources.everywhere(f"{MESSAGES}/{language}/{name}.yaml")):
        words = _parsed(file.read_bytes().decode(errors="replace"))
        own = not file.is_relative_to(sources.SHIPPED)
        found = _completed(fitting(words, shipped(name)) if own else words, found)
    return found


@sources.kept
def shipped(name: str) -> Sequence[Catalogue]:
    """The catalogues of a name that come with the program, the fallback's first."""
    folders = sorted((sources.SHIPPED / MESSAGES).iterdir(), key=lambda folder: folder.name != FALLBACK)
    files = [folder / f"{name}.yaml" for folder in folders]
    return [_parsed(file.read_text(encoding="utf-8")) for file in files if file.is_file()]


@lru_cache(maxsize=256)
def _parsed(text: str) -> Catalogue:
    """What stands in a file of a catalogue, all of it texts; nobody changes it. A preview asks again after each change of anything.
    Of one that is no catalogue there is nothing.
    """
    try:
        found = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - it makes nothing but texts
    except (yaml.YAMLError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _completed(own: Catalogue, other: Catalogue) -> Catalogue:
    """A catalogue in its own order, with what only the other one has behind it.

    A text that has forms for numbers is one thing, whichever forms a language has.
    """
    found = dict(own)
    for key, text in other.items():
        mine = found.setdefault(key, text)
        if isinstance(mine, Mapping) and isinstance(text, Mapping) and not is_text(text):
            found[key] = _completed(mine, text)
    return found


def own_share(tag: str) -> tuple[int, int]:
    """How many of the texts of pages a language has itself, and how many there are; the others are the fallback's."""
    return _counted(_read(tag, "site"), catalogue(FALLBACK, "site"))


def _counted(own: Any, texts: Any) -> tuple[int, int]:
    if not isinstance(texts, Mapping) or is_text(texts):
        return int(own is not None), 1
    mine = own if isinstance(own, Mapping) else {}
    counts = [_counted(mine.get(key), text) for key, text in texts.items()]
    return sum(there for there, _ in counts), sum(among for _, among in counts)


def lookup(language_tag: str, name: str, key: str, count: str = "") -> str:
    """The text at a dotted `key` of a catalogue; KeyError when it is not there.

    A text may have a form for each plural category of its language (CLDR: `one`, `other`); `count` chooses, and
    `other` serves where a category has no form.
    """
    found = _at(language_tag, name, key)
    if isinstance(found, str):
        return found
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
