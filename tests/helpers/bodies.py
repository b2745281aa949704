"""Made-up towns beside that of `decade`, which hold the same indicators: one in English alone, one of which no report is
held, one that counts in another unit, and as many more as are wanted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import decade

from generator.reading.trees import FilesTree

ENGLISH, SILENT, OTHER = "maple", "oak", "elm"


def tree(more: int = 0) -> FilesTree:
    """The data folder of all of them, with so many more that are like the first."""
    files = {**decade.files(), **in_english(), **unreported(), **counted_otherwise()}
    for number in range(more):
        files |= renamed(f"town-{number}", f"镇{number}", f"Town {number}")
    return FilesTree({name: text.encode() for name, text in files.items()})


def renamed(name: str, zh: str, en: str) -> Mapping[str, str]:
    """The files of the town under another name."""
    return {
        path.replace(decade.BODY, name, 1): text.replace(decade.BODY, name)
        .replace("菩提镇", zh)
        .replace("Linden", en)
        for path, text in decade.files().items()
    }


def in_english() -> Mapping[str, str]:
    """A town that speaks English alone of its Chinese documents, and connected ten flats more each year."""
    found = {}
    for path, text in renamed(ENGLISH, "枫镇", "Maple").items():
        told = re.sub(r"(?m)^ *\w+_zh: .*\n", "", text).replace("languages: [zh, en]", "languages: [en]")
        if path.endswith(".csv"):
            told = re.sub(r"(?m),$", "", told).replace("note_zh,", "")
        if path.endswith("document.yaml"):
            told = f"language: zh\n{told}"
        found[path] = re.sub(
            r"(?m)^(flats-heated,.*,)(\d+)(,exact,A,一,)\d+户",
            lambda row: f"{row[1]}{int(row[2]) + 10}{row[3]}{int(row[2]) + 10}户",
            told,
        )
    return found


def unreported() -> Mapping[str, str]:
    """A town of which only the plans are held."""
    return {path: text for path, text in renamed(SILENT, "橡镇", "Oak").items() if "/report-" not in path}


def counted_otherwise() -> Mapping[str, str]:
    """A town that counts houses instead of flats, and of whose lamps less time is not better."""
    found = dict(renamed(OTHER, "榆镇", "Elm"))
    units = f"{OTHER}/units.yaml"
    found[units] = found[units].replace("title_zh: '户'", "title_zh: '幢'").replace("'flats'", "'houses'")
    for path, text in found.items():
        if path.endswith(".csv"):
            found[path] = text.replace("户", "幢")
    return found
