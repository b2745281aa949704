"""For reading elsewhere: feeds, the sitemap, cards for other pages, the page for wrong addresses."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from folders import BASE
from sites import TODAY, without_program

from generator.publishing.build import build

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
