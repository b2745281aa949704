"""How targets and deliverables stand: the hand-worked table of `cases/assess.yaml`, and what must always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from cases import (
    NOTHING,
    NUMBERS,
    TABLE,
    YEAR,
    derived_of,
    indicator_of,
    later_of,
    named,
    observation_of,
    period,
    reports_of,
    same,
    target_of,
    untimed,
)
from conforming import standing_of
from hypothesis import given
from hypothesis import strategies as st
from judging import wrong

from generator.core.codes import (
    Beside,
    Comparator,
    HalfTest,
    Measure,
    ObservationStatus,
    ProgressStatus,
    Qualifier,
    Reason,
    ReportingStatus,
    Rule,
)
from generator.core.model import (
    Citation,
    Deliverable,
    Indicator,
    Observation,
    Period,
    Planned,
    Target,
)
from generator.core.values import FIRST_YEAR, LAST_YEAR
from generator.verdicts.assess import Assessment, assess
from generator.verdicts.deliverables import assess_deliverable
from generator.verdicts.milestones import milestones
from generator.verdicts.on_record import OnRecord
from generator.verdicts.pace import time_elapsed
from generator.verdicts.results import Result, beside, recency_by_end, revised

EXACT, ABOUT, OVER, UNDER = Qualifier.EXACT, Qualifier.ABOUT, Qualifier.OVER, Qualifier.UNDER
FLOW = indicator_of({})


def test_targets() -> None:
    assert wrong(target_is_judged, named(TABLE["targets"])) == {}


def target_is_judged(row: dict[str, Any]) -> None:
    assert row.keys() <= {
        *("case", "target", "seen", "today", "reporting", "progress", "done", "due", "pace", "reason"),
        *("half", "periods", "compared", "replaced", "set_aside", "across_break"),
        *("in_words", "later", "turn", "reached"),
    }
    target, today = target_of(row["target"]), date.fromisoformat(row["today"])
    seen = [observation_of(item, target) for item in row["seen"]]
    indicator, derived = indicator_of(row["target"]), derived_of(row["target"], target)
    found = standing_of(target, indicator, seen, today, derived, later_of(row))
    assert standing_of(target, indicator, seen[::-1], today, derived, later_of(row)) == found
    assert (found.reporting, found.progress) == (row["reporting"], row["progress"])
    assert found.reason == row.get("reason", "")
    shares = {"done": found.share_done, "due": found.share_due, "pace": found.pace}
    assert [name for name, value in shares.items() if not same(value, row.get(name, ""))] == [], shares
    assert found.due == (today > target.period.end)
    unanswered = row["reporting"] in ("not_yet_due", "due_unreported")
    assert (found.observation is None, found.as_of is None) == (unanswered, unanswered)
    if "half" in row:
        assert found.half == row["half"]
    if "periods" in row:
        assert f"{found.periods_met} of {found.periods_reported}" == row["periods"]
    if "compared" in row:
        assert found.result is not None
        assert " + ".join(f"{part.value}" for part in found.result.parts) == row["compared"]
    assert [item.id for item in found.replaced] == row.get("replaced", "").split()
    assert [item.id for item in found.set_aside] == row.get("set_aside", "").split()
    assert found.across_break == (row.get("across_break") == "yes")
    if "in_words" in row:
        assert (found.in_words.id if found.in_words else "") == row["in_words"]
    assert (found.successor.turn if found.successor else "") == row.get("turn", "")
    if "reached" in row:
        states = [item.state for item in milestones(found, OnRecord(indicator, seen, today))]
        assert states == row["reached"].split()


WHICH_IS_LATER: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    # by what → the earlier and the later of two results; what counts less speaks for the earlier
    "the end of the period": (
        {"id": "z", "period": "2023-01-01/2023-03-31", "as_of": "2023-07-31", "issued": "2024-02-01"},
        {"id": "a", "period": "2023-01-01/2023-06-30", "as_of": "2023-06-30", "issued": "2023-07-15"},
    ),
    "the as-of date": (
        {"id": "z", "period": "2023-01-01/2023-06-30", "as_of": "2023-06-30", "issued": "2024-02-01"},
        {"id": "a", "period": "2023-01-01/2023-06-30", "as_of": "2023-07-01", "issued": "2023-07-15"},
    ),
    "the day of issue": (
        {"id": "z", "period": "2023-04-01/2023-06-30", "as_of": "2023-06-30", "issued": "2023-07-15"},
        {"id": "a", "period": "2023-01-01/2023-06-30", "as_of": "2023-06-30", "issued": "2023-07-16"},
    ),
    "the id": (
        {"id": "a", "period": "2023-04-01/2023-06-30", "as_of": "2023-06-30", "issued": "2023-07-15"},
        {"id": "z", "period": "2023-01-01/2023-06-30", "as_of": "2023-06-30", "issued": "2023-07-15"},
    ),
}
SCOPES = {"compared": {}, "of a part": {"breakdown": "power=solar"}}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("by", WHICH_IS_LATER)
def test_which_of_two_results_is_later(by: str, measure: Measure, scope: str) -> None:
    target, indicator = target_of({"value": "100"}), replace(FLOW, measure=measure)
    earlier, later = (
        observation_of({"value": "50"} | row | SCOPES[scope], target) for row in WHICH_IS_LATER[by]
    )
    if measure is Measure.STOCK and by == "the end of the period":  # a stock stands at its day
        earlier, later = later, earlier
    for order in ([earlier, later], [later, earlier]):
        found = assess(target, indicator, order, date(2024, 8, 1))
        assert found.observation == later


SUMS: list[tuple[list[tuple[str, str, Qualifier]], tuple[str, str | None, Qualifier]]] = [
    # parts (last day, value, qualifier), each from the day after the one before → period, value and qualifier
    ([("2023-03-31", "20", EXACT)], ("2023-01-01/2023-03-31", "20", EXACT)),
    ([("2023-03-31", "20", UNDER)], ("2023-01-01/2023-03-31", "20", UNDER)),
    ([("2023-03-31", "", EXACT)], ("2023-01-01/2023-03-31", None, EXACT)),
    (
        [("2023-03-31", "20", EXACT), ("2023-06-30", "30.5", EXACT)],
        ("2023-01-01/2023-06-30", "50.5", EXACT),
    ),
    ([("2023-03-31", "20", EXACT), ("2023-06-30", "30", OVER)], ("2023-01-01/2023-06-30", "50", OVER)),
    ([("2023-03-31", "20", OVER), ("2023-06-30", "30", OVER)], ("2023-01-01/2023-06-30", "50", OVER)),
    ([("2023-03-31", "20", OVER), ("2023-06-30", "30", UNDER)], ("2023-01-01/2023-06-30", "50", ABOUT)),
    ([("2023-03-31", "20", UNDER), ("2023-06-30", "30", ABOUT)], ("2023-01-01/2023-06-30", "50", ABOUT)),
    (
        [
            ("2023-03-31", "20", OVER),
            ("2023-06-30", "30", EXACT),
            ("2023-09-30", "9", UNDER),
            ("2023-12-31", "1", ABOUT),
        ],
        ("2023-01-01/2023-12-31", "60", ABOUT),
    ),
    # as many digits as the format allows
    (
        [("2023-03-31", "999999999999999999.999999999999", EXACT), ("2023-06-30", "0.000000000002", EXACT)],
        ("2023-01-01/2023-06-30", "1000000000000000000.000000000001", EXACT),
    ),
]


@pytest.mark.parametrize(("parts", "expected"), SUMS)
def test_results_added_up(
    parts: list[tuple[str, str, Qualifier]], expected: tuple[str, str | None, Qualifier]
) -> None:
    target, start, rows = target_of({"value": "100"}), date(2023, 1, 1), []
    for end, value, qualifier in parts:
        row = {"value": value, "qualifier": qualifier.value, "period": f"{start}/{end}", "as_of": end}
        rows.append(observation_of(row, target))
        start = date.fromordinal(rows[-1].period.end.toordinal() + 1)
    time, value_of_all, qualifier_of_all = expected
    found = Result(tuple(rows))
    assert (found.period, found.qualifier) == (period(time), qualifier_of_all)
    assert found.value == (None if value_of_all is None else Decimal(value_of_all))


def test_a_range_in_a_sum_counts_with_its_lower_end() -> None:
    target = target_of({"value": "100"})
    rows = [
        {"value": "20", "period": "2023-01-01/2023-06-30", "as_of": "2023-06-30", "figure": "20-40盏"},
        {"value": "30", "period": "2023-07-01/2023-12-31", "as_of": "2023-12-31"},
    ]
    first, last = (observation_of(row, target) for row in rows)
    alone, together = Result((first,)), Result((first, last))
    assert (alone.value, alone.qualifier, alone.bound) == (Decimal(20), EXACT, OVER)
    assert (together.value, together.qualifier, together.bound) == (Decimal(50), OVER, OVER)


ELAPSED = {
    # period, day → how much of it is gone at the end of the day
    ("2023-01-01/2023-12-31", "2022-06-30"): "0 of 12 months",
    ("2023-01-01/2023-12-31", "2022-12-31"): "0 of 12 months",
    ("2023-01-01/2023-12-31", "2023-01-01"): "1/31 of 12 months",
    ("2023-01-01/2023-12-31", "2023-01-31"): "1 of 12 months",
    ("2023-01-01/2023-12-31", "2023-02-01"): "29/28 of 12 months",
    ("2023-01-01/2023-12-31", "2023-12-30"): "371/31 of 12 months",
    ("2023-01-01/2023-12-31", "2023-12-31"): "12 of 12 months",
    ("2023-01-01/2023-12-31", "2024-01-01"): "12 of 12 months",
    ("2021-01-01/2025-12-31", "2023-06-30"): "30 of 60 months",
    ("2023-11-01/2024-02-29", "2024-01-31"): "3 of 4 months",
    # not of whole months
    ("2023-03-15/2023-09-14", "2023-03-01"): "0 of 184 days",
    ("2023-03-15/2023-09-14", "2023-03-15"): "1 of 184 days",
    ("2023-03-15/2023-09-14", "2023-04-14"): "31 of 184 days",
    ("2023-03-15/2023-09-14", "2023-09-14"): "184 of 184 days",
    ("2023-03-01/2023-09-14", "2023-03-31"): "31 of 198 days",
    ("2023-03-15/2023-09-30", "2023-03-31"): "17 of 200 days",
    ("2023-03-31/2023-03-31", "2023-03-30"): "0 of 1 days",
    ("2023-03-31/2023-03-31", "2023-03-31"): "1 of 1 days",
}


@pytest.mark.parametrize(("time", "day"), ELAPSED)
def test_time_elapsed(time: str, day: str) -> None:
    found = time_elapsed(period(time), date.fromisoformat(day))
    assert f"{found.units + found.part} of {found.whole} {found.unit}s" == ELAPSED[time, day]


def test_the_table_reaches_every_status_and_reason() -> None:
    rows = TABLE["targets"]
    assert {row["reporting"] for row in rows} == set(ReportingStatus)
    assert {row["progress"] for row in rows} == set(ProgressStatus)
    assert {row.get("reason", "") for row in rows} == set(Reason)
    assert {row["half"] for row in rows if "half" in row} == set(HalfTest)


def test_deliverables() -> None:
    assert wrong(deliverable_is_judged, named(TABLE["deliverables"])) == {}


def deliverable_is_judged(row: dict[str, Any]) -> None:
    deliverable = Deliverable("plan/1/park", "plan/1", NOTHING, date.fromisoformat(row["due"]), "1", NOTHING)
    reports = reports_of(row)
    for order in (reports, reports[::-1]):
        found = assess_deliverable(deliverable, order, date.fromisoformat(row["today"]))
        assert (found.state, found.overdue) == (row["state"], row["overdue"] == "true")
        assert (str(found.latest.as_of) if found.latest else "") == row["as_of"]
        assert (found.latest.document_id if found.latest else "") == row.get(
            "document", "report" if row["as_of"] else ""
        )


# What must hold for any numbers and days

WORST_TO_BEST = [
    *(ProgressStatus.MISSED, ProgressStatus.BEHIND, ProgressStatus.SLIGHTLY_BEHIND),
    *(ProgressStatus.ON_PACE, ProgressStatus.AHEAD, ProgressStatus.ACHIEVED),
]
DATES = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
PERIODS = st.tuples(DATES, DATES).map(lambda days: Period(min(days), max(days)))


def flow(target: Target, value: Decimal, as_of: date) -> Assessment:
    """How a flow stands with this value, counted from the start of its period to this day."""
    result = observation_of({"value": str(value), "as_of": as_of.isoformat()}, target)
    return assess(target, FLOW, [result], date(LAST_YEAR, 12, 31))


def rank(item: Assessment) -> int:
    return WORST_TO_BEST.index(item.progress)


@untimed
@given(
    wanted=st.decimals("0.01", 10**6, places=2),
    values=st.lists(st.decimals(-10, 10**6, places=2), min_size=2, max_size=2).map(sorted),
    as_of=st.dates(YEAR.start, YEAR.end),
)
def test_more_of_a_flow_never_lowers_its_standing(
    wanted: Decimal, values: list[Decimal], as_of: date
) -> None:
    target = target_of({"value": str(wanted)})
    less, more = (flow(target, value, as_of) for value in values)
    assert rank(less) <= rank(more)


MONTH_ENDS = [date.fromordinal(date(2023, month, 1).toordinal() - 1) for month in range(2, 13)] + [YEAR.end]
BY_DAYS = Period(date(2023, 3, 15), date(2023, 12, 31))


@untimed
@given(
    share=st.decimals(0, "1.2", places=4),
    case=st.tuples(st.just(YEAR), st.lists(st.sampled_from(MONTH_ENDS), min_size=2, max_size=2).map(sorted))
    | st.tuples(
        st.just(BY_DAYS), st.lists(st.dates(BY_DAYS.start, BY_DAYS.end), min_size=2, max_size=2).map(sorted)
    ),
)
def test_a_later_day_with_the_same_value_never_raises_the_standing(
    share: Decimal, case: tuple[Period, list[date]]
) -> None:
    target = replace(target_of({"value": "1"}), period=case[0])
    earlier, later = (flow(target, share, as_of) for as_of in case[1])
    assert rank(earlier) >= rank(later)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Target, Indicator, list[Observation], date]:
    target = replace(
        target_of({"value": "1"}),
        period=draw(PERIODS),
        comparator=draw(st.sampled_from(Comparator)),
        value=draw(NUMBERS),
        value_upper=draw(st.none() | NUMBERS),
        baseline=draw(st.none() | NUMBERS),
        planned=tuple(
            Planned(f"{day}", "", day, draw(NUMBERS), Citation("plan", "1", ""), NOTHING)
            for day in draw(st.lists(DATES, max_size=3, unique=True))
        ),
    )
    middle = draw(st.dates(target.period.start, target.period.end))
    after = min(date.fromordinal(middle.toordinal() + 1), target.period.end)
    first, second = Period(target.period.start, middle), Period(after, target.period.end)
    indicator = replace(FLOW, measure=draw(st.sampled_from(Measure)), ascending=draw(st.booleans()))
    results = [
        replace(
            observation_of({"id": f"{order}", "value": "", "as_of": draw(DATES).isoformat()}, target),
            area_id=draw(st.sampled_from(["city", "city", "city", "east"])),
            breakdown=draw(st.sampled_from([(), (), (("power", "solar"),)])),
            period=draw(st.just(target.period) | PERIODS | st.just(first) | st.just(second)),
            value=draw(st.none() | NUMBERS),
            qualifier=draw(st.sampled_from(Qualifier)),
            unit_id=draw(st.sampled_from(["lamp", "lamp", "street"])),
            status=draw(st.sampled_from([ObservationStatus.NORMAL, *ObservationStatus])),
            issued=draw(DATES),
            dated=draw(st.booleans()),
            quoted=draw(st.booleans()),
        )
        for order in range(draw(st.integers(0, 4)))
    ]
    return target, indicator, results, draw(DATES)


@untimed
@given(situations(), st.randoms(use_true_random=False))
def test_no_input_raises_and_the_order_of_reports_changes_nothing(
    situation: tuple[Target, Indicator, list[Observation], date], random: Any
) -> None:
    target, indicator, results, today = situation
    found = assess(target, indicator, results, today)
    shuffled = list(results)
    random.shuffle(shuffled)
    assert assess(target, indicator, shuffled, today) == found
    # Only a count above its ceiling is missed before its time is over, whether of things or of money.
    over = found.rule is Rule.LIMIT and indicator.measure.adds_up
    missed = found.progress is ProgressStatus.MISSED
    assert not missed or over or found.reporting is ReportingStatus.REPORTED_FINAL


@untimed
@given(situations())
def test_every_result_counts_or_is_outweighed_by_one_as_certain_or_more(
    situation: tuple[Target, Indicator, list[Observation], date],
) -> None:
    _, indicator, results, _ = situation
    counted, replaced = revised(results, indicator.measure)
    by_id = {item.id: item for item in counted}
    everything = [*counted, *(item for items in replaced.values() for item in items)]
    assert sorted(item.id for item in everything) == sorted(item.id for item in results)
    for name, items in replaced.items():
        counted_one = by_id[name]
        assert items
        for item in items:
            assert item.value is not None
            weights = [
                (row.status.certainty, row.as_of, row.issued, row.quoted, row.id)
                for row in (item, counted_one)
            ]
            assert weights[0] < weights[1]


@untimed
@given(situations(), st.sampled_from("FEPDW"), NUMBERS, st.randoms(use_true_random=False))
def test_no_later_guess_changes_a_verdict(
    situation: tuple[Target, Indicator, list[Observation], date], guess: str, value: Decimal, random: Any
) -> None:
    target, indicator, results, today = situation
    found = assess(target, indicator, results, today)
    status = ObservationStatus(guess)
    guesses = [
        replace(item, id=f"z{item.id}", value=value, status=status, issued=date.max)
        for item in results
        if item.value is not None and item.status.certainty > status.certainty
    ]
    mixed = [*results, *guesses]
    random.shuffle(mixed)
    beside_them = assess(target, indicator, mixed, today)
    if found.rule is not Rule.NONE:
        # only what was set aside tells of them
        assert replace(beside_them, set_aside=()) == replace(found, set_aside=())
        aside = {item.id for item in beside_them.set_aside}
        assert aside >= {item.id for item in found.set_aside}


A, B, D, E, F, P, W = (ObservationStatus(code) for code in "ABDEFPW")
OUTWEIGHED = {
    # what one and another document say of one result, the other issued later → which counts
    **{(one, other): "other" for one in (A, B) for other in (A, B)},
    **{(one, other): "one" for one in (A, B) for other in (E, P, F)},
    **{(one, other): "other" for one in (E, P) for other in (A, B, E, P)},
    **{(one, F): "one" for one in (E, P)},
    **{(F, other): "other" for other in (A, B, E, P, F)},
    # what counts something else takes the place of nothing that can be compared
    **{(one, other): "one" for one in (A, B, E, P) for other in (D, W)},
    **{(one, other): "other" for one in (D, W) for other in (A, B, E, P, D, W)},
    **{(one, F): "one" for one in (D, W)},
    **{(F, other): "other" for other in (D, W)},
}
TIES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # what of the later statement says that it is the later → what it says of the earlier
    "the day of issue": ({"issued": date(2024, 1, 2), "id": "a"}, {"issued": date(2024, 1, 1), "id": "b"}),
    "a plan that quotes": ({"quoted": True, "id": "a"}, {"id": "b"}),
    "the id": ({"id": "b"}, {"id": "a"}),
}


def test_which_of_two_statements_counts() -> None:
    rows = {f"{one}, {other}: {by}": (one, other, by) for one, other in OUTWEIGHED for by in TIES}
    assert wrong(one_of_two_counts, rows) == {}


def one_of_two_counts(one: ObservationStatus, other: ObservationStatus, by: str) -> None:
    target = target_of({"value": "100"})
    base = observation_of({"value": "50", "as_of": "2023-06-30", "issued": "2024-01-01"}, target)
    later, earlier = (replace(base, **said) for said in TIES[by])
    pair = {"one": replace(earlier, status=one), "other": replace(later, status=other)}
    for order in (list(pair.values()), list(pair.values())[::-1]):
        (counted,), others = revised(order, Measure.FLOW)
        assert counted == pair[OUTWEIGHED[one, other]]
        assert [item for items in others.values() for item in items] == [
            item for item in pair.values() if item is not counted
        ]


BESIDE = {
    # a statement and the one that counts: status, whether the document prints its day of issue (the later day last)
    # → how the first stands beside the second
    ("A dated", "A dated"): Beside.EARLIER,
    ("P dated", "P dated"): Beside.EARLIER,
    ("P dated", "A dated"): Beside.EARLIER,
    ("A undated", "A dated"): Beside.UNDECIDED,
    ("A dated", "A undated"): Beside.UNDECIDED,
    ("E undated", "A undated"): Beside.UNDECIDED,
    ("F dated", "A dated"): Beside.SET_ASIDE,
    ("F undated", "E undated"): Beside.SET_ASIDE,
    ("D dated", "A dated"): Beside.SET_ASIDE,
    ("W undated", "P undated"): Beside.SET_ASIDE,
    ("D dated", "W dated"): Beside.EARLIER,
}


def stated(what: str, document: str, issued: str) -> Observation:
    status, _, dated = what.partition(" ")
    row = {
        "id": f"{document}/lamps",
        "value": "50",
        "as_of": "2023-06-30",
        "status": status,
        "issued": issued,
    }
    base = observation_of(row, target_of({"value": "100"}))
    return replace(base, dated=dated == "dated", citation=Citation(document, "1", ""))


@pytest.mark.parametrize(("statement", "counted"), BESIDE)
def test_why_a_statement_does_not_count(statement: str, counted: str) -> None:
    counts = stated(counted, "annual", "2024-01-20")
    assert beside(stated(statement, "half-year", "2023-07-10"), counts) is BESIDE[statement, counted]


def test_of_two_documents_of_one_day_neither_is_called_the_earlier() -> None:
    one, other = stated("A dated", "annual", "2024-01-20"), stated("A dated", "half-year", "2024-01-20")
    assert beside(one, other) is Beside.UNDECIDED  # the id decides, and says nothing of time


@pytest.mark.parametrize("dated", ["A dated", "A undated"])
def test_a_figure_of_an_earlier_day_is_the_earlier(dated: str) -> None:
    whole, later_day = Period(date(2023, 1, 1), date(2023, 6, 30)), date(2023, 7, 31)
    one = replace(stated(dated, "annual", "2024-01-20"), period=whole)
    other = replace(stated(dated, "annual", "2024-01-20"), period=whole, id="annual/z", as_of=later_day)
    assert beside(one, other) is Beside.EARLIER


@pytest.mark.parametrize("statement", ["E dated", "P undated", "F dated"])
def test_what_comes_after_a_final_figure_and_is_none_is_set_aside(statement: str) -> None:
    assert beside(stated(statement, "later", "2024-02-01"), stated("A dated", "annual", "2024-01-20")) is (
        Beside.SET_ASIDE
    )


LONGER = [
    # two times that end on one day, the one that stands for it last
    ("2024-07-01/2024-12-31", "2024-01-01/2024-12-31"),
    ("2024-01-02/2024-12-31", "2024-01-01/2024-12-31"),
    # a day more than a leap year is more than a year
    ("2023-12-31/2024-12-31", "2024-01-01/2024-12-31"),
    ("2023-12-31/2024-12-31", "2024-12-01/2024-12-31"),
    ("2020-01-01/2024-12-31", "2023-12-31/2024-12-31"),
]


@pytest.mark.parametrize(("one", "other"), LONGER)
def test_a_year_stands_for_its_last_day(one: str, other: str) -> None:
    base = observation_of({"value": "50", "as_of": "2024-12-31"}, target_of({"value": "100"}))
    of_one, of_other = (
        recency_by_end(replace(base, period=period(time)), Measure.RATE) for time in (one, other)
    )
    assert of_one < of_other


HELD = {
    # measure, comparator, value by 30 June or for the year, of 97 asked → reached or held so far, missed or not held so far
    ("rate", "ge", "97", "2023-06-30"): (True, False),
    ("rate", "ge", "96", "2023-06-30"): (False, True),
    ("limit", "le", "97", "2023-06-30"): (True, False),
    ("limit", "le", "98", "2023-06-30"): (False, True),
    # a count is on its way until it is reached or its time is over
    ("flow", "ge", "48.5", "2023-06-30"): (False, False),
    ("flow", "ge", "1", "2023-06-30"): (False, False),
    ("flow", "ge", "97", "2023-06-30"): (True, False),
    ("flow", "ge", "96", "2023-12-31"): (False, True),
}


@pytest.mark.parametrize(("measure", "comparator", "value", "as_of"), HELD)
def test_what_has_no_pace_holds_so_far_or_does_not(
    measure: str, comparator: str, value: str, as_of: str
) -> None:
    row = {"measure": measure, "comparator": comparator, "value": "97"}
    target = target_of(row)
    result = observation_of({"value": value, "as_of": as_of}, target)
    found = assess(target, indicator_of(row), [result], date(2024, 3, 1))
    assert (found.met, found.unmet) == HELD[measure, comparator, value, as_of]


AT_THE_END = {
    # the time of an answer in words and its as-of date, on a share to be met by the end of 2023 → whether it is told
    ("2023-01-01/2023-12-31", "2023-12-31"): True,
    ("2023-10-01/2023-12-31", "2023-12-31"): True,
    # read later, it still tells of the last day
    ("2023-10-01/2023-12-31", "2024-01-31"): True,
    ("2023-10-01/2023-12-30", "2023-12-31"): False,
    ("2023-01-01/2023-06-30", "2023-12-31"): False,
    # it goes on, and tells of its as-of date
    ("2023-10-01/2024-03-31", "2023-12-31"): True,
    ("2023-10-01/2024-03-31", "2024-01-31"): False,
}


@pytest.mark.parametrize(("time", "as_of"), AT_THE_END)
def test_which_answer_in_words_is_one_on_the_last_day(time: str, as_of: str) -> None:
    row = {"measure": "rate", "attainment": "by_end", "comparator": "ge", "value": "97"}
    target = target_of(row)
    half = observation_of({"value": "96", "as_of": "2023-06-30"}, target)
    words = observation_of(
        {"id": "words", "value": "", "status": "O", "period": time, "as_of": as_of}, target
    )
    found = assess(target, indicator_of(row), [half, words], date(2024, 5, 1))
    assert found.in_words == (words if AT_THE_END[time, as_of] else None)


@untimed
@given(st.lists(DATES, min_size=3, max_size=3, unique=True).map(sorted), DATES)
def test_each_day_belongs_to_one_of_two_periods_that_follow_one_another(days: list[date], day: date) -> None:
    start, last, end = days
    first, second = Period(start, last), Period(date.fromordinal(last.toordinal() + 1), end)
    of_first, of_second = (time_elapsed(item, day) for item in (first, second))
    assert (of_first.units == of_first.whole) == (day >= last)
    assert (of_second.units + of_second.part > 0) == (day > last)
