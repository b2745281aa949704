"""What names a row: the columns that tell it from all others, and the id made of them.

An id is made of what a row is about, so it survives reordering and can be read. A table declares it as a path of
steps, such as `document/goal/indicator_id/area/period`. A step is a column, or one of these:

- `document`: the document that the row stands in.
- `area`: the area, left out where it is the package's main one.
- `breakdown`: dimension and code of each breakdown, left out for the total.
- `period`: the reference period by its name.
- `span`: the same, left out where it runs from the document's first day to the as-of date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.core.coded import Coded, combined, concatenated, constant, repeats, saying
from generator.core.periods import period_name

_PERIOD = ("period_start", "period_end")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "document": (),
    "breakdown": (),
    "area": ("area_id",),
    "period": _PERIOD,
    "span": _PERIOD,
}
"""The columns that the steps stand for which are no columns."""

Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Owner:
    """Where rows stand: their document and its first day, the package's main area, the breakdowns of the package."""

    document: str
    starts: date | None = None
    main_area: str = ""
    dimensions: tuple[str, ...] = ()


def naming(identity: str) -> tuple[str, ...]:
    """The columns that name a row within its document; a breakdown names it too."""
    return tuple(name for step in identity.split("/") for name in _COLUMNS.get(step, (step,)))


class Ids(Sequence[str | None]):
    """The ids of the rows of a large table, each put together when somebody asks for it; `steps` are its parts."""

    __slots__ = ("steps",)

    def __init__(self, steps: Sequence[Coded[str | None]]) -> None:
        self.steps = tuple(steps)

    def __len__(self) -> int:
        return len(self.steps[0])

    def __getitem__(self, row: Any) -> Any:
        if isinstance(row, slice):
            return Ids([step[row] for step in self.steps])
        return _joined(tuple(step[row] for step in self.steps))

    def __iter__(self) -> Iterator[str | None]:
        return map(_joined, zip(*self.steps, strict=True))

    def take(self, rows: Sequence[int]) -> list[str | None]:
        """The ids of some rows."""
        return list(Ids([step.take(rows) for step in self.steps]))


def _joined(parts: tuple[str | None, ...]) -> str | None:
    return None if None in parts else "/".join(filter(None, parts))


def identify(identity: str, columns: Columns, length: int, owner: Owner) -> Sequence[str | None]:
    """The ids of rows, None where a value that names the row is missing.

    `columns` are typed values by column, each `length` long.
    """
    steps = [_STEPS.get(step, _column(step))(columns, length, owner) for step in identity.split("/")]
    if any(isinstance(step, Coded) for step in steps):
        return Ids([Coded.of(step) for step in steps])
    return [_joined(parts) for parts in zip(*steps, strict=True)]


def maybe_repeated(files: Sequence[Sequence[str | None]]) -> Iterator[Sequence[int]]:
    """For each of the files of one table, by the ids of its rows, the rows whose id may stand there or in another again."""
    ids = [names for names in files if isinstance(names, Ids)]
    if not ids or len(ids) < len(files):
        yield from (range(len(names)) for names in files)
        return
    found = repeats(*(concatenated(steps) for steps in zip(*(names.steps for names in ids), strict=True)))
    first = 0
    for names in ids:
        yield [row - first for row in found if first <= row < first + len(names)]
        first += len(names)


def one_id(identity: str, row: Mapping[str, Any], owner: Owner) -> str | None:
    """The id of a single row."""
    return identify(identity, {name: (value,) for name, value in row.items()}, 1, owner)[0]


Step = Callable[[Columns, int, Owner], Sequence[str | None]]


def _column(name: str) -> Step:
    return lambda columns, _, __: combined(_written, columns[name])


def _written(value: Any) -> str | None:
    """A value in an id; None where there is none, since an id without it would name another row."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return None if None in value else "/".join(value) or None
    return str(value)


def _document(columns: Columns, length: int, owner: Owner) -> Sequence[str | None]:
    return constant(owner.document, length, coded=_coded(columns))


def _coded(columns: Columns) -> bool:
    """Whether they are those of a large table."""
    return any(isinstance(column, Coded) for column in columns.values())


def _area(columns: Columns, _: int, owner: Owner) -> Sequence[str | None]:
    return combined(lambda area: "" if area == owner.main_area else area, columns["area_id"])


def breakdown(columns: Columns, length: int, dimensions: Sequence[str]) -> Sequence[str | None]:
    """For each row dimension and code of its breakdowns, joined by `/`; empty for the total, None where one is missing."""
    used = saying(columns, dimensions)
    if not used:
        return constant("", length, coded=_coded(columns))

    def named(*codes: str | None) -> str | None:
        pairs = zip(used, codes, strict=True)
        return None if None in codes else "/".join(f"{name}/{code}" for name, code in pairs if code)

    return combined(named, *(columns[name] for name in used))


def _breakdown(columns: Columns, length: int, owner: Owner) -> Sequence[str | None]:
    return breakdown(columns, length, owner.dimensions)


def _period(columns: Columns, _: int, __: Owner) -> Sequence[str | None]:
    def named(start: date | None, end: date | None) -> str | None:
        return None if start is None or end is None else period_name(start, end)

    return combined(named, columns["period_start"], columns["period_end"])


def _span(columns: Columns, _: int, owner: Owner) -> Sequence[str | None]:
    def named(start: date | None, end: date | None, as_of: date | None) -> str | None:
        if start is None or end is None:
            return None
        return "" if (start, end) == (owner.starts or start, as_of) else period_name(start, end)

    return combined(named, columns["period_start"], columns["period_end"], columns["as_of"])


_STEPS: Mapping[str, Step] = {
    "document": _document,
    "area": _area,
    "breakdown": _breakdown,
    "period": _period,
    "span": _span,
}
