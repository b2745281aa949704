"""Since when and until when rows were published as they were: the states that each had, out of the steps of the history.

Most rows never change, and in a large package there are very many of them. So those that stand as they did when their table
of their document came into the record are told together, and only the others one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from generator.comparing.changes import Pair
from generator.comparing.entries import KEYS, THEME, Entry
from generator.core.languages import column
from generator.format.published import AUTHORED, BREAKDOWN, key_of, published_fields
from generator.format.tables import CORRECTIONS, INDICATORS, OBSERVATIONS

TABLES = tuple(name for name in AUTHORED if name != CORRECTIONS.name)
"""The tables whose rows are followed. Corrections say themselves when they were made."""

NOT_COMMITTED = ""
"""Stands for a commit where what is published now is in none."""


class Moment(NamedTuple):
    """With which commit something began or ended. Not `sure`: that there was something is known since then, and it may have
    begun earlier, as what was before was not fetched or cannot be read.
    """

    commit: str
    sure: bool = True


_UNIT, _ABOUT = OBSERVATIONS.unit_id.name, OBSERVATIONS.indicator_id.name

RowOf = tuple[str, str]
"""A table and the id of a row in it."""

PartOf = tuple[str, str]
"""A table and the document whose part of it is meant; of what stands in no document, the table alone."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """A state in which a row was published. Without a `key` it is that of all rows of a table, of one document where one is
    named, that are not told by themselves: they stand today as they did then.

    `known_since` is the first day of which it is known. `recorded_commit` and `withdrawn_commit` are those with which it
    began and ended, on the days beside them. A day without a commit is that of a publication of what no commit has; no
    day of the beginning: it is unknown. Without the day of an end it stands today. `now` is the id that the row has
    today, empty where it is gone; `row` has the cells of a state that is over, those that are not empty, by the names
    of the published columns.
    """

    table: str
    document_id: str
    key: str
    known_since: date
    recorded_on: date | None
    recorded_commit: str
    withdrawn_on: date | None = None
    withdrawn_commit: str = ""
    now: str = ""
    row: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _State:
    """A state that is over."""

    key: str
    document: str
    since: Moment
    until: Moment
    row: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Followed:
    """A row that is told by itself: of which document it is, since when it stands as it does, and how it stood before."""

    document: str
    since: Moment
    former: tuple[_State, ...] = ()


@dataclass(slots=True)
class Vintages:
    """The rows of one package as far as its history was taken: since when there are rows in a part of a table, which rows are
    told by themselves, and which of those are gone.
    """

    begun: dict[PartOf, Moment] = field(default_factory=dict)
    rows: dict[RowOf, _Followed] = field(default_factory=dict)
    gone: dict[RowOf, _Followed] = field(default_factory=dict)

    def again(self) -> Vintages:
        """One that has taken the same and goes on by itself."""
        return replace(self, begun=dict(self.begun), rows=dict(self.rows), gone=dict(self.gone))

    def __contains__(self, part: object) -> bool:
        """Whether a part of a table was there before, so that its new rows have to be told by themselves."""
        return part in self.begun

    def begin(self, parts: Iterable[PartOf], moment: Moment) -> None:
        """Take parts of tables that are there now; those that were there before began then."""
        for part in parts:
            self.begun.setdefault(part, moment)

    def add(
        self, added: Iterable[tuple[PartOf, str]], moment: Moment, unsure: Container[PartOf] = ()
    ) -> None:
        """Take rows that were added, by their ids; in `unsure` parts of tables they may have stood before."""
        for part, key in added:
            if part in self.begun:
                self._open((part[0], key), part[1], moment._replace(sure=part not in unsure))

    def take(
        self,
        pairs: Iterable[Pair],
        moment: Moment,
        units: Mapping[str, str],
        counted: Iterable[Entry],
        unsure: Container[PartOf] = (),
    ) -> None:
        """Take what a commit changed of rows, before and after it; what came in `unsure` parts of tables may have stood there.

        `units` are those of the indicators before it, in which observations count that name none; `counted` are those of
        these observations that count in another one since, though nothing of themselves changed.
        """
        opened: list[tuple[Entry, _Followed | None]] = [
            (entry, self._close(entry, moment, units)) for entry in counted
        ]
        # All that ended comes first: a row may get the id that another one gave up.
        for earlier, later in pairs:
            if earlier is None:
                if later is not None and later.table in TABLES:
                    opened.append((later, None))
            elif earlier.table in TABLES and (later is None or published(earlier) != published(later)):
                followed = self._close(earlier, moment, units)
                if later is None:
                    self.gone[earlier.table, earlier.id] = followed
                else:
                    opened.append((later, followed))
        for entry, ended in opened:
            table, document = part_of(entry)
            if ended is not None:
                self.rows[table, entry.id] = _Followed(document, moment, ended.former)
            elif (part := (table, document)) in self.begun:
                self._open((table, entry.id), document, moment._replace(sure=part not in unsure))

    def _open(self, row: RowOf, document: str, moment: Moment) -> None:
        """A row came, or came back."""
        before = self.gone.pop(row, None)
        self.rows[row] = _Followed(document, moment, before.former if before else ())

    def _close(self, entry: Entry, moment: Moment, units: Mapping[str, str]) -> _Followed:
        """A row is no more what it was."""
        part, cells = part_of(entry), published(entry)
        if without_unit(entry) and (unit := units.get(entry.values[_ABOUT], "")):
            cells = {**cells, _UNIT: unit}
        followed = self.rows.pop((entry.table, entry.id), None)
        # That of which no part began could not be read whole when it came.
        since = followed.since if followed else self.begun.get(part, moment._replace(sure=False))
        state = _State(entry.id, part[1], since, moment, cells)
        return _Followed(part[1], moment, (*(followed.former if followed else ()), state))

    def told(self, days: Mapping[str, date], here: Collection[str], today: date) -> tuple[Vintage, ...]:
        """All of them, by table; `days` are those of the commits in their order, `here` the documents that are there now, and
        `today` is the day of what no commit has.
        """
        known = {**days, NOT_COMMITTED: today}
        order = {commit: place for place, commit in enumerate(known)}

        def place(found: tuple[Moment, Vintage]) -> tuple[object, ...]:
            since, vintage = found
            named = vintage.document_id, bool(vintage.key), vintage.key
            return TABLES.index(vintage.table), *named, order[since.commit]

        return tuple(vintage for _, vintage in sorted(self._told(known, here), key=place))

    def _told(self, days: Mapping[str, date], here: Collection[str]) -> Iterator[tuple[Moment, Vintage]]:
        def state(row: RowOf, document: str, since: Moment) -> Vintage:
            day = days[since.commit]
            began = (day, since.commit) if since.sure else (None, "")
            return Vintage(row[0], document, row[1], day, *began)

        for (table, document), since in self.begun.items():
            if not document or document in here:
                yield since, state((table, ""), document, since)
        for rows, there in ((self.rows, True), (self.gone, False)):
            for (table, key), followed in rows.items():
                now = key if there else ""
                for past in followed.former:
                    found = state((table, past.key), past.document, past.since)
                    ended = days[past.until.commit], past.until.commit
                    yield (
                        past.since,
                        replace(
                            found, withdrawn_on=ended[0], withdrawn_commit=ended[1], now=now, row=past.row
                        ),
                    )
                if there:
                    found = state((table, key), followed.document, followed.since)
                    yield followed.since, replace(found, now=now)


def without_unit(entry: Entry) -> bool:
    """Whether a record is an observation that counts in the unit of its indicator."""
    return entry.table == OBSERVATIONS.name and not entry.values.get(_UNIT)


def counted_anew(pairs: Iterable[Pair]) -> frozenset[str]:
    """The indicators that count in another unit since, by their ids, where these stayed."""
    return frozenset(
        earlier.id
        for earlier, later in pairs
        if earlier is not None and later is not None and earlier.table == INDICATORS.name
        if earlier.id == later.id and earlier.values.get(_UNIT) != later.values.get(_UNIT)
    )


def part_of(entry: Entry) -> PartOf:
    """The part of a table that a record is of."""
    return entry.table, entry.id if entry.table == "documents" else entry.owner


@lru_cache
def followed(table: str, tongues: tuple[str, ...]) -> Sequence[str]:
    """The published columns of a table that are followed: those that its authors write, or that say where a row stands."""
    filled_in = AUTHORED[table].computed
    others = {*filled_in, *(column(name, tag) for name in filled_in for tag in tongues)}
    others -= {*_MEANT, *key_of(table)}
    names = (item.name for item in published_fields(table, tongues, broken_down=True))
    return [name for name in names if name not in others]


_MEANT = ("document_id", "goal_id", "number", THEME, BREAKDOWN)
"""The published columns that are made of where a row stands, or of what names it."""


def published(entry: Entry) -> Mapping[str, str]:
    """The published cells of a record that are not empty, by column; a breakdown as the path that it is in the id.

    What the program computes of other rows (the state of a deliverable, the day of issue of an observation's document) is
    not among them.
    """
    (key,) = key_of(entry.table)
    document = part_of(entry)[1]
    meant = {key: entry.id, "document_id": document}
    if "goal" in entry.values and entry.table != "goals":
        meant["goal_id"] = f"{document}/{entry.values['goal']}"
    if entry.table == OBSERVATIONS.name:
        dimensions = entry.names[len(KEYS[entry.table]) :]
        parts = ((name, entry.values.get(name)) for name in dimensions)
        meant[BREAKDOWN] = "/".join(f"{name}/{value}" for name, value in parts if value)
    cells = {**entry.values, **meant}
    named = followed(entry.table, entry.records.shape.tongues)
    return {name: str(cells[name]) for name in named if cells.get(name)}
