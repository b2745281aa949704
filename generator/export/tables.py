"""What a published table is: names and types of its columns, which never change meaning, its keys and its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from generator import codes
from generator.assess import ReportingStatus, Rule
from generator.codes import FindingKind
from generator.messages import catalogue
from generator.pace import HalfTest, ProgressStatus
from generator.results import Reason
from generator.values import plain_number


@dataclass(frozen=True)
class Table:
    """One published table. `columns` are (name, Table Schema type); `foreign` maps a column to its table."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    foreign: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self.columns)


def description(table: str, column: str, language: str) -> str:
    """What a column means, for the codebook."""
    fields: Mapping[str, str] = catalogue(language, "fields")["fields"]
    if column in fields or f"{table}.{column}" in fields:
        return fields.get(f"{table}.{column}") or fields[column]
    return fields["dimension"].format(dimension=column)


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


_TYPES = {
    "date": {
        "as_of",
        "period_start",
        "period_end",
        "published",
        "due",
        "state_as_of",
        "date",
        "explained_on",
    },
    "number": {
        "value",
        "value_upper",
        "baseline",
        "stated_share",
        "stated_change",
        "share_done",
        "share_due",
        "pace",
        "share",
        "stated",
        "computed",
        "periods_met",
        "periods_reported",
    },
    "boolean": {"ascending", "overdue", "period_over"},
}
CHOICES: Mapping[str, type[StrEnum]] = {
    "kind": codes.DocumentKind,
    "completeness": codes.Completeness,
    "measure": codes.Measure,
    "comparator": codes.Comparator,
    "state": codes.DeliverableState,
    "qualifier": codes.Qualifier,
    "obs_status": codes.ObservationStatus,
    "reporting_status": ReportingStatus,
    "progress_status": ProgressStatus,
    "reason": Reason,
    "rule": Rule,
    "half_test": HalfTest,
    "finding_kind": FindingKind,
    "relation": codes.RelationKind,
}
"""Columns that hold one of a few values."""

_REFERENCES = {
    "document_id": "documents",
    "publisher_id": "organisations",
    "goal_id": "goals",
    "indicator_id": "indicators",
    "theme_id": "themes",
    "unit_id": "units",
    "area_id": "areas",
    "target_id": "targets",
    "observation_id": "observations",
}


def table(name: str, columns: str, rows: Iterable[tuple[Any, ...]], *, key: str = "") -> Table:
    """A table of values; `columns` are names with spaces between them, the first of them the key unless told."""
    names = columns.split()
    types = {column: kind for kind, listed in _TYPES.items() for column in listed}
    foreign = {column: table for column, table in _REFERENCES.items() if column in names and table != name}
    return Table(
        name,
        tuple((column, types.get(column, "string")) for column in names),
        (key or names[0],),
        foreign,
        tuple(tuple(cell(value) for value in row) for row in rows),
    )
