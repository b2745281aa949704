"""Problems that come by the thousand: the first of a kind in a file are told, the others only counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from generator.core import limits
from generator.core.problems import Problem

T = TypeVar("T")


class Few:
    """Problems of some files, of each kind in each file no more than are told; it costs next to nothing to count another one."""

    def __init__(self) -> None:
        self._told: list[Problem] = []
        self._count: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], int] = {}

    def tell(self, code: str, file: str, make: Callable[[], Problem]) -> None:
        """There is a problem of a kind in a file, which is made only where it is told."""
        kind = file, code
        self._count[kind] += 1
        if self._count[kind] <= limits.MOST_TOLD:
            self._last[kind] = len(self._told)
            self._told.append(make())

    def add(self, problem: Problem) -> None:
        """The same of a problem that is made already."""
        self.tell(problem.code, problem.place.file, lambda: problem)

    def __bool__(self) -> bool:
        return bool(self._told)

    def __iter__(self) -> Iterator[Problem]:
        """The problems, the last of each kind with how many more there are."""
        beyond = {
            at: self._count[kind] - limits.MOST_TOLD
            for kind, at in self._last.items()
            if self._count[kind] > limits.MOST_TOLD
        }
        for at, problem in enumerate(self._told):
            yield replace(problem, more=problem.more + beyond[at]) if at in beyond else problem


def few(found: Iterable[T], make: Callable[[T], Problem]) -> Iterator[Problem]:
    """A problem of one kind in one file for each of the first things that were found; the last has how many more there are."""
    listed: Sequence[T] = found if isinstance(found, Sequence) else list(found)
    first = listed[: limits.MOST_TOLD]
    beyond = len(listed) - len(first)
    for at, item in enumerate(first, start=1):
        problem = make(item)
        yield replace(problem, more=beyond) if beyond and at == len(first) else problem
