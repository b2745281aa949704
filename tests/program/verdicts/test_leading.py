"""Which figure stands for an indicator where only one is shown."""

from __future__ import annotations

import pytest
from packages import observation_of

from generator.core.codes import Measure
from generator.verdicts.results import leading

YEAR = "2023-01-01/2023-12-31"
HALF = {"figure": "110盏"}

LEADING = {
    # the figures of the whole (area `city`) and others, in any order → the one that leads
    "the latest": ([{"figure": "210盏", "period": YEAR}, HALF], "210盏"),
    "not another area": ([{"figure": "210盏", "period": YEAR}, {"figure": "30盏", "area": "east"}], "210盏"),
    "nor a part": ([HALF, {"figure": "80盏", "period": YEAR, "part": "power=solar"}], "110盏"),
    "no forecast beside a result": ([HALF, {"figure": "250盏", "period": YEAR, "status": "F"}], "110盏"),
    "a forecast alone": ([{"figure": "250盏", "period": YEAR, "status": "F"}], "250盏"),
    "no estimate after what is final": (
        [
            {"figure": "190盏", "period": YEAR},
            {"figure": "205盏", "period": YEAR, "status": "E", "document": "later"},
        ],
        "190盏",
    ),
    "nothing of another definition": (
        [
            {"figure": "210盏", "period": YEAR},
            {"figure": "350盏", "period": YEAR, "status": "D", "document": "later"},
        ],
        "210盏",
    ),
    "an area where the whole is never given": ([{"figure": "30盏", "area": "east"}], "30盏"),
    "nothing": ([], None),
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("name", LEADING)
def test_the_figure_that_leads(name: str, turned: bool) -> None:  # noqa: FBT001 - a parameter of the test
    rows, expected = LEADING[name]
    seen = [observation_of(row) for row in rows]
    found = leading(seen[::-1] if turned else seen, "city", Measure.FLOW)
    assert (found.citation.figure if found else None) == expected
