"""From a tree of files to the ledger: read, validate, assemble."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any

from generator.core import codes, model
from generator.core.coded import combined, constant, distinct, saying
from generator.core.figures import Figure
from generator.core.model import Ledger, Package
from generator.core.nearest import suggest
from generator.core.periods import Calendar
from generator.core.phrases import Text
from generator.core.problems import Place, Problem, Report
from generator.core.reported import Block, Reported
from generator.format import tables
from generator.format.binding import Binder
from generator.format.fields import Field, Texts
from generator.format.tables import Restorations, Sections, Table
from generator.reading.files import read_columns
from generator.reading.past import apart
from generator.reading.trees import Tree
from generator.reading.validate import PackageRecords, ReadColumns, validate
from generator.reading.validate.inventory import DocumentRecords, document_tables
from generator.reading.validate.locks import PAGE
from generator.reading.validate.structure import Records
from generator.verdicts.findings import find

_REASON, _HEADING = Restorations.reason, Sections.title


def load(
    tree: Tree, *, locked: bool = True, columns: ReadColumns = read_columns
) -> tuple[Ledger | None, Report]:
    """The ledger in a tree, or None when the report holds an error.

    `locked`: hold the rows against `citations.lock` too; `columns` reads the large tables, by default from their bytes.
    """
    packages, problems = validate(tree, locked=locked, columns=columns)
    found = judge(packages, problems)
    for package in packages:
        for _, _, records in document_tables(package):
            records.settle()
    return found


def load_past(tree: Tree, *, columns: ReadColumns = read_columns) -> tuple[Ledger | None, Report, Report]:
    """The ledger in a tree of the past, as `load` has it, and what in it breaks rules of today and was published all the same.

    No row is held against the lock: what that held fast was proved then, by the fingerprints of its time.
    """
    packages, problems = validate(tree, locked=False, columns=columns)
    refused, broken = apart(problems)
    if not Report(refused).ok:
        return None, Report(refused), Report(())
    ledger = assemble(packages)
    for package in packages:
        for _, _, records in document_tables(package):
            records.settle()
    gone = (found for item in packages for found in _without_finding(item, ledger.packages[item.id]))
    return ledger, Report(refused), Report([*broken, *gone])


def judge(packages: list[PackageRecords], problems: Iterable[Problem]) -> tuple[Ledger | None, Report]:
    """The ledger of records with what is wrong with them, or None when that holds an error."""
    report = Report(problems)
    if not report.ok:
        return None, report
    ledger = assemble(packages)
    gone = (found for item in packages for found in _without_finding(item, ledger.packages[item.id]))
    report = Report([*report, *gone])
    return (ledger if report.ok else None), report


def assemble(packages: Iterable[PackageRecords]) -> Ledger:
    """The ledger of records in which nothing is wrong."""
    return Ledger({package.id: _package(package) for package in packages})


def _without_finding(records: PackageRecords, package: Package) -> Iterator[Problem]:
    """An explanation must explain a finding, or how a target stands: findings are computed, so only the whole ledger can
    tell.
    """
    if records.explanations is None:
        return
    findings = {finding.id for finding in find(package)}
    for row, name in enumerate(records.explanations["finding_id"]):
        if name not in findings and name not in package.targets:
            values = {"value": name, "suggestion": suggest(name, {*findings, *package.targets})}
            yield Problem("finding-gone", records.explanations.place(row, "finding_id"), values)


def missing_folder(name: str) -> Report:
    """The report on a data directory that is not there."""
    return Report([Problem("missing-folder", Place(""), {"value": name})])


def _text(row: Mapping[str, Any], text: Texts, languages: tuple[str, ...]) -> Text:
    columns = zip(languages, text.columns(languages), strict=True)
    return Text.of({language: row[item.name] for language, item in columns})


def _of(records: Records | None, table: Table, **given: Any) -> Iterator[Any]:
    """What the rows of a file become, each with its id."""
    if records is not None:
        bind = Binder(table.in_languages(records.shape.tongues))
        for row in records.rows():
            yield bind(row, **{"id": row["id"], **given})


def _named(records: Records, table: Table) -> dict[str, Any]:
    return {item.id: item for item in _of(records, table)}


def _dimension(row: Mapping[str, Any], languages: tuple[str, ...]) -> model.Dimension:
    title = tables.DIMENSIONS.title
    values = {inner["id"]: _text(inner, title, languages) for inner in row["values"]}
    return model.Dimension(row["id"], _text(row, title, languages), row["exhaustive"], values)


def _package(records: PackageRecords) -> Package:
    assert records.package is not None
    facts = next(records.package.rows())
    verified = frozenset(records.lock["citation"] if records.lock is not None else ())
    assembler = _Assembler(records, facts["officers"])
    lists = {table.name: _named(records.lists[table.name], table) for table in tables.CODE_LISTS}
    dimensions = records.lists["dimensions"].rows() if "dimensions" in records.lists else ()
    return Package(
        id=records.id,
        publisher_id=facts["publisher_id"],
        area_id=facts["area_id"],
        title=_text(facts, tables.PACKAGE.title, records.languages),
        description=_text(facts, tables.PACKAGE.description, records.languages),
        disclaimer=_text(facts, tables.PACKAGE.disclaimer, records.languages),
        licence=facts["licence"],
        version=facts["version"],
        languages=records.languages,
        officers=facts["officers"],
        **lists,
        dimensions={row["id"]: _dimension(row, records.languages) for row in dimensions},
        indicators=_by_id(_indicators(records)),
        documents=assembler.documents,
        goals=_by_id(assembler.goals()),
        targets=_by_id(assembler.targets()),
        deliverables=_by_id(assembler.deliverables()),
        observations=Reported(assembler.observations()),
        progress=tuple(assembler.rows(tables.PROGRESS)),
        claims=_by_id(assembler.rows(tables.CLAIMS)),
        relations=tuple(_of(records.relations, tables.RELATIONS)),
        explanations=_explanations(records.explanations),
        corrections=tuple(_of(records.corrections, tables.CORRECTIONS)),
        # The id of a row begins with its document.
        archived=frozenset(name.split("/")[1] for name in verified if "/" in name),
        verified=verified,
        places=_Places(records),
        official=facts["official"],
        fictional=facts["fictional"],
        creator=_text(facts, tables.PACKAGE.creator, records.languages),
        creator_id=facts["creator_id"],
        maintainer=_text(facts, tables.PACKAGE.maintainer, records.languages),
        maintainer_id=facts["maintainer_id"],
        contact=_text(facts, tables.PACKAGE.contact, records.languages),
        doi=facts["doi"],
        archive=facts["archive"],
        calendar=records.calendar,
        added_languages=facts["added_languages"],
        programmes=_by_id(_of(records.lists.get(tables.PROGRAMMES.name), tables.PROGRAMMES)),
        mentions=_by_id(assembler.rows(tables.MENTIONS)),
    )


def _by_id(items: Iterable[Any]) -> dict[str, Any]:
    return {item.id: item for item in items}


class _Places(Mapping[str, tuple[str, int]]):
    """File and line of each row by its name; looked for when somebody asks."""

    def __init__(self, records: PackageRecords) -> None:
        self._parts = [
            (table.name, part)
            for document in records.documents.values()
            for table in (tables.TARGETS, tables.PLANNED, tables.OBSERVATIONS)
            for part in document.table(table.name)
        ]

    @cached_property
    def _lines(self) -> dict[str, tuple[str, int]]:
        return {
            f"{table}/{row}": (part.file, line)
            for table, part in self._parts
            for row, line in zip(part["id"], part.lines, strict=True)
        }

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __getitem__(self, name: str) -> tuple[str, int]:
        return self._lines[name]


def _indicators(records: PackageRecords) -> Iterator[model.Indicator]:
    """In the order of the themes, then as the authors wrote them."""
    for theme in records.lists["themes"]["id"]:
        yield from _of(records.indicators.get(theme), tables.INDICATORS, theme_id=theme)


def _explanations(records: Records | None) -> dict[str, model.Explanation]:
    if records is None:
        return {}
    bind = Binder(tables.EXPLANATIONS.in_languages(records.shape.tongues))
    return {row["finding_id"]: bind(row) for row in records.rows()}


class _Assembler:
    """The documents of a package in their order, and what stands in them."""

    def __init__(self, records: PackageRecords, officers: codes.Officers) -> None:
        self._records = dict(sorted(records.documents.items(), key=_by_period))
        self._officers = officers
        self._dimensions = records.dimensions
        self._languages = records.languages
        self._calendar = records.calendar
        self._falls = records.of_indicators(tables.INDICATORS.falls)
        self._units = records.of_indicators(tables.INDICATORS.unit_id)
        self._pages = dict(_pages(records.lock))
        self._figures = {name: records.figures_of(document) for name, document in self._records.items()}
        self.documents = {
            name: _document(document, records.calendar) for name, document in self._records.items()
        }

    def rows(self, table: Table) -> Iterator[Any]:
        """What the rows of a table become that need nothing but their document."""
        for document in self._records.values():
            issued = self.documents[document.id].issued
            bind = Binder(table.in_languages(self._languages))
            for records in document.table(table.name):
                for row in self._with_pages(table, records):
                    said = self._said(document, row.get("figure"), row.get("indicator_id", ""))
                    yield bind(
                        row,
                        id=row["id"],
                        document_id=document.id,
                        issued=issued,
                        said=said,
                        calendar=self._calendar,
                    )

    def _said(self, document: DocumentRecords, printed: str | None, indicator: str = "") -> Figure | None:
        """What a printed figure says of an indicator; None where it is in words, or there is none."""
        read = self._figures[document.id].read(printed) if printed else None
        if not isinstance(read, Figure):
            return None
        return read.opposite if self._falls.get(indicator) else read

    def goals(self) -> Iterator[model.Goal]:
        """Officers are left out of the ledger itself where the package withholds them."""
        withheld = {} if self._officers is codes.Officers.PUBLISHED else {"officers": ()}
        for document in self._records.values():
            yield from _of(document.goals, tables.GOALS, document_id=document.id, **withheld)

    def targets(self) -> Iterator[model.Target]:
        """Each with the way there as documents plan it."""
        planned: dict[str, list[model.Planned]] = {}
        for point in self.rows(tables.PLANNED):
            planned.setdefault(point.target_id, []).append(point)
        for document, bind, row in self._each(tables.TARGETS):
            yield bind(
                row,
                id=row["id"],
                goal_id=f"{document.id}/{row['goal']}",
                document_id=document.id,
                said=self._said(document, row["figure"], row["indicator_id"]),
                planned=tuple(planned.get(row["id"], ())),
                calendar=self._calendar,
            )

    def deliverables(self) -> Iterator[model.Deliverable]:
        """Each with its goal."""
        for document, bind, row in self._each(tables.DELIVERABLES):
            yield bind(row, id=row["id"], goal_id=f"{document.id}/{row['goal']}")

    def observations(self) -> Iterator[Block]:
        """Each in the unit that its document counts in."""
        bind = Binder(tables.OBSERVATIONS.in_languages(self._languages))
        for document in self._records.values():
            for records in document.table(tables.OBSERVATIONS.name):
                yield self._observed(document, records, bind)

    def _observed(self, document: DocumentRecords, records: Records, bind: Binder) -> Block:
        facts, coded = self.documents[document.id], records.coded

        def always(value: Any) -> Sequence[Any]:
            return constant(value, records.length, coded=coded)

        def unit(own: str, indicator: str) -> str | None:
            return own or self._units[indicator]

        def said(printed: Field[str]) -> Sequence[Figure | None]:
            return combined(partial(self._said, document), records[printed])

        columns = tables.OBSERVATIONS

        def breakdown() -> Sequence[Any]:
            used = saying(records.columns, self._dimensions)
            pairs = partial(_pairs, used)
            return combined(pairs, *(records[name] for name in used)) if used else always(())

        columns = tables.OBSERVATIONS
        given = _Made(
            {
                "id": lambda: records["id"],
                "document_id": lambda: always(document.id),
                "unit_id": lambda: combined(unit, records[columns.unit_id], records[columns.indicator_id]),
                "breakdown": breakdown,
                "issued": lambda: always(facts.issued),
                "dated": lambda: always(facts.published is not None),
                "quoted": lambda: always(facts.kind is codes.DocumentKind.PLAN),
                "calendar": lambda: always(self._calendar),
                "said": lambda: combined(
                    partial(self._said, document), records[columns.figure], records[columns.indicator_id]
                ),
                "share_said": lambda: said(columns.stated_share_figure),
                "change_said": lambda: said(columns.stated_change_figure),
            }
        )
        written = records.columns
        if self._pages:
            written = {**written, PAGE: [row[PAGE] for row in self._with_pages(columns, records)]}
        made = bind.columns(written, records.length, given)
        rows = range(records.length)
        return Block(document.id, facts.issued, made, written, rows, records.file, records.lines)

    def _each(self, table: Table) -> Iterator[tuple[DocumentRecords, Binder, dict[str, Any]]]:
        bind = Binder(table.in_languages(self._languages))
        for document in self._records.values():
            for records in document.table(table.name):
                for row in self._with_pages(table, records):
                    yield document, bind, row

    def _with_pages(self, table: Table, records: Records) -> Iterator[dict[str, Any]]:
        """The rows, those that state no page with the one on which their figure was found."""
        for row in records.rows():
            page = self._pages.get(f"{table.name}/{row['id']}")
            yield row if page is None or row[PAGE] is not None else {**row, PAGE: page}


class _Made(Mapping[str, Sequence[Any]]):
    """Columns by name, each made when somebody asks for it."""

    def __init__(self, make: Mapping[str, Callable[[], Sequence[Any]]]) -> None:
        self._make = make
        self._made: dict[str, Sequence[Any]] = {}

    def __len__(self) -> int:
        return len(self._make)

    def __iter__(self) -> Iterator[str]:
        return iter(self._make)

    def __contains__(self, name: object) -> bool:
        return name in self._make

    def __getitem__(self, name: str) -> Sequence[Any]:
        if name not in self._made:
            self._made[name] = self._make[name]()
        return self._made[name]


def _pairs(dimensions: Sequence[str], *codes: str) -> tuple[tuple[str, str], ...]:
    """Dimension and code of each breakdown of a row."""
    return tuple((name, code) for name, code in zip(dimensions, codes, strict=True) if code)


def _pages(lock: Records | None) -> Iterator[tuple[str, int]]:
    """The page on which each citation was found, where that is known."""
    if lock is not None:
        for name, page in zip(lock["citation"], lock[tables.LOCK.page], strict=True):
            if page is not None:
                yield name, page


def _by_period(item: tuple[str, DocumentRecords]) -> tuple[Any, ...]:
    """Documents follow one another in time, a plan before the reports on its period."""
    assert item[1].document is not None
    facts = next(item[1].document.rows())
    return facts["period_start"], list(codes.DocumentKind).index(facts["kind"]), facts["period_end"], item[0]


def _document(records: DocumentRecords, calendar: Calendar) -> model.Document:
    assert records.document is not None
    row = next(records.document.rows())
    languages = records.document.shape.tongues
    document: model.Document = Binder(tables.DOCUMENT.in_languages(languages))(
        row,
        id=records.id,
        calendar=calendar,
        reports_until=max(_days_reported(records), default=None),
        restorations=tuple(
            model.Restoration(item["printed"], item["restored"], _text(item, _REASON, languages))
            for item in row["restorations"] or ()
        ),
        sections={section["locator"]: _text(section, _HEADING, languages) for section in row["sections"]},
    )
    return document


def _days_reported(records: DocumentRecords) -> Iterator[date]:
    """The days of which a document states something as it is, and not as it is expected to be."""
    for table in (tables.OBSERVATIONS, tables.PROGRESS, tables.CLAIMS):
        for part in records.table(table.name):
            if table is not tables.OBSERVATIONS:
                yield from part["as_of"]
                continue
            stated = combined(_stated_day, part["as_of"], part[tables.OBSERVATIONS.obs_status])
            yield from (day for day in distinct(stated) if day is not None)


def _stated_day(day: date, status: codes.ObservationStatus) -> date | None:
    return None if status is codes.ObservationStatus.FORECAST else day
