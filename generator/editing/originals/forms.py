"""The forms in which documents are issued, told by their content, and who reads each."""

from __future__ import annotations

from generator.core.limits import MIB
from generator.editing.originals.grid import read_csv_table, read_workbook
from generator.editing.originals.made import MOST_CHARACTERS, Made, Unusable
from generator.editing.originals.packed import PACKED, WORD, WORKBOOK, names_of
from generator.editing.originals.pages import read_page
from generator.editing.originals.pdf import read_pdf
from generator.editing.originals.word import read_word

LARGEST_MARKED_UP = 32 * MIB
"""Bytes of an HTML page or a CSV file, which are text from end to end."""

_PDF_WITHIN = 1024
_OLD = b"\xd0\xcf\x11\xe0"
"""How old office files, and new ones with a password, begin."""

_TEXTS = (".txt", ".md")
"""What needs no text made of it."""

_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")


def made_of(suffix: str, content: bytes) -> Made:
    """The text of a document, whose form is told by its content, and for CSV by the suffix of its name (in lower case).

    Raises Unusable where it has no form that can be read, or no text can be made of it.
    """
    made = _made_of(suffix, content)
    if sum(len(line) + 1 for part in made.parts for line in part.lines) > MOST_CHARACTERS:
        raise Unusable("too_large", str(MOST_CHARACTERS // MIB))
    return made


def _made_of(suffix: str, content: bytes) -> Made:
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return read_pdf(content)
    if content.startswith(PACKED):
        parts = names_of(content)
        if WORD in parts:
            return read_word(content)
        if WORKBOOK in parts:
            return read_workbook(content)
        raise Unusable("form", suffix)
    if content.startswith(_OLD):
        raise Unusable("old", suffix)
    page = suffix in (".html", ".htm") or content[:_PDF_WITHIN].lstrip(
        b"\xef\xbb\xbf \t\r\n"
    ).lower().startswith(_HTML)
    if suffix in _TEXTS and not page:
        raise Unusable("text", suffix)
    if not page and suffix not in (".csv", ".tsv"):
        raise Unusable("form", suffix)
    if len(content) > LARGEST_MARKED_UP:
        raise Unusable("too_large", str(LARGEST_MARKED_UP // MIB))
    return read_page(content) if page else read_csv_table(content)
