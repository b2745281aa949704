"""The workbook: the same data as the CSV files, nothing but data in it, and formulas that give our verdicts."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from books import TEXTS, Made, differing_sheets, made, opened, shown, titles, with_titles
from downloads import loaded
from folders import BASE
from sites import TODAY
from speaking import LANGUAGES
from tongues import town_in

from generator.core.codes import Rule
from generator.core.model import Package
from generator.format.published import BRIDGES
from generator.publishing.export import filled, recompute
from generator.publishing.export.about import facts
from generator.publishing.export.codebook import codebook
from generator.publishing.export.filled import exact
from generator.publishing.export.write import write_package
from generator.reading.load import load
from generator.verdicts.rules import THRESHOLDS
from generator.verdicts.standings import assess_package


@pytest.fixture(scope="module")
def town() -> Package:
    return loaded(BASE, "town")


@pytest.fixture(scope="module")
def small(town: Package) -> Made:
    return made(town, assess_package(town, TODAY))


# The same data


def test_every_sheet_holds_its_table(small: Made) -> None:
    _, _, tables, content = small
    book = opened(content)
    held = [table for table in tables if table.in_workbook]
    # The lists in cells stand beside what they belong to; a sheet for each would hide the others.
    assert {table.name for table in tables} - {table.name for table in held} == {*BRIDGES} & {
        table.name for table in tables
    }
    assert book.sheetnames == ["about", "codebook", "recompute", *(table.name for table in held)]
    assert differing_sheets(held, content) == []
    for table in held:
        sheet = book[table.name]
        assert sheet.freeze_panes == "A2"
        last = sheet.cell(len(table) + 1, len(table.names)).coordinate
        assert sheet.auto_filter.ref == f"A1:{last}"
        assert all(cell.font.bold for cell in sheet[1])


@pytest.mark.parametrize(("main", "towards_the_left"), [("ar", {True}), ("fr", {False})])
def test_it_opens_in_the_direction_of_the_package(main: str, towards_the_left: set[bool]) -> None:
    ledger, _ = load(town_in({main: "zh", "en": "en"}))
    assert ledger is not None
    package = ledger.packages["town"]
    book = opened(made(package, assess_package(package, TODAY))[3])
    assert {page.sheet_view.rightToLeft or False for page in book} == towards_the_left


def test_days_are_days_and_numbers_are_numbers(small: Made) -> None:
    sheet = opened(small[3])["observations"]
    names = [cell.value for cell in sheet[1]]
    kinds = {
        name: {sheet.cell(line, position).data_type for line in range(2, sheet.max_row + 1)}
        for position, name in enumerate(names, 1)
    }
    assert (kinds["as_of"], kinds["figure"]) == ({"d"}, {"s"})
    assert kinds["value"] <= {"n"}
    assert sheet.cell(2, names.index("as_of") + 1).number_format == "yyyy-mm-dd"


def test_the_first_sheets_explain_the_others(small: Made) -> None:
    package, standings, tables, content = small
    book = opened(content)
    about = {row[0]: row[1:3] for row in book["about"].iter_rows(values_only=True) if row[0]}
    for fact in facts(package, standings.today):
        assert about[f"{fact.label.own('zh')} / {fact.label.own('en')}"] == (
            fact.value.own("zh"),
            fact.value.own("en"),
        )
    assert {
        "about",
        "codebook",
        "recompute",
        *(table.name for table in tables if table.in_workbook),
    } <= about.keys()
    rows = [tuple(map(shown, row)) for row in book["codebook"].iter_rows(values_only=True)][1:]
    assert rows == list(codebook(tables, LANGUAGES))


def test_only_the_sheet_for_recomputing_has_formulas_and_nothing_has_links(small: Made) -> None:
    book = opened(small[3], values=False)
    formulas = Counter(
        sheet.title for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    )
    assert formulas.keys() == {"recompute"}
    assert not any("hyperlink" in name or "rels/sheet" in name for name in names_in(small[3]))


def names_in(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return file.namelist()


def test_nothing_in_the_file_tells_the_hour(small: Made) -> None:
    with zipfile.ZipFile(BytesIO(small[3])) as file:
        assert {entry.date_time[0] for entry in file.infolist()} == {1980}
        assert f">{TODAY}T00:00:00Z</dcterms:created>" in file.read("docProps/core.xml").decode()


# Hostile and unwieldy cells


def test_texts_stay_texts(town: Package) -> None:
    content = with_titles(town, list(TEXTS.values()))[3]
    book = opened(content, values=False)
    assert dict(zip(TEXTS, titles(book, len(town.themes)), strict=True)) == TEXTS
    cells = [cell for row in book["themes"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}


CONTROLS = ["a\x01b", "\x00", "\x1b[31m", "_x0041_", "\ufffe"]


def test_control_characters_do_not_break_the_file(town: Package) -> None:
    assert len(titles(opened(with_titles(town, CONTROLS)[3]), len(town.themes))) == len(CONTROLS)


@pytest.mark.parametrize("text", ["市" * 40_000, "😀" * 20_000, "=" * 32_768], ids=["long", "wide", "signs"])
def test_a_text_longer_than_a_cell_says_that_it_was_cut(town: Package, text: str) -> None:
    (found,) = titles(opened(with_titles(town, [text])[3]), len(town.themes))
    assert len(found.encode("utf-16-le")) // 2 in (32_766, 32_767)
    begin, _, mark = found.partition("…")
    assert text.startswith(begin)
    assert "CSV" in mark


def test_a_text_that_just_fits_is_whole(town: Package) -> None:
    assert titles(opened(with_titles(town, ["市" * 32_767])[3]), len(town.themes)) == ["市" * 32_767]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18.3", 18.3),
        ("-20.4", -20.4),
        ("37500000", 37500000),
        ("0.000000000001", 1e-12),
        ("123456789012345", 123456789012345),
        ("12345.6789012345", 12345.6789012345),
        ("1234567890123456", None),
        ("123456789012345678.123456789012", None),
        ("0.1234567890123456", None),
    ],
)
def test_a_number_is_a_number_as_far_as_none_of_its_digits_is_lost(text: str, expected: float | None) -> None:
    assert exact(text) == expected


def test_a_number_with_more_digits_stays_a_text(town: Package) -> None:
    first, *_ = town.observations.values()
    huge = replace(first, value=Decimal("123456789012345678.123456789012"))
    package = replace(town, observations={**town.observations, first.id: huge})
    sheet = opened(made(package, assess_package(package, TODAY))[3])["observations"]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("value") + 1).value == "123456789012345678.123456789012"


# Formulas


def test_thresholds_are_named_cells_and_no_numbers_in_formulas(small: Made) -> None:
    book = opened(small[3], values=False)
    for least, progress in THRESHOLDS:
        sheet, cell = next(book.defined_names[recompute.NAMES[progress]].destinations)
        assert Decimal(str(book[sheet][cell].value)) == least
    by_name = {table.name: table for table in small[2]}
    formula = recompute.formulas(by_name)["by_number"]
    assert [name for name in recompute.NAMES.values() if f">={name}," not in formula] == []
    assert re.findall(r"\d\.\d", formula) == []


def test_a_target_with_longer_numbers_is_left_out(small: Made) -> None:
    package, standings, tables, _ = small
    name, item = next((name, item) for name, item in standings.targets.items() if item.rule is Rule.FLOW)
    huge = replace(item, target=replace(item.target, value=Decimal("123456789012345678.5")))
    lines = recompute.lines(package, replace(standings, targets={name: huge}), tables)
    assert list(lines) == []


# Tables that are too long

ELSEWHERE = "https://example.org/data/town/"
LEFT_OUT = {
    "zh": "没有放进工作簿",
    "en": "Not in this workbook",
}


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_table_of_one_row_too_many_is_named_with_its_address(
    town: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beyond: int
) -> None:
    longest = len(town.observations)
    monkeypatch.setattr(filled, "LONGEST_TABLE", longest - beyond)
    write_package(tmp_path, town, assess_package(town, TODAY), address=ELSEWHERE)
    book = opened((tmp_path / "town.xlsx").read_bytes())
    assert ({"observations", "recompute"} <= set(book.sheetnames)) is (beyond == 0)
    about = {row[0]: row[1:] for row in book["about"].iter_rows(values_only=True) if row[0]}
    *texts, rows = about["observations"]
    assert rows == longest
    for text, language in zip(texts, LANGUAGES, strict=False):
        said = (LEFT_OUT[language] in str(text), f"{ELSEWHERE}observations.csv" in str(text))
        assert said == (beyond == 1,) * 2
    with zipfile.ZipFile(tmp_path / "town.zip") as archive:
        readme, codebook_md = (archive.read(f"town/{name}.md").decode() for name in ("README", "codebook"))
        assert len(archive.read("town/observations.csv").decode().splitlines()) == longest + 1
    assert [("observations.csv." in readme), ("is not in the workbook" in codebook_md)] == [beyond == 1] * 2


def test_without_an_address_the_file_beside_it_is_named(
    town: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filled, "LONGEST_TABLE", len(town.observations) - 1)
    book = opened(made(town, assess_package(town, TODAY))[3])
    about = {row[0]: str(row[1]) for row in book["about"].iter_rows(values_only=True) if row[0]}
    assert " observations.csv" in about["observations"]
    assert "http" not in about["observations"]
