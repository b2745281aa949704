"""Which indicators of several bodies are one and the same, so that their figures may stand side by side.

That is never guessed. Two indicators may be the same where the bodies gave them the same id, or the same code of a list of
others (`core/external_codes.py`); they are taken for it only where unit, measure and direction agree too. What their
definitions say is for readers to compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, zip_longest
from typing import TypeVar

from generator.core.external_codes import SCHEMES, codes_in
from generator.core.model import Indicator, Named, Package

K = TypeVar("K")
E = TypeVar("E", Indicator, Named)

Holder = tuple[Package, Indicator]
"""A body's package, and its indicator."""

SEVERAL = 2
"""How many hold what can be compared, at least."""


class Apart(StrEnum):
    """Why an indicator of the same name is not put beside the others."""

    CODE = "code"
    UNIT = "unit"
    MEASURE = "measure"
    DIRECTION = "direction"


@dataclass(frozen=True, slots=True)
class Same:
    """An indicator that several bodies hold.

    `key` is its place in addresses: the id that all of them gave it, or list and code with `_` between, which no id has.
    `code` is that code as people write it, empty where the id is the bond. `held` are (package, indicator) of those that
    stand side by side, `apart` the others of that id or code, each with why it doesn't; all in the order of the packages.
    """

    key: str
    code: str
    held: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, str, tuple[Apart, ...]], ...] = ()

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"{PATH}{self.key}/"


PATH = "compare/"
"""The page that lists them; that of each stands below it."""


def alike(packages: Iterable[Package]) -> list[Same]:
    """The indicators that several of some packages hold, by id and then by code.

    A code that several indicators of a package have names none of them. What a code binds that has one id anyway is told
    once, by the id.
    """
    all_of = list(packages)
    found: list[Same] = []
    for name, holders in _several((item.id, (package, item)) for package, item in _indicators(all_of)):
        found += _same(name, "", holders)
    known = [frozenset(item.held) for item in found]
    coded = (
        (code, (package, item)) for package in all_of for code, item in _codes(package.indicators.values())
    )
    for (scheme, code), holders in _several(coded):
        for item in _same(f"{scheme}_{code}", f"{SCHEMES[scheme].name} {code}", holders):
            if not any(set(item.held) <= one for one in known):
                found.append(item)
    return found


@dataclass(frozen=True, slots=True)
class SameEntry:
    """An entry of a code list that several bodies hold, by the code that all of them gave it: its list and the code.

    `held` are (package, entry), in the order of the packages.
    """

    scheme: str
    code: str
    held: tuple[tuple[str, str], ...]


def alike_entries(packages: Iterable[Package], name: str) -> list[SameEntry]:
    """The entries of a code list (`units`, `themes`, `areas`, `organisations`) that are the same in several packages, by
    codes alone: the same id may mean another thing elsewhere. A code that several entries of a package have names none.
    """
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for package in packages:
        entries: Iterable[Named] = getattr(package, name).values()
        for code, entry in _codes(entries):
            groups.setdefault(code, []).append((package.id, entry.id))
    return [
        SameEntry(scheme, code, tuple(held))
        for (scheme, code), held in groups.items()
        if len(held) >= SEVERAL
    ]


def by_indicator(found: Iterable[Same]) -> Mapping[str, Mapping[str, list[str]]]:
    """The addresses at which each indicator is compared, by package and indicator."""
    paths: dict[str, dict[str, list[str]]] = {}
    for item in found:
        for package, name in item.held:
            paths.setdefault(package, {}).setdefault(name, []).append(item.path)
    return paths


def _indicators(packages: Iterable[Package]) -> Iterator[Holder]:
    return chain.from_iterable(
        ((package, item) for item in package.indicators.values()) for package in packages
    )


def _codes(entries: Iterable[E]) -> Iterator[tuple[tuple[str, str], E]]:
    """The codes that one entry alone has."""
    of: dict[tuple[str, str], list[E]] = {}
    for item in entries:
        for code in codes_in(item.more):
            of.setdefault((code.scheme, code.code), []).append(item)
    yield from ((code, items[0]) for code, items in of.items() if len(items) == 1)


def _several(pairs: Iterable[tuple[K, Holder]]) -> Iterator[tuple[K, list[Holder]]]:
    groups: dict[K, list[Holder]] = {}
    for key, holder in pairs:
        groups.setdefault(key, []).append(holder)
    yield from ((key, holders) for key, holders in groups.items() if len(holders) >= SEVERAL)


def _same(key: str, code: str, holders: Sequence[Holder]) -> Iterator[Same]:
    """Those that are the same, most of them; nothing where no two are."""
    classes: list[list[Holder]] = []
    for holder in holders:
        # What is the same as one but not as another is not surely the same as all.
        of = next((one for one in classes if not any(_apart(other, holder) for other in one)), None)
        if of is None:
            classes.append([holder])
        else:
            of.append(holder)
    held = max(classes, key=len)
    if len(held) < SEVERAL:
        return
    named = {package.id for package, _ in held}
    yield Same(
        key,
        code,
        tuple((package.id, item.id) for package, item in held),
        tuple(
            (package.id, item.id, tuple(_apart(held[0], (package, item)) or [Apart.UNIT]))
            for package, item in holders
            if package.id not in named
        ),
    )


def _apart(one: Holder, other: Holder) -> list[Apart]:
    """What speaks against two indicators being the same."""
    (first, mine), (second, yours) = one, other
    codes = {item.scheme: item.code for item in codes_in(mine.more)}
    found = {
        Apart.CODE: any(codes.get(item.scheme, item.code) != item.code for item in codes_in(yours.more)),
        Apart.UNIT: not same_unit(first.units[mine.unit_id], second.units[yours.unit_id]),
        Apart.MEASURE: mine.measure is not yours.measure,
        Apart.DIRECTION: (mine.ascending, mine.falls) != (yours.ascending, yours.falls),
    }
    return [reason for reason, holds in found.items() if holds]


def same_unit(one: Named, other: Named) -> bool:
    """Whether two units mean the same: by a code that both have, else by their names in every language that both are
    named in, else, where there is none, by their ids.
    """
    codes = {item.scheme: item.code for item in codes_in(one.more)}
    for item in codes_in(other.more):
        if item.scheme in codes:
            return codes[item.scheme] == item.code
    names, others = dict(one.title.said), dict(other.title.said)
    shared = names.keys() & others.keys()
    if shared:
        return all(_same_words(names[tag], others[tag]) for tag in shared)
    return one.id == other.id


_SYMBOL = 3
"""So many letters may be a symbol, of which capitals are a part: MW is no mW, Mt no mt."""


def _same_words(one: str, other: str) -> bool:
    """Whether two names are the same, capitals of words aside."""
    pairs = zip_longest(one.split(), other.split(), fillvalue="")
    return all(
        word == beside or (len(word) > _SYMBOL and word.casefold() == beside.casefold())
        for word, beside in pairs
    )
