"""What stands at an edge in a text: part of a number, a word that is known, the end of a clause."""

from __future__ import annotations

import re

from generator.core.figures import numerals
from generator.core.figures.tokens import Lexer

ENDING = "。；;！!？?，,、）)】」』”’"
"""What may stand behind the last word of a clause."""

_ARROWS = "→⇒➡"
"""They lead from one number to another."""

_FRACTIONS = "¼½¾⅓⅔"
"""Digits in one character."""


_CLOSES = re.compile(rf"\s*(?:\Z|[{re.escape(ENDING)}]|\.(?!\d)|的)")


def closes(text: str, end: int) -> bool:
    """Whether nothing more of a clause stands behind a place."""
    return _CLOSES.match(text, end) is not None


def is_reckoned(text: str, end: int) -> bool:
    """Whether a sign before a place reckons with the number behind it and what stands before it: 1:980, 10+980, 10^6, 2 x 980,
    2组×980. Where a space follows the sign, only one that multiplies does.
    """
    sign, before = text[end - 1 : end], text[: max(0, end - 1)]
    if sign == "×":
        return True
    if sign in ("x", "X", "*") and sign:
        return before.rstrip()[-1:].isdecimal()
    if sign in _ARROWS and sign:
        return before.rstrip()[-1:].isalnum() or before.rstrip()[-1:] == "%"
    touches = not text[end : end + 1].isspace()
    return bool(sign) and sign in ":∶+^" and touches and before[-1:].isdecimal()


def ends_date(text: str, begin: int, kinds: set[str]) -> bool:
    """Whether a word of some kinds begins with what is the end of a date: 日处理 in 6月30日处理."""
    return "often" in kinds and text[max(0, begin - 1) : begin].isdecimal()


def is_numeric(lexer: Lexer, text: str, end: int) -> bool:
    """Whether the character before a place is part of a number."""
    before = text[end - 1 : end]
    if before and before in "/×*·.点" and text[end : end + 1].isdecimal():
        # 1/980, 3×980, .5 and 零点5 go on before the digit
        other = text[end - 2 : end - 1]
        return (
            other.isdecimal()
            or (before == "/" and other == "%")
            or other in numerals.HAN
            or (before in ".·" and not other.strip("（( "))
        )
    if before and before in _FRACTIONS:
        return True
    if before in (lexer.lexicon.decimal, lexer.lexicon.group) and not before.isspace():
        return text[end - 2 : end - 1].isdecimal()
    return (
        before.isdecimal()
        or before == "%"
        or (lexer.lexicon.numerals == "han" and before in numerals.HAN and before != "")
    )


def longest_before(lexer: Lexer, text: str, end: int) -> tuple[int, set[str]] | None:
    """Where the longest known word begins that ends at a place, and the kinds that it is of."""
    for begin, senses in lexer.ending(text, end):
        return begin, {sense.kind for sense in senses}
    return (end - 1, {"number"}) if is_numeric(lexer, text, end) else None
