"""The files of each indicator: `<id>.csv` with its reported figures, `<id>.json` with all that stands on its page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.comparing.former import Former
from generator.core.csv_files import csv_file
from generator.core.languages import column
from generator.core.model import Package
from generator.format.tables import OBSERVATIONS
from generator.publishing.export.breakdowns import values_of, with_dimensions
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.pieces import Pieces

Plain = str | float | bool | None
"""A cell as JSON has it."""

_INDICATOR = OBSERVATIONS.indicator_id.name

LONG = 200
"""From how many observations on the JSON of an indicator has them as columns: each name stands there once, which takes
a fraction of the space and of the time to read it."""


def write_indicators(
    folder: Path, package: Package, tables: Sequence[FilledTable], pieces: Pieces | None = None
) -> None:
    """Write the two files of each indicator into a new folder.

    The CSV has the columns of the table of observations, with a column for each dimension that one of its rows has in
    the place of the key of breakdowns. The JSON holds the same rows as a list of records under `observations` or, of
    more than `LONG`, as columns under `observation_columns`: for each column a list with an entry for each row, or the
    one value that all rows have. There the ids are left out: they are made of the other columns, would be half of the
    file, and stand in the CSV, in the same order. Where `pieces` know files that are made of the same, these are taken.
    """
    folder.mkdir()
    pieces = pieces or Pieces()
    by_name = {table.name: table for table in tables}
    shared = {"package": package.id, "version": package.version, "licence": package.licence}
    indicators, targets, observations = (by_name[name] for name in ("indicators", "targets", "observations"))
    assessments = dict(zip(by_name["assessments"].cells[0], records(by_name["assessments"]), strict=True))
    values = values_of(by_name["breakdowns"]) if "breakdowns" in by_name else {}
    targets_of, observations_of = targets.rows_by(_INDICATOR), observations.rows_by(_INDICATOR)
    units = {row["unit_id"]: row for row in records(by_name["units"])}
    about = observations.names, [(item.id, *item.values) for item in package.dimensions.values()]
    for facts in records(indicators):
        name = facts["indicator_id"]
        told = {
            **facts,
            **shared,
            **{
                column("unit", tag): units[facts["unit_id"]][column("title", tag)] or ""
                for tag in package.languages
            },
            "targets": [
                {**target, "assessment": assessments[target["target_id"]]}
                for target in records(targets.at(targets_of.get(name, ())))
            ],
        }
        rows = observations_of.get(name, ())
        # Of a small package it is soon looked through what its rows say.
        origin = pieces.of_indicator(name)
        own = observations.at(rows) if not origin else None
        made_of = origin or repr((about, own and [*map(list, own.cells)])), _json(told)
        files = f"{folder.name}/{name}.csv", f"{folder.name}/{name}.json"
        if pieces.take(folder.parent, files, *made_of):
            continue
        reported = with_dimensions(own or observations.at(rows), values, package)
        (folder / f"{name}.csv").write_bytes(csv_file([reported.names, *reported.rows]))
        (folder / f"{name}.json").write_text(_json({**told, **_observations(reported)}), encoding="utf-8")


def write_former(folder: Path, package: Package, item: Former, tables: Sequence[FilledTable]) -> None:
    """Write the two files of an indicator that went, where they stood: a table without rows, and since when and why it is
    no more.
    """
    reported = next(table for table in tables if table.name == OBSERVATIONS.name)
    (folder / f"{item.id}.csv").write_bytes(csv_file([reported.names]))
    told: dict[str, Any] = {
        "indicator_id": item.id,
        "package": package.id,
        "version": package.version,
        "licence": package.licence,
        "removed_on": item.revision.day.isoformat(),
        "commit": item.revision.commit or None,
        **{column("reason", tag): item.revision.reason.own(tag) or None for tag in package.languages},
        "targets": [],
        "observations": [],
    }
    (folder / f"{item.id}.json").write_text(_json(told), encoding="utf-8")


def _json(content: Mapping[str, Any]) -> str:
    """The text of a JSON file. It is not indented: json writes that in C, ten times as fast; without
    spaces it is a tenth smaller.
    """
    return f"{json.dumps(content, ensure_ascii=False, separators=(',', ':'))}\n"


def _observations(reported: FilledTable) -> Mapping[str, Any]:
    """The observations of an indicator under the key that says in which form they are."""
    if len(reported) <= LONG:
        return {"observations": records(reported)}
    columns = {
        item.name: _plain(item.type, cells)
        for item, cells in zip(reported.fields, reported.cells, strict=True)
        if item.name not in reported.key
    }
    return {"observation_columns": {name: _once(values) for name, values in columns.items()}}


def _once(values: Sequence[Plain]) -> Sequence[Plain] | Plain:
    """A column, or the value that all of its rows have."""
    return values[0] if values.count(values[0]) == len(values) else values


def records(table: FilledTable) -> list[dict[str, Any]]:
    """The rows as JSON has them: numbers and booleans as such, null for missing."""
    columns = (_plain(item.type, cells) for item, cells in zip(table.fields, table.cells, strict=True))
    return [dict(zip(table.names, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(kind: str, cells: Sequence[str]) -> list[Plain]:
    if kind in ("number", "integer"):
        return [(float(text) if "." in text else int(text)) if text else None for text in cells]
    if kind == "boolean":
        return [text == "true" if text else None for text in cells]
    return [text or None for text in cells]
