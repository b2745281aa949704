"""What was verified against the archived texts stays as it was: `citations.lock` holds a fingerprint of each row."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from generator.core.coded import distinct
from generator.core.codes import DocumentKind, ObservationStatus, Saying
from generator.core.few import Few, few
from generator.core.problems import Place, Problem, Severity
from generator.core.values import plain_number
from generator.format.fields import AnyField, Type
from generator.format.tables import DOCUMENT, DOCUMENT_TABLES, INDICATORS, MENTIONS, OBSERVATIONS, Table
from generator.reading.validate.copies import copied
from generator.reading.validate.inventory import PackageRecords
from generator.reading.validate.structure import Records

LOCK = "citations.lock"
"""The file of a package that holds the result of its last verification."""

FIGURE = "figure"
"""The column of what a row cites."""


PAGE = "page"
"""The column of the page on which that stands."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One printed figure that a row cites; `id` names it in the lock, `fingerprint` stands for the whole row.

    `page` is the one on which the row says that it stands, None where it says none. `units` are the words with which
    documents print the row's unit, nothing where they need not say it. `reported`: the row says that it is a result,
    neither a forecast nor an estimate, or that something was done. `unheld`: of a document that may be held by nobody, a
    statistical table or one without a checksum, and then stays unverified. `clause`: it is no figure, but the words in
    which a document names something. Where a row of a statistical table has no printed figure, its `value` is, which is
    None elsewhere.
    """

    id: str
    document_id: str
    locator: str
    figure: str
    occurrence: int
    fingerprint: str
    records: Records
    row: int
    field: str
    page: int | None = None
    units: tuple[str, ...] = ()
    reported: bool = False
    unheld: bool = False
    value: Decimal | None = None
    clause: bool = False

    @property
    def place(self) -> Place:
        """Where the figure stands; looked up only for problems, as it reads the row's line anew."""
        return self.records.place(self.row, self.field)


def cited_figures(package: PackageRecords) -> Iterator[Cited]:
    """Every figure that the rows of a package cite, with the fingerprint of what the row makes of it."""
    units = package.of_indicators(INDICATORS.unit_id)
    listed = package.lists.get("units")
    printed = dict(zip(listed["id"], listed["printed"], strict=True)) if listed is not None else {}
    for document in package.documents.values():
        facts = document.document
        dataset = facts is not None and facts[DOCUMENT.kind] == [DocumentKind.DATASET]
        unheld = dataset or (facts is not None and facts[DOCUMENT.archive_sha256] == [""])
        for table in DOCUMENT_TABLES:
            if FIGURE in table.by_name:
                for records in document.table(table.name):
                    found = _of_table(document.id, table, records, units, printed, dataset=dataset)
                    yield from (replace(item, unheld=True) for item in found) if unheld else found


def _of_table(
    document_id: str,
    table: Table,
    records: Records,
    units: Mapping[str, str | None],
    printed: Mapping[str | None, tuple[str, ...]],
    *,
    dataset: bool,
) -> Iterator[Cited]:
    # A row that is about an indicator counts in a unit; where it is not known, nor is what the row says.
    counting = "indicator_id" in records.columns
    indicators = records.columns.get("indicator_id") or [None] * records.length
    own_units = records.columns.get("unit_id") or [""] * records.length
    locked = [item for item in table.fields if item.locked]
    statuses = records.columns.get(OBSERVATIONS.obs_status.name) if table.name == OBSERVATIONS.name else None
    says = records[MENTIONS.says] if table is MENTIONS else None
    main = records[table.chief] if dataset and table.by_name[table.chief].type is Type.NUMBER else None
    apart = [item for item in table.fields if item.printed_as]
    for row, (name, indicator) in enumerate(zip(records["id"], indicators, strict=True)):
        if name is None:
            continue
        locator, unit = records["locator"][row], own_units[row] or units.get(indicator)
        figure = records[FIGURE][row]
        value = main[row] if main is not None and not figure else None
        if value is not None:
            figure = plain_number(value)
        if figure and (unit or not counting):
            values = _said(locked, records, row, unit)
            where = (document_id, locator, figure, records["occurrence"][row])
            row_of = (_fingerprint(values), records, row, FIGURE if value is None else table.chief)
            words = printed.get(unit) or ()
            page = records[PAGE][row]
            # Until it has come about, a number is a forecast, or estimated.
            reported = statuses is not None and statuses[row] not in _AHEAD
            reported |= says is not None and says[row] is Saying.REPORTED
            yield Cited(
                f"{table.name}/{name}",
                *where,
                *row_of,
                page=page,
                units=words,
                reported=reported,
                value=value,
                clause=table is MENTIONS,
            )
        for item in apart:
            if figure := records[item.printed_as][row]:
                values = {"locator": locator, FIGURE: figure, item.name: records[item][row]}
                where = (document_id, locator, figure, 1)
                key = f"{table.name}/{name}#{item.name}"
                yield Cited(key, *where, _fingerprint(values), records, row, item.printed_as)


def _said(locked: Iterable[AnyField], records: Records, row: int, unit: str | None) -> dict[str, Any]:
    """What a row says in its locked columns, and in which unit."""
    return {
        "unit": unit,
        **{item.name: records[item][row] for item in locked if records[item][row] != item.default},
    }


def _fingerprint(values: Mapping[str, Any]) -> str:
    """Stands for what a row says in its locked columns.

    What is as it is by default says nothing, so that a column added to the format leaves every lock as it is.
    """
    lines = (
        f"{name}={plain_number(value) if isinstance(value, Decimal) else value}"
        for name, value in sorted(values.items())
        if value is not None
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


_AHEAD = (ObservationStatus.FORECAST, ObservationStatus.ESTIMATED)

_SHARED = frozenset({"package.yaml", "dimensions.yaml"})
"""The files on which the ids of all rows depend."""


def _unread(package: PackageRecords) -> set[str]:
    """The files in which something could not be read, by their paths in the package."""
    return {path.partition("/")[2] for path in package.unread}


def unverified(packages: Iterable[PackageRecords]) -> Iterator[str]:
    """The packages that cite figures of which none was ever verified, as they have no lock."""
    for package in packages:
        if package.lock is None and next(cited_figures(package), None) is not None:
            yield package.id


class Amiss:
    """The rows of tables of which an error is told, or of whose indicator: nobody knows what they are to say, so they are not
    held against a lock.
    """

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        wrong = [problem for problem in problems if problem.severity is Severity.ERROR]
        self._lines = {(problem.place.file, problem.place.line) for problem in wrong}
        # Of those that are only counted nobody knows where they are.
        self._files = {problem.place.file for problem in wrong if problem.more}
        self.tables = {table for problem in wrong if (table := _table_at(problem.place.file))}
        """The tables of documents in which an error is told: `observations/2023-report`."""
        of_indicators = (problem.place for problem in wrong if problem.place.table == INDICATORS.name)
        self._indicators = {place.row[0] for place in of_indicators if place.row}

    def has(self, item: Cited) -> bool:
        """Whether an error is told of the row of a figure, or may be."""
        records = item.records
        return (
            records.file in self._files
            or (records.file, records.lines[item.row]) in self._lines
            # What an indicator counts is a part of what was verified of each of its figures.
            or not self._indicators.isdisjoint(item.id.split("/"))
        )


def _table_at(path: str) -> str:
    """A file of a document by its table, as the ids of rows begin in a lock; nothing of other files."""
    match = re.fullmatch(r"[^/]+/documents/([^/]+)/([a-z]+)(?:/[^/]+)?\.csv", path)
    return f"{match[2]}/{match[1]}" if match else ""


def check_lock(package: PackageRecords, amiss: Amiss | None = None) -> Iterator[Problem]:
    """A problem for each row that is not as it was when verified, or never was, and of which no error is told (`amiss`);
    nothing without a lock.

    Nor where a file or a column could not be read on which the ids of rows depend, or what a lock holds of them; and of the
    rows of a document that is a copy of another one that alone is told.
    """
    lock = package.lock
    if lock is None or not lock.sound or not _SHARED.isdisjoint(_unread(package)):
        return
    locked = {
        name: (row, print_)
        for row, (name, print_) in enumerate(zip(lock["citation"], lock["row"], strict=True))
    }
    unread = _unread(package)
    cited = {
        item.id: item
        for item in cited_figures(package)
        if f"documents/{item.document_id}/document.yaml" not in unread and not item.records.lacking
    }
    amiss = amiss or Amiss()
    copies = copied(package)
    found = Few()
    missing: list[Cited] = []
    renamed: Counter[tuple[str, str]] = Counter()
    for name, item in cited.items():
        held = locked.get(name)
        if item.fingerprint == (held and held[1]) or amiss.has(item):
            continue
        if held is not None:
            found.tell("lock-changed", item.records.file, partial(_changed, item, held[1], package))
        elif not item.unheld and item.document_id not in copies:
            missing.append(item)
            renamed[_kind(name), item.fingerprint] += 1
    yield from _other_texts(package, lock, cited)
    whole = not any(path.startswith(("documents/", "indicators/")) for path in unread)
    stale = []
    for name, (row, print_) in locked.items():
        # Nobody knows what a row is called in which something is wrong.
        if not whole or name in cited or "/".join(name.split("/")[:2]) in amiss.tables:
            continue
        # What says the same under another name is told there, as not verified.
        if renamed[_kind(name), print_] > 0:
            renamed[_kind(name), print_] -= 1
        else:
            stale.append((name, row))
    redated = _redated(missing, {name: locked[name][1] for name, _ in stale}, package)
    _tell_missing(found, missing, redated)
    yield from found
    stale = [item for item in stale if item[0] not in redated.values()]
    yield from few(
        stale, lambda item: Problem("lock-stale", lock.place(item[1], "citation"), {"value": item[0]})
    )


def _kind(name: str) -> str:
    """The table of a row, and what of it was verified apart, by its name in a lock."""
    return name.partition("/")[0] + name.partition("#")[2]


def _tell_missing(found: Few, missing: Iterable[Cited], redated: Mapping[str, str]) -> None:
    """Tell what nobody verified under its name, and at its day what was verified with another one."""
    for item in missing:
        if item.id in redated:
            found.tell("lock-changed", item.records.file, partial(_at_day, item))
        # What was verified apart of a row is told with it.
        elif item.id.partition("#")[0] not in redated:
            found.tell("lock-missing", item.records.file, partial(_missing, item))


def _redated(missing: Iterable[Cited], stale: Mapping[str, str], package: PackageRecords) -> dict[str, str]:
    """The rows of which nothing but the day at which they stand is another than was verified, which gives them another name:
    the names under which they were verified, by those that they have. `stale` are the names that no row has now, with what
    was verified of them.
    """
    former: dict[tuple[str, ...], dict[str, dict[str, str]]] = {}
    for name, print_ in stale.items():
        *owner, day = name.split("/")
        former.setdefault(tuple(owner[:_OWNER]), {}).setdefault(day, {})[print_] = name
    found: dict[str, str] = {}
    for item in missing:
        days = former.get(tuple(item.id.split("/")[:_OWNER]), {})
        if not days or OBSERVATIONS.as_of.name not in item.records.columns or "#" in item.id:
            continue
        values = _verified(item, package)[1]
        for day, names in islice(days.items(), _MOST_VALUES):
            if verified := names.get(_fingerprint({**values, OBSERVATIONS.as_of.name: day})):
                found[item.id] = verified
    return found


def _verified(item: Cited, package: PackageRecords) -> tuple[Sequence[AnyField], dict[str, Any]]:
    """What is verified of a whole row: its columns, and what they say."""
    records, row = item.records, item.row
    fields = [field for field in records.shape.fields if field.locked]
    indicators = records.columns.get("indicator_id") or [None] * records.length
    own = records.columns.get("unit_id", [""] * records.length)[row]
    unit = own or package.of_indicators(INDICATORS.unit_id).get(indicators[row])
    return fields, _said(fields, records, row, unit)


_OWNER = 3
"""Parts of the name of a row that say what it is of: table, document, indicator."""

_MOST_VALUES = 1000
"""Of a column that are tried for one changed row."""


def _missing(item: Cited) -> Problem:
    return Problem("lock-missing", item.place, {"value": item.figure})


def _at_day(item: Cited) -> Problem:
    return Problem(
        "lock-changed", item.records.place(item.row, OBSERVATIONS.as_of.name), {"value": item.figure}
    )


def _changed(item: Cited, verified: str, package: PackageRecords) -> Problem:
    """At the cell that changed, where the row is what was `verified` with another value in that cell alone that its column may
    have; else at the row.
    """
    records, row = item.records, item.row
    apart = item.id.partition("#")[2]
    fields: Sequence[AnyField]
    if apart:
        fields = [records.shape.by_name[name] for name in ("locator", apart)]
        values = {"locator": item.locator, FIGURE: item.figure, apart: records[apart][row]}
    else:
        fields, values = _verified(item, package)
    for field in fields:
        others = {field.default, *(field.enum or ()), *islice(distinct(records[field]), _MOST_VALUES)}
        for other in others:
            told = {**values, field.name: None if other == field.default else other}
            if other != values.get(field.name) and _fingerprint(told) == verified:
                return Problem("lock-changed", records.place(row, field.name), {"value": item.figure})
    return Problem("lock-changed", Place(records.file, records.lines[row]), {"value": item.figure})


def _other_texts(package: PackageRecords, lock: Records, cited: Mapping[str, Cited]) -> Iterator[Problem]:
    """A problem for each document whose checksum is not that of the text which its figures were found in."""
    proved: dict[str, set[str]] = {}
    for name, sha256 in zip(lock["citation"], lock["sha256"], strict=True):
        if name in cited:
            proved.setdefault(cited[name].document_id, set()).add(sha256)
    for name, found in proved.items():
        records = package.documents[name].document
        if records is not None and found != {records[DOCUMENT.archive_sha256][0]}:
            field = DOCUMENT.archive_sha256.name
            yield Problem("lock-text", records.place(0, field), {"field": field})
