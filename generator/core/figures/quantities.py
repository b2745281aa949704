"""Numbers with their multiple and their unit: 2.5万份, 三分之一, 八成五, half a million, £3bn, 5 to 7 per cent."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from generator.core.figures.cursor import Cursor, UnreadableError, counts
from generator.core.figures.numerals import read_words
from generator.core.figures.tokens import Number, Token, any_of

PERCENT = "%"
_TEN, _HUNDRED, _THOUSAND = Fraction(10), Fraction(100), 1000
_ONE = Fraction(1)
_UNITS = ("percent", "unit", "times", "rank", "currency")


@dataclass(slots=True)
class Quantity:
    """A number before it is known what it is for: `number` times `factor` (its multiple) times `share`.

    `share` is what one of it is in per cent, None where it is no share; `worded` where a word before the number says
    so (百分之五). `exactness` is what 余 and the like say. `grain`: its last printed place, where digits don't tell.
    """

    number: Fraction
    places: int = 0
    factor: Fraction = _ONE
    unit: str = ""
    share: Fraction | None = None
    worded: bool = False
    exactness: str = ""
    negative: bool = False
    grain: Fraction | None = None

    @property
    def value(self) -> Fraction:
        """In base units, a share in per cent."""
        sign = -1 if self.negative else 1
        return sign * self.number * self.factor * (self.share or _ONE)

    @property
    def half(self) -> Fraction:
        """Half a unit of the last printed place; 0 for a number printed in full."""
        if self.grain is not None:
            return self.grain / 2
        if not self.places and self.factor == 1 and self.share is None:
            return Fraction(0)
        return self.factor * (self.share or _ONE) * Fraction(1, 2 * 10**self.places)


class Quantities(Cursor):
    """Reads quantities where they begin. `currency` is what stood before the number, empty where nothing did; `gaps`
    are the places where words are left out.
    """

    currency = ""
    connector = ""
    joined = ""
    gaps = 0

    def quantity(self, *, known: bool = False) -> Quantity:
        """The quantity that begins here. `known`: a word before it says how exact it is, so 百 alone is a number."""
        negative = self.take("minus") is not None
        if currency := self.take("currency"):
            if self.currency not in ("", currency.text):
                raise UnreadableError("figure-contradiction", currency.text)
            self.currency = currency.text
        read = self._share() or self._counted(known=known)
        read.negative = negative
        return read

    def range_from(self, low: Quantity, connector: str) -> Quantity | None:
        """The upper end of a range that begins with `low`, None where it is none; `connector` is its word, if it must be one.

        A multiple or a unit that only the upper end has holds for both: 2至3万户, 12-15%; but 5000至1万 is what it says.
        """
        token, following = self.token, self.ahead()
        if token is None or not (token.text.casefold() == connector if connector else token.sense("range")):
            if connector:
                raise self.stuck()
            return None
        signed = following is not None and following.sense("minus") and counts(self.ahead(2))
        if not (counts(following) or signed or self._is(following, "article")):
            return None
        self.position += 1
        self.joined = token.text
        high = self.quantity()
        if _half_said(low, high):
            raise UnreadableError("bad-figure", self.printed)
        if not low.unit and low.factor == 1 and high.factor > 1 and low.number < high.number:
            low.factor = high.factor
        if low.share is None and not low.unit:
            low.share, low.unit = high.share, high.unit
        elif low.worded and high.share is None and not high.unit:
            high.share, high.unit = low.share, low.unit
        if low.unit != high.unit:
            raise UnreadableError("figure-contradiction", low.unit or high.unit)
        return high

    def bounded_from(self, low: Quantity) -> Quantity | None:
        """The upper end of 五千元以上五万元以下, None where it is none."""
        if any_of(self.token, "after") != "ge" or not counts(self.ahead()):
            return None
        self.position += 1
        high = self.quantity()
        if low.unit != high.unit or any_of(self.take("after"), "after") != "le":
            raise self.stuck()
        return high

    def unit_of(self, quantity: Quantity) -> None:
        """Take the unit that stands here: %, 平方米, 吨/日, litres per day."""
        if token := self.take("percent"):
            quantity.unit, quantity.share = PERCENT, any_of(token, "percent")
            return
        start = self.position
        if not self.take(*_UNITS):
            return
        if not self._apart():
            self.take("unit_tail")
        while (token := self.token) and token.sense("slash", "per_unit") and self._is(self.ahead(), "unit"):
            self.position += 2
        quantity.unit = self.since(start)

    # -- shares --------------------------------------------------------------------------------------------------

    def _share(self) -> Quantity | None:
        """A share of a whole in words."""
        if token := self.take("whole"):
            return self._percent(any_of(token, "whole"), _ONE)
        if token := self.take("fraction"):
            return self._fraction(any_of(token, "fraction"))
        if token := self.take("percent_before"):
            number = self._number()
            return Quantity(
                number.value,
                number.places,
                unit=PERCENT,
                share=any_of(token, "percent_before"),
                worded=True,
                exactness=self._within(),
            )
        return None

    def _percent(self, value: Fraction, grain: Fraction) -> Quantity:
        return Quantity(value, unit=PERCENT, share=_ONE, exactness=self._within(), grain=grain)

    def _of_whole(self, share: Fraction) -> Quantity:
        """A fraction, in per cent, as fine as its denominator."""
        if not 0 < share < 1:
            raise UnreadableError("bad-figure", self.printed)
        return self._percent(_HUNDRED * share, _HUNDRED / share.denominator)

    def _fraction(self, share: Fraction) -> Quantity:
        """half, three quarters; half a million and half a percentage point are counts."""
        start = self.position
        self.take("neutral")
        self.take("article")
        if multiple := any_of(self.take("multiple"), "multiple"):
            counted = Quantity(share, factor=multiple)
            self.unit_of(counted)
            return counted
        counted = Quantity(share, grain=share)
        self.position = start
        # half a mile is a length; half of the homes is a share
        if self.take("article"):
            self.unit_of(counted)
        if counted.unit:
            return counted
        self.position = start
        return self._of_whole(share)

    # -- numbers -------------------------------------------------------------------------------------------------

    def _number(self) -> Number:
        """A number in digits or in words."""
        token = self.token
        if token is not None and (found := token.sense("number")):
            self.position += 1
            number: Number = found.value
            return number
        words: list[int] = []
        start = self.position
        while (token := self.token) is not None:
            value = any_of(token, "numeral")
            if (
                value is None
                and words
                and token.sense("joiner")
                and token.text.casefold() != self.connector
                and any_of(self.ahead(), "numeral") is not None
            ):
                self.position += 1
                continue
            if value is None or (words and token.sense("part")):
                break
            words.append(int(value))
            self.position += 1
        if not words:
            if self.take("article"):
                return Number(_ONE)
            raise self.stuck()
        if words[0] >= _HUNDRED:
            # hundred and million alone say a great many
            raise UnreadableError("figure-vague", self.since(start))
        scale = 1
        if len(words) > 1 and words[-1] >= _THOUSAND and all(word < _THOUSAND for word in words[:-1]):
            scale = words.pop()
        if (read := read_words(words)) is None:
            raise UnreadableError("bad-figure", self.since(start))
        return Number(read * scale, 0, scale)

    def _counted(self, *, known: bool) -> Quantity:
        number = self._number()
        if self.take("parts"):
            return self._of_whole(self._number().value / number.value if number.value else Fraction(0))
        if self._is(self.token, "slash") and self._is(self.ahead(), "number"):
            self.position += 1
            below = self._number().value
            if not 0 < below <= _TEN or number.places:
                raise UnreadableError("bad-figure", self.printed)  # 12/31 is a day
            return self._of_whole(number.value / below)
        if self._is(self.token, "joiner") and self._is(self.ahead(), "part"):
            self.position += 1
        if part := any_of(self.take("part"), "part"):
            return self._fraction(number.value / part)
        if self.take("out_of"):
            below = self._number().value
            if not 0 < below <= _THOUSAND:
                raise UnreadableError("bad-figure", self.printed)  # 5 in 2023
            return self._of_whole(number.value / below)
        return self._multiplied(number, known=known)

    def _multiplied(self, number: Number, *, known: bool) -> Quantity:
        """A number with what multiplies it, and its unit."""
        scale = Fraction(number.scale)
        read = Quantity(
            number.value / scale + self._and_a_half(), number.places, scale, exactness=self._within()
        )
        if self._is(self.token, "gap") and self._is(self.ahead(), "multiple", "unit", "percent"):
            # a cell of a table, and the unit in its head
            self.position += 1
            self.gaps += 1
        if self.take("tenths"):
            return self._tenths(read)
        if read.exactness and read.places and self._multiple():
            # 1.5多万 says nothing that adds up
            raise self.stuck()
        if multiple := self._multiple():
            self.position += 1
            read.factor *= multiple
            read.exactness = read.exactness or self._within()
            read.number += self._and_a_half()
            if self._is(self.token, "number") and not self._apart():
                self._compound(read)
            if self._multiple():
                # 1万几千 and 5百几万 give two numbers
                raise self.stuck()
        if number.bare and not (known or read.exactness):
            # 百个 says a great many
            raise UnreadableError("figure-vague", self.since(0))
        self.unit_of(read)
        self._half_more(read)
        read.exactness = read.exactness or any_of(self.take("within"), "within") or ""
        return read

    def _half_more(self, read: Quantity) -> None:
        """3个半小时, 一年半: half a unit more, whose name may stand behind the half."""
        if not read.unit or not self.take("and_half"):
            return
        if read.places or read.factor != 1 or read.share is not None or read.exactness:
            raise UnreadableError("bad-figure", self.printed)
        read.number, read.grain = read.number + Fraction(1, 2), _ONE / 2
        self.unit_of(read)

    def _multiple(self) -> Any:
        """What the next word multiplies with, None where it doesn't; m and bn do so only where money is counted."""
        found = any_of(self.token, "multiple")
        money = self.currency or self._is(self.ahead(), "currency")
        return any_of(self.token, "money") if found is None and money else found

    def _compound(self, read: Quantity) -> None:
        """What goes on behind a multiple: 1万2千, 1亿2000万. A bare digit behind it is refused, as in 3万5."""
        number: Number = any_of(self.token, "number")
        times = any_of(self.ahead(), "multiple")
        whole = not (read.places or number.places or read.exactness)
        if not times or not whole or number.value * times >= read.factor:
            raise self.stuck()
        self.position += 2
        read.number = read.number * read.factor + number.value * times
        read.factor, read.grain = _ONE, times
        read.exactness = self._within()

    def _and_a_half(self) -> Fraction:
        """2½, one and a half, un million et demi: the fraction; 0 where there is none."""
        start = self.position
        if self.take("joiner"):
            self.take("article")
            if token := self.take("fraction"):
                return Fraction(any_of(token, "fraction"))
        elif (
            not self._apart()
            and self.token is not None
            and not self.token.text.isalpha()
            and (token := self.take("fraction"))
        ):
            return Fraction(any_of(token, "fraction"))
        self.position = start
        return Fraction(0)

    def _tenths(self, read: Quantity) -> Quantity:
        """九成 is 90 %, 八成五 85 %."""
        token = self.token
        if token is not None and not token.apart and (sense := token.sense("number")):
            ones: Number = sense.value
            if ones.value >= _TEN or ones.places or read.places:
                raise self.stuck()
            self.position += 1
            read.number, read.places = read.number + ones.value / 10, 1
        if read.number > _TEN or read.factor != 1:
            raise UnreadableError("bad-figure", self.printed)
        read.unit, read.share = PERCENT, _TEN
        read.exactness = read.exactness or self._within()
        return read

    def _within(self) -> str:
        """余, 多, 几 or 来 behind the digits, before the multiple or the unit."""
        return any_of(self.take("within", "inside"), "within", "inside") or ""

    def _apart(self) -> bool:
        return self.token is not None and self.token.apart

    @staticmethod
    def _is(token: Token | None, *kinds: str) -> bool:
        return token is not None and token.sense(*kinds) is not None


def _half_said(low: Quantity, high: Quantity) -> bool:
    """Whether the lower end may lack the scale of the upper one: 三到五百, 2-300. 五到十 and 1-100 are what they say."""
    return (
        not low.unit
        and low.factor in (1, high.factor)
        and any(
            high.number % size == 0 and size < high.number and low.number < high.number / size < _TEN
            for size in (10, 100, 1000)
        )
    )
