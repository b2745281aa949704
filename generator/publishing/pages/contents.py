"""Long pages: a table of contents on top, made of their headings, and a way back to the top."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

LONG = 7_000
"""Bytes of HTML, without drawings and what is folded, from which on a page is long: on a phone it takes more than five
screens.
"""

LONG_WITH_CHARTS = 8_000
"""The same of one that begins with its number and its charts and does not fold its promises."""

FEWEST = 2
"""How many headings a table of contents names at least."""

ENTRY = 130
"""About how many bytes a heading takes in the table of contents, with its anchor, without its words."""

_HEADING = re.compile(r'<h2( class="mz-screen")?(?: id="([^"]*)")?>(.*?)</h2>', re.DOTALL)
_SMALL = re.compile(r"<svg\b.*?</svg>|<details\b(?![^>]*\bopen\b).*?</details>", re.DOTALL)
"""What takes many bytes and little room: drawings, and what is folded."""
_LISTED = re.compile(r'<nav class="mz-(?:jump|contents)"')
_ID = re.compile(r' id="([^"]*)"')
_LINK = re.compile(r"</?a\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")

Entry = tuple[str, str, None]
"""An address, the HTML of its words, and no count."""


def is_long(content: str, long: int = LONG) -> bool:
    """Whether the content of a page has `long` bytes of HTML, without its drawings and what is folded; with 0 none is."""
    return long > 0 and len(str(content).encode()) >= long and len(_SMALL.sub("", content).encode()) >= long


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
