"""Handing a page on, and cards in their frame, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

INDICATOR = "en/qingdao/indicators/heating-pipes-renewed/"
FRAME = 260
"""Pixels that the frame is high which a page offers for its card."""

pytestmark = pytest.mark.record


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


def test_a_page_that_a_device_can_share_is_handed_to_it(reader: Page, address: str) -> None:
    reader.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    reader.goto(address + INDICATOR)
    reader.get_by_role("button", name="Share", exact=True).click()
    assert reader.evaluate("window.shared.url") == address + INDICATOR


def test_elsewhere_the_link_is_copied_and_that_is_said(reader: Page, address: str) -> None:
    reader.add_init_script(
        "Object.defineProperty(navigator, 'share', { value: undefined });"
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } });"
    )
    reader.goto(f"{address}{INDICATOR}#verdict")
    expect(reader.get_by_role("button", name="Share", exact=True)).to_be_hidden()
    reader.get_by_role("button", name="Copy link").click()
    expect(reader.locator("[data-mz-share] [role=status]")).to_have_text("Link copied.")
    assert reader.evaluate("window.copied") == address + INDICATOR


def test_every_card_fits_its_frame_and_all_of_it_can_be_read(
    browser: Browser, site: Path, address: str
) -> None:
    page = browser.new_page()
    cards = [*site.glob("embed/*/*/index.html"), *site.glob("en/embed/*/*/index.html")]
    offered = (site / INDICATOR.replace("en/", "", 1) / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'height="(\d+)" loading', offered) in ([], [str(FRAME)])
    too_high = []
    for card in cards:
        page.goto(f"{address}{card.parent.relative_to(site).as_posix()}/")
        for width in (320, 600):
            page.set_viewport_size({"width": width, "height": FRAME})
            height, room, line = page.evaluate(
                """() => { const why = document.querySelector(".why");
                return [Math.max(document.documentElement.scrollHeight, document.body.lastElementChild.getBoundingClientRect().bottom),
                        why.clientHeight, parseFloat(getComputedStyle(why).lineHeight)]; }"""
            )
            if height > FRAME or room < 2 * line - 1:
                too_high.append((card.parent.name, width, height, room))
    page.close()
    assert cards
    assert too_high == []
