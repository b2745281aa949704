"""The table of vintages: since when and until when each row was published as it was, and the views of a database on it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.comparing.vintages import TABLES, Vintage, followed
from generator.core.codes import Officers
from generator.core.formulas import is_formula
from generator.core.model import Package
from generator.format.published import BREAKDOWN, VINTAGES, Column
from generator.format.tables import DOCUMENT, GOALS
from generator.publishing.export.breakdowns import key
from generator.publishing.export.filled import DIGITS, FilledTable, table

PROGRAMS = ("past_pandas.py", "past.sql")
"""Programs that give a table as it stood on a past day, in `site_src/snippets/`."""

_DOCUMENT, _ISSUED = "document_id", DOCUMENT.published.name


def vintages(package: Package, found: Sequence[Vintage]) -> FilledTable:
    """The states that rows had; nothing where no history could be read."""
    return table(VINTAGES.name, _rows(package, found), package.languages)


def filled_in(tables: Sequence[FilledTable], languages: tuple[str, ...]) -> Iterator[str]:
    """The columns, each after its table, that the program fills in from other rows, and that no state has."""
    for item in tables:
        if item.name in TABLES:
            kept = followed(item.name, languages)
            yield from (f"{item.name}.{name}" for name in item.names if name not in kept)


def _rows(package: Package, found: Sequence[Vintage]) -> Iterator[Sequence[Any]]:
    issued, seen = _issued(package, found), Counter[tuple[str, str]]()
    for item in found:
        named = "/".join(filter(None, (item.table, item.key or item.document_id)))
        if item.key:
            seen[item.table, item.key] += 1
            named += f"/{seen[item.table, item.key]}"
        yield (
            *(named, item.table, item.document_id, item.key, item.known_since),
            *(item.recorded_on, item.withdrawn_on),
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
    text = json.dumps(cells, ensure_ascii=False, separators=(",", ":")) if cells else ""
    # What stood there then may be a formula behind a semicolon; to JSON its number is the same sign.
    return text.replace(";", r"\u003b").replace("；", r"\uff1b") if is_formula(text) else text


def views(tables: Sequence[FilledTable], languages: tuple[str, ...]) -> Iterator[str]:
    """What creates a view for each table whose rows are followed, `<table>_vintages`: its rows of all times, with the days
    before those of its columns that are followed.
    """
    for item in tables:
        if item.name in TABLES:
            yield _view(item, languages)


def view_of(item: FilledTable) -> str:
    """The name of the view of a table."""
    return f"{item.name}_vintages"


def columns_of(
    item: FilledTable, vintages: FilledTable, languages: tuple[str, ...]
) -> Iterator[tuple[str, Column]]:
    """The columns of the view of a table, each with the table that it comes from."""
    days = {field.name: field for field in vintages.fields}
    yield from ((vintages.name, days[name.partition(".")[2]]) for name in _DAYS.split(", "))
    kept = set(followed(item.name, languages))
    yield from ((item.name, field) for field in item.fields if field.name in kept)


_DAYS = "v.known_since, v.recorded_on, v.withdrawn_on"


def _view(item: FilledTable, languages: tuple[str, ...]) -> str:
    name, (key,) = item.name, item.key
    kept = set(followed(name, languages))
    fields = [field for field in item.fields if field.name in kept]
    standing = ", ".join(f't."{field.name}"' for field in fields)
    over = ", ".join(map(_extracted, fields))
    about = f"v.\"table\" = '{name}'"
    together = f"v.document_id = t.{_DOCUMENT}" if _DOCUMENT in item.names else "v.document_id IS NULL"
    # Names are those of tables and columns of the format, which are plain words.
    return "\n".join(
        (
            f'CREATE VIEW "{view_of(item)}" AS',
            f'SELECT {_DAYS}, {standing} FROM "{name}" t',  # noqa: S608
            f"JOIN vintages v ON {about} AND v.key = t.{key} AND v.cells IS NULL",
            f'UNION ALL SELECT {_DAYS}, {standing} FROM "{name}" t',  # noqa: S608
            f"JOIN vintages v ON {about} AND v.key IS NULL AND {together}",
            f"WHERE t.{key} NOT IN (SELECT v.key FROM vintages v WHERE {about} AND v.key IS NOT NULL)",  # noqa: S608
            f"UNION ALL SELECT {_DAYS}, {over} FROM vintages v WHERE {about} AND v.cells IS NOT NULL",  # noqa: S608
        )
    )


def _extracted(item: Column) -> str:
    found = f"json_extract(v.cells, '$.{item.name}')"
    if item.type in ("number", "integer"):
        # As in the tables: what is longer than a number can be kept stays a text.
        digits = f"length(replace(replace({found}, '-', ''), '.', ''))"
        found = f"CASE WHEN {digits} > {DIGITS} THEN {found} ELSE CAST({found} AS NUMERIC) END"
    elif item.type == "boolean":
        found = f"{found} = 'true'"
    return f'{found} AS "{item.name}"'
