"""New figures against the archived texts at once: only the documents that a sheet changes need their text there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.archive.verify import Verified, locked, verify
from generator.core.problems import Problem, Severity
from generator.editing.sheets.source import Data
from generator.format.tables import DOCUMENT
from generator.reading.trees import ChangedTree, Tree
from generator.reading.validate import PackageRecords
from generator.reading.validate.locks import LOCK, Cited, cited_figures


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
    done = Verification(
        [
            problem
            for problem in held.report
            if problem.severity is Severity.ERROR and problem.place.file.startswith(folders)
        ]
    )
    records = Data.of(changed).records
    for package in sorted({path.partition("/")[0] for path in files}):
        own = [item for item in held.verified if item.package_id == package]
        _lock(tree, records[package], own, done)
    return done


def _lock(tree: Tree, records: PackageRecords, own: list[Verified], done: Verification) -> None:
    """The lock of a package, of what was verified now and what was before."""
    cited = {item.id: item for item in cited_figures(records)}
    proved = {item.cited.id for item in own} | _proved_before(records, cited)
    waiting = [item for name, item in cited.items() if name not in proved]
    done.waiting += len(waiting)
    before = tree.read(records.lock.file) if records.lock else None
    content = locked(own, before, cited)
    # What a lock does not name counts as changed since, but for what nobody need hold: a first one has all of that.
    if content != before and (records.lock or all(item.unheld for item in waiting)):
        done.locks[f"{records.id}/{LOCK}"] = content


def _proved_before(records: PackageRecords, cited: Mapping[str, Cited]) -> set[str]:
    """The figures that are as they were when they were last verified, in the text that their document names now."""
    if records.lock is None:
        return set()
    lines = zip(*(records.lock[name] for name in ("citation", "sha256", "row")), strict=True)
    now = {name: (_text_of(records, item), item.fingerprint) for name, item in cited.items()}
    return {name for name, *then in lines if now.get(name) == tuple(then)}


def _text_of(records: PackageRecords, item: Cited) -> str | None:
    """The checksum of the text in which a figure stands."""
    facts = records.documents[item.document_id].document
    assert facts is not None
    [sha256] = facts[DOCUMENT.archive_sha256]
    return sha256
