"""What a printed figure can stand for: rounded figures and figures with 余, 近 or 约 are intervals.

Two figures disagree only when no true value could have given both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from generator.core.codes import Comparator, Qualifier
from generator.core.figures import Figure, half_unit, read_figure
from generator.core.model import Observation, Target


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included; None where there is no bound."""

    low: Fraction | None
    high: Fraction | None

    def excludes(self, other: Interval) -> bool:
        """Whether the two have no value in common."""
        return _above(self.low, other.high) or _above(other.low, self.high)


def _above(low: Fraction | None, high: Fraction | None) -> bool:
    return low is not None and high is not None and low > high


ANYTHING = Interval(None, None)


def exactly(value: Decimal) -> Interval:
    """One value and no other."""
    return Interval(Fraction(value), Fraction(value))


def asked(target: Target) -> Interval:
    """The values that a target names; anything where it is printed with 约 or 近."""
    if target.qualifier is not Qualifier.EXACT:
        return ANYTHING
    if target.value_upper is None:
        return exactly(target.value)
    return Interval(Fraction(target.value), Fraction(target.value_upper))


def reported(observation: Observation) -> Interval:
    """The values that a reported figure can stand for.

    Rounded (572万) it is half a unit of its last place to either side; over (余) is open above, under (近) below, a
    range (7-10处) is what it says, and about (约) says too little to disagree with anything.
    """
    if observation.value is None:
        return ANYTHING
    figure = observation.citation.figure
    return _around(observation.value, figure, observation.qualifier, _read(figure) if figure else None)


def stated(value: Decimal, figure: str) -> Interval:
    """The values that a share or change printed beside a figure can stand for: 59.8%, 50%以上, 下降20%以上.

    Anything where it is not printed in per cent.
    """
    read = _read(figure)
    if read is None or not read.unit.startswith(("%", "增长")):
        return ANYTHING
    size = _around(abs(value), figure, read.qualifier, read)
    # What is said of a fall is said of its size: 下降20%以上 is a change of -20 % or less.
    return size if value >= 0 else Interval(_minus(size.high), _minus(size.low))


@cache
def _read(figure: str) -> Figure | None:
    read = read_figure(figure)
    return read if isinstance(read, Figure) else None


def _minus(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _around(value: Decimal, figure: str, qualifier: Qualifier, read: Figure | None) -> Interval:
    here, half = Fraction(value), Fraction(half_unit(figure))
    if qualifier is Qualifier.ABOUT:
        return ANYTHING
    if read is not None and read.upper is not None:
        return Interval(here - half, Fraction(read.upper) + half)
    if qualifier is Qualifier.UNDER or (read is not None and read.comparator is Comparator.LE):
        return Interval(None, here)
    if qualifier is Qualifier.OVER or (read is not None and read.comparator is Comparator.GE):
        return Interval(here, None)
    return Interval(here - half, here + half)


def total(parts: Iterable[Interval]) -> Interval:
    """The sum of some intervals."""
    low, high = Fraction(0), Fraction(0)
    bounded_below = bounded_above = True
    for part in parts:
        bounded_below = bounded_below and part.low is not None
        bounded_above = bounded_above and part.high is not None
        low += part.low or 0
        high += part.high or 0
    return Interval(low if bounded_below else None, high if bounded_above else None)


def ratio(numerator: Interval, denominator: Interval) -> Interval:
    """One as a multiple of the other, for counts: what is below zero is taken as zero."""
    zero = Fraction(0)
    top_low = max(numerator.low or zero, zero)
    top_high = None if numerator.high is None else max(numerator.high, zero)
    bottom_low, bottom_high = max(denominator.low or Fraction(0), Fraction(0)), denominator.high
    low = top_low / bottom_high if bottom_high else Fraction(0)
    high = top_high / bottom_low if top_high is not None and bottom_low else None
    return Interval(low, high)


def scaled(interval: Interval, factor: Fraction | int, shift: Fraction | int = 0) -> Interval:
    """An interval times a factor, plus a shift; a negative factor turns it round."""
    low = None if interval.low is None else interval.low * factor + shift
    high = None if interval.high is None else interval.high * factor + shift
    return Interval(low, high) if factor >= 0 else Interval(high, low)
