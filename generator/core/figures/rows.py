"""Quantities in a row, of which the words before the first hold for all, and so may those behind the last:
分别下降1.7%、1.8%、10.8%, at least 98% and 95%.

The lexers of these functions know the words of clauses too (`Lexicon.of_clauses`).
"""

from __future__ import annotations

from collections.abc import Callable

from generator.core.figures.edges import longest_before
from generator.core.figures.extent import extent, number_before
from generator.core.figures.figure import Figure
from generator.core.figures.tokens import Lexer, Token
from generator.core.values import Refusal

Read = Callable[[str], Figure | Refusal]
"""What a printed figure says."""


def start_of_row(lexer: Lexer, read: Read, text: str, start: int, unit: str) -> int:
    """Where the first of the quantities of a unit begins that stand in a row before a place, with nothing but signs or
    words that join them; `start` where none do.
    """
    while True:
        word = longest_before(lexer, text, len(text[:start].rstrip()))
        if word is not None and "by" in word[1]:
            # fell by 5% and by 3%
            word = longest_before(lexer, text, len(text[: word[0]].rstrip()))
        if word is None or "enumerating" not in word[1]:
            return start
        end = len(text[: word[0]].rstrip())
        earlier = next(
            (
                begin
                for begin in number_before(lexer, text, end)
                if is_alike(read(text[begin:end]), unit) and not _names(lexer, text, begin)
            ),
            None,
        )
        if earlier is None:
            return start
        start = earlier


def end_of_row(lexer: Lexer, read: Read, text: str, end: int, unit: str) -> tuple[int, int]:
    """Where the last of the quantities of a unit ends that stand in a row behind a place, and where the words end that
    go on behind it and change it; twice `end` where there is no row.
    """
    last = end, end
    while (number := _next_of_row(lexer, text, last[1])) is not None:
        whole = extent(lexer, text, number.start, number.end, ranked=False)[1]
        plain = next(
            (
                stop
                for stop in range(number.end, whole + 1)
                if _is_plain(read(text[number.start : stop]), unit)
            ),
            None,
        )
        if plain is None:
            break
        last = plain, whole
    return last


def is_alike(read: Figure | Refusal, unit: str) -> bool:
    """Whether what was read is a quantity of a unit, or a number that takes its unit from one behind it."""
    return isinstance(read, Figure) and read.unit in ("", unit)


def _is_plain(read: Figure | Refusal, unit: str) -> bool:
    return isinstance(read, Figure) and read.unit == unit


def _next_of_row(lexer: Lexer, text: str, end: int) -> Token | None:
    """The number that stands in a row behind a place; None where none does."""
    words = lexer.scan(text, end)
    joins, number = next(words, None), next(words, None)
    if joins is None or not joins.sense("enumerating") or number is None:
        return None
    return number if number.sense("number") else None


def _names(lexer: Lexer, text: str, begin: int) -> bool:
    """Whether what stands before a number makes it a name or a day: 第3、5号."""
    word = longest_before(lexer, text, begin)
    return word is not None and bool(word[1] & {"ordinal", "label"})
