"""Rules of what authors declare about rows: planned values, claims, relations of indicators, goals carried on,
targets revised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.core.codes import Measure, RelationKind
from generator.core.nearest import suggest
from generator.core.problems import Problem
from generator.format.tables import (
    CLAIMS,
    DOCUMENT,
    GOALS,
    INDICATORS,
    PLANNED,
    RELATIONS,
    TARGETS,
    UNITS,
)
from generator.reading.validate.inventory import DocumentRecords, PackageRecords
from generator.reading.validate.rows import (
    as_of_problems,
    by_value,
    figures_missing,
    identified,
    period_problems,
    repeated,
)
from generator.reading.validate.structure import Records
from generator.reading.validate.superseding import check_superseding

_OTHERS: Mapping[str, tuple[int, int]] = {
    RelationKind.SHARE: (2, 2),
    RelationKind.SUM: (2, 99),
    RelationKind.PART: (1, 1),
    RelationKind.INCREMENT: (1, 1),
    RelationKind.SAME_NAME: (1, 1),
}
"""How many other indicators a relation takes, at least and at most."""


@dataclass(frozen=True, slots=True)
class _Promise:
    """What a target is about; None for what could not be read."""

    indicator_id: str | None = None
    start: date | None = None
    end: date | None = None

    def spans(self, day: date) -> bool:
        """Whether a day lies in the period and before its end; also where that is not known."""
        return self.start is None or self.end is None or self.start <= day < self.end


_UNKNOWN = _Promise()


def check_declarations(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each declaration that cannot be; needs the ids of targets."""
    targets = _targets(package)
    # The main area stands in package.yaml, and in the ids of targets it is left out.
    whole = not any(path.endswith(("/targets.csv", "/package.yaml")) for path in package.unread)
    for document in package.documents.values():
        yield from _planned(document, targets, whole=whole)
        yield from _claims(document)
    if package.relations is not None:
        yield from _relations(package.relations, package)
    yield from _continued(package)
    yield from check_superseding(package, whole=whole)


def _targets(package: PackageRecords) -> dict[str, _Promise]:
    """What every target is about, by its id."""
    return {
        name: _Promise(indicator, start, end)
        for document in package.documents.values()
        for records in document.table(TARGETS.name)
        for name, indicator, start, end in zip(
            records["id"],
            records[TARGETS.indicator_id],
            records[TARGETS.period_start],
            records[TARGETS.period_end],
            strict=True,
        )
        if name is not None
    }


def _planned(document: DocumentRecords, targets: Mapping[str, _Promise], *, whole: bool) -> Iterator[Problem]:
    """`whole`: all targets could be read, so that one that is not there is missing."""
    for records in document.table(PLANNED.name):
        indicators = []
        for row, (name, day) in enumerate(
            zip(records[PLANNED.target_id], records[PLANNED.date], strict=True)
        ):
            target = targets.get(name or "", _UNKNOWN)
            indicators.append(target.indicator_id)
            if name and name not in targets and whole:
                values = {"value": name, "table": TARGETS.name, "suggestion": suggest(name, targets)}
                yield Problem("unknown-reference", records.place(row, PLANNED.target_id.name), values)
            elif day is not None and not target.spans(day):
                values = {"value": str(day), "start": str(target.start), "end": str(target.end)}
                yield Problem("planned-outside", records.place(row, PLANNED.date.name), values)
        yield from figures_missing(records)
        # What is counted is the target's.
        records.columns[TARGETS.indicator_id.name] = indicators
    yield from repeated(identified(document, PLANNED, "value", "target_id"), by_value)


def _claims(document: DocumentRecords) -> Iterator[Problem]:
    for records in document.table(CLAIMS.name):
        yield from period_problems(records, CLAIMS.period_start, CLAIMS.period_end)
        yield from as_of_problems(records, CLAIMS.period_start, CLAIMS.as_of)
        for row, share in enumerate(records[CLAIMS.share]):
            if share is not None and not 0 < share <= 100:  # noqa: PLR2004 - per cent
                yield Problem("claim-share", records.place(row, CLAIMS.share.name), {"value": str(share)})
        yield from figures_missing(records)
    yield from repeated(identified(document, CLAIMS, "share", "slug"), by_value)


def _relations(records: Records, package: PackageRecords) -> Iterator[Problem]:
    listed = package.lists.get(UNITS.name)
    known = frozenset(listed["id"] if listed is not None else ())
    # Of a unit that there is not that alone is told.
    units = {name: unit for name, unit in package.of_indicators(INDICATORS.unit_id).items() if unit in known}
    measures = package.of_indicators(INDICATORS.measure)
    rows = zip(
        records[RELATIONS.relation], records[RELATIONS.indicator_id], records[RELATIONS.others], strict=True
    )
    for row, (kind, indicator, others) in enumerate(rows):
        if kind is None or indicator is None or not others:
            continue
        least, most = _OTHERS[kind]
        place = records.place(row, RELATIONS.others.name)
        if not least <= len(others) <= most:
            yield Problem("relation-count", place, {"value": kind, "cells": str(len(others))})
            continue
        if indicator in others:
            yield Problem("relation-self", place, {"value": indicator})
            continue
        unit = units.get(indicator)
        other_unit = next((name for name in others if units.get(name) != unit), "")
        if kind != RelationKind.SHARE and units.get(other_unit) and unit:
            values = {"value": other_unit, "unit": str(units[other_unit]), "old": str(unit)}
            yield Problem("relation-unit", place, values)
        kinds = (measures.get(indicator), measures.get(others[0]))
        if kind == RelationKind.INCREMENT and None not in kinds and kinds != (Measure.FLOW, Measure.STOCK):
            yield Problem("relation-measure", place, {"value": indicator, "key": others[0]})
    named = ((records, row, "others", "others", name, "") for row, name in enumerate(records["id"]) if name)
    yield from repeated(named, by_value)


def _continued(package: PackageRecords) -> Iterator[Problem]:
    """A goal carries on goals of earlier documents only, so that the way back from goal to goal has an end."""
    standing = {document.id: _in_time(document) for document in package.documents.values()}
    for document in package.documents.values():
        own = standing[document.id]
        if document.goals is None or own is None:
            continue
        for row, names in enumerate(document.goals[GOALS.continues]):
            for name in filter(None, names or ()):
                other_document = name.partition("/")[0]
                other = standing.get(other_document)
                if other is not None and other >= own and other_document != document.id:
                    days = zip(("start", "issued", "own_start", "own_issued"), (*other, *own), strict=True)
                    values = {"value": name, **{key: str(day) for key, day in days}}
                    yield Problem("continues-later", document.goals.place(row, GOALS.continues.name), values)


def _in_time(document: DocumentRecords) -> tuple[date, date] | None:
    """A plan's first day and its day of issue, by which plans follow one another; None where they can't be read."""
    facts = document.document
    if facts is None or not facts.sound:
        return None
    start = facts[DOCUMENT.period_start][0]
    return None if start is None else (start, facts[DOCUMENT.published][0] or start)
