"""The search of a large site finds in a browser what that of a small one finds, and loads no more than it needs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from folders import BASE
from playwright.sync_api import Browser, Request, expect
from serving import served
from sites import built, once, without_program

from generator.publishing.pages import search


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of the small town's site with one index, and with one that is divided."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            without_program(patch)
            built(BASE, folder, "whole")
            patch.setattr(search, "WHOLE", 0)
            patch.setattr(search, "WORDS", 500)
            patch.setattr(search, "OF_EACH", 3)
            built(BASE, folder, "divided")

    with served(once(tmp_path_factory, "searched", make)) as root:
        yield f"{root}/whole/", f"{root}/divided/"


ASKED = [
    # what is typed into the search in a language of the site
    ("", "路灯"),
    ("", "灯"),
    ("", "新装路灯的修理"),
    ("", "不在这里的词"),
    ("en/", "lamps"),
    ("en/", "street lam"),
    ("en/", "lighting plan 2023"),
]


def _note(asked: list[str], request: Request) -> None:
    asked.append(request.url)


@pytest.mark.parametrize(("language", "typed"), ASKED)
def test_it_finds_the_same(browser: Browser, addresses: tuple[str, str], language: str, typed: str) -> None:
    found = []
    for root in addresses:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", partial(_note, asked))
        page.goto(f"{root}{language}search/?q={typed}")
        status = page.locator("[data-mz-search-status]")
        expect(status).not_to_be_empty()
        found.append((status.inner_text(), page.locator("[data-mz-search-results] li").all_inner_texts()))
        page.close()
    assert found[0] == found[1]
    files = len(list(dict.fromkeys(url for url in asked if "/search/words-" in url)))
    assert 0 < files < 12
