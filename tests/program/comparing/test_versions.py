"""A version is the data: which part of it goes up with which change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from overlays import PLAN, REPORT, OverlayTree, sides_of

from generator.comparing.changes import compare
from generator.comparing.versions import demanded, low_versions, promise, read, said
from generator.core.languages import FALLBACK
from generator.core.problems import Report

Edit = Callable[[OverlayTree], object]

PACKAGE = "town/package.yaml"
CHANGES: Mapping[str, tuple[str, Edit]] = {
    # what is changed of version 0.1.0: (the lowest version that it may have then, the change)
    "nothing": ("0.1.0", lambda tree: tree),
    "how it is written": (
        "0.1.0",
        lambda tree: tree.edit(PACKAGE, "languages: [zh, en]", "languages: [ zh, en ]"),
    ),
    "a figure": ("0.1.1", lambda tree: tree.edit(f"{PLAN}/targets.csv", "ge,200,,180,", "ge,200,,170,")),
    "words": ("0.1.1", lambda tree: tree.edit(PACKAGE, "invented town", "made-up town")),
    "a figure that goes": ("0.1.1", lambda tree: tree.remove(f"{REPORT}/progress.csv")),
    "an explanation": (
        "0.1.1",
        lambda tree: tree.write(
            "town/corrections.csv",
            tree.read("town/corrections.csv").decode()
            + "targets,2023-plan/1/lamps-installed/2023,value,200,200,2024-03-01,抄录时看错了一行。,The wrong line was read.,数据整理组\n",
        ),
    ),
    "a column of another language": (
        "0.2.0",
        lambda tree: tree.edit(
            PACKAGE, "languages: [zh, en]", "languages: [zh, en, fr]\nadded_languages: [fr]"
        ),
    ),
    "a thing that comes": (
        "0.2.0",
        lambda tree: tree.write(
            "town/themes.yaml",
            tree.read("town/themes.yaml").decode() + "parks:\n  title_zh: 公园\n  title_en: Parks\n",
        ),
    ),
    "a document under another id, whose old address leads on": (
        "0.2.0",
        lambda tree: tree.rename(REPORT, "town/documents/2023-annual-report"),
    ),
    "a document that goes": ("1.0.0", lambda tree: tree.remove(REPORT)),
    "a document that goes and one that comes": (
        "1.0.0",
        lambda tree: (
            tree.remove(REPORT),
            tree.write(
                "town/themes.yaml",
                tree.read("town/themes.yaml").decode() + "parks:\n  title_zh: 公园\n  title_en: Parks\n",
            ),
        ),
    ),
    "its DOI": (
        "0.1.0",
        lambda tree: tree.edit(PACKAGE, "officers:", "doi: https://doi.org/10.5281/zenodo.1\nofficers:"),
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_each_change_demands_the_version_that_the_data_page_promises(case: str) -> None:
    wanted, edit = CHANGES[case]
    tree = OverlayTree()
    edit(tree)
    sides = sides_of(OverlayTree(), tree)
    found = compare(*sides)
    assert said(demanded((0, 1, 0), found.changes)[0]) == wanted
    problems = list(low_versions(*sides, found))
    assert [item.values["suggestion"] for item in problems] == ([] if wanted == "0.1.0" else [wanted])
    # What it asks for is enough, and so is more.
    for enough in (wanted, "7.0.0"):
        tree.edit(PACKAGE, "version: " + ("0.1.0" if enough == wanted else wanted), f"version: {enough}")
        sides = sides_of(OverlayTree(), tree)
        assert list(low_versions(*sides, compare(*sides))) == []


def test_each_part_is_told_in_the_words_of_the_data_page() -> None:
    tree = OverlayTree().remove(REPORT)
    sides = sides_of(OverlayTree(), tree)
    told = Report(low_versions(*sides, compare(*sides))).render("text", FALLBACK)
    assert promise(FALLBACK)["address"] in told
    assert "2023-report" in told


def test_versions_are_compared_as_numbers() -> None:
    assert read("0.10.0") > read("0.9.9")


def test_a_version_that_cannot_be_read_is_another_problem() -> None:
    tree = OverlayTree()
    tree.edit(PACKAGE, "version: 0.1.0", "version: soon")
    sides = sides_of(OverlayTree(), tree)
    assert list(low_versions(*sides, compare(*sides))) == []
