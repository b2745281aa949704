"""A row must say what its printed figure says: value, range, how exact it is, what it asks for, and the unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from generator.core.codes import Qualifier
from generator.core.figures import read_figure
from generator.core.problems import Problem
from generator.core.values import Refusal, plain_number
from generator.format.tables import INDICATORS, OBSERVATIONS, PLANNED, TARGETS
from generator.reading.validate.inventory import PackageRecords
from generator.reading.validate.structure import Records

_read = cache(read_figure)

_BEHIND = re.compile("(?:以上|以下|以内|左右|上下)?$")
"""What may stand behind a unit."""

_APART = tuple(item for item in OBSERVATIONS.fields if item.printed_as)
"""What is printed apart from the figure of the row itself."""


def check_agreement(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each row whose value is not what its figure says, or whose figure cannot be read.

    Statistical tables cite table and row and may have no figure; an answer in words has no value to compare.
    """
    units = _PrintedUnits(package)
    for document in package.documents.values():
        for records in document.table(TARGETS.name):
            compared = ("value", "value_upper", "comparator")
            yield from _check(records, units, compared, {"value_upper": "upper"})
            yield from _check_about(records)
        for records in document.table(PLANNED.name):
            yield from _check(records, units, ("value",), {})
        for records in document.table(OBSERVATIONS.name):
            yield from _check(records, units, ("value", "qualifier"), {})
            for item in _APART:
                yield from _check_share(records, item.name, item.printed_as)


class _PrintedUnits:
    """How the unit of a row may be printed; nothing for units that do not say so."""

    def __init__(self, package: PackageRecords) -> None:
        units = package.lists.get("units")
        self.printed = dict(zip(units["id"], units["printed"], strict=True)) if units is not None else {}
        self.of_indicator = package.of_indicators(INDICATORS.unit_id)

    def of(self, indicator: str | None, unit: str | None) -> tuple[str, ...]:
        """By the row's own unit, else by its indicator's."""
        return self.printed.get(unit or self.of_indicator.get(indicator or "")) or ()


def _check(
    records: Records,
    units: _PrintedUnits,
    compared: tuple[str, ...],
    names: Mapping[str, str],
) -> Iterator[Problem]:
    columns = (records[name] for name in ("figure", "indicator_id", *compared))
    own_units = records.columns.get("unit_id") or [""] * records.length
    for row, (figure, indicator, value, *others) in enumerate(zip(*columns, strict=True)):
        if not figure or value is None:
            continue
        read = _read(figure)
        if isinstance(read, Refusal):
            yield _unreadable(records, row, "figure", figure, read)
            continue
        for name, written in zip(compared, (value, *others), strict=True):
            meant = getattr(read, names.get(name, name))
            if written != meant and (written is not None or records.sound):
                yield _differs(records, row, name, figure, written, meant)
        if read.unit not in (allowed := units.of(indicator, own_units[row])) and allowed:
            yield _other_unit(records, row, figure, read.unit, allowed)


def _check_about(records: Records) -> Iterator[Problem]:
    """A target is about or under a number just where 约 or 近 is printed."""
    for row, (figure, written) in enumerate(
        zip(records[TARGETS.figure], records[TARGETS.qualifier], strict=True)
    ):
        if not figure or written is None or isinstance(read := _read(figure), Refusal):
            continue
        meant = Qualifier.EXACT if read.qualifier is Qualifier.OVER else read.qualifier
        if written != meant:
            yield _differs(records, row, "qualifier", figure, written, meant)


def _check_share(records: Records, field: str, figure_field: str) -> Iterator[Problem]:
    for row, (figure, value) in enumerate(zip(records[figure_field], records[field], strict=True)):
        if not figure or value is None:
            continue
        read = _read(figure)
        if isinstance(read, Refusal):
            yield _unreadable(records, row, figure_field, figure, read)
        elif read.value != value:
            yield _differs(records, row, field, figure, value, read.value)


def _unreadable(records: Records, row: int, field: str, figure: str, refusal: Refusal) -> Problem:
    values = {"value": figure, "suggestion": refusal.suggestion, "field": field}
    return Problem("figure-unreadable", records.place(row, field), values)


def _other_unit(records: Records, row: int, figure: str, unit: str, allowed: tuple[str, ...]) -> Problem:
    place = records.place(row, "figure")
    if unit:
        return Problem("figure-unit", place, {"value": figure, "unit": unit, "allowed": "、".join(allowed)})
    whole = _BEHIND.sub(lambda behind: allowed[0] + behind[0], figure, count=1)
    return Problem("figure-no-unit", place, {"value": figure, "suggestion": whole})


def _differs(records: Records, row: int, field: str, figure: str, written: Any, meant: Any) -> Problem:
    values = {"value": figure, "field": field, "old": _shown(written), "new": _shown(meant)}
    return Problem("figure-differs", records.place(row, field), values)


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain_number(value)
    return "" if value is None else str(value)
