"""The table of vintages: since when and until when each row was published as it was, and the views of a database on it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.comparing.vintages import TABLES, Vintage
from generator.core.codes import Officers
from generator.core.model import Package
from generator.format.published import BREAKDOWN, VINTAGES, Column
from generator.format.tables import DOCUMENT, GOALS
from generator.publishing.export.breakdowns import key
from generator.publishing.export.filled import FilledTable, table

_DOCUMENT, _ISSUED = "document_id", DOCUMENT.published.name


def vintages(package: Package, found: Sequence[Vintage]) -> FilledTable:
    """The states that rows had; nothing where no history could be read."""
    return table(VINTAGES.name, _rows(package, found), package.languages)


def _rows(package: Package, found: Sequence[Vintage]) -> Iterator[Sequence[Any]]:
    issued, seen = _issued(package, found), Counter[tuple[str, str]]()
    for item in found:
        named = "/".join(filter(None, (item.table, item.key or item.document_id)))
        if item.key:
            seen[item.table, item.key] += 1
            named += f"/{seen[item.table, item.key]}"
        yield (
            *(named, item.table, item.document_id, item.key, item.recorded_on, item.withdrawn_on),
            *(issued.get(item.document_id), item.now, item.recorded_commit, item.withdrawn_commit),
            _cells(package, item),
        )


def _issued(package: Package, found: Sequence[Vintage]) -> Mapping[str, Any]:
    """The day of issue of each document, as it is known now; of one that is gone, or had another id, as it was known last."""
    then = {item.key: item.row.get(_ISSUED, "") for item in found if item.table == "documents" and item.row}
    return {**then, **{item.id: item.published for item in package.documents.values()}}


def _cells(package: Package, item: Vintage) -> str:
    """The cells of a state that is over, as they stood in its table. People whom the package withholds are not in them."""
    cells = dict(item.row)
    if package.officers is not Officers.PUBLISHED:
        cells.pop(GOALS.officers.name, None)
    if BREAKDOWN in cells:
        cells[BREAKDOWN] = key(cells[BREAKDOWN])
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")) if cells else ""


def views(tables: Sequence[FilledTable]) -> Iterator[str]:
    """What creates a view for each table whose rows are followed, `<table>_vintages`: its rows of all times, with
    `recorded_on` and `withdrawn_on` before its columns.
    """
    for item in tables:
        if item.name in TABLES:
            yield _view(item)


def _view(item: FilledTable) -> str:
    name = item.name
    of_document = _DOCUMENT in item.names
    together = f"v.document_id = t.{_DOCUMENT}" if of_document else "v.document_id IS NULL"
    former = ", ".join(map(_extracted, item.fields))
    about = f"v.\"table\" = '{name}'"
    # Names are those of tables and columns of the format, which are plain words.
    return "\n".join(
        (
            f'CREATE VIEW "{name}_vintages" AS',
            "SELECT v.recorded_on, v.withdrawn_on, t.*",
            f'FROM "{name}" t JOIN vintages v ON {about} AND v.key = t.{item.key[0]} AND v.cells IS NULL',
            "UNION ALL SELECT v.recorded_on, v.withdrawn_on, t.*",
            f'FROM "{name}" t JOIN vintages v ON {about} AND v.key IS NULL AND {together}',
            f"WHERE t.{item.key[0]} NOT IN",
            f"(SELECT key FROM vintages WHERE \"table\" = '{name}' AND key IS NOT NULL)",  # noqa: S608
            f"UNION ALL SELECT recorded_on, withdrawn_on, {former}",
            f"FROM vintages v WHERE {about} AND v.cells IS NOT NULL",
        )
    )


def _extracted(item: Column) -> str:
    found = f"json_extract(cells, '$.{item.name}')"
    if item.type in ("number", "integer"):
        return f"CAST({found} AS NUMERIC)"
    return f"{found} = 'true'" if item.type == "boolean" else found
