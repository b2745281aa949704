"""A warning may stay for ever, so it keeps no other problem from being told."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from folders import PROBLEMS
from overlays import (
    BASED,
    FIXTURES,
    OF_SETTINGS,
    REPORT,
    SHOWN,
    VERIFIED,
    VERSIONED,
    OverlayTree,
    report_against,
)

from generator.core.problems import Problem, Report
from generator.reading.validate import validate

DOUBTED = "Rеport"
"""Its second letter is Cyrillic."""

ELSEWHERE = frozenset((*VERIFIED, *SHOWN, *BASED, *VERSIONED, *OF_SETTINGS, "missing-folder", "finding-gone"))
"""What is not told of data alone."""

CODES = [
    code
    for code in FIXTURES
    if code not in ELSEWHERE and not code.startswith("sheet-") and code != "looks-alike"
]


def problems_of(tree: OverlayTree) -> list[Problem]:
    return list(Report(validate(tree)[1]))


def doubtful(tree: OverlayTree) -> OverlayTree:
    """The tree with a doubtful word in a text of each file and, where a note may stand, of each row."""
    for entry in list(tree.entries()):
        content = tree.read(entry.path) if entry.kind == "file" else b""
        if entry.size == len(content) and (changed := _doubtful(entry.path, content)):
            tree.write(entry.path, changed)
    return tree


def _doubtful(path: str, content: bytes) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ""
    if path.endswith(".yaml"):
        return re.sub(r"(title_en: )[A-Za-z ]+$", rf"\g<1>{DOUBTED}", text, count=1, flags=re.MULTILINE)
    try:
        head, *rows = csv.reader(StringIO(text, newline=""), strict=True)
    except (csv.Error, ValueError):
        return ""
    if "note_en" not in head or text.count("\n") != len(rows) + 1 or "\r" in text:
        return ""
    at = head.index("note_en")
    for row in rows:
        if len(row) == len(head) and row != head and any(row):
            row[at] = row[at] or DOUBTED
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    return out.getvalue()


@pytest.mark.parametrize("code", CODES)
def test_a_warning_keeps_nothing_from_being_told(code: str) -> None:
    alone = problems_of(OverlayTree(PROBLEMS / code))
    beside = [
        item for item in problems_of(doubtful(OverlayTree(PROBLEMS / code))) if item.code != "mixed-scripts"
    ]
    assert {item.code for item in beside} >= {item.code for item in alone} - {"mixed-scripts"}


def test_a_changed_figure_is_told_beside_a_warning() -> None:
    """What could be read with a warning was read: nothing changes silently below it."""
    changed = OverlayTree().edit(f"{REPORT}/observations.csv", ",980,", ",990,")
    changed.edit(f"{REPORT}/observations.csv", "980盏", "990盏")
    assert "change-unexplained" in {item.code for item in report_against(OverlayTree(), doubtful(changed))}
