"""Edits of the authors' files: just what is meant changes, and the readers read just what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
import yaml
from folders import PROBLEMS
from hypothesis import given, settings
from hypothesis import strategies as st
from overlays import REPORT, OverlayTree

from generator.core.problems import Place, Problem, Report, Severity, codes
from generator.editing.files.apply import besides, judge
from generator.editing.files.csv_text import CsvText
from generator.editing.files.yaml_text import YamlText
from generator.editing.files.yaml_values import dump, flow_value, scalar
from generator.reading.files import Mapping as MappingNode
from generator.reading.files import Node, Scalar, read_csv, read_yaml

untimed = settings(deadline=None)

Steps = list[tuple[Any, ...]]
"""Calls of an editor's methods: the name, then what it is given."""


def apply(text: CsvText | YamlText, steps: Steps) -> None:
    """Call a method of each name with its arguments; a number stands for the line of a table."""
    for name, *values in steps:
        line = text.line if isinstance(text, CsvText) else None
        getattr(text, name)(*(line(item) if line and isinstance(item, int) else item for item in values))


# CSV


def rows_of(content: bytes) -> list[list[str]]:
    table, problems = read_csv("t.csv", content)
    assert table is not None, problems
    assert problems == []
    return [table.header, *table.rows]


CSV: list[tuple[str, Steps, str]] = [
    ("a,b\n1,2\n3,4\n", [("set", 2, "b", "9")], "a,b\n1,9\n3,4\n"),
    # quotes of other cells stay as they are, also where they are not needed
    ('a,b\n"1","x,y"\n', [("set", 2, "a", "9")], 'a,b\n9,"x,y"\n'),
    ("a,b\n1,2\n", [("set", 2, "b", 'x,"y"')], 'a,b\n1,"x,""y"""\n'),
    ("a,b\n1,2\n", [("set", 2, "a", "")], "a,b\n,2\n"),
    ("\ufeffa,b\r\n1,2\r\n", [("set", 2, "b", "9")], "\ufeffa,b\r\n1,9\r\n"),
    ("a,b\n1,2\n3,4\n", [("remove", 2)], "a,b\n3,4\n"),
    # what is left keeps its line break, though the file had an open end
    ("a,b\n1,2\n3,4", [("remove", 3)], "a,b\n1,2\n"),
    ("a,b\n1,2\n3,4", [("set", 3, "b", "9")], "a,b\n1,2\n3,9"),
    ("a,b\n1,2\n", [("insert", {"b": "9"})], "a,b\n1,2\n,9\n"),
    ("a,b\n1,2\n3,4\n", [("insert", {"a": "9"}, 2)], "a,b\n1,2\n9,\n3,4\n"),
    ("a,b\r\n1,2", [("insert", {"a": "9", "b": "8"})], "a,b\r\n1,2\r\n9,8\r\n"),
    ("a,b", [("insert", {"a": "9", "b": "8"})], "a,b\n9,8\n"),
    # blank lines at the end belong to the file, but rows stand before them
    ("a,b\n1,2\n\n \n", [("insert", {"a": "9"})], "a,b\n1,2\n9,\n\n \n"),
    (
        "a,c\n1,3\n",
        [("add_column", "b", "abc"), ("set", 2, "b", "2")],
        "a,b,c\n1,2,3\n",
    ),
    ("\ufeffb,c\n\n2,3", [("add_column", "a", "abc")], "\ufeffa,b,c\n\n,2,3"),
    ('a,b\n1,"2,5"\n', [("add_column", "c", "abc")], 'a,b,c\n1,"2,5",\n'),
    # names stand in their places when there is a new one, and blank lines stay blank
    (
        "a,c\n \n1,3\n",
        [("add_column", "b", ("a", "b", "c")), ("set", 3, "c", "9")],
        "a,b,c\n \n1,,9\n",
    ),
    ("a, b\n1,2\n", [("set", 2, "b", "9")], "a, b\n1,9\n"),
    # each line ends as it did, new ones as the first
    ("a,b\r\n1,2\n3,4\r\n", [("set", 2, "b", "9")], "a,b\r\n1,9\n3,4\r\n"),
    ("a,b\r\n1,2\n3,4\r\n", [("insert", {"b": "9"}, 2)], "a,b\r\n1,2\n,9\r\n3,4\r\n"),
]


@pytest.mark.parametrize(("before", "steps", "after"), CSV)
def test_a_csv_file_changes_where_it_is_meant_to(before: str, steps: Steps, after: str) -> None:
    text = CsvText(before.encode(), ())
    apply(text, steps)
    assert text.bytes() == after.encode()


def test_a_new_csv_file_begins_with_its_head() -> None:
    text = CsvText(None, ("a", "b,c"))
    assert text.bytes() == b'a,"b,c"\n'
    row = text.insert({"b,c": "1"})
    behind = text.insert({"a": "2"}, row)
    assert text.bytes() == b'a,"b,c"\n,1\n2,\n'
    assert (text.numbers()[id(row)], text.numbers()[id(behind)]) == (2, 3)
    assert text.cells(row) == {"a": "", "b,c": "1"}


def test_nothing_is_lost_in_a_column_that_is_not_there() -> None:
    text = CsvText(b"a,b\n1,2\n", ())
    with pytest.raises(KeyError):
        text.set(text.line(2), "c", "9")
    with pytest.raises(KeyError):
        text.insert({"a": "1", "c": "9"})
    text.insert({"a": "1", "c": ""})
    assert text.bytes() == b"a,b\n1,2\n1,\n"


COLUMNS = ("a", "b", "c")
CELLS = st.text('ab,"; 1合\u3000', max_size=4) | st.sampled_from(["", "=1+1", '"', '""', ",", "余,", "\t"])


@st.composite
def csv_files(draw: st.DrawFn) -> tuple[list[str], str, bytes]:
    """Lines of a table (the first is its head, some are blank), how they end, and the file."""

    def written(cell: str) -> str:
        bare = not cell.startswith('"') and "," not in cell and draw(st.booleans())
        return cell if bare else '"' + cell.replace('"', '""') + '"'

    rows = draw(st.lists(st.just(()) | st.tuples(CELLS, CELLS, CELLS), max_size=6))
    lines = [",".join(COLUMNS), *(",".join(map(written, row)) for row in rows)]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = draw(st.sampled_from(["", "\ufeff"])) + end.join(lines) + draw(st.sampled_from(["", end, end * 3]))
    return lines, end, text.encode()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["set", "remove", "insert"]), st.integers(0, 9), st.sampled_from(COLUMNS), CELLS
    ),
    max_size=8,
)


@untimed
@given(csv_files(), STEPS)
def test_the_rows_meant_are_read_and_other_lines_are_the_same(
    file: tuple[list[str], str, bytes], steps: list[tuple[str, int, str, str]]
) -> None:
    lines, end, content = file
    text = CsvText(content, ())
    numbers = [number for number, line in enumerate(lines, start=1) if line and number > 1]
    rows = {number: text.line(number) for number in numbers}
    meant = {number: [dict(text.cells(line))] for number, line in rows.items()}
    assert [list(cells.values()) for [cells] in meant.values()] == rows_of(content)[1:]
    # The head stays; rows come in behind it too.
    rows[1], meant[1] = text.line(1), []
    untouched = set(numbers)
    for step, at, column, value in steps:
        number = list(rows)[at % len(rows)]
        if step == "insert":
            new = {**dict.fromkeys(COLUMNS, ""), column: value}
            number = max(rows) if at == 9 else number
            text.insert(new, None if at == 9 else rows[number])
            meant[number].append(new)
        elif number in untouched and step == "remove":
            text.remove(rows[number])
            del meant[number][0]
            untouched.discard(number)
        elif number in untouched:
            text.set(rows[number], column, value)
            meant[number][0][column] = value
            untouched.discard(number)
    done = text.bytes()
    assert rows_of(done)[1:] == [
        list(cells.values()) for number in sorted(meant) for cells in meant[number] if cells
    ]
    places = text.numbers()
    found = done.split(b"\n")
    for number in untouched:
        assert found[places[id(rows[number])] - 1].rstrip(b"\r").decode() == lines[number - 1]
    if not steps:
        assert done == content
    if lines[1:]:
        assert done.count(b"\r\n") == (done.count(b"\n") if end == "\r\n" else 0)


# YAML


def value_of(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, MappingNode):
        return {name: value_of(inner) for name, inner in node.items.items()}
    return [value_of(inner) for inner in node.items]


def read(content: bytes) -> Any:
    node, problems = read_yaml("t.yaml", content)
    assert node is not None, (problems, content)
    assert problems == []
    return value_of(node)


ORDER = ("title_zh", "title_en", "part_of", "themes", "officers")

YAML: list[tuple[str, Steps, str]] = [
    ("a: 1 # why\nb: 2\n", [("set", ("a",), "x")], "a: x # why\nb: 2\n"),
    ("a: 'it''s'\n", [("set", ("a",), "it's not")], "a: 'it''s not'\n"),
    ('a: "x"\n', [("set", ("a",), 'say "v"')], 'a: "say \\"v\\""\n'),
    ("a: x\n", [("set", ("a",), "- v")], "a: '- v'\n"),
    # days, yes and no stay as the authors write them; what only looks like a number gets quotes
    ("a: 2023-01-01\n", [("set", ("a",), "2023-06-30")], "a: 2023-06-30\n"),
    ("a: true\n", [("set", ("a",), "false")], "a: false\n"),
    ("a: x\n", [("set", ("a",), "1e3")], "a: '1e3'\n"),
    # empty values, with and without something behind them
    ("a:\nb: 2\n", [("set", ("a",), "x")], "a: x\nb: 2\n"),
    ("a:  # none yet\nb: 2\n", [("set", ("a",), "x")], "a: x  # none yet\nb: 2\n"),
    # blocks of one line become what they say
    ("a: >-\n  x\n\n# next\nb: 2\n", [("set", ("a",), "v")], "a: v\n\n# next\nb: 2\n"),
    ("a: |\n  x\nb: 2\n", [("set", ("b",), "3")], "a: |\n  x\nb: 3\n"),
    # what looks like a number has quotes as before, or none
    ("v: 0.1.0\n", [("set", ("v",), "0.2.0")], "v: 0.2.0\n"),
    ("v: '0.1.0'\n", [("set", ("v",), "0.2.0")], "v: '0.2.0'\n"),
    ("{v: 1, w: x}\n", [("set", ("v",), "2"), ("set", ("w",), "3")], "{v: 2, w: '3'}\n"),
    ("v: 1\n", [("set", ("v",), "2:")], "v: '2:'\n"),
    ("a: |\n  x\n", [("set", ("b",), "v")], "a: |\n  x\nb: v\n"),
    # keys that were not there come behind those before them
    (
        "z:\n  title_zh: x\n  themes: [v] # why\n",
        [("set", ("z", "part_of"), "p", ORDER)],
        "z:\n  title_zh: x\n  part_of: p\n  themes: [v] # why\n",
    ),
    ("a: 1", [("set", ("b",), "x")], "a: 1\nb: x\n"),
    ("a: 1", [("set", ("a",), "x")], "a: x"),
    ("\ufeffa: 1\r\n", [("set", ("b",), ["x", "v"])], "\ufeffa: 1\r\nb:\r\n  - x\r\n  - v\r\n"),
    ("a: 1\n", [("set", ("b",), "x"), ("set", ("b",), "v")], "a: 1\nb: v\n"),
    ("a: 1\n", [("set", ("a",), "x"), ("set", ("a",), "v")], "a: v\n"),
    ("a: 1\nb: 2\n", [("remove", ("b",)), ("set", ("b",), "v")], "a: 1\nb: v\n"),
    ("a: 1\n", [("set", ("b",), ""), ("set", ("c",), [])], "a: 1\n"),
    # however often a text stands in a list, what stays keeps its line
    (
        "l:\n" + "  - a # why\n" * 200,
        [("set", ("l",), ["x", *["a"] * 200])],
        "l:\n  - x\n" + "  - a # why\n" * 200,
    ),
    # what is taken out
    ("a: 1\n# on b\nb: 2 # why\nc: 3\n", [("remove", ("b",))], "a: 1\n# on b\nc: 3\n"),
    ("a: 1\nb: 2", [("remove", ("b",))], "a: 1\n"),
    ("a: 1\nb:\n  - x\n  - v\n# end\n", [("remove", ("b",))], "a: 1\n# end\n"),
    (
        "s: # why\n  a: 1\n  # on b\n  b: 2\nz: 3\n",
        [("remove", ("s", "a")), ("remove", ("s", "b"))],
        "s: {} # why\n  # on b\nz: 3\n",
    ),
    ("# all\na:\n  b: 1\n# end\n", [("remove", ("a",))], "# all\n{}\n# end\n"),
    # a record in the place of the last one
    (
        "s:\n  a:\n    t: x\n",
        [("remove", ("s", "a")), ("add", ("s", "b"), {"t": "v"})],
        "s:\n  b:\n    t: v\n",
    ),
    # new records
    (
        "a:\n  t: x\n\n# on b\nb:\n  t: v\n",
        [
            ("add", ("c",), {"t": "z", "l": ["p", "q"], "e": "", "s": {"m": "#"}}, "a"),
            ("add", ("d",), {"t": "w"}, "c"),
        ],
        "a:\n  t: x\nc:\n  t: z\n  l:\n    - p\n    - q\n  s:\n    m: '#'\nd:\n  t: w\n\n# on b\nb:\n  t: v\n",
    ),
    (
        "a:\n  t: x\n",
        [("add", ("b",), {"t": "v"}), ("set", ("a", "u"), "z")],
        "a:\n  t: x\n  u: z\nb:\n  t: v\n",
    ),
    (
        "k: 1\ns: {} # none\nz: 2\n",
        [("add", ("s", "一/1"), {"t": "x"}), ("add", ("s", "二"), {"t": "v"})],
        "k: 1\ns: # none\n  一/1:\n    t: x\n  二:\n    t: v\nz: 2\n",
    ),
    ("{}\n", [("add", ("1",), {"t": "x"})], "'1':\n  t: x\n"),
    # lists: what stays keeps its line
    (
        "l:\n  - a\n  # on b\n  - b # why\n  - c\n",
        [("set", ("l",), ["b", "c", "d"])],
        "l:\n  # on b\n  - b # why\n  - c\n  - d\n",
    ),
    ("l:\n- a\n- 'b'\n", [("set", ("l",), ["x", "b"])], "l:\n- x\n- 'b'\n"),
    ("l:\n- a\nz: 1\n", [("set", ("l",), [])], "l: []\nz: 1\n"),
    ("l: [a, b] # why\n", [("set", ("l",), ["b", "c, d"])], "l: [b, 'c, d'] # why\n"),
    ("l: [a, b, c]\n", [("set", ("l",), ["a"])], "l: [a]\n"),
    ("l: [a, # why\n  b]\n", [("set", ("l",), ["a", "x", "b"])], "l: [a, x, # why\n  b]\n"),
    ("l: [a]\n", [("set", ("l",), [])], "l: []\n"),
    ("l: []\n", [("set", ("l",), ["a", "b"])], "l: [a, b]\n"),
    ("l: [a]\n", [("set", ("l",), ["x"]), ("set", ("l",), ["a", "v"])], "l: [a, v]\n"),
    (
        "l:\n  - a: 1\n    b: 2\n  -\n    a: 3\n  - a: 4\n",
        [("remove", ("l", 1)), ("set", ("l", 2, "b"), "x"), ("remove", ("l", 0, "b"))],
        "l:\n  - a: 1\n  - a: 4\n    b: x\n",
    ),
    (
        "a: x\n",
        [("set", ("l",), [{"b": "v", "m": {"c": "w"}}, "u"])],
        "a: x\nl:\n  - b: v\n    m:\n      c: w\n  - u\n",
    ),
    # mappings on one line
    (
        "z: {a: 1, b: 2} # why\n",
        [("set", ("z", "a"), "x, v: [z]")],
        "z: {a: 'x, v: [z]', b: 2} # why\n",
    ),
    ("z: {a: x, c: v}\n", [("set", ("z", "b"), "p, q", "abc")], "z: {a: x, b: 'p, q', c: v}\n"),
    (
        "z: {a: x, b: v, c: w}\n",
        [("remove", ("z", "b")), ("remove", ("z", "c"))],
        "z: {a: x}\n",
    ),
    (
        "z: {a: x, b: v}\n",
        [("remove", ("z", "a")), ("set", ("z", "0"), "m")],
        "z: {b: v, '0': m}\n",
    ),
    (
        "z: {a: , b}\n",
        [("set", ("z", "a"), "x"), ("set", ("z", "b"), "v")],
        "z: {a: x , b: v}\n",
    ),
    ("z: {a: x}\n", [("add", ("b",), {"t": "v"})], "z: {a: x}\nb:\n  t: v\n"),
    (
        "{z: {a: x}}\n",
        [("add", ("b",), {"t": "v", "l": ["p", "q,"], "e": ""})],
        "{z: {a: x}, b: {t: v, l: [p, 'q,']}}\n",
    ),
    ("{z: {}}\n", [("add", ("z", "b"), {"t": "v"})], "{z: {b: {t: v}}}\n"),
    ("l: [a, b, c]\n", [("set", ("l",), ["a", "c"])], "l: [a, c]\n"),
    ("l: [a, b, c]\n", [("set", ("l",), ["a", "b", "c", "x"])], "l: [a, b, c, x]\n"),
    # the quotes that brackets ask for are written in brackets alone
    (
        "a: x\nz: {b: y}\n",
        [("set", ("a",), "p, q"), ("set", ("z", "b"), "p, q")],
        "a: p, q\nz: {b: 'p, q'}\n",
    ),
    # what is new comes before all, behind the first, behind the last of those before it in the order
    ("l:\n  - a\n  - b\n", [("set", ("l",), ["x", "a", "b"])], "l:\n  - x\n  - a\n  - b\n"),
    ("l:\n  - a\n  - b\n", [("set", ("l",), ["a", "x", "b"])], "l:\n  - a\n  - x\n  - b\n"),
    (
        "z:\n  title_zh: x\n  title_en: y\n  themes: [v]\n",
        [("set", ("z", "part_of"), "p", ORDER)],
        "z:\n  title_zh: x\n  title_en: y\n  part_of: p\n  themes: [v]\n",
    ),
    ("a: 1\n", [("set", ("z",), "x"), ("set", ("c",), "v")], "a: 1\nz: x\nc: v\n"),
    (
        "s:\n  a: x\n",
        [
            ("add", ("s", "b"), {"t": "v"}),
            ("add", ("s", "d"), {"t": "v"}),
            ("add", ("s", "c"), {"t": "v"}, "b"),
        ],
        "s:\n  a: x\n  b:\n    t: v\n  c:\n    t: v\n  d:\n    t: v\n",
    ),
    # what was taken out and comes again, and what came in and is taken out
    ("a: 1\nb: 2\n", [("remove", ("b",)), ("set", ("b",), "")], "a: 1\n"),
    ("a: 1\n", [("set", ("b",), "x"), ("set", ("c",), "v"), ("remove", ("b",))], "a: 1\nc: v\n"),
    (
        "s:\n  a: 1\n  b: 2\n",
        [("set", ("s", "c"), "x"), ("set", ("s", "d"), "v"), ("remove", ("s", "d"))],
        "s:\n  a: 1\n  b: 2\n  c: x\n",
    ),
    ("a:\n  t: x\nb: 1\n", [("remove", ("a",)), ("add", ("a",), {"t": "v"})], "b: 1\na:\n  t: v\n"),
    ("# all\na: 1\n# on b\nb: 2\n", [("remove", ("a",)), ("remove", ("b",))], "# all\n{}\n# on b\n"),
    # what changes in what is taken out goes with it
    ("a:\n  b: 1\nc: 2\n", [("set", ("a", "b"), "x"), ("remove", ("a",))], "c: 2\n"),
    ("a:\n  b: 1\nc: 2\n", [("set", ("a", "d"), "x"), ("remove", ("a",))], "c: 2\n"),
    ("a:\n  b:\n    c: x\nz: 1\n", [("remove", ("a",))], "z: 1\n"),
    # records at the end of a list, and one that is begun
    (
        "l:\n  - a: 1\n  - a: 2\nz: x\n",
        [("append", ("l",), {"a": "v"}), ("append", ("l",), {"a": "w"})],
        "l:\n  - a: 1\n  - a: 2\n  - a: v\n  - a: w\nz: x\n",
    ),
    (
        "s:\n  a: x\n",
        [("set", ("s", "b"), "u"), ("append", ("s", "l"), {"a": "v"}), ("append", ("s", "l"), {"a": "w"})],
        "s:\n  a: x\n  b: u\n  l:\n    - a: v\n    - a: w\n",
    ),
    (
        "a: x\n",
        [("append", ("l",), {"a": "v"}), ("append", ("l",), {"a": "w"})],
        "a: x\nl:\n  - a: v\n  - a: w\n",
    ),
    ("s:\n  l: [{a: x}]\n", [("append", ("s", "l"), {"a": "v"})], "s:\n  l: [{a: x}, {a: v}]\n"),
    ("l:\n  - a: 1\n", [("remove", ("l",)), ("append", ("l",), {"a": "v"})], "l:\n  - a: v\n"),
    # nothing becomes a block where something comes in, and stays as it is otherwise
    ("s: {}\n", [("set", ("s", "x"), "")], "s: {}\n"),
    ("s: {}\n", [("add", ("s", "a"), {"t": "x"})], "s:\n  a:\n    t: x\n"),
    ("{} # none\n", [("add", ("a",), {"t": "x"})], " # none\na:\n  t: x\n"),
    ("{}\n# end\n", [("add", ("a",), {"t": "x"})], "a:\n  t: x\n# end\n"),
    # empty values in a list, and behind a colon that stands apart
    ("l:\n  - a\n  -\n", [("set", ("l", 1), "x")], "l:\n  - a\n  - x\n"),
    ("a :\nb: 2\n", [("set", ("a",), "x")], "a : x\nb: 2\n"),
    # names that are numbers; blank lines at the beginning; other breaks further down; a block to its last character
    ("1: x\n", [("set", (1,), "v")], "1: v\n"),
    ("\na: 1\nb: 2\n", [("remove", ("a",))], "\nb: 2\n"),
    ("a: 1\r\nb: 2\n", [("set", ("c",), "x")], "a: 1\r\nb: 2\nc: x\r\n"),
    ("a: >-\n  x~\n\n# next\nb: 2\n", [("set", ("a",), "v")], "a: v\n\n# next\nb: 2\n"),
]


@pytest.mark.parametrize(("before", "steps", "after"), YAML)
def test_a_yaml_file_changes_where_it_is_meant_to(before: str, steps: Steps, after: str) -> None:
    text = YamlText.of(before.encode())
    apply(text, steps)
    assert text.bytes().decode() == after
    read(after.encode())
    assert YamlText.of(before.encode()).bytes() == before.encode()


WRONG: list[tuple[str, Steps, Exception]] = [
    ("a: 1\n", [("set", ("b", "c"), "x")], KeyError("b")),
    ("a: 1\n", [("set", ("a", "b"), "x")], KeyError(("a",))),
    ("a: xyz\n", [("set", ("a", 0, "b"), "x")], KeyError(0)),
    ("a: 1\n", [("remove", ("b",))], KeyError("b")),
    ("a: 1\n", [("remove", ("a",)), ("remove", ("a",))], KeyError("a")),
    ("a: 1\n", [("add", ("b",), {"t": "x"}, "c")], KeyError("c")),
    ("a: [x]\n", [("set", ("a", 1), "x")], KeyError(1)),
    ("a: [x]\n", [("set", ("a",), "x")], TypeError("a: 'x'")),
    ("a: x\n", [("set", ("a",), ["x"])], TypeError("a: ['x']")),
    ("s:\n  a: x\n", [("set", ("s", "a"), ["x"])], TypeError("a: ['x']")),
    ("a: 1\n", [("add", ("a",), {"t": "x"})], ValueError("a")),
    ("s:\n  a: 1\n", [("add", ("s", "a"), {"t": "x"})], ValueError("a")),
    ("s:\n  a: 1\n", [("add", ("s", "b"), {"t": "x"}), ("add", ("s", "b"), {"t": "v"})], ValueError("b")),
    ("a:\n  - b: 1\n    c: 2\n", [("remove", ("a", 0, "b"))], ValueError("b")),
    # what was taken out is not there
    ("s:\n  a: 1\nz: 2\n", [("remove", ("s",)), ("set", ("s", "a"), "x")], KeyError("s")),
    ("s:\n  a: 1\nz: 2\n", [("remove", ("s",)), ("add", ("b",), {"t": "x"}, "s")], KeyError("s")),
]
"""A file, and calls of which the last is refused."""


@pytest.mark.parametrize(("before", "steps", "error"), WRONG)
def test_an_edit_that_cannot_be_made_is_refused(before: str, steps: Steps, error: Exception) -> None:
    text, same = YamlText.of(before.encode()), YamlText.of(before.encode())
    apply(text, steps[:-1])
    apply(same, steps[:-1])
    with pytest.raises(type(error)) as told:
        apply(text, steps[-1:])
    assert told.value.args == error.args
    assert text.bytes() == same.bytes()


LOOKS_LIKE = [
    *(
        "yes",
        "no",
        "Null",
        "~",
        "true",
        "2023",
        "2023-06-30",
        "1e3",
        "0x1",
        "1_000",
        "1:30",
        ".5",
        "-1",
        "+",
        "-",
    ),
    *(
        "- a",
        "a: b",
        "a:",
        ":",
        "#x",
        "a #x",
        "@",
        "`",
        "*a",
        "&a",
        "%",
        "!x",
        "|",
        ">",
        "? a",
        "=",
        "<<",
        "---",
        "...",
    ),
    *(
        "'",
        '"',
        "it's",
        '"x"',
        "''",
        "{",
        "}",
        "[a]",
        "a, b",
        ",",
        "\\",
        "\\n",
        "😀",
        "路灯：三盏",
        "①",
        "a　b",
        "n",
        "Y",
        "0o7",
    ),
]


STYLES = (None, "'", '"', "|", ">")


@pytest.mark.parametrize("value", LOOKS_LIKE)
def test_every_text_is_read_as_it_was_meant(value: str) -> None:
    blocks = {style: read(f"a: {scalar(value, style)}\n".encode()) for style in STYLES}
    assert blocks == {style: {"a": value} for style in STYLES}
    flows = {
        style: read(f"a: {{b: {flow_value(value, style)}, c: [{flow_value(value)}]}}\n".encode())
        for style in STYLES
    }
    assert flows == {style: {"a": {"b": value, "c": [value]}} for style in STYLES}
    assert read("\n".join(dump({value: {"l": [value]}})).encode()) == {value: {"l": [value]}}


WRITTEN: list[tuple[str, str | None, str, str]] = [
    # a text, the quotes that it had, how it is written on a line and in brackets
    ("路灯", None, "路灯", "路灯"),
    ("路灯", "'", "'路灯'", "'路灯'"),
    ("路灯", "|", "路灯", "路灯"),
    ("a, b", None, "a, b", "'a, b'"),
    ("[a]", None, "'[a]'", "'[a]'"),
    # what the authors write without quotes keeps those that it has
    ("true", None, "true", "true"),
    ("true", '"', '"true"', '"true"'),
    ("2023-06-30", None, "2023-06-30", "2023-06-30"),
    ("2023-06-30", "'", "'2023-06-30'", "'2023-06-30'"),
    # what some reader takes for a number or a yes
    *((text, None, f"'{text}'", f"'{text}'") for text in ("n", "N", "y", "Y", "1e3", "+1", "-.5", "1:30")),
    ("1e3", '"', '"1e3"', '"1e3"'),
    ("1e 3", None, "1e 3", "1e 3"),
    # what some reader takes for the end of a line
    ("a\x85b", None, r'"a\Nb"', r'"a\Nb"'),
    ("a\u2028b", "'", r'"a\Lb"', r'"a\Lb"'),
    ("a\u2029b", '"', r'"a\Pb"', r'"a\Pb"'),
    ("a~b", None, "a~b", "a~b"),
    # however long it is, it stands on one line
    ("a " * 99 + "b", None, "a " * 99 + "b", "a " * 99 + "b"),
]


def test_texts_get_the_quotes_that_they_need_or_had() -> None:
    made = [(text, style, scalar(text, style), flow_value(text, style)) for text, style, *_ in WRITTEN]
    assert made == WRITTEN


TEXTS = ("title_zh", "title_en", "part_of")
LISTS = ("themes", "officers")
VALUES = st.sampled_from([*LOOKS_LIKE, "路灯", "Street lamps", "a 'b' c"]) | st.text(
    "ab#:,-'\"[]{} 路", min_size=1
).map(str.strip).filter(bool)
NAMES = st.sampled_from(["1", "2-3", "heating", "yes", "一/(一)", "第一章"])
SPLIT = re.compile(r"\r?\n")

Record = dict[str, Any]


def reads(text: str, value: object) -> bool:
    """Whether a text is YAML for just this value, all of it on one line."""
    try:
        return bool(read(text.encode()) == value)
    except (AssertionError, yaml.YAMLError):
        return False


@dataclass
class Draft:
    """A YAML document as it is drawn: each line with the path of what it belongs to."""

    draw: st.DrawFn
    lines: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    def line(self, path: tuple[str, ...], text: str) -> None:
        remark = self.draw(st.sampled_from(["", "", "", " # why", "  #"]))
        self.lines.append((path, text + remark))

    def between(self, path: tuple[str, ...], indent: str) -> None:
        """Perhaps a remark or a blank line before what comes next."""
        text = self.draw(st.sampled_from([None, None, None, None, "", f"{indent}# on what follows"]))
        if text is not None:
            self.lines.append((path, text))

    def scalar(self, value: str, *, flow: bool = False) -> str:
        quotes = self.draw(st.sampled_from(["", "'", '"']))
        if quotes == "'":
            return "'" + value.replace("'", "''") + "'"
        if not quotes and reads(f"- [{value}]" if flow else f"- {value}", [[value]] if flow else [value]):
            return value
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def flow(self, value: Any) -> str:
        if isinstance(value, str):
            return self.scalar(value, flow=True) if value else ""
        if isinstance(value, Mapping):
            return (
                "{"
                + ", ".join(f"{self.scalar(name)}: {self.flow(inner)}" for name, inner in value.items())
                + "}"
            )
        return "[" + ", ".join(self.flow(inner) for inner in value) + "]"

    def entry(self, path: tuple[str, ...], value: Any, indent: str) -> None:
        name = f"{indent}{self.scalar(path[-1])}:"
        if not isinstance(value, str) and (not value or self.draw(st.sampled_from([True, False, False]))):
            self.line(path, f"{name} {self.flow(value)}")
        elif isinstance(value, Mapping):
            self.line(path, name)
            for key, inner in value.items():
                self.between(path, indent + "  ")
                self.entry((*path, key), inner, indent + "  ")
        elif not isinstance(value, str):
            self.line(path, name)
            dash = indent + self.draw(st.sampled_from(["- ", "  - ", "  -   "]))
            for item in value:
                self.between(path, indent)
                self.line((*path, "-"), dash + self.scalar(item))
        elif value and self.draw(st.sampled_from([True, False, False, False])):
            self.lines.append((path, f"{name} {self.draw(st.sampled_from(['|', '>-', '>', '|-']))}"))
            self.lines.append((path, f"{indent}   {value}"))
        else:
            self.line(path, f"{name} {self.scalar(value)}" if value else name)


LISTED = st.lists(VALUES, max_size=4, unique=True)
TITLES = st.fixed_dictionaries({"title_zh": VALUES}, optional={"title_en": VALUES | st.just("")})
RECORDS = st.fixed_dictionaries(
    {"title_zh": VALUES},
    optional={
        **dict.fromkeys(("title_en", "part_of"), VALUES | st.just("")),
        **dict.fromkeys(LISTS, LISTED),
        "sections": st.dictionaries(NAMES, TITLES, max_size=3),
    },
)


@st.composite
def yaml_files(draw: st.DrawFn) -> tuple[Record, list[tuple[tuple[str, ...], str]], bytes]:
    """Records, the lines of a file that holds them, and the file."""
    records: Record = draw(st.dictionaries(NAMES, RECORDS, min_size=1, max_size=4))
    draft = Draft(draw)
    draft.between((), "")
    for name, record in records.items():
        draft.entry((name,), record, "")
        draft.between((), "")
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = draw(st.sampled_from(["", "\ufeff"])) + end.join(line for _, line in draft.lines)
    return records, draft.lines, (text + draw(st.sampled_from(["", end, end * 2]))).encode()


def edit(
    draw: Callable[[st.SearchStrategy[Any]], Any], text: YamlText, records: Record, own: Record
) -> tuple[str, ...] | None:
    """Make one edit in a file and in its records, and name what it touched."""
    name = draw(st.sampled_from([*records, "new"]))
    if name not in records:
        name = draw(st.uuids()).hex
        after = draw(st.sampled_from([None, *records]))
        records[name] = draw(RECORDS)
        text.add((name,), records[name], after)
        drop_empty(records[name])
        return None
    record = records[name]
    column = draw(st.sampled_from([*TEXTS, *LISTS, "sections", "sections", "remove"]))
    path: tuple[str, ...] = (name, column)
    if column == "remove":
        path = (name,)
        records.pop(name)
        text.remove(path)
    elif column in LISTS:
        given = draw(LISTED | st.permutations(record.get(column, [])))
        put(text, record, path, given, own[name])
    elif column in TEXTS:
        if column in record and column != "title_zh" and draw(st.booleans()):
            del record[column]
            text.remove(path)
        else:
            put(text, record, path, draw(VALUES | st.just("")), own[name])
    elif sections := {name: inner for name, inner in record.get("sections", {}).items() if name != "added"}:
        inner = draw(st.sampled_from(list(sections)))
        path = (*path, inner)
        if draw(st.booleans()):
            del record["sections"][inner]
            text.remove(path)
        else:
            put(text, sections[inner], (*path, "title_zh"), draw(VALUES), {})
            path = (*path, "title_zh")
    elif record.get("sections") == {}:
        record["sections"]["added"] = {"title_zh": draw(VALUES)}
        text.add((*path, "added"), record["sections"]["added"])
    return path


def put(text: YamlText, record: Record, path: tuple[str, ...], value: Any, own: Record) -> None:
    """Set a value; `own` is the record as it was in the file. What is empty and not there yet stays away."""
    text.set(path, value, ORDER)
    if value or (path[-1] in own and path[-1] in record):
        record[path[-1]] = value
    else:
        record.pop(path[-1], None)


def drop_empty(record: Record) -> None:
    """What is empty is not written into a new record."""
    for name in [name for name, value in record.items() if not value]:
        del record[name]
    for inner in record.get("sections", {}).values():
        drop_empty(inner)


@untimed
@given(st.data())
def test_the_values_meant_are_read_and_other_lines_of_yaml_are_the_same(data: st.DataObject) -> None:
    records, lines, content = data.draw(yaml_files())
    assert read(content) == records
    text = YamlText.of(content)
    first = deepcopy(records)
    touched: set[tuple[str, ...]] = set()
    known = dict.fromkeys(records)
    for _ in range(data.draw(st.integers(0, 5))):
        old = {name: record for name, record in records.items() if name in known}
        path = edit(data.draw, text, old, first)
        records = {**{name: record for name, record in records.items() if name not in known}, **old}
        known = dict.fromkeys(name for name in known if name in old)
        if path is not None:
            touched.add(path)
    done = text.bytes()
    assert read(done) == records
    now = iter(SPLIT.split(done.decode().removeprefix("\ufeff")))
    for owner, line in lines:
        # A line goes with what it belongs to, and with what stands in its brackets.
        if not any(owner[: len(path)] == path or path[: len(owner)] == owner for path in touched):
            assert line in now, (line, done.decode())
    if not touched and len(records) == len(known):
        assert done == content
    assert done.count(b"\r\n") in (0, done.count(b"\n"))


# The whole record


def test_files_are_judged_with_the_whole_record() -> None:
    table = f"{REPORT}/observations.csv"
    text = CsvText(OverlayTree().read(table), ())
    text.set(text.line(2), "value", "211")
    report, waiting = judge(OverlayTree(), {table: text.bytes()})
    assert [(problem.code, problem.place.line) for problem in report] == [
        ("figure-differs", 2),
        ("parts-differ", 2),
    ]
    # Of a package that was never verified each figure waits for that.
    assert {(problem.code, problem.values["value"] != "") for problem in waiting} == {("lock-missing", True)}
    # A row that was verified waits for that again; all other rules hold, those between rows too.
    locked = OverlayTree(PROBLEMS / "lock-changed").read("town/citations.lock")
    text.set(text.line(2), "figure", "211盏")
    explained = b"finding_id,date,explanation_zh,explanation_en,responsible\nno/such,2024-02-01,a,b,c\n"
    tree = OverlayTree().write("town/citations.lock", locked)
    report, waiting = judge(tree, {table: text.bytes(), "town/explanations.csv": explained})
    assert {problem.code for problem in waiting} == {"lock-changed"}
    assert "finding-gone" in {problem.code for problem in report}


def remark(
    line: int = 2, file: str = "a.csv", value: str = "x", code: str = "locator-unused", first: str = ""
) -> Problem:
    return Problem(code, Place(file, line, 2 * line), {"value": value}, Place(first, line) if first else None)


def test_remarks_that_were_there_before_are_not_told_again() -> None:
    """Wherever in their file they stand now. Errors are told, old or new."""
    warnings = [code for code in codes() if Problem(code, Place("")).severity is Severity.WARNING]
    code, other = warnings[:2]
    [error] = [code for code in codes() if code == "bad-date"]
    before = [remark(code=code, first="b.csv"), remark(code=error)]
    same = remark(9, code=code, first="b.csv")
    new = [
        remark(code=other, first="b.csv"),
        remark(file="b.csv", code=code, first="b.csv"),
        remark(value="y", code=code, first="b.csv"),
        remark(code=code, first="c.csv"),
        remark(code=code),
        remark(code=error),
    ]
    told = list(besides(Report([same, *new]), before))
    assert same not in told
    assert sorted(map(repr, told)) == sorted(map(repr, new))
