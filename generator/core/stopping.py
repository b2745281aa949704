"""What whoever stops the program by Ctrl-C or a signal is told of what he stopped: whether anything was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_WRITTEN = "mingzhang_written"
"""What a stop carries on its way out: what each block that it went through knows."""


class _Run:
    """One command: whether it came to a block that writes."""

    came_to_write = False


def begin() -> None:
    """Begin a command, which has written nothing yet."""
    _Run.came_to_write = False


@contextmanager
def telling(written: Callable[[], bool | None]) -> Iterator[None]:
    """A block that writes all of something or nothing of it; `written` says which it was, when somebody stops it, and None
    where that is not certain.
    """
    _Run.came_to_write = True
    try:
        yield
    except (KeyboardInterrupt, SystemExit) as stop:
        setattr(stop, _WRITTEN, (*getattr(stop, _WRITTEN, ()), written()))
        raise


def was_written(stop: BaseException) -> bool | None:
    """Whether anything of what was stopped had been written; None where nobody knows. All that writes is in such blocks, so
    before the first of them nothing had been.
    """
    told = getattr(stop, _WRITTEN, ())
    if True in told:
        return True
    certain = None not in told if told else not _Run.came_to_write
    return False if certain else None
