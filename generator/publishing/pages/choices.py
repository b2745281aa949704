"""What can be chosen of a list of all things of a kind: only what one of its rows has, so that no choice leaves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What a reader can choose a row of a list by: ids of themes and of organisations, years, and how it stands."""

    themes: Iterable[str] = ()
    years: Iterable[int] = ()
    marks: Iterable[str] = ()
    organisations: Iterable[str] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """The same of all rows, in the order in which it is offered: years the latest first."""

    themes: Sequence[str] = ()
    years: Sequence[int] = ()
    marks: Sequence[str] = ()
    organisations: Sequence[str] = ()


def choices(
    rows: Iterable[Row],
    themes_in_order: Iterable[str],
    marks_in_order: Iterable[str],
    organisations_in_order: Iterable[str],
) -> Choices:
    """What the rows of a list can be chosen by, of all there is; organisations only where there are several."""
    themes: set[str] = set()
    years: set[int] = set()
    borne: set[str] = set()
    organisations: set[str] = set()
    for row in rows:
        themes.update(row.themes)
        years.update(row.years)
        borne.update(row.marks)
        organisations.update(row.organisations)
    return Choices(
        [name for name in themes_in_order if name in themes],
        sorted(years, reverse=True),
        [mark for mark in marks_in_order if mark in borne],
        [name for name in organisations_in_order if name in organisations] if len(organisations) > 1 else [],
    )
