"""Ten years on an indicator's page in a real browser: how long it is, what is folded, how a chart grows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import decade
import pytest
from barriers import barriers, pale, with_axe
from browsing import no_sideways_scroll
from playwright.sync_api import Browser, Page, expect
from serving import served
from sites import once

from generator.publishing.build import build

ROOT = f"{decade.BODY}/indicators"
LONGEST = 4_000
"""Pixels that the page of ten years is high at most on a phone."""


def linden(folder: Path) -> None:
    """The site of the town, as of its day."""
    for name, text in decade.files().items():
        file = folder / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    report = build(folder / "data", folder / "site", folder / "work", today=decade.TODAY, prove=None)
    assert report.ok, report.render("text", "en")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(once(tmp_path_factory, "linden", linden) / "site") as root:
        yield root


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    yield page
    page.close()


@pytest.mark.parametrize(
    "indicator",
    ["flats-heated", "trees-standing", "calls-answered", "repair-days", "kerbs-lowered", "benches"],
)
def test_ten_years_are_soon_read_on_a_phone(phone: Page, address: str, indicator: str) -> None:
    phone.goto(f"{address}/{ROOT}/{indicator}/")
    assert phone.evaluate("document.documentElement.scrollHeight") <= LONGEST
    assert no_sideways_scroll(phone)
    # The number and the chart come before anything has to be scrolled twice.
    assert phone.locator(".mz-opening__figure").bounding_box()["y"] < 300  # type: ignore[index]
    assert phone.locator("figure.mz-figure svg").first.bounding_box()["y"] < 2 * 740  # type: ignore[index]


def test_a_year_of_the_strip_leads_to_its_row_though_it_is_folded(phone: Page, address: str) -> None:
    phone.goto(f"{address}/en/{ROOT}/flats-heated/")
    expect(phone.locator("details.mz-kept").first).not_to_have_attribute("open", "")
    phone.locator(".mz-years a", has_text="2016").click()
    row = phone.locator("[id='plan-2016-1-flats-heated-2016']")
    expect(row).to_be_visible()
    expect(row).to_contain_text("1,020 flats")


@pytest.mark.parametrize("indicator", ["flats-heated", "kerbs-lowered", "trees-standing"])
def test_many_years_are_accessible(browser: Browser, address: str, indicator: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page = with_axe(context)
    page.goto(f"{address}/en/{ROOT}/{indicator}/")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    found = barriers(page), pale(page)
    context.close()
    assert found == ({}, {})


def test_a_chart_that_is_enlarged_is_larger(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/en/{ROOT}/flats-heated/")
    figure = page.locator("figure.mz-figure").first
    before = figure.locator("svg").bounding_box()
    figure.get_by_role("button", name="Enlarge, read values, save picture").click()
    expect(figure.locator("[data-mz-saves]")).to_be_visible(timeout=20000)
    after = figure.locator(".mz-figure__chart svg").bounding_box()
    page.close()
    assert before is not None
    assert after is not None
    assert (after["width"] > 1.5 * before["width"], after["height"] > 1.3 * before["height"]) == (True, True)
