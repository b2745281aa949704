"""Makes a valid package of any size and shape; the same seed gives the same bytes.

.venv/bin/python benchmarks/making.py national build/national --observations 20000
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import click
import yaml
from babel.numbers import get_decimal_symbol
from rows import FIRST_DAY, LAST_DAY, Observed, observed, period, values
from shapes import FISCAL_YEAR, SHAPES, YEAR, Shape

from generator.core.languages import column
from generator.format.version import FORMAT

PACKAGE = "made-up"
"""The folder and id of the package."""

TARGET_COLUMNS = (
    *("goal", "indicator_id", "area_id", "period_start", "period_end"),
    *("comparator", "value", "value_upper", "baseline", "locator", "figure"),
)
DAYS = ("period_start", "period_end", "as_of")
UNITS = ("count", "percent", "tonne", "rate", "amount")
MEASURES = ("stock", "rate", "flow")
STATUSES = ("E", "P", "B", "U")
SUPPRESSED, IN_WORDS = "Q", "O"
"""Statuses of rows without a number: in statistics one is held back, a report says it in words."""

ODD_STATUS, NO_NUMBER, SAID_IN_WORDS = 40, 400, 10
"""Of so many rows one has another status than normal, or no number: in statistics, and in reports."""

TEXTS = {
    "zh": (
        "",
        "城市 道路 公园 河流 垃圾 分类 照明 绿地 小区 管理 服务 市民 设施 建设 维护 检查 投诉 办理 面积",
    ),
    "en": (
        " ",
        "city road park river waste sorting light green estate service people building upkeep visit area",
    ),
    "fr": (
        " ",
        "ville route parc eau tri éclairage vert quartier service habitants chantier entretien visite aire",
    ),
}
"""Words by language, and what stands between them."""

PRINTED = {
    "zh": ("{}个", "{}个以上", "已经完成"),
    "en": ("{} items", "at least {} items", "has been completed"),
    "fr": ("{} unités", "au moins {} unités", "est terminé"),
}
"""How a figure is printed, how one that asks for at least so much, and what is said in words, by language."""

OTHERWISE = "en"

_F = TypeVar("_F", bound=Callable[..., Any])


def make(folder: Path, shape: Shape, seed: int = 1) -> Path:
    """Write a valid package below the data folder `folder` and return the package's own folder.

    Raises ValueError when the sizes do not go together, FileExistsError when there is such a package already.
    """
    _refuse(shape)
    package = folder / PACKAGE
    package.mkdir(parents=True)
    _Maker(package, shape, Random(seed)).write()
    return package


def _refuse(shape: Shape) -> None:
    """Raise ValueError where there would be no place for what was asked for."""
    wrong = {
        "at least one indicator, theme, organisation, area, table, period and language": not min(
            shape.indicators, shape.themes, shape.organisations, shape.areas, shape.tables, shape.periods
        )
        or not shape.languages
        or not shape.spans,
        "no more tables than indicators": shape.tables > shape.indicators,
        "goals, targets and things to be done need a plan": not shape.plans
        and bool(shape.goals or shape.targets or shape.deliverables),
        "each plan needs a goal": shape.goals < shape.plans,
        "as few targets as plans, indicators and areas allow": shape.targets
        > shape.plans * shape.indicators * shape.areas,
        "a spread and totals of at least 1": min(shape.spread, shape.totals) < 1,
        "breakdowns with two values or more": bool(shape.dimensions) and shape.values < 2,  # noqa: PLR2004
    }
    if found := [rule for rule, broken in wrong.items() if broken]:
        raise ValueError("; ".join(found))


class _Maker:
    """Writes the files of one package."""

    def __init__(self, folder: Path, shape: Shape, random: Random) -> None:
        self.folder, self.shape, self.random = folder, shape, random
        # Of a language without words here documents are written in another.
        self.printed = shape.languages[0] if shape.languages[0] in TEXTS else OTHERWISE

    def write(self) -> None:
        shape = self.shape
        self._yaml(
            "package",
            {
                "format": FORMAT,
                "publisher_id": "body-0",
                "area_id": "area-0",
                **self._texts("title", 3),
                **self._texts("description", shape.words),
                **self._texts("disclaimer", shape.words),
                "licence": "CC-BY-4.0",
                "version": "1.0.0",
                "languages": list(shape.languages),
                "officers": "published",
                **({"fiscal_year_starts": "04-01"} if FISCAL_YEAR in shape.spans else {}),
            },
        )
        self._yaml("themes", self._named("theme", shape.themes))
        self._yaml("organisations", self._named("body", shape.organisations))
        self._yaml("areas", self._named("area", shape.areas))
        counted = self._printed(0).strip()
        self._yaml("units", {name: {**self._texts("title", 1), "printed": [counted]} for name in UNITS})
        if shape.dimensions:
            counts = enumerate(values(shape))
            self._yaml("dimensions", {f"by-{number}": self._dimension(count) for number, count in counts})
        for theme in range(min(shape.themes, shape.indicators)):
            numbers = range(theme, shape.indicators, shape.themes)
            self._yaml(f"indicators/theme-{theme}", {f"i-{n}": self._indicator(n) for n in numbers})
        for number in range(shape.plans):
            self._plan(number)
        if shape.reports:
            self._reports()
        else:
            self._statistics()

    def _yaml(self, name: str, content: object) -> None:
        path = self.folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)
        path.write_text(text, encoding="utf-8")

    def _csv(self, name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        path = self.folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(rows)

    def _text(self, language: str, words: int) -> str:
        """Some words in a language, or in another where it has none here."""
        between, words_of = TEXTS.get(language, TEXTS[OTHERWISE])
        return between.join(self.random.choices(words_of.split(), k=words))

    def _texts(self, name: str, words: int) -> dict[str, str]:
        """The same text in each language, by its key."""
        return {column(name, tag): self._text(tag, words) for tag in self.shape.languages}

    def _cells(self, words: int) -> list[str]:
        """The same in cells of a table."""
        return [self._text(tag, words) for tag in self.shape.languages]

    def _heads(self, name: str) -> list[str]:
        return [column(name, tag) for tag in self.shape.languages]

    def _named(self, name: str, count: int) -> dict[str, dict[str, str]]:
        return {f"{name}-{number}": self._texts("title", 3) for number in range(count)}

    def _dimension(self, values: int) -> dict[str, Any]:
        # Numbered, as no two values have one title.
        named = {
            name: {key: f"{text} {number}" for key, text in texts.items()}
            for number, (name, texts) in enumerate(self._named("value", values).items())
        }
        return {**self._texts("title", 2), "exhaustive": False, "values": named}

    def _indicator(self, number: int) -> dict[str, Any]:
        return {
            **self._texts("title", 4),
            **self._texts("definition", self.shape.words),
            "unit_id": UNITS[number % len(UNITS)],
            "measure": MEASURES[number % len(MEASURES)],
            "ascending": True,
        }

    def _document(self, name: str, kind: str, first: date, last: date, sections: Iterable[str]) -> None:
        self._yaml(
            f"documents/{name}/document",
            {
                **self._texts("title", 5),
                "kind": kind,
                "language": self.printed,
                "publisher_id": "body-0",
                "period_start": first.isoformat(),
                "period_end": last.isoformat(),
                "completeness": "full",
                "archive_sha256": hashlib.sha256(name.encode()).hexdigest(),
                "sections": {section: self._texts("title", 3) for section in sections},
            },
        )

    def _printed(self, form: int, value: str = "") -> str:
        return PRINTED[self.printed][form].format(value.replace(".", get_decimal_symbol(self.printed)))

    def _plan(self, number: int) -> None:
        """A plan of one year: its goals, each with the targets and things to be done that fall to it."""
        shape, name = self.shape, f"plan-{number}"
        first, last = period(YEAR, shape.plans - 1 - number)
        goals = self._goals(number)
        self._document(name, "plan", first, last, ["1"])
        folder = f"documents/{name}"
        self._yaml(f"{folder}/goals", {str(goal): self._goal(goal) for goal in goals})
        targets = []
        for at, target in enumerate(range(number, shape.targets, shape.plans)):
            area, indicator = divmod(target // shape.plans, shape.indicators)
            goal, value, form = goals[at % len(goals)], str(self.random.randrange(1, 1000)), target % 2
            named = (goal, f"i-{indicator}", f"area-{area}", first, last)
            asked_for = (("eq", "ge")[form], value, "", "")
            targets.append((*named, *asked_for, f"1/{goal}", self._printed(form, value)))
        if targets:
            self._csv(f"{folder}/targets", TARGET_COLUMNS, targets)
        if works := self._works(number):
            self._csv(
                f"{folder}/deliverables",
                ["goal", "slug", *self._heads("title"), "due", "locator"],
                [(goal, slug, *self._cells(4), last, f"1/{goal}") for goal, slug in works],
            )

    def _goals(self, plan: int) -> range:
        """The numbers of a plan's goals."""
        return range(plan, self.shape.goals, self.shape.plans)

    def _works(self, plan: int) -> list[tuple[int, str]]:
        """The things to be done of a plan, by goal and name; its goals take them in turns."""
        goals = self._goals(plan)
        items = range(plan, self.shape.deliverables, self.shape.plans)
        return [(goals[at % len(goals)], f"work-{item}") for at, item in enumerate(items)]

    def _goal(self, number: int) -> dict[str, Any]:
        return {
            "locator": f"1/{number}",
            **self._texts("title", 4),
            **self._texts("summary", self.shape.words),
            "themes": [f"theme-{number % self.shape.themes}"],
            "organisations": [f"body-{number % self.shape.organisations}"],
        }

    def _reports(self) -> None:
        """Yearly reports: the figures of their year as they print them, and how far the plan's things have come."""
        shape = self.shape
        reports: list[list[Observed]] = [[] for _ in range(shape.reports)]
        for row in observed(shape, self.random):
            reports[shape.reports - 1 - row.back].append(row)
        for number, rows in enumerate(reports):
            name, back = f"report-{number}", shape.reports - 1 - number
            first, last = period(YEAR, back)
            self._document(name, "report", first, last, ["1"])
            used = sorted({item for row in rows for item in row.breakdowns})
            self._observations(f"documents/{name}/observations", used, rows, "1", printed=True)
            plan = shape.plans - 1 - back
            if plan >= 0 and (works := self._works(plan)):
                self._csv(
                    f"documents/{name}/progress",
                    ["deliverable_id", "state", "as_of", "locator", *self._heads("evidence")],
                    [
                        (f"plan-{plan}/{goal}/{slug}", "delivered", last, "1", *self._cells(shape.words))
                        for goal, slug in works
                    ],
                )

    def _statistics(self) -> None:
        """One statistical document, its rows in tables; no figure is printed in words there."""
        shape = self.shape
        tables: list[list[Observed]] = [[] for _ in range(shape.tables)]
        for row in observed(shape, self.random):
            tables[row.indicator * shape.tables // shape.indicators].append(row)
        name = "statistics"
        sections = [f"t-{number}" for number in range(shape.tables)]
        self._document(name, "dataset", FIRST_DAY, LAST_DAY, sections)
        for number, rows in enumerate(tables):
            used = sorted({item for row in rows for item in row.breakdowns})
            path = "observations" if shape.tables == 1 else f"observations/t-{number}"
            self._observations(
                f"documents/{name}/{path}",
                range(shape.dimensions) if shape.every_column else used,
                rows,
                f"t-{number}",
                printed=False,
            )

    def _observations(
        self, path: str, used: Sequence[int], rows: Iterable[Observed], section: str, *, printed: bool
    ) -> None:
        units = bool(self.shape.second_units)
        head = ["indicator_id", "area_id", *(f"by-{number}" for number in used), *DAYS, "value"]
        head += [*(["unit_id"] if units else []), "qualifier", "obs_status", "locator", "figure"]
        self._csv(
            path,
            head,
            (self._row(row, used, section, at, printed=printed, units=units) for at, row in enumerate(rows)),
        )

    def _row(
        self, row: Observed, used: Sequence[int], section: str, at: int, *, printed: bool, units: bool
    ) -> list[object]:
        spans = (YEAR,) if printed else self.shape.spans
        first, last = period(spans[row.indicator % len(spans)], row.back)
        codes = (f"value-{row.breakdowns[name] - 1}" if name in row.breakdowns else "" for name in used)
        value, status, figure = self._value(row.indicator), "A", ""
        if printed:
            figure = self._printed(0, value)
            if at % SAID_IN_WORDS == SAID_IN_WORDS - 1:
                value, status, figure = "", IN_WORDS, self._printed(2)
        elif at % NO_NUMBER == NO_NUMBER - 1:
            value, status, figure = "", SUPPRESSED, "c"
        elif at % ODD_STATUS == ODD_STATUS - 1:
            status = STATUSES[at // ODD_STATUS % len(STATUSES)]
        unit = [self._unit(row, at)] if units else []
        cells = [f"i-{row.indicator}", f"area-{row.area}", *codes, first, last, last, value]
        return [*cells, *unit, "exact", status, section if printed else f"{section}/{at + 1}", figure]

    def _unit(self, row: Observed, at: int) -> str:
        """The unit of a row where it is not the indicator's own."""
        second = row.indicator % self.shape.second_units == self.shape.second_units - 1 and at % 2
        return UNITS[(row.indicator + 1) % len(UNITS)] if second else ""

    def _value(self, indicator: int) -> str:
        """A number as authors write it, with many, few or no digits behind the point."""
        digits = (self.shape.decimals, min(1, self.shape.decimals), 0)[indicator % 3]
        if not digits:
            return str(self.random.randrange(10_000))
        text = f"{self.random.randrange(1000)}.{self.random.randrange(10**digits):0{digits}}"
        return text.rstrip("0").rstrip(".")


def sized(command: _F) -> _F:
    """The command with an option for each size of a shape."""
    for size in reversed([item for item in fields(Shape) if item.metadata]):
        option = f"--{size.name.replace('_', '-')}"
        command = click.option(option, type=click.IntRange(min=0), help=size.metadata["help"])(command)
    return command


def asked(shape: str, sizes: Mapping[str, int | None]) -> Shape:
    """The shape of that name with other sizes, where they are told."""
    told: dict[str, Any] = {name: size for name, size in sizes.items() if size is not None}
    return replace(SHAPES[shape], **told)


@click.command()
@click.argument("shape", type=click.Choice(list(SHAPES)))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same bytes.")
@click.option(
    "--language", "languages", multiple=True, help="A language of the package; more than once for more."
)
@sized
def main(shape: str, folder: Path, seed: int, languages: tuple[str, ...], **sizes: int | None) -> None:
    """Write a package of a SHAPE below the data folder FOLDER; each size may be another than the shape's own."""
    wanted = asked(shape, sizes)
    try:
        click.echo(make(folder, replace(wanted, languages=languages or wanted.languages), seed))
    except (ValueError, FileExistsError) as error:
        raise click.UsageError(str(error)) from error


if __name__ == "__main__":
    main()
