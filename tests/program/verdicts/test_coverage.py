"""Promises whose time is over, by what was reported on them: cases worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from overlays import OverlayTree
from packages import FIRST_HALF, FIVE_YEARS, LAMPS, SIGNS, YEAR, document_of, town

from generator.core.codes import Beside, DocumentKind, Measure
from generator.core.model import Package
from generator.reading.load import load
from generator.verdicts.coverage import Coverage, PackageCoverage, coverage, responsible
from generator.verdicts.results import beside, revised
from generator.verdicts.standings import assess_package


def counted(package: Package, today: str = "2024-03-01") -> PackageCoverage:
    return coverage(package, assess_package(package, date.fromisoformat(today)))


def counts(item: Coverage) -> str:
    """Targets with a final result, an interim one, none; deliverables delivered, begun, without any report."""
    of_targets = "/".join(str(len(group)) for group in (item.final, item.interim, item.unanswered))
    of_deliverables = "/".join(str(len(group)) for group in (item.delivered, item.begun, item.silent))
    return f"{of_targets} {of_deliverables}"


NONE = "0/0/0 0/0/0"

OF_ALL: dict[str, tuple[dict[str, Any], str, str]] = {
    # targets
    "nothing promised": ({}, "2024-03-01", NONE),
    "without a result": ({"targets": [LAMPS]}, "2024-03-01", "0/0/1 0/0/0"),
    "on its last day": ({"targets": [LAMPS]}, "2023-12-31", NONE),
    "on the day after": ({"targets": [LAMPS]}, "2024-01-01", "0/0/1 0/0/0"),
    "with a result, but not yet due": (
        {"targets": [LAMPS], "seen": [{"figure": "90盏"}]},
        "2023-09-01",
        NONE,
    ),
    "with a result for the half year": (
        {"targets": [LAMPS], "seen": [{"figure": "90盏"}]},
        "2024-03-01",
        "0/1/0 0/0/0",
    ),
    "with a result for the year": (
        {"targets": [LAMPS], "seen": [{"figure": "90盏", "period": YEAR}]},
        "2024-03-01",
        "1/0/0 0/0/0",
    ),
    "with words": (
        {"targets": [LAMPS], "seen": [{"figure": "进展顺利"}]},
        "2024-03-01",
        "0/0/1 0/0/0",
    ),
    "with a result of another area": (
        {"targets": [LAMPS], "seen": [{"figure": "90盏", "area": "east"}]},
        "2024-03-01",
        "0/0/1 0/0/0",
    ),
    "with a result of another indicator": (
        {"targets": [LAMPS], "seen": [{"figure": "90块", "indicator": "signs"}]},
        "2024-03-01",
        "0/0/1 0/0/0",
    ),
    "restated": (
        {"targets": [LAMPS, LAMPS | {"document": "report"}, LAMPS | {"document": "later"}]},
        "2024-03-01",
        "0/0/1 0/0/0",
    ),
    "restated with another number": (
        {"targets": [LAMPS, LAMPS | {"document": "report", "figure": "280盏"}]},
        "2024-03-01",
        "0/0/1 0/0/0",
    ),
    "of two areas": ({"targets": [LAMPS, LAMPS | {"area": "east"}]}, "2024-03-01", "0/0/2 0/0/0"),
    "of two periods": ({"targets": [LAMPS, LAMPS | {"period": FIRST_HALF}]}, "2024-03-01", "0/0/2 0/0/0"),
    # deliverables
    "delivered": (
        {
            "deliverables": {"plan/1/park": "2023-12-31"},
            "progress": {"plan/1/park": [("2023-06-30", "delivered")]},
        },
        "2024-03-01",
        "0/0/0 1/0/0",
    ),
    "under way": (
        {
            "deliverables": {"plan/1/park": "2023-12-31"},
            "progress": {"plan/1/park": [("2023-06-30", "under_way")]},
        },
        "2024-03-01",
        "0/0/0 0/1/0",
    ),
    "reported as planned": (
        {
            "deliverables": {"plan/1/park": "2023-12-31"},
            "progress": {"plan/1/park": [("2023-06-30", "planned")]},
        },
        "2024-03-01",
        "0/0/0 0/1/0",
    ),
    "under way, then delivered": (
        {
            "deliverables": {"plan/1/park": "2023-12-31"},
            "progress": {"plan/1/park": [("2024-01-31", "delivered"), ("2023-06-30", "under_way")]},
        },
        "2024-03-01",
        "0/0/0 1/0/0",
    ),
    "delivered after today": (
        {
            "deliverables": {"plan/1/park": "2023-12-31"},
            "progress": {"plan/1/park": [("2024-04-01", "delivered")]},
        },
        "2024-03-01",
        "0/0/0 0/0/1",
    ),
    "without any report": ({"deliverables": {"plan/1/park": "2023-12-31"}}, "2024-03-01", "0/0/0 0/0/1"),
    "due today": ({"deliverables": {"plan/1/park": "2024-03-01"}}, "2024-03-01", NONE),
    "due yesterday": ({"deliverables": {"plan/1/park": "2024-02-29"}}, "2024-03-01", "0/0/0 0/0/1"),
    "without a date": (
        {"deliverables": {"plan/1/park": ""}, "progress": {"plan/1/park": [("2023-06-30", "delivered")]}},
        "2149-12-31",
        NONE,
    ),
}


@pytest.mark.parametrize("case", OF_ALL)
def test_what_counts(case: str) -> None:
    row, today, expected = OF_ALL[case]
    found = counted(town(row), today)
    assert counts(found.all) == expected
    assert [counts(year.all) for year in found.years] == ([] if expected == NONE else [expected])


NEW_DAYS: dict[str, tuple[str, list[tuple[str, ...]], str, str]] = {
    # due, reports, today → the year it is counted in and the list it stands in; empty while its time is not over
    "put off, on the first day": ("2023-12-31", [("2023-06-30", "delayed", "2024-12-31")], "2023-12-31", ""),
    "put off, the day after the first": (
        "2023-12-31",
        [("2023-06-30", "delayed", "2024-12-31")],
        "2024-01-01",
        "2023 begun",
    ),
    "brought forward, and that day has passed": (
        "2023-12-31",
        [("2023-06-30", "under_way", "2023-09-30")],
        "2023-10-01",
        "",
    ),
    "no day in the plan, one in a report": (
        "",
        [("2023-06-30", "planned", "2023-12-31")],
        "2024-01-01",
        "2023 begun",
    ),
    "no day at all": ("", [("2023-06-30", "delayed")], "2024-01-01", ""),
    "partly delivered": ("2023-12-31", [("2023-12-31", "partly_delivered")], "2024-01-01", "2023 begun"),
    "cancelled": ("2023-12-31", [("2023-06-30", "cancelled")], "2024-01-01", "2023 cancelled"),
    "cancelled, before its day": ("2023-12-31", [("2023-06-30", "cancelled")], "2023-12-31", ""),
    "put off, then cancelled": (
        "2023-12-31",
        [("2023-06-30", "delayed", "2024-12-31"), ("2023-10-31", "cancelled")],
        "2024-01-01",
        "2023 cancelled",
    ),
    "cancelled, then delivered": (
        "2023-12-31",
        [("2023-06-30", "cancelled"), ("2023-12-31", "delivered")],
        "2024-01-01",
        "2023 delivered",
    ),
}


@pytest.mark.parametrize("case", NEW_DAYS)
def test_another_day_does_not_take_a_promise_out_of_its_year(case: str) -> None:
    due, reports, today, expected = NEW_DAYS[case]
    found = counted(town({"deliverables": {"plan/1/park": due}, "progress": {"plan/1/park": reports}}), today)
    lists = ("delivered", "begun", "silent", "cancelled")
    listed = [
        f"{year.year} {name}" for year in found.years for name in lists for _ in getattr(year.all, name)
    ]
    assert " ".join(listed) == expected
    assert (found.all.deliverables, found.all.deliverables_reported) == ((1, 1) if expected else (0, 0))


MANY = {
    "targets": [
        LAMPS,
        SIGNS,
        LAMPS | {"period": FIVE_YEARS},
        LAMPS | {"period": "2022-07-01/2023-06-30", "goal": "3"},
        LAMPS | {"document": "report"},
        SIGNS | {"document": "later", "goal": "1", "period": "2022-01-01/2022-12-31"},
    ],
    "seen": [{"figure": "90盏"}, {"figure": "41块", "indicator": "signs", "period": YEAR}],
    "deliverables": {"plan/1/park": "2023-06-30", "plan/2/road": "2024-02-01", "plan/3/bench": "2022-10-01"},
    "progress": {"plan/1/park": [("2023-06-30", "delivered")], "plan/2/road": [("2023-06-30", "under_way")]},
}
"""Promises of several years; the report states the first again, and five years are not over yet."""


def test_by_year_and_goal() -> None:
    found = counted(town(MANY))
    assert counts(found.all) == "1/1/2 1/1/1"
    assert {year.year: counts(year.all) for year in found.years} == {
        2024: "0/0/0 0/1/0",
        2023: "1/1/1 1/0/0",
        2022: "0/0/1 0/0/1",
    }
    assert [year.year for year in found.years] == [2024, 2023, 2022]
    of_goals = {
        (year.year, goal): counts(item) for year in found.years for goal, item in year.by_goal.items()
    }
    assert of_goals == {
        (2024, "plan/2"): "0/0/0 0/1/0",
        (2023, "plan/1"): "0/1/0 1/0/0",
        (2023, "plan/2"): "1/0/0 0/0/0",
        (2023, "plan/3"): "0/0/1 0/0/0",
        (2022, "plan/3"): "0/0/0 0/0/1",
        (2022, "later/1"): "0/0/1 0/0/0",
    }


def test_by_organisation() -> None:
    found = counted(town(MANY))
    assert {name: counts(item) for name, item in found.by_organisation.items()} == {
        "office": "0/0/1 0/0/1",  # publishes the plan, whose third goal names nobody
        "mayor": "0/0/1 0/0/0",  # publishes the later document
        "roads": "1/0/0 0/1/0",
        "parks": "1/1/0 1/1/0",  # answers for the first goal alone and for the second with roads
    }
    assert list(found.by_organisation) == ["office", "mayor", "roads", "parks"]


def test_who_answers_for_a_goal() -> None:
    package = town({})
    assert {name: responsible(package, goal) for name, goal in package.goals.items()} == {
        "plan/1": ("parks",),
        "plan/2": ("roads", "parks"),
        "plan/3": ("office",),
        "later/1": ("mayor",),
        "report/1": ("roads",),
    }


def test_reports_held_for_each_year() -> None:
    held = ["old", "plan", "report", "later", "yearbook"]
    found = counted(town(MANY | {"held": held}))
    assert {year.year: [item.id for item in year.reports] for year in found.years} == {
        2024: ["later", "yearbook"],
        2023: ["report", "later", "yearbook"],
        2022: ["old", "yearbook"],
    }
    without = counted(town({"targets": [LAMPS], "held": ["plan"]}))
    assert [year.reports for year in without.years] == [()]


HELD_UNTIL: dict[str, tuple[list[str], dict[int, str], bool]] = {
    # our documents → up to which day the reports on each year go, where not to its end; whether any is held
    "none": (["plan"], {2023: "", 2022: ""}, False),
    "one of the half year": (["plan", "report"], {2023: "2023-06-30", 2022: ""}, True),
    "one of the year before": (["plan", "old"], {2023: "", 2022: "2022-06-30"}, True),
    "two, the later to the end": (["plan", "report", "later"], {2023: "", 2022: ""}, True),
    "one to the day before the last": (["plan", "eve"], {2023: "2023-12-30", 2022: ""}, True),
    "two, the longer first": (["plan", "eve", "report"], {2023: "2023-12-30", 2022: ""}, True),
    "one to the last day": (["plan", "whole"], {2023: "", 2022: ""}, True),
}


@pytest.mark.parametrize("case", HELD_UNTIL)
def test_up_to_which_day_reports_are_held(case: str) -> None:
    held, expected, any_held = HELD_UNTIL[case]
    due = {"plan/1/park": "2023-06-30", "plan/3/bench": "2022-10-01"}
    found = counted(town({"deliverables": due, "held": held}))
    assert {year.year: str(year.held_until or "") for year in found.years} == expected
    assert any(year.reports for year in found.years) is any_held


@pytest.mark.parametrize(
    ("held", "today", "any_held"),
    [
        (["plan"], "2023-08-01", False),
        (["plan", "report"], "2023-08-01", True),  # while nothing is due yet
        (["plan", "report"], "2024-03-01", True),
        (["plan", "old"], "2024-03-01", True),  # a report of another year
        (["plan", "yearbook"], "2023-08-01", True),
    ],
)
def test_whether_any_report_is_held(held: list[str], today: str, any_held: bool) -> None:  # noqa: FBT001 - an expectation
    assert counted(town({"targets": [LAMPS], "held": held}), today).held is any_held


def test_how_many_there_are_of_which_something_is_told() -> None:
    found = counted(town(MANY))
    assert (found.all.targets, found.all.targets_reported) == (4, 2)
    assert (found.all.deliverables, found.all.deliverables_reported) == (3, 2)


def test_what_has_no_day_is_counted_apart() -> None:
    due = {"plan/1/park": "2023-06-30", "plan/1/bench": "", "plan/2/shed": ""}
    found = counted(town({"deliverables": due}))
    assert (found.all.deliverables, found.undated) == (1, 2)


# Which document is later: from its file to the standing of what it reports on

ISSUED_ON = {
    # kind, day of publication printed in the document, last day of which it states a result → its day of issue
    ("plan", "2022-12-20", ""): "2022-12-20",
    ("plan", "2022-12-20", "2023-06-30"): "2022-12-20",
    ("plan", "", ""): "2023-01-01",
    ("plan", "", "2022-12-31"): "2023-01-01",
    ("plan", "", "2023-06-30"): "2023-06-30",
    ("report", "2024-02-01", ""): "2024-02-01",
    ("report", "", ""): "2023-12-31",
    ("report", "", "2023-06-30"): "2023-06-30",
    ("report", "", "2024-01-31"): "2024-01-31",
    ("dataset", "2024-02-01", "2024-01-31"): "2024-02-01",
    ("dataset", "", ""): "2023-12-31",
    ("dataset", "", "2023-06-30"): "2023-06-30",
}


@pytest.mark.parametrize(("kind", "published", "until"), ISSUED_ON)
def test_the_day_of_issue(kind: str, published: str, until: str) -> None:
    document = replace(
        document_of("plan"),
        kind=DocumentKind(kind),
        published=date.fromisoformat(published) if published else None,
        reports_until=date.fromisoformat(until) if until else None,
    )
    assert str(document.issued) == ISSUED_ON[kind, published, until]


def test_a_plan_that_quotes_a_report_is_later_than_it_where_neither_prints_a_day() -> None:
    tree, report, plan = OverlayTree(), "town/documents/2023-report", "town/documents/2023-plan"
    undated = tree.read(f"{plan}/document.yaml").decode().replace("published: 2023-01-10\n", "")
    tree.write(f"{plan}/document.yaml", undated)
    lamps = next(
        line for line in tree.read(f"{report}/observations.csv").decode().splitlines() if ",980盏" in line
    )
    head = tree.read(f"{report}/observations.csv").decode().splitlines()[0]
    quoted = lamps.replace("980,", "990,").replace("980盏", "990盏").replace("一/(一)", "一/1")
    forecast = quoted.replace(",A,", ",F,").replace("2023-12-31", "2024-12-31")
    tree.write(f"{plan}/observations.csv", f"{head}\n{quoted}\n{forecast}\n")
    ledger, problems = load(tree, locked=False)
    assert ledger is not None, problems.render("text", "en")
    documents = ledger.packages["town"].documents
    # the forecast is of a day that was yet to come
    assert documents["2023-plan"].issued == documents["2023-report"].issued == date(2023, 12, 31)
    rows = [
        item
        for item in ledger.packages["town"].observations.values()
        if item.indicator_id == "lamps-standing"
    ]
    counted, others = revised(rows, Measure.STOCK)
    assert [str(item.value) for item in counted if item.as_of.year == 2023] == ["990"]
    assert [str(item.value) for items in others.values() for item in items] == ["980"]
    ((statement,),) = others.values()
    assert beside(statement, next(item for item in counted if item.id in others)) is Beside.UNDECIDED


@pytest.mark.parametrize(
    ("published", "state"),
    [
        ("published: 2024-01-01", "under_way"),  # the annex was issued after the report
        ("published: 2023-12-30", "delivered"),  # before it
        ("", "delivered"),  # on one day, and `2023-report` comes after `2023-annex`
    ],
)
def test_of_two_reports_on_one_day_the_document_issued_later_counts(published: str, state: str) -> None:
    tree, report, annex = OverlayTree(), "town/documents/2023-report", "town/documents/2023-annex"
    facts = tree.read(f"{report}/document.yaml").decode()
    tree.write(
        f"{annex}/document.yaml",
        facts.replace("completeness:", f"{published}\ncompleteness:").replace("sha256: a", "sha256: b"),
    )
    rows = tree.read(f"{report}/progress.csv").decode()
    tree.write(f"{annex}/progress.csv", rows.replace("delivered", "under_way"))
    ledger, problems = load(tree)
    assert ledger is not None, problems.render("text", "en")
    (found,) = assess_package(ledger.packages["town"], date(2024, 3, 1)).deliverables.values()
    assert found.state == state
