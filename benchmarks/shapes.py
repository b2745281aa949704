"""What a made-up package is like: its sizes by name, and the shapes that the benchmarks know."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Span:
    """A kind of period, in months: how long it is, how far one begins after another, the month in which one begins."""

    months: int
    step: int
    first: int = 1


YEAR, FISCAL_YEAR, QUARTER, MONTH = Span(12, 12), Span(12, 12, first=4), Span(3, 3), Span(1, 1)
THREE_YEARS = Span(36, 12)


def _size(help_: str, default: int) -> int:
    """A size that can be asked for on the command line, with what it means."""
    return field(default=default, metadata={"help": help_})


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a package; all of them are kept to the number.

    Without reports there is one statistical document, of as many tables as told. `spans` are the kinds of periods,
    which the indicators take in turns; `languages` the first of which is the package's main one. `every_column`: each
    table has a column for every breakdown, also for those that it does not use, as files of statistical offices do.
    """

    indicators: int = _size("Indicators.", 20)
    observations: int = _size("Observations, in all documents.", 200)
    themes: int = _size("Themes, which the indicators and goals take in turns.", 1)
    organisations: int = _size("Organisations.", 1)
    areas: int = _size("Areas, the body's own first.", 1)
    plans: int = _size("Plans, one a year, the last year being that of the last report.", 0)
    reports: int = _size("Reports, one a year; without any there is one statistical document.", 0)
    tables: int = _size("Tables of the statistical document.", 1)
    goals: int = _size("Goals, in all plans.", 0)
    targets: int = _size("Targets, in all plans.", 0)
    deliverables: int = _size("Things to be done, in all plans.", 0)
    dimensions: int = _size("Breakdowns that the package declares.", 0)
    used: int = _size("Breakdowns that one indicator uses at most.", 0)
    values: int = _size("Values of the breakdown that has most; half of the breakdowns have few.", 2)
    spread: int = _size("How many times as many rows the longest indicator has as the shortest.", 1)
    periods: int = _size("Periods that one indicator is told of at most, where no reports set them.", 10)
    totals: int = _size("Of so many indicators one has rows that stand for the whole.", 1)
    second_units: int = _size("Of so many indicators one has rows in a second unit; 0: none.", 0)
    decimals: int = _size("Digits behind the point of every third indicator.", 1)
    words: int = _size("Words of a definition, summary or note.", 8)
    spans: tuple[Span, ...] = (YEAR,)
    languages: tuple[str, ...] = ("zh", "en")
    every_column: bool = False

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return self.plans + (self.reports or 1)


WIDE = Shape(
    indicators=10_000,
    observations=100_000,
    themes=20,
    plans=1,
    reports=10,
    goals=1_000,
    targets=10_000,
)

SHAPES = {
    # A bureau of a city: some plans and reports, targets with results, much in words.
    "record": Shape(
        indicators=150,
        observations=300,
        themes=8,
        organisations=6,
        areas=3,
        plans=3,
        reports=3,
        goals=60,
        targets=100,
        deliverables=60,
        words=25,
    ),
    # A city that also publishes its statistics: what it reports in one year.
    "city": Shape(
        indicators=300,
        observations=30_000,
        themes=20,
        organisations=20,
        areas=11,
        plans=1,
        goals=60,
        targets=100,
        deliverables=60,
        tables=12,
        dimensions=6,
        used=3,
        values=10,
        periods=12,
        spans=(MONTH, QUARTER, YEAR),
    ),
    # The statistics of a country: a table for each indicator, columns for everything, very uneven, few totals.
    "national": Shape(
        indicators=180,
        observations=154_000,
        themes=17,
        tables=180,
        dimensions=180,
        used=20,
        values=500,
        spread=40_000,
        periods=24,
        totals=5,
        second_units=9,
        decimals=12,
        spans=(YEAR, YEAR, YEAR, FISCAL_YEAR, YEAR, QUARTER, FISCAL_YEAR, MONTH, YEAR, THREE_YEARS),
        every_column=True,
    ),
    # Many rows and nothing else, in as many tables as keep each below the largest file that is taken.
    "flat": Shape(
        indicators=100,
        observations=1_000_000,
        themes=10,
        tables=10,
        dimensions=4,
        used=4,
        values=50,
        periods=40,
    ),
    # Many indicators with a target each, and a tenth of it: what each of them costs must stay the same.
    "wide": WIDE,
    "tenth": replace(WIDE, indicators=1_000, observations=10_000, goals=100, targets=1_000),
}
