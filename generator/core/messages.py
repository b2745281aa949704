"""The message catalogues: every word that a person reads stands in `messages/<language>/` of `site_src`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from string import Formatter
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


FORMS = frozenset(("zero", "one", "two", "few", "many", "other"))
"""The plural categories of CLDR, of which a text that counts may have a form for each."""

Misfit = Callable[[tuple[str, ...], str, str], None]
"""Hears of a text of an installation that does not fit: the keys that lead to it, why not (`text`: one is expected; `group`: a
group of texts is; `place`: it has a place that nobody fills), and the places that are filled.
"""


def fitting(
    own: Mapping[str, Any],
    patterns: Sequence[Any],
    misfit: Misfit = lambda *_: None,
    at: tuple[str, ...] = (),
) -> Catalogue:
    """What fits of a group of texts of an installation, by what the program has there in each language: a text for a text, with
    no other places to fill than it has in one of them, and a group for a group. What the program does not have is left to the
    templates of the installation.
    """
    found = {}
    for key, text in own.items():
        there = [group[key] for group in patterns if isinstance(group, Mapping) and key in group]
        first, path = there[0] if there else text, (*at, key)
        if is_text(first):
            if not is_text(text) or (isinstance(text, Mapping) and not any(map(_counts, there or [text]))):
                misfit(path, "text", "")
            elif _fills(text, there):
                found[key] = text
            else:
                misfit(path, "place", " · ".join(sorted({name for name, _, _ in _places(there)})))
        elif isinstance(text, Mapping) and isinstance(first, Mapping):
            found[key] = fitting(text, there, misfit, path)
        else:
            misfit(path, "group" if isinstance(first, Mapping) else "text", "")
    return found


def is_text(text: Any) -> bool:
    """Whether something is one text, which may have forms for numbers."""
    if isinstance(text, Mapping):
        return (
            "other" in text
            and FORMS.issuperset(text)
            and all(isinstance(form, str) for form in text.values())
        )
    return isinstance(text, str)


def _counts(text: Any) -> bool:
    """Whether one text has forms for numbers: who asks for it says a number then."""
    return isinstance(text, Mapping)


def _forms(text: Any) -> Iterable[str]:
    return text.values() if isinstance(text, Mapping) else (text,)


def _places(texts: Iterable[Any]) -> set[tuple[str, str, str]]:
    """The places in some texts: what is filled in, how it is written, and what is made of it before."""
    forms = (form for text in texts for form in _forms(text))
    parsed = (place for form in forms for place in Formatter().parse(form))
    return {(name, form or "", change or "") for _, name, form, change in parsed if name is not None}


def _fills(text: Any, patterns: Sequence[Any]) -> bool:
    """Whether a text can be filled in by whoever fills some of the program; where there are none nobody knows what it asks for."""
    there = _places(patterns)
    names = {name for name, _, _ in there}
    try:
        own = _places([text])
    except ValueError:  # a brace that stands alone
        return False
    plain = {(name, "", "") for name in (names if patterns else {name for name, _, _ in own})}
    return own <= there | plain


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
