"""Every change ever made to a published figure or verdict, out of the history. Adding data is no revision."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from generator import codes, ids, schema
from generator.assess import assess
from generator.fields import Shape
from generator.history import Cells, Commit, FileChange, Lines
from generator.model import Citation, Observation, Package, Period, Planned, Target, Text
from generator.pace import ProgressStatus

T = TypeVar("T")

_PATH = re.compile(r"([^/]+)/documents/([^/]+)/([a-z]+)(?:/[^/]+)?\.csv")
_NAME = re.compile(r"[a-z0-9/_-]+", re.ASCII)
_NO_TEXT = Text("", "")

FIGURES: Mapping[str, tuple[Shape, tuple[str, ...]]] = {
    "targets": (schema.TARGETS, ("value", "value_upper", "comparator", "baseline", "qualifier", "figure")),
    "planned": (schema.PLANNED, ("value", "figure")),
    "deliverables": (schema.DELIVERABLES, ("due",)),
    "observations": (
        schema.OBSERVATIONS,
        ("value", "unit_id", "qualifier", "obs_status", "stated_share", "stated_change", "figure"),
    ),
    "progress": (schema.PROGRESS, ("state",)),
}
"""The columns of each table that are published figures, the figure itself first; what names a row is its key."""

REMOVED = "removed"
"""Stands in the place of a column where the whole row went."""

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


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the past: its table, id, indicator and document, and its cells as written."""

    table: str
    id: str
    indicator_id: str
    document_id: str
    cells: Cells

    def value(self, column: str) -> str:
        """A cell; the default where it was empty, or its column not there yet."""
        return self.cells.get(column) or str(FIGURES[self.table][0].by_name[column].default or "")

    def number(self, column: str) -> Decimal | None:
        """A cell as a number, None where it is empty. Raises ValueError or InvalidOperation where it is none."""
        text = self.value(column)
        number = Decimal(text) if text else None
        if number is not None and not number.is_finite():
            raise ValueError(text)
        return number

    @property
    def period(self) -> Period:
        """The row's period. Raises ValueError where it is none."""
        period = Period(self.day("period_start"), self.day("period_end"))
        if period.end < period.start:
            raise ValueError(period)
        return period

    def figure(self) -> Decimal:
        """The row's value. Raises ValueError or InvalidOperation where it has none."""
        number = self.number("value")
        if number is None:
            raise ValueError(self.id)
        return number

    def day(self, column: str) -> date:
        """A cell as a day. Raises ValueError where it is none."""
        return date.fromisoformat(self.cells[column])

    @property
    def citation(self) -> Citation:
        """Where the figure stood."""
        return Citation(self.document_id, self.cells.get("locator", ""), self.value("figure"))


@dataclass(slots=True)
class _Past:
    """The rows of some indicators as they stood after the commits taken so far."""

    package: Package
    touched: frozenset[str]
    rows: dict[tuple[str, str], _Row] = field(default_factory=dict)
    of_indicator: dict[str, dict[str, _Row]] = field(default_factory=dict)

    def take(self, commit: Commit) -> list[Revision]:
        """Go on by one commit, and tell what it revised: figures, then the verdicts that followed them."""
        gone: dict[tuple[str, str], _Row] = {}
        come: dict[tuple[str, str], _Row] = {}
        for table, document, change in _tables(self.package, commit):
            gone |= self._rows(table, document, change.removed)
            come |= self._rows(table, document, change.added)
        found = [item for name, row in gone.items() for item in _compared(commit, row, come.get(name))]
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

    def _rows(self, table: str, document_id: str, lines: Lines) -> Iterator[tuple[tuple[str, str], _Row]]:
        """Rows by table and id, without those that never made sense."""
        for cells in lines.rows("indicator_id", self.touched):
            try:
                name, indicator = self._names(table, document_id, cells)
            except (KeyError, ValueError):
                continue
            if _NAME.fullmatch(name):
                yield (table, name), _Row(table, name, indicator, document_id, cells)

    def _names(self, table: str, document_id: str, cells: Cells) -> tuple[str, str]:
        """The id of a row and its indicator (empty for a deliverable), as `generator.ids` makes them."""
        if table == "deliverables":
            return f"{document_id}/{cells['goal']}/{cells['slug']}", ""
        if table == "progress":
            return f"{cells['deliverable_id']}/{document_id}/{cells['as_of']}", ""
        if table == "planned":
            target = self.rows.get(("targets", cells["target_id"]))
            return f"{cells['target_id']}/{cells['date']}", target.indicator_id if target else ""
        start, end = (date.fromisoformat(cells[name]) for name in ("period_start", "period_end"))
        indicator, area, main = cells["indicator_id"], cells["area_id"], self.package.area_id
        if table == "targets":
            goal = f"{document_id}/{cells['goal']}"
            return ids.target_id(goal, indicator, area, main, start, end), indicator
        document = self.package.documents.get(document_id)
        name = ids.observation_id(
            document_id,
            indicator,
            area,
            main,
            [(item, cells[item]) for item in self.package.dimensions if cells.get(item)],
            start,
            end,
            date.fromisoformat(cells["as_of"]),
            document.period.start if document else start,
        )
        return name, indicator

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
            planned = list(_readable(rows, "planned", _planned))
            known = list(_readable(rows, "observations", self._observation))
            for target in _readable(rows, "targets", _target):
                way = tuple(point for point in planned if point.target_id == target.id)
                found[target.id] = name, assess(replace(target, planned=way), indicator, known, day).progress
        return found

    def _observation(self, row: _Row) -> Observation:
        document = self.package.documents.get(row.document_id)
        return Observation(
            id=row.id,
            indicator_id=row.indicator_id,
            unit_id=row.value("unit_id") or self.package.indicators[row.indicator_id].unit_id,
            area_id=row.cells["area_id"],
            breakdown=tuple(
                (item, row.cells[item]) for item in self.package.dimensions if row.cells.get(item)
            ),
            period=row.period,
            as_of=row.day("as_of"),
            value=row.number("value"),
            qualifier=codes.Qualifier(row.value("qualifier")),
            status=codes.ObservationStatus(row.value("obs_status")),
            stated_share=row.number("stated_share"),
            stated_share_figure="",
            stated_change=row.number("stated_change"),
            stated_change_figure="",
            citation=row.citation,
            note=_NO_TEXT,
            issued=document.issued if document else row.day("as_of"),
        )


def _readable(rows: Iterable[_Row], table: str, read: Callable[[_Row], T]) -> Iterator[T]:
    """The rows of a table as the model has them, without those that never made sense."""
    for row in rows:
        if row.table == table:
            with suppress(KeyError, ValueError, InvalidOperation):
                yield read(row)


def _target(row: _Row) -> Target:
    return Target(
        id=row.id,
        goal_id=f"{row.document_id}/{row.cells['goal']}",
        indicator_id=row.indicator_id,
        area_id=row.cells["area_id"],
        period=row.period,
        comparator=codes.Comparator(row.value("comparator")),
        value=row.figure(),
        value_upper=row.number("value_upper"),
        baseline=row.number("baseline"),
        qualifier=codes.Qualifier(row.value("qualifier")),
        citation=row.citation,
        note=_NO_TEXT,
    )


def _planned(row: _Row) -> Planned:
    return Planned(row.id, row.cells["target_id"], row.day("date"), row.figure(), row.citation, _NO_TEXT)


def _compared(commit: Commit, old: _Row, new: _Row | None) -> Iterator[Revision]:
    """What is different between a row and what came in its place."""
    place = (old.indicator_id, old.document_id)
    columns = FIGURES[old.table][1]
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
