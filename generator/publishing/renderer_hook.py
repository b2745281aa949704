"""For MkDocs alone, to save time: our pages are HTML already, so they go past Markdown instead of through it.

Nothing depends on it. Another renderer, or MkDocs without it, gives the same pages in about twice the time.
"""

from __future__ import annotations

from mkdocs.structure.pages import Page

_kept: dict[str, str] = {}
"""The content of the page at hand, by its file."""


def on_page_markdown(markdown: str, *, page: Page, **_: object) -> str:
    """Keep the page's HTML, and give Markdown nothing to read."""
    _kept[page.file.src_uri] = markdown.strip()
    return ""


def on_page_content(_html: str, *, page: Page, **_: object) -> str:
    """Put the HTML in the place of what Markdown made of nothing."""
    return _kept.pop(page.file.src_uri)
