"""Which ids were published once and are no more, what has their place now, and since when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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


def former(revisions: Iterable[Revision], current: Mapping[str, Collection[str]]) -> list[Former]:
    """The former ids of some tables, by their ids of today; `revisions` are the oldest first.

    A goal is named by its document, so that it moves with that. Nothing tells which goals a document had then, so each
    that it has now is taken for one.
    """
    found: dict[tuple[str, str], Former] = {}
    # Going back in time: under which id each thing of today, or one that went, stood at that moment.
    then = {table: {name: name for name in names} for table, names in current.items()}
    for item in reversed(list(revisions)):
        if item.table not in then:
            continue
        if item.field == REMOVED:
            then[item.table][item.key] = ""
            found.setdefault((item.table, item.key), Former(item.table, item.key, "", item))
        elif item.field == MOVED:
            for table, old, new in [*_moved(item, then)]:
                now = then[table].pop(new)
                then[table][old] = now
                found.setdefault((table, old), Former(table, old, now, item))
    return [item for item in found.values() if item.id not in current[item.table]]


def _moved(item: Revision, then: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[str, str, str]]:
    """What got another id by a change of one: table, id before, id after."""
    if item.new in then[item.table]:
        yield item.table, item.old, item.new
    if item.table == "documents":
        for name in then.get("goals", ()):
            if name.startswith(f"{item.new}/"):
                yield "goals", item.old + name.removeprefix(item.new), name
