"""One name, one meaning: the published columns whose name means something else in another table, and what each is called
besides.

Published columns keep their names, so the clear one stands beside the other, at the end of its table, with the same
values. In every other table the name has the meaning that it has where it is not listed here; a test sees to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.core.languages import column, text_of

CLEAR: Mapping[tuple[str, str], str] = {
    ("targets", "value"): "target_value",
    ("planned", "value"): "planned_value",
    ("planned", "date"): "planned_day",
    ("assessments", "value"): "observed_value",
    ("assessments", "qualifier"): "observed_qualifier",
    ("assessments", "baseline"): "baseline_used",
    ("derived", "value"): "derived_value",
    ("derived", "date"): "derived_day",
    ("findings", "explanation"): "reply",
    ("programmes", "kind"): "programme_kind",
    ("mentions", "figure"): "clause",
}
"""By table and column (a text by its name without a language) the name that no column of another meaning has."""

_ORIGINAL = {(table, clear): name for (table, name), clear in CLEAR.items()}


def clear_name(table: str, name: str) -> str:
    """What a column is called besides; empty where its name means the same in all tables."""
    return _renamed(CLEAR, table, name) or ""


def original(table: str, name: str) -> str:
    """The column whose values one of a clear name repeats; the name itself where it repeats none."""
    return _renamed(_ORIGINAL, table, name) or name


def _renamed(names: Mapping[tuple[str, str], str], table: str, name: str) -> str | None:
    if (table, name) in names:
        return names[table, name]
    stem, tag = text_of(name)
    found = names.get((table, stem))
    return column(found, tag) if found else None
