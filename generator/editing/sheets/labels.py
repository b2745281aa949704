"""What people choose from: codes and ids with the words that stand for them in a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

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
    """What may be chosen for a field: words for its codes, `<title> <id>` for ids; nothing for other fields.

    Sections are not among them: their locators are words already.
    """
    if item.type is Type.CHOICE:
        return _of_choices(package, item, language)
    named = _named(package, document, item.refers_to, language)
    return {name: f"{title} {name}" for name, title in named.items()}


@dataclass(frozen=True, slots=True)
class Choices:
    """By field: the code of each word that may be chosen, and the words themselves in the reader's language."""

    codes: Mapping[str, Labels]
    offered: Mapping[str, tuple[str, ...]]


def choices(packages: Sequence[Package], document: str, fields: Iterable[AnyField], language: str) -> Choices:
    """What may be chosen for fields: by the words of a package as it was and is (the last one), which it offers."""
    known: dict[str, Labels] = {}
    offered: dict[str, tuple[str, ...]] = {}
    for item in fields:
        known[item.name] = {
            word: code for package in packages for word, code in _codes(package, document, item).items()
        }
        offered[item.name] = tuple(labels(packages[-1], document, item, language).values())
    return Choices(known, offered)


def _codes(package: Package, document: str, item: AnyField) -> Labels:
    """The code that each word stands for, in whichever language it was chosen; a code stands for itself."""
    found: dict[str, str] = {}
    for language in interface():
        offered = labels(package, document, item, language)
        found |= {label: code for code, label in offered.items()} | {code: code for code in offered}
    return found


def _of_choices(package: Package, item: AnyField, language: str) -> Labels:
    if item.name in package.dimensions:
        return {code: title[language] for code, title in package.dimensions[item.name].values.items()}
    known = catalogue(language, "sheet")["choices"].get(item.name, {})
    return {code: known.get(code, code) for code in item.choices}


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
