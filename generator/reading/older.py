"""Packages of an older format, read as they were meant: one step from each version of the format to the next.

The data as they are now must be in today's format, and `mingzhang migrate` makes them so; the past stays as it was
written, and is compared with today's all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping

from generator.core.codes import ObservationStatus
from generator.format import tables, version
from generator.reading.files import read_yaml
from generator.reading.files.csv_rows import cell_spans
from generator.reading.trees import ChangedTree, Tree, acceptable
from generator.reading.validate.inventory import stated_format

Files = Mapping[str, bytes]
"""Contents by path, below a package."""

Step = Callable[[Files], Files]
"""What a package of one format becomes in the next: all of its files → those that change, and new ones."""

FILE = "package.yaml"
_STATED = re.compile(rb"^format[ \t]*:[ \t]*['\"]?([0-9]*).*$", re.MULTILINE)
_OBSERVATIONS = re.compile(r"documents/[^/]+/observations(?:/[^/]+)?\.csv")
_WORDS = re.compile(rb"M(?<=[,\"\n]M)\"?(?:[,\r\n]|\Z)")
"""What may be a cell that said in the first format that a document answers in words. It begins with the letter, which most cells
lack: a country's tables are looked through in a moment so.
"""


def words_are_missing(files: Files) -> Files:
    """From the first format to the second: what is answered in words is a missing value (O), no impossible one (M)."""
    status, field = tables.OBSERVATIONS.obs_status.name, tables.CORRECTIONS.field.name
    of_status = {field: status}
    changed = {}
    for path, content in files.items():
        if _OBSERVATIONS.fullmatch(path):
            changed[path] = _other_word(content, (status,), {})
        elif path == "corrections.csv":
            names = (tables.CORRECTIONS.old.name, tables.CORRECTIONS.new.name)
            changed[path] = _other_word(content, names, of_status)
    return {path: content for path, content in changed.items() if content != files[path]}


def _other_word(content: bytes, columns: tuple[str, ...], where: Mapping[str, str]) -> bytes:
    """A table in which M is O in some columns, in the rows that say something in others; every other byte stays."""
    first = content[: content.find(b"\n") + 1].decode("utf-8", "surrogateescape")
    head = _cells(first.removesuffix("\n").removeprefix("\ufeff"))
    places = [head.index(name) for name in columns if name in head]
    if not places or _WORDS.search(content) is None:
        return content
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    asked = {head.index(name): text for name, text in where.items() if name in head}
    for number, line in enumerate(lines[1:], 1):
        cells = _cells(line)
        if len(cells) != len(head) or any(cells[place] != text for place, text in asked.items()):
            continue
        ending = line[len(line.removesuffix("\r")) :]
        text = line.removesuffix("\r")
        for place in places:
            if cells[place] == "M":
                start, end = cell_spans(text)[place]
                written = text[start:end].replace("M", ObservationStatus.MISSING.value)
                text = text[:start] + written + text[end:]
        lines[number] = text + ending
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _cells(line: str) -> list[str]:
    text = line.removesuffix("\r")
    return [text[start:end].strip('"') for start, end in cell_spans(text)]


STEPS: MutableMapping[int, Step] = {1: words_are_missing}
"""By the format that a step leads on from; there is one for each but today's."""


def value_as_today(field: str, value: str) -> str:
    """A value that was published of a column, in the words of today's format, where it was published in an older one."""
    return (
        ObservationStatus.MISSING.value
        if (field, value) == (tables.OBSERVATIONS.obs_status.name, "M")
        else value
    )


def leads_on(content: bytes) -> int | None:
    """The older format that a package is written in by its `package.yaml`; None where it is today's, or no step leads
    on from it.
    """
    node = read_yaml(FILE, content)[0]
    # A file that cannot be read may still say it.
    found = _STATED.search(content) if node is None else None
    stated = found[1].decode() if found else stated_format(node)
    return int(stated) if stated.isdigit() and int(stated) in STEPS else None


def stepped(files: Files, written: int) -> dict[str, bytes]:
    """The files of a package that change on the way from a format to today's, but for the format that it states."""
    changed: dict[str, bytes] = {}
    for number in range(written, version.FORMAT):
        changed |= STEPS[number]({**files, **changed})
    return changed


def as_today(files: Files) -> Files:
    """The files of a package as they would be written in today's format: for reading, not to be kept."""
    if FILE not in files or (written := leads_on(files[FILE])) is None:
        return files
    changed = stepped(files, written)
    stated = f"format: {version.FORMAT}".encode()
    text, found = _STATED.subn(stated, changed.get(FILE, files[FILE]), count=1)
    return {**files, **changed, FILE: text if found else text.rstrip() + b"\n" + stated + b"\n"}


def tree_as_today(tree: Tree) -> Tree:
    """A tree of the past whose packages read as if they were written in today's format."""
    packages: dict[str, dict[str, bytes]] = {}
    for path in acceptable(tree)[0]:
        name, _, below = path.partition("/")
        packages.setdefault(name, {})[below] = tree.read(path)
    changed = {
        f"{name}/{path}": content
        for name, files in packages.items()
        for path, content in as_today(files).items()
        if content is not files.get(path)
    }
    return ChangedTree(tree, changed) if changed else tree
