"""The marks of two versions that Git could not put together: what stands there, and what is told."""

from __future__ import annotations

import pytest
from folders import PROBLEMS
from overlays import PLAN, REPORT, OverlayTree

from generator.reading.files import LARGE
from generator.reading.load import load

TARGETS, GOALS, LOCK = f"{PLAN}/targets.csv", f"{PLAN}/goals.yaml", "town/citations.lock"
UNITS = "town/units.yaml"


def conflict(tree: OverlayTree, file: str, line: int, *, marks: str = "<=>", end: str = "\n") -> OverlayTree:
    """With a line in two versions, and those of the marks that are still there."""
    lines = tree.read(file).decode().splitlines()
    parts = {"<": "<<<<<<< HEAD", "|": "||||||| 1a2b3c", "=": "=======", ">": ">>>>>>> a branch"}
    one = lines[line - 1]
    around = [
        *([parts["<"]] if "<" in marks else []),
        one,
        *([parts["|"], one] if "|" in marks else []),
        *([parts["="]] if "=" in marks else []),
        one,
        *([parts[">"]] if ">" in marks else []),
    ]
    text = [*lines[: line - 1], *around, *lines[line:], ""]
    return tree.write(file, end.join(text).encode())


def told(tree: OverlayTree) -> list[tuple[str, str, int, str]]:
    return [
        (problem.code, problem.place.file, problem.place.line, problem.values.get("value", ""))
        for problem in load(tree)[1]
    ]


MARKS = [
    # the file, the line in two versions, the marks, the line of the problem and those of all marks
    (TARGETS, 3, "<=>", 3, "3、5、7"),
    (TARGETS, 3, "<|=>", 3, "3、5、7、9"),
    (TARGETS, 3, "=>", 4, "4、6"),
    (TARGETS, 3, "<>", 3, "3、6"),
    (TARGETS, 3, ">", 5, "5"),
    (TARGETS, 3, "=", 4, "4"),
    (TARGETS, 1, "<=>", 1, "1、3、5"),
    (TARGETS, 5, "<=>", 5, "5、7、9"),
    (GOALS, 3, "<=>", 3, "3、5、7"),
    (GOALS, 1, "<", 1, "1"),
    (UNITS, 2, "<=>", 2, "2、4、6"),
    (LOCK, 4, "<=>", 4, "4、6、8"),
    ("town/package.yaml", 2, "<=>", 2, "2、4、6"),
    ("town/corrections.csv", 2, "<=>", 2, "2、4、6"),
]


@pytest.mark.parametrize("saved", ["{},,,,", '"{}",,,', "{};;"])
def test_the_marks_are_known_when_a_spreadsheet_has_saved_them(saved: str) -> None:
    tree = conflict(OverlayTree(), TARGETS, 3, marks="<|=>")
    lines = [
        saved.format(line) if line[:3] in ("<<<", "|||", "===", ">>>") else line
        for line in tree.read(TARGETS).decode().splitlines()
    ]
    assert told(tree.write(TARGETS, "\n".join([*lines, ""]))) == [
        ("merge-conflict", TARGETS, 3, "3、5、7、9")
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("file", "line", "marks", "first", "lines"), MARKS)
def test_a_conflict_is_told_as_what_it_is_and_alone(
    file: str, line: int, marks: str, first: int, lines: str, end: str
) -> None:
    tree = OverlayTree()
    if file == LOCK:
        tree = OverlayTree(PROBLEMS / "lock-stale")
        [stale] = [text for text in tree.read(LOCK).decode().splitlines() if "benches" in text]
        tree.edit(LOCK, f"{stale}\n", "")
    assert told(conflict(tree, file, line, marks=marks, end=end)) == [("merge-conflict", file, first, lines)]


def test_each_conflict_is_told_once() -> None:
    tree = conflict(conflict(OverlayTree(), TARGETS, 5), TARGETS, 2)
    assert told(tree) == [
        ("merge-conflict", TARGETS, 2, "2、4、6"),
        ("merge-conflict", TARGETS, 9, "9、11、13"),
    ]


def test_a_conflict_in_a_large_table_is_told_too() -> None:
    tree = OverlayTree()
    file = f"{REPORT}/observations.csv"
    lines = "".join(
        f"lamps-standing,qinghe,,1{year:03}-01-01,1{year:03}-12-31,1{year:03}-12-31,980,exact,A,,,,,一/(一),980盏,,,\n"
        for year in range(LARGE // 150)
    )
    tree.write(file, tree.read(file).decode() + lines)
    assert told(conflict(tree, file, 12)) == [("merge-conflict", file, 12, "12、14、16")]


NONE = [
    # what stands in a note is none
    (TARGETS, "说的是巡查。", "<<<<<<< 说的是巡查。"),
    (TARGETS, "说的是巡查。", "======= >>>>>>>"),
    (GOALS, "summary_zh: ", "summary_zh: <<<<<<< "),
    (GOALS, "summary_zh: ", "summary_zh: ======= "),
]


@pytest.mark.parametrize(("file", "old", "new"), NONE)
def test_signs_within_a_text_are_none_of_its_marks(file: str, old: str, new: str) -> None:
    tree = OverlayTree()
    text = tree.read(file).decode().replace(old, new, 1)
    assert "merge-conflict" not in [code for code, *_ in told(tree.write(file, text))]
