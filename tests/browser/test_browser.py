"""A reader's walk in a real browser: from home to an indicator and its download, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import fonts
import pandas as pd
import pytest
from browsing import follow, no_sideways_scroll, until
from playwright.sync_api import Browser, Page, ViewportSize, expect
from serving import served

WIDTHS = [360, 1280]


@pytest.fixture(params=WIDTHS)
def page(browser: Browser, request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    """A fresh visitor; the test fails when the page complains or asks another host for something."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": request.param, "height": 800}, accept_downloads=True)
    visitor = context.new_page()
    visitor.on(
        "console",
        lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    visitor.on(
        "request", lambda asked: None if asked.url.startswith(address) else complaints.append(asked.url)
    )
    yield visitor
    context.close()
    assert complaints == []


@pytest.mark.parametrize(("browser", "latin"), fonts.LATIN.items(), indirect=["browser"])
def test_pages_are_read_in_the_fonts_that_the_tests_name(browser: Browser, address: str, latin: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}data/")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    used = {}
    for kind in ("h1", "p", "code"):
        found = tools.send("DOM.querySelectorAll", {"nodeId": root, "selector": f"main {kind}"})["nodeIds"]
        used[kind] = {
            font["familyName"]
            for node in found
            for font in tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        }
    page.close()
    assert used == {
        "h1": {fonts.CHINESE},
        "p": {latin, fonts.CHINESE},
        "code": {fonts.MONOSPACED, fonts.CHINESE},
    }


def test_from_home_to_an_indicator_and_its_download(page: Page, address: str) -> None:
    page.goto(address)
    assert no_sideways_scroll(page)
    follow(page.get_by_role("link", name="供热", exact=True))
    assert page.get_by_role("heading", level=1).inner_text() == "供热"
    assert no_sideways_scroll(page)
    follow(page.get_by_role("link", name="改造的老旧供热管网"))
    assert page.get_by_role("heading", level=1).inner_text() == "改造的老旧供热管网"
    assert "18.3公里，是2023年目标30公里的61%" in page.locator(".mz-opening").inner_text()
    assert page.locator(".mz-figure svg").first.is_visible()
    assert no_sideways_scroll(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    table = pd.read_csv(download.value.path())
    assert table["value"].tolist() == [18.3]
    assert table["figure"].tolist() == ["18.3公里"]


def test_the_language_switch_keeps_the_page_and_the_way_leads_back(page: Page, address: str) -> None:
    page.goto(f"{address}qingdao/indicators/heating-pipes-renewed/")
    follow(page.get_by_role("link", name="English"))
    assert page.url == f"{address}en/qingdao/indicators/heating-pipes-renewed/"
    assert "61% of the target of 30 km" in page.locator(".mz-opening").inner_text()
    follow(page.get_by_role("link", name="中文"))
    assert page.url == f"{address}qingdao/indicators/heating-pipes-renewed/"
    way = page.get_by_role("navigation", name="您在这里")
    way.get_by_role("link", name="供热").wait_for()
    assert way.get_by_role("link").all_inner_texts() == ["首页", "青岛城市管理目标与进展", "供热"]
    follow(way.get_by_role("link", name="首页"))
    assert page.url.removesuffix("index.html") == address


def test_a_citation_leads_to_its_place_in_the_document(page: Page, address: str) -> None:
    page.goto(f"{address}qingdao/indicators/heating-pipes-renewed/")
    follow(page.get_by_role("link", name="市城市管理局2023年工作要点").first)
    assert page.url.startswith(f"{address}qingdao/documents/2023-work-points/#")
    assert "供热" in page.locator(":target").inner_text()


PAGES = """
qingdao/ qingdao/goals/ qingdao/indicators/ qingdao/documents/2023-h1-report/ data/ methods/ guide/ guide/report/ guide/messages/ guide/approval/ guide/limits/ guide/format/
guide/problems/ qingdao/goals/2023-work-points/10/ en/ en/qingdao/ en/data/ en/guide/format/
en/qingdao/documents/2023-work-points/
"""


@fonts.both
def test_no_page_scrolls_sideways(page: Page, address: str) -> None:
    wide = []
    for path in ["", *PAGES.split()]:
        assert page.goto(address + path)
        if not no_sideways_scroll(page):
            wide.append(path)
    assert wide == []


OUTSIDE = """() => [...document.querySelectorAll("td[data-label]")].filter(cell => {
  const label = parseFloat(getComputedStyle(cell, "::before").height);
  return label > cell.getBoundingClientRect().height;
}).map(cell => cell.dataset.label)"""
"""The labels of cells that are longer than these."""


def test_the_labels_of_cards_stay_in_them(page: Page, address: str) -> None:
    for path in ("en/qingdao/unreported/", "qingdao/unreported/", "en/data/"):
        page.goto(address + path)
        assert page.locator("td[data-label]").count()
        assert page.evaluate(OUTSIDE) == []


def test_it_works_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}qingdao/")
    follow(page.get_by_role("link", name="改造的老旧供热管网").first)
    assert "61%" in page.locator(".mz-opening").inner_text()
    context.close()


FINDS = [
    # language, what a reader types, what comes first
    ("", "供热", "改造的老旧供热管网"),
    ("", "heating", "改造的老旧供热管网"),
    ("en/", "heating", "Old heating pipes renewed"),
    ("en/", "供热", "Old heating pipes renewed"),
    ("", "老旧 管网", "改造的老旧供热管网"),
    ("", "供热管网改造", "改造的老旧供热管网"),
    ("", "暖气", "改造的老旧供热管网"),
    ("", "暖气管", "改造的老旧供热管网"),
    ("", "煤气管网", "改造的燃气管网"),
]


def test_a_search_finds_the_promise(page: Page, address: str) -> None:
    for language, typed, first in FINDS:
        page.goto(f"{address}{language}search/")
        page.get_by_role("searchbox").fill(typed)
        page.locator("[data-mz-search-results] a").first.wait_for()
        assert page.locator("[data-mz-search-results] a").first.inner_text() == first, typed
        follow(page.locator("[data-mz-search-results] a").first)
        assert page.get_by_role("heading", level=1).inner_text() == first, typed


def test_a_search_from_the_home_page_and_one_that_finds_nothing(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("searchbox").fill("燃气管网")
    follow(page.get_by_role("button", name="搜索"))
    expect(page.locator("[data-mz-search-results] a").first).to_have_text("改造的燃气管网")
    page.get_by_role("searchbox").fill("<b>xyz</b>")
    page.get_by_text("没有找到").wait_for()
    assert page.locator("[data-mz-search-results] a").count() == 0


def test_text_size_and_contrast_are_kept_for_the_next_page(page: Page, address: str) -> None:
    page.goto(address)
    before = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    page.get_by_role("button", name="字号").click()
    page.get_by_role("button", name="高对比度").click()
    page.goto(f"{address}en/methods/")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") != before
    assert page.get_by_role("button", name="High contrast").get_attribute("aria-pressed") == "true"
    assert no_sideways_scroll(page)


def test_light_or_dark_is_kept_and_follows_the_system_until_then(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    button = page.get_by_role("button", name="深色背景")
    assert button.get_attribute("aria-pressed") == "true"
    page.emulate_media(color_scheme="light")
    until(page, "() => document.documentElement.dataset.mdColorScheme === 'default'")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    page.goto(f"{address}en/")
    assert page.evaluate("document.documentElement.dataset.mdColorScheme") == "slate"
    context.close()


@pytest.mark.parametrize("script", ["on", "off"])
def test_on_a_phone_the_menu_leads_to_every_section(browser: Browser, address: str, script: str) -> None:
    phone: ViewportSize = {"width": 360, "height": 800}
    context = browser.new_context(java_script_enabled=script == "on", viewport=phone)
    page = context.new_page()
    page.goto(f"{address}qingdao/indicators/heating-pipes-renewed/")
    menu = page.get_by_role("navigation", name="菜单")
    assert not menu.is_visible()
    page.locator("summary", has_text="菜单").click()
    follow(menu.get_by_role("link", name="没有结果的").first)
    assert page.url.removesuffix("index.html") == f"{address}qingdao/unreported/"
    context.close()


@pytest.mark.parametrize("indicator", ["heating-pipes-renewed", "signboard-streets"])
def test_a_promise_prints_on_one_page(browser: Browser, address: str, indicator: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(f"{address}qingdao/indicators/{indicator}/")
    edge = "12mm"
    sheet = page.pdf(format="A4", margin={"top": edge, "bottom": edge, "left": edge, "right": edge})
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    page.emulate_media(media="print")
    assert page.locator(".md-copyright").is_visible()
    assert not page.locator(".mz-header").is_visible()
    # The sheet names where it is from, how to cite it, and what that rests on; charts are as wide as the text.
    assert page.url.removesuffix("index.html") in page.locator("p.mz-print").first.inner_text()
    cited = page.locator("p.mz-print").last.inner_text()
    assert [words for words in ("[DS", "数字出自：", "2023年工作要点") if words not in cited] == []
    charts, text = page.locator(".mz-charts").bounding_box(), page.locator(".mz-opening").bounding_box()
    assert charts
    assert text
    assert charts["width"] == text["width"]
    page.close()


FIRST_FOUND = {
    # language, what is typed → what is found first
    ("", "老旧小区通天然气"): "老旧住宅配套天然气",
    ("", "老旧小区燃气"): "老旧住宅配套天然气",
    ("", "没有结果"): "没有收录到结果的承诺",
    ("", "矛盾"): "对不上的数字",
    ("en/", "never"): "Promises with no result in our documents",
    ("en/", "unanswered"): "Promises with no result in our documents",
    ("en/", "contradiction"): "Figures that do not agree",
}


@pytest.mark.parametrize(("language", "typed"), FIRST_FOUND)
def test_a_phrase_finds_what_it_is_made_of(browser: Browser, address: str, language: str, typed: str) -> None:
    """The phrase without spaces stands in the summary of a goal; the indicator whose title says the same comes before it."""
    page = browser.new_page()
    page.goto(f"{address}{language}search/?q={typed}")
    found = page.locator("[data-mz-search-results] li a").first
    expect(found).to_have_text(FIRST_FOUND[language, typed])
    page.close()


SHIFTS = """() => new Promise((tell) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => tell(sum), 300);
})"""


@fonts.both
@pytest.mark.parametrize(
    "path", ["", "qingdao/", "qingdao/goals/", "qingdao/indicators/heating-pipes-renewed/"]
)
def test_nothing_jumps_while_a_page_loads(browser: Browser, site: Path, path: str) -> None:
    """At each width, for two readers at once: most of the time nothing is to be done but to wait for the next piece."""
    pages = [browser.new_page(viewport={"width": width, "height": 800}) for width in WIDTHS]
    with served(site, in_pieces=True) as root:
        for page in pages:
            page.goto(f"{root}/{path}", wait_until="commit")
        for page in pages:
            page.wait_for_load_state()
        shifted = [page.evaluate(SHIFTS) for page in pages]
    for page in pages:
        page.close()
    assert max(shifted) < 0.001
