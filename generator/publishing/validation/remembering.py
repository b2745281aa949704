"""Columns for frictionless that remember what they have read, and copy themselves without describing themselves again: few of
their texts are different, and each table's columns are copied several times. This more than halves the time.

They come to frictionless by its own way for columns of others, for as long as this process lasts, and give the same
values and errors as its own.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, Self

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


class _Column(Field):
    """A column that remembers."""

    def create_cell_reader(self) -> Reader:
        return remembering(super().create_cell_reader())

    def to_copy(self, **_: Any) -> Self:
        """One that belongs to no table yet. Nobody changes what a column says, so all copies share it."""
        same = copy(self)
        same.schema = None
        return same


class _Text(_Column, fields.StringField): ...


class _Number(_Column, fields.NumberField): ...


class _Integer(_Column, fields.IntegerField): ...


class _Day(_Column, fields.DateField): ...


class _Remembering(Plugin):
    def select_field_class(self, type: str | None = None) -> type[Field] | None:  # noqa: A002 - its name there
        return {"string": _Text, "number": _Number, "integer": _Integer, "date": _Day}.get(type or "")


def remember_cells() -> None:
    """Have frictionless read with columns that remember."""
    system.register("remembering", _Remembering())
