"""Which page of the original each line of an archived text came from: the list that stands beside the text."""

from __future__ import annotations

import csv
import io
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.core.csv_files import csv_file

SUFFIX = ".pages.csv"
"""What the name of the list has behind that of the document."""

_HEAD = ("page", "first_line", "last_line")


@dataclass(frozen=True, slots=True)
class Pages:
    """The last line of each page, the first page first; none where nobody knows of pages."""

    last_lines: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.last_lines)

    def of_line(self, line: int) -> int | None:
        """The page of a line, both from 1; None where pages are not known."""
        return bisect_left(self.last_lines, line) + 1 if self.last_lines else None


def listed(parts: Iterable[tuple[str, int]]) -> bytes:
    """The list of a text made of parts, each with its name and how many lines it has.

    Lines count from 1; a part without lines has neither a first nor a last one.
    """
    rows: list[tuple[str, ...]] = [_HEAD]
    before = 0
    for name, count in parts:
        rows.append((name, str(before + 1), str(before + count)) if count else (name, "", ""))
        before += count
    return csv_file(rows)


def read_pages(data: bytes, lines: int) -> Pages:
    """The pages that a list gives for a text of so many lines; none where its parts are no pages but sheets.

    Raises ValueError where it does not fit the text.
    """
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError from error
    if not rows or tuple(rows[0]) != _HEAD or any(len(row) != len(_HEAD) for row in rows):
        raise ValueError
    last_lines = _last_lines(rows[1:])
    if not last_lines or last_lines[-1] != lines:
        raise ValueError
    numbered = [row[0] for row in rows[1:]] == [str(number) for number in range(1, len(rows))]
    return Pages(last_lines if numbered else ())


def _last_lines(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Where each part ends. Raises ValueError where parts do not follow one another line by line."""
    found: list[int] = []
    end = 0
    for _, first, last in rows:
        if first or last:
            if int(first) != end + 1 or int(last) < int(first):
                raise ValueError
            end = int(last)
        found.append(end)
    return tuple(found)
