"""About how many bytes of HTML an entry of a list takes on its page: its texts to the byte, what is around them by size.

A weight is never much below what the template makes of an entry; `test_parts.py` holds both together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.comparing.history import Gap
from generator.comparing.revisions import Revision
from generator.core.model import (
    Claim,
    Document,
    Goal,
    Indicator,
    Mention,
    Named,
    Observation,
    Programme,
    Progress,
    Target,
)
from generator.core.phrases import as_html
from generator.publishing.pages.shown import Shown
from generator.verdicts.assess import Assessment
from generator.verdicts.coverage import responsible
from generator.verdicts.deliverables import DeliverableStanding
from generator.verdicts.findings import Finding, Row
from generator.verdicts.programmes import Chapter, Story
from generator.wording.explain import standing

HEAD = 320
"""Around the heading of a group and the table or list below it."""

FOLD = 590
"""Around a group that can be folded and the table in it, with the way to its own page, without its titles."""

STANDINGS = 1_600
"""The counts of targets by their standing, with the bar above them: there are few marks."""

ROW = 48
"""Around a row of a list that can be filtered, without its cells but the first."""

LINE = 12
"""Around a line of a list, without its texts."""

LINK = 36
"""Around a link, without what it leads to and its words."""

SUB = 30
"""Around words in small type."""

VALUE = 20
"""A figure with its unit, which is short, or a day, or a period."""

MARK = 152
"""Around the words of a mark."""

COUNTED = 70
"""Around a mark that is told with how many bear it."""

CELLS = 420
"""Around the cells of a row in which a target or a finding stands."""

SOURCE = 330
"""Around where a figure stands, without the names of its document and place."""

MOST_YEARS = 40
"""Of how many years an indicator is thought to have figures at most."""

IN_A_LINE = 12
"""How many targets or indicators are named in one line at most."""

REPLACED = 700
"""What is told of a target that has the place of another, without the name of its goal."""


def size(text: str) -> int:
    """Bytes of a text in HTML, with the marks of its languages."""
    return len(as_html(text).encode())


def link(thing: Named | Indicator | Goal | Document, tag: str) -> int:
    """A link to the page of a thing, in its name."""
    return LINK + len(thing.id) + size(thing.title[tag])


def mark(item: Assessment, tag: str) -> int:
    """The mark of a target, with its rider."""
    words, rider = standing(item, tag)
    return MARK + size(words) + (SUB + size(rider) if rider else 0)


def replaced(view: Shown, items: Iterable[Assessment], tag: str) -> int:
    """What is told of targets that have the place of others."""
    found = [step for item in items for step in (item.successor, item.predecessor) if step]
    goals = (view.package.goals[item.target.goal_id] for item in items if item.successor or item.predecessor)
    return len(found) * REPLACED + sum(2 * size(goal.title[tag]) for goal in goals)


def goal(view: Shown, item: Goal, tag: str) -> int:
    """A goal with its summary and the marks of its targets."""
    marks = sum(mark(one, tag) + 20 for one, _ in view.mark_groups(item.id, tag))
    texts = 100 + size(item.locator) + link(item, tag) + size(item.summary[tag])
    return texts + marks + replaced(view, view.assessments_by_goal[item.id], tag)


def listed_goal(view: Shown, item: Goal, tag: str) -> int:
    """A goal in the list of all: with one of its targets, or with what is to be done."""
    codes = (*item.themes, *view.marks_of_goal(item.id))
    own = (
        ROW
        + 60
        + size(item.locator.rpartition("/")[2])
        + sum(len(code) + 1 for code in codes)
        + link(item, tag)
    )
    own += _filtered_by_organisation(view, item)
    promises = view.row_of_goal(item.id, tag)
    if promises:
        named = SUB + size(view.package.indicators[promises[0][0].target.indicator_id].title[tag])
        return own + named + cells(view, promises, tag)
    done = view.deliverables_by_goal[item.id]
    return own + 45 + VALUE + sum(MARK + 40 + COUNTED for _ in {one.state for one in done})


def listed_indicator(view: Shown, item: Indicator, tag: str) -> int:
    """An indicator in the list of all: with its latest promise, or with its latest figure."""
    marks = view.marks_of_indicator(item.id)
    rows = view.observation_counts.get(item.id, 0) + len(view.assessments_by_indicator[item.id])
    filtered = 5 * min(rows, MOST_YEARS) + sum(len(code) + 1 for code in marks)
    own = ROW + filtered + link(item, tag) - LINK // 2
    promises = view.row_of_indicator(item.id, tag)
    if promises:
        return own + cells(view, promises, tag)
    unit = size(view.package.units[item.unit_id].title[tag])
    return own + 45 + 4 * VALUE + unit + SUB


def listed_target(view: Shown, item: Assessment, tag: str) -> int:
    """A target in the list of all."""
    organisations = _filtered_by_organisation(view, view.package.goals[item.target.goal_id])
    named = link(view.package.indicators[item.target.indicator_id], tag) + SUB // 2
    return ROW + 20 + organisations + named + cells(view, [(item, 1)], tag)


def due_target(view: Shown, item: Assessment, tag: str) -> int:
    """A target in the list of what falls due, with its theme and its day."""
    theme = view.package.indicators[item.target.indicator_id].theme_id
    return listed_target(view, item, tag) + 14 + len(theme) + SUB + VALUE


def due_deliverable(view: Shown, item: DeliverableStanding, tag: str) -> int:
    """A thing to be done in the same list."""
    stated = view.package.goals[item.deliverable.goal_id]
    filtered = 30 + sum(len(name) + 1 for name in stated.themes) + _filtered_by_organisation(view, stated)
    named = LINK + len(stated.id) + size(item.deliverable.title[tag]) + SUB + VALUE
    return ROW + filtered + named + 110 * len(item.days) + 2 * SUB + CELLS + MARK


def _filtered_by_organisation(view: Shown, item: Goal) -> int:
    """The organisations by which a goal is filtered, where there are several."""
    if len(view.goals_by_organisation) == 1:
        return 0
    return 22 + sum(len(unit) + 1 for unit in responsible(view.package, item))


def cells(view: Shown, promises: Sequence[tuple[Assessment, int]], tag: str) -> int:
    """What was promised first, its latest result with the day, and how all of them stand, as cells of a row."""
    item = promises[0][0]
    unit = size(view.package.units[view.package.indicators[item.target.indicator_id].unit_id].title[tag])
    result = 75 + 3 * VALUE + unit if item.result else 20
    more = SUB + VALUE if sum(count for _, count in promises) > 1 else 0
    counted = 0 if len(promises) == 1 and promises[0][1] == 1 else COUNTED
    marks = sum(mark(one, tag) + 25 + counted for one, _ in promises) + replaced(view, [item], tag)
    return 20 + SUB + 2 * VALUE + unit + area(view, item.target, tag) + result + more + marks


def tally(counts: Mapping[str, Any]) -> int:
    """How many targets bear each mark: a bar and a line of words."""
    return 100 + (MARK + 130) * len(counts)


def area(view: Shown, item: Target | Observation, tag: str) -> int:
    """The area of a row, where it is not the package's own."""
    return (
        0 if item.area_id == view.package.area_id else SUB + size(view.package.areas[item.area_id].title[tag])
    )


def source(view: Shown, row: Row | Mention, tag: str) -> int:
    """Where a figure stands."""
    document = view.package.documents[row.citation.document_id]
    named = size(document.title[tag]) + 2 * size(row.citation.locator) + len(document.id)
    original = 150 + len(document.address) if document.address else 0
    passage = 90 + len(row.id) if document.id in view.texts else 0
    return SOURCE + named + size(row.citation.figure) + original + passage


def target(view: Shown, item: Assessment, tag: str) -> int:
    """A row of a table of targets, with its goal."""
    stated = view.package.goals[item.target.goal_id]
    note = SUB + size(item.target.note[tag])
    texts = link(view.package.indicators[item.target.indicator_id], tag) + link(stated, tag) + note
    bar = 150 if item.share_done is not None else 0
    return (CELLS + texts + 5 * VALUE + bar + area(view, item.target, tag) + mark(item, tag)) + replaced(
        view, [item], tag
    )


def promise(view: Shown, item: Assessment, tag: str) -> int:
    """A target in a line."""
    named = link(view.package.indicators[item.target.indicator_id], tag)
    return LINE + named + SUB + VALUE + area(view, item.target, tag)


def promised(view: Shown, item: Assessment, tag: str) -> int:
    """A target without its indicator, with its standing."""
    unit = size(view.package.units[view.package.indicators[item.target.indicator_id].unit_id].title[tag])
    return 60 + SUB + 2 * VALUE + unit + mark(item, tag)


def declared_promise(view: Shown, item: Assessment, tag: str) -> int:
    """The same with what was declared of it."""
    return promise(view, item, tag) + replaced(view, [item], tag)


def claim(view: Shown, item: Claim, tag: str) -> int:
    """What is told of a claim besides the targets that it is about."""
    return 900 + size(item.note[tag]) + source(view, item, tag)


def deliverable_line(view: Shown, item: DeliverableStanding, tag: str) -> int:
    """A thing to be done in one line, with its goal."""
    stated = view.package.goals[item.deliverable.goal_id]
    told = 110 * len(item.days) + (50 if item.latest else 0)
    return LINE + SUB + size(item.deliverable.title[tag]) + link(stated, tag) + VALUE + told


def deliverable(view: Shown, item: DeliverableStanding, tag: str) -> int:
    """A thing to be done with everything that was reported of it."""
    texts = size(item.deliverable.title[tag]) + size(item.deliverable.note[tag])
    days = sum(SUB + 120 + told_in(view, one.report, tag) for one in item.days)
    return 300 + texts + days + sum(SUB + report(view, one, tag) for one in item.reports)


def report(view: Shown, item: Progress, tag: str) -> int:
    """What a document reports of a thing to be done."""
    return 130 + size(item.evidence[tag]) + told_in(view, item, tag)


def told_in(view: Shown, item: Progress, tag: str) -> int:
    """The document and place in which it is reported."""
    document = view.package.documents[item.document_id]
    return SUB + link(document, tag) + 2 * size(item.locator) + 20


def observation(view: Shown, item: Observation, tag: str) -> int:
    """A row of a report's figures."""
    package = view.package
    named = (
        SUB + size(package.dimensions[name].title[tag]) + size(package.dimensions[name].values[code][tag])
        for name, code in item.breakdown
    )
    stated = sum(VALUE + 65 for value in (item.stated_change, item.stated_share) if value is not None)
    note = SUB + size(item.note[tag]) if item.note else 0
    cited = 25 + size(item.citation.figure) if item.citation.figure else source(view, item, tag)
    unit = size(package.units[item.unit_id].title[tag])
    words = link(package.indicators[item.indicator_id], tag) + sum(named) + area(view, item, tag)
    return 70 + words + 10 + unit + stated + note + cited


def finding(view: Shown, item: Finding, tag: str) -> int:
    """A finding with its sum and the figures that it cites."""
    explanation = view.package.explanations.get(item.id)
    told = 250 + size(explanation.text[tag]) if explanation else 0
    rows = sum(
        CELLS - 130 + _row_name(view, row, tag) + source(view, row, tag) + _note(row, tag)
        for row in item.rows
    )
    named = link(view.package.indicators[item.indicator_id], tag)
    return 750 + 2 * named + len(item.id) + size(item.note[tag]) + told + rows


def _row_name(view: Shown, row: Row, tag: str) -> int:
    name = getattr(row, "indicator_id", "")
    return size(view.package.indicators[name].title[tag]) if name else 0


def _note(row: Row, tag: str) -> int:
    return SUB + size(row.note[tag])


def revision(view: Shown, item: Revision, tag: str) -> int:
    """A revision in a sentence, with its reason and the ways to what it is about."""
    package = view.package
    named = [
        table[name]
        for table, name in ((package.indicators, item.indicator_id), (package.documents, item.document_id))
        if name in table
    ]
    return (
        300
        + sum(link(thing, tag) + size(thing.title[tag]) for thing in named)
        + size(item.key)
        + size(item.old + item.new)
        + size(item.reason[tag])
        + size(item.responsible)
    )


def programme(item: Story, others: Sequence[Programme], tag: str) -> int:
    """A programme in the list of all: what it is, which documents speak of it first and last, what may be the same."""
    own = item.programme
    perhaps = sum(SUB + 40 + size(other.title[tag]) for other in others)
    return ROW + 190 + 4 * VALUE + len(own.id) + size(own.title[tag]) + perhaps


def chapter(view: Shown, item: Chapter, tag: str) -> int:
    """What a document says of a programme, besides what of its figures and deliverables stands elsewhere."""
    package = view.package
    said = sum(120 + source(view, one, tag) + SUB + size(one.note[tag]) for one in item.mentions)
    goals = sum(LINE + link(one, tag) for one in item.goals)
    things = 120 if item.deliverables else 0
    told = sum(LINE + 60 + size(package.deliverables[one.deliverable_id].title[tag]) for one in item.progress)
    told += sum(report(view, one, tag) for one in item.progress)
    names = (*(one.indicator_id for one in item.targets[:IN_A_LINE]), *item.indicators[:IN_A_LINE])
    figures = sum(LINE + VALUE + SUB + link(package.indicators[name], tag) for name in names)
    return 500 + link(item.document, tag) + said + goals + things + told + figures


def gap(item: Gap) -> int:
    """What could not be read of a commit."""
    return 200 + size(item.file)
