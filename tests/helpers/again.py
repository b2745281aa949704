"""Installations in a folder of their own, with a copy of the program, in which anything may be edited between builds."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from building import build_apart
from folders import BASE, ROOT


def installation(folder: Path) -> Path:
    """A folder with the program, the words and templates, and the town as its data, committed to git.

    Its file `day` says on which day promises are judged.
    """
    for name in ("generator", "site_src"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    shutil.copytree(BASE, folder / "data")
    (folder / "day").write_text("2026-11-21")
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    """Commit the data of an installation as they stand."""
    subprocess.run(
        ["git", "-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "add", "data"],
        cwd=folder,
        check=True,
    )
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(
        ["git", *who, "commit", "--quiet", "--allow-empty", "--message", "data"], cwd=folder, check=True
    )


def build_in(folder: Path, site: str, store: str = "", *, killed_at: str = "") -> int:
    """The code with which a build of an installation ended, in a process of its own: negative where it was killed.

    `killed_at` is a step, or `settle` for the moment in which the site stands and the store knows nothing of it yet.
    """
    code, said = build_apart(folder, site, store, killed_at)
    assert code <= 0, said
    return code


def contents(folder: Path) -> Mapping[str, bytes]:
    """The bytes of each file in a folder by its path."""
    found = {}
    for root, _, names in os.walk(folder):
        below = f"{Path(root).relative_to(folder).as_posix()}/".removeprefix("./")
        for name in names:
            with open(f"{root}/{name}", "rb") as file:  # noqa: PTH123 - a site has a thousand
                found[f"{below}{name}"] = file.read()
    return dict(sorted(found.items()))
