"""Sheets saved as CSV by the programs of the world: days, numbers, signs and encodings as each of them writes them."""

from __future__ import annotations

import re
from datetime import date

from workbooks import Rows, csv_file

DAY, NUMBER = re.compile(r"(\d{4})-(\d{2})-(\d{2})"), re.compile(r"-?\d+(\.\d+)?")


def day(text: str, form: str) -> str:
    """A day in another form: `{d}/{m}/{y}`, `{dd}.{mm}.{y}`, `{m}/{d}/{yy}`; other texts as they are."""
    if not (found := DAY.fullmatch(text)):
        return text
    y, mm, dd = found.groups()
    name = date(int(y), int(mm), int(dd)).strftime("%b")
    return form.format(y=y, yy=y[2:], mm=mm, dd=dd, m=int(mm), d=int(dd), mmm=name)


def number(text: str, form: str, signs: str = ",.") -> str:
    """A number in another form, with other signs for thousands and fraction; other texts as they are."""
    if not NUMBER.fullmatch(text):
        return text
    return format(float(text), form).translate(str.maketrans(",.", signs))


SAVINGS: dict[str, tuple[str, str, str, str, str, str]] = {
    # the program: (form of days, of numbers, signs of thousands and fraction, delimiter, end of lines, encoding)
    "Excel in China": ("{y}/{m}/{d}", "g", ",.", ",", "\r\n", "gb18030"),
    "Excel in China, UTF-8": ("{y}/{m}/{d}", "g", ",.", ",", "\r\n", "utf-8-sig"),
    "Excel in China, Unicode text": ("{y}/{m}/{d}", "g", ",.", "\t", "\r\n", "utf-16"),
    "WPS with days in words": ("{y}年{m}月{d}日", "g", ",.", ",", "\r\n", "gb18030"),
    "Excel in America": ("{m}/{d}/{y}", ",.2f", ",.", ",", "\r\n", "utf-8-sig"),
    "Excel on a Mac": ("{m}/{d}/{yy}", "g", ",.", ",", "\r", "utf-8-sig"),
    "Excel in Britain": ("{dd}/{mm}/{y}", ",g", ",.", ",", "\r\n", "utf-8-sig"),
    "Excel in Australia": ("{d}-{mmm}-{yy}", "g", ",.", ",", "\r\n", "utf-8-sig"),
    "Excel in Germany": ("{dd}.{mm}.{y}", "g", ".,", ";", "\r\n", "utf-8-sig"),
    "Excel in Germany, thousands": ("{dd}.{mm}.{y}", ",.2f", ".,", ";", "\r\n", "utf-16"),
    "Excel in France": ("{dd}/{mm}/{y}", ",.1f", "\u202f,", ";", "\r\n", "utf-8-sig"),
    "powers of ten": ("{y}/{m}/{d}", ".2E", ",.", ",", "\r\n", "utf-8"),
    "days counted": ("{y}-{mm}-{dd}", "g", ",.", "\t", "\n", "utf-16-be"),
    "Numbers": ("{y}-{mm}-{dd} 00:00:00", "g", ",.", ",", "\n", "utf-8"),
}
TYPED = re.compile("value|value_upper|baseline|stated_share|stated_change|share")
WITH_DAYS = re.compile("period_start|period_end|as_of|date|due")


def saved_again(rows: Rows, program: str, *, upright: bool = False) -> bytes:
    """A sheet as a program writes it: days and numbers in its form, quotes, encoding and ends of lines, too wide."""
    days, numbers, signs, delimiter, end, encoding = SAVINGS[program]
    [names] = [row for row in rows if "ref" in row]
    again: list[list[str]] = []
    for row in rows:
        made = [
            day(text, days)
            if upright or WITH_DAYS.fullmatch(name)
            else number(text, numbers, signs)
            if TYPED.fullmatch(name)
            else text
            for name, text in zip(names, row, strict=True)
        ]
        again.append([*made, "", ""])
    again += [[""] * len(again[0])] * 2
    content = csv_file(again, delimiter, end)
    return ("\ufeff" * (encoding == "utf-16-be") + content.decode()).encode(encoding)
