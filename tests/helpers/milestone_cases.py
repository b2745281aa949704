"""Planned values on the way to a target: cases worked by hand, at the ties and the days around."""

from __future__ import annotations

from typing import Any

DAY = "2023-06-30"
FLOW = {"value": "300", "comparator": "ge", "planned": {DAY: "120"}}
STOCK = {"value": "300", "comparator": "ge", "measure": "stock", "planned": {DAY: "120"}}
FALLING = {**STOCK, "comparator": "le", "value": "100", "baseline": "200"}
CEILING = {**FLOW, "comparator": "le"}
RATE = {**FLOW, "measure": "rate", "value": "98", "planned": {DAY: "95"}}
TO_REACH = {**RATE, "attainment": "by_end"}
PLANNED_MONEY = {**FLOW, "measure": "budget", "comparator": "eq"}

Row = dict[str, Any]


def seen(value: str, as_of: str = DAY, **more: str) -> Row:
    return {"value": value, "as_of": as_of, **more}


MILESTONES: dict[str, tuple[Row, list[Row], str, str]] = {
    # (target, results, today) → state, day to which the result counts
    "nothing yet, the day before": (FLOW, [], "2023-06-29", "not_yet"),
    "nothing yet, on the day": (FLOW, [], DAY, "not_yet"),
    "nothing, the day after": (FLOW, [], "2023-07-01", "no_result"),
    "on the day, at the number": (FLOW, [seen("120")], "2023-07-01", "reached 2023-06-30"),
    "on the day, one short": (FLOW, [seen("119")], "2023-07-01", "not_reached 2023-06-30"),
    "nearly the number": (FLOW, [seen("120", qualifier="under")], "2023-07-01", "not_reached 2023-06-30"),
    "over the number": (FLOW, [seen("120", qualifier="over")], "2023-07-01", "reached 2023-06-30"),
    "more than is asked, at the number": (
        {**FLOW, "comparator": "gt"},
        [seen("120")],
        "2023-07-01",
        "not_reached 2023-06-30",
    ),
    "more than is asked, over the number": (
        {**FLOW, "comparator": "gt"},
        [seen("120", qualifier="over")],
        "2023-07-01",
        "reached 2023-06-30",
    ),
    "before the day, enough": (FLOW, [seen("120", "2023-05-31")], "2023-06-01", "reached 2023-05-31"),
    "before the day, not enough": (FLOW, [seen("100", "2023-05-31")], "2023-06-01", "not_yet 2023-05-31"),
    "before the day, not enough, and no later one": (
        FLOW,
        [seen("100", "2023-05-31")],
        "2023-07-01",
        "no_result 2023-05-31",
    ),
    "after the day, enough": (FLOW, [seen("150", "2023-07-01")], "2023-08-01", "no_result"),
    "of a period that ends on the day, read later": (
        FLOW,
        [seen("120", "2023-09-15", period=f"2023-01-01/{DAY}")],
        "2023-10-01",
        "reached 2023-06-30",
    ),
    "of a period that ends a day later": (
        FLOW,
        [seen("150", "2023-09-15", period="2023-01-01/2023-07-01")],
        "2023-10-01",
        "no_result",
    ),
    "of the year so far": (
        FLOW,
        [seen("120", period="2023-01-01/2023-12-31")],
        "2023-07-01",
        "reached 2023-06-30",
    ),
    "the year so far in May, and the half year": (
        FLOW,
        [
            seen("100", "2023-05-31", period="2023-01-01/2023-12-31"),
            seen("130", period=f"2023-01-01/{DAY}"),
        ],
        "2023-07-01",
        "reached 2023-06-30",
    ),
    "two parts added up": (
        FLOW,
        [seen("70", "2023-05-31", period="2023-01-01/2023-05-31"), seen("50", period=f"2023-06-01/{DAY}")],
        "2023-07-01",
        "reached 2023-06-30",
    ),
    "the second part alone": (FLOW, [seen("150", period=f"2023-06-01/{DAY}")], "2023-07-01", "no_result"),
    "another area": (FLOW, [seen("150", area="east")], "2023-07-01", "no_result"),
    "a forecast": (FLOW, [seen("150", status="F")], "2023-07-01", "no_result"),
    "known only tomorrow": (FLOW, [seen("150")], "2023-06-29", "not_yet"),
    "of two statements the later": (
        FLOW,
        [seen("150", issued="2023-07-05"), {**seen("110", issued="2023-08-05"), "id": "annex"}],
        "2023-09-01",
        "not_reached 2023-06-30",
    ),
    "a stock on the day": (STOCK, [seen("120")], "2023-07-01", "reached 2023-06-30"),
    "a stock after the day": (STOCK, [seen("150", "2023-07-01")], "2023-08-01", "no_result"),
    "a stock before the day, enough": (
        STOCK,
        [seen("121", "2023-06-29")],
        "2023-07-01",
        "reached 2023-06-29",
    ),
    "a falling stock at the number": (FALLING, [seen("120")], "2023-07-01", "reached 2023-06-30"),
    "a falling stock over the number": (
        FALLING,
        [seen("120", qualifier="over")],
        "2023-07-01",
        "not_reached 2023-06-30",
    ),
    "a falling stock before the day, at the number": (
        FALLING,
        [seen("120", "2023-06-29")],
        "2023-07-01",
        "reached 2023-06-29",
    ),
    "a falling stock before the day, one above": (
        FALLING,
        [seen("121", "2023-06-29")],
        "2023-07-01",
        "no_result 2023-06-29",
    ),
    "a falling stock one above": (FALLING, [seen("121")], "2023-07-01", "not_reached 2023-06-30"),
    "a stock down to just a number, below what is planned": (
        {**FALLING, "comparator": "eq"},
        [seen("119")],
        "2023-07-01",
        "reached 2023-06-30",
    ),
    "a stock down to just a number, one above": (
        {**FALLING, "comparator": "eq"},
        [seen("121")],
        "2023-07-01",
        "not_reached 2023-06-30",
    ),
    "a ceiling kept on the day": (CEILING, [seen("120")], "2023-07-01", "reached 2023-06-30"),
    "a ceiling kept before the day": (
        CEILING,
        [seen("20", "2023-05-31")],
        "2023-07-01",
        "no_result 2023-05-31",
    ),
    "a ceiling broken before the day, as is estimated": (
        CEILING,
        [seen("121", "2023-05-31", status="E")],
        "2023-06-01",
        "not_yet 2023-05-31",
    ),
    "a ceiling broken on the day, as is estimated": (
        CEILING,
        [seen("121", status="E")],
        "2023-07-01",
        "not_reached 2023-06-30",
    ),
    "a ceiling broken before the day": (
        CEILING,
        [seen("121", "2023-05-31")],
        "2023-06-01",
        "not_reached 2023-05-31",
    ),
    "a share of a part that ends on the day": (
        RATE,
        [seen("95", period=f"2023-04-01/{DAY}")],
        "2023-07-01",
        "reached 2023-06-30",
    ),
    "a good quarter is not the half year that ends with it": (
        RATE,
        [
            seen("94", period=f"2023-01-01/{DAY}"),
            {**seen("99", period=f"2023-04-01/{DAY}", issued="2024-01-01"), "id": "quarter"},
        ],
        "2024-02-01",
        "not_reached 2023-06-30",
    ),
    "a share to be reached by the end, nor there": (
        TO_REACH,
        [
            seen("94", period=f"2022-07-01/{DAY}"),
            {**seen("99", period=f"2023-04-01/{DAY}", issued="2024-01-01"), "id": "quarter"},
        ],
        "2024-02-01",
        "not_reached 2023-06-30",
    ),
    "a share on its way down from its start": (
        {**TO_REACH, "comparator": "eq", "value": "80", "baseline": "100"},
        [seen("94", period=f"2023-01-01/{DAY}")],
        "2023-07-01",
        "reached 2023-06-30",
    ),
    "a share on its way down, one too high": (
        {**TO_REACH, "comparator": "eq", "value": "80", "baseline": "100"},
        [seen("96", period=f"2023-01-01/{DAY}")],
        "2023-07-01",
        "not_reached 2023-06-30",
    ),
    "a stock that may not fall so far": (
        {**STOCK, "baseline": "400"},
        [seen("119")],
        "2023-07-01",
        "not_reached 2023-06-30",
    ),
    "money of at least so much, two parts added up": (
        {**FLOW, "measure": "budget"},
        [seen("70", "2023-05-31", period="2023-01-01/2023-05-31"), seen("50", period=f"2023-06-01/{DAY}")],
        "2023-07-01",
        "reached 2023-06-30",
    ),
    "money of at most so much, too much already": (
        {**CEILING, "measure": "budget"},
        [seen("121", "2023-05-31")],
        "2023-06-01",
        "not_reached 2023-05-31",
    ),
    "planned money, more spent": (PLANNED_MONEY, [seen("150")], "2023-07-01", "spending 2023-06-30"),
    "planned money, less spent": (PLANNED_MONEY, [seen("20")], "2023-07-01", "spending 2023-06-30"),
    "planned money, nothing told": (PLANNED_MONEY, [], "2023-07-01", "spending"),
    "a share of an earlier part, too low": (
        RATE,
        [seen("94", "2023-03-31", period="2023-01-01/2023-03-31")],
        "2023-07-01",
        "no_result 2023-03-31",
    ),
}
