"""New figures against the archived texts at once: only the documents that a sheet changes need their text there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.archive.verify import Verified, locked, verify
from generator.core.problems import Problem, Severity
from generator.editing.sheets.source import Data
from generator.reading.trees import ChangedTree, Tree
from generator.reading.validate.locks import LOCK, cited_figures


@dataclass(slots=True)
class Verification:
    """What is wrong, the locks to write where nothing is, and how many figures still wait for their text."""

    problems: list[Problem] = field(default_factory=list)
    locks: dict[str, bytes] = field(default_factory=dict)
    waiting: int = 0


def verify_changed(tree: Tree, files: Mapping[str, bytes], archive: Path) -> Verification:
    """Verify the documents that `files` belong to; those of others keep the locks that they have.

    The tree must pass the check once `files` stand in it.
    """
    changed = ChangedTree(tree, files)
    folders = tuple({"/".join(path.split("/")[:3]) + "/" for path in files})
    held = verify(changed, archive)
    done = Verification()
    done.problems = [
        problem
        for problem in held.report
        if problem.severity is Severity.ERROR and problem.place.file.startswith(folders)
    ]
    if done.problems:
        return done
    records = Data.of(changed).records
    for package in sorted({path.partition("/")[0] for path in files}):
        cited = {item.id for item in cited_figures(records[package])}
        _lock(tree, package, cited, held.verified, done)
    return done


def _lock(tree: Tree, package: str, cited: set[str], found: list[Verified], done: Verification) -> None:
    """The lock of a package, of what was verified now and what was before."""
    path = f"{package}/{LOCK}"
    before = tree.read(path) if any(entry.path == path for entry in tree.entries()) else None
    own = [item for item in found if item.package_id == package]
    content = locked(own, before, cited)
    waiting = len(cited) - content.count(b"\n") + 1
    done.waiting += waiting
    # A first lock must hold everything: what is not in it counts as changed since.
    if content != before and not (before is None and waiting):
        done.locks[path] = content
