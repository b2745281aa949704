"""No mutation of the shipped record is left untold.

`MUTATIONS=all .venv/bin/pytest tests/record/test_every_change.py` tries ten times as many.
"""

from __future__ import annotations

import csv
import io
import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import yaml
from compared import Files, read, told
from folders import DATA
from overlays import TODAY
from trying import tries

from generator.comparing.changes import Change, Kind, Side, compare, side
from generator.comparing.diffs.effects import examine
from generator.comparing.diffs.report import render
from generator.comparing.entries import KEYS, SHAPES
from generator.comparing.silent import silent_changes
from generator.format import tables
from generator.format.fields import AnyField, Type
from generator.reading.load import load
from generator.reading.trees import ChangedTree, WorkingTree
from generator.reading.validate import validate
from generator.reading.validate.identities import give_ids
from generator.reading.validate.inventory import DESCRIPTOR, gather

MUTATIONS = 10_000 if os.environ.get("MUTATIONS") == "all" else tries(1_000)


@dataclass(frozen=True)
class Mutation:
    """A file of the record with one value changed: `new` stands where `old` stood; `field` is the column in CSV."""

    path: str
    field: str
    old: str
    new: str
    content: bytes


def other_texts(text: str, column: list[str], field: AnyField | None, chance: random.Random) -> Iterator[str]:
    """What somebody might write instead: another digit, another choice, another id, a slip of the hand, nothing."""
    if digits := [at for at, character in enumerate(text) if character.isdecimal()]:
        at = chance.choice(digits)
        yield text[:at] + str((int(text[at]) + chance.randint(1, 9)) % 10) + text[at + 1 :]
    if field is not None and field.choices:
        yield chance.choice(field.choices)
    if field is None or field.type is not Type.TEXT:
        yield chance.choice(column)
    if text:
        at = chance.randrange(len(text))
        yield text[:at] + text[at + 1 :]
        yield text + text[at]
        yield ""


def mutated(text: str, column: list[str], field: AnyField | None, chance: random.Random) -> str | None:
    """Another text in the place of one; None where none means anything else."""
    default = field.default if field is not None else None
    same = {text, *([str(default)] if text == "" else []), *([""] if text == str(default) else [])}
    texts = [other for other in other_texts(text, column, field, chance) if other not in same]
    return chance.choice(texts) if texts else None


class Record:
    """The real record in memory, with every value that can be changed."""

    def __init__(self) -> None:
        tree = WorkingTree(DATA)
        # The description of the tables is written by the program, and nothing is published of it.
        paths = [entry.path for entry in tree.entries() if not entry.path.endswith(DESCRIPTOR)]
        self.files = {path: tree.read(path) for path in paths}
        self.tables: dict[str, list[list[str]]] = {}
        self.before: dict[str, Side] = {}
        self.cells = [
            (path, *place)
            for path in self.files
            for place in (self.of_csv(path) if path.endswith(".csv") else self.of_yaml(path))
        ]

    def of_csv(self, path: str) -> Iterator[tuple[int, int]]:
        """Rows and columns, counted from 0."""
        self.tables[path] = list(csv.reader(self.files[path].decode().splitlines()))
        head, *rows = self.tables[path]
        yield from ((row, column) for row in range(1, len(rows) + 1) for column in range(len(head)))

    def of_yaml(self, path: str) -> Iterator[tuple[int, int]]:
        """Where values and keys begin and end."""
        if not path.endswith(".yaml"):
            return
        waiting: list[Any] = [yaml.compose(self.files[path].decode())]
        while waiting:
            node = waiting.pop()
            if isinstance(node, yaml.ScalarNode):
                yield node.start_mark.index, node.end_mark.index
            elif isinstance(node, yaml.SequenceNode):
                waiting += node.value
            else:
                waiting += [part for pair in node.value for part in pair]

    def mutation(self, chance: random.Random) -> Mutation:
        while True:
            path, first, second = chance.choice(self.cells)
            made = (self.in_csv if path.endswith(".csv") else self.in_yaml)(path, first, second, chance)
            if made is not None:
                return made

    def in_csv(self, path: str, row: int, column: int, chance: random.Random) -> Mutation | None:
        table = self.tables[path]
        name, old = table[0][column], table[row][column]
        shape = SHAPES[path.rpartition("/")[2].removesuffix(".csv")]
        texts = [cells[column] for cells in table[1:]]
        new = mutated(old, texts, shape.find(name), chance)
        if new is None:
            return None
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([*table[row][:column], new, *table[row][column + 1 :]])
        lines = self.files[path].decode().split("\n")
        return Mutation(
            path, name, old, new, "\n".join([*lines[:row], line.getvalue(), *lines[row + 1 :]]).encode()
        )

    def in_yaml(self, path: str, start: int, end: int, chance: random.Random) -> Mutation | None:
        text = self.files[path].decode()
        old = str(getattr(yaml.compose(text[start:end]), "value", ""))
        new = mutated(old, ["true", "false", "flow", "place", "2023", *KEYS], None, chance)
        if new is None:
            return None
        quoted = "'" + new.replace("'", "''") + "'"
        return Mutation(path, "", old, new, f"{text[:start]}{quoted}{text[end:]}".encode())

    def side(self, path: str, content: bytes) -> tuple[Side, bool]:
        """A file with the few others that its ids are made of, and whether each of its values could be read."""
        package, folder = path.partition("/")[0], path.rpartition("/")[0]
        wanted = (f"{package}/package.yaml", f"{package}/dimensions.yaml", f"{folder}/document.yaml")
        files = {name: self.files[name] for name in wanted if name in self.files} | {path: content}
        packages, problems = gather(Files(files))
        for found in packages:
            give_ids(found)
        return side(Files(files), packages), all(problem.place.file != path for problem in problems)

    def whole(self, path: str, content: bytes) -> Files:
        return Files({**self.files, path: content})

    def compared(self, mutation: Mutation) -> tuple[Side, Side, bool]:
        path = mutation.path
        if path not in self.before:
            self.before[path] = self.side(path, self.files[path])[0]
        after, readable = self.side(path, mutation.content)
        return self.before[path], after, readable


@pytest.fixture(scope="module")
def record() -> Record:
    return Record()


def stands(mutation: Mutation, changes: Iterable[Change]) -> bool:
    """Whether a mutation can be read in what is told: the new text, or a record that came, went or was renamed."""
    return any(
        item.place.file == mutation.path and (item.kind is not Kind.CHANGED or mutation.new in item.new)
        for item in changes
    )


def test_every_mutation_of_the_record_is_refused_or_told(record: Record) -> None:
    """A value that cannot be read is refused wherever it stands, so that the whole record need not be read again."""
    chance = random.Random(2023)
    escaped, unexplained = [], []
    for _ in range(MUTATIONS):
        mutation = record.mutation(chance)
        before, after, readable = record.compared(mutation)
        if not readable:
            continue
        comparison = compare(before, after)
        if not stands(mutation, comparison.changes):
            if load(record.whole(mutation.path, mutation.content))[1].ok:
                escaped.append(mutation)
            continue
        table = mutation.path.rpartition("/")[2].removesuffix(".csv")
        figures = tables.CORRECTABLE[table].figures if table in tables.CORRECTABLE else ()
        if mutation.field in figures and not list(silent_changes(before, after, comparison, TODAY)):
            unexplained.append(mutation)
    assert [replace(item, content=b"") for item in (*escaped, *unexplained)] == []


def test_a_file_alone_tells_what_the_whole_record_tells(record: Record) -> None:
    """So that the test above may look at the changed file alone."""
    whole = read(Files(record.files))
    chance = random.Random(7)
    for _ in range(tries(12)):
        mutation = record.mutation(chance)
        before, after, readable = record.compared(mutation)
        tree = record.whole(mutation.path, mutation.content)
        packages, problems = validate(tree)
        assert readable or any(problem.place.file == mutation.path for problem in problems), mutation
        # A row that refers to what is no more has no id, which only the whole record can tell.
        if readable and all(problem.code != "unknown-reference" for problem in problems):
            assert told(compare(before, after)) == told(compare(whole, side(tree, packages)))


def test_a_figure_of_the_real_record() -> None:
    tree, path = WorkingTree(DATA), "qingdao/documents/2023-h1-report/observations.csv"
    old = tree.read(path).decode()
    row = next(line for line in old.split("\n") if line.startswith("heating-pipes-renewed,"))
    new = old.replace(row, row.replace("18.3", "8.3"))
    report = render(examine(tree, ChangedTree(tree, {path: new.encode()}), TODAY), "text", "zh", "data")
    assert "改了1个数字，1个结论变了" in report
    assert "18.3 ÷ 30 = 61%" in report
    assert "8.3 ÷ 30 = 27.7%" in report
