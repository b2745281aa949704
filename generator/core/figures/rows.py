"""Quantities in a row, of which the words before the first hold for all, and so may those behind the last:
分别下降1.7%、1.8%、10.8%, at least 98% and 95%.

The lexers of these functions know the words of clauses too (`Lexicon.of_clauses`).
"""

from __future__ import annotations

from collections.abc import Callable

from generator.core import limits
from generator.core.figures.edges import longest_before
from generator.core.figures.extent import end_of, number_before
from generator.core.figures.figure import Figure
from generator.core.figures.tokens import Lexer, Token
from generator.core.values import Refusal

Read = Callable[[str], Figure | Refusal]
"""What a printed figure says."""


class Rows:
    """The rows of quantities in a text. From one quantity to its neighbour is found once, whoever asks."""

    def __init__(self, lexer: Lexer, read: Read, text: str) -> None:
        self._lexer, self._read, self._text = lexer, read, text
        self._reach = 8 * lexer.reach + _NUMBERS
        self._earlier: dict[tuple[str, int], int | None] = {}
        self._later: dict[tuple[str, int], tuple[int, int] | None] = {}

    def start(self, start: int, end: int) -> int | None:
        """Where the first quantity begins of the row that a figure is the last of (1.7%、1.8%、10.8%), with nothing but
        signs or words that join them; `start` where it is in none, None where the row is too long.
        """
        read = self._read(self._text[start:end])
        if isinstance(read, Refusal):
            return start
        for _ in range(limits.MOST_IN_ROW):
            if (earlier := self._before(start, read.unit)) is None:
                return start
            start = earlier
        return None

    def end(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the last quantity ends of the row that a figure is the first of, and where the words end that go on behind
        it and change it (98%、95%以上); twice `end` where it is in none, None where the row is too long.
        """
        last = end, end
        read = self._read(self._text[start:end])
        if isinstance(read, Refusal):
            return last
        for _ in range(limits.MOST_IN_ROW):
            if (later := self._behind(last[1], read.unit)) is None:
                return last
            last = later
        return None

    def _before(self, start: int, unit: str) -> int | None:
        """Where the quantity before a place begins that is in a row with what begins there."""
        key = unit, start
        if key not in self._earlier:
            shift = max(0, start - self._reach)
            found = _earlier(self._lexer, self._read, self._text[shift : start + 1], start - shift, unit)
            self._earlier[key] = None if found is None else found + shift
        return self._earlier[key]

    def _behind(self, end: int, unit: str) -> tuple[int, int] | None:
        """Where the quantity behind a place ends that is in a row with what ends there, without and with the words behind it."""
        key = unit, end
        if key not in self._later:
            shift = max(0, end - 1)
            found = _later(self._lexer, self._read, self._text[shift : end + self._reach], end - shift, unit)
            self._later[key] = None if found is None else (found[0] + shift, found[1] + shift)
        return self._later[key]


_NUMBERS = 100
"""Characters that the numbers of two neighbours in a row, and the spaces around them, take at most."""


def _earlier(lexer: Lexer, read: Read, text: str, start: int, unit: str) -> int | None:
    word = longest_before(lexer, text, len(text[:start].rstrip()))
    if word is not None and "by" in word[1]:
        # fell by 5% and by 3%
        word = longest_before(lexer, text, len(text[: word[0]].rstrip()))
    if word is None or "enumerating" not in word[1]:
        return None
    quantities = (
        begin
        for end in [len(text[: word[0]].rstrip())]
        for begin in number_before(lexer, text, end)
        if is_alike(read(text[begin:end]), unit) and not _names(lexer, text, begin)
    )
    return next(quantities, None)


def _later(lexer: Lexer, read: Read, text: str, end: int, unit: str) -> tuple[int, int] | None:
    if (number := _next_of_row(lexer, text, end)) is None:
        return None
    whole = end_of(lexer, text, number.start, number.end)
    ends = (stop for stop in range(number.end, whole + 1) if _is_plain(read(text[number.start : stop]), unit))
    plain = next(ends, None)
    return None if plain is None else (plain, whole)


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
