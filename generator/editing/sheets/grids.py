"""What stands on the sheets of a workbook: a grid for each part of a document, its cells as written in the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from generator.comparing.entries import KEYS
from generator.core.languages import text_of
from generator.core.model import Package
from generator.editing.files.rows import shape_of
from generator.format import tables
from generator.format.fields import AnyField, Shape
from generator.format.tables import Table
from generator.reading.files import Mapping as YamlMapping
from generator.reading.files import Node, Scalar, Sequence, read_csv, read_yaml
from generator.reading.trees import Tree
from generator.reading.validate import PackageRecords
from generator.reading.validate.inventory import DocumentRecords

ACTION, VALUE = "action", "value"
"""The column in which a row is marked for removal; the column of values of a part that stands upright."""

TO_REPORT = "+"
"""Begins the reference of a row that is not in the data yet: something promised that could be reported on."""

NOT_DATA = "not_data"
"""The part of numbers that are no data."""

SHA256 = "archive_sha256"
"""The fact of a document that the archive tells."""

LIST = ";"
"""Stands between the entries of a list in one cell."""

_NAMING = frozenset(
    {
        "indicator_id",
        "area_id",
        "goal",
        "slug",
        "deliverable_id",
        "target_id",
        "programme_id",
        "number",
        "locator",
    }
)
"""Columns that say which row it is; on sheets of YAML parts `number` and `locator` are keys."""

_FIRST = (
    *("value", "figure", "locator", "state", "evidence", "title"),
    *("qualifier", "as_of", "new_due", "period_start", "period_end", "note"),
)
"""What is filled in most stands first; a text in each of its languages."""

_WITH_PERIOD = ("observations", "progress", "targets")
"""Tables whose rows mostly have the period and the area of their document."""

_OFFERED = frozenset(
    item.name
    for item in (
        *(tables.TARGETS.qualifier, tables.TARGETS.attainment),
        *(tables.TARGETS.baseline_start, tables.TARGETS.baseline_end, tables.PROGRESS.new_due),
    )
)
"""Columns that a sheet has though its file does without them: those that a single row may be the first to need."""

_BEGIN = ("document", "sections")
"""What a new document begins with."""

TABLES = (
    *("observations", "progress", "targets", "deliverables", "planned", "claims", "mentions"),
    *("goals", "sections", "not_data", "document"),
)
"""What parts are of, in the order of the sheets."""


_REVISING = frozenset(
    item.name
    for item in (tables.TARGETS.supersedes, tables.TARGETS.revised_on, tables.TARGETS.revision_reason)
)
"""What a target says of an earlier one whose place it takes."""


def in_data(ref: str) -> bool:
    """Whether a reference is that of a row that stands in the data."""
    return bool(ref) and not ref.startswith(TO_REPORT)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a grid: its reference, its cells by column (those not named are empty), and what it is about.

    `ref` is the id of a row that is in the data, `+…` for one to report; `line` that in its CSV file, or its place in
    a YAML list. `promise` names what could be reported on: a target (of several alike the first) or a deliverable.
    """

    ref: str
    cells: Mapping[str, str]
    line: int = 0
    promise: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A part of a document as a grid: `part` names it, `file` is where it stands below the data directory.

    `upright`: one record, a row for each field. `fields` are the columns in the order of the sheet (the fields, where it
    stands upright); `columns` those that the file has: others that are filled in come into it. `spare` is what stands in
    empty rows from the start: what can be known of whatever will be written there.
    """

    part: str
    file: str
    shape: Shape
    fields: Mapping[str, AnyField]
    rows: tuple[GridRow, ...]
    columns: tuple[str, ...] = ()
    upright: bool = False
    spare: Mapping[str, str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The name of the part's table: of `observations/2023` the first step."""
        return self.part.partition("/")[0]

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns to fill in."""
        return (VALUE,) if self.upright else tuple(self.fields)

    def field(self, ref: str, column: str) -> AnyField:
        """What a cell may hold. Raises KeyError where there is no such cell."""
        return self.fields[ref if self.upright else column]

    def locked(self, column: str) -> bool:
        """Whether a column says which row it is, so that rows of the data keep it."""
        if self.upright:
            return False
        if column == "locator":
            return self.part == "sections"
        return column in _NAMING

    @property
    def key_names(self) -> tuple[str, ...]:
        """The columns by which a row is known, whatever its reference."""
        others = (name for name in self.fields if tables.OBSERVATIONS.find(name) is None)
        return KEYS[self.table] + (tuple(others) if self.table == "observations" else ())

    def key(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        """What a row is known by."""
        return tuple(cells.get(name, "") for name in self.key_names)

    def by_ref(self) -> dict[str, GridRow]:
        """The rows by their references."""
        return {row.ref: row for row in self.rows}


@dataclass(frozen=True, slots=True)
class Order:
    """What a workbook is about: a document of a package; `period` where it is a report still to be entered.

    `breakdowns` are those that results may be entered by though no table of the document has a column for them yet.
    """

    package: str
    document: str
    period: tuple[date, date] | None = None
    breakdowns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A package to take grids from: its files, its typed records and the package itself."""

    tree: Tree
    records: PackageRecords
    package: Package
    todo: Mapping[str, tuple[GridRow, ...]] = field(default_factory=dict)
    """Rows that could be reported, by table."""


def grids(source: Source, order: Order) -> list[Grid]:
    """The grids of an order, those that are filled in most first."""
    document = source.records.documents.get(order.document)
    if document is None:
        document = DocumentRecords(order.document, f"{order.package}/documents/{order.document}")
    found = [*_tables(source, document, order), *_yaml(source, document)]
    plan = document.document is not None and document.document["kind"] == ["plan"]
    if not plan:
        present = {grid.table for grid in found}
        shapes = (shape for shape in (tables.OBSERVATIONS, tables.PROGRESS) if shape.name not in present)
        found += [_new_table(source, document, order, shape) for shape in shapes]
    if source.package.programmes and all(grid.table != tables.MENTIONS.name for grid in found):
        found.append(_new_table(source, document, order, tables.MENTIONS))
    if document.document is None:
        facts = tables.DOCUMENT.in_languages(source.records.languages)
        found += [
            _facts(source, document, order),
            _grid_of_sections(document, _below(facts, "sections"), ()),
            _grid_of_remarks(document, _below(facts, NOT_DATA), None),
        ]
    spare = _spare(source, document, order)
    found = [
        replace(grid, spare={name: text for name, text in spare.items() if name in grid.fields})
        if grid.table in _WITH_PERIOD
        else grid
        for grid in found
    ]
    first = _BEGIN if document.document is None else ()
    return sorted(found, key=lambda grid: (grid.table not in first, TABLES.index(grid.table), grid.part))


def _spare(source: Source, document: DocumentRecords, order: Order) -> dict[str, str]:
    """What every new row of a document says until somebody says otherwise: its period, its last day, its area."""
    period = order.period
    if document.document is not None:
        period = (document.document["period_start"][0], document.document["period_end"][0])
    days = {}
    if period:
        start, end = (day.isoformat() for day in period)
        days = {"period_start": start, "period_end": end, "as_of": end}
    return {**days, "area_id": source.package.area_id}


def _columns(source: Source, shape: Shape, there: tuple[str, ...], order: Order) -> tuple[str, ...]:
    """The columns of a sheet: those that are there, with the breakdowns that were asked for in their places, and what is
    offered beside them: where other documents have targets that one may revise, what says so too.
    """
    others = shape.name == tables.TARGETS.name and any(
        target.citation.document_id != order.document for target in source.package.targets.values()
    )
    wanted = _OFFERED | (_REVISING if others else frozenset())
    asked = [name for name in order.breakdowns if name in shape.by_name and name not in there]
    after = there.index(tables.OBSERVATIONS.area_id.name) + 1 if asked else 0
    offered = [
        name
        for name in shape.by_name
        if name not in there and not wanted.isdisjoint({name, _stem(name, shape)})
    ]
    return (*there[:after], *asked, *there[after:], *offered)


def _ordered(names: tuple[str, ...], shape: Shape) -> dict[str, AnyField]:
    """The fields in the order of the sheet: what is filled in, what says which row it is, the rest."""
    fields = shape.by_name
    first = [name for known in _FIRST for name in names if known in (name, _stem(name, shape))]
    naming = [name for name in names if name in _NAMING and name not in first]
    rest = [name for name in names if name not in first and name not in naming]
    return {name: fields[name] for name in (*first, *rest, *naming)}


def is_offered(name: str, shape: Shape) -> bool:
    """Whether a column is one that a sheet has though its table may do without it, as may a sheet of former days."""
    return not (_OFFERED | _REVISING).isdisjoint({name, _stem(name, shape)})


def _stem(name: str, shape: Shape) -> str:
    """The text whose column in a language this is; empty where it is of no text."""
    stem, _ = text_of(name)
    return stem if stem in {text.name for text in shape.texts} else ""


def _tables(source: Source, document: DocumentRecords, order: Order) -> Iterator[Grid]:
    for name, files in document.tables.items():
        shape = shape_of(source.records, name)
        for number, records in enumerate(files):
            raw, _ = read_csv(records.file, source.tree.read(records.file))
            assert raw is not None
            refs = dict(zip(records.lines, records["id"], strict=True))
            rows = [
                GridRow(refs[line], dict(zip(raw.header, cells, strict=True)), line)
                for line, cells in zip(raw.lines, raw.rows, strict=True)
            ]
            columns = tuple(raw.header)
            # What could be reported goes into the first of several files.
            todo = source.todo.get(name, ()) if number == 0 else ()
            part = records.file.removeprefix(f"{document.folder}/").removesuffix(".csv")
            fields = _ordered(_columns(source, shape, columns, order), shape)
            yield Grid(part, records.file, shape, fields, (*rows, *todo), columns)


def _new_table(source: Source, document: DocumentRecords, order: Order, shape: Table) -> Grid:
    """A table that the document does not have yet, with every column but those of breakdowns nobody asked for."""
    columns = tuple(item.name for item in shape.in_languages(source.records.languages).fields)
    whole = shape_of(source.records, shape.name)
    file = f"{document.folder}/{shape.name}.csv"
    todo = source.todo.get(shape.name, ())
    return Grid(
        shape.name, file, whole, _ordered(_columns(source, whole, columns, order), whole), todo, columns
    )


def _yaml(source: Source, document: DocumentRecords) -> Iterator[Grid]:
    facts, goals = (shape.in_languages(source.records.languages) for shape in (tables.DOCUMENT, tables.GOALS))
    if document.document is not None:
        node = _read(source.tree, f"{document.folder}/document.yaml")
        fields = _plain(facts)
        rows = tuple(GridRow(name, {VALUE: _written(node.items.get(name))}) for name in fields)
        file = f"{document.folder}/document.yaml"
        yield Grid("document", file, facts, fields, rows, upright=True)
        sections = node.items.get("sections")
        below = _below(facts, "sections")
        yield _grid_of_sections(document, below, _keyed(sections, below))
        yield _grid_of_remarks(document, _below(facts, NOT_DATA), node.items.get(NOT_DATA))
    if document.goals is not None:
        file = f"{document.folder}/goals.yaml"
        rows = _keyed(_read(source.tree, file), goals)
        yield Grid("goals", file, goals, _with_key(goals), rows)


def _below(shape: Shape, name: str) -> Shape:
    """The shape of what stands below a key."""
    nested = shape.by_name[name].nested
    assert nested is not None
    return nested


def _grid_of_sections(document: DocumentRecords, shape: Shape, rows: tuple[GridRow, ...]) -> Grid:
    return Grid("sections", f"{document.folder}/document.yaml", shape, _with_key(shape), rows)


def _grid_of_remarks(document: DocumentRecords, shape: Shape, node: Node | None) -> Grid:
    """Numbers of the text that are no data, with the reason."""
    fields = _plain(shape)
    rows: list[GridRow] = []
    for place, inner in enumerate(node.items if isinstance(node, Sequence) else ()):
        assert isinstance(inner, YamlMapping)
        cells = {name: _written(inner.items.get(name)) for name in fields}
        rows.append(GridRow(cells["printed"], cells, place))
    return Grid(NOT_DATA, f"{document.folder}/document.yaml", shape, fields, tuple(rows))


def _facts(source: Source, document: DocumentRecords, order: Order) -> Grid:
    """The facts of a document that is still to be entered, with what is known of it."""
    shape = tables.DOCUMENT.in_languages(source.records.languages)
    fields = _plain(shape)
    known = {"kind": "report", "publisher_id": source.package.publisher_id, "completeness": "full"}
    if order.period:
        known |= {"period_start": order.period[0].isoformat(), "period_end": order.period[1].isoformat()}
    rows = tuple(GridRow(f"{TO_REPORT}{name}", {VALUE: known.get(name, "")}) for name in fields)
    named = {f"{TO_REPORT}{name}": item for name, item in fields.items()}
    file = f"{document.folder}/document.yaml"
    return Grid("document", file, shape, named, rows, upright=True)


def _plain(shape: Shape) -> dict[str, AnyField]:
    return {item.name: item for item in shape.fields if item.nested is None}


def _with_key(shape: Shape) -> dict[str, AnyField]:
    return {shape.entry.name: shape.entry, **_plain(shape)}


def _read(tree: Tree, file: str) -> YamlMapping:
    node, _ = read_yaml(file, tree.read(file))
    assert isinstance(node, YamlMapping)
    return node


def _keyed(node: Node | None, shape: Shape) -> tuple[GridRow, ...]:
    assert isinstance(node, YamlMapping)
    return tuple(
        GridRow(
            key, {shape.entry.name: key, **{name: _written(inner.items.get(name)) for name in _plain(shape)}}
        )
        for key, inner in node.items.items()
        if isinstance(inner, YamlMapping)
    )


def _written(node: Node | None) -> str:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return LIST.join(item.text for item in node.items if isinstance(item, Scalar))
    return ""
