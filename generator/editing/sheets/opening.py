"""Workbooks as openpyxl opens them, and the cells that they have."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader


def opened(content: bytes, *, computed: bool) -> ExcelReader:
    """A reader that has read a workbook: with its formulas, or with what they came to when it was saved (`computed`).

    Raises whatever a part of the library raises for a broken file.
    """
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(io.BytesIO(content), data_only=computed, keep_links=False, rich_text=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what it does not keep, which nobody asked it to
        reader.read()
    return reader


def opened_twice(content: bytes) -> tuple[ExcelReader, Any]:
    """The reader of a workbook with its formulas, and the workbook with what they came to: the same where it has none.

    Raises as `opened` does.
    """
    reader = opened(content, computed=False)
    formulas = any(cell.data_type == "f" for page in reader.wb.worksheets for cell in cells_of(page))
    return reader, opened(content, computed=True).wb if formulas else reader.wb


def cells_of(page: Any) -> Iterator[Any]:
    """The cells that there are: walking over the lines would make one for every place up to the last."""
    return iter(page._cells.values())  # noqa: SLF001 - the library offers no other way to just them


def unstruck(cell: Any) -> tuple[Any, bool]:
    """The value of a cell without what is struck through in it, and whether anything is."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    if cell.has_style and cell.font.strike:
        return None, True
    value = cell.value
    if not isinstance(value, CellRichText):
        return value, False
    runs = [
        (str(run), isinstance(run, TextBlock) and run.font is not None and bool(run.font.strike))
        for run in value
    ]
    return "".join(text for text, struck in runs if not struck), any(struck for _, struck in runs)


def hidden_lines(page: Any) -> tuple[frozenset[int], frozenset[int]]:
    """The rows and the columns of a sheet, from 1, that nobody sees who opens it."""
    rows = frozenset(line for line, row in page.row_dimensions.items() if row.hidden or row.height == 0)
    groups = [group for group in page.column_dimensions.values() if group.hidden or group.width == 0]
    columns: set[int] = set()
    reached = -1
    for first, last in sorted((group.min or 0, group.max or 0) for group in groups):
        columns.update(range(max(first, reached + 1), last + 1))
        reached = max(reached, last)
    return rows, frozenset(columns)
