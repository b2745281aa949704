"""Numbers, shares and days in the habit of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_compact_decimal, format_decimal, parse_pattern
from babel.units import format_unit

from generator.core.languages import compact
from generator.core.languages import language as known
from generator.core.messages import lookup
from generator.core.model import Period
from generator.core.periods import named
from generator.core.phrases import filled, joined

_PATTERN = parse_pattern("#,##0.############")
_DIGITS = 60
"""Working precision: the format allows 18 digits before and 12 behind the point."""

_TOLD = 4096
"""How many numbers are kept as they are told, for most stand on several pages."""

_FINEST = 12
_THOUSAND = 1000
_MILLION = Decimal(1_000_000)
_COMPACT = tuple(_MILLION * 1000**power for power in (2, 1, 0))
_SHORT = Decimal("0.01")
"""A great number is written with 万 or 亿 where that loses nothing beyond the second decimal."""


@lru_cache(_TOLD)
def number(value: Decimal, language: str) -> str:
    """A number, never rounded: 25000 is `2.5万` in Chinese and `25,000` in English."""
    with localcontext(prec=_DIGITS):
        return _number(value + 0, language)


def short(value: Decimal, language: str) -> str:
    """A number in as few digits as it can be told without rounding, for charts: 18600000 is `18.6M` in English."""
    text = number(value, language)
    if known(language).great or abs(value) < _MILLION:
        return text
    with localcontext(prec=_DIGITS):
        size = next(size for size in _COMPACT if abs(value) >= size)
        if abs(value) >= _COMPACT[0] * 1000 or value / size != (value / size).quantize(_SHORT):
            return text
        compacted = format_compact_decimal(value, fraction_digits=2, locale=known(language).locale)
    return str(compacted)


def in_sum(value: Decimal, language: str) -> str:
    """A number as it stands in a sum: all its digits, 25000 as `25,000` or `25 000`."""
    with localcontext(prec=_DIGITS):
        return _digits(value + 0, language)


def as_stated(value: Decimal, language: str) -> str:
    """A number with the decimals that it is stated with: 1.10 is `1.10` in English and `1,10` in French."""
    decimals = max(0, -int(value.as_tuple().exponent))
    return str(format_decimal(value, format=f"0.{'0' * decimals}", locale=known(language).locale))


def size(count: int, language: str) -> str:
    """How large a file of so many bytes is: `75 bytes`, `98.5 kB`, `98,5 ko`."""
    locale = known(language).locale
    if count < _THOUSAND:
        return str(format_unit(count, "byte", locale=locale))
    value, unit = Decimal(count) / _THOUSAND, "kilobyte"
    if rounded(value, 1) >= _THOUSAND:
        value, unit = value / _THOUSAND, "megabyte"
    return str(format_unit(rounded(value, 1), unit, length="short", locale=locale))


def _number(value: Decimal, language: str) -> str:
    for size, word in compact(language):
        if abs(value) >= size and value / size == (value / size).quantize(_SHORT):
            return _digits(value / size, language) + word
    return _digits(value, language)


def _digits(value: Decimal, language: str) -> str:
    tongue = known(language)
    sign = tongue.symbol("minusSign") if value < 0 else ""
    return sign + str(_PATTERN.apply(abs(value), tongue.locale))


def quantity(value: Decimal, unit: str, language: str) -> str:
    """A number with its unit: `18.3公里`, `18.3 km`, `61%`.

    Things that have no counting word in the language have the unit `number`, which is not said with each figure.
    """
    if unit == lookup(language, "site", "unit.number"):
        return number(value, language)
    if unit == "%":
        return number(value, language) + known(language).per_cent
    # Where nothing stands before a unit, a space does before one in Latin letters (GB 3100): 18.3公里, 18.3 km.
    latin = unit[:1].isascii() and unit[:1].isalpha()
    return joined([number(value, language), unit], known(language).before_unit or " " * latin)


def rounded(value: Decimal, places: int) -> Decimal:
    """Rounded half up, as readers do by hand."""
    with localcontext(prec=_DIGITS):
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0


def told(value: Decimal, places: int, thresholds: Iterable[Decimal]) -> Decimal:
    """Rounded to some places, or to as many more as it takes to stay on its side of each threshold.

    A pace of 0.998 is below 1, so it is not shown as 1.
    """
    limits = tuple(thresholds)
    short = rounded(value, places)
    while places < _FINEST and any((short >= limit) != (value >= limit) for limit in limits):
        places += 1
        short = rounded(value, places)
    return short


def share(value: Decimal, language: str) -> str:
    """A share in per cent with one decimal, or as many as tell it from the whole and from half of it, which both decide of
    something: `61%`, `47.8%`, `99.96%`, `49.98%`.
    """
    return number(told(value, 1, _DECIDING), language) + known(language).per_cent


_DECIDING = (Decimal(50), Decimal(100))
"""Shares that what is done is held against."""


def change(value: Decimal, language: str) -> str:
    """A change in per cent, which is never without its sign: `+5%`, `−20.4%`."""
    sign = known(language).symbol("plusSign") if value > 0 else ""
    return sign + number(value, language) + known(language).per_cent


def day(value: date, language: str) -> str:
    """A day: `2023年6月30日`, `30 June 2023`."""
    return format_date(value, "long", locale=known(language).locale)


_MONTH = "yMMMM"
"""A month with its year, in the words of CLDR."""


def period(value: Period, language: str) -> str:
    """A reference period as people call it: `2023年第二季度`, `June 2023`, `2016–2030`, `fiscal year 2023/24`; else its
    two days.
    """
    start, end = value.start, value.end
    name, locale = named(start, end, value.calendar), known(language).locale
    if name.key == "day":
        return day(start, language)
    if name.key == "month":
        return str(format_skeleton(_MONTH, start, locale=locale))
    if name.key == "months":
        return str(format_interval(start, end, _MONTH, locale=locale))
    values = {"year": name.year, "last": name.last}
    if name.key == "days":
        values = {"start": day(start, language), "end": day(end, language)}
    return filled(lookup(language, "site", f"period.{name.key}"), values, language)
