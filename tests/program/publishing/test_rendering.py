"""What becomes of staged pages: HTML, or what was wrong in one piece."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from generator.publishing.rendering import RendererError, render

DAY = date(2026, 11, 21)
MAIN = "{{ page.title }}|{{ page.content }}|{{ nav.items|map(attribute='title')|join(' ') }}"


def staged(folder: Path, main: str = MAIN, more: str = "") -> Path:
    """The configuration of two pages, of which the navigation names one that is staged and one that is not."""
    for file, text in {
        "pages/a/index.md": "---\ntitle: A\n---\n\n<p>**a**</p>\n",
        "overrides/main.html": main,
        "overrides/404.html": "lost",
        "zh.yml": "site_name: x\ndocs_dir: pages\nsite_dir: rendered\ntheme: {name: null, custom_dir: overrides}\n"
        "nav: [{First: a/index.md}, {Second: [{Third: b/index.md}]}]\n" + more,
    }.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return folder / "zh.yml"


def test_a_page_is_filled_in_past_markdown(tmp_path: Path) -> None:
    assert render(staged(tmp_path), tmp_path / "out", DAY, around=False)
    found = {str(file.relative_to(tmp_path / "out")): file for file in (tmp_path / "out").rglob("*.*")}
    assert found.keys() == {"a/index.html"}
    assert found["a/index.html"].read_text(encoding="utf-8") == "First|<p>**a**</p>|First Second"


def test_what_stands_around_is_made_when_asked_for(tmp_path: Path) -> None:
    render(staged(tmp_path), tmp_path / "out", DAY, around=True)
    assert (tmp_path / "out" / "404.html").read_text(encoding="utf-8") == "lost"


# what is done to the templates between two builds of one process, by path (None: it goes), and what the page then says
@pytest.mark.parametrize(
    ("edits", "page"),
    [
        ({}, "part|<p>**a**</p>"),
        ({"main.html": "{{ page.title }}"}, "First"),
        ({"part.html": "trap"}, "trap|<p>**a**</p>"),
        ({"part.html": None}, "|<p>**a**</p>"),
    ],
)
def test_templates_are_those_of_now(tmp_path: Path, edits: dict[str, str | None], page: str) -> None:
    configuration = staged(tmp_path, "{% include 'part.html' ignore missing %}|{{ page.content }}")
    part = tmp_path / "overrides" / "part.html"
    part.write_text("part", encoding="utf-8")
    then = part.stat().st_mtime_ns
    render(configuration, tmp_path / "out", DAY, around=False)
    for path, text in edits.items():
        file = tmp_path / "overrides" / path
        if text is None:
            file.unlink()
        else:
            file.write_text(text, encoding="utf-8")
            # The clock of a system is not so fine that each edit had a moment of its own.
            os.utime(file, ns=(then, then))
    render(configuration, tmp_path / "out", DAY, around=False)
    assert (tmp_path / "out" / "a" / "index.html").read_text(encoding="utf-8") == page


def test_files_of_the_theme_that_no_page_loads_are_left_out(tmp_path: Path) -> None:
    loaded = {"assets/javascripts/bundle.js", "assets/stylesheets/main.css", "assets/other.map"}
    unused = {
        *("assets/javascripts/bundle.js.map", "assets/stylesheets/main.css.map"),
        *("assets/javascripts/lunr/min/lunr.fr.js", "assets/javascripts/workers/search.js"),
    }
    for path in loaded | unused:
        (tmp_path / "overrides" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "overrides" / path).touch()
    render(staged(tmp_path), tmp_path / "out", DAY, around=True)
    assets = (tmp_path / "out" / "assets").rglob("*.*")
    assert {file.relative_to(tmp_path / "out").as_posix() for file in assets} == loaded


@pytest.mark.parametrize(
    ("main", "alone"),
    [
        (MAIN, True),
        ("{% for other in pages %}{{ other.url }}{% endfor %}", False),
        ("{{ pages[0].url }}", False),
    ],
)
def test_it_is_told_whether_a_page_looks_at_others(tmp_path: Path, main: str, *, alone: bool) -> None:
    assert render(staged(tmp_path, main), tmp_path / "out", DAY, around=False) is alone


@pytest.mark.parametrize(
    ("main", "more", "told"),
    [
        ("{{ 1 // 0 }}", "", "ZeroDivisionError: integer division or modulo by zero"),
        (
            "{{ page.title",
            "",
            "TemplateSyntaxError: unexpected end of template, expected 'end of print statement'.",
        ),
        (
            MAIN,
            "unheard_of: 1\n",
            "WARNING - Config value 'unheard_of': Unrecognised configuration name: unheard_of",
        ),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, main: str, more: str, told: str) -> None:
    with pytest.raises(RendererError) as error:
        render(staged(tmp_path, main, more), tmp_path / "out", DAY, around=False)
    assert told in str(error.value).splitlines()
