"""Markdown as forges read it, and what they make links, names or pictures of in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

FORGE = MarkdownIt("gfm-like", {"html": True, "linkify": True})
"""CommonMark as forges read it: with tables, struck text, raw HTML, and links made of bare addresses."""

REFERENCES = re.compile(
    r"@\w|#\w|(?<!\w)g[hl]-\d|(?<![0-9a-f])[0-9a-f]{7,40}(?![0-9a-f])"
    r"|:[\w+-]+:|://|www\.|\w@\w|(?<!\w)[!&~%$^*]\w|\[\w+:|\w\.(?:com|org|cn|md|py|рф)\b",
    re.IGNORECASE | re.ASCII,
)
"""What forges make links, names or pictures of, in the text that is shown and is not code: users, issues, commits,
emoji, addresses, merge requests, epics, labels, milestones, formulas, alerts, domains.
"""


class Shown(HTMLParser):
    """The tags of a page, all its text, and the pieces of text that stand between tags outside code."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text, self.open = "", 0
        self.pieces: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        self.open += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.open -= tag == "code"

    def handle_comment(self, data: str) -> None:
        self.tags.add(f"<!--{data}-->")

    def handle_data(self, data: str) -> None:
        self.text += data
        if not self.open:
            self.pieces.append(data)


def shown(markdown: str) -> Shown:
    return Shown(FORGE.render(markdown))
