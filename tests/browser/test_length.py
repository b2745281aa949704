"""How long pages are on a phone: what takes many screens has a table of contents and a way back to the top."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import until
from playwright.sync_api import Browser, ViewportSize

PHONE = ViewportSize(width=360, height=740)
LONG = 5_000
"""Pixels: seven screens."""

IDS = re.compile(
    r"/(goals/(?!part_)[^/]+|themes|organisations|indicators|documents|programmes)/(?!part_)[^/]+/"
)
"""The pages of which there is one for each thing."""

LISTS = ("indicators/", "targets/", "goals/")

LOST = """long => {
  const shown = (name) => [...document.querySelectorAll(name)].some((item) => item.offsetHeight);
  const height = document.documentElement.scrollHeight;
  return height > long && !(shown("nav.mz-jump, nav.mz-contents") && shown(".mz-top")) ? height : 0;
}"""
"""The height of a page in which a reader is lost, else 0."""


CHOICES = """() => [...document.querySelectorAll("[data-mz-filters] option")]
  .filter((option) => option.value).map((option) => [option.parentElement.name, option.value])"""
CHOOSE = """([name, value]) => {
  const form = document.querySelector("[data-mz-filters]");
  for (const field of form.querySelectorAll("select, input")) field.value = field.name === name ? value : "";
  form.dispatchEvent(new Event("input"));
}"""


def heaviest_of_each_kind(site: Path, language: str) -> list[str]:
    """The addresses of the pages with the most HTML, one of each kind."""
    found: dict[str, tuple[int, str]] = {}
    for file in sorted(site.rglob("index.html")):
        path = f"{file.parent.relative_to(site).as_posix()}/".removeprefix("./")
        if path.startswith("en/") == bool(language) and "embed/" not in path:
            kind = IDS.sub(r"/\1/*/", path)
            found[kind] = max(found.get(kind, (0, "")), (file.stat().st_size, path))
    return [path for _, path in found.values()]


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_long_page_of_any_kind_can_be_found_through(
    browser: Browser, address: str, site: Path, language: str
) -> None:
    page = browser.new_page(viewport=PHONE)
    paths = heaviest_of_each_kind(site, language)
    heights = {}
    for path in paths:
        page.goto(address + path)
        heights[path] = page.evaluate(LOST, LONG)
    page.close()
    assert {path: height for path, height in heights.items() if height} == {}
    assert len(paths) > 30


@pytest.mark.parametrize("language", ["", "en/"])
def test_so_can_a_list_however_it_is_filtered_and_sorted(
    browser: Browser, address: str, language: str
) -> None:
    page = browser.new_page(viewport=PHONE)
    heights = {}
    for kind in LISTS:
        page.goto(f"{address}{language}qingdao/{kind}")
        for name, value in [("", ""), *page.evaluate(CHOICES), ("words", "2"), ("words", "1")]:
            page.evaluate(CHOOSE, [name, value])
            # The other parts of a list are fetched when first needed.
            if name:
                until(page, "() => /\\d/.test(document.querySelector('[data-mz-count]').textContent)")
            heights[kind, name, value] = page.evaluate(LOST, LONG)
    page.close()
    assert {place: height for place, height in heights.items() if height} == {}


READ = (
    "methods/",
    "about/",
    "guide/limits/",
    "guide/upload/",
    "qingdao/revisions/",
    "qingdao/findings/",
    "qingdao/themes/heating/",
)
WIDE = """() => {
  const found = [];
  for (const item of document.querySelectorAll(".mz :is(p, dd, figcaption, blockquote, li)")) {
    if (!item.offsetHeight || item.closest("table, nav, .mz-tally, .mz-documents") || item.querySelector("p, ul, table")) continue;
    const text = document.createRange();
    text.selectNodeContents(item);
    const places = [...text.getClientRects()];
    if (new Set(places.map(({ top }) => Math.round(top / 8))).size < 2) continue;
    const wide = Math.max(...places.map(({ right }) => right)) - Math.min(...places.map(({ left }) => left));
    const size = parseFloat(getComputedStyle(item).fontSize);
    if (wide > 38.5 * size) found.push(`${Math.round(wide / size)} em: ${item.textContent.trim().slice(0, 60)}`);
  }
  return found;
}"""
"""What takes several lines of more than 38 em on a desk."""


@pytest.mark.parametrize("language", ["", "en/"])
def test_lines_that_are_read_are_short(browser: Browser, address: str, language: str) -> None:
    page = browser.new_page(viewport=ViewportSize(width=1280, height=800))
    found = {}
    for path in READ:
        page.goto(f"{address}{language}{path}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found[path] = page.evaluate(WIDE)
    page.close()
    assert {path: lines for path, lines in found.items() if lines} == {}
