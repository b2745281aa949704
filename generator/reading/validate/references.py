"""Every id that a value names must exist, in the place where it is looked for."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from unicodedata import normalize

from generator.core.coded import distinct, rows_where
from generator.core.codes import DocumentKind
from generator.core.few import Few
from generator.core.languages import interface
from generator.core.nearest import suggest
from generator.core.problems import Place, Problem
from generator.core.written_days import written_day
from generator.format import tables
from generator.format.fields import AnyField, Shape
from generator.reading.validate.inventory import DocumentRecords, PackageRecords, document_tables
from generator.reading.validate.structure import Records

_REFERRING: Mapping[tuple[str, str], AnyField] = {
    (shape.name, item.name): item
    for shape in (
        *(tables.PACKAGE, tables.RELATIONS, tables.INDICATORS, tables.DOCUMENT, tables.GOALS),
        *(*tables.LISTS, *tables.DOCUMENT_TABLES),
    )
    for item in shape.fields
    if item.refers_to
}
"""The fields that name ids of another table, by their own table and their name."""

_SHOWN_DAY = re.compile(r"([0-9]{1,2})月([0-9]{1,2})日|[0-9]{4}[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
"""A day as spreadsheets show it without the name of a month."""

_ANY_YEAR, _LONGEST_DAY = 2000, 12

Known = Mapping[str, frozenset[str] | None]
"""Ids by table; None where a file could not be read whole, so that nothing can be said to be missing."""


def check_references(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each reference that leads nowhere."""
    known = _of_package(package)
    themes = known["themes"]
    for theme, indicators in package.indicators.items():
        if themes is not None and theme not in themes:
            values = {"value": theme, "table": "themes", "suggestion": suggest(theme, themes)}
            yield Problem("unknown-reference", Place(indicators.file), values)
    for records, shape, names in _to_check(package, known):
        if records is not None:
            yield from _check(records, shape, names)


def with_ids_meant(package: PackageRecords, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems of a package, those of a value that is no id with the id of that which bears it as its title, where one is
    named; and never with one that is made of it and that nothing has.
    """
    titles: dict[tuple[str, str], Mapping[str, str]] = {}
    for problem in problems:
        place = problem.place
        item = _REFERRING.get((place.table, place.field)) if problem.code == "bad-id" else None
        before = _before_day(problem.values["value"], package.languages) if problem.code == "bad-id" else ()
        called: Mapping[str, str] = {}
        if item is not None:
            asked = (item.refers_to, place.file.rpartition("/")[0])
            if asked not in titles:
                titles[asked] = _by_title(package, *asked)
            called = titles[asked]
        if before:
            yield _as_day(problem, before, frozenset(called.values()))
        else:
            yield problem if item is None else _with_id_meant(problem, called)


def _before_day(text: str, languages: Iterable[str]) -> tuple[str, ...]:
    """What may have stood there that a spreadsheet shows as a day, in a language of the package or of the program: 2-3 or 3-2, and
    as places are written 2/3; nothing where it is no day.
    """
    if match := _SHOWN_DAY.fullmatch(text):
        month, day = (int(part) for part in match.groups() if part)
    else:
        spoken = (*languages, *interface())
        named = written_day(f"{text} {_ANY_YEAR}", spoken) if len(text) <= _LONGEST_DAY else None
        if named is None:
            return ()
        _, month, day = named
    pairs = dict.fromkeys([(month, day), (day, month)])
    return tuple(f"{first}{sign}{second}" for sign in "-/" for first, second in pairs)


def _as_day(problem: Problem, before: Iterable[str], ids: Container[str]) -> Problem:
    """The problem of an id that became a day, with what it may have been of the ids that there are."""
    were = [*(name for name in before if name in ids), "", ""]
    values = {"value": problem.values["value"], "suggestion": were[0], "detail": were[1]}
    return replace(problem, code="id-as-day", values=values)


def _with_id_meant(problem: Problem, called: Mapping[str, str]) -> Problem:
    ids = frozenset(called.values())
    title, made = _as_called(problem.values["value"]), problem.values["suggestion"]
    meant = called.get(title) or called.get(suggest(title, called)) or suggest(made, ids)
    if not ids or made in ids:
        return problem
    return replace(problem, values={**problem.values, "suggestion": meant})


def _by_title(package: PackageRecords, table: str, folder: str) -> Mapping[str, str]:
    """The ids of a table that files of a folder refer to, by the titles that stand beside them in any language, but for those
    that two of them have.
    """
    named = [(package.lists.get(table), "id")]
    if table == "indicators":
        named = [(records, "id") for records in package.indicators.values()]
    elif table == "goals":
        named = [
            (document.goals, "number") for document in package.documents.values() if document.folder == folder
        ]
    found: dict[str, set[str]] = {}
    for records, key in named:
        if records is None:
            continue
        for column in tables.THEMES.title.columns(records.shape.tongues):
            for name, title in zip(records[key], records[column.name], strict=True):
                if name and title:
                    found.setdefault(_as_called(title), set()).add(name)
    return {title: names.pop() for title, names in found.items() if len(names) == 1}


def _as_called(title: str) -> str:
    """A title as people write it again: with capitals or without, in wide letters or narrow ones."""
    return normalize("NFKC", title).strip().casefold()


def _to_check(package: PackageRecords, known: Known) -> Iterator[tuple[Records | None, Shape, Known]]:
    """Every file with its shape and the ids that it may name."""
    yield package.package, tables.PACKAGE, known
    yield package.relations, tables.RELATIONS, known
    for shape in tables.CODE_LISTS:
        yield package.lists.get(shape.name), shape, known
    if (programmes := package.lists.get(tables.PROGRAMMES.name)) is not None:
        targets = _rows_of(package, tables.TARGETS)
        whole = {**known, "all goals": known["earlier goals"], tables.TARGETS.name: targets}
        yield programmes, tables.PROGRAMMES, whole
    for indicators in package.indicators.values():
        yield indicators, tables.INDICATORS, known
    within = {
        document.id: {**known, **_of_document(package, document, known["earlier goals"])}
        for document in package.documents.values()
    }
    for document in package.documents.values():
        yield document.document, tables.DOCUMENT, within[document.id]
        yield document.goals, tables.GOALS, within[document.id]
    shapes = {shape.name: shape for shape in tables.DOCUMENT_TABLES}
    for document, name, records in document_tables(package):
        yield records, shapes[name], within[document.id]


def _of_package(package: PackageRecords) -> dict[str, frozenset[str] | None]:
    known: dict[str, frozenset[str] | None] = {}
    for shape in tables.CODE_LISTS:
        file = f"{package.id}/{shape.name}.yaml"
        listed = package.lists.get(shape.name)
        known[shape.name] = None if listed is None or file in package.unread else frozenset(listed["id"])
    known[tables.PROGRAMMES.name] = _programmes(package)
    known["indicators"] = None if _any_unread(package, "indicators/") else frozenset(package.indicator_ids())
    goals = [
        name
        for document in package.documents.values()
        if document.goals is not None
        for name in document.goals["id"]
    ]
    known["earlier goals"] = None if _any_unread(package, "documents/", "/goals.yaml") else frozenset(goals)
    known[tables.DELIVERABLES.name] = _rows_of(package, tables.DELIVERABLES)
    return known


def _programmes(package: PackageRecords) -> frozenset[str] | None:
    """The programmes of a package, which may do without the file."""
    file = f"{package.id}/{tables.PROGRAMMES.name}.yaml"
    listed = package.lists.get(tables.PROGRAMMES.name)
    return None if file in package.unread else frozenset(listed["id"] if listed is not None else ())


def _rows_of(package: PackageRecords, table: tables.Table) -> frozenset[str] | None:
    """The ids of the rows of a table, in whichever document; the main area, which they leave out, is told by the package."""
    if f"{package.id}/package.yaml" in package.unread or _any_unread(
        package, "documents/", f"/{table.name}.csv"
    ):
        return None
    return frozenset(
        name
        for document in package.documents.values()
        for records in document.table(table.name)
        for name in records["id"]
        if name
    )


def _any_unread(package: PackageRecords, folder: str, end: str = "") -> bool:
    return any(path.startswith(f"{package.id}/{folder}") and path.endswith(end) for path in package.unread)


def _of_document(
    package: PackageRecords, document: DocumentRecords, package_goals: frozenset[str] | None
) -> dict[str, frozenset[str] | None]:
    """The goals and locators of one document, and the goals of the others, which its own may continue.

    A dataset's locators also name a row: `table/row`.
    """
    goals = document.goals
    unread = {
        name for name in ("document.yaml", "goals.yaml") if f"{document.folder}/{name}" in package.unread
    }
    numbers = None if "goals.yaml" in unread else frozenset(goals["number"] if goals else ())
    locators: frozenset[str] | None = None
    if document.document is not None and not unread:
        sections = [section["locator"] for section in document.document["sections"][0]]
        locators = frozenset([*sections, *(goals["locator"] if goals else ())])
        if document.document[tables.DOCUMENT.kind] == [DocumentKind.DATASET]:
            locators = _WithRows(locators)
    others = package_goals
    # Of hundreds of documents hardly one goes on with the goals of another.
    if package_goals is not None and goals is not None and any(goals[tables.GOALS.continues]):
        others = frozenset(name for name in package_goals if name.partition("/")[0] != document.id)
    return {"goals": numbers, "locators": locators, "earlier goals": others}


class _WithRows(frozenset[str]):
    """The locators of a dataset: its tables, with whatever row of one (`table/row`)."""

    __slots__ = ()

    def missing(self, names: Iterable[str]) -> set[str]:
        """Those of very many names that are neither a table nor a row of one."""
        return {name for name in names if name not in self and name.partition("/")[0] not in self}


def _check(records: Records, shape: Shape, known: Known) -> Iterator[Problem]:
    for item in shape.fields:
        ids = known.get(item.refers_to) if item.refers_to else None
        if ids is None:
            continue
        column = records[item.name]
        used = distinct(column) - {None, ""}
        # Of a list, too, what could not be read is told where it was read.
        unknown = (set(chain.from_iterable(used)) - {None, ""} if item.many else used).difference(ids)
        if isinstance(ids, _WithRows):
            unknown = ids.missing(unknown)
        if not unknown:
            continue
        found = Few()
        for row in rows_where((used if item.many else unknown).__contains__, column):
            for name in column[row] if item.many else (column[row],):
                if name in unknown:
                    found.tell(
                        "unknown-reference", records.file, partial(_unknown, records, row, item, name, ids)
                    )
        yield from found


def _unknown(records: Records, row: int, item: AnyField, name: str, ids: frozenset[str]) -> Problem:
    values = {"value": name, "table": item.refers_to, "suggestion": suggest(name, ids)}
    problem = Problem("unknown-reference", records.place(row, item.name), values)
    before = [each for each in _before_day(name, records.shape.tongues) if each in ids]
    return _as_day(problem, before, ids) if before else problem
