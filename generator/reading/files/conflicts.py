"""The marks that Git leaves where it could not put two versions of a file together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from generator.core.few import Few
from generator.core.problems import LISTED, Place, Problem

_MARKS = re.compile(r'^"?(?:(<{7}|>{7}|\|{7})(?: .*|[",;]*)|(={7})[",;\t]*)\r?$', re.MULTILINE)
"""As they are, and as a spreadsheet saves them, with a cell for each column."""


def conflicts(file: str, text: str) -> list[Problem]:
    """A problem for each conflict in a text, at the line of its first mark; some of its marks may be gone already."""
    if not any(sign * 7 in text for sign in "<>="):
        return []
    found = Few()
    for lines in _conflicts(text):
        found.tell("merge-conflict", file, partial(_conflict, file, lines))
    return list(found)


def _conflict(file: str, lines: list[int]) -> Problem:
    return Problem("merge-conflict", Place(file, lines[0], 1), {"value": LISTED.join(map(str, lines))})


def _conflicts(text: str) -> Iterator[list[int]]:
    """The lines of the marks of each conflict: it ends with its last mark, or where another one begins."""
    lines: list[int] = []
    line, before = 1, 0
    for match in _MARKS.finditer(text):
        line, before = line + text.count("\n", before, match.start()), match.start()
        sign = match[0].lstrip('"')[0]
        if lines and sign == "<":
            yield lines
            lines = []
        lines.append(line)
        if sign == ">":
            yield lines
            lines = []
    if lines:
        yield lines
