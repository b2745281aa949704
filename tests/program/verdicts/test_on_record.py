"""What is known of an indicator, shared by all its targets: each sees its own area, and whether another reports anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from cases import indicator_of, observation_of, target_of

from generator.core.codes import Measure, Reason
from generator.core.model import Observation, Period
from generator.verdicts import on_record
from generator.verdicts.assess import assess, assess_by
from generator.verdicts.on_record import OnRecord
from generator.verdicts.results import concerns

TARGET = target_of({"value": "200"})
TODAY = date(2024, 3, 1)

ELSEWHERE = {
    "nothing at all": ([], Reason.NO_RESULT),
    "a number": ([{"value": "180", "as_of": "2023-12-31"}], Reason.SCOPE),
    "words, which tell of their own area alone": ([{"value": "", "as_of": "2023-12-31"}], Reason.NO_RESULT),
    "a number of a part": (
        [{"value": "180", "as_of": "2023-12-31", "breakdown": "sex=f"}],
        Reason.SCOPE,
    ),
    "a number of another time": (
        [{"value": "180", "as_of": "2021-12-31", "period": "2021-01-01/2021-12-31"}],
        Reason.NO_RESULT,
    ),
    "a number of a day to come": (
        [{"value": "180", "as_of": "2024-03-02", "period": "2023-01-01/2024-03-02"}],
        Reason.NO_RESULT,
    ),
}


@pytest.mark.parametrize("first", ["here", "there"])
@pytest.mark.parametrize("case", ELSEWHERE)
def test_what_another_area_reports_is_the_same_whoever_asks_first(case: str, first: str) -> None:
    rows, expected = ELSEWHERE[case]
    indicator = indicator_of({})
    reported = [observation_of({**row, "area": "there"}, TARGET) for row in rows]
    known = OnRecord(indicator, reported, TODAY)
    asked = {
        area: replace(TARGET, area_id=area) for area in sorted(("here", "there"), key=lambda a: a != first)
    }
    found = {area: assess_by(target, known) for area, target in asked.items()}
    assert found["here"].reason is expected
    assert found == {area: assess(target, indicator, reported, TODAY) for area, target in asked.items()}


def test_many_areas_cost_as_many_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    areas = [f"village-{number}" for number in range(200)]
    reported = [
        observation_of({"id": area, "value": "180", "as_of": "2023-12-31", "area": area}, TARGET)
        for area in areas[:100]
    ]
    looks: list[str] = []

    def counted(period: Period, measure: Measure, item: Observation, *, same_scope: bool) -> bool:
        looks.append(item.area_id)
        return concerns(period, measure, item, same_scope=same_scope)

    monkeypatch.setattr(on_record, "concerns", counted)
    known = OnRecord(indicator_of({}), reported, TODAY)
    found = [assess_by(replace(TARGET, area_id=area), known) for area in areas]
    assert [item.result is not None for item in found] == [True] * 100 + [False] * 100
    assert len(looks) == 200, "each area for its own target, and once for all that ask what others report"
