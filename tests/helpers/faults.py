"""One fault after another put into the files of a package: every value of every file replaced by what does not belong there.

`PYTHONPATH=tests/helpers .venv/bin/python tests/helpers/faults.py [PAIRS]` tries all of them, and as many pairs drawn at random
(22,300): the test tries a few of each.
"""

from __future__ import annotations

import csv
import io
import random
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

import yaml
from folders import BASE
from given import given
from withstanding import below, told, withstood

PAIRS = 22_300

IN_YAML = (
    *("", "~", "[]", "{}", "[~]", "[[]]", "[{}]", "{a: b}", "{a: [~]}", "\n  -\n", "\n  a:\n", "- a", "a: b"),
    *(
        "盏",
        "no",
        "１２",
        "1e999",
        "-1",
        "0",
        "2023-02-30",
        "'\u202e'",
        '"\\0"',
        "&a x",
        "*a",
        "!!python/object x",
        "x" * 9000,
    ),
)
"""What stands in the place of a value of a YAML file, or of a key."""

IN_CSV = (
    *(
        "",
        " ",
        "盏",
        "-",
        "no",
        "１２",
        "1e999",
        "-1",
        "0",
        "9" * 400,
        "0." + "0" * 400 + "1",
        "2023-02-30",
        "0001-01-01",
    ),
    *(
        "9999-12-31",
        "=1+1",
        ";",
        "a;;b",
        "a;a",
        "\u202ex",
        "\x00",
        "x" * 9000,
        "lamp",
        "town",
        "2023-report",
        "下降",
        "约",
        "至",
    ),
)
"""What stands in the place of a cell of a table."""


class Fault(NamedTuple):
    """A file with one fault: what was done to it, and its bytes; None for a file that is gone."""

    path: str
    told: str
    content: bytes | None


def faults(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Every single fault in some files, in a fixed order."""
    for path, content in files.items():
        yield Fault(path, "gone", None)
        yield Fault(path, "empty", b"")
        yield Fault(path, "cut in the middle", content[: len(content) // 2])
        if path.endswith(".csv"):
            yield from _of_table(path, content)
        else:
            yield from _of_mapping(path, content.decode())


def _of_table(path: str, content: bytes) -> Iterator[Fault]:
    rows = list(csv.reader(io.StringIO(content.decode())))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            for value in IN_CSV:
                if value != cell:
                    changed = [*row[:column], value, *row[column + 1 :]]
                    yield Fault(
                        path,
                        f"{number}:{column} {value[:20]!r}",
                        _written([*rows[:number], changed, *rows[number + 1 :]]),
                    )
        yield Fault(path, f"{number} gone", _written([*rows[:number], *rows[number + 1 :]]))
        yield Fault(path, f"{number} twice", _written([*rows[:number], row, *rows[number:]]))
        yield Fault(path, f"{number} short", _written([*rows[:number], row[:-1], *rows[number + 1 :]]))
    for column in range(len(rows[0])):
        yield Fault(
            path, f"column {column} gone", _written([[*row[:column], *row[column + 1 :]] for row in rows])
        )
        yield Fault(
            path,
            f"column {column} twice",
            _written([[*row[:column], *row[column:][:1], *row[column:]] for row in rows]),
        )


def _written(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _of_mapping(path: str, text: str) -> Iterator[Fault]:
    for node in _nodes(yaml.compose(text, yaml.SafeLoader)):
        first, last = node.start_mark.index, node.end_mark.index
        for value in IN_YAML:
            told = f"{text[first:last][:20]!r} -> {value[:20]!r}"
            yield Fault(path, told, (text[:first] + value + text[last:]).encode())


def _nodes(node: yaml.Node | None) -> Iterator[yaml.Node]:
    if node is None:
        return
    yield node
    for inner in node.value if isinstance(node.value, list) else ():
        for part in inner if isinstance(inner, tuple) else (inner,):
            yield from _nodes(part)


def put(files: Mapping[str, bytes], *faulty: Fault) -> dict[str, bytes]:
    """The files with some faults in them."""
    changed = dict(files)
    for fault in faulty:
        changed.pop(fault.path, None)
        if fault.content is not None:
            changed[fault.path] = fault.content
    return changed


def main() -> None:
    wanted = given(__doc__, pairs=PAIRS).pairs
    files = below(BASE)
    every, drawn = list(faults(files)), random.Random(1)
    pairs = [drawn.sample(every, 2) for _ in range(wanted)]
    cases = [*([fault] for fault in every), *pairs]
    score = withstood(
        (" + ".join(f"{fault.path} {fault.told}" for fault in case), files, partial(put, files, *case))
        for case in cases
    )
    sys.exit(not told(score))


if __name__ == "__main__":
    main()
