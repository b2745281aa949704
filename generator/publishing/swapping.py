"""A finished folder takes the place of another, in one step where the system has one: whoever is stopped, and whenever, leaves
the old one or the new one.

Who makes something works in a folder of his own (`working`, `replacing`), so that any number may build at once; they swap in one
after the other, and the last one stays.
"""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from generator.core.stopping import telling
from generator.publishing.outputs import (
    COMING,
    MARK,
    MARK_BEGUN,
    OutputError,
    begin,
    beside,
    claim,
    discard,
    files_below,
    is_empty,
    is_ours,
    is_there,
    left_beside,
    listed,
    mark,
    open_to_all,
    own_beside,
    real,
    remove,
    told_of,
)
from generator.reading.turns import hold, is_free, turn

_GONE = f"{COMING}.old"
"""Where entries of the one before go that could not be renamed as a whole."""

_LONG = 600.0
"""Seconds that somebody waits until others have swapped in what they made: from another disk it is copied."""


@contextmanager
def working(folder: Path, *kept: Path) -> Iterator[Path]:
    """An empty folder below `folder` that this run has for itself, and that goes with the block. What runs that were killed
    left there goes too. Raises as `claim` does, and OSError where the system refuses.
    """
    claim(folder, *kept)
    folder.mkdir(parents=True, exist_ok=True)
    if not is_ours(folder):
        mark(folder)
    _clear((item for item in folder.iterdir() if item.name != MARK), around=True)
    with _own(lambda: folder / secrets.token_hex(4), folder) as place:
        yield place


@contextmanager
def replacing(out: Path, *kept: Path) -> Iterator[Path]:
    """An empty folder beside `out` that takes its place when the block ends well; else all stays as it was.

    Raises as `claim` does, before anything is made, and OSError where the system refuses.
    """
    claim(out, *kept)
    recover(out)
    with told_of(out):
        real(out).parent.mkdir(parents=True, exist_ok=True)
    with told_whether(out), _own(partial(own_beside, real(out)), out) as place:
        yield place
        swap_in(place, out, *kept)


@contextmanager
def told_whether(out: Path) -> Iterator[None]:
    """Whoever stops the block is told that what stands at a place stands there still. Where it does not, somebody else may
    have put it there; and of a disk that is mounted there nobody knows.
    """
    place = real(out)
    before = _identity(place)
    with telling(lambda: None if os.path.ismount(place) or _identity(place) != before else False):
        yield


def _identity(place: Path) -> tuple[int, int] | None:
    """What no two files or folders that are there have in common; None where there is none."""
    try:
        found = place.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def founding(folder: Path) -> Iterator[Path]:
    """An empty folder that becomes `folder` when the block ends well; else nothing is left of it.

    What is made so is its owner's from then on: it carries no marker, and nothing that has content is ever replaced.
    Raises OutputError where `folder` is there and not empty, OSError where the system refuses.
    """
    place = real(folder)
    _clear(left_beside(place))
    if is_there(folder) and not (place.is_dir() and is_empty(place)):
        raise OutputError("there", folder)
    with told_of(folder):
        place.parent.mkdir(parents=True, exist_ok=True)
    with told_whether(folder), _own(partial(own_beside, place), folder) as around:
        new = around / place.name
        new.mkdir()
        yield new
        open_to_all(new)
        with told_of(folder):
            new.rename(place)


def swap_in(
    finished: Path, out: Path, *kept: Path, leave: bool = False, made: Iterable[str] | None = None
) -> None:
    """Put a finished folder in the place of `out`. With `leave` what stood there is left for the next one to be made of it
    (`left`); `made` are the paths of all files that it must hold, and of no others.

    From another file system it is copied beside `out` first. Where `out` is a place at which a disk is mounted, which
    cannot be renamed, what it holds is swapped, entry by entry. Raises as `claim` does, IncompleteError where the folder is
    not what was made, BusyError where others go on swapping in, and OSError where the system refuses; the old one stands then.
    """
    place = real(out)
    held = files_below(finished)
    if made is not None and (wrong := set(held) ^ set(made)):
        raise IncompleteError(finished / min(wrong))
    place.parent.mkdir(parents=True, exist_ok=True)
    with turn(place.parent, alone=True, wait=_LONG):
        _recover(out)
        claim(out, *kept)
        mark(finished, held)
        if os.path.ismount(place):
            _swap_inside(finished, place)
            return
        new, old = beside(out, "new"), beside(out, "old")
        claim(old)
        remove(old)
        _move(finished, new)
        try:
            open_to_all(new)
            _take_place(new, place, old)
        except BaseException as error:
            # A disk may be mounted there though it is the same one.
            if isinstance(error, OSError) and error.errno == errno.EBUSY:
                _swap_inside(new, place)
                return
            with suppress(OSError):
                remove(new)
            raise
        if leave or not old.exists():
            return
        gone = own_beside(place)
        old.rename(gone)
    # The new one stands: what cannot be removed of the old one now is removed the next time.
    with suppress(OSError):
        remove(gone)


class IncompleteError(OSError):
    """A folder that was made lacks the file at a path, or holds it though nobody made it."""

    kind = "incomplete"

    def __init__(self, file: Path) -> None:
        super().__init__(errno.ENOENT, os.strerror(errno.ENOENT), str(file))


def left(out: Path, place: Path) -> None:
    """Have a folder stand at a place that is free: what `swap_in` left of the one that `out` had taken the place of, else an
    empty one. Raises OSError where the system refuses.
    """
    old = beside(out, "old")
    with turn(old.parent, alone=True, wait=_LONG), suppress(OutputError, OSError):
        _recover(out)
        claim(old)
        old.rename(place)
        return
    place.mkdir()


def recover(out: Path) -> None:
    """End what was stopped between the two steps in which a folder takes the place of `out`, where a system knows no single
    one. Raises BusyError, OutputError where somebody added to it since, OSError where the system refuses.
    """
    place = real(out)
    with turn(place.parent, alone=True, wait=_LONG):
        _recover(out)
        # What a build was killed over while it removed the old one.
        _clear(left_beside(place))


def _recover(out: Path) -> None:
    place, old = real(out), beside(out, "old")
    if not os.path.lexists(place) and is_ours(old):
        old.rename(place)
    coming = place / COMING
    if coming.is_dir():
        claim(out)
        if is_ours(coming):
            _come(coming, place)
        else:
            shutil.rmtree(coming)


def _take_place(new: Path, place: Path, old: Path) -> None:
    """Have a folder take the place of another, which is called `old` then."""
    if not place.exists():
        new.rename(place)
    elif exchanged(new, place):
        new.rename(old)
    else:
        _in_two_steps(new, place, old)


def _in_two_steps(new: Path, place: Path, old: Path) -> None:
    """The same where there is no single step: as long as `new` stands where it stood it has not taken its place."""
    try:
        place.rename(old)
        new.rename(place)
    except BaseException:
        if not place.exists():
            old.rename(place)
        raise


@cache
def _exchange() -> Any:
    """The call of the system that exchanges two names in one step; None where there is none."""
    library: Any = ctypes.CDLL(None, use_errno=True)
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return lambda one, other: library.renameat2(here, one, here, other, exchange)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return lambda one, other: library.renamex_np(one, other, exchange)
    return None


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False, and nothing is done, where the system or the disk cannot.

    Raises OSError where it refuses.
    """
    exchange = _exchange()
    if exchange is None:
        return False
    if exchange(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
        return False
    raise OSError(number, os.strerror(number), str(other))


def _swap_inside(finished: Path, place: Path) -> None:
    """Have a folder that cannot be renamed hold what a finished one holds: brought to the same disk whole, then entry by entry.

    Who is stopped in between leaves the rest to the next one (`_recover`).
    """
    coming = place / COMING
    coming.mkdir()
    try:
        _bring(finished, coming)
    except BaseException:
        shutil.rmtree(coming, ignore_errors=True)
        raise
    _come(coming, place)
    # The marker goes last, so that a kill leaves what is known as ours.
    with suppress(OSError):
        remove(finished)


def _come(coming: Path, place: Path) -> None:
    """Have what is brought into a folder take the place of all else in it."""
    wanted = {path.partition("/")[0] for path in listed(coming)}
    old = coming / _GONE
    old.mkdir(exist_ok=True)
    for name in [item.name for item in coming.iterdir() if item.name not in (MARK, _GONE)]:
        # Which of the two it is could not be told after an exchange that was the last thing done.
        if (place / name).is_dir() or ((coming / name).is_dir() and os.path.lexists(place / name)):
            (place / name).rename(old / name)
        (coming / name).replace(place / name)
    for item in place.iterdir():
        if item.name not in wanted and item.name not in (COMING, MARK):
            discard(item)
    (coming / MARK).replace(place / MARK)
    shutil.rmtree(coming)


@contextmanager
def _own(name: Callable[[], Path], asked: Path) -> Iterator[Path]:
    """A folder of ours, by a name that nobody else has, which no other run takes for left behind as long as the block runs.
    Refusals of the system name what was `asked` for.
    """
    handle = None
    while handle is None:
        place = name()
        with told_of(asked):
            place.mkdir()
        # Before it is held somebody else may take it for left behind.
        with suppress(FileNotFoundError):
            mark(place)
            handle = hold(place)
    try:
        yield place
    finally:
        with suppress(OSError):
            remove(place)
        os.close(handle)


def _clear(items: Iterable[Path], *, around: bool = False) -> None:
    """Remove what nobody works in any more: folders of ours, and empty ones, which had no time to be marked; `around`: what
    lies in a folder of ours.
    """
    for item in items:
        with suppress(OSError):  # somebody else clears it away at the same time
            if not item.is_dir() or item.is_symlink():
                if around:
                    item.unlink()
            elif (around or is_ours(item) or is_empty(item)) and is_free(item):
                remove(item)


def _move(finished: Path, new: Path) -> None:
    """Rename a folder, or copy it where it lies on another file system."""
    claim(new)
    remove(new)
    try:
        finished.rename(new)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        try:
            _bring(finished, begin(new))
        except OSError:
            with suppress(OSError):
                remove(new)
            raise
        remove(finished)


def _bring(finished: Path, place: Path) -> None:
    """Copy a finished folder into another. The marker comes last, and is whole when it has its name: what lacks it, or has one
    that lists nothing, was not brought whole.
    """
    _copy(finished, place, skipped=MARK)
    shutil.copyfile(finished / MARK, place / MARK_BEGUN)
    open_to_all(place)
    (place / MARK_BEGUN).replace(place / MARK)


def _copy(source: Path, target: Path, skipped: str | None = None) -> None:
    """Copy what is in a folder into another; the first refusal ends it."""
    for item in source.iterdir():
        if item.name == skipped:
            continue
        if item.is_dir():
            (target / item.name).mkdir()
            _copy(item, target / item.name)
        else:
            shutil.copyfile(item, target / item.name)
