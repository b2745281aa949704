"""What a disk may hold after the power failed, at any step of what changes files on it.

A disk keeps what was synced. What was not may be there or not: of each folder some of what was done to it last, in its order but
apart from what was done to the others, and of each file its content or none.
"""

from __future__ import annotations

import itertools
import os
import pickle
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from breaking import changes

_MOST = 24
"""States of each moment that are tried; of more, so many by chance."""

Entries = dict[str, dict[str, int]]
"""The names in each folder, by the path of that, and what they name: the number of a file or a folder."""


@dataclass
class _Moment:
    """What stood there before a step, and what the step syncs: the number of a file or folder, 0 for none."""

    entries: Entries = field(default_factory=dict)
    contents: dict[int, tuple[bytes, int]] = field(default_factory=dict)
    synced: int = 0


def after_failures(folder: Path, act: Callable[[], object], place: Path) -> Iterator[tuple[int, bool]]:
    """Do something in a folder, in a process of its own, then have `place` hold, one after the other, what that folder may
    hold where the power failed; the number of the step, and whether all had been done by then.
    """
    moments = _moments(folder, act)
    names, contents = moments[0].entries, dict(moments[0].contents)
    waiting: dict[str, list[dict[str, int | None]]] = {}
    chance, known = random.Random(1), dict(contents)
    for number, (before, after) in enumerate(zip(moments, [*moments[1:], moments[-1]], strict=True)):
        last, known = number == len(moments) - 1, known | before.contents
        for count, kept in itertools.product(_some(waiting, chance), (False, True)):
            found = {path: dict(there) for path, there in names.items()}
            for path, taken in count.items():
                for change in waiting[path][:taken]:
                    _apply(found.setdefault(path, {}), change)
            _hold(place, found, known if kept else _unsynced(known, contents))
            yield number, last
        if before.synced:
            contents |= {n: c for n, c in before.contents.items() if n == before.synced}
            for path, there in before.entries.items():
                if _number(before.entries, path) == before.synced:
                    waiting.pop(path, None)
                    names[path] = dict(there)
        for path in before.entries.keys() | after.entries.keys():
            old, new = before.entries.get(path, {}), after.entries.get(path, {})
            if change := {name: new.get(name) for name in old | new if old.get(name) != new.get(name)}:
                waiting.setdefault(path, []).append(change)


def _some(waiting: dict[str, list[dict[str, int | None]]], chance: random.Random) -> list[dict[str, int]]:
    """How many of the changes of each folder are on the disk: all ways, or so many of them."""
    ways = itertools.product(*(range(len(changes) + 1) for changes in waiting.values()))
    found = [dict(zip(waiting, way, strict=True)) for way in ways]
    return found if len(found) <= _MOST else [found[0], found[-1], *chance.sample(found, _MOST)]


def _apply(there: dict[str, int], change: dict[str, int | None]) -> None:
    for name, number in change.items():
        if number is None:
            there.pop(name, None)
        else:
            there[name] = number


def _unsynced(
    known: dict[int, tuple[bytes, int]], synced: dict[int, tuple[bytes, int]]
) -> dict[int, tuple[bytes, int]]:
    """The files as they were synced last, the others with no content."""
    return {number: synced.get(number, (b"", mode)) for number, (_, mode) in known.items()}


def _number(entries: Entries, path: str) -> int:
    above, _, name = path.rpartition("/")
    return entries.get(above, {}).get(name, 0) if path else entries["/"]["/"]


def _hold(place: Path, entries: Entries, contents: dict[int, tuple[bytes, int]]) -> None:
    """Have a folder hold some entries, as far as they can be reached. A file that names its own number is given that of today."""
    stood: dict[int, Path] = {}

    def fill(path: str) -> None:
        folder = place / path
        folder.mkdir()
        for name, number in entries.get(path, {}).items():
            below = f"{path}/{name}".removeprefix("/")
            if number not in contents:
                fill(below)
            elif number in stood:
                os.link(stood[number], folder / name)
            else:
                stood[number] = file = folder / name
                content, mode = contents[number]
                file.touch()
                day, own, *rest = [*content.split(b" ", 2), b"", b""]
                names_itself = own == b"%d" % number
                if names_itself:
                    content = b" ".join((day, b"%d" % file.stat().st_ino, rest[0]))
                file.write_bytes(content)
                file.chmod(mode)
                if names_itself:
                    os.utime(file, (int(day), int(day)))

    fill("")


def _moments(folder: Path, act: Callable[[], object]) -> list[_Moment]:
    told = folder.with_name(f"{folder.name}.moments")
    if not (child := os.fork()):
        found: list[_Moment] = []
        busy = False

        def see(synced: int = 0) -> None:
            nonlocal busy
            busy = True
            found.append(_seen(folder, synced))
            busy = False

        def hear(event: str, arguments: tuple[object, ...]) -> None:
            if not busy and changes(event, arguments):
                see()

        sync = os.fsync

        def synced(handle: int) -> None:
            see(os.fstat(handle).st_ino)
            sync(handle)

        os.fsync = synced  # type: ignore[assignment]
        sys.addaudithook(hear)
        try:
            act()
        finally:
            see()
            busy = True
            told.write_bytes(pickle.dumps(found))
            os._exit(0)
    os.waitpid(child, 0)
    moments: list[_Moment] = pickle.loads(told.read_bytes())
    told.unlink()
    return moments


def _seen(folder: Path, synced: int) -> _Moment:
    moment = _Moment({"/": {"/": folder.stat().st_ino}}, {}, synced)

    def look(path: str) -> None:
        there = moment.entries.setdefault(path, {})
        with os.scandir(folder / path) as items:
            for item in items:
                there[item.name] = item.inode()
                if item.is_dir(follow_symlinks=False):
                    look(f"{path}/{item.name}".removeprefix("/"))
                else:
                    moment.contents[item.inode()] = Path(item.path).read_bytes(), item.stat().st_mode & 0o777

    look("")
    return moment
