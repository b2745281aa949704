"""Cuts a printed figure into words: every character belongs to a word that is known, or is told as one that is not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from generator.core.figures import numerals
from generator.core.figures.lexicon import Lexicon, Sense

UNKNOWN = Sense("unknown")
BROKEN = Sense("broken")
"""Digits that are no number: 1.2.3, 1,23, 012."""

_EDGE = 2
"""Characters of a word by which it is looked up."""

_ONE = (1,)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written: `places` behind the point; `scale` is the 万 that a numeral ends with; `bare` where a
    numeral is a scale alone.
    """

    value: Fraction
    places: int = 0
    scale: int = 1
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a figure: from `start` up to `end` in the text, with all that it can be. `apart`: a space stands before."""

    text: str
    start: int
    end: int
    senses: tuple[Sense, ...]
    apart: bool = False

    def sense(self, *kinds: str) -> Sense | None:
        """The word as one of these kinds, None where it is none of them."""
        return next((sense for sense in self.senses if sense.kind in kinds), None)

    def only(self, kind: str) -> bool:
        """Whether the word is of this kind and no other."""
        return all(sense.kind == kind for sense in self.senses)


class Lexer:
    """The words of one language, and the unit words of one package."""

    def __init__(self, lexicon: Lexicon, units: Collection[str]) -> None:
        self.lexicon = lexicon
        self.units = frozenset(unit.strip() for unit in units if unit and unit.strip())
        self.reach = max(lexicon.longest, max(map(len, self.units), default=0))
        self._beginnings, self._endings = _lengths((*lexicon.words, *self.units))

    def tokens(self, text: str) -> list[Token]:
        """All words of a text."""
        return list(self.scan(text, 0))

    def scan(self, text: str, start: int) -> Iterator[Token]:
        """The words of a text from a place on."""
        position = start
        counting = False
        while position < len(text):
            apart = False
            while position < len(text) and text[position].isspace():
                position, apart = position + 1, True
            if position == len(text):
                return
            # Where words stand without spaces, one means something between numbers only.
            apart = apart and (self.lexicon.spaced or text[position].isdigit())
            end, senses = self._at(text, position, counting=counting and not apart)
            token = Token(text[position:end], position, end, senses, apart)
            counting = bool(token.sense("number")) or (
                counting and bool(token.sense("within", "inside", "multiple", "gap"))
            )
            yield token
            position = end

    def _at(self, text: str, position: int, *, counting: bool) -> tuple[int, tuple[Sense, ...]]:
        """Where the word ends that begins at a place, and what it can be. `counting`: a number stands before it."""
        character = text[position]
        if character in "0123456789":
            found = self.lexicon.digits.match(text, position)
            assert found is not None
            if (end := self._word_end(text, position)) > found.end():
                return end, self._senses(text[position:end])
            return found.end(), (_number(found[0], self.lexicon.number, self.lexicon.decimal),)
        end = self._word_end(text, position, counting=counting)
        if self.lexicon.numerals == "han" and character in numerals.HAN:
            run = position
            while run < len(text) and (text[run] in numerals.HAN or text[run : run + 1] == numerals.POINT):
                run += 1
            if text[run - 1] == numerals.POINT:
                run -= 1
            if counting:
                # Behind a number 万 multiplies and 千米 is a unit, whatever else they could begin.
                if end > position:
                    return end, self._senses(text[position:end])
            elif end < run or not self._is_more(text[position:end]):
                return run, (_numeral(text[position:run]),)
        if end > position:
            return end, self._senses(text[position:end])
        return self._unknown_end(text, position), (UNKNOWN,)

    def _is_more(self, word: str) -> bool:
        """Whether a word is more than a numeral that could also multiply: 万 and 十万 are not."""
        return any(sense.kind != "multiple" for sense in self._senses(word))

    def known(self, text: str, start: int, end: int) -> tuple[Sense, ...]:
        """What a stretch of a text is as one word; nothing where it is none, or only a part of one."""
        return self._senses(text[start:end]) if self._whole(text, start, end) else ()

    def beginning(self, text: str, position: int) -> Iterator[tuple[int, tuple[Sense, ...]]]:
        """Where the known words end that begin at a place, and what they are, the longest first."""
        near = text[position : position + self.reach]
        for length in self._lengths(near, near[:_EDGE], self._beginnings):
            if senses := self.known(text, position, position + length):
                yield position + length, senses

    def ending(self, text: str, position: int) -> Iterator[tuple[int, tuple[Sense, ...]]]:
        """Where the known words begin that end at a place, and what they are, the longest first."""
        near = text[max(0, position - self.reach) : position]
        for length in self._lengths(near, near[-_EDGE:], self._endings):
            if senses := self.known(text, position - length, position):
                yield position - length, senses

    def _lengths(self, near: str, edge: str, lengths: Mapping[str, Sequence[int]]) -> Iterable[int]:
        """How long a word can be that has its edge here, within what is `near`, the longest first."""
        folded = edge.casefold()
        if len(folded) != len(edge) or len(near.casefold()) != len(near):
            return range(len(near), 0, -1)  # ß is as long as ss
        return (length for length in lengths.get(folded, _ONE) if length <= len(near))

    def _word_end(self, text: str, position: int, *, counting: bool = False) -> int:
        """Where the longest known word that begins here ends; `position` itself where none does.

        Behind a number 多元 is 多 and its unit, elsewhere a word that has nothing to do with numbers.
        """
        ends = (
            end
            for end, senses in self.beginning(text, position)
            if not (counting and senses[0].kind == "opaque")
        )
        return next(ends, position)

    def _whole(self, text: str, start: int, end: int) -> bool:
        """Where words stand between spaces, the letters of a word do not go on before or behind it."""
        if not self.lexicon.spaced:
            return True
        cut = start > 0 and _letters(text[start - 1], text[start])
        return not cut and not (end < len(text) and _letters(text[end - 1], text[end]))

    def _senses(self, word: str) -> tuple[Sense, ...]:
        if word in self.units:
            return (Sense("unit"), *self.lexicon.words.get(word.casefold(), ()))
        found = self.lexicon.words.get(word.casefold(), ())
        if not found or word in self.lexicon.units:
            return found
        # m is a unit and M none
        return tuple(sense for sense in found if sense.kind != "unit")

    def _unknown_end(self, text: str, position: int) -> int:
        """A word that is not known goes on to the next space, digit or sign, or to where a known word begins."""
        end = position + 1
        if not text[position].isalnum():
            return end
        while end < len(text) and text[end].isalnum() and not text[end].isdigit():
            if not self.lexicon.spaced and self._word_end(text, end) > end:
                break
            end += 1
        return end


def _lengths(words: Iterable[str]) -> tuple[Mapping[str, Sequence[int]], ...]:
    """How long the words are that have the same edge, the longest first, by what they begin and by what they end with.

    At an edge of two characters a word of one may stand too.
    """
    beginnings: defaultdict[str, set[int]] = defaultdict(set)
    endings: defaultdict[str, set[int]] = defaultdict(set)
    for word in words:
        beginnings[word.casefold()[:_EDGE]].add(len(word))
        endings[word.casefold()[-_EDGE:]].add(len(word))
    return tuple(
        {edge: sorted({*lengths, 1}, reverse=True) for edge, lengths in by_edge.items()}
        for by_edge in (beginnings, endings)
    )


def _letters(one: str, other: str) -> bool:
    """Whether two neighbours are letters of one word; Chinese characters are words of their own."""
    return all(character.isalpha() and ord(character) < 0x2E80 for character in (one, other))  # noqa: PLR2004 - CJK


@lru_cache(4096)
def _number(digits: str, form: re.Pattern[str], decimal: str) -> Sense:
    """What digits are, by the form of a number and what parts its decimals."""
    if len(digits) > numerals.LONGEST or not form.fullmatch(digits):
        return BROKEN
    plain = "".join(character for character in digits if character in "0123456789" or character == decimal)
    whole, _, decimals = plain.partition(decimal)
    return Sense("number", Number(Fraction(f"{whole}.{decimals or 0}"), len(decimals)))


def _numeral(text: str) -> Sense:
    value = numerals.read_han(text)
    if value is None:
        return Sense("unreadable", text)
    places = len(text.partition(numerals.POINT)[2].rstrip("".join(numerals.SCALES)))
    return Sense("number", Number(value, places, numerals.trailing_scale(text), numerals.bare(text)))


def any_of(token: Token | None, *kinds: str) -> Any:
    """The value of a word as one of these kinds; None where it is none of them or there is none."""
    sense = token.sense(*kinds) if token else None
    return sense and sense.value
