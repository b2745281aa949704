"""What a sheet says that came back, row by row, read against what was exported: changes, new rows, and what is in doubt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from filling import Rows, as_exported, filled, grid_of, order_of, town

from generator.editing.sheets.cells import Cell
from generator.editing.sheets.filling import Filled, fill
from generator.editing.sheets.grids import VALUE
from generator.editing.sheets.labels import choices
from generator.editing.sheets.layout import columns, heading
from generator.editing.sheets.reading import RawSheet
from generator.editing.sheets.routes import Base, Route

Told = list[tuple[str, str]]
Said = list[tuple[int, str, dict[str, str]]]


def told(sheet: Filled) -> Told:
    """The problems with their cells."""
    return [(problem.code, problem.place.cell) for problem in sheet.problems]


def said(sheet: Filled) -> Said:
    """The rows that say something else than was exported: their lines from 1, whether they go, and what is new in them."""
    base = sheet.grid.by_ref()
    found = []
    for row in sheet.rows:
        before = base[row.ref].cells if row.ref else sheet.grid.spare
        new = {name: text for name, text in row.cells.items() if text != before.get(name, "")}
        if new or row.remove or not row.ref:
            found.append((row.line + 1, "goes" if row.remove else row.ref, new))
    return found


NEW = {"indicator_id 12": "路灯总数 lamps-standing", "value 12": 12, "figure 12": "12盏", "locator 12": "一"}
ADDED = (12, "", {"value": "12", "figure": "12盏", "locator": "一", "indicator_id": "lamps-standing"})
WORDS_ONLY = "2023-report/repair-days/2023-12-31"
STANDING = "2023-report/lamps-standing/2023-12-31"

WITHOUT_CODE = {
    "value": "980",
    "figure": "980盏",
    "locator": "一/(一)",
    "qualifier": "exact",
    "obs_status": "A",
} | {"indicator_id": "lamps-standing"}

RESULTS: dict[str, tuple[Mapping[str, Any], Told, Said]] = {
    # cells of the sheet of results: (the cells, what is told, what is said)
    "nothing": ({}, [], []),
    "another figure": (
        {"value 6": 981, "figure 6": "981盏"},
        [],
        [(6, STANDING, {"value": "981", "figure": "981盏"})],
    ),
    "a word for a code, in another language too": (
        {"qualifier 6": "about", "obs_status 6": "初步", "power 7": "太阳能"},
        [],
        [
            (6, STANDING, {"qualifier": "about", "obs_status": "P"}),
            (7, "2023-report/lamps-installed/power/grid/2023-12-31", {"power": "solar"}),
        ],
    ),
    "a new row": (NEW, [], [ADDED]),
    "a row that goes": ({"action 6": "删除"}, [], [(6, "goes", {})]),
    "a row that goes, in English, with spaces around": ({"action 6": " remove "}, [], [(6, "goes", {})]),
    "a spare row that goes": ({**NEW, "action 12": "删除"}, [], []),
    "another word for removing": ({"action 6": "删"}, [("sheet-action", "B6")], []),
    "another word for removing in a spare row": ({"action 12": "删"}, [("sheet-action", "B12")], []),
    "removing nothing": ({"action 12": "删除"}, [], []),
    "a cell in doubt": ({"value 6": "1,980"}, [("number-thousands", "H6")], []),
    "a new row in doubt is left out": ({**NEW, "value 12": "约12"}, [("number-about", "H12")], []),
    "but not for what is told of others": (
        {"value 6": "1,980", **NEW},
        [("number-thousands", "H6")],
        [ADDED],
    ),
    "a cell that may not be empty": ({"locator 6": None}, [("sheet-empty", "J6")], []),
    "the same of a new row is told later on": (
        {**NEW, "locator 12": None},
        [],
        [(12, "", {name: text for name, text in ADDED[2].items() if name != "locator"})],
    ),
    "a cell that may be empty": ({"figure 6": None}, [], [(6, STANDING, {"figure": ""})]),
    "what says which row it is": (
        {"indicator_id 6": "repair-days"},
        [("sheet-locked", "X6")],
        [(6, STANDING, {"indicator_id": "repair-days"})],
    ),
    "the same in words": ({"indicator_id 6": "路灯总数 lamps-standing"}, [], []),
    "a name that is no code": ({**NEW, "indicator_id 12": "新装路灯"}, [("sheet-choice", "X12")], []),
    "no choice": ({"qualifier 6": "左右"}, [("unknown-choice", "K6")], []),
    "a total row": ({"info.title 12": "合计", "value 12": 5}, [("total-row", "C12")], []),
    "a total row in capitals and spaces": ({"ref 12": " Total "}, [("total-row", "A12")], []),
    "a total among the rows of the data": ({"note_zh 6": "合计"}, [], [(6, STANDING, {"note_zh": "合计"})]),
    "an error is no total": ({"note_zh 12": Cell("合计", "error")}, [("sheet-error", "O12")], []),
    "a row of another code": (
        {"ref 6": "2023-report/lamps-standing/2023"},
        [("sheet-row-unknown", "A6")],
        [],
    ),
    "a row without its code": ({"ref 6": None}, [("sheet-row-unknown", "A6")], [(6, "", WITHOUT_CODE)]),
    "a row twice": ({"ref 12": STANDING, "value 12": 5}, [("sheet-row-twice", "A12")], []),
    "a row that did not come back": (
        {f"{name} 6": None for name in columns(grid_of("observations", "2023-report"))},
        [("sheet-row-missing", "")],
        [],
    ),
    "a row that did not come back, beside one that was made the same": (
        {
            **{f"{name} 6": None for name in columns(grid_of("observations", "2023-report"))},
            "indicator_id 7": "lamps-standing",
            "power 7": None,
        },
        [("sheet-locked", "X7"), ("sheet-row-missing", "")],
        [
            (
                7,
                "2023-report/lamps-installed/power/grid/2023-12-31",
                {"power": "", "indicator_id": "lamps-standing"},
            )
        ],
    ),
    "a note beside": ({"Z 6": "张三核过"}, [("sheet-stray", "Z6")], []),
    "a note below": ({"ref 14": "填表人：张三"}, [("sheet-row-unknown", "A14")], []),
    "a note below in a telling column": ({"info.title 14": "注"}, [("sheet-stray", "C14")], []),
    "a telling cell beside what is filled in": ({**NEW, "info.title 12": "注"}, [], [ADDED]),
    "spaces alone": ({"note_zh 6": "  ", "note_zh 14": " "}, [], []),
    "hidden and unchanged": ({"value 6": Cell(980, hidden=True)}, [], []),
    "hidden and changed": ({"value 6": Cell(981, hidden=True)}, [("sheet-hidden", "H6")], []),
    "struck through": ({"figure 6": Cell("980盏", "struck")}, [("sheet-struck", "I6")], []),
    "a formula": ({"value 6": Cell(980, "formula", formula="=490*2")}, [("sheet-formula", "H6")], []),
    "a formula without a result": (
        {"value 12": Cell(None, "formula", formula="=A1")},
        [("sheet-formula", "H12")],
        [],
    ),
    "a formula that came to nothing": (
        {"value 12": Cell("", "formula", formula="=A1")},
        [("sheet-formula", "H12")],
        [],
    ),
    "a day of other years": ({"as_of 6": "2027-12-31"}, [], [(6, STANDING, {"as_of": "2027-12-31"})]),
    "a day by four years and a day": ({"as_of 6": "2028-01-01"}, [("sheet-years", "L6")], []),
    "the same backwards": ({"as_of 6": "2019-12-30"}, [("sheet-years", "L6")], []),
    "a day where there was none": ({**NEW, "as_of 12": None}, [], [(12, "", {**ADDED[2], "as_of": ""})]),
}


@pytest.mark.parametrize("what", RESULTS)
def test_what_a_sheet_of_results_says(what: str) -> None:
    entered, problems, rows = RESULTS[what]
    sheet = filled("observations", entered)
    assert (told(sheet), said(sheet)) == (problems, rows)


def test_of_a_path_the_part_that_is_refused_is_told() -> None:
    sheet = filled("progress", {"deliverable_id 4": "2023-plan/2/con"})
    assert [(item.code, item.values["value"], item.values["old"]) for item in sheet.problems] == [
        ("device-name", "con", "2023-plan/2/pocket-park")
    ]


def dropped(*names: str) -> Callable[[Rows], None]:
    """Take out columns of the sheet of results."""

    def take(rows: Rows) -> None:
        for name in names:
            column = columns(grid_of("observations", "2023-report")).index(name)
            for cells in rows.values():
                cells.pop(column, None)

    return take


def without_names(rows: Rows) -> None:
    del rows[2]


def garbled(rows: Rows) -> None:
    """As an encoding without Chinese characters leaves the headings."""
    rows[1] = {column: Cell("?" * len(str(cell.value))) for column, cell in rows[1].items()}


def of_another_encoding(rows: Rows) -> None:
    rows[1] = {column: Cell(str(cell.value).encode().decode("latin-1")) for column, cell in rows[1].items()}


def headings_of_ones_own(rows: Rows) -> None:
    rows[1] = {column: Cell(f"Column {column}") for column in rows[1]}


def one_heading_of_ones_own(rows: Rows) -> None:
    rows[1][7] = Cell("多少？")


def lines_above(rows: Rows) -> None:
    lines = {line + 2: cells for line, cells in rows.items()}
    rows.clear()
    rows.update({0: {0: Cell("青禾镇")}, **lines})


def names_twice(rows: Rows) -> None:
    """The first column of a name is the one that counts."""
    rows[2][40] = Cell("value")
    rows[5][40] = Cell(5)


def gone_lines(*lines: int) -> Callable[[Rows], None]:
    def take(rows: Rows) -> None:
        for line in lines:
            del rows[line - 1]

    return take


Whole = tuple[Callable[[Rows], None], str, list[tuple[str, str, dict[str, str]]]]

WHOLE: dict[str, Whole] = {
    # what was done to the sheet: (it, the sign between the cells of a CSV file, what is told with what it names)
    "lines above": (lines_above, "", []),
    "no names": (
        without_names,
        "",
        [
            (
                "sheet-column",
                "",
                {
                    "columns": "、".join(
                        heading(grid_of("observations", "2023-report"), name, "zh")
                        for name in grid_of("observations", "2023-report").headings
                    )
                },
            )
        ],
    ),
    "no value and no mark for what goes": (
        dropped("action", "value"),
        "",
        [("sheet-column", "A3", {"columns": "处理、数值"})],
    ),
    "no telling columns": (dropped("info.title", "info.last"), "", []),
    "names twice": (names_twice, "", [("sheet-stray", "AO6", {"value": "5"})]),
    "garbled": (garbled, ",", [("sheet-characters", "A2", {})]),
    "of another encoding": (of_another_encoding, ",", [("sheet-characters", "A2", {})]),
    "garbled in a workbook": (garbled, "", []),
    "headings of one's own": (headings_of_ones_own, ",", []),
    "a heading of one's own": (one_heading_of_ones_own, ",", []),
    "rows that are gone": (
        gone_lines(5, 6),
        "",
        [
            (
                "sheet-row-missing",
                "",
                {"count": "2", "value": f"2023-report/lamps-installed/2022/2022-12-31、{STANDING}"},
            )
        ],
    ),
    "three rows that are gone": (
        gone_lines(5, 6, 7),
        "",
        [
            (
                "sheet-row-missing",
                "",
                {
                    "count": "3",
                    "value": f"2023-report/lamps-installed/2022/2022-12-31、{STANDING}、"
                    "2023-report/lamps-installed/power/grid/2023-12-31",
                },
            )
        ],
    ),
    "many rows that are gone": (
        gone_lines(5, 6, 7, 8),
        "",
        [
            (
                "sheet-row-missing",
                "",
                {
                    "count": "4",
                    "value": f"2023-report/lamps-installed/2022/2022-12-31、{STANDING}、"
                    "2023-report/lamps-installed/power/grid/2023-12-31 …",
                },
            )
        ],
    ),
}


@pytest.mark.parametrize("what", WHOLE)
def test_what_becomes_of_a_sheet_as_a_whole(what: str) -> None:
    done, delimiter, problems = WHOLE[what]
    sheet = filled("observations", {}, delimiter=delimiter, done=done)
    assert [(item.code, item.place.cell, dict(item.values)) for item in sheet.problems] == problems
    assert (said(sheet), bool(sheet.positions)) == (
        [],
        not {"sheet-column", "sheet-characters"} & {p[0] for p in problems},
    )


def test_names_of_columns_may_have_spaces_around_and_lines_any_order() -> None:
    def done(rows: Rows) -> None:
        rows[2] = {column: Cell(f" {cell.value} ") for column, cell in rows[2].items()}
        lines = dict(reversed(rows.items()))
        rows.clear()
        rows.update(lines)

    sheet = filled("observations", {"ref 12": STANDING, "value 12": 5}, done=done)
    assert told(sheet) == [("sheet-row-twice", "A12")]


def test_facts_without_their_values_are_told() -> None:
    def done(rows: Rows) -> None:
        for cells in rows.values():
            cells.pop(2, None)

    [problem] = filled("document", {}, "2023-plan", done=done).problems
    assert (problem.code, problem.values) == ("sheet-column", {"columns": "填写"})


def test_a_column_that_is_only_offered_may_lack_where_nothing_stood_in_it() -> None:
    for day, codes in (("", ["sheet-merged"]), ("2024-06-30", ["sheet-column"])):
        grid = grid_of("progress", "2023-report")
        rows = tuple(replace(row, cells={**row.cells, "new_due": day}) for row in grid.rows)
        empty = replace(grid.rows[0], ref="2023-report/2023-plan/2/path/2023-12-31")
        grid = replace(grid, rows=(*rows, empty))
        lines = as_exported(grid)
        column = columns(grid).index("new_due")
        for cells in lines.values():
            cells.pop(column, None)
        route = Route(order_of("2023-report"), "progress", Base("", "0" * 16))
        raw = RawSheet("a.xlsx", "表", route, lines, (("A1:B1", 0, 0, 0, 1), ("J4:K9", 3, 8, 9, 10)))
        offered = choices([town().packages["town"]], "2023-report", grid.fields.values(), "zh")
        assert [item.code for item in fill(raw, grid, offered, "zh").problems] == codes


def test_of_many_rows_that_nobody_knows_the_first_twenty_are_guessed_at() -> None:
    """Each costs a look at all rows; and where they are so many, nobody asks for those that are missing."""
    for unknown, missing in ((20, 1), (21, 0)):
        lines = {f"ref {line}": f"{STANDING}{line}" for line in range(12, 12 + unknown)}
        sheet = filled("observations", lines, done=gone_lines(11))
        told_of = [item for item in sheet.problems if item.code == "sheet-row-unknown"]
        guesses = [item.values["suggestion"] for item in told_of]
        assert guesses == [STANDING] * 20 + [""] * (unknown - 20)
        assert [item.code for item in sheet.problems if item not in told_of] == [
            "sheet-row-missing"
        ] * missing


PLACES: dict[str, tuple[str, str, Mapping[str, Any], str, str]] = {
    # cells that are in doubt: (the part, its document, the cells, how the place is named, the field)
    "a number": ("observations", "2023-report", {"value 6": "1,980"}, "表 H6 数值", "value"),
    "a fact": ("document", "2023-plan", {"value 6": "总结"}, "表 C6 种类", "kind"),
    "a fact of a new report": ("document", "2023-h1-report", {"value 6": "总结"}, "表 C6 种类", "kind"),
    "a fact twice": ("document", "2023-plan", {"ref 30": "kind", "value 30": "x"}, "表 A30 行的代码", "ref"),
    "an unknown fact": (
        "document",
        "2023-plan",
        {"ref 30": "kinds", "value 30": "x"},
        "表 A30 行的代码",
        "ref",
    ),
    "a total below the facts": ("document", "2023-plan", {"value 30": "合计"}, "表 C30 填写", ""),
    "a note below the facts": ("document", "2023-plan", {"value 30": "张三"}, "表 C30 填写", ""),
}


@pytest.mark.parametrize("what", PLACES)
def test_how_the_place_of_a_doubt_is_named(what: str) -> None:
    part, document, entered, spot, field = PLACES[what]
    [problem] = filled(part, entered, document).problems
    assert (problem.place.spot("zh"), problem.place.field) == (spot, field)


def american(rows: Rows) -> None:
    """Days as they are shown in America."""
    for cells in rows.values():
        for column, cell in cells.items():
            if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", str(cell.value)):
                cells[column] = Cell(f"{int(found[2])}/{int(found[3])}/{found[1]}")


AS_SHOWN: dict[str, tuple[str, str, Mapping[str, Any], Said]] = {
    # cells of a CSV file with days as in America: (the part, its document, the cells, what is said)
    "results": (
        "observations",
        "2023-report",
        {"as_of 6": "2024-01-02"},
        [(6, STANDING, {"as_of": "2024-01-02"})],
    ),
    "facts": (
        "document",
        "2023-plan",
        {"value 10": "2023-02-03"},
        [(10, "published", {VALUE: "2023-02-03"})],
    ),
}


@pytest.mark.parametrize("what", AS_SHOWN)
def test_a_csv_file_shows_by_the_other_days_how_it_writes_them(what: str) -> None:
    part, document, entered, rows = AS_SHOWN[what]
    sheet = filled(part, entered, document, ",", done=american)
    assert (told(sheet), said(sheet)) == ([], rows)


def test_a_csv_file_shows_by_what_was_exported_how_it_writes_numbers() -> None:
    """A sign that may be one or the other is known by a number that nobody changed."""
    grid = grid_of("observations", "2023-report")
    texts = {"value": "1980", "stated_share": "", "stated_change": ""}
    grid = replace(grid, rows=tuple(replace(row, cells={**row.cells, **texts}) for row in grid.rows))
    lines = as_exported(grid, shown=True)
    column = columns(grid).index("value")
    for line in range(3, 3 + len(grid.rows)):
        lines[line][column] = Cell("1.980")
    lines[5][column] = Cell("2.500")
    raw = RawSheet(
        "a.csv",
        "表",
        Route(order_of("2023-report"), "observations", Base("", "0" * 16)),
        lines,
        delimiter=";",
    )
    offered = choices([town().packages["town"]], "2023-report", grid.fields.values(), "zh")
    sheet = fill(raw, grid, offered, "zh")
    assert (told(sheet), said(sheet)) == ([], [(6, STANDING, {"value": "2500"})])


def without_refs(*refs: str) -> Callable[[Rows], None]:
    def take(rows: Rows) -> None:
        for cells in rows.values():
            if str(cells.get(0, Cell("")).value) in refs:
                cells[0] = Cell(re.sub("[^ -~]", "?", str(cells[0].value)))

    return take


GARBLED: dict[str, tuple[str, str, Mapping[str, Any], Callable[[Rows], None] | None, Told]] = {
    # sheets of a CSV file: (the part, its document, cells, what was done to it, what is told)
    "no code of a row": (
        "sections",
        "2023-report",
        {},
        without_refs("一", "一/(一)", "一/(二)"),
        [("sheet-characters", "A2")],
    ),
    "one of them": (
        "sections",
        "2023-report",
        {},
        without_refs("一"),
        [("sheet-row-unknown", "A4"), ("sheet-row-missing", "")],
    ),
    "codes that never had such characters": (
        "goals",
        "2023-plan",
        {"ref 6": "?"},
        None,
        [("sheet-row-unknown", "A6")],
    ),
    "no codes at all": (
        "sections",
        "2023-report",
        {"ref 4": None, "ref 5": None, "ref 6": None},
        None,
        [("sheet-row-unknown", "A4"), ("sheet-row-unknown", "A5"), ("sheet-row-unknown", "A6")],
    ),
    "other codes where there were none but digits": (
        "goals",
        "2023-plan",
        {"ref 4": "?", "ref 5": "??"},
        None,
        [("sheet-row-unknown", "A4"), ("sheet-row-unknown", "A5"), ("sheet-row-missing", "")],
    ),
    "one heading of one's own": (
        "sections",
        "2023-report",
        {},
        lambda rows: rows.update({1: {**{at: Cell("??") for at in rows[1]}, 3: Cell("Title")}}),
        [("sheet-characters", "A2")],
    ),
}


@pytest.mark.parametrize("what", GARBLED)
def test_characters_that_were_lost_are_told_of_the_whole_sheet(what: str) -> None:
    part, document, entered, done, problems = GARBLED[what]
    assert told(filled(part, entered, document, ",", done=done)) == problems


def test_in_another_language_its_words_are_offered() -> None:
    """Titles have spaces in them; the code stands behind the last."""
    cells = {**NEW, "indicator_id 12": "Street lamps instaled"}
    [problem] = filled("observations", cells, language="en").problems
    assert problem.values["suggestion"] == "Street lamps installed lamps-installed"


VALUES: dict[str, tuple[Mapping[str, Any], dict[str, str]]] = {
    # cells of the sheet of results: (the cells, what the message about them names)
    "a number with commas": (
        {"value 6": "1,980"},
        {
            "value": "1,980",
            "field": "数值",
            "detail": "1.98",
            "character": "1.98",
            "old": "980",
            "suggestion": "1980",
        },
    ),
    "a choice": (
        {"obs_status 6": "初步数"},
        {"value": "初步数", "field": "数字性质", "old": "A", "suggestion": "初步"},
    ),
    "what may be chosen": ({"qualifier 6": "也许"}, {"detail": "准确 · 约 · 超过 · 近", "suggestion": ""}),
    "what was meant by another word": ({"qualifier 6": "左右"}, {"suggestion": "约"}),
    "what was meant by a sign": ({"qualifier 6": "≈"}, {"suggestion": "约"}),
    "a choice with a space": ({"qualifier 6": " 约"}, {"detail": "", "suggestion": "约"}),
    "a day of other years": ({"as_of 6": datetime.fromisoformat("2028-01-01")}, {"value": "2028-01-01"}),
    "a name somewhat like one": (
        {**NEW, "indicator_id 12": "亮着的灯"},
        {"suggestion": "亮灯率 lamps-working-share"},
    ),
    "about": ({"value 6": "约980"}, {"value": "约980", "detail": "约"}),
    "a name where a code belongs": (
        {**NEW, "indicator_id 12": "装路灯"},
        {"value": "装路灯", "suggestion": "新装路灯 lamps-installed"},
    ),
    "a name like none": ({**NEW, "indicator_id 12": "xyz w"}, {"value": "xyz w", "suggestion": ""}),
    "a line break": ({"note_zh 6": "待核\r\n请看\n原\r文"}, {"value": "待核↵请看↵原↵文"}),
    "a formula": ({"value 6": Cell(980, "formula", formula="=A1")}, {"value": "=A1", "suggestion": "980"}),
    "what says which row it is": (
        {"indicator_id 6": "repair-days"},
        {"value": "repair-days", "old": "lamps-standing"},
    ),
    "removing": ({"action 6": "删"}, {"value": "删", "suggestion": "删除"}),
    "a total": ({"info.title 12": " 合计 ", "value 12": 5}, {"value": "合计"}),
    "an unknown row": (
        {"ref 12": f"{STANDING}0", "value 12": 5},
        {"value": f"{STANDING}0", "suggestion": STANDING},
    ),
    "a row without its code": ({"ref 6": None}, {"value": "", "suggestion": STANDING}),
    "a row twice": ({"ref 12": STANDING, "value 12": 5}, {"value": STANDING}),
    "an empty cell": ({"locator 6": None}, {"field": "出处"}),
    "a note beside": ({"Z 6": "张三"}, {"value": "张三"}),
    "a note below": ({"info.title 14": " 注 "}, {"value": "注"}),
}


@pytest.mark.parametrize("what", VALUES)
def test_what_a_message_names(what: str) -> None:
    entered, values = VALUES[what]
    [problem] = filled("observations", entered).problems
    assert {name: problem.values.get(name) for name in values} == values


@pytest.mark.parametrize(
    ("part", "entered", "values"),
    [
        ("goals", {"title_zh 6": "修路"}, {"field": "序号"}),
        ("document", {"ref 9": None, "value 9": None}, {"count": "1", "value": "时间段止"}),
    ],
)
def test_what_a_message_about_a_plan_names(
    part: str, entered: Mapping[str, Any], values: dict[str, str]
) -> None:
    [problem] = filled(part, entered, "2023-plan").problems
    assert problem.values == values


def test_what_could_be_reported_may_be_taken_out() -> None:
    """A row that is not in the data yet is no loss."""
    assert told(filled("observations", {}, "2023-h1-report", done=gone_lines(4))) == []


def test_a_row_that_stands_twice_is_told_with_the_first_of_them() -> None:
    [problem] = filled("observations", {"ref 12": STANDING, "value 12": 5}).problems
    assert problem.first is not None
    assert (problem.place.spot("zh"), problem.first.spot("zh")) == ("表 A12 行的代码", "表 A6 行的代码")


PARTS: dict[str, tuple[str, str, Mapping[str, Any], Told, Said]] = {
    # cells of other sheets: (the part, its document, the cells, what is told, what is said)
    "a fact": (
        "document",
        "2023-plan",
        {"value 10": "2023-01-11"},
        [],
        [(10, "published", {VALUE: "2023-01-11"})],
    ),
    "a fact that may not be empty": ("document", "2023-plan", {"value 6": None}, [("sheet-empty", "C6")], []),
    "a fact in doubt": ("document", "2023-plan", {"value 6": "总结"}, [("unknown-choice", "C6")], []),
    "a note below the facts": ("document", "2023-plan", {"value 30": "张三"}, [("sheet-stray", "C30")], []),
    "a fact without its name": (
        "document",
        "2023-plan",
        {"ref 9": None},
        [("sheet-stray", "C9"), ("sheet-row-missing", "")],
        [],
    ),
    "a promise that nobody answered": ("observations", "2023-h1-report", {"value 4": None}, [], []),
    "a goal": ("goals", "2023-plan", {"title_zh 4": "装路灯"}, [], [(4, "1", {"title_zh": "装路灯"})]),
    "themes in words": (
        "goals",
        "2023-plan",
        {"themes 4": "路灯 lighting;绿化 greening"},
        [],
        [(4, "1", {"themes": "lighting;greening"})],
    ),
    "a new goal": (
        "goals",
        "2023-plan",
        {"number 6": 3, "title_zh 6": "修路"},
        [],
        [(6, "", {"number": "3", "title_zh": "修路"})],
    ),
    "a new goal without its number": (
        "goals",
        "2023-plan",
        {"title_zh 6": "修路"},
        [("sheet-empty", "C6")],
        [],
    ),
    "a new goal that goes": ("goals", "2023-plan", {"title_zh 6": "修路", "action 6": "删除"}, [], []),
    "a day where there was none": (
        "progress",
        "2023-report",
        {"new_due 4": "2024-06-30"},
        [],
        [(4, "2023-plan/2/pocket-park/2023-report/2023-12-31", {"new_due": "2024-06-30"})],
    ),
    "a name that is no code and no choice": (
        "deliverables",
        "2023-plan",
        {"slug 5": "New Path", "title_zh 5": "修步道"},
        [("bad-id", "J5")],
        [],
    ),
    "the number of a goal": (
        "goals",
        "2023-plan",
        {"number 4": 9},
        [("sheet-locked", "C4")],
        [(4, "1", {"number": "9"})],
    ),
    "a section": (
        "sections",
        "2023-report",
        {"title_zh 6": "公园"},
        [],
        [(6, "一/(二)", {"title_zh": "公园"})],
    ),
    "the locator of a section": (
        "sections",
        "2023-report",
        {"locator 6": "一/(三)"},
        [("sheet-locked", "C6")],
        [(6, "一/(二)", {"locator": "一/(三)"})],
    ),
}


@pytest.mark.parametrize("what", PARTS)
def test_what_other_sheets_say(what: str) -> None:
    part, document, entered, problems, rows = PARTS[what]
    sheet = filled(part, entered, document)
    assert (told(sheet), said(sheet)) == (problems, rows)


MERGED: dict[str, tuple[tuple[int, int, int, int], Mapping[str, Any], Told, Said]] = {
    # merged cells by their first and last line and column from 0: (it, cells, what is told, what is said)
    "above the rows": ((0, 1, 0, 5), {}, [], []),
    "from above": ((0, 5, 7, 7), {"value 6": None}, [("sheet-merged", "H4")], []),
    "of a column": ((4, 5, 7, 7), {"value 6": None}, [("sheet-merged", "H5")], []),
    "of others": (
        (4, 5, 7, 7),
        {"figure 6": None},
        [("sheet-merged", "H5")],
        [(6, STANDING, {"figure": ""})],
    ),
    "above the rows, in the column of an empty cell": (
        (0, 2, 8, 8),
        {"figure 6": None},
        [],
        [(6, STANDING, {"figure": ""})],
    ),
    "of a column in which another cell changed": (
        (3, 4, 7, 7),
        {"value 7": 131},
        [("sheet-merged", "H4")],
        [(7, "2023-report/lamps-installed/power/grid/2023-12-31", {"value": "131"})],
    ),
    "of several": ((4, 4, 7, 9), {"figure 5": None, "locator 5": None}, [("sheet-merged", "H5")], []),
}


@pytest.mark.parametrize("what", MERGED)
def test_a_cell_that_is_merged_with_others_is_not_meant_to_be_empty(what: str) -> None:
    bounds, entered, problems, rows = MERGED[what]
    sheet = filled("observations", entered, merged=(("X", *bounds),))
    assert (told(sheet), said(sheet)) == (problems, rows)
    assert [item.values for item in sheet.problems] == [{"value": "X"}] * len(problems)


CSV: dict[str, tuple[Mapping[str, Any], Told, Said]] = {
    # cells of the sheet of results in a CSV file: (the cells, what is told, what is said)
    "nothing": ({}, [], []),
    "a day as shown": ({"as_of 6": "2024/1/31"}, [], [(6, STANDING, {"as_of": "2024-01-31"})]),
    "thousands": ({"value 6": "1,980"}, [], [(6, STANDING, {"value": "1980"})]),
    "a code that was shortened": (
        {"ref 6": "2023-report/lamps-standing/2023"},
        [("sheet-row-unknown", "A6")],
        [],
    ),
    "too narrow": ({"as_of 6": "####"}, [("sheet-narrow", "L6")], []),
    "a text": ({"note_zh 6": "年底。"}, [], [(6, STANDING, {"note_zh": "年底。"})]),
}


@pytest.mark.parametrize("what", CSV)
def test_what_a_csv_file_says(what: str) -> None:
    entered, problems, rows = CSV[what]
    sheet = filled("observations", entered, delimiter=",")
    assert (told(sheet), said(sheet)) == (problems, rows)


KNOWN_BY: list[tuple[tuple[str, ...], str, str, list[str]]] = [
    # codes of rows, the first of them as it came back, the sign between cells of a CSV file, what is told
    (("2.10",), "2.1", ",", []),
    (("2.10",), "2.1", "", ["sheet-row-unknown"]),
    (("2.10", "2.100"), "2.1", ",", ["sheet-row-unknown"]),
    (("2.1", "2.10"), "2.1", ",", []),
    (("6月1日", "6/1"), "6月1日", ",", []),
    (("2.10",), "9.9", ",", ["sheet-row-unknown", "sheet-row-missing"]),
]


@pytest.mark.parametrize(("refs", "said_so", "delimiter", "codes"), KNOWN_BY)
def test_a_row_whose_code_was_shortened_is_known_where_it_can_be_no_other(
    refs: tuple[str, ...], said_so: str, delimiter: str, codes: list[str]
) -> None:
    grid = grid_of("not_data", "2023-plan")
    grid = replace(grid, rows=tuple(replace(row, ref=ref) for row, ref in zip(grid.rows, refs, strict=False)))
    lines = as_exported(grid, shown=True)
    lines[3][0] = Cell(said_so)
    route = Route(order_of("2023-plan"), "not_data", Base("", "0" * 16))
    raw = RawSheet("a.csv", "表", route, lines, delimiter=delimiter)
    offered = choices([town().packages["town"]], "2023-plan", grid.fields.values(), "zh")
    assert [item.code for item in fill(raw, grid, offered, "zh").problems] == codes
