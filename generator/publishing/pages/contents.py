"""Long pages: a table of contents on top, made of their headings, and a way back to the top."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

LONG = 65
"""Lines of a phone, without what is folded, from which on a page is long: it takes three screens and more."""

LONG_WITH_CHARTS = 90
"""The same of one that begins with its number and its charts and does not fold its promises."""

LINE = 40
"""Latin letters in a line of a phone of 360 pixels, and half as many Chinese characters."""

FEWEST = 2
"""How many headings a table of contents names at least."""

ENTRY = 130
"""About how many bytes a heading takes in the table of contents, with its anchor, without its words."""

_HEADING = re.compile(r'<h2( class="mz-screen")?(?: id="([^"]*)")?>(.*?)</h2>', re.DOTALL)
_DRAWING = re.compile(r"<svg\b[^<]*(?:<(?!/svg>)[^<]*)*</svg>")
_NO_ROOM = re.compile(
    r"<details\b(?![^>]*\bopen\b).*?</details>|<(script|template|thead|form)\b.*?</\1>", re.DOTALL
)
"""What takes no room on a phone, or little: what is folded, heads of tables, what can be chosen of a list."""
_BLOCK = re.compile(
    r"</?(?:p|li|tr|td|th|h[1-6]|div|d[tdl]|summary|figure|section|details|caption|[uo]l|nav|table|tbody|pre)\b[^>]*>|<br>"
)
"""What ends a line."""
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\ud7a3\uf900-\ufaff\uff01-\uff60]")
_LISTED = re.compile(r'<nav class="mz-(?:jump|contents)"')
_ID = re.compile(r' id="([^"]*)"')
_END = "\0"
"""The end of a line, for which no HTML has this sign."""

_LINK = re.compile(r"</?a\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")

Entry = tuple[str, str, None]
"""An address, the HTML of its words, and no count."""


def is_long(content: str, long: int = LONG) -> bool:
    """Whether the content of a page takes `long` lines of a phone, about, without what is folded; with 0 none is.

    What a reader sees is counted, never bytes of HTML, of which a link or a mark has many. A drawing is a line where it
    stands alone, and within words as much as one letter.
    """
    return long > 0 and _lines(content, long) >= long


def _lines(content: str, enough: int) -> int:
    """How many lines the content of a page takes on a phone; they are not counted on where there are `enough`."""
    count = 0
    shown = _NO_ROOM.sub("", _DRAWING.sub("*", str(content)))
    for block in _TAG.sub("", _BLOCK.sub(_END, shown)).split(_END):
        if not block or block.isspace():
            continue
        words = unescape(" ".join(block.split()))
        wide = 0 if words.isascii() else len(_WIDE.findall(words))
        count -= -(len(words) + wide) // LINE
        if count >= enough:
            break
    return count


def with_contents(content: str, jump: Callable[[list[Entry]], str], top: Callable[[], str]) -> str:
    """The content of a long page with a table of its headings before the first of them, unless it has one, and with the way
    back to the top behind all. A heading without an anchor gets one, made of its words.

    All is HTML; `jump` and `top` draw the table and the way back.
    """
    text = str(content)
    if not _LISTED.search(text) and len(_HEADING.findall(text)) >= FEWEST:
        taken = set(_ID.findall(text))
        entries: list[Entry] = []

        def anchored(found: re.Match[str]) -> str:
            kind, name, words = found[1] or "", found[2], found[3]
            if not name:
                name = next(free for free in _names(words) if free not in taken)
                taken.add(name)
            entries.append((f"#{name}", _LINK.sub("", words), None))
            return f'<h2{kind} id="{name}">{words}</h2>'

        text = _HEADING.sub(anchored, text)
        heading = rf'(?:<section\b[^>]*>\s*)?<h2(?: class="mz-screen")? id="{re.escape(entries[0][0][1:])}">'
        first = re.search(heading, text)
        assert first, "the headings that are listed are there"
        at = first.start()
        text = f"{text[:at]}{jump(entries)}{text[at:]}"
    return f"{text}{top()}"


def _names(words: str) -> Iterator[str]:
    """Anchors for a heading: its words, and if need be a number."""
    name = re.sub(r"\W+", "-", unescape(_TAG.sub("", words))).strip("-").lower() or "part"
    yield name
    number = 1
    while True:
        number += 1
        yield f"{name}-{number}"
