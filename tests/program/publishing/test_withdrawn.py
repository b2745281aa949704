"""A package that is published no more: the check wants a reason, and its address tells it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from overlays import TODAY, OverlayTree
from shown import Shown
from sites import without_program
from speaking import LANGUAGES, both
from tongues import write

from generator.cli import main
from generator.comparing.changes import compare, side
from generator.comparing.silent import silent_changes
from generator.core.model import Package
from generator.publishing import build as build_module
from generator.publishing.build import build
from generator.publishing.pages import Site
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings, WithdrawnPackage, read_settings
from generator.reading.load import load
from generator.reading.validate import validate
from generator.verdicts.standings import assess_package

GONE = WithdrawnPackage("village", date(2024, 2, 1), both("并入青禾镇。", "Merged <into> Qinghe."))


@pytest.fixture(scope="module")
def town() -> Package:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def two_bodies() -> OverlayTree:
    """The town, and a village that has the same files."""
    tree = OverlayTree()
    for entry in [*tree.entries()]:
        tree.write(entry.path.replace("town/", "village/", 1), tree.read(entry.path))
    return tree


@pytest.mark.parametrize(
    ("withdrawn", "codes"), [([], ["package-gone"]), (["village"], []), (["other"], ["package-gone"])]
)
def test_a_package_goes_with_a_reason_only(withdrawn: list[str], codes: list[str]) -> None:
    base, head = (side(tree, validate(tree, locked=False)[0]) for tree in (two_bodies(), OverlayTree()))
    found = silent_changes(base, head, compare(base, head), TODAY, withdrawn)
    assert [problem.code for problem in found] == codes


def test_its_address_says_since_when_and_why(town: Package) -> None:
    view = PackageView(town, assess_package(town, TODAY))
    site = Site((view,), {"town": ()}, TODAY, TODAY, Settings(LANGUAGES, withdrawn=(GONE,)))
    page = Shown(site, "en")["village/index.md"]
    for told in (
        "Data package village",
        "published no more since 1 February 2024",
        "Merged &lt;into&gt; Qinghe.",
    ):
        assert told in page


TOLD = [
    # the package that the settings withdraw, since when, whether its address says so on 2024-03-01
    ("village", date(2024, 3, 1), True),
    ("village", date(2024, 3, 2), False),
    ("town", date(2024, 2, 1), False),
]


@pytest.mark.parametrize(("package", "since", "told"), TOLD)
def test_only_what_is_gone_is_told_as_gone(town: Package, package: str, since: date, *, told: bool) -> None:
    """Neither a package that goes later nor one that stands."""
    item = WithdrawnPackage(package, since, both("并入青禾镇。", "Merged."))
    view = PackageView(town, assess_package(town, TODAY))
    site = Site((view,), {"town": ()}, TODAY, TODAY, Settings(LANGUAGES, withdrawn=(item,)))
    page = Shown(site, "en").get(f"{package}/index.md", "")
    assert ("published no more" in page) == told


def test_one_package_alone_says_nothing_of_those_that_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Built alone, the town has no page that calls the village gone, which stands beside it."""
    without_program(monkeypatch)
    settings = replace(read_settings(), withdrawn=(GONE, replace(GONE, package="hamlet")))
    monkeypatch.setattr(build_module, "read_settings", lambda: settings)
    data = write(two_bodies(), tmp_path / "data")
    report = build(data, tmp_path / "site", tmp_path / "work", today=TODAY, package="town", prove=None)
    assert (report.ok, [(item.code, item.place.file) for item in report]) == (
        True,
        [("withdrawn-there", "village/package.yaml")],
    )
    there = {
        name: (tmp_path / "site" / name / "index.html").exists() for name in ("town", "village", "hamlet")
    }
    assert there == {"town": True, "village": False, "hamlet": True}


STANDING = [
    # the package that the settings withdraw, since when, whether the check tells that it stands
    ("town", "2024-03-01", ["withdrawn-there"]),
    ("town", "2149-01-01", []),
    ("village", "2024-03-01", []),
]


@pytest.mark.parametrize(("package", "since", "codes"), STANDING)
def test_the_check_tells_of_what_is_withdrawn_and_stands(
    package: str, since: str, codes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a warning: what stands is published as before."""
    write(OverlayTree(), tmp_path / "data")
    own = tmp_path / "site_src"
    own.mkdir()
    (own / "site.yaml").write_text(
        f"languages: [en]\nwithdrawn:\n  - package: {package}\n    date: {since}\n    reason_en: Merged.\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check", "--format", "json", "--lang", "en"])
    found = json.loads(result.stdout)["problems"]
    assert (result.exit_code, [item["code"] for item in found]) == (0, codes)
