"""What became of a programme, in a sentence."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from generator.core import formats
from generator.core.model import Period
from generator.verdicts.programmes import Outcome, Story
from generator.wording.explain import said


def outcome_told(story: Story, language: str) -> str:
    """Which document spoke of a programme last, of what, and how many later ones do not."""
    told = story.reported_by if story.outcome is Outcome.REPORTED else story.last
    values = {"document": told.title[language]} if told else {}
    count = said(language, "unit.documents", count=str(len(story.silent)))
    return said(language, f"programme.told.{story.outcome}", count=count, **values)


def begun(written: str, language: str) -> str:
    """A day, a month or a year, of which no more is known, as people call it."""
    year, *rest = (int(part) for part in written.split("-"))
    first = [*rest, 1, 1][:2]
    last = [*rest, *((12, 31) if not rest else (monthrange(year, rest[0])[1],))][:2]
    return formats.period(Period(date(year, *first), date(year, *last)), language)
