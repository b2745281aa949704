"""Which links of a finished site lead nowhere: to pages, files and anchors of its own, without asking the network."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

PAGE = "index.html"
_HOST = "site"
"""Stands for the site's own address while links are resolved."""


class Broken(NamedTuple):
    """A page by its address below the site's root, and a link on it that leads nowhere."""

    page: str
    link: str


class _Page(HTMLParser):
    """The links of a page, and the places on it that a link may name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the parser calls it
        """Take up what a tag links to and what it is called."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in ("href", "src") and value:
                self.links.append(value)


def read_pages(site: Path) -> dict[str, _Page]:
    """Every page of a site by its address below the root: `guide/`, the root itself empty."""
    return {
        file.relative_to(site).as_posix().removesuffix(PAGE): _Page(file.read_text(encoding="utf-8"))
        for file in sorted(site.rglob(PAGE))
    }


def broken_links(site: Path) -> tuple[int, list[Broken]]:
    """How many pages a site has, and their links that lead nowhere."""
    pages = read_pages(site)
    return len(pages), list(_broken(site, pages))


def _broken(site: Path, pages: dict[str, _Page]) -> Iterator[Broken]:
    for path, page in pages.items():
        for link in dict.fromkeys(page.links):
            address, anchor = urldefrag(urljoin(f"http://{_HOST}/{path}", link))
            parts = urlsplit(address)
            if parts.netloc != _HOST:
                continue
            target = unquote(parts.path).lstrip("/")
            # A link from the root works at no address but the root of a domain.
            misses = anchor and target in pages and unquote(anchor) not in pages[target].ids
            if link.startswith("/") or not _is_there(site, target) or misses:
                yield Broken(path, link)


def _is_there(site: Path, target: str) -> bool:
    """Whether a web server has something to show at an address: a file, or a folder with a page."""
    if ".." in target.split("/"):
        return False
    place = site / target
    return (place / PAGE).is_file() if target.endswith("/") or not target else place.is_file()
