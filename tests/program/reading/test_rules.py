"""Ids, and the rules between values: inputs and what comes of them, side by side."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from folders import PROBLEMS
from overlays import PLAN, REPORT, OverlayTree, checksum

from generator.core.codes import ObservationStatus
from generator.core.model import Package
from generator.core.periods import period_name
from generator.format.identity import Owner, one_id
from generator.format.tables import OBSERVATIONS as OBSERVATIONS_SHAPE
from generator.format.tables import TARGETS, with_dimensions
from generator.reading.load import load
from generator.reading.validate import validate
from generator.reading.validate.locks import cited_figures, unverified

OBSERVATIONS = f"{REPORT}/observations.csv"
DIMENSIONS = "town/dimensions.yaml"
CORRECTIONS = "town/corrections.csv"
LIGHTING = "town/indicators/lighting.yaml"


def day(text: str) -> date:
    return date.fromisoformat(text)


def found(tree: OverlayTree) -> list[tuple[str, str]]:
    """The problems of a tree as (code, place): `observations.csv:2 value`."""
    return [
        (
            problem.code,
            f"{problem.place.file.rpartition('/')[2]}:{problem.place.line} {problem.place.spot('zh').split(' ')[0]}",
        )
        for problem in load(tree)[1]
    ]


def town(tree: OverlayTree) -> Package:
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


PERIODS = [
    ("2023-01-01", "2023-12-31", "2023"),
    ("2023-01-01", "2023-06-30", "2023-h1"),
    ("2023-07-01", "2023-12-31", "2023-h2"),
    ("2023-01-01", "2023-03-31", "2023-q1"),
    ("2023-04-01", "2023-06-30", "2023-q2"),
    ("2023-10-01", "2023-12-31", "2023-q4"),
    ("2023-06-01", "2023-06-30", "2023-06"),
    ("2024-02-01", "2024-02-29", "2024-02"),
    ("2023-12-01", "2023-12-31", "2023-12"),
    # none of these: both days
    ("2024-02-01", "2024-02-28", "2024-02-01/2024-02-28"),
    ("2023-01-01", "2023-09-30", "2023-01-01/2023-09-30"),
    ("2023-02-01", "2023-04-30", "2023-02-01/2023-04-30"),
    ("2023-01-02", "2023-12-31", "2023-01-02/2023-12-31"),
    ("2022-01-01", "2023-12-31", "2022-01-01/2023-12-31"),
    ("2023-06-30", "2023-06-30", "2023-06-30/2023-06-30"),
]


@pytest.mark.parametrize(("start", "end", "name"), PERIODS)
def test_the_name_of_a_period(start: str, end: str, name: str) -> None:
    assert period_name(day(start), day(end)) == name


@pytest.mark.parametrize(
    ("area", "expected"),
    [("qinghe", "2023-plan/1/lamps/2023-h1"), ("east-village", "2023-plan/1/lamps/east-village/2023-h1")],
)
def test_the_id_of_a_target(area: str, expected: str) -> None:
    row: dict[str, object] = {"goal": "1", "indicator_id": "lamps", "area_id": area}
    row |= {"period_start": day("2023-01-01"), "period_end": day("2023-06-30")}
    assert one_id(TARGETS.identity, row, Owner("2023-plan", main_area="qinghe")) == expected
    assert one_id(TARGETS.identity, {**row, "goal": None}, Owner("2023-plan", main_area="qinghe")) is None


OBSERVED = [
    # area, breakdown, period, as of, id after `report/lamps/`
    ("qinghe", [], ("2023-01-01", "2023-06-30"), "2023-06-30", "2023-06-30"),
    ("east-village", [], ("2023-01-01", "2023-06-30"), "2023-06-30", "east-village/2023-06-30"),
    ("qinghe", [("power", "grid")], ("2023-01-01", "2023-06-30"), "2023-06-30", "power/grid/2023-06-30"),
    (
        "east-village",
        [("power", "grid"), ("height", "low")],
        ("2023-01-01", "2023-06-30"),
        "2023-06-30",
        "east-village/power/grid/height/low/2023-06-30",
    ),
    # a period of its own is named
    ("qinghe", [], ("2023-04-01", "2023-06-30"), "2023-06-30", "2023-q2/2023-06-30"),
    ("qinghe", [], ("2023-01-01", "2023-05-31"), "2023-06-30", "2023-01-01/2023-05-31/2023-06-30"),
    ("qinghe", [], ("2023-01-01", "2023-05-31"), "2023-05-31", "2023-05-31"),
    ("qinghe", [], ("2022-01-01", "2022-12-31"), "2022-12-31", "2022/2022-12-31"),
]


@pytest.mark.parametrize(("area", "breakdown", "period", "as_of", "expected"), OBSERVED)
def test_the_id_of_an_observation(
    area: str, breakdown: list[tuple[str, str]], period: tuple[str, str], as_of: str, expected: str
) -> None:
    row: dict[str, object] = {
        "indicator_id": "lamps",
        "area_id": area,
        "as_of": day(as_of),
        **dict(breakdown),
    }
    row |= dict(zip(("period_start", "period_end"), map(day, period), strict=True))
    owner = Owner("report", day("2023-01-01"), "qinghe", tuple(name for name, _ in breakdown))
    assert one_id(OBSERVATIONS_SHAPE.identity, row, owner) == f"report/lamps/{expected}"


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2023-06-30", "2023-06-30"), ("2023-07-31", "2023-q2/2023-07-31")]
)
def test_any_first_day_may_be_that_of_a_document_whose_own_is_unread(as_of: str, expected: str) -> None:
    row: dict[str, object] = {"indicator_id": "lamps", "area_id": "qinghe", "as_of": day(as_of)}
    row |= {"period_start": day("2023-04-01"), "period_end": day("2023-06-30")}
    owner = Owner("report", None, "qinghe")
    assert one_id(OBSERVATIONS_SHAPE.identity, row, owner) == f"report/lamps/{expected}"


@pytest.mark.parametrize("missing", ["period_start", "period_end", "indicator_id", "area_id"])
def test_what_cannot_be_named_has_no_id(missing: str) -> None:
    row: dict[str, object] = {"goal": "1", "indicator_id": "lamps", "area_id": "qinghe"}
    row |= {"period_start": day("2023-01-01"), "period_end": day("2023-06-30"), "as_of": day("2023-06-30")}
    row[missing] = None
    owner = Owner("report", day("2023-01-01"), "qinghe")
    assert one_id(OBSERVATIONS_SHAPE.identity, row, owner) is None
    assert one_id(TARGETS.identity, row, owner) is None


def test_the_ids_of_a_package() -> None:
    package = town(OverlayTree())
    assert list(package.targets) == [
        "2023-plan/1/lamps-installed/2023",
        "2023-plan/1/lamps-installed/east-village/2023",
        "2023-plan/1/lamps-working-share/2023",
        "2023-plan/1/repair-days/2023",
    ]
    assert list(package.observations) == [
        "2023-report/lamps-installed/2023-12-31",
        "2023-report/lamps-installed/2022/2022-12-31",
        "2023-report/lamps-standing/2023-12-31",
        "2023-report/lamps-installed/power/grid/2023-12-31",
        "2023-report/lamps-installed/power/solar/2023-12-31",
        "2023-report/lamps-installed/east-village/2023-12-31",
        "2023-report/lamps-working-share/2023-h2/2023-12-31",
        "2023-report/repair-days/2023-12-31",
    ]
    assert list(package.deliverables) == ["2023-plan/2/pocket-park"]


def test_ids_survive_reordering() -> None:
    header, *rows = OverlayTree().read(OBSERVATIONS).decode().splitlines()
    turned = OverlayTree().write(OBSERVATIONS, "\n".join([header, *reversed(rows)]))
    assert town(turned).observations == town(OverlayTree()).observations


HEADER = OverlayTree().read(OBSERVATIONS).decode().split("\n")[0]


def observations(*cells: str) -> str:
    """A table of observations; each row as `indicator,power,as of,value`."""
    rows = []
    for row in cells:
        indicator, power, as_of, value = row.split(",")
        figure = value or "若干"
        rows.append(
            f"{indicator},qinghe,{power},2023-01-01,{as_of},{as_of},{value},,,,,,,一/(一),{figure},,,"
        )
    return "\n".join([HEADER, *rows]) + "\n"


LAMPS, STANDING, SHARE = "lamps-installed", "lamps-standing", "lamps-working-share"
YEAR, HALF = "2023-12-31", "2023-06-30"


def test_a_file_without_its_columns_hides_no_row_that_stands_twice_in_the_next() -> None:
    text = OverlayTree().read(OBSERVATIONS).decode()
    head, *rows = text.splitlines()
    tree = OverlayTree().remove(OBSERVATIONS)
    first, second = (f"{REPORT}/observations/{name}.csv" for name in ("first", "second"))
    tree.write(first, "\n".join([head.replace("obs_status", "status"), rows[0], ""]))
    tree.write(second, "\n".join([head, *rows[1:], rows[2].replace("980", "990"), ""]))
    assert [code for code, _ in found(tree)] == ["unknown-column", "conflicting-row"]


def test_a_cell_that_cannot_be_read_hides_no_row_that_stands_twice() -> None:
    text = OverlayTree().read(OBSERVATIONS).decode()
    row = text.splitlines()[3]
    tree = OverlayTree().write(
        OBSERVATIONS, text.replace(",30,over", ",30+,over") + row.replace("980", "990") + "\n"
    )
    assert [code for code, _ in found(tree)] == ["number-about", "conflicting-row"]


DIFFER = [("parts-differ", "observations.csv:2 value")]
SUMS = {
    # total, then parts                                                             problems
    "equal": ([f"{LAMPS},,{YEAR},210", f"{LAMPS},grid,{YEAR},130", f"{LAMPS},solar,{YEAR},80"], []),
    "too much": ([f"{LAMPS},,{YEAR},210", f"{LAMPS},grid,{YEAR},130", f"{LAMPS},solar,{YEAR},81"], DIFFER),
    "exact decimals": ([f"{LAMPS},,{YEAR},0.3", f"{LAMPS},grid,{YEAR},0.1", f"{LAMPS},solar,{YEAR},0.2"], []),
    "a part is missing": ([f"{LAMPS},,{YEAR},210", f"{LAMPS},grid,{YEAR},130"], []),
    "no total": ([f"{LAMPS},grid,{YEAR},130", f"{LAMPS},solar,{YEAR},80"], []),
    "a rate has no sum": ([f"{SHARE},,{YEAR},98", f"{SHARE},grid,{YEAR},97", f"{SHARE},solar,{YEAR},99"], []),
    "of two dates": ([f"{LAMPS},,{HALF},90", f"{LAMPS},grid,{YEAR},130", f"{LAMPS},solar,{YEAR},80"], []),
}  # fmt: skip


@pytest.mark.parametrize("case", SUMS)
def test_parts_add_up_to_their_total(case: str) -> None:
    rows, problems = SUMS[case]
    assert found(OverlayTree().write(OBSERVATIONS, observations(*rows))) == problems


def test_parts_that_do_not_make_the_whole_are_not_added() -> None:
    tree = OverlayTree().edit(OBSERVATIONS, ",130,exact", ",120,exact").edit(OBSERVATIONS, "130盏", "120盏")
    assert found(tree) == DIFFER
    assert found(tree.edit(DIMENSIONS, "exhaustive: true", "exhaustive: false")) == []


def test_parts_are_added_for_each_dimension_that_is_exhaustive() -> None:
    height = "  title_zh: 灯高\n  title_en: Height\n  values:\n    low: {title_zh: 矮, title_en: Low}\n"
    before = f"height:\n{height}  exhaustive: false\n" + OverlayTree().read(DIMENSIONS).decode()
    rows = observations(f"{LAMPS},,{YEAR},210", f"{LAMPS},grid,{YEAR},130", f"{LAMPS},solar,{YEAR},81")
    tree = OverlayTree().write(OBSERVATIONS, rows.replace("\n", ",\n").replace(",\n", ",height\n", 1))
    assert found(tree.write(DIMENSIONS, before)) == DIFFER


def test_parts_that_differ_are_published_all_the_same() -> None:
    tree = OverlayTree().edit(OBSERVATIONS, ",130,exact", ",120,exact").edit(OBSERVATIONS, "130盏", "120盏")
    assert town(tree).observations["2023-report/lamps-installed/power/grid/2023-12-31"].value == 120


def test_a_table_may_be_split() -> None:
    total = observations(f"{LAMPS},,{YEAR},210")
    parts = observations(f"{LAMPS},grid,{YEAR},130", f"{LAMPS},solar,{YEAR},90")
    tree = OverlayTree().remove(OBSERVATIONS)
    tree.write(f"{REPORT}/observations/total.csv", total).write(f"{REPORT}/observations/parts.csv", parts)
    assert len(town(tree).observations) == 3
    assert found(tree) == [("parts-differ", "total.csv:2 value")]  # the rule sees the table as a whole


def test_a_row_repeated_in_another_part_is_found() -> None:
    tree = OverlayTree()
    tree.write(f"{REPORT}/observations/2023.csv", observations(f"{LAMPS},,{YEAR},201"))
    [problem] = [problem for problem in load(tree)[1] if problem.code == "conflicting-row"]
    assert problem.first is not None
    assert {problem.place.file.rpartition("/")[2], problem.first.file.rpartition("/")[2]} == {
        "observations.csv",
        "2023.csv",
    }


DATASET_TEXT = "5d6f1a9b4c7e2d809b1d4e6f2a8c0357e4d9f1b6a27c8035d6e1f9b4a7c2803e"
DATASET = f"""\
title_zh: 青禾镇统计表
title_en: Statistical tables of Qinghe Town
kind: dataset
publisher_id: town-government
period_start: 2023-01-01
period_end: 2023-12-31
completeness: full
archive_sha256: {DATASET_TEXT}
sections:
  表1:
    title_zh: 公用设施
    title_en: Public facilities
"""
CITED = [
    # kind      locator       figure    problems
    ("dataset", "表1/路灯", "", []),
    ("dataset", "表1", "", []),
    ("dataset", "表1/路灯", "210", []),
    ("dataset", "表2/路灯", "", [("unknown-reference", "observations.csv:2 locator")]),
    ("report", "表1", "210", []),
    ("report", "表1", "", [("figure-missing", "observations.csv:2 figure")]),
    ("report", "表1/路灯", "210", [("unknown-reference", "observations.csv:2 locator")]),
]


@pytest.mark.parametrize(("kind", "locator", "figure", "problems"), CITED)
def test_a_dataset_cites_table_and_row(
    kind: str, locator: str, figure: str, problems: list[tuple[str, str]]
) -> None:
    folder = "town/documents/2023-tables"
    row = f"{LAMPS},qinghe,,2023-01-01,{YEAR},{YEAR},210,,,,,,,{locator},{figure},,,"
    tree = OverlayTree().write(f"{folder}/document.yaml", DATASET.replace("dataset", kind))
    assert found(tree.write(f"{folder}/observations.csv", f"{HEADER}\n{row}\n")) == problems


WORDS = [
    # what a cell without a number is recorded as: value, nature of the figure, printed figure, problems
    ("", "M", "…", []),
    ("", "M", "", [("figure-missing", "observations.csv:2 figure")]),
    ("210", "", "", []),
    # what cannot be read is told alone
    ("", "M", "未报 ", [("spaces-around", "observations.csv:2 figure")]),
]


@pytest.mark.parametrize(("value", "status", "figure", "problems"), WORDS)
def test_a_cell_of_a_dataset_says_a_number_or_its_words(
    value: str, status: str, figure: str, problems: list[tuple[str, str]]
) -> None:
    folder = "town/documents/2023-tables"
    row = f"{LAMPS},qinghe,,2023-01-01,{YEAR},{YEAR},{value},,{status},,,,,表1/路灯,{figure},,,"
    tree = OverlayTree().write(f"{folder}/document.yaml", DATASET)
    assert found(tree.write(f"{folder}/observations.csv", f"{HEADER}\n{row}\n")) == problems


UNITS = [
    # the figure as copied; what is wrong with it, and what it could be
    ("200以上", [("figure-no-unit", "200盏以上")]),
    ("200余", [("figure-no-unit", "200余盏")]),
    ("至少200", [("figure-no-unit", "至少200盏")]),
    ("200个以上", [("figure-unit", "")]),
    ("200盏以上", []),
    ("200余盏", []),
]


NAMED = {
    # the word with which a unit is printed: how the figure 至少200 could be copied
    "盏": "至少200盏",
    "m²": "至少200 m²",
    "дома": "至少200 дома",
    "°C": "至少200°C",
    "€": "至少200€",
}


def test_a_unit_in_letters_is_parted_from_its_number() -> None:
    found = {}
    for unit in NAMED:
        tree = OverlayTree().edit(
            "town/units.yaml", "  title_zh: 盏\n", f"  title_zh: 盏\n  printed: [{unit}]\n"
        )
        _, report = load(tree.edit(f"{PLAN}/targets.csv", ",200盏以上,", ",至少200,"))
        [found[unit]] = [item.values["suggestion"] for item in report if item.code == "figure-no-unit"]
    assert found == NAMED


LISTS = {
    # the language of a message: the columns in it
    "zh": "goal、indicator_id",
    "en": "goal, indicator_id",
    "fr": "goal, indicator_id",
}


def test_a_list_in_a_message_has_the_signs_of_its_language() -> None:
    tree = OverlayTree()
    path = f"{PLAN}/targets.csv"
    tree.write(path, tree.read(path).decode().replace("goal,indicator_id,", "", 1))
    [problem] = [item for item in load(tree)[1] if item.code == "missing-column"]
    assert [tag for tag in LISTS if LISTS[tag] not in problem.message(tag)] == []


@pytest.mark.parametrize(("figure", "problems"), UNITS)
def test_a_figure_is_copied_with_its_unit(figure: str, problems: list[tuple[str, str]]) -> None:
    tree = OverlayTree().edit("town/units.yaml", "  title_zh: 盏\n", "  title_zh: 盏\n  printed: [盏]\n")
    _, report = load(tree.edit(f"{PLAN}/targets.csv", ",200盏以上,", f",{figure},"))
    told = [
        (problem.code, problem.values.get("suggestion", ""))
        for problem in report
        if problem.code != "figure-differs"
    ]
    assert told == problems


WORDLESS: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    # what is asked for, as recorded and as printed in a language of which no words are known, and what is told of it
    ("ge,200", "200盏", []),
    ("eq,200", "200盏", []),
    ("le,200", "<= 200盏", []),
    ("ge,200", "mindestens 200盏", [("figure-word", "figure", "200盏")]),
    ("ge,200", "etwa >= 200盏", [("figure-word", "figure", ">= 200盏")]),
    ("ge,200", "zwischen 100 und 200盏", [("figure-word", "figure", "")]),
    # a unit that is not listed
    ("ge,200", "mindestens 200 Straßenlampen", [("figure-word", "figure", "200")]),
    ("ge,200", "etwa >= 200 Lampen je Ort", [("figure-word", "figure", ">= 200")]),
    ("ge,200", "200 Lampen in 3 Orten", [("figure-word", "figure", "")]),
    ("ge,2000000", "rund 2 Millionen Lampen", [("figure-word", "figure", "2 Millionen")]),
    # what digits and signs say holds
    ("ge,200", "210盏", [("figure-differs", "value", "")]),
    ("ge,200", "<= 200盏", [("figure-differs", "comparator", "")]),
]


@pytest.mark.parametrize(("asked", "figure", "problems"), WORDLESS)
def test_of_a_language_without_words_people_say_what_the_words_do(
    asked: str, figure: str, problems: list[tuple[str, str, str]]
) -> None:
    tree = OverlayTree().edit(f"{PLAN}/document.yaml", "kind: plan\n", "kind: plan\nlanguage: de\n")
    tree.edit("town/units.yaml", "  title_zh: 盏\n", "  title_zh: 盏\n  printed: [盏]\n")
    tree.edit(f"{PLAN}/targets.csv", "ge,200,,180,一/1,200盏以上", f"{asked},,180,一/1,{figure}")
    told = [
        (problem.code, problem.place.field, problem.values.get("suggestion", ""))
        for problem in load(tree)[1]
        if (problem.place.table, problem.place.line) == ("targets", 2)
    ]
    assert told == problems


OF_COUNTRIES = [
    # language of the document, a figure as printed, what is told: the code, and the languages in which it is a number
    ("pt", "1 200盏", ("figure-unreadable", "pt-AO、pt-CV、pt-GQ、pt-GW、pt-MO、pt-MZ、pt-PT、pt-ST、pt-TL")),
    ("de", "1’200盏", ("figure-unreadable", "de-CH、de-LI")),
    ("de-CH", "1’200盏", ("figure-differs", "")),
    ("de-CH", "1 200,5盏", ("figure-unreadable", "")),
    ("pt", "１２００盏", ("figure-unreadable", "1200盏")),
    # no country writes it so
    ("pt", "1’200盏", ("figure-unreadable", "")),
    ("zh", "1 200,5盏", ("figure-unreadable", "")),
]


@pytest.mark.parametrize(("language", "figure", "told"), OF_COUNTRIES)
def test_a_number_as_another_country_writes_it_is_told_with_the_language_of_that(
    language: str, figure: str, told: tuple[str, str]
) -> None:
    tree = OverlayTree().edit(f"{PLAN}/document.yaml", "kind: plan\n", f"kind: plan\nlanguage: {language}\n")
    tree.edit("town/units.yaml", "  title_zh: 盏\n", "  title_zh: 盏\n  printed: [盏]\n")
    tree.edit(f"{PLAN}/targets.csv", "ge,200,,180,一/1,200盏以上", f'eq,200,,180,一/1,"{figure}"')
    [problem] = [item for item in load(tree)[1] if (item.place.table, item.place.line) == ("targets", 2)]
    assert (problem.code, problem.values.get("suggestion", "")) == told
    assert ("、" in problem.hint("en")) is False


BOUNDS = [
    # file, what stood there, what stands there now, problems
    (OBSERVATIONS, "2023-07-01,2023-12-31,2023-12-31", "2023-12-31,2023-12-31,2023-12-31", []),
    (OBSERVATIONS, "2023-07-01,2023-12-31,2023-12-31", "2023-07-01,2023-12-31,2023-07-01", []),
    (OBSERVATIONS, "2023-07-01,2023-12-31,2023-12-31", "2023-07-01,2023-12-31,2024-01-15", [("as-of-after-period", "observations.csv:8 as_of")]),
    (
        f"{PLAN}/targets.csv",
        "between,30,40,",
        "between,30,30,",
        [("range-bounds", "targets.csv:3 value_upper")],
    ),
    (
        f"{PLAN}/targets.csv",
        "between,30,40,",
        "between,30,,",
        [("range-bounds", "targets.csv:3 value_upper")],
    ),
    (
        f"{PLAN}/targets.csv",
        "between,30,40,",
        "between,-40,-30,",
        [("figure-differs", "targets.csv:3 value"), ("figure-differs", "targets.csv:3 value_upper")],
    ),
    (f"{PLAN}/document.yaml", "period_end: 2023-12-31", "period_end: 2023-01-01", []),
    (
        f"{PLAN}/document.yaml",
        "period_end: 2023-12-31",
        "period_end: 2022-12-31",
        [("period-reversed", "document.yaml:6 period_end")],
    ),
    # planned for the first day of the target's period up to the one before its last
    (f"{PLAN}/planned.csv", "2023-06-30", "2023-01-01", []),
    (f"{PLAN}/planned.csv", "2023-06-30", "2022-12-31", [("planned-outside", "planned.csv:2 date")]),
    (f"{PLAN}/planned.csv", "2023-06-30", "2023-12-30", []),
    (f"{PLAN}/planned.csv", "2023-06-30", "2023-12-31", [("planned-outside", "planned.csv:2 date")]),
    # a share is more than nothing, and at most the whole
    (f"{REPORT}/claims.csv", ",100,", ",0.01,", []),
    (f"{REPORT}/claims.csv", ",100,", ",0,", [("claim-share", "claims.csv:2 share")]),
    (f"{REPORT}/claims.csv", ",100,", ",100.01,", [("claim-share", "claims.csv:2 share")]),
    (f"{REPORT}/claims.csv", ",100,", ",,", [("missing-value", "claims.csv:2 share")]),
    (f"{REPORT}/claims.csv", "01-01,2023-12-31,2023", "01-01,2023-12-31,2022", [("as-of-before-period", "claims.csv:2 as_of")]),
    # a reason of 8 characters or 4 words is one
    (CORRECTIONS, "录入时两位数字颠倒。", "录入时两位数颠倒", []),
    (CORRECTIONS, "录入时两位数字颠倒。", "录入时两位颠倒。", [("correction-reason", "corrections.csv:2 reason_zh")]),
    (CORRECTIONS, "Two digits were swapped in typing.", "It was typed wrongly.", []),
    (CORRECTIONS, "Two digits were swapped in typing.", "It was wrong.", [("correction-reason", "corrections.csv:2 reason_en")]),
    (CORRECTIONS, "录入时两位数字颠倒。", "〈录入时两位数字颠倒〉", [("correction-reason", "corrections.csv:2 reason_zh")]),
    (CORRECTIONS, ",数据整理组", ",〈数据整理组〉", [("correction-reason", "corrections.csv:2 responsible")]),
    (CORRECTIONS, ",数据整理组", ",Works Office", []),
    # an empty cell is told once, and nothing else is asked of it
    (CORRECTIONS, ",value,201", ",,201", [("missing-value", "corrections.csv:2 field")]),
    (CORRECTIONS, "observations,2023", ",2023", [("missing-value", "corrections.csv:2 table")]),
    (CORRECTIONS, "录入时两位数字颠倒。", "", [("missing-value", "corrections.csv:2 reason_zh")]),
    (CORRECTIONS, ",数据整理组", ",", [("missing-value", "corrections.csv:2 responsible")]),
    (f"{PLAN}/targets.csv", ",ge,97.5,", ",,97.5,", [("missing-value", "targets.csv:4 comparator")]),
    # a printed share is read where there is a share to compare it with
    (OBSERVATIONS, ",105,105%,", ",106,105%,", [("figure-differs", "observations.csv:2 stated_share")]),
    (OBSERVATIONS, ",105,105%,", ",,105%,", [("stated-pair", "observations.csv:2 stated_share")]),
    (OBSERVATIONS, ",105,105%,", ",105,,", [("stated-pair", "observations.csv:2 stated_share_figure")]),
    (OBSERVATIONS, ",105,105%,", ",O,105%,", [("bad-number", "observations.csv:2 stated_share")]),
    # a target is about a number just where its figure says so
    (f"{PLAN}/targets.csv", ",30-40盏,", ",约30-40盏,", [("figure-unsaid", "targets.csv:3 figure")]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "problems"), BOUNDS)
def test_bounds(file: str, old: str, new: str, problems: list[tuple[str, str]]) -> None:
    assert found(OverlayTree().edit(file, old, new)) == problems


BASELINES = [
    # the starting value with the first and the last day of its time → problems
    ("180", "", "", []),
    ("180", "2022-01-01", "2022-12-31", []),
    ("180", "", "2022-12-31", [("baseline-period", "targets.csv:2 baseline_start")]),
    ("180", "2022-01-01", "", [("baseline-period", "targets.csv:2 baseline_end")]),
    ("", "2022-01-01", "2022-12-31", [("baseline-period", "targets.csv:2 baseline")]),
    # up to the last day of the target's own time
    ("180", "2022-01-01", "2023-12-31", []),
    ("180", "2022-01-01", "2024-01-01", [("baseline-late", "targets.csv:2 baseline_end")]),
]


@pytest.mark.parametrize(("value", "start", "end", "problems"), BASELINES)
def test_a_starting_value_and_its_time_are_said_together(
    value: str, start: str, end: str, problems: list[tuple[str, str]]
) -> None:
    path = f"{PLAN}/targets.csv"
    head, first, *_ = OverlayTree().read(path).decode().splitlines()
    head = head.replace("baseline,", "baseline,baseline_start,baseline_end,")
    row = first.replace("ge,200,,180,", f"ge,200,,{value},{start},{end},")
    tree = OverlayTree().remove(f"{PLAN}/planned.csv").remove(f"{REPORT}/claims.csv")
    assert found(tree.write(path, f"{head}\n{row}\n")) == problems


NEW_DAYS = [
    # state, as-of date, new day → the problem
    ("delayed", "2023-12-31", "", []),
    ("delayed", "2023-12-31", "2023-12-30", ["new-due-past"]),
    ("delayed", "2023-12-31", "2023-12-31", ["new-due-past"]),
    ("delayed", "2023-12-31", "2024-01-01", []),
    ("planned", "2023-06-30", "2023-07-01", []),
    ("under_way", "2023-06-30", "2023-10-31", []),  # earlier than the plan's day
    ("partly_delivered", "2023-06-30", "2023-12-31", []),  # the plan's day again
    ("delivered", "2023-12-31", "", []),
    ("delivered", "2023-12-31", "2024-06-30", ["new-due-settled"]),
    ("cancelled", "2023-12-31", "", []),
    ("cancelled", "2023-12-31", "2024-06-30", ["new-due-settled"]),
    ("cancelled", "2023-12-31", "2023-06-30", ["new-due-settled"]),
    ("done", "2023-12-31", "2023-06-30", ["unknown-choice", "new-due-past"]),
    ("delayed", "2023-12-32", "2023-06-30", ["date-not-real"]),
    ("delayed", "2023-12-31", "March 2024", ["bad-date"]),
]


@pytest.mark.parametrize(("state", "as_of", "new_due", "codes"), NEW_DAYS)
def test_a_new_day_lies_ahead_and_is_for_what_is_open(
    state: str, as_of: str, new_due: str, codes: list[str]
) -> None:
    tree = OverlayTree()
    tree.write(
        f"{REPORT}/progress.csv",
        "deliverable_id,state,as_of,new_due,locator,evidence_zh,evidence_en,note_zh,note_en\n"
        f"2023-plan/2/pocket-park,{state},{as_of},{new_due},一/(二),见报告。,See the report.,,\n",
    )
    assert [code for code, _ in found(tree)] == codes


STATUSES = {
    # the nature of a figure → whether a row of it may have a number, and may have none
    **dict.fromkeys("ABDEFGINPUVW", (True, False)),
    **dict.fromkeys("JS", (True, True)),
    **dict.fromkeys("OHKLMQ", (False, True)),
}


def test_which_rows_have_a_number() -> None:
    assert set(STATUSES) == set(ObservationStatus)
    with_number, without = (",980,exact,A,", ",,exact,O,")
    told = {}
    for code in STATUSES:
        numbered = found(OverlayTree().edit(OBSERVATIONS, with_number, f",980,exact,{code},"))
        empty = found(OverlayTree().edit(OBSERVATIONS, without, f",,exact,{code},"))
        # The printed words of the example are an answer, so that M is doubted.
        doubted = [("words-as-impossible", "observations.csv:9 obs_status")] if code == "M" else []
        assert numbered in ([], [("words-with-value", "observations.csv:4 obs_status")]), code
        assert empty in (doubted, [("value-missing", "observations.csv:9 value")]), code
        told[code] = (not numbered, empty == doubted)
    assert told == STATUSES


@pytest.mark.parametrize(
    ("printed", "doubted"),
    [("—", []), ("0", []), ("未统计", ["words-as-impossible"]), ("n/a", ["words-as-impossible"])],
)
def test_words_that_are_said_to_be_impossible_are_doubted(printed: str, doubted: list[str]) -> None:
    tree = OverlayTree().edit(
        OBSERVATIONS, ",,exact,O,,,,,一/(一),基本当天", f",,exact,M,,,,,一/(一),{printed}"
    )
    assert [code for code, _ in found(tree) if code.startswith("words")] == doubted


TWICE = [
    # table, the row that stands twice; what is put in the second one's place, what stands there; problem
    (f"{PLAN}/targets.csv", 4, "", "", ("duplicate-row", "targets.csv:6 indicator_id")),
    (f"{PLAN}/targets.csv", 4, "97.5", "98", ("conflicting-row", "targets.csv:6 value")),
    (f"{PLAN}/planned.csv", 2, "", "", ("duplicate-row", "planned.csv:3 target_id")),
    (f"{PLAN}/planned.csv", 2, "120", "130", ("conflicting-row", "planned.csv:3 value")),
    (f"{PLAN}/deliverables.csv", 2, "", "", ("duplicate-row", "deliverables.csv:3 slug")),
    (f"{PLAN}/deliverables.csv", 2, "建成口袋公园", "建公园", ("conflicting-row", "deliverables.csv:3 title_zh")),
    (OBSERVATIONS, 4, "", "", ("duplicate-row", "observations.csv:10 indicator_id")),
    (OBSERVATIONS, 4, "980", "990", ("conflicting-row", "observations.csv:10 value")),
    (f"{REPORT}/progress.csv", 2, "", "", ("duplicate-row", "progress.csv:3 deliverable_id")),
    (f"{REPORT}/progress.csv", 2, "delivered", "under_way", ("conflicting-row", "progress.csv:3 state")),
    (f"{REPORT}/claims.csv", 2, "", "", ("duplicate-row", "claims.csv:3 slug")),
    (f"{REPORT}/claims.csv", 2, ",100,", ",90,", ("conflicting-row", "claims.csv:3 share")),
    (CORRECTIONS, 2, "", "", ("correction-twice", "corrections.csv:3 date")),
]  # fmt: skip


@pytest.mark.parametrize(("file", "line", "old", "new", "problem"), TWICE)
def test_a_row_that_stands_twice(file: str, line: int, old: str, new: str, problem: tuple[str, str]) -> None:
    text = OverlayTree().read(file).decode()
    tree = OverlayTree().write(file, text + text.splitlines()[line - 1].replace(old, new) + "\n")
    assert found(tree) == [problem]
    [told] = load(tree)[1]
    assert told.first is not None
    assert told.first.line == line


RELATED = [
    # relation, indicator, others; problems
    ("share", SHARE, [LAMPS, STANDING], []),
    ("share", SHARE, [LAMPS, "repair-days"], []),  # what is divided may be in other units
    ("share", SHARE, [LAMPS], ["relation-count"]),
    ("share", SHARE, [LAMPS, STANDING, "repair-days"], ["relation-count"]),
    ("sum", STANDING, [LAMPS, "lamps-removed"], []),
    ("sum", STANDING, [LAMPS], ["relation-count"]),
    ("sum", STANDING, [LAMPS, "repair-days"], ["relation-unit"]),
    ("sum", STANDING, [LAMPS, STANDING], ["relation-self"]),
    ("part", LAMPS, [STANDING], []),
    ("part", LAMPS, [STANDING, "lamps-removed"], ["relation-count"]),
    ("part", LAMPS, ["repair-days"], ["relation-unit"]),
    ("part", LAMPS, [LAMPS], ["relation-self"]),
    ("part", LAMPS, ["lamps-sold"], ["unknown-reference"]),
    ("part", "lamps-sold", [LAMPS], ["unknown-reference"]),
    ("increment", LAMPS, [STANDING], []),
    ("increment", LAMPS, [STANDING, "lamps-removed"], ["relation-count"]),
    ("increment", STANDING, [LAMPS], ["relation-measure"]),
    ("increment", LAMPS, ["lamps-removed"], ["relation-measure"]),
    ("increment", LAMPS, ["lamps-sold"], ["unknown-reference"]),
    ("increment", "lamps-sold", [STANDING], ["unknown-reference"]),
    ("same_name", LAMPS, [STANDING], []),
    ("same_name", LAMPS, [STANDING, "lamps-removed"], ["relation-count"]),
]


def related(relation: str, indicator: str, others: list[str]) -> str:
    """An entry of relations.yaml."""
    return f"- relation: {relation}\n  indicator_id: {indicator}\n  others: [{', '.join(others)}]\n"


WRONG_BEFORE = {
    related("sums", "repair-days", [SHARE]): "unknown-choice",
    related("sum", "repair-days", [SHARE]): "relation-count",
    related("part", "repair-days", ["repair-days"]): "relation-self",
}


@pytest.mark.parametrize(("relation", "indicator", "others", "codes"), RELATED)
def test_what_a_relation_takes(relation: str, indicator: str, others: list[str], codes: list[str]) -> None:
    """Also behind another one in which something is wrong."""
    lighting = OverlayTree().read(LIGHTING).decode()
    removed = lighting[: lighting.index("lamps-standing:")].replace("lamps-installed", "lamps-removed")
    tree = OverlayTree().write(LIGHTING, lighting + removed)
    row = related(relation, indicator, others)
    assert [problem.code for problem in load(tree.write("town/relations.yaml", row))[1]] == codes
    for wrong, code in WRONG_BEFORE.items():
        assert [problem.code for problem in load(tree.write("town/relations.yaml", wrong + row))[1]] == [
            code,
            *codes,
        ]


IN_ORDER = [
    # document, kind, first and last day; 2023-plan and 2023-report are always there
    ("z-early", "report", "2022-12-31", "2023-12-31"),
    ("z-half", "plan", "2023-01-01", "2023-06-30"),
    ("2023-plan", "plan", "2023-01-01", "2023-12-31"),
    ("a-plan", "plan", "2023-01-01", "2023-12-31"),
    ("a-long", "plan", "2023-01-01", "2025-12-31"),
    ("a-half", "report", "2023-01-01", "2023-06-30"),
    ("2023-report", "report", "2023-01-01", "2023-12-31"),
    ("a-report", "report", "2023-01-01", "2023-12-31"),
    ("a-dataset", "dataset", "2023-01-01", "2023-06-30"),
    ("a-late", "plan", "2023-01-02", "2023-01-31"),
]


@pytest.mark.parametrize("last", range(1, len(IN_ORDER)))
def test_documents_follow_one_another_in_time(last: int) -> None:
    """By first day, kind, last day and id: each document stands behind the one before it, whatever else there is."""
    pair = IN_ORDER[last - 1 : last + 1]
    tree = OverlayTree()
    for name, kind, start, end in reversed(pair):
        if name not in ("2023-plan", "2023-report"):
            document = (
                DATASET.replace("dataset", kind).replace("2023-01-01", start).replace("2023-12-31", end)
            ).replace(DATASET_TEXT, hashlib.sha256(name.encode()).hexdigest())
            tree.write(f"town/documents/{name}/document.yaml", document)
    names = [name for name, *_ in pair]
    assert [name for name in town(tree).documents if name in names] == names


CIRCLES = [
    # who is part of whom; who is told to be part of itself
    ("", []),
    ("a of b, b of c", []),
    ("a of a", ["a"]),
    ("a of b, b of a", ["a", "b"]),
    ("a of b, b of c, c of b", ["b", "c"]),
    ("a of b, b of c, c of a", ["a", "b", "c"]),
]


@pytest.mark.parametrize(("parents", "circle"), CIRCLES)
def test_who_is_part_of_itself(parents: str, circle: list[str]) -> None:
    above = dict(pair.split(" of ") for pair in parents.split(", ") if pair)
    texts = [
        f"{name}:\n  title_zh: {name}\n  title_en: {name}\n"
        + (f"  part_of: {above[name]}\n" if name in above else "")
        for name in "abc"
    ]
    areas = "town/areas.yaml"
    _, report = load(OverlayTree().write(areas, OverlayTree().read(areas).decode() + "".join(texts)))
    assert [(problem.code, problem.place.row[0], problem.place.field) for problem in report] == [
        ("cycle", name, "part_of") for name in circle
    ]


LATER = "town/documents/2024-plan"
LATER_GOALS = """\
'1':
  locator: 一
  title_zh: 再装路灯
  title_en: More street lamps
  summary_zh: 再装一百盏路灯。
  summary_en: A hundred more street lamps.
  themes: [lighting]
"""
CONTINUED = [
    # the other plan's first day, its day of issue; the goal that continues, what it continues; problems
    ("2024-01-01", "", "2024-plan", "2023-plan/1", []),
    ("2024-01-01", "", "2023-plan", "2024-plan/1", ["continues-later"]),
    ("2024-01-01", "2022-12-31", "2023-plan", "2024-plan/1", ["continues-later"]),
    # where both begin on the same day, the day of issue decides; a plan without one is issued on its first day
    ("2023-01-01", "2023-01-11", "2024-plan", "2023-plan/1", []),
    ("2023-01-01", "2023-01-11", "2023-plan", "2024-plan/1", ["continues-later"]),
    ("2023-01-01", "", "2023-plan", "2024-plan/1", []),
    ("2023-01-01", "", "2024-plan", "2023-plan/1", ["continues-later"]),
    # issued on the same day: neither is earlier
    ("2023-01-01", "2023-01-10", "2024-plan", "2023-plan/1", ["continues-later"]),
    ("2023-01-01", "2023-01-10", "2023-plan", "2024-plan/1", ["continues-later"]),
    # nothing continues itself, or another goal of its own document
    ("2024-01-01", "", "2023-plan", "2023-plan/1", ["unknown-reference"]),
    ("2024-01-01", "", "2024-plan", "2024-plan/1", ["unknown-reference"]),
    ("2024-01-01", "", "2024-plan", "2023-plan/3", ["unknown-reference"]),
    # what cannot be read is told itself
    ("2024-01-00", "", "2023-plan", "2024-plan/1", ["date-not-real"]),
    ("2024-01-00", "", "2024-plan", "2023-plan/1", ["date-not-real"]),
    ("2023-01-01", "2023-01-00", "2024-plan", "2023-plan/1", ["date-not-real"]),
    ("2023-01-01", "2023-01-00", "2023-plan", "2024-plan/1", ["date-not-real"]),
]


@pytest.mark.parametrize(("start", "issued", "document", "continued", "codes"), CONTINUED)
def test_a_goal_continues_one_of_an_earlier_document(
    start: str, issued: str, document: str, continued: str, codes: list[str]
) -> None:
    plan = DATASET.replace("dataset", "plan").replace("2023-01-01", start).replace("表1", "一")
    plan = plan.replace("2023-12-31", "2024-12-31") + (f"published: {issued}\n" if issued else "")
    tree = OverlayTree().write(f"{LATER}/document.yaml", plan).write(f"{LATER}/goals.yaml", LATER_GOALS)
    goals = f"town/documents/{document}/goals.yaml"
    tree.edit(goals, "  themes: [lighting]\n", f"  themes: [lighting]\n  continues: [{continued}]\n")
    assert [problem.code for problem in load(tree)[1]] == codes


def test_a_dimension_stands_after_the_area() -> None:
    names = [field.name for field in with_dimensions(OBSERVATIONS_SHAPE, {"power": ("grid",)}).fields]
    assert names[:4] == ["indicator_id", "area_id", "power", "period_start"]


def test_a_dimension_is_a_column() -> None:
    observation = town(OverlayTree()).observations["2023-report/lamps-installed/power/solar/2023-12-31"]
    assert observation.breakdown == (("power", "solar"),)


def test_a_code_must_be_declared_in_its_dimension() -> None:
    tree = OverlayTree().write(OBSERVATIONS, observations(f"{LAMPS},sollar,{YEAR},80"))
    assert found(tree) == [("unknown-choice", "observations.csv:2 power")]


def test_a_dimension_must_be_declared() -> None:
    tree = OverlayTree().remove(DIMENSIONS).write(OBSERVATIONS, observations(f"{LAMPS},solar,{YEAR},80"))
    assert found(tree) == [("unknown-column", "observations.csv:1 C1")]


def test_without_dimensions_there_is_no_column() -> None:
    rows = OverlayTree().read(OBSERVATIONS).decode().splitlines()
    plain = "\n".join(row.replace(",power,", ",").replace(",,", ",", 1) for row in rows if "ower" in row)
    assert found(OverlayTree().remove(DIMENSIONS).write(OBSERVATIONS, plain)) == []


def test_two_dimensions_stand_in_the_id_in_the_order_declared() -> None:
    tree = OverlayTree().write(
        DIMENSIONS,
        OverlayTree().read(DIMENSIONS).decode()
        + "height:\n  title_zh: 灯高\n  title_en: Height\n  exhaustive: false\n"
        + "  values:\n    low: {title_zh: 矮, title_en: Low}\n",
    )
    row = f"{LAMPS},qinghe,grid,low,2023-01-01,{YEAR},{YEAR},50,,,,,,,一/(一),50盏,,,"
    tree.write(OBSERVATIONS, HEADER.replace("power", "power,height") + f"\n{row}\n")
    assert list(town(tree).observations) == ["2023-report/lamps-installed/power/grid/height/low/2023-12-31"]


UNREAD = [
    # a mistake in a list of codes must not make every use of the list a mistake
    (LIGHTING, "  measure: rate", "\tmeasure: rate", ["yaml-tab"]),
    (LIGHTING, "measure: rate", "measure: share", ["unknown-choice"]),
    (f"{PLAN}/goals.yaml", "locator: 一/1", "locator 一/1", ["yaml-multiline"]),
    (f"{PLAN}/deliverables.csv", "2,pocket-park,建成", '2,pocket-park,"建成', ["csv-quote"]),
    (f"{REPORT}/document.yaml", "    title_zh: 绿化", "\ttitle_zh: 绿化", ["yaml-tab"]),
    ("town/areas.yaml", "  title_zh: 东村", "\ttitle_zh: 东村", ["yaml-tab"]),
    ("town/areas.yaml", "east-village:", "east_village:", ["bad-id"]),
    (f"{PLAN}/deliverables.csv", "2,pocket-park,", "2,pocket_park,", ["bad-id"]),
    (f"{PLAN}/goals.yaml", "'2':", "'2.':", ["bad-id"]),
]


@pytest.mark.parametrize(("file", "old", "new", "codes"), UNREAD)
def test_an_unread_file_makes_nothing_else_missing(file: str, old: str, new: str, codes: list[str]) -> None:
    assert [problem.code for problem in load(OverlayTree().edit(file, old, new))[1]] == codes


TOGETHER = [
    # two mistakes in two files, each as (file, what stood there, what stands there now); codes
    (
        ("town/areas.yaml", "  title_zh: 东村", "\ttitle_zh: 东村"),
        (f"{PLAN}/targets.csv", "1,repair-days", "1,repair-hours"),
        ["yaml-tab", "unknown-reference"],
    ),
    (
        (f"{PLAN}/planned.csv", "2023-06-30", "2023-06-31"),
        (f"{REPORT}/progress.csv", "2/pocket-park", "2/pocket-parks"),
        ["date-not-real", "unknown-reference"],
    ),
    (
        (f"{PLAN}/targets.csv", "le,3,", "le,三,"),
        (f"{PLAN}/deliverables.csv", "2,pocket-park", "3,pocket-park"),
        ["unknown-reference", "number-unit", "unknown-reference"],
    ),
    (
        (LIGHTING, "measure: rate", "measure: share"),
        (f"{PLAN}/goals.yaml", "themes: [greening]", "themes: [greeening]"),
        ["unknown-reference", "unknown-choice"],
    ),
    (
        (f"{REPORT}/claims.csv", ",100,", ",0,"),
        (f"{PLAN}/planned.csv", "lamps-installed/2023,", "lamps-installed/2024,"),
        ["unknown-reference", "claim-share"],
    ),
]


@pytest.mark.parametrize(("one", "other", "codes"), TOGETHER)
def test_an_unread_file_hides_no_mistake_elsewhere(
    one: tuple[str, str, str], other: tuple[str, str, str], codes: list[str]
) -> None:
    assert [problem.code for problem in load(OverlayTree().edit(*one).edit(*other))[1]] == codes


STALE = "town/citations.lock"
LOCKED = [
    # file, what stood there when it was verified, what stands there now, problems
    (f"{PLAN}/targets.csv", "说的是巡查", "指的是巡查", []),
    (f"{PLAN}/targets.csv", "200,,180,", "200,,,", [("lock-changed", "targets.csv:2 ")]),
    (f"{PLAN}/targets.csv", "3天以内,2,", "3天以内,1,", [("lock-changed", "targets.csv:5 ")]),
    (f"{PLAN}/targets.csv", "3天以内,2,", "3天以内,,", [("lock-changed", "targets.csv:5 ")]),
    (OBSERVATIONS, ",105,105%,", ",106,106%,", [("lock-changed", "observations.csv:2 ")]),
    (OBSERVATIONS, ",980,exact,A,", ",980,exact,P,", [("lock-changed", "observations.csv:4 obs_status")]),
    (OBSERVATIONS, "一/(一),980盏,", "一,980盏,", [("lock-changed", "observations.csv:4 locator")]),
    # a row under another name
    (f"{REPORT}/claims.csv", "all-done,", "half-done,", [("lock-missing", "claims.csv:2 figure")]),
    # a row whose name can't be read is told once, and makes nothing else stale
    (f"{PLAN}/targets.csv", "1,repair-days,qinghe,2023-01-01", "1,repair-days,qinghe,2023年", [("bad-date", "targets.csv:5 period_start")]),
    (OBSERVATIONS, "2022-12-31,181", "2022-12-32,181", [("date-not-real", "observations.csv:3 as_of")]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "problems"), LOCKED)
def test_what_the_lock_holds(file: str, old: str, new: str, problems: list[tuple[str, str]]) -> None:
    tree = OverlayTree(PROBLEMS / "lock-stale")
    [stale] = [line for line in tree.read(STALE).decode().splitlines() if "benches" in line]
    tree.edit(STALE, f"{stale}\n", "")
    assert found(tree.edit(file, old, new)) == problems


def locked_town() -> OverlayTree:
    """The town with all of its figures locked, as if they were verified."""
    entries = "".join(f"{name},{checksum(name)},1,{row}\n" for name, row in prints(OverlayTree()).items())
    return OverlayTree().write(STALE, f"citation,sha256,offset,row\n{entries}")


@pytest.mark.parametrize(
    ("file", "old", "new", "codes"),
    [
        *UNREAD,
        (LIGHTING, "  unit_id: lamp", "\tunit_id: lamp", ["yaml-tab"]),
        (LIGHTING, "unit_id: percent", "unit_id: per_cent", ["bad-id"]),
        (LIGHTING, "unit_id: lamp\n  measure: stock", "unit_id: la_mp\n  measure: stock", ["bad-id"]),
        (LIGHTING, "unit_id: lamp\n  measure: flow", "unit_id: la_mp\n  measure: flow", ["bad-id"]),
        (DIMENSIONS, "    grid:", "\tgrid:", ["yaml-tab", "unknown-column"]),
        (DIMENSIONS, "power:", "power.:", ["bad-id", "unknown-column"]),
        ("town/package.yaml", "area_id: qinghe", "area_id: Qinghe", ["bad-id"]),
        (f"{REPORT}/document.yaml", "period_start: 2023-01-01", "period_start: 2023年", ["bad-date"]),
        (f"{PLAN}/targets.csv", "1,lamps-installed,qinghe,2023-01-01", "1,lamps-installed,qinghe,2023年", ["bad-date"]),
        (STALE, ",1,", ",x,", ["bad-number"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_makes_no_verified_figure_another(
    file: str, old: str, new: str, codes: list[str]
) -> None:
    tree = locked_town()
    text = tree.read(file).decode()
    report = load(tree.write(file, text.replace(old, new, 1)))[1]
    assert [problem.code for problem in report] == codes


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        # beside a row without a name, what stands behind it is held all the same
        (f"{PLAN}/targets.csv", "qinghe,2023-01-01", "qinghe,2023年", "bad-date"),
        # and beside a mistake on which no id and no unit depends
        ("town/areas.yaml", "title_zh: 东村", "title_zh: [东村]", "not-a-value"),
        (f"{PLAN}/goals.yaml", "locator: 一/2", "locator: 一／2", "bad-locator"),
    ],
)
def test_beside_what_cannot_be_read_the_lock_holds(file: str, old: str, new: str, code: str) -> None:
    tree = locked_town().edit(f"{PLAN}/targets.csv", "3天以内,2,", "3天以内,1,")
    text = tree.read(file).decode()
    report = load(tree.write(file, text.replace(old, new, 1)))[1]
    assert {(problem.code, problem.place.line) for problem in report} >= {("lock-changed", 5)}
    assert sorted(problem.code for problem in report) == sorted([code, "lock-changed"])


@pytest.mark.parametrize("content", ["- x\n", "x: [\n", "x\n", ""])
@pytest.mark.parametrize(
    "file", ["town/package.yaml", f"{REPORT}/document.yaml", f"{PLAN}/goals.yaml", LIGHTING, DIMENSIONS]
)
def test_a_file_that_is_none_breaks_no_rule(file: str, content: str) -> None:
    """Of what rests on it nothing is said but that a breakdown is unknown."""
    told = {(problem.code, problem.place.file) for problem in load(OverlayTree().write(file, content))[1]}
    assert {path for _, path in told} - {file} <= ({OBSERVATIONS} if file == DIMENSIONS else set())
    assert file in {path for _, path in told}


def test_corrections_without_a_column_are_not_held_against_each_other() -> None:
    head, row = OverlayTree().read(CORRECTIONS).decode().splitlines()
    without = ",responsible"
    lines = [head.removesuffix(without), *([row.removesuffix(",数据整理组")] * 2), ""]
    report = load(OverlayTree().write(CORRECTIONS, "\n".join(lines)))[1]
    assert [problem.code for problem in report] == ["missing-column"]


def prints(tree: OverlayTree) -> dict[str, str]:
    """The fingerprint of each figure that a tree cites, by its name in the lock."""
    return {item.id: item.fingerprint for item in cited_figures(validate(tree, locked=False)[0][0])}


COUNTED = f"observations/2023-report/{LAMPS}/2023-12-31"


def in_units(unit: str, of_indicator: str = "lamp") -> OverlayTree:
    """The town, where the report counts lamps in a unit of its own."""
    tree = OverlayTree().edit(OBSERVATIONS, HEADER, f"{HEADER},unit_id")
    lines = tree.read(OBSERVATIONS).decode().splitlines()
    rows = [f"{line},{unit if line.startswith(f'{LAMPS},qinghe,,2023') else ''}" for line in lines[1:]]
    indicators = tree.read(LIGHTING).decode().replace("unit_id: lamp", f"unit_id: {of_indicator}", 1)
    return tree.write(OBSERVATIONS, "\n".join([lines[0], *rows, ""])).write(LIGHTING, indicators)


def test_the_lock_holds_the_unit_that_a_row_is_in() -> None:
    """Its own, or that of its indicator where it has none."""
    own, plain = prints(in_units("percent")), prints(OverlayTree())
    assert own[COUNTED] != plain[COUNTED]
    assert prints(in_units("lamp"))[COUNTED] == plain[COUNTED]
    assert prints(in_units("percent", of_indicator="day"))[COUNTED] == own[COUNTED]
    assert prints(in_units("", of_indicator="day"))[COUNTED] != plain[COUNTED]


def test_what_prints_no_figure_is_not_locked() -> None:
    tree = OverlayTree().edit(OBSERVATIONS, ",980盏,", ",,")
    assert set(prints(OverlayTree())) - set(prints(tree)) == {
        "observations/2023-report/lamps-standing/2023-12-31"
    }


@pytest.mark.parametrize(("figure", "cited"), [("", "210"), ("210余", "210余")])
def test_a_cell_is_locked_as_it_is_printed_else_by_its_number(figure: str, cited: str) -> None:
    folder = "town/documents/2023-tables"
    row = f"{LAMPS},qinghe,,2023-01-01,{YEAR},{YEAR},210,,,,,,,表1/路灯,{figure},,,"
    tree = OverlayTree().write(f"{folder}/document.yaml", DATASET)
    package = validate(tree.write(f"{folder}/observations.csv", f"{HEADER}\n{row}\n"))[0][0]
    figures = [item.figure for item in cited_figures(package) if item.document_id == "2023-tables"]
    assert figures == [cited]


def test_only_a_package_that_cites_figures_can_be_unverified() -> None:
    cites, lock = OverlayTree(), OverlayTree().write(STALE, "citation,sha256,offset,row\n")
    nothing = OverlayTree()
    for path in [entry.path for entry in nothing.entries() if entry.path.endswith(".csv")]:
        nothing.remove(path)
    assert [list(unverified(validate(tree)[0])) for tree in (cites, lock, nothing)] == [["town"], [], []]


def test_without_a_finding_to_explain_there_is_no_ledger() -> None:
    ledger, report = load(OverlayTree(PROBLEMS / "finding-gone"))
    assert (ledger, [problem.code for problem in report]) == (None, ["finding-gone"])


def test_a_relation_stands_once() -> None:
    tree = OverlayTree()
    text = tree.read("town/relations.yaml").decode()
    tree.write("town/relations.yaml", text + text)
    assert {problem.code for problem in load(tree)[1]} == {"duplicate-row"}


def test_relations_that_cannot_be_read_are_not_the_same_one() -> None:
    tree = OverlayTree()
    unread = "- relation: increment\n  indicator_id: Lamps {}\n  others: [lamps-standing]\n"
    text = tree.read("town/relations.yaml").decode()
    tree.write("town/relations.yaml", text + unread.format(1) + unread.format(2))
    assert [code for code, _ in found(tree)] == ["bad-id", "bad-id"]


def test_entries_that_cannot_be_read_are_not_the_same_one() -> None:
    """Nor is any of them looked for among those that there are."""
    tree = OverlayTree().edit(f"{PLAN}/goals.yaml", "[lighting]", "[Lamps, Lights]")
    assert [code for code, _ in found(tree)] == ["bad-id", "bad-id"]
