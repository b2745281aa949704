"""What was verified against the archived texts stays as it was: `citations.lock` holds a fingerprint of each row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.core.problems import Place, Problem
from generator.reading.validate.inventory import PackageRecords
from generator.reading.validate.structure import Records

_TARGET = ("locator", "figure", "occurrence", "comparator", "value", "value_upper", "baseline")
_OBSERVATION = ("locator", "figure", "occurrence", "value", "qualifier", "obs_status", "as_of")
_PLANNED = ("locator", "figure", "occurrence", "target_id", "date", "value")
_CLAIM = ("locator", "figure", "occurrence", "period_start", "period_end", "as_of", "share")
_TABLES = (("targets", _TARGET), ("planned", _PLANNED), ("observations", _OBSERVATION), ("claims", _CLAIM))
_SHARES = ("stated_share", "stated_change")


@dataclass(frozen=True, slots=True)
class Cited:
    """One printed figure that a row cites; `id` names it in the lock, `fingerprint` stands for the whole row."""

    id: str
    document_id: str
    locator: str
    figure: str
    occurrence: int
    fingerprint: str
    records: Records
    row: int
    field: str

    @property
    def place(self) -> Place:
        """Where the figure stands; looked up only for problems, as it reads the row's line anew."""
        return self.records.place(self.row, self.field)


def cited_figures(package: PackageRecords) -> Iterator[Cited]:
    """Every figure that the rows of a package cite, with the fingerprint of what the row makes of it."""
    units = package.of_indicators("unit_id")
    for document in package.documents.values():
        for table, fields in _TABLES:
            for records in document.table(table):
                yield from _of_table(document.id, table, records, fields, units)


def _of_table(
    document_id: str, table: str, records: Records, fields: tuple[str, ...], units: dict[str, Any]
) -> Iterator[Cited]:
    indicators = records.columns.get("indicator_id") or [None] * records.length
    own_units = records.columns.get("unit_id") or [""] * records.length
    for row, (name, indicator) in enumerate(zip(records["id"], indicators, strict=True)):
        if name is None:
            continue
        locator = records["locator"][row]
        if figure := records["figure"][row]:
            values = [own_units[row] or units.get(indicator), *(records[field][row] for field in fields)]
            where = (document_id, locator, figure, records["occurrence"][row])
            yield Cited(f"{table}/{name}", *where, _fingerprint(values), records, row, "figure")
        for share in _SHARES if table == "observations" else ():
            field = f"{share}_figure"
            if figure := records[field][row]:
                values = [locator, figure, records[share][row]]
                where = (document_id, locator, figure, 1)
                yield Cited(f"{table}/{name}#{share}", *where, _fingerprint(values), records, row, field)


def _fingerprint(values: list[Any]) -> str:
    return hashlib.sha256(
        "\n".join("" if value is None else str(value) for value in values).encode()
    ).hexdigest()[:16]


def check_lock(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each row that is not as it was when verified, or never was; nothing without a lock."""
    lock = package.lock
    if lock is None or not lock.sound:
        return
    locked = {
        name: (row, print_)
        for row, (name, print_) in enumerate(zip(lock["citation"], lock["row"], strict=True))
    }
    cited = {item.id: item for item in cited_figures(package)}
    for name, item in cited.items():
        if name not in locked:
            yield Problem("lock-missing", item.place, {"value": item.figure})
        elif locked[name][1] != item.fingerprint:
            yield Problem("lock-changed", item.place, {"value": item.figure})
    whole = not any(path.startswith(f"{package.id}/documents/") for path in package.unread)
    for name, (row, _) in locked.items():
        if whole and name not in cited:
            yield Problem("lock-stale", lock.place(row, "citation"), {"value": name})
