"""A text that tries everything, and what is active in a comment as a forge shows it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt


class Parts(HTMLParser):
    """Which tags a page has, and the text outside code."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open = 0
        self.text: list[str] = []
        self.code: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        self.open += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.open -= tag == "code"

    def handle_comment(self, data: str) -> None:
        self.tags.add(f"<!--{data}-->")

    def handle_data(self, data: str) -> None:
        (self.code if self.open else self.text).append(data)


def rendered(markdown: str) -> Parts:
    """A comment as a forge shows it: CommonMark with tables and raw HTML."""
    parts = Parts()
    parts.feed(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))
    parts.close()
    return parts


HARMLESS = {
    "p",
    "h4",
    "ul",
    "ol",
    "ol start",
    "li",
    "strong",
    "code",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}

ACTIVE = re.compile(r"[@#/\\<>\[\]{}_*~`&=+|\"'$^]|www|:[!-~]|[a-f\d]{7}", re.IGNORECASE)
"""What mentions, references, links, images, HTML, emoji and commits cannot do without."""


def activity(markdown: str) -> list[str]:
    """What is active in a text: tags that do something, and pieces outside code that a forge would act on."""
    parts = rendered(markdown)
    found = [text for text in parts.text if ACTIVE.search(text)]
    return sorted(parts.tags - HARMLESS) + found


ATTACKS = """
@mayor @city/clerks @\u200bmayor ＠mayor
&#64;mayor &commat;mayor \\@mayor
[link](https://evil.example) <https://evil.example> https://evil.example www.evil.example www.例子.example
![image](https://evil.example/x.png) <img src=x onerror=alert(1)> <script>alert(1)</script>
&lt;script&gt;alert(1)&lt;/script&gt; <!-- comment --> <details><summary>x</summary>
Closes #12, fixes GH-12, resolves city/record#12 city/record@4e32aae18cb78a2f 4e32aae18cb78a2f
mail@evil.example mailto:a@b.example :smile: :tada: ``` ~~~ <pre> `` ` ` x
| a | `b` | <b>c</b> | @mayor\\| d |
| @mayor |
[ref]: https://evil.example
[^1] [ref] [x][ref] ***a*** __b__ ~~c~~ $a$
# heading @mayor
    indented @mayor
> quote @mayor
1. one @mayor
***
==
\u202e \u200b \u1fef`` \u1fef end
::error file=x::y
"""
