"""Numbers that a comma made several cells of: how a row of a table is to be read so that each of its cells fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.core.values import Refusal
from generator.format.fields import Shape, Type

_NUMBER = re.compile(r"[+−-]?[0-9]+(?:[ \u00a0\u202f.'’][0-9]{3})*(?:,[0-9]+)+(?:\.[0-9]+)? ?%?")
"""A number with a comma, as it was before the comma made cells of it."""

_MOST_CELLS = 7
"""That one number may have been made: of twenty digits with a comma at each three."""

_ASKED_FOR = 20
"""Readings of a row that are looked for: of more than one nobody knows which was meant."""

_MOST_STEPS = 200_000
"""Cells that are tried for one file; beyond them its rows are told as the others are."""


@dataclass(frozen=True, slots=True)
class Split:
    """One number in several cells: the first of them and the column that it belongs to (both from 0), how it was written,
    and why it cannot be read as it was, with the number that is meant, or those that may be.
    """

    cell: int
    column: int
    written: str
    refusal: Refusal


class Splits:
    """Looks for them in the rows of a table, by what its columns may hold."""

    def __init__(self, header: Sequence[str], shape: Shape) -> None:
        self.shape = shape
        self.fields = [shape.by_name[name] for name in header]
        self.numbers = [at for at, item in enumerate(self.fields) if item.type is Type.NUMBER]
        self._fitting: dict[tuple[str, str], bool] = {}
        self._left = _MOST_STEPS

    def readings(self, cells: Sequence[str]) -> list[tuple[Split, ...]]:
        """The ways in which a row is right with some of its numbers put together; none where it is right as it stands.

        A row may end before its last columns, which are empty then. The fewest numbers need not be the ones that are meant:
        whoever writes decimal commas writes all of them.
        """
        if not self._possible(cells):
            return []
        width = len(self.fields)
        found: list[tuple[Split, ...]] = []
        # The cell that comes next, the column that it would stand in, and what was put together before it.
        ways: list[tuple[int, int, tuple[Split, ...]]] = [(0, 0, ())]
        while ways and len(found) < _ASKED_FOR and self._left > 0:
            at, column, before = ways.pop()
            self._left -= 1
            if column == width:
                if at >= len(cells) and self._goes_together(cells, before):
                    if not before:
                        return []
                    found.append(before)
                continue
            ways += [(end, column + 1, (*before, split)) for end, split in self._joined(cells, at, column)]
            if self._fits(column, cells[at] if at < len(cells) else ""):
                ways.append((at + 1, column + 1, before))
        if self._left <= 0:
            # What was not looked at may have been another reading, or the row as it stands.
            return []
        return sorted(found, key=lambda splits: (len(splits), [split.cell for split in splits]))

    def _possible(self, cells: Sequence[str]) -> bool:
        """Whether a column of numbers begins one with the cell behind it: nearly no row needs a closer look."""
        pairs = (cells[at : at + 2] for at in self.numbers)
        return any(pair[0][-1:].isdigit() and pair[1][:1].isdigit() for pair in pairs if len(pair) > 1)

    def _joined(self, cells: Sequence[str], at: int, column: int) -> Iterator[tuple[int, Split]]:
        """The numbers that a cell begins, in a column of numbers, each with the cell behind it."""
        item = self.fields[column]
        if item.type is not Type.NUMBER:
            return
        for end in range(at + 2, min(at + _MOST_CELLS, len(cells)) + 1):
            written = ",".join(cells[at:end])
            if not _NUMBER.fullmatch(written):
                return
            read = item.read(written)
            if isinstance(read, Refusal) and (read.suggestion or read.code == "number-two-ways"):
                yield end, Split(at, column, written, read)

    def _goes_together(self, cells: Sequence[str], splits: Sequence[Split]) -> bool:
        """Whether the values of a row agree, with some numbers put together; all of them can be read."""
        texts = list(cells)
        for split in reversed(splits):
            texts[split.cell : split.cell + split.written.count(",") + 1] = [split.refusal.suggestion]
        texts += [""] * (len(self.fields) - len(texts))
        read = (
            item.read(text) if text else item.default for item, text in zip(self.fields, texts, strict=True)
        )
        return self.shape.goes_together(dict(zip((item.name for item in self.fields), read, strict=True)))

    def _fits(self, column: int, text: str) -> bool:
        item = self.fields[column]
        if not text:
            return not item.required
        key = item.name, text
        if key not in self._fitting:
            self._fitting[key] = not isinstance(item.read(text), Refusal)
        return self._fitting[key]
