"""Changes of the authors' files: all of one stands on the disk or nothing of it, whoever stops the program, and whenever.

First it is written down which files are to be made (LIST, and BEGUN when it is whole), then the new contents are put beside
the files that they replace, and what stands there now is kept beside them too. When all of that is on the disk, the list
gets another name (JOURNAL): from that moment on the change counts as made. Then each file takes its place, and what was
kept goes. A program that is stopped in between leaves one of the two lists, and who comes next takes back what was begun,
or ends what was decided. One changes at a time (`generator.reading.turns`), and nothing is replaced that is no longer what
was read.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.core.stopping import telling
from generator.reading.trees import BEGUN, JOURNAL, LIST, OWN, WitnessedTree, WorkingTree
from generator.reading.turns import turn

_NEW_FILE = 0o644

_PAST = 1_000_000_000
"""Seconds since 1970, some day in 2001: no list that is really ours claims to be written later (see `_read`)."""


class MeanwhileError(OSError):
    """A file is no longer what was read of it: somebody else has written to it."""

    kind = "meanwhile"

    def __init__(self, file: Path) -> None:
        super().__init__(errno.EBUSY, os.strerror(errno.EBUSY), str(file))


class UnfinishedError(OSError):
    """A change was stopped half-way, and what stands in a file now fits neither its beginning nor its end."""

    kind = "unfinished"

    def __init__(self, file: Path) -> None:
        super().__init__(errno.EBUSY, os.strerror(errno.EBUSY), str(file))


class InTheWayError(OSError):
    """A folder has a name that files of the program have as long as something is changed."""

    kind = "in_the_way"

    def __init__(self, folder: Path) -> None:
        super().__init__(errno.EISDIR, os.strerror(errno.EISDIR), str(folder))


class Recovered(NamedTuple):
    """What became of a change that was stopped: whether it was `ended` or taken back, and how many `files` it was of."""

    ended: bool
    files: int


class Change:
    """What somebody makes of the authors' files below a folder while it is his turn: he reads `tree`, and writes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tree = WitnessedTree(WorkingTree(root))
        self.asked: Mapping[str, bytes] = {}

    @property
    def stands(self) -> bool:
        """Whether the files that were to be written stand there."""
        known = {path: hashlib.sha256(content).hexdigest() for path, content in self.asked.items()}
        return bool(known) and all(_checksum(self.root / path) == known[path] for path in known)

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files by their paths: all of them, or none. A link on the way is never followed.

        Raises MeanwhileError where a file is not what was read of it, or where one came into being that is to be new;
        OSError where the system refuses. Everything is as it was then.
        """
        for path, known in self.tree.seen.items():
            if known != {_checksum(self.root / path)}:
                raise MeanwhileError(self.root / path)
        self.asked = files
        _write(self.root, files)


@contextmanager
def changing(root: Path) -> Iterator[Change]:
    """The turn to change the authors' files below a folder, with what a stopped program left of a change put right.

    Raises BusyError where somebody else goes on changing them, UnfinishedError as `recover` does, OSError.
    """
    change = Change(root)
    # It is told while nobody else can change them.
    with turn(root, alone=True), telling(lambda: change.stands):
        _recover(root)
        yield change


def write(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder that need not be read for it. Raises as `changing` and `Change.write` do."""
    with changing(root) as change:
        change.write(files)


def recover(root: Path) -> Recovered | None:
    """Put right what a stopped program left of a change: end it where it was decided, else take it back; what was done.

    Raises UnfinishedError where neither is possible, BusyError, OSError where the system refuses.
    """
    if not any(os.path.lexists(root / name) for name in (LIST, BEGUN, JOURNAL)):
        return None
    with turn(root, alone=True):
        return _recover(root)


@dataclass(frozen=True, slots=True)
class _Step:
    """One file: its path, the names beside it of its new content and of the one that it had (empty where it is new), and
    the checksums of both.
    """

    path: str
    new: str
    old: str
    after: str
    before: str


@dataclass(frozen=True, slots=True)
class _List:
    """A change as it is written down: its steps, and the folders that are made for it, each before those in it."""

    steps: tuple[_Step, ...]
    folders: tuple[str, ...]


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    if not files:
        return
    token = secrets.token_hex(8)
    steps = tuple(
        _step(root, path, content, f"{OWN}{token}-{number}")
        for number, (path, content) in enumerate(files.items())
    )
    change = _List(steps, tuple(_missing_folders(root, files)))
    _begin(root, change)
    try:
        _sync(root)
        for folder in change.folders:
            (root / folder).mkdir()
        for step, content in zip(steps, files.values(), strict=True):
            _stage(root, step, content)
        _sync_folders(root, change)
        (root / BEGUN).rename(root / JOURNAL)
    except BaseException:
        with suppress(FileNotFoundError):  # it had its name when somebody stopped the program
            (root / JOURNAL).rename(root / BEGUN)
        _take_back(root, change)
        raise
    placed = False
    try:
        _sync(root)
        _place(root, change)
        placed = True
        _clear(root, change)
    except OSError:
        if not placed:
            (root / JOURNAL).rename(root / BEGUN)
            _sync(root)
            _take_back(root, change)
        raise
    except BaseException:
        # It is decided, and whoever stops the program does not undo it.
        _place(root, change)
        _clear(root, change)
        raise


def _step(root: Path, path: str, content: bytes, name: str) -> _Step:
    target = _target(root, path)
    before = _checksum(target)
    after = hashlib.sha256(content).hexdigest()
    return _Step(path, f"{name}.new", f"{name}.old" if before else "", after, before)


def _target(root: Path, path: str) -> Path:
    """The file at a path below a folder. Raises OSError where the path leads out of it."""
    steps = PurePosixPath(path).parts
    if not steps or ".." in steps or PurePosixPath(path).is_absolute():
        raise OSError(errno.EINVAL, f"not below {root}", path)
    way = [root.joinpath(*steps[:count]) for count in range(1, len(steps) + 1)]
    if link := next((place for place in way if place.is_symlink()), None):
        raise OSError(errno.ELOOP, "a link", str(link))
    return root.joinpath(*steps)


def _missing_folders(root: Path, paths: Iterable[str]) -> list[str]:
    """The folders that some paths need and that are not there, each before those in it."""
    above = {str(folder) for path in paths for folder in PurePosixPath(path).parents[:-1]}
    return sorted(folder for folder in above if not (root / folder).is_dir())


def _begin(root: Path, change: _List) -> None:
    """Write the list of what is about to be made, before anything is; it gets its name when it is whole."""
    text = json.dumps({"steps": [asdict(step) for step in change.steps], "folders": change.folders})
    root.mkdir(parents=True, exist_ok=True)
    place = root / LIST
    try:
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _NEW_FILE)
        except OSError as error:
            error.filename = str(root)  # nobody knows the name of the list
            raise
        with os.fdopen(handle, "wb") as stream:
            written = secrets.randbelow(_PAST // 2) * 2
            number, checksum = os.fstat(stream.fileno()).st_ino, _of_text(text)
            stream.write(f"{written} {number} {checksum}\n{text}\n".encode())
            stream.flush()
            os.utime(stream.fileno(), (written, written))
            os.fsync(stream.fileno())
        place.rename(root / BEGUN)
    except FileExistsError:
        raise
    except BaseException:
        place.unlink(missing_ok=True)
        (root / BEGUN).unlink(missing_ok=True)
        raise


def _stage(root: Path, step: _Step, content: bytes) -> None:
    """Have the new content of a file stand beside it, and the one that it has, under names of their own."""
    target = root / step.path
    new = target.with_name(step.new)
    try:
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _NEW_FILE)
    except OSError as error:
        error.filename = str(target)  # nobody knows the name that was tried
        raise
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fchmod(stream.fileno(), target.stat().st_mode & 0o777 if step.old else _NEW_FILE)
        os.fsync(stream.fileno())
    if step.old:
        old = target.with_name(step.old)
        _put(target, old)
        if _checksum(old) != step.before:
            raise MeanwhileError(target)
    elif os.path.lexists(target):
        raise MeanwhileError(target)


def _place(root: Path, change: _List) -> None:
    """Have each new content take its place, as far as it has not."""
    for step in change.steps:
        target, new = root / step.path, _beside(root, step, step.new)
        if not new.exists():
            continue
        if step.old:
            new.replace(target)
        else:
            _place_first(new, target, step)
    _sync_folders(root, change)


def _place_first(new: Path, target: Path, step: _Step) -> None:
    """Have a new file stand in its place, where nothing may stand but itself. It goes on standing beside it, too."""
    if os.path.lexists(target):
        if _checksum(target) != step.after:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        return
    try:
        os.link(new, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links
        half = _half(new)
        half.unlink(missing_ok=True)
        _put(new, half)
        half.replace(target)


def _half(new: Path) -> Path:
    """The name of a copy of a new content that takes its place, on a disk that knows no links, when it is whole."""
    return new.with_name(f"{new.name}-half")


def _clear(root: Path, change: _List) -> None:
    """Clear away what stands beside files that have taken their places; the list goes last."""
    for step in change.steps:
        new = _beside(root, step, step.new)
        new.unlink(missing_ok=True)
        (_beside(root, step, step.old) if step.old else _half(new)).unlink(missing_ok=True)
    _sync_folders(root, change)
    (root / JOURNAL).unlink(missing_ok=True)
    _sync(root)


def _take_back(root: Path, change: _List) -> None:
    """Have everything be as it was before BEGUN was written, which goes last. What somebody else has written to since stays."""
    for step in change.steps:
        target, new = root / step.path, _beside(root, step, step.new)
        ours = _checksum(target) == step.after != step.before
        if not step.old:
            if ours and new.exists():
                target.unlink()
            _half(new).unlink(missing_ok=True)
        elif (old := _beside(root, step, step.old)).exists():
            if ours:
                old.replace(target)
            else:
                old.unlink()
        new.unlink(missing_ok=True)
    for folder in reversed(change.folders):
        with suppress(OSError):  # it was not made, or is not ours alone any more
            (root / folder).rmdir()
    _sync_folders(root, change)
    (root / BEGUN).unlink()
    _sync(root)


def _recover(root: Path) -> Recovered | None:
    """As `recover`, for whoever has the turn."""
    if change := _read(root, JOURNAL):
        if changed := next(_others(root, change), None):
            raise UnfinishedError(changed)
        _place(root, change)
        _clear(root, change)
        return Recovered(ended=True, files=len(change.steps))
    if change := _read(root, BEGUN):
        _take_back(root, change)
        return Recovered(ended=False, files=len(change.steps))
    for name in (JOURNAL, BEGUN, LIST):
        if (root / name).is_dir() and not (root / name).is_symlink():
            raise InTheWayError(root / name)
    with suppress(FileNotFoundError):
        (root / LIST).unlink()
        return Recovered(ended=False, files=0)
    return None


def _others(root: Path, change: _List) -> Iterator[Path]:
    """The files that are neither what they were nor what they are to be, or cannot become it."""
    for step in change.steps:
        target = _target(root, step.path)
        now, new = _checksum(target), _checksum(_beside(root, step, step.new))
        if now != step.after and (now != step.before or new != step.after):
            yield target


def _read(root: Path, name: str) -> _List | None:
    """A list that was written here, by this program; None for any other file, such as one that came with a checkout, and for
    one that is not as it was written.

    Such a file cannot have been written on the day long ago that it names: whoever writes one anew has the day of today. Nor
    is it the file that it names by its number on this disk, where an archive brought it that keeps the days of its files.
    """
    place = root / name
    try:
        found = place.lstat()
        first, text = place.read_text(encoding="utf-8").removesuffix("\n").split("\n")
        *numbers, checksum = first.split(" ")
        written, number = map(int, numbers)
        if checksum != _of_text(text):
            return None
        told = json.loads(text)
        steps = tuple(_Step(**step) for step in told["steps"])
        change = _List(steps, tuple(map(str, told["folders"])))
        for path in (*(step.path for step in steps), *change.folders):
            _target(root, path)
        own = all(map(_is_own, steps))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    dated = stat.S_ISREG(found.st_mode) and int(found.st_mtime) == written < _PAST
    return change if dated and found.st_ino == number and own else None


def _of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _is_own(step: _Step) -> bool:
    """Whether the names of a step are such as are given here."""
    names = [step.new, *([step.old] if step.old else [])]
    return all(re.fullmatch(rf"{re.escape(OWN)}[0-9a-f]{{16}}-[0-9]+\.(?:new|old)", name) for name in names)


def _beside(root: Path, step: _Step, name: str) -> Path:
    return (root / step.path).with_name(name)


def _put(file: Path, place: Path) -> None:
    """Have a file stand in another place too, where nothing stands. Raises FileExistsError where something does."""
    try:
        os.link(file, place, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links
        with file.open("rb") as source, place.open("xb") as stream:
            shutil.copyfileobj(source, stream)
            stream.flush()
            os.fchmod(stream.fileno(), file.stat().st_mode & 0o777)
            os.fsync(stream.fileno())


def _checksum(file: Path) -> str:
    """The checksum of a file; empty where there is none."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _sync_folders(root: Path, change: _List) -> None:
    """Have what stands in the folders of a change be on the disk."""
    above = {
        folder
        for step in change.steps
        for folder in (root / step.path).parents
        if folder.is_relative_to(root)
    }
    for folder in sorted(above):
        with suppress(FileNotFoundError):  # it was not made yet, or was taken back
            _sync(folder)


def _sync(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder that may be written to and not be read
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a disk that syncs no folders
            raise
    finally:
        os.close(handle)
