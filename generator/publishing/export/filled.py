"""The published tables filled: the texts of each column that `format.published` declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any

from generator.core.coded import taken
from generator.core.phrases import Text
from generator.core.values import plain_number
from generator.format.binding import getter
from generator.format.clear_names import original
from generator.format.published import (
    AUTHORED,
    BREAKDOWN,
    BRIDGES,
    Column,
    column_of,
    key_of,
    published_fields,
)

DIGITS = 15
"""Significant digits that a binary floating-point number keeps, and so spreadsheets and databases do."""

LONGEST_TABLE = 20_000
"""Rows of a table that the workbook holds. A sheet could hold more, but nobody reads it, it opens slowly, and formulas
that look into it crawl.
"""

Beside = Mapping[str, Callable[[Any], Any]]
"""How to take each column that stands beside those of the authors out of a value of the ledger."""


@dataclass(frozen=True)
class Outline:
    """What is known of a published table without its cells: as of a `FilledTable`, and how many rows it has."""

    name: str
    fields: tuple[Column, ...]
    key: tuple[str, ...]
    length: int

    def __len__(self) -> int:
        """How many rows it has."""
        return self.length

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(item.name for item in self.fields)

    @property
    def too_long(self) -> bool:
        """Whether it has more rows than the workbook holds of a table."""
        return self.length > LONGEST_TABLE

    @property
    def bridge(self) -> bool:
        """Whether it takes a list of another table apart."""
        return self.name in BRIDGES

    @property
    def in_workbook(self) -> bool:
        """Whether the workbook has a sheet for it. One for each list would hide the others."""
        return not self.too_long and not self.bridge


@dataclass(frozen=True)
class FilledTable:
    """One published table as columns: `cells` has the texts of each of the `fields`, all of one length.

    `key` names the columns whose values together no two rows share.
    """

    name: str
    fields: tuple[Column, ...]
    key: tuple[str, ...]
    cells: tuple[Sequence[str], ...]

    def __len__(self) -> int:
        """How many rows it has."""
        return len(self.cells[0])

    def column(self, name: str) -> Sequence[str]:
        """The texts of a column. Raises ValueError where there is none of that name."""
        return self.cells[self.names.index(name)]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(item.name for item in self.fields)

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Name and Table Schema type of each column."""
        return tuple((item.name, item.type) for item in self.fields)

    @property
    def in_workbook(self) -> bool:
        """Whether the workbook has a sheet for it."""
        return self.outline.in_workbook

    @property
    def too_long(self) -> bool:
        """Whether it has more rows than the workbook holds of a table."""
        return self.outline.too_long

    @property
    def bridge(self) -> bool:
        """Whether it takes a list of another table apart."""
        return self.outline.bridge

    @property
    def outline(self) -> Outline:
        """The table without its cells."""
        return Outline(self.name, self.fields, self.key, len(self))

    @property
    def rows(self) -> Iterator[tuple[str, ...]]:
        """The rows, one after another; they are not kept."""
        return zip(*self.cells, strict=True)

    def only(self, names: Sequence[str]) -> FilledTable:
        """The same table with some of its columns, in the order of `names`."""
        if self.names == tuple(names):
            return self
        places = [self.names.index(name) for name in names]
        fields = tuple(self.fields[place] for place in places)
        return FilledTable(self.name, fields, self.key, tuple(self.cells[place] for place in places))

    def rows_by(self, name: str) -> Mapping[str, Sequence[int]]:
        """The numbers of the rows, from 0, by what stands in a column."""
        if name not in self._groups:
            groups: dict[str, list[int]] = {}
            for row, text in enumerate(self.column(name)):
                groups.setdefault(text, []).append(row)
            # Rows that follow one another are told in a word, and taken of each column at once.
            self._groups[name] = {
                text: range(rows[0], rows[-1] + 1) if rows[-1] - rows[0] + 1 == len(rows) else rows
                for text, rows in groups.items()
            }
        return self._groups[name]

    @cached_property
    def _groups(self) -> dict[str, Mapping[str, Sequence[int]]]:
        """The same of each column that was asked for."""
        return {}

    def at(self, rows: Sequence[int]) -> FilledTable:
        """The same table with some of its rows, by their numbers from 0."""
        found = tuple(taken(cells, rows) for cells in self.cells)
        return FilledTable(self.name, self.fields, self.key, found)


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


def cells(text: Text, languages: Iterable[str]) -> tuple[str, ...]:
    """A text as a cell for each language."""
    return tuple(text.own(language) for language in languages)


def exact(text: str) -> float | int | None:
    """The number of a cell where a spreadsheet or database keeps each of its digits, else None.

    `text` is a plain decimal number. A longer one would be rounded without a word, so it has to stay a text.
    """
    if len(text.replace(".", "").replace("-", "").strip("0")) > DIGITS:
        return None
    if "." in text:
        return float(text)
    return int(text) if len(text.lstrip("-")) <= DIGITS else None


def table(name: str, rows: Iterable[Sequence[Any]], languages: tuple[str, ...]) -> FilledTable:
    """The published table of a name, out of rows of values in the order of its columns; `languages` are the package's."""
    names = [item.name for item in published_fields(name, languages)]
    columns = zip(*rows, strict=True)
    texts = {column: list(map(cell, values)) for column, values in zip(names, columns, strict=False)}
    return of_columns(name, {column: texts.get(column, ()) for column in names}, languages)


def of_columns(name: str, columns: Mapping[str, Sequence[str]], languages: tuple[str, ...]) -> FilledTable:
    """The published table of a name, out of the texts of its columns."""
    fields = tuple(
        column_of(item, name) for item in published_fields(name, languages, broken_down=BREAKDOWN in columns)
    )
    cells = tuple(columns[original(name, item.name)] for item in fields)
    return FilledTable(name, fields, key_of(name), cells)


def outline_of(name: str, columns: Sequence[str], length: int, languages: tuple[str, ...]) -> Outline:
    """The outline of the published table of a name, by the names of its columns. Raises KeyError where it has none of
    such a name.
    """
    fields = published_fields(name, languages, broken_down=BREAKDOWN in columns)
    known = {item.name: column_of(item, name) for item in fields}
    return Outline(name, tuple(known[column] for column in columns), key_of(name), length)


def authored_table(
    name: str, items: Iterable[Any], beside: Beside, languages: tuple[str, ...]
) -> FilledTable:
    """The published table of values of the ledger, by the declaration of the authors' table that they come from.

    `beside` takes the columns that authors do not write, by their names; the key is the `id` unless it is there.
    """
    return of_columns(name, authored_columns(name, items, beside, languages), languages)


def authored_columns(
    name: str, items: Iterable[Any], beside: Beside, languages: tuple[str, ...]
) -> dict[str, list[str]]:
    """The texts of the columns of such a table, by their names."""
    values = tuple(items)
    taking: Beside = {**dict.fromkeys(key_of(name), attrgetter("id")), **beside}
    return {
        item.name: list(map(cell, map(taking.get(item.name) or getter(item, AUTHORED[name].becomes), values)))
        for item in published_fields(name, languages, broken_down=BREAKDOWN in beside)
        if original(name, item.name) == item.name
    }
