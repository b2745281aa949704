"""Finished sites as the tests look at them, each built once in a run, by the worker that needs it first."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from folders import BASE, twin

TODAY = date(2026, 11, 21)
"""The day that decides what is due in tests."""


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder for all workers of this run to read: the first one makes it, while the others wait.

    It lies in the run's own temporary folder, so that nothing of an earlier run is ever found in it.
    """
    base = factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = run / name
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            make(run / f"{name}.part")
            (run / f"{name}.part").rename(folder)
    return folder


def without_program(patch: pytest.MonkeyPatch) -> None:
    """Sites without the program of the interactive charts, which takes seconds to make in each process that makes it."""
    from generator.publishing import beside

    patch.setattr(beside, "bundle", lambda: "")


def without_pictures(patch: pytest.MonkeyPatch) -> None:
    """Sites of a known address in which each PNG holds nothing: to paint those of the town takes as long as five sites."""
    from generator.publishing import staging

    patch.setattr(staging, "png", lambda *_: b"")


def built(data: Path, folder: Path, site: str, url: str | None = None, *, proved: bool = False) -> None:
    """The site of some data in a folder, under a path below it; only what is to be `proved` is validated, which takes
    as long as all the rest. It is made in this process: the other cores have tests to run.
    """
    from generator.publishing.build import build
    from generator.publishing.validation.validated import validated

    prove = validated if proved else None
    report = build(data, folder / site, folder / "work", today=TODAY, url=url, prove=prove, workers=1)
    assert report.ok, report.render("text", "en")


def two_towns(data: Path) -> None:
    """Data of two packages: the town, and the same under another name and area."""
    other = twin(shutil.copytree(BASE / "town", data / "town"), "village")
    for file in other.rglob("*.*"):
        text = file.read_text(encoding="utf-8").replace("Qinghe", "Baihe").replace("清河", "白河")
        file.write_text(text, encoding="utf-8")


def quickly(patch: pytest.MonkeyPatch) -> None:
    """Sites as `without_program` makes them, all as if at one moment."""
    from generator.publishing.clock import FIXED

    without_program(patch)
    patch.setenv(FIXED, "1795305600")


def by_mkdocs(work: Path, target: Path, *languages: str) -> None:
    """The pages that a build staged below its working folder, rendered by MkDocs itself, the first language at the root."""
    told = [
        ["build", "--quiet", "--strict", "-f", str(work / f"{language}.yml"), "-d", str(folder)]
        for language in languages
        for folder in [target if language == languages[0] else target / language]
    ]
    # To start takes it longer than to render a language.
    program = f"from mkdocs.__main__ import cli\nfor told in {told}: cli(told, standalone_mode=False)"
    subprocess.run([sys.executable, "-c", program], check=True)
