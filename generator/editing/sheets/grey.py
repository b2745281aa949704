"""Cells that only tell what a row is about: what somebody writes there does not reach the data, so they are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.core.problems import Problem
from generator.editing.sheets.filling import Filled
from generator.editing.sheets.info import Informant
from generator.editing.sheets.layout import ABOUT
from generator.editing.sheets.shown import is_shortened


def changed_notes(filled: Filled, informants: Sequence[Informant]) -> Iterator[Problem]:
    """A problem for each telling cell that says something else than any of the informants (one for each language)."""
    base = filled.grid.by_ref()
    names = [name for name in filled.positions if name.startswith(ABOUT)]
    for row in filled.rows if not filled.grid.upright else ():
        if row.ref not in base:
            continue
        told = [informant.info(filled.grid, base[row.ref]) for informant in informants]
        for name in names:
            cell = filled.raw.rows[row.line].get(filled.positions[name])
            said = str(cell.value).strip() if cell else ""
            words = [texts.get(name.removeprefix(ABOUT), "") for texts in told]
            shown_so = filled.raw.delimiter and any(is_shortened(said, text) for text in words)
            if said and said not in words and not shown_so:
                yield filled.problem("sheet-grey", row.line, row.ref, name, value=said)
