"""Every change ever made to a published figure or verdict, out of the history. Adding data is no revision."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from generator.comparing.history import Cells, Commit, FileChange, Lines
from generator.comparing.past import FIGURES, Row, observation, planned, readable, target
from generator.core.codes import ProgressStatus
from generator.core.model import Package, Text
from generator.format.fields import Type
from generator.format.identity import Owner, one_id
from generator.format.tables import CORRECTABLE, MOVED, REMOVED
from generator.verdicts.assess import assess

_PATH = re.compile(r"([^/]+)/documents/([^/]+)/([a-z]+)(?:/[^/]+)?\.csv")
_NAME = re.compile(r"[a-z0-9/_-]+", re.ASCII)
_NO_TEXT = Text("", "")

VERDICT = ("assessments", "progress_status")
"""The table and the column of a verdict."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A published figure or verdict that changed from `old` to `new`, or went (`field` is `removed`).

    `reason` and `responsible` are those of the correction that belongs to it, empty where there is none; `subject`
    is the first line of the commit.
    """

    day: date
    commit: str
    subject: str
    table: str
    key: str
    field: str
    old: str
    new: str
    indicator_id: str
    document_id: str
    reason: Text = _NO_TEXT
    responsible: str = ""

    @property
    def id(self) -> str:
        """`<commit>/<table>/<key>/<field>`, with the first twelve digits of the commit."""
        return f"{self.commit[:12]}/{self.table}/{self.key}/{self.field}"


def revisions(package: Package, commits: Iterable[Commit]) -> list[Revision]:
    """The revisions of a package, the oldest first, with the reasons that its corrections give."""
    commits = list(commits)
    past = _Past(package, frozenset(_touched(package, commits)))
    reasons = {(item.table, item.key, item.field, item.new): item for item in package.corrections}
    found = []
    for commit in commits:
        for item in past.take(commit):
            reason = reasons.get((item.table, item.key, item.field, item.new))
            found.append(
                replace(item, reason=reason.reason, responsible=reason.responsible) if reason else item
            )
    return found


def _tables(package: Package, commit: Commit) -> Iterator[tuple[str, str, FileChange]]:
    """What a commit changed in a package's tables of figures: (table, document, change)."""
    for change in commit.changes:
        match = _PATH.fullmatch(change.path)
        if match and match[1] == package.id and match[3] in FIGURES:
            yield match[3], match[2], change


def _touched(package: Package, commits: Iterable[Commit]) -> Iterator[str]:
    """The indicators of which a row ever went or changed: only their past needs to be known, and it is short."""
    for commit in commits:
        for _, _, change in _tables(package, commit):
            for cells in change.removed.rows():
                yield cells.get("indicator_id") or ""


@dataclass(slots=True)
class _Past:
    """The rows of some indicators as they stood after the commits taken so far."""

    package: Package
    touched: frozenset[str]
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    of_indicator: dict[str, dict[str, Row]] = field(default_factory=dict)

    def take(self, commit: Commit) -> list[Revision]:
        """Go on by one commit, and tell what it revised: figures, then the verdicts that followed them."""
        gone: dict[tuple[str, str], Row] = {}
        come: dict[tuple[str, str], Row] = {}
        for table, document, change in _tables(self.package, commit):
            gone |= self._rows(table, document, change.removed)
            come |= self._rows(table, document, change.added)
        moved = _moved(gone, come)
        found = [
            item
            for name, row in gone.items()
            for item in _compared(commit, row, come.get(name), moved.get(name, ""))
        ]
        touched = {item.indicator_id: item.document_id for item in found if item.indicator_id}
        before = self._verdicts(touched, commit.day)
        for name, row in gone.items():
            self.rows.pop(name, None)
            self.of_indicator.get(row.indicator_id, {}).pop(f"{row.table}/{row.id}", None)
        for name, row in come.items():
            self.rows[name] = row
            self.of_indicator.setdefault(row.indicator_id, {})[f"{row.table}/{row.id}"] = row
        after = self._verdicts(touched, commit.day)
        for key, (indicator, old) in before.items():
            new = after.get(key, (indicator, old))[1]
            if new != old:
                place = (indicator, touched[indicator])
                found.append(_revision(commit, *VERDICT, key, old=old, new=new, place=place))
        return found

    def _rows(self, table: str, document_id: str, lines: Lines) -> Iterator[tuple[tuple[str, str], Row]]:
        """Rows by table and id, without those that never made sense."""
        for cells in lines.rows("indicator_id", self.touched):
            try:
                name, indicator = self._names(table, document_id, cells)
            except (KeyError, ValueError):
                continue
            if _NAME.fullmatch(name):
                yield (table, name), Row(table, name, indicator, document_id, cells)

    def _names(self, table: str, document_id: str, cells: Cells) -> tuple[str, str]:
        """The id of a row and its indicator (empty for a deliverable), as `generator.core.ids` makes them."""
        shape = CORRECTABLE[table]
        document = self.package.documents.get(document_id)
        starts = document.period.start if document else None
        owner = Owner(document_id, starts, self.package.area_id, tuple(self.package.dimensions))
        read = {item.name: cells[item.name] for item in shape.fields if item.name in shape.naming}
        days = {
            name: date.fromisoformat(value)
            for name, value in read.items()
            if shape.by_name[name].type is Type.DATE
        }
        breakdown = {name: cells.get(name, "") for name in self.package.dimensions}
        name = one_id(shape.identity, {**breakdown, **read, **days}, owner)
        if name is None:
            raise ValueError(cells)
        if table == "planned":
            target = self.rows.get(("targets", cells["target_id"]))
            return name, target.indicator_id if target else ""
        return name, cells.get("indicator_id", "")

    def _verdicts(self, indicators: Iterable[str], day: date) -> dict[str, tuple[str, ProgressStatus]]:
        """How each target of some indicators stood by the rows of the time: (indicator, status) by target.

        A derived baseline is not looked for: it is computed from other indicators' figures.
        """
        found = {}
        for name in indicators:
            indicator = self.package.indicators.get(name)
            if indicator is None:
                continue
            rows = list(self.of_indicator.get(name, {}).values())
            points = list(readable(rows, "planned", planned))
            known = list(readable(rows, "observations", partial(observation, package=self.package)))
            for promise in readable(rows, "targets", target):
                way = tuple(point for point in points if point.target_id == promise.id)
                found[promise.id] = (
                    name,
                    assess(replace(promise, planned=way), indicator, known, day).progress,
                )
        return found


def _moved(
    gone: Mapping[tuple[str, str], Row], come: Mapping[tuple[str, str], Row]
) -> Mapping[tuple[str, str], str]:
    """The new id of each row that went, where exactly one came that says the same under another id."""

    def said(row: Row) -> tuple[str, ...]:
        figures = (row.value(column) for column in FIGURES[row.table][1])
        return (row.table, row.document_id, row.indicator_id, row.cells.get("locator", ""), *figures)

    went = Counter(said(row) for name, row in gone.items() if name not in come)
    new: dict[tuple[str, ...], list[str]] = {}
    for name, row in come.items():
        if name not in gone:
            new.setdefault(said(row), []).append(row.id)
    return {
        name: new[said(row)][0]
        for name, row in gone.items()
        if name not in come and went[said(row)] == 1 and len(new.get(said(row), ())) == 1
    }


def _compared(commit: Commit, old: Row, new: Row | None, moved: str) -> Iterator[Revision]:
    """What is different between a row and what came in its place; `moved` is its id where only that changed."""
    place = (old.indicator_id, old.document_id)
    columns = FIGURES[old.table][1]
    if moved:
        yield _revision(commit, old.table, MOVED, old.id, old=old.id, new=moved, place=place)
        return
    if new is None:
        yield _revision(commit, old.table, REMOVED, old.id, old=old.value(columns[0]), new="", place=place)
        return
    for column in columns:
        if old.value(column) != new.value(column):
            change = {"old": old.value(column), "new": new.value(column)}
            yield _revision(commit, old.table, column, old.id, **change, place=place)


def _revision(
    commit: Commit, table: str, column: str, key: str, *, old: str, new: str, place: tuple[str, str]
) -> Revision:
    return Revision(commit.day, commit.id, commit.subject, table, key, column, old, new, *place)
