"""How targets stood by what was published at a commit: the ledger of some indicators, out of files of the past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from generator.comparing.differing import Files, lines_of, naming, table_of
from generator.core.codes import Completeness, Officers, RelationKind
from generator.core.model import Package
from generator.core.problems import Place, Problem
from generator.format import tables
from generator.format.fields import Type
from generator.reading.load import assemble
from generator.reading.trees import FilesTree
from generator.reading.validate import PackageRecords, name_rows
from generator.reading.validate.inventory import DocumentRecords, ReadMapping, gather
from generator.reading.validate.structure import Records
from generator.verdicts.derive import derived_baselines
from generator.verdicts.standings import assess_targets

_TABLES = {shape.name: shape for shape in (tables.TARGETS, tables.PLANNED, tables.OBSERVATIONS)}
"""What verdicts rest on."""

_ABOUT, _AREA = tables.TARGETS.indicator_id.name, tables.TARGETS.area_id.name

_DEFINED = ("package", "dimensions", "themes", "relations")
"""The files of a package that are needed besides its indicators and documents."""

_HARMLESS = frozenset({"figure-missing", "stated-pair", "parts-differ"})
"""Problems of rows that say all the same how a target stood."""

_WORDS = frozenset({Type.TEXT, Type.LOCATOR, Type.COUNT, Type.PAGE})
"""What the ledger can do without, also where the format asks for it."""


UNKNOWN = "unknown"
"""What a verdict was where a row that it rests on is refused by today's rules, so that nobody knows what it says."""


def verdicts(
    files: Files, package: str, indicators: Iterable[str], day: date, read: ReadMapping
) -> dict[str, tuple[str, str]]:
    """How each target of some indicators stood on a day, by a package's files: (indicator, code of its progress or
    UNKNOWN) by target.

    Targets whose starting values are derived from them are told too. Rows that today's rules refuse are left out, and
    the verdicts of their indicators are not known. `read` reads YAML files.
    """
    pairs = _increments(files, package, read)
    names = set(indicators)
    asked = _promised(files, names | {stock for increment, stock in pairs if increment in names})
    bound = {name for pair in pairs if pair[1] in asked for name in pair}
    found = _ledger(_part(files, package, asked | bound), package, read) if asked else None
    if found is None:
        return {}
    ledger, refused = found
    refused |= {(stock, area) for increment, stock in pairs for name, area in refused if name == increment}
    standings = assess_targets(ledger, day, derived_baselines(ledger))
    return {
        name: (
            about,
            UNKNOWN if refused & {(about, ""), (about, item.target.area_id)} else item.progress.value,
        )
        for name, item in standings.items()
        if (about := item.target.indicator_id) in asked
    }


def _promised(files: Files, indicators: Iterable[str]) -> set[str]:
    """Those of some indicators that may have a target."""
    paths = [path for path in files if (place := table_of(path)) and place[1] == tables.TARGETS.name]
    return {name for name in indicators if any(lines_of(naming(files[path], [name]))[1:] for path in paths)}


def _increments(files: Files, package: str, read: ReadMapping) -> list[tuple[str, str]]:
    """Indicators that count what a stock gained, each with the stock: its starting values are derived from both."""
    path = f"{package}/relations.yaml"
    records = read(path, files[path], tables.RELATIONS)[0] if path in files else None
    return [
        (row["indicator_id"], row["others"][0])
        for row in (records.rows() if records else ())
        if row["relation"] == RelationKind.INCREMENT and row["indicator_id"] and any(row["others"] or ())
    ]


def _part(files: Files, package: str, indicators: Iterable[str]) -> dict[str, bytes]:
    """The files that say how some indicators stand; of tables only the lines in which one of them stands."""
    wanted = {f"{package}/{name}.yaml" for name in _DEFINED}
    part: dict[str, bytes] = {}
    for path, content in files.items():
        place = table_of(path)
        if place and place[1] in _TABLES:
            part[path] = naming(content, indicators)
        elif path in wanted or path.startswith(f"{package}/indicators/") or path.endswith("/document.yaml"):
            part[path] = content
    return part


def _ledger(files: Files, package: str, read: ReadMapping) -> tuple[Package, set[tuple[str, str]]] | None:
    """The ledger, without what it cannot hold, and indicator and area of the rows that it lacks; None where the package
    itself cannot be read.
    """
    found, problems = gather(FilesTree(files), read)
    records = next((item for item in found if item.id == package), None)
    if records is None or records.package is None or not records.package.length:
        return None
    refused = frozenset(
        (problem.place.file, problem.place.line)
        for problem in [*filter(_of_a_number, problems), *name_rows(records)]
        if problem.code not in _HARMLESS
    )
    whole = _whole(records, refused)
    return assemble([whole]).packages[package], set(_without(records, whole))


def _without(records: PackageRecords, kept: PackageRecords) -> Iterator[tuple[str, str]]:
    """The indicator and the area of each row of some records that is not among those that were kept; the area is empty
    where the row does not tell it.
    """
    for name, document in kept.documents.items():
        for table, files in document.tables.items():
            for before, after in zip(records.documents[name].tables[table], files, strict=True):
                there = set(after["id"])
                gone = [row for row in range(before.length) if before["id"][row] not in there]
                if table == tables.PLANNED.name:
                    targets = (before[tables.PLANNED.target_id.name][row] for row in gone)
                    yield from ((_indicator_of(target), "") for target in targets if target)
                else:
                    cells = ((before[_ABOUT][row], before[_AREA][row] or "") for row in gone)
                    yield from (cell for cell in cells if cell[0])


def _indicator_of(target: str) -> str:
    """The indicator of a target, which its id tells."""
    return dict(zip(tables.TARGETS.identity.split("/"), target.split("/"), strict=False)).get(_ABOUT, "")


def _of_a_number(problem: Problem) -> bool:
    """Whether what could not be read is more than words."""
    place, name = table_of(problem.place.file), problem.values.get("field", "")
    item = _TABLES[place[1]].find(name) if place else None
    return item is None or item.type not in _WORDS


def _whole(records: PackageRecords, refused: frozenset[tuple[str, int]]) -> PackageRecords:
    """The records that the ledger can hold, with what it must have and verdicts do not depend on filled in."""
    assert records.package is not None
    package = _filled(records.package, "officers", Officers.WITHHELD)
    lists = {
        **{shape.name: Records("", shape, {"id": []}, 0, _nowhere) for shape in tables.CODE_LISTS},
        **records.lists,
    }
    indicators = {
        theme: _kept(found, frozenset())
        for theme, found in records.indicators.items()
        if theme in lists["themes"]["id"]
    }
    known = {name for found in indicators.values() for name in found["id"]}
    documents = {
        document.id: _document(document, refused, known)
        for document in records.documents.values()
        if _says_when(document)
    }
    relations = records.relations and _kept(records.relations, frozenset())
    return replace(
        records,
        package=package,
        lists=lists,
        indicators=indicators,
        documents=documents,
        relations=relations,
        lock=None,
    )


def _document(
    document: DocumentRecords, refused: frozenset[tuple[str, int]], known: set[str]
) -> DocumentRecords:
    assert document.document is not None
    facts = _filled(_filled(document.document, "completeness", Completeness.EXCERPT), "sections", ())
    kept = {
        name: [_kept(records, refused, known) for records in files]
        for name, files in document.tables.items()
        if name in _TABLES
    }
    return DocumentRecords(document.id, document.folder, facts, None, kept)


def _says_when(document: DocumentRecords) -> bool:
    """Whether it is known what a document is and which period it covers."""
    facts = next(document.document.rows(), None) if document.document is not None else None
    return facts is not None and None not in (facts["kind"], facts["period_start"], facts["period_end"])


def _kept(
    records: Records,
    refused: frozenset[tuple[str, int]],
    known: set[str] | None = None,
) -> Records:
    """The rows in which nothing that the ledger needs is missing; `known` are the indicators that they may name."""
    needed = [item.name for item in records.shape.fields if item.required and item.type not in _WORDS]
    rows = [row for row in range(records.length) if not any(records[name][row] is None for name in needed)]
    if records.lines:
        rows = [row for row in rows if (records.file, records.lines[row]) not in refused]
    if known is not None:
        rows = [row for row in rows if records["id"][row] and records["indicator_id"][row] in known]
    return records.only(rows)


def _filled(records: Records, name: str, value: object) -> Records:
    columns = {**records.columns, name: [value if cell is None else cell for cell in records[name]]}
    return replace(records, columns=columns)


def _nowhere(_: int, __: str) -> Place:
    return Place("")
