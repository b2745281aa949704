"""Rules of single corrections: what they may name, and that their reason is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core.problems import Problem
from generator.format.tables import CORRECTABLE, CORRECTIONS, MOVED, REMOVED
from generator.reading.validate.rows import repeated
from generator.reading.validate.structure import Records, suggest

LEAST_CHARACTERS = 8
LEAST_WORDS = 4
"""What a reason needs at least, in Chinese characters and in English words: enough to make a sentence."""

TO_FILL = "〈"
"""Begins what the check proposes to be filled in."""

_CHARACTER = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|[0-9][0-9.,%]*")


def check_corrections(records: Records) -> Iterator[Problem]:
    """A problem for each correction that names no column of its table, gives no reason, or stands twice."""
    for row, (table, field) in enumerate(
        zip(records[CORRECTIONS.table], records[CORRECTIONS.field], strict=True)
    ):
        known = (*CORRECTABLE[table].by_name, REMOVED, MOVED) if table else ()
        if field is not None and known and field not in known:
            values = {"value": field, "field": "field", "detail": " · ".join(known)}
            values["suggestion"] = suggest(field, known)
            yield Problem("unknown-choice", records.place(row, CORRECTIONS.field.name), values)
    limits = {"characters": str(LEAST_CHARACTERS), "words": str(LEAST_WORDS)}
    for item in (*CORRECTIONS.reason.fields, CORRECTIONS.responsible):
        for row, given in enumerate(records[item]):
            if given is not None and (given.startswith(TO_FILL) or not _enough(item.name, given)):
                values = {"value": given, "field": item.name, **limits}
                yield Problem("correction-reason", records.place(row, item.name), values)
    yield from repeated(_identified(records), lambda _: "correction-twice")


def _enough(name: str, reason: str) -> bool:
    """Whether a reason is long enough to be one."""
    counted = {"reason_zh": (_CHARACTER, LEAST_CHARACTERS), "reason_en": (_WORD, LEAST_WORDS)}
    pattern, least = counted.get(name, (_CHARACTER, 0))
    return len(pattern.findall(reason)) >= least


def _identified(records: Records) -> Iterator[tuple[Records, int, str, str, str, str | None]]:
    """Corrections by their ids."""
    for row, (name, new) in enumerate(zip(records["id"], records[CORRECTIONS.new], strict=True)):
        if records.headed and name is not None:
            yield records, row, "date", "date", name, new
