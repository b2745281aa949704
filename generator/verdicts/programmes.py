"""What became of programmes: what each document says of one, and which later documents never speak of it again.

A document speaks of a programme where it names it, states or reports something that belongs to it, or reports a figure
of an indicator that does. Statistical tables name nothing, so their silence says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.core.codes import DocumentKind, Saying
from generator.core.model import Deliverable, Document, Goal, Mention, Package, Programme, Progress, Target
from generator.verdicts.coverage import responsible


class Outcome(StrEnum):
    """What the documents that are held say of a programme in the end.

    `silent`: it was promised last, and every later document is silent on it. `promised_again`: the last that speak of it
    promise again. `announced`: it was promised, and no later document is held. `reported`: none promised anything later
    than the last report on it. `existing`: the last to speak of it takes it as something that is there, and none reports.
    """

    SILENT = "silent"
    PROMISED_AGAIN = "promised_again"
    ANNOUNCED = "announced"
    REPORTED = "reported"
    EXISTING = "existing"


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one document says of a programme; `indicators` are those of which it reports figures of it."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    goals: tuple[Goal, ...] = ()
    targets: tuple[Target, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    progress: tuple[Progress, ...] = ()
    indicators: tuple[str, ...] = ()

    @property
    def promises(self) -> bool:
        """Whether it speaks of what is to come."""
        said = any(item.says is Saying.PROMISED for item in self.mentions)
        return said or bool(self.goals or self.targets or self.deliverables)

    @property
    def reports(self) -> bool:
        """Whether it says what was done."""
        said = any(item.says is Saying.REPORTED for item in self.mentions)
        return said or bool(self.progress or self.indicators)

    @property
    def takes_as_there(self) -> bool:
        """Whether it speaks of it as something that is there."""
        return any(item.says is Saying.EXISTING for item in self.mentions)


@dataclass(frozen=True, slots=True)
class Story:
    """A programme over the years: `chapters` in the order in which the documents were issued, the `silent` ones that came
    after the last of them, and what came of it.
    """

    programme: Programme
    chapters: tuple[Chapter, ...]
    silent: tuple[Document, ...]
    outcome: Outcome

    @property
    def first(self) -> Document:
        """The first document that speaks of it."""
        return self.chapters[0].document

    @property
    def last(self) -> Document:
        """The last document that speaks of it."""
        return self.chapters[-1].document

    @property
    def reported_by(self) -> Document | None:
        """The last document that says what was done; None where none does."""
        return next((item.document for item in reversed(self.chapters) if item.reports), None)


def answering(package: Package, story: Story) -> tuple[str, ...]:
    """The organisations that answer for a programme: those for the goals to which what belongs to it stands.

    Where it has part in no goal, those that issued the documents which speak of it.
    """
    goals = [
        name
        for item in story.chapters
        for name in (
            *(goal.id for goal in item.goals),
            *(target.goal_id for target in item.targets),
            *(thing.goal_id for thing in item.deliverables),
        )
    ]
    units = [unit for name in dict.fromkeys(goals) for unit in responsible(package, package.goals[name])]
    return tuple(dict.fromkeys(units or (item.document.publisher_id for item in story.chapters)))


def stories(package: Package, reported: Mapping[str, Sequence[str]]) -> Mapping[str, Story]:
    """What became of each programme of a package, by its id.

    `reported` has the documents that report figures of an indicator, for each that belongs to a programme, and those with
    whose figures a target was compared, for each target that does.
    """
    # Documents without a day of issue come in the order of the package.
    documents = sorted(package.documents.values(), key=lambda item: item.issued)
    return {item.id: _story(package, item, documents, reported) for item in package.programmes.values()}


def _story(
    package: Package,
    programme: Programme,
    documents: Sequence[Document],
    reported: Mapping[str, Sequence[str]],
) -> Story:
    targets = [
        item
        for item in package.targets.values()
        if item.id in programme.targets or item.indicator_id in programme.indicators
    ]
    measured = {name: {*reported.get(name, ())} for name in programme.indicators}
    for name in programme.targets:
        told = measured.setdefault(package.targets[name].indicator_id, set())
        told.update(reported.get(name, ()))
    found = []
    for document in documents:
        chapter = Chapter(
            document,
            tuple(
                item
                for item in package.mentions.values()
                if (item.programme_id, item.document_id) == (programme.id, document.id)
            ),
            tuple(
                package.goals[name]
                for name in programme.goals
                if package.goals[name].document_id == document.id
            ),
            tuple(item for item in targets if item.citation.document_id == document.id),
            tuple(
                item
                for item in map(package.deliverables.__getitem__, programme.deliverables)
                if package.goals[item.goal_id].document_id == document.id
            ),
            tuple(
                item
                for item in package.progress
                if item.document_id == document.id and item.deliverable_id in programme.deliverables
            ),
            tuple(name for name, told in measured.items() if document.id in told),
        )
        if chapter.mentions or chapter.promises or chapter.reports:
            found.append(chapter)
    last = max((item.document.issued for item in found), default=date.min)
    silent = tuple(item for item in documents if item.issued > last and item.kind is not DocumentKind.DATASET)
    return Story(programme, tuple(found), silent, _outcome(found, silent=bool(silent)))


def _outcome(chapters: Sequence[Chapter], *, silent: bool) -> Outcome:
    """By the last word. Who promises and reports on one day reports; who promises more of what is there promises."""
    promised = [item.document.issued for item in chapters if item.promises]
    done = max((item.document.issued for item in chapters if item.reports), default=date.min)
    there = max((item.document.issued for item in chapters if item.takes_as_there), default=date.min)
    last = max(promised, default=date.min)
    if not promised or done >= last or there > last:
        return Outcome.EXISTING if done == date.min else Outcome.REPORTED
    if silent:
        return Outcome.SILENT
    return Outcome.PROMISED_AGAIN if done > date.min or last > min(promised) else Outcome.ANNOUNCED
