"""Shared by the tests of the finished site: the real record built once, and a server that shows it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from folders import DATA
from playwright.sync_api import Browser, sync_playwright
from serving import served
from sites import TODAY

from generator.publishing.build import build

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real record, in a folder two levels below the served root, as on project pages."""
    folder = tmp_path_factory.mktemp("public")
    finished = folder / "some" / "project"
    report = build(DATA, finished, folder / "work", today=TODAY)
    assert report.ok, report.render("text", "en")
    return finished


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site's address on a plain web server, under a sub-path."""
    with served(site.parent.parent) as root:
        yield f"{root}/some/project/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once for each module."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()
