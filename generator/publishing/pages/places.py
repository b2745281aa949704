"""Places in a document: its outline, and how a locator reads to people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator.core import sources
from generator.core.codes import DocumentKind
from generator.core.figures.numerals import read_han
from generator.core.grouping import grouped
from generator.core.languages import scripts
from generator.core.model import Document, Goal, Observation, Period
from generator.core.phrases import as_written, joined, mapped
from generator.core.reported import Reported, different, in_groups
from generator.publishing.pages.origins import known
from generator.publishing.pages.shown import OutlineEntry, Series, Shown
from generator.wording.explain import said

_SCRIPT = "CJK"
_NUMERAL = "[一二三四五六七八九十百]+"
_MARKS = (
    ("plain", re.compile(rf"({_NUMERAL})")),
    ("bracket", re.compile(rf"\(({_NUMERAL}|[0-9]+)\)")),
    ("digits", re.compile(r"([0-9]+)")),
    ("chapter", re.compile(rf"第({_NUMERAL})章")),
    ("section", re.compile(rf"第({_NUMERAL})节")),
)
"""The ways in which official documents number their parts."""

_CELL = re.compile("#[A-Z]{1,3}[1-9][0-9]*")
"""A cell of a statistical table."""


@sources.kept
def mark(part: str, language: str) -> str:
    """One step of a locator as a heading bears it: `一、` and `1.`, `（四）` and `(4)`, `第五章` and `Chapter 5`.

    Numerals are Arabic to readers of other scripts. Empty where the step is no number but a title.
    """
    for kind, pattern in _MARKS:
        if found := pattern.fullmatch(part):
            number = found[1] if _SCRIPT in scripts(language) else _arabic(found[1])
            return said(language, f"mark.{kind}", number=number)
    return ""


def _arabic(numeral: str) -> str:
    return numeral if numeral.isascii() else str(read_han(numeral))


@sources.kept
def _step(part: str, language: str) -> str:
    if _CELL.fullmatch(part):
        return said(language, "source.cell", cell=part.removeprefix("#"))
    return mapped(mark(part, language), lambda text: text.rstrip("、."))


def anchor(locator: str) -> str:
    """The name that a place of a document has on its page; that of a finding or a claim on theirs."""
    return locator.replace("/", "-").replace("(", "").replace(")", "")


def place(document: Document, locator: str, language: str, written: str) -> str:
    """A locator in words: `二 › （三） › 10`, `Key goals › 5`; a step that is a title is given in the language.

    `written` is the language of the document, in which a title stands that is given in no other.
    """
    steps, at = [], ""
    for part in locator.split("/"):
        at = f"{at}/{part}" if at else part
        titled = document.sections.get(at)
        steps.append(
            _step(part, language) or (titled[language] if titled else as_written(part, written, language))
        )
    return joined(steps, " › ")


def outline(view: Shown, document: Document) -> list[OutlineEntry]:
    """A document's sections in its own order, each with what stands directly in it."""
    goals: defaultdict[str, list[Goal]] = defaultdict(list)
    whole: dict[str, Goal] = {}
    for goal in view.goals_by_document[document.id]:
        if goal.locator in document.sections:
            whole[goal.locator] = goal
            continue
        goals[_within(document, goal.locator)].append(goal)
    # What was not known by the day is held against no target, and so it stands on no page.
    known = (check.claim for check in view.standings.claims)
    claims = grouped((item.citation.locator, item) for item in known if item.document_id == document.id)
    rows = list(_rows(view, document))
    series = _series(held for _, held in rows)
    progress = grouped(
        (_within(document, item.locator), item)
        for item in view.package.progress
        if item.document_id == document.id
    )
    # What a goal promises is told with the goal, and once more in the section that prints it apart from the goal.
    homes = {goal.id: _within(document, goal.locator) for goal in view.goals_by_document[document.id]}
    targets = grouped(
        (at, item)
        for item in view.package.targets.values()
        if item.goal_id in homes and (at := _within(document, item.citation.locator)) != homes[item.goal_id]
    )
    deliverables = grouped(
        (at, item)
        for item in view.package.deliverables.values()
        if item.goal_id in homes and (at := _within(document, item.locator)) != homes[item.goal_id]
    )
    figures = grouped(
        (item.citation.locator, item)
        for observations, held in rows
        if held.apart
        for item in observations.values()
        if item.citation.locator in document.sections
    )
    told = {*goals, *whole, *targets, *deliverables, *claims, *progress}
    filled = {above for at in told for above in _upwards(at)}.union(*(held.at for _, held in rows))
    return [
        OutlineEntry(
            locator,
            title,
            locator.count("/") + 1,
            whole.get(locator),
            tuple(goals[locator]),
            tuple(targets[locator]),
            tuple(deliverables[locator]),
            tuple(figures[locator]),
            tuple(claims[locator]),
            tuple(series[locator]),
            tuple(progress[locator]),
            locator not in filled,
        )
        for locator, title in document.sections.items()
    ]


HELD = "held"
"""How a store calls what `known` has of the places of observations."""


@dataclass(frozen=True, slots=True)
class _Held:
    """Where some observations of a document stand: the sections that hold any, those above them among them, whether any stands
    at a section itself, `apart` from tables, and how many of an indicator stand in tables, with their first and last day, by
    section and indicator.
    """

    at: frozenset[str]
    apart: bool
    in_tables: Mapping[tuple[str, str], tuple[int, date, date]]


def _rows(view: Shown, document: Document) -> Iterator[tuple[Mapping[str, Observation], _Held]]:
    """The observations of a document, those of a large package file by file, and where they stand."""
    observations = view.observations_by_document.get(document.id, {})
    if not isinstance(observations, Reported):
        yield observations, _held(document, observations)
        return
    for block in observations.blocks:
        rows = Reported((block,))
        yield rows, known(HELD, view.origins.file(block.file), partial(_held, document, rows))


def _held(document: Document, observations: Mapping[str, Observation]) -> _Held:
    """Where some observations of a document stand. What the tables of a statistical document hold is told by section: its rows
    are too many to be listed one by one.
    """
    cited = different(observations, "citation.locator")
    at = frozenset(above for place in cited for above in _upwards(place) if above in document.sections)
    apart = not cited.isdisjoint(document.sections)

    def place(locator: str, indicator_id: str) -> tuple[str, str] | None:
        inside = locator not in document.sections
        return (section_of(document, locator), indicator_id) if inside else None

    tables: dict[tuple[str, str], tuple[int, date, date]] = {}
    if document.kind is DocumentKind.DATASET:
        for key, figures in in_groups(observations, place, "citation.locator", "indicator_id").items():
            if key is not None:
                periods = different(figures, "period")
                days = min(item.start for item in periods), max(item.end for item in periods)
                tables[key] = len(figures), *days
    return _Held(at, apart, tables)


def _series(held: Iterable[_Held]) -> Mapping[str, list[Series]]:
    """What the tables of a document hold, by section."""
    found: dict[tuple[str, str], tuple[int, date, date]] = {}
    for item in held:
        for key, (count, start, end) in item.in_tables.items():
            before = found.get(key, (0, start, end))
            found[key] = before[0] + count, min(before[1], start), max(before[2], end)
    return grouped(
        (section, Series(indicator, count, Period(start, end)))
        for (section, indicator), (count, start, end) in found.items()
    )


def _upwards(locator: str) -> Iterator[str]:
    """A place and those above it."""
    while locator:
        yield locator
        locator = locator.rpartition("/")[0]


def _within(document: Document, locator: str) -> str:
    """The section that holds a place: the place itself, or the innermost one above it."""
    while locator not in document.sections and "/" in locator:
        locator = locator.rpartition("/")[0]
    return locator


def section_of(document: Document, locator: str) -> str:
    """The locator of the innermost section above a place; empty when there is none."""
    at = locator.rpartition("/")[0]
    while at and at not in document.sections:
        at = at.rpartition("/")[0]
    return at
