"""What authors' files say, read by nothing but `csv` and `yaml`; and which differences of two states a report does not tell.

A report of a comparison is taken as instructions (`untold`): the records that it says went, came, changed or got another id
are taken out of what the files say on both sides, and nothing may be left over.

No difference is: in which order records stand; how a value is quoted, which blanks stand around it, or how a number is written
(`98.20`, `98.2`); a default that is written out or left blank, and a column or key without values; comments, line ends and the
sign that begins a file; which of the files of a table a row of observations stands in; the texts in a language that is given
up, which is told itself; new ids in what names a thing whose new id is told; what the program writes itself (`datapackage.yaml`,
`citations.lock`: of the lock the report counts entries).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

import yaml

from generator.format.fields import NO_LIST, Shape, Type
from generator.format.tables import FILES, OBSERVATIONS, Table

Files = Mapping[str, bytes]
Change = Mapping[str, Any]
Values = dict[str, str]

_PLACES = {
    re.compile(re.escape(path).replace("<theme>", "([^/]+)").replace("<document>", "([^/]+)")): shape
    for path, shape in FILES
} | {re.compile(r"documents/([^/]+)/observations/[^/]+\.csv"): OBSERVATIONS}


@dataclass(frozen=True, slots=True)
class Record:
    """What stands in one row, or below one key: `owner` is the document or the dimension that it belongs to, `id` the key of
    one that has one, `refers` which of its values name things of which table.
    """

    package: str
    table: str
    owner: str
    file: str
    line: int
    values: Mapping[str, str]
    refers: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> tuple[object, ...]:
        """All of it, to be compared: nothing of where it stands."""
        return self.package, self.table, self.owner, tuple(sorted(self.values.items()))


def records(files: Files) -> Iterator[Record]:
    """Every record of files that the program accepts."""
    for path, content in files.items():
        package = path.partition("/")[0]
        yield from _of_file(path, content, _languages(files[f"{package}/package.yaml"]))


@lru_cache(maxsize=1000)
def _of_file(path: str, content: bytes, tongues: tuple[str, ...]) -> tuple[Record, ...]:
    package, _, rest = path.partition("/")
    shape, match = next(
        ((shape, match) for place, shape in _PLACES.items() if (match := place.fullmatch(rest))), (None, None)
    )
    if shape is None or match is None:
        return ()
    text = content.decode("utf-8-sig")
    owner = match[1] if rest.startswith("documents/") else ""
    spoken = shape.in_languages(tongues)
    if path.endswith(".csv"):
        return tuple(_rows(package, owner, path, text, spoken))
    more = {"theme_id": match[1]} if rest.startswith("indicators/") else {}
    more |= {"id": package} if rest == "package.yaml" else {}
    return tuple(_mapping(package, owner, path, text, spoken, more))


@lru_cache(maxsize=100)
def _languages(content: bytes) -> tuple[str, ...]:
    return tuple(yaml.load(content, Loader=yaml.CBaseLoader)["languages"])


def _rows(package: str, owner: str, path: str, text: str, shape: Shape) -> Iterator[Record]:
    lines = text.replace("\r\n", "\n").split("\n")
    head, *rows = (
        [cell.strip() for cell in row] if at == 0 else row for at, row in enumerate(csv.reader(lines))
    )
    refers = {item.name: item.refers_to for item in shape.fields if item.refers_to}
    for line, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row):
            values = _values(dict(zip(head, row, strict=True)), shape)
            yield Record(package, shape.name, owner, path, line, values, refers)


def _mapping(
    package: str, owner: str, path: str, text: str, shape: Shape, more: Mapping[str, str]
) -> Iterator[Record]:
    node = yaml.load(text, Loader=yaml.CBaseLoader)
    if shape.name == "document":
        more = {"id": owner}
    for name, found in _entries(node, shape):
        own = {shape.entry.name: name} if shape.keyed else {}
        table = "documents" if shape.name == "document" else shape.name
        refers = {item.name: item.refers_to for item in shape.fields if item.refers_to}
        if shape.name == "indicators":
            refers["theme_id"] = "themes"
        of = owner if shape.name == "goals" else ""
        yield Record(package, table, of, path, 0, {**_values(found, shape), **own, **more}, refers)
        for item in shape.fields:
            below = found.get(item.name)
            if item.nested is not None and below and below not in NO_LIST:
                for inner, values in _entries(below, item.nested):
                    key = {item.nested.entry.name: inner} if item.nested.keyed else {}
                    told = {**_values(values, item.nested), **key}
                    yield Record(package, item.nested.name, owner or name, path, 0, told)


def _entries(node: Any, shape: Shape) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if shape.keyed:
        yield from node.items()
    elif shape.listed:
        yield from (("", found) for found in node)
    else:
        yield "", node


def _values(found: Mapping[str, Any], shape: Shape) -> Values:
    """Each value in one way of writing; those that are blank left out."""
    values = {}
    for name in {*found, *(item.name for item in shape.fields)}:
        item = shape.find(name)
        if item is not None and item.nested is not None:
            continue
        written = found.get(name, "")
        default = item.default if item is not None else ""
        if isinstance(written, list):
            told = ";".join(one.strip() for one in written)
        elif item is not None and item.many and written in NO_LIST:
            told = ""
        else:
            told = str(written).strip()
        if told and item is not None and item.type is Type.NUMBER:
            told = f"{Decimal(told).normalize():f}"
        if not told:
            told = _default(default)
        if told:
            values[name] = told
    return values


def _default(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, StrEnum):
        return value.value
    return ";".join(value) if isinstance(value, tuple) else str(value or "")


def untold(base: Files, head: Files, report: Mapping[str, Any]) -> list[str]:
    """What is different between two states of files that the program accepts and the report (as JSON, under an empty root) does
    not tell, and what it tells that is not so.

    Of several records of one name it is open which became which, so that those are looked at too that are on both sides.
    """
    left, came = list(records(base)), list(records(head))
    both = Counter(item.said for item in left) & Counter(item.said for item in came)
    found = _left_over(_apart(left, both), _apart(came, both), report["changes"])
    if found and not _left_over(left, came, report["changes"]):
        found = []
    return found + _locks(base, head, report)


def _left_over(old: list[Record], new: list[Record], changes: Sequence[Change]) -> list[str]:
    pile = _Pile(old, new, _renamed(changes), _given_up(changes))
    found = [fault for group in _grouped(changes) if (fault := pile.take(group))]
    pile.follow()
    found += [f"not told that it went: {item}" for item in pile.old]
    return found + [f"not told that it came: {item}" for item in pile.new]


def _apart(found: Iterable[Record], both: Counter[tuple[object, ...]]) -> list[Record]:
    """The records that are not in both."""
    seen = Counter(both)
    kept = []
    for item in found:
        if seen[item.said] > 0:
            seen[item.said] -= 1
        else:
            kept.append(item)
    return kept


Ids = Mapping[tuple[str, str], Mapping[str, str]]
"""New ids by package and table, and old id."""


def _renamed(changes: Iterable[Change]) -> Ids:
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for item in changes:
        if item["kind"] == "renamed":
            found[item["package"], item["table"]][item["old"]] = item["new"]
    return found


def _given_up(changes: Iterable[Change]) -> Mapping[str, tuple[str, ...]]:
    """How the columns of the languages end, by package, that a package is said to speak no more."""
    return {
        item["package"]: tuple(
            f"_{tag.replace('-', '_')}" for tag in {*item["old"].split(";")} - {*item["new"].split(";")}
        )
        for item in changes
        if (item["kind"], item["table"], item["field"]) == ("changed", "package", "languages")
    }


def _grouped(changes: Iterable[Change]) -> list[list[Change]]:
    """The changes of each record together."""
    found: dict[tuple[str, ...], list[Change]] = {}
    for at, item in enumerate(changes):
        whole = item["kind"] in ("added", "removed")
        key = item["new"] if item["kind"] == "renamed" else item["key"]
        line = str(item["line"]) if item["file"].endswith(".csv") else ""
        name = item["package"], item["table"], key, item["file"], line
        found.setdefault((*name, str(at) if whole else ""), []).append(item)
    return list(found.values())


@dataclass(slots=True)
class _Pile:
    """The records that only one side has, out of which those are taken that a report tells of."""

    old: list[Record]
    new: list[Record]
    ids: Ids
    given_up: Mapping[str, tuple[str, ...]]

    def take(self, group: Sequence[Change]) -> str:
        """Take the records out that some changes of one record are about; what is wrong with the changes where there is none."""
        first = group[0]
        if first["kind"] in ("added", "removed"):
            side = self.new if first["kind"] == "added" else self.old
            for item in side:
                if _about(item, first) and self.same(item, first["values"]):
                    side.remove(item)
                    return ""
            return f"told, and not so: {dict(first)}"
        changed = {item["field"]: (item["old"], item["new"]) for item in group if item["kind"] == "changed"}
        renamed = any(item["kind"] == "renamed" for item in group)
        if any(self.pair(item, changed, renamed=renamed) for item in self.new if _about(item, first)):
            return ""
        # Where nothing is different but the id, that follows from what it is made of.
        return "" if renamed and not changed else f"told, and not so: {[dict(item) for item in group]}"

    def pair(self, later: Record, changed: Mapping[str, tuple[str, str]], *, renamed: bool) -> bool:
        """Take a record out with the one that changes make it of; whether there is one."""
        for earlier in self.old:
            if (earlier.package, earlier.table) == (later.package, later.table) and self.leads(
                earlier, later, changed, renamed=renamed
            ):
                self.old.remove(earlier)
                self.new.remove(later)
                return True
        return False

    def follow(self) -> None:
        """Take the records out that are the same but for new ids of what they name: these are told once."""
        for later in list(self.new):
            self.pair(later, {}, renamed=False)

    def leads(
        self, earlier: Record, later: Record, changed: Mapping[str, tuple[str, str]], *, renamed: bool
    ) -> bool:
        """Whether changes make the later record of the earlier one."""
        owners = "dimensions" if earlier.table == "dimension values" else "documents"
        owner = self.ids.get((earlier.package, owners), {}).get(earlier.owner, earlier.owner)
        if later.owner not in (earlier.owner, owner) and not renamed:
            return False
        for name in {*earlier.values, *later.values}:
            before, now = earlier.values.get(name, ""), later.values.get(name, "")
            if name in changed:
                if changed[name] != (before, now):
                    return False
            elif now not in (before, self.now(before, earlier, name)) and not (
                (renamed and _names(name, later.table))
                or (not now and name.endswith(self.given_up.get(later.package, ())))
            ):
                return False
        return True

    def same(self, item: Record, told: Mapping[str, str]) -> bool:
        """Whether a record has just the values that are told."""
        return all(item.values.get(name, "") == told.get(name, "") for name in {*item.values, *told})

    def now(self, value: str, item: Record, name: str) -> str:
        """A value of a record with the new ids of what it names."""
        if not value or name not in item.refers:
            return value
        table = item.refers[name]
        if table == "goals":  # by its number in the same document
            return self.goal(item.package, f"{item.owner}/{value}").rpartition("/")[2]
        return ";".join(self.reference(item.package, table, one) for one in value.split(";"))

    def reference(self, package: str, table: str, name: str) -> str:
        """The new id of something; that of a row follows from those of its document, its goal, its indicator and its area."""
        if "/" not in name:
            return self.ids.get((package, table), {}).get(name, name)
        if name in (known := self.ids.get((package, table), {})):
            return known[name]
        document, number, *rest = name.split("/")
        for other in ("indicators", "areas"):
            rest = [self.ids.get((package, other), {}).get(step, step) for step in rest]
        return "/".join((self.goal(package, f"{document}/{number}"), *rest))

    def goal(self, package: str, name: str) -> str:
        """The new id of a goal."""
        if name in (known := self.ids.get((package, "goals"), {})):
            return known[name]
        document, _, number = name.partition("/")
        return f"{self.ids.get((package, 'documents'), {}).get(document, document)}/{number}"


def _about(item: Record, change: Change) -> bool:
    """Whether a change may be about a record, by its place."""
    where = change["package"], change["table"], change["file"].removeprefix("/")
    return (item.package, item.table, item.file) == where and item.line in (0, change["line"])


def _naming() -> Iterator[tuple[str, frozenset[str]]]:
    """By table the values that name a record."""
    for _, shape in FILES:
        own = shape.naming if isinstance(shape, Table) else ()
        yield "documents" if shape.name == "document" else shape.name, frozenset({*own, shape.entry.name})
        yield from (
            (item.nested.name, frozenset({"printed", item.nested.entry.name}))
            for item in shape.fields
            if item.nested is not None
        )


NAMING = dict(_naming())


def _names(column: str, table: str) -> bool:
    """Whether a value names a record of a table; of observations every breakdown does."""
    return column in NAMING[table] or (table == OBSERVATIONS.name and OBSERVATIONS.find(column) is None)


def _locks(base: Files, head: Files, report: Mapping[str, Any]) -> list[str]:
    """What the report says of locks, against their lines."""
    found = []
    for path in sorted({*base, *head}):
        if path.endswith("/citations.lock"):
            old, new = ({row[0]: row for row in _lines(files.get(path, b""))} for files in (base, head))
            counted = {
                "added": len(new.keys() - old.keys()),
                "changed": sum(old[name] != row for name, row in new.items() if name in old),
                "removed": len(old.keys() - new.keys()),
            }
            told = report["locks"].get(f"/{path}", dict.fromkeys(counted, 0))
            if counted != told:
                found.append(f"{path}: {counted} told as {told}")
    return found


def _lines(content: bytes) -> list[list[str]]:
    """The rows of a table without its head."""
    return [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) if row][1:]
