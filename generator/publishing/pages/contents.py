"""Long pages: a table of contents on top, made of their headings, and a way back to the top."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

LONG = 7_000
"""Bytes of HTML from which on a page is long: on a phone it takes more than five screens."""

FEWEST = 2
"""How many headings a table of contents names at least."""

ENTRY = 130
"""About how many bytes a heading takes in the table of contents, with its anchor, without its words."""

_HEADING = re.compile(r'<h2(?: id="([^"]*)")?>(.*?)</h2>', re.DOTALL)
_LISTED = re.compile(r'<nav class="mz-(?:jump|contents)"')
_ID = re.compile(r' id="([^"]*)"')
_LINK = re.compile(r"</?a\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")

Entry = tuple[str, str, None]
"""An address, the HTML of its words, and no count."""


def with_contents(content: str, jump: Callable[[list[Entry]], str], top: Callable[[], str]) -> str:
    """The content of a page, if it is long with a table of its headings before the first of them, unless it has one, and
    with the way back to the top behind all. A heading without an anchor gets one, made of its words.

    All is HTML; `jump` and `top` draw the table and the way back.
    """
    text = str(content)
    if len(text.encode()) < LONG:
        return text
    if not _LISTED.search(text) and len(_HEADING.findall(text)) >= FEWEST:
        taken = set(_ID.findall(text))
        entries: list[Entry] = []

        def anchored(found: re.Match[str]) -> str:
            name, words = found[1], found[2]
            if not name:
                name = next(free for free in _names(words) if free not in taken)
                taken.add(name)
            entries.append((f"#{name}", _LINK.sub("", words), None))
            return f'<h2 id="{name}">{words}</h2>'

        text = _HEADING.sub(anchored, text)
        at = text.index("<h2 ")
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
