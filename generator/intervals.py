"""What a printed figure can stand for: rounded figures and figures with 余, 近 or 约 are intervals.

Two figures disagree only when no true value could have given both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from generator.codes import Comparator, Qualifier
from generator.figures import Figure, half_unit, read_figure
from generator.model import Observation


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


def reported(observation: Observation) -> Interval:
    """The values that a reported figure can stand for.

    Rounded (572万) it is half a unit of its last place to either side; over (余) is open above, under (近) below,
    and about (约) says too little to disagree with anything.
    """
    if observation.value is None:
        return ANYTHING
    return _around(observation.value, observation.citation.figure, observation.qualifier)


def stated(value: Decimal, figure: str) -> Interval:
    """The values that a share or change printed beside a figure can stand for: 59.8%, 50%以上."""
    read = read_figure(figure)
    if not isinstance(read, Figure):
        return ANYTHING
    if read.comparator is Comparator.LE:
        return Interval(None, Fraction(value))
    qualifier = Qualifier.OVER if read.comparator is Comparator.GE else read.qualifier
    return _around(value, figure, qualifier)


def _around(value: Decimal, figure: str, qualifier: Qualifier) -> Interval:
    here, half = Fraction(value), Fraction(half_unit(figure))
    if qualifier is Qualifier.ABOUT:
        return ANYTHING
    low = None if qualifier is Qualifier.UNDER else here if qualifier is Qualifier.OVER else here - half
    high = None if qualifier is Qualifier.OVER else here if qualifier is Qualifier.UNDER else here + half
    return Interval(low, high)


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
    top_low, top_high = max(numerator.low or Fraction(0), Fraction(0)), numerator.high
    bottom_low, bottom_high = max(denominator.low or Fraction(0), Fraction(0)), denominator.high
    low = top_low / bottom_high if bottom_high else Fraction(0)
    high = top_high / bottom_low if top_high is not None and bottom_low else None
    return Interval(low, high)


def scaled(interval: Interval, factor: int, shift: int = 0) -> Interval:
    """An interval times a positive factor, plus a shift."""
    low = None if interval.low is None else interval.low * factor + shift
    high = None if interval.high is None else interval.high * factor + shift
    return Interval(low, high)
