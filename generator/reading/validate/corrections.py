"""Rules of single corrections: what they may name, and that their reason is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core.problems import Problem
from generator.format import schema
from generator.reading.validate.rows import columns, repeated
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
    for row, table, field in columns(records, "table", "field"):
        known = (*schema.CORRECTED[table][0].by_name, schema.REMOVED, schema.MOVED) if table else ()
        if field is not None and known and field not in known:
            values = {"value": field, "field": "field", "detail": " · ".join(known)}
            values["suggestion"] = suggest(field, known)
            yield Problem("unknown-choice", records.place(row, "field"), values)
    for row, chinese, english, responsible in columns(records, "reason_zh", "reason_en", "responsible"):
        given = {
            "reason_zh": len(_CHARACTER.findall(chinese or "")) >= LEAST_CHARACTERS,
            "reason_en": len(_WORD.findall(english or "")) >= LEAST_WORDS,
            "responsible": True,
        }
        for name, text in (("reason_zh", chinese), ("reason_en", english), ("responsible", responsible)):
            if text is not None and (text.startswith(TO_FILL) or not given[name]):
                limits = {"characters": str(LEAST_CHARACTERS), "words": str(LEAST_WORDS)}
                values = {"value": text, "field": name, **limits}
                yield Problem("correction-reason", records.place(row, name), values)
    yield from repeated(_identified(records), lambda _: "correction-twice")


def _identified(records: Records) -> Iterator[tuple[Records, int, str, str, str, str]]:
    """Corrections by their published id."""
    for row, *parts, new in columns(records, "table", "key", "field", "date", "new"):
        if records.headed and None not in parts:
            yield records, row, "date", "date", "/".join(str(part) for part in parts), new
