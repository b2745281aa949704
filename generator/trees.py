"""A tree of files to read from, and what is refused before any file is opened."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generator.problems import Place, Problem

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes. A table that grows beyond this is to be split into `observations/<part>.csv`."""

_PATH = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:-[a-z0-9]+)*\.(?:yaml|csv|lock)", re.ASCII)
_LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}


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
        yield from sorted(self._walk(self.root, ""))

    def _walk(self, directory: Path, prefix: str) -> Iterator[Entry]:
        with os.scandir(directory) as found:
            for item in found:
                path = prefix + item.name
                if item.is_symlink():
                    yield Entry(path, "symlink", 0)
                elif item.is_dir(follow_symlinks=False):
                    yield from self._walk(Path(item.path), path + "/")
                elif item.is_file(follow_symlinks=False):
                    yield Entry(path, "file", item.stat(follow_symlinks=False).st_size)
                else:
                    yield Entry(path, "other", 0)

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return (self.root / path).read_bytes()


def acceptable(tree: Tree) -> tuple[list[str], list[Problem]]:
    """The paths that may be read, and a problem for each that may not: links, odd names, huge files."""
    paths: list[str] = []
    problems: list[Problem] = []
    for entry in tree.entries():
        names = entry.path.split("/")
        if names[-1] in _LEFT_BY_SYSTEMS:
            continue
        if entry.kind != "file":
            problems.append(Problem("symlink", Place(entry.path)))
        elif not _PATH.fullmatch(entry.path):
            problems.append(Problem("odd-name", Place(entry.path), {"name": names[-1]}))
        elif entry.size > LARGEST_FILE:
            limit = str(LARGEST_FILE // 1024 // 1024)
            problems.append(Problem("file-too-large", Place(entry.path), {"limit": limit}))
        else:
            paths.append(entry.path)
    return paths, problems
