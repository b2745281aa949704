"""Whether a clause says that what its number counts has come about: words that call it a plan, or undone.

The lexers of these functions know the words of clauses too (`Lexicon.of_clauses`).
"""

from __future__ import annotations

from itertools import islice

from generator.core.figures import kinds
from generator.core.figures.edges import longest_before
from generator.core.figures.tokens import Lexer

_BEFORE = {False: 30, True: 60}
"""Characters before a number in which a word can say that it is planned, by whether words stand between spaces."""

_BEHIND = {False: 14, True: 40}
"""The same behind it."""

_NEAR = kinds.LEADING | {"link"}
"""Words between a number and a noun (目标) that calls it planned."""

_DEEDS = frozenset(("neutral", "deed", "up", "down", "to", "level", "reference"))
"""What is done, at the end of a clause that says that it was not: 980盏未按期完工."""

_PLANS = frozenset(("planned", "planned_near", "reference"))

_WITHIN_NUMBERS = ".,"
"""What may stand between the digits of a number."""

_AT_ONCE = 3
"""Characters between a word for undone and the end of its clause that cannot name what is counted (未就业毕业生)."""


def planned_before(lexer: Lexer, clause: str) -> str:
    """The word in the beginning of a clause that says that the number behind it is planned (计划, will); empty where
    none does.

    One that something is measured by says no such thing: 完成年度计划的98%.
    """
    position, near, spaced = len(clause), True, lexer.lexicon.spaced
    while position > max(0, len(clause) - _BEFORE[spaced]):
        if (word := longest_before(lexer, clause, position)) is None:
            near = near and clause[position - 1].isspace()
            position -= 1
            continue
        begin, found = word
        ends = spaced and "boundary" in found and position < len(clause.rstrip())
        if "already" in found or ends:
            return ""
        if "planned" in found or (near and "planned_near" in found):
            return "" if _carries(lexer, clause[:begin]) else clause[begin:position]
        near = near and bool(found & _NEAR)
        position = begin
    return ""


def planned_behind(lexer: Lexer, clause: str, rest: str) -> str:
    """The word in the rest of a clause that says that the number before it is planned (的目标, to be built); empty where
    none does. `clause` is what stands before the number.
    """
    if _carries(lexer, clause):
        return ""
    for token in lexer.scan(rest, 0):
        if (
            token.start > _BEHIND[lexer.lexicon.spaced]
            or token.sense("already", *kinds.NUMBERS)
            or token.only("boundary")
        ):
            return ""
        if token.sense("planned_behind") or (not lexer.lexicon.spaced and token.sense("planned")):
            return token.text
    return ""


def undone_behind(lexer: Lexer, rest: str) -> str:
    """The words in the rest of a clause that say that what the number before them counts did not come about (未完成, have
    not been built); empty where none do.

    Where words stand without spaces, they must end the clause: 980处不规范点位 and 未就业毕业生 say what is counted.
    """
    spaced = lexer.lexicon.spaced
    for token in lexer.scan(rest, 0):
        if (
            token.start > _BEHIND[spaced]
            or token.sense("already", *kinds.NUMBERS - {"fraction"})
            or (spaced and token.only("boundary"))
        ):
            return ""
        if token.sense("undone_whole") and not rest[token.end :].strip():
            return rest[token.start :]
        if not token.sense("undone"):
            continue
        if spaced:
            return token.text
        last = longest_before(lexer, rest, len(rest.rstrip()))
        done = last is not None and bool(last[1] & _DEEDS)
        attribute = "的" in rest[token.end :]
        if not attribute and (len(rest) - token.end <= _AT_ONCE or done):
            return rest[token.start :]
    return ""


def starting_point(lexer: Lexer, clause: str, rest: str) -> str:
    """The word beside a number from which something changed to another one, told behind it (由5%提高到7%, 5%升至7%);
    empty where none does.
    """
    if leads_on := _rises_at_once(lexer, rest):
        return leads_on
    position = len(clause.rstrip())
    word = longest_before(lexer, clause, position) if position else None
    if word is None or "from" not in word[1]:
        return ""
    turned = longest_before(lexer, clause, len(clause[: word[0]].rstrip())) if word[0] else None
    if turned and turned[1] & {"up", "down"}:
        return clause[turned[0] : position]
    for token in lexer.scan(rest, 0):
        if token.start > _BEHIND[lexer.lexicon.spaced] or token.only("boundary"):
            return ""
        if token.sense("to", "level", "limit", "range"):
            return clause[word[0] : position]
    return ""


def _rises_at_once(lexer: Lexer, rest: str) -> str:
    """The words at the very beginning of a rest that lead on to another number: 升至 in 5%升至7%; empty where none do."""
    words = list(islice(lexer.scan(rest, 0), 3))
    turned = bool(words) and words[0].sense("up", "down") is not None
    if turned and len(words) > 1 and words[1].sense("to"):
        led = words[1:]
    elif words and words[0].sense("level"):
        led = words
    else:
        return ""
    return rest[: led[0].end].strip() if len(led) > 1 and led[1].sense("number") else ""


def whole_of_a_part(lexer: Lexer, clause: str) -> str:
    """The number and the word before a number that say that only a part of it is told of (90 of 120, 5 % of 120, 1 in 120);
    empty where none do.
    """
    position = len(clause.rstrip())
    word = longest_before(lexer, clause, position) if position else None
    if word is None or not word[1] & {"partitive", "out_of"}:
        return ""
    number = longest_before(lexer, clause, len(clause[: word[0]].rstrip()))
    if number is None or not number[1] & (kinds.NUMBERS | {"percent", "part"}):
        return ""
    begin = number[0]
    while begin and (clause[begin - 1].isdecimal() or clause[begin - 1] in _WITHIN_NUMBERS):
        begin -= 1
    return clause[begin:position].lstrip(_WITHIN_NUMBERS)


def share_of_a_share(lexer: Lexer, rest: str) -> str:
    """The words behind a number that say of which share it is one, or that only a share of it is told of (half of 5%,
    980盏的5%, 980盏中的120盏); empty where none do.
    """
    words = lexer.scan(rest, 0)
    if (first := next(words, None)) is None or not first.sense("partitive"):
        return ""
    for token in words:
        if token.sense("percent") or (first.sense("among") and token.sense("number")):
            return rest[first.start : token.end]
        if not token.sense(*kinds.NUMBERS, "article", "before"):
            break
    return ""


def _carries(lexer: Lexer, clause: str) -> bool:
    """Whether a clause ends with a verb whose object is a plan that was carried out, or by which something is measured."""
    position = len(clause.rstrip())
    while (word := longest_before(lexer, clause, position)) is not None:
        if "carries" in word[1]:
            return True
        if not word[1] & _PLANS:
            return False
        position = len(clause[: word[0]].rstrip())
    return False
