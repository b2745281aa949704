"""Columns for frictionless that remember what they have read: few of their texts are different, and this halves the time.

They come to frictionless by its own way for columns of others, for as long as this process lasts, and give the same
values and errors as its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from frictionless import Field, Plugin, fields, system

LONGEST = 4096
"""Different texts of a column that are remembered."""

Reader = Callable[[Any], tuple[Any, Any]]
"""Takes a cell, gives its value and what is wrong with it."""


def remembering(read: Reader) -> Reader:
    """A reader of cells that knows what it has read; only what is right, as frictionless takes the rest apart."""
    known: dict[str, tuple[Any, None]] = {}

    def reader(cell: Any) -> tuple[Any, Any]:
        if type(cell) is not str:
            return read(cell)
        found = known.get(cell)
        if found is None:
            value, wrong = read(cell)
            if wrong:
                return value, wrong
            found = value, None
            if len(known) < LONGEST:
                known[cell] = found
        return found

    return reader


class _Text(fields.StringField):
    def create_cell_reader(self) -> Reader:
        return remembering(super().create_cell_reader())


class _Number(fields.NumberField):
    def create_cell_reader(self) -> Reader:
        return remembering(super().create_cell_reader())


class _Integer(fields.IntegerField):
    def create_cell_reader(self) -> Reader:
        return remembering(super().create_cell_reader())


class _Day(fields.DateField):
    def create_cell_reader(self) -> Reader:
        return remembering(super().create_cell_reader())


class _Remembering(Plugin):
    def select_field_class(self, type: str | None = None) -> type[Field] | None:  # noqa: A002 - its name there
        return {"string": _Text, "number": _Number, "integer": _Integer, "date": _Day}.get(type or "")


def remember_cells() -> None:
    """Have frictionless read with columns that remember."""
    system.register("remembering", _Remembering())
