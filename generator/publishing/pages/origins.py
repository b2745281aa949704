"""What the observations of a large package were read from, file by file, and what earlier builds made of them."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from io import BytesIO
from itertools import chain
from types import MappingProxyType
from typing import Any, TypeVar

from generator.core.model import Observation
from generator.core.reported import Reported
from generator.publishing.store import fingerprint, needed, recalled, remember

T = TypeVar("T")


class RowOrigins:
    """Fingerprints of what observations were read from, each with all files of the package that hold none.

    Empty where the package is small: there one file holds observations of most indicators, and what is made of some of
    them is soon looked through. `source` has the checksum of each file by its path.
    """

    def __init__(self, source: Mapping[str, str], observations: Mapping[str, Observation]) -> None:
        self._source, self._observations = source, observations

    def rows(self, indicator_id: str) -> str:
        """An indicator, and the files that hold observations of it: of one file there may be several."""
        if not self._apart:
            return ""
        own = {block.file for block, _ in self._reported.by_indicator.rows.get(indicator_id, ())}
        files = (part for file in sorted(own) for part in (file, self._source[file]))
        return fingerprint(self._besides, indicator_id, *files)

    def file(self, path: str) -> str:
        """A file that holds observations."""
        return fingerprint(self._besides, path, self._source[path]) if self._apart else ""

    def files(self) -> Iterator[str]:
        """The paths of the files that hold observations; none of a small package."""
        return (block.file for block in (self._reported.blocks if self._apart else ()))

    @cached_property
    def _apart(self) -> bool:
        """Whether rows are looked at file by file."""
        return bool(self._source) and isinstance(self._observations, Reported) and self._observations.coded

    @property
    def _reported(self) -> Reported:
        assert isinstance(self._observations, Reported)
        return self._observations

    @cached_property
    def _besides(self) -> str:
        observed = {block.file for block in self._reported.blocks}
        besides = (item for item in self._source.items() if item[0] not in observed)
        return fingerprint(*chain.from_iterable(besides))


def known(kind: str, origin: str, make: Callable[[], T]) -> T:
    """What is made of some rows of some `origin` and of nothing else: that of an earlier build, where the store that is at
    hand has it, else it is made. Where the origin is not known it is made each time.
    """
    packed = recalled(kind, origin) if origin else None
    if packed is not None:
        value: T = pickle.loads(packed)  # noqa: S301 - the store holds what this program packed
        return value
    value = make()
    if origin:
        stream = BytesIO()
        _Pickler(stream, protocol=5).dump(value)
        remember(stream.getvalue(), kind, origin)
    return value


def still_needed(kind: str, origin: str) -> None:
    """Have the store keep what `known` has of it, though this build may not have asked."""
    if origin:
        needed(kind, origin)


def _unchangeable(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


class _Pickler(pickle.Pickler):
    """Takes apart what pickle by itself does not."""

    dispatch_table = {MappingProxyType: lambda value: (_unchangeable, (dict(value),))}  # noqa: RUF012 - as its class wants it
