"""Packages written in an older format → the same in today's: one step from each version of the format to the next.

A step rewrites files as texts (`editing/files`), so that comments, order and quotes stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field

from generator.core.problems import Problem
from generator.editing.files.yaml_text import YamlText
from generator.format import tables, version
from generator.reading.files import read_yaml
from generator.reading.trees import Tree, acceptable
from generator.reading.validate.inventory import other_format, stated_format

Files = Mapping[str, bytes]
"""Contents by path, below a package."""

Step = Callable[[Files], Files]
"""What a package of one format becomes in the next: all of its files → those that change, and new ones."""

STEPS: MutableMapping[int, Step] = {}
"""By the format that a step leads on from; there is one for each but today's."""

_FILE = "package.yaml"


@dataclass(frozen=True, slots=True)
class Migration:
    """What has to be done: `files` by their paths below the data directory, `formats` of the packages that they are of.

    `problems`: packages of a format that no step leads on from, such as that of a newer program.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    formats: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def migrate(tree: Tree) -> Migration:
    """What makes every package of a tree one of today's format. Nothing is written here.

    Files that cannot be read at all, and packages without a `package.yaml` that can, are left as they are: the check
    tells what is wrong with them.
    """
    done = Migration()
    packages: dict[str, dict[str, bytes]] = {}
    for path in acceptable(tree)[0]:
        name, _, below = path.partition("/")
        packages.setdefault(name, {})[below] = tree.read(path)
    for name, files in packages.items():
        path = f"{name}/{_FILE}"
        node = read_yaml(path, files[_FILE])[0] if _FILE in files else None
        if (problem := other_format(path, node)) is None:
            continue
        written = stated_format(node)
        if not written.isdigit() or int(written) not in STEPS:
            done.problems.append(problem)
            continue
        done.formats[name] = int(written)
        done.files.update({f"{name}/{below}": data for below, data in _stepped(files, int(written)).items()})
    return done


def _stepped(files: Files, written: int) -> dict[str, bytes]:
    """The files of a package that change on the way from a format to today's."""
    changed: dict[str, bytes] = {}
    for number in range(written, version.FORMAT):
        changed |= STEPS[number]({**files, **changed})
    text = YamlText.of(changed.get(_FILE, files[_FILE]))
    text.set((tables.PACKAGE.format.name,), str(version.FORMAT), [tables.PACKAGE.format.name])
    return {**changed, _FILE: text.bytes()}
