"""What a published table is: columns that never change meaning, its key and its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from generator.core.values import plain_number
from generator.publishing.export.columns import Column, column

DIGITS = 15
"""Significant digits that a binary floating-point number keeps, and so spreadsheets and databases do."""


@dataclass(frozen=True)
class Table:
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


def key_of(table: str) -> str:
    """The key of a table that others refer to."""
    return f"{table[:-1]}_id"


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
    columns: str,
    rows: Iterable[tuple[Any, ...]],
    choices: Mapping[str, Sequence[str]] | None = None,
) -> Table:
    """A table of values.

    `columns` are names with spaces between them, the first of them the key; `?` behind a name says that cells may be
    empty. `choices` are the values of columns that the data themselves declare.
    """
    named = [item.removesuffix("?") for item in columns.split()]
    key = named[0]
    fields = tuple(
        column(item, name, key, required=not written.endswith("?"), choices=(choices or {}).get(item, ()))
        for item, written in zip(named, columns.split(), strict=True)
    )
    return Table(name, fields, key, tuple(tuple(cell(value) for value in row) for row in rows))
