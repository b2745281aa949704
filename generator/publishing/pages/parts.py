"""Lists that are too long for one page, in parts: each is a page of its own, at an address that stays.

A list is what a page shows in groups. Its first part stands at the address of the page itself and begins with what
matters first; the others stand below it. An id has no underscore, so none of them ever has the address of a thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core.phrases import mapped

WHOLE = 49_800
"""Bytes of HTML up to which a list stays on one page, which with what is around it then weighs less than 60,000."""

ROOM = 30_000
"""Bytes of HTML that a part of a longer list takes at most: as archived texts, it is read on a phone."""

NAMED = 24
"""How many of its parts a list names on each of them."""

LABEL = 60
"""Characters of the name of a part."""

Groups = Mapping[str, Sequence[Any]]
"""What a page lists, by group, both in the order of the page; a group may be empty and is told all the same."""

Weigh = Callable[[str, Any, str], int]
"""About how many bytes of HTML an entry of a group takes in a language; `None` for what stands above its entries."""


def _no_anchors(_: str, __: object) -> Iterable[str]:
    return ()


def _nothing_else(_: str) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page lists: how much of it there is to show, and what a part is called that begins with an entry.

    `around` is what else stands on its first part in a language, in bytes, and `again` what of it stands on the others
    too; `room` are the bytes that a part takes at most. `anchors` are the names by which links lead to an entry, or to
    the head of a group.
    """

    groups: Groups
    weigh: Weigh
    name: Callable[[str, Any, str], str]
    around: Callable[[str], int] = _nothing_else
    anchors: Callable[[str, Any], Iterable[str]] = _no_anchors
    again: Callable[[str], int] = _nothing_else
    room: int | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """A list in its parts, one where it is short enough; `part_of` is the part of each anchor, from 0."""

    parts: tuple[Groups, ...]
    part_of: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list a page shows: of its `total` entries those from `first` to `last`, counted from 1.

    `others` are some of the parts, evenly among all of them: (number, path, what it begins with). `previous` and
    `next` are the paths of the parts beside it, empty where there is none.
    """

    number: int
    count: int
    first: int
    last: int
    total: int
    previous: str
    next: str
    others: Sequence[tuple[int, str, str]]


def part_path(page: str, part: int) -> str:
    """The path of a part, from 0, of the list of a page."""
    return f"{page}part_{part + 1}/" if part else page


def divided(listing: Listing, languages: Sequence[str]) -> Division:
    """A list in as many parts as it needs to be light in each of some languages."""
    room = [WHOLE - listing.around(tag) for tag in languages]
    parts: tuple[Groups, ...] = (listing.groups,)
    if any(left < 0 for left in _left(listing, languages, room)):
        parts = tuple(_parts(listing, languages))
    part_of: dict[str, int] = {}
    for number, groups in enumerate(parts):
        for key, entries in groups.items():
            for entry in (None, *entries):
                for anchor in listing.anchors(key, entry):
                    part_of.setdefault(anchor, number)
    return Division(parts, part_of)


def _left(listing: Listing, languages: Sequence[str], room: list[int]) -> list[int]:
    """The room that a whole list leaves in each language; whoever finds too little looks no further."""
    for key, entries in listing.groups.items():
        for entry in (None, *entries):
            room = [left - listing.weigh(key, entry, tag) for left, tag in zip(room, languages, strict=True)]
            if min(room) < 0:
                return room
    return room


def _parts(listing: Listing, languages: Sequence[str]) -> Iterator[Groups]:
    part: dict[str, list[Any]] = {}
    room = ROOM if listing.room is None else listing.room
    weights = [listing.around(tag) for tag in languages]
    for key, entries in listing.groups.items():
        head = [listing.weigh(key, None, tag) for tag in languages]
        # The head of a group stays with its first entry.
        for entry in entries or (None,):
            own = [0 if entry is None else listing.weigh(key, entry, tag) for tag in languages]
            if key not in part:
                own = [weight + above for weight, above in zip(own, head, strict=True)]
            if part and any(one + more > room for one, more in zip(weights, own, strict=True)):
                yield part
                if key in part:
                    own = [weight + above for weight, above in zip(own, head, strict=True)]
                part, weights = {}, [listing.again(tag) for tag in languages]
            part.setdefault(key, []).extend(() if entry is None else (entry,))
            weights = [one + more for one, more in zip(weights, own, strict=True)]
    yield part


def told(division: Division, listing: Listing, page: str, number: int, language: str) -> Part | None:
    """What a part, from 0, of the list of a page tells of the whole; None where the list is not divided."""
    count = len(division.parts)
    if count == 1:
        return None
    sizes = [sum(map(len, groups.values())) for groups in division.parts]
    shown = sorted({round(step * (count - 1) / (NAMED - 1)) for step in range(NAMED)})
    if count <= NAMED:
        shown = list(range(count))
    return Part(
        number=number + 1,
        count=count,
        first=sum(sizes[:number]) + 1,
        last=sum(sizes[: number + 1]),
        total=sum(sizes),
        previous=part_path(page, number - 1) if number else "",
        next=part_path(page, number + 1) if number + 1 < count else "",
        others=[
            (other + 1, part_path(page, other), _begins(division.parts[other], listing, language))
            for other in shown
        ],
    )


def _begins(groups: Groups, listing: Listing, language: str) -> str:
    """What a part is called: by its first entry."""
    key, entries = next(iter(groups.items()))
    name = listing.name(key, entries[0] if entries else None, language)
    return mapped(name, lambda text: text if len(text) <= LABEL else f"{text[:LABEL].rstrip()}…")
