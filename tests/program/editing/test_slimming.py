"""Workbooks are read without what is only looks, and not at all where they hold more than a workbook does."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest

from generator.core import limits
from generator.editing.sheets import slimming
from generator.editing.sheets.slimming import (
    DeclarationError,
    SharedError,
    TooLargeError,
    TooManyError,
    slim,
)

SHEET = "xl/worksheets/sheet1.xml"
MEGABYTE = 1024 * 1024


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


SHEETS: dict[str, tuple[bytes, bytes, tuple[str, ...]]] = {
    # a sheet, what is read of it, and its merged ranges
    "cells, empty cells and empty rows": (
        (
            b'<worksheet xmlns="x"><sheetPr/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="3"/></row>'
            b'<row r="2" ht="5"><c r="A2"></c></row><row r="3"/></sheetData><drawing/></worksheet>'
        ),
        b'<worksheet xmlns="x"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>',
        (),
    ),
    "columns": (
        (
            b'<worksheet><cols>\n<col min="1" hidden="1"/>\n</cols><sheetData><row r="1"><c r="A1"><v>0</v></c></row>'
            b'</sheetData><cols><col min="2"/></cols></worksheet>'
        ),
        (
            b'<worksheet><cols>\n<col min="1" hidden="1"/>\n</cols><sheetData><row r="1"><c r="A1"><v>0</v></c></row>'
            b"</sheetData></worksheet>"
        ),
        (),
    ),
    "columns behind the rows": (
        b'<worksheet><sheetData></sheetData><cols><col min="2"/></cols></worksheet>',
        b"<worksheet><sheetData></sheetData></worksheet>",
        (),
    ),
    "a cell in no row": (b"<worksheet><c/></worksheet>", b"<worksheet><c/></worksheet>", ()),
    "merged cells": (
        (
            b'<worksheet><mergeCell ref="X1:Y1"/><sheetData></sheetData><mergeCells count="2"><mergeCell ref="A1:B1"/>'
            b"<mergeCell id='1' ref='AA10:AB12'/></mergeCells></worksheet>"
        ),
        b"<worksheet><sheetData></sheetData></worksheet>",
        ("A1:B1", "AA10:AB12"),
    ),
    "another prefix": (
        (
            b'<x:worksheet xmlns:x="y"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>0</x:v></x:c><x:c r="B1"/></x:row>'
            b'<x:row r="2"></x:row></x:sheetData><x:mergeCell ref="A1:B1"/></x:worksheet>'
        ),
        (
            b'<x:worksheet xmlns:x="y"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>0</x:v></x:c></x:row></x:sheetData>'
            b"</x:worksheet>"
        ),
        ("A1:B1",),
    ),
    "where a cell is stands anywhere in it": (
        b'<worksheet><sheetData><row spans="1" r="1"><c s="1" r="A1"/><c t="n" r="B1"><v>1</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row spans="1" r="1"><c t="n" r="B1"><v>1</v></c></row></sheetData></worksheet>',
        (),
    ),
    "cells that do not say where they are stay": (
        b'<worksheet><sheetData><row><c s="1"/><c><v>1</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row><c s="1"/><c><v>1</v></c></row></sheetData></worksheet>',
        (),
    ),
    "no rows": (b"<worksheet><sheetPr/></worksheet>", b"<worksheet><sheetPr/></worksheet>", ()),
    "rows without an end": (
        b'<worksheet></sheetData><sheetData><c r="A1"/></worksheet>',
        b"<worksheet></sheetData><sheetData></worksheet>",
        (),
    ),
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_of_a_sheet_only_what_is_filled_in_is_read(sheet: str) -> None:
    content, read, merged = SHEETS[sheet]
    slimmed = slim(packed({SHEET: content, "xl/other.xml": b"<c r='1'/>"}))
    assert unpacked(slimmed.content) == {SHEET: read, "xl/other.xml": b"<c r='1'/>"}
    assert slimmed.merged == {SHEET: merged}


@pytest.mark.parametrize("step", [5, 7, 64])
def test_a_sheet_is_read_the_same_in_pieces(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """But that a row that is cut in two may stay though it is empty."""
    monkeypatch.setattr(slimming, "_STEP", step)
    for content, read, merged in SHEETS.values():
        slimmed = slim(packed({SHEET: content}))
        [text] = unpacked(slimmed.content).values()
        for empty in (rb"<(x:)?c r=[^<>]*(/>|></(x:)?c>)", rb"<(x:)?row r=[^<>]*(/>|></(x:)?row>)"):
            text = text if b"<c s=" in read else re.sub(empty, b"", text)
        assert (text, slimmed.merged) == (read, {SHEET: merged})


STRICT = "http://purl.oclc.org/ooxml"
USUAL = "http://schemas.openxmlformats.org"
PARTS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    # the parts of a file and what is read of them
    "pictures and comments of a sheet": (
        {"xl/worksheets/_rels/sheet1.xml.rels": "<a/>", "xl/_rels/workbook.xml.rels": "<b/>", "a.png": "<worksheet>"},
        {"xl/_rels/workbook.xml.rels": "<b/>", "a.png": "<worksheet>"},
    ),
    "the strict form": (
        {"xl/workbook.xml": f'<workbook xmlns="{STRICT}/spreadsheetml/main" xmlns:r="{STRICT}/officeDocument/relationships">'},
        {"xl/workbook.xml": f'<workbook xmlns="{USUAL}/spreadsheetml/2006/main" xmlns:r="{USUAL}/officeDocument/2006/relationships">'},
    ),
    "its names of two words": (
        {
            f"{name}.xml": f'<a t="{STRICT}/officeDocument/{name}"/><a t="{STRICT}/officeDocument/relationships/{name}"/>'
            for name in ("extendedProperties", "customProperties", "sharedTypes")
        },
        {
            f"{name}.xml": f'<a t="{USUAL}/officeDocument/2006/{usual}"/><a t="{USUAL}/officeDocument/2006/relationships/{usual}"/>'
            for name, usual in (
                ("extendedProperties", "extended-properties"),
                ("customProperties", "custom-properties"),
                ("sharedTypes", "sharedTypes"),
            )
        },
    ),
    "a text that names it": ({"a.xml": f"<t>{STRICT}/x/y</t>"}, {"a.xml": f"<t>{STRICT}/x/y</t>"}),
    "as many sheets as parts": (
        {"xl/workbook.xml": '<sheet name="a"/><sheet name="b"/>', SHEET: "<a/>", "xl/chartsheets/sheet1.xml": "<a/>"},
        {"xl/workbook.xml": '<sheet name="a"/><sheet name="b"/>', SHEET: "<a/>", "xl/chartsheets/sheet1.xml": "<a/>"},
    ),
    "sheets that are no sheets": (
        {"xl/other.xml": '<sheet name="a"/><sheet name="b"/>', "a.txt": "<!DOCTYPE x>"},
        {"xl/other.xml": '<sheet name="a"/><sheet name="b"/>', "a.txt": "<!DOCTYPE x>"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", PARTS)
def test_the_other_parts_are_read_as_they_are(what: str) -> None:
    parts, read = PARTS[what]
    slimmed = slim(packed({name: text.encode() for name, text in parts.items()}))
    assert {name: text.decode() for name, text in unpacked(slimmed.content).items()} == read
    assert slimmed.merged == {}


REFUSED: dict[str, tuple[dict[str, bytes], type[Exception], str]] = {
    # the parts of a file, why it is refused, and what is said
    "words of its own": ({"a.xml": b"<!DOCTYPE x>"}, DeclarationError, "a.xml"),
    "words of its own in relations": ({"a.rels": b"<!DOCTYPE x>"}, DeclarationError, "a.rels"),
    "two sheets of one part": (
        {
            "xl/workbook.xml": b'<sheet name="a"/><x:sheet name="b"/>',
            SHEET: b"<a/>",
            "xl/sheets.xml": b"<a/>",
        },
        SharedError,
        "xl/workbook.xml",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_no_program_writes_is_refused(what: str) -> None:
    parts, error, said = REFUSED[what]
    with pytest.raises(error, match=f"^{said}$"):
        slim(packed(parts))


WHOLE = {
    SHEET: b"<worksheet><sheetData>" + b"." * (MEGABYTE - 52) + b"</sheetData></worksheet>",
    "b.xml": b"<b><b>",
    "c.txt": b"<",
}
LIMITS: dict[str, tuple[str, int, str]] = {
    # (a limit, what the file has of it, what is said beyond: the limit in MB, or what there is too much of)
    "unpacked": ("LARGEST_CONTENT", MEGABYTE + 1, "1"),
    "unpacked, nearly two": ("LARGEST_CONTENT", 2 * MEGABYTE, "1"),
    "filled in": ("LARGEST_FILLED", MEGABYTE + 1, "1"),
    "parts": ("MOST_PARTS", 3, "parts"),
    "tags": ("MOST_TAGS", 6, "tags"),
}  # fmt: skip


@pytest.mark.parametrize("what", LIMITS)
def test_as_much_as_is_allowed_is_read_and_no_more(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, there, said = LIMITS[what]
    assert sum(map(len, WHOLE.values())) == MEGABYTE + 1
    parts = {**WHOLE, "d.txt": b"." * (there - MEGABYTE - 1)} if "nearly" in what else WHOLE
    monkeypatch.setattr(limits, name, there)
    assert unpacked(slim(packed(parts)).content) == parts
    monkeypatch.setattr(limits, name, there - 1)
    with pytest.raises((TooLargeError, TooManyError), match=f"^{said}$") as raised:
        slim(packed(parts))
    if isinstance(raised.value, TooManyError):
        assert (raised.value.counted, raised.value.limit) == (what, there - 1)


def test_what_stands_behind_a_sheet_counts_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"<worksheet><sheetData></sheetData></worksheet>" + b" " * 100
    monkeypatch.setattr(limits, "LARGEST_FILLED", len(content))
    slim(packed({SHEET: content}))
    monkeypatch.setattr(limits, "LARGEST_FILLED", len(content) - 1)
    with pytest.raises(TooLargeError):
        slim(packed({SHEET: content}))
