"""Ready views of the database: the tables that are joined first of all, joined, with titles beside ids.

Their columns keep the names and meanings that they have in their tables; titles are called after what they are the title
of. Where a column's name means something else elsewhere, a view has the clear one alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.core.languages import column, text_of
from generator.format.clear_names import clear_name
from generator.format.published import Column, key_of
from generator.publishing.export.filled import FilledTable, Outline


@dataclass(frozen=True, slots=True)
class Joined:
    """A table whose row a view looks up by a column of a table before it, and those of its columns that it takes: a text
    by its name for all its languages, each with what it is called in the view.
    """

    table: str
    by: tuple[str, str]
    takes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class View:
    """A view: all of its main table, and what it takes of others; what a package has no table for, it goes without."""

    name: str
    main: str
    joined: tuple[Joined, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A column of a view: its name, and the table and the column that it shows."""

    name: str
    table: str
    column: Column


def _same(*names: str) -> Mapping[str, str]:
    return {name: name for name in names}


def _labels(main: str) -> tuple[Joined, ...]:
    """The titles of what a row is about."""
    return (
        Joined(
            "indicators", (main, "indicator_id"), {"title": "indicator_title", **_same("measure", "theme_id")}
        ),
        Joined("themes", ("indicators", "theme_id"), {"title": "theme_title"}),
        Joined("areas", (main, "area_id"), {"title": "area_title"}),
        Joined("documents", (main, "document_id"), {"title": "document_title"}),
    )


VIEWS = (
    View(
        "v_targets_standing",
        "targets",
        (
            Joined(
                "assessments",
                ("targets", "target_id"),
                _same(
                    *("observation_id", "as_of", "reporting_status", "progress_status", "share_done"),
                    *("share_due", "pace", "explanation", "period_over", "rule", "reason", "observed_value"),
                    *("observed_qualifier", "baseline_used", "superseded_by", "uncertain", "bound", "reply"),
                ),
            ),
            *_labels("targets"),
            Joined("units", ("indicators", "unit_id"), {**_same("unit_id"), "title": "unit_title"}),
        ),
    ),
    View(
        "v_observations_labelled",
        "observations",
        (
            *_labels("observations"),
            Joined("units", ("observations", "unit_id"), {"title": "unit_title"}),
            Joined("breakdowns", ("observations", "breakdown"), {"path": "breakdown_path"}),
        ),
    ),
)
"""The views of every database."""


def columns_of(view: View, tables: Mapping[str, FilledTable | Outline]) -> Iterator[Taken]:
    """The columns of a view over some tables, by their names."""
    for item in tables[view.main].fields:
        if not clear_name(view.main, item.name):
            yield Taken(item.name, view.main, item)
    for joined in view.joined:
        if joined.table not in tables:
            continue
        for name, called in joined.takes.items():
            for item in tables[joined.table].fields:
                stem, tag = text_of(item.name)
                if item.name == name:
                    yield Taken(called, joined.table, item)
                elif stem == name:
                    yield Taken(column(called, tag), joined.table, item)


def declarations(tables: Sequence[FilledTable]) -> list[str]:
    """What creates the views over some tables."""
    by_name = {table.name: table for table in tables}
    return [_declaration(view, by_name) for view in VIEWS]


def _declaration(view: View, tables: Mapping[str, FilledTable]) -> str:
    taken = ",\n  ".join(
        f"{_quoted(item.table)}.{_quoted(item.column.name)} AS {_quoted(item.name)}"
        for item in columns_of(view, tables)
    )
    joins = "".join(
        f"\nLEFT JOIN {_quoted(joined.table)} ON {_quoted(joined.table)}.{_quoted(key_of(joined.table)[0])} = "
        f"{_quoted(joined.by[0])}.{_quoted(joined.by[1])}"
        for joined in view.joined
        if joined.table in tables
    )
    return f"CREATE VIEW {_quoted(view.name)} AS SELECT\n  {taken}\nFROM {_quoted(view.main)}{joins}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
