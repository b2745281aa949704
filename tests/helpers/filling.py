"""Sheets of the small example as they are exported, with other values in some cells, read again: no workbook is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from folders import BASE

from generator.editing.sheets.cells import Cell, typed
from generator.editing.sheets.filling import Filled, fill
from generator.editing.sheets.grids import Grid, Order
from generator.editing.sheets.labels import choices
from generator.editing.sheets.layout import columns, heading
from generator.editing.sheets.reading import RawSheet
from generator.editing.sheets.routes import Base, Route
from generator.editing.sheets.source import Data
from generator.reading.trees import WorkingTree

Rows = dict[int, dict[int, Cell]]


@cache
def town() -> Data:
    """The small example."""
    return Data.of(WorkingTree(BASE))


@cache
def grid_of(part: str, document: str) -> Grid:
    """A part of a document of it, or of a report that is still to come."""
    return next(grid for grid in town().grids(order_of(document))[0] if grid.part == part)


def order_of(document: str) -> Order:
    """The order of a document of it, or of the half of a year."""
    if document != "2023-h1-report":
        return Order("town", document)
    return Order("town", document, (date(2023, 1, 1), date(2023, 6, 30)))


SPARE = 3
"""The empty lines behind the rows of a sheet."""


def as_exported(grid: Grid, *, shown: bool = False) -> Rows:
    """The lines of a sheet: what it is, the headings, the columns' names, the rows and some for more; as texts where it is
    shown in a CSV file.
    """
    names = columns(grid)
    lines: list[list[Any]] = [["mingzhang-1"], [heading(grid, name, "zh") for name in names], list(names)]
    for row in (*grid.rows, *(None for _ in range(SPARE))):
        ref = row.ref if row else ""
        cells: dict[str, Any] = {
            "ref": ref,
            **{name: "" for name in names if name not in grid.headings and name != "ref"},
        }
        for name in grid.headings if row or not grid.upright else ():
            text = (row.cells if row else grid.spare).get(name, "")
            cells[name] = text if shown else typed(text, grid.field(ref, name))
        lines.append([cells.get(name, "") for name in names])
    return {
        line: {column: Cell(value) for column, value in enumerate(cells) if value != ""}
        for line, cells in enumerate(lines)
    }


def filled(
    part: str,
    entered: Mapping[str, Any],
    document: str = "2023-report",
    delimiter: str = "",
    done: Callable[[Rows], None] | None = None,
    merged: tuple[tuple[str, int, int, int, int], ...] = (),
    language: str = "zh",
) -> Filled:
    """A sheet with other values in some cells (`value 4`: the column and the line from 1), read again."""
    grid = grid_of(part, document)
    rows = as_exported(grid, shown=bool(delimiter))
    for place, value in entered.items():
        name, line = place.rsplit(" ", 1)
        column = columns(grid).index(name) if name in columns(grid) else ord(name) - ord("A")
        if value is None:
            rows[int(line) - 1].pop(column, None)
        else:
            rows.setdefault(int(line) - 1, {})[column] = value if isinstance(value, Cell) else Cell(value)
    if done:
        done(rows)
    route = Route(order_of(document), part, Base("", "0" * 16))
    raw = RawSheet("填报.xlsx", "表", route, rows, merged, delimiter)
    offered = choices([town().packages["town"]], document, grid.fields.values(), language)
    return fill(raw, grid, offered, language)
