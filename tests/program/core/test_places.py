"""A place is told in words, and what programs need of it stands beside them in parts of its own."""

from __future__ import annotations

import json

import pytest
from overlays import fixture_report
from speaking import both

from generator.core.problems import Place, Report
from generator.reading.files import read_yaml

SPOTS = [
    # the place, as a person names it in Chinese and in English, and its row in a message about another row
    (Place("town/x.csv"), "", "", "x.csv:0"),
    (Place("town/x.csv", 2, 5, table="x", cell="G2", field="value"), "value (G2)", "value (G2)", "x.csv:2"),
    (Place("town/x.csv", 1, 5, table="x", cell="G1"), "G1", "G1", "x.csv:1"),
    (Place("town/x.yaml", 2, 3, row=("heating",)), "heating", "heating", "x.yaml:2"),
    (Place("town/x.yaml", 2, 3, field="title_zh"), "title_zh", "title_zh", "x.yaml:2"),
    (
        Place("town/x.yaml", 2, 3, row=("not_data", "1"), field="printed"),
        "not_data › 1 › printed",
        "not_data › 1 › printed",
        "x.yaml:2",
    ),
    (Place("a.xlsx", sheet="结果"), "结果", "结果", "结果"),
    (
        Place("a.xlsx", 4, 8, sheet="结果", cell="H4", heading=both("数值", "Value"), field="value"),
        "结果 H4 数值",
        "结果 H4 Value",
        "结果 H4",
    ),
]


@pytest.mark.parametrize(("place", "chinese", "english", "row"), SPOTS)
def test_a_place_in_words(place: Place, chinese: str, english: str, row: str) -> None:
    assert (place.spot("zh"), place.spot("en"), place.row_name) == (chinese, english, row)


PARTS = [
    # the fixture, and what programs read of the place: as people name it, table, row, column
    ("figure-differs", ("value (G2)", "targets", "G2", "value")),
    ("unknown-column", ("C1", "deliverables", "C1", None)),
    ("bad-boolean", ("repair-days › ascending", "indicators", "repair-days", "ascending")),
    ("bad-version", ("version", "package", None, "version")),
    ("missing-key", ("2", "goals", "2", None)),
    ("sheet-boolean", ("结果 H4 数值", "observations", "H4", "value")),
    ("sheet-text", ("文件 C12 存档校验值", "document", "C12", "archive_sha256")),
    ("sheet-facts", ("章节", "sections", None, None)),
    ("empty-file", (None, None, None, None)),
]


@pytest.mark.parametrize(("code", "parts"), PARTS)
def test_programs_get_a_place_in_parts(code: str, parts: tuple[str | None, ...]) -> None:
    [entry] = json.loads(fixture_report(code).render("json", "zh"))["problems"]
    assert tuple(entry[name] for name in ("cell", "table", "row", "field")) == parts


def test_a_key_that_stands_twice_is_named_with_all_that_leads_to_it() -> None:
    _, problems = read_yaml("x.yaml", b"a:\n  - b: 1\n    c: 2\n    b: 3\n")
    [problem] = Report(problems)
    assert problem.place.spot("zh") == "a › 1 › b"
    assert problem.first == Place("x.yaml", 2, 5, row=("a", "1", "b"))
    assert problem.message("en") == "The name “b” stands here twice, first in line 2."
