"""Pages are known as long as all that they read is as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from many import FOLDER, INDICATOR, tree
from overlays import OverlayTree

from generator.publishing.pages.contexts import Page, SearchPage
from generator.publishing.pages.reads import Answers, Memory
from generator.publishing.pages.views import PackageView
from generator.publishing.store import Store, at_hand
from generator.reading.load import load
from generator.reading.trees import WitnessedTree
from generator.verdicts.standings import assess_package

THEMES = "town/themes.yaml"


def view_of(old: str = "", new: str = "") -> PackageView:
    """The town, with an edit."""
    tree = OverlayTree().edit(THEMES, old, new) if old else OverlayTree()
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    return PackageView(package, assess_package(package, date(2024, 3, 1)))


def known_after(
    folder: Path, read: Callable[[Any], object], then: PackageView, about: tuple[str, str] = ("", "")
) -> bool:
    """Whether a page that read something of the town is still known when the town is another."""
    found = ""
    for view, day in zip((view_of(), then), about, strict=True):
        store = Store(folder)
        with at_hand(store):
            memory = Memory(day, Answers({"town": view}))
            page = Page(template="", path="a/", title="A", description="", view=view)
            found = memory.known("a/", page)
            watched, reads = memory.watched(page)
            read(watched.view)
            memory.note("a/", reads, "text")
            memory.keep()
        store.settle()
    return found == "text"


READS: dict[str, tuple[Callable[[Any], object], bool]] = {
    # what a page reads, whether it is known still after the title of the theme `greening` changed
    "nothing": (lambda _: None, True),
    "another theme": (lambda view: view.package.themes["lighting"].title["en"], True),
    "the theme": (lambda view: view.package.themes["greening"].title["en"], False),
    "all themes": (lambda view: list(view.package.themes), False),
    "how many there are": (lambda view: len(view.package.themes), False),
    "whether there is another": (lambda view: "roads" in view.package.themes, True),
    "a theme that is not there": (lambda view: view.package.themes.get("roads"), True),
    "what a method reads of others": (
        lambda view: view.goal(next(iter(view.goals_by_theme["lighting"])).id).themes,
        True,
    ),
    "groups without values": (lambda view: view.goals_by_theme["roads"], True),
    "a value by a key that cannot be noted": (lambda view: view.goals_by_theme[date(2024, 1, 1)], False),
}


@pytest.mark.parametrize("what", READS)
def test_a_page_is_known_while_what_it_read_is_the_same(tmp_path: Path, what: str) -> None:
    read, known = READS[what]
    assert known_after(tmp_path / "store", read, view_of("Parks and trees", "Parks")) is known


def test_a_page_is_known_only_where_all_else_is_the_same(tmp_path: Path) -> None:
    assert known_after(tmp_path / "a", lambda _: None, view_of(), ("monday", "monday"))
    assert not known_after(tmp_path / "b", lambda _: None, view_of(), ("monday", "tuesday"))


def test_asking_for_what_is_not_there_leaves_groups_as_they_are() -> None:
    view = view_of()
    before = list(view.goals_by_theme)
    assert view.goals_by_theme["roads"] == []
    assert list(view.goals_by_theme) == before


def part_known_after(folder: Path, read: Callable[[Any], object], then: PackageView) -> bool:
    """Whether a part that read something of the town while it was planned is still known when the town is another."""
    found = None
    for view in (view_of(), then):
        store = Store(folder)
        with at_hand(store):
            memory = Memory("", Answers({"town": view}))
            found = memory.part("a/")
            noting = memory.noting(view)
            read(noting.view)
            noting.file("a/index.md", "text")
            memory.note_part("a/", noting)
            memory.keep()
        store.settle()
    assert found in (None, (("a/index.md", "text"),))
    return found is not None


@pytest.mark.parametrize("what", READS)
def test_a_part_is_known_while_what_it_read_is_the_same(tmp_path: Path, what: str) -> None:
    read, known = READS[what]
    assert part_known_after(tmp_path / "store", read, view_of("Parks and trees", "Parks")) is known


OWN, OTHER = INDICATOR, f"{INDICATOR}-2"


def large(file: str = "", old: str = "", new: str = "") -> PackageView:
    """A town with so many figures that they are columns, those of each indicator in a file of its own, with an edit."""
    parts = [{"way": code} for code in CODES]
    found = tree({"way": CODES}, parts, range(2001, 2011), indicators=2)
    head, *rows = found.read(f"{FOLDER}/observations.csv").decode().splitlines()
    found.remove(f"{FOLDER}/observations.csv")
    for name in (OWN, OTHER):
        lines = [head, *(row for row in rows if row.startswith(f"{name},"))]
        found.write(f"{FOLDER}/observations/{name}.csv", "\n".join([*lines, ""]))
    if file:
        text = found.read(file).decode()
        assert old in text
        found.write(file, text.replace(old, new, 1))
    seen = WitnessedTree(found)
    ledger, report = load(seen)
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    return PackageView(package, assess_package(package, date(2024, 3, 1)), source=seen.source("town/"))


CODES = [f"code-{number}" for number in range(1, 101)]
CHANGED: dict[str, tuple[tuple[str, str, str], bool]] = {
    # an edit of (file, piece, what becomes of it), whether what is made of the figures of OWN is another then
    "nothing": (("", "", ""), False),
    "a figure of its own": ((f"{FOLDER}/observations/{OWN}.csv", "1000.5", "1000.7"), True),
    "a figure of another": ((f"{FOLDER}/observations/{OTHER}.csv", "1000.5", "1000.7"), False),
    "the name of a code": (("town/dimensions.yaml", "Code code-7", "Code seven"), True),
}


@pytest.mark.parametrize("what", CHANGED)
def test_what_is_made_of_the_figures_of_an_indicator_is_known_by_their_files(what: str) -> None:
    edit, other = CHANGED[what]
    before, after = (Answers({"town": view}) for view in (large(), large(*edit)))
    for way in ("observations_by_indicator", "_figures", "_places", "_replaced"):
        question = ("town", way, "at", OWN)
        assert before[question], way
        assert (before[question] != after[question]) is other, way
    whole = [answers.origins["town"].whole for answers in (before, after)]
    assert (whole[0] == whole[1]) is (what == "nothing")
    assert all(whole)


def test_a_page_of_several_packages_is_known_while_what_it_read_of_each_is_the_same(tmp_path: Path) -> None:
    """Which packages it tells of is given to it."""

    def known(views: list[PackageView], read: Callable[[Any], object]) -> bool:
        store = Store(tmp_path / "store")
        with at_hand(store):
            memory = Memory("", Answers({view.package.id: view for view in views}))
            page = SearchPage(template="", path="a/", title="A", description="", views=views)
            found = memory.known("a/", page)
            watched, reads = memory.watched(page)
            assert isinstance(watched, SearchPage)
            for view in watched.views:
                read(view)
            memory.note("a/", reads, "text")
            memory.keep()
        store.settle()
        return found == "text"

    def theme(view: Any) -> object:
        return view.package.themes["greening"].title["en"]

    town, village = view_of(), renamed(view_of(), "village")
    other = renamed(view_of("Parks and trees", "Parks"), "village")
    assert [
        known([town, village], theme),
        known([town, village], theme),
        known([village, town], theme),
        known([village], theme),
        known([village], theme),
        known([town, other], theme),
        known([town, village], lambda _: None),
        known([town, other], lambda _: None),
    ] == [False, True, False, False, True, False, False, True]


def renamed(view: PackageView, name: str) -> PackageView:
    """The same as another package."""
    return replace(view, package=replace(view.package, id=name))
