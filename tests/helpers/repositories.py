"""A repository whose commits are a day apart, with the small package in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from folders import BASE

from generator.comparing.changes import Renames
from generator.comparing.history import PackageHistory, history


@cache
def _first_commit(data: Path) -> TemporaryDirectory[str]:
    """A repository with a copy of some data in its first commit, which lasts as long as the process."""
    made = TemporaryDirectory()
    folder = Path(made.name)
    shutil.copytree(data, folder / "data")
    git(folder, 0, "init", "--quiet", "--initial-branch=main", "--template=")
    git(folder, 0, "config", "maintenance.auto", "false")
    git(folder, 0, "add", "--all")
    git(folder, 0, "commit", "--quiet", "-m", "The first record")
    # It is copied hundreds of times, and one file is copied sooner than thirty.
    git(folder, 0, "repack", "-a", "-d", "--quiet")
    return made


def begin(data: Path, folder: Path) -> None:
    """A repository in a folder, with a copy of some data under `data/` in its first commit, which is always the same."""
    shutil.copytree(_first_commit(data).name, folder, dirs_exist_ok=True)


def head(folder: Path) -> str:
    """The last commit of a repository on a branch; read from its files, since to ask git takes as long as to commit."""
    branch = (folder / ".git" / "HEAD").read_text(encoding="ascii").removeprefix("ref: ").strip()
    return (folder / ".git" / branch).read_text(encoding="ascii").strip()


def noon(day: int) -> str:
    """A time on a day, counted from 1 January 2024 in months of four weeks."""
    return f"2024-{1 + day // 28:02d}-{1 + day % 28:02d}T12:00:00+00:00"


def git(folder: Path, day: int, *arguments: str, told: bytes = b"") -> str:
    """What git says in a folder on a day to what it is told."""
    time = noon(day)
    who = {f"GIT_{role}_{part}": "x" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    when = {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time, "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(folder), *arguments]
    run = subprocess.run(
        command, input=told, capture_output=True, check=True, env={**os.environ, **who, **when}
    )
    return run.stdout.decode().strip()


class Repository:
    """A repository with the small package under `data/`, one commit a day from 1 January 2024; or one `like` another."""

    def __init__(self, folder: Path, *, like: Repository | None = None) -> None:
        self.folder, self.data = folder, folder / "data"
        self.days: int = like.days if like else 1
        if like:
            shutil.copytree(like.folder, folder)
        else:
            begin(BASE, folder)

    def git(self, *arguments: str) -> str:
        return git(self.folder, self.days, *arguments)

    def commit(self, subject: str) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", subject)
        self.days += 1
        return head(self.folder)

    def commit_each(self, path: str, texts: Iterable[str]) -> None:
        """A commit for each of the texts that a file gets, all made at once: git starts anew for every other."""
        text = ""
        contents = [{path: (text := each).encode()} for each in texts]
        self._commit_all(contents)
        (self.data / path).write_text(text, encoding="utf-8")

    def commit_trees(self, trees: Sequence[Mapping[str, bytes]]) -> None:
        """A commit for each of the trees that the data directory becomes, all made at once."""
        self._commit_all(trees, b"D data\n")
        self.put(trees[-1])

    def _commit_all(self, contents: Iterable[Mapping[str, bytes]], first: bytes = b"") -> None:
        """A commit for the contents that some files get, each after what is told to git `first`."""
        stream = bytearray()
        for number, files in enumerate(contents):
            when = int(datetime.fromisoformat(noon(self.days)).timestamp())
            stream += f"commit refs/heads/main\ncommitter x <x> {when} +0000\ndata 6\nNumber\n".encode()
            stream += (b"" if number else b"from refs/heads/main^0\n") + first
            for path, content in files.items():
                stream += f"M 100644 inline data/{path}\ndata {len(content)}\n".encode() + content + b"\n"
            self.days += 1
        git(self.folder, self.days, "fast-import", "--quiet", told=bytes(stream))
        self.git("reset", "--quiet")

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.data / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, (path, old, text.count(old))
        file.write_text(text.replace(old, new), encoding="utf-8")

    def put(self, files: Mapping[str, bytes]) -> None:
        """These files in the place of all that stand in the data directory."""
        shutil.rmtree(self.data)
        self.data.mkdir()
        for path, content in files.items():
            file = self.data / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def history(self, renames: Renames | None = None) -> PackageHistory:
        """What its commits tell of the small package, whose corrections declare some new ids."""
        return history(self.data, ["town"], "HEAD", {"town": renames or {}})["town"]
