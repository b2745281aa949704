"""What belongs together on a page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from packages import YEAR, town

from generator.publishing.pages.views import PackageView
from generator.publishing.site import Moment, _days
from generator.verdicts.standings import assess_package
from generator.wording.explain import standing_line


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
