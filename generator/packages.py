"""Reads a package's files as written: text, with file, line and column of every value, and no judgement."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.problems import Place, Problem

DEEPEST = 12
"""Levels of nesting that a YAML file may have; ours need four."""

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufeff\ufff0-\uffff]"
    r"|\r(?!\n)"
)
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A YAML value as written; `line` and `column` count from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A YAML list."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """A YAML mapping, in the order written; `keys` holds each key as written."""

    items: dict[str, Node]
    keys: dict[str, Scalar]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class RawTable:
    """A CSV file as written: the header, then each row with the physical line it stands on."""

    file: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    text_lines: list[str] = field(repr=False)

    def place(self, row: int, column: int) -> Place:
        """The place of one cell (row and column count from 0), named as a spreadsheet names it."""
        line = self.lines[row]
        name = self.header[column] if column < len(self.header) else ""
        return Place(
            self.file, line, self.character(line, column), f"{name} ({cell_name(line, column)})".strip()
        )

    def header_place(self, column: int = 0) -> Place:
        """The place of a column's head."""
        return Place(self.file, 1, self.character(1, column), cell_name(1, column))

    def character(self, line: int, column: int) -> int:
        """The character, counted from 1, at which a cell begins in its line."""
        quoted = False
        commas = 0
        for position, character in enumerate(self.text_lines[line - 1]):
            if commas == column:
                return position + 1
            if character == '"':
                quoted = not quoted
            elif character == "," and not quoted:
                commas += 1
        return len(self.text_lines[line - 1]) + 1


def cell_name(line: int, column: int) -> str:
    """A cell's name in a spreadsheet: line 12, column 6 (from 0) is `G12`."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"


def decode(file: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file and what is wrong with its encoding.

    A byte-order mark is accepted. GB18030, which Excel writes in China, is a problem but still read, so that
    everything else in the file is checked in the same run. No text where nothing could be read.
    """
    if data[:2] in _BOMS or b"\0" in data:
        return None, [Problem("encoding-utf16" if data[:2] in _BOMS else "not-text", Place(file))]
    problems: list[Problem] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            return None, [Problem("not-text", Place(file, line, 1))]
        problems.append(Problem("encoding-gb18030", Place(file, line, 1)))
    if not text.strip():
        return None, [*problems, Problem("empty-file", Place(file))]
    for match in _INVISIBLE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
        name = f"U+{ord(match[0]):04X}"
        problems.append(Problem("invisible-character", Place(file, line, column), {"character": name}))
    if any(problem.code == "invisible-character" for problem in problems):
        return None, problems
    return text, problems


def read_csv(file: str, data: bytes) -> tuple[RawTable | None, list[Problem]]:
    """A CSV file as a table, with the problems of its form.

    Each physical line is one row: a line break inside a cell is refused, so that line numbers, spreadsheet
    rows and git's changes are the same thing, and an unclosed quote is found on its own line.
    """
    text, problems = decode(file, data)
    if text is None:
        return None, problems
    text_lines = text.replace("\r\n", "\n").split("\n")
    while not text_lines[-1].strip():
        text_lines.pop()
    try:
        records = list(csv.reader(text_lines, strict=True))
    except csv.Error:
        records = []
    if len(records) != len(text_lines):
        records = []
        for number, text_line in enumerate(text_lines, start=1):
            try:
                records.append(next(csv.reader([text_line], strict=True)) if text_line else [])
            except csv.Error:
                column = text_line.find('"') + 1
                problems.append(Problem("csv-quote", Place(file, number, column, f"{number}")))
                records.append([])
    header = [name.strip() for name in records[0]]
    numbered = [(number, row) for number, row in enumerate(records[1:], start=2) if row]
    table = RawTable(
        file, header, [row for _, row in numbered], [number for number, _ in numbered], text_lines
    )
    return table, problems


class _Refused(Exception):  # noqa: N818 - carries a problem up, it is not an error of the program
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_yaml(file: str, data: bytes) -> tuple[Node | None, list[Problem]]:
    """A YAML file as nodes whose scalars are all text, with the problems of its form.

    Stricter than YAML: no duplicate keys, anchors, aliases, tags, second documents, values that run on over
    lines without a block sign, or deep nesting. Nothing is turned into a number, a date or a yes/no here.
    """
    text, problems = decode(file, data)
    if text is None:
        return None, problems
    try:
        node = _Composer(file, text, problems).document()
    except _Refused as refused:
        return None, [*problems, refused.problem]
    except yaml.YAMLError as error:
        return None, [*problems, _syntax_problem(file, text, error)]
    return node, problems


class _Composer:
    """Builds nodes from libyaml's events; PyYAML's own composer accepts what we refuse."""

    def __init__(self, file: str, text: str, problems: list[Problem]) -> None:
        self.file = file
        self.text_lines = text.split("\n")
        self.problems = problems
        # A carriage return or tab at the end of a line is harmless, and libyaml counts lines as we do.
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def document(self) -> Node:
        next(self.events)  # the stream
        next(self.events)  # the document
        node = self.node(next(self.events), 0)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.refused("yaml-documents", after)
        return node

    def place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def refused(self, code: str, event: Any, **values: str) -> _Refused:
        return _Refused(Problem(code, self.place(event), values))

    def node(self, event: Any, depth: int) -> Node:
        if depth > DEEPEST:
            raise self.refused("yaml-nesting", event)
        if isinstance(event, yaml.AliasEvent):
            raise self.refused("yaml-alias", event, sign=f"*{event.anchor}")
        if event.anchor is not None:
            raise self.refused("yaml-alias", event, sign=f"&{event.anchor}")
        if event.tag is not None:
            raise self.refused("yaml-tag", event, sign=str(event.tag))
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(inner, depth + 1))
            return Sequence(tuple(items), line, column)
        return self.mapping(line, column, depth)

    def scalar(self, event: Any) -> Scalar:
        if event.style not in ("|", ">") and event.start_mark.line != event.end_mark.line:
            for number in range(event.start_mark.line, event.end_mark.line + 1):
                self.check_colon(number)
            raise self.refused("yaml-multiline", event)
        text = event.value if event.style in ("'", '"') else event.value.strip()
        return Scalar(text, event.start_mark.line + 1, event.start_mark.column + 1)

    def check_colon(self, number: int) -> None:
        """Refuse `title：x`: with a full-width colon YAML takes the line for a text."""
        found = self.text_lines[number] if number < len(self.text_lines) else ""
        if match := re.match(r"\s*(?:- )?[a-z][a-z0-9_-]*(：)", found):
            place = Place(self.file, number + 1, match.start(1) + 1)
            suggestion = found.strip().replace("：", ": ", 1)
            raise _Refused(Problem("yaml-colon", place, {"value": found.strip(), "suggestion": suggestion}))

    def mapping(self, line: int, column: int, depth: int) -> Mapping:
        items: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refused("yaml-key", event)
            key = self.scalar(event)
            value = self.node(next(self.events), depth + 1)
            if key.text in items:
                first = str(keys[key.text].line)
                place = Place(self.file, key.line, key.column, key.text)
                self.problems.append(Problem("duplicate-key", place, {"key": key.text, "first": first}))
                continue
            items[key.text] = value
            keys[key.text] = key
        return Mapping(items, keys, line, column)


def _syntax_problem(file: str, text: str, error: yaml.YAMLError) -> Problem:
    """Names what libyaml stumbled over: most often a tab, or a colon of the wrong width."""
    marks = [
        mark for mark in (getattr(error, "context_mark", None), getattr(error, "problem_mark", None)) if mark
    ]
    text_lines = text.split("\n")
    for mark in marks:
        for number in (mark.line, mark.line - 1):
            found = text_lines[number] if 0 <= number < len(text_lines) else ""
            if re.match(r" *\t", found):
                return Problem("yaml-tab", Place(file, number + 1, found.index("\t") + 1))
            if match := re.match(r"\s*(?:- )?[a-z][a-z0-9_-]*(：)", found):
                values = {"value": found.strip(), "suggestion": found.strip().replace("：", ": ", 1)}
                return Problem("yaml-colon", Place(file, number + 1, match.start(1) + 1), values)
    if not marks:
        return Problem("yaml-syntax", Place(file, 1, 1), {"value": ""})
    mark = marks[-1]
    found = text_lines[mark.line] if mark.line < len(text_lines) else ""
    return Problem("yaml-syntax", Place(file, mark.line + 1, mark.column + 1), {"value": found.strip()})
