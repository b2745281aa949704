"""PDF → text by page: lines as they are printed, tables row by row."""

from __future__ import annotations

import io
import logging
import re
import warnings
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from generator.core.limits import MIB
from generator.editing.originals.made import (
    SUPERSCRIPT,
    UNREAD,
    Made,
    Part,
    Remark,
    Unusable,
    cleaned,
    ranges,
    row_line,
    unread,
)

MOST_PAGES = 5000

_RAISED, _SMALLER = 0.2, 0.85
"""A raised character stands higher than its line by a share of the line's size, and is smaller than a share of it."""

_ONE_LINE = 0.5
"""Characters whose base lines differ by less than this share of their size stand on one line."""

_WORDS, _CELLS = 0.2, 1.5
"""Gaps between characters, as shares of their size, that stand for a space, and that part cells of a table."""

_NOISY = frozenset({"pdfminer.pdffont", "pdfminer.cmapdb"})
_PACKED = (["FlateDecode"], ["Fl"])
_LARGEST_DRAWING = 64 * MIB
_END_WITHIN = 1024
"""Bytes of a file in which its end must stand."""

_LISTED = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)")
"""How the list of a file's parts begins."""

_UNMAPPED = re.compile(r"\(cid:\d+\)")

Item = tuple[float, str]
"""Where a line stands, in points below the top of the page, and what it says."""


def read_pdf(content: bytes) -> Made:
    """The text of a PDF by page, tables row by row. Raises Unusable for what cannot be read, or has no text at all."""
    with _complaints() as complaints:
        pages, incomplete = pages_of(content)
    parts = tuple(Part(str(number), tuple(lines)) for number, lines in enumerate(pages, start=1))
    empty = [part.name for part in parts if not any(part.lines)]
    if len(empty) == len(parts):
        raise Unusable("scanned", str(len(parts)))
    remarks = (Remark("page_empty", len(empty), ranges(empty)),) if empty else ()
    signs = len(complaints) + incomplete + _damages(content)
    damaged = (Remark("damaged", signs, ""),) if signs else ()
    return Made(".pdf", parts, damaged + remarks + unread(parts))


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What the library complains of while it reads: parts that it passes over. Of fonts it complains of sound files too."""
    found: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    handler.addFilter(lambda record: record.name not in _NOISY)
    library = logging.getLogger("pdfminer")
    level, library.propagate = library.level, False
    library.setLevel(logging.WARNING)
    library.addHandler(handler)
    try:
        yield found
    finally:
        library.removeHandler(handler)
        library.setLevel(level)
        library.propagate = True


def _damages(content: bytes) -> int:
    """How many signs there are that a file was cut off or changed: without its end, or the list of its parts (the
    library then looks for them all over the file, and passes over those that it does not find).
    """
    end = content[-_END_WITHIN:]
    start = re.search(rb"startxref\s+(\d{1,12})\s", end)
    place = int(start[1]) + content.find(b"%PDF-") if start else len(content)
    listed = _LISTED.match(content, place)
    return (b"%%EOF" not in end) + (listed is None)


def pages_of(content: bytes) -> tuple[list[list[str]], int]:
    """The lines of each page, and how many of the packed drawings do not unpack to their end. Raises Unusable where the
    file is protected, broken, or too long.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    protected = (PDFEncryptionError, PDFPasswordIncorrect)
    try:
        with warnings.catch_warnings(), pdfplumber.open(io.BytesIO(content)) as book:
            warnings.simplefilter("ignore")  # about what it cannot draw, which nobody asked it to
            return _pages(book.pages)
    except (Unusable, MemoryError, RecursionError):
        raise
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, MemoryError):
            raise cause from error
        raise Unusable("protected" if isinstance(cause, protected) else "unsound", "PDF") from error
    except Exception as error:
        # A broken file can fail in any part of the library.
        raise Unusable("unsound", "PDF") from error


def _pages(pages: Sequence[Any]) -> tuple[list[list[str]], int]:
    if not pages:
        raise Unusable("unsound", "PDF")
    if len(pages) > MOST_PAGES:
        raise Unusable("too_many_pages", str(MOST_PAGES))
    found, incomplete = [], 0
    for page in pages:
        incomplete += sum(_is_incomplete(stream) for stream in _packed_drawings(page))
        found.append(_lines(page.dedupe_chars()))
        page.close()
    return found, incomplete


def _packed_drawings(page: Any) -> Iterator[bytes]:
    """The packed streams that draw a page, before the library unpacks them and keeps only what comes of it."""
    from pdfminer.pdftypes import PDFStream, resolve1

    for stream in map(resolve1, page.page_obj.contents):
        packed = isinstance(stream, PDFStream) and stream.rawdata and not stream.decipher
        if not packed or [getattr(name, "name", "") for name, _ in stream.get_filters()] not in _PACKED:
            continue
        yield stream.rawdata


def _is_incomplete(packed: bytes) -> bool:
    """Whether a packed drawing does not unpack to its end: of such a one the library takes what it gets, without a word."""
    unpacking = zlib.decompressobj()
    try:
        unpacking.decompress(packed, _LARGEST_DRAWING)
    except zlib.error:
        return True
    return not (unpacking.eof or unpacking.unconsumed_tail)


def _lines(page: Any) -> list[str]:
    """The lines of a page from top to bottom; a table with lines around its cells as a line for each row."""
    tables = [table for table in page.find_tables() if _is_table(table)]
    items: list[Item] = []
    for table in tables:
        inside = [char for char in page.chars if _within(char, table.bbox)]
        items += ((row.bbox[1], row_line(tuple(_cells(row, inside)))) for row in table.rows)
    chars = [char for char in page.chars if not any(_within(char, table.bbox) for table in tables)]
    items += _printed(char for char in chars if char["upright"])
    sideways = "".join(_text(char) for char in chars if not char["upright"])
    lines = [cleaned(line) for _, line in sorted(items, key=lambda item: item[0])]
    return [*filter(None, (*lines, cleaned(sideways)))]


def _is_table(table: Any) -> bool:
    """Whether there is more to it than a frame around text."""
    return len(table.rows) > 1 and max(sum(cell is not None for cell in row.cells) for row in table.rows) > 1


def _cells(row: Any, chars: Iterable[Any]) -> Iterator[str]:
    """The texts of a row's cells; one that belongs to another row, or to the one before it, is empty."""
    inside = [char for char in chars if _within(char, row.bbox)]
    for box in row.cells:
        lines = _printed(char for char in inside if box and _within(char, box))
        yield " ".join(cleaned(text) for _, text in lines)


def _within(char: Any, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(left <= across <= right and top <= down <= bottom)


def _text(char: Any) -> str:
    return UNREAD if _UNMAPPED.fullmatch(char["text"]) else str(char["text"])


def _base(char: Any) -> float:
    """How high a character's base line stands on the page, whatever its font says of its height."""
    return float(char["matrix"][5])


def _printed(chars: Iterable[Any]) -> Iterator[Item]:
    """Characters as the lines on which they stand."""
    line: list[Any] = []
    for char in sorted(chars, key=lambda char: (-_base(char), char["x0"])):
        if line and _base(line[-1]) - _base(char) > _ONE_LINE * max(char["size"], line[-1]["size"]):
            yield _line(line)
            line = []
        line.append(char)
    if line:
        yield _line(line)


def _line(chars: list[Any]) -> Item:
    """One line: gaps are spaces, wide ones tabs, as between cells; raised digits are superscripts."""
    size = max(char["size"] for char in chars)
    base = min(_base(char) for char in chars if char["size"] >= size * _SMALLER)
    chars.sort(key=lambda char: char["x0"])
    text = [_raised(chars[0], base, size)]
    for one, other in pairwise(chars):
        gap = (other["x0"] - one["x1"]) / (size or 1)  # what has no size is not seen, but said
        text.append("\t" if gap > _CELLS else " " if gap > _WORDS else "")
        text.append(_raised(other, base, size))
    return min(char["top"] for char in chars), "".join(text)


def _raised(char: Any, base: float, size: float) -> str:
    text = _text(char)
    raised = char["size"] < size * _SMALLER and _base(char) > base + size * _RAISED
    return text.translate(SUPERSCRIPT) if raised else text
