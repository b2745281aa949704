"""What a program did to many cells is told once, with the cells that it befell."""

from __future__ import annotations

import pytest

from generator.core.phrases import Text
from generator.core.problems import Place, Problem
from generator.editing.sheets.causes import told_once

HEADINGS = {"value": "数值", "as_of": "截至"}

Told = tuple[str, str, dict[str, str]]


def problem(code: str, cell: str, field: str = "value", **values: str) -> Problem:
    place = Place(
        "a.csv",
        int(cell[1:]),
        1,
        sheet="结果",
        cell=cell,
        heading=Text.of({"zh": HEADINGS[field]}),
        field=field,
    )
    return Problem(code, place, values)


def twice(code: str, count: int, field: str = "value") -> list[Problem]:
    """As many problems, in the lines from 4 on."""
    return [problem(code, f"H{line}", field, value=str(line)) for line in range(4, 4 + count)]


ONE_BY_ONE = [("sheet-formula", f"H{line} 数值", {"value": str(line)}) for line in (4, 5, 6)]
ONCE: dict[str, tuple[list[Problem], list[Told]]] = {
    # problems of a sheet, and what is told: the code, where, and of what
    "nothing": ([], []),
    "each for itself": (
        [problem("bad-number", "H4", value="x"), problem("bad-number", "H5", value="y")],
        [("bad-number", "H4 数值", {"value": "x"}), ("bad-number", "H5 数值", {"value": "y"})],
    ),
    "one of a sheet": ([problem("sheet-narrow", "H4")], [("sheet-narrow", "H4 数值", {})]),
    "two of a sheet": (
        [problem("sheet-narrow", "H4", value="##"), problem("sheet-narrow", "L5", "as_of", value="###")],
        [("sheet-narrow", "H4 · L5 (2)", {"value": "## · ###"})],
    ),
    "two of a sheet in one column": (
        twice("sheet-narrow", 2),
        [("sheet-narrow", "H4 · H5 (2) 数值", {"value": "4 · 5"})],
    ),
    "three of a column": (twice("sheet-formula", 3), ONE_BY_ONE),
    "four of a column": (
        twice("sheet-formula", 4),
        [("sheet-formula", "H4 · H5 · H6 … (4) 数值", {"value": "4 · 5 · 6 …"})],
    ),
    "four of two columns": (
        [*twice("sheet-formula", 3), problem("sheet-formula", "L4", "as_of", value="4")],
        [*ONE_BY_ONE, ("sheet-formula", "L4 截至", {"value": "4"})],
    ),
    "four of two codes": (
        [*twice("sheet-formula", 3), *twice("sheet-error", 1)],
        [*ONE_BY_ONE, ("sheet-error", "H4 数值", {"value": "4"})],
    ),
    "the same value": (
        [
            problem("sheet-kept", cell, value="2.1", old="2.10", detail="x", other="1")
            for cell in ("H4", "H5")
        ],
        [("sheet-kept", "H4 · H5 (2) 数值", {"value": "2.1", "old": "2.10", "detail": "x", "other": "1"})],
    ),
    "each its own": (
        [
            problem("sheet-kept", "H4", old="1", detail="x", other="a"),
            problem("sheet-kept", "H5", old="2", detail="y", other="b"),
        ],
        [("sheet-kept", "H4 · H5 (2) 数值", {"old": "1 · 2", "detail": "x · y", "other": "a"})],
    ),
    "three of a sheet": (
        twice("sheet-narrow", 3),
        [("sheet-narrow", "H4 · H5 · H6 (3) 数值", {"value": "4 · 5 · 6"})],
    ),
    "one thing to write for all": (
        [problem("sheet-kept", cell, suggestion="1") for cell in ("H4", "H5")],
        [("sheet-kept", "H4 · H5 (2) 数值", {"suggestion": "1"})],
    ),
    "each another thing to write": (
        [problem("sheet-kept", "H4", suggestion="1"), problem("sheet-kept", "H5", suggestion="2")],
        [("sheet-kept", "H4 · H5 (2) 数值", {"suggestion": ""})],
    ),
    "what is for itself comes first": (
        [*twice("sheet-years", 2), problem("bad-number", "H9", value="x")],
        [("bad-number", "H9 数值", {"value": "x"}), ("sheet-years", "H4 · H5 (2) 数值", {"value": "4 · 5"})],
    ),
}


@pytest.mark.parametrize("what", ONCE)
def test_what_befell_many_cells_is_told_once(what: str) -> None:
    problems, told = ONCE[what]
    found = told_once(problems)
    assert [
        (item.code, item.place.spot("zh").removeprefix("结果 "), dict(item.values)) for item in found
    ] == told


OF_A_SHEET = ("sheet-two-ways", "sheet-narrow", "sheet-characters", "sheet-kept", "sheet-years")
OF_A_COLUMN = (
    *("sheet-formula", "sheet-error", "sheet-grey", "sheet-number", "sheet-format"),
    *("sheet-day", "sheet-day-part", "sheet-time", "date-excel", "bad-date", "spaces-around"),
)


def test_many_are_told_at_the_first_of_them() -> None:
    [told] = told_once(twice("sheet-narrow", 3))
    assert (told.code, told.place.line, told.place.sheet) == ("sheet-narrow", 4, "结果")


def test_what_a_program_does_to_a_sheet_and_what_befalls_a_column() -> None:
    told = {
        code: [len(told_once(twice(code, count))) for count in (2, 4)] for code in (*OF_A_SHEET, *OF_A_COLUMN)
    }
    assert told == {**{key: [1, 1] for key in OF_A_SHEET}, **{key: [2, 1] for key in OF_A_COLUMN}}
