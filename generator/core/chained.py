"""A column in parts, each of which is made when somebody asks for what stands in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import Generic, TypeVar, overload

from generator.core.coded import taken

T = TypeVar("T")
V = TypeVar("V")

Part = tuple[int, Callable[[], Sequence[T]]]
"""How many rows a part has, and what makes it."""


class Chained(Sequence[T], Generic[T]):
    """Some parts one after another as one column."""

    def __init__(self, parts: Iterable[Part[T]]) -> None:
        self._parts = tuple(parts)
        self._ends = list(accumulate(length for length, _ in self._parts))
        self._made: dict[int, Sequence[T]] = {}

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, row: int) -> T: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[T]: ...

    def __getitem__(self, row: int | slice) -> T | Sequence[T]:
        if isinstance(row, slice):
            return self.take(range(*row.indices(len(self))))
        if not -len(self) <= row < len(self):
            raise IndexError(row)
        (found,) = self.take([row % len(self)])
        return found

    def __iter__(self) -> Iterator[T]:
        return (value for number in range(len(self._parts)) for value in self._part(number))

    def take(self, rows: Sequence[int]) -> Sequence[T]:
        """Some of the rows, for which no other parts are made than those in which they are."""
        found: list[T] = []
        for number, inside in self._within(rows):
            found += taken(self._part(number), inside)
        return found

    def map(self, function: Callable[[Sequence[T]], Sequence[V]]) -> Chained[V]:
        """The column whose parts are made of these, each by itself."""
        return Chained(
            (length, lambda number=number: function(self._part(number)))  # type: ignore[misc] # which one is bound here
            for number, (length, _) in enumerate(self._parts)
        )

    def _part(self, number: int) -> Sequence[T]:
        if number not in self._made:
            length, make = self._parts[number]
            self._made[number] = part = make()
            assert len(part) == length, "a part is as long as was said"
        return self._made[number]

    def _within(self, rows: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
        """The rows by the part in which they are, counted from its beginning."""
        if not rows:
            return
        first, last = (bisect_right(self._ends, row) for row in (min(rows), max(rows)))
        alone = first == last
        groups = [(first, rows)] if alone else groupby(rows, lambda row: bisect_right(self._ends, row))
        for number, own in groups:
            start = self._ends[number] - self._parts[number][0]
            yield number, [row - start for row in own]
