"""Which ids were published once and are no more, what has their place now, and since when."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.comparing.revisions import Revision
from generator.format.tables import MOVED, REMOVED


@dataclass(frozen=True, slots=True)
class Former:
    """An id of a table that is no more; `now` is the one that its thing has now, empty where that went.

    `revision` is the change by which the id went, with its day and reason.
    """

    table: str
    id: str
    now: str
    revision: Revision


def former(revisions: Iterable[Revision], current: Mapping[str, Container[str]]) -> list[Former]:
    """The former ids of some tables, by their ids of today; `revisions` are the oldest first.

    A goal is named by its document, so that it moves with that. Nothing tells which goals a document had then, so each
    that it has now is taken for one; the ids of goals are looked through, those of other tables only looked up.
    """
    found: dict[tuple[str, str], Former] = {}
    # Going back in time: under which id each thing of today, or one that went, stood at that moment.
    then = {table: _Then(names) for table, names in current.items()}
    for item in reversed(list(revisions)):
        if item.table not in then:
            continue
        if item.field == REMOVED:
            then[item.table].set(item.key, "")
            found.setdefault((item.table, item.key), Former(item.table, item.key, "", item))
        elif item.field == MOVED:
            for table, old, new in [*_moved(item, then)]:
                now = then[table].move(old, new)
                found.setdefault((table, old), Former(table, old, now, item))
    return [item for item in found.values() if item.id not in current[item.table]]


class _Then:
    """The ids of a table at a moment in the past, each with that of today; that is empty for a thing that went since.

    What had the id of today then too is not noted.
    """

    def __init__(self, current: Container[str]) -> None:
        self.current = current
        self._noted: dict[str, str | None] = {}

    def of(self, name: str) -> str | None:
        """The id of today of what had an id then; None where nothing is known to have had it."""
        return self._noted.get(name, name if name in self.current else None)

    def set(self, name: str, now: str) -> None:
        """Note what had an id then."""
        self._noted[name] = now

    def move(self, old: str, new: str) -> str:
        """Before this moment a thing that is there had another id; its id of today."""
        now = self.of(new) or ""
        self._noted[new] = None
        self._noted[old] = now
        return now

    def names(self) -> Iterator[str]:
        """All ids of then."""
        listed = self.current if isinstance(self.current, Collection) else ()
        yield from (name for name in dict.fromkeys([*listed, *self._noted]) if self.of(name) is not None)


def _moved(item: Revision, then: Mapping[str, _Then]) -> Iterable[tuple[str, str, str]]:
    """What got another id by a change of one: table, id before, id after."""
    if then[item.table].of(item.new) is not None:
        yield item.table, item.old, item.new
    if item.table == "documents" and "goals" in then:
        for name in then["goals"].names():
            if name.startswith(f"{item.new}/"):
                yield "goals", item.old + name.removeprefix(item.new), name
