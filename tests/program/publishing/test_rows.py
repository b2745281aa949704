"""What a list tells of a thing in one row: which promise stands for several, and who is furthest behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cases import TABLE, derived_of, indicator_of, observation_of, target_of
from packages import YEAR, town

from generator.core.codes import Rule
from generator.core.model import Package
from generator.publishing.pages.lists import by_document
from generator.publishing.pages.rows import (
    Counted,
    furthest_behind,
    look_of,
    mark_of,
    mark_told,
    newest,
    tally,
)
from generator.publishing.pages.views import PackageView
from generator.verdicts.assess import Assessment, assess
from generator.verdicts.standings import assess_package
from generator.wording.explain import standing

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


def test_those_with_a_result_are_all_told_by_how_they_stand() -> None:
    """Also where no share can be computed of what is asked for."""
    targets = [
        {"figure": figure, "indicator": name} for name, figure in (("lamps", "100盏"), ("signs", "0盏"))
    ]
    seen = [{"figure": "120盏", "indicator": name} for name in ("lamps", "signs", "bins")]
    view = view_of(town({"targets": targets, "seen": seen}), date(2023, 8, 1))
    assert view.reporting_counts == {"reported_interim": 2}
    assert view.tally_of_progress == {"achieved": Counted(1, 0), "cannot_assess": Counted(1, 0)}
    zero = next(item for item in view.assessments if item.target.indicator_id == "signs")
    assert standing(zero, "en") == ("Cannot be assessed", "")


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


@pytest.mark.parametrize("language", ["zh", "en", "fr"])
def test_what_is_counted_is_told_as_each_of_it_is_told(language: str) -> None:
    """For every case of how a target stands; of money the count names no share, which is another one for each."""
    told, alone = dict[str, str](), dict[str, str]()
    for row in TABLE["targets"]:
        item = case(row)
        words, _ = standing(item, language)
        if item.rule is not Rule.BUDGET:
            alone[row["case"]] = words
            told[row["case"]] = mark_told(mark_of(item), language, then=item.left_open)
        # What holds so far looks like itself, and not like what is on pace.
        assert look_of(mark_of(item)) in {item.progress, item.reporting, item.reason, "met"}
    assert told == alone
    assert {mark_of(case(row)) for row in TABLE["targets"]} >= {"met", "unmet", "not_always", "spent"}
    assert "{" not in mark_told("spent", language)


def case(row: Mapping[str, Any]) -> Assessment:
    target = target_of(row["target"])
    seen = [observation_of(item, target) for item in row.get("seen", ())]
    derived = derived_of(row["target"], target)
    return assess(target, indicator_of(row["target"]), seen, date.fromisoformat(row["today"]), derived)


def test_a_share_so_far_is_counted_by_its_own_words() -> None:
    """Beside what has a pace, and as far behind as that."""
    marks = ("on_pace", "met", "behind", "not_always", "unmet", "cannot_assess", "spent")
    first = {
        mark: item
        for item in map(case, reversed(TABLE["targets"]))
        for mark in [mark_of(item)]
        if mark in marks
    }
    assert [*tally(first.values())] == [
        "on_pace",
        "met",
        "behind",
        "unmet",
        "not_always",
        "cannot_assess",
        "spent",
    ]
    order = [look_of(mark_of(item)) for item in furthest_behind(first.values())]
    assert order == ["behind"] * 3 + ["on_pace", "met"] + ["cannot_assess"] * 2


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
