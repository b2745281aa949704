"""How far a figure goes in a text: all that touches it and changes its number, sign, exactness, comparator or unit."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile

from generator.core.figures import kinds, numerals
from generator.core.figures.compounds import end_of_smaller, start_of_larger
from generator.core.figures.edges import closes, ends_date, is_numeric, is_reckoned
from generator.core.figures.lexicon import Sense
from generator.core.figures.tokens import Lexer, Token

_UNITS = kinds.UNITS - {"percent"}
_TIMES = ("often", "distributing", "each", "per_unit", "unit_tail")
_ONE = "一"
_AHEAD = 3
"""Words that are looked at together: one, and what may go on behind it."""

_JOINS = frozenset(("slash", "per_unit", "ratio"))


def extent(lexer: Lexer, text: str, start: int, end: int, *, ranked: bool) -> tuple[int, int]:
    """From the first to behind the last character of the expression that a stretch of a text is part of.

    `ranked`: the number can be a place in an order.
    """
    before = kinds.LEADING | (kinds.ORDER if ranked else {"top"})
    larger = start_of_larger(lexer, text, start, end)
    return _from(lexer, text, larger, before), end_of(lexer, text, start, end)


def words_before(lexer: Lexer, text: str, start: int) -> list[tuple[Sense, ...]]:
    """The senses of the words that lead to a place in a text, the nearest first."""
    found = []
    while word := word_before(lexer, text, start, kinds.LEADING, near=False):
        start, senses = word
        found.append(senses)
    return found


def number_before(lexer: Lexer, text: str, position: int) -> Iterator[int]:
    """Where quantities begin that end at a place, the shortest first: what may be the lower end of a range."""
    for begin in range(position - 1, max(0, position - lexer.reach) - 1, -1):
        numeric = is_numeric(lexer, text, begin + 1) and text[begin] != "%"
        if numeric and not is_numeric(lexer, text, begin):
            yield begin


def leads_from(lexer: Lexer, text: str, position: int) -> bool:
    """Whether a word stands before a place that says where a change began: from 5 to 7."""
    end = len(text[:position].rstrip())
    return any(sense.kind == "from" for _, senses in lexer.ending(text, end) for sense in senses)


def _from(lexer: Lexer, text: str, start: int, leading: frozenset[str]) -> int:
    start = _across(lexer, text, start, leading)
    near = True
    while word := word_before(lexer, text, start, leading, near=near):
        start, near = word[0], not word[1]
    return start


def _across(lexer: Lexer, text: str, start: int, leading: frozenset[str]) -> int:
    """Where a word begins that goes on over the beginning of a figure: 不得低于, of which 低于95% is a part."""
    leading = leading | {"over_half", "vague"}
    for begin in range(max(0, start - lexer.reach), start):
        for end, senses in lexer.beginning(text, begin):
            if end > start and any(sense.kind in leading for sense in senses):
                return begin
    return start


def word_before(
    lexer: Lexer, text: str, position: int, leading: frozenset[str], *, near: bool
) -> tuple[int, tuple[Sense, ...]] | None:
    """The word that ends at a place, where it is of a kind that leads to what follows: its beginning and its senses.

    `near`: a number follows, so that one more digit, or a sign that reckons with it, belongs to it; those have no senses.
    """
    end = len(text[:position].rstrip())
    touches = near and end == position
    if near and is_reckoned(text, end):
        return end - 1, ()
    if (before := _before_signs(text, end)) < end:
        end, leading = before, kinds.STRONG
    elif near and text[end - 1 : end] == "、" and lexer.known(text, end - 1, end) == ():
        # 同比下降、3% is misprinted; 新增、改造980盏 is no fall.
        end, leading = end - 1, frozenset(("down", "negation"))
    for begin, senses in lexer.ending(text, end):
        found = {sense.kind for sense in senses}
        if "opaque" in found or ends_date(text, begin, found):
            return None
        if _leads(lexer, text, (begin, end, position), found, leading):
            return begin, senses
        if "unit" in found and near and (each := each_before(lexer, text, begin)) is not None:
            return each, lexer.known(text, each, begin)
        # 的下降 stands behind a number; before one its 下降 leads to it.
        if not found <= _BEHIND and not is_numeric(lexer, text, end):
            return None
    return (end - 1, ()) if touches and end == position and is_numeric(lexer, text, end) else None


def _before_signs(text: str, end: int) -> int:
    """Where the word ends before brackets, quotation marks or a colon that end at a place."""
    while end and text[end - 1] in _OPENED:
        end = len(text[: end - 1].rstrip())
    return end


def _leads(
    lexer: Lexer, text: str, word: tuple[int, int, int], found: set[str], leading: frozenset[str]
) -> bool:
    """Whether a word of some kinds leads to a number; `word` is where it begins and ends, and where the number begins."""
    begin, end, position = word
    following = next(lexer.scan(text, position), None) if "joiner" in found else None
    if following is not None and following.sense("numeral", "number"):
        before = word_before(lexer, text, begin, leading, near=False)
        if before and any(sense.kind == "numeral" for sense in before[1]):
            return True
    if not found & leading:
        return False
    if not _idle(found & leading, text, position, end):
        return True
    # 增速为 - 3.2%
    return bool(found & _SIGNS and word_before(lexer, text, begin, kinds.LEADING, near=False))


def each_before(lexer: Lexer, text: str, end: int) -> int | None:
    """Where a word begins that ends at a place and says that a unit behind it is one of those by which is counted:
    每吨980元; None where none does.
    """
    words = lexer.ending(text, end)
    return next(
        (begin for begin, senses in words if any(sense.kind == "each" for sense in senses)),
        None,
    )


_BEHIND = frozenset(("after", "after_up", "after_down"))
_SIGNS = frozenset(("minus", "plus"))

_OPENED = '（([“"‘「『【«„：:'
_CLOSED = '）)]”"’」』】（('
"""Signs that do not keep a word from changing the number beside them: 约（980盏）, “980盏”以上."""


def _idle(found: frozenset[str] | set[str], text: str, position: int, end: int) -> bool:
    """Whether words of these kinds mean nothing here: a dash with a space behind it, 数 and 上 before digits."""
    if found <= _SIGNS:
        return end != position and not text[end - 1].isalpha() and text[end - 1] != "\u2212"
    return found == {"vague_before"} and text[position : position + 1] not in numerals.SCALES


def end_of(lexer: Lexer, text: str, start: int, end: int) -> int:
    """Where the expression ends that a stretch of a text is part of."""
    last: Token | None = None
    united = False
    words = _near(lexer, text, start, end)
    ahead = deque(islice(words, _AHEAD))
    while ahead:
        token = ahead[0]
        found = {sense.kind for sense in token.senses}
        following = ahead[1] if len(ahead) > 1 else None
        if token.start >= end:
            unit = bool(found & _UNITS) and not united and last is not None
            joined = (
                bool(found & _JOINS)
                and following is not None
                and following.sense("unit", "number", "broken") is not None
            )
            number = bool(found & {"number", "tenths"}) and (token.apart or united)
            if number and not token.apart:
                ahead.extend(words)
                if (more := _without_unit(lexer, text, ahead)) is not None:
                    return more
            turns = lexer.lexicon.spaced and bool(found & {"up", "down"})
            tail = "unit_tail" in found and united and token.apart is lexer.lexicon.spaced
            last_word = bool(found & kinds.LAST) and last is not None and closes(text, token.end)
            money = "money" in found and last is not None and not token.apart and last.end == token.start
            if united and last and (more := _more(lexer, text, last, [*islice(ahead, _AHEAD)])) is not None:
                return more
            if number or not (
                unit or joined or tail or turns or last_word or money or found & kinds.FOLLOWING
            ):
                break
        end = max(end, token.end)
        united = united or bool(found & (_UNITS | {"percent"}))
        if found & (_JOINS | {"and_half"}):
            united = False
        last = token
        ahead.popleft()
        ahead.extend(islice(words, 1))
    return _behind_sign(lexer, text, end)


def _without_unit(lexer: Lexer, text: str, following: Iterable[Token]) -> int | None:
    """Where digits end that go on behind a unit and have none themselves: 3米5 is three and a half metres; None where a
    unit follows them.
    """
    digits = list(takewhile(lambda token: token.sense("number", "multiple"), following))
    ends = bool(digits) and not lexer.lexicon.spaced and closes(text, digits[-1].end)
    return digits[-1].end if ends else None


def _more(lexer: Lexer, text: str, unit: Token, following: list[Token]) -> int | None:
    """Where a quantity ends that goes on behind its unit with another one: 3小时20分钟, 980元每吨; None where none does."""
    each, *others = following
    closed = bool(others) and closes(text, others[0].end)
    if closed and each.sense("each", "article") and others[0].sense("unit"):
        return others[0].end
    if closed and each.text == _ONE and others[0].sense("time") and not unit.sense("time"):
        return others[0].end
    return end_of_smaller(lexer, unit, following)


def _behind_sign(lexer: Lexer, text: str, end: int) -> int:
    """Where a word ends that changes the number across a bracket or a quotation mark; `end` where none does."""
    if (bracketed := _bracketed(lexer, text, end)) is not None:
        return bracketed
    begin = end
    while begin < len(text) and begin < end + 2 and text[begin] in _CLOSED:
        begin += 1
    if begin == end:
        return end
    words = lexer.beginning(text, begin)
    return next((last for last, senses in words if any(sense.kind in _BEHIND for sense in senses)), end)


def _bracketed(lexer: Lexer, text: str, end: int) -> int | None:
    """Where a bracket behind a place ends that says how often or by what is counted: 980吨(每日); None where none does."""
    bracket = end + (text[end : end + 1] == " ")
    closing = {"(": ")", "（": "）"}.get(text[bracket : bracket + 1], "\0")
    close = text.find(closing, bracket, end + lexer.reach + 1)
    if close < 0:
        return None
    inside = [{sense.kind for sense in token.senses} for token in lexer.tokens(text[bracket + 1 : close])]
    counted = all(found & {*_TIMES, "time", "unit"} for found in inside)
    return close + 1 if counted and any(found & {*_TIMES, "time"} for found in inside) else None


def _near(lexer: Lexer, text: str, start: int, end: int) -> Iterator[Token]:
    """The words from a place on, as far as an expression may go."""
    for token in lexer.scan(text[: end + 4 * lexer.reach], start):
        yield token
        if token.start >= end and (token.sense("unknown", "opaque") or token.only("boundary")):
            break
