"""What the rules on rows share: rows by their ids, rows that stand twice, periods that run backwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from generator.core.problems import Problem
from generator.format.tables import Table
from generator.reading.validate.inventory import DocumentRecords
from generator.reading.validate.structure import Records


def repeated(
    rows: Iterable[tuple[Records, int, str, str, str, Any]], code: Callable[[bool], str]
) -> Iterator[Problem]:
    """A problem for each row whose id stood before; `code(same)` by whether both rows hold the same value.

    `rows` are (records, row, field that names the row, field of the value, id, value).
    """
    seen: dict[str, tuple[Records, int, Any]] = {}
    for records, row, field, value_field, name, value in rows:
        first = seen.setdefault(name, (records, row, value))
        if first[0] is not records or first[1] != row:
            values = {"value": name, "new": shown(value), "old": shown(first[2])}
            same = value == first[2]
            place = records.place(row, field if same else value_field)
            yield Problem(code(same), place, values, first[0].place(first[1], field))


def shown(value: Any) -> str:
    """A value in a message."""
    return "" if value is None else str(value)


def by_value(same: bool) -> str:  # noqa: FBT001 - the one question that is asked
    """The code of a row that stands twice, alike or not."""
    return "duplicate-row" if same else "conflicting-row"


def period_problems(
    records: Records, row: int, start: date | None, end: date | None, column: str = "period_end"
) -> Iterator[Problem]:
    """A problem where a period ends before it starts; `column` holds its last day."""
    if start is not None and end is not None and end < start:
        values = {"value": str(end), "start": str(start)}
        yield Problem("period-reversed", records.place(row, column), values)


def as_of_problems(records: Records, row: int, start: date | None, as_of: date | None) -> Iterator[Problem]:
    """A problem where a figure stands at a day before its period."""
    if as_of is not None and start is not None and as_of < start:
        values = {"value": str(as_of), "start": str(start)}
        yield Problem("as-of-before-period", records.place(row, "as_of"), values)


def figures_missing(records: Records, instead: str = "") -> Iterator[Problem]:
    """A problem for each row that cites no printed figure, and has no value in the column that may stand `instead`.

    The value of a cell of a statistical table is what stands there; what is no number there is words.
    """
    values = records[instead] if instead else [None] * records.length
    for row, (figure, value) in enumerate(zip(records["figure"], values, strict=True)):
        if not figure and value is None and (records.sound or not instead):
            yield Problem("figure-missing", records.place(row, "figure"))


def identified(
    document: DocumentRecords, table: Table, value: str, field: str
) -> Iterator[tuple[Records, int, str, str, str, Any]]:
    """Rows with their ids, without those that could not be read so far as to compare them."""
    for records in document.table(table.name):
        if not records.headed:
            continue
        for row, (name, content) in enumerate(zip(records["id"], records[value], strict=True)):
            if name is not None and (content is not None or records.sound):
                yield records, row, field, value, name, content
