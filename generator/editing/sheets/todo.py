"""What could be reported: the promises that a report on a period could answer, as rows to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.core.codes import Reason, ReportingStatus
from generator.core.model import Deliverable, Package, Period, Target
from generator.editing.sheets.grids import TO_REPORT, GridRow, Order
from generator.verdicts.standings import Standings


def todo(package: Package, standings: Standings, order: Order) -> Mapping[str, tuple[GridRow, ...]]:
    """Rows to fill in, by table: open targets (the same number asked for twice once) and open deliverables.

    Nothing for a plan, which reports nothing.
    """
    document = package.documents.get(order.document)
    if document is not None and document.kind == "plan":
        return {}
    period = Period(*order.period) if order.period else document.period if document else None
    if period is None:
        return {}
    results: dict[str, GridRow] = {}
    for target in _open_targets(package, standings, order.document, period):
        ref = f"{TO_REPORT}{target.indicator_id}/{target.area_id}"
        results.setdefault(ref, GridRow(ref, _result(target, period), promise=target.id))
    progress = [
        GridRow(
            f"{TO_REPORT}{item.id}",
            {"deliverable_id": item.id, "as_of": period.end.isoformat()},
            promise=item.id,
        )
        for item in _open_deliverables(package, standings, order.document, period)
    ]
    return {"observations": tuple(results.values()), "progress": tuple(progress)}


def _result(target: Target, period: Period) -> dict[str, str]:
    return {
        "indicator_id": target.indicator_id,
        "area_id": target.area_id,
        "period_start": period.start.isoformat(),
        "period_end": period.end.isoformat(),
        "as_of": period.end.isoformat(),
    }


def _open_targets(package: Package, standings: Standings, document: str, period: Period) -> Iterator[Target]:
    """Targets of the time without a final result and not answered by the document itself, in the order of the goals.

    Those that a later target has the place of come last, so that what is asked now is what a row is about.
    """
    answered = {
        (item.indicator_id, item.area_id)
        for item in package.observations.values()
        if item.citation.document_id == document and not item.breakdown
    }
    for item in sorted(standings.targets.values(), key=lambda item: item.reason is Reason.SUPERSEDED):
        target = item.target
        if (target.indicator_id, target.area_id) in answered or target.citation.document_id == document:
            continue
        if item.reporting is not ReportingStatus.REPORTED_FINAL and _overlap(target.period, period):
            yield target


def _open_deliverables(
    package: Package, standings: Standings, document: str, period: Period
) -> Iterator[Deliverable]:
    """Deliverables of plans of the time that are still to be done and on which the document does not speak yet.

    What was put off stays to be reported on until its new day.
    """
    told = {item.deliverable_id for item in package.progress if item.document_id == document}
    for standing in standings.deliverables.values():
        item = standing.deliverable
        plan = package.documents[package.goals[item.goal_id].document_id]
        last = max(plan.period.end, item.due or date.min, standing.current_due or date.min)
        of_the_time = _overlap(Period(plan.period.start, last), period)
        if not standing.state.settled and item.id not in told and of_the_time:
            yield item


def _overlap(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end
