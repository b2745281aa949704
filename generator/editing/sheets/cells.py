"""One cell of a workbook or CSV file → the text that the data would hold, or why it is in doubt; never a guess.

Spreadsheets keep fifteen digits, turn `3/1` into a day and show what is not there; what is in doubt is refused with
what was read and what to write.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from generator.core.cell_names import FIRST_SHEET_DAY
from generator.core.characters import unseen
from generator.core.values import Refusal, plain_number, read_date
from generator.editing.sheets.grids import LIST
from generator.editing.sheets.labels import Labels
from generator.format.fields import AnyField, Type
from generator.reading.files.encoding import hidden_kinds

DIGITS = 15
"""Significant digits that a spreadsheet keeps."""

COUNTS_LATER = 1462
"""Days by which workbooks that count from 1904 begin later than others."""

_SHOWN_OTHERWISE = re.compile(r"%|万|亿|[0#?],+(?:[^0#?,]|$)")
"""Number formats that show a multiple: per cent, 万, or commas behind the last digit."""

_QUOTED = re.compile(r'"[^"万亿]*"|\\[^万亿]|\[[^\]万亿]*\]')
"""What a number format quotes or has in brackets, as a currency, but for the words that multiply."""


_WORDS = re.compile(r'general|"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|;.*')
"""What of a number format shows no part of a day: what it quotes, leaves room for or has in brackets, and for other values."""

_ANY = re.compile("[a-z]")
_OF_A_DAY = (re.compile("[yeb]"), re.compile("m"), re.compile("(?<!d)d{1,2}(?!d)"))
"""How a number format shows year, month and day; three `d` and more are the day of the week."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a program reads it: `value` of whatever type, `kind` (value, formula, error, struck), and its number
    format; `hidden` where its row, column or sheet is.

    `formula` is the formula's text where there is one; `value` is then what it last came to. `from_1904` tells that its
    workbook counts days from 1904.
    """

    value: Any
    kind: str = "value"
    number_format: str = "General"
    formula: str = ""
    from_1904: bool = False
    hidden: bool = False


def text_of(cell: Cell, item: AnyField, known: Labels) -> str | Refusal:  # noqa: PLR0911 - one return for each kind of cell
    """The text that the data hold for a cell of a field; `known` are the words that stand for codes."""
    value = cell.value
    if cell.kind == "formula":
        found = text_of(Cell(value, number_format=cell.number_format), item, known)
        return Refusal("sheet-formula", found if isinstance(found, str) else "", cell.formula)
    if cell.kind == "struck":
        return Refusal("sheet-struck", detail=str(value))
    if cell.kind == "error":
        return Refusal("sheet-error", detail=str(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return Refusal("sheet-boolean", detail="TRUE" if value else "FALSE")
    if isinstance(value, datetime | date | time | timedelta):
        return _of_day(value, item)
    if isinstance(value, int | float):
        if cell.from_1904 and item.type is Type.DATE:
            return _of_later_day(value)
        return _of_number(value, item, cell.number_format)
    return _of_text(str(value), item, known)


def _of_day(value: datetime | date | time | timedelta, item: AnyField) -> str | Refusal:
    if isinstance(value, time | timedelta):
        return Refusal("sheet-time", detail=str(value))
    day = value.date() if isinstance(value, datetime) else value
    if isinstance(value, datetime) and value.time() != time():
        return Refusal("sheet-time", day.isoformat() if item.type is Type.DATE else "", str(value))
    if item.type is Type.DATE:
        return day.isoformat()
    return Refusal("sheet-day", detail=day.isoformat())


def shown_in_part(cell: Cell) -> bool:
    """Whether a cell is a day of which its format shows a part: who typed `2025-06` or `12/30` has a day or a year that is not
    his, and does not see it.
    """
    if not isinstance(cell.value, date):
        return False
    shown = _WORDS.sub("", cell.number_format.lower())
    return _ANY.search(shown) is not None and not all(part.search(shown) for part in _OF_A_DAY)


def _of_later_day(value: float) -> str | Refusal:
    """A count of days from 1904: the day that was meant."""
    found = read_date(str(int(value) + COUNTS_LATER)) if math.isfinite(value) else None
    suggestion = found.suggestion if isinstance(found, Refusal) else ""
    return Refusal("date-excel" if suggestion else "bad-date", suggestion)


def _of_number(value: float, item: AnyField, number_format: str) -> str | Refusal:
    text = _plain(value)
    if text is None:
        return Refusal("sheet-digits", _rounded(value), str(value))
    if _SHOWN_OTHERWISE.search(_QUOTED.sub("", number_format)) and value:
        shown = plain_number(Decimal(text) * 100) if "%" in number_format else ""
        return Refusal("sheet-format", shown, text)
    if item.type in (Type.NUMBER, Type.DATE) or text.lstrip("-").isdigit():
        return text
    return Refusal("sheet-number", detail=text)


def _plain(value: float) -> str | None:
    """A number with the digits that were typed; None where a spreadsheet cannot have kept them all."""
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - not a number
        return None
    written = plain_number(Decimal(repr(value)))
    digits = written.lstrip("-0.").replace(".", "")
    if len(digits.rstrip("0")) > DIGITS:
        return None
    return "0" if written == "-0" else written


def _rounded(value: float) -> str:
    """What was most likely typed; of a whole number nobody knows the digits that were lost."""
    if not math.isfinite(value) or value == int(value):
        return ""
    return plain_number(Decimal(f"{value:.{DIGITS}g}"))


def _of_text(text: str, item: AnyField, known: Labels) -> str | Refusal:
    if "\n" in text or "\r" in text:
        # Between letters a break stands for a space, between Chinese characters for nothing.
        spaced = re.sub(r"(?<=[!-~])\s*[\r\n]+\s*(?=[!-~])", " ", text.strip())
        return Refusal("sheet-line-break", re.sub(r"\s*[\r\n]+\s*", "", spaced))
    if hidden := hidden_kinds(text[at] for at in unseen(text)):
        code, names = next(iter(hidden.items()))
        return Refusal(code, detail=names)
    if (bare := text.strip()) in known:
        return known[bare] if bare == text else Refusal("spaces-around", bare)
    if not item.many:
        return text
    wrong = re.search("[；，,、]", text) if item.type is not Type.TEXT else None
    parts = [part.strip() for part in re.split("[；，,、;]" if wrong else LIST, text)]
    meant = LIST.join(known.get(part, part) for part in parts if part)
    if wrong or "" in parts:
        return Refusal("sheet-list", meant, wrong[0] if wrong else LIST)
    return text if LIST.join(parts) != text else meant


def check(text: str, item: AnyField) -> Refusal | None:
    """Why a text of a field cannot stand in the data; what is empty is judged with the whole row."""
    parts = text.split(LIST) if item.many else [text]
    for at, part in enumerate(parts if text else ()):
        read = item.read(part)
        if isinstance(read, Refusal):
            meant = LIST.join([*parts[:at], read.suggestion, *parts[at + 1 :]]) if read.suggestion else ""
            return replace(read, suggestion=meant)
    return item.objection(text)


def typed(text: str, item: AnyField) -> str | float | date:
    """A text as the value of a cell: a number or day where reading it again gives the same text, else the text."""
    if item.type is Type.NUMBER:
        try:
            number = float(text)
        except ValueError:
            return text
        return number if text_of(Cell(number), item, {}) == text else text
    if item.type is Type.DATE:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return day if day >= FIRST_SHEET_DAY else text
    return text
