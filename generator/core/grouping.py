"""Values by key: in order of their keys, or found when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")


class _Groups(dict[K, list[T]]):
    """Values by key. Asking for a key without values leaves the groups as they are, whoever comes first."""

    def __missing__(self, _: K) -> list[T]:
        return []


class OnDemand(dict[K, T]):
    """Values by key, each found when it is asked for the first time."""

    def __init__(self, find: Callable[[K], T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: K) -> T:
        self[key] = found = self._find(key)
        return found


def grouped(pairs: Iterable[tuple[K, T]]) -> Mapping[K, list[T]]:
    """Values by key, in order; a key without values gives an empty list."""
    groups: _Groups[K, T] = _Groups()
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
