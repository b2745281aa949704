"""Rules of targets that take the place of earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.core import limits
from generator.core.chains import in_rings, steps_to_the_end
from generator.core.nearest import suggest
from generator.core.problems import Place, Problem
from generator.format.tables import DOCUMENT, TARGETS
from generator.reading.validate.inventory import DocumentRecords, PackageRecords
from generator.reading.validate.rows import shown, too_many_levels
from generator.reading.validate.structure import Records


@dataclass(frozen=True, slots=True)
class _Row:
    """A target: where it stands, what it is about, and whose place it takes; None or empty for what could not be read.

    `dated` tells whether its document prints its day of issue; True also where that could not be read.
    """

    records: Records
    row: int
    id: str
    about: tuple[str, ...]
    issued: date | None
    dated: bool
    supersedes: str

    @property
    def place(self) -> Place:
        """The cell that says whose place it takes."""
        return self.records.place(self.row, TARGETS.supersedes.name)


def check_superseding(package: PackageRecords, *, whole: bool) -> Iterator[Problem]:
    """A problem for each revision of a target that cannot be; needs the ids of targets.

    `whole`: all targets could be read, so that one that is not there is missing.
    """
    rows = [row for document in package.documents.values() for row in _rows(document)]
    targets = {row.id: row for row in rows}
    earlier = {row.id: row.supersedes for row in rows if row.supersedes}
    rings, steps = in_rings(earlier), steps_to_the_end(earlier)
    first: dict[str, _Row] = {}
    for row in rows:
        yield from _told(row, package.languages[0])
        if not row.supersedes:
            continue
        other = targets.get(row.supersedes)
        if other is None:
            if whole:
                values = {
                    "value": row.supersedes,
                    "table": TARGETS.name,
                    "suggestion": suggest(row.supersedes, targets),
                }
                yield Problem("unknown-reference", row.place, values)
        elif row.id in rings:
            yield Problem("supersedes-circle", row.place, {"value": row.supersedes})
        elif steps.get(row.id, 0) > limits.MOST_LEVELS:
            yield too_many_levels(row.place)
        else:
            yield from _unlike(row, other)
            if (before := first.setdefault(other.id, row)) is not row:
                yield Problem("supersedes-twice", row.place, {"value": other.id}, before.place)


def _rows(document: DocumentRecords) -> Iterator[_Row]:
    issued, dated = _issued(document)
    for records in document.table(TARGETS.name):
        columns = (
            records["id"],
            records[TARGETS.indicator_id],
            records[TARGETS.area_id],
            records[TARGETS.supersedes],
        )
        for row, (name, indicator, area, other) in enumerate(zip(*columns, strict=True)):
            if name is not None:
                yield _Row(records, row, name, (indicator or "", area or ""), issued, dated, other or "")


def _issued(document: DocumentRecords) -> tuple[date | None, bool]:
    """The day of issue that a document prints, else its first day, and whether it is the first of these; None, and True,
    where that cannot be read.
    """
    facts = document.document
    if facts is None or not facts.sound:
        return None, True
    printed: date | None = facts[DOCUMENT.published][0]
    return printed or facts[DOCUMENT.period_start][0], printed is not None


def _told(row: _Row, language: str) -> Iterator[Problem]:
    """Who revises a target says why; what is told of a revision belongs to one."""
    reason = TARGETS.revision_reason.columns((language,))[0].name
    told = {name: row.records[name][row.row] for name in (TARGETS.revised_on.name, reason)}
    if row.supersedes:
        if not told[reason] and row.records.sound:
            place = row.records.place(row.row, reason)
            yield Problem("revision-reason", place, {"value": row.supersedes, "field": reason})
        return
    for name, value in told.items():
        if value:
            yield Problem("revision-alone", row.records.place(row.row, name), {"value": shown(value)})


def _unlike(row: _Row, other: _Row) -> Iterator[Problem]:
    """What one target takes the place of is about the same, and was out before."""
    if all((*row.about, *other.about)) and row.about != other.about:
        values = {"value": other.id, "old": " · ".join(other.about), "new": " · ".join(row.about)}
        yield Problem("supersedes-unlike", row.place, values)
    if not row.dated:
        # Without the day nobody knows whether the promise was due by then.
        yield Problem("supersedes-undated", row.place, {"value": other.id})
    elif row.issued is not None and other.issued is not None and other.issued > row.issued:
        values = {"value": other.id, "issued": str(other.issued), "own_issued": str(row.issued)}
        yield Problem("supersedes-later", row.place, values)
