"""What is different between two trees, record by record and value by value; told as changes of ids where only those changed.

Files that are the same byte for byte, and lines of a table that are, are passed over, so that the cost grows with the
files and the changes, never with one times the other.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from generator.comparing.entries import KEYS, SHAPES, THEME, Differing, Entry, definitions, statements, whole
from generator.core.languages import column, text_of
from generator.core.problems import Place
from generator.format.fields import LIST
from generator.format.identity import Owner, one_id
from generator.format.tables import CORRECTABLE, CORRECTIONS, MOVED, REMOVED, Table
from generator.reading.trees import Tree, acceptable
from generator.reading.validate import PackageRecords
from generator.reading.validate.identities import owner_of

ADDED = "added"
"""Stands in the place of a column where a whole row is new."""

_FIXED = {
    "observations": "indicator_id",
    "targets": "indicator_id",
    "planned": "target_id",
    "progress": "deliverable_id",
}
"""What stays the same, of that which names a row, when the row only gets another id."""

_NEVER_RENAMED = ("package", "relations", "corrections")
_ABOUT_OTHERS = ("part_of", "continues", "supersedes")
"""Fields that name things of the same table: they change when those get another id."""

_REMARK = "note"
"""The text that says nothing of what a record is about."""


class Kind(StrEnum):
    """What became of a record: it is new, a value changed, it went, or only its id changed."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `key` is the record's id after the change (before it where the record went or was renamed).

    `field` is the column; `added`, `removed` or `key` where the whole record came, went or was renamed: `old` and
    `new` are then its main figure (empty for tables without) or its ids. `values` are all values of a record that
    came or went. `place` is in the new tree, for what went in the old one. `published`: it is a change of what was
    published, which nobody may make without a correction that says why.
    """

    kind: Kind
    package: str
    table: str
    owner: str
    key: str
    field: str
    old: str
    new: str
    place: Place
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    published: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: the files of a tree, and the records read from them."""

    files: Mapping[str, bytes]
    packages: Mapping[str, PackageRecords]


Pair = tuple[Entry | None, Entry | None]
"""A record before and after; None where it was not there."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is different. `ids` maps old ids to new ones where they differ, by package and table.

    `rewritten` are the files whose bytes differ though no value does; `pairs` are the records that are not the same on
    both sides, by id or by any value.
    """

    changes: tuple[Change, ...]
    ids: Mapping[tuple[str, str], Mapping[str, str]]
    rewritten: tuple[str, ...]
    pairs: tuple[Pair, ...] = ()

    def now(self, package: str, table: str, old: str) -> str:
        """The id of a record after the change."""
        return self.ids.get((package, table), {}).get(old, old)


def side(tree: Tree, packages: Iterable[PackageRecords]) -> Side:
    """A side of a comparison, from a tree and the records that `validate` made of it."""
    files = {path: tree.read(path) for path in acceptable(tree)[0]}
    return Side(files, {package.id: package for package in packages})


Renames = Mapping[tuple[str, str], str]
"""New ids by table and old id."""


def declared(package: PackageRecords | None) -> Renames:
    """The ids that the corrections of a package say to have changed."""
    if package is None or package.corrections is None:
        return {}
    rows = package.corrections
    columns = (
        rows[name.name] for name in (CORRECTIONS.table, CORRECTIONS.old, CORRECTIONS.field, CORRECTIONS.new)
    )
    return {(table, old): new for table, old, field, new in zip(*columns, strict=True) if field == MOVED}


def compare(base: Side, head: Side, *, renames: Mapping[str, Renames] | None = None) -> Comparison:
    """Every difference between two sides, by package, then by table in the order of `KEYS`.

    `renames` are those that are declared, by package; by default by the corrections of the later side. What went under
    the old id and came under the new one is then the same thing, whatever else changed of it.
    """
    changes: list[Change] = []
    ids: dict[tuple[str, str], Mapping[str, str]] = {}
    touched: set[str] = set()
    pairs: list[Pair] = []
    for name in sorted({*base.packages, *head.packages}):
        stated = declared(head.packages.get(name)) if renames is None else renames.get(name, {})
        matcher = _Matcher(name, base, head, stated)
        matcher.match()
        changes += matcher.changes
        ids |= {(name, table): found for table, found in matcher.ids.items() if found}
        touched |= matcher.touched
        pairs += matcher.different
    paths = sorted({*base.files, *head.files})
    rewritten = (
        path for path in paths if base.files.get(path) != head.files.get(path) and path not in touched
    )
    return Comparison(tuple(changes), ids, tuple(rewritten), tuple(pairs))


@dataclass(slots=True)
class _Matcher:
    """The records of one package on both sides: first those that have names of their own, then the rows about them."""

    name: str
    base: Side
    head: Side
    renames: Renames
    changes: list[Change] = dataclasses.field(default_factory=list)
    ids: dict[str, dict[str, str]] = dataclasses.field(default_factory=lambda: defaultdict(dict))
    touched: set[str] = dataclasses.field(default_factory=set)
    different: list[Pair] = dataclasses.field(default_factory=list)

    def match(self) -> None:
        old = self.base.packages.get(self.name) or PackageRecords(self.name)
        new = self.head.packages.get(self.name) or PackageRecords(self.name)
        here, there = Differing(self.base.files, self.head.files), Differing(self.head.files, self.base.files)
        self.tables(definitions(old, here.of_file), definitions(new, there.of_file))
        if any(self.ids.values()) or _naming(old) != _naming(new):
            # Then rows have other ids though not a letter in them changed.
            self.tables(statements(old, whole), statements(new, whole))
        else:
            self.tables(statements(old, here.of_table), statements(new, there.of_table))

    def tables(self, old: Iterable[Entry], new: Iterable[Entry]) -> None:
        before, after = _by_table(old), _by_table(new)
        pairs = [
            pair for table in KEYS for pair in self.paired(table, before.get(table, []), after.get(table, []))
        ]
        # Only now are all new ids known.
        for earlier, later in pairs:
            self.compare(earlier, later)

    def paired(self, table: str, old: list[Entry], new: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
        """The records that are on both sides; of the others it is told that they came, went or were renamed."""
        # A breakdown that came or went tells rows apart on the side that has it.
        names = dict.fromkeys(name for entry in (*new[:1], *old[:1]) for name in entry.names)
        come = dict(
            zip(_numbered((entry.owner, _key(names, entry.values)) for entry in new), new, strict=True)
        )
        gone = []
        for name, entry in zip(
            _numbered((self.owner(entry), _key(names, self.translated(entry))) for entry in old),
            old,
            strict=True,
        ):
            later = come.pop(name, None)
            if later is None:
                gone.append(entry)
            else:
                if entry.id != later.id and self.following(entry) not in (None, later.id):
                    self.tell(Kind.RENAMED, later, entry.id, MOVED, entry.id, later.id)
                yield self.pair(entry, later)
        yield from self.same_ids(gone, come)
        yield from self.declared(table, gone, come)
        new_ids = {} if table in _NEVER_RENAMED else self.moved(gone, come.values())
        for position, entry in enumerate(gone):
            if position in new_ids:
                later = new_ids[position]
                self.tell(Kind.RENAMED, later, entry.id, MOVED, entry.id, later.id)
                yield self.pair(entry, later)
            else:
                self.tell(Kind.REMOVED, entry, entry.id, REMOVED, _main(entry), "")
                self.different.append((entry, None))
        known = {id(entry) for entry in new_ids.values()}
        for entry in come.values():
            if id(entry) not in known:
                self.tell(Kind.ADDED, entry, entry.id, ADDED, "", _main(entry))
                self.different.append((None, entry))

    def same_ids(
        self, gone: list[Entry], come: dict[tuple[object, int], Entry]
    ) -> Iterator[tuple[Entry, Entry]]:
        """Takes the records out of both whose id stayed though what names them did not, nor what ids are made of."""
        ids, left = {entry.id: name for name, entry in come.items()}, []
        for entry in gone:
            if (name := ids.pop(self.following(entry) or "", None)) is None:
                left.append(entry)
            else:
                yield self.pair(entry, come.pop(name))
        gone[:] = left

    def declared(
        self, table: str, gone: list[Entry], come: dict[tuple[object, int], Entry]
    ) -> Iterator[tuple[Entry, Entry]]:
        """Takes the records out of both of which a correction says that their id changed, and tells that."""
        ids, left = {entry.id: name for name, entry in come.items()}, []
        for entry in gone:
            if (name := ids.pop(self.renames.get((table, entry.id), ""), None)) is None:
                left.append(entry)
            else:
                later = come.pop(name)
                self.tell(Kind.RENAMED, later, entry.id, MOVED, entry.id, later.id)
                yield self.pair(entry, later)
        gone[:] = left

    def following(self, entry: Entry) -> str | None:
        """The id that an old row has by the renames that are told, if nothing else became of it.

        None where it has none, where authors give it, and where it is not known what it was made of.
        """
        table, owner = CORRECTABLE.get(entry.table), self.around(entry)
        if table is None or owner is None or "/" not in table.identity:
            return None
        columns, translated = entry.records.columns, self.translated(entry)
        row = {name: columns[name][entry.row] for name in entry.names if name in columns}
        for name in _REFERENCES[entry.table].keys() & row.keys():
            row[name] = (
                tuple(translated[name].split(LIST)) if isinstance(row[name], tuple) else translated[name]
            )
        return one_id(table.identity, row, owner)

    def around(self, entry: Entry) -> Owner | None:
        """What the id of an old record takes from around it, under the new ids of that; None where that is unknown."""
        package = self.base.packages[self.name]
        document = package.documents.get(entry.owner)
        if document is None:
            return Owner("")
        owner = owner_of(package, document)
        area = self.ids["areas"].get(owner.main_area, owner.main_area)
        known = owner.starts and owner.main_area
        return replace(owner, document=self.owner(entry), main_area=area) if known else None

    def pair(self, earlier: Entry, later: Entry) -> tuple[Entry, Entry]:
        if earlier.id != later.id:
            self.ids[earlier.table][earlier.id] = later.id
        if (earlier.owner, earlier.values) != (later.owner, later.values):
            self.touched |= {earlier.file, later.file}
        if (earlier.id, earlier.owner, earlier.values) != (later.id, later.owner, later.values):
            self.different.append((earlier, later))
        return earlier, later

    def moved(self, gone: Iterable[Entry], come: Iterable[Entry]) -> Mapping[int, Entry]:
        """Of each record that went, by its position, the only one that came and says the same under another id."""
        went: dict[object, list[int]] = defaultdict(list)
        for position, entry in enumerate(gone):
            went[_said(entry, self.owner(entry), self.translated(entry))].append(position)
        new: dict[object, list[Entry]] = defaultdict(list)
        for entry in come:
            new[_said(entry, entry.owner, entry.values)].append(entry)
        return {
            positions[0]: new[said][0]
            for said, positions in went.items()
            if len(positions) == 1 and len(new.get(said, ())) == 1
        }

    def compare(self, earlier: Entry, later: Entry) -> None:
        values = self.translated(earlier)
        for name, value in later.values.items():
            # What names a record told already that it has another id; under the same it is a value like others.
            before = _column_before(name, earlier, later)
            if values.get(before, "") != value and (
                name not in later.names or self.following(earlier) == later.id
            ):
                old = earlier.values.get(before, "")
                # Also where the other side has another main language, in which names are official.
                guarded = bool(before) and name in _guarded(earlier) | _guarded(later)
                self.tell(Kind.CHANGED, later, later.id, name, old, value, published=guarded)

    def owner(self, entry: Entry) -> str:
        """The owner of an old record under its new id."""
        owners = self.ids["dimensions" if entry.table == "dimension values" else "documents"]
        return owners.get(entry.owner, entry.owner)

    def translated(self, entry: Entry) -> Mapping[str, str]:
        """The values of an old record with the new ids of what they name."""
        if not any(self.ids.values()):
            return entry.values
        values = dict(entry.values)
        for name, table in _REFERENCES[entry.table].items():
            if value := values.get(name):
                values[name] = self.reference(table, value, entry.owner)
        return values

    def reference(self, table: str, value: str, owner: str) -> str:
        if table == "goals":  # by its number in the same document
            goal = f"{owner}/{value}"
            return self.ids["goals"].get(goal, goal).rpartition("/")[2]
        known = self.ids["goals" if table in ("earlier goals", "all goals") else table]
        return LIST.join(known.get(one, one) for one in value.split(LIST))

    def tell(
        self, kind: Kind, entry: Entry, key: str, name: str, old: str, new: str, *, published: bool = True
    ) -> None:
        self.touched.add(entry.file)
        values = entry.values if kind in (Kind.ADDED, Kind.REMOVED) else {}
        place = entry.place(name if kind is Kind.CHANGED else "")
        published = published and entry.table in CORRECTABLE and kind is not Kind.ADDED
        self.changes.append(
            Change(kind, self.name, entry.table, entry.owner, key, name, old, new, place, values, published)
        )


def _references() -> Iterator[tuple[str, Mapping[str, str]]]:
    for table, shape in SHAPES.items():
        names = {item.name: item.refers_to for item in shape.fields if item.refers_to}
        yield table, {**names, THEME: "themes"}


_REFERENCES = dict(_references())


def _naming(package: PackageRecords) -> object:
    """What the ids of rows are made of besides the rows: the main area, where documents begin, the breakdowns."""
    area = package.package["area_id"] if package.package is not None else []
    starts = {
        name: document.document["period_start"]
        for name, document in package.documents.items()
        if document.document is not None
    }
    return area, starts, package.dimensions


def _by_table(entries: Iterable[Entry]) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.table, []).append(entry)
    return found


def _key(names: Iterable[str], values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(values.get(name, "") for name in names)


def _numbered(names: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[object, int]]:
    """Each name with a number that tells it from the same name before it."""
    seen: Counter[object] = Counter()
    for name in names:
        yield name, seen[name]
        seen[name] += 1


def _guarded(entry: Entry) -> frozenset[str]:
    """The values of a record that may not change under its id without a correction."""
    shape = entry.records.shape
    return frozenset(shape.guarded if isinstance(shape, Table) and entry.table in CORRECTABLE else ())


def _column_before(name: str, earlier: Entry, later: Entry) -> str:
    """The column that said before what a column of a record says now: itself, but for a text in a main language that
    the package did not have.

    Where the one that was its main language is given up, that said it; where it stays, nothing did.
    """
    before, now = earlier.records.shape, later.records.shape
    if not now.tongues or now.tongues[0] in before.tongues:
        return name
    stem, tag = text_of(name)
    shapes = (now, *(item.nested for item in now.fields if item.nested is not None))
    is_text = any(text.name == stem for shape in shapes for text in shape.texts)
    if not is_text or not before.tongues or tag != now.tongues[0]:
        return name
    return "" if before.tongues[0] in now.tongues else column(stem, before.tongues[0])


def _said(entry: Entry, owner: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """What a record says, without what names it and without remarks."""
    fixed = _FIXED.get(entry.table)
    shape = entry.records.shape
    remarks = (
        item.name for text in shape.texts if text.name == _REMARK for item in text.columns(shape.tongues)
    )
    without = {*entry.names, *_ABOUT_OTHERS, *remarks} - {fixed}
    return (owner, *(value for name, value in values.items() if name not in without))


def _main(entry: Entry) -> str:
    """The main figure of a record."""
    shape = entry.records.shape
    if not isinstance(shape, Table) or entry.table not in CORRECTABLE:
        return ""
    return entry.values.get(shape.chief, "")
