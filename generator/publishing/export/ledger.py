"""The tables of what documents say: rows out of the ledger, as they stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter

from generator.comparing.revisions import Revision
from generator.core.model import Goal, Named, Observation, Package, Target, Text
from generator.publishing.export.filled import Beside, FilledTable, authored_table, table


def both(text: Text) -> tuple[str, str]:
    """A text as two cells."""
    return text.zh, text.en


def documents(package: Package) -> FilledTable:
    """The official documents."""
    return authored_table("documents", package.documents.values(), {})


def goals(package: Package) -> FilledTable:
    """The numbered aims of plan documents."""

    def section(goal: Goal) -> Text:
        sections = package.documents[goal.document_id].sections
        return sections.get(goal.locator.rpartition("/")[0], Text("", ""))

    beside: Beside = {
        "document_id": attrgetter("document_id"),
        "number": attrgetter("number"),
        "section_zh": lambda goal: section(goal).zh,
        "section_en": lambda goal: section(goal).en,
    }
    return authored_table("goals", package.goals.values(), beside)


def indicators(package: Package) -> FilledTable:
    """What is measured."""
    return authored_table("indicators", package.indicators.values(), {"theme_id": attrgetter("theme_id")})


def targets(package: Package, restates: Mapping[str, str]) -> FilledTable:
    """Numbers to reach; `restates` maps a target that repeats an earlier promise to the first."""

    def first(target: Target) -> str | None:
        return restates.get(target.id)

    beside: Beside = {
        "goal_id": attrgetter("goal_id"),
        "document_id": attrgetter("citation.document_id"),
        "restates": first,
    }
    return authored_table("targets", package.targets.values(), beside)


def planned(package: Package) -> FilledTable:
    """How much of a target is to be reached by a day, where a document plans the way."""
    items = (item for target in package.targets.values() for item in target.planned)
    return authored_table("planned", items, {"document_id": attrgetter("citation.document_id")})


def observations(package: Package) -> FilledTable:
    """Reported numbers, with a column for each breakdown."""
    dimensions = {item.id: tuple(item.values) for item in package.dimensions.values()}

    def code(dimension: str) -> Callable[[Observation], str | None]:
        return lambda item: dict(item.breakdown).get(dimension)

    beside: Beside = {
        "document_id": attrgetter("citation.document_id"),
        "published": lambda item: package.documents[item.citation.document_id].published,
        **{name: code(name) for name in dimensions},
    }
    return authored_table("observations", package.observations.values(), beside, dimensions)


def progress(package: Package) -> FilledTable:
    """What every report says of a deliverable, the earlier ones too."""
    return authored_table("progress", package.progress, {"document_id": attrgetter("document_id")})


def claims(package: Package) -> FilledTable:
    """What documents say in words of all targets of a period."""
    return authored_table("claims", package.claims.values(), {"document_id": attrgetter("document_id")})


def relations(package: Package) -> FilledTable:
    """How indicators are bound to each other, so that their figures can be held against each other."""
    return authored_table("relations", package.relations, {})


def corrections(package: Package) -> FilledTable:
    """Every later change of a published figure."""
    return authored_table("corrections", package.corrections, {})


def revisions(found: Iterable[Revision]) -> FilledTable:
    """Every change ever made to a published figure or verdict, as git knows them; what a row names may be gone."""
    rows = (
        (
            *(item.id, item.day, item.commit, item.table, item.key, item.field, item.old, item.new),
            *(item.document_id, *both(item.reason), item.responsible, item.subject, item.carried),
        )
        for item in found
    )
    return table("revisions", rows)


def code_list(name: str, entries: Mapping[str, Named]) -> FilledTable:
    """A code list: themes, organisations, areas or units."""
    return authored_table(name, entries.values(), {})
