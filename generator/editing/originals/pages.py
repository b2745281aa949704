"""HTML pages → text: what a reader sees as a line is a line, rows of tables read from left to right."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from generator.editing.originals.made import (
    SUPERSCRIPT,
    Made,
    Part,
    Remark,
    Unusable,
    cleaned,
    row_line,
    unread,
)
from generator.reading.files import in_gb18030

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "ul",
    ]
)
_UNSEEN = frozenset({"script", "style", "template", "head", "noscript", "svg", "textarea"})
_STRUCK = frozenset({"del", "s", "strike"})
_VOID = frozenset({"br", "col", "hr", "img", "input", "wbr"})
_LINE_THROUGH = re.compile("text-decoration[^;]*line-through", re.IGNORECASE)
_CELL = frozenset({"td", "th"})
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_CHARSET_WITHIN = 4096
_CHINESE = frozenset({"gb2312", "gb_2312-80", "x-gbk"})
"""Names under which pages go that hold more than their encoding has, GBK or GB 18030, and whose dashes and dots are others."""

_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DEEPEST = 50
"""Tables that stand in each other."""

_SPACES = re.compile(r"[ \t\r\n\f]+")


def read_page(content: bytes) -> Made:
    """The text of an HTML page; nothing is loaded from elsewhere. Raises Unusable where it has none, or no known encoding."""
    reader = _Reader()
    reader.feed(_decoded(content))
    reader.close()
    lines = tuple(filter(None, map(cleaned, reader.lines())))
    if not lines:
        raise Unusable("no_text", "HTML")
    parts = (Part("", lines),)
    remarks = (Remark("struck", len(reader.struck), reader.struck[0][:20]),) if reader.struck else ()
    return Made(".html", parts, remarks + unread(parts))


def _decoded(content: bytes) -> str:
    """A page in UTF-8 where it can be: no other text looks like that by chance, while pages that a server or an editor has
    turned into it go on saying what they were in. Else in the encoding that it says, else in the usual one of Chinese pages
    where it looks so.
    """
    marked = next((encoding for bom, encoding in _BOMS.items() if content.startswith(bom)), "")
    said = _said(content)
    # What is ASCII throughout may be in an encoding that shifts.
    told = (said, "utf-8") if content.isascii() else ("utf-8", said)
    for encoding in (marked, *told):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    if (chinese := in_gb18030(content)) is None:
        raise Unusable("encoding")
    return chinese


def _said(content: bytes) -> str:
    """The encoding that a page says; empty where it says none, or one in which it could not say so, such as UTF-16."""
    named = _CHARSET.search(content[:_CHARSET_WITHIN])
    if named is None:
        return ""
    text = named[1].decode("ascii")
    said = "gb18030" if text.lower() in _CHINESE else text
    try:
        return said if named[1].decode(said) == text else ""
    except (UnicodeError, LookupError):
        return ""


class _Reader(HTMLParser):
    """Gathers text. A stack holds the rows of tables that are open, each a list of cells, each of those pieces of text."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = [""]
        self.rows: list[list[list[str]]] = []
        self.unseen = 0
        self.raised = 0
        self.striking: list[str] = []
        self.struck: list[str] = []

    def lines(self) -> list[str]:
        """The lines of the page, when all of it was fed."""
        while self.rows:
            self._end_table()
        return "".join(self.texts).split("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID and (
            self.striking or tag in _STRUCK or _LINE_THROUGH.search(dict(attrs).get("style") or "")
        ):
            self.striking.append(tag)
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "sup":
            self.raised += 1
        elif tag == "body":
            self.unseen = 0  # a head that nobody closed
        if tag == "table":
            self._add("\n")
            if len(self.rows) >= _DEEPEST:
                raise Unusable("unsound", "HTML")
            self.rows.append([])
        elif tag == "tr" and self.rows:
            self._end_row()
        elif tag in _CELL and self.rows:
            self.rows[-1].append([])
        elif tag in _BLOCKS and not (tag == "br" and self.striking):
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.striking:
            last = len(self.striking) - 1 - self.striking[::-1].index(tag)
            del self.striking[last:]
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "sup":
            self.raised = max(0, self.raised - 1)
        elif tag == "table" and self.rows:
            self._end_table()
        elif tag == "tr" and self.rows:
            self._end_row()
        elif tag in _BLOCKS:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen and self.striking:
            self.struck += filter(None, [data.strip()])
        elif not self.unseen:
            text = _SPACES.sub(" ", data)
            self._add(text.translate(SUPERSCRIPT) if self.raised else text)

    def _add(self, text: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].append(text)
        else:
            self.texts.append(text)  # also what stands in a table and in no cell of it

    def _end_row(self) -> None:
        row, self.rows[-1] = self.rows[-1], []
        cells = tuple("".join(pieces) for pieces in row)
        filled = [cell for cell in cells if cell.strip()]
        # Tables also serve to lay out a page: what has lines in a single cell, or another table, is no row of one.
        laid_out = len(filled) == 1 or any("\t" in cell for cell in filled)
        text = "\n".join(filled) if laid_out else row_line(cells)
        outer = self.rows.pop()
        self._add(f"\n{text}\n")
        self.rows.append(outer)

    def _end_table(self) -> None:
        self._end_row()
        self.rows.pop()
        self._add("\n")
