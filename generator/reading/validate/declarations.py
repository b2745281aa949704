"""Rules of what authors declare about rows: planned values, claims, and relations between indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.core.codes import RelationKind
from generator.core.problems import Problem
from generator.reading.validate.inventory import DocumentRecords, PackageRecords
from generator.reading.validate.rows import (
    as_of_problems,
    by_value,
    columns,
    identified,
    period_problems,
    repeated,
)
from generator.reading.validate.structure import Records, suggest

_OTHERS: Mapping[str, tuple[int, int]] = {
    RelationKind.SHARE: (2, 2),
    RelationKind.SUM: (2, 99),
    RelationKind.PART: (1, 1),
    RelationKind.INCREMENT: (1, 1),
    RelationKind.SAME_NAME: (1, 1),
}
"""How many other indicators a relation takes, at least and at most."""


def check_declarations(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each declaration that cannot be; needs the ids that the rules on rows give to targets."""
    targets = _targets(package)
    whole = not any(path.endswith("/targets.csv") for path in package.unread)
    for document in package.documents.values():
        yield from _planned(document, targets, whole=whole)
        yield from _claims(document)
    if package.relations is not None:
        yield from _relations(package.relations, package)


def _targets(package: PackageRecords) -> dict[str, tuple[Any, Any, Any]]:
    """(indicator, first day, last day) of every target, by its id."""
    return {
        name: (indicator, start, end)
        for document in package.documents.values()
        for records in document.table("targets")
        for _, name, indicator, start, end in columns(
            records, "id", "indicator_id", "period_start", "period_end"
        )
        if name is not None
    }


def _planned(
    document: DocumentRecords, targets: Mapping[str, tuple[Any, Any, Any]], *, whole: bool
) -> Iterator[Problem]:
    """`whole`: all targets could be read, so that one that is not there is missing."""
    for records in document.table("planned"):
        indicators, ids = [], []
        for row, name, day, figure in columns(records, "target_id", "date", "figure"):
            indicator, start, end = targets.get(name, (None, None, None))
            indicators.append(indicator)
            ids.append(f"{name}/{day}" if name and day else None)
            if name and name not in targets and whole:
                values = {"value": name, "table": "targets", "suggestion": suggest(name, targets)}
                yield Problem("unknown-reference", records.place(row, "target_id"), values)
            elif day is not None and start is not None and not start <= day < end:
                values = {"value": str(day), "start": str(start), "end": str(end)}
                yield Problem("planned-outside", records.place(row, "date"), values)
            if not figure:
                yield Problem("figure-missing", records.place(row, "figure"))
        records.columns |= {"indicator_id": indicators, "id": ids}
    yield from repeated(identified(document, "planned", "value", "target_id"), by_value)


def _claims(document: DocumentRecords) -> Iterator[Problem]:
    for records in document.table("claims"):
        records.columns["id"] = [f"{document.id}/{slug}" if slug else None for slug in records["slug"]]
        names = ("period_start", "period_end", "as_of", "share", "figure")
        for row, start, end, as_of, share, figure in columns(records, *names):
            yield from period_problems(records, row, start, end)
            yield from as_of_problems(records, row, start, as_of)
            if share is not None and not 0 < share <= 100:  # noqa: PLR2004 - per cent
                yield Problem("claim-share", records.place(row, "share"), {"value": str(share)})
            if not figure:
                yield Problem("figure-missing", records.place(row, "figure"))
    yield from repeated(identified(document, "claims", "share", "slug"), by_value)


def _relations(records: Records, package: PackageRecords) -> Iterator[Problem]:
    units, measures = package.of_indicators("unit_id"), package.of_indicators("measure")
    names = ("relation", "indicator_id", "others")
    for row, kind, indicator, others in columns(records, *names):
        if kind is None or indicator is None or not others:
            continue
        least, most = _OTHERS[kind]
        place = records.place(row, "others")
        if not least <= len(others) <= most:
            yield Problem("relation-count", place, {"value": kind, "cells": str(len(others))})
            continue
        if indicator in others:
            yield Problem("relation-self", place, {"value": indicator})
            continue
        other_unit = next((name for name in others if units.get(name) != units.get(indicator)), None)
        if kind != RelationKind.SHARE and other_unit in units and indicator in units:
            values = {"value": str(other_unit), "unit": str(units[other_unit]), "old": units[indicator]}
            yield Problem("relation-unit", place, values)
        kinds = (measures.get(indicator), measures.get(others[0]))
        if kind == RelationKind.INCREMENT and None not in kinds and kinds != ("flow", "stock"):
            yield Problem("relation-measure", place, {"value": indicator, "key": others[0]})
