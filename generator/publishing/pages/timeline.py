"""Promises by the day on which they fall due: what is still to come, the next first; then what fell due, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.core.grouping import grouped
from generator.core.model import Period
from generator.publishing.pages.shown import Shown
from generator.verdicts.assess import Assessment
from generator.verdicts.deliverables import DeliverableStanding

Promise = Assessment | DeliverableStanding
"""A target or a thing to be done, with how it stands."""

COMING, PAST = "coming", "past"
"""What the key of a month begins with: of what falls due in a month a part may be to come and another past."""

UNFOLDED = 12
"""Up to how many promises of its first month a phone shows without being asked."""

_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Month:
    """What falls due in a month: its key among the groups of the list, and how many promises."""

    key: str
    count: int

    @property
    def coming(self) -> bool:
        """Whether the day of its promises is yet to come or is today."""
        return self.key.startswith(COMING)

    @property
    def short(self) -> bool:
        """Whether it is so little that a phone shows it unfolded where it comes first."""
        return self.count <= UNFOLDED

    @property
    def period(self) -> Period:
        """The month as a period, by which it is called."""
        return month_of(self.key)


def falls_due(item: Promise) -> date | None:
    """The day by which a promise is to be kept; None where no document names one."""
    return item.target.period.end if isinstance(item, Assessment) else item.current_due


def by_month(view: Shown) -> Mapping[str, Sequence[Promise]]:
    """Every promise once that has a day, by month: those to come from the next day on, those past from the latest back."""
    today = view.standings.today
    found = [(day, item) for item in _promises(view) if (day := falls_due(item)) is not None]
    # Of one day they keep the order of the documents.
    coming = sorted((pair for pair in found if pair[0] >= today), key=lambda pair: pair[0])
    past = sorted((pair for pair in found if pair[0] < today), key=lambda pair: pair[0], reverse=True)
    return grouped(
        (f"{when}-{day:%Y-%m}", item)
        for when, pairs in ((COMING, coming), (PAST, past))
        for day, item in pairs
    )


def month_of(key: str) -> Period:
    """The month that the key of a group names."""
    start = date.fromisoformat(f"{key.partition('-')[2]}-01")
    following = date(start.year + start.month // _DECEMBER, start.month % _DECEMBER + 1, 1)
    return Period(start, following - timedelta(1))


def months(groups: Mapping[str, Sequence[Promise]]) -> dict[str, Month]:
    """What the groups of the list are, by their keys and in their order."""
    return {key: Month(key, len(items)) for key, items in groups.items()}


@dataclass(frozen=True, slots=True)
class Year:
    """What falls due in a year, to come or past: how many promises, and the month of the list with which it begins."""

    first: Month
    count: int


def years(listed: Iterable[Month]) -> list[Year]:
    """The years of some months, in their order."""
    of = grouped(((month.coming, month.period.start.year), month) for month in listed)
    return [Year(items[0], sum(month.count for month in items)) for items in of.values()]


def undated(view: Shown) -> int:
    """How many things are to be done of which no document names a day."""
    return sum(item.current_due is None for item in view.standings.deliverables.values())


def _promises(view: Shown) -> Iterator[Promise]:
    yield from (
        item for item in view.standings.targets.values() if item.target.id not in view.standings.restates
    )
    yield from view.standings.deliverables.values()
