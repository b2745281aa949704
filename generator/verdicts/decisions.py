"""Decision tables and orders: how the rules of the verdicts are written down, so that what is published is what decides.

A table has rows of conditions, of which the first that holds decides, as DMN's hit policy "first" has it. An order names
what things are held against each other by, one after the other.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from operator import itemgetter
from typing import Any, Generic, TypeVar

Outcome = TypeVar("Outcome")
Thing = TypeVar("Thing")

Code = StrEnum | bool
"""What an input may be, besides a number: one of a few."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A condition on a number: it is this one or a greater one. A number that is not there is neither."""

    least: Decimal

    def holds(self, value: Fraction | None) -> bool:
        """Whether it is met."""
        return value is not None and value >= Fraction(self.least)


Condition = tuple[Code, ...] | AtLeast
"""Any of these codes, or so great a number."""


@dataclass(frozen=True, slots=True)
class Row(Generic[Outcome]):
    """A row of a table: its name, what must hold of the inputs named (of the others anything may), and what follows."""

    name: str
    when: Mapping[str, Condition]
    then: Outcome

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether all its conditions are met."""
        return all(
            condition.holds(facts[name]) if isinstance(condition, AtLeast) else facts[name] in condition
            for name, condition in self.when.items()
        )


def row(name: str, *, then: Outcome, **when: Code | Condition) -> Row[Outcome]:
    """A row; an input that must be one code is given as that code."""
    return Row(
        name,
        {key: item if isinstance(item, tuple | AtLeast) else (item,) for key, item in when.items()},
        then,
    )


@dataclass(frozen=True)
class Table(Generic[Outcome]):
    """A decision: `rows` in order, the last of which has no condition, so that there is an answer to everything."""

    name: str
    rows: tuple[Row[Outcome], ...]
    _known: dict[Any, Row[Outcome]] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, **facts: Any) -> Outcome:
        """What follows from facts, one for each of the inputs."""
        key = self._key(facts)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.row(facts)
        return found.then

    def row(self, facts: Mapping[str, Any]) -> Row[Outcome]:
        """The row that decides."""
        assert facts.keys() == set(self.inputs), (self.name, *facts)
        return next(item for item in self.rows if item.holds(facts))

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """What its rows ask for, in the order in which they do."""
        return tuple(dict.fromkeys(name for item in self.rows for name in item.when))

    @cached_property
    def thresholds(self) -> Mapping[str, Sequence[Fraction]]:
        """Those of its inputs that are numbers, with what each is held against, the least first."""
        found: dict[str, set[Fraction]] = {}
        for item in self.rows:
            for name, condition in item.when.items():
                if isinstance(condition, AtLeast):
                    found.setdefault(name, set()).add(Fraction(condition.least))
        return {name: sorted(numbers) for name, numbers in found.items()}

    @cached_property
    def _key(self) -> Callable[[Mapping[str, Any]], Any]:
        """What tells facts apart, as far as any row does: of a number, how many thresholds it has reached.

        So there are few of them, and no row is looked at twice for the same.
        """
        codes = itemgetter(*(name for name in self.inputs if name not in self.thresholds))
        numbers = tuple(self.thresholds.items())
        if not numbers:
            return codes

        def key(facts: Mapping[str, Any]) -> Any:
            reached = [-1 if facts[name] is None else bisect(least, facts[name]) for name, least in numbers]
            return codes(facts), *reached

        return key


@dataclass(frozen=True, slots=True)
class Order:
    """What things are held against each other by: the first of `keys` in which two differ; more of it is later."""

    name: str
    keys: tuple[str, ...]

    def by(self, ways: Mapping[str, Callable[[Thing], Any]]) -> Callable[[Thing], tuple[Any, ...]]:
        """A key to sort by; `ways` say how each of the keys is found."""
        found = tuple(ways[name] for name in self.keys)
        return lambda thing: tuple([find(thing) for find in found])
