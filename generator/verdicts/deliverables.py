"""How deliverables stand: how far each is by the reports known on a day, the day it was promised for, and the day that
holds now.

The first day that was named is the promise, and no report changes it; a report that names another day puts it off or
brings it forward, and is told beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.core.codes import DeliverableState, Move
from generator.core.model import Deliverable, Progress
from generator.verdicts import rules
from generator.verdicts.results import issue
from generator.verdicts.rules import Place


@dataclass(frozen=True, slots=True)
class NewDay:
    """A `day` that a report names for a deliverable, and what it is beside the day before it."""

    day: date
    move: Move
    report: Progress


@dataclass(frozen=True, slots=True)
class DeliverableStanding:
    """How far a deliverable is on the day `today`.

    `reports` are those known on it, the one that counts last; `days` the days that they name, in the order in which
    they were issued.
    """

    deliverable: Deliverable
    reports: tuple[Progress, ...]
    days: tuple[NewDay, ...]
    today: date

    @property
    def latest(self) -> Progress | None:
        """The report that counts; None where none is known."""
        return self.reports[-1] if self.reports else None

    @property
    def state(self) -> DeliverableState:
        """How far it is; without a report it is planned."""
        return self.latest.state if self.latest else DeliverableState.PLANNED

    @property
    def promised(self) -> date | None:
        """The day of the promise: that of the plan, or the first that a report named where the plan sets none."""
        return self.deliverable.due or (self.days[0].day if self.days else None)

    @property
    def current_due(self) -> date | None:
        """The day that holds now: the latest that a report named, or that of the plan."""
        return self.days[-1].day if self.days else self.deliverable.due

    @property
    def overdue(self) -> bool:
        """Whether the day of the promise has passed without delivery; naming another day changes nothing about that."""
        return self._passed(self.promised)

    @property
    def current_overdue(self) -> bool:
        """Whether the day that holds now has passed without delivery."""
        return self._passed(self.current_due)

    def _passed(self, day: date | None) -> bool:
        return rules.OVERDUE(
            dated=day is not None, day_over=day is not None and self.today > day, state=self.state
        )

    @property
    def dated_by(self) -> Progress | None:
        """The report that named the day that holds now; None where it is the plan's, or where there is none."""
        return self.days[-1].report if self.days else None

    @property
    def times_put_off(self) -> int:
        """How many reports named a later day than the one that held until then."""
        return sum(item.move is Move.LATER for item in self.days)

    @property
    def delivered_by(self) -> date | None:
        """The first day of which it is on record as delivered without a later word against it; None where it is not."""
        first = None
        for report in reversed(self.reports):
            if report.state is not DeliverableState.DELIVERED:
                break
            first = report.as_of
        return first

    @property
    def days_late(self) -> int:
        """By how many days `delivered_by` lies after the day of the promise; 0 where it does not, or either is unknown.

        It is an upper bound: a report tells that a thing is done, seldom on which day it was.
        """
        done, promised = self.delivered_by, self.promised
        return max((done - promised).days, 0) if done and promised else 0

    @property
    def open_until(self) -> date | None:
        """Of one that is delivered: the latest day, not before that of the promise, of which a report still denies it.

        That proves it late; None where no report does.
        """
        done, promised = self.delivered_by, self.promised
        if done is None or promised is None:
            return None
        denied = (
            item.as_of
            for item in self.reports
            if item.state is not DeliverableState.DELIVERED and promised <= item.as_of < done
        )
        return max(denied, default=None)


def assess_deliverable(
    deliverable: Deliverable, reports: Sequence[Progress], today: date
) -> DeliverableStanding:
    """How one deliverable stands on the day `today`, by the reports known on it."""
    known = [item for item in reports if item.known_on(today)]
    ordered = sorted(known, key=_order)
    return DeliverableStanding(deliverable, tuple(ordered), _days(deliverable, known), today)


_order: Callable[[Progress], Any] = rules.REPORTS.by({"as_of": lambda item: item.as_of, "issue": issue})


def _days(deliverable: Deliverable, known: Sequence[Progress]) -> tuple[NewDay, ...]:
    """The days that reports name, each beside the one before it. A word is the later for being issued later."""
    found: list[NewDay] = []
    before = deliverable.due
    for report in sorted(known, key=issue):
        if report.new_due is not None:
            found.append(NewDay(report.new_due, _move(before, report.new_due), report))
            before = report.new_due
    return tuple(found)


def _move(before: date | None, day: date) -> Move:
    place = Place.AT
    if before is not None and day != before:
        place = Place.BEYOND if day > before else Place.SHORT
    return rules.MOVE(dated=before is not None, new_day=place)
