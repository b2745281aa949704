"""Outputs take the place of nothing but what is empty or was made by this program, and only when they are complete.

Every folder made here carries a marker, the file MARK, which lists what was made in it. What lacks it is somebody
else's work and is never replaced, and neither is a folder to which somebody has added a file.
"""

from __future__ import annotations

import glob
import os
import secrets
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE

from generator.core import sources
from generator.reading import turns

MARK = ".mingzhang"
"""The file that says that the folder around it was made by this program."""

MARK_BEGUN = f"{MARK}-begun"
"""What the marker is called until it is whole."""

COMING = ".mingzhang-new"
"""What a new folder is called inside of one that cannot be renamed, as long as it takes its place."""

_MARKED = "Made by mingzhang, and replaced as a whole when it is made again. Keep nothing of your own here.\n"
"""How a marker begins. Its other lines are the files around it; there are none while they are still being made."""

_DIGITS = 8
"""Hexadecimal ones, in the name that something has until it takes its place: so many that nobody gives such a name himself."""

_LEFT_BY_SYSTEMS = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""Files that a system puts into folders that somebody looks at."""

_FOLDER, _FILE = 0o755, 0o644
"""What is made here is made to be read by others, such as a web server, whatever the umask says."""


class OutputError(Exception):
    """An output would take the place of what is not ours: `reason` (a key of the words for it), `path`, and `other`,
    the path that is in the way.
    """

    def __init__(self, reason: str, path: Path, other: Path | None = None) -> None:
        super().__init__(f"{reason}: {path}")
        self.reason = reason
        self.path = path
        self.other = other or path


def claim(out: Path, *kept: Path) -> None:
    """Make sure that a folder may be replaced as a whole.

    It is not there, or is empty, or carries our marker and holds nothing else than what that lists, or what a new one does that
    was stopped while it took its place inside (`COMING`); it neither holds nor lies in a folder that is `kept`, and holds
    neither the working directory nor the program. A link counts as what it leads to. Raises OutputError where
    that is not so, OSError where the folder cannot be read.
    """
    place = real(out)
    for folder in (*kept, Path.cwd(), sources.SHIPPED.parent):
        if real(folder).is_relative_to(place):
            raise OutputError("around", out, folder)
    for folder in kept:
        if place.is_relative_to(real(folder)):
            raise OutputError("within", out, folder)
    if not is_there(out):
        return
    if not place.is_dir():
        raise OutputError("file", out)
    if is_empty(place):
        return
    coming = place / COMING
    if not (is_ours(place) or coming.is_dir()):
        raise OutputError("foreign", out)
    if added := _added(place, coming):
        raise OutputError("added", out, out / added)


def hold(folder: Path) -> None:
    """Make sure that a folder was made by this program, and that all in it was made with it and is no link.

    Raises OutputError where that is not so, OSError where the folder cannot be read.
    """
    if not folder.is_dir():
        raise OutputError("file", folder)
    if not is_ours(folder):
        raise OutputError("foreign", folder)
    linked = (name for name in files_below(folder) if (folder / name).is_symlink())
    if added := _added(folder) or next(linked, ""):
        raise OutputError("added", folder, folder / added)


def begin(folder: Path, *kept: Path) -> Path:
    """A folder, empty and marked, in the place of what was made there before. Raises as `claim` does."""
    claim(folder, *kept)
    remove(folder)
    folder.mkdir(parents=True)
    mark(folder)
    return folder


def fill(folder: Path, files: Mapping[str, Path]) -> None:
    """Have a folder of ours hold some files, by their paths in it, and nothing else: each one and the same as what is given,
    where the system can, and left as it is where it is that already. Raises OSError where the system refuses.
    """
    there = set(_walked(folder, ""))
    for path in there - files.keys():
        os.unlink(f"{folder}/{path}")  # noqa: PTH108 - thousands of times in a build, as below
    needed = {above for path in files for above in _folders(path)}
    folders = set(_walked_folders(folder, ""))
    for path in folders - needed:
        shutil.rmtree(folder / path, ignore_errors=True)
    for path in sorted(needed - folders):
        os.mkdir(f"{folder}/{path}")  # noqa: PTH102
    for path, file in files.items():
        place = f"{folder}/{path}"
        if path not in there or not os.path.samefile(file, place):  # noqa: PTH121
            put(file, place)


def put(file: Path | str, place: Path | str) -> None:
    """Have a file at another place too, as one and the same where the system can, instead of what stands there."""
    try:
        os.link(file, place)
    except OSError:
        other = Path(place)
        other.parent.mkdir(parents=True, exist_ok=True)
        other.unlink(missing_ok=True)
        try:
            os.link(file, other)
        except OSError:
            shutil.copyfile(file, other)


def write_anew(file: Path, content: bytes) -> None:
    """Write a file of ours where none stands, or in the place of one that may be one and the same as another, which stays as
    it is. Folders above it that are not there are made. Raises OSError where the system refuses.
    """
    try:
        stream = open(file, "xb")  # noqa: PTH123, SIM115 - thousands of times in a build
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        stream = file.open("xb")
    except FileExistsError:
        file.unlink()
        stream = file.open("xb")
    with stream:
        stream.write(content)


def write_file(file: Path, content: bytes) -> None:
    """Write a file as a whole, or leave what stands there as it was. What runs that were killed left beside it goes.

    Raises OSError where the system refuses.
    """
    place = real(file)
    for item in left_beside(place):
        with suppress(OSError):  # somebody else clears it away at the same time
            if item.is_file() and not item.is_symlink() and turns.is_free(item):
                item.unlink()
    new, handle = own_beside(place), None
    try:
        with told_of(file):
            while handle is None:
                new = own_beside(place)
                os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE))
                # Before it is held somebody else may take it for left behind.
                handle = turns.hold(new)
            new.write_bytes(content)
            new.chmod(_FILE)
            new.replace(place)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    finally:
        if handle is not None:
            os.close(handle)


def own_beside(place: Path) -> Path:
    """A name of its own beside a place, for what is to take that place."""
    return place.with_name(f".{place.name}.{secrets.token_hex(_DIGITS // 2)}.new")


def left_beside(place: Path) -> Iterator[Path]:
    """What has such a name beside a place: made by a run that goes on, or left by one that was killed."""
    return place.parent.glob(f".{glob.escape(place.name)}.{'[0-9a-f]' * _DIGITS}.new")


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Refusals of the system name what was asked for, not what is made beside it meanwhile."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def real(path: Path) -> Path:
    """Where a path leads to, which need not be there."""
    return Path(os.path.realpath(path))


def beside(out: Path, what: str) -> Path:
    place = real(out)
    return place.with_name(f".{place.name}.{what}")


def is_there(path: Path) -> bool:
    """Whether anything stands where a path leads to. Raises NotADirectoryError where that is below a file."""
    with told_of(path):
        try:
            os.lstat(real(path))
        except FileNotFoundError:
            return False
    return True


def is_empty(folder: Path) -> bool:
    """Whether there is nothing in a folder, or no more than a marker that a kill kept from becoming one."""
    return all(item.name == MARK_BEGUN for item in folder.iterdir())


def is_ours(folder: Path) -> bool:
    mark = folder / MARK
    return not mark.is_symlink() and mark.is_file() and mark.read_bytes().startswith(_MARKED.encode())


def is_damaged(mark: Path) -> bool:
    """Whether a file is what a power failure leaves of our marker: its beginning, or nothing, and zeros behind it."""
    if mark.is_symlink() or not mark.is_file():
        return False
    left = mark.read_bytes().rstrip(b"\0")
    return left != _MARKED.encode() and _MARKED.encode().startswith(left)


def _added(folder: Path, *others: Path) -> str:
    """The first file in a folder of ours that was made neither with it nor with others; empty where there is none, or one of
    them lists none.
    """
    lists = [listed(item) for item in (folder, *others) if is_ours(item)]
    known, own = frozenset[str]().union(*lists), f"{COMING}/"
    added = (name for name in files_below(folder) if name not in known and not name.startswith(own))
    return next(added, "") if all(lists) else ""


def listed(folder: Path) -> frozenset[str]:
    """The files that were made with a folder of ours; none while they are still being made."""
    _, *names, _ = (folder / MARK).read_bytes().decode().split("\n")
    return frozenset(names)


def files_in(folder: Path) -> Mapping[str, Path]:
    """The files in a folder by their paths there, in the order of these."""
    names = sorted(_walked(folder, "", without=()), key=lambda name: name.split("/"))
    return {name: folder / name for name in names if os.path.isfile(f"{folder}/{name}")}  # noqa: PTH113 - as above


def files_below(folder: Path) -> list[str]:
    """The paths of the files in a folder, but for the marker and what systems leave."""
    return sorted(name for name in _walked(folder, "") if name != MARK)


def _walked(folder: Path | str, below: str, without: Container[str] = _LEFT_BY_SYSTEMS) -> Iterator[str]:
    """Files and links, as text alone: a site has thousands, and each build goes through them several times."""
    with os.scandir(folder) as found:
        for item in found:
            if item.is_dir(follow_symlinks=False):
                yield from _walked(item.path, f"{below}{item.name}/", without)
            elif item.name not in without:
                yield f"{below}{item.name}"


def _walked_folders(folder: Path | str, below: str) -> Iterator[str]:
    """The folders below a folder."""
    with os.scandir(folder) as found:
        for item in [item for item in found if item.is_dir(follow_symlinks=False)]:
            yield f"{below}{item.name}"
            yield from _walked_folders(item.path, f"{below}{item.name}/")


def _folders(path: str) -> Iterator[str]:
    """The folders above a file."""
    while path := path.rpartition("/")[0]:
        yield path


def mark(folder: Path, made: Iterable[str] = ()) -> None:
    """Mark a folder as ours, with the paths of the files made in it. The marker that it has until then stays whole."""
    text = "".join(f"{line}\n" for line in made)
    with (folder / MARK_BEGUN).open("wb") as stream:
        stream.write(f"{_MARKED}{text}".encode())
        stream.flush()
        # A power failure would leave an empty one, and what has no marker is nobody's to replace.
        os.fsync(stream.fileno())
    (folder / MARK_BEGUN).replace(folder / MARK)


def remove(folder: Path) -> None:
    """Remove a folder that was claimed; the marker goes last, so that what a failure leaves is still known as ours."""
    if folder.exists():
        for item in sorted(folder.iterdir(), key=lambda item: item.name == MARK):
            discard(item)
        folder.rmdir()


def discard(item: Path) -> None:
    """Remove a folder with all in it, a file, or a link and not what it leads to."""
    if item.is_dir() and not item.is_symlink():
        shutil.rmtree(item)
    else:
        item.unlink()


def open_to_all(folder: Path | str) -> None:
    """Have everybody read what is in a folder. What a link leads to is somebody else's."""
    os.chmod(folder, _FOLDER)  # noqa: PTH101 - thousands of times in a build, as below
    with os.scandir(folder) as found:
        for item in found:
            if item.is_dir(follow_symlinks=False):
                open_to_all(item.path)
            elif not item.is_symlink() and S_IMODE(item.stat().st_mode) != _FILE:
                os.chmod(item.path, _FILE)  # noqa: PTH101
