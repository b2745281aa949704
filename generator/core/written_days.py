"""A day with the name of its month, as people write it by hand: 31 décembre 2025, December 31, 2025."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.core import sources
from generator.core.languages import language

_PIECES = re.compile(r"[0-9]+|[^\W\d_]+")
_BETWEEN = re.compile(r"[\s.,'’/-]*")
"""What may stand between the pieces of a day; anything else means more than a day."""

_ORDINAL = frozenset({"st", "nd", "rd", "th", "er", "re", "º", "ª"})
"""What follows the number of a day where it is the first, the second, …"""

_YEAR, _DAY = 4, 2
"""Digits of a year; digits of a day at most."""


def written_day(text: str, languages: Iterable[str]) -> tuple[int, int, int] | None:
    """Year, month and day (as numbers, which may be no day at all) that a text names in one of some languages.

    None where none of them writes it so, where they disagree about the month, and where the year is cut short.
    """
    if _BETWEEN.fullmatch(_PIECES.sub("", text)) is None:
        return None
    pieces = _PIECES.findall(text.casefold())
    if not any(piece.isdecimal() and len(piece) == _YEAR for piece in pieces):
        return None  # before the languages are asked, which have to be loaded
    found = {day for tag in languages if (day := _read(pieces, *_words(tag))) is not None}
    return found.pop() if len(found) == 1 else None


def _read(
    pieces: Iterable[str], months: Mapping[str, int], beside: frozenset[str]
) -> tuple[int, int, int] | None:
    numbers: dict[str, list[int]] = {"year": [], "month": [], "day": []}
    for piece in pieces:
        if piece.isdecimal():
            kind = "year" if len(piece) == _YEAR else "day" if len(piece) <= _DAY else ""
            if not kind:
                return None
            numbers[kind].append(int(piece))
        elif piece in months:
            numbers["month"].append(months[piece])
        elif piece not in beside and piece not in _ORDINAL:
            return None
    if any(len(found) != 1 for found in numbers.values()):
        return None
    return numbers["year"][0], numbers["month"][0], numbers["day"][0]


@sources.kept
def _words(tag: str) -> tuple[Mapping[str, int], frozenset[str]]:
    """The months of a language by their names, whole and short, and what it writes beside them (`de`)."""
    locale = language(tag).locale
    months: dict[str, int] = {}
    for names in (locale.months[form][width] for form in locale.months for width in ("wide", "abbreviated")):
        for month, name in names.items():
            pieces = _PIECES.findall(name.casefold())
            if len(pieces) == 1 and not pieces[0].isdecimal():
                months[pieces[0]] = month
    if (march := months.get("märz")) is not None:
        months["mrz"] = march  # as Excel shows it, not CLDR
    quoted = re.findall(r"'([^']*)'", locale.date_formats["long"].pattern)
    return months, frozenset(piece for part in quoted for piece in _PIECES.findall(part.casefold()))
