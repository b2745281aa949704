"""Numbers written in words: `一百九十万零三千九百七十一`, `one hundred and twenty`. What is not well formed is no number."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_OLD = frozenset("廿卅卌")
"""Twenty, thirty and forty, as nobody counts any more: they stand in no number that is read."""

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
"""The numerals of contracts and sums of money."""

_SMALL = {"十": 10, "百": 100, "千": 1000}
_GREAT = {"万": 10**4, "亿": 10**8}
POINT, ZERO = "点", "零"

HAN = frozenset((*_DIGITS, *_SMALL, *_GREAT, *map(chr, _FORMAL), *_OLD))
"""The characters of a Chinese numeral; a point may stand among them."""

SCALES = frozenset((*_SMALL, *_GREAT))
"""Those that multiply, and say a number by themselves only beside a word for how exact it is: 百余, 近千."""

_HUNDRED = 100


LONGEST = 30
"""Characters of a numeral that anybody writes."""


def read_han(text: str) -> Fraction | None:
    """The number of a Chinese numeral, None where it is not one that can be read in one way.

    A digit behind a scale greater than ten is refused, since 一万二 and 一百二 mean 12000 and 120 in speech and stand
    for nothing in writing; so are neighbours (七八百) and years (二〇二三).
    """
    if len(text) > LONGEST:
        return None
    whole, point, rest = text.translate(_FORMAL).partition(POINT)
    if not point:
        return None if (read := _whole(whole)) is None else Fraction(read)
    decimals = rest.rstrip("".join(SCALES))
    if (read := _whole(whole)) is None or not decimals or any(digit not in _DIGITS for digit in decimals):
        return None
    value = read + sum(Fraction(_DIGITS[digit], 10**place) for place, digit in enumerate(decimals, 1))
    scales = rest[len(decimals) :]
    times = scale(scales) if scales else 1
    return None if times is None else Fraction(value * times)


def scale(text: str) -> int | None:
    """What a scale of one or two characters multiplies with: 万, 百万, 万亿; None for others."""
    first, second = text[:1], text[1:]
    if not second:
        return (_SMALL | _GREAT).get(first)
    if second in _GREAT and (first in _SMALL or (first, second) == ("万", "亿")):
        return (_SMALL | _GREAT)[first] * _GREAT[second]
    return None


def bare(text: str) -> bool:
    """Whether a numeral is nothing but a scale: 百, 千万."""
    return bool(text) and all(character in SCALES for character in text) and text[0] != "十"


def neighbours(text: str) -> bool:
    """Whether a numeral names two digits that stand side by side, which is about how many: 两三, 七八百."""
    digits = [position for position, character in enumerate(text) if _DIGITS.get(character, 0)]
    return any(second - first == 1 for first, second in pairwise(digits))


def trailing_scale(text: str) -> int:
    """The 万 or 亿 that ends a numeral, which is printed no finer than that; 1 where none does."""
    value = 1
    for character in reversed(text):
        if character not in _GREAT:
            break
        value *= _GREAT[character]
    return value


def _whole(text: str) -> int | None:  # noqa: PLR0911 - one return for each way to be none
    """A numeral without a point: its parts before 亿 and 万, and the rest."""
    if text in ("零", "〇"):
        return 0
    if bare(text):
        return scale(text)
    if text.endswith("万亿") and (read := _whole(text[:-1])) is not None:
        return read * _GREAT["亿"]
    total = 0
    rest = text
    for name, size in (("亿", _GREAT["亿"]), ("万", _GREAT["万"])):
        head, found, tail = rest.partition(name)
        if not found:
            continue
        # 一万五千亿: what is counted in 亿 may have its own 万
        read = (
            _whole(head)
            if size > _GREAT["万"] and "万" in head
            else _below_ten_thousand(head, first=not total)
        )
        if read is None:
            return None
        total += read * size
        rest = tail
        if len(rest) == 1 and rest in _DIGITS:
            return None
    if not rest:
        return total or None
    read = _below_ten_thousand(rest, first=not total)
    return None if read is None else total + read


def _below_ten_thousand(text: str, *, first: bool) -> int | None:  # noqa: PLR0911 - one return for each way to be none
    """A part without 万 and 亿. `first`: nothing stands before it, so it may not begin with 零."""
    if bare(text):
        return _SMALL.get(text) if first else None
    total, last, digit, gap = 0, 10**4, None, False
    for position, character in enumerate(text):
        if character in "零〇":
            if digit is not None or gap or (position == 0 and first):
                return None
            gap = True
        elif character in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[character]
        elif character in _SMALL:
            size = _SMALL[character]
            # 十二 and 一百十二 say ten without a one before it; 百 and 千 always have their digit.
            if size >= last or (digit is None and size >= _HUNDRED):
                return None
            total += (1 if digit is None else digit) * size
            last, digit, gap = size, None, False
        else:
            return None
    if digit is None:
        return None if gap else total
    # A last digit is ones only behind 十, behind 零, or alone.
    return total + digit if last == 10 or gap or last == 10**4 else None  # noqa: PLR2004 - ten and its digit


def read_words(values: Sequence[int]) -> Fraction | None:
    """The number of numerals in words, by their values: (2, 100, 20, 5) is two hundred and twenty-five.

    None where they are two numbers (five, seven) or stand in no order.
    """
    total = part = 0
    # What the next great number, and the next small one, must be below.
    largest, room = 10**18, _HUNDRED
    if len(values) > 1 and 0 in values:
        return None
    for value in values:
        if value >= 10 * _HUNDRED:
            if value >= largest:
                return None
            total += (part or 1) * value
            largest, part, room = value, 0, _HUNDRED
        elif value == _HUNDRED:
            if part >= 10 or room == 0:  # noqa: PLR2004 - nine hundred is the last
                return None
            part, room = (part or 1) * value, _HUNDRED - 1
        elif (value >= room and room <= 10) or value >= _HUNDRED:  # noqa: PLR2004 - ones behind tens
            return None
        else:
            part += value
            room = 10 if value >= 20 and value % 10 == 0 else 1  # noqa: PLR2004 - twenty and its ones
    return Fraction(total + part) if values else None
