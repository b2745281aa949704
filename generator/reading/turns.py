"""Who changes the authors' files, and who reads them meanwhile: one at a time, or any number of readers.

A folder itself is what is locked, so that nothing is left of it in the folder, and the system ends a turn with the
program that has it, however that ends. Where a system or a disk knows no such locks, nobody waits.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.reading.trees import WorkingTree

try:
    import fcntl
except ImportError:  # a system without them
    fcntl = None  # type: ignore[assignment]

WAIT = 10.0
"""Seconds that somebody waits for his turn."""

_PAUSE = 0.02
"""Seconds from one try to the next."""

_UNKNOWN = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS})
"""What a system says that locks no folders on a disk."""


class BusyError(OSError):
    """Somebody else has the turn in a folder, and went on having it."""

    kind = "turn"

    def __init__(self, folder: Path) -> None:
        super().__init__(errno.EBUSY, os.strerror(errno.EBUSY), str(folder))


@contextmanager
def turn(folder: Path, *, alone: bool, wait: float = WAIT) -> Iterator[None]:
    """Have the turn in a folder as long as the block runs: `alone` to change it, or with others who only read.

    In a folder that is not there everybody has it. Raises BusyError after `wait` seconds, OSError where the system refuses.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError):
        yield
        return
    try:
        _take(handle, folder, time.monotonic() + wait, alone=alone)
        yield
    finally:
        os.close(handle)


@contextmanager
def reading(folder: Path) -> Iterator[WorkingTree]:
    """The files below a folder, which nobody changes while the block reads them. Raises as `turn` does."""
    with turn(folder, alone=False):
        yield WorkingTree(folder)


def _take(handle: int, folder: Path, until: float, *, alone: bool) -> None:
    while _tried(handle, alone=alone) is False:
        if time.monotonic() >= until:
            raise BusyError(folder)
        time.sleep(_PAUSE)


def hold(folder: Path) -> int | None:
    """Take the turn in a folder alone, as long as the handle that is given back stays open; None where somebody has it, or
    the folder is gone by then.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    if _tried(handle, alone=True) is not False and _leads_to(folder, handle):
        return handle
    os.close(handle)
    return None


def is_free(folder: Path) -> bool:
    """Whether it is certain that nobody has the turn in a folder."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        return bool(_tried(handle, alone=True))
    finally:
        os.close(handle)


def join(folder: Path) -> None:
    """Be one of those who use a folder, as long as this process lasts."""
    handle = os.open(folder, os.O_RDONLY)
    place = _place(os.fstat(handle))
    if place in _JOINED:
        os.close(handle)
        return
    _take(handle, folder, time.monotonic() + WAIT, alone=False)
    _JOINED[place] = handle


@contextmanager
def nobody_else(folder: Path) -> Iterator[bool]:
    """Whether nobody but this process uses a folder that it joined, which stays so as long as the block runs."""
    handle = _JOINED.get(_place(folder.stat()))
    alone = handle is not None and bool(_tried(handle, alone=True))
    try:
        yield alone
    finally:
        if handle is not None:
            _tried(handle, alone=False)


_JOINED: dict[tuple[int, int], int] = {}
"""The handles of the folders that this process uses, by what the system knows them by."""


def _place(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _leads_to(folder: Path, handle: int) -> bool:
    try:
        return _place(folder.stat()) == _place(os.fstat(handle))
    except FileNotFoundError:
        return False


def _tried(handle: int, *, alone: bool) -> bool | None:
    """Whether the turn could be had at once; None where nobody can tell."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno in _UNKNOWN:
            return None
        raise
    return True
