"""The words with which a language prints figures: one file for each language in `lexicons/`, found by being there.

`common.yaml` has the signs that all languages share. Separators and compact words (thousand, Mrd.) are CLDR's. A
language without a file is read by its digits and the signs alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.core.figures.kinds import TELLING

LEXICONS = Path(__file__).parent / "lexicons"
_COMMON = "common"
_SPACES = "\u0020\u00a0\u202f\u2009"


class Sense(NamedTuple):
    """One thing that a word can be: its kind, and what it means as one."""

    kind: str
    value: Any = None


@dataclass(frozen=True)
class Lexicon:
    """What the words of a language mean in a printed figure.

    `spaced`: words stand between spaces or signs. `numerals`: the system in which numbers are written out. `words`: the
    senses of each word, in lower case; `units` are those of them that are units, as they are written. `telling` are the
    senses of words that say whether what is counted has come about; they are no words of a figure. `number`: a number
    in digits, with `decimal` and `group` its separators.
    """

    spaced: bool
    numerals: str
    words: Mapping[str, tuple[Sense, ...]]
    telling: Mapping[str, tuple[Sense, ...]]
    decimal: str
    group: str
    units: frozenset[str]

    @cached_property
    def of_clauses(self) -> Lexicon:
        """The same with the words that say whether what is counted has come about."""
        both = {
            word: self.words.get(word, ()) + self.telling.get(word, ())
            for word in (*self.words, *self.telling)
        }
        return replace(self, words=both)

    @cached_property
    def longest(self) -> int:
        """Characters of the longest word."""
        return max(map(len, self.words))

    @cached_property
    def named_by_nothing(self) -> frozenset[str]:
        """The units that a word for nothing has: 增长, of 零增长."""
        return frozenset(s.value for senses in self.words.values() for s in senses if s.kind == "nothing")

    @cached_property
    def before_ranges(self) -> frozenset[str]:
        """The words that stand before both ends of a range: between, of between 5 and 7."""
        return frozenset(
            word for word, senses in self.words.items() if any(sense.kind == "between" for sense in senses)
        )

    @cached_property
    def number(self) -> re.Pattern[str]:
        """A whole number or a decimal, with or without separators between thousands."""
        group = f"[{_SPACES}]" if self.group in _SPACES else re.escape(self.group)
        decimals = rf"(?:{re.escape(self.decimal)}[0-9]+)?"
        return re.compile(rf"[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+{decimals}|(?:0|[1-9][0-9]*){decimals}")

    @cached_property
    def digits(self) -> re.Pattern[str]:
        """All that belongs to a number in digits, well formed or not."""
        signs = "".join(sign for sign in ".,'’" + self.decimal + self.group if sign not in _SPACES)
        group = f"|[{_SPACES}](?=[0-9]{{3}}(?![0-9]))" if self.group in _SPACES else ""
        return re.compile(rf"[0-9](?:[0-9]|[{re.escape(signs)}](?=[0-9]){group})*")


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language, by its tag (`zh`, `en`, `kk`, `pt-BR`).

    A tag that has no file takes the one of its language alone. Raises babel.UnknownLocaleError or ValueError for
    what is no language.
    """
    from babel import Locale  # loaded where it is needed: the command line starts without

    locale = Locale.parse(language, sep="-")
    base = next((name for name in (language, locale.language) if (LEXICONS / f"{name}.yaml").is_file()), "")
    own = _file(base) if base else {}
    senses: dict[str, list[Sense]] = {}
    telling: dict[str, list[Sense]] = {}
    for word, sense in (*_senses(_file(_COMMON)), *_senses(own), *_compact(locale)):
        known = (telling if sense.kind in TELLING else senses).setdefault(word.casefold(), [])
        if sense not in known:
            known.append(sense)
    decimal, group = _separators(locale)
    return Lexicon(
        spaced=own.get("spaced", True),
        numerals=own.get("numerals_as", "words"),
        words={word: tuple(items) for word, items in senses.items()},
        telling={word: tuple(items) for word, items in telling.items()},
        decimal=decimal,
        group=group,
        units=frozenset(str(word) for part in (_file(_COMMON), own) for word in part.get("unit", ())),
    )


@cache
def of_countries(language: str) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The tags of a language in the countries that write numbers otherwise than it does by itself (`de-CH` and `de-LI`, of `de`;
    `pt-PT`), by decimal and group separator; those where it is official, where there are any. None for one of a country.
    """
    from babel import Locale
    from babel.core import get_global
    from babel.localedata import locale_identifiers

    official: dict[tuple[str, str], list[str]] = {}
    others: dict[tuple[str, str], list[str]] = {}
    known = get_global("territory_languages")
    for name in sorted(locale_identifiers()):
        country = name.removeprefix(f"{language}_")
        if _COUNTRY.fullmatch(country):
            status = known.get(country, {}).get(language, {}).get("official_status")
            ways = official if status else others
            ways.setdefault(_separators(Locale.parse(name)), []).append(f"{language}-{country}")
    own = _separators(Locale.parse(language, sep="-"))
    return {way: tuple(tags) for way, tags in {**others, **official}.items() if way != own}


_COUNTRY = re.compile("[A-Z]{2}")


def _separators(locale: Any) -> tuple[str, str]:
    """What stands before decimals, and between thousands."""
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    return symbols["decimal"], symbols["group"]


def languages() -> tuple[str, ...]:
    """The languages that have a file."""
    return tuple(sorted(file.stem for file in LEXICONS.glob("*.yaml") if file.stem != _COMMON))


@cache
def has_words(language: str) -> bool:
    """Whether the words of a language are known as it is written: those of zh say nothing in zh-Hant."""
    from babel import Locale
    from babel.core import get_global

    if language in languages():
        return True
    locale = Locale.parse(language, sep="-")
    if locale.language not in languages():
        return False
    usual = Locale.parse(get_global("likely_subtags").get(locale.language, locale.language))
    return locale.script in (None, usual.script)


@cache
def cell_form(language: str) -> re.Pattern[str] | None:
    """What may stand by mistake in a cell for numbers: a number in digits or words, how exact it is, and a unit."""
    form = _file(language).get("in_cells")
    return re.compile(form) if form else None


@cache
def between_ends() -> re.Pattern[str]:
    """What may stand between the ends of a range in a cell for numbers, whatever the language."""
    lists = [_file(name).get("range", ()) for name in (_COMMON, *languages())]
    known = "|".join(re.escape(str(word)) for words in lists for word in words)
    return re.compile(rf"(?<![^\W\d_])(?:{known}|{_file(_COMMON)['in_cells']})(?![^\W\d_])", re.IGNORECASE)


@cache
def _file(name: str) -> Mapping[str, Any]:
    text = (LEXICONS / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


def _senses(entries: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    """Each word of a file with what it is: a kind is a list of words, or words with their values, or groups of words."""
    for kind, content in entries.items():
        if isinstance(content, list):
            yield from ((str(word), Sense(kind)) for word in content)
        elif isinstance(content, Mapping):
            for key, value in content.items():
                if isinstance(value, list):
                    yield from ((str(word), Sense(kind, key)) for word in value)
                else:
                    yield str(key), Sense(kind, _value(value))


def _value(written: Any) -> Any:
    """A number is exact: 1/3 is a third."""
    return Fraction(str(written)) if re.fullmatch(r"-?[0-9./]+", str(written)) else written


def _compact(locale: Any) -> Iterator[tuple[str, Sense]]:
    """thousand, million, milliard: what CLDR calls the great numbers of the language in full."""
    for forms in locale.compact_decimal_formats.get("long", {}).values():
        for size, pattern in forms.items():
            word = re.sub(r"[0\s'.]", "", getattr(pattern, "pattern", str(pattern)).replace("\u00a0", ""))
            zeros = getattr(pattern, "pattern", str(pattern)).count("0")
            if word and zeros:
                yield word, Sense("multiple", Fraction(int(size), 10 ** (zeros - 1)))
