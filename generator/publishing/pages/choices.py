"""What can be chosen of a list of all things of a kind: only what one of its rows has, so that no choice leaves nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from generator.core.phrases import Text

ASKED = 40
"""Characters of what a list can be asked for."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader can choose by: ids of themes and of organisations, years, and how it stands. Of one row of a list, or of
    all of them in the order in which it is offered, years the latest first.
    """

    themes: Collection[str] = ()
    years: Collection[int] = ()
    marks: Collection[str] = ()
    organisations: Collection[str] = ()


def choices(
    rows: Iterable[Choices],
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


def asked_for(title: Text | str) -> str:
    """A title as a list is asked for it in an address: as many of its words as can be."""
    text = str(title)
    if len(text) > ASKED:
        text = text[:ASKED].rpartition(" ")[0] or text[:ASKED]
    return quote(text, safe="")
