"""A package that is published no more: the check wants a reason, and its address tells it."""

from __future__ import annotations

from datetime import date

import pytest
from overlays import TODAY, OverlayTree
from speaking import LANGUAGES, both

from generator.comparing.changes import compare, side
from generator.comparing.silent import silent_changes
from generator.core.model import Package
from generator.publishing.pages import Site, render_pages
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings, WithdrawnPackage
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
    page = dict(render_pages(site, "en"))["village/index.md"]
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
    pages = [text for path, text in render_pages(site, "en") if path == f"{package}/index.md"]
    assert any("published no more" in text for text in pages) == told
