"""For reading elsewhere: feeds, the sitemap, cards for other pages, the page for wrong addresses."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from folders import BASE
from sites import TODAY, without_program

from generator.publishing.build import build
from generator.publishing.pages import feeds
from generator.publishing.settings import Settings

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://example.org/some/project/"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small package's site as it is built for a known address."""
    folder = tmp_path_factory.mktemp("published")
    data = BASE
    with pytest.MonkeyPatch.context() as patch:
        without_program(patch)
        report = build(data, folder / "site", folder / "work", today=TODAY, url=URL.removesuffix("/"))
    assert report.ok, report.render("text", "en")
    return folder / "site"


def test_with_an_address_links_are_whole_and_pages_are_mapped(published: Path) -> None:
    assert (published / "robots.txt").read_text(encoding="utf-8").endswith(f"Sitemap: {URL}sitemap.xml\n")
    places = [
        place.text or ""
        for place in ET.parse(published / "sitemap.xml").getroot().iter()
        if place.tag.endswith("loc")
    ]
    pages = {
        path.parent.relative_to(published).as_posix().removeprefix(".")
        for path in published.rglob("index.html")
        if "embed" not in path.parts
    }
    assert {place.removeprefix(URL).removesuffix("/") for place in places} == pages
    page = (published / "town" / "index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{URL}town/">' in page
    assert f'<meta property="og:image" content="{URL}assets/share.png">' in page
    assert (published / "assets" / "share.png").read_bytes().startswith(b"\x89PNG")
    feed = ET.parse(published / "feed.xml").getroot()
    assert next(link.attrib["href"] for link in feed.iter(f"{ATOM}link")) == f"{URL}feed.xml"


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_page_for_wrong_addresses_finds_the_way_back_from_any_depth(
    published: Path, language: str
) -> None:
    page = (published / language / "404.html").read_text(encoding="utf-8")
    links = re.findall(r'(?:href|src)="([^"#][^"]*)"', page)
    assert links
    for link in links:
        assert link.startswith(("/some/project/", "https://example.org/")), link
        path = link.removeprefix("https://example.org").removeprefix("/some/project/").split("?")[0]
        assert (published / path).exists(), link


MAPS = [
    # how many addresses one may name, in how many languages → the pages that each map names
    (100, 2, [["", "a/", "b/", "c/", "d/"]]),
    (4, 2, [["", "a/"], ["b/", "c/"], ["d/"]]),
    (4, 1, [["", "a/", "b/", "c/"], ["d/"]]),
]


@pytest.mark.parametrize(("most", "spoken", "maps"), MAPS)
def test_very_many_pages_have_several_maps(
    most: int, spoken: int, maps: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "URLS", most)
    settings = Settings(languages=("en", "fr")[:spoken], url=URL)
    found = dict(feeds.sitemaps(["d/", "c/", "b/", "a/", ""], settings, TODAY))

    def named(file: str) -> list[str]:
        places = (item.text or "" for item in ET.fromstring(found[file]).iter() if item.tag.endswith("}loc"))
        return [place.removeprefix(URL) for place in places if not place.startswith(f"{URL}fr/")]

    files = ["sitemap.xml"] if len(maps) == 1 else named("sitemap.xml")
    assert [named(file) for file in files] == maps
    assert set(found) == {"sitemap.xml", *files}


def test_a_feed_holds_the_newest() -> None:
    news = [
        feeds.News(str(number), date(2020, 1, 1), date.fromordinal(730_000 + number), "", "", "")
        for number in range(feeds.NEWEST + 7)
    ]
    entries = ET.fromstring(feeds.feed("", "", news, Settings(languages=("en",)), TODAY, "en")).iter(
        f"{ATOM}id"
    )
    assert [(entry.text or "").rpartition(":")[2] for entry in entries][1:] == [
        str(number) for number in range(feeds.NEWEST + 6, 6, -1)
    ]
