"""The published tables: their columns, which never change meaning, and their rows out of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from generator import model
from generator.assess import Assessment, ProgressStatus, ReportingStatus
from generator.explain import explain
from generator.formats import rounded
from generator.messages import catalogue
from generator.model import Named, Package, Text
from generator.standings import Standings
from generator.values import plain_number


@dataclass(frozen=True)
class Table:
    """One published table. `columns` are (name, Table Schema type); `foreign` maps a column to its table."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    foreign: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self.columns)


def description(table: str, column: str, language: str) -> str:
    """What a column means, for the codebook."""
    fields: Mapping[str, str] = catalogue(language, "fields")["fields"]
    if column in fields or f"{table}.{column}" in fields:
        return fields.get(f"{table}.{column}") or fields[column]
    return fields["dimension"].format(dimension=column)


def cell(value: Any) -> str:
    """A value as it stands in a published table: plain, with a dot for decimals, empty for missing."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ";".join(value)
    return str(value)


_TYPES = {
    "date": {"as_of", "period_start", "period_end", "published", "due", "state_as_of", "date"},
    "number": {
        "value",
        "value_upper",
        "baseline",
        "stated_share",
        "stated_change",
        "share_done",
        "share_due",
        "pace",
    },
    "boolean": {"ascending"},
}
CHOICES: Mapping[str, type[StrEnum]] = {
    "kind": model.DocumentKind,
    "completeness": model.Completeness,
    "measure": model.Measure,
    "comparator": model.Comparator,
    "state": model.DeliverableState,
    "qualifier": model.Qualifier,
    "obs_status": model.ObservationStatus,
    "reporting_status": ReportingStatus,
    "progress_status": ProgressStatus,
}
"""Columns that hold one of a few values."""

_REFERENCES = {
    "document_id": "documents",
    "publisher_id": "organisations",
    "goal_id": "goals",
    "indicator_id": "indicators",
    "theme_id": "themes",
    "unit_id": "units",
    "area_id": "areas",
    "target_id": "targets",
    "observation_id": "observations",
}


def _table(name: str, columns: str, rows: Iterable[tuple[Any, ...]], *, key: str = "") -> Table:
    names = columns.split()
    types = {column: kind for kind, listed in _TYPES.items() for column in listed}
    foreign = {column: table for column, table in _REFERENCES.items() if column in names and table != name}
    return Table(
        name,
        tuple((column, types.get(column, "string")) for column in names),
        (key or names[0],),
        foreign,
        tuple(tuple(cell(value) for value in row) for row in rows),
    )


def published_tables(package: Package, standings: Standings) -> list[Table]:
    """Every table of a package, in the order of the codebook."""
    return [
        _documents(package),
        _goals(package),
        _indicators(package),
        _targets(package),
        _deliverables(package, standings),
        _observations(package),
        _assessments(package, standings),
        _corrections(package),
        _code_list("organisations", "organisation_id", package.organisations, part_of=True),
        _code_list("themes", "theme_id", package.themes),
        _code_list("areas", "area_id", package.areas, part_of=True),
        _code_list("units", "unit_id", package.units),
    ]


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def _documents(package: Package) -> Table:
    columns = "document_id title_zh title_en kind publisher_id period_start period_end published completeness archive_sha256 notes_zh notes_en"
    rows = (
        (
            *(item.id, *_both(item.title), item.kind, item.publisher_id, item.period.start, item.period.end),
            *(item.published, item.completeness, item.archive_sha256, *_both(item.notes)),
        )
        for item in package.documents.values()
    )
    return _table("documents", columns, rows)


def _goals(package: Package) -> Table:
    columns = (
        "goal_id document_id number section_zh section_en title_zh title_en summary_zh summary_en "
        "themes organisations officers continues"
    )

    def rows() -> Iterator[tuple[Any, ...]]:
        for goal in package.goals.values():
            sections = package.documents[goal.document_id].sections
            section = sections.get(goal.locator.rpartition("/")[0], Text("", ""))
            names = (*_both(section), *_both(goal.title), *_both(goal.summary))
            yield (
                goal.id,
                goal.document_id,
                goal.number,
                *names,
                goal.themes,
                goal.organisations,
                goal.officers,
                goal.continues,
            )

    return _table("goals", columns, rows())


def _indicators(package: Package) -> Table:
    columns = "indicator_id theme_id title_zh title_en definition_zh definition_en unit_id measure ascending"
    rows = (
        (
            item.id,
            item.theme_id,
            *_both(item.title),
            *_both(item.definition),
            item.unit_id,
            item.measure,
            item.ascending,
        )
        for item in package.indicators.values()
    )
    return _table("indicators", columns, rows)


def _targets(package: Package) -> Table:
    columns = (
        "target_id goal_id document_id indicator_id area_id period_start period_end comparator value value_upper "
        "baseline locator figure note_zh note_en"
    )
    rows = (
        (
            *(item.id, item.goal_id, item.citation.document_id, item.indicator_id, item.area_id),
            *(
                item.period.start,
                item.period.end,
                item.comparator,
                item.value,
                item.value_upper,
                item.baseline,
            ),
            *(item.citation.locator, item.citation.figure, *_both(item.note)),
        )
        for item in package.targets.values()
    )
    return _table("targets", columns, rows)


def _deliverables(package: Package, standings: Standings) -> Table:
    columns = (
        "deliverable_id goal_id document_id title_zh title_en due state state_as_of locator "
        "state_document_id state_locator evidence_zh evidence_en note_zh note_en"
    )

    def rows() -> Iterator[tuple[Any, ...]]:
        for standing in standings.deliverables.values():
            item = standing.deliverable
            document_id = package.goals[item.goal_id].document_id
            latest = standing.latest
            facts = (
                (latest.as_of, item.locator, latest.document_id, latest.locator)
                if latest
                else (None, item.locator, None, None)
            )
            words = (*_both(latest.evidence if latest else Text("", "")), *_both(item.note))
            yield (
                item.id,
                item.goal_id,
                document_id,
                *_both(item.title),
                item.due,
                standing.state,
                *facts,
                *words,
            )

    return _table("deliverables", columns, rows())


def _observations(package: Package) -> Table:
    columns = (
        f"observation_id document_id indicator_id area_id {' '.join(package.dimensions)} period_start period_end as_of "
        "value qualifier obs_status stated_share stated_change locator figure published "
        "stated_share_figure stated_change_figure note_zh note_en"
    )

    def rows() -> Iterator[tuple[Any, ...]]:
        for item in package.observations.values():
            codes = dict(item.breakdown)
            yield (
                *(item.id, item.citation.document_id, item.indicator_id, item.area_id),
                *(codes.get(dimension) for dimension in package.dimensions),
                *(item.period.start, item.period.end, item.as_of, item.value, item.qualifier, item.status),
                *(item.stated_share, item.stated_change, item.citation.locator, item.citation.figure),
                package.documents[item.citation.document_id].published,
                *(item.stated_share_figure, item.stated_change_figure, *_both(item.note)),
            )

    return _table("observations", columns, rows())


def _assessments(package: Package, standings: Standings) -> Table:
    columns = (
        "target_id observation_id as_of reporting_status progress_status share_done share_due pace "
        "explanation_zh explanation_en"
    )

    def row(item: Assessment) -> tuple[Any, ...]:
        shares = (_rounded(item.share_done, 2), _rounded(item.share_due, 2), _rounded(item.pace, 4))
        words = (explain(package, item, "zh"), explain(package, item, "en"))
        observation = item.observation.id if item.observation else None
        return item.target.id, observation, item.as_of, item.reporting, item.progress, *shares, *words

    return _table("assessments", columns, map(row, standings.targets.values()))


def _rounded(value: Decimal | None, places: int) -> Decimal | None:
    return None if value is None else rounded(value, places)


def _corrections(package: Package) -> Table:
    columns = "correction_id table key field old new date reason_zh reason_en responsible"
    rows = (
        (
            *(
                f"{item.table}/{item.key}/{item.field}/{item.date.isoformat()}",
                item.table,
                item.key,
                item.field,
            ),
            *(item.old, item.new, item.date, *_both(item.reason), item.responsible),
        )
        for item in package.corrections
    )
    return _table("corrections", columns, rows)


def _code_list(name: str, key: str, entries: Mapping[str, Named], *, part_of: bool = False) -> Table:
    columns = f"{key} title_zh title_en" + (" part_of" if part_of else "")
    rows = ((item.id, *_both(item.title), *([item.part_of] if part_of else [])) for item in entries.values())
    return _table(name, columns, rows)
