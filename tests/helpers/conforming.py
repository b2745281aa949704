"""Conformance cases: what goes into a verdict and what must come out, as the downloads give them (`conformance.json`).

Inputs are those of the tables worked by hand, and targets made up at random; what must come out the program says here,
and the tests hold it against the tables.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cases import NOTHING, TABLE, derived_of, indicator_of, later_of, observation_of, reports_of, target_of
from deliverable_cases import ROWS, report_of
from milestone_cases import MILESTONES

from generator.core.codes import (
    Attainment,
    Beside,
    Comparator,
    Measure,
    ObservationStatus,
    Qualifier,
    Turn,
)
from generator.core.formats import rounded
from generator.core.model import (
    Citation,
    Deliverable,
    Indicator,
    Observation,
    Period,
    Planned,
    Progress,
    Target,
)
from generator.publishing.export.rulebook import PACE_PLACES, SHARE_PLACES
from generator.verdicts import rules
from generator.verdicts.assess import Assessment, assess
from generator.verdicts.deliverables import assess_deliverable
from generator.verdicts.derive import Derived
from generator.verdicts.milestones import milestones
from generator.verdicts.on_record import OnRecord
from generator.verdicts.results import Result, beside, revised
from generator.verdicts.superseding import Replacement

Case = dict[str, Any]


def number(value: Decimal | None, places: int | None = None) -> str | None:
    """A number as the cases give it, as a text, so that nobody reads it as a float."""
    if value is None:
        return None
    found = format((rounded(value, places) if places is not None else value), "f")
    return found.rstrip("0").rstrip(".") if "." in found else found


def target_case(
    name: str,
    target: Target,
    indicator: Indicator,
    observations: Sequence[Observation],
    today: date,
    derived: Derived | None = None,
    replaced: tuple[date, date] | None = None,
) -> Case:
    """A case; `replaced` are the last day of the later target and the day from which it counts."""
    baseline = target.baseline if target.baseline is not None else derived.value if derived else None
    of = target.baseline_period
    found = {
        "case": name,
        "date": f"{today}",
        "target": {
            "measure": indicator.measure.value,
            "ascending": indicator.ascending,
            "unit_id": indicator.unit_id,
            "area_id": target.area_id,
            "period_start": f"{target.period.start}",
            "period_end": f"{target.period.end}",
            "comparator": target.comparator.value,
            "value": number(target.value),
            "value_upper": number(target.value_upper),
            "attainment": target.attainment.value,
            "baseline": number(baseline),
            "baseline_end": f"{of.end}" if of else None,
            "planned": [
                {"date": f"{item.date}", "value": number(item.value)}
                for item in sorted(target.planned, key=lambda item: item.date)
            ],
            "later": {"period_end": f"{replaced[0]}", "since": f"{replaced[1]}"} if replaced else None,
        },
        "observations": [_observation(item) for item in observations],
    }
    return {**found, "expected": _expected(target, indicator, observations, today, derived, replaced)}


def _observation(item: Observation) -> Case:
    return {
        "observation_id": item.id,
        "area_id": item.area_id,
        "breakdown": ";".join("=".join(pair) for pair in item.breakdown),
        "unit_id": item.unit_id,
        "period_start": f"{item.period.start}",
        "period_end": f"{item.period.end}",
        "as_of": f"{item.as_of}",
        "value": number(item.value),
        "qualifier": item.qualifier.value,
        "range": item.citation.said is not None and item.citation.said.upper is not None,
        "bound": Result((item,)).bound.value,
        "obs_status": item.status.value,
        "issued": f"{item.issued}",
        "dated": item.dated,
        "quoted": item.quoted,
    }


def _expected(
    target: Target,
    indicator: Indicator,
    observations: Sequence[Observation],
    today: date,
    derived: Derived | None,
    replaced: tuple[date, date] | None,
) -> Case:
    known = [item for item in observations if item.known_on(today)]
    found = standing_of(target, indicator, known, today, derived, replaced)
    return {
        **_standing(found, known, indicator.measure),
        "turn": found.successor.turn.value if found.successor else None,
        "planned": [
            {"date": f"{item.planned.date}", "reached": item.state.value, "parts": _ids(item.result)}
            for item in milestones(found, OnRecord(indicator, known, today))
        ],
    }


def standing_of(
    target: Target,
    indicator: Indicator,
    known: Sequence[Observation],
    today: date,
    derived: Derived | None,
    replaced: tuple[date, date] | None,
) -> Assessment:
    """How a target stands, also where another one takes its place."""
    found = assess(target, indicator, known, today, derived)
    if replaced is None:
        return found
    end, since = replaced
    turn = rules.TURN(earlier_over=since > target.period.end, later_over=since > end, come=today >= since)
    later = replace(target, id="later", period=Period(min(target.period.start, end), end))
    found = replace(found, successor=Replacement(target, later, since, since, turn))
    return found.not_judged() if turn is Turn.DONE else found


def _standing(item: Assessment, known: Sequence[Observation], measure: Measure) -> Case:
    _, others = revised(known, measure)
    return {
        "reporting_status": item.reporting.value,
        "progress_status": item.progress.value,
        "rule": item.rule.value,
        "reason": item.reason.value,
        "share_done": number(item.share_done, SHARE_PLACES),
        "share_due": number(item.share_due, SHARE_PLACES),
        "pace": number(item.pace, PACE_PLACES),
        "half_test": item.half.value,
        "value": number(item.result.value) if item.result else None,
        "qualifier": item.result.qualifier.value if item.result else None,
        "bound": item.bound.value,
        "parts": _ids(item.result),
        "periods_met": item.periods_met if item.periods_reported else None,
        "periods_reported": item.periods_reported or None,
        "replaced": sorted(other.id for other in item.replaced),
        "set_aside": sorted(other.id for other in item.set_aside),
        "undecided": sorted(
            other.id
            for part in (item.result.parts if item.result else ())
            for other in others.get(part.id, ())
            if other in item.replaced and beside(other, part) is Beside.UNDECIDED
        ),
        "across_break": item.across_break,
        "in_words": item.in_words.id if item.in_words else None,
    }


def _ids(result: Result | None) -> list[str]:
    return [part.id for part in result.parts] if result else []


def deliverable_case(name: str, due: date | None, reports: Sequence[Progress], today: date) -> Case:
    """A case of a thing to be done."""
    deliverable = Deliverable("plan/1/park", "plan/1", NOTHING, due, "1", NOTHING)
    found = assess_deliverable(deliverable, reports, today)
    return {
        "case": name,
        "date": f"{today}",
        "due": f"{due}" if due else None,
        "reports": [
            {
                "report_id": item.id,
                "state": item.state.value,
                "as_of": f"{item.as_of}",
                "issued": f"{item.issued}",
                "new_due": f"{item.new_due}" if item.new_due else None,
            }
            for item in reports
        ],
        "expected": {
            "state": found.state.value,
            "report_id": found.latest.id if found.latest else None,
            "overdue": found.overdue,
            "current_due": f"{found.current_due}" if found.current_due else None,
            "current_overdue": found.current_overdue,
            "times_put_off": found.times_put_off,
            "moves": [item.move.value for item in found.days],
        },
    }


def _told_apart(seen: Sequence[Observation]) -> list[Observation]:
    """The same, no two of one id: rows of the tables worked by hand leave it out where it decides nothing."""
    ids = [item.id for item in seen]
    return [
        replace(item, id=f"{item.id}/{order}") if item.id in ids[:order] else item
        for order, item in enumerate(seen)
    ]


def targets() -> Iterator[Case]:
    """The cases of targets that are worked by hand."""
    for row in TABLE["targets"]:
        target, today = target_of(row["target"]), date.fromisoformat(row["today"])
        seen = _told_apart([observation_of(item, target) for item in row["seen"]])
        yield target_case(
            row["case"],
            target,
            indicator_of(row["target"]),
            seen,
            today,
            derived_of(row["target"], target),
            later_of(row),
        )
    for name, (planned, results, day, _) in MILESTONES.items():
        target = target_of(planned)
        seen = _told_apart([observation_of(item, target) for item in results])
        yield target_case(f"planned: {name}", target, indicator_of(planned), seen, date.fromisoformat(day))


def deliverables() -> Iterator[Case]:
    """The cases of things to be done that are worked by hand."""
    for row in TABLE["deliverables"]:
        yield deliverable_case(
            row["case"], date.fromisoformat(row["due"]), reports_of(row), date.fromisoformat(row["today"])
        )
    for name, item in ROWS.items():
        due = date.fromisoformat(item.due) if item.due else None
        told = [report_of(text) for text in item.reports]
        yield deliverable_case(name, due, told, date.fromisoformat(item.today))


MONTH_ENDS = (*(date(2023, month, 1) - timedelta(1) for month in range(1, 13)), date(2023, 12, 31))
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))
PERIODS = (YEAR, YEAR, YEAR, Period(date(2023, 3, 15), date(2024, 2, 29)), Period(date(2022, 1, 1), YEAR.end))
"""The times of targets that are made up."""

NUMBERS = [
    "0",
    "5",
    "20",
    "30",
    "45",
    "49.99",
    "50",
    "50.01",
    "54.99",
    "55",
    "90",
    "99",
    "99.99",
    "100",
    "100.01",
    "101",
    "120",
]


def made_up(count: int, seed: int) -> Iterator[Case]:
    """Targets made up at random, with results that are often at a threshold, on the last day or in the way of others."""
    draw = random.Random(seed)

    def some_day() -> date:
        if draw.random() < 0.7:
            return draw.choice(MONTH_ENDS)
        return date(2022, 10, 1) + timedelta(draw.randrange(700))

    for order in range(count):
        indicator = indicator_of(
            {"measure": draw.choice([*Measure]), "ascending": draw.choice(["true", "true", "false"])}
        )
        target = _target(draw, indicator, some_day)
        seen = [
            _seen(draw, target, f"{name}", some_day)
            for name in range(draw.choice([0, 1, 2, 2, 3, 3, 4, 5, 6]))
        ]
        today = draw.choice([*[date(2024, 8, 1)] * 7, date(2023, 8, 1), YEAR.end, some_day()])
        later = (some_day(), some_day()) if draw.random() < 0.1 else None
        yield target_case(f"made up {order}", target, indicator, seen, today, None, later)


def _target(draw: random.Random, indicator: Indicator, some_day: Callable[[], date]) -> Target:
    comparator, time = draw.choice([*Comparator]), draw.choice(PERIODS)
    value = Decimal(draw.choice([*["100"] * 7, "50", "50", "10", "0", "-5"]))
    days = sorted({some_day() for _ in range(draw.choice([0, 0, 1, 3]))})
    by_end = indicator.measure in (Measure.RATE, Measure.LIMIT) and draw.random() < 0.4
    return replace(
        target_of({"value": "1"}),
        period=time,
        comparator=comparator,
        value=value,
        value_upper=value + draw.choice([5, 20]) if comparator is Comparator.BETWEEN else None,
        baseline=draw.choice([None, None, Decimal(0), Decimal(40), Decimal(100), Decimal(120)]),
        baseline_start=(before := draw.choice([None, date(2022, 6, 30), time.start - timedelta(1)])),
        baseline_end=before,
        attainment=Attainment.BY_END if by_end else Attainment.THROUGHOUT,
        planned=tuple(
            Planned(f"{day}", "", day, Decimal(draw.choice(NUMBERS)), Citation("plan", "1", ""), NOTHING)
            for day in days
            if time.start <= day <= time.end
        ),
    )


FIGURES = ("", "", "", "150-250盏", "180盏以上", "近210盏", "不超过180盏")
"""What is printed, as far as it makes a number a range or a bound."""


def _seen(draw: random.Random, target: Target, name: str, some_day: Callable[[], date]) -> Observation:
    first, last = sorted([draw.choice(MONTH_ENDS[:-1]) + timedelta(1), draw.choice(MONTH_ENDS[1:])])
    first = draw.choice([first, target.period.start])
    time = draw.choice([Period(first, max(first, last)), target.period])
    status = draw.choice([*[ObservationStatus.NORMAL] * 25, *ObservationStatus])
    as_of = time.end if draw.random() < 0.7 else some_day()
    numberless = not status.with_number or (status.without_number and draw.random() < 0.5)
    row = {
        "value": "" if numberless else draw.choice(NUMBERS),
        "as_of": f"{as_of}",
        "figure": draw.choice(FIGURES),
    }
    return replace(
        observation_of({**row, "id": f"{draw.choice('abxyz')}{name}"}, target),
        area_id=draw.choice([*["city"] * 9, "east"]),
        breakdown=draw.choice([*[()] * 9, (("power", "solar"),)]),
        unit_id=draw.choice([*["lamp"] * 9, "street"]),
        period=time,
        qualifier=draw.choice([*[Qualifier.EXACT] * 4, *Qualifier]),
        status=status,
        issued=as_of + timedelta(draw.choice([0, 0, 10, 200])),
        dated=draw.random() < 0.7,
        quoted=draw.random() < 0.3,
    )


def as_file() -> str:
    """`conformance.json`: a case on each line."""

    def lines(cases: Iterator[Case]) -> str:
        return ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)

    return f'{{"targets": [\n{lines(targets())}\n],\n"deliverables": [\n{lines(deliverables())}\n]}}\n'
