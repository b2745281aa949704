"""A repository whose commits are a day apart, with the small package in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from folders import BASE

from generator.comparing.history import PackageHistory, history


class Repository:
    """A repository with the small package under `data/`, one commit a day from 1 January 2024."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.days = folder, folder / "data", 0
        shutil.copytree(BASE, self.data)
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("The first record")

    def git(self, *arguments: str) -> str:
        day = f"2024-{1 + self.days // 28:02d}-{1 + self.days % 28:02d}T12:00:00+00:00"
        who = {f"GIT_{role}_{part}": "x" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
        when = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day, "GIT_CONFIG_GLOBAL": os.devnull}
        command = ["git", "-C", str(self.folder), *arguments]
        run = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, **who, **when}
        )
        return run.stdout.strip()

    def commit(self, subject: str) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", subject)
        self.days += 1
        return self.git("rev-parse", "HEAD")

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

    def history(self) -> PackageHistory:
        """What its commits tell of the small package."""
        return history(self.data, ["town"])["town"]
