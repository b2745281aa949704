"""The published tables filled with rows: the cells under the columns that `format.published` declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any

from generator.core.values import plain_number
from generator.format.binding import getter
from generator.format.published import AUTHORED, Column, column_of, key_of, published_fields

DIGITS = 15
"""Significant digits that a binary floating-point number keeps, and so spreadsheets and databases do."""


Beside = Mapping[str, Callable[[Any], Any]]
"""How to take each column that stands beside those of the authors out of a value of the ledger."""


@dataclass(frozen=True)
class FilledTable:
    """One published table; `key` names the column whose value no two rows share."""

    name: str
    fields: tuple[Column, ...]
    key: str
    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(item.name for item in self.fields)

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Name and Table Schema type of each column."""
        return tuple((item.name, item.type) for item in self.fields)


def ordered(item: FilledTable, names: Sequence[str]) -> FilledTable:
    """The same table with its columns in the order of `names`, which are all of them."""
    if item.names == tuple(names):
        return item
    places = [item.names.index(name) for name in names]
    fields = tuple(item.fields[place] for place in places)
    return replace(
        item, fields=fields, rows=tuple(tuple(row[place] for place in places) for row in item.rows)
    )


def cell(value: Any) -> str:
    """A value as it stands in a published table: plain, with a dot for decimals, empty for missing."""
    if value is None or type(value) is str:  # the most of them
        return value or ""
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ";".join(value)
    return str(value)


def exact(text: str) -> float | int | None:
    """The number of a cell where a spreadsheet or database keeps each of its digits, else None.

    `text` is a plain decimal number. A longer one would be rounded without a word, so it has to stay a text.
    """
    if len(text.replace(".", "").replace("-", "").strip("0")) > DIGITS:
        return None
    if "." in text:
        return float(text)
    return int(text) if len(text.lstrip("-")) <= DIGITS else None


def table(
    name: str,
    rows: Iterable[Sequence[Any]],
    languages: tuple[str, ...],
    dimensions: Mapping[str, tuple[str, ...]] | None = None,
) -> FilledTable:
    """The published table of a name, out of rows of values in the order of its columns.

    `languages` are those of the package, `dimensions` the codes of each breakdown that the package declares.
    """
    fields = tuple(column_of(item, name) for item in published_fields(name, dimensions or {}, languages))
    return FilledTable(name, fields, key_of(name), tuple(tuple(cell(value) for value in row) for row in rows))


def authored_table(
    name: str,
    items: Iterable[Any],
    beside: Beside,
    languages: tuple[str, ...],
    dimensions: Mapping[str, tuple[str, ...]] | None = None,
) -> FilledTable:
    """The published table of values of the ledger, by the declaration of the authors' table that they come from.

    `beside` takes the columns that authors do not write, by their names; the key is the `id` unless it is there.
    """
    declared = AUTHORED[name]
    key = key_of(name)
    taking: Beside = {key: attrgetter("id"), **beside}
    getters = [
        taking.get(item.name) or getter(item, declared.becomes)
        for item in published_fields(name, dimensions or {}, languages)
    ]
    return table(name, ([take(item) for take in getters] for item in items), languages, dimensions)
