"""What is made of an official document: its lines, by the parts that they came from, and what to look at.

Nothing is guessed: what could not be read is marked in the text, and told.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from generator.core.characters import replaced

UNREAD = "\ufffd"
"""Stands for a character that is printed and of which the file does not say what it means."""

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Raised digits are no digits of the number that they stand at: m² and the marks of footnotes."""

MOST_CHARACTERS = 20_000_000
"""Of a text; a plan for a whole country has a hundredth of that."""

_WHOLE = "–"
"""Stands for the name of a document's only part."""

_SPACES = re.compile(r"\s+")
_MEANINGLESS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202d\u2060-\u206f\ufeff]")
"""What says nothing of what is printed. U+202E does: what follows it is printed from its end to its beginning."""

_DRAWN_ALIKE = re.compile(r"[\u2f00-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
"""Forms of one look with usual characters, which fonts of PDF files name instead of those: ⼀ for 一, ﬁ for fi."""


class Unusable(Exception):  # noqa: N818 - a document that is refused, no error of the program
    """A document of which no text can be made: `reason` is a key of the words for it, `value` what they name."""

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a PDF (`name` is its number, from 1), a sheet of a workbook (its name), or the whole of another document
    (no name), with its lines.
    """

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a keeper should look at: `code` is a key of the words for it, `count` how often, `value` where or what."""

    code: str
    count: int
    value: str


@dataclass(frozen=True, slots=True)
class Made:
    """The text made of a document; `suffix` is the usual one of its form. `rows` are the rows of a table of one sheet."""

    suffix: str
    parts: tuple[Part, ...]
    remarks: tuple[Remark, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def cleaned(text: str) -> str:
    """A line without characters that nobody sees, with usual ones for those that only look like them; what cannot be
    read is UNREAD.
    """
    text = _MEANINGLESS.sub("", text)
    text = _DRAWN_ALIKE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return replaced(text, UNREAD).rstrip()


def cell(text: str) -> str:
    """The text of a cell on one line, with no white space in it that would part it in two."""
    return _SPACES.sub(" ", text).strip()


def row_line(cells: tuple[str, ...]) -> str:
    """A row of a table as a line that reads from left to right."""
    return "\t".join(cell(text) for text in cells)


def unread(parts: tuple[Part, ...]) -> tuple[Remark, ...]:
    """Where characters could not be read, if anywhere."""
    found = {part.name: sum(line.count(UNREAD) for line in part.lines) for part in parts}
    where = [name or _WHOLE for name, count in found.items() if count]
    return (Remark("unread", sum(found.values()), ranges(where)),) if where else ()


def ranges(names: list[str]) -> str:
    """Names of parts as a list in which pages that follow each other stand as one: 2, 5–7."""
    listed: list[list[str]] = []
    for name in names:
        if (
            listed
            and name.isdecimal()
            and listed[-1][-1].isdecimal()
            and int(name) == int(listed[-1][-1]) + 1
        ):
            listed[-1] = [listed[-1][0], name]
        else:
            listed.append([name])
    return ", ".join("–".join(names) for names in listed)
