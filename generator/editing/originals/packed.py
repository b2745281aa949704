"""Packed office files (DOCX, XLSX), looked at before anything of them is unpacked or parsed."""

from __future__ import annotations

import io
import zipfile

from generator.core.limits import LARGEST_CONTENT, LARGEST_FILLED, MIB
from generator.editing.originals.made import Unusable

PACKED = b"PK\x03\x04"
WORD, WORKBOOK = "word/document.xml", "xl/workbook.xml"
"""The parts by which the forms are told."""

_MOST_PARTS = 10_000
_DECLARES = b"<!DOCTYPE"
"""Begins declarations of entities, which no office program writes."""


def names_of(content: bytes) -> frozenset[str]:
    """The names of the parts. Raises Unusable for what is no sound archive, is too much, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            listed = parts.infolist()
            _bound(listed)
            declaring = any(_DECLARES in parts.read(part) for part in listed if _is_markup(part))
    except Unusable:
        raise
    except Exception as error:
        # A broken archive can fail in many ways: sizes, checksums, methods that are not known, passwords.
        raise Unusable("unsound", "ZIP") from error
    if declaring:
        raise Unusable("unsound", "XML")
    return frozenset(part.filename for part in listed)


def _is_markup(part: zipfile.ZipInfo) -> bool:
    return part.filename.endswith((".xml", ".rels"))


def _bound(parts: list[zipfile.ZipInfo]) -> None:
    # The archive's own list of sizes can be trusted: nothing is unpacked beyond what it says. Workbooks are bounded once
    # more when their empty cells are gone.
    word = any(part.filename == WORD for part in parts)
    marked_up = sum(part.file_size for part in parts if _is_markup(part)) if word else 0
    for size, limit in (
        (sum(part.file_size for part in parts), LARGEST_CONTENT),
        (marked_up, LARGEST_FILLED),
    ):
        if size > limit:
            raise Unusable("too_large", str(limit // MIB))
    if len(parts) > _MOST_PARTS:
        raise Unusable("unsound", "ZIP")
