"""Edits of a CSV file as text: only the cells meant change, in place; every other byte stays."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.packages.tables import cell_spans


@dataclass(slots=True, eq=False)
class Line:
    """One physical line without its end; `new` when it was put in."""

    text: str
    new: bool = False


class CsvText:
    """A CSV file whose rows are changed, removed and put in; `bytes()` gives the file as it is then.

    Rows are the `Line`s themselves, so that they keep their identity while others come and go.
    """

    def __init__(self, content: bytes | None, columns: Sequence[str]) -> None:
        """`content` is the file as it is, None for a new one with the head `columns`. Must be UTF-8."""
        text = _line(columns) + "\n" if content is None else content.decode("utf-8")
        self._return = "\r" if text.partition("\n")[0].endswith("\r") else ""
        self._lines = [Line(part) for part in text.split("\n")]
        self._open_end = bool(self._lines[-1].text)
        if not self._open_end:
            self._lines.pop()
        self._behind: dict[int, list[Line]] = {}
        self._removed: set[int] = set()
        head = self._lines[0].text.removeprefix("\ufeff").removesuffix("\r")
        self.columns = tuple(name.strip() for name in next(csv.reader([head])))

    def line(self, number: int) -> Line:
        """The line with this number, counted from 1, in the file as it was."""
        return self._lines[number - 1]

    def set(self, line: Line, column: str, value: str) -> None:
        """Write another value into one cell of a row."""
        text = line.text.removesuffix("\r")
        start, end = cell_spans(text)[self.columns.index(column)]
        line.text = text[:start] + _cell(value) + line.text[end:]

    def remove(self, line: Line) -> None:
        """Take a row out."""
        self._removed.add(id(line))

    def insert(self, cells: Mapping[str, str], after: Line | None = None) -> Line:
        """Put a row in behind another, or at the end. Columns that are not named stay empty."""
        new = Line(_line([cells.get(name, "") for name in self.columns]) + self._return, new=True)
        self._behind.setdefault(id(after or self._lines[-1]), []).append(new)
        return new

    def numbers(self) -> Mapping[int, int]:
        """The number that each line has now, by `id(line)`."""
        return {id(line): number for number, line in enumerate(self._now(), start=1)}

    def bytes(self) -> bytes:
        """The file as it is now."""
        lines = list(self._now())
        # A file that ended without a line break gets one only where its last line is ours.
        end = "" if self._open_end and not lines[-1].new else "\n"
        return ("\n".join(line.text for line in lines) + end).encode()

    def _now(self) -> Iterator[Line]:
        waiting = list(reversed(self._lines))
        while waiting:
            line = waiting.pop()
            if id(line) not in self._removed:
                yield line
            waiting += reversed(self._behind.get(id(line), ()))


def _line(cells: Sequence[str]) -> str:
    return ",".join(_cell(cell) for cell in cells)


def _cell(value: str) -> str:
    """A cell as Python's csv writes it: quoted only where it must be."""
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow([value, ""])
    return written.getvalue()[:-1]
