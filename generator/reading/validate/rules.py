"""Rules between values: periods that run backwards, ranges without bounds, rows that say a thing twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from generator.core import limits
from generator.core.chains import in_rings, steps_to_the_end
from generator.core.coded import distinct, given, rows_where, saying
from generator.core.codes import (
    Attainment,
    Comparator,
    DeliverableState,
    DocumentKind,
    Measure,
    ObservationStatus,
)
from generator.core.doubts import skeleton
from generator.core.few import few
from generator.core.nearest import suggest
from generator.core.problems import Problem
from generator.core.values import comma_meant
from generator.format.tables import (
    DELIVERABLES,
    DOCUMENT,
    INDICATORS,
    OBSERVATIONS,
    PACKAGE,
    PROGRESS,
    TARGETS,
)
from generator.reading.validate.corrections import check_corrections
from generator.reading.validate.inventory import DocumentRecords, PackageRecords
from generator.reading.validate.rows import (
    as_of_problems,
    by_value,
    figures_missing,
    identified,
    period_problems,
    repeated,
    shown,
    too_many_levels,
)
from generator.reading.validate.structure import Records


def check_rules(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each rule that a package breaks."""
    for records in package.lists.values():
        if "part_of" in records.columns:
            yield from _wholes(records, "part_of")
        yield from _unique(records)
    if package.package is not None:
        yield from _added_languages(package.package, package.languages)
    for lists in (*([records] for records in package.lists.values()), package.indicators.values()):
        yield from _alike(lists)
    yield from _indicators(package.indicators.values())
    if package.corrections is not None:
        yield from check_corrections(package.corrections)
    measures = package.of_indicators(INDICATORS.measure)
    for document in package.documents.values():
        facts = document.document
        dataset = False
        if facts is not None and facts.length:
            dataset = facts[DOCUMENT.kind][0] == DocumentKind.DATASET
            yield from period_problems(facts, DOCUMENT.period_start, DOCUMENT.period_end)
        yield from _targets(document, measures, dataset=dataset)
        title = DELIVERABLES.title.columns(package.languages)[0].name
        yield from repeated(identified(document, DELIVERABLES, title, "slug"), by_value)
        yield from _observations(document, package, dataset=dataset)
        yield from _late(document)
        yield from _before_the_plan(document)
        yield from _new_days(document)
        yield from repeated(identified(document, PROGRESS, "state", "deliverable_id"), by_value)


def _added_languages(records: Records, languages: Sequence[str]) -> Iterator[Problem]:
    """Languages that are said to have joined a package, and are none of its own."""
    for row, added in enumerate(records[PACKAGE.added_languages]):
        for tag in filter(None, added or ()):
            if tag not in languages:
                values = {
                    "value": tag,
                    "field": PACKAGE.added_languages.name,
                    "suggestion": suggest(tag, languages),
                }
                values["detail"] = " · ".join(languages)
                yield Problem("unknown-choice", records.place(row, PACKAGE.added_languages.name), values)


def _wholes(records: Records, field: str) -> Iterator[Problem]:
    """Things that are, over some steps, part of themselves, or part of something over too many steps."""
    names = records["id"]
    wholes = {name: whole for name, whole in zip(names, records[field], strict=True) if whole}
    rings, steps = in_rings(wholes), steps_to_the_end(wholes)
    rows = range(len(names))
    yield from few(
        [row for row in rows if names[row] in rings],
        lambda row: Problem("cycle", records.place(row, field), {"value": names[row]}),
    )
    yield from few(
        [row for row in rows if steps.get(names[row], 0) > limits.MOST_LEVELS],
        lambda row: too_many_levels(records.place(row, field)),
    )


def _alike(lists: Iterable[Records]) -> Iterator[Problem]:
    """Entries whose names look the same and are written with other characters."""
    seen: dict[tuple[str, str], tuple[Records, int, str]] = {}
    for records in lists:
        titles = (text for text in records.shape.texts if text.name == "title")
        for item in (item for text in titles for item in text.columns(records.shape.tongues)):
            for row, title in enumerate(records[item]):
                if not title:
                    continue
                other, at, name = seen.setdefault((item.name, skeleton(title)), (records, row, title))
                if name != title:
                    place = other.place(at, item.name)
                    yield Problem("looks-alike", records.place(row, item.name), {"value": title}, place)


def _unique(records: Records) -> Iterator[Problem]:
    """Two entries of a list with a value that names one alone, as two places with one code."""
    for item in records.shape.fields:
        if item.unique:
            rows = (
                (records, row, item.name, item.name, code, "")
                for row, code in enumerate(records[item])
                if code
            )
            yield from repeated(rows, lambda _: "code-repeated")


def _indicators(files: Iterable[Records]) -> Iterator[Problem]:
    """One id, one indicator, in whichever theme's file."""
    yield from repeated(
        ((records, row, "id", "id", name, "") for records in files for row, name in enumerate(records["id"])),
        lambda _: "duplicate-id",
    )


def _targets(
    document: DocumentRecords, measures: Mapping[str, Measure | None], *, dataset: bool
) -> Iterator[Problem]:
    for records in document.table(TARGETS.name):
        yield from period_problems(records, TARGETS.period_start, TARGETS.period_end)
        yield from _attainments(records, measures)
        yield from _baselines(records)
        bounds = zip(
            records[TARGETS.comparator], records[TARGETS.value], records[TARGETS.value_upper], strict=True
        )
        for row, (comparator, value, upper) in enumerate(bounds):
            if comparator is Comparator.BETWEEN:
                if value is not None and (records.sound if upper is None else upper <= value):
                    values = {"value": shown(upper), "lower": str(value)}
                    yield Problem("range-bounds", records.place(row, TARGETS.value_upper.name), values)
            elif comparator is not None and upper is not None:
                ways = comma_meant(f"{shown(value)},{upper}")
                values = {"value": comparator, "upper": str(upper), "suggestion": " · ".join(ways)}
                yield Problem("range-comparator", records.place(row, TARGETS.comparator.name), values)
        yield from figures_missing(records, TARGETS.value.name if dataset else "")
    yield from repeated(identified(document, TARGETS, "value", "indicator_id"), by_value)


def _attainments(records: Records, measures: Mapping[str, Measure | None]) -> Iterator[Problem]:
    """Only what is told of one period after another can hold in each of them or be reached in the last."""
    for row, (name, attainment) in enumerate(
        zip(records[TARGETS.indicator_id], records[TARGETS.attainment], strict=True)
    ):
        measure = measures.get(name or "")
        if attainment is Attainment.BY_END and measure not in (Measure.RATE, Measure.LIMIT, None):
            values = {"key": str(name), "measure": str(measure)}
            yield Problem("attainment-measure", records.place(row, TARGETS.attainment.name), values)


def _baselines(records: Records) -> Iterator[Problem]:
    """The period of a baseline has both days, is not without one, and does not reach beyond the target's."""
    yield from period_problems(records, TARGETS.baseline_start, TARGETS.baseline_end)
    rows = zip(
        records[TARGETS.baseline],
        records[TARGETS.baseline_start],
        records[TARGETS.baseline_end],
        records[TARGETS.period_end],
        strict=True,
    )
    for row, (baseline, start, end, last) in enumerate(rows):
        given = {TARGETS.baseline: baseline, TARGETS.baseline_start: start, TARGETS.baseline_end: end}
        missing = next((item.name for item, value in given.items() if value is None), "")
        if (start is not None or end is not None) and missing and records.sound:
            yield Problem("baseline-period", records.place(row, missing), {"field": missing})
        if end is not None and last is not None and end > last:
            values = {"value": str(end), "end": str(last)}
            yield Problem("baseline-late", records.place(row, TARGETS.baseline_end.name), values)


def _observations(document: DocumentRecords, package: PackageRecords, *, dataset: bool) -> Iterator[Problem]:
    files = document.table(OBSERVATIONS.name)
    for records in files:
        yield from period_problems(records, OBSERVATIONS.period_start, OBSERVATIONS.period_end)
        yield from as_of_problems(records, OBSERVATIONS.period_start, OBSERVATIONS.as_of)
        yield from _reported(records, whole=records.sound)
        yield from figures_missing(records, OBSERVATIONS.value.name if dataset else "")
    yield from repeated(identified(document, OBSERVATIONS, "value", "indicator_id"), by_value)
    if package.dimensions and all(records.sound for records in files):
        yield from _parts(document, package)


def _late(document: DocumentRecords) -> Iterator[Problem]:
    """A document states no result of a day after the one on which it was issued. Where that day is not printed, one of a
    day after its own period may be a slip, or the document was issued later.
    """
    facts = document.document
    if facts is None or not facts.length:
        return
    issued, end = facts[DOCUMENT.published][0], facts[DOCUMENT.period_end][0]
    last = issued or end
    if last is None:
        return
    code = "as-of-after-issue" if issued else "as-of-after-period"
    at = OBSERVATIONS.as_of.name

    def late(day: date | None, status: ObservationStatus | None) -> bool:
        return day is not None and day > last and status is not ObservationStatus.FORECAST

    for records in document.table(OBSERVATIONS.name):
        yield from few(
            rows_where(late, records[at], records[OBSERVATIONS.obs_status]),
            partial(_too_late, code, records, last),
        )


def _too_late(code: str, records: Records, last: date, row: int) -> Problem:
    at = OBSERVATIONS.as_of
    return Problem(code, records.place(row, at.name), {"value": str(records[at][row]), "end": str(last)})


def _before_the_plan(document: DocumentRecords) -> Iterator[Problem]:
    """A plan asks for nothing that was over before its own time began: such rows are most often those of the plan before.

    Reports and statistical tables do repeat what earlier plans asked for, and results of earlier years stand in both.
    """
    facts = document.document
    if facts is None or facts[DOCUMENT.kind] != [DocumentKind.PLAN]:
        return
    (start,) = facts[DOCUMENT.period_start]
    if start is None:
        return

    def over(day: date | None, first: date | None = None) -> bool:
        # A period that ends before it begins is told as that.
        return day is not None and day < start and (first is None or first <= day)

    for table, days in (
        (TARGETS, (TARGETS.period_end, TARGETS.period_start)),
        (DELIVERABLES, (DELIVERABLES.due,)),
    ):
        for records in document.table(table.name):
            rows = rows_where(over, *(records[day] for day in days))
            yield from few(rows, partial(_over_before, records, days[0].name, start))


def _over_before(records: Records, field: str, start: date, row: int) -> Problem:
    values = {"value": str(records[field][row]), "start": str(start)}
    return Problem("target-before-plan", records.place(row, field), values)


def _new_days(document: DocumentRecords) -> Iterator[Problem]:
    """A thing is put off to a day to come only while it is still to be done.

    A state is that at the end of its day, so what is open then cannot be done by that same day.
    """
    for records in document.table(PROGRESS.name):
        rows = zip(records[PROGRESS.new_due], records[PROGRESS.state], records[PROGRESS.as_of], strict=True)
        for row, (day, state, as_of) in enumerate(rows):
            if day is None:
                continue
            place = records.place(row, PROGRESS.new_due.name)
            if state is not None and DeliverableState(state).settled:
                yield Problem("new-due-settled", place, {"value": str(day), "state": state})
            elif as_of is not None and day <= as_of:
                yield Problem("new-due-past", place, {"value": str(day), "as_of": str(as_of)})


def _reported(records: Records, *, whole: bool) -> Iterator[Problem]:
    """The rules of single observations; `whole`: every cell could be read, so that an empty one is empty."""
    values, states = records[OBSERVATIONS.value], records[OBSERVATIONS.obs_status]
    at = OBSERVATIONS.obs_status.name
    for row in rows_where(partial(_amiss, whole=whole), given(values), states):
        value, status, printed = values[row], states[row], records[OBSERVATIONS.figure][row] or ""
        assert status is not None
        if value is not None:
            told = {"value": str(value), "detail": status.value}
            yield Problem("words-with-value", records.place(row, at), told)
        elif not status.without_number:
            yield Problem("value-missing", records.place(row, OBSERVATIONS.value.name))
        elif any(map(str.isalpha, printed)):
            told = {"value": printed, "suggestion": ObservationStatus.MISSING.value}
            yield Problem("words-as-impossible", records.place(row, at), told)
    for item in (item for item in OBSERVATIONS.fields if item.printed_as):
        unpaired = rows_where(
            lambda has, figure: has != bool(figure), given(records[item]), records[item.printed_as]
        )
        for row in unpaired if whole else ():
            missing = item.printed_as if records[item][row] is not None else item.name
            yield Problem("stated-pair", records.place(row, missing), {"field": missing})


def _amiss(valued: bool, status: ObservationStatus | None, *, whole: bool) -> bool:  # noqa: FBT001 - as its column has it
    """Whether the status of an observation may not stand beside a value, or without one."""
    if status is None:
        return False
    if valued:
        return not status.with_number
    return (whole and not status.without_number) or status is ObservationStatus.CANNOT_EXIST


def _breakdowns(records: Records, dimensions: Sequence[str]) -> list[tuple[tuple[str, str], ...]]:
    """The (dimension, code) pairs of each row, without those that stand for the total."""
    used = [name for name in saying(records.columns, dimensions) if any(distinct(records.columns[name]))]
    if not used:
        return [()] * records.length
    rows = zip(*(records[name] for name in used), strict=True)
    return [tuple((name, code) for name, code in zip(used, row, strict=True) if code) for row in rows]


def _parts(document: DocumentRecords, package: PackageRecords) -> Iterator[Problem]:
    """Where a dimension is declared exhaustive, its parts must add up to the total printed beside them."""
    measures = package.of_indicators(INDICATORS.measure)
    dimensions = package.dimensions
    used = {
        name
        for records in document.table(OBSERVATIONS.name)
        for name in saying(records.columns, dimensions)
        if any(distinct(records.columns[name]))
    }
    for dimension in package.lists["dimensions"].rows():
        if not dimension["exhaustive"] or dimension["id"] not in used or not dimension["values"]:
            continue
        totals: dict[tuple[Any, ...], tuple[Records, int, Decimal]] = {}
        parts: dict[tuple[Any, ...], dict[str, Decimal]] = {}
        for records in document.table(OBSERVATIONS.name):
            codes = _breakdowns(records, dimensions)
            names = zip(*(records[name] for name in OBSERVATIONS.naming), strict=True)
            rows = zip(
                records[OBSERVATIONS.indicator_id], records[OBSERVATIONS.value], names, codes, strict=True
            )
            for row, (indicator, value, key, pairs) in enumerate(rows):
                measure = measures.get(indicator or "")
                if value is None or measure is None or not (measure.adds_up or measure is Measure.STOCK):
                    continue
                group = (*key, tuple(pair for pair in pairs if pair[0] != dimension["id"]))
                own = dict(pairs).get(dimension["id"])
                if own is None:
                    totals[group] = (records, row, value)
                else:
                    parts.setdefault(group, {})[own] = value
        wanted = {inner["id"] for inner in dimension["values"]}
        for group, values in parts.items():
            if group in totals and values.keys() == wanted and sum(values.values()) != totals[group][2]:
                records, row, total = totals[group]
                filled = {"dimension": dimension["id"], "sum": str(sum(values.values())), "total": str(total)}
                yield Problem("parts-differ", records.place(row, OBSERVATIONS.value.name), filled)
