"""Table Schemas (Data Package v2) of the authors' tables, made from the package format: for Frictionless's tools.

They say what the standard can: the columns in their order, types, what must not be empty, values, forms, bounds, keys
and references. What goes over several cells or rows of several files only the check knows. Where a form cannot be
said of a type (a number has none), the schema takes more than the check, never less.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from generator.core.languages import FALLBACK
from generator.core.values import FIRST_YEAR, LAST_YEAR
from generator.format.fields import AnyField, Type
from generator.format.json_schemas import PATTERNS, heading
from generator.format.naming import description
from generator.format.tables import FILES, Table

PROFILES = "https://datapackage.org/profiles/2.0"
"""Where the standard's own schemas stand."""

Json = dict[str, Any]

_TYPES: Mapping[Type, str] = {
    Type.NUMBER: "number",
    Type.COUNT: "integer",
    Type.PAGE: "integer",
    Type.DATE: "date",
    Type.BOOLEAN: "boolean",
}
"""The standard's types; all else is a string in some form."""

_BOUNDS: Mapping[Type, tuple[Any, Any]] = {
    Type.COUNT: (1, 99),
    Type.PAGE: (1, 9999),
    Type.DATE: (f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"),
}
"""The least and the greatest value of types that have no form."""


def authors_tables() -> tuple[Table, ...]:
    """The tables that authors write as CSV, in the order in which the format is explained."""
    return tuple(shape for name, shape in FILES if name.endswith(".csv") and isinstance(shape, Table))


def table_schemas(
    packages: Iterable[tuple[str, ...]] = (), readers: Sequence[str] = (FALLBACK,)
) -> dict[str, str]:
    """The text of the Table Schema of each authors' table under its path, with every column that there may be.

    `packages` are the languages of each package, in any of which a text may stand; `readers` are the languages in which
    columns are explained. What only a package has (breakdowns, ids to refer to) stands in its own descriptor.
    """
    listed = [*packages] or [tuple(readers)]
    languages = tuple(dict.fromkeys(tag for tags in listed for tag in tags))
    spoken = (shape.in_languages(languages) for shape in authors_tables())
    return {
        f"tables/{shape.name}.json": json.dumps(
            {
                "$schema": f"{PROFILES}/tableschema.json",
                **table_schema(shape, shape.fields, readers, explained=True),
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
        for shape in spoken
    }


def table_schema(
    shape: Table,
    columns: Sequence[AnyField],
    readers: Sequence[str],
    *,
    references: Mapping[str, str] | None = None,
    breakdowns: Collection[str] = (),
    explained: bool = False,
) -> Json:
    """The Table Schema of a table with some of its columns, which have titles in the languages of the `readers`, if any.

    `references` are the resources in whose column `id` the ids stand that a column may name, by the table that it refers
    to; of a column that refers elsewhere only the form is known. `breakdowns` are the columns that are one: there an
    empty cell is a value, the total. `explained`: each column says what it means.
    """
    known = references or {}
    foreign = [
        {"fields": [item.name], "reference": {"resource": known[item.refers_to], "fields": ["id"]}}
        for item in columns
        if item.refers_to in known
    ]
    named = {*shape.naming, *breakdowns}
    return {
        "fields": [
            _field(shape, item, readers, total=item.name in breakdowns, explained=explained)
            for item in columns
        ],
        "missingValues": [""],
        "primaryKey": [item.name for item in columns if item.name in named],
        **({"foreignKeys": foreign} if foreign else {}),
    }


def _field(shape: Table, item: AnyField, readers: Sequence[str], *, total: bool, explained: bool) -> Json:
    """One column; `total`: an empty cell is a value."""
    least, greatest = _BOUNDS.get(item.type, (None, None))
    kind = _TYPES.get(item.type, "string")
    form = PATTERNS.get(item.type, "") if kind == "string" else ""
    constraints = {
        "required": item.required or None,
        "enum": [*([""] if total else []), *item.choices] or None,
        # XML Schema's forms, as the standard asks: for the whole cell, every group plain.
        "pattern": form.replace("(?:", "(") or None,
        "minimum": least,
        "maximum": greatest,
    }
    stated = {name: value for name, value in constraints.items() if value is not None}
    meanings = [description(shape.name, item.name, reader) for reader in readers]
    return {
        "name": item.name,
        **({"title": " / ".join(map(heading, meanings))} if meanings else {}),
        "type": kind,
        **({"description": " / ".join(meanings)} if explained else {}),
        **({"trueValues": ["true"], "falseValues": ["false"]} if kind == "boolean" else {}),
        **({"missingValues": []} if total else {}),
        **({"constraints": stated} if stated else {}),
    }
