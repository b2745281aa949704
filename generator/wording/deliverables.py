"""Puts into words what became of the day of a deliverable: put off, passed again, kept late."""

from __future__ import annotations

from generator.core import formats
from generator.core.codes import Move
from generator.verdicts.deliverables import DeliverableStanding, NewDay
from generator.wording.explain import said


def named_day(item: NewDay, language: str) -> str:
    """A day that a report names, beside the one before it: `Put off to 31 March 2024`."""
    return said(language, f"deliverable.move.{item.move}", day=formats.day(item.day, language))


def day_now(item: DeliverableStanding, language: str) -> str:
    """The day that holds now, and how often it was put off: `Put off to 31 March 2024`; empty where no report names one."""
    if not item.days:
        return ""
    last, times = item.days[-1], item.times_put_off
    if times == 0 or (times == 1 and last.move is Move.LATER):
        return named_day(last, language)
    return said(language, "deliverable.again", count=str(times), day=formats.day(last.day, language))


def day_passed(item: DeliverableStanding, language: str) -> str:
    """That another day than the one of the promise has passed without delivery; empty where that is not so."""
    if not item.current_overdue or item.current_due == item.promised:
        return ""
    return said(language, "deliverable.passed_too" if item.overdue else "deliverable.passed")


def moved_day(item: DeliverableStanding, language: str) -> tuple[str, ...]:
    """Both of these, without what is empty: how lists tell of a new day."""
    return tuple(filter(None, (day_now(item, language), day_passed(item, language))))


def lateness(item: DeliverableStanding, language: str) -> str:
    """By how much a deliverable was delivered after the day of the promise; empty where it was not, or is not known.

    Where no report denies it after that day, it may have been done in time and told later, and the words say so.
    """
    if item.delivered_by is None or not item.days_late:
        return ""
    values = {"day": formats.day(item.delivered_by, language), "count": str(item.days_late)}
    if item.open_until is None:
        return said(language, "deliverable.late_unknown", **values)
    return said(language, "deliverable.late", open=formats.day(item.open_until, language), **values)
