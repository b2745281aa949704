"""What was made before and need not be made again: files by the fingerprint of all that they were made from.

The store is a folder beside other work. It may be removed at any time, and a build that is killed leaves it as good as
it was: every file in it is written beside its place and renamed, and is named by the checksum of its content, which is
proved before it is used. A file that was proved is not read again as long as the system says that nobody wrote to it. What
none of the last builds used is dropped.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from importlib.metadata import distributions, version
from pathlib import Path
from typing import TypeVar

from generator.core import sources
from generator.core.languages import MESSAGES
from generator.publishing.outputs import (
    MARK,
    MARK_BEGUN,
    OutputError,
    begin,
    files_below,
    is_damaged,
    is_ours,
    mark,
    put,
    write_anew,
    write_file,
)
from generator.reading.turns import join, nobody_else

T = TypeVar("T")

STORE = Path("build/store")
"""Where the commands have it."""

KEPT_FOR = 3
"""How many builds on end must have had no use for a thing before it is dropped."""

_INDEX = "index-2.json"
_OBJECTS = "objects"

_OWN = re.compile(
    rf"{re.escape(MARK_BEGUN)}|index(?:-\d+)?\.json|\.index-\d+\.json\.[0-9a-f]+\.new"
    rf"|{_OBJECTS}/[0-9a-f]{{2}}/[0-9a-f]{{62}}(?:\.\d+)?"
)
"""The paths of all files that a store holds beside its marker, those of earlier versions and of builds that were killed too."""

_VALUE = ""
"""The path of what is a value and no file."""

_EXTRA = ("fonttools", "noto-cjk-sans-otc")
"""What things are made with where it is installed."""

_Files = Mapping[str, str]
"""Checksums of contents by the paths of files."""

_Stamp = tuple[int, int, int, int]
"""What the system says of a file: device, number, size and the moment in nanoseconds when it was last written to."""

_TICK = 100_000_000
"""Nanoseconds within which two writings may get one and the same moment: clocks of file systems are coarse."""

_BOOT = Path("/proc/sys/kernel/random/boot_id")
"""What names the run of the system. What was written before one broke down may be there with no content, so nothing is
believed of a file beyond it, and nowhere else than where this is told.
"""


def fingerprint(*parts: str | bytes) -> str:
    """One name for some texts in their order: equal only where each of them is."""
    found = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        found.update(b"%d:" % len(content))
        found.update(content)
    return found.hexdigest()


def of_files(*folders: Path, suffixes: tuple[str, ...] = ()) -> str:
    """The fingerprint of all files in some folders with their paths, or of those whose names end in certain ways."""
    parts: list[str | bytes] = []
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.name.endswith(suffixes or ""):
                parts += [file.relative_to(folder).as_posix(), file.read_bytes()]
        parts.append("")
    return fingerprint(*parts)


@sources.kept
def words() -> str:
    """The fingerprint of the words that stand in what is made: the catalogues of all languages, which editors change, and the
    programs that are shown.
    """
    return of_files(*sources.everywhere(MESSAGES), *sources.everywhere("snippets"))


@cache
def program() -> str:
    """The fingerprint of this program and of what it makes things with."""
    tools = (
        "altair",
        "babel",
        "jinja2",
        "markupsafe",
        "mkdocs",
        "mkdocs-material",
        "pandas",
        "pyarrow",
        "pyyaml",
        "vl-convert-python",
        "xlsxwriter",
    )
    libraries = sqlite3.sqlite_version, zlib.ZLIB_RUNTIME_VERSION
    made_with = [(name, version(name)) for name in tools]
    made_with += [(item.name, item.version) for name in _EXTRA for item in distributions(name=name)]
    return fingerprint(
        sys.version, *libraries, repr(made_with), of_files(sources.PROGRAM, suffixes=(".py", ".yaml", ".csv"))
    )


class Store:
    """Files and values that were made, by the fingerprint of what they were made from.

    A folder that is not there is begun; a store whose marker a power failure took goes on. Raises OutputError where what
    stands in its place is not ours, OSError where the system refuses.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._objects = f"{folder}/{_OBJECTS}"
        if not is_ours(folder):
            _begin(folder)
        join(folder)
        self._entries, self._idle, self._proved = _read(folder / _INDEX)
        self._used: set[str] = set()
        self._linked: dict[_Stamp, str] = {}

    def files(self, key: str) -> Mapping[str, Path] | None:
        """The files that are kept under a key, each where the store has it, by their paths; None where they are not whole.

        They are the store's own: link to them, put others in their place, never write into them.
        """
        files = self._entries.get(key, {})
        if not files or _VALUE in files or not all(map(self._is_sound, set(files.values()))):
            return None
        self._used.add(key)
        return {path: self._object(checksum) for path, checksum in files.items()}

    def take(self, key: str, folder: Path) -> bool:
        """Put the files that are kept under a key below a folder; False, and none is put, where they are not whole.

        They are the store's own, as with `files`, and hard links where the system has them.
        """
        files = self.files(key)
        for path, file in (files or {}).items():
            put(file, folder / path)
        return files is not None

    def keep(self, key: str, folder: Path, paths: Iterable[str]) -> None:
        """Keep files by their paths below a folder. They are the store's own from then on, as with `take`."""
        files = {}
        for path in paths:
            # What was taken, and put somewhere else since, is one and the same file.
            file = f"{folder}/{path}"
            stamp = _stamp(file)
            files[path] = checksum = self._linked.get(stamp) or _checksum(Path(file).read_bytes())
            if not self._is_sound(checksum):
                with self._replacing(checksum) as place:
                    put(file, place)
                # Where it was copied, the stamp is that of another file, and nothing is believed.
                self._prove(checksum, stamp)
        self._known(key, files)

    def put_down(self, folder: Path, path: str, content: str | bytes) -> None:
        """Have a file that says something stand below a folder: that of an earlier build, where one says the same."""
        key = fingerprint("as it is", path, content)
        if not self.take(key, folder):
            write_anew(folder / path, content.encode() if isinstance(content, str) else content)
            self.keep(key, folder, [path])

    def checksums(self, key: str) -> Mapping[str, str]:
        """The SHA-256 in hexadecimal of each file that this build took or kept under a key, by its path."""
        return self._entries[key] if key in self._used else {}

    def value(self, key: str) -> bytes | None:
        """The value that is kept under a key; None where there is none that is whole."""
        checksum = self._entries.get(key, {}).get(_VALUE)
        content = None if checksum is None else self._sound(checksum)
        if content is not None:
            self._used.add(key)
        return content

    def keep_value(self, key: str, value: bytes) -> None:
        """Keep a value."""
        checksum = _checksum(value)
        if self._sound(checksum) is None:
            with self._replacing(checksum) as place:
                write_anew(place, value)
        self._known(key, {_VALUE: checksum})

    def need(self, key: str) -> None:
        """Not drop what is kept under a key, if anything is."""
        if key in self._entries:
            self._used.add(key)

    def return_of(self, borrowed: Borrowed) -> None:
        """Take over what somebody who had this store for reading made, and know what he used."""
        self._used |= borrowed.used & self._entries.keys()
        while borrowed.made:
            self.keep_value(*borrowed.made.popitem())

    def settle(self, *, whole: bool = True) -> None:
        """End a build: what it kept is known from now on, and what the last builds had no use for is gone.

        What was less than a `whole` build says nothing of what it had no use for. Where the system refuses to write it down,
        the next build makes again what this one made: it would only have saved time.
        """
        idle = {key: 0 if key in self._used else self._idle[key] + whole for key in self._entries}
        self._entries = {key: files for key, files in self._entries.items() if idle[key] < KEPT_FOR}
        self._idle = {key: idle[key] for key in self._entries}
        self._used.clear()
        needed = {checksum for files in self._entries.values() for checksum in files.values()}
        self._proved = {checksum: stamp for checksum, stamp in self._proved.items() if checksum in needed}
        with suppress(OSError), nobody_else(self._there()) as alone:
            self._list()
            # What others make at the same time is theirs, and may not be listed yet.
            for place in (self.folder / _OBJECTS).glob("*/*") if alone else ():
                path = place.relative_to(self.folder).as_posix()
                if place.parent.name + place.name not in needed and _OWN.fullmatch(path):
                    with suppress(OSError):
                        place.unlink()

    def lend(self) -> None:
        """Have whoever opens the store from now on find what was kept until now, while the build goes on."""
        with suppress(OSError), nobody_else(self._there()):
            self._list()

    def _list(self) -> None:
        """Write down what is kept. Raises OSError where the system refuses."""
        entries = {key: [self._idle.get(key, 0), files] for key, files in self._entries.items()}
        text = json.dumps([entries, _boot(), self._proved])
        write_file(self.folder / _INDEX, f"{_checksum(text.encode())}\n{text}\n".encode())

    def _known(self, key: str, files: _Files) -> None:
        self._entries[key] = files
        self._used.add(key)

    def _there(self) -> Path:
        """The folder of the store, which somebody may have removed since, and with it that it is ours."""
        if not self.folder.is_dir():
            begin(self.folder)
        return self.folder

    def _object(self, checksum: str) -> Path:
        return Path(self._place(checksum))

    def _place(self, checksum: str) -> str:
        """Where the file of a content is, as text alone: each build asks that thousands of times."""
        return f"{self._objects}/{checksum[:2]}/{checksum[2:]}"

    def _is_sound(self, checksum: str) -> bool:
        """Whether the file of a content is there and not damaged."""
        try:
            stamp = _stamp(self._place(checksum))
        except OSError:
            return False
        if self._proved.get(checksum) != stamp:
            if self._sound(checksum) is None:
                return False
            self._prove(checksum, stamp)
        self._linked[stamp] = checksum
        return True

    def _prove(self, checksum: str, stamp: _Stamp) -> None:
        """Believe that a file has a content as long as it has a stamp, which it had before it was read."""
        if time.time_ns() - stamp[-1] > _TICK:
            self._proved[checksum] = stamp

    def _sound(self, checksum: str) -> bytes | None:
        """A content by its checksum; None where it is gone or damaged."""
        try:
            content = self._object(checksum).read_bytes()
        except OSError:
            return None
        return content if _checksum(content) == checksum else None

    @contextmanager
    def _replacing(self, checksum: str) -> Iterator[Path]:
        """A place to write a content to, which then takes its own at once, whatever file stands there. Where a folder does, or a
        file in the place of a folder, which neither is ours, it stays, and the content is not kept.
        """
        self._there()
        place = self._object(checksum)
        beside = place.with_name(f"{place.name}.{os.getpid()}")
        try:
            yield beside
            beside.replace(place)
        except (FileExistsError, IsADirectoryError, NotADirectoryError):
            with suppress(OSError):
                beside.unlink()


class Borrowed:
    """What somebody has in the place of a store who shares the work on a build: the values of one (or of none), for
    reading, and what he makes himself, for the owner to keep.
    """

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self.used: set[str] = set()
        self.made: dict[str, bytes] = {}

    def value(self, key: str) -> bytes | None:
        """The value that is kept under a key, or was made under it."""
        if key in self.made:
            return self.made[key]
        self.need(key)
        return self._store.value(key) if self._store else None

    def need(self, key: str) -> None:
        """Have the owner not drop what is kept under a key, if anything is."""
        self.used.add(key)

    def keep_value(self, key: str, value: bytes) -> None:
        """Keep a value for the owner."""
        self.made[key] = value

    def __getstate__(self) -> tuple[set[str], dict[str, bytes]]:
        """What the owner gets back."""
        return self.used, self.made

    def __setstate__(self, state: tuple[set[str], dict[str, bytes]]) -> None:
        self._store, (self.used, self.made) = None, state


def _begin(folder: Path) -> None:
    """Have a folder be a store. Raises OutputError where it holds what no store does."""
    if _was_one(folder):
        with suppress(FileNotFoundError):  # somebody else has marked it at the same time
            mark(folder)
        return
    try:
        begin(folder)
    except OutputError as error:
        if error.reason != "foreign":
            raise
        raise OutputError("store", folder) from None


def _was_one(folder: Path) -> bool:
    """Whether a folder is certainly a store that has lost its marker: all in it is what a store holds, by its names, and there is
    an index, or what is left of the marker.
    """
    if not folder.is_dir() or not (is_damaged(folder / MARK) or (folder / _INDEX).is_file()):
        return False
    if (folder / MARK).exists() and not is_damaged(folder / MARK):
        return False
    return all(_OWN.fullmatch(name) and not (folder / name).is_symlink() for name in files_below(folder))


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _stamp(file: str) -> _Stamp:
    """What the system says of a file. Raises OSError where there is none."""
    found = os.stat(file)  # noqa: PTH116 - thousands of times in a build
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


@cache
def _boot() -> str:
    """What names this run of the system; empty where it tells none."""
    try:
        return _BOOT.read_bytes().decode().strip()
    except (OSError, ValueError):
        return ""


def _read(index: Path) -> tuple[dict[str, _Files], dict[str, int], dict[str, _Stamp]]:
    """What an index lists: the files of each key, how many builds had no use for it, and the stamps of the contents that were
    proved in this run of the system. Nothing where it is damaged.
    """
    try:
        checksum, text, _ = index.read_bytes().decode().split("\n")
    except (OSError, ValueError):
        return {}, {}, {}
    if _checksum(text.encode()) != checksum:
        return {}, {}, {}
    found, boot, proved = json.loads(text)
    stamps = {name: tuple(stamp) for name, stamp in proved.items()} if boot and boot == _boot() else {}
    return (
        {key: files for key, (_, files) in found.items()},
        {key: idle for key, (idle, _) in found.items()},
        stamps,
    )


_AT_HAND: ContextVar[Store | Borrowed | None] = ContextVar("store", default=None)


@contextmanager
def at_hand(store: Store | Borrowed) -> Iterator[None]:
    """Have a store serve `recalled` and `remember` as long as the block runs."""
    token = _AT_HAND.set(store)
    try:
        yield
    finally:
        _AT_HAND.reset(token)


@contextmanager
def borrowed(folder: Path | None) -> Iterator[None]:
    """Have the store in a folder serve something less than a build, where there is one or it can be begun."""
    try:
        store = Store(folder) if folder else None
    except (OSError, OutputError):
        # It would only have saved time.
        store = None
    if store is None:
        yield
        return
    with at_hand(store):
        yield
    store.settle(whole=False)


def enduring(store: Path, make: Callable[[], T]) -> T:
    """What is made with a store; where somebody removed it meanwhile, or a file of it, it is made once more."""
    try:
        return make()
    except FileNotFoundError as error:
        if error.filename is None or not Path(error.filename).is_relative_to(store):
            raise
    return make()


def recalled(*parts: str) -> bytes | None:
    """The value that an earlier build kept for some texts; None where there is none, or no store is at hand."""
    store = _AT_HAND.get()
    return store.value(_key(parts)) if store else None


def remember(value: bytes, *parts: str) -> None:
    """Keep a value that depends on the program and on some texts alone for the next builds, where a store is at hand."""
    if store := _AT_HAND.get():
        store.keep_value(_key(parts), value)


def needed(*parts: str) -> None:
    """Keep on what earlier builds kept for some texts, though this one does not look at it."""
    if store := _AT_HAND.get():
        store.need(_key(parts))


def remembered(make: Callable[[], str], *parts: str) -> str:
    """A text that depends on the program and on some texts alone: that of an earlier build, else it is made."""
    kept = recalled(*parts)
    if kept is not None:
        return kept.decode()
    text = make()
    remember(text.encode(), *parts)
    return text


def _key(parts: tuple[str, ...]) -> str:
    return fingerprint(program(), *parts)
