"""The staff's guide: its pictures show what the program does today, and every page of it has those it names."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from folders import ROOT
from guide_pictures import pictures, take
from playwright.sync_api import Browser
from speaking import LANGUAGES

PICTURES = ROOT / "site_src" / "assets" / "guide"
LIST = PICTURES / "pictures.json"
PAGES = sorted((ROOT / "site_src" / "pages").glob("*/guide*.html"))
HEAVIEST = 100_000
"""Bytes of one picture; a page loads them as they are scrolled to."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_show_what_the_program_does(language: str, tmp_path: Path, browser: Browser) -> None:
    shown = dict(pictures(tmp_path, language))
    known = json.loads(LIST.read_text(encoding="utf-8")) if LIST.exists() else {}
    if os.environ.get("UPDATE_GOLDEN"):
        for name, picture in shown.items():
            take(browser, picture, tmp_path / "site", PICTURES / language / f"{name}.png")
        known[language] = {name: picture.digest for name, picture in shown.items()}
        LIST.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    assert known[language] == {name: picture.digest for name, picture in shown.items()}, (
        "the guide's pictures are of yesterday: UPDATE_GOLDEN=1 .venv/bin/pytest tests/browser/test_guide.py, and look at them"
    )


def test_every_picture_is_on_a_page_and_every_page_has_its_pictures() -> None:
    for language in LANGUAGES:
        folder = ROOT / "site_src" / "pages" / language
        text = "\n".join(page.read_text(encoding="utf-8") for page in folder.glob("guide*.html"))
        named = set(re.findall(r"""m\.picture\("([a-z]+)",""", text))
        assert named == {file.stem for file in (PICTURES / language).glob("*.png")}


def test_pictures_are_light() -> None:
    heavy = {
        file.name: file.stat().st_size for file in PICTURES.rglob("*.png") if file.stat().st_size > HEAVIEST
    }
    assert heavy == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_both_languages_have_the_page(page: Path) -> None:
    other = "en" if page.parent.name == "zh" else "zh"
    assert (page.parent.parent / other / page.name).exists()
