"""YAML as written: nodes whose scalars are all text, each with its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import yaml

from generator.core import limits
from generator.core.characters import unseen
from generator.core.few import Few
from generator.core.problems import Place, Problem
from generator.reading.files.conflicts import conflicts
from generator.reading.files.encoding import decode, hidden_characters


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

_NAME = re.compile("[a-z][a-z0-9_-]*")
_NAMED = re.compile(r" *(?:- )?[\w-]+:(?: |\r?$)")
"""A line that begins with a name and its colon."""

_QUOTES = ("'", '"')


class _Refused(Exception):  # noqa: N818 - carries a problem up, it is not an error of the program
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_yaml(file: str, data: bytes) -> tuple[Node | None, list[Problem]]:
    """A YAML file as nodes whose scalars are all text, with the problems of its form.

    Stricter than YAML: no duplicate keys, anchors, aliases, tags, second documents, values that run on over
    lines without a block sign, or deep nesting. Nothing is turned into a number, a date or a yes/no here.
    Nodes are only read: who reads the same file again, as for what it was before a change, gets the same ones.
    """
    node, problems = _read(file, data)
    return node, list(problems)


@lru_cache(maxsize=256)
def _read(file: str, data: bytes) -> tuple[Node | None, tuple[Problem, ...]]:
    node, problems = _composed(file, data)
    return node, tuple(problems)


def _composed(file: str, data: bytes) -> tuple[Node | None, list[Problem]]:
    text, problems = decode(file, data)
    if text is None:
        return None, problems
    if unsettled := conflicts(file, text):
        return None, [*problems, *unsettled]
    composer = _Composer(file, text)
    try:
        node = composer.document()
    except _Refused as refused:
        return None, [*problems, *composer.repeated, refused.problem]
    except yaml.YAMLError as error:
        return None, [*problems, *composer.repeated, syntax_problem(file, text, error)]
    return node, [*problems, *composer.repeated]


class _Composer:
    """Builds nodes from libyaml's events; PyYAML's own composer accepts what we refuse."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text_lines = text.split("\n")
        self.repeated = Few()
        self.hiding: dict[int, bool] = {}
        self.values = 0
        # A carriage return or tab at the end of a line is harmless, and libyaml counts lines as we do.
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def document(self) -> Node:
        next(self.events)  # the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise _Refused(Problem("empty-file", Place(self.file)))
        node = self.node(next(self.events), ())
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.refused("yaml-documents", after)
        return node

    def place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def refused(self, code: str, event: Any, **values: str) -> _Refused:
        return _Refused(Problem(code, self.place(event), values))

    def node(self, event: Any, steps: tuple[str, ...]) -> Node:
        """What begins with an event; `steps` are the keys that lead to it."""
        self.values += 1
        if self.values > limits.MOST_VALUES:
            raise self.refused("too-many", event, limit=str(limits.MOST_VALUES), counted="values")
        if len(steps) > limits.DEEPEST:
            raise self.refused("yaml-nesting", event)
        if isinstance(event, yaml.AliasEvent):
            raise self.refused("yaml-alias", event, sign=f"*{event.anchor}")
        self.check_plain(event)
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(inner, (*steps, str(len(items) + 1))))
            return Sequence(tuple(items), line, column)
        return self.mapping(line, column, steps)

    def check_plain(self, event: Any) -> None:
        if event.anchor is not None:
            raise self.refused("yaml-alias", event, sign=f"&{event.anchor}")
        if event.tag is not None:
            raise self.refused("yaml-tag", event, sign=str(event.tag))

    def scalar(self, event: Any) -> Scalar:
        if event.style not in ("|", ">") and event.start_mark.line != event.end_mark.line:
            for number in range(event.start_mark.line, event.end_mark.line + 1):
                self.check_colon(number)
            if event.style in _QUOTES and self.takes_in_keys(event):
                raise self.refused("yaml-unclosed", event, sign=event.style)
            raise self.refused("yaml-multiline", event)
        text = event.value if event.style in ("'", '"') else event.value.strip()
        if "\n" in text:
            raise self.refused("yaml-multiline", event)
        if event.style == '"':
            self.check_escapes(text, event)
        return Scalar(text, event.start_mark.line + 1, event.start_mark.column + 1)

    def takes_in_keys(self, event: Any) -> bool:
        """Whether a value that runs on over lines takes in others with names: the quote that should end it is missing."""
        return any(
            _NAMED.match(found)
            for found in self.text_lines[event.start_mark.line + 1 : event.end_mark.line + 1]
        )

    def check_escapes(self, text: str, event: Any) -> None:
        """Tell of characters that cannot be seen and are written as escapes, as only a text between double quotes can have
        them; others were told of in the line.
        """
        hidden = [text[at] for at in unseen(text)]
        if not hidden or self.hides(event.start_mark.line):
            return
        for problem in hidden_characters(hidden, text, self.place(event)):
            if problem.code == "control-character":
                raise _Refused(problem)
            self.repeated.add(problem)

    def hides(self, number: int) -> bool:
        """Whether a line of the file itself has a character that cannot be seen."""
        if number not in self.hiding:
            self.hiding[number] = next(unseen(self.text_lines[number]), None) is not None
        return self.hiding[number]

    def check_colon(self, number: int) -> None:
        """Refuse `title：x`: with a full-width colon YAML takes the line for a text."""
        found = self.text_lines[number] if number < len(self.text_lines) else ""
        if problem := _wide_colon(self.file, number, found):
            raise _Refused(problem)

    def mapping(self, line: int, column: int, steps: tuple[str, ...]) -> Mapping:
        items: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refused("yaml-key", event)
            self.check_plain(event)
            key = self.scalar(event)
            value = self.node(next(self.events), (*steps, key.text))
            if (first := keys.setdefault(key.text, key)) is key:
                items[key.text] = value
            else:
                self.repeated.tell(
                    "duplicate-key", self.file, partial(self.duplicate, first, key, (*steps, key.text))
                )
        return Mapping(items, keys, line, column)

    def duplicate(self, first: Scalar, again: Scalar, steps: tuple[str, ...]) -> Problem:
        before, here = (Place(self.file, key.line, key.column, row=steps) for key in (first, again))
        return Problem("duplicate-key", here, {"key": again.text}, before)


def _wide_colon(file: str, number: int, text_line: str) -> Problem | None:
    """A full-width colon after a name, or at the end of a line; elsewhere it is part of a text."""
    at = text_line.find("：")
    before, behind = text_line[:at].lstrip().removeprefix("- "), text_line[at + 1 :]
    if at < 0 or ":" in before or not (_NAME.fullmatch(before) or not behind.strip()):
        return None
    written = text_line.strip()
    values = {"value": written, "suggestion": written.replace("：", ": ", 1).strip()}
    return Problem("yaml-colon", Place(file, number + 1, at + 1), values)


_OPENED = {
    "while scanning a quoted scalar": _QUOTES,
    "while parsing a flow sequence": ("[",),
    "while parsing a flow mapping": ("{",),
}
"""What libyaml was reading, as it says, with the signs that begin it."""


def _unclosed(file: str, text_lines: list[str], error: yaml.YAMLError) -> Problem | None:
    """A quote or bracket that is not closed, where it was opened; None where the file ends in that line, or nothing is open."""
    context, opened = getattr(error, "context", None), getattr(error, "context_mark", None)
    if context not in _OPENED or opened is None or opened.line >= len(text_lines) - 1:
        return None
    sign = text_lines[opened.line][opened.column : opened.column + 1]
    at = getattr(error, "problem_mark", None)
    if sign not in _OPENED[context] or at is None or at.line == opened.line:
        return None
    return Problem("yaml-unclosed", Place(file, opened.line + 1, opened.column + 1), {"sign": sign})


def syntax_problem(file: str, text: str, error: yaml.YAMLError) -> Problem:
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
            if problem := _wide_colon(file, number, found):
                return problem
    if (problem := _unclosed(file, text_lines, error)) is not None:
        return problem
    if not marks:
        return Problem("yaml-syntax", Place(file, 1, 1), {"value": ""})
    mark = marks[-1]
    end = len(text_lines) - 1, len(text_lines[-1].rstrip())
    if end[1] and (mark.line, mark.column) >= end:
        return Problem("file-cut", Place(file, len(text_lines), len(text_lines[-1]) + 1))
    found = text_lines[mark.line] if mark.line < len(text_lines) else ""
    return Problem("yaml-syntax", Place(file, mark.line + 1, mark.column + 1), {"value": found.strip()})
