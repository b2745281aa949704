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

SCHEMA = "data/indicator.schema.json"
"""Where on the site the JSON Schema of the file of an indicator stands."""

_INDICATOR = OBSERVATIONS.indicator_id.name

LONG = 200
"""From how many observations on the JSON of an indicator has them as columns: each name stands there once, which takes
a fraction of the space and of the time to read it."""


def write_indicators(
    folder: Path,
    package: Package,
    tables: Sequence[FilledTable],
    pieces: Pieces | None = None,
    revised: Sequence[str] = (),
    homepage: str = "",
) -> None:
    """Write the two files of each indicator into a new folder.

    `revised` has for each row of the table of revisions the indicator that it is about, empty where it is about none;
    `homepage` is the address of the package's page, where that is known.

    The CSV has the columns of the table of observations, with a column for each dimension that one of its rows has in
    the place of the key of breakdowns. The JSON holds the same rows as a list of records under `observations` or, of
    more than `LONG`, as columns under `observation_columns`: for each column a list with an entry for each row, or the
    one value that all rows have. There the ids are left out: they are made of the other columns, would be half of the
    file, and stand in the CSV, in the same order. Behind them stand the documents that the figures and targets cite, with
    the places in them, findings, revisions, and the page. Where `pieces` know files that are made of the same, these are taken.
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
    sources = _Sources(by_name["documents"])
    findings_of = by_name["findings"].rows_by(_INDICATOR)
    revisions_of: dict[str, list[int]] = {}
    for row, name in enumerate(revised):
        revisions_of.setdefault(name, []).append(row)
    about = observations.names, [(item.id, *item.values) for item in package.dimensions.values()]
    for facts in records(indicators):
        name = facts["indicator_id"]
        own_targets = targets.at(targets_of.get(name, ()))
        told = {
            **facts,
            **shared,
            **{
                column("unit", tag): units[facts["unit_id"]][column("title", tag)] or ""
                for tag in package.languages
            },
            "targets": [
                {**target, "assessment": assessments[target["target_id"]]} for target in records(own_targets)
            ],
        }
        rows = observations_of.get(name, ())
        beside = {
            "findings": records(by_name["findings"].at(findings_of.get(name, ()))),
            "revisions": records(by_name["revisions"].at(revisions_of.get(name, ()))),
            "page": f"{homepage or f'../../../{package.id}/'}indicators/{name}/",
            "$schema": f"{_root(homepage, package.id)}{SCHEMA}",
        }
        # Of a small package it is soon looked through what its rows say.
        origin = pieces.of_indicator(name)
        own = observations.at(rows) if not origin else None
        made_of = (
            origin or repr((about, own and [*map(list, own.cells)])),
            _json({**told, **beside}),
            sources.told,
        )
        files = f"{folder.name}/{name}.csv", f"{folder.name}/{name}.json"
        if pieces.take(folder.parent, files, *made_of):
            continue
        reported = with_dimensions(own or observations.at(rows), values, package)
        (folder / f"{name}.csv").write_bytes(csv_file([reported.names, *reported.rows]))
        content = {**told, **_observations(reported), "sources": sources.of(own_targets, reported), **beside}
        (folder / f"{name}.json").write_text(_json(content), encoding="utf-8")


class _Sources:
    """The documents of a package, for telling which of them rows cite and where."""

    def __init__(self, documents: FilledTable) -> None:
        self._documents = {row["document_id"]: row for row in records(documents)}
        self.told = _json(self._documents)
        """All that is known of them, as a text."""

    def of(self, *tables: FilledTable) -> list[dict[str, Any]]:
        """The documents that rows of some tables cite, in the order of the package, each with the places in it as
        `locators`; those of more than `LONG` rows stand in the column of the rows alone.
        """
        cited: dict[str, dict[str, None]] = {}
        for table in tables:
            for document, locator in zip(table.column("document_id"), table.column("locator"), strict=True):
                places = cited.setdefault(document, {})
                if len(table) <= LONG:
                    places[locator] = None
        return [
            {**self._documents[name], "locators": [*cited[name]]} for name in self._documents if name in cited
        ]


def _root(homepage: str, package: str) -> str:
    """The address of the site; the way to it from the file where it is not known."""
    return homepage.removesuffix(f"{package}/") if homepage else "../../../"


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
