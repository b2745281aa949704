"""How far a figure goes in a text: all that touches it and changes its number, sign, exactness, comparator or unit."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.figures import kinds, numerals
from generator.core.figures.lexicon import Sense
from generator.core.figures.tokens import Lexer, Token

_UNITS = kinds.UNITS - {"percent"}
_JOINS = frozenset(("slash", "per_unit"))


def extent(lexer: Lexer, text: str, start: int, end: int, *, ranked: bool) -> tuple[int, int]:
    """From the first to behind the last character of the expression that a stretch of a text is part of.

    `ranked`: the number can be a place in an order.
    """
    before = kinds.LEADING | kinds.ORDER if ranked else kinds.LEADING
    return _from(lexer, text, start, before), _to(lexer, text, start, end)


def words_before(lexer: Lexer, text: str, start: int) -> list[tuple[Sense, ...]]:
    """The senses of the words that lead to a place in a text, the nearest first."""
    found = []
    while word := _word_before(lexer, text, start, kinds.LEADING, near=False):
        start, senses = word
        found.append(senses)
    return found


def number_before(lexer: Lexer, text: str, position: int) -> Iterator[int]:
    """Where quantities begin that end at a place, the shortest first: what may be the lower end of a range."""
    for begin in range(position - 1, max(0, position - lexer.reach) - 1, -1):
        numeric = _numeric(lexer, text, begin + 1) and text[begin] != "%"
        if numeric and not _numeric(lexer, text, begin):
            yield begin


def leads_from(lexer: Lexer, text: str, position: int) -> bool:
    """Whether a word stands before a place that says where a change began: from 5 to 7."""
    end = len(text[:position].rstrip())
    return any(
        any(sense.kind == "from" for sense in lexer.known(text, begin, end))
        for begin in range(max(0, end - lexer.reach), end)
    )


def _from(lexer: Lexer, text: str, start: int, leading: frozenset[str]) -> int:
    start = _across(lexer, text, start, leading)
    near = True
    while word := _word_before(lexer, text, start, leading, near=near):
        start, near = word[0], not word[1]
    return start


def _across(lexer: Lexer, text: str, start: int, leading: frozenset[str]) -> int:
    """Where a word begins that goes on over the beginning of a figure: 不得低于, of which 低于95% is a part."""
    for begin in range(max(0, start - lexer.reach), start):
        for end in range(start + 1, min(len(text), begin + lexer.reach) + 1):
            if any(sense.kind in leading for sense in lexer.known(text, begin, end)):
                return begin
    return start


def _word_before(
    lexer: Lexer, text: str, position: int, leading: frozenset[str], *, near: bool
) -> tuple[int, tuple[Sense, ...]] | None:
    """The word that ends at a place, where it is of a kind that leads to what follows: its beginning and its senses.

    `near`: a number follows, so that one more digit belongs to it; it has no senses.
    """
    end = position
    while end and text[end - 1].isspace():
        end -= 1
    if text[end - 1 : end] in _OPENED and end:
        end, leading = end - 1, kinds.STRONG
    for begin in range(max(0, end - lexer.reach), end):
        senses = lexer.known(text, begin, end)
        if not senses:
            continue
        found = {sense.kind for sense in senses}
        if "opaque" in found:
            return None
        if found & leading and not _idle(found & leading, text, position, end):
            return begin, senses
        before = _word_before(lexer, text, begin, leading, near=False) if "joiner" in found else None
        if before and any(sense.kind == "numeral" for sense in before[1]):
            return begin, senses
        if not _numeric(lexer, text, end):
            return None
    return (end - 1, ()) if near and end == position and _numeric(lexer, text, end) else None


_OPENED = '（(“"‘「『【：:'
_CLOSED = '）)”"’」』】（('
"""Signs that do not keep a word from changing the number beside them: 约（980盏）, “980盏”以上."""


def _idle(found: frozenset[str] | set[str], text: str, position: int, end: int) -> bool:
    """Whether words of these kinds mean nothing here: a dash with a space behind it, 数 and 上 before digits."""
    if found <= {"minus", "plus"}:
        return end != position
    return found == {"vague_before"} and text[position : position + 1] not in numerals.SCALES


def _numeric(lexer: Lexer, text: str, end: int) -> bool:
    """Whether the character before a place is part of a number."""
    before = text[end - 1 : end]
    if before and before in "/×*·.点" and text[end : end + 1].isdigit():
        # 1/980, 3×980, .5 and 零点5 go on before the digit
        other = text[end - 2 : end - 1]
        return other.isdigit() or other in numerals.HAN or (before in ".·" and not other.strip("（( "))
    if before in (lexer.lexicon.decimal, lexer.lexicon.group) and not before.isspace():
        return text[end - 2 : end - 1].isdigit()
    return (
        before.isdigit()
        or before == "%"
        or (lexer.lexicon.numerals == "han" and before in numerals.HAN and before != "")
    )


def _to(lexer: Lexer, text: str, start: int, end: int) -> int:
    """Where the expression ends."""
    last: Token | None = None
    united = False
    tokens = list(_near(lexer, text, start, end))
    for place, token in enumerate(tokens):
        found = {sense.kind for sense in token.senses}
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.start >= end:
            unit = bool(found & _UNITS) and not united and last is not None
            joined = (
                bool(found & _JOINS)
                and following is not None
                and following.sense("unit", "number") is not None
            )
            number = bool(found & {"number", "tenths"}) and (token.apart or united)
            turns = lexer.lexicon.spaced and bool(found & {"up", "down"})
            tail = "unit_tail" in found and united and token.apart is lexer.lexicon.spaced
            if number or not (unit or joined or tail or turns or found & kinds.FOLLOWING):
                break
        end = max(end, token.end)
        united = united or bool(found & (_UNITS | {"percent"}))
        if found & _JOINS:
            united = False
        last = token
    return _behind_sign(lexer, text, end)


def _behind_sign(lexer: Lexer, text: str, end: int) -> int:
    """Where a word ends that changes the number across a bracket or a quotation mark; `end` where none does."""
    begin = end
    while begin < len(text) and begin < end + 2 and text[begin] in _CLOSED:
        begin += 1
    if begin == end:
        return end
    for last in range(min(len(text), begin + lexer.reach), begin, -1):
        if any(sense.kind == "after" for sense in lexer.known(text, begin, last)):
            return last
    return end


def _near(lexer: Lexer, text: str, start: int, end: int) -> list[Token]:
    """The words from a place on, as far as an expression may go."""
    found = []
    for token in lexer.scan(text[: end + 4 * lexer.reach], start):
        found.append(token)
        if token.start >= end and token.sense("unknown", "opaque"):
            break
    return found
