"""A verdict of a past day rests on what was known on that day, and on nothing that was issued later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from packages import LAMPS, town

from generator.core.codes import DeliverableState
from generator.core.model import Package
from generator.verdicts.known import known_on
from generator.verdicts.standings import assess_package

JULY = date(2023, 7, 15)
"""The day on which the report was issued."""


def package() -> Package:
    """A report of July on May: 60 lamps of 300, and a park that is delivered."""
    made = town(
        {
            "targets": [LAMPS],
            "seen": [{"figure": "60盏", "period": "2023-01-01/2023-05-31"}],
            "deliverables": {"plan/1/park": "2023-12-31"},
            "progress": {"plan/1/park": [("2023-05-31", "delivered")]},
        }
    )
    return replace(made, progress=tuple(replace(item, issued=JULY) for item in made.progress))


@pytest.mark.parametrize(
    ("day", "known"),
    [
        ("2023-05-30", False),
        ("2023-06-15", False),  # May is over, and the report not issued
        ("2023-07-14", False),
        ("2023-07-15", True),
        ("2026-01-01", True),
    ],
)
def test_a_report_is_known_from_its_day_of_issue(day: str, known: bool) -> None:  # noqa: FBT001 - an expectation
    today = date.fromisoformat(day)
    found = known_on(package(), today)
    assert (len(found.observations), len(found.progress)) == ((1, 1) if known else (0, 0))
    assert found.targets == package().targets
    standings = assess_package(package(), today)
    (lamps,), (park,) = standings.targets.values(), standings.deliverables.values()
    assert (lamps.result is not None) == known
    assert park.state == (DeliverableState.DELIVERED if known else DeliverableState.PLANNED)


@pytest.mark.parametrize(
    ("day", "later"), [("2023-06-15", True), ("2023-07-14", True), ("2023-07-15", False)]
)
def test_that_something_was_issued_later_is_known(day: str, later: bool) -> None:  # noqa: FBT001 - an expectation
    assert assess_package(package(), date.fromisoformat(day)).later is later


def test_what_is_foretold_is_not_issued_later() -> None:
    ahead = {"figure": "300盏", "period": "2023-01-01/2023-12-31", "status": "F"}
    assert not assess_package(town({"targets": [LAMPS], "seen": [ahead]}), JULY).later


@pytest.mark.parametrize(("day", "known"), [("2023-06-29", 0), ("2023-07-14", 0), ("2023-07-15", 1)])
def test_a_general_statement_is_known_from_the_day_of_issue_too(day: str, known: int) -> None:
    from packages import claim_of

    claim = claim_of({"share": "50"})
    made = replace(package(), claims={claim.id: claim})
    assert len(known_on(made, date.fromisoformat(day)).claims) == known


@pytest.mark.parametrize(
    ("as_of", "known"), [("2023-07-14", True), ("2023-07-15", True), ("2023-07-16", False)]
)
def test_but_not_before_the_day_that_it_speaks_of(as_of: str, known: bool) -> None:  # noqa: FBT001 - an expectation
    from packages import claim_of

    claim = replace(claim_of({"share": "50"}), as_of=date.fromisoformat(as_of))
    made = replace(package(), claims={claim.id: claim})
    assert (claim.id in known_on(made, JULY).claims) is known
