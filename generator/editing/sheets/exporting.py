"""A workbook for an order: found in the data, written with what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.editing.sheets.book import workbook
from generator.editing.sheets.carried import pack
from generator.editing.sheets.grids import Order
from generator.editing.sheets.info import Informant
from generator.editing.sheets.layout import SPARE
from generator.editing.sheets.source import Data, base_of
from generator.reading.trees import Tree


class UnknownBreakdownError(Exception):
    """An order names a breakdown that its package does not declare; `known` are those that it does."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, tuple(known)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as bytes, and how many sheets and rows it has to fill in."""

    content: bytes
    sheets: int
    rows: int


def export_sheet(
    data: Path, tree: Tree, order: Order, day: date, language: str, *, spare: int = SPARE
) -> Workbook:
    """The workbook of an order out of the data in a tree.

    `day` is the date that the file carries, `spare` the number of empty lines for new rows on each sheet.

    Raises UnsoundError where the data do not pass the check, KeyError where the package is not there,
    UnknownBreakdownError where it does not have a breakdown that is asked for.
    """
    source = Data.of(tree)
    declared = source.packages[order.package].dimensions
    for name in order.breakdowns:
        if name not in declared:
            raise UnknownBreakdownError(name, declared)
    grids, standings = source.grids(order)
    package = source.packages[order.package]
    informant = Informant(package, standings, language)
    base = base_of(data, tree, order.package)
    carried = () if base.commit else pack(tree, order.package)
    content = workbook(package, order, grids, base, day, language, informant.info, spare, carried)
    return Workbook(content, len(grids), sum(len(grid.rows) for grid in grids))
