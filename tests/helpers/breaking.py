"""Stops what changes files, at each of its steps: as by a kill, in a process of its own, or by an exception."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

_STEPS = frozenset(
    {
        "os.rename",
        "os.link",
        "os.symlink",
        "os.mkdir",
        "os.remove",
        "os.rmdir",
        "os.chmod",
        "os.utime",
        "os.truncate",
    }
)
"""What changes a folder or a file, as Python tells before it does."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

_KILLED = 77
_FEW = 2000
"""More steps than anything takes here."""


def changes(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether what Python tells of changes a folder or a file."""
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & _WRITES)
    return event in _STEPS


in_this_process = False
"""Whether all that is stopped is forked off this process: where the program was changed in it alone."""


def at_every_step(act: Callable[..., object], *given: object, here: bool = False) -> Iterator[int]:
    """Do something again and again, each time in a process that ends at once before the first step that changes a file,
    the second, and so on, until it comes to its end; the number of the step each time it was ended.

    What was written since the step before is half of it then, as on a machine whose power fails. `act` is a function of a
    module, and what it is given are values: the processes are forked off one that has loaded that module alone, as a fork of
    all that a run of tests holds takes twenty times as long; `here` has them forked off this one, for what would have to make
    ready each time what stands ready in it.
    """
    with _forking(act, given, here=here or in_this_process) as forked:
        for number in range(1, _FEW):
            code = forked(number)
            assert code in (0, _KILLED), code
            if code == 0:
                return
            yield number
    raise AssertionError("it has no end")


@contextmanager
def _forking(
    act: Callable[..., object], given: tuple[object, ...], *, here: bool
) -> Iterator[Callable[[int], int]]:
    """What does something in a process that ends before a step, and gives the code with which it ended."""
    if here:
        yield lambda number: _forked(act, given, number)
        return
    command = [sys.executable, "-c", "import breaking; breaking.serve()"]
    known = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=known) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        asked, told = server.stdin, server.stdout

        def forked(number: int) -> int:
            pickle.dump(number, asked)
            asked.flush()
            code: int = pickle.load(told)
            return code

        pickle.dump((act, given), asked)
        yield forked


def serve() -> None:
    """Fork off what is asked for, until nobody is there to ask."""
    asked, told = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What it says goes where faults are told.
    os.dup2(2, 1)
    act, given = pickle.load(asked)
    while True:
        try:
            number = pickle.load(asked)
        except EOFError:
            return
        pickle.dump(_forked(act, given, number), told)
        told.flush()


def _forked(act: Callable[..., object], given: tuple[object, ...], number: int) -> int:
    def ended() -> None:
        _end_before(number)
        act(*given)

    return apart(ended)


def apart(act: Callable[[], object]) -> int:
    """Do something in a process of its own, such as what nobody can undo; the code with which that ended."""
    child = os.fork()
    if not child:
        code = 1
        try:
            act()
            code = 0
        except BaseException:  # noqa: BLE001 - whatever it is, it is told where it was asked for
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _end_before(number: int) -> None:
    count = 0

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if changes(event, arguments):
            count += 1
            if count == number:
                os._exit(_KILLED)
            if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
                # The file is there, or has lost what was in it, and nothing is written yet.
                count += 1
                if count == number:
                    count += 1
                    os.open(arguments[0], int(str(arguments[2])), 0o600)
                    os._exit(_KILLED)

    sync = os.fsync

    def synced(handle: int) -> None:
        # Nothing of this may be counted on before it is done.
        nonlocal count
        count += 1
        if count == number:
            if os.fstat(handle).st_size and not os.path.isdir(f"/proc/self/fd/{handle}"):  # noqa: PTH112
                os.ftruncate(handle, os.fstat(handle).st_size // 2)
            os._exit(_KILLED)
        sync(handle)

    os.fsync = synced  # type: ignore[assignment]
    sys.addaudithook(hear)


class Stopped:
    """Raises an exception before a step that changes a file. Only in a process of its own: the hook cannot be taken away, and
    all that is done after it would be told to it.
    """

    def __init__(self, kind: type[BaseException]) -> None:
        self._kind, self._number, self._count = kind, 0, 0

    def at(self, number: int) -> None:
        """At which step from now on; 0 for none."""
        self._number, self._count = number, 0

    @property
    def reached(self) -> bool:
        """Whether that step was come to."""
        return self._count >= self._number

    def __enter__(self) -> Self:
        sys.addaudithook(self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._number = 0

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._number and changes(event, arguments):
            self._count += 1
            if self._count == self._number:
                raise self._kind
