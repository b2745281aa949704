"""What a printed figure can stand for: rounded figures and figures with 余, 近 or 约 are intervals.

Two figures disagree only when no true value could have given both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from generator.core.codes import Qualifier
from generator.core.figures import PERCENT, Figure
from generator.core.model import Observation, Target
from generator.core.values import as_decimal


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


def started(baseline: Decimal) -> Interval:
    """The values that a printed baseline can stand for, of which only the number is on record: half a unit of its last
    decimal to either side; of a whole number half a unit of its last digit that is not zero (18,000 may be 1.8万).
    """
    exponent = int(baseline.as_tuple().exponent)
    if exponent >= 0 and baseline:
        exponent = int(baseline.normalize().as_tuple().exponent)
    half = Fraction(10) ** exponent / 2
    return Interval(Fraction(baseline) - half, Fraction(baseline) + half)


def reported(observation: Observation) -> Interval:
    """The values that a reported figure can stand for.

    Rounded (572万) it is half a unit of its last place to either side; over (余) is open above, under (近) below, a
    range (7-10处) is what it says, and about (约) says too little to disagree with anything.
    """
    if observation.value is None:
        return ANYTHING
    read = observation.citation.said
    if read is None or as_decimal(read.value) != observation.value:
        return _bounded(Fraction(observation.value), Fraction(0), None, observation.qualifier)
    return _bounded(read.value, read.half, read.upper, observation.qualifier)


def stated(read: Figure | None) -> Interval:
    """The values that a share or change printed beside a figure can stand for: 59.8%, 50%以上, 下降20%以上.

    Anything where it is not printed in per cent.
    """
    if read is None or read.unit not in _IN_PERCENT:
        return ANYTHING
    return _bounded(read.value, read.half, read.upper, read.qualifier)


_IN_PERCENT = (PERCENT, "增长")


def _bounded(value: Fraction, half: Fraction, upper: Fraction | None, qualifier: Qualifier) -> Interval:
    if qualifier is Qualifier.ABOUT:
        return ANYTHING
    if upper is not None:
        return Interval(value - half, upper + half)
    if qualifier is Qualifier.UNDER:
        return Interval(None, value)
    if qualifier is Qualifier.OVER:
        return Interval(value, None)
    return Interval(value - half, value + half)


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
