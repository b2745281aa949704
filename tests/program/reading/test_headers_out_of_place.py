"""Headers that are gone or stand elsewhere: what the table is like, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from overlays import PLAN, REPORT, OverlayTree

from generator.reading.files import LARGE
from generator.reading.load import load
from generator.reading.validate.describing import descriptors
from generator.reading.validate.inventory import gather

OBSERVATIONS = f"{REPORT}/observations.csv"
NAME = "town/datapackage.yaml"

TABLES = [
    OBSERVATIONS,
    f"{PLAN}/targets.csv",
    f"{REPORT}/claims.csv",
    f"{REPORT}/progress.csv",
    "town/corrections.csv",
]
Change = Callable[[str, str], str]
"""What a table becomes, by its header and its rows."""

OUT_OF_PLACE: dict[str, tuple[Change, str, str]] = {
    # what it becomes, the code, and where the header is
    "no header": (lambda _, rows: rows, "header-missing", ""),
    "a title above": (lambda head, rows: f"青禾镇\n{head}\n{rows}", "header-below", "2"),
    "a title with a comma above": (lambda head, rows: f"青禾镇，2023年\n{head}\n{rows}", "header-below", "2"),
    "a title in cells above": (lambda head, rows: f"青禾镇,,,,\n{head}\n{rows}", "header-below", "2"),
    "a title and an empty line": (lambda head, rows: f"青禾镇\n\n{head}\n{rows}", "header-below", "3"),
    "an empty line": (lambda head, rows: f"\n{head}\n{rows}", "header-below", "2"),
    "empty cells": (lambda head, rows: f",,,,,,\n{head}\n{rows}", "header-below", "2"),
    "what Excel reads as the sign between cells": (lambda head, rows: f"sep=,\n{head}\n{rows}", "header-below", "2"),
    "below a row": (lambda head, rows: rows.replace("\n", f"\n{head}\n", 1), "header-below", "2"),
    "what people call the columns above": (
        lambda head, rows: f"{','.join('甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未'[: head.count(',') + 1])}\n{head}\n{rows}",
        "header-below",
        "2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("file", TABLES)
@pytest.mark.parametrize("case", OUT_OF_PLACE)
def test_a_header_that_is_not_in_its_place_is_told_alone(case: str, file: str) -> None:
    tree = OverlayTree()
    tree.write(NAME, descriptors(tree, gather(tree)[0])[NAME])
    change, code, line = OUT_OF_PLACE[case]
    head, _, rows = tree.read(file).decode().partition("\n")
    problems = list(load(tree.write(file, change(head, rows)))[1])
    assert [(problem.code, problem.place.file, problem.place.line) for problem in problems] == [
        (code, file, 1)
    ]
    [problem] = problems
    if code == "header-below":
        assert problem.values["value"] == line
    else:
        assert [tag for tag in ("zh", "en", "fr") if head not in problem.hint(tag)] == []


def test_without_a_description_the_columns_that_must_be_there_are_named() -> None:
    tree = OverlayTree()
    rows = tree.read(OBSERVATIONS).decode().partition("\n")[2]
    [problem] = load(tree.write(OBSERVATIONS, rows))[1]
    assert (problem.code, problem.values["suggestion"], problem.values["width"]) == (
        "header-missing",
        "",
        "18",
    )
    assert "indicator_id, area_id," in problem.hint("en")


def test_a_description_of_other_columns_is_none_of_the_header() -> None:
    tree = OverlayTree()
    tree.write(NAME, descriptors(tree, gather(tree)[0])[NAME])
    rows = tree.read(OBSERVATIONS).decode().partition("\n")[2]
    [problem] = load(tree.write(OBSERVATIONS, rows.replace("\n", ",\n")))[1]
    assert (problem.code, problem.values["suggestion"]) == ("header-missing", "")


WRONG = [
    # a header that is only wrong, and what is told of it
    ("indicator,place,from,to,day", "missing-column"),
    ("показатель,место,с,по,день", "missing-column"),
    ("indicator_id;area_id;period_start", "csv-delimiter"),
]


@pytest.mark.parametrize(("head", "code"), WRONG)
def test_a_wrong_header_is_one(head: str, code: str) -> None:
    tree = OverlayTree()
    rows = tree.read(OBSERVATIONS).decode().partition("\n")[2]
    assert [problem.code for problem in load(tree.write(OBSERVATIONS, f"{head}\n{rows}"))[1]][:1] == [code]


@pytest.mark.parametrize("times", [1, LARGE // 1500])
def test_a_header_among_the_rows_is_no_row(times: int) -> None:
    """Also of a table that is read by columns."""
    tree = OverlayTree()
    head, _, rows = tree.read(OBSERVATIONS).decode().partition("\n")
    more = "".join(
        f"lamps-standing,qinghe,,1{number:03}-01-01,1{number:03}-12-31,1{number:03}-12-31,980,exact,A,,,,,一/(一),980盏,,,\n"
        for number in range(800, 800 + times)
    )
    report = load(tree.write(OBSERVATIONS, f"{head}\n{rows}{head}\n{more}"))[1]
    assert [(problem.code, problem.place.line) for problem in report] == [("header-again", 10)]


IN_WORDS = [
    # the row below the header, and what is told of it
    ("指标代码,地区代码,分组：power,时间段起,时间段止,截至,数值,准确程度", ["header-again"]),
    ("Indicator,Area,Breakdown power,PERIOD START,Period end, as of ,Value,Qualifier", ["header-again"]),
    # as many words of one's own as titles
    ("Indicator,Area,Supply,From", ["bad-id", "bad-id"]),
    # one title alone may be what somebody put into a cell
    ("Indicator", ["bad-id"]),
]


@pytest.mark.parametrize("times", [1, LARGE // 1500])
@pytest.mark.parametrize(("row", "codes"), IN_WORDS)
def test_a_header_in_words_is_no_row(row: str, codes: list[str], times: int) -> None:
    tree = OverlayTree()
    head, _, rows = tree.read(OBSERVATIONS).decode().partition("\n")
    row += "," * (head.count(",") - row.count(","))
    more = "".join(
        f"lamps-standing,qinghe,,1{number:03}-01-01,1{number:03}-12-31,1{number:03}-12-31,980,exact,A,,,,,一/(一),980盏,,,\n"
        for number in range(800, 800 + times)
    )
    report = load(tree.write(OBSERVATIONS, f"{head}\n{row}\n{rows}{more}"))[1]
    assert {problem.place.line for problem in report} == {2}
    assert [problem.code for problem in report][: len(codes)] == codes
    assert len(report) == 1 or "header-again" not in codes
