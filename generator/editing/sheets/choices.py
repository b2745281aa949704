"""What can be chosen in a workbook: the sheet of codes, lists for cells, and what a number or a day must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from generator.core.cell_names import FIRST_SHEET_DAY, column_name
from generator.core.model import Package
from generator.core.values import FIRST_YEAR, LAST_YEAR
from generator.editing.sheets.grids import ACTION, VALUE, Grid, Order
from generator.editing.sheets.labels import labels
from generator.editing.sheets.layout import HEAD, columns, heading, part_name, sheet_name, word
from generator.format.fields import AnyField, Type

_LARGEST = 10**18


def codes_sheet(
    page: Any, looks: Mapping[str, Any], package: Package, order: Order, grids: Sequence[Grid], language: str
) -> dict[str, str]:
    """Fill the sheet of all that can be chosen, a column for each kind; the range of each kind."""
    name = part_name("codes", language)
    ranges: dict[str, str] = {}
    for grid in grids:
        for item in grid.fields.values():
            kind = _kind(item)
            if not kind or kind in ranges:
                continue
            offered = tuple(labels(package, order.document, item, language).values())
            at = len(ranges)
            page.write_string(0, at, heading(grid, item.name, language), looks["head"])
            page.set_column(at, at, 36)
            for line, offer in enumerate(offered, start=1):
                page.write_string(line, at, offer, looks["plain"])
            ranges[kind] = _range(name, at, 1, max(len(offered), 1))
    page.freeze_panes(1, 0)
    page.protect()
    return ranges


def locators(grids: Sequence[Grid], language: str, spare: int) -> str:
    """The range of the locators on the sheet of sections, `spare` lines for new rows included."""
    for grid in grids:
        if grid.part == "sections":
            at = columns(grid).index("locator")
            return _range(sheet_name(grid, language), at, HEAD, HEAD + len(grid.rows) + spare - 1)
    return ""


def offer(page: Any, grid: Grid, ranges: Mapping[str, str], language: str, spare: int) -> None:
    """Lists to choose from, and what a number or a day must be; a warning, since a document may print what is new."""
    names = columns(grid)
    if grid.upright:
        at = names.index(VALUE)
        for line, row in enumerate(grid.rows, start=HEAD):
            if rule := _rule(grid.field(row.ref, VALUE), ranges, language):
                page.data_validation(line, at, line, at, rule)
        return
    last = HEAD + len(grid.rows) + spare - 1
    removal = {"validate": "list", "source": [word(language, "action.remove")]}
    page.data_validation(HEAD, names.index(ACTION), last, names.index(ACTION), removal)
    for name in grid.headings:
        if rule := _rule(grid.fields[name], ranges, language):
            page.data_validation(HEAD, names.index(name), last, names.index(name), rule)


def _kind(item: AnyField) -> str:
    """The list that a field chooses from; several entries are typed."""
    if item.type is Type.CHOICE:
        return f"choice {item.name}"
    return "" if item.many or item.refers_to in ("locators", "earlier goals", "all goals") else item.refers_to


def _range(sheet: str, column: int, first: int, last: int) -> str:
    letters = column_name(column)
    quoted = sheet.replace("'", "''")
    return f"='{quoted}'!${letters}${first + 1}:${letters}${last + 1}"


def _rule(item: AnyField, ranges: Mapping[str, str], language: str) -> dict[str, Any]:
    kind = "locators" if item.refers_to == "locators" else _kind(item)
    rule: dict[str, Any]
    if kind and ranges.get(kind):
        rule, hint = {"validate": "list", "source": ranges[kind]}, "choice"
    elif item.type is Type.NUMBER:
        ends: dict[str, Any] = {"minimum": -_LARGEST, "maximum": _LARGEST}
        rule, hint = {"validate": "decimal", "criteria": "between", **ends}, "number"
    elif item.type is Type.DATE:
        ends = {"minimum": max(date(FIRST_YEAR, 1, 1), FIRST_SHEET_DAY), "maximum": date(LAST_YEAR, 12, 31)}
        rule, hint = {"validate": "date", "criteria": "between", **ends}, "date"
    else:
        return {}
    words = {"error_title": word(language, "hint.title"), "error_message": word(language, f"hint.{hint}")}
    return {**rule, **words, "error_type": "warning"}
