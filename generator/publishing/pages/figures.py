"""The many figures of an indicator as series: which one stands for it, and how the others are broken down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.core import formats
from generator.core.codes import ObservationStatus
from generator.core.model import Indicator, Observation, Package, Period
from generator.core.phrases import Text, joined
from generator.verdicts.results import recency, revised
from generator.wording.explain import said

LONGEST = 24
"""Figures, or promises, up to which the page of an indicator shows each of them with its source. One that has more of
either is long: it opens with one series, and its breakdowns are for the reader to pick.
"""

OF_A_PROMISE, OF_A_FIGURE, HEAVIEST = 3_900, 900, 42_000
"""About how many bytes of HTML a promise takes on such a page, with its verdict, sum and chart, and a figure; and how many
all of them may take: an indicator with more is long too.
"""

LATEST = 12
"""How many figures, promises or changes a long page shows with their sources, the latest first."""

EARLIER = 120
"""How many earlier figures of its leading series a long page lists besides, in a line each."""

NAMED, OF_EACH = 48, 8
"""Of how many series a long page gives the latest value where nobody picks, and of how many of one breakdown."""

AREA, UNIT = "area_id", "unit_id"
"""A series is told from others by its area and its unit too, where these are not the package's or the indicator's own."""

Of = tuple[tuple[str, str], ...]
"""What figures are of, as (column, code); nothing where they are of the whole."""


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that are of one thing, in the order of their days: one for each period and day."""

    of: Of
    rows: tuple[Observation, ...]

    @property
    def numbers(self) -> list[Observation]:
        """The results that are numbers, without forecasts."""
        return [row for row in self.rows if is_result(row)]

    @property
    def latest(self) -> Observation:
        """The figure that stands for it where only one is shown: the latest result, else the latest of all."""
        return (self.numbers or self.rows)[-1]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """All series that are broken down by the same columns: how many, with how many figures, and the latest figure of
    the first ones. What all of them are of is `shared`, and not named with each.
    """

    columns: tuple[str, ...]
    shared: Of
    series: int
    figures: int
    latest: tuple[tuple[Of, Observation], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the long page of an indicator shows of its `count` figures.

    `shared` is what all of them are of, and goes without saying elsewhere. `lead` is the series that stands for the
    indicator: of the whole, where any is. `unlisted` are those that count for nothing: another statement has their
    place, or they were not known on the day. `named` are the breakdowns of which the page gives values; it tells of
    the `others` that they are there.
    """

    count: int
    unlisted: int
    shared: Of
    lead: Series
    named: tuple[Breakdown, ...]
    others: tuple[Breakdown, ...]

    @property
    def whole(self) -> bool:
        """Whether the leading series is of the whole."""
        return not self.lead.of

    @property
    def broken_down(self) -> int:
        """How many series there are beside one of the whole."""
        return sum(item.series for item in (*self.named, *self.others))


@dataclass(frozen=True, slots=True)
class Extent:
    """What the figures of an indicator are of, all together: from the first day to the last, of which areas and documents,
    each once in their order, and whether any is a cell of a table, of which no words can be quoted.
    """

    period: Period
    areas: tuple[str, ...]
    documents: tuple[str, ...]
    cells: bool


def extent(rows: Sequence[Observation]) -> Extent | None:
    """What some figures are of, all together; None where there are none."""
    if not rows:
        return None
    return Extent(
        Period(min(row.period.start for row in rows), max(row.period.end for row in rows)),
        tuple(dict.fromkeys(row.area_id for row in rows)),
        tuple(dict.fromkeys(row.citation.document_id for row in rows)),
        not all(row.citation.figure for row in rows),
    )


def is_result(row: Observation) -> bool:
    """Whether a figure is a number that was reported, not foretold."""
    return row.value is not None and row.status is not ObservationStatus.FORECAST


def series_of(
    rows: Iterable[Observation], package: Package, indicator: Indicator, today: date
) -> tuple[Of, list[Series]]:
    """What all figures of an indicator share, and its series in the documents' order.

    In them is what was known on the day `today`, each statement in the place of those that it replaces.
    """
    counted, _ = revised((row for row in rows if row.known_on(today)), indicator.measure)
    found: dict[Of, list[Observation]] = {}
    for row in counted:
        found.setdefault(_of(row, package, indicator), []).append(row)
    shared = set.intersection(*map(set, found)) if found else set()
    series = [
        Series(
            tuple(pair for pair in of if pair not in shared),
            tuple(sorted(of_one, key=lambda row: recency(row, indicator.measure))),
        )
        for of, of_one in found.items()
    ]
    return tuple(sorted(shared)), series


def figures(
    rows: Sequence[Observation], package: Package, indicator: Indicator, today: date
) -> Figures | None:
    """What a long page shows of an indicator's figures; None where none of them was known on the day."""
    shared, series = series_of(rows, package, indicator, today)
    if not series:
        return None
    found: dict[tuple[str, ...], list[Series]] = {}
    for item in series:
        if item.of:
            found.setdefault(tuple(column for column, _ in item.of), []).append(item)
    groups = sorted(found.items(), key=lambda group: len(group[0]))
    breakdowns = list(_named(groups))
    return Figures(
        count=len(rows),
        unlisted=len(rows) - sum(len(item.rows) for item in series),
        shared=shared,
        lead=min(series, key=_leading),
        named=tuple(item for item in breakdowns if item.latest),
        others=tuple(item for item in breakdowns if not item.latest),
    )


def _named(groups: Iterable[tuple[tuple[str, ...], list[Series]]]) -> Iterator[Breakdown]:
    left = NAMED
    for columns, series in groups:
        shared = set.intersection(*(set(item.of) for item in series)) if len(series) > 1 else set()
        latest = tuple(
            (tuple(pair for pair in item.of if pair not in shared), item.latest)
            for item in series[: min(left, OF_EACH)]
        )
        left -= len(latest)
        yield Breakdown(
            tuple(column for column in columns if column not in dict(shared)),
            tuple(sorted(shared)),
            len(series),
            sum(len(item.rows) for item in series),
            latest,
        )


def _leading(series: Series) -> tuple[object, ...]:
    """What makes one series come before another: that it has results, in the indicator's own unit, that it is broken
    down least, reaches furthest and is longest.
    """
    numbers = series.numbers
    latest = numbers[-1].as_of if numbers else date.min
    return not numbers, UNIT in dict(series.of), len(series.of), -latest.toordinal(), -len(numbers)


def _of(row: Observation, package: Package, indicator: Indicator) -> Of:
    return (
        *(((AREA, row.area_id),) if row.area_id != package.area_id else ()),
        *row.breakdown,
        *(((UNIT, row.unit_id),) if row.unit_id != indicator.unit_id else ()),
    )


def column_title(package: Package, column: str, language: str) -> str:
    """What a column that tells series apart is called."""
    if column == AREA:
        return said(language, "series.area")
    if column == UNIT:
        return said(language, "table.unit")
    return package.dimensions[column].title[language]


def name_of(package: Package, column: str, code: str) -> Text:
    """What a code of a column is called."""
    if column == AREA:
        return package.areas[code].title
    if column == UNIT:
        return package.units[code].title
    return package.dimensions[column].values[code]


def series_name(package: Package, of: Of, language: str) -> str:
    """What a series is of, in words: `Sex: women · Age: 15–24`; empty where it is of the whole."""
    colon = said(language, "sign.colon")
    parts = (
        joined([column_title(package, column, language), colon, name_of(package, column, code)[language]])
        for column, code in of
    )
    return joined(parts, " · ")


def codes_name(package: Package, of: Of, language: str) -> str:
    """The same without the names of the columns, where these stand beside it: `women · 15–24`."""
    return joined((name_of(package, column, code)[language] for column, code in of), " · ")


def breakdown_name(package: Package, columns: Sequence[str], language: str) -> str:
    """By what figures are broken down: `Sex × Age`."""
    return joined((column_title(package, column, language) for column in columns), " × ")


def when(row: Observation, language: str) -> str:
    """The period of a figure, with the day to which it counts where that is another than the last of the period."""
    period = formats.period(row.period, language)
    if row.as_of == row.period.end:
        return period
    return said(language, "chart.until", period=period, date=formats.day(row.as_of, language))
