"""The observations of a package, kept as columns: each value of the ledger is made when somebody asks for it.

A country's statistics are hundreds of thousands of rows, of which a page or a verdict looks at a few.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

from generator.core.coded import (
    Coded,
    combined,
    concatenated,
    distinct,
    given,
    once,
    repeats,
    rows_where,
    taken,
)
from generator.core.codes import ObservationStatus
from generator.core.model import Observation

K = TypeVar("K")
T = TypeVar("T")

Columns = Mapping[str, Callable[[], Sequence[Any]]]
"""What makes a column, for each attribute of an observation by its name, and for parts of one by its path
(`citation.locator`), for which the whole need not be made.
"""

_ATTRIBUTES = tuple(item.name for item in fields(Observation))
_HELD = 200_000
"""Observations that are held once they are made, some hundred megabytes of them."""

_FORECAST = ObservationStatus.FORECAST

_AT_ONCE = 5_000
"""Observations that are made together where all of a large package are gone through."""


@dataclass(slots=True)
class Block:
    """The observations of one file: a column for each attribute, made when it is needed.

    `file` is its path and `lines` the line there of each row, `issued` is the day of issue of their document; `written` are
    the columns of the file by name; `rows` are those of the file that are meant, in their order.
    """

    document_id: str
    issued: date
    make: Columns
    written: Mapping[str, Sequence[Any]]
    rows: Sequence[int]
    file: str = ""
    lines: Sequence[int] = ()
    _made: dict[str, Sequence[Any]] = field(default_factory=dict)

    def column(self, attribute: str) -> Sequence[Any]:
        """What an attribute is in each row of the file."""
        if attribute not in self._made:
            self._made[attribute] = self.make[attribute]()
        return self._made[attribute]

    def of(self, attribute: str) -> Sequence[Any]:
        """What an attribute is in each of the rows that are meant."""
        return self.meant(self.column(attribute))

    def meant(self, column: Sequence[T]) -> Sequence[T]:
        """What stands in a column of the file in the rows that are meant."""
        return column if len(self.rows) == len(column) else taken(column, self.rows)

    def known_on(self, day: date) -> Block | None:
        """Those that were known at the end of a day, or None."""
        if self.issued > day:
            return None
        late = set(rows_where(lambda as_of: as_of > day, self.column("as_of")))
        if not late:
            return self
        rows = [row for row in self.rows if row not in late]
        return replace(self, rows=rows)

    def groups(self, column: Sequence[T]) -> Iterator[tuple[T, Sequence[int]]]:
        """The rows that are meant by what stands in a column of the file, each once; both in the order of the rows."""
        if not isinstance(column, Coded):
            groups: defaultdict[T, list[int]] = defaultdict(list)
            for row in self.rows:
                groups[column[row]].append(row)
            yield from groups.items()
            return
        import numpy as np

        rows = np.asarray(self.rows)
        codes = column.codes[rows]
        order = np.argsort(codes, kind="stable")
        ends = np.flatnonzero(np.diff(codes[order], append=-1)) + 1
        found = np.split(rows[order], ends[:-1])
        for same in sorted((part.tolist() for part in found), key=lambda part: part[0]):
            yield column[same[0]], same

    def observations(self, rows: Sequence[int]) -> list[Observation]:
        """The observations of some rows."""
        return list(map(Observation, *(taken(self.column(name), rows) for name in _ATTRIBUTES)))


class Reported(Mapping[str, Observation]):
    """Observations by id, in the order of their documents and files."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.blocks = tuple(block for block in blocks if len(block.rows))

    def __len__(self) -> int:
        return sum(len(block.rows) for block in self.blocks)

    def __iter__(self) -> Iterator[str]:
        return (name for block in self.blocks for name in block.of("id"))

    def __getitem__(self, name: str) -> Observation:
        indicator, position = self._places[name]
        return self.by_indicator[indicator][position]

    def values(self) -> ValuesView[Observation]:
        """Each of them; those of a large package are made anew each time."""
        return _Values(self)

    @cached_property
    def by_indicator(self) -> ByIndicator:
        """The observations of each indicator that has any, in their order."""
        return ByIndicator(self.blocks)

    def places(self, indicator_id: str) -> Places:
        """Where the observations of an indicator stand, in their order; it is looked for each time, and none of them is made."""
        return Places(self.by_indicator.rows.get(indicator_id, ()))

    @cached_property
    def _places(self) -> dict[str, tuple[str, int]]:
        """By id the indicator, and the position among its observations."""
        return {
            block.column("id")[row]: (name, position)
            for name, found in self.by_indicator.rows.items()
            for position, (block, row) in enumerate((block, row) for block, rows in found for row in rows)
        }

    def known_on(self, day: date) -> Reported:
        """Those that were known at the end of a day."""
        known = [block.known_on(day) for block in self.blocks]
        return Reported(block for block in known if block is not None)

    @property
    def coded(self) -> bool:
        """Whether it is a large package, whose columns keep each different value once."""
        return any(isinstance(block.column("indicator_id"), Coded) for block in self.blocks)

    def having(self, *attributes: str) -> set[str]:
        """The indicators of which an observation has a value in one of some attributes."""
        return {
            indicator
            for block in self.blocks
            for attribute in attributes
            for indicator in distinct(
                taken(block.of("indicator_id"), rows_where(bool, given(block.of(attribute))))
            )
        }

    def broken_down(self, dimensions: Collection[str]) -> set[str]:
        """The indicators of which an observation has a value of one of some dimensions."""
        if not dimensions:
            return set()
        return {
            block.of("indicator_id")[row]
            for block in self.blocks
            for row in rows_where(
                lambda pairs: any(name in dimensions for name, _ in pairs), block.of("breakdown")
            )
        }

    def alike(self, *attributes: str) -> set[str]:
        """The indicators of which two observations are the same in all of some attributes."""
        names = ("indicator_id", *attributes)
        if not self.blocks:
            return set()
        columns = [concatenated([Coded.of(block.of(name)) for block in self.blocks]) for name in names]
        return distinct(columns[0].take(repeats(*columns)))


class Places(Collection[tuple[str, str, int]]):
    """The id of each of some observations, the file in which it stands and the line there."""

    def __init__(self, found: Sequence[tuple[Block, Sequence[int]]]) -> None:
        self._found = found

    def __len__(self) -> int:
        return sum(len(rows) for _, rows in self._found)

    def __iter__(self) -> Iterator[tuple[str, str, int]]:
        for block, rows in self._found:
            for name, row in zip(taken(block.column("id"), rows), rows, strict=True):
                yield name, block.file, block.lines[row]

    def __contains__(self, place: object) -> bool:
        return any(place == other for other in self)


class _Values(ValuesView[Observation]):
    def __init__(self, observations: Reported) -> None:
        super().__init__(observations)
        self._observations = observations

    def __iter__(self) -> Iterator[Observation]:
        if len(self._observations) <= _HELD:
            return map(self._observations.__getitem__, self._observations)
        return (
            item
            for block in self._observations.blocks
            for first in range(0, len(block.rows), _AT_ONCE)
            for item in block.observations(block.rows[first : first + _AT_ONCE])
        )


class ByIndicator(Mapping[str, Sequence[Observation]]):
    """Observations by indicator; one without any gives none. `rows` says which they are."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.rows: dict[str, list[tuple[Block, Sequence[int]]]] = {}
        for block in blocks:
            for name, rows in block.groups(block.column("indicator_id")):
                self.rows.setdefault(name, []).append((block, rows))
        self._held: OrderedDict[str, Sequence[Observation]] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __getitem__(self, name: str) -> Sequence[Observation]:
        if name in self._held:
            self._held.move_to_end(name)
            return self._held[name]
        made = [item for block, rows in self.rows.get(name, ()) for item in block.observations(rows)]
        self._held[name] = made
        self._count += len(made)
        while self._count > _HELD and len(self._held) > 1:
            self._count -= len(self._held.popitem(last=False)[1])
        return made

    def different(self, name: str, attribute: str) -> set[Any]:
        """The different values that an attribute has in the observations of an indicator; none of them is made for it."""
        found = self.rows.get(name, ())
        return {value for block, rows in found for value in distinct(taken(block.column(attribute), rows))}


def in_groups(
    observations: Mapping[str, Observation], key: Callable[..., K], *attributes: str
) -> Mapping[K, Mapping[str, Observation]]:
    """The observations in parts, by what a function makes of some of their attributes (or of parts of these, by their paths);
    each part by id, in their order.

    Of a large package none is made for it.
    """
    if not isinstance(observations, Reported):
        parts: defaultdict[K, dict[str, Observation]] = defaultdict(dict)
        for name, item in observations.items():
            parts[key(*(attrgetter(attribute)(item) for attribute in attributes))][name] = item
        return parts
    blocks: defaultdict[K, list[Block]] = defaultdict(list)
    for block in observations.blocks:
        keys = combined(key, *map(block.column, attributes))
        for value, rows in block.groups(once(keys)):
            blocks[value].append(replace(block, rows=rows))
    return {value: Reported(found) for value, found in blocks.items()}


def different(observations: Mapping[str, Observation], attribute: str) -> set[Any]:
    """The different values that an attribute has, or a part of one by its path."""
    if not isinstance(observations, Reported):
        return set(map(attrgetter(attribute), observations.values()))
    return {value for block in observations.blocks for value in distinct(block.of(attribute))}


def counts(observations: Mapping[str, Observation]) -> Mapping[str, int]:
    """How many observations each indicator has that has any; of a large package none is made for it."""
    if not isinstance(observations, Reported):
        return Counter(item.indicator_id for item in observations.values())
    return {
        name: sum(len(rows) for _, rows in found) for name, found in observations.by_indicator.rows.items()
    }


def known_on(observations: Mapping[str, Observation], day: date) -> Mapping[str, Observation]:
    """The observations that were known at the end of a day."""
    if isinstance(observations, Reported):
        return observations.known_on(day)
    return {name: item for name, item in observations.items() if item.known_on(day)}


def days_of_issue(observations: Mapping[str, Observation]) -> set[date]:
    """The days of issue of the documents that report any."""
    if isinstance(observations, Reported):
        return {block.issued for block in observations.blocks}
    return {item.issued for item in observations.values()}


def latest_day(observations: Mapping[str, Observation], day: date) -> date | None:
    """The latest day at which a figure stands that was known at the end of a day; forecasts and words are none."""
    if not isinstance(observations, Reported):
        known = (item for item in observations.values() if item.known_on(day) and item.value is not None)
        return max((item.as_of for item in known if item.status is not _FORECAST), default=None)
    days: set[date | None] = set()
    for block in observations.known_on(day).blocks:
        columns = given(block.of("value")), block.of("status"), block.of("as_of")
        days |= distinct(combined(_day_of_figure, *columns))
    return max((found for found in days if found is not None), default=None)


def _day_of_figure(valued: bool, status: ObservationStatus, as_of: date) -> date | None:  # noqa: FBT001 - as its column has it
    return as_of if valued and status is not _FORECAST else None


def by_indicator(observations: Mapping[str, Observation]) -> Mapping[str, Sequence[Observation]]:
    """Observations by the indicator that they are of, in their order."""
    if isinstance(observations, Reported):
        return observations.by_indicator
    groups: defaultdict[str, list[Observation]] = defaultdict(list)
    for item in observations.values():
        groups[item.indicator_id].append(item)
    return groups
