"""Promises by due date: each once, in the month in which its day falls, what is to come before what is past."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import decade
import pytest
from overlays import OverlayTree
from shown import Shown
from speaking import LANGUAGES

from generator.publishing.pages import Site
from generator.publishing.pages.timeline import by_month, falls_due, month_of, months, undated, years
from generator.publishing.pages.views import PackageView
from generator.reading.load import load
from generator.verdicts.assess import Assessment
from generator.verdicts.standings import assess_package

HEAD = "goal,slug,title_zh,title_en,due,locator,note_zh,note_en\n"
DELIVERABLES = f"""{HEAD}\
2,pocket-park,建成口袋公园,Pocket park opened,2023-12-31,一/2,,
2,square,广场,Square,2023-12-01,一/2,,
2,bridge,桥,Bridge,2024-03-01,一/2,,
2,fountain,喷泉,Fountain,,一/2,,
2,school,学校,School,2023-12-15,一/2,,
"""
"""By what day things are to be done; of one nobody says."""


def view_on(day: date) -> PackageView:
    tree = OverlayTree().write("town/documents/2023-plan/deliverables.csv", DELIVERABLES)
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    return PackageView(package, assess_package(package, day))


ORDER = [
    # the day → the months in their order, each with the days of its promises
    (
        date(2023, 12, 15),
        {
            # what is due on the day itself is not past
            "coming-2023-12": [15, 31, 31, 31, 31, 31],
            "coming-2024-03": [1],
            "past-2023-12": [1],
        },
    ),
    (
        date(2024, 1, 1),
        {"coming-2024-03": [1], "past-2023-12": [31, 31, 31, 31, 31, 15, 1]},
    ),
    (
        date(2025, 1, 1),
        {"past-2024-03": [1], "past-2023-12": [31, 31, 31, 31, 31, 15, 1]},
    ),
]


@pytest.mark.parametrize(("today", "expected"), ORDER)
def test_the_next_comes_first_and_the_latest_of_the_past(
    today: date, expected: Mapping[str, list[int]]
) -> None:
    view = view_on(today)
    groups = by_month(view)
    found = {key: [day.day for item in items if (day := falls_due(item))] for key, items in groups.items()}
    assert (list(found), found) == (list(expected), expected)
    assert undated(view) == 1
    for key, month in months(groups).items():
        days = [falls_due(item) for item in groups[key]]
        assert {day.replace(day=1) for day in days if day} == {month_of(key).start}
        assert (month.coming, month.count) == (key.startswith("coming"), len(groups[key]))


def test_a_promise_that_is_stated_twice_falls_due_once() -> None:
    ledger, report = load(decade.tree())
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages[decade.BODY]
    view = PackageView(package, assess_package(package, decade.TODAY))
    groups = by_month(view)
    named = [item.target.id for items in groups.values() for item in items if isinstance(item, Assessment)]
    assert len(named) == len(set(named)) == len(package.targets)
    # ten years, and the end of the second five-year target
    assert list(groups) == [
        *("coming-2023-12", "past-2022-12", "past-2021-12", "past-2020-12", "past-2019-12"),
        *("past-2018-12", "past-2017-12", "past-2016-12", "past-2015-12", "past-2014-12"),
    ]
    listed = months(groups)
    assert [(year.first.key, year.count) for year in years(listed.values())][:2] == [
        ("coming-2023-12", len(groups["coming-2023-12"])),
        ("past-2022-12", len(groups["past-2022-12"])),
    ]


SAID = {
    # language → what the page says of December, of March, of what has no day, and of a thing that is past its day
    "zh": ('2023年12月</h2><span class="mz-sub">（7项，已经到期', '2024年3月</h2><span class="mz-sub">（1项，还没到期', "另有1件要办的事", "2023年12月15日"),
    "en": ('December 2023</h2><span class="mz-sub"> (7 promises, already due', 'March 2024</h2><span class="mz-sub"> (1 promise, still to come', "1 more deliverable", "15 December 2023"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_both_kinds_with_their_day(language: str) -> None:
    view, today = view_on(date(2024, 1, 1)), date(2024, 1, 1)
    pages = Shown(Site((view,), {"town": ()}, today, today), language)
    page = pages["town/due/index.md"]
    assert [words for words in SAID[language] if words not in page] == []
    assert page.index("coming-2024-03") < page.index("past-2023-12")
    # What can be chosen: both the marks of targets and the states of things to be done.
    assert {"planned", "achieved"} <= set(re.findall(r'<option value="(\w+)"', page))
    assert "due.ics" in page
    assert 'href="due/"' in pages["town/index.md"]


def test_where_nothing_is_to_come_nothing_is_promised_of_it() -> None:
    view, today = view_on(date(2025, 1, 1)), date(2025, 1, 1)
    page = Shown(Site((view,), {"town": ()}, today, today), "en")["town/due/index.md"]
    assert "still to come, the next first" not in page
    assert "there is none whose day is still to come" in page
    assert "due.ics" not in page
    # A thing without any progress bears the mark that the choice of standings has for it.
    row = page.split("Bridge</a>")[1].split("</tr>")[0]
    assert "No progress on record" in row


def test_a_body_without_promises_says_so() -> None:
    today = date(2024, 1, 1)
    package = replace(view_on(today).package, targets={}, deliverables={}, progress=(), explanations={})
    view = PackageView(package, assess_package(package, today))
    pages = Shown(Site((view,), {"town": ()}, today, today), "en")
    assert "There is no promise with a date here." in pages["town/due/index.md"]
    assert 'href="due/"' not in pages["town/index.md"]
