"""Writes the downloads of a package: CSV tables, descriptor, one archive, a file for each indicator."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from generator import __version__
from generator.export import computed, ledger
from generator.export.tables import CHOICES, Table, description
from generator.messages import catalogue
from generator.model import Package
from generator.standings import Standings

_LICENCES = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "CC0-1.0": ("Creative Commons Zero 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODC-By-1.0": ("Open Data Commons Attribution 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "ODbL-1.0": (
        "Open Data Commons Open Database License 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
    ),
}
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""Archives carry dates; a fixed one keeps two exports of one commit the same."""


def published_tables(package: Package, standings: Standings) -> list[Table]:
    """Every table of a package, in the order of the codebook."""
    return [
        ledger.documents(package),
        ledger.goals(package),
        ledger.indicators(package),
        ledger.relations(package),
        ledger.targets(package, standings.restates),
        ledger.planned(package),
        computed.deliverables(package, standings),
        ledger.observations(package),
        ledger.claims(package),
        computed.assessments(package, standings),
        computed.findings(package, standings),
        computed.derived(standings),
        ledger.corrections(package),
        ledger.code_list("organisations", "organisation_id", package.organisations, part_of=True),
        ledger.code_list("themes", "theme_id", package.themes),
        ledger.code_list("areas", "area_id", package.areas, part_of=True),
        ledger.code_list("units", "unit_id", package.units),
    ]


def write_package(folder: Path, package: Package, standings: Standings) -> list[Table]:
    """Write everything that a package offers for download into `folder`, and return its tables."""
    tables = published_tables(package, standings)
    (folder / "indicators").mkdir(parents=True)
    for table in tables:
        _write_csv(folder / f"{table.name}.csv", table.names, table.rows)
    described = json.dumps(descriptor(package, standings, tables), ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(described, encoding="utf-8")
    _write_indicators(folder / "indicators", package, tables)
    names = ["datapackage.json", *(f"{table.name}.csv" for table in tables)]
    with zipfile.ZipFile(folder / f"{package.id}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            entry = zipfile.ZipInfo(f"{package.id}/{name}", _ZIP_DATE)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (folder / name).read_bytes(), zipfile.ZIP_DEFLATED)
    return tables


def descriptor(package: Package, standings: Standings, tables: Sequence[Table]) -> dict[str, Any]:
    """The package's `datapackage.json` (Data Package v2)."""
    title, path = _LICENCES[package.licence]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": package.id,
        "title": f"{package.title.zh} / {package.title.en}",
        "description": f"{package.description.zh}\n\n{package.description.en}",
        "version": package.version,
        "created": f"{standings.today.isoformat()}T00:00:00Z",
        "licenses": [{"name": package.licence, "title": title, "path": path}],
        "contributors": [{"title": "Mingzhang 明账", "roles": ["publisher"]}],
        "sources": [{"title": item.title.zh} for item in package.documents.values()],
        "disclaimer": f"{package.disclaimer.zh}\n\n{package.disclaimer.en}",
        "generator": f"mingzhang {__version__}",
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    fields = [
        {
            "name": name,
            "type": kind,
            "description": f"{description(table.name, name, 'zh')} / {description(table.name, name, 'en')}",
            **_constraints(table, name),
        }
        for name, kind in table.columns
    ]
    titles = [catalogue(language, "fields")["tables"][table.name] for language in ("zh", "en")]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
        "name": table.name,
        "type": "table",
        "title": " / ".join(titles),
        "path": f"{table.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"$schema": "https://datapackage.org/profiles/2.0/tabledialect.json", "delimiter": ","},
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": fields,
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": other, "fields": [_key_of(other)]}}
                for column, other in table.foreign.items()
            ],
        },
    }


def _constraints(table: Table, name: str) -> dict[str, Any]:
    if table.key == (name,):
        return {"constraints": {"required": True, "unique": True}}
    return {"constraints": {"enum": list(CHOICES[name])}} if name in CHOICES else {}


def _key_of(table: str) -> str:
    return f"{table[:-1]}_id"


def _write_csv(file: Path, names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)


def _write_indicators(folder: Path, package: Package, tables: Sequence[Table]) -> None:
    """`<indicator>.csv`: its reported figures; `<indicator>.json`: definition, targets, figures, assessments."""
    by_name = {table.name: table for table in tables}
    shared = {"package": package.id, "version": package.version, "licence": package.licence}
    indicators, targets, observations = (by_name[name] for name in ("indicators", "targets", "observations"))
    assessments = {row[0]: _record(by_name["assessments"], row) for row in by_name["assessments"].rows}
    targets_of, observations_of = _by_indicator(targets), _by_indicator(observations)
    units = {row[0]: row for row in by_name["units"].rows}
    unit = indicators.names.index("unit_id")
    for facts in indicators.rows:
        indicator_id = facts[0]
        reported = observations_of.get(indicator_id, [])
        _write_csv(folder / f"{indicator_id}.csv", observations.names, reported)
        content = {
            **_record(indicators, facts),
            **shared,
            "unit_zh": units[facts[unit]][1],
            "unit_en": units[facts[unit]][2],
            "targets": [
                {**_record(targets, row), "assessment": assessments[row[0]]}
                for row in targets_of.get(indicator_id, [])
            ],
            "observations": [_record(observations, row) for row in reported],
        }
        # Without indentation: json writes that in C, ten times as fast.
        text = json.dumps(content, ensure_ascii=False) + "\n"
        (folder / f"{indicator_id}.json").write_text(text, encoding="utf-8")


def _record(table: Table, row: Sequence[str]) -> dict[str, str | float | bool | None]:
    """A row as JSON has it: numbers and booleans as such, null for missing."""
    return {name: _plain(kind, value) for (name, kind), value in zip(table.columns, row, strict=True)}


def _plain(kind: str, value: str) -> str | float | bool | None:
    if not value:
        return None
    if kind == "number":
        return float(value) if "." in value else int(value)
    return value == "true" if kind == "boolean" else value


def _by_indicator(table: Table) -> dict[str, list[Sequence[str]]]:
    position = table.names.index("indicator_id")
    groups: dict[str, list[Sequence[str]]] = {}
    for row in table.rows:
        groups.setdefault(row[position], []).append(row)
    return groups


def sha256(file: Path) -> str:
    """The checksum of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
