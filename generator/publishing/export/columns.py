"""What a published column may hold: its type, its few values, its form, the table that it points to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.core import codes
from generator.core.codes import FindingKind, HalfTest, ProgressStatus, Reason, ReportingStatus, Rule


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a published table.

    `type` is one of Table Schema's: string, number, integer, boolean or date. `required`: never empty. `choices`: the
    only values; empty when any will do. `pattern`: a regular expression for the whole cell. `refers_to`: the table
    whose key it names.
    """

    name: str
    type: str
    required: bool
    choices: tuple[str, ...] = ()
    pattern: str = ""
    minimum: int | None = None
    refers_to: str = ""


_TYPES = {
    "date": "as_of period_start period_end published due state_as_of date explained_on",
    "number": "value value_upper baseline stated_share stated_change share_done share_due pace share stated computed",
    "integer": "periods_met periods_reported",
    "boolean": "ascending overdue period_over",
}
_TYPE_OF = {column: kind for kind, columns in _TYPES.items() for column in columns.split()}

CHOICES: Mapping[str, type[StrEnum]] = {
    "kind": codes.DocumentKind,
    "completeness": codes.Completeness,
    "measure": codes.Measure,
    "comparator": codes.Comparator,
    "state": codes.DeliverableState,
    "qualifier": codes.Qualifier,
    "obs_status": codes.ObservationStatus,
    "reporting_status": ReportingStatus,
    "progress_status": ProgressStatus,
    "reason": Reason,
    "rule": Rule,
    "half_test": HalfTest,
    "finding_kind": FindingKind,
    "relation": codes.RelationKind,
}
"""Columns that hold one of a few values."""

_LISTED = {"baseline_origin": ("printed", "derived")}
"""The same where the program has no type for them."""

_REFERENCES = {
    "document_id": "documents",
    "state_document_id": "documents",
    "publisher_id": "organisations",
    "goal_id": "goals",
    "indicator_id": "indicators",
    "theme_id": "themes",
    "unit_id": "units",
    "area_id": "areas",
    "target_id": "targets",
    "restates": "targets",
    "observation_id": "observations",
}

# Patterns are XML Schema's, as Table Schema asks: for the whole cell, without anchors.
_ID = "[a-z0-9]+(-[a-z0-9]+)*"
_PATH = "[a-z0-9]+([-_][a-z0-9]+)*(/[a-z0-9]+([-_][a-z0-9]+)*)*"
_PATTERNS = {
    _ID: "document_id publisher_id indicator_id theme_id unit_id area_id organisation_id number part_of "
    "state_document_id document",
    _PATH: "goal_id target_id deliverable_id observation_id planned_id claim_id relation_id finding_id derived_id "
    "correction_id revision_id restates total increment key",
    f"{_ID}(;{_ID})*": "themes organisations others",
    f"{_PATH}(;{_PATH})*": "continues rows parts replaced",
    "[0-9a-f]{64}": "archive_sha256",
    "[0-9a-f]{40,64}": "commit",
}
_PATTERN_OF = {column: pattern for pattern, columns in _PATTERNS.items() for column in columns.split()}
_MINIMA = {"periods_met": 0, "periods_reported": 1, "share": 0}


def column(name: str, table: str, key: str, *, required: bool, choices: Sequence[str] = ()) -> Column:
    """The column `name` of a table; `key` is the table's. A column means the same wherever it stands.

    `choices` are given for columns that the data declare, the breakdowns.
    """
    listed = choices or _LISTED.get(name) or tuple(value for value in CHOICES.get(name, ()) if value)
    refers_to = table if name == "part_of" else _REFERENCES.get(name, "")
    return Column(
        name,
        _TYPE_OF.get(name, "string"),
        required,
        tuple(str(value) for value in listed),
        _PATTERN_OF.get(name, ""),
        _MINIMA.get(name),
        "" if name == key and refers_to == table else refers_to,
    )
