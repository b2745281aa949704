"""The tables of what the program computes: how targets and deliverables stand, findings, derived values."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from generator.core.formats import rounded
from generator.core.model import Package, Text
from generator.publishing.export.ledger import both
from generator.publishing.export.tables import Table, table
from generator.verdicts.assess import Assessment
from generator.verdicts.findings import Finding, table_of
from generator.verdicts.standings import Standings
from generator.wording.disagreements import statement, sum_of
from generator.wording.explain import derivation, explain


def assessments(package: Package, standings: Standings) -> Table:
    """How each target stands; `parts` are the results added up, `replaced` those that a later document revised."""
    columns = (
        "target_id observation_id? as_of? reporting_status progress_status share_done? share_due? pace? "
        "explanation_zh explanation_en period_over rule reason? value? baseline? baseline_origin? half_test? "
        "periods_met? periods_reported? parts? replaced? qualifier? restates?"
    )

    def row(item: Assessment) -> tuple[Any, ...]:
        shares = (_rounded(item.share_done, 2), _rounded(item.share_due, 2), _rounded(item.pace, 4))
        words = (explain(package, item, "zh"), explain(package, item, "en"))
        observation = item.observation.id if item.observation else None
        periods = (item.periods_met, item.periods_reported) if item.periods_reported else (None, None)
        origin = None if item.baseline is None else "derived" if item.derived else "printed"
        return (
            *(item.target.id, observation, item.as_of, item.reporting, item.progress, *shares, *words),
            *(item.due, item.rule, item.reason, item.result.value if item.result else None),
            *(item.baseline, origin, item.half, *periods),
            tuple(part.id for part in item.result.parts) if item.result else None,
            tuple(earlier.id for earlier in item.replaced),
            item.result.qualifier if item.result else None,
            standings.restates.get(item.target.id),
        )

    return table("assessments", columns, map(row, standings.targets.values()))


def _rounded(value: Decimal | None, places: int) -> Decimal | None:
    return None if value is None else rounded(value, places)


def deliverables(package: Package, standings: Standings) -> Table:
    """Things to be done, with the latest report on each."""
    columns = (
        "deliverable_id goal_id document_id title_zh title_en due? state state_as_of? locator "
        "state_document_id? state_locator? evidence_zh? evidence_en? note_zh? note_en? overdue"
    )

    def rows() -> Iterator[tuple[Any, ...]]:
        for standing in standings.deliverables.values():
            item = standing.deliverable
            document_id = package.goals[item.goal_id].document_id
            latest = standing.latest
            facts = (
                (latest.as_of, item.locator, latest.document_id, latest.locator)
                if latest
                else (None, item.locator, None, None)
            )
            words = (*both(latest.evidence if latest else Text("", "")), *both(item.note))
            yield (
                item.id,
                item.goal_id,
                document_id,
                *both(item.title),
                item.due,
                standing.state,
                *facts,
                *words,
                standing.overdue,
            )

    return table("deliverables", columns, rows())


def findings(package: Package, standings: Standings) -> Table:
    """Published figures that do not agree with each other; `rows` are `<table>/<id>`."""
    columns = (
        "finding_id finding_kind indicator_id rows stated computed formula? statement_zh statement_en note_zh? note_en? "
        "explanation_zh? explanation_en? explained_on? explained_by?"
    )

    def row(item: Finding) -> tuple[Any, ...]:
        explanation = package.explanations.get(item.id)
        published = (
            (*both(explanation.text), explanation.date, explanation.responsible)
            if explanation
            else (*both(Text("", "")), None, None)
        )
        return (
            *(item.id, item.kind, item.indicator_id),
            tuple(f"{table_of(cited)}/{cited.id}" for cited in item.rows),
            *(item.stated, rounded(item.computed, 4), sum_of(item, "en")),
            *(statement(package, item, "zh"), statement(package, item, "en"), *both(item.note)),
            *published,
        )

    return table("findings", columns, map(row, standings.findings))


def derived(standings: Standings) -> Table:
    """Stocks before their increment: computed from two printed numbers, and printed nowhere."""
    columns = "derived_id indicator_id area_id date value total increment formula"
    rows = (
        (
            f"{table_of(item.total)}/{item.total.id}",
            *(item.indicator_id, item.area_id, item.day, item.value),
            f"{table_of(item.total)}/{item.total.id}",
            f"{table_of(item.increment)}/{item.increment.id}",
            derivation(item, "en"),
        )
        for item in standings.starts.values()
    )
    return table("derived", columns, rows)
