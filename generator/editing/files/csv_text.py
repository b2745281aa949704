"""Edits of a CSV file as text: only the cells meant change, in place; every other byte stays."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.reading.files.csv_rows import cell_spans


@dataclass(slots=True, eq=False)
class Line:
    """One physical line and how it ends: an open last line with nothing."""

    text: str
    end: str


class CsvText:
    """A CSV file whose rows are changed, removed and put in; `bytes()` gives the file as it is then.

    The file must be one that `read_csv` accepts, in UTF-8. Rows are the `Line`s themselves, so that they keep their
    identity while others come and go.
    """

    def __init__(self, content: bytes | None, columns: Sequence[str]) -> None:
        """`content` is the file as it is, None for a new one with the head `columns`."""
        text = _line(columns) + "\n" if content is None else content.decode("utf-8")
        self._lines = [_as_line(part) for part in text.split("\n")]
        self._lines[-1].end = ""
        # Blank lines at the end of a file belong to it, but rows stand before them.
        self._last = next(line for line in reversed(self._lines) if line.text.strip())
        self._end = self._lines[0].end or "\n"
        self._behind: dict[int, list[Line]] = {}
        self._removed: set[int] = set()
        self.columns = tuple(name.strip() for name in _cells(self._lines[0].text.removeprefix("\ufeff")))

    def line(self, number: int) -> Line:
        """The line with this number, counted from 1, in the file as it was."""
        return self._lines[number - 1]

    def cells(self, line: Line) -> Mapping[str, str]:
        """The cells of a row as they are now, by column."""
        return dict(zip(self.columns, _cells(line.text), strict=True))

    def set(self, line: Line, column: str, value: str) -> None:
        """Write another value into one cell of a row. Raises KeyError where there is no such column."""
        start, end = cell_spans(line.text)[self._position(column)]
        line.text = line.text[:start] + _cell(value) + line.text[end:]

    def remove(self, line: Line) -> None:
        """Take a row out."""
        self._removed.add(id(line))

    def insert(self, cells: Mapping[str, str], after: Line | None = None) -> Line:
        """Put a row in behind another, or at the end. Columns that are not named stay empty.

        Raises KeyError where a value is given for a column that the file does not have.
        """
        for name in cells:
            if cells[name]:
                self._position(name)
        new = Line(_line([cells.get(name, "") for name in self.columns]), self._end)
        self._behind.setdefault(id(after or self._last), []).append(new)
        return new

    def add_column(self, name: str, order: Sequence[str]) -> None:
        """Put an empty column in behind those that stand before it in `order`. Every row's line changes."""
        earlier = set(order[: order.index(name)])
        at = max((place + 1 for place, known in enumerate(self.columns) if known in earlier), default=0)
        for line in self._now():
            if line.text.strip():
                cell = name if line is self._lines[0] else ""
                line.text = _with_cell(line.text, at, cell)
        self.columns = (*self.columns[:at], name, *self.columns[at:])

    def numbers(self) -> Mapping[int, int]:
        """The number that each line has now, by `id(line)`."""
        return {id(line): number for number, line in enumerate(self._now(), start=1)}

    def bytes(self) -> bytes:
        """The file as it is now."""
        lines = list(self._now())
        parts = [line.text + (line.end or self._end) for line in lines[:-1]]
        return "".join([*parts, lines[-1].text, lines[-1].end]).encode()

    def _position(self, column: str) -> int:
        if column not in self.columns:
            raise KeyError(column)
        return self.columns.index(column)

    def _now(self) -> Iterator[Line]:
        waiting = list(reversed(self._lines))
        while waiting:
            line = waiting.pop()
            if id(line) not in self._removed:
                yield line
            waiting += reversed(self._behind.get(id(line), ()))


def _as_line(text: str) -> Line:
    return Line(text.removesuffix("\r"), "\r\n" if text.endswith("\r") else "\n")


def _cells(text: str) -> list[str]:
    return next(csv.reader([text]))


def _with_cell(text: str, at: int, cell: str) -> str:
    spans = cell_spans(text)
    if at == len(spans):
        return f"{text},{_cell(cell)}"
    # The head's byte-order mark stays in front.
    start = max(spans[at][0], len(text) - len(text.removeprefix("\ufeff")))
    return f"{text[:start]}{_cell(cell)},{text[start:]}"


def _line(cells: Sequence[str]) -> str:
    return ",".join(_cell(cell) for cell in cells)


def _cell(value: str) -> str:
    """A cell as Python's csv writes it: quoted only where it must be."""
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow([value, ""])
    return written.getvalue()[:-1]
