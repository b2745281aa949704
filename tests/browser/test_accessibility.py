"""Barriers for readers: axe-core on every kind of page, the keyboard, large text, no JavaScript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import fonts
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browsing import SCHEMES, choose, no_sideways_scroll
from playwright.sync_api import Browser, Page

KINDS = [
    ".",
    "qingdao/",
    "qingdao/goals/",
    "qingdao/targets/?sort=standing",
    "qingdao/indicators/",
    "qingdao/documents/",
    "qingdao/organisations/",
    "qingdao/themes/",
    "qingdao/themes/heating/",
    "qingdao/programmes/",
    "qingdao/programmes/wednesday-questions/",
    "qingdao/goals/2023-work-points/10/",
    "qingdao/indicators/old-dwellings-gas-connected/",
    "qingdao/documents/2023-h1-report/",
    "qingdao/documents/2023-work-points/against/2021-annual-goals/",
    "qingdao/organisations/qingdao-urban-management-bureau/",
    "qingdao/findings/",
    "qingdao/unreported/",
    "qingdao/due/",
    "qingdao/revisions/",
    "compare/",
    "compare/mechanised-sweeping-rate/",
    "data/",
    "data/codebook/",
    "data/qingdao/",
    "data/check/",
    "methods/",
    "glossary/",
    "search/",
    "guide/",
    "guide/report/",
    "guide/correction/",
    "guide/messages/",
    "guide/approval/",
    "guide/limits/",
    "guide/upload/",
    "guide/format/",
    "guide/problems/",
]
STRUCTURE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
}
"""Everything but contrast: the same in every scheme, for a scheme changes nothing but colours."""

COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""What depends on colours: on every kind of page in every scheme."""

ONE_OF_EACH = """() => {
  const seen_as = /^(class|style|role|rel|dir|aria-(current|disabled|pressed|sort))$/;
  const look = (element) => [
    element.tagName,
    ...[...element.attributes].map(({ name, value }) => seen_as.test(name) ? name + value : name),
    "(", ...[...element.children].map(look), ")",
  ].join(" ");
  for (const list of document.querySelectorAll("tbody, ul, ol, dl, section, .mz")) {
    const seen = new Set();
    for (const item of [...list.children]) {
      if (seen.has(look(item))) item.remove();
      seen.add(look(item));
    }
  }
}"""
"""Leaves one of the rows and entries of a list that look alike: those with the same tags and attributes, and the same
values of the attributes that styles ask for, whatever they say.

Contrast takes its time for every text of a page, and a thousand rows in the same colours have the same contrast.
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A reader on a phone, who goes from page to page."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def go(page: Page, address: str) -> None:
    """To a page, with axe on it."""
    page.goto(address, wait_until="domcontentloaded")
    page.evaluate(AXE_SCRIPT)


def barriers(page: Page, rules: Mapping[str, Any]) -> dict[str, list[str]]:
    """What axe finds on a page: the rule, and the first elements that break it."""
    found = page.evaluate("async rules => (await axe.run(rules)).violations", dict(rules))
    return {item["id"]: [node["html"][:120] for node in item["nodes"]][:3] for item in found}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["", "en/"])
def test_no_barrier_that_can_be_found_by_machine(page: Page, address: str, language: str, kind: str) -> None:
    """The structure, and that every text stands out from its ground in every scheme."""
    go(page, f"{address}{language}{kind.removeprefix('.')}")
    found = {"structure": barriers(page, STRUCTURE)}
    page.evaluate(ONE_OF_EACH)
    for scheme in SCHEMES:
        choose(page, scheme)
        found[scheme] = barriers(page, COLOURS)
    assert {key: value for key, value in found.items() if value} == {}


def test_each_scheme_has_its_colours(page: Page, address: str) -> None:
    go(page, f"{address}qingdao/")
    looks = set()
    for scheme in SCHEMES:
        choose(page, scheme)
        looks.add(
            page.evaluate("""() => {
              const { color } = getComputedStyle(document.querySelector("h1"));
              const ground = getComputedStyle(document.body).backgroundColor;
              return [color, ground, getComputedStyle(document.querySelector(".mz a")).color].join(" ");
            }""")
        )
    assert len(looks) == len(SCHEMES)


def test_barriers_would_be_found(page: Page, address: str) -> None:
    """Also in the last row of a long table, where it looks like no other."""
    go(page, f"{address}data/codebook/")
    assert barriers(page, STRUCTURE) == {}
    page.evaluate("""() => {
      const cell = [...document.querySelectorAll("tbody tr")].at(-1).cells[0];
      cell.innerHTML = '<img src="../../assets/share.png"><i>faint</i>';
      Object.assign(cell.querySelector("i").style, { color: "#ccc", background: "#fff" });
    }""")
    page.evaluate(ONE_OF_EACH)
    assert barriers(page, STRUCTURE).keys() == {"image-alt"}
    assert barriers(page, COLOURS).keys() == {"color-contrast"}


@fonts.both
@pytest.mark.parametrize("language", ["", "en/"])
def test_large_text_does_not_scroll_sideways(browser: Browser, address: str, language: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    wide = []
    for kind in KINDS:
        page.goto(f"{address}{language}{kind.removeprefix('.')}")
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
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
