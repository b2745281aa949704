"""What part of the whole observations are of, in tables: a short key in each of them, and what stands behind it.

A package may declare hundreds of dimensions, of which an observation has three or four. A column for each would be
empty but for those, so an observation has one key, and tables beside it say which value of which dimension that means.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.core.model import Package
from generator.format.published import BREAKDOWN, BROKEN_DOWN, dimension_column
from generator.format.tables import OBSERVATIONS
from generator.publishing.export.filled import FilledTable, cells, table

_DIGITS = 15
"""Hexadecimal digits of a key. Of a million breakdowns two share one in one of two million packages, which then has
no unique keys and is refused."""


def key(path: str) -> str:
    """The key of a breakdown, which never changes: `b` and the beginning of the SHA-256 of its path; none for the total.

    `path` has the dimensions and values in the package's order, `sex/female/age/0-14`.
    """
    return path and "b" + hashlib.sha256(path.encode()).hexdigest()[:_DIGITS]


def keys(paths: Sequence[str]) -> list[str]:
    """The key of each breakdown."""
    known = {path: key(path) for path in set(paths)}
    return [known[path] for path in paths]


def path_of(breakdown: Iterable[tuple[str, str]]) -> str:
    """The breakdown of an observation as a path, which it is in its id too; nothing for the total."""
    return "/".join(map("/".join, breakdown))


def pairs(path: str) -> Iterator[tuple[str, str]]:
    """Dimension and value of each part of a breakdown; neither may hold the sign between them."""
    parts = iter(path.split("/") if path else ())
    return zip(parts, parts, strict=True)


def breakdown_tables(package: Package, paths: Iterable[str]) -> list[FilledTable]:
    """What a package with dimensions has besides: the tables of dimensions, their values, the breakdowns that occur,
    and the bridge between them. `paths` are the breakdowns of its observations; none may be missing.
    """
    dimensions = package.dimensions.values()
    occurring = {path: key(path) for path in dict.fromkeys(paths) if path}
    rows: Mapping[str, Iterable[Sequence[Any]]] = {
        "dimensions": (
            (item.id, *cells(item.title, package.languages), item.exhaustive) for item in dimensions
        ),
        "dimension_values": (
            (item.id, value, *cells(title, package.languages))
            for item in dimensions
            for value, title in item.values.items()
        ),
        "breakdowns": ((name, path) for path, name in occurring.items()),
        "observation_breakdowns": ((name, *pair) for path, name in occurring.items() for pair in pairs(path)),
    }
    return [table(shape.name, rows[shape.name], package.languages) for shape in BROKEN_DOWN]


Values = Mapping[str, Mapping[str, str]]
"""The values of each breakdown by dimension, by its key."""


def values_of(breakdowns: FilledTable) -> Values:
    """What the keys of breakdowns mean, by their table."""
    return {"": {}} | {row[0]: dict(pairs(row[1])) for row in breakdowns.rows}


def with_dimensions(observations: FilledTable, values: Values, package: Package) -> FilledTable:
    """Observations with a column for each dimension that one of them has, behind the area and without their key.

    `values` are those of their breakdowns.
    """
    if BREAKDOWN not in observations.names:
        return observations
    found = [values[key] for key in observations.column(BREAKDOWN)]
    used = set[str]().union(*found)
    own = [item for item in package.dimensions.values() if item.id in used]
    plain = observations.only([name for name in observations.names if name != BREAKDOWN])
    behind = plain.names.index(OBSERVATIONS.area_id.name) + 1
    fields = (dimension_column(item.id, tuple(item.values)) for item in own)
    columns = ([parts.get(item.id, "") for parts in found] for item in own)
    return FilledTable(
        plain.name,
        (*plain.fields[:behind], *fields, *plain.fields[behind:]),
        plain.key,
        (*plain.cells[:behind], *columns, *plain.cells[behind:]),
    )
