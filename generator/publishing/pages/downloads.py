"""What the data page and the codebook show of the published tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.core import sources
from generator.core.messages import catalogue
from generator.format.published import Column
from generator.publishing.export import states
from generator.publishing.export.categories import NAMED
from generator.publishing.export.filled import FilledTable, Outline

SNIPPETS = (
    *("load_pandas.py", "load_polars.py", "load.R", "load_duckdb.sql"),
    *("breakdowns_pandas.py", "breakdowns.R", "breakdowns.sql"),
    *states.PROGRAMS,
    *("address_pandas.py", "address_polars.py", "address.R", "address_duckdb.sql", "address_excel.m"),
)
"""Programs that load a package, its breakdowns, its past states, or a table by its address, in `site_src/snippets/`; a test runs
each of them but that for Excel, which nothing else runs.
"""

_ADDRESS = "@address@"
"""The place of the address of a package's downloads in a program."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A column in the codebook; `words` has its codes, each with what the site calls it or nothing."""

    column: Column
    key: bool
    words: Mapping[str, str]


def snippets(address: str = _ADDRESS) -> Mapping[str, str]:
    """The programs by name, with the address of the downloads of a package in its place."""
    return {name: sources.snippet(name).replace(_ADDRESS, address) for name in SNIPPETS}


def codebook(
    tables: Mapping[str, Sequence[tuple[FilledTable | Outline, int]]], language: str
) -> Mapping[str, Sequence[Entry]]:
    """The columns of each table, from the tables that are written; what packages add to one stands in its place."""
    versions: dict[str, list[FilledTable | Outline]] = {}
    for table in (table for written in tables.values() for table, _ in written):
        versions.setdefault(table.name, []).append(table)
    texts = catalogue(language, "site")

    def words(name: str, code: str) -> str:
        return texts[NAMED[name]].get(code, "") if name in NAMED else ""

    def entry(name: str, found: Sequence[FilledTable | Outline]) -> Entry:
        columns = [column for table in found for column in table.fields if column.name == name]
        codes = dict.fromkeys(code for column in columns for code in column.choices)
        return Entry(columns[0], name in found[0].key, {code: words(name, code) for code in codes})

    return {
        table: [entry(name, found) for name in merged(one.names for one in found)]
        for table, found in versions.items()
    }


def merged(lists: Iterable[Sequence[str]]) -> list[str]:
    """Lists as one: what only a later list has comes after what it follows there."""
    found: list[str] = []
    for names in lists:
        at = 0
        for name in names:
            if name not in found:
                found.insert(at, name)
            at = found.index(name) + 1
    return found
