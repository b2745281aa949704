"""What a printed figure says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from generator.core.codes import Comparator, Qualifier

EXACTNESS = {
    Comparator.GE: Qualifier.OVER,
    Comparator.GT: Qualifier.OVER,
    Comparator.LE: Qualifier.UNDER,
    Comparator.LT: Qualifier.UNDER,
}
"""How exact a number is of which only a bound is printed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a printed figure says, exactly.

    `value` in base units, shares in per cent, a fall below zero; `upper` the upper end of a range. `comparator` is what
    it asks for or claims. `qualifier` is how exact the number is: over where it claims at least or more than, under
    where it claims at most or less than, or prints 近. `unit` is the word printed as unit, `%` for every way to print
    per cent, empty where there is none. `half` is half a unit of the last printed place, which is how far the true
    value may lie from a rounded figure: 0.05 for 59.8%, 5000 for 572万, 0 for a number printed in full, like 1195户.
    `ranked`: it is a place in an order (第5名), not a count. `aside`: a word says that it is another number than the
    plain one, of what is owed, late, left out or only compared with (提前15天, a deficit of £5 million). `inside`: that it
    is over its number is said within it (40余万处), so that it lies below the next one.
    """

    value: Fraction
    upper: Fraction | None
    qualifier: Qualifier
    comparator: Comparator
    unit: str
    half: Fraction = Fraction(0)
    ranked: bool = False
    aside: bool = False
    inside: bool = False

    @property
    def is_bound(self) -> bool:
        """Whether only a bound is printed, beyond which the true number may lie anywhere: at least 180, but neither 180余
        nor nearly 180.
        """
        return self.comparator in EXACTNESS and not self.inside

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
        said = self.comparator in EXACTNESS and self.qualifier is not Qualifier.ABOUT
        return Qualifier.EXACT if said else self.qualifier
