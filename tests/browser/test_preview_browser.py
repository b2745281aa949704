"""What a preview says on its pages to who edits: that what was saved is not shown and why, and that downloads follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from again import installation
from browsing import no_sideways_scroll, until
from playwright.sync_api import Browser, Error, Page
from previews import Preview

OBSERVATIONS = "data/town/documents/2023-report/observations.csv"
LAMPS = "en/town/indicators/lamps-standing/"
SHOWN = "(text) => (document.getElementById('content')?.innerText ?? '').includes(text)"
SAYS = "(text) => (document.querySelector('.mz-preview')?.innerText ?? '').includes(text)"


def wait(page: Page, holds: str, told: str | None = None) -> None:
    """Wait until a function says yes of a page, which is loaded again meanwhile."""
    while True:
        try:
            until(page, holds, told)
        except Error as error:
            if "navigation" not in str(error):
                raise
        else:
            return


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    running = Preview(installation(tmp_path / "town"))
    yield running
    running.stop()


@pytest.fixture
def page(preview: Preview, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{preview.address()}{LAMPS}")
    yield page
    page.close()


def test_what_cannot_be_shown_is_told_until_it_is_mended(preview: Preview, page: Page) -> None:
    wait(page, SHOWN, "980")
    assert page.locator(".mz-preview").count() == 0
    preview.save(OBSERVATIONS, "980,exact", "9x0,exact")
    wait(page, SAYS, "What was saved last is not shown")
    wait(page, SAYS, "observations.csv:")
    wait(page, SHOWN, "980")
    assert no_sideways_scroll(page)
    preview.save(OBSERVATIONS, "9x0,exact,A,,,,,一/(一),980盏", "979,exact,A,,,,,一/(一),979盏")
    wait(page, SHOWN, "979")
    # Downloads followed, and nothing is said any more.
    wait(page, "() => !document.querySelector('.mz-preview')")


def test_what_is_wrong_is_shown_as_the_text_that_it_is(preview: Preview, page: Page) -> None:
    preview.save(OBSERVATIONS, "980,exact", "<img src=x onerror=document.title=1>,exact")
    wait(page, SAYS, "<img src=x onerror=document.title=1>")
    assert page.locator(".mz-preview img").count() == 0
