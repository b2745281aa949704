"""Tables as they stood in the past: built from the vintages in the downloads, and read from a commit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from downloads import PROGRAMS, Rows

from generator.comparing.history import history
from generator.comparing.vintages import TABLES, Vintage, followed
from generator.core.model import Package
from generator.format.published import VINTAGES, key_of
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.write import Before, published_tables
from generator.reading.load import load_past
from generator.reading.older import tree_as_today
from generator.reading.trees import GitTree, WorkingTree, acceptable
from generator.verdicts.standings import assess_package

Tables = Mapping[str, Rows]
"""The rows of each table as they are written, by its name."""

There = Callable[[Mapping[str, str]], bool]
"""Whether a state of the vintages is one of those asked for."""

Row = frozenset[tuple[str, str]]
"""A row as far as its states are followed: its cells that are not empty."""


def filled(package: Package, day: date, vintages: Sequence[Vintage] = ()) -> Tables:
    """The tables of a package whose rows are followed, and that of their states."""

    def rows(table: FilledTable) -> Rows:
        return [dict(zip(table.names, row, strict=True)) for row in table.rows]

    tables = published_tables(package, assess_package(package, day), Before(vintages=vintages))
    return {table.name: rows(table) for table in tables if table.name in (*TABLES, VINTAGES.name)}


def as_written(data: Path, names: Collection[str], day: date) -> Mapping[str, tuple[Package, Tables]]:
    """Packages as they stand, with the states that their rows had, by their names; they may break rules as old ones may."""
    tree = WorkingTree(data)
    ledger, report, _ = load_past(tree)
    assert ledger is not None, report.render("text", "en")
    files = {path: tree.read(path) for path in acceptable(tree)[0]}
    known = history(data, names, now=files, today=day)
    packages = ((name, ledger.packages[name]) for name in names)
    return {
        name: (item, filled(item, day, known[name].vintages if name in known else ()))
        for name, item in packages
    }


def as_committed(data: Path, commit: str) -> Mapping[str, tuple[Package, Tables]]:
    """Packages as `export --rev` reads them."""
    tree = GitTree(data, commit)
    ledger, report, _ = load_past(tree_as_today(tree))
    assert ledger is not None, (commit, report.render("text", "en"))
    return {name: (item, filled(item, tree.day)) for name, item in ledger.packages.items()}


def on_day(day: str) -> There:
    """Whether a state is that of the end of a day."""
    return lambda row: row["known_since"] <= day and not "" < row["withdrawn_on"] <= day


def at_commit(commits: Sequence[str], commit: str) -> There:
    """Whether a state is that of a commit out of all that changed something, the oldest first."""
    done = set(commits[: commits.index(commit) + 1])
    return lambda row: row["recorded_commit"] in done and row["withdrawn_commit"] not in done


def built(tables: Tables, name: str, there: There) -> Rows:
    """A table as it stood, out of the states that were there."""
    (key,) = key_of(name)
    told = [row for row in tables[VINTAGES.name] if row["table"] == name]
    then = [row for row in told if there(row)]
    by_themselves = {row["key"] for row in told if row["key"]}
    standing = {row["key"] for row in then if row["key"] and not row["cells"]}
    together = {row["document_id"] for row in then if not row["key"]}
    return [
        row
        for row in tables.get(name, [])
        if row[key] in standing or (row[key] not in by_themselves and row.get("document_id", "") in together)
    ] + [json.loads(row["cells"]) for row in then if row["cells"]]


def followed_cells(name: str, rows: Rows, languages: tuple[str, ...]) -> Counter[Row]:
    """Rows without what the program fills in, in no order."""
    kept = {*followed(name, languages)}
    return Counter(
        frozenset((item, text) for item, text in row.items() if text and item in kept) for row in rows
    )


def differing(
    now: tuple[Package, Tables], then: tuple[Package, Tables], there: There
) -> Mapping[str, Sequence[Row]]:
    """The rows that are in a past state only as it was built, or only as it was read, by table."""
    languages = tuple(dict.fromkeys((*now[0].languages, *then[0].languages)))
    found = {}
    for name in TABLES:
        mine = followed_cells(name, built(now[1], name, there), languages)
        its = followed_cells(name, then[1].get(name, []), languages)
        found[name] = [*(mine - its).elements(), *(its - mine).elements()]
    return {name: rows for name, rows in found.items() if rows}


def shown_in_pandas(folder: Path, table: str, day: str) -> Rows:
    """A table of the downloads in a folder as it stood at the end of a day, by the program that the data page shows."""
    program = (PROGRAMS / "past_pandas.py").read_text(encoding="utf-8")
    program = program.replace('"observations", "2026-12-31"', f'"{table}", "{day}"')
    program = program.replace('f"{name}.csv"', f'"{folder.as_posix()}/" + name + ".csv"')
    found: dict[str, Any] = {}
    exec(program, found)
    rows: Rows = found["state"].to_dict("records")
    return rows


def shown_in_sql(table: str, day: str) -> str:
    """The query of the data page for a table and a day, for its rows."""
    program = (PROGRAMS / "past.sql").read_text(encoding="utf-8")
    return program.replace("count(*)", "*").replace("observations", table).replace("2026-12-31", day)
