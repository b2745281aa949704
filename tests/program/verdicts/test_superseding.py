"""Targets that take the place of earlier ones: from which day on, and what is judged before, on and after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from packages import FIRST_HALF, ORGANISATIONS, goal_of, package_of
from revising import FIRST as REVISED
from revising import revised, row

from generator.core.codes import FindingKind, Reason
from generator.core.model import Named
from generator.reading.load import load
from generator.verdicts.claims import check_claims, targets_in_order
from generator.verdicts.coverage import coverage
from generator.verdicts.standings import Standings, assess_package
from generator.verdicts.superseding import replacements

A, B, C = "plan/1/lamps/2023", "report/1/lamps/2023", "annex/1/lamps/2023"
FIRST = {"figure": "300盏"}
LOWERED = {"figure": "200盏", "document": "report", "supersedes": A}
"""Of the report, which was issued on 15 July 2023."""
MOVED = {**LOWERED, "figure": "300盏", "period": "2024-01-01/2024-12-31"}
B_2024 = "report/1/lamps/2024"
LATE = {**LOWERED, "document": "later"}
"""Of a document issued on 1 February 2024."""
SEEN = [{"figure": "210盏", "period": "2023-01-01/2023-12-31"}]
HALF = [{"figure": "210盏", "period": FIRST_HALF}]

LONG = {"figure": "300盏", "period": "2021-01-01/2025-12-31"}
LONG_ID = "plan/1/lamps/2021-01-01/2025-12-31"
LONG_MOVED = {
    "figure": "300盏",
    "document": "report",
    "period": "2021-01-01/2027-12-31",
    "supersedes": LONG_ID,
}
LONG_BACK = {"figure": "200盏", "document": "report", "supersedes": LONG_ID}
LONG_MOVED_ID = "report/1/lamps/2021-01-01/2027-12-31"

Targets = Sequence[Mapping[str, str]]


def told(targets: Targets, day: str, seen: Sequence[Mapping[str, str]] = SEEN) -> dict[str, str]:
    """Each target by id: how it stands, `replaced` where it is not judged, `again` where it states another again."""
    standings = standings_of(targets, day, seen)
    return {
        name: "replaced"
        if item.reason is Reason.SUPERSEDED
        else "again"
        if name in standings.restates
        else item.progress.value
        for name, item in standings.targets.items()
    }


def standings_of(
    targets: Targets, day: str, seen: Sequence[Mapping[str, str]] = SEEN, measure: str = "flow"
) -> Standings:
    package = package_of({"targets": targets, "seen": seen, "measures": {"lamps": measure}})
    return assess_package(package, date.fromisoformat(day))


CASES: dict[str, tuple[Targets, str, Sequence[Mapping[str, str]], dict[str, str]]] = {
    "the day before the document was out": (
        [FIRST, LOWERED],
        "2023-07-14",
        HALF,
        {A: "cannot_assess", B: "again"},
    ),
    "on that day": ([FIRST, LOWERED], "2023-07-15", HALF, {A: "replaced", B: "achieved"}),
    "long after": ([FIRST, LOWERED], "2024-06-01", SEEN, {A: "replaced", B: "achieved"}),
    "not declared": ([FIRST, LOWERED | {"supersedes": ""}], "2023-07-15", HALF, {A: "ahead", B: "again"}),
    "decided for a later day, on its eve": (
        [FIRST, LOWERED | {"revised_on": "2023-08-01"}],
        "2023-07-31",
        HALF,
        {A: "ahead", B: "again"},
    ),
    "decided for a later day, on it": (
        [FIRST, LOWERED | {"revised_on": "2023-08-01"}],
        "2023-08-01",
        HALF,
        {A: "replaced", B: "achieved"},
    ),
    "decided before it was out": (
        [FIRST, LOWERED | {"revised_on": "2023-06-01"}],
        "2023-07-14",
        HALF,
        {A: "cannot_assess", B: "again"},
    ),
    "decided before it was out, once it is": (
        [FIRST, LOWERED | {"revised_on": "2023-06-01"}],
        "2023-07-15",
        HALF,
        {A: "replaced", B: "achieved"},
    ),
    "on the last day of the period": (
        [FIRST, LOWERED | {"revised_on": "2023-12-31"}],
        "2024-02-01",
        SEEN,
        {A: "replaced", B: "achieved"},
    ),
    "on the day after the period": (
        [FIRST, LOWERED | {"revised_on": "2024-01-01"}],
        "2024-02-01",
        SEEN,
        {A: "missed", B: "again"},
    ),
    "published after the period": (
        [FIRST, LATE],
        "2024-02-01",
        SEEN,
        {A: "missed", "later/1/lamps/2023": "again"},
    ),
    "published after the period, dated back": (
        [FIRST, LATE | {"revised_on": "2023-08-01"}],
        "2024-02-01",
        SEEN,
        {A: "missed", "later/1/lamps/2023": "again"},
    ),
    "moved": ([FIRST, MOVED], "2024-06-01", SEEN, {A: "replaced", B_2024: "cannot_assess"}),
    "moved, before that": ([FIRST, MOVED], "2023-07-14", [], {A: "cannot_assess", B_2024: "cannot_assess"}),
    "moved after the period": (
        [FIRST, MOVED | {"revised_on": "2024-01-01"}],
        "2024-06-01",
        SEEN,
        {A: "missed", B_2024: "cannot_assess"},
    ),
    "two steps": (
        [
            FIRST,
            LOWERED,
            {"figure": "250盏", "document": "annex", "supersedes": B, "revised_on": "2023-09-01"},
        ],
        "2024-06-01",
        SEEN,
        {A: "replaced", B: "replaced", C: "missed"},
    ),
    "two steps, between them": (
        [
            FIRST,
            LOWERED,
            {"figure": "250盏", "document": "annex", "supersedes": B, "revised_on": "2023-09-01"},
        ],
        "2023-08-31",
        HALF,
        {A: "replaced", B: "achieved", C: "again"},
    ),
    "stated again before": (
        [FIRST, {"figure": "300盏", "goal": "2"}, LOWERED],
        "2024-06-01",
        SEEN,
        {A: "replaced", "plan/2/lamps/2023": "replaced", B: "achieved"},
    ),
    "stated again after": (
        [FIRST, LOWERED, {"figure": "200盏", "document": "later"}],
        "2024-06-01",
        SEEN,
        {A: "replaced", B: "achieved", "later/1/lamps/2023": "again"},
    ),
    "moved to a year that ended the day before": (
        [LONG, LONG_BACK | {"revised_on": "2024-01-01"}],
        "2024-02-01",
        SEEN,
        {LONG_ID: "cannot_assess", B: "achieved"},
    ),
    "moved to a year that ends on that day": (
        [LONG, LONG_BACK | {"revised_on": "2023-12-31"}],
        "2024-02-01",
        SEEN,
        {LONG_ID: "replaced", B: "achieved"},
    ),
    "moved, and promised again after that": (
        [LONG, LONG_MOVED, {**LONG, "document": "later"}],
        "2024-06-01",
        [],
        {LONG_ID: "replaced", LONG_MOVED_ID: "cannot_assess", f"later/{LONG_ID[5:]}": "cannot_assess"},
    ),
    "moved, and stated again on that day": (
        [LONG, LONG_MOVED, {**LONG, "document": "annex"}],
        "2024-06-01",
        [],
        {LONG_ID: "replaced", LONG_MOVED_ID: "cannot_assess", f"annex/{LONG_ID[5:]}": "replaced"},
    ),
    "moved, and stated again when it would have been due": (
        [FIRST, MOVED, {**FIRST, "document": "later"}],
        "2024-06-01",
        SEEN,
        {A: "replaced", B_2024: "cannot_assess", "later/1/lamps/2023": "replaced"},
    ),
    "by a document that comes first in the order of files": (
        [{"figure": "300盏", "document": "report"}, {"figure": "200盏", "supersedes": B}],
        "2024-06-01",
        SEEN,
        {B: "replaced", A: "achieved"},
    ),
    "by one that is not there": ([LOWERED], "2024-06-01", SEEN, {B: "achieved"}),
}


@pytest.mark.parametrize("case", CASES)
def test_from_which_day_on_another_target_counts(case: str) -> None:
    targets, day, seen, expected = CASES[case]
    assert told(targets, day, seen) == expected


def test_a_replaced_target_keeps_its_result_and_whether_there_is_one_and_nothing_that_judges_it() -> None:
    standing = standings_of([FIRST, LOWERED], "2024-06-01").targets[A]
    assert (standing.reporting.value, standing.result is not None) == ("reported_final", True)
    assert (standing.rule.value, standing.progress.value, standing.reason.value) == (
        *("none", "cannot_assess", "superseded"),
    )
    judging = ("share_done", "share_due", "pace", "half", "periods_met", "periods_reported", "left_open")
    assert [name for name in judging if getattr(standing, name)] == []
    assert standing.successor is not None
    assert standing.successor.later.id == B


def test_it_counts_neither_as_reported_nor_as_due() -> None:
    package = package_of({"targets": [FIRST, MOVED], "seen": []})
    town = replace(
        package,
        goals={name: goal_of(name) for name in ("plan/1", "report/1")},
        organisations={name: Named(name, package.title) for name in ORGANISATIONS},
    )
    days = ("2023-07-14", "2024-06-01")
    due = [coverage(town, assess_package(town, date.fromisoformat(day))).all.targets for day in days]
    assert due == [0, 0]
    late = replace(town, targets={A: town.targets[A]})
    assert coverage(late, assess_package(late, date(2024, 6, 1))).all.targets == 1


DIFFERS: dict[str, tuple[Targets, str, Sequence[Mapping[str, str]], bool]] = {
    "lowered, enough for the new one alone": ([FIRST, LOWERED], "2024-06-01", SEEN, True),
    "lowered, enough for both": ([FIRST, LOWERED], "2024-06-01", [{**SEEN[0], "figure": "300盏"}], False),
    "lowered, enough for neither": ([FIRST, LOWERED], "2024-06-01", [{**SEEN[0], "figure": "199盏"}], False),
    "raised, enough for the first alone": (
        [FIRST, LOWERED | {"figure": "400盏"}],
        "2024-06-01",
        [{**SEEN[0], "figure": "300盏"}],
        True,
    ),
    "raised, one short of the first": (
        [FIRST, LOWERED | {"figure": "400盏"}],
        "2024-06-01",
        [{**SEEN[0], "figure": "299盏"}],
        False,
    ),
    "moved, the first missed": ([FIRST, MOVED], "2024-06-01", SEEN, True),
    "moved, the first reached": ([FIRST, MOVED], "2024-06-01", [{**SEEN[0], "figure": "300盏"}], True),
    "moved, nothing known": ([FIRST, MOVED], "2024-06-01", [], False),
    "by way of another, as the first": (
        [FIRST, LOWERED, {"figure": "300盏", "document": "annex", "supersedes": B}],
        "2024-06-01",
        SEEN,
        False,
    ),
}


@pytest.mark.parametrize("case", DIFFERS)
def test_whether_the_target_first_set_would_have_another_outcome(case: str) -> None:
    targets, day, seen, expected = DIFFERS[case]
    standings = standings_of(targets, day, seen)
    newest = list(standings.targets.values())[-1]
    assert newest.first_differs is expected
    assert not any(item.first_differs for item in standings.targets.values() if item is not newest)


@pytest.mark.parametrize(
    ("first", "later", "differs"),
    [
        ("300盏", "200盏以内", False),  # planned money has no outcome
        ("200盏以内", "300盏", True),
        ("200盏以内", "300盏以内", True),
        ("不少于300盏", "200盏", True),
    ],
)
def test_planned_money_in_the_place_of_a_promise_hides_no_outcome(
    first: str,
    later: str,
    differs: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    targets = [{"figure": first}, LOWERED | {"figure": later}]
    standings = standings_of(targets, "2024-06-01", measure="budget")
    assert standings.targets[B].first_differs is differs


@pytest.mark.parametrize(
    ("targets", "pairs"),
    [
        ([FIRST, LOWERED], []),
        ([FIRST, LOWERED | {"supersedes": ""}], [(A, B)]),
        ([FIRST, LATE], []),  # declared too late to count, but declared
        ([FIRST, LOWERED, {"figure": "250盏", "document": "annex"}], [(B, C)]),
        ([FIRST, LOWERED, {"figure": "200盏", "document": "annex"}], []),
        ([FIRST, LOWERED, {"figure": "250盏", "document": "annex", "supersedes": B}], []),
    ],
)
def test_only_what_is_not_declared_is_a_finding(targets: Targets, pairs: list[tuple[str, str]]) -> None:
    found = standings_of(targets, "2024-06-01").findings
    restated = [item for item in found if item.kind is FindingKind.RESTATED_TARGET]
    assert [tuple(row.id for row in item.rows) for item in restated] == pairs


@pytest.mark.parametrize(("as_of", "asked"), [("2023-07-14", A), ("2023-07-15", B)])
def test_a_claim_is_held_against_the_target_of_its_day(as_of: str, asked: str) -> None:
    claims = [{"share": "50", "as_of": as_of}]
    (check,) = check_claims(package_of({"targets": [FIRST, LOWERED], "seen": HALF, "claims": claims}))
    held = (*check.borne_out, *check.not_borne_out, *check.earlier, *check.no_share, *check.unreported)
    assert [item.target.id for item in held] == [asked]


def test_none_comes_before_the_one_whose_place_it_takes() -> None:
    """Though its document may: they stand in the order of their ids."""
    ledger, _ = load(revised(row("ge 150 150盏以上")))
    assert ledger is not None
    package = ledger.packages["town"]
    own = "2023-change/1/lamps-installed/2023"
    names = [item.id for item in targets_in_order(package, replacements(package, date(2024, 1, 1)))]
    assert list(package.targets).index(own) < list(package.targets).index(REVISED)
    assert names.index(own) > names.index(REVISED)
