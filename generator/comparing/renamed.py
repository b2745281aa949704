"""Past changes by the ids that their things have today: what was renamed since is told by its name, and beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from generator.comparing.revisions import VERDICT, Revision
from generator.core.model import Correction
from generator.format.tables import (
    CORRECTABLE,
    DELIVERABLES,
    GOALS,
    INDICATORS,
    MOVED,
    PLANNED,
    PROGRESS,
    TARGETS,
)

_Item = TypeVar("_Item", Revision, Correction)

_DOCUMENTS = "documents"
"""What the table of documents is called where all are told; each stands in a file of its own."""

_STEPS = {
    "document": _DOCUMENTS,
    "indicator_id": INDICATORS.name,
    "area": "areas",
    "others": INDICATORS.name,
}
"""The table whose id stands in a step of the id of a row."""

_WITHIN = {PLANNED.name: TARGETS, PROGRESS.name: DELIVERABLES, VERDICT[0]: TARGETS}
"""The tables whose ids begin with that of a row of another, or are that."""


def revisions_today(found: Iterable[Revision]) -> list[Revision]:
    """Revisions, the oldest first, by the ids of today; those of one commit are renamed together."""
    names, told = _Names(), []
    for items in _backwards(names, [(item.commit or item.day, item) for item in found]):
        for item in reversed(items):
            about = names.of(INDICATORS.name, item.indicator_id), names.of(_DOCUMENTS, item.document_id)
            key = names.of(item.table, item.key)
            told.append(replace(item, key=key, indicator_id=about[0], document_id=about[1]))
    return told[::-1]


def corrections_today(found: Iterable[Correction]) -> list[Correction]:
    """Corrections in the order in which they were written, by the ids of today; those of one day are renamed together."""
    names, told = _Names(), []
    for items in _backwards(names, [(item.date, item) for item in found]):
        told += [replace(item, key=names.of(item.table, item.key)) for item in reversed(items)]
    return told[::-1]


def _backwards(names: _Names, found: list[tuple[object, _Item]]) -> Iterator[list[_Item]]:
    """What belongs together, the latest first, with the names as they were before it."""
    groups: list[list[_Item]] = [
        [item for _, item in pairs] for _, pairs in groupby(found, key=lambda pair: pair[0])
    ]
    for together in reversed(groups):
        for item in reversed(together):
            if item.field == MOVED:
                names.move(item.table, item.old, item.new)
        yield together


class _Names:
    """Which id each thing has today that had another one then, going back in time."""

    def __init__(self) -> None:
        self._now: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def move(self, table: str, old: str, new: str) -> None:
        """Before this moment a thing had another id; what had the new one then is something else."""
        now = self.of(table, new)
        self._now[table].pop(new, None)
        self._now[table][old] = now

    def of(self, table: str, key: str) -> str:
        """The id of today."""
        if not any(self._now.values()):
            return key
        if key in self._now[table]:
            return self._now[table][key]
        whole = _WITHIN.get(table)
        for old, now in self._now[whole.name].items() if whole else ():
            if f"{key}/".startswith(f"{old}/"):
                return now + key.removeprefix(old)
        return self._by_steps(table, key)

    def _by_steps(self, table: str, key: str) -> str:
        shape = TARGETS if table == VERDICT[0] else CORRECTABLE.get(table)
        if shape is None:
            return key
        whole = _WITHIN.get(table)
        identity = shape.identity.split("/")
        if whole is not None and shape is not whole:
            identity = [*whole.identity.split("/"), *identity[1:]]
        parts = key.split("/")
        if identity[1:2] in (["goal"], ["number"]) and (
            now := self._now[GOALS.name].get("/".join(parts[:2]))
        ):
            return "/".join([now, *self._parts(identity[2:], parts[2:])])
        return "/".join(self._parts(identity, parts))

    def _parts(self, identity: list[str], parts: list[str]) -> Iterator[str]:
        for place, part in enumerate(parts):
            step = identity[min(place, len(identity) - 1)] if identity else ""
            yield self._now[_STEPS[step]].get(part, part) if step in _STEPS else part
