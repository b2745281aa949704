"""For reading elsewhere: feeds, the sitemap, cards for other pages, the page for wrong addresses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from folders import BASE
from sites import TODAY

from generator.publishing.build import build

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://example.org/some/project/"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small package's site as it is built for a known address."""
    folder = tmp_path_factory.mktemp("published")
    data = BASE
    report = build(data, folder / "site", folder / "work", today=TODAY, url=URL.removesuffix("/"))
    assert report.ok, report.render("text", "en")
    return folder / "site"


def test_feeds_tell_what_came_into_the_record(site: Path) -> None:
    feed = ET.parse(site / "feed.xml").getroot()
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles[0] == "青岛市城市管理局2023年上半年工作总结"
    theme = ET.parse(site / "en" / "qingdao" / "themes" / "heating" / "feed.xml").getroot()
    newest = next(theme.iter(f"{ATOM}entry"))
    assert "Old heating pipes renewed 18.3公里" in (newest.findtext(f"{ATOM}summary") or "")


def test_every_feed_is_whole_and_its_links_lead_somewhere(site: Path) -> None:
    files = sorted(site.rglob("feed.xml"))
    assert len(files) > 60
    names: set[str] = set()
    for file in files:
        feed = ET.parse(file).getroot()
        assert {f"{ATOM}{name}" for name in ("id", "title", "updated", "author")} <= {
            child.tag for child in feed
        }
        names.add(feed.findtext(f"{ATOM}id") or "")
        entries = list(feed.iter(f"{ATOM}entry"))
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
        days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
        assert days == sorted(days, reverse=True)
        for link in feed.iter(f"{ATOM}link"):
            assert (file.parent / link.attrib["href"] / "index.html").is_file(), (file, link.attrib)
    assert len(names) == len(files)


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


def test_without_an_address_nothing_pretends_to_know_it(site: Path) -> None:
    assert not (site / "sitemap.xml").exists()
    assert (site / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"
    page = (site / "qingdao" / "index.html").read_text(encoding="utf-8")
    assert "og:title" in page
    assert "canonical" not in page


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


def test_a_card_for_other_pages_stands_alone(site: Path) -> None:
    cards = sorted((site / "embed").rglob("index.html")) + sorted((site / "en" / "embed").rglob("index.html"))
    assert len(cards) > 100
    for card in cards:
        text = card.read_text(encoding="utf-8")
        assert "<script" not in text
        assert not re.search(r'(?:src|href)="https?:', text)
        target = re.search(r'<a href="([^"]+)"', text)
        assert target
        assert (card.parent / target[1] / "index.html").is_file()
    heating = (site / "embed" / "qingdao" / "heating-pipes-renewed" / "index.html").read_text(
        encoding="utf-8"
    )
    assert "是2023年目标30公里的61%" in heating
    assert "不是官方网站" in heating


FOUND = [("供热", "改造的老旧供热管网"), ("heating", "改造的老旧供热管网"), ("燃气", "改造的燃气管网")]


@pytest.mark.parametrize(("words", "title"), FOUND)
def test_the_index_knows_promises_in_both_languages(site: Path, words: str, title: str) -> None:
    index = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))
    found = [entry for entry in index["entries"] if words in " ".join(map(str, entry[2:])).lower()]
    assert title in [entry[2] for entry in found]
    assert all((site / str(entry[1]) / "index.html").is_file() for entry in index["entries"])
