"""What belongs together on a page."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any

import pytest
from overlays import OverlayTree
from packages import YEAR, town
from revising import FIRST, revised, row
from speaking import LANGUAGES

from generator.core.codes import DeliverableState
from generator.core.model import Package
from generator.core.phrases import Text
from generator.publishing.configuration import _days
from generator.publishing.moment import Moment
from generator.publishing.pages.drawings import indicator_charts
from generator.publishing.pages.feeds import feeds
from generator.publishing.pages.plan import all_pages
from generator.publishing.pages.search import search_index
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.verdicts.standings import assess_package
from generator.wording.due import due, render
from generator.wording.explain import standing_line

TODAY = date(2024, 3, 1)


def test_marks_are_counted_together_when_they_say_the_same() -> None:
    package = town(
        {
            "measures": {"working": "rate"},
            "targets": [
                {"figure": "100盏"},
                {"figure": "200盏", "indicator": "signs"},
                {"figure": "80%以上", "indicator": "working"},
            ],
            "seen": [
                {"figure": "50盏"},
                {"figure": "100盏", "indicator": "signs"},
                {"figure": "85%", "indicator": "working"},
            ],
        }
    )
    view = PackageView(package, assess_package(package, date(2023, 8, 1)))
    marks = [(standing_line(item, "en"), count) for item, count in view.mark_groups("plan/1", "en")]
    # All three are `on_pace` as of one day, but a share has no pace.
    assert marks == [("On pace", 2), ("Meets the target so far", 1)]


def test_what_is_past_its_day_without_progress_is_so_also_where_it_is_spoken_of() -> None:
    """Of four of which no progress is told one has no day, and one is spoken of: two are past their day."""
    due = {
        "plan/1/park": "2023-06-30",
        "plan/1/bench": "2023-06-30",
        "plan/2/shed": "",
        "plan/2/hall": "2025-01-01",
    }
    package = town({"deliverables": due, "progress": {"plan/1/park": [("2023-06-30", "planned")]}})
    view = PackageView(package, assess_package(package, TODAY))
    assert (view.state_counts[DeliverableState.PLANNED], view.past_day) == (4, 2)
    assert len(view.coverage.all.silent) == 1


def test_deliverables_of_one_name_are_known_as_such() -> None:
    package = town({"deliverables": {"plan/1/park": "2023-06-30", "plan/2/shed": ""}})
    titles = {"plan/1/park": Text.of({"en": "Park"}), "plan/2/shed": Text.of({"en": "Shed"})}
    for same in (False, True):
        items = {
            name: dataclasses.replace(item, title=titles["plan/1/park" if same else name])
            for name, item in package.deliverables.items()
        }
        of = dataclasses.replace(package, deliverables=items)
        view = PackageView(of, assess_package(of, TODAY))
        assert {*view.namesakes.values()} == {2 if same else 1}


# the nature of the result, of how many of the counted targets it is told that they rest on no final figure
UNCERTAIN = [("A", 0), ("E", 1), ("P", 1), ("B", 0), ("F", 0)]


@pytest.mark.parametrize(("status", "count"), UNCERTAIN)
def test_it_is_counted_how_many_rest_on_no_final_figure(status: str, count: int) -> None:
    seen = [
        {"figure": "120盏", "period": YEAR, "status": status},
        {"figure": "200盏", "period": YEAR, "indicator": "signs"},
    ]
    targets = [{"figure": "100盏"}, {"figure": "200盏", "indicator": "signs"}]
    package = town({"targets": targets, "seen": seen})
    view = PackageView(package, assess_package(package, TODAY))
    assert view.uncertain == count


LATEST: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    # what is reported, today → the latest day at which a figure stands
    "a half year": ([{"figure": "50盏"}], "2024-03-01", "2023-06-30"),
    "nothing": ([], "2024-03-01", "None"),
    "a forecast": (
        [{"figure": "50盏"}, {"figure": "90盏", "period": YEAR, "status": "F"}],
        "2024-03-01",
        "2023-06-30",
    ),
    "words": ([{"figure": "50盏"}, {"figure": "全面完成", "period": YEAR}], "2024-03-01", "2023-06-30"),
    "what was issued later": ([{"figure": "50盏"}], "2023-07-01", "None"),
}


@pytest.mark.parametrize("case", LATEST)
def test_the_latest_figure(case: str) -> None:
    seen, today, expected = LATEST[case]
    package = town({"seen": seen})
    assert (
        str(PackageView(package, assess_package(package, date.fromisoformat(today))).latest_figure)
        == expected
    )


def test_the_foot_of_a_page_names_no_latest_figure_where_there_is_none() -> None:
    today = date(2024, 3, 1)
    feet = []
    for seen in ([], [{"figure": "50盏"}]):
        package = town({"seen": seen})
        view = PackageView(package, assess_package(package, today))
        feet.append([*_days([view], Moment(today, today), "en")][:2])
    assert feet[0][0] == "judged on 1 March 2024"
    assert feet[1] == ["Latest figures as of 30 June 2023", "judged on 1 March 2024"]


TARGETS = "town/documents/2023-plan/targets.csv"
OWN = "1,lamps-installed,qinghe,2023-01-01,2023-12-31,ge,200,,180,一/1,200盏以上,,,\n"


@pytest.fixture
def with_a_village() -> Package:
    """The small town, in whose table the target of a village stands before its own."""
    tree = OverlayTree().edit(TARGETS, OWN, "")
    village = tree.read(TARGETS).decode()
    tree.write(TARGETS, village + OWN)
    ledger, report = load(tree, locked=False)
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def _found(view: PackageView) -> str:
    """What the search shows of the lamps: the note, the mark, the standing and the value."""
    entries = json.loads(dict(search_index([view], "en"))["search/index.json"])["entries"]
    (row,) = (row for row in entries if row[1] == "town/indicators/lamps-installed/")
    return " | ".join(row[5:])


def test_the_own_area_leads_whatever_the_order_of_the_rows(with_a_village: Package) -> None:
    view = PackageView(with_a_village, assess_package(with_a_village, date(2024, 3, 1)))
    assert [item.target.area_id for item in view.promises("lamps-installed")] == ["qinghe", "east-village"]
    assert _found(view) == "2023 | achieved | Achieved | 210 / at least 200 lamps"


def test_another_area_is_named_wherever_its_target_is_told(with_a_village: Package) -> None:
    targets = {
        name: item
        for name, item in with_a_village.targets.items()
        if (item.indicator_id, item.area_id) != ("lamps-installed", "qinghe")
    }
    package = dataclasses.replace(with_a_village, targets=targets)
    view = PackageView(package, assess_package(package, date(2024, 3, 1)))
    assert _found(view) == "2023 · East Village | achieved | Achieved | at least 30 / 30 to 40 lamps"
    pages = {page.path: page for page in all_pages((view,), {"town": ()}, "en", {})}
    assert pages["town/indicators/lamps-installed/"].description.startswith(
        "East Village: at least 30 lamps of 30 to 40 lamps by 31 December"
    )
    account = render([due(package, assess_package(package, date(2023, 12, 1)))], "text", "en")
    assert "Street lamps installed 30 to 40 lamps (East Village)" in account
    indicator = package.indicators["lamps-installed"]
    (chart, *_) = indicator_charts(view, indicator, view.promises(indicator.id), "en")
    assert chart.caption.startswith("East Village: ")
    assert "East Village: Street lamps installed" in str(chart.specification["title"])
    assert "Qinghe Town: " not in str(chart.specification["title"])


def test_a_feed_names_what_a_figure_is_of(with_a_village: Package) -> None:
    view = PackageView(with_a_village, assess_package(with_a_village, date(2024, 3, 1)))
    (theme,) = (
        text
        for path, text in feeds([view], Settings(LANGUAGES), date(2024, 3, 1), "en")
        if "themes/lighting" in path
    )
    for told in (
        "Street lamps installed 210盏",
        "Street lamps installed (East Village) 30余盏",
        "Street lamps installed (Solar) 80盏",
    ):
        assert told in theme


def test_a_replaced_target_is_counted_nowhere_and_listed_everywhere() -> None:
    ledger, report = load(revised(row("ge 250 250盏以上")))
    assert ledger is not None, list(report)
    package = ledger.packages["town"]
    view = PackageView(package, assess_package(package, date(2024, 3, 1)))
    later = "2023-change/1/lamps-installed/2023"
    assert [item.target.id for item in view.superseded] == [FIRST]
    assert FIRST not in {item.target.id for item in view.assessments}
    assert {mark: of.number for mark, of in view.tally_of_progress.items()} == {
        "achieved": 1,  # in the village
        "met": 1,
        "missed": 1,
    }
    assert sum(view.reporting_counts.values()) == len(view.assessments) == 4
    promises = view.promises("lamps-installed")
    assert [promises[0].target.id, promises[-1].target.id] == [later, FIRST]
    assert "superseded" in view.marks_of_goal("2023-plan/1")
    assert view.marks[-1] == "superseded"
    assert _found(view) == "2023 | missed | Missed | 210 / at least 250 lamps"
