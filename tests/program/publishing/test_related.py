"""What stands around an indicator: its rows of data, their corrections, and what is bound to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from overlays import OverlayTree
from sites import TODAY
from speaking import both

from generator.core.model import Correction, Package, Period
from generator.publishing.pages.related import Bonds
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.verdicts.standings import assess_package


@pytest.fixture(scope="module")
def town() -> Package:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def bonds(package: Package) -> Bonds:
    return Bonds(PackageView(package, assess_package(package, TODAY)))


PLAN, REPORT = "town/documents/2023-plan", "town/documents/2023-report"
ROWS: Mapping[str, list[tuple[str, str, int, str]]] = {
    # indicator: (table, file, line, figure as printed)
    "repair-days": [
        ("targets", f"{PLAN}/targets.csv", 5, "3天"),
        ("observations", f"{REPORT}/observations.csv", 9, "基本当天"),
    ],
    "lamps-standing": [("observations", f"{REPORT}/observations.csv", 4, "980盏")],
}


@pytest.mark.parametrize("indicator", ROWS)
def test_every_figure_is_a_line_of_a_file(town: Package, indicator: str) -> None:
    around = bonds(town)
    found = around.rows(indicator, around.view.observations_by_indicator[indicator])
    assert [(item.table, item.file, item.line) for item in found] == [row[:3] for row in ROWS[indicator]]
    # The line is the one on which the figure stands.
    tree = OverlayTree()
    for _, file, line, figure in ROWS[indicator]:
        assert figure in tree.read(file).decode("utf-8").splitlines()[line - 1]


RELATED: Mapping[str, Mapping[str, list[str]]] = {
    # indicator: how it is bound → to which others
    "lamps-installed": {
        "increment_of": ["lamps-standing"],
        "same_goal": ["lamps-working-share", "repair-days"],
    },
    "lamps-standing": {"increment_in": ["lamps-installed"]},
    "repair-days": {"same_goal": ["lamps-installed", "lamps-working-share"]},
}


@pytest.mark.parametrize("indicator", RELATED)
def test_related_indicators_are_named_once_by_their_closest_bond(town: Package, indicator: str) -> None:
    found = bonds(town).related(indicator)
    assert {how: [item.indicator.id for item in group] for how, group in found.items()} == RELATED[indicator]


def test_other_targets_are_those_of_the_goal_that_they_share(town: Package) -> None:
    first = town.targets["2023-plan/1/lamps-installed/2023"]
    old_goal = replace(town.goals["2023-plan/1"], id="2021-plan/1", document_id="2021-plan")
    old_plan = replace(
        town.documents["2023-plan"],
        id="2021-plan",
        period=Period(date(2021, 1, 1), date(2021, 12, 31)),
    )
    old = replace(first, id="2021-plan/1/lamps-installed/2021", goal_id=old_goal.id, period=old_plan.period)
    again = replace(old, id="2021-plan/1/lamps-standing/2021", indicator_id="lamps-standing")
    package = replace(
        town,
        documents={old_plan.id: old_plan, **town.documents},
        goals={old_goal.id: old_goal, **town.goals},
        targets={old.id: old, again.id: again, **town.targets},
    )
    found = bonds(package)
    shown = {
        indicator: {
            item.indicator.id: [other.target.id for other in item.promises]
            for item in found.related(indicator).get("same_goal", ())
        }
        for indicator in ("repair-days", "lamps-standing")
    }
    lamps, share = "2023-plan/1/lamps-installed", "2023-plan/1/lamps-working-share/2023"
    assert shown["repair-days"] == {
        "lamps-installed": [f"{lamps}/2023", f"{lamps}/east-village/2023"],
        "lamps-working-share": [share],
    }
    # bound by a relation: the latest promise, whichever goal it is of
    (relation,) = found.related("lamps-standing")["increment_in"]
    assert [other.target.id for other in relation.promises] == [f"{lamps}/2023"]


def correction(key: str, day: int, table: str = "observations") -> Correction:
    reason = both("抄错了一位。", "A digit was misread.")
    when = date(2024, 3, day)
    return Correction(
        f"{table}/{key}/value/{when}", table, key, "value", "12", "21", when, reason, "镇建设办公室"
    )


CORRECTED = (
    correction("2023-report/lamps-installed/2023-12-31", 1),
    correction("2023-report/lamps-installed/2021/2021-12-31", 5),  # a row that was removed
    correction("2023-plan/1/repair-days/2023", 2, "targets"),
    correction("lamps-standing", 3, "indicators"),
)
CORRECTIONS = {
    "lamps-installed": [5, 1],
    "repair-days": [2],
    "lamps-standing": [3],
    "lamps-working-share": [],
}


@pytest.mark.parametrize("indicator", CORRECTIONS)
def test_corrections_stand_with_their_indicator_the_newest_first(town: Package, indicator: str) -> None:
    found = bonds(replace(town, corrections=CORRECTED)).corrections(indicator)
    assert [item.date.day for item in found] == CORRECTIONS[indicator]


FILE = "town/documents/2023 report/observations.csv"
FORGES = {
    # forge: (the editor of line 5 of a file, the form)
    "github": (
        "https://forge.example/a/b/edit/main/data/town/documents/2023%20report/observations.csv#L5",
        (
            "https://forge.example/a/b/issues/new?template=correction.yml"
            "&title=%E6%9B%B4%E6%AD%A3%26x&figure=observations%2F2023-report%2Flamps"
        ),
    ),
    "gitlab": (
        "https://forge.example/a/b/-/edit/main/data/town/documents/2023%20report/observations.csv#L5",
        (
            "https://forge.example/a/b/-/issues/new?issuable_template=correction"
            "&issue[title]=%E6%9B%B4%E6%AD%A3%26x&issue[description]=observations%2F2023-report%2Flamps"
        ),
    ),
    "gitea": (
        "https://forge.example/a/b/_edit/main/data/town/documents/2023%20report/observations.csv#L5",
        (
            "https://forge.example/a/b/issues/new?template=correction.yml"
            "&title=%E6%9B%B4%E6%AD%A3%26x&figure=observations%2F2023-report%2Flamps"
        ),
    ),
}


@pytest.mark.parametrize("forge", FORGES)
def test_the_way_to_the_editor_and_to_the_form(forge: str) -> None:
    settings = Settings(forge=forge).at(repository="https://forge.example/a/b")
    ways = settings.editor(FILE, 5), settings.form("更正&x", "observations/2023-report/lamps")
    assert ways == FORGES[forge]


def test_without_a_repository_there_is_no_way() -> None:
    assert (Settings().editor(FILE, 5), Settings().form("x", "y")) == ("", "")
