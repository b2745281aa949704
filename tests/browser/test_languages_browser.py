"""A site in Arabic and English in a real browser: written from the right, each text marked with its language."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from barriers import WCAG, barriers, with_axe
from browsing import no_sideways_scroll
from folders import FIXTURES
from playwright.sync_api import Browser, Page
from serving import served
from sites import once
from tongues import town_in, write

QUOTING = {'The first "3天" is about inspections.': "The first figure of days is about inspections."}
"""An author's own quotation within a text has no mark; here it is said without."""

ARABIC = FIXTURES / "arabic"
SUMMARY = re.compile(r"^ +summary_en:.*\n", re.MULTILINE)
"""What the example leaves to its main language: English pages show it in Arabic."""

PAGES = (
    "town/",
    "town/indicators/lamps-installed/",
    "town/goals/2023-plan/1/",
    "town/findings/",
)
MORE = ("", "town/documents/2023-report/", "town/goals/", "search/?q=%D9%85%D8%B5", "methods/", "data/")
WIDTHS = (360, 1280)

UNMARKED = """letters => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (holder.closest("script, style, code, pre, option")) continue;
    const spoken = holder.closest("[lang]").lang.split("-")[0];
    for (const [tongue, pattern] of Object.entries(letters))
      if (tongue !== spoken && new RegExp(pattern).test(node.data)) found.push(`${spoken}: ${node.data.trim()}`);
  }
  return found;
}"""
"""The texts in the letters of a language (its tag: a pattern) that do not stand in an element in it."""

LETTERS = {"ar": "[\\u0600-\\u06ff]", "zh": "[\\u3400-\\u9fff]"}

TAGS = """() => [...document.querySelectorAll("*")].flatMap((item) => [
  ...[...item.attributes].map(({ value }) => value),
  ...(item.matches("title, option, script[type='application/ld+json']") ? [item.textContent] : []),
]).filter((text) => /<span|&lt;span/.test(text))"""
"""Values of attributes, titles and options in which a tag stands as letters."""


def _make(folder: Path) -> None:
    shutil.copytree(ARABIC / "site_src", folder / "site_src")
    words = yaml.safe_load((ARABIC / "texts.yaml").read_text(encoding="utf-8"))
    data = write(town_in({"ar": "en", "en": "en"}, {"ar": words, "en": QUOTING}), folder / "data")
    goals = data / "town" / "documents" / "2023-plan" / "goals.yaml"
    goals.write_text(SUMMARY.sub("", goals.read_text(encoding="utf-8")), encoding="utf-8")
    command = [
        str(Path(sys.executable).with_name("mingzhang")),
        "build",
        "--date",
        "2026-11-21",
        "--lang",
        "en",
    ]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site that the installation builds by its command."""
    with served(once(tmp_path_factory, "arabic", _make) / "site") as root:
        yield f"{root}/"


@pytest.fixture(scope="module", params=WIDTHS)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def go(page: Page, address: str) -> None:
    """To a page that is there."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, address


def places(page: Page, selector: str, *texts: str) -> list[float]:
    """Where texts begin, in pixels from the left, in the first element of a page that has all of them."""
    found: Any = page.evaluate(
        """([selector, texts]) => {
          const holder = [...document.querySelectorAll(selector)].find((item) =>
            texts.every((text) => item.textContent.includes(text)));
          return texts.map((text) => {
            const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const at = node.data.indexOf(text);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + text.length);
              return range.getBoundingClientRect().left;
            }
          });
        }""",
        [selector, list(texts)],
    )
    assert all(isinstance(place, int | float) for place in found), (selector, texts, found)
    return list(found)


def test_arabic_pages_begin_at_the_right(page: Page, home: str) -> None:
    go(page, f"{home}town/")
    sides = page.evaluate("""() => {
      const of = (item) => { const range = document.createRange(); range.selectNodeContents(item); return range.getBoundingClientRect(); };
      const [head, room] = [document.querySelector("h1"), document.querySelector(".mz").getBoundingClientRect()];
      const bar = document.querySelector(".mz-bar__done"), due = document.querySelector(".mz-bar");
      return {
        direction: [document.documentElement.dir, document.body.dir, getComputedStyle(head).direction],
        head: room.right - of(head).right,
        bar: due.getBoundingClientRect().right - bar.getBoundingClientRect().right,
        language: document.documentElement.lang,
      };
    }""")
    assert sides["direction"] == ["rtl", "rtl", "rtl"]
    assert sides["language"] == "ar"
    assert abs(sides["head"]) < 2
    assert abs(sides["bar"]) < 1
    half = '.mz-icon:has([href="#mz-interim"])'
    turned = f"[...document.querySelectorAll(`{half}`)].map(icon => getComputedStyle(icon).transform)"
    assert set(page.evaluate(turned)) == {"matrix(-1, 0, 0, 1, 0, 0)"}
    go(page, f"{home}methods/")  # nobody has written it in Arabic
    assert set(page.evaluate(turned)) == {"none"}
    go(page, f"{home}en/town/")
    assert set(page.evaluate(turned)) == {"none"}
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "ltr"


def test_nothing_scrolls_sideways(page: Page, home: str) -> None:
    wide = []
    for path in (*PAGES, *MORE):
        go(page, home + path)
        if not no_sideways_scroll(page):
            wide.append(path)
    assert wide == []


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Browser, home: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    page = with_axe(context)
    go(page, home + path)
    found = barriers(page, WCAG)
    context.close()
    assert found == {}


@pytest.mark.parametrize("path", [*PAGES, ""])
@pytest.mark.parametrize("language", ["", "en/"])
def test_each_text_is_marked_with_its_language(browser: Browser, home: str, language: str, path: str) -> None:
    page = browser.new_page()
    go(page, f"{home}{language}{path}")
    assert page.evaluate(UNMARKED, LETTERS) == []
    assert page.evaluate(TAGS) == []
    page.evaluate("document.querySelector('.mz').append('供热', '<span>')")
    page.evaluate("document.querySelector('.mz').title = '<span>'")
    assert len(page.evaluate(UNMARKED, LETTERS)) == 1
    assert page.evaluate(TAGS) == ["<span>"]
    page.close()


def test_what_is_found_is_marked_with_its_language(browser: Browser, home: str) -> None:
    page = browser.new_page()
    go(page, f"{home}en/search/?q=%D9%85%D8%A6%D8%AA%D8%A7")  # a word that only an Arabic text has
    page.locator("[data-mz-search-results] li").first.wait_for()
    go(page, f"{home}search/?q=%D9%85%D8%B5%D8%A7%D8%A8%D9%8A%D8%AD")
    page.locator("[data-mz-search-results] li").first.wait_for()
    assert page.evaluate(UNMARKED, LETTERS) == []
    page.close()


ORDERED = [
    # a page, where on it, and texts as they stand from the left to the right
    (
        "town/indicators/lamps-installed/",
        ".mz-opening p",
        ("105", "31"),
    ),  # an Arabic sentence: the end is at the left
    ("town/indicators/lamps-installed/", ".mz-opening p", ("105", "%")),
    ("town/indicators/lamps-installed/", ".mz-findings p", ("+", "16.7", "%")),
    ("town/indicators/lamps-installed/", "q", ("200", "盏", "以上")),
    ("town/findings/", "q", ("增长", "16.7", "%")),
    ("town/findings/", "p.mz-sum", ("181)", "210")),  # sums go with the text
    ("en/town/indicators/lamps-installed/", ".mz-opening p", ("31", "105", "%")),
]


@pytest.mark.parametrize(("path", "selector", "texts"), ORDERED)
def test_figures_and_quotations_keep_their_order(
    browser: Browser, home: str, path: str, selector: str, texts: tuple[str, ...]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    go(page, home + path)
    found = places(page, selector, *texts)
    context.close()
    assert found == sorted(found)
    assert len(set(found)) == len(found)
