"""The tables of what the program computes: how targets and deliverables stand, findings, derived values."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Any

from generator.core import formats
from generator.core.codes import Qualifier, Reason
from generator.core.formats import rounded
from generator.core.languages import FALLBACK, spoken
from generator.core.languages import language as known
from generator.core.model import Deliverable, Package, Planned
from generator.core.phrases import Text, joined
from generator.publishing.export.filled import Beside, FilledTable, authored_table, cells, table
from generator.publishing.export.ledger import in_languages
from generator.publishing.export.rulebook import PACE_PLACES, SHARE_PLACES
from generator.verdicts.assess import Assessment
from generator.verdicts.findings import Finding, table_of
from generator.verdicts.standings import Standings
from generator.wording.disagreements import statement, sum_of
from generator.wording.explain import derivation, explain, said


def assessments(package: Package, standings: Standings) -> FilledTable:
    """How each target stands; `parts` are the results added up, `replaced` what had been given for them before,
    `set_aside` what else is on record of them and never counted. Where documents issued since are on record, each says
    that they count for nothing, for a row may be read without the others.
    """

    def words(item: Assessment, language: str) -> str:
        told = explain(package, item, language)
        if not standings.later:
            return told
        day = formats.day(standings.today, language)
        return joined((told, said(language, "site.as_known_row", date=day)), known(language).between)

    def row(item: Assessment) -> tuple[Any, ...]:
        done, due = (_rounded(share, SHARE_PLACES) for share in (item.share_done, item.share_due))
        shares = (done, due, _rounded(item.pace, PACE_PLACES))
        observation = item.observation.id if item.observation else None
        reply = package.explanations.get(item.target.id)
        periods = (item.periods_met, item.periods_reported) if item.periods_reported else (None, None)
        origin = None if item.baseline is None else "derived" if item.derived else "printed"
        return (
            *(item.target.id, observation, item.as_of, item.reporting, item.progress, *shares),
            *(words(item, language) for language in spoken(package.languages)),
            *(item.due, item.rule, item.reason, item.result.value if item.result else None),
            *(item.baseline, origin, item.half, *periods),
            tuple(part.id for part in item.result.parts) if item.result else None,
            tuple(earlier.id for earlier in item.replaced),
            item.result.qualifier if item.result else None,
            standings.restates.get(item.target.id),
            tuple(other.id for other in item.set_aside),
            item.across_break,
            item.successor.later.id if item.reason is Reason.SUPERSEDED and item.successor else None,
            item.result is not None and item.result.uncertain,
            None if item.bound is Qualifier.EXACT else item.bound,
            *cells(reply.text if reply else Text(), package.languages),
            *((reply.date, reply.responsible) if reply else (None, None)),
        )

    return table("assessments", map(row, standings.targets.values()), package.languages)


def _rounded(value: Decimal | None, places: int) -> Decimal | None:
    return None if value is None else rounded(value, places)


def deliverables(package: Package, standings: Standings) -> FilledTable:
    """Things to be done, with the latest report on each and the day that holds now."""
    told = standings.deliverables

    def latest(attribute: str) -> Callable[[Deliverable], Any]:
        take = attrgetter(attribute)
        return lambda item: take(told[item.id].latest) if told[item.id].latest else None

    def evidence(item: Deliverable) -> Text:
        report = told[item.id].latest
        return report.evidence if report else Text()

    def stated(item: Deliverable) -> str:
        return package.goals[item.goal_id].document_id

    def dated(item: Deliverable) -> tuple[str | None, str | None]:
        """The document and the place that name the day that holds now."""
        report = told[item.id].dated_by
        if report is not None:
            return report.document_id, report.locator
        return (stated(item), item.locator) if item.due else (None, None)

    beside: Beside = {
        "goal_id": attrgetter("goal_id"),
        "document_id": stated,
        "state": lambda item: told[item.id].state,
        "state_as_of": latest("as_of"),
        "state_document_id": latest("document_id"),
        "state_locator": latest("locator"),
        **in_languages("evidence", evidence, package.languages),
        "overdue": lambda item: told[item.id].overdue,
        "current_due": lambda item: told[item.id].current_due,
        "current_due_document_id": lambda item: dated(item)[0],
        "current_due_locator": lambda item: dated(item)[1],
        "times_put_off": lambda item: told[item.id].times_put_off,
        "current_overdue": lambda item: told[item.id].current_overdue,
    }
    return authored_table(
        "deliverables", (item.deliverable for item in told.values()), beside, package.languages
    )


def planned(package: Package, standings: Standings) -> FilledTable:
    """How much of a target is to be reached by a day, where a document plans the way, and whether it was."""
    told = {item.planned.id: item for items in standings.milestones.values() for item in items}

    def compared(item: Planned) -> str | None:
        result = told[item.id].result
        return result.last.id if result else None

    beside: Beside = {
        "document_id": attrgetter("citation.document_id"),
        "reached": lambda item: told[item.id].state,
        "observation_id": compared,
    }
    items = (item for target in package.targets.values() for item in target.planned)
    return authored_table("planned", items, beside, package.languages)


def findings(package: Package, standings: Standings) -> FilledTable:
    """Published figures that do not agree with each other; `rows` are `<table>/<id>`."""

    def row(item: Finding) -> tuple[Any, ...]:
        found = package.explanations.get(item.id)
        explanation = cells(found.text if found else Text(), package.languages)
        statements = (statement(package, item, language) for language in spoken(package.languages))
        return (
            *(item.id, item.kind, item.indicator_id),
            tuple(f"{table_of(cited)}/{cited.id}" for cited in item.rows),
            *(item.stated, rounded(item.computed, 4), sum_of(item, FALLBACK)),
            *(*statements, *cells(item.note, package.languages), *explanation),
            *((found.date, found.responsible) if found else (None, None)),
        )

    return table("findings", map(row, standings.findings), package.languages)


def derived(package: Package, standings: Standings) -> FilledTable:
    """Stocks before their increment: computed from two printed numbers, and printed nowhere."""
    rows = (
        (
            f"{table_of(item.total)}/{item.total.id}",
            *(item.indicator_id, item.area_id, item.day, item.value),
            f"{table_of(item.total)}/{item.total.id}",
            f"{table_of(item.increment)}/{item.increment.id}",
            derivation(item, FALLBACK),
        )
        for item in standings.starts.values()
    )
    return table("derived", rows, package.languages)
