"""Reads a printed figure: 2.5万份以上, 不得低于95%, 40余万处, 三分之一, at least 50%, between 5 and 7 per cent.

The whole expression says the number: what stands before it (sign, direction, comparator, how exact), the number with
its multiple, its unit, and what stands behind. Every word of it is understood, or the figure is refused and the word
is named: nothing is guessed, and nothing is dropped.

Over (超过, more than) is strict, at least (以上, or more) includes the number, as in Chinese law (Civil Code, art. 1259).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from generator.core.codes import Comparator, Qualifier
from generator.core.figures import kinds
from generator.core.figures.cursor import UnreadableError, counts
from generator.core.figures.figure import EXACTNESS, Figure
from generator.core.figures.quantities import PERCENT, Quantities, Quantity
from generator.core.figures.tokens import Token, any_of
from generator.core.values import FIRST_YEAR, LAST_YEAR

_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
_YEARS_OF_PLANS = range(1949, LAST_YEAR + 1)
"""What two numbers without a unit may be, so that they are years: 2021-2025, but 1800-1900 of something."""
_FIRST_WIDE = "\u2e80"
"""From here on words stand without spaces."""

_OPENING, _CLOSING = "(（", ")）"
_JOINING = frozenset(f"{_OPENING}{_CLOSING}/·")
"""Signs between the parts of a unit."""

_LINKS = ("link", "before", "to", "article", "reference")
"""What may stand between a number and the word that says that it is another one."""

_HOW_OFTEN = ("often", "unit_tail", "distributing", "each")
"""What says behind a unit that there is as much each time, or of each."""

_BEHIND_ONE = ("numeral", "fraction", "part", "multiple", "out_of")
"""What may stand behind an article that is a one: a third, a hundred, one in five."""


class Sentence(Quantities):
    """One figure, read from its first word to its last.

    `direction` is -1 for a fall, 1 for a rise; `level` where a fall or rise leads to the number (下降到3%). `limit`
    where a ceiling is set (控制在3%). `aside`: a word says that it is another number than the plain one; `alike` is the
    word that says that each one is as much. `order` is `top`
    for 前十位, `ordinal` for 第5名. `connector` is
    the word between the ends of a range that has one before it (between … and).
    """

    comparator: Comparator | None = None
    exactness = ""
    direction = 0
    level = False
    limit = False
    by = False
    order = ""
    per = ""
    aside = False
    alike = ""

    def figure(self) -> Figure:
        unknown = [
            at
            for at, token in enumerate(self.tokens)
            if token.sense("unknown", "opaque") or token.only("boundary")
        ]
        if unknown:
            texts = [self.tokens[at].text for at in unknown]
            word = self._unit_around(unknown[0]) or next((text for text in texts if text.isalnum()), "")
            raise UnreadableError("figure-word" if word else "bad-figure", word or texts[0])
        if (whole := self._single()) is not None:
            return whole
        self._before()
        if nothing := self.take("nothing"):
            return self._no_growth(nothing)
        low = self._growth() or self.quantity(known=bool(self.comparator or self.exactness))
        high = self.range_from(low, self.connector) or self.bounded_from(low)
        led = self.by or self.connector
        if (
            high is not None
            and self.direction
            and max(self.joined) < _FIRST_WIDE
            and self.joined.isalpha()
            and not led
        ):
            # rose 5 to 10: from one to the other, or by one or the other?
            raise UnreadableError("bad-figure", self.printed)
        self._behind(high or low, ranges=high is not None)
        if high is not None and low.unit != high.unit:
            low.unit, low.share = high.unit, high.share
        return self._said(low, high)

    def _unit_around(self, at: int) -> str:
        """The whole unit behind a number that a word which is not known is only a part of: dB(A), 元/(人·年), CO2e; empty
        where it is part of none.
        """
        first = last = at
        while first and self._joined(first - 1):
            first -= 1
        while last + 1 < len(self.tokens) and self._joined(last):
            last += 1
        named = _is_name(self.tokens[first]) and first < last
        counted = first > 0 and self.tokens[first - 1].sense(*kinds.NUMBERS, *kinds.UNITS, "multiple")
        unit = self.printed[self.tokens[first].start : self.tokens[last].end]
        whole = sum(map(unit.count, _OPENING)) == sum(map(unit.count, _CLOSING))
        return unit if named and counted and whole else ""

    def _joined(self, at: int) -> bool:
        """Whether a word and the one behind it are of one unit: they touch, and one is a sign that joins units, or both are
        letters, or letters and a digit behind them.
        """
        one, other = self.tokens[at : at + 2]
        if one.end < other.start:
            return False
        if one.text in _JOINING or other.text in _JOINING:
            if one.text in _CLOSING:
                return other.text in _JOINING
            return all(token.text in _JOINING or _is_name(token) for token in (one, other))
        before = self.tokens[at - 1] if at else None
        if _has_latin(one):
            return _has_latin(other) or bool(other.sense("number"))
        return bool(one.sense("number") and before and before.end == one.start and _has_latin(before)) and (
            _has_latin(other)
        )

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
            return following is not None and following.sense(*_BEHIND_ONE) is not None
        if token.sense(*kinds.NUMBERS):
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
            if (
                self.direction
                and not self.by
                and token.sense("position", "position_down" if self.direction < 0 else "position")
            ):
                # fell below 5 %: a level, or how far it fell?
                raise UnreadableError("figure-contradiction", token.text)
            self._claim(sense.value, token.text)
        elif token.sense("limit"):
            self.limit = True
        elif sense := token.sense("up", "down"):
            self._direct(1 if sense.kind == "up" else -1, token.text)
        elif token.sense("level") or (token.sense("to") and self.direction):
            self.level = True
        elif sense := token.sense("top", "ordinal"):
            self.order = sense.kind
        elif (sense := token.sense("between")) and (
            not token.sense("neutral") or self._leads_range(sense.value)
        ):
            self.connector = sense.value
        elif token.sense("each"):
            return self._each()
        elif not self._adds(token):
            return False
        self.position += 1
        return True

    def _adds(self, token: Token) -> bool:
        """Takes a word that belongs to the unit, leaves a gap, or changes nothing."""
        if token.sense("per", "distributing", "often"):
            self.per += token.text
            return True
        if token.sense("aside", "alike"):
            self.aside = self.aside or self._leads_at_once()
            self.alike = token.text if token.sense("alike") else self.alike
            return True
        if token.sense("gap") and self.position:
            self.gaps += 1
            return True
        touching = token.sense("plus") and self._touches(token)
        if token.sense("by") and self.direction:
            self.by = True
            return True
        # 超过目标3个百分点 says how far from it
        bounded = self.comparator or self.exactness or self.direction or self.limit
        if token.sense("reference") or (token.sense("position") and self.direction and not self.by):
            return not bounded
        apart = token.sense("article") and (following := self.ahead()) is not None and following.apart
        return bool(touching or apart or token.sense("neutral", "to", "deed"))

    def _leads_at_once(self) -> bool:
        """Whether the next word is an aside, and nothing but words that mean nothing, or bound it, stand between this
        word and the number: 提前完成980盏 is no number of days by which it was early.
        """
        place, token = 1, self.token
        if token is None or not token.sense("aside"):
            return False
        while (token := self.ahead(place)) is not None and token.sense(*_LINKS) and not counts(token):
            place += 1
        return token is not None and token.sense("minus", "currency", *kinds.NUMBERS) is not None

    def _leads_range(self, connector: str) -> bool:
        """Whether the word that joins the ends of a range stands further on: of de 5 à 7 %, not of de 5 %."""
        return any(token.text.casefold() == connector for token in self.tokens[self.position + 1 :])

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
        # 增长下降 says two things, and so does 少减.
        if self.direction:
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

    def _behind(self, last: Quantity, *, ranges: bool) -> None:
        while (token := self.token) is not None:
            if not last.unit and token.sense("percent", "unit", "times", "rank", "currency"):
                self.unit_of(last)
                continue
            if sense := token.sense("after"):
                self._claim(sense.value, token.text)
            elif not last.exactness and (sense := token.sense("within")):
                last.exactness = sense.value
            elif (
                not self.direction
                and last.unit
                and (sense := token.sense("after_up", "after_down", "closing_down", "up", "down"))
            ):
                self.direction = 1 if sense.kind.endswith("up") else -1
            elif token.sense("gap"):
                self.gaps += 1
            elif self.ahead() is None and (sense := token.sense("closing")):
                self._claim(sense.value, token.text)
            elif token.sense("aside_after"):
                self.aside = True
            elif not (token.sense("included") or (ranges and token.sense("amid"))):
                raise self._repeated(last.unit) if last.unit and token.sense(*_HOW_OFTEN) else self.stuck()
            self.position += 1

    def _repeated(self, unit: str) -> UnreadableError:
        """A word for how often it is so makes another unit of the one before it, 2 400 complaints a year: the whole is what
        a package has to know as one.
        """
        before = self.tokens[self.position - 1]
        begin = self.printed.rfind(unit, 0, before.end)
        self.position += 1
        self.take("unit")
        end = self.tokens[self.position - 1].end
        return UnreadableError("figure-word", self.printed[begin if begin >= 0 else before.start : end])

    # -- what it says --------------------------------------------------------------------------------------------

    def _said(self, low: Quantity, high: Quantity | None) -> Figure:
        ends = [low] if high is None else [low, high]
        falls = self.direction < 0 and not self.level
        if falls and self.limit:
            raise UnreadableError("figure-contradiction", self.printed)
        for end in ends:
            if end.exactness:
                self._claim({"over": Comparator.GE}.get(end.exactness, end.exactness), self.printed)
            self._multiply_growth(end)
        if self.gaps > 1 or (falls and any(end.negative for end in ends)):
            raise UnreadableError("figure-contradiction", self.printed)
        unit = self._unit(ends[-1].unit)
        if self.alike and unit != PERCENT:
            unit = self.alike + unit
        self._no_time(ends, unit)
        if self.order:
            return self._rank(ends, unit)
        found = self._one(low, unit) if high is None else self._two(low, high, unit)
        found = replace(found, aside=self.aside)
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
        years = _YEARS if unit == "年" else _YEARS_OF_PLANS
        whole = all(end.number in years and end.factor == 1 and not end.places for end in ends)
        if whole and (unit == "年" or (len(ends) > 1 and not unit)):
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
        said = Qualifier(self.exactness) if self.exactness else EXACTNESS.get(comparator, Qualifier.EXACT)
        inside = read.exactness == Qualifier.OVER
        return Figure(read.value, None, said, comparator, unit, read.half, inside=inside)

    def _two(self, low: Quantity, high: Quantity, unit: str) -> Figure:
        # 控制在7-10处 is a range; 不低于7-10处 says two things.
        if self.comparator or self.exactness == "under" or low.value >= high.value:
            raise UnreadableError("figure-contradiction", self.printed)
        exact = Qualifier.ABOUT if self.exactness else Qualifier.EXACT
        return Figure(low.value, high.value, exact, Comparator.BETWEEN, unit, max(low.half, high.half))


def _has_latin(token: Token) -> bool:
    """Whether a word is of letters that go on into digits, as in CO2."""
    return token.text.isascii() and token.text.isalpha()


def _is_name(token: Token) -> bool:
    """Whether a word can be a part of a unit."""
    return token.text.isalnum() and bool(token.sense("unit", "unknown") or _has_latin(token))
