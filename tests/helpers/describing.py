"""Packages described for Frictionless's tools, and what frictionless says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.reading.trees import Tree
from generator.reading.validate.describing import descriptors
from generator.reading.validate.inventory import gather

Complaint = tuple[str, str, str]
"""The file of a package, the column (empty where it is about the whole row or file), the kind of error."""


def described(folder: Path, tree: Tree) -> Path:
    """The files of a tree on disk, each package with its description."""
    for entry in tree.entries():
        put(folder / entry.path, tree.read(entry.path))
    for path, content in descriptors(tree, gather(tree)[0]).items():
        put(folder / path, content)
    return folder


def put(file: Path, content: bytes) -> None:
    """A file with its folders."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def complaints(folder: Path, resource: str = "") -> set[Complaint]:
    """What frictionless says of the package in a folder, or of one of its files alone."""
    from frictionless import Package

    package = Package(str(folder / "datapackage.yaml"))
    report = (package.get_resource(resource) if resource else package).validate()
    assert [str(error) for error in report.errors] == []
    found = {(task.place, _column(error), error.type) for task in report.tasks for error in task.errors}
    assert report.valid == (not found)
    return found


def _column(error: Any) -> str:
    named = getattr(error, "field_names", None) or [
        getattr(error, "field_name", "") or getattr(error, "label", "")
    ]
    return str(named[0])
