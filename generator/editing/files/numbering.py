"""Data that a command changes get the version that the check asks for, so that nobody has to know the rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.comparing.changes import compare, side
from generator.comparing.versions import demanded, said, version_of
from generator.editing.files.changing import Change
from generator.editing.files.yaml_text import YamlText
from generator.format.tables import PACKAGE
from generator.reading.git import GitError
from generator.reading.older import tree_as_today
from generator.reading.trees import BelowTree, ChangedTree, GitTree, Tree
from generator.reading.validate import validate


class Numbered(NamedTuple):
    """Files as they are to be written, and the versions that packages have with them and did not have before, by package:
    the former one and the new one.
    """

    files: dict[str, bytes]
    versions: Mapping[str, tuple[str, str]]


def numbered(change: Change, files: Mapping[str, bytes]) -> Numbered:
    """Files as they are to be written, and with them the `package.yaml` of each package that the last commit holds with other
    data under the same version.

    What is not in git gets no other version: nobody knows what was published. A package that cannot be read stays as it is.
    """
    found, versions = dict(files), {}
    names = sorted({path.partition("/")[0] for path in files})
    try:
        committed = tree_as_today(GitTree(change.root, "HEAD"))
    except GitError:
        return Numbered(found, {})
    changed = ChangedTree(change.tree, files)
    for name in names:
        path = f"{name}/package.yaml"
        if version := _asked(BelowTree(committed, name), BelowTree(changed, name), name):
            text = YamlText.of(changed.read(path))
            text.set((PACKAGE.version.name,), version.new)
            found[path] = text.bytes()
            versions[name] = version.old, version.new
    return Numbered(found, versions)


class _Version(NamedTuple):
    """The version that a package has, and the one that it must have now."""

    old: str
    new: str


def _asked(base: Tree, head: Tree, name: str) -> _Version | None:
    """What version a package must have; None where the one it has will do."""
    sides = [side(tree, validate(tree, locked=False)[0]) for tree in (base, head)]
    if any(name not in item.packages for item in sides):
        return None
    old, new = (version_of(item.packages[name]) for item in sides)
    if old is None or new is None:
        return None
    least, _ = demanded(old, compare(*sides).changes)
    return _Version(said(new), said(least)) if new < least else None
