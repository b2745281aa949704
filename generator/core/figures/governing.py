"""Words that govern a number although others stand between: 至少新建 in 至少新建路灯980盏."""

from __future__ import annotations

from generator.core.figures import kinds
from generator.core.figures.edges import closes, ends_date, longest_before
from generator.core.figures.extent import each_before, word_before
from generator.core.figures.tokens import Lexer

_REACH = 14
"""Characters between a number and a word that still governs it."""

_FAR_REACH = {False: 14, True: 40}
"""The same for a word that governs across others, by whether words stand between spaces, where they are longer."""

_ENDS = (kinds.NUMBERS - {"fraction"}) | {"boundary", "from"}
"""Behind them something new begins."""

_SPACED, _UNSPACED = frozenset(("negation",)), frozenset(("limit", "down", "negation", "often"))
"""What changes a number from afar where words stand between spaces (over, up to and the like mostly belong to other
words there), and where they don't.
"""


def word_further_off(lexer: Lexer, clause: str, *, difference: bool = False) -> tuple[int, int] | None:
    """From where to where in the beginning of a clause the words stand that govern the number behind it, other words
    between them: 至少新建 in 至少新建路灯980盏; None where none do.

    The nearest verb governs, with what stands before it; a word that tells of each one, or sets a bound, does so across it too.
    Another number, or a word that begins something new, ends the search. So does a distance at which nobody can tell.
    An attribute says what is counted (未达标的用户1200户). Of a `difference` (3个百分点) a word for below says which
    way it goes.
    """
    position, passed, verb = len(clause), 0, False
    while position > 0 and passed <= _FAR_REACH[lexer.lexicon.spaced]:
        word = longest_before(lexer, clause, position)
        if word is None:
            position, passed = position - 1, passed + 1
            continue
        begin, found = word
        if found & _ENDS:
            return None
        length = position - begin
        alone = length == 1 and not lexer.lexicon.spaced
        if ends_date(clause, begin, found):
            return None
        if (found & kinds.FAR or (difference and "position_down" in found)) and not alone:
            return begin, position
        if "unit" in found and (each := each_before(lexer, clause, begin)) is not None:
            return each, position
        governs = found & (kinds.GOVERNING | {"often"}) and not alone and "opaque" not in found
        if (
            governs
            and not verb
            and 0 < passed <= _REACH
            and (words := _with_leaders(lexer, clause, begin, position))
        ):
            return words
        verb = verb or bool(governs)
        position, passed = begin, passed + length
    return None


def fall_further_off(lexer: Lexer, clause: str) -> tuple[int, int] | None:
    """From where to where in the beginning of a clause the noun stands that calls the number behind it a fall, where it is
    tied to it (a reduction in emissions of 5%); None where none does.

    The lexer knows the words of clauses too (`Lexicon.of_clauses`).
    """
    position = len(clause.rstrip())
    tie = longest_before(lexer, clause, position) if position else None
    if tie is None or "by" not in tie[1]:
        return None
    position = tie[0]
    while position > max(0, len(clause) - _FAR_REACH[True]):
        if (word := longest_before(lexer, clause, position)) is None:
            position -= 1
            continue
        if word[1] & (_ENDS | {"up", "after_up"}):
            return None
        if "falls" in word[1]:
            return word[0], position
        position = word[0]
    return None


def word_further_behind(lexer: Lexer, rest: str) -> str:
    """The word at the end of a clause that bounds the number before it, with what is counted between them: 以上 in
    980盏路灯以上; empty where there is none.
    """
    if lexer.lexicon.spaced:
        return ""
    for token in lexer.scan(rest[: _BEHIND + lexer.reach], 0):
        if token.start > _BEHIND or token.sense(*_ENDS) or not token.text.isalpha():
            return ""
        if token.start and token.sense("after") and len(token.text) > 1 and closes(rest, token.end):
            return token.text
    return ""


_BEHIND = 8
"""Characters between a number and a word behind them that still bounds it."""


def _with_leaders(lexer: Lexer, clause: str, begin: int, end: int) -> tuple[int, int] | None:
    """The words that lead to one that governs, together with it, where one of them changes a number.

    How exact a number is, and what bounds it, is said before a verb (至少新建); before anything else it is an attribute
    (最低生活保障家庭980户).
    """
    spaced = lexer.lexicon.spaced
    changes = _SPACED if spaced else _UNSPACED
    nearest = longest_before(lexer, clause, end)
    found = bool(nearest and nearest[1] & changes)
    while word := word_before(lexer, clause, begin, kinds.LEADING, near=False):
        begin = word[0]
        found = found or any(
            sense.kind in changes or (sense.kind == "before" and not spaced) for sense in word[1]
        )
    return (begin, end) if found else None
