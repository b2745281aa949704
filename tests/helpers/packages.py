"""Packages of a few rows, to work cases by hand: nothing in them but what a case is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cases import NOTHING, number, period
from speaking import LANGUAGES, both

from generator.core.codes import (
    Completeness,
    DeliverableState,
    DocumentKind,
    Measure,
    ObservationStatus,
    Officers,
    Qualifier,
    RelationKind,
)
from generator.core.figures import Figure, FigureReader
from generator.core.model import (
    Citation,
    Claim,
    Deliverable,
    Dimension,
    Document,
    Goal,
    Indicator,
    Named,
    Observation,
    Package,
    Progress,
    Relation,
    Target,
)
from generator.core.values import as_decimal
from generator.format.identity import Owner, one_id
from generator.format.tables import OBSERVATIONS, TARGETS, Table

ISSUED = {
    "old": date(2022, 7, 15),
    "plan": date(2023, 1, 15),
    "report": date(2023, 7, 15),
    "annex": date(2023, 7, 15),
    "later": date(2024, 2, 1),
}
"""The documents in their order, with their days of issue."""

FIGURES = FigureReader("zh")
FIRST_HALF = "2023-01-01/2023-06-30"


def printed(figure: str) -> Figure | None:
    """What a figure says; None for words."""
    found = FIGURES.read(figure)
    return found if isinstance(found, Figure) else None


def id_of(table: Table, document: str, dimensions: tuple[str, ...] = (), **row: object) -> str:
    """The id of a row by its typed values."""
    owner = Owner(document, starts=date(2023, 1, 1), main_area="city", dimensions=dimensions)
    return one_id(table.identity, row, owner) or ""


def target_of(row: Mapping[str, str]) -> Target:
    assert row.keys() <= {
        *("figure", "document", "goal", "indicator", "area", "period", "baseline", "of"),
        *("supersedes", "revised_on"),
    }
    figure = printed(row["figure"])
    assert figure is not None
    goal = f"{row.get('document', 'plan')}/{row.get('goal', '1')}"
    indicator, area = row.get("indicator", "lamps"), row.get("area", "city")
    time = period(row.get("period", "2023-01-01/2023-12-31"))
    return Target(
        id=id_of(
            TARGETS,
            row.get("document", "plan"),
            goal=row.get("goal", "1"),
            indicator_id=indicator,
            area_id=area,
            period_start=time.start,
            period_end=time.end,
        ),
        goal_id=goal,
        indicator_id=indicator,
        area_id=area,
        period=time,
        comparator=figure.comparator,
        value=as_decimal(figure.value),
        value_upper=None if figure.upper is None else as_decimal(figure.upper),
        baseline=number(row.get("baseline", "")),
        baseline_start=period(row["of"]).start if "of" in row else None,
        baseline_end=period(row["of"]).end if "of" in row else None,
        qualifier=figure.asked,
        citation=Citation(row.get("document", "plan"), "1", row["figure"], said=figure),
        note=NOTHING,
        supersedes=row.get("supersedes", ""),
        revised_on=date.fromisoformat(row["revised_on"]) if "revised_on" in row else None,
        revision_reason=both("预算减少。", "The budget was cut.") if "supersedes" in row else NOTHING,
    )


def observation_of(row: Mapping[str, str]) -> Observation:
    assert row.keys() <= {
        *("figure", "share", "change", "document", "indicator", "area", "part", "period", "as_of"),
        *("status", "unit"),
    }
    figure, document = printed(row["figure"]), row.get("document", "report")
    indicator, area = row.get("indicator", "lamps"), row.get("area", "city")
    time = period(row.get("period", FIRST_HALF))
    as_of = date.fromisoformat(row["as_of"]) if "as_of" in row else time.end
    pairs = [pair.partition("=") for pair in row.get("part", "").split()]
    breakdown = tuple((dimension, code) for dimension, _, code in pairs)
    beside = {name: printed(row[name]) if name in row else None for name in ("share", "change")}
    stated = {name: None if item is None else as_decimal(item.value) for name, item in beside.items()}
    return Observation(
        id=id_of(
            OBSERVATIONS,
            document,
            tuple(dimension for dimension, _ in breakdown),
            indicator_id=indicator,
            area_id=area,
            period_start=time.start,
            period_end=time.end,
            as_of=as_of,
            **dict(breakdown),
        ),
        indicator_id=indicator,
        unit_id=row.get("unit", "one"),
        area_id=area,
        breakdown=breakdown,
        period=time,
        as_of=as_of,
        value=None if figure is None else as_decimal(figure.value),
        qualifier=Qualifier.EXACT if figure is None else figure.qualifier,
        status=ObservationStatus(row.get("status", "A" if figure else "O")),
        # A share that cannot be read has a number in the table all the same.
        stated_share=Decimal(50) if row.get("share") and stated["share"] is None else stated["share"],
        stated_share_figure=row.get("share", ""),
        stated_change=stated["change"],
        stated_change_figure=row.get("change", ""),
        citation=Citation(document, "1", row["figure"], said=figure),
        note=NOTHING,
        issued=ISSUED[document],
        share_said=beside["share"],
        change_said=beside["change"],
    )


def claim_of(row: Mapping[str, str]) -> Claim:
    assert row.keys() <= {"share", "as_of"}
    as_of, year = date.fromisoformat(row.get("as_of", "2023-06-30")), period("2023-01-01/2023-12-31")
    cited = Citation("report", "1", "任务过半")
    return Claim("report/half", "report", year, as_of, Decimal(row["share"]), cited, NOTHING)


def relation_of(row: str) -> Relation:
    indicator, kind, *others = row.split()
    return Relation(f"{kind}/{indicator}", indicator, RelationKind(kind), tuple(others), NOTHING)


def package_of(row: Mapping[str, Any]) -> Package:
    """The package of a row of a table; nothing but what figures are compared by."""
    targets = [target_of(item) for item in row.get("targets", [])]
    seen = [observation_of(item) for item in row.get("seen", [])]
    relations = tuple(relation_of(item) for item in row.get("relations", []))
    measures = {item.indicator_id: "flow" for item in targets} | {item.indicator_id: "flow" for item in seen}
    return Package(
        id="town",
        publisher_id="office",
        area_id="city",
        title=NOTHING,
        description=NOTHING,
        disclaimer=NOTHING,
        licence="CC-BY-4.0",
        version="0.1.0",
        languages=LANGUAGES,
        officers=Officers.WITHHELD,
        themes={},
        organisations={},
        areas={
            name: Named(name, NOTHING)
            for name in (
                *("city", "east"),
                *(item.area_id for item in targets),
                *(item.area_id for item in seen),
            )
        },
        units={name: Named(name, NOTHING) for name in ("one", *(item.unit_id for item in seen))},
        dimensions={
            name: Dimension(name, NOTHING, key == "dimensions", dict.fromkeys(codes.split(), NOTHING))
            for key in ("dimensions", "loose")
            for name, codes in row.get(key, {}).items()
        },
        indicators={
            name: Indicator(name, "", both(name, name), NOTHING, "one", Measure(measure), True)  # noqa: FBT003
            for name, measure in (measures | row.get("measures", {})).items()
        },
        documents={name: document_of(name) for name in ISSUED},
        goals={},
        targets={item.id: item for item in targets},
        deliverables={},
        observations={item.id: item for item in seen},
        progress=(),
        claims={item.id: item for item in map(claim_of, row.get("claims", []))},
        relations=relations,
        explanations={},
        corrections=(),
        archived=frozenset(),
        verified=frozenset(),
        places={},
    )


YEAR, FIVE_YEARS = "2023-01-01/2023-12-31", "2021-01-01/2025-12-31"

DOCUMENTS = {
    "old": (DocumentKind.REPORT, "2022-01-01/2022-06-30", "office"),
    "plan": (DocumentKind.PLAN, YEAR, "office"),
    "report": (DocumentKind.REPORT, FIRST_HALF, "office"),
    "later": (DocumentKind.REPORT, "2023-07-01/2024-06-30", "mayor"),
    "yearbook": (DocumentKind.DATASET, FIVE_YEARS, "mayor"),
    "eve": (DocumentKind.REPORT, "2023-01-01/2023-12-30", "office"),
    "whole": (DocumentKind.REPORT, YEAR, "office"),
    "annex": (DocumentKind.REPORT, FIRST_HALF, "office"),
}

GOALS = {
    "plan/1": ("parks",),
    "plan/2": ("roads", "parks"),
    "plan/3": (),
    "later/1": (),
    "report/1": ("roads",),
}

ORGANISATIONS = ("office", "mayor", "roads", "parks", "lamps")


def document_of(name: str) -> Document:
    kind, time, publisher = DOCUMENTS[name]
    return Document(
        id=name,
        title=NOTHING,
        kind=kind,
        publisher_id=publisher,
        period=period(time),
        published=ISSUED.get(name),
        completeness=Completeness.FULL,
        archive_sha256="",
        notes=NOTHING,
        restorations=(),
        sections={},
    )


def goal_of(name: str) -> Goal:
    document, _, number = name.partition("/")
    return Goal(name, document, number, "1", NOTHING, NOTHING, (), GOALS[name], (), ())


def town(row: Mapping[str, Any]) -> Package:
    """Deliverables are named `<goal>/<slug>`, with their due date; reports on them are (day, state), or (day, state, new
    day), by their id.
    """
    assert row.keys() <= {"targets", "seen", "measures", "deliverables", "progress", "held"}
    held = row.get("held", ["plan", "report", "later"])
    due: Mapping[str, str] = row.get("deliverables", {})
    return replace(
        package_of(
            {name: row.get(name, []) for name in ("targets", "seen")} | {"measures": row.get("measures", {})}
        ),
        organisations={name: Named(name, NOTHING) for name in ORGANISATIONS},
        documents={name: document_of(name) for name in held},
        goals={name: goal_of(name) for name in GOALS if name.partition("/")[0] in held},
        deliverables={
            name: Deliverable(
                name, name.rpartition("/")[0], NOTHING, date.fromisoformat(day) if day else None, "1", NOTHING
            )
            for name, day in due.items()
        },
        progress=tuple(
            Progress(
                id=f"{name}/report/{day}",
                deliverable_id=name,
                document_id="report",
                state=DeliverableState(state),
                as_of=date.fromisoformat(day),
                locator="1",
                evidence=NOTHING,
                note=NOTHING,
                issued=date.fromisoformat(day),
                new_due=date.fromisoformat(new_due[0]) if new_due else None,
            )
            for name, reports in row.get("progress", {}).items()
            for day, state, *new_due in reports
        ),
    )


LAMPS, SIGNS = {"figure": "300盏"}, {"figure": "40块", "indicator": "signs", "goal": "2"}
