"""What is known of a language: how it is named, written and spaced, and how its readers write numbers and days.

Facts are CLDR's, by Babel. What CLDR leaves open stands beside the words of a language, in `language.yaml` of its
message catalogues, where all of it may be left out. No other module names a language.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from generator.core import sources

if TYPE_CHECKING:
    from babel import Locale

MESSAGES = "messages"
"""The folder of the message catalogues, one for each language."""

FALLBACK = "en"
"""The language whose catalogues are always complete: it stands in for what another one lacks, and in formulas."""

TAG = "[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
"""A tag as authors write it (BCP 47): language, script, country."""

NOT_A_LANGUAGE = frozenset({"und", "mul", "mis", "zxx"})
"""Codes of ISO 639 that stand for an unknown language, several, one without a code, and none at all."""

_COLUMN = re.compile("(.+?)_([a-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_[A-Z]{2})?)")


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its `tag`.

    `html` is its tag on pages, which may name a script. `between` stands between sentences, `before_unit` between a
    number and its unit. `great`: great numbers are written short (`2.5万`) where that loses nothing. `names`: what other
    languages are called in it, where custom is not CLDR's.
    """

    tag: str
    locale: Locale
    html: str
    between: str = " "
    before_unit: str = " "
    great: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(self.locale.text_direction)

    @property
    def place(self) -> str:
        """The language and the country whose habits are taken, as programs name a locale: `zh_CN`; `fr` alone."""
        return "_".join(filter(None, (self.locale.language, self.locale.territory)))

    @property
    def per_cent(self) -> str:
        """The sign, with what stands between a number and it."""
        return str(self.locale.percent_formats[None].suffix[0]).replace("%", self.symbol("percentSign"))

    def symbol(self, name: str) -> str:
        """A sign of numbers by its name in CLDR (`minusSign`), with what keeps it at its place in text from the right."""
        return str(self.locale.number_symbols["latn"][name])


@sources.kept
def language(tag: str) -> Language:
    """A language by its tag; one that CLDR does not know is written as the fallback is."""
    from babel import Locale, UnknownLocaleError  # loaded where it is needed: the command line starts without

    facts = _facts(tag)
    try:
        locale = Locale.parse(facts.pop("locale", tag).replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = language(FALLBACK).locale
    great = facts.pop("great", "") == _YES
    return Language(**{"html": tag, **facts}, tag=tag, locale=locale, great=great)


def _facts(tag: str) -> dict[str, Any]:
    """What stands beside the words of a language; what an installation says of it comes before what the program does. What of
    that does not fit is left out: the settings are refused because of it.
    """
    found: dict[str, Any] = {}
    for file in reversed(sources.everywhere(f"{MESSAGES}/{tag}/language.yaml")):
        try:
            facts = yaml.load(file.read_bytes().decode(errors="replace"), Loader=yaml.CBaseLoader)  # noqa: S506 - makes texts
        except (yaml.YAMLError, RecursionError):
            continue
        for name, fact in facts.items() if isinstance(facts, dict) else ():
            if not misfit(name, fact):
                found[name] = {**found.get(name, {}), **fact} if isinstance(fact, dict) else fact
    return found


_YES, _NO = "true", "false"

FACTS = ("html", "locale", "between", "before_unit", "great", "names")
"""What may stand there; all of it are texts, but that `names` has one for each language."""


def misfit(name: str, fact: Any) -> str:
    """Why a fact about a language, as it is written, cannot be used: the code of that problem, or nothing."""
    if name not in FACTS:
        return "unknown-setting"
    if name == "names":
        texts = isinstance(fact, Mapping) and all(isinstance(text, str) for text in fact.values())
        return "" if texts else "words-group"
    if not isinstance(fact, str):
        return "words-text"
    if name == "great" and fact not in (_YES, _NO):
        return "bad-boolean"
    unknown = (name == "html" and not re.fullmatch(TAG, fact)) or (name == "locale" and not _has_facts(fact))
    return "bad-language" if unknown else ""


def _has_facts(locale: str) -> bool:
    """Whether CLDR knows a locale."""
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return True


@sources.kept
def compact(tag: str) -> tuple[tuple[Decimal, str], ...]:
    """(size, word) of the great numbers that a language writes short, the greatest first."""
    if not language(tag).great:
        return ()
    found: dict[str, Decimal] = {}
    for size, pattern in language(tag).locale.compact_decimal_formats["short"]["other"].items():
        if word := str(pattern.suffix[0]):
            found[word] = min(found.get(word, Decimal(size)), Decimal(size))
    return tuple(sorted(((size, word) for word, size in found.items()), reverse=True))


@sources.kept
def named(tag: str, reader: str) -> str:
    """What a language is called in the language of a reader: `Chinese`, `chinois`."""
    from babel import Locale, UnknownLocaleError

    if custom := language(reader).names.get(tag):
        return custom
    try:
        return str(Locale.parse(tag, sep="-").get_display_name(language(reader).locale) or tag)
    except (UnknownLocaleError, ValueError):
        return tag


@sources.kept
def interface() -> tuple[str, ...]:
    """The languages that the program speaks: those that have a folder of messages."""
    names = {
        path.name for folder in sources.everywhere(MESSAGES) for path in folder.iterdir() if path.is_dir()
    }
    return tuple(sorted(name for name in names if re.fullmatch(TAG, name)))


def near(tag: str) -> str:
    """The language of the program in which readers of another one are spoken to: that one, or the same in another
    script or country (`zh` for `zh-Hant`); empty where it speaks neither.
    """
    return next((own for own in (tag, tag.partition("-")[0]) if own in interface()), "")


def spoken(tags: Iterable[str]) -> tuple[str, ...]:
    """The languages of the program in which readers of some are spoken to, in their order (`near`); the fallback where
    it speaks none of them.
    """
    return tuple(dict.fromkeys(filter(None, map(near, tags)))) or (FALLBACK,)


def of_locale() -> str:
    """The language of the person at this machine, by the environment; the fallback where the program does not speak it."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return spoken([next(filter(None, names), "").partition("_")[0].partition(".")[0]])[0]


_BIBLIOGRAPHIC = frozenset(
    [
        "alb",
        "arm",
        "baq",
        "bur",
        "chi",
        "cze",
        "dut",
        "fre",
        "geo",
        "ger",
        "gre",
        "ice",
        "mac",
        "mao",
        "may",
        "per",
        "rum",
        "slo",
        "tib",
        "wel",
    ]
)
"""ISO 639-2/B: codes of three letters that libraries use beside those of ISO 639-3."""


def code_of_three(tag: str) -> str:
    """The code of three letters that a language has (ISO 639-3); the code itself where CLDR knows no other."""
    from babel.core import get_global

    own = tag.partition("-")[0]
    known = {
        code
        for code, short in get_global("language_aliases").items()
        if short == own and len(code) == len("eng")
    }
    return min(known - _BIBLIOGRAPHIC, key=lambda code: (not code.startswith(own), code), default=own)


def column(name: str, tag: str) -> str:
    """The column that holds a text in one language: `title_kk`, `title_pt_BR`."""
    return f"{name}_{tag.replace('-', '_')}"


def text_of(column_name: str) -> tuple[str, str]:
    """The text and the language that a column holds by its name, `title_kk`; two empty ones where it has no such name."""
    match = _COLUMN.fullmatch(column_name)
    return (match[1], match[2].replace("_", "-")) if match else ("", "")


UNSPACED = frozenset({"CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"})
"""Scripts that put no spaces between words."""

_SEVERAL = {
    **dict.fromkeys(("Hans", "Hant", "Hani"), ("CJK",)),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Kore": ("HANGUL", "CJK"),
}
"""Unicode's names of the scripts that CLDR takes together or calls otherwise."""


@cache
def script_code(tag: str) -> str:
    """The script that a language is mostly written in, by its code: `Latn`, `Hans`, `Jpan`."""
    from babel import Locale
    from babel.core import get_global

    locale = Locale.parse(tag, sep="-")
    likely = get_global("likely_subtags").get(tag.replace("-", "_")) or get_global("likely_subtags").get(
        locale.language, ""
    )
    return locale.script or next((part for part in likely.split("_") if len(part) == len("Latn")), "Latn")


@cache
def scripts(tag: str) -> frozenset[str]:
    """The scripts that a language is written in, as the names of Unicode's characters begin: `LATIN`, `CJK`."""
    from babel import Locale

    script = script_code(tag)
    name = str(Locale.parse(FALLBACK).scripts.get(script, script)).split()[0].upper()
    return frozenset(_SEVERAL.get(script, (name,)))


def script_of(character: str) -> str:
    """The script of a letter, by its name in Unicode."""
    return unicodedata.name(character, "").split(" ")[0]
