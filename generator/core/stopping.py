"""What whoever stops the program by Ctrl-C or a signal is told of what he stopped: whether anything was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_WRITTEN = "mingzhang_written"
"""What a stop carries on its way out: what each block that it went through knows."""


class _Run:
    """One command: whether it came to a block that writes, and what each of those that came to their end did."""

    came_to_write = False
    ended: frozenset[bool | None] = frozenset()


def begin() -> None:
    """Begin a command, which has written nothing yet."""
    _Run.came_to_write, _Run.ended = False, frozenset()


@contextmanager
def telling(written: Callable[[], bool | None]) -> Iterator[None]:
    """A block that writes all of something or nothing of it; `written` says which it was, when it has ended or somebody stops
    it, and None where that is not certain.
    """
    _Run.came_to_write = True
    try:
        yield
    except (KeyboardInterrupt, SystemExit) as stop:
        setattr(stop, _WRITTEN, (*getattr(stop, _WRITTEN, ()), written()))
        raise
    _Run.ended |= {written()}


def was_written(stop: BaseException) -> bool | None:
    """Whether all that was stopped had been written, or nothing of it; None where nobody knows, or one block had written and
    another one had not. All that writes is in such blocks, so before the first of them nothing had been.
    """
    told = _Run.ended.union(getattr(stop, _WRITTEN, ()))
    if len(told) == 1:
        return next(iter(told))
    return None if told or _Run.came_to_write else False
