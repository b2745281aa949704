"""Rules between values: periods that run backwards, ranges without bounds, rows that say a thing twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.core.ids import observation_id, target_id
from generator.core.problems import Problem
from generator.reading.validate.corrections import check_corrections
from generator.reading.validate.inventory import DocumentRecords, PackageRecords
from generator.reading.validate.rows import (
    as_of_problems,
    by_value,
    columns,
    identified,
    period_problems,
    repeated,
    shown,
)
from generator.reading.validate.structure import Records


def check_rules(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each rule that a package breaks."""
    for records in package.lists.values():
        if "part_of" in records.columns:
            yield from _cycles(records, "part_of", dict(zip(records["id"], records["part_of"], strict=True)))
    yield from _indicators(package.indicators.values())
    if package.corrections is not None:
        yield from check_corrections(package.corrections)
    main_area = (
        package.package["area_id"][0] if package.package is not None and package.package.length else ""
    )
    for document in package.documents.values():
        facts = next(document.document.rows(), None) if document.document is not None else None
        if document.document is not None and facts is not None:
            yield from period_problems(document.document, 0, facts["period_start"], facts["period_end"])
        dataset = facts is not None and facts["kind"] == "dataset"
        start = facts["period_start"] if facts is not None else None
        yield from _targets(document, main_area or "", dataset=dataset)
        yield from _deliverables(document)
        yield from _observations(document, main_area or "", start, package, dataset=dataset)
        yield from _progress(document)


def _cycles(records: Records, field: str, parents: Mapping[str, Any]) -> Iterator[Problem]:
    """Things that are, over some steps, part of themselves."""
    for row, name in enumerate(parents):
        seen = {name}
        above = parents.get(name)
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above == name:
            yield Problem("cycle", records.place(row, field), {"value": name})


def _indicators(files: Iterable[Records]) -> Iterator[Problem]:
    """One id, one indicator, in whichever theme's file."""
    yield from repeated(
        ((records, row, "id", "id", name, "") for records in files for row, name in enumerate(records["id"])),
        lambda _: "duplicate-id",
    )


def _targets(document: DocumentRecords, main_area: str, *, dataset: bool) -> Iterator[Problem]:
    for records in document.table("targets"):
        ids: list[str | None] = []
        names = (
            "goal",
            "indicator_id",
            "area_id",
            "period_start",
            "period_end",
            "comparator",
            "value",
            "value_upper",
            "figure",
        )
        for row, goal, indicator, area, start, end, comparator, value, upper, figure in columns(
            records, *names
        ):
            yield from period_problems(records, row, start, end)
            bounds = value is not None and (records.sound if upper is None else upper <= value)
            if comparator == "between" and bounds:
                yield Problem(
                    "range-bounds",
                    records.place(row, "value_upper"),
                    {"value": shown(upper), "lower": str(value)},
                )
            elif comparator is not None and comparator != "between" and upper is not None:
                yield Problem(
                    "range-comparator",
                    records.place(row, "comparator"),
                    {"value": comparator, "upper": str(upper)},
                )
            if not figure and not dataset:
                yield Problem("figure-missing", records.place(row, "figure"))
            whole = None not in (goal, indicator, area, start, end)
            ids.append(
                target_id(f"{document.id}/{goal}", indicator, area, main_area, start, end) if whole else None
            )
        records.columns["id"] = ids
    yield from repeated(identified(document, "targets", "value", "indicator_id"), by_value)


def _deliverables(document: DocumentRecords) -> Iterator[Problem]:
    for records in document.table("deliverables"):
        pairs = zip(records["goal"], records["slug"], strict=True)
        records.columns["id"] = [
            f"{document.id}/{goal}/{slug}" if goal and slug else None for goal, slug in pairs
        ]
    yield from repeated(identified(document, "deliverables", "title_zh", "slug"), by_value)


def _progress(document: DocumentRecords) -> Iterator[Problem]:
    for records in document.table("progress"):
        pairs = zip(records["deliverable_id"], records["as_of"], strict=True)
        records.columns["id"] = [f"{name}/{as_of}" if name and as_of else None for name, as_of in pairs]
    yield from repeated(identified(document, "progress", "state", "deliverable_id"), by_value)


def _observations(
    document: DocumentRecords, main_area: str, document_start: Any, package: PackageRecords, *, dataset: bool
) -> Iterator[Problem]:
    dimensions = package.dimensions
    for records in document.table("observations"):
        yield from _reported(records, dataset=dataset, whole=records.sound)
        codes = _breakdowns(records, dimensions)
        ids: list[str | None] = []
        names = ("indicator_id", "area_id", "period_start", "period_end", "as_of")
        for row, indicator, area, start, end, as_of in columns(records, *names):
            refused = any(records[name][row] is None for name in dimensions if name in records.columns)
            whole = None not in (indicator, area, start, end, as_of) and not refused
            first = document_start or start
            ids.append(
                observation_id(document.id, indicator, area, main_area, codes[row], start, end, as_of, first)
                if whole
                else None
            )
        records.columns["id"] = ids
    yield from repeated(identified(document, "observations", "value", "indicator_id"), by_value)
    if dimensions and all(records.sound for records in document.table("observations")):
        yield from _parts(document, package)


def _reported(records: Records, *, dataset: bool, whole: bool) -> Iterator[Problem]:
    """The rules of single observations; `whole`: every cell could be read, so that an empty one is empty."""
    names = ("period_start", "period_end", "as_of", "value", "obs_status", "figure")
    for row, start, end, as_of, value, status, figure in columns(records, *names):
        yield from period_problems(records, row, start, end)
        yield from as_of_problems(records, row, start, as_of)
        if status == "M" and value is not None:
            yield Problem("words-with-value", records.place(row, "obs_status"), {"value": str(value)})
        elif value is None and status not in ("M", None) and whole:
            yield Problem("value-missing", records.place(row, "value"))
        if not figure and not dataset:
            yield Problem("figure-missing", records.place(row, "figure"))
    for field in ("stated_share", "stated_change"):
        for row, stated, figure in columns(records, field, f"{field}_figure"):
            if (stated is None) != (not figure) and whole:
                missing = f"{field}_figure" if stated is not None else field
                yield Problem("stated-pair", records.place(row, missing), {"field": missing})


def _breakdowns(records: Records, dimensions: Sequence[str]) -> list[tuple[tuple[str, str], ...]]:
    """The (dimension, code) pairs of each row, without those that stand for the total."""
    used = [name for name in dimensions if any(records.columns.get(name, ()))]
    if not used:
        return [()] * records.length
    rows = zip(*(records[name] for name in used), strict=True)
    return [tuple((name, code) for name, code in zip(used, row, strict=True) if code) for row in rows]


def _parts(document: DocumentRecords, package: PackageRecords) -> Iterator[Problem]:
    """Where a dimension is declared exhaustive, its parts must add up to the total printed beside them."""
    measures = package.of_indicators("measure")
    for dimension in package.lists["dimensions"].rows():
        declared = dimension["id"] in package.dimensions and dimension["values"]
        if not dimension["exhaustive"] or not declared:
            continue
        totals: dict[tuple[Any, ...], tuple[Records, int, Decimal]] = {}
        parts: dict[tuple[Any, ...], dict[str, Decimal]] = {}
        for records in document.table("observations"):
            codes = _breakdowns(records, package.dimensions)
            names = ("value", "indicator_id", "area_id", "period_start", "period_end", "as_of")
            for row, value, *key in columns(records, *names):
                if value is None or measures.get(key[0]) not in ("flow", "stock"):
                    continue
                rest = tuple(pair for pair in codes[row] if pair[0] != dimension["id"])
                group = (*key, rest)
                own = dict(codes[row]).get(dimension["id"])
                if own is None:
                    totals[group] = (records, row, value)
                else:
                    parts.setdefault(group, {})[own] = value
        wanted = {inner["id"] for inner in dimension["values"]}
        for group, values in parts.items():
            if group in totals and values.keys() == wanted and sum(values.values()) != totals[group][2]:
                records, row, total = totals[group]
                filled = {"dimension": dimension["id"], "sum": str(sum(values.values())), "total": str(total)}
                yield Problem("parts-differ", records.place(row, "value"), filled)
