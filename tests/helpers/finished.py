"""What may be wrong with a finished site, whatever data it shows: each fault with the places where it is found."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from posixpath import join, normpath
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
HEAVIEST = 60_000
HEAVIEST_TO_LOOK_UP = 102_400
"""What the HTML of a page may weigh, in bytes: of one that is read, and of one that lists every column or rule."""

HEAVIEST_VISIT = 60_000
HEAVIEST_VISIT_TO_LOOK_UP = 66_000
"""What the first visit of a page may load, in bytes, gzipped: of one that is read, and of one that lists every column or rule."""

LOOKED_UP = (*("guide/format/index.html", "data/codebook/index.html", "methods/rules/index.html"),)
"""The pages of that kind."""

LINKED_DATA = 4_000
"""What the data of a page may weigh in bytes; on the data page, what each package may."""


TOLD = {"alternate", "author", "cite-as", "describedby", "item", "license", "linkset", "type"}
"""Relations of links in a head that tell where something is; no browser loads it."""


PIECE = re.compile(
    r"""<(?:!--.*?--|![^>]*|(/?)([a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*))>""", re.DOTALL
)
"""A tag with its name and attributes, or a remark."""

ATTRIBUTE = re.compile(r"""([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
PLAIN_LINK = re.compile(r"((?:[\w.-]+/)*[\w.-]*)(?:#([\w-]*))?")
"""A link to another place of a site, or of the page, in which nothing is quoted or asked: as nearly all are."""

RAW = ("script", "style")
"""Elements that hold no tags."""


class Document:
    """The links, ids, tags and text of one page, and its data for machines: what Python's HTMLParser finds in it, in a third
    of the time.
    """

    def __init__(self, text: str) -> None:
        self.source = text
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.scripts: list[tuple[str | None, str]] = []
        self._words: list[str] = []
        at = 0
        while piece := PIECE.search(text, at):
            self._words.append(unescape(text[at : piece.start()]))
            at = piece.end()
            end, name, attributes = piece.groups()
            if name and not end:
                at = self._tag(name.lower(), attributes, at)
        self._words.append(unescape(text[at:]))

    def _tag(self, tag: str, attributes: str, at: int) -> int:
        """Take a tag that ends at a place; the place from which on there are tags again."""
        self.tags.append(tag)
        named = [
            (name.lower(), unescape(first or second or third))
            for name, first, second, third in ATTRIBUTE.findall(attributes)
        ]
        self.ids += [value for name, value in named if name == "id" and value]
        for name, value in named:
            if name in ("href", "src") and value:
                told = tag == "link" and TOLD.intersection(dict(named).get("rel", "").split())
                self.links.append(("a" if told else tag, value))
        if tag not in RAW:
            return at
        stop = self.source.index(f"</{tag}>", at)
        self._words.append(self.source[at:stop])
        if tag == "script":
            self.scripts.append((dict(named).get("type"), self.source[at:stop]))
        return stop

    @property
    def text(self) -> str:
        """Everything that is no tag, with single spaces."""
        return re.sub(r"\s+", " ", "".join(self._words))

    @property
    def linked_data(self) -> list[dict[str, Any]]:
        """What the page says to machines."""
        return [json.loads(text) for kind, text in self.scripts if kind == "application/ld+json"]


Pages = Mapping[str, Document]


def pages_of(site: Path) -> Pages:
    """Every page by its address below the site's root, without the page for wrong addresses."""
    return {
        path.parent.relative_to(site).as_posix().removeprefix(".") + "/": Document(
            path.read_text(encoding="utf-8")
        )
        for path in sorted(site.rglob("index.html"))
    }


def is_card(path: str) -> bool:
    """Whether a page is a card that stands in other people's pages."""
    return path.removeprefix("en/").startswith("embed/")


def codebook_rows(page: str) -> Iterator[tuple[str, str]]:
    """Table and column of each row of the codebook by its anchor."""
    yield from re.findall(r'<(?:tr|code|a) id="([a-z_]+)-([a-z0-9_]+)"', page)


def without_twin(_: Path, pages: Pages) -> Iterator[str]:
    chinese = {path for path in pages if not path.startswith("en/")}
    english = {path.removeprefix("en/") or "/" for path in pages if path.startswith("en/")}
    yield from chinese ^ english


def led(path: str, link: str) -> tuple[str | None, str]:
    """Where a link on a page leads: an address below the site's root, None for another host, and the anchor there."""
    if plain := PLAIN_LINK.fullmatch(link):
        target = normpath(f"/{path}{plain[1]}").lstrip("/")
        is_folder = not plain[1] or plain[1].endswith(("/", "."))
        return (f"{target}/" if target and is_folder else target), plain[2] or ""
    address, anchor = urldefrag(urljoin(f"http://site/{path.lstrip('/')}", link))
    parts = urlsplit(address)
    return (unquote(parts.path).lstrip("/") if parts.netloc == "site" else None), anchor


def broken_links(site: Path, pages: Pages) -> Iterator[tuple[str, str, str]]:
    there = {"", *(path.relative_to(site).as_posix() for path in site.rglob("*"))}
    ids = {path: frozenset(page.ids) for path, page in pages.items()}
    for path, page in pages.items():
        for tag, link in dict.fromkeys(page.links):
            target, anchor = led(path, link)
            if target is None:
                continue
            if (
                link.startswith("/")
                or target.rstrip("/") not in there
                or (anchor and (target or "/") in pages and unquote(anchor) not in ids[target or "/"])
            ):
                yield path, tag, link


def other_hosts(site: Path, pages: Pages) -> Iterator[tuple[str, str]]:
    for path, page in pages.items():
        yield from (
            (path, link) for tag, link in page.links if tag != "a" and re.match(r"(?:https?:)?//", link)
        )
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        yield from (
            (style.name, found) for found in re.findall(r"url\((?:https?:)?//[^)]*\)|@import[^;]*", text)
        )


def doubled_ids(_: Path, pages: Pages) -> Iterator[str]:
    yield from (path for path, page in pages.items() if len(page.ids) != len(set(page.ids)))


def not_one_heading(_: Path, pages: Pages) -> Iterator[str]:
    yield from (path for path, page in pages.items() if page.tags.count("h1") != 1)


def shared_titles(_: Path, pages: Pages) -> Iterator[tuple[str, str]]:
    """Pages of one language that cannot be told from each other among the tabs of a browser and in a search."""
    seen: dict[tuple[bool, str], str] = {}
    for path, page in pages.items():
        if 'http-equiv="refresh"' in page.source:
            continue  # a former address, which leads to the page of that title
        title = re.search(r"<title>(.*?)</title>", page.source, re.DOTALL)
        called = path.startswith("en/"), title[1] if title else ""
        if called in seen:
            yield path, seen[called]
        seen[called] = path


UNOFFICIAL = {
    # language, whether a card: the words
    ("zh", False): "不是任何机关的官方网站",
    ("en", False): "not the official site of any public body",
    ("zh", True): "不是官方网站",
    ("en", True): "not an official site",
}


def looks_official(_: Path, pages: Pages) -> Iterator[str]:
    for path, page in pages.items():
        if UNOFFICIAL["en" if path.startswith("en/") else "zh", is_card(path)] not in page.text:
            yield path


def heavy(site: Path, _: Pages) -> Iterator[str]:
    for file in site.rglob("*.html"):
        looked_up = file.as_posix().endswith(LOOKED_UP)
        if file.stat().st_size >= (HEAVIEST_TO_LOOK_UP if looked_up else HEAVIEST):
            yield str(file)


def heavy_visits(site: Path, pages: Pages) -> Iterator[tuple[str, int]]:
    """Pages with all that they load at once, gzipped; pictures are loaded as they come into view, an index as it is asked."""

    @cache
    def weight(file: str) -> int:
        return len(gzip.compress(Path(file).read_bytes())) if Path(file).is_file() else 0

    root = str(site)
    for path, page in pages.items():
        here = normpath(f"{root}/{path}")
        linked = {
            normpath(join(here, link))
            for tag, link in page.links
            if tag in ("link", "script") and not link.endswith("/")
        }
        total = len(gzip.compress(page.source.encode())) + sum(map(weight, linked))
        looked_up = f"{path}index.html".endswith(LOOKED_UP)
        if total >= (HEAVIEST_VISIT_TO_LOOK_UP if looked_up else HEAVIEST_VISIT):
            yield path, total


def missing_downloads(site: Path, _: Pages) -> Iterator[str]:
    facts = json.loads((site / "build.json").read_text(encoding="utf-8"))
    yield from (name for name in facts["sha256"] if not (site / name).is_file())


def missing_things(site: Path, _: Pages) -> Iterator[str]:
    facts = json.loads((site / "build.json").read_text(encoding="utf-8"))
    for package, counted in facts["packages"].items():
        for kind, depth in (("goals", 2), ("indicators", 1), ("documents", 1)):
            found = [
                file
                for file in (site / package / kind).glob("/".join(["*"] * depth) + "/index.html")
                if "/part_" not in file.as_posix()
                and '<article class="mz-former">' not in file.read_text(encoding="utf-8")
            ]
            if len(found) != counted[kind]:
                yield f"{package} {kind}: {len(found)} of {counted[kind]}"


def unsound_data(site: Path, pages: Pages) -> Iterator[str]:
    """Pages that say nothing to machines, or something that leads nowhere or weighs too much."""
    for path, page in pages.items():
        if is_card(path):
            if page.linked_data:
                yield f"{path} is a card"
            continue
        here = site / path.strip("/")
        if len(page.linked_data) != 1:
            yield path
        for node in page.linked_data:
            things = {thing["@type"]: thing for thing in node.get("@graph", [])}
            shown = things.get("WebPage") or things.get("CollectionPage")
            if shown is None or not {"WebSite", "BreadcrumbList"} <= things.keys():
                yield path
                continue
            if (here / shown["url"]).resolve() != here.resolve():
                yield f"{path} says that it is {shown['url']}"
            steps = [step["item"] for step in things["BreadcrumbList"]["itemListElement"]]
            names = [name.partition("#")[0] for name in re.findall(r'"@id":"([^"]+)"', page.source)]
            yield from (
                f"{path} → {name}" for name in (*steps, *names) if not (here / name / "index.html").is_file()
            )
            downloads = re.findall(r'"contentUrl":"([^"]+)"', page.source)
            yield from (f"{path} → {name}" for name in downloads if not (here / name).is_file())
            packages = len(things.get("DataCatalog", {}).get("dataset", ["one"]))
            written = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
            if len(written.encode()) >= LINKED_DATA * packages:
                yield f"{path} says too much"


def unsound_cards(site: Path, pages: Pages) -> Iterator[str]:
    """Cards that ask for something, or do not lead to their page."""
    for path, page in pages.items():
        if is_card(path):
            target = re.search(r'<a href="([^"]+)"', page.source)
            if (
                "script" in page.tags
                or re.search(r'(?:src|href)="https?:', page.source)
                or target is None
                or not (site / path / target[1] / "index.html").is_file()
            ):
                yield path


def unsound_feeds(site: Path, _: Pages) -> Iterator[str]:
    """Feeds that lack something, are out of order or lead nowhere, and two of one name."""
    names: set[str] = set()
    for file in sorted(site.rglob("feed.xml")):
        feed = ET.parse(file).getroot()
        entries = list(feed.iter(f"{ATOM}entry"))
        days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
        name = feed.findtext(f"{ATOM}id") or ""
        if (
            not {f"{ATOM}{part}" for part in ("id", "title", "updated", "author")}
            <= {child.tag for child in feed}
            or len({entry.findtext(f"{ATOM}id") for entry in entries}) != len(entries)
            or days != sorted(days, reverse=True)
            or name in names
        ):
            yield str(file)
        names.add(name)
        for link in feed.iter(f"{ATOM}link"):
            if not (file.parent / link.attrib["href"] / "index.html").is_file():
                yield f"{file} → {link.attrib['href']}"


def undescribed_columns(site: Path, pages: Pages) -> Iterator[tuple[str, str]]:
    """Columns of the downloads that a codebook page lacks."""
    for language in ("", "en/"):
        found = set(codebook_rows(pages[f"{language}data/codebook/"].source))
        for file in (site / "data").glob("*/datapackage.json"):
            for item in json.loads(file.read_text(encoding="utf-8"))["resources"]:
                named = {(item["name"], column["name"]) for column in item["schema"]["fields"]}
                # The first column of every table of all packages together is told once, with the packages.
                yield from (
                    named - found - ({(item["name"], "package")} if item["name"] != "packages" else set())
                )


FAULTS: Mapping[str, Callable[[Path, Pages], Iterator[Any]]] = {
    "a page without its twin": without_twin,
    "a link that leads nowhere": broken_links,
    "something asked of another host": other_hosts,
    "an id that is there twice": doubled_ids,
    "not one main heading": not_one_heading,
    "two pages of one title": shared_titles,
    "a page that looks official": looks_official,
    "a page that is heavy to read": heavy,
    "a first visit that is heavy": heavy_visits,
    "a download that is not there": missing_downloads,
    "a thing without its page": missing_things,
    "data for machines that are not sound": unsound_data,
    "a card that does not stand alone": unsound_cards,
    "a feed that is not whole": unsound_feeds,
    "a column that the codebook lacks": undescribed_columns,
}
