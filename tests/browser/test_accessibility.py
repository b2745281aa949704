"""Barriers for readers: axe-core on every kind of page, the keyboard, large text, no JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import fonts
import pytest
from barriers import STRUCTURE, barriers, pale, with_axe
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
    "methods/rules/",
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
    """A reader on a phone, who goes from page to page in one tab."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    yield with_axe(context)
    context.close()


def large_text_has_room(page: Page) -> bool:
    """Whether a page with text of twice the size is no wider than its window; it is as before then."""
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    has_room = no_sideways_scroll(page)
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    return has_room


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["", "en/"])
def test_no_barrier_that_can_be_found_by_machine(page: Page, address: str, language: str, kind: str) -> None:
    """The structure, that large text has room, and that every text stands out from its ground in every scheme."""
    page.goto(f"{address}{language}{kind.removeprefix('.')}")
    found, has_room = barriers(page, STRUCTURE), large_text_has_room(page)
    page.evaluate(ONE_OF_EACH)
    assert (found, has_room, pale(page)) == ({}, True, {})


def test_each_scheme_has_its_colours(page: Page, address: str) -> None:
    page.goto(f"{address}qingdao/")
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
    page.goto(f"{address}data/codebook/")
    assert barriers(page, STRUCTURE) == {}
    page.evaluate("""() => {
      const cell = [...document.querySelectorAll("tbody tr")].at(-1).cells[0];
      cell.innerHTML = '<img src="../../assets/share.png"><i>faint</i>';
      Object.assign(cell.querySelector("i").style, { color: "#ccc", background: "#fff" });
    }""")
    page.evaluate(ONE_OF_EACH)
    assert barriers(page, STRUCTURE).keys() == {"image-alt"}
    assert [[*found] for found in pale(page).values()] == [["color-contrast"]] * len(SCHEMES)


PALER = {
    # what becomes of a page of which every look is known: in which schemes that is found, and as what
    "": ([], ""),
    "main p { color: #777 }": (["light", "dark", "high contrast"], "color-contrast"),
    "main { background: #777 }": (["light", "dark", "high contrast"], "color-contrast"),
    "main { opacity: 0.5 }": (["light", "dark", "high contrast"], "color-contrast"),
    "[data-md-color-scheme=slate] main p { color: #555 }": (["dark"], "color-contrast"),
    "[data-mz-contrast=high] main p { color: #777 }": (["high contrast"], "color-contrast"),
    "[data-md-color-scheme=default] main a { color: #333 !important; text-decoration: none !important }": (
        ["light", "high contrast"],
        "link-in-text-block",
    ),
}


def test_a_known_text_that_becomes_pale_is_found(page: Page, address: str) -> None:
    """Each time anew, since what is pale is never known."""
    page.goto(f"{address}en/compare/")
    assert pale(page) == {}
    page.evaluate("document.adoptedStyleSheets.push(new CSSStyleSheet())")
    found = {}
    for style in [*PALER, *PALER]:
        page.evaluate("style => document.adoptedStyleSheets.at(-1).replaceSync(style)", style)
        broken = pale(page)
        found[style] = ([*broken], "".join({rule for rules in broken.values() for rule in rules}))
    assert found == PALER


@pytest.mark.parametrize("browser", [font for font in fonts.LATIN if font != "wide"], indirect=True)
def test_large_text_does_not_scroll_sideways(browser: Browser, address: str) -> None:
    """In the other font, of which Chinese pages have little; in the wide one it is tried where barriers are looked for."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    wide = []
    for kind in KINDS:
        page.goto(f"{address}en/{kind.removeprefix('.')}")
        if not large_text_has_room(page):
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
