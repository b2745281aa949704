"""Which corrections give the reason of a change: the one rule, for the check against a base and for the history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.comparing.entries import canonical

Name = tuple[str, str, str]
"""What a correction is about: table, key, field."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a correction says: what it is about, the value before and the value after, both as published."""

    about: Name
    old: str
    new: str

    def __post_init__(self) -> None:
        table, _, field = self.about
        object.__setattr__(self, "old", canonical(table, field, self.old))
        object.__setattr__(self, "new", canonical(table, field, self.new))


def misfits(steps: Sequence[Step], old: str, new: str) -> Iterator[tuple[int, str, str]]:
    """Where corrections of one value, in their order, do not lead from `old` to `new`: (which, column, value meant).

    One change may have taken several steps, each with its correction: every step begins where the one before it ended.
    """
    if steps[0].old != old:
        yield 0, "old", old
    if steps[-1].new != new:
        yield len(steps) - 1, "new", new
    for position, (before, step) in enumerate(pairwise(steps), start=1):
        if step.old != before.new:
            yield position, "old", before.new


def leading(steps: Sequence[Step], old: str, new: str) -> range | None:
    """The shortest run of corrections of one value that lead from `old` to `new`, the first of several; None without.

    Positions in `steps`.
    """
    runs = (
        range(start, start + length) for length in range(1, len(steps) + 1) for start in range(len(steps))
    )
    fitting = (run for run in runs if run.stop <= len(steps) and _leads([steps[at] for at in run], old, new))
    return next(fitting, None)


def _leads(steps: Sequence[Step], old: str, new: str) -> bool:
    return next(misfits(steps, old, new), None) is None
