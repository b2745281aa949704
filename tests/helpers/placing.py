"""What is put in the place of a folder where it is stopped at every step; nothing is loaded but what does that."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from laid import files

from generator.publishing import swapping
from generator.publishing.swapping import founding, replacing, swap_in

Patch = Callable[[object, str, object], None]
"""Gives an object another attribute: `setattr`, or the same until the end of a test."""

ONE_STEP, TWO_STEPS, MOUNTED = "one step", "two steps", "a disk is mounted there"
ANOTHER_DISK, BARRED = "it is made on another disk", "it may not take its place"


def take(way: str, out: Path, patch: Patch) -> None:
    """Have a finished folder take its place in a way."""
    rename = Path.rename

    def renamed(self: Path, target: Path) -> Path:
        if "work" in self.parts and "work" not in Path(target).parts:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(self))
        return rename(self, target)

    def refuse(*_: Path) -> None:
        raise PermissionError

    if way == TWO_STEPS:
        patch(swapping, "exchanged", lambda *_: False)
    if way == MOUNTED:
        patch(os.path, "ismount", out.samefile)
    if way == ANOTHER_DISK:
        patch(Path, "rename", renamed)
    if way == BARRED:
        patch(swapping, "_take_place", refuse)


def taking(way: str, out: Path, act: Callable[..., None], *given: object) -> None:
    """Do something where folders take their place in a way, in a process that has an end then."""
    take(way, out, setattr)
    with suppress(*[PermissionError] if way == BARRED else []):
        act(*given)


def eight(folder: Path, which: str) -> None:
    """Eight files, all of which say which they are of."""
    for number in range(8):
        file = folder / f"{number % 3}" / f"{number}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(which, encoding="utf-8")


def founded(folder: Path) -> None:
    """Eight new files in a folder that is founded."""
    with founding(folder) as new:
        eight(new, "new")


def replaced(out: Path) -> None:
    """Eight new files in the place of whatever stood there."""
    with replacing(out) as folder:
        eight(folder, "new")


def named(out: Path, names: Sequence[str]) -> None:
    """Files of some names in the place of whatever stood there."""
    with replacing(out) as folder:
        for name in names:
            files((folder / name).parent, Path(name).name)


def brought(made: Path, out: Path) -> None:
    """A folder with a new file in the place of whatever stood there."""
    swap_in(files(made, "new"), out)
