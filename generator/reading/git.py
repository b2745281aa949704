"""What git knows, asked in one way that no variable, setting or attribute of the reader's can change.

Only names are asked for in words (which commits there are); everything else is read as the objects that git keeps, for
those are the same bytes whatever git is told to show.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Self

from generator.core.texts import visible

_KEPT = re.compile(r"GIT_(?:CONFIG_\w+|EXEC_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)")
"""What of GIT_* says how to run git at all; the rest says which repository, index or objects somebody else means."""

_ALWAYS = ("--no-pager", "--no-replace-objects", "--literal-pathspecs")
_COMMITTER = re.compile(rb"^committer .*> (-?[0-9]{1,11}) ([+-])([0-9]{2})([0-9]{2})$", re.MULTILINE)
_ENCODING = re.compile(rb"^encoding (\S+)$", re.MULTILINE)
_PARENT = re.compile(rb"^parent ([0-9a-f]+)$", re.MULTILINE)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the zone is that of the committer, added by hand
_PIECE = 1 << 20
"""Bytes read at a time of what nobody wants to keep."""


class GitError(Exception):
    """Git knows no such revision, or the folder is in no repository; the message is git's."""


class NoGitError(GitError):
    """There is no git, or it cannot be run."""


class NoRepositoryError(GitError):
    """The folder is in no repository."""


class NoFolderError(GitError):
    """A commit knows nothing below the folder."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its hash, the day on which it was made, in its own time zone, and its first line."""

    id: str
    day: date
    subject: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A thing in a commit: its mode (`100644`, `120000` for a link …) and the name of its content."""

    mode: str
    blob: str

    @property
    def is_file(self) -> bool:
        """Whether it is a plain file."""
        return self.mode.startswith("100")

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return self.mode == "120000"


class Repository:
    """The repository around a folder, and what stood in that folder at each commit.

    To be used in a `with` block: reading objects keeps one process of git's, which ends with the block.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._trees: dict[str, tuple[tuple[str, Stored], ...]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def resolve(self, revision: str) -> str:
        """The hash of a revision's commit. Raises GitError when there is no such revision."""
        asked = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        return self._ask("rev-parse", *asked).decode().strip()

    def line(self, revision: str) -> list[str]:
        """The hashes of the published line up to a revision, the oldest first: of a merge its first parents.

        Raises GitError when there is no such revision.
        """
        return self._listed("--end-of-options", self.resolve(revision))

    def changing(self, revision: str) -> list[str]:
        """Those of the published line that changed something below the folder. Raises GitError as `line` does."""
        return self._listed("--end-of-options", self.resolve(revision), "--", ".")

    def holds(self, commit: str, revision: str) -> bool:
        """Whether a commit stands in the history of a revision; not where it was not fetched."""
        try:
            return self._ask("merge-base", self.resolve(commit), self.resolve(revision)).decode().split() == [
                self.resolve(commit)
            ]
        except GitError:
            return False

    def shallow(self) -> bool:
        """Whether a part of the history was not fetched. Raises GitError outside a repository."""
        return self._ask("rev-parse", "--is-shallow-repository").strip() == b"true"

    def notes(self) -> Path:
        """The folder in which git notes which commit is checked out, whenever one is made or another is: it need not be there.

        Raises GitError outside a repository.
        """
        noted = os.fsdecode(self._ask("rev-parse", "--git-path", "logs/HEAD")[:-1])
        return (self.folder / noted).resolve().parent

    def cut(self, commit: str) -> bool:
        """Whether a commit had a parent that was not fetched, so that what it changed cannot be known."""
        if not self.shallow():
            return False
        known = self._ask("rev-list", "--parents", "--max-count=1", "--end-of-options", commit).split()
        return len(known) == 1 and _PARENT.search(self._head(commit)) is not None

    def commit(self, name: str) -> Commit:
        """A commit by its hash. Raises GitError where there is none."""
        content = self._object(name)[1]
        head, _, message = content.partition(b"\n\n")
        title = message.lstrip(b"\n").partition(b"\n\n")[0]
        stated = _ENCODING.search(head)
        text = _decoded(title, stated[1].decode("ascii", "replace") if stated else "utf-8")
        subject = " ".join(line.strip() for line in text.splitlines() if line.strip())
        return Commit(name, _day(head), visible(subject))

    def files(self, commit: str) -> Mapping[str, Stored]:
        """Everything below the folder at a commit, by its path from there. Raises NoFolderError without such a folder."""
        tree = _header(self._head(commit), b"tree")
        for name in self._prefix:
            below = dict(self._tree(tree)).get(name)
            if below is None or below.mode != "40000":
                raise NoFolderError(f"{commit}:{'/'.join(self._prefix)}")
            tree = below.blob
        return dict(self._walk(tree, ""))

    def read(self, blob: str, most: int) -> tuple[int, bytes]:
        """The size of a content in bytes, and the content; nothing of one that is larger than `most`."""
        return self._object(blob, most)

    @cached_property
    def _prefix(self) -> list[str]:
        shown = self._ask("rev-parse", "--show-prefix").decode("utf-8", "replace").strip("\n")
        return [step for step in shown.split("/") if step]

    def _walk(self, tree: str, prefix: str) -> Iterator[tuple[str, Stored]]:
        begun = [(prefix, iter(self._tree(tree)))]  # folders, however deep they lie in each other
        while begun:
            above, inside = begun[-1]
            name, stored = next(inside, ("", None))
            if stored is None:
                begun.pop()
            elif stored.mode == "40000":
                begun.append((f"{above}{name}/", iter(self._tree(stored.blob))))
            else:
                yield above + name, stored

    def _tree(self, name: str) -> tuple[tuple[str, Stored], ...]:
        """What stands in one folder; those that did not change since another commit are read once."""
        if name not in self._trees:
            self._trees[name] = tuple(_entries(self._object(name)[1], len(name) // 2))
        return self._trees[name]

    def _head(self, commit: str) -> bytes:
        return self._object(commit)[1].partition(b"\n\n")[0]

    def _listed(self, *arguments: str) -> list[str]:
        return self._ask("rev-list", "--first-parent", "--reverse", *arguments).decode().split()

    def _ask(self, *arguments: str) -> bytes:
        command = self._command(*arguments)
        try:
            run = subprocess.run(command, capture_output=True, check=False, env=_environment())
        except OSError as error:  # there is no git
            raise NoGitError(str(error)) from error
        if run.returncode:
            told = run.stderr.decode("utf-8", "replace").strip()
            folder = self.folder.resolve()
            if not any((place / ".git").exists() for place in (folder, *folder.parents)):
                raise NoRepositoryError(told)
            raise GitError(told or f"git {arguments[0]}: {arguments[-1]}")
        return run.stdout

    def _command(self, *arguments: str) -> list[str]:
        return ["git", "-C", str(self.folder), *_ALWAYS, *arguments]

    def _object(self, name: str, most: int | None = None) -> tuple[int, bytes]:
        """The size of an object and what it holds, as git keeps it; nothing of one that is larger than `most`."""
        if self._process is None:
            command = self._command("cat-file", "--batch")
            pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
            self._process = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=nothing, env=_environment()
            )
        sent, answer = self._process.stdin, self._process.stdout
        assert sent is not None
        assert answer is not None
        sent.write(f"{name}\n".encode())
        sent.flush()
        head = answer.readline().split()
        if len(head) != 3:  # noqa: PLR2004 - name, kind and size; "missing" for what is not there
            raise GitError(f"git cat-file: {name}")
        size = int(head[2])
        if most is None or size <= most:
            return size, answer.read(size + 1)[:-1]
        left = size + 1
        while left:
            left -= len(answer.read(min(left, _PIECE)))
        return size, b""


def last_commit(folder: Path) -> Commit | None:
    """The last commit of the repository around a folder; None where there is none."""
    with suppress(GitError), Repository(folder) as repository:
        return repository.commit(repository.resolve("HEAD"))
    return None


def commits_noted(folder: Path) -> list[Path]:
    """The folder of the repository around a folder that changes with each commit; none where there is no repository."""
    with suppress(GitError), Repository(folder) as repository:
        return [repository.notes()]
    return []


def is_shallow(folder: Path) -> bool:
    """Whether a part of the history of the repository around a folder was not fetched."""
    with suppress(GitError), Repository(folder) as repository:
        return repository.shallow()
    return False


def _environment() -> dict[str, str]:
    """The environment without what hooks and scripts of git leave in it; parents are those that commits name."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or _KEPT.fullmatch(name)
    }
    return {**kept, "GIT_GRAFT_FILE": os.devnull}


def _entries(content: bytes, length: int) -> Iterator[tuple[str, Stored]]:
    """The entries of a tree object: `<mode> <name>`, a zero byte, a hash of `length` bytes, and so on."""
    at = 0
    while at < len(content):
        end = content.index(b"\0", at)
        mode, _, name = content[at:end].partition(b" ")
        at = end + 1 + length
        yield name.decode("utf-8", "replace"), Stored(mode.decode(), content[end + 1 : at].hex())


def _header(head: bytes, name: bytes) -> str:
    return next(line for line in head.split(b"\n") if line.startswith(name + b" ")).split()[1].decode()


def _decoded(text: bytes, encoding: str) -> str:
    try:
        return text.decode(encoding, "replace")
    except LookupError:
        return text.decode("utf-8", "replace")


def _day(head: bytes) -> date:
    """The day of a commit in the committer's own time zone; the first that computers know where there is none."""
    found = _COMMITTER.search(head)
    with suppress(OverflowError):
        if found:
            away = timedelta(hours=int(found[3]), minutes=int(found[4]))
            return (_EPOCH + timedelta(seconds=int(found[1])) + (away if found[2] == b"+" else -away)).date()
    return _EPOCH.date()
