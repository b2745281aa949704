"""What the page of an indicator opens with: the promise or figure that matters today, what changed, and every period's end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.core import formats
from generator.core.codes import (
    Comparator,
    Measure,
    ObservationStatus,
    Qualifier,
    Reason,
)
from generator.core.grouping import grouped
from generator.core.model import Observation
from generator.core.phrases import joined
from generator.publishing.pages.figures import is_result, when
from generator.verdicts.assess import Assessment
from generator.verdicts.endings import End, end
from generator.verdicts.results import recency
from generator.wording.explain import result_value, said

MANY = 2
"""More promises for one area than these have a strip of years."""

UNFOLDED = 1
"""How many promises stand unfolded on a page: the strip of years and the chart show the others."""

RELATED = 3
"""Up to how many indicators that are bound to one in the same way stand unfolded on its page."""

FIGURES = 3
"""How many figures that no promise was compared with do, where there is no promise."""

IN_LINES = 24
"""How many promises of a long page stand in a line each: the earlier ones for one area, or the newest for each other area."""


@dataclass(frozen=True, slots=True)
class Record:
    """The promises on an indicator for one area, the newest first: first those with all that is told of them, then those in
    a line each, and `more` that are not listed.
    """

    area_id: str
    promises: tuple[Assessment, ...]
    more: int
    lines: tuple[Assessment, ...] = ()

    @property
    def lead(self) -> Assessment:
        """The newest."""
        return self.promises[0]

    @property
    def listed(self) -> tuple[Assessment, ...]:
        """Those that are listed."""
        return self.promises + self.lines

    @property
    def many(self) -> bool:
        """Whether there are so many that each has a mark in a strip of years."""
        return len(self.listed) + self.more > MANY


@dataclass(frozen=True, slots=True)
class Change:
    """What changed from an earlier figure to the latest of the same series. `difference` and `share` (in per cent of the
    earlier) are None where the figures are not exact, or not measured alike: then only the earlier is told.
    """

    before: Observation
    difference: Decimal | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What the page of an indicator opens with.

    `lead` is the newest promise, None where there is none; `latest` the figure that stands for the indicator, None where
    none was known on the day, and `change` what changed since the one before. `records` are its promises by area, those for
    the area of the lead first. Where too many areas have some, the newest for each is one of `areas` instead, of which the
    first `named` are told in a line each; `more` for these areas are not listed.
    """

    lead: Assessment | None
    latest: Observation | None
    change: Change | None
    records: tuple[Record, ...]
    areas: tuple[Assessment, ...] = ()
    named: int = 0
    more: int = 0

    @property
    def own(self) -> Record | None:
        """The promises for the area of the newest one."""
        lead = self.lead
        return next((item for item in self.records if lead and item.area_id == lead.target.area_id), None)

    @property
    def beside(self) -> Sequence[Assessment]:
        """The promises of the same time and area as the newest, which some other goal states."""
        own, lead = self.own, self.lead
        if own is None or lead is None:
            return []
        counted = (item for item in own.promises if item.reason is not Reason.SUPERSEDED)
        return [item for item in counted if item is not lead and item.target.period == lead.target.period]

    @property
    def reported_apart(self) -> Observation | None:
        """The latest figure where the newest promise was not compared with any."""
        return self.latest if self.lead is None or self.lead.result is None else None


def opening(
    promises: Sequence[Assessment],
    latest: Observation | None,
    rows: Iterable[Observation],
    measure: Measure,
    most: int | None = None,
) -> Opening:
    """What a page opens with, of its promises (the newest first) and its figures.

    `most` says of how many promises for one area a page tells all, and for how many other areas of the newest; of others it
    tells in lines, as far as there is room. None: there is room for all.
    """
    # Those in the place of which a later one stands come last.
    lead = next(iter(promises), None)
    areas = grouped((item.target.area_id, item) for item in promises)
    own = lead.target.area_id if lead else ""

    records = [Record(area, tuple(areas[area]), 0) for area in sorted(areas, key=lambda area: area != own)]
    whole = Opening(lead, latest, change(latest, rows, measure) if latest else None, tuple(records))
    return whole if most is None else _shortened(whole, most)


def _shortened(whole: Opening, most: int) -> Opening:
    """What a page opens with that cannot tell all of so many promises."""
    own, others = whole.records[:1], whole.records[1:]
    lines = most + IN_LINES
    own = tuple(
        Record(one.area_id, one.promises[:most], len(one.promises[lines:]), one.promises[most:lines])
        for one in own
    )
    if len(others) <= most:
        others = tuple(Record(one.area_id, one.promises[:1], len(one.promises[1:])) for one in others)
        return replace(whole, records=own + others)
    return in_lines(replace(whole, records=own + others))


def in_lines(told: Opening) -> Opening:
    """The same with the newest promise for each other area than that of the lead in a line."""
    others = told.records[1:]
    named = min(len(others), IN_LINES)
    more = sum(len(one.listed) + one.more for one in others) - named
    areas = tuple(one.lead for one in others)
    return replace(told, records=told.records[:1], areas=areas, named=named, more=more)


def change(latest: Observation, rows: Iterable[Observation], measure: Measure) -> Change | None:
    """What changed to a figure from the one before it in the same series; None where there is none.

    The one before is of a time of the same length: of an amount, which may have its seasons, of the same part of an
    earlier year. Only two exact figures without a break, an estimate or a bound between them have a difference.
    """
    if not is_result(latest):
        return None
    series = [row for row in rows if is_result(row) and _of_one(row, latest)]
    before = max(
        (row for row in series if _before(row, latest, measure)),
        key=lambda row: recency(row, measure),
        default=None,
    )
    if before is None or before.value is None or latest.value is None:
        return None
    broken = any(row.status is ObservationStatus.BREAK and row.as_of > before.as_of for row in series)
    if broken or not (_exact(before) and _exact(latest)):
        return Change(before)
    difference = latest.value - before.value
    share = difference / before.value * 100 if before.value > 0 else None
    return Change(before, difference, share)


def _of_one(row: Observation, other: Observation) -> bool:
    """Whether two figures are of one series."""
    return (row.area_id, row.breakdown, row.unit_id) == (other.area_id, other.breakdown, other.unit_id)


def _before(row: Observation, latest: Observation, measure: Measure) -> bool:
    """Whether a figure of the same series is of an earlier time that can be told beside the latest."""
    if recency(row, measure)[0] >= recency(latest, measure)[0]:
        return False
    if measure is Measure.STOCK:
        return True
    if row.as_of < row.period.end or latest.as_of < latest.period.end:
        return False
    if measure in (Measure.RATE, Measure.LIMIT):
        return (
            abs((row.period.end - row.period.start) - (latest.period.end - latest.period.start)).days <= _SAME
        )
    starts, ends = ((item.period.start, item.period.end) for item in (row, latest))
    return all(
        (one.month, one.day) == (other.month, other.day) for one, other in zip(starts, ends, strict=True)
    )


_SAME = 3
"""Days by which two months or quarters, or two years, differ at most."""


def _exact(row: Observation) -> bool:
    figure = row.citation.said
    bound = figure is not None and (figure.comparator is not Comparator.EQ or figure.upper is not None)
    return row.qualifier is Qualifier.EXACT and row.status is ObservationStatus.NORMAL and not bound


def ends(promises: Iterable[Assessment]) -> list[End]:
    """How those of some promises ended that count."""
    return [end(item) for item in promises if item.reason is not Reason.SUPERSEDED]


def ends_told(ends: Sequence[End], language: str) -> str:
    """How promises ended, in a line: `10 promises: 6 achieved, 2 missed, 1 without a result`."""
    found = [(kind, list(ends).count(kind)) for kind in End]
    told = (said(language, f"ends.{kind}", count=str(count)) for kind, count in found if count)
    whole = said(language, "ends.of", count=str(len(ends)))
    return joined([whole, said(language, "sign.colon"), joined(told, said(language, "sign.list"))])


def change_told(found: Change, unit: str, language: str) -> str:
    """What changed, in a line: `Before: 1,610 flats (2022); 120 more since (+7.5%)`."""
    before, difference = found.before, found.difference
    values = {
        "value": result_value(before, unit, language),
        "when": when(before, language),
    }
    told = said(language, "opening.before", **values)
    if difference is None:
        return told
    if not difference:
        return joined([told, said(language, "opening.same")])
    # The number alone: its unit stands beside it, and one of many has no name of its own.
    amount, points = formats.number(abs(difference), language), unit == "%"
    if difference > 0:
        # Of a share the difference is in points of it, which nobody must take for per cent.
        changed = said(language, "opening.points_more" if points else "opening.more", value=amount)
    else:
        changed = said(language, "opening.points_less" if points else "opening.less", value=amount)
    share = None if found.share is None else formats.rounded(found.share, 1)
    # A change in per cent of what is in per cent itself is taken for points; and one too small to tell is not told as none.
    if not share or "%" in unit:
        return joined([told, changed])
    return joined([told, changed, said(language, "sign.aside", text=formats.change(share, language))])
