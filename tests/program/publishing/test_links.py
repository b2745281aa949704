"""Links of a site that lead nowhere are found, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.publishing.links import broken_links


def site(folder: Path, link: str) -> Path:
    """Two pages and a file; the page `guide/` has one link."""
    pages = {
        "index.html": '<a href="guide/">guide</a><p id="here">',
        "guide/index.html": f'<a href="{link}">x</a><h2 id="第一">',
        "data/town.csv": "a,b\n",
        "empty/note.txt": "",
    }
    for path, text in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "link",
    [
        "../",
        "..",
        "./",
        "#第一",
        "#%E7%AC%AC%E4%B8%80",
        "../#here",
        "../data/town.csv",
        "../index.html",
        "https://example.org/gone",
        "mailto:a@example.org",
        "../?q=1",
    ],
)
def test_what_leads_somewhere_is_fine(tmp_path: Path, link: str) -> None:
    assert broken_links(site(tmp_path, link)) == (2, [])


@pytest.mark.parametrize(
    "link",
    ["../gone/", "../guide", "../data/gone.csv", "../data/", "#second", "../#there", "/guide/", "../empty/"],
)
def test_what_leads_nowhere_is_told(tmp_path: Path, link: str) -> None:
    assert broken_links(site(tmp_path, link)) == (2, [("guide/", link)])
    result = CliRunner().invoke(main, ["links", str(tmp_path), "--lang", "en"])
    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [f"guide/: the link {link} leads nowhere", "1 link(s) lead nowhere."],
    )


def test_a_sound_site_is_said_to_be_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["links", str(site(tmp_path, "../")), "--lang", "en"])
    assert (result.exit_code, result.output) == (0, "Every link of 2 pages leads somewhere.\n")


def test_what_is_no_site_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["links", str(tmp_path), "--lang", "en"])
    assert (result.exit_code, "there is no such file or folder" in result.output) == (2, True)
