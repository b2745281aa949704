"""Which files a package has, and what each of them is; reads them all into typed records."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from generator.core.figures import FigureReader, figure_reader
from generator.core.languages import FALLBACK, text_of
from generator.core.leftovers import left_over
from generator.core.nearest import suggest
from generator.core.periods import Calendar
from generator.core.problems import Place, Problem, Severity
from generator.core.values import ID, read_language
from generator.format import tables, version
from generator.format.fields import Field, Shape
from generator.reading.files import (
    LARGE,
    ColumnTable,
    Mapping,
    Node,
    Scalar,
    Sequence,
    read_columns,
    read_csv,
    read_yaml,
)
from generator.reading.trees import Tree, acceptable, meant_by
from generator.reading.validate.structure import Records, mapping_records, table_records

T = TypeVar("T")

_TITLED = ("package.yaml", "organisations.yaml", "themes.yaml")
_TITLE = re.compile(rf"^ *{re.escape(tables.PACKAGE.title.name)}_([A-Za-z_]+):", re.MULTILINE)
"""By which the languages of a package are known that does not name them."""

_CODE_LISTS = {f"{shape.name}.yaml": shape for shape in (*tables.LISTS, tables.DIMENSIONS)}
_SINGLE_FILES = {
    "package.yaml": ("package", tables.PACKAGE),
    "relations.yaml": ("relations", tables.RELATIONS),
    "explanations.csv": ("explanations", tables.EXPLANATIONS),
    "corrections.csv": ("corrections", tables.CORRECTIONS),
    "citations.lock": ("lock", tables.LOCK),
}
"""The files of a package that stand alone: which of its records each of them is, and its shape."""

DESCRIPTOR = "datapackage.yaml"
"""The tables of a package described for other tools: written by the program (`describing.py`), read by none."""

_TABLES = {f"{shape.name}.csv": shape for shape in tables.DOCUMENT_TABLES}
_OF_DOCUMENTS = frozenset({"document.yaml", "goals.yaml", *_TABLES})
_OF_PACKAGES = frozenset({*_SINGLE_FILES, *_CODE_LISTS})
_PLACES = {re.compile(ID): _OF_PACKAGES, re.compile(rf"{ID}/documents/{ID}"): _OF_DOCUMENTS}
"""The folders in which nothing stands but files of some names."""

_COLUMNS = tables.OBSERVATIONS.reserved | {item.name for item in tables.OBSERVATIONS.declared}
"""Names that a dimension cannot have: its column would stand beside one of these."""

_OBSERVED = re.compile(r"([^/]+)/documents/([^/]+)/observations(?:/[^/]+)?\.csv")

_SMALL = 1 << 16
"""Bytes of a file whose records are kept, as they were read."""

_NEEDED = ("package.yaml", *(f"{shape.name}.yaml" for shape in tables.CODE_LISTS))


ReadMapping = Callable[[str, bytes, Shape], tuple[Records | None, list[Problem]]]
"""How the content of a YAML file is read by its shape, by the file's path."""

ReadColumns = Callable[[str, bytes, str], ColumnTable | None]
"""How a large CSV file is read by columns, as `read_columns` does."""


@dataclass(slots=True)
class DocumentRecords:
    """What stands in the folder of one document; a table may be in several files."""

    id: str
    folder: str
    document: Records | None = None
    goals: Records | None = None
    tables: dict[str, list[Records]] = field(default_factory=dict)

    def table(self, name: str) -> list[Records]:
        """The files of one table, or nothing."""
        return self.tables.get(name, [])


@dataclass(slots=True)
class PackageRecords:
    """All of a package as typed records.

    `files` are the paths of its files; `languages` those of its texts, the main one first; `codes_of_dimensions` the
    codes of each breakdown that has a column; `unread` the files in which something could not be read.
    """

    id: str
    files: tuple[str, ...] = ()
    languages: tuple[str, ...] = (FALLBACK,)
    package: Records | None = None
    lists: dict[str, Records] = field(default_factory=dict)
    indicators: dict[str, Records] = field(default_factory=dict)
    documents: dict[str, DocumentRecords] = field(default_factory=dict)
    relations: Records | None = None
    explanations: Records | None = None
    corrections: Records | None = None
    lock: Records | None = None
    codes_of_dimensions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def figures_of(self, document: DocumentRecords) -> FigureReader:
        """The reader of a document's figures: in its language, with the unit words of the package."""
        units = self.lists.get("units")
        listed = units.columns.get("printed", ()) if units is not None else ()
        words = frozenset(word for words in listed for word in words or () if word)
        return figure_reader(self.language_of(document), words)

    def language_of(self, document: DocumentRecords) -> str:
        """The language that a document is written in: its own, else the main one of the package."""
        own: str | None = _first(document.document, "language")
        return own or self.languages[0]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The breakdowns that have a column."""
        return tuple(self.codes_of_dimensions)

    @property
    def calendar(self) -> Calendar:
        """The years that the publisher counts in."""
        fields = (tables.PACKAGE.fiscal_year_starts, tables.PACKAGE.school_year_starts)
        return Calendar(*(_first(self.package, item.name) for item in fields))

    def indicator_ids(self) -> list[str]:
        """Every indicator, theme by theme."""
        return [name for records in self.indicators.values() for name in records["id"]]

    def of_indicators(self, item: Field[T]) -> dict[str, T | None]:
        """One field of every indicator, by its id."""
        return {
            indicator: value
            for records in self.indicators.values()
            for indicator, value in zip(records["id"], records[item], strict=True)
        }


def _first(records: Records | None, column: str) -> Any:
    """The value of a file that holds one record; None where there is none, as in a file of another time."""
    return next(iter(records.columns.get(column, ())), None) if records is not None else None


def listed_languages(node: Node | None) -> tuple[str, ...]:
    """The languages that a package (or a site) names in its file, without those that cannot be read."""
    written = node.items.get(tables.PACKAGE.languages.name) if isinstance(node, Mapping) else None
    names = (
        [item.text for item in written.items if isinstance(item, Scalar)]
        if isinstance(written, Sequence)
        else []
    )
    return tuple(dict.fromkeys(name for name in names if isinstance(read_language(name), str)))


def stated_format(node: Node | None) -> str:
    """The version of the format that a package names in its file, as it stands there; the first where it names none."""
    written = node.items.get(tables.PACKAGE.format.name) if isinstance(node, Mapping) else None
    return (written.text if isinstance(written, Scalar) else "") or str(version.FIRST)


def other_format(path: str, node: Node | None) -> Problem | None:
    """A problem where a package is written in another format than the one that is read: nothing else would be true of it.

    `path` is that of its `package.yaml`, `node` what stands there.
    """
    stated = stated_format(node)
    if not isinstance(node, Mapping) or stated == str(version.FORMAT):
        return None
    written = node.items.get(tables.PACKAGE.format.name)
    line, column = (written.line, written.column) if written is not None else (1, 1)
    place = Place(path, line, column, field=tables.PACKAGE.format.name)
    return Problem("other-format", place, {"value": stated, "detail": str(version.FORMAT)})


def _languages_of_titles(content: bytes) -> tuple[str, ...]:
    """The languages of the titles in a file, in the order in which they come."""
    found = dict.fromkeys(_TITLE.findall(content.decode("utf-8", "replace")))
    return tuple(
        name for name in (tag.replace("_", "-") for tag in found) if isinstance(read_language(name), str)
    )


def read_mapping(path: str, content: bytes, shape: Shape) -> tuple[Records | None, list[Problem]]:
    """A YAML file by its shape, with the problems of its form and of single values.

    Who reads the same small file again, as for what it was before a change, need not wait for it.
    """
    return _again(_mapping_known if len(content) <= _SMALL else _mapping, path, content, shape)


def read_table(path: str, content: bytes, shape: Shape) -> tuple[Records | None, list[Problem]]:
    """The same of a CSV file that is read row by row."""
    return _again(_table_known if len(content) <= _SMALL else _table, path, content, shape)


def _mapping(path: str, content: bytes, shape: Shape) -> tuple[Records | None, list[Problem]]:
    node, problems = read_yaml(path, content)
    if node is None:
        return None, problems
    records, found = mapping_records(path, node, shape)
    return records, [*problems, *found]


def _table(path: str, content: bytes, shape: Shape) -> tuple[Records | None, list[Problem]]:
    raw, problems = read_csv(path, content, shape.name)
    if raw is None:
        return None, problems
    records, found = table_records(raw, shape)
    return records, [*problems, *found]


_mapping_known, _table_known = lru_cache(maxsize=128)(_mapping), lru_cache(maxsize=128)(_table)


def _again(
    read: ReadMapping, path: str, content: bytes, shape: Shape
) -> tuple[Records | None, list[Problem]]:
    """What was read, for one who puts ids beside it and tells of more."""
    records, problems = read(path, content, shape)
    return records and replace(records, columns=dict(records.columns)), list(problems)


def gather(
    tree: Tree, read: ReadMapping = read_mapping, columns: ReadColumns = read_columns
) -> tuple[list[PackageRecords], list[Problem]]:
    """Every package of a tree, with the problems of files, structure and single values.

    `read` reads the YAML files and `columns` the large tables: who reads many trees that have most of them in common may
    know them already.
    """
    paths, problems = acceptable(tree)
    problems = [*map(_with_name_meant, problems)]
    # Of a folder with an odd name only the folder is told.
    there = {entry.path for entry in tree.entries() if not left_over(entry.path.rpartition("/")[2])}
    refused = there.difference(paths)
    by_package: dict[str, list[str]] = {}
    for path in paths:
        name, _, rest = path.partition("/")
        if rest:
            by_package.setdefault(name, []).append(rest)
        else:
            problems.append(Problem("unexpected-file", Place(path)))
    if not by_package and not problems:
        problems.append(Problem("no-package", Place("")))
    large = _large(tree)
    packages = []
    for name, files in by_package.items():
        if name in tables.RESERVED:
            problems.append(Problem("reserved-id", Place(name), {"value": name}))
        path = f"{name}/package.yaml"
        stated = read_yaml(path, tree.read(path))[0] if "package.yaml" in files else None
        if (problem := other_format(path, stated)) is not None:
            problems.append(problem)
            continue
        own = {path for path in refused if path.startswith(f"{name}/")}
        gatherer = _Gatherer(tree, name, files, own, (read, columns), listed_languages(stated), large[name])
        packages.append(gatherer.records)
        problems += gatherer.problems
    return packages, problems


def meant_path(path: str) -> str:
    """The path that was meant by one whose last name is not allowed: in the folder of a package or document the name of a file
    that the format knows there, where it is like that or that with words of somebody's behind.
    """
    folder, slash, name = meant_by(path).rpartition("/")
    if known := next((names for place, names in _PLACES.items() if place.fullmatch(folder)), None):
        name = _known_name(name, known) or name
    return f"{folder}{slash}{name}"


def _known_name(name: str, known: Iterable[str]) -> str:
    """The name among those of files that one which is none of them was meant to be; empty where nobody knows."""
    # The endings that many have would make each like any other.
    stems = {each.partition(".")[0]: each for each in known}
    stem = name.partition(".")[0]
    begun = (each for each in stems if re.match(rf"{each}(?![a-z])", stem))
    return stems.get(suggest(stem, stems) or max(begun, key=len, default=""), "")


def _with_name_meant(problem: Problem) -> Problem:
    """A problem, that of the name of a file which is not allowed with the one that was meant."""
    if problem.code != "odd-name" or "." not in problem.values["suggestion"]:
        return problem
    meant = meant_path(problem.place.file).rpartition("/")[2]
    return replace(problem, values={**problem.values, "suggestion": meant})


def _large(tree: Tree) -> defaultdict[str, frozenset[str]]:
    """By package the documents whose observations together are many."""
    sizes: Counter[tuple[str, str]] = Counter()
    for entry in tree.entries():
        if match := _OBSERVED.fullmatch(entry.path):
            sizes[match[1], match[2]] += entry.size
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for (package, document), size in sizes.items():
        if size >= LARGE:
            found[package] |= {document}
    return found


class _Gatherer:
    """`named` are the languages that the package names in its file, `large` the documents whose observations are read by
    columns.
    """

    def __init__(
        self,
        tree: Tree,
        package: str,
        files: list[str],
        refused: set[str],
        read: tuple[ReadMapping, ReadColumns],
        named: tuple[str, ...],
        large: frozenset[str],
    ) -> None:
        self.tree = tree
        self.large = large
        self.read, self.read_columns = read
        self.package = package
        self.records = PackageRecords(package, tuple(files), unread=set(refused))
        self.problems: list[Problem] = []
        self.misplaced: set[tuple[str, str]] = set()
        """What was told to have no place, with where it belongs."""
        self.called: dict[str, tuple[tuple[str, str], ...]] = {}
        """What the codes of breakdowns are called, each title with its code."""
        self.check_needed(files)
        self.records.languages = named or self.languages(files)
        # Dimensions come first: they add columns to the tables of observations.
        for file in sorted(files, key=lambda name: (name != "dimensions.yaml", name)):
            self.take(file)

    def languages(self, files: list[str]) -> tuple[str, ...]:
        """Those that the titles of a package are in that names none that can be read."""
        for file in (name for name in _TITLED if name in files):
            if found := _languages_of_titles(self.tree.read(f"{self.package}/{file}")):
                return found
        return (FALLBACK,)

    def check_needed(self, files: list[str]) -> None:
        needed = set(_NEEDED)
        for file in files:
            if match := re.match(r"documents/[^/]+/", file):
                needed.add(f"{match[0]}document.yaml")
        present = {*files, *(path.split("/", 1)[1] for path in self.records.unread)}
        for file in sorted(needed - present):
            self.records.unread.add(f"{self.package}/{file}")
            self.problems.append(Problem("missing-file", Place(f"{self.package}/{file}"), {"file": file}))

    def take(self, file: str) -> None:
        records = self.records
        parts = file.removesuffix(".yaml").removesuffix(".csv").split("/")
        if file in _SINGLE_FILES:
            attribute, shape = _SINGLE_FILES[file]
            read = self.mapping if file.endswith(".yaml") else self.table
            setattr(records, attribute, read(file, shape))
        elif file in _CODE_LISTS:
            if found := self.mapping(file, _CODE_LISTS[file]):
                records.lists[parts[0]] = found
            if file == "dimensions.yaml" and found is not None:
                self.declare_dimensions(found)
        elif re.fullmatch(rf"indicators/{ID}\.yaml", file):
            if found := self.mapping(file, tables.INDICATORS):
                records.indicators[parts[1]] = found
        elif match := re.fullmatch(r"documents/([^/]+)/(.+)", file):
            folder = f"{self.package}/documents/{match[1]}"
            document = records.documents.setdefault(match[1], DocumentRecords(match[1], folder))
            self.take_document(document, file, match[2])
        elif file != DESCRIPTOR:
            self.unexpected(file)

    def take_document(self, document: DocumentRecords, file: str, name: str) -> None:
        if name == "document.yaml":
            document.document = self.mapping(file, tables.DOCUMENT)
        elif name == "goals.yaml":
            document.goals = self.mapping(file, tables.GOALS)
        elif name in _TABLES or re.fullmatch(rf"observations/{ID}\.csv", name):
            shape = _TABLES.get(name, tables.OBSERVATIONS)
            if found := self.table(file, shape):
                document.tables.setdefault(shape.name, []).append(found)
        else:
            self.unexpected(file)

    def unexpected(self, file: str) -> None:
        """Tell a file that has no place; of a document in the wrong folder that folder, once."""
        folder, _, name = file.rpartition("/")
        above, _, document = folder.rpartition("/")
        if folder and name in _OF_DOCUMENTS and "/" not in above and above != "documents":
            file, meant = (above, "documents") if above else (document, f"documents/{document}")
        else:
            meant = _known_name(name, _OF_DOCUMENTS if folder else _OF_PACKAGES)
            meant = f"{folder}/{meant}" if folder and meant else meant
        if (file, meant) not in self.misplaced:
            self.misplaced.add((file, meant))
            values = {"suggestion": f"{self.package}/{meant}" if meant else ""}
            self.problems.append(Problem("unexpected-file", Place(f"{self.package}/{file}"), values))

    def mapping(self, file: str, shape: Shape) -> Records | None:
        path = f"{self.package}/{file}"
        spoken = shape.in_languages(self.records.languages)
        return self.kept(path, *self.read(path, self.tree.read(path), spoken))

    def table(self, file: str, shape: Shape) -> Records | None:
        path = f"{self.package}/{file}"
        content = self.tree.read(path)
        large = shape is tables.OBSERVATIONS and path.split("/")[2] in self.large
        raw = self.read_columns(path, content, shape.name) if large else None
        if shape is tables.OBSERVATIONS:
            shape = self.observations
        spoken = shape.in_languages(self.records.languages)
        records, problems = read_table(path, content, spoken) if raw is None else table_records(raw, spoken)
        if large and records is not None:
            records.code()
        return self.kept(path, records, problems)

    @cached_property
    def observations(self) -> tables.Table:
        """What a table of observations may hold, once the breakdowns are declared."""
        return tables.with_dimensions(tables.OBSERVATIONS, self.records.codes_of_dimensions, self.called)

    def kept(self, path: str, records: Records | None, problems: list[Problem]) -> Records | None:
        self.problems += problems
        # What may be published with a warning was read; else a warning would keep an error from being told.
        sound = all(problem.severity is not Severity.ERROR for problem in problems)
        if not sound:
            self.records.unread.add(path)
        if records is not None:
            records.sound = sound
        return records

    def declare_dimensions(self, dimensions: Records) -> None:
        """Each breakdown becomes a column of the observations, so its name must be free."""
        for row, (name, values) in enumerate(zip(dimensions["id"], dimensions["values"], strict=True)):
            if name in _COLUMNS:
                self.problems.append(Problem("dimension-name", dimensions.place(row, ""), {"value": name}))
            else:
                self.records.codes_of_dimensions[name] = tuple(inner["id"] for inner in values or ())
                self.called[name] = tuple(
                    (str(title), inner["id"])
                    for inner in values or ()
                    for key, title in inner.items()
                    if title and text_of(key)[0] == tables.INDICATORS.title.name
                )


def document_tables(package: PackageRecords) -> Iterator[tuple[DocumentRecords, str, Records]]:
    """Every table of every document: (document, the table's name, records)."""
    for document in package.documents.values():
        for name, files in document.tables.items():
            for records in files:
                yield document, name, records
