"""Holds every citation against the archived official texts, and every number of the texts against the citations."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Container, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from generator.archive import pages
from generator.archive.cells import ArchivedTable, same_number, unit_stands_in_head
from generator.archive.citations import (
    ArchivedText,
    Span,
    behind_mark,
    find_all,
    find_figure,
    locate,
    marks_in,
    plain,
    planned,
    signed_alike,
    uncovered,
)
from generator.archive.naming import named_in
from generator.core import limits
from generator.core.codes import DocumentKind
from generator.core.csv_files import csv_file
from generator.core.few import few
from generator.core.figures import GAP, PERCENT, Figure, FigureReader
from generator.core.languages import column
from generator.core.problems import LISTED, InText, Place, Problem, Report
from generator.format import tables
from generator.reading.files import decode
from generator.reading.trees import Tree
from generator.reading.validate import PackageRecords, validate
from generator.reading.validate.inventory import DocumentRecords
from generator.reading.validate.locks import LOCK, PAGE, Cited, cited_figures
from generator.reading.validate.programmes import names_of

_UNREAD = ("encoding-utf16", "not-text")
"""What is said of a file of which nobody knows how to read it."""

_SEVERAL = " · "
"""Stands between cells in a message."""

_HEAD = tuple(item.name for item in tables.LOCK.fields if not item.optional_column)
_CITATION = _HEAD[0]


@dataclass(frozen=True, slots=True)
class Verified:
    """A citation found in its text: `offset` counts characters of the text without white space, `in_text` is where it
    begins; None in a statistical table.
    """

    package_id: str
    cited: Cited
    sha256: str
    offset: int
    in_text: InText | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of it. `left` are figures that nobody could look for: of statistical tables that are not archived, and of
    documents without a checksum.

    `kept` is, by package, what the lock says of those: whoever verifies without a table takes nothing back that was
    found in it, and a row that has changed since stays held against what it was.
    """

    report: Report
    verified: list[Verified] = field(default_factory=list)
    left: list[Cited] = field(default_factory=list)
    kept: dict[str, bytes] = field(default_factory=dict)


def verify(tree: Tree, archive: Path) -> Verification:
    """Verify all packages of a tree against `<archive>/<package>/<document>.txt`, statistical tables against `….csv`.

    The report holds what `check` says too, the lock aside. Nothing is verified while there are errors in the data.
    """
    packages, problems = validate(tree, locked=False)
    report = Report(problems)
    if not report.ok:
        return Verification(report)
    verified: list[Verified] = []
    left: list[Cited] = []
    kept: dict[str, bytes] = {}
    for package in packages:
        before = len(left)
        cited: dict[str, list[Cited]] = {}
        for item in cited_figures(package):
            cited.setdefault(item.document_id, []).append(item)
        counters = {word for words in package.lists["units"]["printed"] for word in words}
        for document in package.documents.values():
            assert document.document is not None
            checker = _Checker(package, document, cited.get(document.id, []), counters)
            table = document.document["kind"][0] == DocumentKind.DATASET
            file = archive / package.id / f"{document.id}.{'csv' if table else 'txt'}"
            if not file.is_file() and (table or not checker.facts[tables.DOCUMENT.archive_sha256.name]):
                left += checker.cited
                problems += checker.left(file)
                continue
            problems += checker.run_table(file) if table else checker.run(file)
            verified += checker.verified
        if len(left) > before and package.lock is not None:
            kept[package.id] = locked(
                (), tree.read(package.lock.file), frozenset(item.id for item in left[before:])
            )
    return Verification(Report(_unsettled(problems, verified)), verified, left, kept)


def _unsettled(problems: list[Problem], verified: Iterable[Verified]) -> Iterable[Problem]:
    """The problems without those that `check` warns of until a citation is verified."""
    if not any(problem.code == "figure-no-unit" for problem in problems):
        return problems  # places are looked up only where they are asked for
    proved = {(item.cited.place.file, item.cited.place.line) for item in verified}
    return [
        problem
        for problem in problems
        if problem.code != "figure-no-unit" or (problem.place.file, problem.place.line) not in proved
    ]


class _Checker:
    """One document against its text."""

    def __init__(
        self, package: PackageRecords, document: DocumentRecords, cited: list[Cited], counters: set[str]
    ) -> None:
        assert document.document is not None
        self.package = package
        self.document = document
        self.cited = cited
        self.counters = counters
        self.facts = next(document.document.rows())
        self.verified: list[Verified] = []

    def place(self, field: str = "") -> Place:
        assert self.document.document is not None
        return self.document.document.place(0, field)

    def place_of(self, locator: str) -> Place:
        """Where a locator is written: at its section, else at its goal."""
        goals = self.document.goals
        named = {section["locator"] for section in self.facts["sections"]}
        if goals is not None and locator not in named:
            return goals.place(goals[tables.GOALS.locator].index(locator), tables.GOALS.locator.name)
        return self.place("sections")

    def run(self, file: Path) -> Iterator[Problem]:
        text = yield from self.read(file)
        if text is None:
            return
        known = yield from self.pages(file, text)
        not_data = [entry["printed"] for entry in self.facts["not_data"] or ()]
        archived = ArchivedText(text, known, not_data)
        headings = headings_of(self.document)
        spans = locate(archived, headings)
        for locator in headings.keys() - spans.keys():
            values = {"key": locator.rpartition("/")[2], "suggestion": behind_mark(archived, locator, spans)}
            yield Problem("locator-not-found", self.place_of(locator), {"value": locator, **values})
        reader = self.package.figures_of(self.document)
        if self.cited and not reader.has_words:
            values = {"value": reader.language, "count": str(len(self.cited))}
            yield Problem("words-unread", self.place("language"), values)
        covered = marks_in(archived, spans)
        for item in self.cited:
            span = spans.get(item.locator)
            found = find_figure(archived, item.figure, span, item.occurrence, reader) if span else None
            if found is not None and found.beyond:
                yield self.too_often(item, archived.place(found.spans[0].start))
                continue
            if found is None or found.cut:
                at = archived.place(found.spans[0].start) if found else None
                yield self.missing(item, found.cut if found else "", at)
                continue
            covered += () if item.clause else found.spans
            at = archived.place(found.spans[0].start)
            if at.page is not None and item.page not in (None, at.page):
                yield self.on_other_page(item, archived, spans[item.locator], at, reader)
                continue
            if problem := self.without_unit(item, archived, found.spans[0], reader):
                yield problem
                continue
            if item.reported and (word := planned(archived, found, reader)):
                values = {"value": item.figure, "key": item.locator, "new": word}
                yield Problem("figure-planned", item.place, values, in_text=at)
                continue
            self.found(item, archived.counted(found.spans[0].start), at)
        yield from few(
            in_one(archived, uncovered(archived, covered, not_data, self.counters), reader),
            lambda span: Problem(
                "number-uncovered",
                self.place("not_data"),
                {"value": archived.context(span.start), "key": archived.text[span.start : span.end]},
                in_text=archived.place(span.start),
            ),
        )
        yield from self.uncited(archived)

    def uncited(self, archived: ArchivedText) -> Iterator[Problem]:
        """A problem for each programme that the text names and of which the document's rows say nothing."""
        cited = {
            programme
            for records in self.document.table(tables.MENTIONS.name)
            for programme in records[tables.MENTIONS.programme_id]
        }
        told: set[str] = set()
        restored = [(entry["restored"], entry["printed"]) for entry in self.facts["restorations"] or ()]
        names = {
            programme: (*listed, *(_as_printed(name, restored) for name in listed))
            for programme, listed in names_of(self.package).items()
        }
        for programme, name, offset in named_in(archived, names):
            if programme not in cited | told:
                told.add(programme)
                values = {"value": name, "key": programme}
                yield Problem("programme-uncited", self.place(), values, in_text=archived.place(offset))

    def left(self, file: Path) -> Iterator[Problem]:
        """That nobody could look for the figures of a document that is not archived."""
        if self.cited:
            values = {"value": f"{self.package.id}/{file.name}", "count": str(len(self.cited))}
            table = self.facts["kind"] == DocumentKind.DATASET
            yield Problem("table-missing" if table else "text-unarchived", self.place(), values)

    def read(self, file: Path) -> Generator[Problem, None, str | None]:
        """The text of the archived file, or None and why it is not the one that was read."""
        text, problems = text_of(self.package, self.document, file)
        yield from problems
        return text

    def pages(self, file: Path, text: str) -> Generator[Problem, None, pages.Pages]:
        """The pages of the text, none where nobody knows them; and that they cannot be used or are missed."""
        known, problems = pages_beside(self.package, self.document, file, text)
        yield from problems
        stated = sum(item.page is not None for item in self.cited)
        if stated and not known:
            values = {"value": f"{self.package.id}/{self.document.id}{pages.SUFFIX}", "count": str(stated)}
            yield Problem("page-unchecked", self.place(), values)
        return known

    def run_table(self, file: Path) -> Iterator[Problem]:
        """A statistical table: each figure in the row, and the column, that its locator names."""
        text = yield from self.read(file)
        if text is None:
            return
        try:
            table = ArchivedTable(text)
        except csv.Error:
            yield Problem("csv-quote", Place(f"{self.package.id}/{file.name}"))
            return
        language = self.package.language_of(self.document)
        for item in self.cited:
            _, row, *column = plain(item.locator).split("/") if "/" in item.locator else ("", "")
            cells = table.cells(row, "/".join(column))
            saying = [cell for cell in cells if _says(cell, item, language)]
            # Without its column a figure must be the only cell of its row that says so.
            meant = cells if column else saying or cells[:1]
            if len(meant) == len(saying) == 1:
                self.found(item, 0)
            else:
                yield self.otherwise(item, cells, len(meant))

    @staticmethod
    def otherwise(item: Cited, cells: list[str], count: int) -> Problem:
        """What is wrong with a row whose locator leads to cells that don't say it, to `count` of them, or to none."""
        values = {"value": item.figure, "key": item.locator, "new": _SEVERAL.join(cells), "count": str(count)}
        code = "cell-not-found" if not cells else "cell-differs" if count == 1 else "cell-unclear"
        return Problem(code, item.place, values)

    def found(self, item: Cited, offset: int, at: InText | None = None) -> None:
        """What was found counts as verified."""
        self.verified.append(Verified(self.package.id, item, self.facts["archive_sha256"], offset, at))

    @staticmethod
    def on_other_page(
        item: Cited, archived: ArchivedText, within: Span, at: InText, reader: FigureReader
    ) -> Problem:
        """A figure that does not stand on the page that its row states; with the occurrence that does, if any."""
        whole = (found for found in find_all(archived, item.figure, within, reader) if not found.cut)
        there = (
            str(occurrence)
            for occurrence, found in enumerate(whole, 1)
            if archived.place(found.spans[0].start).page == item.page
        )
        suggestion = next(there, "")
        values = {"value": item.figure, "key": item.locator, "stated": str(item.page), "page": str(at.page)}
        place = item.records.place(item.row, PAGE)
        return Problem("figure-other-page", place, {**values, "suggestion": suggestion}, in_text=at)

    def without_unit(
        self, item: Cited, archived: ArchivedText, span: Span, reader: FigureReader
    ) -> Problem | None:
        """A number without a unit must be a cell of a table whose head has the unit."""
        number, _, unit = item.figure.partition(GAP)
        read = reader.read(number)
        if not isinstance(read, Figure) or read.unit or not item.units:
            return None
        if unit and isinstance(reader.read(unit), Figure):
            return None
        units = (plain(unit),) if unit else item.units
        if unit_stands_in_head(archived, span, units, reader):
            return None
        values = {"value": number.strip(), "allowed": LISTED.join(units)}
        return Problem("unit-not-in-head", item.place, values, in_text=archived.place(span.start))

    @staticmethod
    def too_often(item: Cited, at: InText) -> Problem:
        """A figure that may stand where nobody looked any more."""
        values = {"value": item.figure, "key": item.locator, "limit": str(limits.MOST_PLACES)}
        return Problem("figure-too-often", item.place, values, in_text=at)

    @staticmethod
    def missing(item: Cited, cut: str, at: InText | None = None) -> Problem:
        """A figure that does not stand where it is cited, or only as a part of what stands there."""
        values = {"value": item.figure, "key": item.locator}
        if cut:
            return Problem("figure-cut", item.place, {**values, "new": cut, "suggestion": cut}, in_text=at)
        return Problem("figure-not-found", item.place, values)


def _says(cell: str, item: Cited, language: str) -> bool:
    """Whether a cell is the printed figure of a row, or the same number as its value where no figure is printed."""
    if item.value is None:
        return signed_alike(cell) == signed_alike(plain(item.figure))
    return same_number(cell.removesuffix(PERCENT) if PERCENT in item.units else cell, item.value, language)


def text_of(
    package: PackageRecords, document: DocumentRecords, file: Path
) -> tuple[str | None, list[Problem]]:
    """The text of a document's archived file, or None and why it is not the one that the record was made from."""
    assert document.document is not None
    if not file.is_file():
        values = {"value": f"{package.id}/{file.name}"}
        return None, [Problem("text-missing", document.document.place(0, ""), values)]
    data = file.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    stated = document.document[tables.DOCUMENT.archive_sha256][0]
    if not stated:
        values = {"value": f"{package.id}/{file.name}", "suggestion": f"archive_sha256: {sha256}"}
        return None, [Problem("checksum-missing", document.document.place(0, ""), values)]
    if sha256 != stated:
        field = tables.DOCUMENT.archive_sha256.name
        return None, [Problem("text-changed", document.document.place(0, field), {"value": sha256})]
    text, found = decode(f"{package.id}/{file.name}", data)
    if text is not None and all(problem.code != "invisible-character" for problem in found):
        return text, []
    if unread := [problem for problem in found if problem.code in _UNREAD]:
        return None, unread
    # Signs that cannot be seen are no reason not to read a text that is kept as it came.
    encoding = "gb18030" if any(problem.code == "encoding-gb18030" for problem in found) else "utf-8"
    return data.decode(encoding), []


def pages_beside(
    package: PackageRecords, document: DocumentRecords, file: Path, text: str
) -> tuple[pages.Pages, list[Problem]]:
    """The pages of a document's archived text, none where nobody knows them, or the list of them does not fit."""
    assert document.document is not None
    listed = file.with_name(f"{document.id}{pages.SUFFIX}")
    if not listed.is_file():
        return pages.Pages(), []
    lines = text.count("\n")
    try:
        return pages.read_pages(listed.read_bytes(), lines), []
    except ValueError:
        values = {"value": f"{package.id}/{listed.name}", "count": str(lines)}
        return pages.Pages(), [Problem("pages-unfit", document.document.place(0, ""), values)]


def in_one(archived: ArchivedText, numbers: Iterable[Span], reader: FigureReader) -> list[Span]:
    """Some numbers of a text, those that the language of the text prints as one in one span: 1 250 in French, 7 à 10.

    Very far on, where nobody is told of them one by one any more, each stands by itself.
    """
    found: list[Span] = []
    reached = 0
    left = iter(numbers)
    for number in islice(left, limits.MOST_PLACES):
        if found and number.start < reached:
            found[-1] = Span(found[-1].start, number.end)
        else:
            found.append(number)
            _, reached = reader.whole(archived.text, number.start, number.end)
    return [*found, *left]


def headings_of(document: DocumentRecords) -> dict[str, tuple[str, ...]]:
    """Every locator of a document with its heading, as shown and as the copy prints it; sections first.

    It is the heading in the language of the document; where there is none, in the main one of the package.
    """
    assert document.document is not None
    facts = next(document.document.rows())
    languages = document.document.shape.tongues
    asked = dict.fromkeys(tag for tag in (facts["language"], *languages) if tag in languages)

    def heading(row: Mapping[str, Any]) -> str:
        return next(filter(None, (row[column(tables.GOALS.title.name, tag)] for tag in asked)), "")

    headings = {section["locator"]: heading(section) for section in facts["sections"]}
    if document.goals is not None:
        for row in document.goals.rows():
            headings.setdefault(row["locator"], heading(row))
    restored = [(entry["restored"], entry["printed"]) for entry in facts["restorations"] or ()]
    return {locator: (title, _as_printed(title, restored)) for locator, title in headings.items()}


def _as_printed(title: str, restored: Iterable[tuple[str, str]]) -> str:
    """A title with its restorations undone."""
    for shown, printed in restored:
        title = title.replace(shown, printed)
    return title


def lock_files(verified: Iterable[Verified], kept: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Each package's `citations.lock`, by its path below the data directory, with what was verified and is `kept`."""
    kept = kept or {}
    by_package: dict[str, list[Verified]] = {name: [] for name in kept}
    for item in verified:
        by_package.setdefault(item.package_id, []).append(item)
    return {f"{name}/{LOCK}": locked(items, kept.get(name)) for name, items in by_package.items()}


def locked(
    verified: Iterable[Verified], before: bytes | None = None, wanted: Container[str] | None = None
) -> bytes:
    """A lock with what was verified now, and with what it held `before`; only what is `wanted`, where that is given.

    One line a citation, in the order of the ids, for a reviewable diff. Pages have a column where one is known.
    """
    rows = {entry[_CITATION]: [entry.get(name, "") for name in (*_HEAD, PAGE)] for entry in _entries(before)}
    for item in verified:
        page = str(item.in_text.page or "") if item.in_text else ""
        rows[item.cited.id] = [item.cited.id, item.sha256, str(item.offset), item.cited.fingerprint, page]
    kept = [rows[name] for name in sorted(rows) if wanted is None or name in wanted]
    width = len(_HEAD)
    if any("".join(row[width:]) for row in kept):
        return csv_file([(*_HEAD, PAGE), *kept])
    return csv_file([_HEAD, *(row[:width] for row in kept)])


def _entries(lock: bytes | None) -> Iterator[dict[str, str]]:
    """The lines of a lock as the check reads them: by the names of its columns, whatever their order; empty ones are none."""
    names: list[str] = []
    for line in filter(None, csv.reader(io.StringIO((lock or b"").decode("utf-8-sig")))):
        if not names:
            names = [name.strip() for name in line]
        elif len(line) == len(names) and _CITATION in names:
            yield dict(zip(names, line, strict=True))
