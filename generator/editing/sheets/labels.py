"""What people choose from: codes and ids with the words that stand for them in a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from generator.core import sources
from generator.core.languages import interface
from generator.core.messages import catalogue
from generator.core.model import Package
from generator.core.phrases import Text
from generator.format.fields import AnyField, Type

Labels = Mapping[str, str]
"""The word for each code, in the order in which they are offered."""


class Titled(Protocol):
    """Whatever has a title."""

    @property
    def title(self) -> Text:
        """What it is called."""


def labels(package: Package, document: str, item: AnyField, language: str) -> Labels:
    """What may be chosen for a field: words for its codes, `<title> <id>` for ids; nothing for other fields. No two are alike.

    Sections are not among them: their locators are words already.
    """
    if item.name in package.dimensions:
        return _told_apart({tag: _titles(package, document, item, tag) for tag in interface()}, language)
    if item.type is Type.CHOICE:
        return {code: word_of(item.name, code, language) for code in item.choices}
    return _with_codes(_titles(package, document, item, language))


def word_of(field: str, code: str, language: str) -> str:
    """The word that stands for a code of ours on a sheet; other texts stand for themselves."""
    return _of_ours(field, language).get(code, code)


@sources.kept
def _of_ours(field: str, language: str) -> Labels:
    texts = {tag: catalogue(tag, "sheet")["choices"].get(field, {}) for tag in interface()}
    # Spaces around a word are not seen in a cell, and a cell holds one line.
    words = {
        tag: {code: " ".join(text.split()) for code, text in named.items()} for tag, named in texts.items()
    }
    return _told_apart(words, language)


def _told_apart(words: Mapping[str, Labels], language: str) -> Labels:
    """The words for codes in one of some languages; each with its code behind if in any of them a word stands for two codes, or
    is another's code: an author may call two things alike, and so may an installation.
    """
    meant: dict[str, str] = {}
    clear = all(
        meant.setdefault(text, code) == code
        for named in words.values()
        for code, word in named.items()
        for text in (code, word)
    )
    return words[language] if clear else _with_codes(words[language])


def _with_codes(words: Labels) -> Labels:
    """Words with what they stand for behind: no id and no code has a space, so none of these is another's."""
    return {code: f"{word} {code}" for code, word in words.items()}


@dataclass(frozen=True, slots=True)
class Choices:
    """By field: the code of each word that may be chosen, the words themselves in the reader's language, and the codes that have
    come to stand for something else since.
    """

    codes: Mapping[str, Labels]
    offered: Mapping[str, tuple[str, ...]]
    moved: Mapping[str, frozenset[str]]


def choices(
    packages: Sequence[Package],
    document: str,
    fields: Iterable[AnyField],
    language: str,
    said: Mapping[str, Labels] = MappingProxyType({}),
) -> Choices:
    """What may be chosen for fields: by the words of a package as it was, from which a workbook was made, and as it is, which
    it offers. A word stands for what it stood for in the workbook, though another thing may have been given that name since;
    `said` is what the workbook itself says of that.
    """
    known: dict[str, Labels] = {}
    offered: dict[str, tuple[str, ...]] = {}
    moved: dict[str, frozenset[str]] = {}
    for item in fields:
        known[item.name] = {
            word: code
            for codes in (
                *(_codes(package, document, item) for package in reversed(packages)),
                said.get(item.name, {}),
            )
            for word, code in codes.items()
        }
        offered[item.name] = tuple(labels(packages[-1], document, item, language).values())
        moved[item.name] = frozenset(_moved(packages[0], packages[-1], document, item))
    return Choices(known, offered, moved)


def _moved(before: Package, now: Package, document: str, item: AnyField) -> Iterator[str]:
    """The codes whose title is another one's by now, as after goals were numbered anew: who chose one by its title meant that."""
    if before is now:
        return
    for language in interface():
        titles, others = (_titles(package, document, item, language) for package in (before, now))
        there = frozenset(others.values())
        for code, title in titles.items():
            if others.get(code, title) != title and title in there:
                yield code


def _titles(package: Package, document: str, item: AnyField, language: str) -> Labels:
    """The title of each code that may be chosen for a field; nothing for codes of ours, which mean what they mean."""
    if item.name in package.dimensions:
        return {code: title[language] for code, title in package.dimensions[item.name].values.items()}
    return _named(package, document, item.refers_to, language)


def _codes(package: Package, document: str, item: AnyField) -> Labels:
    """The code that each word stands for, in whichever language it was chosen; a code stands for itself."""
    found: dict[str, str] = {}
    for language in interface():
        offered = labels(package, document, item, language)
        found |= {label: code for code, label in offered.items()} | {code: code for code in offered}
    return found


def _named(package: Package, document: str, table: str, language: str) -> Labels:
    """The titles of what a reference may name, by id."""
    if table == "goals":
        own = (goal for goal in package.goals.values() if goal.document_id == document)
        return {goal.number: goal.title[language] for goal in own}
    if table == "targets":
        asked = ((name, target.indicator_id) for name, target in package.targets.items())
        return {name: package.indicators[indicator].title[language] for name, indicator in asked}
    entries: Mapping[str, Mapping[str, Titled]] = {
        "indicators": package.indicators,
        "areas": package.areas,
        "units": package.units,
        "organisations": package.organisations,
        "programmes": package.programmes,
        "themes": package.themes,
        "deliverables": package.deliverables,
    }
    return {name: entry.title[language] for name, entry in entries.get(table, {}).items()}
