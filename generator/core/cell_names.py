"""What a spreadsheet calls its columns and cells: `G`, `G12`."""

from __future__ import annotations

from datetime import date

FIRST_SHEET_DAY = date(1900, 3, 1)
"""The first day that all spreadsheets count alike: none knows days before 1900, and some a 29 February in it."""


def column_name(column: int) -> str:
    """The letters of a column, counted from 0: A, B, …, Z, AA, …"""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(line: int, column: int) -> str:
    """A cell's name: line 12, column 6 (from 0) is `G12`."""
    return f"{column_name(column)}{line}"


def column_number(letters: str) -> int:
    """Where a column stands, counted from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
