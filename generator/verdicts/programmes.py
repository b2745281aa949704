"""What became of programmes: what each document says of one, and which later documents never speak of it again.

A document speaks of a programme where it names it, states or reports something that belongs to it, or reports a figure
of an indicator that does. Statistical tables name nothing, and in a text that is not archived nobody could look: the
silence of both says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.core.codes import DocumentKind, Saying
from generator.core.grouping import grouped
from generator.core.model import Deliverable, Document, Goal, Mention, Package, Programme, Progress, Target
from generator.verdicts.coverage import responsible
from generator.verdicts.known import known_on


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


def stories(package: Package, reported: Mapping[str, Sequence[str]], day: date) -> Mapping[str, Story]:
    """What became of each programme of a package by what was known on a day, by its id; none of which nothing was known.

    `reported` has the documents that report figures of an indicator, for each that belongs to a programme, and those with
    whose figures a target was compared, for each target that does.
    """
    teller = _Teller(known_on(package, day), reported, day)
    told = ((item, teller.chapters(item)) for item in package.programmes.values())
    return {item.id: teller.story(item, chapters) for item, chapters in told if chapters}


class _Teller:
    """What a package says, by what it says it of: each programme is told without a look at the others."""

    def __init__(self, package: Package, reported: Mapping[str, Sequence[str]], day: date) -> None:
        self.package, self.reported = package, reported
        # Documents without a day of issue come in the order of the package.
        self.documents = sorted(package.documents.values(), key=lambda item: item.issued)
        self.issued = [item for item in self.documents if item.issued <= day and _can_be_silent(item)]
        self.mentions = grouped((item.programme_id, item) for item in package.mentions.values())
        self.progress = grouped(
            (item.deliverable_id, (number, item)) for number, item in enumerate(package.progress)
        )
        self.targets = grouped((item.indicator_id, item) for item in package.targets.values())
        self.position = {name: number for number, name in enumerate(package.targets)}

    def chapters(self, programme: Programme) -> tuple[Chapter, ...]:
        """What the documents say of a programme, in the order in which they were issued."""
        package = self.package
        targets = {
            item.id: item
            for item in (
                *map(package.targets.__getitem__, programme.targets),
                *(item for name in programme.indicators for item in self.targets.get(name, ())),
            )
        }
        goals = map(package.goals.__getitem__, programme.goals)
        things = [*map(package.deliverables.__getitem__, programme.deliverables)]
        of = package.goals
        mentions = grouped((item.document_id, item) for item in self.mentions.get(programme.id, ()))
        stated = grouped((item.document_id, item) for item in goals)
        promised = grouped(
            (targets[name].citation.document_id, targets[name])
            for name in sorted(targets, key=self.position.__getitem__)
        )
        to_do = grouped((of[item.goal_id].document_id, item) for item in things)
        states = [pair for thing in things for pair in self.progress.get(thing.id, ())]
        done = grouped((item.document_id, item) for _, item in sorted(states, key=lambda pair: pair[0]))
        measured = grouped(self._measured(programme))
        found = (
            Chapter(
                document,
                tuple(mentions.get(document.id, ())),
                tuple(stated.get(document.id, ())),
                tuple(promised.get(document.id, ())),
                tuple(to_do.get(document.id, ())),
                tuple(done.get(document.id, ())),
                tuple(measured.get(document.id, ())),
            )
            for document in self.documents
        )
        return tuple(item for item in found if item.mentions or item.promises or item.reports)

    def _measured(self, programme: Programme) -> Iterator[tuple[str, str]]:
        """The indicators of a programme, each with every document that reports figures of it."""
        told = {name: {*self.reported.get(name, ())} for name in programme.indicators}
        for name in programme.targets:
            told.setdefault(self.package.targets[name].indicator_id, set()).update(
                self.reported.get(name, ())
            )
        yield from ((document, name) for name, documents in told.items() for document in documents)

    def story(self, programme: Programme, chapters: tuple[Chapter, ...]) -> Story:
        """What became of it, by its chapters and by what was issued since."""
        last = max(item.document.issued for item in chapters)
        silent = tuple(item for item in self.issued if item.issued > last)
        return Story(programme, chapters, silent, _outcome(chapters, silent=bool(silent)))


def _can_be_silent(document: Document) -> bool:
    """Whether verifying holds every name against its text."""
    return document.kind is not DocumentKind.DATASET and bool(document.archive_sha256)


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
