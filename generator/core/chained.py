"""A column in parts, each of which is made when somebody asks for what stands in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby, pairwise
from typing import Generic, TypeVar, overload

from generator.core.coded import SHORT, taken

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
        return chain.from_iterable(map(self._part, range(len(self._parts))))

    def take(self, rows: Sequence[int]) -> Sequence[T]:
        """Some of the rows, for which no other parts are made than those in which they are."""
        if not rows:
            return []
        # Of a range the ends tell it: it may be as long as the table, and is taken of each column.
        edges = (rows[0], rows[-1]) if isinstance(rows, range) else (min(rows), max(rows))
        first, last = (bisect_right(self._ends, row) for row in edges)
        if first == last:
            return self._within(first, rows)
        found: list[T] = []
        for number, own in self._grouped(rows):
            found += self._within(number, own)
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

    def _grouped(self, rows: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
        """Rows that follow each other in one part, with its number."""
        if isinstance(rows, range) and rows.step > 0:
            at = 0
            while at < len(rows):
                number = bisect_right(self._ends, rows[at])
                end = bisect_left(rows, self._ends[number], at)
                yield number, rows[at:end]
                at = end
            return
        if len(rows) < SHORT:
            for number, own in groupby(rows, lambda row: bisect_right(self._ends, row)):
                yield number, list(own)
            return
        import numpy as np

        numbers = np.searchsorted(self._ends, rows, side="right")
        ends = [*(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(rows)]
        for start, end in pairwise([0, *ends]):
            yield int(numbers[start]), rows[start:end]

    def _within(self, number: int, rows: Sequence[int]) -> Sequence[T]:
        """Some rows that are all in one part."""
        length, _ = self._parts[number]
        start, part = self._ends[number] - length, self._part(number)
        whole = range(start, start + length)
        if len(rows) == length and (rows == whole if isinstance(rows, range) else list(rows) == list(whole)):
            return part
        return taken(part, [row - start for row in rows])
