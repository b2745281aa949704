"""What whoever stops the program by Ctrl-C or a signal is told of what he stopped: whether anything was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_WRITTEN = "mingzhang_written"
"""What a stop carries on its way out: what each block that it went through knows."""


@contextmanager
def telling(written: Callable[[], bool | None]) -> Iterator[None]:
    """A block that writes all of something or nothing of it; `written` says which it was, when somebody stops it, and None
    where that is not certain.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit) as stop:
        setattr(stop, _WRITTEN, (*getattr(stop, _WRITTEN, ()), written()))
        raise


def was_written(stop: BaseException) -> bool | None:
    """Whether anything of what was stopped had been written; None where nobody knows."""
    told = getattr(stop, _WRITTEN, ())
    if True in told:
        return True
    return False if told and None not in told else None
