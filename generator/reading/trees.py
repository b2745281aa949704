"""A tree of files to read from, and what is refused before any file is opened."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from generator.core import limits
from generator.core.leftovers import left_over
from generator.core.problems import Place, Problem
from generator.core.values import ID
from generator.reading.git import GitError, Repository

_PATH = re.compile(rf"(?:{ID}/)*{ID}\.(?:yaml|csv|lock)")
_ENDED = re.compile(r"(.*?)\.(yaml|csv|lock)(?:\s*\.(?:yaml|csv|lock|txt))*\s*", re.IGNORECASE | re.DOTALL)
"""The name of a file that is meant to be read, with what editors and systems put behind it."""

_COPY = re.compile(
    r"^(?:copy of|copie de|kopie von|copia de|cópia de|副本)[\s_-]*"
    r"|[\s_-]*\b(?:copy|copie|kopie|copia|cópia|副本)?\s*(?:\(\d+\))?$",
    re.IGNORECASE,
)
"""What systems add to the names of copies."""

OWN = ".mingzhang-"
"""How the names of files begin that stand among the authors' as long as these are changed (`editing/files/changing.py`)."""

LIST, BEGUN, JOURNAL = f"{OWN}list", f"{OWN}begun", f"{OWN}change"
"""The list of a change that is being written, of one that is being made ready, and of one that is decided."""


class Tree(Protocol):
    """Files under relative paths with `/`, as they are in a working directory or at a git revision."""

    def entries(self) -> Iterator[Entry]:
        """Every file, link or other thing below the root, in the order of the paths."""

    def read(self, path: str) -> bytes:
        """The bytes of one file."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One thing in a tree: `kind` is `file`, `symlink` or `other`; `size` in bytes."""

    path: str
    kind: str
    size: int


class WorkingTree:
    """The files of a directory on disk, links never followed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def entries(self) -> Iterator[Entry]:
        """Every file below the root, in the order of the paths."""
        yield from sorted(self._walk())

    def _walk(self) -> Iterator[Entry]:
        folders = [""]  # however deep they lie in each other
        while folders:
            prefix = folders.pop()
            with os.scandir(self.root / prefix) as found:
                for item in found:
                    path = prefix + item.name
                    if item.is_symlink():
                        yield Entry(path, "symlink", 0)
                    elif item.is_dir(follow_symlinks=False):
                        folders.append(f"{path}/")
                    elif item.is_file(follow_symlinks=False):
                        yield Entry(path, "file", item.stat(follow_symlinks=False).st_size)
                    else:
                        yield Entry(path, "other", 0)

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return (self.root / path).read_bytes()


class FilesTree:
    """Files in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def entries(self) -> Iterator[Entry]:
        """Every file, in the order of the paths."""
        yield from (Entry(path, "file", len(content)) for path, content in sorted(self.files.items()))

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return self.files[path]


class WitnessedTree:
    """Another tree, which tells what was read of it."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.seen: dict[str, set[str]] = {}
        """The checksums of each file that was read: one, unless it was not the same each time."""

    def entries(self) -> Iterator[Entry]:
        """Every file, link or other thing below the root, in the order of the paths."""
        return self.tree.entries()

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        content = self.tree.read(path)
        self.seen.setdefault(path, set()).add(hashlib.sha256(content).hexdigest())
        return content

    def source(self, below: str) -> Mapping[str, str]:
        """The checksum of each file that was read below a path, in the order of their paths.

        None at all where a file was not the same each time: what was made of them is made of no one state.
        """
        seen = {path: found for path, found in sorted(self.seen.items()) if path.startswith(below)}
        if any(len(found) > 1 for found in seen.values()):
            return {}
        return {path: content for path, (content,) in seen.items()}


class ChangedTree:
    """Another tree with some files in the place of its own, to see what a change does before anything is written."""

    def __init__(self, tree: Tree, files: Mapping[str, bytes]) -> None:
        self.tree = tree
        self.files = files

    def entries(self) -> Iterator[Entry]:
        """Every file below the root, in the order of the paths."""
        kept = (entry for entry in self.tree.entries() if entry.path not in self.files)
        new = (Entry(path, "file", len(content)) for path, content in self.files.items())
        yield from sorted([*kept, *new])

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return self.files[path] if path in self.files else self.tree.read(path)


class BelowTree:
    """The files of another tree below one of its folders, by their paths in it."""

    def __init__(self, tree: Tree, folder: str) -> None:
        self.tree = tree
        self.folder = folder

    def entries(self) -> Iterator[Entry]:
        """Every file below the folder, in the order of the paths."""
        yield from (entry for entry in self.tree.entries() if entry.path.startswith(f"{self.folder}/"))

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return self.tree.read(path)


class GitTree:
    """The files below a directory as they were at a git revision, so that an old revision takes the same path."""

    def __init__(self, folder: Path, revision: str) -> None:
        """Raises GitError when there is no such revision or directory."""
        with Repository(folder) as repository:
            self.commit = repository.resolve(revision)
            self.day = repository.commit(self.commit).day
            self._entries: list[Entry] = []
            self._contents: dict[str, bytes] = {}
            for path, stored in repository.files(self.commit).items():
                if stored.is_file:
                    size, self._contents[path] = repository.read(stored.blob, limits.LARGEST_FILE)
                    self._entries.append(Entry(path, "file", size))
                else:
                    self._entries.append(Entry(path, "symlink" if stored.is_link else "other", 0))

    def entries(self) -> Iterator[Entry]:
        """Every file below the root, in the order of the paths."""
        yield from sorted(self._entries)

    def read(self, path: str) -> bytes:
        """The bytes of one file; nothing of one that is too large."""
        return self._contents[path]


def commit_of(folder: Path, day: date) -> str:
    """The last commit of the published line up to the end of a day. Raises GitError when there is none."""
    with Repository(folder) as repository:
        for name in reversed(repository.line("HEAD")):
            if repository.commit(name).day <= day:
                return name
    raise GitError


def acceptable(tree: Tree) -> tuple[list[str], list[Problem]]:
    """The paths that may be read, and a problem for each that may not: links, odd names, huge files.

    What programs left beside them is neither.
    """
    paths: list[str] = []
    problems: list[Problem] = []
    odd: set[str] = set()
    entries = list(tree.entries())
    if len(entries) > limits.MOST_FILES:
        return [], [Problem("too-many", Place(""), {"limit": str(limits.MOST_FILES), "counted": "files"})]
    for entry in entries:
        if left_over(entry.path.rpartition("/")[2]):
            continue
        code, values = _amiss(entry)
        if code == "odd-name" and (folder := _odd_folder(entry.path)):
            # It is told once, whatever stands in it.
            if folder not in odd:
                odd.add(folder)
                name = folder.rpartition("/")[2]
                problems.append(Problem(code, Place(folder), {"name": name, "suggestion": plain_name(name)}))
        elif code:
            problems.append(Problem(code, Place(entry.path), values))
        else:
            paths.append(entry.path)
    return paths, problems


def _amiss(entry: Entry) -> tuple[str, Mapping[str, str]]:
    """The code of what is wrong with a thing in a tree, and what fills its message; none where nothing is."""
    largest = limits.LARGEST_YAML if entry.path.endswith(".yaml") else limits.LARGEST_FILE
    if entry.path.rpartition("/")[2].startswith(OWN):
        return "change-unfinished", {}
    if entry.kind != "file":
        return "symlink", {}
    if entry.size > largest:
        return "file-too-large", {"limit": str(largest // limits.MIB)}
    return _misnamed(entry.path.split("/"))


def _misnamed(names: Sequence[str]) -> tuple[str, Mapping[str, str]]:
    """The same of the names that lead to it."""
    if long := [name for name in names if len(name) > limits.LONGEST_NAME]:
        return "name-too-long", {"value": long[0], "detail": str(limits.LONGEST_NAME)}
    if devices := [name for name in names if name.partition(".")[0].lower() in limits.DEVICES]:
        return "device-name", {"value": devices[0]}
    if _PATH.fullmatch("/".join(names)):
        return "", {}
    name = names[-1]
    if match := _ENDED.fullmatch(name):
        meant = plain_name(match[1])
        return "odd-name", {"name": name, "suggestion": meant and f"{meant}.{match[2].lower()}"}
    if _odd_folder("/".join(names)):
        return "odd-name", {"name": name, "suggestion": ""}
    # Its name may be as it should be: it is of a kind that nobody reads.
    stem, _, kind = name.rpartition(".")
    return "unexpected-file", {"suggestion": f"{stem}.yaml" if kind.lower() == "yml" else ""}


def meant_by(path: str) -> str:
    """The path that was meant by one whose last name is not allowed; itself where it is allowed, or nobody knows."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{_misnamed([name])[1].get('suggestion') or name}"


def _odd_folder(path: str) -> str:
    """The outermost folder on a path whose name is not allowed; empty where each is."""
    folders = path.split("/")[:-1]
    at = next((at for at, name in enumerate(folders, 1) if not re.fullmatch(ID, name)), 0)
    return "/".join(folders[:at])


def plain_name(name: str) -> str:
    """A name as addresses have it, without what systems add to copies; empty where it has other letters than Latin ones."""
    bare = unicodedata.normalize("NFKD", _COPY.sub("", name))
    plain = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-") if plain.isascii() else ""
