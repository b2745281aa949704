"""A CSV file holds what a program showed of each cell, in the forms of its country → what the cell certainly says.

Whoever opens a CSV file in a spreadsheet and saves it again hands in `2023/6/30`, `25,000` or `98,2` for what nobody
touched. What was exported is known, and the file as a whole shows how its program writes: by both most cells can be
read for certain; the others are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from generator.core.values import FIRST_YEAR, LAST_YEAR, Refusal, plain_number
from generator.format.fields import AnyField, Type

ShownCell = tuple[str, AnyField, str]
"""A cell as shown, its field, and the text that was exported."""

_SPACES = "[ \u00a0\u2009\u202f'’]"
_NUMBERS = {
    decimal: re.compile(
        rf"(?P<minus>[-+(]?)(?P<whole>[0-9]{{1,3}}(?:(?:[{group}]|{_SPACES})[0-9]{{3}})+|[0-9]+)"
        rf"(?:[{decimal}](?P<fraction>[0-9]+))?(?:[eE](?P<power>[-+]?[0-9]{{1,2}}))?\)?"
    )
    for decimal, group in ((".", ","), (",", "."))
}
"""A number as programs show it, by its decimal sign; the other sign parts the thousands."""

_MIDNIGHT = r"(?:[ T]0?0:00(?::00)?)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})[-/.年] ?([0-9]{{1,2}})[-/.月] ?([0-9]{{1,2}})[日号.]?{_MIDNIGHT}")
_YEAR_LAST = re.compile(rf"([0-9]{{1,2}})([-/.]) ?([0-9]{{1,2}})\2 ?([0-9]{{4}}|[0-9]{{2}}){_MIDNIGHT}")
_NAMED = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3,9})[- ]([0-9]{4}|[0-9]{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDERS = {"day": (2, 1, 0), "month": (2, 0, 1)}
"""Where year, month and day stand, by what stands first."""

_FIRST_DAYS = (date(1899, 12, 30), date(1904, 1, 1))
"""From where spreadsheets count days."""

_LIKE_A_DAY = re.compile(r"[0-9]{1,4}[-/][0-9]{1,2}(?:[-/][0-9]{1,4})?")
"""What spreadsheets take for a day: a locator such as 3/1."""

_TURNED_INTO_A_DAY = re.compile(r"[0-9A-Za-z年月日/ -]*(?:[-/月][0-9A-Za-z日/-]*)")
_TOO_NARROW = re.compile("#{2,}")
_ERRORS = frozenset({"#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#NAME", "#VALUE"})
_FORMULA = ("=", "+", "-", "@")

_MOST_SHOWN = 9
"""Significant digits from which on a spreadsheet rounds what it shows; nobody rounds to so many."""


@dataclass(frozen=True, slots=True)
class Showing:
    """How the program that saved a file shows what it holds, as far as the file itself proves it.

    `decimal` is the sign before the fraction, empty where nothing or too much speaks for one. `first` is what stands
    first in a day that ends with its year (`day` or `month`), by the sign between its parts: somebody who writes
    02.01.2024 among the 12/31/2023 of a program does not write as it does.
    """

    decimal: str = ""
    first: Mapping[str, str] = field(default_factory=dict)

    def read(self, text: str, item: AnyField, before: str) -> str | Refusal | None:
        """What a cell says where `before` was exported, and that itself where it says the same.

        None where it is in no form of a program, so that it says what stands there.
        """
        text = text.strip()
        if text == before:
            return before
        if _TOO_NARROW.fullmatch(text):
            return Refusal("sheet-narrow")
        if is_lost(text, before):
            return Refusal("sheet-characters")
        if text in _ERRORS:
            return (
                Refusal("sheet-kept", before)
                if before.startswith(_FORMULA)
                else Refusal("sheet-error", "", text)
            )
        readers = {Type.NUMBER: self._number, Type.DATE: self._day}
        if item.type in readers:
            return readers[item.type](text, before)
        return Refusal("sheet-kept", before) if is_shortened(text, before) else None

    def _number(self, text: str, before: str) -> str | Refusal | None:
        found = numbers(text)
        known = numbers(before).get(".")
        values = set(found.values())
        if self.decimal in found:
            number = found[self.decimal]
        elif known in values:
            return before
        elif len(found) == len(values):
            return _doubtful(found)
        else:
            number = values.pop()
        if number == known:
            return before
        if known is not None and _is_rounded(text, number, known):
            return Refusal("sheet-kept", before)
        # With a power of ten a program shows six digits; nobody knows whether there were more.
        return None if "e" in text.lower() or text.startswith("(") else plain_number(number)

    def _day(self, text: str, before: str) -> str | Refusal | None:
        found = days(text)
        if before in _counted(text):
            return before
        proved = self.first.get(_sign_of(text))
        meant = {day for first, day in found.items() if first == proved} or set(found.values())
        if len(meant) > 1:
            return Refusal("sheet-two-ways", detail=" · ".join(sorted(day.isoformat() for day in meant)))
        if not meant:
            return None
        day = meant.pop().isoformat()
        # Of which century two digits are is known of what was exported alone.
        return Refusal("bad-date", day) if day != before and _is_short(text) else day


def _doubtful(found: Mapping[str, Decimal]) -> Refusal | None:
    """Why a number that nothing speaks for cannot be read; None where it is none, or as the data would hold it."""
    shown = [plain_number(number) for number in found.values()]
    if len(found) > 1:
        return Refusal("sheet-two-ways", detail=" · ".join(shown))
    return Refusal("bad-number", *shown) if "," in found else None


def learned(cells: Iterable[ShownCell], delimiter: str) -> Showing:
    """How a file shows numbers and days: by what can be read in one way only, or says what was exported in one way."""
    signs: set[str] = set()
    orders: dict[str, set[str]] = {}
    for text, item, before in cells:
        if item.type is Type.NUMBER:
            signs |= _proved(numbers(text.strip()), numbers(before).get("."))
        elif item.type is Type.DATE:
            exported = days(before).get("")
            orders.setdefault(_sign_of(text), set()).update(_proved(days(text.strip()), exported))
    if not signs and delimiter == ",":
        signs = {"."}  # who writes a fraction with a comma parts the cells by something else
    return Showing(_only(signs), {sign: _only(proved) for sign, proved in orders.items()})


def _only(proved: set[str]) -> str:
    """The one way that is proved; empty where there is none or more than one."""
    return next(iter(proved)) if len(proved) == 1 else ""


def _sign_of(day: str) -> str:
    """The sign between the parts of a day that ends with its year."""
    match = _YEAR_LAST.fullmatch(day.strip())
    return match[2] if match else ""


def _proved(found: Mapping[str, Decimal | date], exported: Decimal | date | None) -> set[str]:
    """The ways of reading for which a cell speaks."""
    if len(set(found.values())) == 1:
        return set(found) if len(found) == 1 else set()
    return {way for way, value in found.items() if value == exported}


def numbers(text: str) -> dict[str, Decimal]:
    """The numbers that a text may be, by the decimal sign with which it is read."""
    found = {}
    for sign, pattern in _NUMBERS.items():
        match = pattern.fullmatch(text)
        if match and (match["minus"] == "(") == text.endswith(")"):
            whole = re.sub("[^0-9]", "", match["whole"])
            number = Decimal(f"{whole}.{match['fraction'] or 0}E{match['power'] or 0}")
            found[sign] = -number if match["minus"] in ("-", "(") else number
    return found


def days(text: str) -> dict[str, date]:
    """The days that a text may be, by what stands first in it: nothing where there is no doubt."""
    if match := _YEAR_FIRST.fullmatch(text):
        return _valid({"": tuple(map(int, match.groups()))})
    if match := _NAMED.fullmatch(text):
        month = match[2].lower()[:3]
        return (
            _valid({"": (int(match[3]), _MONTHS.index(month) + 1, int(match[1]))}) if month in _MONTHS else {}
        )
    if match := _YEAR_LAST.fullmatch(text):
        parts = (int(match[1]), int(match[3]), int(match[4]))
        return _valid({first: tuple(parts[at] for at in order) for first, order in _ORDERS.items()})
    return {}


def _valid(found: Mapping[str, tuple[int, ...]]) -> dict[str, date]:
    days = {}
    for first, (year, month, day) in found.items():
        full = year + 2000 if year < 100 else year  # noqa: PLR2004 - two digits
        try:
            days[first] = date(full, month, day)
        except ValueError:
            continue
    return {first: day for first, day in days.items() if FIRST_YEAR <= day.year <= LAST_YEAR}


def _counted(text: str) -> list[str]:
    """The days that a count of days may be; which one is known of what was exported alone."""
    if not re.fullmatch("[0-9]{5}", text):
        return []
    return [(first + timedelta(days=int(text))).isoformat() for first in _FIRST_DAYS]


def _is_short(text: str) -> bool:
    return re.search("[0-9]{4}", text) is None


def _is_rounded(text: str, shown: Decimal, known: Decimal) -> bool:
    """Whether a number is another, with fewer digits because no more were shown."""
    mantissa = re.split("[eE]", text)[0]
    digits = _digits(mantissa)
    last = Decimal(1).scaleb(shown.adjusted() - len(digits) + 1)
    return ("e" in text.lower() or len(digits) >= _MOST_SHOWN) and abs(shown - known) * 2 <= last


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text).lstrip("0")


def is_lost(text: str, before: str) -> bool:
    """Whether characters of a text became question marks, as they do where the encoding does not have them."""
    return (
        len(text) == len(before)
        and text != before
        and all(
            one == other or (one == "?" and not other.isascii())
            for one, other in zip(text, before, strict=True)
        )
    )


def is_shortened(text: str, before: str) -> bool:
    """Whether a text may be what a spreadsheet makes of another that looks like a number, a day or yes and no.

    It takes `2.10` for 2.1, `3/1` for a day and `true` for TRUE.
    """
    if before in ("true", "false"):
        return text == before.upper()
    if numbers(text.rstrip("%")):
        return _is_shortened_number(text, before)
    if set(days(text).values()) & set(days(before).values()):
        return True
    likely = _LIKE_A_DAY.fullmatch(before) and _TURNED_INTO_A_DAY.fullmatch(text)
    return bool(likely) and set(_parts(before)) <= set(_parts(text))


def _is_shortened_number(text: str, before: str) -> bool:
    """Whether a text shows the number of another with no digit and no sign more; a rate perhaps as its fraction."""
    known = numbers(before.rstrip("%")).get(".")
    if known is None:
        return False
    times = 100 if before.endswith("%") and not text.endswith("%") else 1
    number = next(iter(numbers(text.rstrip("%")).values())) * times
    if "e" in text.lower():
        return _is_rounded(text, number, known)
    signs, signs_before = (len(re.sub("[0-9%]", "", written)) for written in (text, before))
    return (
        number == known
        and _digits(plain_number(number)) == _digits(text)
        and signs <= max(signs_before, times != 1)
    )


def _parts(text: str) -> list[int]:
    """The numbers in a day, the names of months among them; of a year its last two digits."""
    words = re.findall("[0-9]+|[A-Za-z]{3}", text)
    return [
        int(part) % 100 if part.isdigit() else _MONTHS.index(part.lower()) + 1
        for part in words
        if part.isdigit() or part.lower() in _MONTHS
    ]
