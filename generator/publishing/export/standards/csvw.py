"""`csv-metadata.json`: the tables for tools of CSV on the Web, which look for it beside a table (https://www.w3.org/TR/tabular-metadata/)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from generator.core.languages import FALLBACK, language, spoken
from generator.format.fields import LIST
from generator.format.naming import description, title
from generator.format.published import Column, references
from generator.publishing.export.codebook import table_title
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.standards.described import Described, Node, as_json

NAME = "csv-metadata.json"

_TYPES = {"number": "decimal"}
"""Where the type of a column is called otherwise than in Table Schema."""


def csvw(told: Described) -> bytes:
    """The group of tables: names, types and constraints of the columns, keys and references, what a code stands for.

    The columns are those of Data Package. Cells that hold several values are lists here, which they are not there.
    """
    package = told.package
    languages = spoken(package.languages)
    return as_json(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": FALLBACK}],
            "dc:title": _texts(dict(package.title.said)),
            "dc:description": _texts(dict(package.description.said)),
            "dc:license": {"@id": told.licence[1]},
            "dc:modified": {"@value": told.made.isoformat(), "@type": "xsd:date"},
            "schema:version": told.version,
            **({"schema:url": {"@id": told.homepage}} if told.homepage else {}),
            "tables": [_table(table, languages) for table in told.tables],
        }
    )


def _table(table: FilledTable, languages: tuple[str, ...]) -> Node:
    return {
        "url": f"{table.name}.csv",
        "dc:title": _in(languages, lambda tag: table_title(table.name, tag)),
        "tableSchema": {
            "columns": [_column(table.name, item, languages) for item in table.fields],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "columnReference": list(item.own),
                    "reference": {"resource": f"{item.table}.csv", "columnReference": list(item.key)},
                }
                for item in references(table.fields)
            ],
        },
    }


def _column(table: str, item: Column, languages: tuple[str, ...]) -> Node:
    return {
        "name": item.name,
        # Names are what stands above the column; what people call it goes beside.
        "titles": item.name,
        "dc:title": _in(languages, lambda tag: title(table, item.name, tag)),
        "dc:description": _in(languages, lambda tag: description(table, item.name, tag)),
        "datatype": _datatype(item),
        **({"required": True} if item.required else {}),
        **({"separator": LIST} if item.many else {}),
        **({"valueUrl": item.template} if item.template else {}),
    }


def _datatype(item: Column) -> Any:
    base = _TYPES.get(item.type, item.type)
    if item.choices:
        return {"base": base, "format": "|".join(map(re.escape, item.choices))}
    if item.of_each:
        return {"base": base, "format": item.of_each}
    return base if item.minimum is None else {"base": base, "minimum": item.minimum}


def _in(languages: tuple[str, ...], told: Callable[[str], str]) -> Any:
    return _texts({tag: told(tag) for tag in languages})


def _texts(said: Mapping[str, str]) -> Any:
    """A text in each of its languages."""
    return [{"@value": str(text), "@language": language(tag).html} for tag, text in said.items()]
