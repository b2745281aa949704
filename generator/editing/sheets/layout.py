"""How a sheet is laid out: its lines and columns, and what they are called."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping

from generator.core import sources
from generator.core.languages import text_of
from generator.core.messages import catalogue, lookup
from generator.editing.sheets.grids import ACTION, TO_REPORT, VALUE, Grid
from generator.editing.sheets.info import INFO
from generator.format.fields import Type
from generator.format.naming import description, title

HEAD = 3
"""Lines above the first row: the route, the headings, the columns' names."""

REF = "ref"
"""The column that names the row."""

ABOUT = "info."
"""Begins the names of columns that only tell what a row is about."""

SPARE = 20
"""Empty rows for what nobody foresaw."""

HIDDEN = "_mingzhang"
"""The hidden sheet that says what each sheet of the workbook belongs to."""

_TAKEN = ("", HIDDEN, "history")
"""Names that no sheet for people may have, the last one by Excel's own rule."""

CARRIED = 2
"""Its column (from 0) with the data that the workbook was made from, where no commit holds them."""

WORDS = 3
"""The first of its columns with a field, a code and the word that stands for it, for each that may be chosen: words may be
others by the time the workbook comes back.
"""

_LONGEST_NAME = 31
"""Characters of a sheet's name (Excel's own limit)."""

_NO_NAME = re.compile(r"[\[\]:*?/\\]")

_WIDTHS = {"title": 34, "promised": 20, "last": 28, "unit": 10, "deadline": 20}


def word(language: str, key: str, **values: str) -> str:
    """A text of the catalogue with its places filled; the name of a sheet without what Excel does not have in one."""
    text = lookup(language, "sheet", key).format(**values)
    return _NO_NAME.sub(" ", text).strip(" '") if key.startswith("parts.") else text


def sheet_name(grid: Grid, language: str) -> str:
    """The name of a grid's sheet."""
    return part_name(grid.part, language)


def part_name(part: str, language: str) -> str:
    """The name of the sheet of a part."""
    table, _, rest = part.partition("/")
    name = f"{_names(language)[table]} {rest}".strip()
    if len(name) <= _LONGEST_NAME:
        return name
    # Two long names may begin alike.
    mark = hashlib.sha256(part.encode()).hexdigest()[:4]
    return f"{name[: _LONGEST_NAME - 5]} {mark}"


@sources.kept
def _names(language: str) -> Mapping[str, str]:
    """What the sheets are called, each by a name that no other one has: an installation may call two alike, or one as the hidden
    sheet or what Excel keeps for itself; such a name has behind it what it stands for.
    """
    said = {part: word(language, f"parts.{part}") for part in catalogue(language, "sheet")["parts"]}
    counts = Counter([*_TAKEN, *(name.casefold() for name in said.values())])
    return {
        part: name if counts[name.casefold()] == 1 else f"{name} {part}".strip()
        for part, name in said.items()
    }


def columns(grid: Grid) -> tuple[str, ...]:
    """The columns of a grid's sheet, from left to right."""
    told = tuple(f"{ABOUT}{name}" for name in INFO.get(grid.table, ()))
    return (REF, *(() if grid.upright else (ACTION,)), *told, *grid.headings)


def column_title(table: str, column: str, language: str) -> str:
    """A short name for a column of the data."""
    own: dict[str, str] = catalogue(language, "sheet")["column"]
    return own.get(column) or title(table, column, language)


def heading(grid: Grid, name: str, language: str) -> str:
    """What a column of a sheet is called."""
    if name.startswith(ABOUT):
        key = "column.field" if grid.upright else f"info.{name.removeprefix(ABOUT)}"
        return word(language, key)
    if grid.upright and name == VALUE:
        return word(language, "column.field_value")
    return column_title(grid.table, name, language)


def cell_title(grid: Grid, ref: str, name: str, language: str) -> str:
    """What a message calls the cell of a row: as its column is headed; where the part stands upright, as its row."""
    field = ref.removeprefix(TO_REPORT)
    if not grid.upright:
        return heading(grid, name, language)
    return (
        column_title(grid.table, field, language)
        if name == VALUE and field
        else heading(grid, name, language)
    )


def meaning(grid: Grid, name: str, language: str) -> str:
    """The comment on a column's heading: what it means, and how to fill it in."""
    own: dict[str, str] = catalogue(language, "sheet")["meaning"]
    if name.startswith(ABOUT) or grid.upright:
        return ""
    if name in own:
        return own[name]
    item = grid.fields[name]
    lines = [description(grid.table, name, language)]
    if item.many:
        lines.append(own["list"])
    elif item.type is Type.CHOICE:
        lines.append(own["choices"])
    elif item.refers_to and item.refers_to != "locators":
        lines.append(own["codes"])
    return "\n".join(lines)


def width(grid: Grid, name: str) -> int:
    """How wide a column is, in digits."""
    if name.startswith(ABOUT):
        return _WIDTHS[name.removeprefix(ABOUT)]
    if grid.upright:
        return 60 if name == VALUE else 20
    texts = {text.name for text in grid.shape.texts}
    wide = text_of(name)[0] in texts or name in ("figure", "locator")
    return 24 if wide else 14 if name != REF else 9
