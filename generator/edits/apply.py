"""Changes of the data written to disk: all of them when the whole record is sound with them, none otherwise."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from generator.load import load
from generator.problems import Problem, Report, Severity
from generator.trees import ChangedTree, Tree

UNVERIFIED = frozenset({"lock-missing", "lock-changed", "lock-stale"})
"""What is wrong with rows until they are verified against the archived text; that is a step of its own."""


def judge(tree: Tree, files: Mapping[str, bytes]) -> tuple[Report, list[Problem]]:
    """What the check says of a tree once `files` stand in it, and what only waits for verification."""
    report = load(ChangedTree(tree, files))[1]
    waiting = [problem for problem in report if problem.code in UNVERIFIED]
    return Report(problem for problem in report if problem.code not in UNVERIFIED), waiting


def write(data: Path, files: Mapping[str, bytes]) -> None:
    """Write files below the data directory, each complete or not at all. A link on the way is never followed.

    Raises OSError where the file system refuses; files written before that stay, and the check tells of them.
    """
    for path, content in files.items():
        target = data / path
        if any(parent.is_symlink() for parent in (target, *target.parents) if parent.is_relative_to(data)):
            raise OSError(f"{target}: a link")
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(name).replace(target)


def errors(report: Report) -> list[Problem]:
    """The problems that keep the data from being published."""
    return [problem for problem in report if problem.severity is Severity.ERROR]
