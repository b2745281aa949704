"""What a package says of itself wherever it goes: title, version, date, licence, how to cite it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from generator.core.languages import spoken
from generator.core.messages import lookup
from generator.core.model import Package
from generator.core.phrases import Text
from generator.publishing.export import cite_as

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
"""A mail address in a text that says whom to ask; signs of other scripts right before it are none of it."""

LICENCES: Mapping[str, tuple[str, str]] = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "CC0-1.0": ("Creative Commons Zero 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODC-By-1.0": ("Open Data Commons Attribution 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "ODbL-1.0": (
        "Open Data Commons Open Database License 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
    ),
}
"""Title and address of each licence that a package may have."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what a package says of itself; `name` is its key, the same in every language."""

    name: str
    label: Text
    value: Text


def facts(package: Package, today: date, homepage: str = "", commit: str = "") -> list[Fact]:
    """What a reader must know of a package as it stands on the day `today`; `homepage` and `commit` as far as
    they are known.
    """
    licence, address = LICENCES[package.licence]

    def always(text: str) -> Text:
        return Text.of(dict.fromkeys(package.languages, text))

    citations = {
        tag: cite_as.plain(package, today, tag, homepage, commit=commit) for tag in spoken(package.languages)
    }
    values = {
        "title": package.title,
        **({"fictional": _made_up(package)} if package.fictional else {}),
        "description": package.description,
        "version": always(package.version),
        **({"commit": always(commit)} if commit else {}),
        "date": always(today.isoformat()),
        "licence": always(f"{package.licence} ({licence}, {address})"),
        "disclaimer": package.disclaimer,
        "citation": Text.of(citations),
    }
    return [Fact(name, words(f"facts.{name}", package.languages), value) for name, value in values.items()]


def _made_up(package: Package) -> Text:
    return Text.of({tag: lookup(tag, "site", "site.fictional") for tag in spoken(package.languages)})


def words(key: str, languages: Iterable[str]) -> Text:
    """A text of the downloads in those of some languages that the program speaks; KeyError when it is not there."""
    return Text.of({tag: lookup(tag, "export", key) for tag in spoken(languages)})
