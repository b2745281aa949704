"""A comma within a number makes two cells of it: the row says which number, where it is right with that and not as it stands."""

from __future__ import annotations

from typing import Any

import pytest
from overlays import PLAN, REPORT, OverlayTree

from generator.core.codes import Comparator
from generator.core.languages import interface
from generator.core.problems import Report
from generator.format import tables
from generator.reading.files.csv_columns import LARGE
from generator.reading.load import load
from generator.reading.validate.splits import Splits

TARGETS, OBSERVATIONS = f"{PLAN}/targets.csv", f"{REPORT}/observations.csv"

Told = tuple[str, str, str, str]
"""The code, the place, and what is told of it: what was written and what to write instead."""


def told(report: Report) -> list[Told]:
    """What a report says."""
    return [
        (
            problem.code,
            problem.place.spot("en"),
            problem.values.get("value", ""),
            problem.values.get("suggestion") or problem.values.get("detail", ""),
        )
        for problem in report
    ]


SHARE = "1,lamps-working-share,qinghe,2023-01-01,2023-12-31,ge,"
RANGE = "1,lamps-installed,east-village,2023-01-01,2023-12-31,"
ROWS: dict[str, tuple[str, list[Told]]] = {
    # a row of targets.csv, which has 14 columns, and all that is told of it
    "a decimal comma": (
        f"{SHARE}97,5,,,一/1,97.5%以上,,,",
        [("split-number", "value (G2)", "97,5", "97.5")],
    ),
    "before an empty column and a starting value": (
        f"{SHARE}97,5,,95,一/1,97.5%以上,,,",
        [("split-number", "value (G2)", "97,5", "97.5")],
    ),
    "in the starting value": (
        f"{SHARE}97.5,,95,25,一/1,97.5%以上,,,",
        [("split-number", "baseline (I2)", "95,25", "95.25")],
    ),
    "twice": (
        f"{SHARE}97,5,,95,25,一/1,97.5%以上,,,",
        [
            ("split-number", "value (G2)", "97,5", "97.5"),
            ("split-number", "baseline (J2)", "95,25", "95.25"),
        ],
    ),
    "below zero, with a sign": (
        f"{SHARE}-97,5 %,,,一/1,97.5%以上,,,",
        [("split-number", "value (G2)", "-97,5 %", "-97.5")],
    ),
    "a column at the end left off, so that no cell is too many": (
        f"{SHARE}97,5,,,一/1,97.5%以上,,",
        [("split-number", "value (G2)", "97,5", "97.5")],
    ),
    "all of them left off": (
        f"{SHARE}97,5,,,一/1,97.5%以上",
        [("split-number", "value (G2)", "97,5", "97.5")],
    ),
    "a thousands separator": (
        f"{SHARE}1,234,,,一/1,97.5%以上,,,",
        [("split-number", "value (G2)", "1,234", "1.234 · 1234")],
    ),
    "several of them": (
        f"{SHARE}1,234,567.5,,,一/1,97.5%以上,,,",
        [("split-number", "value (G2)", "1,234,567.5", "1234567.5")],
    ),
    "other separators before a decimal comma": (
        f"{SHARE}1.234,5,,,一/1,97.5%以上,,,",
        [("split-number", "value (G2)", "1.234,5", "1234.5")],
    ),
    "both ends of a range": (
        f"{RANGE}between,30,5,40,5,,一/1,30-40盏,,,",
        [
            ("split-number", "value (G2)", "30,5", "30.5"),
            ("split-number", "value_upper (I2)", "40,5", "40.5"),
        ],
    ),
    "the lower end, since the upper one is above it": (
        f"{RANGE}between,30,5,40,,一/1,30-40盏,,,",
        [("split-number", "value (G2)", "30,5", "30.5")],
    ),
    "the upper end": (
        f"{RANGE}between,30,40,5,,一/1,30-40盏,,,",
        [("split-number", "value_upper (H2)", "40,5", "40.5")],
    ),
    "the upper end or the starting value": (
        f"{RANGE}between,30,40,5,180,一/1,30-40盏,,,",
        [("split-unclear", "value_upper (H2)", "", "value_upper 40,5 · baseline 5,180")],
    ),
    "one number, or two of which each would be right": (
        f"{RANGE}between,97,3,916,615,,一/1,30-40盏,,,",
        [("split-unclear", "value (G2)", "", "value_upper 3,916,615 · value 97,3 & value_upper 916,615")],
    ),
    "one number, or another one besides, since a place may be a number": (
        f"{SHARE}68,3,,15,6,一/1",
        [("split-unclear", "value (G2)", "", "value 68,3 · value 68,3 & baseline 15,6")],
    ),
    "two, since there are too many cells for one": (
        f"{SHARE}68,3,,15,6,一/1,,,,",
        [
            ("split-number", "value (G2)", "68,3", "68.3"),
            ("split-number", "baseline (J2)", "15,6", "15.6"),
        ],
    ),
    "another mistake in the row": (
        f"{SHARE.replace('12-31', '12-32')}97,5,,,一/1,97.5%以上,,,",
        [("extra-field", "value (G2)", "", "97,5")],
    ),
    "a range that is none": (
        f"{SHARE}97,5,,一/1,97.5%以上,,,",
        [("range-comparator", "comparator (F2)", "ge", "97.5")],
    ),
    "a range with both of its ends, which lacks something else": (
        f"{RANGE}between,30,40,,,30-40盏,,,",
        [("missing-value", "locator (J2)", "", "")],
    ),
    "a row that only ends too early": (
        f"{RANGE}between,30,40,,一/1,30-40盏",
        [("short-row", "figure (K2)", "", "")],
    ),
    "one number in each cell": (f"{RANGE}between,30,40,,一/1,30-40盏,,,", []),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_number_in_two_cells_is_told_at_its_cell(name: str) -> None:
    row, expected = ROWS[name]
    tree = OverlayTree().remove(f"{PLAN}/planned.csv")
    header = tree.read(TARGETS).decode().splitlines()[0]
    report = load(tree.write(TARGETS, f"{header}\n{row}\n"))[1]
    assert told(report) == expected
    quotes = [
        (tag, problem.code) for tag in interface() for problem in report if "“”" in problem.message(tag)
    ]
    assert quotes == []


HEADER = ["goal", "indicator_id", "comparator", "value", "value_upper", "baseline", "locator", "figure"]
READ: dict[str, list[list[str]]] = {
    # a row of those columns: the numbers of each reading
    "1 lamps ge 12 5 - - 一 12.5": [["12,5"]],
    "1 lamps between 2 5 7 5 一 7": [["2,5"], ["5,7"], ["7,5"]],
    "1 lamps between 7 10 5 - 一 7": [["10,5"]],
    "1 lamps between 7 5 10 - 一 7": [["7,5"]],
    "1 lamps ge 1 250 - - 一 1250": [["1,250"]],
    "1 lamps ge 1 250 000 - - 一 1250000": [["1,250,000"]],
    "1 lamps ge -1 250 % - - 一 x": [],
    "1 lamps ge 12 5% - - 一 x": [["12,5%"]],
    "1 lamps ge 12 - - 一 12": [],
    "1 lamps between 12 15 - 一 12": [],
    "1 lamps ge 12": [],
    "1 lamps ge 12 5": [],
    "1 lamps ge 12 x - - 一 12": [],
    "1 lamps ge x 5 - - 一 12": [],
}


@pytest.mark.parametrize("row", READ)
def test_the_readings_of_a_row(row: str) -> None:
    """In a package whose languages disagree on what a comma means, a number may be split all the same."""
    splits = Splits(HEADER, tables.TARGETS.in_languages(("fr", "en")))
    cells = ["" if cell == "-" else cell for cell in row.split(" ")]
    found = [[split.written for split in reading] for reading in splits.readings(cells)]
    assert sorted(found) == sorted(READ[row])


def test_rows_are_looked_at_until_so_many_cells_were_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ["1", "lamps", "ge", "12", "5", "", "", "一", "12.5"]
    shape = tables.TARGETS.in_languages(("zh",))
    most = {}
    for steps in (5, 20, 30):
        monkeypatch.setattr("generator.reading.validate.splits._MOST_STEPS", steps)
        splits = Splits(HEADER, shape)
        most[steps] = [len(splits.readings(row)) for _ in range(3)]
    assert most == {5: [0, 0, 0], 20: [1, 0, 0], 30: [1, 1, 0]}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("210,5", [("split-number", "value (G3)", "210,5", "210.5")]),
        ("x", [("bad-number", "value (G3)", "x", "")]),
    ],
)
@pytest.mark.parametrize("rows", [2, 4000])
def test_a_table_read_by_columns_tells_the_same(value: str, expected: list[Told], rows: int) -> None:
    """Of a header of ten columns, the last of which the row with the comma lacks: so it has as many cells as the others."""
    header = "indicator_id,area_id,power,period_start,period_end,as_of,value,qualifier,obs_status,locator,figure,occurrence"
    cells = ["lamps-installed", "qinghe", "", "2001-01-01", "2001-12-31", "2001-12-31"]
    sound = ",".join([*cells, "210", "exact", "A", "一/(一)", "210盏", ""])
    wrong = ",".join([*cells, value, "exact", "A", "一/(一)", "210盏", *([] if "," in value else [""])])
    others = [
        sound.replace("2001-12-31,210", f"2001-{1 + at % 12:02}-{1 + at // 12 % 28:02},210")
        for at in range(rows - 1)
    ]
    text = "\n".join([header, sound, wrong, *others[1:], ""])
    assert (len(text.encode()) > LARGE) == (rows > 2)
    found = told(load(OverlayTree().write(OBSERVATIONS, text))[1])
    assert [item for item in found if item[0] not in ("duplicate-row", "figure-differs")] == expected


def test_what_goes_together_is_asked_of_any_columns() -> None:
    """A table that lacks one is told of elsewhere."""
    between, exact = Comparator.BETWEEN, Comparator.GE
    asked: list[dict[str, Any]] = [
        {},
        {"comparator": between},
        {"comparator": exact},
        {"comparator": between, "value": 2, "value_upper": 1},
        {"comparator": exact, "value_upper": 1},
    ]
    assert [tables.TARGETS.goes_together(values) for values in asked] == [True, True, True, False, False]


def test_where_every_row_has_a_comma_each_is_told() -> None:
    tree = OverlayTree()
    header = tree.read(f"{PLAN}/planned.csv").decode().splitlines()[0]
    rows = [f"2023-plan/1/lamps-installed/2023,2023-0{month}-30,120,5,一/1,120盏,,," for month in (4, 6, 9)]
    text = "\n".join([header, *rows, ""])
    assert [item[:3] for item in told(load(tree.write(f"{PLAN}/planned.csv", text))[1])] == [
        ("split-number", f"value (C{line})", "120,5") for line in (2, 3, 4)
    ]


def test_a_header_that_lacks_a_name_is_told_though_a_row_could_have_a_comma() -> None:
    """The printed share behind the number may be one with it."""
    report = load(OverlayTree().edit(OBSERVATIONS, "stated_change,", ""))[1]
    assert [problem.code for problem in report] == ["extra-fields"]


def test_what_is_told_of_a_large_file_costs_little() -> None:
    """Rows of which every cell could begin a number are looked at until so many cells were tried, and then told as others are."""
    header = OverlayTree().read(TARGETS).decode().splitlines()[0]
    rows = ",".join(["1"] + ["234"] * 40)
    codes = {
        item[0] for item in told(load(OverlayTree().write(TARGETS, "\n".join([header, *[rows] * 3000])))[1])
    }
    assert codes == {"extra-fields"}
