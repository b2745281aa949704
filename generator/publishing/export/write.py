"""Writes the downloads of a package: CSV tables, descriptor, archive, workbook, database, a file for each indicator."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator.comparing.revisions import Revision
from generator.core.csv_files import csv_file
from generator.core.languages import column
from generator.core.model import Package
from generator.format.published import published_order
from generator.publishing.export import computed, ledger
from generator.publishing.export.about import facts
from generator.publishing.export.codebook import codebook, codebook_columns, codebook_text, readme
from generator.publishing.export.database import database
from generator.publishing.export.descriptor import descriptor
from generator.publishing.export.filled import FilledTable, ordered
from generator.publishing.export.workbook import workbook
from generator.verdicts.standings import Standings

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""Archives carry dates; a fixed one keeps two exports of one commit the same."""


def published_tables(
    package: Package, standings: Standings, revisions: Iterable[Revision] = ()
) -> list[FilledTable]:
    """Every table of a package, in the order of the codebook; `revisions` are what git knows of changes."""
    tables = [
        ledger.documents(package),
        ledger.goals(package),
        ledger.indicators(package),
        ledger.relations(package),
        ledger.targets(package, standings.restates),
        computed.planned(package, standings),
        computed.deliverables(package, standings),
        ledger.progress(package),
        ledger.observations(package),
        ledger.claims(package),
        computed.assessments(package, standings),
        computed.findings(package, standings),
        computed.derived(package, standings),
        ledger.corrections(package),
        ledger.revisions(package, revisions),
        *(ledger.code_list(package, name) for name in ("organisations", "themes", "areas", "units")),
    ]
    dimensions = {item.id: tuple(item.values) for item in package.dimensions.values()}
    languages = package.languages, package.added_languages
    return [ordered(table, published_order(table.name, dimensions, *languages)) for table in tables]


def write_package(
    folder: Path,
    package: Package,
    standings: Standings,
    homepage: str = "",
    revisions: Iterable[Revision] = (),
    made: date | None = None,
) -> list[FilledTable]:
    """Write everything that a package offers for download into `folder`, and return its tables.

    `revisions` are what git knows of changes to published figures; `homepage` is the address of the package's page, where that of the site is known; `made` is
    the day on which the files are made, by default that of the standings.
    """
    tables = published_tables(package, standings, revisions)
    (folder / "indicators").mkdir(parents=True)
    csvs = {table.name: csv_file([table.names, *table.rows]) for table in tables}
    made = made or standings.today
    described = descriptor(package, made, tables, csvs, homepage)
    files = {
        "datapackage.json": _json(described, indent=2),
        **{f"{name}.csv": content for name, content in csvs.items()},
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    languages = package.languages, package.added_languages
    papers = {
        "README.md": readme(package, standings.today, tables, homepage).encode(),
        "codebook.csv": csv_file([codebook_columns(*languages), *codebook(tables, *languages)]),
        "codebook.md": codebook_text(tables, package.languages).encode(),
    }
    _write_zip(folder / f"{package.id}.zip", package.id, papers | files)
    known = facts(package, standings.today, homepage)
    (folder / f"{package.id}.xlsx").write_bytes(workbook(package, standings, tables, known, made))
    (folder / f"{package.id}.sqlite").write_bytes(database(tables, known, *languages))
    _write_indicators(folder / "indicators", package, tables)
    return tables


def _write_zip(file: Path, folder: str, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", _ZIP_DATE)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)


def _json(content: Mapping[str, Any], indent: int | None = None) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=indent) + "\n").encode()


def _write_indicators(folder: Path, package: Package, tables: Sequence[FilledTable]) -> None:
    """`<indicator>.csv`: its reported figures; `<indicator>.json`: definition, targets, figures, assessments."""
    by_name = {table.name: table for table in tables}
    shared = {"package": package.id, "version": package.version, "licence": package.licence}
    indicators, targets, observations = (by_name[name] for name in ("indicators", "targets", "observations"))
    assessments = {row[0]: _record(by_name["assessments"], row) for row in by_name["assessments"].rows}
    targets_of, observations_of = _by_indicator(targets), _by_indicator(observations)
    units = {row[0]: dict(zip(by_name["units"].names, row, strict=True)) for row in by_name["units"].rows}
    unit = indicators.names.index("unit_id")
    for row in indicators.rows:
        indicator_id = row[0]
        reported = observations_of.get(indicator_id, [])
        (folder / f"{indicator_id}.csv").write_bytes(csv_file([observations.names, *reported]))
        content = {
            **_record(indicators, row),
            **shared,
            **{column("unit", tag): units[row[unit]][column("title", tag)] for tag in package.languages},
            "targets": [
                {**_record(targets, target), "assessment": assessments[target[0]]}
                for target in targets_of.get(indicator_id, [])
            ],
            "observations": [_record(observations, item) for item in reported],
        }
        # Without indentation: json writes that in C, ten times as fast.
        (folder / f"{indicator_id}.json").write_bytes(_json(content))


def _record(table: FilledTable, row: Sequence[str]) -> dict[str, str | float | bool | None]:
    """A row as JSON has it: numbers and booleans as such, null for missing."""
    return {name: _plain(kind, value) for (name, kind), value in zip(table.columns, row, strict=True)}


def _plain(kind: str, value: str) -> str | float | bool | None:
    if not value:
        return None
    if kind in ("number", "integer"):
        return float(value) if "." in value else int(value)
    return value == "true" if kind == "boolean" else value


def _by_indicator(table: FilledTable) -> dict[str, list[Sequence[str]]]:
    position = table.names.index("indicator_id")
    groups: dict[str, list[Sequence[str]]] = {}
    for row in table.rows:
        groups.setdefault(row[position], []).append(row)
    return groups


def sha256(file: Path) -> str:
    """The checksum of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
