"""A repository whose commits are a day apart, with the small package in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
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
    return made


def begin(data: Path, folder: Path) -> None:
    """A repository in a folder, with a copy of some data under `data/` in its first commit, which is always the same."""
    shutil.copytree(_first_commit(data).name, folder, dirs_exist_ok=True)


def head(folder: Path) -> str:
    """The last commit of a repository on a branch; read from its files, since to ask git takes as long as to commit."""
    branch = (folder / ".git" / "HEAD").read_text(encoding="ascii").removeprefix("ref: ").strip()
    return (folder / ".git" / branch).read_text(encoding="ascii").strip()


def git(folder: Path, day: int, *arguments: str) -> str:
    """What git says in a folder on a day, counted from 1 January 2024."""
    time = f"2024-{1 + day // 28:02d}-{1 + day % 28:02d}T12:00:00+00:00"
    who = {f"GIT_{role}_{part}": "x" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    when = {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time, "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(folder), *arguments]
    run = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **who, **when}
    )
    return run.stdout.strip()


class Repository:
    """A repository with the small package under `data/`, one commit a day from 1 January 2024."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.days = folder, folder / "data", 1
        begin(BASE, folder)

    def git(self, *arguments: str) -> str:
        return git(self.folder, self.days, *arguments)

    def commit(self, subject: str) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", subject)
        self.days += 1
        return head(self.folder)

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.data / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, (path, old, text.count(old))
        file.write_text(text.replace(old, new), encoding="utf-8")

    def put(self, files: Mapping[str, bytes]) -> None:
        """These files in the place of all that stand in the data directory."""
        shutil.rmtree(self.data)
        for path, content in files.items():
            file = self.data / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def history(self, renames: Renames | None = None) -> PackageHistory:
        """What its commits tell of the small package, whose corrections declare some new ids."""
        return history(self.data, ["town"], "HEAD", {"town": renames or {}})["town"]
