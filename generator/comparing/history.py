"""What git knows of the authors' tables: each commit of the published line, with the rows it took away and put in.

Only changed lines are read, and one line is one row (the format's own rule), so that the cost grows with the
changes and not with commits times rows.
"""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

Cells = Mapping[str, str]
"""A row as written: its cells by column."""

_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_COMMIT = b"\0"
"""Begins the line that names a commit; no line of a text file can hold it."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows as lines of their file, under the head of their time; read only where somebody asks for them."""

    columns: tuple[str, ...]
    lines: tuple[bytes, ...]

    def __len__(self) -> int:
        return len(self.lines)

    def rows(self, column: str = "", wanted: Container[str] = ()) -> Iterator[Cells]:
        """The rows that can be read; with a `column` that they have, only those that hold a `wanted` value there.

        The columns up to that one must hold no commas, as ids do.
        """
        at = self.columns.index(column) if column in self.columns else None
        for line in self.lines:
            if at is not None:
                cells = line.split(b",", at + 1)
                if len(cells) <= at or cells[at].decode("ascii", "replace") not in wanted:
                    continue
            found = _cells(line)
            if len(found) == len(self.columns):
                yield dict(zip(self.columns, found, strict=True))


@dataclass(frozen=True, slots=True)
class FileChange:
    """The rows of one CSV file (its path below the data directory) that a commit took away and put in."""

    path: str
    removed: Lines
    added: Lines


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that touched the tables: its hash, its day and its first line."""

    id: str
    day: date
    subject: str
    changes: tuple[FileChange, ...]


def history(folder: Path, revision: str = "HEAD") -> list[Commit]:
    """The commits up to a revision that touched the tables below a data directory, the oldest first; none outside git.

    Of a merge counts what it changed on the line that was published before it (its first parent).
    """
    command = [
        *("git", "-C", str(folder), "-c", "core.quotepath=off", "log", "--reverse", "--first-parent"),
        *("--no-show-signature", "--encoding=UTF-8", "--inter-hunk-context=0"),
        *("--diff-merges=first-parent", "--patch", "--unified=0", "--no-renames", "--relative", "--no-color"),
        *("--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", "--format=%x00%H %cs %s"),
        *("--end-of-options", revision, "--", "."),
    ]
    run = subprocess.run(command, capture_output=True, check=False)
    return list(_commits(run.stdout.split(b"\n"))) if run.returncode == 0 else []


def recorded(commits: Iterable[Commit], package: str) -> Mapping[str, date]:
    """The day on which the first rows of each document of a package came into the record."""
    days: dict[str, date] = {}
    for commit in commits:
        for change in commit.changes:
            steps = change.path.split("/")
            if steps[:2] == [package, "documents"] and len(change.added):
                days.setdefault(steps[2], commit.day)
    return days


def _cells(line: bytes) -> list[str]:
    """A line's cells; none where it is no row."""
    try:
        return next(csv.reader([line.decode("utf-8-sig").rstrip("\r")], strict=True))
    except (UnicodeDecodeError, csv.Error, StopIteration):
        return []


@dataclass(slots=True)
class _File:
    """A file's patch as it is read: the head of its columns after and before, and the lines."""

    path: str
    columns: tuple[str, ...]
    before: tuple[str, ...]
    removed: list[bytes] = field(default_factory=list)
    added: list[bytes] = field(default_factory=list)

    def line(self, text: bytes, *, number: int, new: bool) -> None:
        """Take in a line of the file: its head, or a row."""
        if number == 1:
            if new:
                self.columns = tuple(_cells(text))
        else:
            (self.added if new else self.removed).append(text)


def _commits(lines: Iterable[bytes]) -> Iterator[Commit]:
    heads: dict[str, tuple[str, ...]] = {}
    commit: tuple[str, date, str] | None = None
    files: list[_File] = []
    stream = iter(lines)
    for line in stream:
        if line.startswith(_COMMIT):
            if commit:
                yield _commit(commit, files, heads)
            name, day, subject = line[1:].decode("utf-8", "replace").split(" ", 2)
            commit, files = (name, date.fromisoformat(day), subject), []
        elif line.startswith(b"diff --git a/"):
            # Without renames both halves name the same file.
            path = line[len(b"diff --git a/") :].decode("utf-8", "replace").split(" b/")[0]
            known = heads.get(path, ())
            files.append(_File(path, known, known))
        elif (hunk := _HUNK.match(line)) and files:
            _read_hunk(stream, hunk, files[-1])
    if commit:
        yield _commit(commit, files, heads)


def _read_hunk(stream: Iterator[bytes], hunk: re.Match[bytes], file: _File) -> None:
    """The lines that the hunk's head announces, so that nothing in a row can look like the head of something else."""
    old, old_count, new, new_count = (1 if part is None else int(part) for part in hunk.groups())
    for number in range(old, old + old_count):
        file.line(_content(stream), number=number, new=False)
    for number in range(new, new + new_count):
        file.line(_content(stream), number=number, new=True)


def _content(stream: Iterator[bytes]) -> bytes:
    line = next(stream)
    while line.startswith(b"\\"):  # a remark of git's on the end of the file
        line = next(stream)
    return line[1:]


def _commit(facts: tuple[str, date, str], files: list[_File], heads: dict[str, tuple[str, ...]]) -> Commit:
    heads.update((file.path, file.columns) for file in files)
    changes = (
        FileChange(file.path, Lines(file.before, tuple(file.removed)), Lines(file.columns, tuple(file.added)))
        for file in files
        if file.path.endswith(".csv") and (file.removed or file.added)
    )
    return Commit(*facts, tuple(changes))
