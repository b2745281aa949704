"""The day that it is, where the body that the record is about keeps its days."""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

FIXED = "SOURCE_DATE_EPOCH"
"""The variable that stops the clock, in seconds since 1970, so that a build can be repeated to the byte."""


class ClockError(ValueError):
    """What the clock was stopped at is no moment; the message is that text."""


def today(zone: ZoneInfo) -> date:
    """The day in a time zone: now, or at the moment that the environment fixes. Raises ClockError where that is none."""
    fixed = os.environ.get(FIXED)
    if not fixed:
        return datetime.now(zone).date()
    try:
        return datetime.fromtimestamp(int(fixed), zone).date()
    except (ValueError, OverflowError, OSError) as error:
        raise ClockError(fixed) from error
