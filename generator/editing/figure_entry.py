"""What a person says of one figure, by the options of a command: read by its columns, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.core.codes import DocumentKind, ObservationStatus, Qualifier
from generator.core.figures import Figure, FigureReader
from generator.core.languages import interface, text_of
from generator.core.nearest import suggest
from generator.core.periods import TwoYearsError, is_two_years, period_of
from generator.core.problems import Place, Problem
from generator.editing.files.rows import Cells, Reason, TableRow, shape_of
from generator.editing.skeletons import problem_of
from generator.format import tables
from generator.reading.validate import PackageRecords
from generator.reading.validate.inventory import DocumentRecords

TABLE = "observations"
WORDS = "-"
"""Given as the value where the document answers in words."""

PERIOD = ("period_start", "period_end")

_OPTIONS = {
    "indicator_id": "INDICATOR",
    "value": "VALUE",
    **dict.fromkeys(PERIOD, "--period"),
    "area_id": "--area",
    "unit_id": "--unit",
    "obs_status": "--status",
    **{name: f"--{name}" for name in ("figure", "locator", "qualifier", "occurrence", "date", "responsible")},
    "as_of": "--as-of",
    "archive_sha256": "--archive",
}

_REASON = "reason"
_TEXTS = ("note", _REASON)
"""Texts that have an option for each language of the interface."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be recorded, as texts: `cells` by column; what was not said is not in it.

    `reason` is given where a recorded figure is to be corrected.
    """

    indicator: str
    value: str
    document: str
    package: str = ""
    period: str = ""
    cells: Cells = field(default_factory=dict)
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with an option: a problem as the check knows it, or a text of the catalogue with its values."""

    option: str
    problem: Problem | None = None
    text: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def column(cls, name: str, problem: Problem) -> Wrong:
        """A problem of a column, at the option that it is said by."""
        stem, language = text_of(name)
        option = f"--set {name}=…"
        if stem in _TEXTS and language in interface():
            option = f"--{stem}-{language}"
        elif stem == _REASON:
            option = f"--{stem} {language}=…"
        return cls(_OPTIONS.get(name, option), problem)


def place(packages: Iterable[PackageRecords], asked: Asked) -> tuple[PackageRecords, DocumentRecords] | Wrong:
    """The package and the document that are meant; a package need not be named where only one has both."""
    by_id = {package.id: package for package in packages}
    if asked.package and asked.package not in by_id:
        return _unknown("--package", "packages", asked.package, by_id)
    searched = [by_id[asked.package]] if asked.package else list(by_id.values())
    meant = [package for package in searched if asked.indicator in package.indicator_ids()]
    if not meant:
        known = [name for package in searched for name in package.indicator_ids()]
        return _unknown("INDICATOR", "indicators", asked.indicator, known)
    holding = [package for package in meant if asked.document in package.documents]
    if not holding:
        known = [name for package in meant for name in package.documents]
        return _unknown("--document", "documents", asked.document, known)
    if len(holding) > 1:
        listed = " · ".join(package.id for package in holding)
        return Wrong("--package", text="which_package", values={"listed": listed})
    return holding[0], holding[0].documents[asked.document]


def _unknown(option: str, table: str, value: str, known: Iterable[str]) -> Wrong:
    values = {"value": value, "table": table, "suggestion": suggest(value, known)}
    return Wrong(option, Problem("unknown-reference", Place(""), values))


def read(
    package: PackageRecords, document: DocumentRecords, asked: Asked
) -> tuple[dict[str, str], list[Wrong]]:
    """The cells that were said, by column, and all that is wrong with them."""
    said = {"indicator_id": asked.indicator, **asked.cells}
    wrong: list[Wrong] = []
    if "/" in asked.period and not is_two_years(asked.period):
        said |= zip(PERIOD, asked.period.split("/", 1), strict=True)
    elif asked.period:
        try:
            days = period_of(asked.period, package.calendar)
            said |= zip(PERIOD, (day.isoformat() for day in days), strict=True)
        except TwoYearsError as error:
            values = {"value": asked.period, "listed": error.listed}
            wrong.append(Wrong("--period", text="two_years", values=values))
        except ValueError:
            wrong.append(Wrong("--period", text="bad_period", values={"value": asked.period}))
    status = said.get("obs_status", ObservationStatus.MISSING.value)
    if asked.value == WORDS and status in [item for item in ObservationStatus if item.without_number]:
        said |= {"value": "", "obs_status": status}
    else:
        said["value"] = asked.value
    wrong += _problems(package, document, said, correcting=asked.reason is not None)
    if asked.reason is not None:
        reason = asked.reason
        shape = tables.CORRECTIONS.in_languages(package.languages)
        whys = zip(tables.CORRECTIONS.reason.columns(package.languages), package.languages, strict=True)
        texts = {item.name: reason.why.own(language) for item, language in whys}
        for name, text in {**texts, "responsible": reason.responsible}.items():
            if problem := problem_of(shape.by_name[name], text):
                wrong.append(Wrong.column(name, problem))
    return said, wrong


def _problems(
    package: PackageRecords, document: DocumentRecords, said: Cells, *, correcting: bool
) -> Iterator[Wrong]:
    """Every value against its column, and every id against the list that it is from."""
    fields = shape_of(package, TABLE).by_name
    facts = _facts(document)
    dataset = facts["kind"] == DocumentKind.DATASET
    sections = [section["locator"] for section in facts["sections"]]
    goals = document.goals["locator"] if document.goals is not None else ()
    known = {
        "areas": package.lists["areas"]["id"],
        "units": package.lists["units"]["id"],
        "locators": None if dataset else [*sections, *goals],
    }
    needed = {} if correcting else dict.fromkeys(("locator", "figure"), "")
    for name, text in {**needed, **said}.items():
        if name not in fields:
            values = {"field": name, "suggestion": suggest(name, fields)}
            yield Wrong.column(name, Problem("unknown-column", Place(""), values))
        elif name == "figure" and not text:
            if not dataset:
                yield Wrong.column(name, Problem("figure-missing", Place("")))
        elif problem := problem_of(fields[name], text, known.get(fields[name].refers_to)):
            yield Wrong.column(name, problem)


def named(package: PackageRecords, document: DocumentRecords, said: Cells) -> dict[str, str]:
    """What names a row and was not said: by the package's area and the document's period."""
    assert package.package is not None
    facts = _facts(document)
    first, last = (facts[name].isoformat() for name in PERIOD)
    # What a document says of a time before its own stood so at the end of that time.
    as_of = min(date.fromisoformat(said.get("period_end", last)), facts["period_end"]).isoformat()
    area: str = package.package["area_id"][0]
    taken = {"area_id": area, "period_start": first, "period_end": last, "as_of": as_of}
    return {name: text for name, text in taken.items() if name not in said}


def meant(said: Cells, figures: FigureReader, row: TableRow | None = None) -> dict[str, str]:
    """What follows from what was said of a new row, or of one that is there: how exact the printed figure is, and
    that it is a number.
    """
    cells: dict[str, str] = {}
    if "figure" in said or row is None:
        figure = figures.read(said.get("figure", ""))
        exact = figure.qualifier if isinstance(figure, Figure) and said["value"] else Qualifier.EXACT
        cells["qualifier"] = exact.value
    if row is None or (said["value"] and is_numberless(row)):
        cells["obs_status"] = ObservationStatus.NORMAL.value
    return {name: text for name, text in cells.items() if name not in said}


def is_numberless(row: TableRow) -> bool:
    """Whether a row of observations is marked as one without a number."""
    status = row.value("obs_status")
    return status in [item for item in ObservationStatus if not item.with_number]


def _facts(document: DocumentRecords) -> dict[str, Any]:
    assert document.document is not None
    return next(document.document.rows())
