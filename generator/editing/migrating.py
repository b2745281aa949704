"""Packages written in an older format → the same in today's, as files: comments, order and quotes stay.

The steps themselves are those by which the past is read (`reading/older.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.core.problems import Problem
from generator.editing.files.csv_text import CsvText
from generator.editing.files.yaml_text import YamlText
from generator.format import tables, version
from generator.reading.files import read_yaml
from generator.reading.older import FILE, Files, as_today, leads_on, stepped
from generator.reading.trees import FilesTree, Tree, acceptable
from generator.reading.validate import validate
from generator.reading.validate.inventory import other_format
from generator.reading.validate.locks import cited_figures
from generator.reading.validate.structure import Records

_LOCK = "citations.lock"


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
        path = f"{name}/{FILE}"
        node = read_yaml(path, files[FILE])[0] if FILE in files else None
        if (problem := other_format(path, node)) is None:
            continue
        written = leads_on(files[FILE])
        if written is None:
            done.problems.append(problem)
            continue
        done.formats[name] = written
        done.files.update({f"{name}/{below}": data for below, data in _stepped(files, written).items()})
    return done


def _stepped(files: Files, written: int) -> dict[str, bytes]:
    """The files of a package that change on the way from a format to today's."""
    changed = stepped(files, written)
    text = YamlText.of(changed.get(FILE, files[FILE]))
    text.set((tables.PACKAGE.format.name,), str(version.FORMAT), [tables.PACKAGE.format.name])
    if lock := _relocked(files, as_today(files)):
        changed[_LOCK] = lock
    return {**changed, FILE: text.bytes()}


def _relocked(before: Files, after: Files) -> bytes | None:
    """The lock of a package whose rows say the same in another way: what held them fast still does, and nothing else.

    None where there is none that can be read, or no line of it changes.
    """
    # Read by today's rules, for the fingerprints that its rows had as they were written.
    (old, _), (new, lock) = _held({**before, FILE: after[FILE]}), _held(after)
    if lock is None or not lock.sound:
        return None
    text, changed = CsvText(after[_LOCK], ()), False
    citations, rows = tables.LOCK.citation.name, tables.LOCK.row.name
    for line, citation, row in zip(lock.lines, lock[citations], lock[rows], strict=True):
        now = new.get(citation, row)
        if row == old.get(citation) != now:
            text.set(text.line(line), rows, now)
            changed = True
    return text.bytes() if changed else None


def _held(files: Files) -> tuple[dict[str, str], Records | None]:
    """The fingerprints of the rows of a package by what they cite, and its lock."""
    tree = FilesTree({f"package/{path}": content for path, content in files.items()})
    [package] = validate(tree, locked=False)[0]
    return {cited.id: cited.fingerprint for cited in cited_figures(package)}, package.lock
