"""The system's browser, and what is asked of every page in it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import fonts
from playwright.sync_api import Browser, Locator, Page, sync_playwright

CHROMIUM = next(
    filter(
        None,
        map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")),
    ),
    None,
)
"""The system's: first the one without windows, with which a test with a new reader costs a third."""
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


@contextmanager
def browsers() -> Iterator[Callable[[str], Browser]]:
    """Gives the system's Chromium with the fonts that `fonts` names for a wide or a narrow text, each started once."""
    started: dict[str, Browser] = {}
    with TemporaryDirectory() as folder, sync_playwright() as playwright:

        def browser(width: str) -> Browser:
            if width not in started:
                own = Path(folder) / width
                own.mkdir()
                settings = own / "fonts.conf"
                settings.write_text(fonts.configuration(width, own), encoding="utf-8")
                environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(settings)}
                started[width] = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=QUIET, env=environment
                )
            return started[width]

        yield browser
        for item in started.values():
            item.close()


def no_sideways_scroll(page: Page) -> bool:
    """Whether a page is no wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait until that page is whole: a reader sees none of it before."""
    with link.page.expect_navigation():
        link.click()


SCHEMES: Mapping[str, tuple[Literal["light", "dark"], str, str]] = {
    # the colours that a reader may choose: what the system asks for, the page's contrast, and its scheme then
    "light": ("light", "", "default"),
    "dark": ("dark", "", "slate"),
    "high contrast": ("light", "high", "default"),
}


def until(page: Page, holds: str, told: object = None) -> None:
    """Wait until a function says yes, asked from without: within the page its policy lets no text be run."""
    end = time.monotonic() + 30
    while not page.evaluate(holds, told):
        assert time.monotonic() < end, holds
        page.wait_for_timeout(20)


_SHOWN = """async ([contrast, scheme]) => {
  const root = document.documentElement, end = performance.now() + 30_000;
  root.dataset.mzContrast = contrast;
  // Colours that are still on their way from one scheme to the other have another contrast.
  while (root.dataset.mdColorScheme !== scheme || document.getAnimations().some(({ playState }) => playState === "running")) {
    if (performance.now() > end) throw new Error(`the page does not show ${scheme}`);
    await new Promise((goOn) => setTimeout(goOn, 2));
  }
}"""


def choose(page: Page, scheme: str) -> None:
    """The colours of a scheme, on the page as it stands."""
    asked, contrast, shown = SCHEMES[scheme]
    page.emulate_media(color_scheme=asked)
    page.evaluate(_SHOWN, [contrast, shown])
