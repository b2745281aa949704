"""Reads a printed figure: 2.5万份以上, 不得低于95%, 40余万处, 三分之一, at least 50%, between 5 and 7 per cent.

The whole expression says the number: what stands before it (sign, direction, comparator, how exact), the number with
its multiple, its unit, and what stands behind. Every word of it is understood, or the figure is refused and the word
is named: nothing is guessed, and nothing is dropped.

Over (超过, more than) is strict, at least (以上, or more) includes the number, as in Chinese law (Civil Code, art. 1259).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction

from generator.core.codes import Comparator, Qualifier
from generator.core.figures.cursor import UnreadableError, counts
from generator.core.figures.extent import extent, leads_from, number_before, words_before
from generator.core.figures.lexicon import lexicon
from generator.core.figures.quantities import PERCENT, Quantities, Quantity
from generator.core.figures.tokens import Lexer, Token, any_of
from generator.core.values import FIRST_YEAR, HALF_WIDTH, LAST_YEAR, Refusal

GAP = "…"
"""Stands in a figure for words between its parts that are not cited: 至少…5000处."""

_KEPT = frozenset("～－（），＋−\u3000")
"""Signs that mean what they are in their wide form too."""

_WIDE = {wide: plain for wide, plain in HALF_WIDTH.items() if chr(wide) not in _KEPT}
_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
_NUMBERS = (
    "number",
    "numeral",
    "percent_before",
    "whole",
    "unreadable",
    "broken",
    "growth",
    "over_half",
    "fraction",
    "nothing",
)
"""Kinds of words that begin a number."""

_CHANGES = (
    *_NUMBERS,
    "before",
    "limit",
    "after",
    "up",
    "down",
    "negation",
    "minus",
    "top",
    "each",
    "per",
    "often",
)
"""Kinds of words that are, or change, a number."""

_OPENING = (
    "before",
    "limit",
    "up",
    "down",
    "negation",
    "minus",
    "plus",
    "within",
    "multiple",
    "number",
    "range",
    "to",
)
_UNITS = ("unit", "percent", "times", "often", "rank", "currency")
_CLOSING = (
    "after",
    "within",
    "multiple",
    "number",
    "percent",
    "negation",
    "before",
    "after_up",
    "after_down",
)
"""Kinds of words that a unit word may not begin, and not end with."""

_BEHIND_ONE = ("numeral", "fraction", "part", "multiple", "out_of")
"""What may stand behind an article that is a one: a third, a hundred, one in five."""

_EXACTNESS = {
    Comparator.GE: Qualifier.OVER,
    Comparator.GT: Qualifier.OVER,
    Comparator.LE: Qualifier.UNDER,
    Comparator.LT: Qualifier.UNDER,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a printed figure says, exactly.

    `value` in base units, shares in per cent, a fall below zero; `upper` the upper end of a range. `comparator` is what
    it asks for or claims. `qualifier` is how exact the number is: over where it claims at least or more than, under
    where it claims at most or less than, or prints 近. `unit` is the word printed as unit, `%` for every way to print
    per cent, empty where there is none. `half` is half a unit of the last printed place, which is how far the true
    value may lie from a rounded figure: 0.05 for 59.8%, 5000 for 572万, 0 for a number printed in full, like 1195户.
    `ranked`: it is a place in an order (第5名), not a count.
    """

    value: Fraction
    upper: Fraction | None
    qualifier: Qualifier
    comparator: Comparator
    unit: str
    half: Fraction = Fraction(0)
    ranked: bool = False

    @property
    def opposite(self) -> Figure:
        """The same said of the opposite number: a fall of 3 % or more is a change of -3 % or less."""
        return replace(
            self,
            value=-(self.value if self.upper is None else self.upper),
            upper=None if self.upper is None else -self.value,
            comparator=self.comparator.turned,
            qualifier=self.qualifier.turned,
        )

    @property
    def asked(self) -> Qualifier:
        """How exact the number of a target is: 余 and 以上 are what its comparator says."""
        said = self.comparator in _EXACTNESS and self.qualifier is not Qualifier.ABOUT
        return Qualifier.EXACT if said else self.qualifier


class FigureReader:
    """Reads the figures of documents in one language, with the unit words of one package.

    `language` is a tag such as `zh`, `en` or `kk`; `units` are the words with which documents print units, besides
    those of the language itself.
    """

    def __init__(self, language: str, units: Collection[str] = ()) -> None:
        self.language = language
        self.lexer = Lexer(lexicon(language), units)
        self._read: dict[str, Figure | Refusal] = {}

    def read(self, printed: str) -> Figure | Refusal:
        """The meaning of a printed figure, or why it cannot be read; the word that stands in the way is the detail.

        White space is set aside. Full-width digits are refused with the mended figure.
        """
        found = self._read.get(printed)
        if found is None:
            found = self._read[printed] = self._parse(printed)
        return found

    def whole(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The whole expression in a text that a figure found there is, or is only a part of.

        A figure of which a word is missing that changes nothing (完成980盏) is whole. One in words that is negated is
        not; nor one whose surroundings cannot be read.
        """
        read = self.read(text[start:end])
        ranked = isinstance(read, Figure) and (read.unit in ("", PERCENT) or self._ranks(read.unit))
        first, last = extent(self.lexer, text, start, end, ranked=ranked)
        last = self._range_end(text, start, last)
        first = self._range_start(text, first, start, last)
        around = self.read(text[first:last])
        if isinstance(read, Refusal):
            negated = any(
                sense.kind == "negation"
                for senses in words_before(self.lexer, text, start)
                for sense in senses
            )
            return (first, end) if negated or _mid_number(text, start, end) else (start, end)
        return (start, end) if read == around else (first, last)

    def counts(self, text: str) -> bool:
        """Whether a stretch of a text has a number in it, or a word that changes one."""
        return any(token.sense(*_CHANGES) is not None for token in self.lexer.scan(text, 0))

    def swallowed(self, unit: str) -> str:
        """The word at the edge of a unit word that would change the number beside it: 以上 in 盏以上, 万 in 万盏; empty
        where there is none.
        """
        tokens = Lexer(self.lexer.lexicon, ()).tokens(unit)
        edges = ((tokens[:1], _OPENING), (tokens[-1:], _CLOSING))
        if unit in self.lexer.lexicon.named_by_nothing or (len(tokens) == 1 and tokens[0].sense(*_UNITS)):
            return ""
        found = (token.text for edge, kinds in edges for token in edge if token.sense(*kinds))
        return next(found, "")

    def _ranks(self, unit: str) -> bool:
        return any(sense.kind == "rank" for sense in self.lexer.lexicon.words.get(unit, ()))

    def _range_start(self, text: str, first: int, start: int, end: int) -> int:
        """Where a range begins that ends with the figure; a change from one number to another is none."""
        connector = start
        for place in range(first, start):
            tokens = self.lexer.scan(text[:start], place)
            if (token := next(tokens, None)) and token.start == place and token.sense("range"):
                connector = place
                break
        else:
            return first
        low = len(text[:connector].rstrip())
        for begin in number_before(self.lexer, text, low):
            read = self.read(text[begin:end])
            if isinstance(read, Figure) and read.upper is not None:
                alone = leads_from(self.lexer, text, begin)
                return first if alone else extent(self.lexer, text, begin, end, ranked=False)[0]
        return first

    def _range_end(self, text: str, start: int, end: int) -> int:
        """Where a range ends that begins with the figure; 5盏到10月 is none, since it cannot be read as one."""
        tokens = self.lexer.scan(text[: end + 4 * self.lexer.reach], end)
        if (connector := next(tokens, None)) is None or not connector.sense("range"):
            return end
        upper = next(tokens, None)
        if upper is None or upper.apart != connector.apart:
            return end
        last = extent(self.lexer, text, upper.start, upper.end, ranked=False)[1]
        return last if isinstance(self.read(text[start:last]), Figure) else end

    def _parse(self, printed: str) -> Figure | Refusal:
        plain = printed.translate(_WIDE)
        if plain != printed:
            return Refusal("number-fullwidth", plain)
        try:
            return _Sentence(self.lexer.tokens(printed), printed).figure()
        except UnreadableError as stopped:
            return stopped.refusal


class _Sentence(Quantities):
    """One figure, read from its first word to its last.

    `direction` is -1 for a fall, 1 for a rise; `level` where a fall or rise leads to the number (下降到3%). `limit`
    where a ceiling is set (控制在3%). `order` is `top`
    for 前十位, `ordinal` for 第5名. `connector` is
    the word between the ends of a range that has one before it (between … and).
    """

    comparator: Comparator | None = None
    exactness = ""
    direction = 0
    level = False
    limit = False
    order = ""
    per = ""
    connector = ""

    def figure(self) -> Figure:
        unknown = [token.text for token in self.tokens if token.sense("unknown", "opaque")]
        if unknown:
            word = next((text for text in unknown if text.isalnum()), "")
            raise UnreadableError("figure-word" if word else "bad-figure", word or unknown[0])
        if (whole := self._single()) is not None:
            return whole
        self._before()
        if nothing := self.take("nothing"):
            return self._no_growth(nothing)
        low = self._growth() or self.quantity(known=bool(self.comparator or self.exactness))
        high = self.range_from(low, self.connector) or self.bounded_from(low)
        self._behind(high or low)
        if high is not None and low.unit != high.unit:
            low.unit, low.share = high.unit, high.share
        return self._said(low, high)

    def _single(self) -> Figure | None:
        """A figure that is one word: 首位, 每月."""
        if len(self.tokens) != 1:
            return None
        token = self.tokens[0]
        if sense := token.sense("first"):
            return Figure(Fraction(1), None, Qualifier.EXACT, Comparator.EQ, sense.value, ranked=True)
        if token.sense("often"):
            return Figure(Fraction(1), None, Qualifier.EXACT, Comparator.EQ, token.text)
        return None

    def _no_growth(self, word: Token) -> Figure:
        """零增长, which may follow words that change nothing."""
        if self.token is not None or self.comparator or self.exactness or self.direction or self.per:
            raise self.stuck()
        return Figure(Fraction(0), None, Qualifier.EXACT, Comparator.EQ, any_of(word, "nothing"))

    # -- before the number ---------------------------------------------------------------------------------------

    def _before(self) -> None:
        while (token := self.token) is not None:
            if token.sense("negation"):
                raise UnreadableError("figure-negated", token.text)
            if token.sense("vague_before") and counts(self.ahead()):
                raise UnreadableError("figure-vague", token.text)
            if self._begins_number(token):
                return
            if token.sense("currency"):
                self.currency = token.text
                self.position += 1
            elif not self._modifies(token):
                raise self.stuck()

    def _begins_number(self, token: Token) -> bool:
        following = self.ahead()
        if token.sense("article"):
            return following is None or following.sense(*_BEHIND_ONE) is not None
        if token.sense(*_NUMBERS):
            return True
        return token.sense("minus") is not None and counts(following) and self._touches(token)

    def _touches(self, sign: Token) -> bool:
        """A sign stands at its number; one in letters (minus) before it."""
        following = self.ahead()
        apart = sign.text.isalpha() or sign.text == "\u2212"
        return following is not None and (apart or not following.apart)

    def _modifies(self, token: Token) -> bool:
        """Takes a word that changes the number behind it, or that changes nothing; False where it is neither."""
        if sense := token.sense("before"):
            self._claim(sense.value, token.text)
        elif token.sense("limit"):
            self.limit = True
        elif sense := token.sense("up", "down"):
            self._direct(1 if sense.kind == "up" else -1, token.text)
        elif token.sense("level") or (token.sense("to") and self.direction):
            self.level = True
        elif sense := token.sense("top", "ordinal"):
            self.order = sense.kind
        elif sense := token.sense("between"):
            self.connector = sense.value
        elif token.sense("each"):
            return self._each()
        elif not self._adds(token):
            return False
        self.position += 1
        return True

    def _adds(self, token: Token) -> bool:
        """Takes a word that belongs to the unit, leaves a gap, or changes nothing."""
        if token.sense("per", "often"):
            self.per += token.text
            return True
        if token.sense("gap") and self.position:
            self.gaps += 1
            return True
        touching = token.sense("plus") and self._touches(token)
        return bool(
            token.sense("neutral", "to", "article") or touching or (token.sense("by") and self.direction)
        )

    def _each(self) -> bool:
        """每万人, 每百户: for how many of what."""
        start = self.position
        self.position += 1
        self.take("multiple", "number")
        if not self.take("unit"):
            raise self.stuck()
        self.per += self.since(start)
        return True

    def _direct(self, sign: int, word: str) -> None:
        # 降幅 and 下降幅度 say one fall; 增长下降 says two things.
        if self.direction not in (0, sign):
            raise UnreadableError("figure-contradiction", word)
        self.direction = sign

    def _claim(self, claim: str, word: str) -> None:
        """A comparator or a word for how exact the number is; two that say different things are a contradiction."""
        if claim in ("about", "under"):
            if self.exactness not in ("", claim) or (claim == "under" and self.comparator):
                raise UnreadableError("figure-contradiction", word)
            self.exactness = claim
        elif self.comparator not in (None, Comparator(claim)) or self.exactness == "under":
            raise UnreadableError("figure-contradiction", word)
        else:
            self.comparator = Comparator(claim)

    def _growth(self) -> Quantity | None:
        """翻一番, halved: growth by a multiple, in per cent; 过半, which is more than half."""
        if token := self.take("growth"):
            change: Fraction = any_of(token, "growth")
            self._direct(-1 if change < 0 else 1, token.text)
            return Quantity(abs(change), unit=PERCENT, share=Fraction(1), grain=Fraction(100))
        if token := self.take("over_half"):
            self._claim(Comparator.GT, token.text)
            share: Fraction = any_of(token, "over_half")
            return Quantity(100 * share, unit=PERCENT, share=Fraction(1), grain=Fraction(50))
        return None

    # -- behind the number ---------------------------------------------------------------------------------------

    def _behind(self, last: Quantity) -> None:
        while (token := self.token) is not None:
            if not last.unit and token.sense("percent", "unit", "times", "rank", "currency"):
                self.unit_of(last)
                continue
            if sense := token.sense("after"):
                self._claim(sense.value, token.text)
            elif not last.exactness and (sense := token.sense("within")):
                last.exactness = sense.value
            elif not self.direction and (sense := token.sense("after_up", "after_down", "up", "down")):
                self.direction = 1 if sense.kind.endswith("up") else -1
            elif token.sense("gap"):
                self.gaps += 1
            elif not token.sense("included"):
                raise self.stuck()
            self.position += 1

    # -- what it says --------------------------------------------------------------------------------------------

    def _said(self, low: Quantity, high: Quantity | None) -> Figure:
        ends = [low] if high is None else [low, high]
        falls = self.direction < 0 and not self.level
        for end in ends:
            if end.exactness:
                self._claim({"over": Comparator.GE}.get(end.exactness, end.exactness), self.printed)
            self._multiply_growth(end)
        if self.gaps > 1 or (falls and any(end.negative for end in ends)):
            raise UnreadableError("figure-contradiction", self.printed)
        unit = self._unit(ends[-1].unit)
        self._no_time(ends, unit)
        if self.order:
            return self._rank(ends, unit)
        found = self._one(low, unit) if high is None else self._two(low, high, unit)
        return found.opposite if falls else found

    def _multiply_growth(self, end: Quantity) -> None:
        """增长1倍 is a growth of 100 %; 增长到2倍 is twice as much. Where words differ about it, it is refused."""
        sense = next(
            (sense for token in self.tokens if token.text == end.unit and (sense := token.sense("times"))),
            None,
        )
        if sense is None or not self.direction or self.level:
            return
        if sense.value is None or self.direction < 0:
            raise UnreadableError("figure-contradiction", end.unit)
        end.unit, end.share = PERCENT, sense.value

    def _unit(self, unit: str) -> str:
        if self.currency and unit not in ("", self.currency):
            raise UnreadableError("figure-contradiction", unit)
        return self.per + (self.currency or unit)

    def _no_time(self, ends: list[Quantity], unit: str) -> None:
        """2023年 and 2021-2025 are times, not numbers of something."""
        years = all(end.number in _YEARS and end.factor == 1 and not end.places for end in ends)
        if years and (unit == "年" or (len(ends) > 1 and not unit)):
            raise UnreadableError("bad-figure", self.printed)

    def _rank(self, ends: list[Quantity], unit: str) -> Figure:
        """A place in an order: 第5名, 前十位. 第三季度 and 第15条 are no figures; 前10% is a share of an order."""
        top = self.order == "top"
        ranks = any(token.sense("rank") and token.text == unit for token in self.tokens)
        more = self.comparator or self.exactness or self.direction or self.limit or self.per
        if len(ends) > 1 or more or not (ranks or (top and unit in ("", PERCENT))):
            raise UnreadableError("bad-figure", self.printed)
        comparator = Comparator.LE if top else Comparator.EQ
        return Figure(ends[0].value, None, Qualifier.EXACT, comparator, unit, ends[0].half, ranked=True)

    def _one(self, read: Quantity, unit: str) -> Figure:
        if self.limit:
            self._claim(Comparator.LE, self.printed)
        comparator = self.comparator or Comparator.EQ
        said = Qualifier(self.exactness) if self.exactness else _EXACTNESS.get(comparator, Qualifier.EXACT)
        return Figure(read.value, None, said, comparator, unit, read.half)

    def _two(self, low: Quantity, high: Quantity, unit: str) -> Figure:
        # 控制在7-10处 is a range; 不低于7-10处 says two things.
        if self.comparator or self.exactness == "under" or low.value >= high.value:
            raise UnreadableError("figure-contradiction", self.printed)
        exact = Qualifier.ABOUT if self.exactness else Qualifier.EXACT
        return Figure(low.value, high.value, exact, Comparator.BETWEEN, unit, max(low.half, high.half))


def _mid_number(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text begins or ends inside a number."""
    edges = (text[start - 1 : start + 1], text[end - 1 : end + 1])
    return any(len(edge) > 1 and all(sign in "0123456789.," for sign in edge) for edge in edges)
