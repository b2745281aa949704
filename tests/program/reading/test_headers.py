"""What a column under an unknown name was meant to be is asked; a header that lacks a column is told with it in its place."""

from __future__ import annotations

import pytest
from overlays import PLAN, REPORT, OverlayTree

from generator.core.problems import LISTED
from generator.format import tables
from generator.format.naming import title
from generator.reading.load import load
from generator.reading.validate.headers import columns_called, columns_meant, completed

TARGETS, OBSERVATIONS, CLAIMS = f"{PLAN}/targets.csv", f"{REPORT}/observations.csv", f"{REPORT}/claims.csv"
INDICATORS, AREAS = "town/indicators/lighting.yaml", "town/areas.yaml"

RENAMED: dict[str, tuple[str, str, str, dict[str, str], str]] = {
    # a file, a piece of its header and what stands there instead; of each unknown name what is asked; what is told as missing
    "misspelt": (TARGETS, "value_upper", "value_uper", {"value_uper": "value_upper"}, ""),
    "in another language": (TARGETS, "value_upper", "valeur_max", {"valeur_max": "value_upper"}, ""),
    "by its title": (TARGETS, "baseline", "Starting value", {"Starting value": "baseline"}, ""),
    "several, by their titles": (
        TARGETS,
        "comparator,value,value_upper",
        "要求,valeur cible,Borne_supérieure",
        {"要求": "comparator", "valeur cible": "value", "Borne_supérieure": "value_upper"},
        "",
    ),
    "several, by their places": (
        TARGETS,
        "period_start,period_end",
        "von,bis",
        {"von": "period_start", "bis": "period_end"},
        "",
    ),
    "by its place, and what it holds does not fit": (
        TARGETS,
        "period_end,comparator,value",
        "value,comparator,von",
        {"von": ""},
        "period_end",
    ),
    "elsewhere, and what it holds does not fit": (
        TARGETS,
        "period_end,comparator",
        "comparator,art",
        {"art": ""},
        "period_end",
    ),
    "one where two are lacking": (
        TARGETS,
        "value_upper,baseline",
        "max",
        {"max": ""},
        "value_upper baseline",
    ),
    "one that may be left out, by what it holds": (
        OBSERVATIONS,
        "stated_share,stated_share_figure",
        "stated_share,en toutes lettres",
        {"en toutes lettres": "stated_share_figure"},
        "",
    ),
    "one of two that may be left out, and it holds nothing": (
        OBSERVATIONS,
        "occurrence,note_zh",
        "occurrence,remarque",
        {"remarque": ""},
        "",
    ),
    "all of them, by their titles": (
        CLAIMS,
        "slug,period_start,period_end,as_of,share,locator,figure,occurrence,note_zh,note_en",
        "短名,时间段起,时间段止,截至,说法的比例,出处,印出的数字,第几处,备注（中文）,备注（英文）",
        {
            "短名": "slug",
            "时间段起": "period_start",
            "时间段止": "period_end",
            "截至": "as_of",
            "说法的比例": "share",
            "出处": "locator",
            "印出的数字": "figure",
            "第几处": "",
            "备注（中文）": "note_zh",
            "备注（英文）": "note_en",
        },
        "",
    ),
    "in capitals, where nothing else shows it": (
        OBSERVATIONS,
        "occurrence,note_zh,note_en",
        "OCCURRENCE,Note zh,NOTE_EN",
        {"OCCURRENCE": "occurrence", "Note zh": "note_zh", "NOTE_EN": "note_en"},
        "",
    ),
    "nothing is lacking": (CLAIMS, "note_zh,note_en", "note_zh,note_en,remarks", {"remarks": ""}, ""),
}


@pytest.mark.parametrize("case", RENAMED)
def test_which_column_was_meant_is_asked(case: str) -> None:
    file, old, new, asked, missing = RENAMED[case]
    report = load(OverlayTree().edit(file, old, new))[1]
    assert {
        item.values["field"]: item.values["suggestion"] for item in report if item.code == "unknown-column"
    } == asked
    told = [item.values["columns"] for item in report if item.code == "missing-column"]
    assert told == ([missing.replace(" ", LISTED)] if missing else [])


TWICE: dict[str, tuple[str, str, str, tuple[str, str]]] = {
    # a file, a piece of its header and what stands there instead; where it is told, and what should stand there
    "the later one": (TARGETS, "value_upper,baseline", "value,baseline", ("H1", "value_upper")),
    "the earlier one": (TARGETS, "goal,indicator_id,area_id", "area_id,indicator_id,area_id", ("A1", "goal")),
    "one too many": (OBSERVATIONS, "occurrence,note_zh", "note_zh,note_zh", ("Q1", "")),
}  # fmt: skip


@pytest.mark.parametrize("case", TWICE)
def test_a_name_that_stands_twice_is_told_where_another_is_lacking(case: str) -> None:
    file, old, new, (place, meant) = TWICE[case]
    tree = OverlayTree().edit(file, old, new)
    (problem,) = load(tree)[1]
    assert problem.code == "duplicate-column"
    assert (problem.place.spot("en"), problem.values["suggestion"]) == (place, meant)
    if meant:
        header, *rows = tree.read(file).decode().splitlines()
        names = header.split(",")
        names[problem.place.column and header[: problem.place.column - 1].count(",")] = meant
        assert load(tree.write(file, "\n".join([",".join(names), *rows, ""])))[1].ok


def test_one_that_stands_elsewhere_is_known_by_what_it_holds() -> None:
    names = "slug,period_start,period_end,as_of,locator,figure,occurrence,note_zh,note_en,part"
    row = "all-done,2023-01-01,2023-12-31,2023-12-31,一,全面完成,,,,100"
    [problem] = load(OverlayTree().write(CLAIMS, f"{names}\n{row}\n"))[1]
    assert (problem.code, problem.values["suggestion"]) == ("unknown-column", "share")
    told = {item.code for item in load(OverlayTree().write(CLAIMS, f"{names}\n{row}x\n"))[1]}
    assert told == {"unknown-column", "missing-column"}


FULL = "slug period_start period_end as_of share locator figure"
PLACES: list[tuple[str, dict[str, list[str]], dict[str, str]]] = [
    # a header, what stands below its unknown names, and what each of these is taken for
    ("slug a period_end as_of share locator figure", {"a": ["2023-01-01"]}, {"a": "period_start"}),
    ("slug a period_end as_of share locator figure", {"a": ["2023-01-01", "x"]}, {}),
    ("slug a period_end as_of share locator figure", {"a": ["2023-01-01", ""]}, {}),
    ("slug a b as_of share locator figure", {"a": ["2023-01-01"], "b": ["x"]}, {}),
    # only what lies between its neighbours is asked about, wherever else something is lacking
    ("slug period_start a as_of share figure", {"a": ["2023-01-01"]}, {"a": "period_end"}),
    ("slug period_start a share as_of locator figure", {"a": ["2023-01-01"]}, {"a": "period_end"}),
    # what must be there goes before what may
    ("slug period_start period_end as_of share locator a note_zh", {"a": ["5 %"]}, {"a": "figure"}),
    (f"{FULL} occurrence a note_zh", {"a": [""]}, {"a": "page"}),
    (f"{FULL} occurrence a note_zh", {"a": ["x"]}, {}),
    (f"{FULL} a note_zh", {"a": ["3"]}, {}),
    (f"{FULL} a note_zh", {"a": ["103"]}, {"a": "page"}),
    (f"{FULL} a note_zh", {"a": [""]}, {}),
    (f"{FULL} a b note_zh", {"a": ["3"], "b": ["3"]}, {}),
    # how it is written goes before where it stands, and stands for one column
    (
        "perod_start slug period_end as_of share locator figure",
        {"perod_start": [""]},
        {"perod_start": "period_start"},
    ),
    (
        "perod_start periodstart slug period_end as_of share locator figure",
        {"perod_start": [""], "periodstart": [""]},
        {"perod_start": "period_start"},
    ),
    # elsewhere only what shows itself
    ("a slug period_start period_end as_of locator figure", {"a": ["100"]}, {"a": "share"}),
    ("a slug period_start period_end as_of locator figure", {"a": [""]}, {}),
    ("a slug period_start period_end as_of share figure", {"a": ["一"]}, {}),
    ("a slug b period_start period_end as_of locator figure", {"a": ["100"], "b": ["x"]}, {}),
    ("a slug period_start as_of locator figure", {"a": ["100"]}, {}),
]


def test_the_place_of_a_column_and_what_it_holds_tell_what_it_may_be() -> None:
    shape = tables.CLAIMS.in_languages(("zh", "en"))
    found = []
    for header, texts, _ in PLACES:
        names = header.split()
        unknown = [at for at, name in enumerate(names) if name in texts]
        below = {at: texts[names[at]] for at in unknown}
        meant = columns_meant(names, unknown, shape, below.__getitem__)
        found.append((header, texts, {names[at]: column for at, column in meant.items()}))
    assert found == PLACES


def test_titles_are_known_however_their_words_are_joined() -> None:
    shape = tables.TARGETS.in_languages(("zh", "en"))
    header = ["Borne_supérieure", " valeur  CIBLE", "Comparison", "Jusqu’au", "goal", "Ventilation goal"]
    titles = {title("targets", name, tag) for tag in ("fr", "en") for name in ("comparator", "locator")}
    assert columns_called(header, shape) == {0: "value_upper", 1: "value"}
    assert set(columns_called(sorted(titles), shape).values()) == {"comparator", "locator"}


def test_a_lacking_column_comes_behind_the_one_before_it() -> None:
    shape = tables.CLAIMS.in_languages(("zh", "en"))
    assert [
        completed(["mine", "figure"], ["slug", "share"], shape),
        completed(["slug", "mine", "share", "figure"], ["as_of", "locator"], shape),
    ] == [
        ["slug", "share", "mine", "figure"],
        ["slug", "as_of", "mine", "share", "locator", "figure"],
    ]


MISSING = [
    # a file, what is taken out of its header, and the header that is told
    (
        OBSERVATIONS,
        "period_end,",
        (
            "indicator_id,area_id,power,period_start,period_end,as_of,value,qualifier,obs_status,stated_share,"
            "stated_share_figure,stated_change,stated_change_figure,locator,figure,occurrence,note_zh,note_en"
        ),
    ),
    (
        TARGETS,
        "goal,indicator_id,",
        (
            "goal,indicator_id,area_id,period_start,period_end,comparator,value,value_upper,baseline,locator,figure,"
            "occurrence,note_zh,note_en"
        ),
    ),
    (CLAIMS, ",figure", "slug,period_start,period_end,as_of,share,locator,figure,occurrence,note_zh,note_en"),
]


@pytest.mark.parametrize(("file", "piece", "header"), MISSING)
def test_a_header_is_told_with_what_it_lacks_among_what_it_has(file: str, piece: str, header: str) -> None:
    """The columns that every table needs, pasted in its place, would have broken every row."""
    tree = OverlayTree().edit(file, piece, "")
    head, *rows = tree.read(file).decode().splitlines()
    short = [",".join(row.split(",")[: head.count(",") + 1]) for row in rows]
    found = {}
    for name, lines in (("the rows have the cells", rows), ("they lack them", short)):
        report = load(tree.write(file, "\n".join([head, *lines, ""])))[1]
        [problem] = [item for item in report if item.code == "missing-column"]
        found[name] = problem.values["header"], problem.values["suggestion"], header in problem.hint("en")
    assert found == {
        "the rows have the cells": (header, header, True),
        "they lack them": (header, "", True),
    }


KEYS = {
    # a piece of a YAML file and what stands there instead, with what is told of the file
    "one key is lacking, and one unknown": (
        INDICATORS,
        "  measure: limit\n",
        "  art: limit\n",
        [("unknown-key", "measure")],
    ),
    "what it holds does not fit": (
        INDICATORS,
        "  measure: limit\n",
        "  art: much\n",
        [("missing-key", ""), ("unknown-key", "")],
    ),
    "two are lacking": (
        INDICATORS,
        "  measure: limit\n  ascending: false\n",
        "  art: limit\n",
        [("missing-key", ""), ("missing-key", ""), ("unknown-key", "")],
    ),
    "none is lacking": (
        INDICATORS,
        "  measure: limit\n",
        "  measure: limit\n  art: x\n",
        [("unknown-key", "")],
    ),
}


@pytest.mark.parametrize("case", KEYS)
def test_which_key_was_meant_is_asked_where_one_alone_can_be(case: str) -> None:
    file, old, new, expected = KEYS[case]
    report = load(OverlayTree().edit(file, old, new))[1]
    found = [(item.code, item.values.get("suggestion", "")) for item in report if item.place.file == file]
    assert sorted(found) == expected
