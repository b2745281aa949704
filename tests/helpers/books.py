"""The published workbook of a package, opened again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from sites import TODAY
from speaking import both

from generator.core.model import Package, Theme
from generator.publishing.export.about import facts
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.workbook import workbook
from generator.publishing.export.write import published_tables
from generator.verdicts.standings import Standings, assess_package

Made = tuple[Package, Standings, list[FilledTable], bytes]


def made(package: Package, standings: Standings) -> Made:
    """A package with its standings, its tables, and the file."""
    tables = published_tables(package, standings)
    return package, standings, tables, workbook(package, standings, tables, facts(package, standings.today))


def opened(content: bytes, *, values: bool = True) -> openpyxl.Workbook:
    """The file, with the values that its formulas had or with the formulas."""
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


TEXTS = {
    "a formula": "=1+1",
    "a command": "=cmd|' /C calc'!A0",
    "plus": "+86 532 0000",
    "minus": "-12 度",
    "at": "@SUM(A1)",
    "a link": "https://example.org/?a=1&b=2",
    "a link inwards": "internal:Sheet1!A1",
    "an address": "mailto:a@example.org",
    "markup": "<b>&amp;</b>",
    "markup of the file format": "<r>&<t>x</t></r>",
    "an array formula": "{=SUM(A1:A2)}",
    "a number": "007",
    "a day": "2023-01-01",
    "a truth": "TRUE",
    "an error": "#REF!",
    "spaces around": " a ",
    "lines": "a\nb",
    "a tab": "a\tb",
    "an apostrophe": "'a",
    "beyond the plane": "😀市",
}
"""Titles that a spreadsheet might take for something else."""


def with_titles(town: Package, texts: list[str]) -> Made:
    """The small package with a theme for each text."""
    themes = {f"t-{number}": Theme(f"t-{number}", both(text, "x")) for number, text in enumerate(texts)}
    package = replace(town, themes={**town.themes, **themes})
    return made(package, assess_package(package, TODAY))


def titles(book: openpyxl.Workbook, skip: int) -> list[Any]:
    """The titles of the themes but for the first ones."""
    return [row[1] for row in book["themes"].iter_rows(min_row=2 + skip, values_only=True)]


def shown(value: Any) -> str:
    """A cell as it would stand in the CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value if isinstance(value, str) else f"{Decimal(repr(value)).normalize():f}"


def differing_sheets(tables: list[FilledTable], content: bytes) -> list[str]:
    """The tables whose sheet does not hold the same heads and rows."""
    book = opened(content)
    return [
        table.name
        for table in tables
        if [tuple(map(shown, row)) for row in book[table.name].iter_rows(values_only=True)]
        != [table.names, *table.rows]
    ]
