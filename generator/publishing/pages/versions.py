"""The versions of a package in words: what each added, changed and removed, for the data page and for its feed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.comparing.deltas import Delta
from generator.comparing.versions import read
from generator.core.grouping import grouped
from generator.core.phrases import Phrase, joined
from generator.wording.explain import said

SHOWN = 5
"""How many versions the data page tells of, the newest; the table has all of them."""

_COUNTED = ("documents", "goals", "indicators", "targets", "deliverables", "observations")
"""The tables that are told by name; of the others together how many rows."""


_DONE = {
    "added": "versions.added",
    "changed": "versions.changed",
    "removed": "versions.removed",
    "renamed": "versions.renamed",
}
"""What may become of rows, and the text that tells it."""


@dataclass(frozen=True, slots=True)
class VersionTold:
    """A version: since when it is there, as far as that is known, what it did, and whether its files stay on the site."""

    version: str
    day: date | None
    commit: str
    text: str | Phrase
    released: bool


def versions_told(
    deltas: Sequence[Delta], released: Collection[str], current: str, language: str
) -> list[VersionTold]:
    """The versions of a package, the newest first: those of which something is known, and those whose files stay."""
    by_version = grouped((item.version, item) for item in deltas)
    told = []
    for name in sorted({*released, *by_version, current}, key=read, reverse=True):
        rows = by_version.get(name, [])
        told.append(
            VersionTold(
                name,
                rows[0].day if rows else None,
                rows[0].commit if rows else "",
                joined([*_done(rows, language)] or [said(language, "versions.nothing")], " · ")
                if rows
                else "",
                name in released,
            )
        )
    return told


def _done(rows: Sequence[Delta], language: str) -> Iterator[str | Phrase]:
    """What a version did, a part for each thing that may become of rows."""
    for how, form in _DONE.items():
        counts = {row.table: getattr(row, how) for row in rows}
        listed = [
            said(language, f"unit.{table}", count=str(counts[table]))
            for table in _COUNTED
            if counts.get(table)
        ]
        if others := sum(count for table, count in counts.items() if table not in _COUNTED):
            listed.append(said(language, "versions.others", count=str(others)))
        if listed:
            yield said(language, form, rows=joined(listed, said(language, "sign.list")))
