"""What the rules on rows share: rows by their ids, rows that stand twice, periods that run backwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from generator.core import limits
from generator.core.coded import given, rows_where
from generator.core.few import Few, few
from generator.core.problems import Place, Problem
from generator.format.fields import Field
from generator.format.identity import maybe_repeated
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
    again = Few()
    for records, row, field, value_field, name, value in rows:
        first = seen.setdefault(name, (records, row, value))
        if first[0] is not records or first[1] != row:
            same = value == first[2]
            place = partial(records.place, row, field if same else value_field)
            before = partial(first[0].place, first[1], field)
            values = {"value": name, "new": shown(value), "old": shown(first[2])}
            again.tell(code(same), records.file, partial(_repeated, code(same), place, values, before))
    yield from again


def _repeated(
    code: str, place: Callable[[], Place], values: dict[str, str], before: Callable[[], Place]
) -> Problem:
    return Problem(code, place(), values, before())


def too_many_levels(place: Place) -> Problem:
    """The problem of a thing that leads to another one over too many steps."""
    return Problem("too-many", place, {"limit": str(limits.MOST_LEVELS), "counted": "levels"})


def shown(value: Any) -> str:
    """A value in a message."""
    return "" if value is None else str(value)


def by_value(same: bool) -> str:  # noqa: FBT001 - the one question that is asked
    """The code of a row that stands twice, alike or not."""
    return "duplicate-row" if same else "conflicting-row"


def period_problems(records: Records, starts: Field[date], ends: Field[date]) -> Iterator[Problem]:
    """A problem where a period ends before it starts, by the columns of its first and its last day."""
    yield from few(
        rows_where(_before, records[ends], records[starts]),
        partial(_reversed, "period-reversed", records, ends, starts),
    )


def as_of_problems(records: Records, starts: Field[date], as_of: Field[date]) -> Iterator[Problem]:
    """A problem where a figure stands at a day before its period, by the columns of that day and of the first day."""
    yield from few(
        rows_where(_before, records[as_of], records[starts]),
        partial(_reversed, "as-of-before-period", records, as_of, starts),
    )


def _reversed(code: str, records: Records, late: Field[date], early: Field[date], row: int) -> Problem:
    values = {"value": str(records[late][row]), "start": str(records[early][row])}
    return Problem(code, records.place(row, late.name), values)


def _before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


def figures_missing(records: Records, instead: str = "") -> Iterator[Problem]:
    """A problem for each row that cites no printed figure, and has no value in the column that may stand `instead`.

    The value of a cell of a statistical table is what stands there; what is no number there is words.
    """
    if (instead and not records.sound) or "figure" in records.lacking:
        return
    columns = (records["figure"], *((given(records[instead]),) if instead else ()))
    yield from few(
        rows_where(lambda figure, valued=False: not figure and not valued, *columns),
        lambda row: Problem("figure-missing", records.place(row, "figure")),
    )


def identified(
    document: DocumentRecords, table: Table, value: str, field: str
) -> Iterator[tuple[Records, int, str, str, str, Any]]:
    """Rows with their ids, without those that could not be read so far as to compare them.

    Of large tables those rows are left out whose ids certainly stand nowhere else.
    """
    files = [records for records in document.table(table.name) if records.headed]
    for records, rows in zip(files, maybe_repeated([records["id"] for records in files]), strict=True):
        for row in rows:
            name, content = records["id"][row], records[value][row]
            if name is not None and (content is not None or records.sound):
                yield records, row, field, value, name, content
