"""Rows of the past as the model has them: what once stood in a table, by the rules of its time or by none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from generator.comparing.history import Cells
from generator.core import codes
from generator.core.model import Citation, Observation, Package, Period, Planned, Target, Text
from generator.format import tables
from generator.format.fields import Shape

T = TypeVar("T")
_NO_TEXT = Text("", "")

_REVISED = ("targets", "planned", "deliverables", "observations", "progress")

FIGURES: Mapping[str, tuple[Shape, tuple[str, ...]]] = {
    name: (tables.CORRECTABLE[name], tables.CORRECTABLE[name].figures) for name in _REVISED
}
"""The columns of each table that are published figures, the figure itself first; what names a row is its key."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the past: its table, id, indicator and document, and its cells as written."""

    table: str
    id: str
    indicator_id: str
    document_id: str
    cells: Cells

    def value(self, column: str) -> str:
        """A cell; the default where it was empty, or its column not there yet."""
        return self.cells.get(column) or str(FIGURES[self.table][0].by_name[column].default or "")

    def number(self, column: str) -> Decimal | None:
        """A cell as a number, None where it is empty. Raises ValueError or InvalidOperation where it is none."""
        text = self.value(column)
        number = Decimal(text) if text else None
        if number is not None and not number.is_finite():
            raise ValueError(text)
        return number

    @property
    def period(self) -> Period:
        """The row's period. Raises ValueError where it is none."""
        period = Period(self.day("period_start"), self.day("period_end"))
        if period.end < period.start:
            raise ValueError(period)
        return period

    def figure(self) -> Decimal:
        """The row's value. Raises ValueError or InvalidOperation where it has none."""
        number = self.number("value")
        if number is None:
            raise ValueError(self.id)
        return number

    def day(self, column: str) -> date:
        """A cell as a day. Raises ValueError where it is none."""
        return date.fromisoformat(self.cells[column])

    @property
    def citation(self) -> Citation:
        """Where the figure stood."""
        return Citation(self.document_id, self.cells.get("locator", ""), self.value("figure"))


def readable(rows: Iterable[Row], table: str, read: Callable[[Row], T]) -> Iterator[T]:
    """The rows of a table as the model has them, without those that never made sense."""
    for row in rows:
        if row.table == table:
            with suppress(KeyError, ValueError, InvalidOperation):
                yield read(row)


def target(row: Row) -> Target:
    """A row of targets as the model has it, without its plan."""
    return Target(
        id=row.id,
        goal_id=f"{row.document_id}/{row.cells['goal']}",
        indicator_id=row.indicator_id,
        area_id=row.cells["area_id"],
        period=row.period,
        comparator=codes.Comparator(row.value("comparator")),
        value=row.figure(),
        value_upper=row.number("value_upper"),
        baseline=row.number("baseline"),
        qualifier=codes.Qualifier(row.value("qualifier")),
        citation=row.citation,
        note=_NO_TEXT,
    )


def planned(row: Row) -> Planned:
    """A row of planned values as the model has it."""
    return Planned(row.id, row.cells["target_id"], row.day("date"), row.figure(), row.citation, _NO_TEXT)


def observation(row: Row, package: Package) -> Observation:
    """A row of observations as the model has it."""
    document = package.documents.get(row.document_id)
    return Observation(
        id=row.id,
        indicator_id=row.indicator_id,
        unit_id=row.value("unit_id") or package.indicators[row.indicator_id].unit_id,
        area_id=row.cells["area_id"],
        breakdown=tuple((item, row.cells[item]) for item in package.dimensions if row.cells.get(item)),
        period=row.period,
        as_of=row.day("as_of"),
        value=row.number("value"),
        qualifier=codes.Qualifier(row.value("qualifier")),
        status=codes.ObservationStatus(row.value("obs_status")),
        stated_share=row.number("stated_share"),
        stated_share_figure="",
        stated_change=row.number("stated_change"),
        stated_change_figure="",
        citation=row.citation,
        note=_NO_TEXT,
        issued=document.issued if document else row.day("as_of"),
    )
