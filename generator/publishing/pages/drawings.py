"""Which charts an indicator gets, and what each of them shows: one for each promise, the years, the parts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from generator.core import formats
from generator.core.codes import Attainment, Measure, ObservationStatus, Reason, ReportingStatus, Rule
from generator.core.grouping import grouped
from generator.core.languages import language as known
from generator.core.model import Indicator, Observation, Period, Target
from generator.core.phrases import Text, joined, mapped
from generator.publishing.charts import (
    BreakdownData,
    ChartData,
    Column,
    Part,
    Point,
    ProgressData,
    SeriesData,
    Shape,
    YearsData,
    drawing,
    specification,
)
from generator.publishing.pages import contexts
from generator.publishing.pages.figures import LATEST, Figures, series_name, when
from generator.publishing.pages.opening import MANY, ends, ends_told
from generator.publishing.pages.views import PackageView
from generator.verdicts.assess import Assessment
from generator.verdicts.endings import End, end
from generator.verdicts.results import Result, last_day, mismatch, recency, revised
from generator.wording.explain import (
    baseline_value,
    compiled_by,
    made_up,
    result_value,
    said,
    standing,
    target_value,
    unit_of,
)

COLUMNS = 24
"""How many periods stand side by side at most: on a phone more are too narrow to be told apart."""

_REPORTED = (ReportingStatus.REPORTED_FINAL, ReportingStatus.REPORTED_INTERIM)


def indicator_charts(
    view: PackageView, indicator: Indicator, assessments: Sequence[Assessment], language: str
) -> list[contexts.Chart]:
    """The charts of an indicator's page in their order: the newest promise with its results, the years, the parts.

    A single mark is no chart: where there is nothing to compare with there is none. Where there are many promises the
    years come first, and the newest has a chart of its own only while it is open.
    """
    drawer = _Drawer(view, indicator, language)
    found = [*drawer.promised(assessments, drawer.years(assessments)), (drawer.own, drawer.breakdown())]
    return _charts(drawer, found, drawer.source(assessments))


def long_charts(
    view: PackageView, indicator: Indicator, assessments: Sequence[Assessment], language: str
) -> list[contexts.Chart]:
    """The charts of a long page: the years with their promises, or the series that stands for the indicator."""
    drawer = _Drawer(view, indicator, language)
    figures = view.figures(indicator.id)
    years = drawer.years(assessments) if len(assessments) > 1 else None
    if years is None and figures:
        years = drawer.series_chart(figures)
    found = drawer.promised(assessments, years)
    shown = figures.lead.rows if figures else ()
    return _charts(drawer, found, drawer.source(assessments[:LATEST], shown))


def side_by_side(
    view: PackageView, indicator: Indicator, assessments: Sequence[Assessment], language: str
) -> tuple[tuple[Column, ...], list[Observation]]:
    """What is drawn of an indicator beside that of other bodies; and the figures among it that no promise
    was compared with, the latest first. All is of the package's own area as a whole.
    """
    drawer = _Drawer(view, indicator, language)
    if not assessments and view.is_long(indicator.id):
        figures = view.figures(indicator.id)
        # Of many figures the series that stands for them, where that is of the whole.
        drawer.results = figures.lead.numbers if figures and not (figures.shared or figures.lead.of) else []
    promised = drawer.promised_periods(assessments)
    apart = drawer.with_parts(promised)
    shown = {period: item for period, item in promised.items() if period not in apart}
    compared = {part.id for item in assessments for part in (item.result.parts if item.result else ())}
    alone = [row for row in drawer.alone(shown).values() if row.id not in compared]
    return drawer.columns(shown), sorted(alone, key=lambda row: recency(row, indicator.measure), reverse=True)


def _charts(drawer: _Drawer, found: Iterable[tuple[str, _Found | None]], source: str) -> list[contexts.Chart]:
    """What was found, drawn; each with the area that it is of."""
    view, indicator, language = drawer.view, drawer.indicator, drawer.language
    own, colon, charts = view.package.area_id, said(language, "sign.colon"), list[contexts.Chart]()
    for area_id, drawn in found:
        if drawn is None:
            continue
        data, finding, caption, parts = drawn
        area = joined([view.package.areas[area_id].title[language], colon])
        # On the page the package's own area goes without saying; a picture that travels alone must name it.
        told = caption if area_id == own else joined([area, caption])
        title = joined([area, indicator.title[language], colon, finding])
        charts.append(
            contexts.Chart(
                svg=drawing(data, language),
                finding=finding,
                caption=told,
                source=source,
                parts=parts,
                file=f"chart-{len(charts) + 1}.vl.json",
                specification=specification(data, title, caption + source, language),
            )
        )
    return charts


_Parts = Sequence[tuple[Text, Observation]]
_Found = tuple[ChartData, str, str, _Parts]
"""What is drawn, what it finds in a sentence, the caption, and the names of numbered rows."""


class _Drawer:
    """Charts of one indicator in the words of one language."""

    def __init__(self, view: PackageView, indicator: Indicator, language: str) -> None:
        self.view, self.indicator, self.language = view, indicator, language
        self.unit = unit_of(view.package, indicator.id, language)
        self.own = view.package.area_id

    @cached_property
    def results(self) -> list[Observation]:
        """What was reported, without forecasts."""
        rows = self.view.observations_by_indicator[self.indicator.id]
        return [item for item in rows if item.status is not ObservationStatus.FORECAST]

    @cached_property
    def forecasts(self) -> bool:
        """Whether there are forecasts."""
        return len(self.results) < len(self.view.observations_by_indicator[self.indicator.id])

    def over(self, unit: str) -> str:
        """A unit as it stands over a scale: nothing for what has no counting word in the language."""
        return "" if unit == said(self.language, "unit.number") else unit

    def promised(
        self, assessments: Sequence[Assessment], years: _Found | None
    ) -> list[tuple[str, _Found | None]]:
        """The newest promise and the years, each with its area: of many promises the years first, and the newest only
        while it is open.
        """
        lead = next(iter(assessments), None)
        if lead is None:
            return [(self.own, years)]
        area = lead.target.area_id
        many = sum(item.target.area_id == area for item in assessments) > MANY
        closed = lead.reporting is ReportingStatus.REPORTED_FINAL or lead.left_open
        told = years is not None and many and closed
        progress = None if told else self.progress(lead, alone=years is None)
        found = [(area, progress), (self.own, years)]
        return found[::-1] if many else found

    @cached_property
    def known(self) -> list[Observation]:
        """The results that were known on the day and count."""
        known = (item for item in self.results if item.known_on(self.view.standings.today))
        return revised(known, self.indicator.measure)[0]

    def source(self, assessments: Iterable[Assessment], rows: Iterable[Observation] | None = None) -> str:
        """The documents of the figures (of all, or of some `rows`) and this site, for pictures that travel alone."""
        cited = [
            *(item.target.citation.document_id for item in assessments),
            *(row.citation.document_id for row in (self.known if rows is None else rows)),
        ]
        titles = [self.view.document(name).title[self.language] for name in dict.fromkeys(cited)]
        listed = joined(titles, said(self.language, "sign.list"))
        site = compiled_by(self.view.package, self.language)
        told = said(self.language, "chart.source", documents=listed, site=site)
        # Both follow the caption, and begin with what parts sentences.
        note = made_up(self.view.package, self.language)
        return joined([known(self.language).between, note, told]) if note else told

    def progress(self, assessment: Assessment, *, alone: bool = True) -> _Found | None:
        """One promise with a comparable result. The plan line runs evenly from nothing (or the baseline) to the
        target where the rule has a pace, or as documents plan it. What has no pace is drawn where the target is one
        level over several years. What lies outside its period is drawn where it stands `alone`.
        """
        target = assessment.target
        drawn = assessment.share_done is not None or assessment.rule is Rule.STOCK or _level(target)
        if assessment.rule is Rule.NONE or not drawn:
            return None
        start, end = target.period.start, target.period.end
        paced = assessment.pace is not None
        baseline = assessment.baseline
        first = baseline if assessment.rule is Rule.STOCK and baseline is not None else Decimal(0)
        way = sorted(
            ((start, first), *((item.date, item.value) for item in target.planned), (end, target.value))
        )
        plan_tip = "\n".join([said(self.language, "chart.plan"), *(self.on(*point) for point in way)])
        level_tip = self.target_tip(target)
        results = self.reported(assessment)
        if not alone:
            results = [point for point in results if target.period.start <= point.day <= target.period.end]
        if not results:
            return None
        data = ProgressData(
            target=(Point(start, target.value, level_tip), Point(end, target.value, level_tip)),
            plan=tuple(Point(day, value, plan_tip) for day, value in way) if paced else (),
            results=tuple(results),
            start=tuple(self.start(target)),
            asked=said(self.language, "chart.target", value=target_value(target, self.unit, self.language)),
            unit=self.over(self.unit),
        )
        if not paced:
            caption = said(self.language, "indicator.chart_caption_level")
        elif target.planned:
            caption = said(self.language, "indicator.chart_caption_planned")
        else:
            caption = said(self.language, "indicator.chart_caption")
        sentences = [caption]
        if len(assessment.result.parts if assessment.result else ()) > 1:
            sentences.append(said(self.language, "chart.added"))
        if data.start:
            sentences.append(said(self.language, "chart.start", value=self.started(target)))
        sentences += self.marks(point.flag for point in data.results)
        assert assessment.result is not None
        finding = said(
            self.language,
            "chart.finding",
            value=self.amount(assessment.result),
            target=target_value(target, self.unit, self.language),
            date=formats.day(assessment.result.last.as_of, self.language),
            standing=mapped(standing(assessment, self.language)[0], str.lower),
        )
        return data, finding, self.spaced(sentences), ()

    def started(self, target: Target) -> str:
        """What a target starts from, with its time."""
        assert target.baseline is not None
        return baseline_value(target.baseline, target.baseline_period, self.unit, self.language)

    def start(self, target: Target) -> Iterator[Point]:
        """The starting value at the end of its own time, where the document says which that is."""
        if target.baseline is not None and target.baseline_period is not None:
            tip = said(self.language, "chart.start", value=self.started(target))
            yield Point(target.baseline_period.end, target.baseline, tip)

    def marks(self, flags: Iterable[str]) -> Iterator[str]:
        """What the letters beside the numbers mean, and that forecasts are left out where there are some."""
        used = "".join(flags)
        for status in ObservationStatus:
            if status in used:
                words = said(self.language, f"obs_status.{status}")
                yield said(self.language, "chart.flag", code=status.value, words=words)
        if self.forecasts:
            yield said(self.language, "chart.forecast")

    def reported(self, assessment: Assessment) -> list[Point]:
        """The results to draw, by day: of a count what had been reached by then since the first day of the period; of
        anything else under a target of several years also those before and after it.
        """
        target, measure = assessment.target, self.indicator.measure
        if measure in (Measure.RATE, Measure.LIMIT) or (
            measure is Measure.STOCK and several_years(target.period)
        ):
            return self.series(target)
        reached: dict[date, Result] = {}
        assert assessment.result is not None
        for until in range(1, len(assessment.result.parts) + 1):
            so_far = Result(assessment.result.parts[:until])
            reached[so_far.last.as_of] = so_far
        for item in self.known:
            begins = not measure.adds_up or item.period.start == target.period.start
            if begins and mismatch(target, self.indicator, item) is Reason.NONE:
                reached[item.as_of] = Result((item,))
        return [
            Point(day, reached[day].value or Decimal(0), self.result_tip(reached[day]), _flag(reached[day]))
            for day in sorted(reached)
        ]

    def series(self, target: Target) -> list[Point]:
        """The results of a target's area by the day to which they count; of one day that over the longest time up to a
        year, and none that lies within another.
        """
        stock = self.indicator.measure is Measure.STOCK
        rows = [row for row in self.known if self.counted(row) and not row.breakdown]
        rows = [row for row in rows if row.area_id == target.area_id]
        if not several_years(target.period):
            rows = [row for row in rows if mismatch(target, self.indicator, row) is Reason.NONE]
        if not stock:
            of_years = [row for row in rows if not several_years(row.period)] or rows
            periods = {row.period for row in of_years}
            rows = [
                row for row in of_years if not any(row.period in other for other in periods - {row.period})
            ]
        found: dict[date, Observation] = {}
        for row in sorted(rows, key=lambda row: recency(row, self.indicator.measure)):
            found[row.as_of if stock else last_day(row)] = row
        return [
            Point(day, row.value or Decimal(0), self.result_tip(Result((row,))), _flag(Result((row,))))
            for day, row in sorted(found.items())
        ]

    def series_chart(self, figures: Figures) -> _Found | None:
        """The results of the series that stands for an indicator with many; one alone is no chart."""
        numbers = figures.lead.numbers
        if len(numbers) < 2:  # noqa: PLR2004 - a single value says nothing of a course
            return None
        stock = self.indicator.measure is Measure.STOCK
        unit = self.view.package.units[numbers[-1].unit_id].title[self.language]
        points = tuple(
            Point(
                row.as_of if stock else last_day(row),
                row.value or Decimal(0),
                self.result_tip(Result((row,)), row.period),
                _flag(Result((row,))),
            )
            for row in numbers
        )
        data = SeriesData(points, self.over(unit))
        of = series_name(self.view.package, figures.shared + figures.lead.of, self.language)
        sentences = [
            *([joined([of, said(self.language, "sign.stop")])] if of else []),
            said(self.language, "series.dots" if data.dotted else "series.line"),
            *([] if data.from_zero else [said(self.language, "series.not_from_zero")]),
            *self.marks((points[0].flag, points[-1].flag)),
            said(self.language, "chart.unit", unit=unit),
        ]
        return data, self.from_to(numbers[0], numbers[-1], unit), self.spaced(sentences), ()

    def from_to(self, first: Observation, last: Observation, unit: str) -> str:
        """The first figure and the last in a sentence."""
        return said(
            self.language,
            "chart.from_to",
            first=result_value(first, unit, self.language),
            start=when(first, self.language),
            last=result_value(last, unit, self.language),
            end=when(last, self.language),
        )

    def years(self, assessments: Sequence[Assessment]) -> _Found | None:
        """At least two periods side by side, of very many the latest, of the package's own area, each with its target, its
        result or both.

        A result inside the period of a target belongs to that column, where the assessment says what it comes to; a share
        or ceiling reported for parts of the period has a column for each part. Of two targets for one period the first is
        shown; a period inside another one that has a column has none. A target of several years has none where there is a
        column for a part of them; and where it is the only target of what is not added up, its own chart shows all there
        is.
        """
        promised = self.promised_periods(assessments)
        if len(promised) == 1 and not self.indicator.measure.adds_up:
            only = next(iter(promised.values()))
            if several_years(only.target.period) and self.progress(only) is not None:
                return None
        apart = self.with_parts(promised)
        promised = {period: item for period, item in promised.items() if period not in apart}
        times = self.columns(promised)
        shown = times[-COLUMNS:]
        if len(shown) < 2 or not any(column.result is not None for column in shown):  # noqa: PLR2004 - one period is no comparison
            return None
        data = YearsData(shown, self.shape, self.over(self.unit))
        there = {
            f"chart.promised_{self.shape}": any(column.target is not None for column in shown),
            "chart.no_result": self.shape is not Shape.DOTS
            and any(column.result is None for column in shown),
            "chart.interim": any(column.interim for column in shown),
            "chart.range": any(column.upper is not None for column in shown),
            "chart.apart": bool(apart),
            "series.not_from_zero": not data.from_zero,
        }
        keys = (f"chart.years_{self.shape}", *(key for key, holds in there.items() if holds))
        endings = {column.ending for column in shown}
        marks = [said(self.language, f"chart.mark_{kind}") for kind in MARKED if kind in endings]
        listed = joined(marks, said(self.language, "sign.list"))
        counts = {"shown": str(len(shown)), "all": str(len(times))}
        sentences = [
            *(said(self.language, key) for key in keys),
            *([said(self.language, "chart.latest", **counts)] if len(times) > len(shown) else []),
            *([said(self.language, "chart.marks", marks=listed)] if marks else []),
            *self.marks(column.flag for column in shown),
        ]
        return data, self.told_of(promised.values()), self.spaced(sentences), ()

    def promised_periods(self, assessments: Iterable[Assessment]) -> dict[Period, Assessment]:
        """The promises for the package's own area, one for each period: the first."""
        promised: dict[Period, Assessment] = {}
        for item in assessments:
            if item.target.area_id == self.own:
                promised.setdefault(item.target.period, item)
        return promised

    def with_parts(self, promised: Collection[Period]) -> set[Period]:
        """The targets of several years that have no column, since parts of them have one."""
        # What stands at a day has room for what is asked of the end of several years.
        if self.shape is Shape.DOTS:
            return set()
        return {period for period in promised if self.has_parts(period, promised)}

    def columns(self, promised: Mapping[Period, Assessment]) -> tuple[Column, ...]:
        """The periods of some targets, and those of which there is a result alone, in their order."""
        columns = {
            column.period: column for item in promised.values() for column in self.promised_columns(item)
        }
        columns |= self.columns_alone(promised)
        return tuple(columns[period] for period in sorted(columns, key=lambda item: (item.end, item.start)))

    @property
    def shape(self) -> Shape:
        """How results of periods are drawn."""
        if self.indicator.measure is Measure.STOCK:
            return Shape.DOTS
        return Shape.BARS if self.indicator.measure.adds_up else Shape.LEVELS

    def told_of(self, promised: Collection[Assessment]) -> str:
        """What the years show in a sentence: how promises ended; with one or none, the first result and the last."""
        if len(promised) > 1:
            return ends_told(ends(promised), self.language)
        rows = sorted(
            (row for row in self.known if self.whole(row)),
            key=lambda row: recency(row, self.indicator.measure),
        )
        if len(rows) > 1:
            return self.from_to(rows[0], rows[-1], self.unit)
        when_told = said(self.language, "sign.aside", text=when(rows[0], self.language))
        return joined([self.amount(Result((rows[0],))), when_told])

    def has_parts(self, period: Period, promised: Collection[Period]) -> bool:
        """Whether a target of several years stands beside targets or results of parts of them."""
        if not several_years(period):
            return False
        inner = [*promised, *(self.column_of(row) for row in self.known if self.whole(row))]
        return any(other in period and not several_years(other) for other in inner)

    def columns_alone(self, promised: Collection[Period]) -> dict[Period, Column]:
        """The latest result of each period outside those of targets; a stock is named by its day."""
        return {
            period: Column(
                period,
                result=row.value,
                interim=row.as_of < period.end,
                flag=_flag(Result((row,))),
                result_tip=self.result_tip(Result((row,)), period),
                day=row.as_of if self.shape is Shape.DOTS else None,
            )
            for period, row in self.alone(promised).items()
        }

    def alone(self, promised: Collection[Period]) -> dict[Period, Observation]:
        """The same as the figures that they are."""
        latest: dict[Period, Observation] = {}
        for row in sorted(self.known, key=lambda row: recency(row, self.indicator.measure)):
            period = self.column_of(row)
            # What stands at a day has its own place in the time of a promise.
            if self.whole(row) and (
                self.shape is Shape.DOTS or not any(period in other for other in promised)
            ):
                latest[period] = row
        return {
            period: row
            for period, row in latest.items()
            if not any(period in other for other in latest if other != period)
        }

    def column_of(self, row: Observation) -> Period:
        """The period that a result is of; of a stock the day at which it stands."""
        stock = self.indicator.measure is Measure.STOCK
        return Period(row.as_of, row.as_of) if stock else row.period

    def promised_columns(self, assessment: Assessment) -> Iterator[Column]:
        """The period of a target, with the result that was compared with it.

        A share or a ceiling that must hold is asked of every part of the period, and what is reported for a part is not
        said of the whole: where nothing was reported for the whole, each part has its own column.
        """
        target, result = assessment.target, assessment.result
        if self.shape is Shape.DOTS:
            yield self.column(target, target.period, None, ending=end(assessment))
            return
        compared = result if assessment.reporting in _REPORTED else None
        throughout = target.attainment is Attainment.THROUGHOUT
        by_parts = throughout and self.indicator.measure in (Measure.RATE, Measure.LIMIT)
        if not by_parts or compared is None or compared.period == target.period:
            interim = assessment.reporting is ReportingStatus.REPORTED_INTERIM
            yield self.column(target, target.period, compared, interim=interim, ending=end(assessment))
            return
        parts = {
            row.period: Result((row,))
            for row in sorted(self.known, key=lambda row: recency(row, self.indicator.measure))
            if mismatch(target, self.indicator, row) is Reason.NONE
        }
        outer = [period for period in parts if not any(period in other for other in parts if other != period)]
        for period in outer:
            # How the promise for all of them ended stands at the last.
            ending = end(assessment) if period == max(outer, key=lambda one: one.end) else None
            part = parts[period]
            yield self.column(target, period, part, interim=part.last.as_of < period.end, ending=ending)

    def column(
        self,
        target: Target,
        period: Period,
        result: Result | None,
        *,
        interim: bool = False,
        ending: End | None = None,
    ) -> Column:
        """A period with what is asked of it, what was reported for it, and how the promise ended."""
        return Column(
            period,
            target.value,
            target.value_upper,
            result.value if result else None,
            interim,
            self.target_tip(target),
            self.result_tip(result, period) if result else "",
            _flag(result) if result else "",
            ending,
        )

    def breakdown(self) -> _Found | None:
        """The parts of the indicator at the latest day for which two or more are known.

        By area first (areas that belong to the same one), then by the first dimension of the package that has
        values; of an indicator with several dimensions only that one is drawn.
        """
        package = self.view.package
        names = {item.id: item.title for item in package.areas.values()}
        for key, rows in self.kinds():
            latest = max(
                (when for when, parts in rows.items() if len(parts) > 1),
                key=lambda when: (when[1], when[0].end, when[0].start),
                default=None,
            )
            if latest is None:
                continue
            if key:
                names, what = (
                    dict(package.dimensions[key].values),
                    package.dimensions[key].title[self.language],
                )
            else:
                what = said(self.language, "chart.area")
            order = list(names)
            parts = sorted(
                ((row.breakdown[0][1] if key else row.area_id, row) for row in rows[latest]),
                key=lambda part: (-(part[1].value or 0), order.index(part[0])),
            )
            data = BreakdownData(
                tuple(
                    Part(
                        row.value or Decimal(0),
                        f"{names[code][self.language]}\n{self.amount(Result((row,)))}",
                        _flag(Result((row,))),
                        names[code][self.language],
                    )
                    for code, row in parts
                ),
                self.over(self.unit),
            )
            day = formats.day(latest[1], self.language)
            sentences = [
                said(self.language, "chart.breakdown", what=what, date=day),
                *self.marks(part.flag for part in data.parts),
            ]
            first, last = parts[0], parts[-1]
            finding = said(
                self.language,
                "chart.most_least",
                most=names[first[0]][self.language],
                value=self.amount(Result((first[1],))),
                least=names[last[0]][self.language],
                other=self.amount(Result((last[1],))),
            )
            return data, finding, self.joined(sentences), [(names[code], row) for code, row in parts]
        return None

    def kinds(self) -> Iterator[tuple[str, dict[tuple[Period, date], list[Observation]]]]:
        """Comparable results by period and day: those of areas (key ``), then those of each dimension."""
        package, own = self.view.package, self.view.package.area_id
        numbers = [row for row in self.known if self.counted(row)]
        areas = grouped(
            (package.areas[row.area_id].part_of, row)
            for row in numbers
            if row.area_id != own and not row.breakdown
        )
        for rows in areas.values():
            yield "", dict(_by_day(rows))
        parts = grouped(
            (row.breakdown[0][0], row) for row in numbers if row.area_id == own and len(row.breakdown) == 1
        )
        for dimension in package.dimensions:
            yield dimension, dict(_by_day(parts[dimension]))

    def counted(self, row: Observation) -> bool:
        """Whether a result is a number in the indicator's unit."""
        return row.value is not None and row.unit_id == self.indicator.unit_id

    def whole(self, row: Observation) -> bool:
        """Whether a result is a number for the package's own area, and the whole of it."""
        return self.counted(row) and row.area_id == self.view.package.area_id and not row.breakdown

    def joined(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other, with the unit at the end."""
        return self.spaced((*sentences, said(self.language, "chart.unit", unit=self.unit)))

    def spaced(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other."""
        return joined(sentences, known(self.language).between)

    def on(self, day: date, value: Decimal) -> str:
        """A planned value in a line of a tip."""
        quantity = formats.quantity(value, self.unit, self.language)
        return said(self.language, "chart.on", date=formats.day(day, self.language), value=quantity)

    def amount(self, result: Result) -> str:
        """A result with its unit and how exact it is."""
        return result_value(result, self.unit, self.language)

    def target_tip(self, target: Target) -> str:
        """What the interactive version tells of a target."""
        value = target_value(target, self.unit, self.language)
        return f"{formats.period(target.period, self.language)}\n{said(self.language, 'chart.target', value=value)}"

    def result_tip(self, result: Result, period: Period | None = None) -> str:
        """What the interactive version tells of a result: the period (where it is not over, the day too) or the day."""
        day = formats.day(result.last.as_of, self.language)
        when = day
        if period is not None and period.start < period.end:
            when = formats.period(period, self.language)
            if result.last.as_of < period.end:
                when = said(self.language, "chart.until", period=when, date=day)
        return f"{when}\n{said(self.language, 'chart.result', value=self.amount(result))}"


def several_years(period: Period) -> bool:
    """Whether a period is longer than a year."""
    return (period.end - period.start).days >= _LEAP_YEAR


_LEAP_YEAR = 366
"""Days."""

MARKED = tuple(kind for kind in End if kind is not End.NOT_DUE)
"""How a promise may have ended that a chart has a mark for."""


def _level(target: Target) -> bool:
    """Whether a target is one level over several years, which results of single years are held against."""
    return several_years(target.period) and target.value_upper is None


def _flag(result: Result) -> str:
    """The codes of what is recorded about a result besides its number."""
    return "".join(result.statuses)


def _by_day(rows: Iterable[Observation]) -> Iterable[tuple[tuple[Period, date], list[Observation]]]:
    return grouped(((row.period, row.as_of), row) for row in rows).items()
