"""What is different, as sections of a report in words: the most important first, each change in one place only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from generator.changes import Change, Kind
from generator.diffs.demands import Demand, Turn, Way
from generator.diffs.effects import Difference, Effects, State, Verdict
from generator.diffs.naming import SAID, Names, standing, state, title_of, word
from generator.explain import explain, sum_of
from generator.findings import Finding
from generator.formats import period
from generator.model import Claim, Observation, Package, Planned, Target
from generator.schema import CORRECTED
from generator.statements import statement
from generator.statements import sum_of as sum_of_finding

NUMBERS = ("targets", "planned", "observations", "claims")
"""The tables whose rows are counted as figures."""

MOST = 50
"""Items that a section has."""

_ROWS = (*NUMBERS, "deliverables", "progress")
_FEW = 3
"""Records of one kind that came or went together are named one by one up to this many."""

_LONG = 60
_BEFORE = 12
"""A long text is shown from a few characters before the first that is different."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is told of one thing, or of some together; `group` is the document that it stands in."""

    text: str
    details: tuple[str, ...] = ()
    group: str = ""


Told = tuple[int, Callable[[], Item]]
"""Of how many things an item tells, and how it is made: the long tail of a list is only counted."""


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind; `name` is its key in the catalogue.

    `items` are the first of them, `more` counts the items that are left out, `count` all things.
    """

    name: str
    items: tuple[Item, ...]
    more: int
    count: int


def is_figure(change: Change) -> bool:
    """Whether a change is one of a published figure: a value, a row that went, or a new row of figures."""
    if change.table not in CORRECTED:
        return False
    if change.kind is Kind.CHANGED:
        return change.field in CORRECTED[change.table][1]
    return change.kind is Kind.REMOVED or (change.kind is Kind.ADDED and change.table in _ROWS)


def sections(difference: Difference, language: str, root: str) -> list[Section]:
    """The sections that are not empty. `root` is the path of the data directory as the reader knows it."""
    made = _Sections(difference, language, root)
    everything = (
        ("verdicts", made.verdicts()),
        ("demands", made.demands()),
        ("figures", made.figures()),
        ("findings", made.findings()),
        ("renamed", made.renamed()),
        ("others", made.others()),
        ("files", made.files()),
    )
    found = [_section(name, list(items)) for name, items in everything]
    return [section for section in found if section.items]


def _section(name: str, items: Sequence[Told]) -> Section:
    shown = tuple(make() for _, make in items[:MOST])
    return Section(name, shown, len(items) - len(shown), sum(count for count, _ in items))


def contrast(old: str, new: str) -> tuple[str, str]:
    """Two texts, cut to where they differ."""
    if max(len(old), len(new)) <= _LONG:
        return old, new
    pairs = enumerate(zip(old, new, strict=False))
    first = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = max(first - _BEFORE, 0)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    end = start + _LONG
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


class _Sections:
    def __init__(self, difference: Difference, language: str, root: str) -> None:
        self.difference, self.language, self.root = difference, language, root
        self.effects: Mapping[str, Effects] = difference.effects or {}
        self.names = {
            name: (Names(difference.base.get(name), language), Names(difference.head.get(name), language))
            for name in dict.fromkeys(change.package for change in difference.comparison.changes)
        }
        self.before = {
            place: {new: old for old, new in ids.items()} for place, ids in difference.comparison.ids.items()
        }

    def word(self, key: str, **values: str) -> str:
        return word(self.language, key, **values)

    def verdicts(self) -> Iterator[Told]:
        for name, effect in self.effects.items():
            old, new = self.names[name]
            for verdict in effect.verdicts:
                yield 1, partial(self.verdict, verdict, old, new)
            for turned in effect.states:
                yield 1, partial(self.state, turned, new)

    def state(self, turned: State, new: Names) -> Item:
        words = [state(item, self.language) for item in (turned.before, turned.after)]
        name = new.in_full(turned.after.deliverable)
        return Item(self.word("verdict.target", name=name, before=words[0], after=words[1]))

    def verdict(self, verdict: Verdict, old: Names, new: Names) -> Item:
        before, after = verdict.before, verdict.after
        assert old.package is not None
        assert new.package is not None
        promise = self.word("row.join").join([new.in_full(after.target), new.value(after.target)])
        details = []
        for key, package, item in (("before", old.package, before), ("after", new.package, after)):
            parts = [explain(package, item, self.language), sum_of(item, self.language)]
            details.append(self.word(f"verdict.{key}", text=" ".join(part for part in parts if part)))
        text = self.word(
            "verdict.target",
            name=promise,
            before=standing(before, after, self.language),
            after=standing(after, before, self.language),
        )
        return Item(text, tuple(details))

    def demands(self) -> Iterator[Told]:
        found = [(self.names[name], item) for name, effect in self.effects.items() for item in effect.demands]
        for turn in (Turn.DROPPED, Turn.SOFTENED, Turn.STRICTER):
            for (old, new), demand in found:
                if demand.turn is turn:
                    yield 1, partial(self.demand, demand, old, new)

    def demand(self, demand: Demand, old: Names, new: Names) -> Item:
        values = {"turn": self.word(f"turn.{demand.turn}"), "name": old.in_full(demand.old)}
        values["old"] = self.asked(demand, demand.old, old)
        if demand.new is None:
            return Item(self.word("demand.dropped", **values))
        ways = (self.word(f"way.{demand.turn}.{way}") for way in demand.ways)
        values |= {"new": self.asked(demand, demand.new, new), "ways": self.word("row.join").join(ways)}
        return Item(self.word("demand.changed", **values))

    def asked(self, demand: Demand, row: Target | object, names: Names) -> str:
        """What is asked for; by when, where that is what changed."""
        assert isinstance(row, type(demand.old))
        value = names.value(row)
        if isinstance(row, Target) and Way.DEADLINE in demand.ways:
            return self.word("row.about", title=value, about=period(row.period, self.language))
        return value

    def figures(self) -> Iterator[Told]:
        order = {Kind.CHANGED: 0, Kind.REMOVED: 1, Kind.ADDED: 2}
        changes = [change for change in self.difference.comparison.changes if is_figure(change)]
        changes.sort(key=lambda change: (order[change.kind], change.package, change.owner))
        for _, same in groupby(changes, key=_record):
            yield 1, partial(self.record, list(same))

    def record(self, changes: list[Change]) -> Item:
        """One row, or one definition, with all that changed in it."""
        change = changes[0]
        old, new = self.names[change.package]
        went = change.kind is Kind.REMOVED
        names, other = (old, new) if went else (new, old)
        group = names.document(change.owner) if change.table in _ROWS else ""
        values = {
            "kind": self.word(f"kind.{change.kind}"),
            "table": self.word(f"table.{change.table}"),
            "name": names.thing(change.table, change.key),
        }
        row = names.row(change.table, change.key)
        details = [self.place(change)]
        if row is None:
            details[:0] = self.fields(changes)
            return Item(self.word("row.plain", **values), tuple(details), group)
        values["name"] = names.name(row)
        if change.kind is not Kind.CHANGED:
            if isinstance(row, (Target, Planned, Observation, Claim)) and row.citation.figure:
                details.insert(0, self.word("row.printed", value=row.citation.figure))
            return Item(self.word("row.new", **values, value=names.value(row)), tuple(details), group)
        known = self.before.get((change.package, change.table), {})
        earlier = other.row(change.table, known.get(change.key, change.key))
        said = SAID[type(row)] if earlier is not None else frozenset[str]()
        details[:0] = self.fields(item for item in changes if item.field not in said)
        both = [other.value(earlier), names.value(row)] if earlier is not None else ["", ""]
        if both[0] == both[1]:
            return Item(self.word("row.plain", **values), tuple(details), group)
        return Item(self.word("row.changed", **values, old=both[0], new=both[1]), tuple(details), group)

    def fields(self, changes: Iterable[Change]) -> list[str]:
        lines = []
        for change in changes:
            if change.kind is Kind.CHANGED:
                old, new = (text or self.word("row.empty") for text in contrast(change.old, change.new))
                field = title_of(change.field, self.language)
                lines.append(self.word("row.field", field=field, old=old, new=new))
        return lines

    def place(self, change: Change) -> str:
        file = f"{self.root}/{change.place.file}"
        if not change.place.line:
            return self.word("row.file", file=file)
        return self.word("row.place", file=file, line=str(change.place.line))

    def findings(self) -> Iterator[Told]:
        for effect in self.effects.values():
            for key, package, found in (
                ("appeared", effect.head, effect.appeared),
                ("vanished", effect.base, effect.vanished),
            ):
                for finding in found:
                    assert package is not None
                    yield 1, partial(self.finding, key, package, finding)

    def finding(self, key: str, package: Package, finding: Finding) -> Item:
        title = package.indicators[finding.indicator_id].title[self.language]
        text = self.word(f"finding.{key}", title=title, text=statement(package, finding, self.language))
        made = sum_of_finding(finding, self.language)
        return Item(text, (self.word("finding.sum", text=made),) if made else ())

    def renamed(self) -> Iterator[Told]:
        for change in self.difference.comparison.changes:
            if change.kind is Kind.RENAMED:
                yield 1, partial(self.another_id, change)

    def another_id(self, change: Change) -> Item:
        names = self.names[change.package][1]
        row = names.row(change.table, change.new)
        values = {
            "kind": self.word(f"kind.{change.kind}"),
            "table": self.word(f"table.{change.table}"),
            "name": names.name(row) if row else names.thing(change.table, change.new),
        }
        ids = self.word("row.id", old=change.old, new=change.new)
        return Item(self.word("row.plain", **values), (ids, self.place(change)))

    def others(self) -> Iterator[Told]:
        changes = [
            change
            for change in self.difference.comparison.changes
            if change.kind is not Kind.RENAMED and not is_figure(change)
        ]
        changes.sort(key=lambda change: (change.package, change.owner))
        for (_, _, _, kind), together in groupby(changes, key=_together):
            listed = [list(same) for _, same in groupby(together, key=_record)]
            if kind is Kind.CHANGED or len(listed) <= _FEW:
                yield from ((1, partial(self.record, same)) for same in listed)
            else:
                yield len(listed), partial(self.together, listed[0][0], len(listed))

    def together(self, change: Change, count: int) -> Item:
        """So many records of one table that came or went with what they belong to."""
        names = self.names[change.package][change.kind is not Kind.REMOVED]
        text = self.word(
            "row.plain",
            kind=self.word(f"kind.{change.kind}"),
            table=self.word(f"table.{change.table}"),
            name=names.document(change.owner) or change.place.file,
        )
        return Item(self.word("counted", title=text, count=str(count)))

    def files(self) -> Iterator[Told]:
        for path in self.difference.comparison.rewritten:
            yield 1, partial(self.file, path)

    def file(self, path: str) -> Item:
        key = "lock" if path.endswith(".lock") else "rewritten"
        return Item(self.word(f"file.{key}", file=f"{self.root}/{path}"))


def _record(change: Change) -> tuple[str, str, str, Kind]:
    return change.package, change.table, change.key, change.kind


def _together(change: Change) -> tuple[str, str, str, Kind]:
    return change.package, change.table, change.owner, change.kind
