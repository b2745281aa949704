"""The tables of a draft as a workbook, in which every cell stays the text that it is: 7-10 becomes no day in Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

Rows = Sequence[Sequence[str]]

_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
"""A draft has no day of its own; the same one makes the same file."""

_WIDEST = 60


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook of some sheets by their names, each of rows of cells with the names of the columns first."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as file:
        file.set_properties({"created": _UNDATED})
        text = file.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        head = file.add_format({"num_format": "@", "bold": True, "bottom": 1})
        for name, rows in sheets.items():
            page = file.add_worksheet(name)
            page.freeze_panes(1, 0)
            for column, whole in enumerate(zip(*rows, strict=True)):
                page.set_column(column, column, min(_WIDEST, 2 + max(map(_width, whole))), text)
            for line, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    page.write_string(line, column, cell, text if line else head)
    return stream.getvalue()


def _width(text: str) -> int:
    """About how wide a text is, in Latin letters; Chinese ones take two."""
    return sum(2 if ord(sign) > ord("\u2e7f") else 1 for sign in text)
