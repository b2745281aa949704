"""What the page of an indicator opens with, in a town with ten years of plans and reports."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import decade
import pytest
from folders import FIXTURES
from shown import Shown
from speaking import LANGUAGES

from generator.core.codes import Measure, ObservationStatus, Qualifier
from generator.core.model import Observation, Period
from generator.publishing.pages import Site
from generator.publishing.pages.opening import change, change_told
from generator.publishing.pages.views import PackageView
from generator.reading.load import load
from generator.verdicts.endings import End, end
from generator.verdicts.standings import assess_package


@pytest.fixture(scope="module")
def linden() -> PackageView:
    ledger, report = load(decade.tree())
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages[decade.BODY]
    return PackageView(package, assess_package(package, decade.TODAY))


@pytest.fixture(scope="module")
def spoken(linden: PackageView) -> Mapping[str, Mapping[str, str]]:
    """The pages by language."""
    site = Site((linden,), {decade.BODY: ()}, decade.TODAY, decade.TODAY)
    return {language: Shown(site, language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def pages(spoken: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    return spoken["en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("indicator", list(decade.INDICATORS))
def test_ten_years_are_told_and_drawn_as_they_were(
    spoken: Mapping[str, Mapping[str, str]], indicator: str, language: str
) -> None:
    page = spoken[language][f"{decade.BODY}/indicators/{indicator}/index.md"]
    golden = FIXTURES / "golden" / "decade" / language / f"{indicator}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")


def opened(pages: Mapping[str, str], indicator: str) -> list[str]:
    """The lines of what the page of an indicator opens with, without marks of HTML."""
    page = pages[f"{decade.BODY}/indicators/{indicator}/index.md"]
    section = page[page.index('<section class="mz-opening"') : page.index("</section>")]
    lines = re.split(r"</?(?:p|ol|h2)[ >]", section)
    plain = (
        unescape(re.sub(r"<[^>]+>", "", line.partition(">")[2] if ">" in line else line)) for line in lines
    )
    return [" ".join(line.split()) for line in plain if line.strip()]


OPENINGS = {
    "flats-heated": [
        "2023",
        "1,130 /Promised: at least 1,600 flats",
        "70.6% done 75% of the time had gone",
        "Slightly behind As of 30 September 2023",
        (
            "By 30 September 2023 the reported figure was 1,130 flats: 70.6% of the target of at least 1,600 flats for 2023. "
            "By that day 75% of the period had passed; 70.6% ÷ 75% = 0.94: slightly behind."
        ),
        "Half the time, half the task: 70.6% done, at least 50%: the test is met.",
        (
            "2014: Achieved 2015: Achieved 2016: Missed 2017: Due, no result in our documents 2018: Achieved "
            "2019: Achieved 2020: Missed 2021: Achieved 2022: Achieved 2023: Slightly behind"
        ),
    ],
    "trees-standing": [
        "2019–2023",
        "16,760 /Promised: at least 17,600 trees",
        "75.3% done 80% of the time had gone",
        "Slightly behind As of 31 December 2022",
        (
            "Of the way from 14,200 trees to at least 17,600 trees, 75.3% was done by 31 December 2022. "
            "By that day 80% of the period had passed; 75.3% ÷ 80% = 0.94: slightly behind."
        ),
        "Half the time, half the task: 75.3% done, at least 50%: the test is met.",
        "Before: 16,120 trees (2021); 640 more since (+4%)",
    ],
    "calls-answered": [
        "2023",
        "96.9% /Promised: at least 95%",
        "Meets the target so far As of 30 September 2023",
        (
            "For the third quarter of 2023, the reported value was 96.9%, which met the target of at least 95% for 2023. "
            "Periods reported: 3; periods in which the target was met: 3."
        ),
        "Before: 96.6% (the second quarter of 2023); 0.3 percentage points more since",
        (
            "2014: Achieved 2015: Missed 2016: Achieved 2017: Achieved 2018: Achieved 2019: Achieved 2020: Missed "
            "2021: Achieved 2022: Missed 2023: Meets the target so far"
        ),
    ],
    "repair-days": [
        "2023",
        "—none in our documents /Promised: at most 4 days",
        "Not yet due, no result so far",
        "The period (2023) is not over, and our documents contain no result so far.",
        "Latest reported figure: 5 days 2022",
        "Before: 3 days (2021); 2 more since (+66.7%)",
        (
            "2014: Achieved 2015: Achieved 2016: Achieved 2017: Missed 2018: Achieved 2019: Achieved 2020: Achieved "
            "2021: Achieved 2022: Missed 2023: Not yet due, no result so far"
        ),
    ],
    "benches": [
        "2022",
        "316 benches",
        "Before: 315 benches (2021); 1 more since (+0.3%)",
        "Our documents set no target for it; they only report figures.",
    ],
    "market-hall": [
        "2021",
        "全面开放 in words only, no number",
        "Our documents set no target for it; they only report figures.",
    ],
}


@pytest.mark.parametrize("indicator", OPENINGS)
def test_a_page_opens_with_the_number(pages: Mapping[str, str], indicator: str) -> None:
    assert opened(pages, indicator) == ["Summary", *OPENINGS[indicator]]


COUNTED = {
    "flats-heated": "10 promises: 6 achieved, 2 missed, 1 with an interim result, 1 without a result",
    "calls-answered": "10 promises: 6 achieved, 3 missed, 1 with an interim result",
    "repair-days": "10 promises: 7 achieved, 2 missed, 1 not due yet",
}


@pytest.mark.parametrize("indicator", COUNTED)
def test_the_years_are_counted(pages: Mapping[str, str], indicator: str) -> None:
    page = pages[f"{decade.BODY}/indicators/{indicator}/index.md"]
    assert f'<ol class="mz-years" aria-label="{COUNTED[indicator]}">' in page


def test_a_promise_for_a_ward_stands_under_its_name(linden: PackageView) -> None:
    records = linden.opening("kerbs-lowered").records
    assert [(record.area_id, len(record.promises), record.more) for record in records] == [
        ("linden", 10, 0),
        *((ward, 1, 9) for ward in ("north", "south", "east", "harbour")),
    ]


ENDS = {"2016": End.MISSED, "2017": End.NONE, "2018": End.REACHED, "2023": End.SO_FAR}


def test_each_promise_ended_in_one_way(linden: PackageView) -> None:
    found = {str(item.target.period.end.year): end(item) for item in linden.promises("flats-heated")}
    assert {year: found[year] for year in ENDS} == ENDS


CHANGES: Mapping[str, tuple[Measure, list[tuple[Any, ...]], str | None]] = {
    # a figure of 2022 or its first half, measure, and what is told of the one before; each figure as
    # (year, share of the year, value, qualifier or status)
    "an amount of the year": (Measure.FLOW, [(2021, 12, "100"), (2022, 12, "120")], "; 20 more since (+20%)"),
    "as much": (Measure.FLOW, [(2021, 12, "100"), (2022, 12, "100")], "; the same since"),
    "less": (Measure.STOCK, [(2021, 12, "100"), (2022, 12, "99.5")], "; 0.5 less since (-0.5%)"),
    "hardly more": (Measure.FLOW, [(2021, 12, "10000"), (2022, 12, "10001")], "; 1 more since"),
    "from nothing": (Measure.FLOW, [(2021, 12, "0"), (2022, 12, "5")], "; 5 more since"),
    "from below": (Measure.FLOW, [(2021, 12, "-5"), (2022, 12, "5")], "; 10 more since"),
    "an approximate number": (Measure.FLOW, [(2021, 12, "100", Qualifier.ABOUT), (2022, 12, "120")], ""),
    "an estimate": (Measure.FLOW, [(2021, 12, "100", ObservationStatus.ESTIMATED), (2022, 12, "120")], ""),
    "after a break": (Measure.FLOW, [(2021, 12, "100"), (2022, 12, "120", ObservationStatus.BREAK)], ""),
    "a half year beside a year": (Measure.FLOW, [(2021, 12, "100"), (2022, 6, "120")], None),
    "a half year beside the other half": (
        Measure.FLOW,
        [(2021, 6, "100"), (2022, 6, "120")],
        "; 20 more since (+20%)",
    ),
    "a forecast before": (
        Measure.FLOW,
        [(2021, 12, "100", ObservationStatus.FORECAST), (2022, 12, "120")],
        None,
    ),
    "alone": (Measure.FLOW, [(2022, 12, "120")], None),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_is_told_only_where_it_is_certain(linden: PackageView, name: str) -> None:
    measure, figures, expected = CHANGES[name]
    some = next(row for row in linden.observations_by_indicator["money-raised"])
    rows = [_figure(some, *figure) for figure in figures]
    found = change(rows[-1], rows, measure)
    told = None if found is None else change_told(found, "lamps", "en").rpartition("2021)")[2]
    assert told == expected


UNITS = {
    # what a unit is called → how a change from 100 to 120 of it is told
    "lamps": "; 20 more since (+20%)",
    "%": "; 20 percentage points more since",
    "Percentage (%)": "; 20 more since",
}


@pytest.mark.parametrize("unit", UNITS)
def test_a_change_of_a_share_is_not_told_in_per_cent_of_it(linden: PackageView, unit: str) -> None:
    some = next(row for row in linden.observations_by_indicator["money-raised"])
    rows = [_figure(some, 2021, 12, "100"), _figure(some, 2022, 12, "120")]
    found = change(rows[-1], rows, Measure.RATE)
    assert found is not None
    assert change_told(found, unit, "en").rpartition("2021)")[2] == UNITS[unit]


def _figure(
    some: Observation, year: int, months: int, value: str, what: Qualifier | ObservationStatus | None = None
) -> Observation:
    last = date(year, 12, 31) if months == 12 else date(year, 6, 30)
    row = replace(some, id=f"{year}", period=Period(date(year, 1, 1), last), as_of=last, value=Decimal(value))
    if isinstance(what, Qualifier):
        return replace(row, qualifier=what)
    return replace(row, status=what) if what else row
