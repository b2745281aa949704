"""Barriers for readers: axe-core on every kind of page, the keyboard, large text, no JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import fonts
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import no_sideways_scroll
from playwright.sync_api import Browser, Page

KINDS = [
    ".",
    "qingdao/",
    "qingdao/goals/",
    "qingdao/indicators/",
    "qingdao/documents/",
    "qingdao/organisations/",
    "qingdao/themes/",
    "qingdao/themes/heating/",
    "qingdao/goals/2023-work-points/10/",
    "qingdao/indicators/old-dwellings-gas-connected/",
    "qingdao/documents/2023-h1-report/",
    "qingdao/organisations/qingdao-urban-management-bureau/",
    "qingdao/findings/",
    "qingdao/unreported/",
    "qingdao/revisions/",
    "data/",
    "data/codebook/",
    "data/check/",
    "methods/",
    "glossary/",
    "search/",
    "guide/",
    "guide/report/",
    "guide/correction/",
    "guide/messages/",
    "guide/approval/",
    "guide/format/",
    "guide/problems/",
]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}


@pytest.fixture(params=["light", "dark", "high contrast"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 800},
        color_scheme="dark" if request.param == "dark" else "light",
        reduced_motion="reduce",
    )
    if request.param == "high contrast":
        context.add_init_script("localStorage.setItem('mz-contrast', 'high')")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["", "en/"])
def test_no_barrier_that_can_be_found_by_machine(page: Page, address: str, language: str) -> None:
    found = {}
    for kind in KINDS:
        page.goto(f"{address}{language}{kind.removeprefix('.')}", wait_until="domcontentloaded")
        for violation in Axe().run(page, options=RULES).response["violations"]:
            found[kind, violation["id"]] = [node["html"][:120] for node in violation["nodes"]][:3]
    assert found == {}


@fonts.both
@pytest.mark.parametrize("language", ["", "en/"])
def test_large_text_does_not_scroll_sideways(browser: Browser, address: str, language: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    wide = []
    for kind in KINDS:
        page.goto(f"{address}{language}{kind.removeprefix('.')}")
        page.add_style_tag(content="html { font-size: 200% !important; }")
        if not no_sideways_scroll(page):
            wide.append(kind)
    context.close()
    assert wide == []


def test_the_keyboard_alone_reaches_what_counts(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}qingdao/indicators/heating-pipes-renewed/")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "[document.activeElement.textContent.trim(), document.activeElement === document.body"
                " || document.activeElement.matches(':focus-visible')]"
            )
        )
    context.close()
    names = [name for name, _ in reached]
    for name in ("搜索", "English", "供热", "市城市管理局2023年工作要点", "方法"):
        assert name in names, names
    assert all(visible for name, visible in reached if name)
