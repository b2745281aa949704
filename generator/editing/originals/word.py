"""Word documents (DOCX) → text: paragraphs and tables in their order, then footnotes; no pages, which Word sets anew."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from generator.editing.originals.made import (
    SUPERSCRIPT,
    UNREAD,
    Made,
    Part,
    Remark,
    Unusable,
    cleaned,
    row_line,
    unread,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VALUE = f"{_W}val"
_TEXTS = frozenset({f"{_W}t", f"{_MATHS}t"})
_SIGNS = {
    **dict.fromkeys((f"{_W}br", f"{_W}cr"), "\n"),
    f"{_W}tab": "\t",
    f"{_W}noBreakHyphen": "-",
    f"{_W}sym": UNREAD,  # a place in a font of signs, which says nothing of its meaning
}
_LEFT_OUT = frozenset(
    {
        *(f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}tblPr", f"{_W}sectPr"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
"""What was struck out, what only says how things look, and second copies for old programs."""

_NOTES = ("/footnotes", "/endnotes")
_DEEPEST = 12
"""Styles that rest on each other."""


def read_word(content: bytes) -> Made:
    """The text of a Word document. Raises Unusable for what python-docx cannot open, or has no text."""
    import docx

    try:
        opened = docx.Document(io.BytesIO(content))
        roots = [opened.element.body, *_notes(opened.part)]
        lines = tuple(line for root in roots for line in _blocks(root))
        numbered = list(_numbered(opened))
        struck = [
            text for root in roots for run in root.iter(f"{_W}r") if _is_struck(run) and (text := _plain(run))
        ]
    except Exception as error:
        # A broken file can fail in any part of the library.
        raise Unusable("unsound", "DOCX") from error
    if not lines:
        raise Unusable("no_text", "DOCX")
    parts = (Part("", lines),)
    remarks = [Remark("numbered", len(numbered), numbered[0][:20])] if numbered else []
    remarks += [Remark("struck", len(struck), struck[0][:20])] if struck else []
    return Made(".docx", parts, (*remarks, *unread(parts)))


def _notes(part: Any) -> Iterator[Any]:
    """The footnotes and endnotes of a document; the library does not read them."""
    from docx.oxml.parser import parse_xml

    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.endswith(_NOTES):
            yield parse_xml(relation.target_part.blob)


def _blocks(element: Any) -> Iterator[str]:
    """The lines of all paragraphs and tables below an element, whatever they are wrapped in."""
    for child in element.iterchildren():
        if child.tag == f"{_W}p":
            yield from _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield from filter(str.strip, (row_line(tuple(_cells(row))) for row in _nearest(child, f"{_W}tr")))
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _nearest(element: Any, tag: str) -> Iterator[Any]:
    """What of a kind is below an element and in no other of that kind, struck-out ones left out."""
    for child in element.iterchildren():
        if child.tag == tag:
            if child.find(f"{_W}trPr/{_W}del") is None:
                yield child
        elif child.tag not in _LEFT_OUT:
            yield from _nearest(child, tag)


def _cells(row: Any) -> Iterator[str]:
    """The texts of a row's cells; one that is as wide as several is followed by empty ones, so columns stay columns."""
    for cell in _nearest(row, f"{_W}tc"):
        yield " ".join(_blocks(cell))
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        width = span.get(_VALUE, "") if span is not None else ""
        yield from [""] * (min(int(width), 64) - 1 if width.isdecimal() else 0)


def _paragraph(paragraph: Any) -> Iterator[str]:
    """The lines of a paragraph, and behind them those of the text boxes that hang on it."""
    inner: list[Any] = []
    text = "".join(_text(paragraph, inner))
    yield from filter(None, map(cleaned, text.split("\n")))
    for box in inner:
        yield from _blocks(box)


def _text(element: Any, inner: list[Any]) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag in _TEXTS:
            yield (child.text or "").translate(SUPERSCRIPT if _is_raised(element) else {})
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{_W}txbxContent":
            inner.append(child)
        elif child.tag not in _LEFT_OUT and not _is_struck(child):
            yield from _text(child, inner)


def _is_raised(run: Any) -> bool:
    place = run.find(f"{_W}rPr/{_W}vertAlign")
    return place is not None and place.get(_VALUE) == "superscript"


def _is_struck(run: Any) -> bool:
    """Whether a run is struck through by how it looks; what was struck out while changes were tracked stands elsewhere."""
    marks = (run.find(f"{_W}rPr/{_W}{name}") for name in ("strike", "dstrike"))
    return any(mark is not None and mark.get(_VALUE, "1") not in ("0", "false", "off") for mark in marks)


def _plain(run: Any) -> str:
    return "".join(child.text or "" for child in run.iterchildren() if child.tag in _TEXTS).strip()


def _numbered(opened: Any) -> Iterator[str]:
    """The paragraphs whose number Word makes itself: it stands nowhere in the file."""
    styles = {style.get(f"{_W}styleId"): style for style in opened.styles.element.iterchildren(f"{_W}style")}
    for paragraph in opened.element.body.iter(f"{_W}p"):
        text = "".join(_text(paragraph, [])).strip()
        if text and _has_number(paragraph, styles):
            yield text


def _has_number(paragraph: Any, styles: dict[str, Any]) -> bool:
    """Whether a paragraph, or else a style that it has, asks for a number; 0 asks for none."""
    element = paragraph
    for _ in range(_DEEPEST):
        number = element.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        if number is not None:
            return bool(number.get(_VALUE) != "0")
        link = element.find(f"{_W}pPr/{_W}pStyle" if element is paragraph else f"{_W}basedOn")
        element = styles.get(link.get(_VALUE)) if link is not None else None
        if element is None:
            return False
    return False
