"""Tables (XLSX, CSV) → text: a row is a line with tabs between its cells, numbers as a spreadsheet shows them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from generator.core.limits import MIB
from generator.core.values import plain_number
from generator.editing.originals.made import (
    MOST_CHARACTERS,
    UNREAD,
    Made,
    Part,
    Remark,
    Unusable,
    cell,
    cleaned,
    row_line,
    unread,
)
from generator.editing.sheets.opening import cells_of, hidden_lines, opened_twice, unstruck
from generator.editing.sheets.slimming import TooLargeError, slim
from generator.reading.files import decode

_READ_ALL_THE_SAME = ("control-character", "invisible-character", "line-ends", "empty-file")
"""What is wrong with a text that is read as it came: signs that nobody sees go, and that nothing is in it is told later."""

Rows = tuple[tuple[str, ...], ...]

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SPACE = "[ \u00a0\u202f]"
_SHOWN = re.compile(rf'(#,##)?0(?:\.(0+))?(?:_ |_\))?(?:(\\?{_SPACE}|"{_SPACE}")?(%))?')
"""The number formats that are read: how many decimals, separated thousands, per cent, before which a space may stand, as
French and German have it.
"""

_KEPT = Context(prec=15)
"""The significant digits that a spreadsheet keeps, of numbers of any size."""

_WIDEST = 1024
"""Columns of a sheet; what is further to the right is no table that people read."""


def read_csv_table(content: bytes) -> Made:
    """The text of a CSV file, in whichever usual encoding, parted by commas, semicolons or tabs. Raises Unusable where it
    cannot be read.
    """
    try:
        plain = content.decode("utf-16").encode() if content.startswith(_UTF_16) else content
        text, problems = decode("", plain)
        if text is None and all(problem.code in _READ_ALL_THE_SAME for problem in problems):
            text = plain.decode("utf-8-sig")
    except UnicodeError:
        text = None
    if text is None:
        raise Unusable("encoding")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Unusable("unsound", "CSV") from None
    return _made(".csv", {"": rows}, ())


def read_workbook(content: bytes) -> Made:
    """The text of a workbook, sheet by sheet. Raises Unusable for what openpyxl cannot open, or is too large."""
    try:
        reader, computed = opened_twice(slim(content).content)
        odd = _Odd()
        sheets = {page.title: _rows(page, computed[page.title], odd) for page in reader.wb.worksheets}
    except TooLargeError as error:
        raise Unusable("too_large", str(error)) from error
    except Exception as error:
        # A broken file can fail in any part of the library.
        raise Unusable("unsound", "XLSX") from error
    return _made(".xlsx", sheets, odd.remarks())


@dataclass(frozen=True, slots=True)
class _Odd:
    """What a keeper should look at, by the codes of remarks: the places of numbers whose format is not read, of formulas
    without a result and of cells that are hidden, and what is struck through.
    """

    shown: list[str] = field(default_factory=list)
    formula: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)

    def remarks(self) -> tuple[Remark, ...]:
        """What is told of them."""
        return tuple(Remark(code, len(places), places[0]) for code, places in asdict(self).items() if places)


def _rows(page: Any, computed: Any, odd: _Odd) -> list[list[str]]:
    """The rows of a sheet that have anything in them, without what is struck through."""
    rows: dict[int, dict[int, str]] = {}
    lines, columns = hidden_lines(page)
    for item in cells_of(page):
        if item.value is None or item.column > _WIDEST:
            continue
        place = f"{page.title}!{item.coordinate}"
        value, struck = unstruck(item)
        if struck:
            odd.struck.append(str(item.value))
            value = value or ""
        elif item.data_type == "f":
            value = computed.cell(item.row, item.column).value
        if value is None:
            odd.formula.append(place)
        if item.row in lines or item.column in columns or page.sheet_state != "visible":
            odd.hidden.append(place)
        text, sure = _shown(UNREAD if value is None else value, item.number_format)
        if not sure:
            odd.shown.append(place)
        rows.setdefault(item.row, {})[item.column] = text
    if sum(map(max, rows.values())) > MOST_CHARACTERS:
        raise TooLargeError(str(MOST_CHARACTERS // MIB))
    return [[row.get(at, "") for at in range(1, max(row) + 1)] for _, row in sorted(rows.items())]


def _shown(value: Any, number_format: str) -> tuple[str, bool]:
    """What a spreadsheet shows of a value, and whether that is sure."""
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value
    if isinstance(value, date | time):
        return str(value), False
    if isinstance(value, bool):
        return str(value).upper(), True
    if not isinstance(value, int | float):
        return str(value), True
    number = _KEPT.create_decimal(value)
    form = _SHOWN.fullmatch(number_format)
    if form is None:
        return plain_number(number), number_format in ("General", "@")
    thousands, decimals, space, percent = form.groups()
    places = len(decimals or "")
    scaled = (number * 100 if percent else number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{scaled:{',' if thousands else ''}f}{' ' if space else ''}{percent or ''}", True


def _made(suffix: str, sheets: dict[str, list[list[str]]], remarks: tuple[Remark, ...]) -> Made:
    tables: dict[str, Rows] = {
        name: tuple(tuple(cell(cleaned(text)) for text in row) for row in rows if any(map(str.strip, row)))
        for name, rows in sheets.items()
    }
    parts = tuple(Part(name, tuple(map(row_line, rows))) for name, rows in tables.items() if rows)
    if not parts:
        raise Unusable("no_text", suffix.removeprefix(".").upper())
    only = next(rows for rows in tables.values() if rows) if len(parts) == 1 else ()
    return Made(suffix, parts, remarks + unread(parts), only)
