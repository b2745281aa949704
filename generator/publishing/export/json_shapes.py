"""The JSON Schemas of the JSON files that are offered for download: what each key of them means and may hold.

Records are described out of the declarations of the published tables, so they say what the codebook says. A file may grow
new keys, so others than those told are allowed; those told are always there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.core.languages import FALLBACK
from generator.format.fields import Texts
from generator.format.naming import meaning
from generator.format.published import AUTHORED, COMPUTED, column_of, published_fields
from generator.publishing.export.indicators import LONG, SCHEMA

INDEX = "data/index.json"
"""Where on the site the list of all indicators stands."""

INDEX_SCHEMA = "data/index.schema.json"
"""Where its JSON Schema stands."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TAG = "[A-Za-z]{2,3}(_[A-Za-z0-9]+)*"
_JSON = {"integer": "integer", "number": "number", "boolean": "boolean"}

Node = dict[str, Any]


def schemas(root: str) -> Mapping[str, str]:
    """The schemas by their paths on the site, whose address is `root`, or empty where it is not known."""
    made = {SCHEMA: indicator_schema(), INDEX_SCHEMA: index_schema()}
    return {
        path: json.dumps(
            {"$schema": _DRAFT, **({"$id": root + path} if root else {}), **schema},
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
        for path, schema in made.items()
    }


def indicator_schema() -> Node:
    """That of the file of an indicator."""
    records = {f"{name}": {"type": "array", "items": _record(name)} for name in ("findings", "revisions")}
    target = _record("targets")
    target["properties"]["assessment"] = _record("assessments")
    target["required"].append("assessment")
    source = _record("documents")
    source["properties"]["locators"] = _list(
        f"Places in the document; of more than {LONG} figures they stand in the column locator of observation_columns alone"
    )
    source["required"].append("locators")
    own = _record("indicators")
    row = _record("observations", without=("breakdown",))
    columns = {name: {"description": item["description"]} for name, item in row["properties"].items()}
    own["properties"] |= {
        "package": _text("Id of the package"),
        "version": _text("Version of the data"),
        "licence": _text("Licence of the data"),
        "targets": {"type": "array", "items": target},
        "observations": {"type": "array", "items": row, "description": f"The figures, up to {LONG}"},
        "observation_columns": {
            "type": "object",
            "properties": columns,
            "description": f"More than {LONG} figures as columns, in the order of the CSV: for each column a list with an "
            "entry for each figure, or the one value that all figures have",
        },
        "sources": {
            "type": "array",
            "items": source,
            "description": "The documents that figures and targets cite",
        },
        **records,
        "page": _text(
            "Address of the page in the main language; without that of the site relative to this file"
        ),
        "$schema": _text("Address of this schema"),
    }
    own["patternProperties"][f"^unit_{_TAG}$"] = _text("The unit in that language")
    own["required"] += ["package", "version", "licence", "targets", "sources", *records, "page", "$schema"]
    return {
        "title": "An indicator: its definition, targets with their standing, figures, sources, findings and revisions",
        **own,
        "oneOf": [{"required": ["observations"]}, {"required": ["observation_columns"]}],
    }


def index_schema() -> Node:
    """That of the list of all indicators."""
    words = {"type": "object", "additionalProperties": {"type": "string"}}
    package = {
        "package": _text("Id of the package"),
        "title": {**words, "description": "Its title by language"},
        "version": _text("Version of its data"),
        "licence": _text("Licence of its data"),
        "languages": _list("Its languages, the main one first"),
        "page": _text("Address of its page"),
        "descriptor": _text("Address of its datapackage.json, beside which its tables stand"),
    }
    count = {"type": "integer", "minimum": 0}
    indicator = {
        "id": _text("Id among all packages: package/indicator"),
        "package": _text("Id of the package"),
        "indicator_id": _text("Id of the indicator in its package"),
        "title": {**words, "description": "Its title by language"},
        "theme_id": _text("Id of the theme in the package"),
        "unit": {**words, "description": "The unit by language"},
        "measure": _text("How it counts"),
        "ascending": {"type": "boolean", "description": "Whether more is better"},
        "codes": {**words, "description": "Codes that others give to what is measured, by their list"},
        "targets": {**count, "description": "Number of targets"},
        "observations": {**count, "description": "Number of reported figures"},
        "same_as": _list(
            "Ids of the same indicator in other packages; which bond tells it stands in equivalences.csv"
        ),
        "page": _text("Address of its page"),
        "csv": _text("Address of its figures"),
        "json": _text("Address of all that is known of it"),
    }
    return {
        "title": "All indicators of a site with their addresses",
        "description": "Addresses are relative to this file where that of the site is not known.",
        **_object(
            {
                "$schema": _text("Address of this schema"),
                "made": _text("Day on which the list was made"),
                "packages": {"type": "array", "items": _object(package)},
                "indicators": {"type": "array", "items": _object(indicator)},
            }
        ),
    }


def _object(properties: Mapping[str, Any]) -> Node:
    return {"type": "object", "properties": {**properties}, "required": [*properties]}


def _text(description: str) -> Node:
    return {"type": "string", "description": description}


def _list(description: str) -> Node:
    return {"type": "array", "items": {"type": "string"}, "description": description}


def _record(table: str, without: tuple[str, ...] = ()) -> Node:
    """A row of a published table: null for what is missing."""
    shape = AUTHORED.get(table) or COMPUTED[table]
    texts = {
        f"^{item.name}_{_TAG}$": {
            "type": ["string", "null"],
            "description": meaning(table, f"{item.name}_{FALLBACK}", FALLBACK),
        }
        for item in shape.declared
        if isinstance(item, Texts)
    }
    properties = {}
    for item in published_fields(table, (), broken_down=True):
        if item.name in without:
            continue
        column = column_of(item, table)
        kind = _JSON.get(column.type, "string")
        properties[item.name] = {
            "type": kind if column.required else [kind, "null"],
            "description": meaning(table, item.name, FALLBACK),
            **({"enum": [*column.choices, *([] if column.required else [None])]} if column.choices else {}),
            **({"format": "date"} if column.type == "date" else {}),
        }
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": texts,
        "required": [*properties],
    }
