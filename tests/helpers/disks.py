"""Each command that writes on disks that fill up, that may not be written to, and that are of other kinds.

`PYTHONPATH=tests/helpers .venv/bin/python tests/helpers/disks.py [NAME…]` mounts them, for which it must be root, and tries all
commands, or those named: on twenty disks with less and less room, on one that is read-only, and where the kinds are to be had on
FAT, exFAT, NTFS and XFS, and on an overlay. What is done is done, else all is as it was, and the command says in a few lines why; once there
is room it does its work. A folder takes the place of another (`swap`) on each of them, through a link, from one to another and
where one is mounted, and is ended before every call. Exit 1 where anything else was seen.
"""

from __future__ import annotations

import os
import pkgutil
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path

import click
from ending import Ended, Ending, begin
from given import given
from stepping import COMMANDS, command, prepared, standing

import generator
from generator.publishing.outputs import MARK
from generator.publishing.swapping import recover, swap_in

DISKS = 20
BLOCK = 4096
_NEVER = 1 << 40
_FEW = 12
"""Lines; the last of them says why."""


def mount(*words: str | Path) -> None:
    """Mount something. Raises CalledProcessError where that is not to be had."""
    subprocess.run(["mount", *words], check=True, capture_output=True)


@contextmanager
def mounted(disk: Path, *words: str | Path) -> Iterator[None]:
    """Have something mounted at a place as long as the block runs."""
    mount(*words, disk)
    try:
        yield
    finally:
        subprocess.run(["umount", disk], check=True)


@contextmanager
def image(disk: Path, kind: str, *maker: str) -> Iterator[None]:
    """A disk of another kind, in a file."""
    file = disk.with_name("image")
    with file.open("wb") as made:
        made.truncate(400 * 1024 * 1024)
    subprocess.run([*maker, file], check=True, capture_output=True)
    with mounted(disk, "-t", kind, "-o", "loop", file):
        yield
    file.unlink()


def in_memory(disk: Path) -> AbstractContextManager[None]:
    """A disk in memory."""
    return mounted(disk, "-t", "tmpfs", "tmpfs")


@contextmanager
def overlay(disk: Path) -> Iterator[None]:
    """A disk laid over another one, as in a container."""
    folders = [disk.with_name(name) for name in ("lower", "upper", "work")]
    for folder in folders:
        folder.mkdir(exist_ok=True)
    lower, upper, work = folders
    with mounted(disk, "-t", "overlay", "overlay", "-o", f"lowerdir={lower},upperdir={upper},workdir={work}"):
        yield
    for folder in folders:
        shutil.rmtree(folder)


KINDS: dict[str, Callable[[Path], AbstractContextManager[None]]] = {
    "vfat": lambda disk: image(disk, "vfat", "mkfs.vfat"),
    "exfat": lambda disk: image(disk, "exfat-fuse", "mkfs.exfat"),
    "ntfs": lambda disk: image(disk, "ntfs-3g", "mkntfs", "-F", "-Q", "-q"),
    "xfs": lambda disk: image(disk, "xfs", "mkfs.xfs", "-q"),
    "overlay": overlay,
}


class Disks:
    """A command, and what was seen of it on disks."""

    def __init__(self, name: str, ending: Ending, place: Path) -> None:
        self._name, self._ending, self._disk, self._began = name, ending, place / "disk", place / "began"
        self.wrong: list[str] = []
        for folder in (self._disk, self._began):
            folder.mkdir()
        prepared(name, self._began, lambda words: ending.run(partial(command, words), self._began, _NEVER))
        whole = shutil.copytree(self._began, place / "whole")
        before = _taken(whole)
        done = self._run(whole)
        self._old, self._new = standing(self._began), standing(whole)
        self._least, self._most = before, max(2 * (_taken(whole) - before), before, DISKS * BLOCK)
        if done.code or self._old == self._new:
            self.wrong.append(f"exit {done.code}: {done.err[-200:]}")

    def full(self) -> str:
        """Try it with less and less room."""
        made = 0
        for room in range(self._least + BLOCK, self._least + self._most, self._most // DISKS):
            with mounted(self._disk, "-t", "tmpfs", "-o", f"size={room}", "tmpfs"):
                shutil.copytree(self._began, self._disk, dirs_exist_ok=True, symlinks=True)
                done = self._run(self._disk)
                self._judge(f"{room} bytes", done)
                made += done.code == 0
                mount("-o", f"remount,size={self._least + 9 * self._most + 2**26}", self._disk)
                if done.code and (again := self._run(self._disk)).code:
                    self.wrong.append(f"{room} bytes: with more room exit {again.code}: {again.err[-200:]}")
                elif standing(self._disk) != self._new:
                    self.wrong.append(f"{room} bytes: with more room something else was made")
        return f"full: {made} made"

    def read_only(self) -> str:
        """Try it where nothing may be written."""
        with mounted(self._disk, "--bind", self._began):
            mount("-o", "remount,ro,bind", self._disk)
            done = self._run(self._disk)
            self._judge("read-only", done)
            if done.code != 2:
                self.wrong.append(f"read-only: exit {done.code}: {(done.out + done.err)[-200:]}")
        return "read-only"

    def kind(self, name: str) -> str:
        """Try it on a disk of another kind."""
        try:
            with KINDS[name](self._disk):
                shutil.copytree(self._began, self._disk, dirs_exist_ok=True, copy_function=shutil.copyfile)
                done = self._run(self._disk)
                if done.code or standing(self._disk) != self._new:
                    self.wrong.append(f"{name}: exit {done.code}: {done.err[-200:]}")
        except (OSError, subprocess.CalledProcessError) as error:
            return f"no {name} ({str(error)[-60:]})"
        return name

    def _run(self, folder: Path) -> Ended:
        return self._ending.run(partial(command, COMMANDS[self._name]), folder, _NEVER)

    def _judge(self, where: str, done: Ended) -> None:
        found = standing(self._disk)
        if (done.code == 0) != (found == self._new) or found not in (self._old, self._new):
            self.wrong.append(f"{where}: exit {done.code}, something else stands: {done.err[-200:]}")
        if left := [
            path
            for path in standing(self._disk, all_of_it=True)
            if ".mingzhang-" in path or path.endswith(".new")
        ]:
            self.wrong.append(f"{where}: exit {done.code}, left: {left[:3]}")
        if done.code not in (0, 2) or len(done.err.splitlines()) > _FEW or "Traceback" in done.err:
            self.wrong.append(f"{where}: exit {done.code}: {done.err[-300:]}")


def swapped(ending: Ending, place: Path) -> Iterator[str]:
    """Have a folder take the place of another wherever that may lie, and end it before every call; what was seen."""
    disk, link = place / "disk", place / "link"
    for folder in (disk, place / "far", place / "here"):
        folder.mkdir()
    link.symlink_to(place / "far/site")
    yield _swapped(ending, "a folder", place / "here/site", place / "here/made")
    yield _swapped(ending, "a link", link, place / "here/made")
    for name, kind in {"tmpfs": in_memory, **KINDS}.items():
        try:
            with kind(disk):
                yield _swapped(ending, f"{name}, from there", disk / "site", disk / "made")
                yield _swapped(ending, f"{name}, from another disk", disk / "site", place / "here/made")
                shutil.rmtree(disk / "site")
                yield _swapped(ending, f"{name}, mounted there", disk, place / "here/made")
                yield _swapped(ending, f"{name}, mounted there, empty", disk, place / "here/made", first=True)
        except (OSError, subprocess.CalledProcessError) as error:
            yield f"no {name} ({str(error)[-60:]})"


FILES = 8


class _Swap:
    """A folder that takes the place of another; where `first`, of nothing."""

    def __init__(self, out: Path, made: Path, *, first: bool) -> None:
        self._out, self._made, self._first = out, made, first

    def begin(self) -> None:
        """Have the old one stand, or nothing."""
        for item in self._out.iterdir() if self._first else ():
            shutil.rmtree(item) if item.is_dir() else item.unlink()
        if not self._first:
            self.act("old")

    def act(self, text: str = "new") -> None:
        """Make the new one, and put it there."""
        shutil.rmtree(self._made, ignore_errors=True)
        for number in range(FILES):
            file = self._made / str(number % 3) / f"{number}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        swap_in(self._made, self._out)

    def stands(self) -> str:
        """Which of the two stands, else what does."""
        if self._first and not any(self._out.iterdir()):
            return "old"
        found = [file.read_text(encoding="utf-8") for file in self._out.glob("[0-9]/*.txt")]
        return found[0] if len(found) == FILES and len({*found}) == 1 else f"a mixture of {found}"

    def left(self) -> list[str]:
        """What lies around that nobody needs."""
        beside = [*self._out.parent.iterdir(), *self._out.iterdir()]
        return [path.name for path in beside if path.name.startswith(".") and path.name != MARK]


def _swapped(ending: Ending, where: str, out: Path, made: Path, *, first: bool = False) -> str:
    swap, wrong, at_once = _Swap(out, made, first=first), [], 0
    swap.begin()
    done = ending.run(swap.act, made.parent)
    if done.code:
        wrong.append(f"exit {done.code}: {done.err[-300:]}")
    for at in range(1, len(done.calls) + 1):
        swap.begin()
        ending.run(swap.act, made.parent, at)
        at_once += swap.stands() in ("old", "new")
        again = ending.run(partial(recover, out), made.parent, _NEVER)
        if again.code or swap.stands() not in ("old", "new"):
            wrong.append(f"before {done.calls[at - 1]}: {swap.stands()} {again.err[-200:]}")
    swap.act()
    if swap.stands() != "new" or swap.left():
        wrong.append(f"in the end {swap.stands()}, {swap.left()}")
    told = f"swap, {where}: {len(done.calls)} calls, whole at once after {at_once}, {len(wrong)} wrong"
    return "\n  ".join([told, *wrong[:9]])


def _taken(folder: Path) -> int:
    return sum(
        -(-path.stat().st_size // BLOCK) * BLOCK if path.is_file() else 0 for path in folder.rglob("*")
    )


def main(names: Sequence[str]) -> int:
    """Try what is named, tell what was seen, and give the exit code."""
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        import_module(module.name)
    os.environ["SOURCE_DATE_EPOCH"] = "1709251200"
    wrong = 0
    for name in names or ["swap", *COMMANDS]:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / "own").mkdir()
            if name == "swap":
                for line in swapped(Ending(place / "own"), place):
                    wrong += ": 0 calls" in line or "\n" in line
                    click.echo(line)
                continue
            disks = Disks(name, Ending(place / "own"), place)
            told = [disks.full(), disks.read_only(), *(disks.kind(kind) for kind in KINDS)]
        wrong += len(disks.wrong)
        click.echo("\n  ".join([f"{name}: {', '.join(told)}: {len(disks.wrong)} wrong", *disks.wrong[:9]]))
    return int(wrong > 0)


if __name__ == "__main__":
    asked = given(__doc__, names=[])
    begin()
    sys.exit(main(asked.names))
