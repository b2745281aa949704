"""For reading elsewhere: feeds, the sitemap, cards for other pages, the page for wrong addresses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from folders import BASE
from sites import TODAY, without_pictures, without_program

from generator.comparing.history import PackageHistory
from generator.comparing.revisions import Revision
from generator.core.model import Package
from generator.publishing.build import build
from generator.publishing.pages import feeds
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.verdicts.standings import assess_package

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://example.org/some/project/"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small package's site as it is built for a known address."""
    folder = tmp_path_factory.mktemp("published")
    with pytest.MonkeyPatch.context() as patch:
        without_program(patch)
        without_pictures(patch)
        url = URL.removesuffix("/")
        report = build(BASE, folder / "site", folder / "work", today=TODAY, url=url, prove=None)
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


COMMIT = "0123456789abcdef"


def town() -> Package:
    ledger, report = load(WorkingTree(BASE))
    assert ledger is not None, list(report)
    return ledger.packages["town"]


def a_change(day: date, commit: str, table: str, key: str, what: tuple[str, str, str]) -> Revision:
    return Revision(day, commit, "x", table, key, *what, "lamps-installed", key.partition("/")[0])


CHANGES = [
    # what was changed of an indicator → the entries of its feed about it: id, day, title, what is told
    (
        [a_change(date(2024, 3, 1), COMMIT, "targets", "2023-plan/1/lamps-installed/2023", ("value", "190", "200"))],
        [
            (
                "town:indicators/lamps-installed/changes/0123456789ab",
                "2024-03-01T00:00:00Z",
                "1 change: Street lamps installed",
                ["Target", "“190” to “200”"],
            ),
            # the record itself lists it, and its version was not read
            (
                "town:indicators/lamps-installed/changes/2024-02-01",
                "2024-02-01T00:00:00Z",
                "1 change: Street lamps installed",
                ["Reported figure", "“201” to “210”. Reason: Two digits were swapped in typing."],
            ),
        ],
    ),
    (
        [
            a_change(date(2024, 2, 2), COMMIT, "observations", "2023-report/lamps-installed/2023-12-31", ("value", "201", "210")),
            *(
                a_change(date(2024, 2, 2), COMMIT, "assessments", "2023-plan/1/lamps-installed/2023", ("progress_status", "on_pace", "achieved"))
                for _ in range(feeds.NAMED)
            ),
        ],
        [
            (
                "town:indicators/lamps-installed/changes/0123456789ab",
                "2024-02-02T00:00:00Z",
                f"{feeds.NAMED + 1} changes: Street lamps installed",
                ["Two digits were swapped in typing.", "the standing turned from", "1 more"],
            )
        ],
    ),
    ([], []),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "told"), CHANGES)
def test_the_feed_of_an_indicator_tells_what_was_changed_of_it(
    changes: list[Revision], told: list[tuple[str, str, str, list[str]]]
) -> None:
    package = town() if changes else replace(town(), corrections=())
    view = PackageView(package, assess_package(package, TODAY), PackageHistory(tuple(changes)))
    made = feeds.feed_of_indicator(view, "lamps-installed", (), Settings(languages=("en",)), TODAY, "en")
    entries = [
        tuple(item.findtext(f"{ATOM}{name}") or "" for name in ("id", "updated", "title", "summary"))
        for item in ET.fromstring(made).iter(f"{ATOM}entry")
    ]
    found = [entry for entry in entries if "/changes/" in entry[0]]
    assert [(name.partition(",2026:en:")[2], day, title) for name, day, title, _ in found] == [
        (name, day, title) for name, day, title, _ in told
    ]
    for (*_, summary), (*_, words) in zip(found, told, strict=True):
        assert [part for part in words if part not in summary] == []
    # what documents promised is told besides
    assert len(entries) > len(found)


TAGS = {
    "https://example.org/records/": "tag:example.org,2026:records/en:town:documents/2023-plan",
    "https://EXAMPLE.org/": "tag:example.org,2026:en:town:documents/2023-plan",
    "https://example.org:8443/": "tag:example.org,2026:en:town:documents/2023-plan",
    "https://例子.测试/": "tag:xn--fsqu00a.xn--0zwm56d,2026:en:town:documents/2023-plan",
    "": "tag:mingzhang.invalid,2026:en:town:documents/2023-plan",
}
"""The id of an entry by the address of the site."""

RFC_4151 = re.compile(
    r"tag:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?,\d{4}(?:-\d\d){0,2}:(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*",
    re.ASCII,
)


@pytest.mark.parametrize("url", TAGS)
def test_each_entry_has_a_name_that_no_other_site_gives(url: str) -> None:
    name = feeds.tag(Settings(("en",), url=url), "en", "town:documents/2023-plan")
    assert name == TAGS[url]
    assert RFC_4151.fullmatch(name)
    assert RFC_4151.fullmatch(feeds.tag(Settings(("en",), url=url), "en", "town:要点 <a> #1"))
