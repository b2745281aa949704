"""What a list tells of a thing in one row: which promise stands for several, and who is furthest behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from packages import YEAR, town

from generator.core.model import Package
from generator.publishing.pages.lists import by_document
from generator.publishing.pages.rows import Counted, furthest_behind, mark_of, newest, tally
from generator.publishing.pages.views import PackageView
from generator.verdicts.assess import Assessment
from generator.verdicts.standings import assess_package

HALF = "2023-01-01/2023-06-30"


def view_of(package: Package, day: date) -> PackageView:
    return PackageView(package, assess_package(package, day))


def promises(figures: dict[str, str]) -> PackageView:
    """Of each indicator 100 promised for the year, and what was reported of its half: a figure, or nothing."""
    package = town(
        {
            "targets": [{"figure": "100盏", "indicator": name} for name in figures],
            "seen": [
                {"figure": figure, "indicator": name, "period": HALF}
                for name, figure in figures.items()
                if figure
            ],
        }
    )
    return view_of(package, date(2023, 8, 1))


def test_the_furthest_behind_comes_first() -> None:
    view = promises({"lamps": "49盏", "signs": "", "benches": "10盏", "bins": "120盏", "poles": "30盏"})
    found = furthest_behind(view.standings.targets.values())
    assert [(item.target.indicator_id, mark_of(item)) for item in found] == [
        ("benches", "behind"),
        ("poles", "behind"),
        ("lamps", "slightly_behind"),
        ("bins", "achieved"),
        ("signs", "not_yet_due"),
    ]
    assert [view.behind[item.target.id] for item in found] == [0, 1, 2, 3, 4]


OF_SEVERAL = [
    # the promises of a goal as (indicator, period) → the one that stands for them
    ([("lamps", "2022-01-01/2022-12-31"), ("lamps", YEAR)], ("lamps", 2023)),
    ([("signs", YEAR), ("lamps", YEAR)], ("signs", 2023)),
    (
        [("signs", YEAR), ("lamps", "2023-01-01/2025-12-31"), ("benches", "2022-01-01/2022-12-31")],
        ("lamps", 2025),
    ),
    ([], None),
]


@pytest.mark.parametrize(("stated", "stands"), OF_SEVERAL)
def test_the_newest_promise_stands_for_a_goal(
    stated: list[tuple[str, str]], stands: tuple[str, int] | None
) -> None:
    targets = [{"figure": "100盏", "indicator": name, "period": period} for name, period in stated]
    view = view_of(town({"targets": targets}), date(2023, 8, 1))
    shown = view.promise_of_goal("plan/1")
    assert (shown and (shown.target.indicator_id, shown.target.period.end.year)) == stands
    row = view.row_of_goal("plan/1", "en")
    assert sum(count for _, count in row) == len(stated)
    assert (row[0][0] if row else None) is shown


def test_of_one_day_that_for_the_own_area_stands_for_both() -> None:
    targets = [{"figure": "10盏", "area": "east"}, {"figure": "100盏"}]
    view = view_of(town({"targets": targets}), date(2023, 8, 1))
    shown = newest([*view.standings.targets.values()], "city")
    assert shown is not None
    assert shown.target.area_id == "city"


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        # in the year, and when it is over without a figure for the whole of it
        (
            date(2023, 8, 1),
            {"slightly_behind": Counted(1, 0), "behind": Counted(2, 0), "not_yet_due": Counted(1, 0)},
        ),
        (
            date(2024, 8, 1),
            {"slightly_behind": Counted(1, 1), "behind": Counted(2, 2), "due_unreported": Counted(1, 0)},
        ),
    ],
)
def test_marks_are_counted_from_the_best_to_the_worst(day: date, counted: dict[str, Counted]) -> None:
    package = promises({"benches": "10盏", "signs": "", "lamps": "49盏", "poles": "30盏"}).package
    found = tally(view_of(package, day).standings.targets.values())
    assert [*found.items()] == [*counted.items()]


def test_what_is_told_in_the_same_words_is_told_once() -> None:
    view = promises({"benches": "10盏", "signs": "", "poles": "30盏"})
    told: list[tuple[Assessment, int]] = view.row_of_goal("plan/1", "en")
    assert [(mark_of(item), count) for item, count in told] == [("behind", 2), ("not_yet_due", 1)]


def test_goals_are_grouped_by_their_document_the_latest_first() -> None:
    view = view_of(town({"targets": [{"figure": "1盏"}]}), date(2023, 8, 1))
    found = by_document(view, view.package.goals.values())
    ends = [document.period.end for document, _ in found]
    assert ends == sorted(ends, reverse=True)
    assert sum(len(goals) for _, goals in found) == len(view.package.goals)


def test_a_theme_is_told_by_its_goal_with_the_most_targets() -> None:
    package = town(
        {
            "targets": [
                {"figure": "1盏", "goal": "1"},
                {"figure": "1盏", "goal": "2", "indicator": "signs"},
                {"figure": "1盏", "goal": "2", "indicator": "benches"},
            ]
        }
    )
    goals = {name: replace(goal, themes=("street", "light")) for name, goal in package.goals.items()}
    indicators = {
        name: replace(item, theme_id="light" if name == "lamps" else "street")
        for name, item in package.indicators.items()
    }
    view = view_of(replace(package, goals=goals, indicators=indicators), date(2023, 8, 1))
    told = {theme: view.goal_of_theme(theme) for theme in ("light", "street", "water")}
    assert {theme: goal and goal.id for theme, goal in told.items()} == {
        "light": "plan/1",
        "street": "plan/2",
        "water": None,
    }
