"""When a site is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.reading.git import Commit


@dataclass(frozen=True, slots=True)
class Moment:
    """When a site is made: the day that decides what is due, the day on which it is made, and the last commit of the
    repository that holds the data, None outside any.
    """

    today: date
    made: date
    last: Commit | None = None
