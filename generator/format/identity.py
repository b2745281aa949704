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

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

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


def identify(identity: str, columns: Columns, length: int, owner: Owner) -> list[str | None]:
    """The ids of rows, None where a value that names the row is missing.

    `columns` are typed values by column, each `length` long.
    """
    steps = [_STEPS.get(step, _column(step))(columns, length, owner) for step in identity.split("/")]
    return [None if None in parts else "/".join(filter(None, parts)) for parts in zip(*steps, strict=True)]


def one_id(identity: str, row: Mapping[str, Any], owner: Owner) -> str | None:
    """The id of a single row."""
    return identify(identity, {name: (value,) for name, value in row.items()}, 1, owner)[0]


Step = Callable[[Columns, int, Owner], Iterable[str | None]]


def _column(name: str) -> Step:
    return lambda columns, _, __: [_written(value) for value in columns[name]]


def _written(value: Any) -> str | None:
    """A value in an id; None where there is none, since an id without it would name another row."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return None if None in value else "/".join(value) or None
    return str(value)


def _document(_: Columns, length: int, owner: Owner) -> Iterable[str | None]:
    return [owner.document] * length


def _area(columns: Columns, _: int, owner: Owner) -> Iterable[str | None]:
    return ["" if area == owner.main_area else area for area in columns["area_id"]]


def _breakdown(columns: Columns, length: int, owner: Owner) -> Iterable[str | None]:
    used = [name for name in owner.dimensions if any(value != "" for value in columns.get(name, ()))]
    if not used:
        return [""] * length
    rows = zip(*(columns[name] for name in used), strict=True)
    return [
        None
        if None in row
        else "/".join(f"{name}/{code}" for name, code in zip(used, row, strict=True) if code)
        for row in rows
    ]


def _period(columns: Columns, _: int, __: Owner) -> Iterable[str | None]:
    days = zip(columns["period_start"], columns["period_end"], strict=True)
    return [None if None in pair else period_name(*pair) for pair in days]


def _span(columns: Columns, _: int, owner: Owner) -> Iterable[str | None]:
    days = zip(columns["period_start"], columns["period_end"], columns["as_of"], strict=True)
    return [
        None
        if start is None or end is None
        else ""
        if (start, end) == (owner.starts or start, as_of)
        else period_name(start, end)
        for start, end, as_of in days
    ]


_STEPS: Mapping[str, Step] = {
    "document": _document,
    "area": _area,
    "breakdown": _breakdown,
    "period": _period,
    "span": _span,
}
