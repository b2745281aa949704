"""The site read from a disk in a real browser: links, search, charts and the series that a reader picks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import many
import pytest
from playwright.sync_api import Browser, Page, expect
from sites import built, once

from generator.publishing.offline import offline


def stick(folder: Path) -> None:
    """The site of the town whose lamps are counted by two dimensions, for a disk."""
    many.on_disk(many.lamps(), folder / "data")
    built(folder / "data", folder, "a site")
    offline(folder / "a site", folder / "a site")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    return (once(tmp_path_factory, "stick", stick) / "a site").as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A visitor; the test fails when the page complains."""
    complaints: list[str] = []
    visitor = browser.new_page(viewport={"width": 360, "height": 740})
    visitor.on("console", lambda message: complaints.append(message.text))
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    yield visitor
    visitor.close()
    assert complaints == []


def test_a_reader_walks_searches_and_opens_a_chart(page: Page, site: str) -> None:
    page.goto(f"{site}/index.html")
    page.locator("#home-q").fill("路灯")
    page.locator("#home-q").press("Enter")
    page.wait_for_url("**/search/index.html?q=*")
    page.locator("[data-mz-search-results] a", has_text="新装路灯").first.click()
    page.wait_for_url("**/index.html")
    expect(page.locator("h1")).to_contain_text("新装路灯")
    page.goto(f"{site}/en/town/indicators/lamps-installed/index.html")
    figure = page.locator("figure.mz-figure").first
    figure.get_by_role("button", name="Enlarge, read values, save picture").click()
    expect(figure.locator(".mz-figure__chart svg")).to_be_visible(timeout=20000)


def test_a_reader_picks_series(page: Page, site: str) -> None:
    page.goto(f"{site}/en/{many.PAGE}index.html")
    page.get_by_text("Pick a breakdown, values and years").click()
    expect(page.locator("[data-mz-picked] svg .mark-line path").first).to_be_visible(timeout=20000)
