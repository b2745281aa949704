"""A tree in memory, and what a comparison tells, in plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.comparing.changes import Comparison, Side, side
from generator.reading.trees import Entry, Tree
from generator.reading.validate import validate

Told = tuple[str, str, str, str, str, str]


def read(tree: Tree) -> Side:
    return side(tree, validate(tree)[0])


def told(comparison: Comparison) -> list[Told]:
    return [(item.kind, item.table, item.key, item.field, item.old, item.new) for item in comparison.changes]


class Files:
    """A tree in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def entries(self) -> Iterator[Entry]:
        yield from (Entry(path, "file", len(content)) for path, content in sorted(self.files.items()))

    def read(self, path: str) -> bytes:
        return self.files[path]
