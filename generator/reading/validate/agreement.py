"""A row must say what its printed figure says: value, range, how exact it is, what it asks for, and the unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from generator.core.coded import combined, constant, distinct, given, rows_where, taken
from generator.core.codes import Comparator, Qualifier
from generator.core.figures import Figure, FigureReader
from generator.core.problems import LISTED, Problem
from generator.core.values import Refusal, as_decimal, plain_number
from generator.format.tables import INDICATORS, OBSERVATIONS, PLANNED, TARGETS, UNITS, Table
from generator.reading.validate.inventory import DocumentRecords, PackageRecords
from generator.reading.validate.structure import Records

_BEHIND = re.compile("(?:以上|以下|以内|左右|上下)?$")
"""What may stand behind a unit."""

_SPACED = re.compile("[^\\W\\d_\u2e80-\U0010ffff]")
"""How a unit begins before which a space stands: 200 lamps, but 200盏, 200%."""

_APART = tuple(item for item in OBSERVATIONS.fields if item.printed_as)
"""What is printed apart from the figure of the row itself."""


def check_agreement(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each row whose value is not what its figure says, or whose figure cannot be read.

    Statistical tables cite table and row and may have no figure; an answer in words has no value to compare. What a figure
    says cannot be told without the words of units, what its indicator counts, or the columns beside it.
    """
    if package.lists.get("units") is None:
        return
    yield from _units(package)
    counted = _Counted(package)
    for document in package.documents.values():
        reader = package.figures_of(document)
        for table, meaning in _MEANINGS:
            for records in document.table(table.name):
                yield from _check(table, records, reader, counted, meaning)
        for records in document.table(OBSERVATIONS.name):
            for item in _APART:
                yield from _check_share(records, reader, item.name, item.printed_as)


_Meaning = Mapping[str, Callable[[Figure], Any]]
"""What a figure says, by the column that must say the same."""

_OF_PLANNED: _Meaning = {PLANNED.value.name: lambda read: as_decimal(read.value)}
_OF_OBSERVATION: _Meaning = {
    OBSERVATIONS.value.name: lambda read: as_decimal(read.value),
    OBSERVATIONS.qualifier.name: lambda read: read.qualifier,
}
_OF_TARGET: _Meaning = {
    TARGETS.value.name: lambda read: as_decimal(read.value),
    TARGETS.value_upper.name: lambda read: None if read.upper is None else as_decimal(read.upper),
    TARGETS.comparator.name: lambda read: read.comparator,
    TARGETS.qualifier.name: lambda read: read.asked,
}


_IN_WORDS = frozenset((TARGETS.comparator.name, TARGETS.qualifier.name))
_PLAIN = (Comparator.EQ, Qualifier.EXACT, None)
"""Which columns say what documents print in words, and what a number without any says. Where no words of a language are known,
it need not be cited with them, and these columns are what its author read.
"""

_NUMBER = re.compile(r"(?:[<>≤≥=~≈]+\s?)?[0-9]")
"""Where a number begins."""

_MEANINGS: tuple[tuple[Table, _Meaning], ...] = (
    (TARGETS, _OF_TARGET),
    (PLANNED, _OF_PLANNED),
    (OBSERVATIONS, _OF_OBSERVATION),
)


def _units(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each unit word that would swallow what changes a number, unless the unit itself is called so (万元)."""
    units = package.lists["units"]
    reader = package.figures_of(DocumentRecords("", ""))
    for row, (title, words) in enumerate(zip(units.main(UNITS.title), units[UNITS.printed], strict=True)):
        for word in words or ():
            if word and word != title and (swallowed := reader.swallowed(word)):
                place = units.place(row, UNITS.printed.name)
                yield Problem("unit-word", place, {"value": word, "name": swallowed})


class _Counted:
    """How the unit of a row may be printed, nothing for units that do not say so; which indicators count a fall, None where
    that could not be read. `whole`: all words of units could be.
    """

    def __init__(self, package: PackageRecords) -> None:
        units = package.lists["units"]
        self.whole = units.sound
        self.printed = dict(zip(units["id"], units["printed"], strict=True))
        self.of_indicator = package.of_indicators(INDICATORS.unit_id)
        self.verified = frozenset(package.lock["citation"] if package.lock is not None else ())
        self.falls = package.of_indicators(INDICATORS.falls)

    def of(self, indicator: str | None, unit: str | None) -> tuple[str, ...]:
        """By the row's own unit, else by its indicator's."""
        return self.printed.get(unit or self.of_indicator.get(indicator or "")) or ()


_TOLD_BY = ("figure", "indicator_id", "unit_id")
"""The columns without which nobody knows what a figure says."""

_Told = Callable[[int], Problem]
"""Makes the problem of a row."""


def _check(
    table: Table, records: Records, reader: FigureReader, counted: _Counted, meaning: _Meaning
) -> Iterator[Problem]:
    figures = records["figure"]
    if not records.lacking.isdisjoint(_TOLD_BY) or not any(distinct(figures)):
        return
    meaning = {name: meant for name, meant in meaning.items() if name not in records.lacking}
    units = records.columns.get("unit_id") or constant("", records.length, coded=records.coded)

    def wrong(figure: str | None, indicator: str | None, unit: str | None, *written: Any) -> list[_Told]:
        """What is wrong where these stand in a row."""
        said = dict(zip(meaning, written, strict=True))
        falls = counted.falls.get(indicator or "")
        if not figure or said.get("value") is None or falls is None:
            return []
        read = reader.read(figure)
        if isinstance(read, Refusal):
            return (
                []
                if not counted.whole
                else [
                    partial(_unreadable, records, reader=reader, field="figure", figure=figure, refusal=read)
                ]
            )
        if falls:
            read = read.opposite
        differing = ((name, said[name], meant(read)) for name, meant in meaning.items())
        told: list[_Told] = [
            partial(_differs, records, field=name, figure=figure, written=has, meant=right)
            for name, has, right in differing
            if has != right
            and (has is not None or (records.sound and name != "qualifier"))
            and (reader.has_words or name not in _IN_WORDS or right not in _PLAIN)
        ]
        allowed = counted.of(indicator, unit)
        if allowed and counted.whole and read.unit not in allowed:
            told.append(partial(_other_unit, records, figure=figure, unit=read.unit, allowed=allowed))
        return told

    printed = rows_where(bool, figures)
    asked = (figures, records["indicator_id"], units, *(records[name] for name in meaning))
    found = combined(wrong, *(taken(column, printed) for column in asked))
    for place in rows_where(bool, found):
        row = printed[place]
        for tell in found[place]:
            problem = tell(row)
            # A unit that is printed elsewhere, in the head of a table, was seen there when the figure was verified.
            if (
                problem.code != "figure-no-unit"
                or f"{table.name}/{records['id'][row]}" not in counted.verified
            ):
                yield problem


def _check_share(records: Records, reader: FigureReader, field: str, figure_field: str) -> Iterator[Problem]:
    figures, values = records[figure_field], records[field]
    for row in rows_where(lambda figure, has: figure and has, figures, given(values)):
        figure, value = figures[row], values[row]
        read = reader.read(figure)
        if isinstance(read, Refusal):
            yield _unreadable(records, row, reader, figure_field, figure, read)
        elif (meant := as_decimal(read.value)) != value:
            yield _differs(records, row, field, figure, value, meant)


_UNREADABLE = frozenset(("figure-word", "figure-vague"))
"""What has a message of its own; the others have one together."""


def _unreadable(
    records: Records, row: int, reader: FigureReader, field: str, figure: str, refusal: Refusal
) -> Problem:
    values = {"value": figure, "suggestion": refusal.suggestion, "field": field, "name": refusal.detail}
    code = refusal.code if refusal.code in _UNREADABLE else "figure-unreadable"
    if code == "figure-word" and not reader.has_words:
        number = _NUMBER.search(figure)
        alone = figure[number.start() :] if number else ""
        known = (piece for piece in _beginnings(alone) if isinstance(reader.read(piece), Figure))
        values |= {"detail": reader.language, "suggestion": next(known, "")}
    if code == "figure-unreadable" and not refusal.suggestion and (tags := reader.in_countries(figure)):
        values |= {"detail": reader.language, "suggestion": LISTED.join(tags)}
    return Problem(code, records.place(row, field), values)


def _beginnings(figure: str) -> Iterator[str]:
    """A figure, and what it is without the words at its end, which may be a unit that is not listed; none without a number."""
    words = figure.split(" ")
    for count in range(len(words), 0, -1):
        yield " ".join(words[:count])
        if any(map(str.isdigit, words[count - 1])):
            return


def _other_unit(records: Records, row: int, figure: str, unit: str, allowed: tuple[str, ...]) -> Problem:
    place = records.place(row, "figure")
    if unit:
        return Problem("figure-unit", place, {"value": figure, "unit": unit, "allowed": LISTED.join(allowed)})
    word = f" {allowed[0]}" if _SPACED.match(allowed[0]) else allowed[0]
    whole = _BEHIND.sub(lambda behind: word + behind[0], figure, count=1)
    return Problem("figure-no-unit", place, {"value": figure, "suggestion": whole})


def _differs(records: Records, row: int, field: str, figure: str, written: Any, meant: Any) -> Problem:
    values = {"value": figure, "field": field, "old": _shown(written), "new": _shown(meant)}
    place = records.place(row, field)
    # A table may do without the column; what contradicts its default stands in the figure then.
    if place.field != field:
        return Problem("figure-unsaid", records.place(row, "figure"), values)
    return Problem("figure-differs", place, values)


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain_number(value)
    return "" if value is None else str(value)
