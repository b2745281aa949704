"""One indicator at several bodies, side by side: what its page tells of each body and period, in one language.

The page holds words and values, and no view of a package, so that it is known when it would come out the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator.core import formats
from generator.core.codes import Measure, Reason
from generator.core.grouping import grouped
from generator.core.languages import language as known_language
from generator.core.model import Indicator, Observation, Period
from generator.core.phrases import Text, joined
from generator.publishing.charts import Body as Drawn
from generator.publishing.charts import Column, ComparedData, Shape, drawing, specification
from generator.publishing.pages import contexts, parts, weights
from generator.publishing.pages.drawings import side_by_side
from generator.publishing.pages.figures import when
from generator.publishing.pages.origins import known
from generator.publishing.pages.parts import Listing
from generator.publishing.pages.views import PackageView
from generator.publishing.store import words
from generator.verdicts.alike import Apart, Same
from generator.verdicts.assess import Assessment
from generator.verdicts.results import last_day
from generator.wording.explain import (
    result_value,
    said,
    share_done,
    target_value,
    unit_of,
)

DRAWN, PERIODS = 8, 12
"""Of how many bodies the chart has a row, and of how many periods of each, the latest."""

ROWS = 24
"""How many promises and figures of a body stand in the table; its own page has them all."""

BODIES, APART = "bodies", "apart"
"""The groups beside those of years: what each body means by it, and who is not put beside the others."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A body that holds the indicator: what it is called, its area, and what the indicator is called and means there.

    `path` is the page of the indicator. `silent`: it has neither a promise nor a figure for its whole area.
    """

    name: str
    publisher: str
    area: str
    path: str
    title: str
    definition: str
    unit: str
    silent: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Row:
    """A promise of a body with its result, or a figure that nothing was promised for. Empty is what there is not; `day` is
    the one of the result.
    """

    name: str
    path: str
    period: str
    promised: str
    result: str
    done: str
    day: str
    item: Assessment | None
    weight: int


@dataclass(frozen=True, slots=True)
class Other:
    """An indicator of the same id or code that is not put beside the others, and why."""

    name: str
    path: str
    title: str
    reasons: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Compared:
    """All that the page of a comparison tells; `notes` say what to mind. `years` are the groups of its table."""

    title: str
    lead: str
    notes: tuple[str, ...]
    chart: contexts.Chart | None
    years: Mapping[str, int]
    listing: Listing


def compared(same: Same, views: Mapping[str, PackageView], language: str, tags: Sequence[str]) -> Compared:
    """What is told of an indicator that several bodies hold; `tags` are the languages of the site."""
    return _Comparer(same, views, language, tags).all()


class _Comparer:
    def __init__(
        self, same: Same, views: Mapping[str, PackageView], language: str, tags: Sequence[str]
    ) -> None:
        self.same, self.language, self.tags = same, language, tags
        self.held = [(views[package], views[package].package.indicators[name]) for package, name in same.held]
        self.others = [
            (views[package], views[package].package.indicators[name], reasons)
            for package, name, reasons in same.apart
        ]
        beside = [*(view for view, _ in self.held), *(view for view, _, _ in self.others)]
        self.names = named(beside)

    def t(self, key: str, **values: str) -> str:
        return said(self.language, key, **values)

    def size(self, text: Text) -> int:
        """Bytes of a text in the language in which it is longest: a list is divided alike in all of them."""
        return max(weights.size(text[tag]) for tag in self.tags)

    def all(self) -> Compared:
        """Everything."""
        rows: list[tuple[int, Period, Row]] = []
        holders, drawn = list[Holder](), list[Drawn]()
        for number, (view, indicator) in enumerate(self.held):
            promises = self.promises(view, indicator)
            columns, alone = _columns(view, indicator, promises, self.language)
            own = [*self.rows(view, indicator, promises, alone)]
            rows += [(number, period, row) for period, row in own]
            holders.append(self.holder(view, indicator, silent=not own))
            name = self.names[view.package.id][self.language]
            drawn.append(self.drawn(str(name), columns[-PERIODS:]))
        # The latest period first, in it the bodies in their order.
        rows.sort(key=lambda one: (-one[1].end.toordinal(), -one[1].start.toordinal(), one[0]))
        groups: dict[str, Sequence[Row | Holder | Other]] = {
            **grouped((str(period.end.year), row) for _, period, row in rows),
            BODIES: holders,
        }
        others = [*self.apart()]
        if others:
            groups[APART] = others
        title = self.held[0][1].title[self.language]
        shared = shares_a_year(drawn)
        chart = self.chart([body for body in drawn if body.columns]) if shared else None
        around = 4_000 + (len(chart.svg.encode()) if chart else 0) + 16 * self.size(self.held[0][1].title)
        return Compared(
            title,
            self.t("compare.page_lead", count=str(len(holders))),
            (*self.notes(), *([] if shared or not rows else [self.t("compare.no_shared_year")])),
            chart,
            {key: len(of) for key, of in groups.items() if key not in (BODIES, APART)},
            Listing(
                groups,
                lambda _, entry, __: weights.FOLD + 200 if entry is None else entry.weight,
                lambda key, _, __: self.head(key),
                lambda _: around,
                anchors=lambda key, entry: [anchor(key)] if entry is None else (),
                again=lambda _: 2_000,
                room=parts.WHOLE,
            ),
        )

    def head(self, key: str) -> str:
        """What a group is called."""
        if key in (BODIES, APART):
            return self.t(f"compare.{key}")
        return self.t("period.year", year=key)

    def promises(self, view: PackageView, indicator: Indicator) -> list[Assessment]:
        """The promises for the whole area of a body, the latest first."""
        return [item for item in view.promises(indicator.id) if item.target.area_id == view.package.area_id]

    def rows(
        self,
        view: PackageView,
        indicator: Indicator,
        promises: Sequence[Assessment],
        alone: Sequence[Observation],
    ) -> Iterator[tuple[Period, Row]]:
        """The rows of a body, the latest of each kind."""
        package, language = view.package, self.language
        name, path = self.names[package.id], f"{package.id}/indicators/{indicator.id}/"
        weight = 210 + len(path) + self.size(name) + self.size(package.units[indicator.unit_id].title)
        shown = partial(Row, name=name[language], path=path)
        for item in promises[:ROWS]:
            result = item.result
            value = day = done = ""
            if result is not None:
                unit = package.units[item.observation.unit_id].title[language] if item.observation else ""
                value, day = result_value(result, unit, language), formats.day(result.last.as_of, language)
                done = share_done(item, language) if item.share_done is not None else ""
            yield (
                item.target.period,
                shown(
                    period=formats.period(item.target.period, language),
                    promised=target_value(item.target, unit_of(package, indicator.id, language), language),
                    result=value,
                    done=done,
                    day=day,
                    item=item,
                    weight=weight + max(weights.mark(item, tag) for tag in self.tags) + 90,
                ),
            )
        for row in alone[:ROWS]:
            of = package.units[row.unit_id].title[language]
            stock = indicator.measure is Measure.STOCK
            yield (
                Period(row.as_of, row.as_of) if stock else Period(row.period.start, last_day(row)),
                shown(
                    period=when(row, language),
                    promised="",
                    result=result_value(row, of, language),
                    done="",
                    day=formats.day(row.as_of, language),
                    item=None,
                    weight=weight,
                ),
            )

    def holder(self, view: PackageView, indicator: Indicator, *, silent: bool) -> Holder:
        """What a body means by it."""
        package, language = view.package, self.language
        area, unit = package.areas[package.area_id].title, package.units[indicator.unit_id].title
        texts = (
            view.publisher.title,
            area,
            indicator.title,
            indicator.definition,
            unit,
            self.names[package.id],
        )
        return Holder(
            self.names[package.id][language],
            view.publisher.title[language],
            area[language],
            f"{package.id}/indicators/{indicator.id}/",
            indicator.title[language],
            indicator.definition[language],
            unit_of(package, indicator.id, language),
            silent,
            600 + sum(map(self.size, texts)),
        )

    def apart(self) -> Iterator[Other]:
        """Who is not put beside the others."""
        for view, indicator, reasons in self.others:
            package, language = view.package, self.language
            words = {
                Apart.UNIT: {"unit": package.units[indicator.unit_id].title[language]},
                Apart.MEASURE: {"measure": self.t(f"measure.{indicator.measure}")},
            }
            yield Other(
                self.names[package.id][language],
                f"{package.id}/indicators/{indicator.id}/",
                indicator.title[language],
                tuple(self.t(f"compared_apart.{reason}", **words.get(reason, {})) for reason in reasons),
                700 + self.size(indicator.title) + self.size(self.names[package.id]),
            )

    def notes(self) -> Iterator[str]:
        """What to mind when figures stand side by side."""
        made_up = [
            self.names[view.package.id][self.language] for view, _ in self.held if view.package.fictional
        ]
        if made_up:
            yield self.t("compare.made_up", bodies=joined(made_up, self.t("sign.list")))
        shared = _shared_languages(view for view, _ in self.held)
        texts = {tag: {indicator.definition.own(tag) for _, indicator in self.held} for tag in shared}
        alike = bool(texts) and all(len(said_so) == 1 for said_so in texts.values())
        yield self.t("compare.defined_alike" if alike else "compare.defined_apart")
        rate = self.held[0][1].measure in (Measure.RATE, Measure.LIMIT)
        # What is meant by an area is for each body to say.
        yield self.t("compare.scope_rate" if rate else "compare.scope_amount")

    def chart(self, bodies: Sequence[Drawn]) -> contexts.Chart | None:
        """All bodies in one drawing; None where none has anything to draw."""
        if not any(
            column.result is not None or column.target is not None
            for body in bodies
            for column in body.columns
        ):
            return None
        view, indicator = self.held[0]
        measure, unit = indicator.measure, unit_of(view.package, indicator.id, self.language)
        shape = Shape.DOTS if measure is Measure.STOCK else Shape.BARS if measure.adds_up else Shape.LEVELS
        shown = unit if unit != self.t("unit.number") else ""
        data = ComparedData(tuple(bodies[:DRAWN]), shape, shown)
        columns = [column for body in data.bodies for column in body.columns]
        low, high = data.ends(self.language)
        sentences = [self.t(f"compared_drawn.{shape}"), self.t("compare.scale", low=low, high=high)]
        sentences += [] if data.together.from_zero else [self.t("series.not_from_zero")]
        sentences += (
            [self.t("compare.no_result")]
            if shape is not Shape.DOTS and any(column.result is None for column in columns)
            else []
        )
        sentences += (
            [self.t("compared_interim.bars" if shape is Shape.BARS else "compared_interim.dots")]
            if any(column.interim for column in columns)
            else []
        )
        if len(bodies) > DRAWN:
            sentences.append(self.t("compare.some", count=str(len(bodies)), shown=str(DRAWN)))
        sentences.append(self.t("chart.unit", unit=unit))
        finding = self.finding(bodies)
        title = joined([indicator.title[self.language], self.t("sign.colon"), finding])
        caption = joined(sentences, known_language(self.language).between)
        names = joined([body.name for body in data.bodies], self.t("sign.list"))
        source = self.t("compare.source", bodies=names, site=self.t("site.name"))
        return contexts.Chart(
            svg=drawing(data, self.language),
            finding=finding,
            caption=caption,
            source=source,
            file="chart-1.vl.json",
            specification=specification(data, title, caption + source, self.language),
        )

    def drawn(self, name: str, columns: tuple[Column, ...]) -> Drawn:
        """The row of a body, with its latest numbers in words."""
        body = Drawn(name, columns)
        if body.latest is None:
            return body
        none = [self.t("compare.without")] if body.latest.result is None else []
        return replace(body, told=joined([*none, *body.latest.said], " · "))

    def finding(self, bodies: Sequence[Drawn]) -> str:
        """What the chart shows in a sentence, without saying who is ahead: how many bodies, of which years, with results."""
        years = [column.period.end.year for body in bodies for column in body.columns]
        first, last = str(min(years)), str(max(years))
        told = (
            self.t("period.year", year=last)
            if first == last
            else self.t("period.years", year=first, last=last)
        )
        results = sum(any(column.result is not None for column in body.columns) for body in bodies)
        return joined(
            [
                self.t("compare.bodies_of", count=str(len(self.held)), years=told),
                self.t("compare.with_result", count=str(results)),
            ]
        )


def anchor(key: str) -> str:
    """The anchor of a group."""
    return f"year-{key}" if key.isdigit() else key


def named(views: Sequence[PackageView]) -> Mapping[str, Text]:
    """What some bodies are called beside each other, by package: by their area, or where several have one of that name by who
    publishes, or else by their package.
    """
    choices = (
        {view.package.id: view.package.areas[view.package.area_id].title for view in views},
        {view.package.id: view.publisher.title for view in views},
        {view.package.id: view.package.title for view in views},
    )
    found: dict[str, Text] = {}
    for view in views:
        name = view.package.id
        found[name] = next(
            (titles[name] for titles in choices if Counter(titles.values())[titles[name]] == 1),
            choices[-1][name],
        )
    return found


def shares_a_year(bodies: Iterable[Drawn]) -> bool:
    """Whether two bodies have something of one year: otherwise nothing stands side by side."""
    years = Counter(
        year
        for body in bodies
        for year in {
            year
            for column in body.columns
            for year in range(column.period.start.year, (column.day or column.period.end).year + 1)
        }
    )
    return any(count > 1 for count in years.values())


def _columns(
    view: PackageView, indicator: Indicator, promises: Sequence[Assessment], language: str
) -> tuple[tuple[Column, ...], list[Observation]]:
    """What is drawn of a body, with what is told of it, and its figures that nothing was promised for; those of a large package
    are kept.
    """
    counted = [item for item in promises if item.reason is not Reason.SUPERSEDED]
    kind = f"compared {view.standings.today.isoformat()} {language} {words()}"
    return known(
        kind,
        view.origins.rows(indicator.id),
        lambda: side_by_side(view, indicator, counted, language),
    )


def _shared_languages(views: Iterable[PackageView]) -> list[str]:
    """The languages that all of some packages are in."""
    tags = [view.package.languages for view in views]
    return [tag for tag in tags[0] if all(tag in other for other in tags)]


@dataclass(frozen=True, slots=True)
class Listed:
    """A comparison in the list of all: its page, what it is called, and the first of those who hold it, of how many."""

    path: str
    title: str
    other: str
    code: str
    bodies: tuple[str, ...]
    count: int


NAMED = 6
"""How many of those who hold an indicator the list names."""


def listed(found: Iterable[Same], views: Mapping[str, PackageView], language: str) -> list[Listed]:
    """The comparisons of a site as its list has them, in a language."""
    return [
        Listed(
            item.path,
            title_of(item, views)[language],
            " · ".join(text for tag, text in title_of(item, views).said if tag != language),
            item.code,
            tuple(
                text[language]
                for text in named([views[package] for package, _ in item.held[:NAMED]]).values()
            ),
            len(item.held),
        )
        for item in found
    ]


def listing_of(found: Sequence[Same], views: Mapping[str, PackageView], language: str) -> Listing:
    """The list of all comparisons."""
    return Listing(
        {"": listed(found, views, language)},
        lambda _, entry, __: (
            0 if entry is None else 420 + 3 * len(entry.title.encode()) + _NAMES * len(entry.bodies)
        ),
        lambda _, entry, __: entry.title if entry else "",
    )


_NAMES = 90
"""About how many bytes the name of a body takes in the list."""


def title_of(same: Same, views: Mapping[str, PackageView]) -> Text:
    """What an indicator is called that several bodies hold: as the first of them calls it."""
    package, name = same.held[0]
    return views[package].package.indicators[name].title
