"""The tables of what documents say: rows out of the ledger, as they stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.comparing.revisions import Revision
from generator.core.model import Named, Package, Text
from generator.publishing.export.tables import Table, table


def both(text: Text) -> tuple[str, str]:
    """A text as two cells."""
    return text.zh, text.en


def documents(package: Package) -> Table:
    """The official documents."""
    columns = "document_id title_zh title_en kind publisher_id period_start period_end published? completeness archive_sha256 notes_zh? notes_en?"
    rows = (
        (
            *(item.id, *both(item.title), item.kind, item.publisher_id, item.period.start, item.period.end),
            *(item.published, item.completeness, item.archive_sha256, *both(item.notes)),
        )
        for item in package.documents.values()
    )
    return table("documents", columns, rows)


def goals(package: Package) -> Table:
    """The numbered aims of plan documents."""
    columns = (
        "goal_id document_id number section_zh? section_en? title_zh title_en summary_zh summary_en "
        "themes organisations? officers? continues?"
    )

    def rows() -> Iterator[tuple[Any, ...]]:
        for goal in package.goals.values():
            sections = package.documents[goal.document_id].sections
            section = sections.get(goal.locator.rpartition("/")[0], Text("", ""))
            names = (*both(section), *both(goal.title), *both(goal.summary))
            yield (
                goal.id,
                goal.document_id,
                goal.number,
                *names,
                goal.themes,
                goal.organisations,
                goal.officers,
                goal.continues,
            )

    return table("goals", columns, rows())


def indicators(package: Package) -> Table:
    """What is measured."""
    columns = "indicator_id theme_id title_zh title_en definition_zh definition_en unit_id measure ascending"
    rows = (
        (
            item.id,
            item.theme_id,
            *both(item.title),
            *both(item.definition),
            item.unit_id,
            item.measure,
            item.ascending,
        )
        for item in package.indicators.values()
    )
    return table("indicators", columns, rows)


def targets(package: Package, restates: Mapping[str, str]) -> Table:
    """Numbers to reach; `restates` maps a target that repeats an earlier promise to the first."""
    columns = (
        "target_id goal_id document_id indicator_id area_id period_start period_end comparator value value_upper? "
        "baseline? locator figure? note_zh? note_en? restates? qualifier"
    )
    rows = (
        (
            *(item.id, item.goal_id, item.citation.document_id, item.indicator_id, item.area_id),
            *(
                item.period.start,
                item.period.end,
                item.comparator,
                item.value,
                item.value_upper,
                item.baseline,
            ),
            *(item.citation.locator, item.citation.figure, *both(item.note)),
            *(restates.get(item.id), item.qualifier),
        )
        for item in package.targets.values()
    )
    return table("targets", columns, rows)


def planned(package: Package) -> Table:
    """How much of a target is to be reached by a day, where a document plans the way."""
    columns = "planned_id target_id document_id date value locator figure? note_zh? note_en?"
    rows = (
        (
            *(item.id, item.target_id, item.citation.document_id, item.date, item.value),
            *(item.citation.locator, item.citation.figure, *both(item.note)),
        )
        for target in package.targets.values()
        for item in target.planned
    )
    return table("planned", columns, rows)


def observations(package: Package) -> Table:
    """Reported numbers, with a column for each breakdown."""
    breakdowns = " ".join(f"{dimension}?" for dimension in package.dimensions)
    columns = (
        f"observation_id document_id indicator_id area_id {breakdowns} period_start period_end as_of "
        "value? qualifier obs_status stated_share? stated_change? locator figure? published? "
        "stated_share_figure? stated_change_figure? note_zh? note_en? unit_id"
    )

    def rows() -> Iterator[tuple[Any, ...]]:
        for item in package.observations.values():
            codes = dict(item.breakdown)
            yield (
                *(item.id, item.citation.document_id, item.indicator_id, item.area_id),
                *(codes.get(dimension) for dimension in package.dimensions),
                *(item.period.start, item.period.end, item.as_of, item.value, item.qualifier, item.status),
                *(item.stated_share, item.stated_change, item.citation.locator, item.citation.figure),
                package.documents[item.citation.document_id].published,
                *(item.stated_share_figure, item.stated_change_figure, *both(item.note), item.unit_id),
            )

    codes_of = {item.id: tuple(item.values) for item in package.dimensions.values()}
    return table("observations", columns, rows(), codes_of)


def claims(package: Package) -> Table:
    """What documents say in words of all targets of a period."""
    columns = "claim_id document_id period_start period_end as_of share locator figure? note_zh? note_en?"
    rows = (
        (
            *(item.id, item.document_id, item.period.start, item.period.end, item.as_of, item.share),
            *(item.citation.locator, item.citation.figure, *both(item.note)),
        )
        for item in package.claims.values()
    )
    return table("claims", columns, rows)


def relations(package: Package) -> Table:
    """How indicators are bound to each other, so that their figures can be held against each other."""
    columns = "relation_id relation indicator_id others note_zh? note_en?"
    rows = (
        (
            f"{item.kind}/{item.indicator_id}/{'/'.join(item.others)}",
            item.kind,
            item.indicator_id,
            item.others,
            *both(item.note),
        )
        for item in package.relations
    )
    return table("relations", columns, rows)


def corrections(package: Package) -> Table:
    """Every later change of a published figure."""
    columns = "correction_id table key field old? new? date reason_zh reason_en responsible"
    rows = (
        (
            *(
                f"{item.table}/{item.key}/{item.field}/{item.date.isoformat()}",
                item.table,
                item.key,
                item.field,
            ),
            *(item.old, item.new, item.date, *both(item.reason), item.responsible),
        )
        for item in package.corrections
    )
    return table("corrections", columns, rows)


def revisions(found: Iterable[Revision]) -> Table:
    """Every change ever made to a published figure or verdict, as git knows them; what a row names may be gone."""
    columns = "revision_id date commit table key field old? new? document reason_zh? reason_en? responsible? subject?"
    rows = (
        (
            *(item.id, item.day, item.commit, item.table, item.key, item.field, item.old, item.new),
            *(item.document_id, *both(item.reason), item.responsible, item.subject),
        )
        for item in found
    )
    return table("revisions", columns, rows)


def code_list(name: str, key: str, entries: Mapping[str, Named], *, part_of: bool = False) -> Table:
    """A code list: themes, organisations, areas or units."""
    columns = f"{key} title_zh title_en" + (" part_of?" if part_of else "")
    rows = ((item.id, *both(item.title), *([item.part_of] if part_of else [])) for item in entries.values())
    return table(name, columns, rows)
