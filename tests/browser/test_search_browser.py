"""The search of a large site finds in a browser what that of a small one finds, and loads no more than it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest
from barriers import barriers, with_axe
from browsing import until
from folders import BASE
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect
from serving import served
from sites import built, once, without_program

from generator.core.messages import lookup
from generator.publishing.pages import search


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small town's site with one index, and with one that is divided."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            without_program(patch)
            built(BASE, folder, "whole")
            patch.setattr(search, "WHOLE", 0)
            patch.setattr(search, "WORDS", 500)
            patch.setattr(search, "OF_EACH", 3)
            built(BASE, folder, "divided")

    return once(tmp_path_factory, "searched", make)


@pytest.fixture(scope="module")
def addresses(folder: Path) -> Iterator[tuple[str, str]]:
    """The addresses of both."""
    with served(folder) as root:
        yield f"{root}/whole/", f"{root}/divided/"


WAITING = re.compile(
    "|".join(["^$", *(re.escape(lookup(tag, "site", "search.slow")) for tag in ("zh", "en"))])
)
"""What is told before anything was found, on a slow machine too."""


def answered(status: Locator) -> None:
    """Wait until it is told what was found."""
    expect(status).not_to_have_text(WAITING)


ASKED = [
    # what is typed into the search in a language of the site
    ("", "路灯"),
    ("", "灯"),
    ("", "新装路灯的修理"),
    ("", "不在这里的词"),
    ("en/", "lamps"),
    ("en/", "street lam"),
    ("en/", "lighting plan 2023"),
    # traditional characters, full-width forms, and numbers in each form
    ("", "路燈"),
    ("", "２００盏"),
    ("en/", "980"),
    ("", "0.098万盏"),
    ("en/", "at least 200 lamps"),
    # one letter or character wrong
    ("en/", "lihgting"),
    ("en/", "lampz"),
    ("", "新装路登"),
    # a question, in which a known word stands
    ("", "街灯什么时候修好"),
    ("en/", "are the street lights mended"),
    # each kind
    ("en/", "pocket park"),
    ("en/", "+16.7%"),
    ("en/", "baseline"),
    ("en/", "half the task"),
    ("en/", "mended"),
    ("en/", "achieved"),
]


def _note(asked: list[str], request: Request) -> None:
    asked.append(request.url)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A reader who searches again and again."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(("language", "typed"), ASKED)
def test_it_finds_the_same(
    tab: Page, addresses: tuple[str, str], folder: Path, language: str, typed: str
) -> None:
    found = []
    for root in addresses:
        asked: list[str] = []
        note = partial(_note, asked)
        tab.on("request", note)
        tab.goto(f"{root}{language}search/?q={typed}")
        status = tab.locator("[data-mz-search-status]")
        answered(status)
        found.append((status.inner_text(), tab.locator("[data-mz-search-results]").inner_text()))
        tab.remove_listener("request", note)
    assert found[0] == found[1]
    files = len(list(dict.fromkeys(url for url in asked if "/search/words-" in url)))
    assert 0 < 2 * files < len(list((folder / "divided" / language / "search").glob("words-*.json")))


FINDS = [
    # language, what is typed → what is told of it, the first group with its number, and the first hit as it is shown
    ("", "路燈", "找到7项", "指标 4", "新装路灯|210 / 200盏以上|已完成|2023年"),
    ("", "２００盏以上", "找到2项", "指标 1", "新装路灯|210 / 200盏以上|已完成|2023年"),
    ("", "980盞", "找到2项", "指标 1", "路灯总数|980盏|2023年"),
    ("en/", "0.098万", "Found: 1", "Indicators 1", "Street lamps standing|980 lamps|2023"),
    ("en/", "lapms", "Nothing fits exactly; closest: 7", "Indicators 4", "Street lamps installed"),
    ("", "路灯总束", "没有完全相符的；下面7项最接近。", "指标 4", "路灯总数|980盏|2023年"),
    ("", "新装街灯", "找到3项", "指标 1", "新装路灯"),
    ("", "街灯什么时候修好", "没有完全相符的；下面7项最接近。", "指标 4", "路灯修复用时"),
    ("en/", "revisions", "Found: 4", "Pages of this site 2", "Revisions|Qinghe Town: goals and progress"),
    (
        "en/",
        "pocket park opened",
        "Found: 1",
        "Deliverables 1",
        "Pocket park opened|Delivered|Due 31 December 2023",
    ),
    (
        "en/",
        "+16.7%",
        "Found: 1",
        "Figures that do not agree 1",
        "Street lamps installed|The report gives 210 lamps",
    ),
    ("en/", "time half gone", "Found: 2", "Glossary 1", "Half the time, half the task|A customary rule"),
    ("en/", "counts once", "Found: 3", "Methods 3", "A promise counts once"),
    ("en/", "mistake mended", "Found: 1", "Pages of this site 1", "About this site|Who keeps it"),
    ("en/", "<b>xyz</b>", "Nothing was found", "", ""),
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A reader on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


STATUS, RESULTS, LISTS = (f"[data-mz-search-{name}]" for name in ("status", "results", "lists"))


def test_what_it_finds_and_tells(page: Page, addresses: tuple[str, str]) -> None:
    found = []
    for language, typed, _, _, first in FINDS:
        page.goto(f"{addresses[0]}{language}search/?q={quote(typed)}")
        answered(page.locator(STATUS))
        groups, hits = (page.locator(f"{RESULTS} {name}").all_inner_texts() for name in ("h2", "li"))
        told, hit = page.locator(STATUS).inner_text(), "|".join(hits[0].splitlines()) if hits else ""
        assert page.locator(LISTS).is_visible() == (not hits), typed
        told = "Nothing was found" if told.startswith("Nothing was found") else told
        found.append((language, typed, told, groups[0] if groups else "", hit[: len(first)]))
    assert found == FINDS


def test_the_mark_of_a_standing_is_that_of_the_lists(page: Page, addresses: tuple[str, str]) -> None:
    page.goto(f"{addresses[0]}en/search/?q=lamps")
    drawn = page.locator(f"{RESULTS} li .mz-status--achieved use").first
    expect(drawn).to_have_attribute("href", "#mz-achieved")


def test_back_from_a_hit_finds_query_hits_and_place_again(page: Page, addresses: tuple[str, str]) -> None:
    page.goto(f"{addresses[0]}en/")
    page.goto(f"{addresses[0]}en/search/")
    page.get_by_role("searchbox").fill("lamps")
    expect(page.locator(f"{RESULTS} li").first).to_be_visible()
    hit = page.locator(f"{RESULTS} li a").last
    hit.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 0
    hit.click()
    page.wait_for_url(lambda address: "/search/" not in address)
    page.go_back()
    expect(page.locator(STATUS)).to_have_text(re.compile("Found: "))
    assert page.url.endswith("?q=lamps")
    assert page.get_by_role("searchbox").input_value() == "lamps"
    until(page, "place => Math.abs(scrollY - place) < 2", place)
    page.go_back()
    assert page.url.endswith("/en/")  # typing has left no steps of its own


def test_a_long_group_is_unfolded_and_stays_so_on_the_way_back(
    page: Page, addresses: tuple[str, str]
) -> None:
    page.goto(f"{addresses[0]}en/search/?q=figures")
    methods = page.locator(f"{RESULTS} section").filter(
        has=page.get_by_role("heading", name=re.compile("^Methods"))
    )
    expect(methods.locator("li")).to_have_count(6)
    methods.get_by_role("button", name=re.compile("^[0-9]+ more$")).click()
    count = int(methods.get_by_role("heading").inner_text().split()[-1])
    assert count > 6
    expect(methods.locator("li")).to_have_count(count)
    expect(methods.get_by_role("button")).to_be_hidden()
    expect(methods.locator("li a").nth(6)).to_be_focused()
    methods.locator("li a").last.click()
    page.wait_for_url(lambda address: "/search/" not in address)
    page.go_back()
    expect(methods.locator("li")).to_have_count(count)


SHIFTED = """() => new Promise((tell) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (sum += value))).observe({
    type: "layout-shift",
    buffered: true,
  });
  requestAnimationFrame(() => setTimeout(() => tell(sum)));
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_hits_have_no_barriers_and_nothing_jumps(
    browser: Browser, addresses: tuple[str, str], scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page = with_axe(context)
    found = {}
    for language, typed in (("", "灯"), ("en/", "980"), ("en/", "xyzxyz"), ("en/", "")):
        page.goto(f"{addresses[0]}{language}search/?q={quote(typed)}")
        if typed:
            answered(page.locator(STATUS))
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[language + typed] = (barriers(page), page.evaluate(SHIFTED), wide)
    context.close()
    assert found == dict.fromkeys(found, ({}, 0, 360))


def test_an_index_that_cannot_be_loaded_is_told_and_asked_for_again(
    page: Page, addresses: tuple[str, str]
) -> None:
    page.route("**/search/index.json", lambda route: route.abort())
    page.goto(f"{addresses[0]}en/search/?q=lamps")
    expect(page.locator(STATUS)).to_have_text(re.compile("could not be loaded"))
    assert page.locator(LISTS).is_visible()
    page.unroute("**/search/index.json")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(STATUS)).to_have_text(re.compile("Found: "))
    assert not page.locator(LISTS).is_visible()


def test_an_index_that_is_slow_is_told(page: Page, addresses: tuple[str, str]) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.clock.install()
    page.route("**/search/index.json", hold)
    page.goto(f"{addresses[0]}en/search/?q=lamps")
    page.clock.fast_forward(4000)
    expect(page.locator(STATUS)).to_have_text(re.compile("still loading"))
    assert page.locator(LISTS).is_visible()
    waiting[0].continue_()
    expect(page.locator(STATUS)).to_have_text(re.compile("Found: "))
    assert not page.locator(LISTS).is_visible()


def test_from_a_disk_it_says_so(page: Page, folder: Path) -> None:
    page.goto((folder / "whole" / "en" / "search" / "index.html").as_uri())
    page.get_by_role("searchbox").fill("lamps")
    expect(page.locator(STATUS)).to_have_text(re.compile("opened from a disk"))
    assert page.locator(LISTS).is_visible()


def test_without_the_script_a_sentence_and_the_lists_stand_there(
    browser: Browser, addresses: tuple[str, str]
) -> None:
    """As in a browser without JavaScript, or too old for it."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{addresses[0]}en/search/?q=lamps")
    expect(page.get_by_text("a browser from 2017 or later")).to_be_visible()
    expect(page.locator(LISTS).get_by_role("link", name="All indicators")).to_be_visible()
    page.close()
