"""How much may stand in what others hand in: every limit there is on files of the data, declared once.

None stands in the way of what bodies publish (a country's statistics have some 200 columns and a million rows); each keeps a
small file from taking the time or the memory of a computer. The page on the format tells them (`told`).
"""

from __future__ import annotations

from collections.abc import Mapping

MIB = 1024 * 1024
"""Bytes in what is told as an MB."""

MOST_TOLD = 100
"""Problems of one kind in one file that are told one by one; the others are counted."""

MOST_TOLD_IN_ALL = 1000
"""The same of all files together."""

LONGEST_TEXT = 2000
"""Characters in one text value."""

LONGEST_LINK = 1000
"""Characters of an address."""

LONGEST_NAME = 100
"""Characters of an id, and of the name of a file or folder: some systems allow 143 bytes, and what is made of an id adds to it."""

LONGEST_PATH = 600
"""Characters of several ids joined, as those that name a target."""

LONGEST_VALUE = 200
"""Characters of any other value: a number, a day, a place in a document."""

LONGEST_CELL = 131_072
"""Characters in a cell of a CSV file, whatever is wrong with them: as many as Python's reader takes of itself."""

LARGEST_FILE = 64 * MIB
"""Bytes. A table that grows beyond this is to be split into `observations/<part>.csv`."""

LARGEST_YAML = 8 * MIB
"""Bytes of a YAML file."""

MOST_COLUMNS = 1000
"""Of a table."""

MOST_ROWS = 2_000_000
"""Lines of a table."""

MOST_VALUES = 200_000
"""Of a YAML file, lists, mappings and keys among them."""

MOST_ENTRIES = 5000
"""Of a list that is one value, as the words of a unit."""

MOST_LEVELS = 50
"""Steps from a thing to the last of those that it is a part of, or from a target to the first one that it goes back to."""

MOST_FILES = 200_000
"""Of a data folder."""

DEEPEST = 12
"""Levels of nesting that a YAML file may have; ours need four."""

LARGEST_SHEET = 32 * MIB
"""Bytes of a file that staff hand in."""

LARGEST_CONTENT = 512 * MIB
"""Bytes of a workbook's parts when unpacked; a small file can unpack to more than the memory holds."""

LARGEST_FILLED = 48 * MIB
"""Bytes that may be left when the empty cells are gone."""

MOST_TAGS = 600_000
"""Tags that may be left then: some 100,000 cells with something in them."""

MOST_PARTS = 2000
"""Of a workbook: sheets, texts, pictures and the like."""

LARGEST_BODY = 64 * 1024
"""Bytes of the form for corrections; GitHub allows as many characters."""

MOST_PLACES = 2000
"""Places of one figure in one section of an archived text that are looked at."""

MOST_IN_ROW = 100
"""Quantities in a row in such a text. Of one that is longer nobody is told where it begins or ends."""

LONGEST_GAP = 300
"""Characters there between two parts of a figure, which stand in one clause."""

DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""Names that Windows keeps for devices, whatever their ending: no file or folder there can be called so."""


def told() -> Mapping[str, int]:
    """The limits that the page on the format tells, by what it calls them."""
    return {
        "told": MOST_TOLD,
        "in_all": MOST_TOLD_IN_ALL,
        "text": LONGEST_TEXT,
        "link": LONGEST_LINK,
        "name": LONGEST_NAME,
        "path": LONGEST_PATH,
        "value": LONGEST_VALUE,
        "file": LARGEST_FILE // MIB,
        "yaml": LARGEST_YAML // MIB,
        "columns": MOST_COLUMNS,
        "rows": MOST_ROWS,
        "values": MOST_VALUES,
        "nesting": DEEPEST,
        "entries": MOST_ENTRIES,
        "levels": MOST_LEVELS,
        "files": MOST_FILES,
        "sheet": LARGEST_SHEET // MIB,
        "unpacked": LARGEST_CONTENT // MIB,
        "filled": LARGEST_FILLED // MIB,
        "tags": MOST_TAGS,
        "parts": MOST_PARTS,
        "body": LARGEST_BODY // 1024,
        "places": MOST_PLACES,
        "row": MOST_IN_ROW,
        "gap": LONGEST_GAP,
    }
