"""Quantities that go on behind their unit with a smaller one: 3小时20分钟, 3 hours and 20 minutes."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core.figures.edges import is_numeric, longest_before
from generator.core.figures.numerals import ZERO
from generator.core.figures.tokens import Lexer, Token

_YEAR = 4
"""Digits of a year."""


def end_of_smaller(lexer: Lexer, unit: Token, following: Sequence[Token]) -> int | None:
    """Where a quantity ends that goes on behind its unit with a smaller one; None where it does not."""
    if following and (following[0].text == ZERO or following[0].sense("joiner")):
        following = following[1:]
    if len(following) < 2:  # noqa: PLR2004 - a number and its unit
        return None
    number, smaller = following[:2]
    if not number.sense("number") or number.apart is not lexer.lexicon.spaced:
        return None
    larger = {sense.value for sense in smaller.senses if sense.kind == "smaller"}
    return smaller.end if unit.text.casefold() in larger else None


def start_of_larger(lexer: Lexer, text: str, start: int, end: int) -> int:
    """Where a quantity begins whose smaller unit is that of the number at a place; `start` where none does."""
    words = lexer.scan(text[:end], start)
    larger = {sense.value for token in words for sense in token.senses if sense.kind == "smaller"}
    before = text[:start].rstrip().removesuffix(ZERO)
    joiner = longest_before(lexer, before, len(before)) if larger else None
    if joiner and "joiner" in joiner[1]:
        before = before[: joiner[0]].rstrip()
    for unit in larger:
        if not before.casefold().endswith(unit):
            continue
        number = before[: -len(unit)].rstrip()
        begin = len(number)
        while begin and is_numeric(lexer, number, begin):
            begin -= 1
        # 2023年4个月 begins with a year
        if begin < len(number) < begin + _YEAR:
            return begin
    return start
