"""The workbook: the same data as the CSV files, nothing but data in it, and formulas that give our verdicts."""

from __future__ import annotations

import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import TABLE, derived_of, indicator_of, observation_of, target_of
from downloads import loaded
from folders import BASE, DATA
from sites import TODAY
from spreadsheets import recalculated, spoiled

from generator.core.codes import ProgressStatus, Rule
from generator.core.model import Indicator, Named, Observation, Package, Target, Text
from generator.publishing.export import recompute
from generator.publishing.export import workbook as module
from generator.publishing.export.about import facts
from generator.publishing.export.codebook import codebook
from generator.publishing.export.tables import Table, exact
from generator.publishing.export.workbook import workbook
from generator.publishing.export.write import published_tables
from generator.verdicts.assess import Assessment, assess
from generator.verdicts.pace import THRESHOLDS
from generator.verdicts.standings import Standings, assess_package

Made = tuple[Package, Standings, list[Table], bytes]


def made(package: Package, standings: Standings) -> Made:
    tables = published_tables(package, standings)
    return package, standings, tables, workbook(package, standings, tables, facts(package, standings.today))


def opened(content: bytes, *, values: bool = True) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


@pytest.fixture(scope="module")
def town() -> Package:
    return loaded(BASE, "town")


@pytest.fixture(scope="module")
def real() -> Made:
    package = loaded(DATA, "qingdao")
    return made(package, assess_package(package, TODAY))


# The same data


def shown(value: Any) -> str:
    """A cell as it would stand in the CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value if isinstance(value, str) else f"{Decimal(repr(value)).normalize():f}"


def test_every_sheet_holds_its_table(real: Made) -> None:
    _, _, tables, content = real
    book = opened(content)
    assert book.sheetnames == ["about", "codebook", "recompute", *(table.name for table in tables)]
    for table in tables:
        sheet = book[table.name]
        heads, *rows = [tuple(map(shown, row)) for row in sheet.iter_rows(values_only=True)]
        assert (heads, rows) == (table.names, list(table.rows)), table.name
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(len(rows) + 1, len(heads)).coordinate}"
        assert all(cell.font.bold for cell in sheet[1])


def test_days_are_days_and_numbers_are_numbers(real: Made) -> None:
    sheet = opened(real[3])["observations"]
    names = [cell.value for cell in sheet[1]]
    kinds = {
        name: {sheet.cell(line, position).data_type for line in range(2, sheet.max_row + 1)}
        for position, name in enumerate(names, 1)
    }
    assert (kinds["as_of"], kinds["figure"]) == ({"d"}, {"s"})
    assert kinds["value"] <= {"n"}
    assert sheet.cell(2, names.index("as_of") + 1).number_format == "yyyy-mm-dd"


def test_the_first_sheets_explain_the_others(real: Made) -> None:
    package, standings, tables, content = real
    book = opened(content)
    about = {row[0]: row[1:3] for row in book["about"].iter_rows(values_only=True) if row[0]}
    for fact in facts(package, standings.today):
        assert about[f"{fact.label.zh} / {fact.label.en}"] == (fact.value.zh, fact.value.en)
    assert {"about", "codebook", "recompute", *(table.name for table in tables)} <= about.keys()
    rows = [tuple(map(shown, row)) for row in book["codebook"].iter_rows(values_only=True)][1:]
    assert rows == list(codebook(tables))


def test_only_the_sheet_for_recomputing_has_formulas_and_nothing_has_links(real: Made) -> None:
    book = opened(real[3], values=False)
    formulas = Counter(
        sheet.title for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    )
    assert formulas.keys() == {"recompute"}
    assert not any("hyperlink" in name or "rels/sheet" in name for name in names_in(real[3]))


def names_in(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return file.namelist()


def test_nothing_in_the_file_tells_the_hour(real: Made) -> None:
    with zipfile.ZipFile(BytesIO(real[3])) as file:
        assert {entry.date_time[0] for entry in file.infolist()} == {1980}
        assert f">{TODAY}T00:00:00Z</dcterms:created>" in file.read("docProps/core.xml").decode()


# Hostile and unwieldy cells

TEXTS = {
    "a formula": "=1+1",
    "a command": "=cmd|' /C calc'!A0",
    "plus": "+86 532 0000",
    "minus": "-12 度",
    "at": "@SUM(A1)",
    "a link": "https://example.org/?a=1&b=2",
    "a link inwards": "internal:Sheet1!A1",
    "an address": "mailto:a@example.org",
    "markup": "<b>&amp;</b>",
    "markup of the file format": "<r>&<t>x</t></r>",
    "an array formula": "{=SUM(A1:A2)}",
    "a number": "007",
    "a day": "2023-01-01",
    "a truth": "TRUE",
    "an error": "#REF!",
    "spaces around": " a ",
    "lines": "a\nb",
    "a tab": "a\tb",
    "an apostrophe": "'a",
    "beyond the plane": "😀市",
}


def with_titles(town: Package, texts: list[str]) -> Made:
    themes = {f"t-{number}": Named(f"t-{number}", Text(text, "x")) for number, text in enumerate(texts)}
    package = replace(town, themes={**town.themes, **themes})
    return made(package, assess_package(package, TODAY))


def titles(book: openpyxl.Workbook, skip: int) -> list[Any]:
    return [row[1] for row in book["themes"].iter_rows(min_row=2 + skip, values_only=True)]


def test_texts_stay_texts(town: Package) -> None:
    content = with_titles(town, list(TEXTS.values()))[3]
    book = opened(content, values=False)
    assert dict(zip(TEXTS, titles(book, len(town.themes)), strict=True)) == TEXTS
    assert {cell.data_type for row in book["themes"].iter_rows() for cell in row} <= {"s", "inlineStr"}


CONTROLS = ["a\x01b", "\x00", "\x1b[31m", "_x0041_", "\ufffe"]


def test_libreoffice_reads_the_same_texts(town: Package, tmp_path: Path) -> None:
    content = with_titles(town, [*TEXTS.values(), "_x0041_"])[3]
    found = titles(recalculated(content, tmp_path), len(town.themes))
    assert found == [*TEXTS.values(), "_x0041_"]


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


def test_a_table_too_long_for_a_sheet_is_left_out_and_named(
    real: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, standings, tables, _ = real
    monkeypatch.setattr(module, "LONGEST_TABLE", 100)
    book = opened(workbook(package, standings, tables, facts(package, TODAY)))
    long = {table.name for table in tables if len(table.rows) > 100}
    assert long == {"indicators", "observations"}
    assert not {*long, "recompute"} & set(book.sheetnames)
    about = {row[0]: row[2:] for row in book["about"].iter_rows(values_only=True) if row[0]}
    text, rows = about["observations"]
    assert ("more rows than a sheet can hold" in str(text), rows) == (True, len(package.observations))


# Formulas

HEADS = list(recompute.COLUMNS)


def computed(book: openpyxl.Workbook) -> list[dict[str, Any]]:
    """The lines of the sheet, by the names of its columns."""
    rows = list(book["recompute"].iter_rows(values_only=True))
    heads = next(position for position, row in enumerate(rows) if row[-1])
    return [
        {name: "" if cell is None else cell for name, cell in zip(HEADS, row, strict=True)}
        for row in rows[heads + 1 :]
        if row[0]
    ]


def differing(remembered: list[dict[str, Any]], anew: list[dict[str, Any]]) -> list[Any]:
    """Cells whose value computed anew is not the one that the program wrote."""

    def same(one: Any, other: Any) -> bool:
        if isinstance(one, float | int) and isinstance(other, float | int):
            return abs(one - other) <= 1e-9 * max(1, abs(one))
        return bool(one == other)

    assert len(remembered) == len(anew)
    return [
        (one["target_id"], name, one[name], other[name])
        for one, other in zip(remembered, anew, strict=True)
        for name in HEADS
        if not same(one[name], other[name])
    ]


def test_libreoffice_computes_the_verdicts_of_the_real_record(real: Made, tmp_path: Path) -> None:
    _, standings, tables, content = real
    anew = computed(recalculated(spoiled(content), tmp_path))
    assessments = next(table for table in tables if table.name == "assessments")
    at = assessments.names.index
    published = {row[0]: row[at("progress_status")] for row in assessments.rows if row[at("rule")] != "none"}
    assert {line["target_id"]: line["progress_status"] for line in anew} == published
    assert len(anew) == sum(item.rule is not Rule.NONE for item in standings.targets.values()) >= 10
    assert {line["agrees"] for line in anew} == {True}
    assert differing(computed(opened(content)), anew) == []


def many_cases() -> Iterator[tuple[dict[str, Any], list[dict[str, str]], str]]:
    """Target, what was reported, and the day: the hand-worked table, a grid of all rules, and numbers at random."""
    for row in TABLE["targets"]:
        yield row["target"], row["seen"], row["today"]
    values = ("89", "100", "110", "120")
    grid = product(
        ("flow", "rate", "limit", "stock"),
        ("ge", "le", "eq", "between"),
        ("true", "false"),
        ("exact", "over", "under"),
        values,
        ("2023-06-30", "2023-12-31"),
        ("", "50", "150"),
    )
    for measure, comparator, ascending, qualifier, value, day, baseline in grid:
        if baseline and measure != "stock":
            continue
        target = {"measure": measure, "comparator": comparator, "ascending": ascending, "value": "100"}
        target |= {"value_upper": "110"} if comparator == "between" else {}
        target |= {"baseline": baseline} if baseline else {}
        yield target, [{"value": value, "qualifier": qualifier, "as_of": day}], "2024-03-01"
    dice = random.Random(7)
    for _ in range(300):
        first = date(2022, dice.randint(1, 12), dice.choice((1, 1, 1, 15, 28)))
        last = first + timedelta(dice.randint(20, 800))
        last = last.replace(day=1) - timedelta(1) if dice.random() < 0.7 else last
        as_of = first + timedelta(dice.randint(0, max((last - first).days, 1)))
        places = dice.randint(0, 4)
        digits = [f"{dice.randint(-(10**4), 10**9) / 10**places:.{places}f}" for _ in range(3)]
        target = {
            "measure": dice.choice(("flow", "stock")),
            "value": digits[0],
            "period": f"{first}/{max(last, as_of)}",
        }
        target |= {"baseline": digits[1]} if target["measure"] == "stock" else {}
        yield target, [{"value": digits[2], "as_of": f"{as_of}"}], "2026-01-01"


@pytest.fixture(scope="module")
def cases(town: Package) -> Made:
    """A package with a target for each case."""
    report = next(iter(town.documents.values())).id
    goal = next(iter(town.goals.values())).id
    indicators: dict[str, Indicator] = {}
    targets: dict[str, Target] = {}
    observations: dict[str, Observation] = {}
    standings: dict[str, Assessment] = {}
    for number, (row, seen, today) in enumerate(many_cases()):
        name = f"case-{number}"
        indicator = replace(indicator_of(row), id=name, theme_id=next(iter(town.themes)))
        target = replace(target_of(row), id=f"{goal}/{name}/2023", goal_id=goal, indicator_id=name)
        target = replace(
            target,
            citation=replace(target.citation, document_id=report),
            planned=tuple(
                replace(item, id=f"{target.id}/{item.date}", target_id=target.id, citation=target.citation)
                for item in target.planned
            ),
        )
        reported = [
            replace(
                observation_of(item, target),
                id=f"{report}/{name}/{position}",
                indicator_id=name,
                citation=target.citation,
            )
            for position, item in enumerate(seen)
        ]
        found = assess(target, indicator, reported, date.fromisoformat(today), derived_of(row, target))
        indicators[name], targets[target.id], standings[target.id] = indicator, target, found
        observations |= {item.id: item for item in reported}
    more = {name: Named(name, Text(name, name)) for name in ("lamp", "city", "east", "post", "metre", "km")}
    package = replace(
        town,
        indicators={**town.indicators, **indicators},
        targets={**town.targets, **targets},
        observations={**town.observations, **observations},
        units={**town.units, **more},
        areas={**town.areas, **more},
    )
    whole = assess_package(town, TODAY)
    return made(package, replace(whole, targets={**whole.targets, **standings}))


def test_libreoffice_computes_every_kind_of_verdict(cases: Made, tmp_path: Path) -> None:
    _, standings, _, content = cases
    anew = computed(recalculated(spoiled(content), tmp_path))
    ruled = [item for item in standings.targets.values() if item.rule is not Rule.NONE]
    assert len(anew) >= len(ruled) - 2
    assert [line["target_id"] for line in anew if line["agrees"] is not True] == []
    assert differing(computed(opened(content)), anew) == []
    reached = {(line["rule"], line["progress_status"]) for line in anew}
    assert {progress for _, progress in reached} == set(ProgressStatus)
    assert {(Rule.FLOW, progress) for progress in set(ProgressStatus) - {"cannot_assess"}} <= reached
    assert {(Rule.STOCK, progress) for progress in ProgressStatus} <= reached
    assert any(line["planned_due"] != "" for line in anew)


def test_thresholds_are_named_cells_and_no_numbers_in_formulas(real: Made) -> None:
    book = opened(real[3], values=False)
    for least, progress in THRESHOLDS:
        sheet, cell = next(book.defined_names[recompute.NAMES[progress]].destinations)
        assert Decimal(str(book[sheet][cell].value)) == least
    by_name = {table.name: table for table in real[2]}
    formula = recompute.formulas(by_name)["progress_status"]
    assert [name for name in recompute.NAMES.values() if f">={name}," not in formula] == []
    assert re.findall(r"\d\.\d", formula) == []


def test_a_target_with_longer_numbers_is_left_out(cases: Made) -> None:
    package, standings, tables, _ = cases
    name, item = next((name, item) for name, item in standings.targets.items() if item.rule is Rule.FLOW)
    huge = replace(item, target=replace(item.target, value=Decimal("123456789012345678.5")))
    lines = recompute.lines(package, replace(standings, targets={name: huge}), tables)
    assert list(lines) == []
