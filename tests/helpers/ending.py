"""Ends any program, with all its children, before the nth call of the system that changes a file.

What counts the calls, and ends it, is loaded before the C library (`ending.c`), into this process too: programs are forked off
it, so that one in Python need not load its modules each time. `cc` makes it.
"""

from __future__ import annotations

import atexit
import fcntl
import mmap
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("ending.c")

_SHARED, _LOADED = "ENDING", "LD_PRELOAD"
_SIZE, _HEAD = 4096, "4L"
_MOST_SAID = 1 << 20
_PATIENCE = 200
"""Hundredths of a second in which a group must have ended whose first process has."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended (negative: by which signal), what it said, the calls that it came to, where it was not ended, and
    whether somebody of its group went on.
    """

    code: int
    out: str
    err: str
    calls: tuple[str, ...]
    goes_on: bool


class Ending:
    """Runs programs, and ends them where it is told to. What it needs for that stands in `folder`, which is its own.

    The process must have been begun anew by `begin` before.
    """

    def __init__(self, folder: Path) -> None:
        self._log = folder / "log"
        with Path(os.environ[_SHARED]).open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _SIZE)

    def run(
        self, act: Callable[[], object], cwd: Path, at: int = 0, by: signal.Signals = signal.SIGKILL
    ) -> Ended:
        """Do something in a folder, in a process of its own, to its end or to the call `at`, of which nothing is done where the
        signal kills.
        """
        self._log.write_bytes(b"")
        pipes = [os.pipe(), os.pipe()]
        for _, said in pipes:
            fcntl.fcntl(said, fcntl.F_SETPIPE_SZ, _MOST_SAID)
        child = os.fork()
        if not child:
            self._child(act, cwd, [said for _, said in pipes], at, by)
        _, status = os.waitpid(child, 0)
        goes_on = _goes_on(child)
        out, err = (_heard(*pipe) for pipe in pipes)
        calls = () if at else tuple(self._log.read_text(errors="replace").splitlines())
        return Ended(os.waitstatus_to_exitcode(status), out, err, calls, goes_on)

    def _child(
        self, act: Callable[[], object], cwd: Path, said: list[int], at: int, by: signal.Signals
    ) -> None:
        code = 1
        try:
            os.setsid()
            os.chdir(cwd)
            for number, pipe in enumerate(said, start=1):
                os.dup2(pipe, number)
            sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8")
            sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8")
            log = b"" if at else os.fsencode(self._log)
            struct.pack_into(f"{_HEAD}{len(log) + 1}s", self._shared, 0, os.getpid(), 0, at, int(by), log)
            act()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:  # noqa: BLE001 - whatever it is, it is told where it was asked for
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)


def _goes_on(group: int) -> bool:
    """Whether somebody of a group of processes is there, and stays; none is left."""
    for _ in range(_PATIENCE):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.01)
    os.killpg(group, signal.SIGKILL)
    return True


def _heard(end: int, other: int) -> str:
    """What was said into a pipe."""
    os.close(other)
    os.set_blocking(end, False)
    try:
        return os.read(end, _MOST_SAID).decode(errors="replace")
    except BlockingIOError:
        return ""
    finally:
        os.close(end)


def begin() -> None:
    """Begin this process anew with what counts the calls, where it was begun without. Raises FileNotFoundError where nothing
    can make that.
    """
    if _SHARED in os.environ:
        atexit.register(shutil.rmtree, Path(os.environ[_SHARED]).parent, ignore_errors=True)
        return
    compiler = shutil.which("cc")
    if compiler is None:
        raise FileNotFoundError("cc")
    folder = Path(tempfile.mkdtemp())
    library, shared = folder / "ending.so", folder / "shared"
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", library, SOURCE], check=True)
    shared.write_bytes(bytes(_SIZE))
    os.environ |= {_LOADED: str(library), _SHARED: str(shared)}
    os.execv(sys.executable, [sys.executable, *sys.argv])
