"""Where the installed program begins: before its modules are there, whoever stops it (Ctrl-C) gets one line and its code."""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType

from generator import FAULT


def run() -> None:
    """What the installed program does: load the command line, then run it."""
    # An exception could be lost, or leave a module half loaded; nothing is open yet that would have to be cleared away.
    signal.signal(signal.SIGINT, _stop)
    # Nothing that is loaded becomes garbage, and nothing of ours multiplies matrices, for which NumPy keeps threads ready.
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from generator import cli
    except Exception as error:  # noqa: BLE001 - a file of the installation that is broken, or not there
        # Python would end with the code of problems that were found in the data.
        os.write(2, f"mingzhang: {type(error).__name__}: {error}\n".encode(errors="backslashreplace"))
        os._exit(FAULT)

    gc.enable()

    signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.run()


def _stop(number: int, _: FrameType | None) -> None:
    """End at once. No catalogue is read yet, so the line is the name of the signal."""
    os.write(
        sys.__stderr__.fileno() if sys.__stderr__ else 2,
        f"mingzhang: {signal.Signals(number).name}\n".encode(),
    )
    os._exit(128 + number)
