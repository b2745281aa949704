"""How the sheets of a workbook are laid out and called, and the words that stand for codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import by_name
import pytest
from filling import grid_of, town
from speaking import both

from generator.core import sources
from generator.core.model import Package
from generator.editing.sheets.grids import Order
from generator.editing.sheets.labels import choices, labels, word_of
from generator.editing.sheets.layout import (
    cell_title,
    columns,
    heading,
    meaning,
    part_name,
    sheet_name,
    width,
)
from generator.editing.sheets.source import Data
from generator.format.fields import AnyField

NAMES = {
    # a part: the name of its sheet, in Chinese and English
    "observations": ("结果", "Results"),
    "observations/2023": ("结果 2023", "Results 2023"),
    "observations/power-by-village-and-a-half": ("结果 power-by-village-and-a-half", "Results power-by-village-a a359"),
    "observations/power-by-village-and-more": ("结果 power-by-village-and-more", "Results power-by-village-a a57b"),
    "observations/power-by-village-a-half": ("结果 power-by-village-a-half", "Results power-by-village-a-half"),
    "observations/power-by-village-a-third": ("结果 power-by-village-a-third", "Results power-by-village-a e29a"),
}  # fmt: skip


@pytest.mark.parametrize("part", NAMES)
def test_the_name_of_a_sheet(part: str) -> None:
    assert (part_name(part, "zh"), part_name(part, "en")) == NAMES[part]
    grid = replace(grid_of("observations", "2023-report"), part=part)
    assert sheet_name(grid, "zh") == NAMES[part][0]
    assert max(map(len, NAMES[part])) <= 31


COLUMNS: dict[tuple[str, str], str] = {
    # a part of a document: its first columns
    (
        "2023-report",
        "observations",
    ): "ref action info.title info.promised info.last info.unit info.deadline value",
    ("2023-report", "progress"): "ref action info.title info.last info.deadline locator",
    ("2023-report", "claims"): "ref action figure",
    ("2023-plan", "planned"): "ref action info.title info.unit value",
    ("2023-plan", "document"): "ref info.title value",
}


@pytest.mark.parametrize(("document", "part"), COLUMNS)
def test_the_columns_of_a_sheet(document: str, part: str) -> None:
    first = COLUMNS[document, part].split()
    assert columns(grid_of(part, document))[: len(first)] == tuple(first)


LIST = "\nChoose from the list."
CODES = "\nChoose from the list, or write a code from the sheet “Codes”."
SEVERAL = "\nSeparate several entries with a semicolon."
HEADS: dict[tuple[str, str], tuple[str, str, int]] = {
    # a part and a column: its heading, the end of the comment on it, how wide it is
    ("observations", "ref"): ("Row", "Rows where it is empty are spare.", 9),
    ("observations", "action"): ("Action", "otherwise leave it empty.", 14),
    ("observations", "info.title"): ("About", "", 34),
    ("observations", "info.promised"): ("Promised", "", 20),
    ("observations", "info.last"): ("Latest result", "", 28),
    ("observations", "info.unit"): ("Unit", "", 10),
    ("observations", "info.deadline"): ("Deadline", "", 20),
    ("observations", "value"): ("Value", "Value in base units", 14),
    ("observations", "figure"): ("Printed figure", "cited by its cell", 24),
    ("observations", "locator"): ("Place in the document", "calls it (1/#G12)", 24),
    ("observations", "qualifier"): ("Qualifier", f"over, under{LIST}", 14),
    ("observations", "note_en"): ("Note (English)", "Note in English", 24),
    ("observations", "power"): ("Breakdown power", f"empty for the total{LIST}", 14),
    ("observations", "area_id"): ("Area", f"Id of the area{CODES}", 14),
    ("goals", "themes"): ("Themes", f"Ids of themes{SEVERAL}", 14),
    ("document", "ref"): ("Row", "", 20),
    ("document", "info.title"): ("Field", "", 34),
    ("document", "value"): ("Entry", "", 60),
}


@pytest.mark.parametrize(("part", "column"), HEADS)
def test_the_head_of_a_column(part: str, column: str) -> None:
    grid = grid_of(part, "2023-plan" if part == "goals" else "2023-report")
    title, end, digits = HEADS[part, column]
    told = meaning(grid, column, "en")
    assert (heading(grid, column, "en"), told[-len(end) :] if end else told, width(grid, column)) == (
        *(title, end, digits),
    )


CELLS = {
    # a part, the reference of a row, a column: what a message calls the cell
    ("observations", "2023-report/x", "value"): "数值",
    ("observations", "", "info.title"): "内容",
    ("document", "publisher_id", "value"): "发布单位代码",
    ("document", "+publisher_id", "value"): "发布单位代码",
    ("document", "", "value"): "填写",
    ("document", "publisher_id", "info.title"): "项目",
    ("document", "publisher_id", "ref"): "行的代码",
}


@pytest.mark.parametrize(("part", "ref", "column"), CELLS)
def test_what_a_cell_is_called(part: str, ref: str, column: str) -> None:
    assert cell_title(grid_of(part, "2023-report"), ref, column, "zh") == CELLS[part, ref, column]


WORDS = {
    ("qualifier", "over", "zh"): "超过",
    ("qualifier", "over", "en"): "over",
    ("qualifier", "x", "zh"): "x",
    ("media_type", "text/csv", "zh"): "text/csv",
    ("value", "980", "zh"): "980",
}


@pytest.mark.parametrize(("name", "code", "language"), WORDS)
def test_the_word_for_a_code(name: str, code: str, language: str) -> None:
    assert word_of(name, code, language) == WORDS[name, code, language]


# What is chosen

TARGETS = "2023-plan/1/lamps-installed/2023", "2023-plan/1/lamps-installed/east-village/2023"
OFFERED: dict[tuple[str, str, str], dict[str, str]] = {
    # a document, a part, a field: the first words that are offered for it in English, by their codes
    ("2023-plan", "targets", "goal"): {"1": "New street lamps 1", "2": "A pocket park 2"},
    ("2023-plan", "targets", "area_id"): {"qinghe": "Qinghe Town qinghe", "east-village": "East Village east-village"},
    ("2023-plan", "targets", "indicator_id"): {"lamps-installed": "Street lamps installed lamps-installed"},
    ("2023-plan", "targets", "comparator"): {"ge": "at least", "gt": "more than", "le": "at most"},
    ("2023-plan", "targets", "value"): {},
    ("2023-plan", "targets", "locator"): {},
    ("2023-plan", "planned", "target_id"): {name: f"Street lamps installed {name}" for name in TARGETS},
    ("2023-plan", "goals", "themes"): {"lighting": "Street lamps lighting", "greening": "Parks and trees greening"},
    ("2023-plan", "goals", "organisations"): {"town-government": "Qinghe Town Government town-government"},
    ("2023-report", "observations", "power"): {"grid": "Mains", "solar": "Solar"},
    ("2023-report", "progress", "deliverable_id"): {
        "2023-plan/2/pocket-park": "Pocket park opened 2023-plan/2/pocket-park"
    },
    ("2023-report", "document", "media_type"): {"application/pdf": "application/pdf", "text/html": "text/html"},
    ("2023-h1-report", "observations", "unit_id"): {"lamp": "lamps lamp", "percent": "% percent"},
}  # fmt: skip


def field_of(document: str, part: str, name: str) -> AnyField:
    return grid_of(part, document).fields[name]


@pytest.mark.parametrize(("document", "part", "name"), OFFERED)
def test_the_words_that_are_offered_for_a_field(document: str, part: str, name: str) -> None:
    found = labels(town().packages["town"], document, field_of(document, part, name), "en")
    first = OFFERED[document, part, name]
    assert list(found.items())[: len(first) or None] == list(first.items())


def test_the_goals_of_other_documents_are_not_offered() -> None:
    goal = field_of("2023-plan", "targets", "goal")
    assert labels(town().packages["town"], "2023-report", goal, "en") == {}


def test_programmes_are_offered_by_their_titles() -> None:
    data, order = Data.of(by_name.tree()), Order("town", "2023-plan")
    [grid] = [grid for grid in data.grids(order)[0] if grid.part == "mentions"]
    [item] = [item for item in grid.fields.values() if item.refers_to == "programmes"]
    package = data.packages["town"]
    assert labels(package, "2023-plan", item, "zh") == {
        name: f"{entry.title['zh']} {name}" for name, entry in package.programmes.items()
    }


def test_a_choice_is_known_in_each_language_and_by_its_code_and_as_it_was_called_before() -> None:
    now = town().packages["town"]
    area = now.areas["east-village"]
    renamed = replace(area, title=both("东庄", "East Hamlet"))
    before = replace(now, areas={**now.areas, "east-village": renamed})
    item = field_of("2023-report", "observations", "area_id")
    found = choices([before, now], "2023-report", [item], "en")
    known = [text for text, code in found.codes["area_id"].items() if code == "east-village"]
    assert {"East Village east-village", "East Hamlet east-village", "东村 east-village", "east-village"} <= {
        *known
    }
    assert found.offered == {"area_id": ("Qinghe Town qinghe", "East Village east-village")}


POWER = "power"
CALLED_ALIKE = {
    # what the values of a breakdown are called, in Chinese and English → what is offered in English
    (("grid", "电网", "Mains"), ("solar", "太阳能", "Solar")): ["Mains", "Solar"],
    (("grid", "电", "Mains"), ("solar", "电", "Solar")): ["Mains grid", "Solar solar"],
    # what one is called in a language may be what another is called in the other, or another's code
    (("grid", "电网", "Mains"), ("solar", "Mains", "Solar")): ["Mains grid", "Solar solar"],
    (("grid", "电网", "solar"), ("solar", "太阳能", "Solar")): ["solar grid", "Solar solar"],
    (("grid", "电网", "grid"), ("solar", "太阳能", "Solar")): ["grid", "Solar"],
    # what is made of it is no third one's name
    (("a", "甲", "Lamp"), ("b", "乙", "Lamp"), ("c", "丙", "Lamp a")): ["Lamp a", "Lamp b", "Lamp a c"],
}


def called(*values: tuple[str, str, str]) -> Package:
    """The small example with a breakdown whose values are called so."""
    package = town().packages["town"]
    titles = {code: both(chinese, english) for code, chinese, english in values}
    power = replace(package.dimensions[POWER], values=titles)
    return replace(package, dimensions={**package.dimensions, POWER: power})


@pytest.mark.parametrize("values", CALLED_ALIKE)
def test_no_two_choices_are_offered_by_the_same_words(values: tuple[tuple[str, str, str], ...]) -> None:
    item = field_of("2023-report", "observations", POWER)
    offered = labels(called(*values), "2023-report", item, "en")
    assert list(offered.values()) == CALLED_ALIKE[values]
    known = choices([called(*values)], "2023-report", [item], "en").codes[POWER]
    assert [known[word] for word in offered.values()] == list(offered)


def test_a_word_means_what_it_meant_when_the_workbook_was_made() -> None:
    item = field_of("2023-report", "observations", POWER)
    before = called(("grid", "电网", "Mains"), ("solar", "太阳能", "Solar"))
    now = called(("grid", "太阳能", "Solar"), ("solar", "电网", "Mains"), ("wind", "风", "Wind"))
    known = choices([before, now], "2023-report", [item], "en").codes[POWER]
    assert {word: known[word] for word in ("Mains", "太阳能", "solar", "Wind")} == {
        "Mains": "grid",
        "太阳能": "solar",
        "solar": "solar",
        "Wind": "wind",
    }


@pytest.fixture
def own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of an installation's own words in English."""
    town()
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "site_src/messages/en"
    folder.mkdir(parents=True)
    sources.forget()
    yield folder
    monkeypatch.undo()
    sources.forget()


def test_two_codes_that_an_installation_calls_alike_are_told_apart(own_words: Path) -> None:
    item = field_of("2023-plan", "targets", "comparator")
    (own_words / "sheet.yaml").write_text("choices: {comparator: {gt: at least}}\n", encoding="utf-8")
    found = labels(town().packages["town"], "2023-plan", item, "en")
    assert list(found.items())[:3] == [("ge", "at least ge"), ("gt", "at least gt"), ("le", "at most le")]
    assert word_of("comparator", "gt", "en") == "at least gt"
