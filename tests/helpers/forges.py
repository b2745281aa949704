"""Markdown as forges read it, and what they make links, names or pictures of in it."""

from __future__ import annotations

import re

from hostile import Parts
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


class Shown(Parts):
    """The tags of a page, the pieces of text that stand between them outside code and in it, and all its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.whole = ""
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        self.whole += data


def shown(markdown: str) -> Shown:
    return Shown(FORGE.render(markdown))
