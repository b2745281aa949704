"""A workbook without what is only looks, so that a million formatted rows with nothing in them cost little.

Of each sheet only the cells with content and the columns stay, and which cells are merged is told aside: a library would
make a cell of its own for each place that is only formatted, and for each that a merged range covers.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from generator.core import limits

_LISTED = re.compile(rb"<(?:\w+:)?sheet\s")
_STORED = re.compile(r"sheets/[^/]+\.(?:xml|bin)$")
"""How a workbook lists a sheet, and what the part of one is called."""

_STEP = 4_000_000
_SHEET = re.compile(rb"<((?:\w+:)?)worksheet\b[^<>]*>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref=["\']([A-Z]+[0-9]+:[A-Z]+[0-9]+)')


_TAG = re.compile(rb"<[^<>]*http://purl\.oclc\.org/ooxml/[^<>]*>")
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/((?:relationships/)?\w+)")
_HYPHENATED = frozenset(
    {
        *(b"extendedProperties", b"customProperties"),
        *(b"relationships/extendedProperties", b"relationships/customProperties"),
    }
)


class TooLargeError(Exception):
    """There is more in a workbook than should be taken in; the text is the limit in MB."""


class TooManyError(Exception):
    """There are more things in a workbook than should be read: what they are called under `counted:`, and how many there may be."""

    def __init__(self, counted: str, limit: int) -> None:
        super().__init__(counted)
        self.counted, self.limit = counted, limit


class SharedError(ValueError):
    """Several sheets of a workbook are one part, which would be read for each of them; no program writes such workbooks."""


class DeclarationError(ValueError):
    """A part declares words of its own, which may stand for any length of text; no program writes such workbooks."""


@dataclass(frozen=True, slots=True)
class Slim:
    """A workbook with nothing but cells on its sheets, and the merged ranges by the path of the sheet's part."""

    content: bytes
    merged: Mapping[str, tuple[str, ...]]


def slim(content: bytes) -> Slim:
    """A workbook without its empty cells, rules and pictures.

    Raises TooLargeError, TooManyError, DeclarationError and SharedError, and zipfile's errors for what is no sound archive.
    """
    merged: dict[str, tuple[str, ...]] = {}
    out = io.BytesIO()
    tags = 0
    left = limits.LARGEST_FILLED
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        # The archive's own list of sizes can be trusted: nothing is unpacked beyond what it says.
        if sum(part.file_size for part in old.infolist()) > limits.LARGEST_CONTENT:
            raise TooLargeError(_in_megabytes(limits.LARGEST_CONTENT))
        if len(old.infolist()) > limits.MOST_PARTS:
            raise TooManyError("parts", limits.MOST_PARTS)
        for name in dict.fromkeys(old.namelist()):
            if "worksheets/_rels/" in name:
                continue  # comments, pictures and the like of a sheet
            with old.open(name) as stream:
                sheet = _SHEET.search(stream.read(2000)) if name.endswith(".xml") else None
            with old.open(name) as stream:
                text = _read(stream, left, sheet[1] if sheet else None)
            if sheet is not None:
                text, merged[name] = _cells_alone(text, sheet)
            text = _transitional(text)
            left -= len(text)
            if name.endswith("workbook.xml") and len(_LISTED.findall(text)) > sum(
                bool(_STORED.search(part)) for part in old.namelist()
            ):
                raise SharedError(name)
            if name.endswith((".xml", ".rels")):
                tags += text.count(b"<")
                if b"<!DOCTYPE" in text:
                    raise DeclarationError(name)
            if tags > limits.MOST_TAGS:
                raise TooManyError("tags", limits.MOST_TAGS)
            new.writestr(name, text)
    return Slim(out.getvalue(), merged)


def _transitional(text: bytes) -> bytes:
    """A part of a “Strict Open XML” workbook with the names that libraries know; other parts as they are.

    The two forms of the standard call the same things by other addresses; a text that mentions one stays.
    """
    if b"http://purl.oclc.org/ooxml/" not in text:
        return text
    return _TAG.sub(lambda tag: _STRICT.sub(_named_as_usual, tag[0]), text)


def _named_as_usual(strict: re.Match[bytes]) -> bytes:
    subject, name = strict.groups()
    usual = re.sub(rb"(?<=[a-z])(?=[A-Z])", b"-", name).lower() if name in _HYPHENATED else name
    return b"http://schemas.openxmlformats.org/%b/2006/%b" % (subject, usual)


def _in_megabytes(size: int) -> str:
    return str(size // 1024 // 1024)


def _read(stream: IO[bytes], limit: int, prefix: bytes | None) -> bytes:
    """A part; of a sheet (`prefix` is that of its tags) without its empty cells and rows.

    A cell or row that does not say where it is stands behind the one before, which then has to stay.
    """
    kept: list[bytes] = []
    size, rest, whole = 0, b"", prefix is None
    cell, row = (rb"%b%b" % (prefix or b"", name) for name in (b"c", b"row"))
    unplaced = re.compile(rb"<(?:%b|%b)\b(?! r=)(?![^<>]*\sr=)" % (cell, row))
    empty = [re.compile(rb"<%b\s[^<>]*>(?:(?<=/>)|\s*</%b>)" % (tag, tag)) for tag in (cell, row)]
    while more := stream.read(_STEP):
        text = rest + more
        # A tag that is cut in two waits for its other half; an empty row that is cut stays, which does no harm.
        end = len(text) if whole else text.rfind(b">") + 1
        text, rest = text[:end], text[end:]
        if not whole and unplaced.search(text):
            stream.seek(0)
            return _read(stream, limit, None)
        for pattern in () if whole else empty:
            text = pattern.sub(b"", text)
        kept.append(text)
        size += len(text)
        if size + len(rest) > limit:
            raise TooLargeError(_in_megabytes(limits.LARGEST_FILLED))
    return b"".join([*kept, rest])


def _cells_alone(text: bytes, sheet: re.Match[bytes]) -> tuple[bytes, tuple[str, ...]]:
    """A sheet with its rows, its columns and nothing else, and its merged ranges."""
    opening, prefix = sheet[0], sheet[1]
    # An expression for a beginning and its end would look for the end anew from each of very many beginnings.
    start, end = text.find(b"<%bsheetData" % prefix), text.rfind(b"</%bsheetData>" % prefix)
    if start < 0 or end < start:
        return text, ()
    merged = tuple(found.decode() for found in _MERGED.findall(text, end))
    # which columns are hidden stands before the rows
    closing = b"</%bcols>" % prefix
    opened = re.search(rb"<%bcols\b" % prefix, text[:start])
    closed = text.find(closing, opened.end(), start) if opened else -1
    before = text[opened.start() : closed + len(closing)] if opened and closed >= 0 else b""
    return b"%b%b%b</%bsheetData></%bworksheet>" % (opening, before, text[start:end], prefix, prefix), merged
