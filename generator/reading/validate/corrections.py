"""Rules of single corrections: what they may name, and that their reason is one."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.nearest import suggest
from generator.core.problems import Problem
from generator.core.sentences import LEAST_CHARACTERS, LEAST_WORDS, is_sentence, is_unspaced
from generator.format.tables import CORRECTABLE, CORRECTIONS, MOVED, REMOVED
from generator.reading.validate.rows import repeated
from generator.reading.validate.structure import Records

TO_FILL = "〈"
"""Begins what the check proposes to be filled in."""


def check_corrections(records: Records) -> Iterator[Problem]:
    """A problem for each correction that names no column of its table, gives no reason, or stands twice."""
    languages = records.shape.tongues
    for row, (table, field) in enumerate(
        zip(records[CORRECTIONS.table], records[CORRECTIONS.field], strict=True)
    ):
        names = CORRECTABLE[table].in_languages(languages).by_name if table else ()
        known = (*names, REMOVED, MOVED) if table else ()
        if field is not None and known and field not in known:
            values = {"value": field, "field": "field", "detail": " · ".join(known)}
            values["suggestion"] = suggest(field, known)
            yield Problem("unknown-choice", records.place(row, CORRECTIONS.field.name), values)
    reasons = zip(CORRECTIONS.reason.columns(languages), languages, strict=True)
    for item, language in (*reasons, (CORRECTIONS.responsible, "")):
        for row, given in enumerate(records[item]):
            short = bool(given) and bool(language) and not is_sentence(given or "", language)
            if given is not None and (given.startswith(TO_FILL) or short):
                values = {"value": given, "field": item.name, "words": str(LEAST_WORDS)}
                # The hint speaks of characters only where the language of the column is written without spaces.
                values["suggestion"] = str(LEAST_CHARACTERS) if language and is_unspaced(language) else ""
                yield Problem("correction-reason", records.place(row, item.name), values)
    yield from repeated(_identified(records), lambda _: "correction-twice")


def _identified(records: Records) -> Iterator[tuple[Records, int, str, str, str, str | None]]:
    """Corrections by their ids."""
    for row, (name, new) in enumerate(zip(records["id"], records[CORRECTIONS.new], strict=True)):
        if records.headed and name is not None:
            yield records, row, "date", "date", name, new
