"""What is different, as sections of a report in words: the most important first, each change in one place only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from generator.comparing.changes import Change, Kind
from generator.comparing.diffs.demands import Demand, Turn, Way
from generator.comparing.diffs.effects import Difference, Effects, State, Verdict
from generator.comparing.diffs.naming import Names, standing, state, word
from generator.comparing.diffs.rows import IN_DOCUMENTS, NUMBERS, THINGS, Item, Rows, is_figure
from generator.core.codes import DeliverableState, ProgressStatus
from generator.core.formats import period
from generator.core.model import Package, Target
from generator.core.problems import Problem
from generator.format.tables import CORRECTABLE
from generator.verdicts.assess import Assessment
from generator.verdicts.findings import Finding
from generator.wording.disagreements import statement
from generator.wording.disagreements import sum_of as sum_of_finding
from generator.wording.explain import explain, share_done, sum_of

MOST = 50
"""Items that a section has."""

_FEW = 3
"""Records of one kind that came or went together are named one by one up to this many."""

_SILENT = ("change-unexplained", "removal-unexplained", "rename-unexplained")
"""The problems that stand for a published value that is not as it was."""

_ORDER = (Kind.REMOVED, Kind.CHANGED, Kind.RENAMED)

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


def uncorrected(difference: Difference) -> list[list[Change]]:
    """The records that were published and are not as they were, without a correction: their changes."""
    index = {
        (change.package, change.place.table, change.key, change.field): change
        for change in difference.comparison.changes
    }
    found = [
        index[item.place.file.partition("/")[0], item.place.table, item.values["key"], item.values["field"]]
        for item in difference.silent
        if item.code in _SILENT
    ]
    found.sort(key=lambda change: (change.package, change.owner, _ORDER.index(change.kind)))
    return [list(same) for _, same in groupby(found, key=_record)]


def misfits(difference: Difference) -> list[Problem]:
    """What else does not fit: corrections without their change, a package that is gone."""
    return [problem for problem in difference.silent if problem.code not in _SILENT]


def sections(difference: Difference, language: str, root: str) -> list[Section]:
    """The sections that are not empty. `root` is the path of the data directory as the reader knows it."""
    made = _Sections(difference, language, root)
    everything = (
        ("uncorrected", made.uncorrected()),
        ("errors", made.errors()),
        ("demands", made.demands()),
        ("removed", made.figures(Kind.REMOVED, CORRECTABLE)),
        ("figures", made.figures(Kind.CHANGED, CORRECTABLE)),
        ("renamed", made.renamed()),
        ("verdicts", made.verdicts()),
        ("findings", made.findings()),
        ("added", made.figures(Kind.ADDED, NUMBERS)),
        ("things", made.figures(Kind.ADDED, THINGS)),
        ("others", made.others()),
        ("locks", made.locks()),
        ("files", made.files()),
    )
    found = [_section(name, list(items)) for name, items in everything]
    return [section for section in found if section.items]


def _section(name: str, items: Sequence[Told]) -> Section:
    shown = tuple(make() for _, make in items[:MOST])
    return Section(name, shown, len(items) - len(shown), sum(count for count, _ in items))


class _Sections:
    def __init__(self, difference: Difference, language: str, root: str) -> None:
        self.difference, self.language, self.root = difference, language, root
        self.effects: Mapping[str, Effects] = difference.effects or {}
        self.rows = Rows(difference, language, root)
        self.names = self.rows.names

    def word(self, key: str, **values: str) -> str:
        return word(self.language, key, **values)

    def uncorrected(self) -> Iterator[Told]:
        for changes in uncorrected(self.difference):
            yield 1, partial(self.rows.brief, changes)

    def errors(self) -> Iterator[Told]:
        for problem in (*self.difference.head_errors, *misfits(self.difference)):
            yield 1, partial(self.error, problem)

    def error(self, problem: Problem) -> Item:
        file, line = f"{self.root}/{problem.place.file}", str(problem.place.line)
        place = self.word("row.place", file=file, line=line) if problem.place.line else file
        return Item(problem.message(self.language), (place,))

    def verdicts(self) -> Iterator[Told]:
        turned: list[tuple[int, Told]] = []
        for name, effect in self.effects.items():
            old, new = self.names[name]
            turned += [
                (_weight(item), (1, partial(self.verdict, item, old, new))) for item in effect.verdicts
            ]
            turned += [
                (_weight_of_state(item), (1, partial(self.state, item, old, new))) for item in effect.states
            ]
        turned.sort(key=lambda found: found[0])
        yield from (told for _, told in turned)

    def state(self, turned: State, old: Names, new: Names) -> Item:
        words = [state(item, self.language) for item in (turned.before, turned.after)]
        name = new.in_full(turned.after.deliverable)
        text = self.word("verdict.target", name=name, before=words[0], after=words[1])
        if turned.before.deliverable.due != turned.after.deliverable.due:
            values = old.value(turned.before.deliverable), new.value(turned.after.deliverable)
            text = self.word("verdict.moved", text=text, old=values[0], new=values[1])
        return Item(text)

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
        if verdict.meant is not None:
            asks = [old.value(before.target), new.value(after.target)]
            if before.target.period != after.target.period or asks[0] == asks[1]:
                spans = (period(item.target.period, self.language) for item in (before, after))
                asks = [
                    self.word("row.about", title=ask, about=span)
                    for ask, span in zip(asks, spans, strict=True)
                ]
            meant = self.meant(verdict.meant, after)
            text = self.word("verdict.asked", text=text, old=asks[0], new=asks[1], meant=meant)
        return Item(text, tuple(details))

    def meant(self, meant: Assessment, after: Assessment) -> str:
        """How the target would stand as it was, with the share."""
        words = standing(meant, after, self.language)
        if meant.share_done is None:
            return words
        return self.word("row.join").join([share_done(meant, self.language), words])

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

    def figures(self, kind: Kind, tables: Collection[str]) -> Iterator[Told]:
        """The figures of some tables that came, changed or went, document by document."""
        changes = [
            change
            for change in self.difference.comparison.changes
            if change.kind is kind and change.table in tables and is_figure(change)
        ]
        changes.sort(key=_by_document)
        for _, same in groupby(changes, key=_record):
            yield 1, partial(self.rows.record, list(same))

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
                yield 1, partial(self.rows.another_id, change)

    def others(self) -> Iterator[Told]:
        changes = [
            change
            for change in self.difference.comparison.changes
            if change.kind is not Kind.RENAMED and not is_figure(change)
        ]
        changes.sort(key=_by_document)
        for (_, _, _, kind), together in groupby(changes, key=_together):
            listed = [list(same) for _, same in groupby(together, key=_record)]
            if kind is Kind.CHANGED or len(listed) <= _FEW:
                yield from ((1, partial(self.rows.record, same)) for same in listed)
            else:
                yield len(listed), partial(self.rows.together, [same[0] for same in listed])

    def locks(self) -> Iterator[Told]:
        for path, locked in self.difference.locks.items():
            found = {"added": locked.added, "changed": locked.changed, "removed": locked.removed}
            parts = [self.word(f"locked.{name}", count=str(count)) for name, count in found.items() if count]
            text = self.word(
                "locked.file", file=f"{self.root}/{path}", parts=self.word("row.join").join(parts)
            )
            yield sum(found.values()), partial(Item, text)

    def files(self) -> Iterator[Told]:
        for path in self.difference.comparison.rewritten:
            if path not in self.difference.locks:
                yield 1, partial(Item, f"{self.root}/{path}")


def _weight(verdict: Verdict) -> int:
    """The lower, the weightier: what turned with its target, what is done or no longer, the rest."""
    done = [item.progress is ProgressStatus.ACHIEVED for item in (verdict.before, verdict.after)]
    return 0 if verdict.meant is not None else 1 if done[0] is not done[1] else 2


def _weight_of_state(turned: State) -> int:
    if turned.before.deliverable.due != turned.after.deliverable.due:
        return 0
    done = [item.state is DeliverableState.DELIVERED for item in (turned.before, turned.after)]
    return 1 if done[0] is not done[1] else 2


def _record(change: Change) -> tuple[str, str, str, Kind]:
    return change.package, change.table, change.key, change.kind


def _together(change: Change) -> tuple[str, str, str, Kind]:
    return change.package, change.table, change.owner, change.kind


def _by_document(change: Change) -> tuple[bool, str, str]:
    """What stands in no document comes first: then each document has one heading."""
    return change.table in IN_DOCUMENTS, change.package, change.owner
