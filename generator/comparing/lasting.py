"""A package from commit to commit, as far as it can be read: what changed, and what stood there before and after.

Old commits followed the rules of their time. What today's reader refuses is no change: a row or a file that cannot be
read stands as it last could be, until it can be read again; one that never could is left out, and that is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from generator.comparing.changes import Change, Comparison, Kind, Pair, Renames, Side, compare
from generator.comparing.differing import (
    Files,
    differing,
    joined,
    lines_of,
    naming,
    table_at,
    table_of,
    under,
    without,
)
from generator.comparing.entries import KEYS, SHAPES, Entry, definitions, statements, whole
from generator.comparing.vintages import PartOf, part_of
from generator.core.languages import text_of
from generator.core.problems import LISTED, Problem
from generator.format import tables
from generator.format.fields import Shape
from generator.reading.trees import FilesTree
from generator.reading.validate import PackageRecords
from generator.reading.validate.identities import give_ids
from generator.reading.validate.inventory import document_tables, gather, read_mapping
from generator.reading.validate.structure import Records

_OF_OTHER_TIMES = frozenset(
    {
        *("missing-column", "unknown-column", "duplicate-column", "missing-key", "unknown-key"),
        *("missing-file", "unexpected-file", "reserved-id", "dimension-name", "encoding-gb18030"),
        *("repeated-entry", "language-unlisted"),
    }
)
"""Problems of a file whose values can be read all the same: what the format did not ask for yet, or does no more."""

_NAMED_BY = {"missing-key": "field", "unknown-column": "suggestion", "unknown-key": "suggestion"}
"""Which value of a problem names what is missing, by the problem."""

_NEEDED = ("package.yaml", "document.yaml")
"""Files without which nothing in their folder can be published."""

_NAMES_OF_ROWS = {"package": ("area_id",), "documents": ("period_start",)}
"""What the ids of rows are made of besides the rows, by the table that has it."""


RowName = tuple[str, str]
"""The table of a row, and its id."""


@dataclass(frozen=True, slots=True)
class Unread:
    """How many rows of a file never could be read, so that nothing is told of them; 0 for the whole file."""

    file: str
    rows: int


@dataclass(frozen=True, slots=True)
class Step:
    """What one commit did to a package: the files before and after, what changed of what was published, what is unread, by
    which change each row went that had gone before, and the records that are not the same before and after, without
    those that may only be unreadable. In the parts of tables that are `unsure`, not every row could be read before.
    """

    before: Files
    after: Files
    comparison: Comparison
    changes: tuple[Change, ...]
    unread: tuple[Unread, ...]
    gone: Mapping[RowName, Change]
    pairs: tuple[Pair, ...]
    unsure: frozenset[PartOf]


@dataclass(slots=True)
class _Understood:
    """What could be read of some files: `dropped` are the lines that are no rows by today's rules, `refused` whole files.

    `lacking` are the columns and keys, by file, that today's rules ask for and that are not there.
    """

    side: Side
    dropped: Mapping[str, list[bytes]]
    refused: frozenset[str]
    lacking: frozenset[tuple[str, str]]


@dataclass(slots=True)
class Lasting:
    """One package. `renames` are those that its corrections declare; `files` are those of the last commit taken, as they
    last could be read.

    In the parts of tables that are `unsure`, not every row of that commit could be read.
    """

    package: str
    renames: Renames = field(default_factory=dict)
    files: Files = field(default_factory=dict)
    unsure: frozenset[PartOf] = frozenset()
    _gone: dict[RowName, Change] = field(default_factory=dict)
    _known: dict[tuple[str, bytes, tuple[str, ...]], tuple[Records | None, list[Problem]]] = field(
        default_factory=dict
    )
    _told: set[tuple[str, bytes]] = field(default_factory=set)

    def __getstate__(self) -> tuple[None, dict[str, Any]]:
        """What is packed of it: all but what was read, which is read again."""
        packed = {item.name: getattr(self, item.name) for item in fields(self)}
        return None, {**packed, "_known": {}}

    def again(self) -> Lasting:
        """One that has taken the same and goes on by itself."""
        return replace(
            self,
            files=dict(self.files),
            _gone=dict(self._gone),
            _known=dict(self._known),
            _told=set(self._told),
        )

    def take(self, files: Files) -> Step | None:
        """Go on by one commit; what it changed, None where nothing that stood there can have changed."""
        step = self._step(files) if self.files else None
        self.files = step.after if step else {**self._needed(files), **files}
        self._known = {key: read for key, read in self._known.items() if self.files.get(key[0]) == key[1]}
        return step

    def _step(self, files: Files) -> Step | None:
        files = {**self._needed(files), **files}
        before, after = self._apart(files)
        if not before and not after:
            return None
        old, new = self._understood(before), self._understood(after)
        renames = {self.package: self.renames}
        comparison = compare(old.side, new.side, renames=renames)
        spoilt = (new.refused - old.refused) | _emptied(comparison, new)
        if back := spoilt & self.files.keys():
            files |= {path: self.files[path] for path in back}
            before, after = self._apart(files)
            old, new = self._understood(before), self._understood(after)
            comparison = compare(old.side, new.side, renames=renames)
        files |= {path: without(files[path], lines) for path, lines in new.dropped.items()}
        told, waiting = self._sorted(comparison, old, new)
        for change in waiting:
            self._keep(change, old.side.files[change.place.file], files)
        unread = tuple(self._unread(old, new, waiting))
        gone = dict(self._gone)
        went = (change for change in told if change.kind is Kind.REMOVED)
        self._gone |= {(change.table, change.key): change for change in went}
        pairs = tuple(self._read(comparison, old, new))
        unsure = self.unsure | _spoilt(old)
        self.unsure = _spoilt(new)
        return Step(self.files, files, comparison, tuple(told), unread, gone, pairs, unsure)

    def added(self, before: Files, parts: Container[PartOf]) -> Iterator[tuple[PartOf, str]]:
        """The rows that came with the last commit taken, by their ids, where it did nothing but add to the files `before`;
        only those of some parts of tables are read.
        """
        came = {path for path, content in self.files.items() if before.get(path) != content}
        after = {
            path: content
            for path, content in differing(before, self.files, adding=True)[1].items()
            if path not in came or part_of_file(path) in parts
        }
        for package in self._understood(after).side.packages.values():
            for entry in definitions(package, whole):
                if entry.file in came:
                    yield part_of(entry), entry.id
            for document, table, records in document_tables(package):
                if records.file in came:
                    yield from (((table, document.id), name) for name in records["id"] if name)

    def units(self, files: Files) -> Mapping[str, str]:
        """The unit of each indicator in some files."""
        found: dict[str, str] = {}
        for path, content in files.items():
            records = (
                self.read(path, content, tables.INDICATORS)[0] if table_at(path) == "indicators" else None
            )
            if records is not None:
                units = records[tables.INDICATORS.unit_id]
                found |= {name: unit for name, unit in zip(records["id"], units, strict=True) if unit}
        return found

    def observed(self, files: Files, indicators: Collection[str]) -> Iterator[Entry]:
        """The observations of some indicators in some files."""
        part = {
            path: content for path, content in files.items() if path.endswith((*_NEEDED, "dimensions.yaml"))
        }
        part |= {
            path: naming(content, indicators)
            for path, content in files.items()
            if table_at(path) == tables.OBSERVATIONS.name
        }
        for package in self._understood(part).side.packages.values():
            for entry in statements(package, whole):
                if entry.table == tables.OBSERVATIONS.name and entry.values["indicator_id"] in indicators:
                    yield entry

    def read(self, path: str, content: bytes, shape: Shape) -> tuple[Records | None, list[Problem]]:
        """Reads a YAML file by its shape; each of the last commit and of the one that is taken is read once."""
        key = (path, content, shape.tongues)
        if key not in self._known:
            self._known[key] = read_mapping(path, content, shape)
        return self._known[key]

    def _needed(self, files: Files) -> dict[str, bytes]:
        """Files that went although others in their folder need them: as they were."""
        return {
            path: content
            for path, content in self.files.items()
            if path.endswith(_NEEDED)
            and path not in files
            and any(other.startswith(path.rpartition("/")[0] + "/") for other in files)
        }

    def _apart(self, files: Files) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """What is different, or everything where rows have other ids though not a letter in them changed."""
        before, after = differing(self.files, files, adding=bool(self._gone))
        own, other = self._naming(self.files), self._naming(files)
        if (before or after) and any(own[name] != other[name] for name in own.keys() & other.keys()):
            return dict(self.files), dict(files)
        return before, after

    def _naming(self, files: Files) -> Mapping[str, Any]:
        """What the ids of rows are made of besides the rows, by the file that says it."""
        found: dict[str, Any] = {}
        for path, content in files.items():
            table = table_at(path)
            if table in _NAMES_OF_ROWS or table == "dimensions":
                records = self.read(path, content, SHAPES[table])[0]
                names = _NAMES_OF_ROWS.get(table, ("id",))
                found[path] = [records[name] for name in names] if records else None
        return found

    def _understood(self, files: dict[str, bytes]) -> _Understood:
        """Read files, whose lines that are no rows are taken out of them."""
        dropped: dict[str, list[bytes]] = defaultdict(list)
        while True:
            packages, problems = gather(FilesTree(files), self.read)
            refused = [
                problem for problem in problems if _unreadable(problem) and problem.place.file in files
            ]
            # Without the lines that spoil it, more of a file can be read, and more be found in it.
            found = list(_lines(refused, files))
            for path in {path for path, _ in found}:
                lines = [line for name, line in found if name == path]
                dropped[path] += lines
                files[path] = without(files[path], lines)
            if not found:
                break
        for package in packages:
            give_ids(package)
        whole = {problem.place.file for problem in refused} | set(_nameless(packages, files))
        return _Understood(
            Side(files, {item.id: item for item in packages}),
            dict(dropped),
            frozenset(whole),
            frozenset(_lacking(problems)),
        )

    def _sorted(
        self, comparison: Comparison, old: _Understood, new: _Understood
    ) -> tuple[list[Change], list[Change]]:
        """The changes of what was published, and those of them that wait: rows that may only be unreadable now."""
        broken = {table_of(path) for path in new.dropped}
        told, waiting = [], []
        for change in (change for change in comparison.changes if change.published):
            owner = comparison.now(self.package, "documents", change.owner)
            if change.kind is Kind.REMOVED and (owner, change.table) in broken:
                waiting.append(change)
            elif change.place.file not in old.refused | new.refused or (change.old and change.new):
                told.append(change)
        return told, waiting

    def _read(self, comparison: Comparison, old: _Understood, new: _Understood) -> Iterator[Pair]:
        """What became of records, but for what may only be unreadable now."""
        broken = {table_of(path) for path in new.dropped}
        for earlier, later in comparison.pairs:
            if earlier is not None and later is None:
                owner = comparison.now(self.package, "documents", earlier.owner)
                waits = (owner, earlier.table) in broken or earlier.file in old.refused | new.refused
            else:
                waits = earlier is None and later is not None and later.file in new.refused
            if not waits:
                yield earlier, later

    def _keep(self, change: Change, content: bytes, files: dict[str, bytes]) -> None:
        """Put a row that cannot be found any more back as it last stood."""
        path, lines = change.place.file, lines_of(content)
        now = lines_of(files.get(path, lines[0])) or [lines[0]]
        files[path] = joined([*now, under(lines[change.place.line - 1], lines[0], now[0])])

    def _unread(self, old: _Understood, new: _Understood, waiting: Iterable[Change]) -> Iterator[Unread]:
        """What never could be read, each line and each file once."""
        kept = [table_of(change.place.file) for change in waiting]
        for side in (old, new):
            for path in sorted({*side.dropped, *side.refused}):
                lines = side.dropped.get(path, [side.side.files.get(path, b"")])
                fresh = [line for line in lines if (path, line) not in self._told]
                self._told |= {(path, line) for line in fresh}
                rows = len(fresh) - kept.count(table_of(path)) if side is new else len(fresh)
                if path in side.dropped and rows > 0:
                    yield Unread(path, rows)
                elif path in side.refused and fresh:
                    yield Unread(path, 0)


def part_of_file(path: str) -> PartOf:
    """The table that a file is a part of, with the document that it stands in."""
    table, steps = table_at(path), path.split("/")
    return table, steps[2] if steps[1:2] == ["documents"] else ""


def _spoilt(side: _Understood) -> frozenset[PartOf]:
    """The parts of tables of which not every row could be read."""
    return frozenset(map(part_of_file, (*side.dropped, *side.refused)))


def _lines(problems: Iterable[Problem], files: Files) -> Iterator[tuple[str, bytes]]:
    """The lines of tables at which there are problems, with their files; the head is none of them."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for problem in problems:
        if problem.place.file.endswith(".csv"):
            numbers[problem.place.file].add(problem.place.line)
    for path, wanted in numbers.items():
        lines = enumerate(lines_of(files[path]), start=1)
        yield from ((path, line) for number, line in lines if number > 1 and number in wanted)


def _unreadable(problem: Problem) -> bool:
    """Whether a problem keeps a value that is compared from being read, or the row or the file that it stands in."""
    if problem.code in _OF_OTHER_TIMES:
        return False
    table, field_name = table_at(problem.place.file), problem.values.get("field")
    if field_name is None or table not in SHAPES:
        return True
    compared = {*KEYS[table], *_NAMES_OF_ROWS.get(table, ())}
    if table in tables.CORRECTABLE:
        compared |= {*tables.CORRECTABLE[table].figures, *tables.CORRECTABLE[table].figure_texts}
    # A breakdown is no field of the shape, but a part of what names a row.
    unknown = SHAPES[table].find(field_name) is None
    return field_name in compared or text_of(field_name)[0] in compared or unknown


def _lacking(problems: Iterable[Problem]) -> Iterator[tuple[str, str]]:
    """The columns and keys, each with its file, that are missing or stand under a name that means none."""
    for problem in problems:
        if problem.code == "missing-column":
            names = problem.values["columns"].split(LISTED)
        else:
            names = [problem.values.get(_NAMED_BY.get(problem.code, ""), "")]
        yield from ((problem.place.file, name) for name in names if name)


def _emptied(comparison: Comparison, new: _Understood) -> set[str]:
    """The files in which published values are gone with their column or key: nobody took those away on purpose."""
    return {
        change.place.file
        for change in (change for change in comparison.changes if change.published)
        if change.kind is Kind.CHANGED and not change.new and (change.place.file, change.field) in new.lacking
    }


def _nameless(packages: Iterable[PackageRecords], files: Files) -> Iterator[str]:
    """The tables in which no row has a name: nothing could be read at all, or a column that names them is missing."""
    named = {
        records.file
        for package in packages
        for _, table, records in document_tables(package)
        if records.length and all(any(records[name]) for name in KEYS[table])
    }
    for path, content in files.items():
        if table_of(path) and path not in named and len(lines_of(content)) > 1:
            yield path
