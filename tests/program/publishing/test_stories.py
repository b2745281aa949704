"""What the home page tells first."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import decade
import pytest
from overlays import OverlayTree
from shown import Shown

from generator.publishing.pages import Site, packages
from generator.publishing.pages.feeds import gathered
from generator.publishing.pages.stories import stories
from generator.publishing.pages.views import PackageView
from generator.reading.load import load
from generator.reading.trees import Tree
from generator.verdicts.standings import assess_package

TOWN_DAY = date(2024, 1, 1)
LANGUAGES = ["zh", "en"]


def view_of(tree: Tree, name: str, day: date) -> PackageView:
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages[name]
    return PackageView(package, assess_package(package, day))


@pytest.fixture(scope="module")
def linden() -> PackageView:
    return view_of(decade.tree(), decade.BODY, decade.TODAY)


@pytest.fixture(scope="module")
def town() -> PackageView:
    return view_of(OverlayTree(), "town", TOWN_DAY)


def test_the_promise_furthest_behind_is_told(linden: PackageView, town: PackageView) -> None:
    told = stories([town, linden], LANGUAGES).behind
    assert told is not None
    view, item = told
    # In 2020 1,105 flats of 1,400 were connected: 79 %, less than what any other was missed by.
    assert (view, item.target.id) == (linden, "plan-2020/1/flats-heated/2020")


def test_of_bodies_that_keep_their_promises_none_is_behind(town: PackageView) -> None:
    found = stories([town], LANGUAGES)
    assert found.behind is None
    assert found.disagreement == (town, town.standings.findings[0])
    assert [(view, {mark: len(items) for mark, items in marks.items()}) for view, marks in found.marks] == [
        (town, {"achieved": 2, "met": 1, "words_only": 1})
    ]


def test_a_home_page_has_a_mark_for_each_promise(town: PackageView) -> None:
    page = Shown(Site((town,), {"town": ()}, TOWN_DAY, TOWN_DAY), "en")["index.md"]
    marks = re.findall(r'<a class="mz-status--(\w+)" href="([^"]+)" title="([^"]+)"><svg', page)
    assert marks == [
        ("achieved", "town/indicators/lamps-installed/", "Street lamps installed: at least 200 lamps (2023)"),
        ("achieved", "town/indicators/lamps-installed/", "Street lamps installed: 30 to 40 lamps (2023)"),
        (
            "met",
            "town/indicators/lamps-working-share/",
            "Share of lamps that work: at least 97.5% (2023)",
        ),
        (
            "words_only",
            "town/indicators/repair-days/",
            "Days until a lamp is repaired: at most 3 days (2023)",
        ),
    ]


ROOM_FOR_MARKS = {
    # how many marks there may be, how much less a page may weigh than it does in English, the languages of the site → whether
    # each promise has a mark
    (4, 0, "en"): True,
    (3, 0, "en"): False,
    (4, 1, "en"): False,
    # in Chinese it weighs less; where one language has no room none shows them
    (4, 1, "zh"): True,
    (4, 1, "zh en"): False,
}


@pytest.mark.parametrize(("most", "less", "languages"), ROOM_FOR_MARKS)
def test_each_promise_has_a_mark_where_there_is_room(
    town: PackageView, most: int, less: int, languages: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(town.assessments) == 4
    listed = packages.panels([town], ["en"])
    weighs = listed.around("en") + listed.weigh("", "town", "en")
    monkeypatch.setattr(packages, "MARKS", most)
    monkeypatch.setattr(packages, "WHOLE", weighs - less)
    assert bool(stories([town], languages.split()).marks) == ROOM_FOR_MARKS[most, less, languages]


DAYS = {
    # the days of corrections → the lines that tell of them
    ("2024-02-01",): ["Correction: …"],
    ("2024-02-01", "2024-02-01"): ["2 corrections"],
    ("2024-02-01", "2024-02-01", "2024-03-01"): ["Correction: …", "2 corrections"],
}


@pytest.mark.parametrize("days", DAYS)
def test_corrections_of_a_day_are_told_together(town: PackageView, days: tuple[str, ...]) -> None:
    (some,) = town.package.corrections
    corrections = tuple(
        replace(some, date=date.fromisoformat(day), field=f"f{n}") for n, day in enumerate(days)
    )
    view = PackageView(replace(town.package, corrections=corrections), town.standings)
    found = [item.title for item in gathered(view, "en") if item.path == "town/revisions/"]
    assert [re.sub("(?<=Correction: ).*", "…", title) for title in found] == DAYS[days]
