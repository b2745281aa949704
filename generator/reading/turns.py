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
    if fcntl is None:
        return
    how = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    while True:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise BusyError(folder) from None
            time.sleep(_PAUSE)
        except OSError as error:
            if error.errno in _UNKNOWN:
                return
            error.filename = str(folder)
            raise
        else:
            return
