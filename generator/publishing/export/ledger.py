"""The tables of what documents say: rows out of the ledger, as they stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from generator.comparing.deltas import Delta
from generator.comparing.former import Former
from generator.comparing.revisions import Revision, turned
from generator.core.chained import Chained
from generator.core.coded import combined
from generator.core.formulas import written_out
from generator.core.languages import column
from generator.core.model import Document, Goal, Package, Target
from generator.core.phrases import Text
from generator.core.reported import Block, Reported
from generator.format.published import BREAKDOWN, key_of, published_fields
from generator.format.tables import OBSERVATIONS
from generator.publishing.export.breakdowns import keys, path_of
from generator.publishing.export.filled import (
    Beside,
    FilledTable,
    authored_columns,
    authored_table,
    cell,
    cells,
    of_columns,
    table,
)


def in_languages(name: str, take: Callable[[Any], Text], languages: Iterable[str]) -> Beside:
    """How to take each column of a text `name` that stands beside those of the authors."""
    return {column(name, tag): partial(_own, take, tag) for tag in languages}


def _own(take: Callable[[Any], Text], tag: str, item: Any) -> str:
    return take(item).own(tag)


def documents(package: Package) -> FilledTable:
    """The official documents."""
    return authored_table(
        "documents", package.documents.values(), {"issued": attrgetter("issued")}, package.languages
    )


def goals(package: Package) -> FilledTable:
    """The numbered aims of plan documents."""

    def section(goal: Goal) -> Text:
        sections = package.documents[goal.document_id].sections
        return sections.get(goal.locator.rpartition("/")[0], Text())

    beside: Beside = {
        "document_id": attrgetter("document_id"),
        "number": attrgetter("number"),
        **in_languages("section", section, package.languages),
    }
    return authored_table("goals", package.goals.values(), beside, package.languages)


def indicators(package: Package) -> FilledTable:
    """What is measured."""
    return authored_table(
        "indicators", package.indicators.values(), {"theme_id": attrgetter("theme_id")}, package.languages
    )


def targets(package: Package, restates: Mapping[str, str]) -> FilledTable:
    """Numbers to reach; `restates` maps a target that repeats an earlier promise to the first."""

    def first(target: Target) -> str | None:
        return restates.get(target.id)

    beside: Beside = {
        "goal_id": attrgetter("goal_id"),
        "document_id": attrgetter("citation.document_id"),
        "restates": first,
    }
    return authored_table("targets", package.targets.values(), beside, package.languages)


def observations(package: Package, columns: Mapping[str, Sequence[str]]) -> FilledTable:
    """Reported numbers, out of the columns that `observation_columns` gives, each with the key of its breakdown."""
    paths = columns.get(BREAKDOWN)
    short = (
        {} if paths is None else {BREAKDOWN: paths.map(keys) if isinstance(paths, Chained) else keys(paths)}
    )
    return of_columns("observations", {**columns, **short}, package.languages)


def observation_columns(package: Package) -> Mapping[str, Sequence[str]]:
    """The observations of a package as columns, by name: published texts, each column as long as there are rows.

    Besides the published columns a package with dimensions has `breakdown`, in its long form: the dimensions and values
    of a row as they stand in its id (`sex/female/age/0-14`), nothing for the total. This is the one place at which
    observations leave the ledger for the downloads.
    """
    documents = package.documents
    if isinstance(package.observations, Reported):
        return _of_blocks(package, package.observations)
    beside: Beside = {
        "document_id": attrgetter("citation.document_id"),
        "published": lambda item: documents[item.citation.document_id].published,
    }
    if package.dimensions:
        beside = {**beside, BREAKDOWN: lambda item: path_of(item.breakdown)}
    return authored_columns("observations", package.observations.values(), beside, package.languages)


def _of_blocks(package: Package, observations: Reported) -> Mapping[str, Sequence[str]]:
    """The same of observations that are columns already: no value of the ledger is made for it, and no text of a file of
    which nobody asks for one.
    """
    names = [
        item.name
        for item in published_fields("observations", package.languages, broken_down=bool(package.dimensions))
    ]
    return {
        name: Chained(
            (len(block.rows), partial(_texts, name, block, package.documents[block.document_id]))
            for block in observations.blocks
        )
        for name in names
    }


def _texts(name: str, block: Block, document: Document) -> Sequence[str]:
    """A published column of the observations of a file, each of its texts."""
    (key,) = key_of("observations")
    always = {"document_id": document.id, "published": cell(document.published)}
    if name in always:
        return [always[name]] * len(block.rows)
    if name == key:
        return list(block.of("id"))
    if name == BREAKDOWN:
        return list(combined(path_of, block.of("breakdown")))
    written = block.of(name) if name == OBSERVATIONS.unit_id.name else block.meant(block.written[name])
    return list(combined(cell, written))


def progress(package: Package) -> FilledTable:
    """What every report says of a deliverable, the earlier ones too."""
    return authored_table(
        "progress", package.progress, {"document_id": attrgetter("document_id")}, package.languages
    )


def claims(package: Package) -> FilledTable:
    """What documents say in words of all targets of a period."""
    return authored_table(
        "claims", package.claims.values(), {"document_id": attrgetter("document_id")}, package.languages
    )


def relations(package: Package) -> FilledTable:
    """How indicators are bound to each other, so that their figures can be held against each other."""
    return authored_table("relations", package.relations, {}, package.languages)


def programmes(package: Package) -> Iterator[FilledTable]:
    """What people know by a name, and what documents say of it; nothing where the package lists none."""
    if package.programmes:
        yield authored_table("programmes", package.programmes.values(), {}, package.languages)
        documents = {"document_id": attrgetter("document_id")}
        yield authored_table("mentions", package.mentions.values(), documents, package.languages)


def corrections(package: Package) -> FilledTable:
    """Every later change of a published figure."""
    return authored_table("corrections", package.corrections, {}, package.languages)


def revisions(package: Package, found: Iterable[Revision]) -> FilledTable:
    """Every change ever made to a published figure or verdict, as git knows them; what a row names may be gone.

    Nobody can write anew what was said then: what would be a formula is written so that it is none.
    """
    rows = (
        (
            *(item.id, item.day, item.commit, item.table, item.key, item.field),
            *(written_out(item.old), written_out(item.new)),
            *(
                item.document_id,
                *cells(item.reason, package.languages),
                item.responsible,
                written_out(item.subject),
                item.carried,
            ),
        )
        for item in found
    )
    return table("revisions", rows, package.languages)


def versions(package: Package, found: Iterable[Delta]) -> FilledTable:
    """What each version did, in rows of each table."""
    rows = (
        (
            *(item.id, item.version, item.day, item.commit, item.table),
            *(item.added, item.changed, item.removed, item.renamed),
        )
        for item in found
    )
    return table("versions", rows, package.languages)


def turned_verdicts(package: Package, found: Iterable[Revision]) -> FilledTable:
    """Which correction turned which verdict."""
    pairs = {(item.id, verdict.id): verdict for item, verdict in turned(found, package.corrections)}
    rows = ((*ids, verdict.key, verdict.old, verdict.new) for ids, verdict in pairs.items())
    return table("turned", rows, package.languages)


def former_ids(package: Package, found: Iterable[Former]) -> FilledTable:
    """The ids that are no more, and what has their place."""
    rows = (
        (
            *(f"{item.table}/{item.id}", item.table, item.id, item.now),
            *(item.revision.day, item.revision.commit),
            *cells(item.revision.reason, package.languages),
        )
        for item in found
    )
    return table("former_ids", rows, package.languages)


def code_list(package: Package, name: str) -> FilledTable:
    """A code list: themes, organisations, areas or units."""
    return authored_table(name, getattr(package, name).values(), {}, package.languages)
