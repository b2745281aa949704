"""A copy of the site for a disk: its links, and what it hands over to its scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.core.problems import Report
from generator.publishing import swapping
from generator.publishing.offline import SCRIPT, offline, page
from generator.publishing.outputs import begin
from generator.publishing.policy import element

DISK = "'self' file:"

LINKS = {
    # as a link stands on a page two folders down, and in the copy
    'href="../../town/"': 'href="../../town/index.html"',
    'href="./"': 'href="./index.html"',
    'href="../"': 'href="../index.html"',
    'href=".."': 'href="../index.html"',
    'href="."': 'href="./index.html"',
    'href="../goals/#g-1"': 'href="../goals/index.html#g-1"',
    'action="../search/"': 'action="../search/index.html"',
    'href="../search/?q=lamps"': 'href="../search/index.html?q=lamps"',
    'href="#top"': 'href="#top"',
    'href="?year=2023"': 'href="?year=2023"',
    'href="../town.zip"': 'href="../town.zip"',
    'href="https://example.org/"': 'href="https://example.org/"',
    'href="//example.org/"': 'href="//example.org/"',
    'href="mailto:a@example.org"': 'href="mailto:a@example.org"',
    'data-root="../"': 'data-root="../"',
}


@pytest.mark.parametrize("link", LINKS)
def test_a_link_names_the_file_to_which_it_leads(link: str) -> None:
    made = page(f"<html><head><title>x</title></head><body><a {link}>x</a></body></html>", "a/b/index.html")
    assert f"<a {LINKS[link]}>" in made


def test_what_hands_over_stands_behind_the_policy_and_before_all_other_scripts() -> None:
    made = page(
        f'<head lang="en"><meta charset="utf-8">{element()}<script src="x.js"></script></head>',
        "a/b/index.html",
    )
    assert made == (
        f'<head lang="en"><meta charset="utf-8">{element(DISK)}'
        f'<script src="../../{SCRIPT}"></script><script src="x.js"></script></head>'
    )


FILES = {
    # a file of the site, and the script beside it
    "search/index.json": (
        '{"a":"</script>\u2028"}',
        'mzHanded("search/index.json", {"a":"</script>\\u2028"});\n',
    ),
    "assets/lists.js": ("(() => {})();", None),
    "data/town/indicators/lamps.json": ("{}", None),
    "data/versions.json": ("{}", 'mzHanded("data/versions.json", {});\n'),
    "town/town.csv": ("a,b\n", None),
}


def test_a_site_for_a_disk_takes_its_place_in_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No site that needs a server stands there meanwhile."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(swapping, "_LONG", 0.1)
    seen = []

    def build(_: Path, site: Path, work: Path, **__: object) -> Report:
        (begin(work) / "index.html").write_text("<html><head></head></html>", encoding="utf-8")
        swapping.swap_in(work, site)
        seen.append(Path("site").exists())
        return Report([])

    monkeypatch.setattr("generator.publishing.build.build", build)
    assert CliRunner().invoke(main, ["build", "--offline"]).exit_code == 0
    assert seen == [False]
    assert Path("site/index.html").is_file()


def test_what_scripts_load_stands_there_as_a_script(tmp_path: Path) -> None:
    site = begin(tmp_path / "site")
    for path, (content, _) in FILES.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    offline(site, site)
    for path, (content, handed) in FILES.items():
        assert (site / path).read_text(encoding="utf-8") == content
        beside = site / f"{path}.js"
        assert (beside.read_text(encoding="utf-8") if beside.exists() else None) == handed, path
    assert json.loads((site / "search/index.json").read_text(encoding="utf-8")) == {"a": "</script>\u2028"}
