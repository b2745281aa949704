"""The rows of the tables worked by hand, and the values that they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml
from folders import CASES
from hypothesis import settings
from hypothesis import strategies as st

from generator.core.codes import (
    Attainment,
    Comparator,
    DeliverableState,
    Measure,
    ObservationStatus,
    Qualifier,
)
from generator.core.figures import Figure, figure_reader
from generator.core.model import (
    Citation,
    Indicator,
    Observation,
    Period,
    Planned,
    Progress,
    Target,
)
from generator.core.phrases import Text
from generator.verdicts.derive import Derived


def _table(name: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = yaml.load(
        (CASES / name).read_text(encoding="utf-8"),
        Loader=yaml.CBaseLoader,  # every value as it is written: numbers never become floats
    )
    return found


TABLE = _table("assess.yaml")
TABLE["targets"] += _table("boundaries.yaml")["targets"]

NOTHING = Text()

YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))

untimed = settings(deadline=None)


def named(rows: Sequence[dict[str, Any]]) -> dict[str, tuple[dict[str, Any]]]:
    """Rows by what they are a case of."""
    found = {row["case"]: (row,) for row in rows}
    assert len(found) == len(rows)
    return found


def period(text: str) -> Period:
    start, _, end = text.partition("/")
    return Period(date.fromisoformat(start), date.fromisoformat(end))


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def indicator_of(row: Mapping[str, str]) -> Indicator:
    measure, ascending = Measure(row.get("measure", "flow")), row.get("ascending", "true") == "true"
    return Indicator("lamps", "lighting", NOTHING, NOTHING, "lamp", measure, ascending)


def target_of(row: Mapping[str, Any]) -> Target:
    assert row.keys() <= {
        *("measure", "ascending", "comparator", "value", "value_upper", "baseline", "period"),
        *("derived", "planned", "attainment", "of"),
    }
    return Target(
        id="plan/1/lamps/2023",
        goal_id="plan/1",
        indicator_id="lamps",
        area_id="city",
        period=period(row["period"]) if "period" in row else YEAR,
        comparator=Comparator(row.get("comparator", "eq")),
        value=Decimal(row["value"]),
        value_upper=number(row.get("value_upper", "")),
        baseline=number(row.get("baseline", "")),
        qualifier=Qualifier.EXACT,
        citation=Citation("plan", "1", ""),
        note=NOTHING,
        baseline_start=period(row["of"]).start if "of" in row else None,
        baseline_end=period(row["of"]).end if "of" in row else None,
        attainment=Attainment(row.get("attainment", "throughout")),
        planned=tuple(
            Planned(f"{day}", "", date.fromisoformat(day), Decimal(value), Citation("plan", "1", ""), NOTHING)
            for day, value in row.get("planned", {}).items()
        ),
    )


def reports_of(row: Mapping[str, Any]) -> list[Progress]:
    """What reports say of a thing to be done, by a row of the table of deliverables."""
    return [
        Progress(
            id=f"plan/1/park/{report.get('document', 'report')}/{report['as_of']}",
            deliverable_id="plan/1/park",
            document_id=report.get("document", "report"),
            state=DeliverableState(report["state"]),
            as_of=date.fromisoformat(report["as_of"]),
            locator="1",
            evidence=NOTHING,
            note=NOTHING,
            issued=date.fromisoformat(report.get("issued", report["as_of"])),
        )
        for report in row["reports"]
    ]


def observation_of(row: Mapping[str, str], target: Target) -> Observation:
    assert row.keys() <= {
        "id",
        "value",
        "qualifier",
        "period",
        "as_of",
        "area",
        "breakdown",
        "status",
        "unit",
        "issued",
        "figure",
    }
    as_of = date.fromisoformat(row["as_of"])
    dimension, _, code = row.get("breakdown", "").partition("=")
    return Observation(
        id=row.get("id", f"report/lamps/{as_of}"),
        indicator_id="lamps",
        unit_id=row.get("unit", "lamp"),
        area_id=row.get("area", "city"),
        breakdown=((dimension, code),) if dimension else (),
        period=period(row["period"]) if "period" in row else Period(target.period.start, as_of),
        as_of=as_of,
        value=number(row["value"]),
        qualifier=Qualifier(row.get("qualifier", "exact")),
        status=ObservationStatus(row.get("status", "A")),
        stated_share=None,
        stated_share_figure="",
        stated_change=None,
        stated_change_figure="",
        citation=Citation("report", "1", row.get("figure", ""), said=_said(row.get("figure", ""))),
        note=NOTHING,
        issued=date.fromisoformat(row.get("issued", row["as_of"])),
    )


def _said(figure: str) -> Figure | None:
    read = figure_reader("zh", frozenset()).read(figure) if figure else None
    return read if isinstance(read, Figure) else None


def derived_of(row: Mapping[str, Any], target: Target) -> Derived | None:
    """A derived baseline: only its value matters to the verdict."""
    if "derived" not in row:
        return None
    before = date.fromordinal(target.period.start.toordinal() - 1)
    return Derived("lamps", "city", before, Decimal(row["derived"]), target, target)


def same(found: Decimal | None, expected: str) -> bool:
    if found is None or not expected:
        return found is None and not expected
    return abs(Fraction(found) - Fraction(expected)) < Fraction(1, 10**20)


NUMBERS = st.decimals(-(10**17), 10**17, places=12)


def later_of(row: Mapping[str, Any]) -> tuple[date, date] | None:
    """The last day of the target that takes the place of a case's, and the day from which it counts."""
    later = row.get("later")
    return (date.fromisoformat(later["end"]), date.fromisoformat(later["since"])) if later else None
