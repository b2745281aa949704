"""Asks frictionless what is wrong with a package in a folder, and takes down what it says.

Importing this module imports frictionless, which takes a quarter of a second: nobody does unless there is something to
ask.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from frictionless import Error, Field, FrictionlessException, Package, Resource, errors

from generator.publishing.validation.complaints import DESCRIPTION, Complaint
from generator.publishing.validation.remembering import remember_cells

LONGEST = 100
"""Errors of one table after which no more of them are looked for."""


def complaints(folder: Path, tables: Collection[str]) -> list[Complaint]:
    """What frictionless finds wrong with the description of the package in a folder, or else with some of its tables.

    Each of these is read to its last row, and so are the tables that it refers to.
    """
    remember_cells()
    try:
        package = Package(str(folder / DESCRIPTION))
        package.to_descriptor(validate=True)
    except FrictionlessException as refused:
        return [_of_description(error) for error in refused.to_errors()]
    for resource in package.resources:
        _copy_once(resource)
    found = [
        item
        for resource in package.resources
        if resource.name in tables
        for item in _of_table(resource, folder)
    ]
    # A doubled key is told as a doubled value of its column too.
    return [item for at, item in enumerate(found) if item not in found[:at]]


def _of_table(resource: Resource, folder: Path) -> Iterator[Complaint]:
    """What it finds wrong with a table; each row that refers to another table is looked up there."""
    file = resource.path or resource.name
    if _without_rows(folder / file):
        # No row refers to anything, and the tables that its rows would refer to need not be read.
        resource.schema.foreign_keys = [
            item for item in resource.schema.foreign_keys if not _has_table(resource.package, item)
        ]
    report = resource.validate(limit_errors=LONGEST)
    found = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    yield from (complaint(error, file, resource) for error in found)
    if not found:
        # Where nothing is wrong, a warning says that something was not looked at.
        for note in (*report.warnings, *(note for task in report.tasks for note in task.warnings)):
            yield Complaint(file, "other", values={"code": "warning", "note": note})


def _copy_once(resource: Resource) -> None:
    """Have frictionless copy the description of a table once, not for each reference to it: a copy is opened, read to its last
    row and closed for one reference before the next.
    """
    resource.to_copy = cache(resource.to_copy)  # type: ignore[method-assign]


def _without_rows(file: Path) -> bool:
    try:
        with file.open("rb") as lines:
            return next(lines, b"").endswith(b"\n") and not next(lines, b"")
    except OSError:
        return False


def _has_table(package: Package | None, foreign_key: Mapping[str, Any]) -> bool:
    """Whether a package has the table that a foreign key names; none is named where it is the table itself."""
    name = foreign_key["reference"]["resource"]
    return not name or (package is not None and package.has_resource(name))


# What it says, taken down

_KINDS = {
    **dict.fromkeys(("source-error", "scheme-error", "format-error", "encoding-error"), "unreadable"),
    **dict.fromkeys(("hash-count", "byte-count"), "another"),
    "blank-row": "blank_row",
    "missing-cell": "missing_cell",
    "extra-cell": "extra_cell",
    "missing-label": "missing_label",
    "extra-label": "extra_label",
    "incorrect-label": "incorrect_label",
    "blank-label": "blank_label",
}
"""How we call what frictionless finds, by its own name for it, where that name says all."""

_TYPES = frozenset({"number", "integer", "boolean", "date"})
_RULES = frozenset({"enum", "pattern", "minimum"})
"""Types and rules of columns that have words of their own."""


def complaint(error: Error, file: str, resource: Resource) -> Complaint:
    """What frictionless says of a table, in our terms; what we have no words for is told in its own."""
    if isinstance(error, errors.MetadataError) and error.type not in _KINDS:
        return _of_description(error)
    kind, column, values = _wrong(error, file, resource)
    row, record = _row(error, resource)
    return Complaint(file, kind, row, record, column, values)


def _of_description(error: Error) -> Complaint:
    return Complaint(DESCRIPTION, "description", values={"note": error.note})


def _row(error: Error, resource: Resource) -> tuple[int, str]:
    """The row that an error is about, and its key."""
    if isinstance(error, errors.RowError):
        cells = dict(zip(resource.schema.field_names, error.cells, strict=False))
        return error.row_number, " ".join(cells.get(name, "") for name in resource.schema.primary_key).strip()
    return int(isinstance(error, errors.HeaderError)), ""


def _wrong(error: Error, file: str, resource: Resource) -> tuple[str, str, dict[str, str]]:
    """Kind, column and values of a complaint."""
    column, label = getattr(error, "field_name", ""), getattr(error, "label", "")
    if error.type in _KINDS:
        return _KINDS[error.type], column or label, {"value": label, "note": error.note}
    match error:
        case errors.PrimaryKeyError():
            columns, key = ", ".join(resource.schema.primary_key), _row(error, resource)[1]
            return ("doubled", columns, {"value": key}) if key else ("required", columns, {})
        case errors.UniqueError():
            return "doubled", column, {"value": error.cell}
        case errors.ForeignKeyError():
            table = f"{error.reference_name}.csv" if error.reference_name else file
            key = ", ".join(error.reference_field_names)
            values = {"value": " ".join(error.field_cells), "table": table, "key": key}
            return "reference", ", ".join(error.field_names), values
        case errors.TypeError() | errors.ConstraintError():
            kind, values = _of_cell(error, resource.schema.get_field(column))
            return kind, column, values
    return "other", column, {"code": error.type, "note": error.message}


def _of_cell(error: errors.TypeError | errors.ConstraintError, field: Field) -> tuple[str, dict[str, str]]:
    """The type or the rule of its column that a value breaks; which rule stands in the words of the error alone."""
    values = {"value": error.cell, "note": error.note}
    if isinstance(error, errors.TypeError):
        return (f"no_{field.type}" if field.type in _TYPES else "no_type"), values | {"note": field.type}
    named = re.match(r'constraint "(\w+)"', error.note)
    rule = named[1] if named else ""
    if rule == "required":
        return rule, {}
    limit = field.constraints.get(rule, "")
    values["limit"] = ", ".join(map(str, limit)) if isinstance(limit, list) else str(limit)
    return rule if rule in _RULES else "rule", values
