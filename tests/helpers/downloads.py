"""The downloads of one package: written, read back, and held against an independent reader."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from folders import ROOT
from sites import TODAY

from generator.core.model import Package
from generator.publishing.export.write import write_package
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.verdicts.standings import assess_package

Rows = list[dict[str, str]]

COLUMNS = {
    "documents": "document_id title_zh title_en kind publisher_id period_start period_end published completeness "
    "archive_sha256 notes_zh notes_en url archived_url retrieved document_number media_type issued",
    "progress": "progress_id deliverable_id document_id state as_of locator evidence_zh evidence_en note_zh note_en "
    "new_due",
    "goals": "goal_id document_id number section_zh section_en title_zh title_en summary_zh summary_en themes "
    "organisations officers continues locator",
    "indicators": "indicator_id theme_id title_zh title_en definition_zh definition_en unit_id measure ascending falls sdg wikidata",
    "targets": "target_id goal_id document_id indicator_id area_id period_start period_end comparator value "
    "value_upper baseline locator figure note_zh note_en restates qualifier attainment "
    "baseline_start baseline_end page supersedes revised_on revision_reason_zh revision_reason_en "
    "target_value",
    "planned": "planned_id target_id document_id date value locator figure note_zh note_en reached observation_id page "
    "planned_value planned_day",
    "deliverables": "deliverable_id goal_id document_id title_zh title_en due state state_as_of locator "
    "state_document_id state_locator evidence_zh evidence_en note_zh note_en overdue current_due "
    "current_due_document_id current_due_locator times_put_off current_overdue",
    "observations": "observation_id document_id indicator_id area_id period_start period_end as_of value qualifier "
    "obs_status stated_share stated_change locator figure published stated_share_figure stated_change_figure "
    "note_zh note_en unit_id page",
    "claims": "claim_id document_id period_start period_end as_of share locator figure note_zh note_en page",
    "relations": "relation_id relation indicator_id others note_zh note_en",
    "assessments": "target_id observation_id as_of reporting_status progress_status share_done share_due pace "
    "explanation_zh explanation_en period_over rule reason value baseline baseline_origin half_test periods_met "
    "periods_reported parts replaced qualifier restates set_aside across_break superseded_by uncertain bound reply_zh reply_en replied_on replied_by "
    "observed_value observed_qualifier baseline_used",
    "findings": "finding_id finding_kind indicator_id rows stated computed formula statement_zh statement_en "
    "note_zh note_en explanation_zh explanation_en explained_on explained_by reply_zh reply_en",
    "derived": "derived_id indicator_id area_id date value total increment formula derived_value derived_day",
    "corrections": "correction_id table key field old new date reason_zh reason_en responsible",
    "revisions": "revision_id date commit table key field old new document reason_zh reason_en responsible subject carried",
    "organisations": "organisation_id title_zh title_en part_of credit_code ror wikidata",
    "themes": "theme_id title_zh title_en description_zh description_en wikidata",
    "areas": "area_id title_zh title_en part_of iso_3166 gbt_2260 wikidata",
    "units": "unit_id title_zh title_en ucum wikidata",
    "versions": "delta_id version date commit table added changed removed renamed",
    "turned": "correction_id revision_id target_id old new",
    "former_ids": "former_id table old now date commit reason_zh reason_en",
    "vintages": "vintage_id table document_id key known_since recorded_on withdrawn_on published current_key "
    "recorded_commit withdrawn_commit cells",
    "goals_themes": "goal_id position theme_id",
    "goals_organisations": "goal_id position organisation_id",
    "goals_continues": "goal_id position continues_goal_id",
    "relations_others": "relation_id position indicator_id",
    "assessments_parts": "target_id position observation_id",
    "assessments_replaced": "target_id position observation_id",
    "assessments_set_aside": "target_id position observation_id",
    "findings_rows": "finding_id position target_id observation_id claim_id",
}
"""What is published, by table."""

BROKEN_DOWN = {name: columns for name, columns in COLUMNS.items() if name != "vintages"} | {
    "observations": f"{COLUMNS['observations']} breakdown",
    "dimensions": "dimension_id title_zh title_en exhaustive",
    "dimension_values": "dimension_id value_id title_zh title_en",
    "breakdowns": "breakdown path",
    "observation_breakdowns": "breakdown dimension_id value_id",
    "vintages": COLUMNS["vintages"],
}
"""What is published where a package declares dimensions."""

KEYS = {
    **{name: columns.split()[:2] for name, columns in COLUMNS.items() if " position " in columns},
    "dimension_values": ["dimension_id", "value_id"],
    "observation_breakdowns": ["breakdown", "dimension_id"],
    "turned": ["correction_id", "revision_id"],
}
"""The key of a table where it is not the first column alone."""

PROGRAMS = ROOT / "site_src" / "snippets"
"""The programs that the data page shows."""


def loaded(data: Path, name: str) -> Package:
    """A package of some sound data."""
    ledger, report = load(WorkingTree(data))
    assert ledger is not None, report.render("text", "en")
    return ledger.packages[name]


def written(folder: Path, package: Package) -> Path:
    """The folder of a package's downloads."""
    write_package(folder / package.id, package, assess_package(package, TODAY))
    return folder / package.id


def read(file: Path) -> Rows:
    """The rows of a table."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def own_rows(folder: Path, indicator: str) -> Rows:
    """The observations of an indicator as its own file has them, by the tables: a column for each dimension in use."""
    rows = [row for row in read(folder / "observations.csv") if row["indicator_id"] == indicator]
    if not (folder / "observation_breakdowns.csv").exists():
        return rows
    values: dict[str, dict[str, str]] = {"": {}}
    for row in read(folder / "observation_breakdowns.csv"):
        values.setdefault(row["breakdown"], {})[row["dimension_id"]] = row["value_id"]
    used = [
        row["dimension_id"]
        for row in read(folder / "dimensions.csv")
        if any(row["dimension_id"] in values[item["breakdown"]] for item in rows)
    ]
    found = []
    for row in rows:
        own = values[row.pop("breakdown")]
        cells = iter(row.items())
        first = [next(cells) for _ in range(4)]
        found.append(dict([*first, *((name, own.get(name, "")) for name in used), *cells]))
    return found


def kinds(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """The type of each column by table, as the descriptor has them."""
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    return {
        item["name"]: {field["name"]: field["type"] for field in item["schema"]["fields"]}
        for item in resources
    }


def complaints(folder: Path, *tables: str) -> set[tuple[str, str]]:
    """What frictionless finds, in some tables or in all: table and kind of error."""
    import frictionless

    package = frictionless.Package(str(folder / "datapackage.json"))
    asked = map(package.get_resource, tables) if tables else [package]
    reports = [item.validate() for item in asked]
    found = {(task.name, error.type) for report in reports for task in report.tasks for error in task.errors}
    assert all(report.valid for report in reports) == (not found), [report.errors for report in reports]
    return found


EXPORT = """
import os
import sys
from pathlib import Path
from downloads import loaded, written
os.umask(0o077)
written(Path(sys.argv[1]), loaded(Path(sys.argv[2]), sys.argv[3]))
"""

ELSEWHERE = [
    {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "1"},
    {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"},
]
"""Machines of other people: their time zone, their language, and the order in which their sets stand."""


def contents(folder: Path) -> Mapping[str, bytes]:
    """Every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def written_elsewhere(folder: Path, data: Path, name: str, place: Mapping[str, str]) -> Mapping[str, bytes]:
    """The downloads of a package as another machine writes them."""
    run = subprocess.run(
        [sys.executable, "-c", EXPORT, folder, data, name],
        env={**os.environ, **place, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    return contents(folder / name)
