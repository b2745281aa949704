"""Planned values on the way to a target: reached, not reached, or nothing known, at the ties and the days around."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from cases import indicator_of, observation_of, target_of
from milestone_cases import FLOW, MILESTONES, Row, seen

from generator.core.codes import Reason, Turn
from generator.verdicts.assess import Assessment, assess
from generator.verdicts.milestones import Milestone, milestones
from generator.verdicts.on_record import OnRecord
from generator.verdicts.superseding import Replacement


def made(row: Row, results: list[Row], today: str) -> tuple[Assessment, list[Milestone]]:
    indicator, target, day = indicator_of(row), target_of(row), date.fromisoformat(today)
    observations = [observation_of(item, target) for item in results]
    standing = assess(target, indicator, observations, day)
    return standing, list(milestones(standing, OnRecord(indicator, observations, day)))


@pytest.mark.parametrize("case", MILESTONES)
def test_whether_a_planned_value_was_reached_by_its_day(case: str) -> None:
    row, results, today, expected = MILESTONES[case]
    _, (found,) = made(row, results, today)
    assert f"{found.state} {found.on or ''}".strip() == expected


def test_each_planned_value_is_told_by_day_and_without_any_there_is_none() -> None:
    row = {**FLOW, "planned": {"2023-09-30": "220", "2023-03-31": "50"}}
    _, found = made(row, [seen("60", "2023-03-31")], "2023-07-01")
    told = [(item.planned.date.isoformat(), item.state.value) for item in found]
    assert told == [("2023-03-31", "reached"), ("2023-09-30", "not_yet")]
    assert made({"value": "300"}, [], "2023-07-01")[1] == []


@pytest.mark.parametrize(
    ("since", "states"),
    [
        ("2023-03-31", ["superseded", "superseded"]),
        ("2023-04-01", ["reached", "superseded"]),
        ("2023-09-30", ["reached", "superseded"]),
        ("2023-10-01", ["reached", "no_result"]),
    ],
)
def test_what_was_due_before_another_target_came_stays_judged(since: str, states: list[str]) -> None:
    row: Row = {**FLOW, "planned": {"2023-03-31": "50", "2023-09-30": "220"}}
    standing, _ = made(row, [], "2023-11-01")
    day, target, indicator = date.fromisoformat(since), standing.target, indicator_of(row)
    replaced = replace(standing, successor=Replacement(target, target, day, day, Turn.DONE)).not_judged()
    assert replaced.reason is Reason.SUPERSEDED
    results = [observation_of(seen("60", "2023-03-31"), target)]
    found = milestones(replaced, OnRecord(indicator, results, date(2023, 11, 1)))
    assert [item.state.value for item in found] == states
