"""What a column under an unknown name was meant to be is asked; a header that lacks a column is told with it in its place."""

from __future__ import annotations

import pytest
from overlays import PLAN, REPORT, OverlayTree

from generator.core.problems import LISTED
from generator.reading.load import load

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


def test_one_that_stands_elsewhere_is_known_by_what_it_holds() -> None:
    names = "slug,period_start,period_end,as_of,locator,figure,occurrence,note_zh,note_en,part"
    row = "all-done,2023-01-01,2023-12-31,2023-12-31,一,全面完成,,,,100"
    [problem] = load(OverlayTree().write(CLAIMS, f"{names}\n{row}\n"))[1]
    assert (problem.code, problem.values["suggestion"]) == ("unknown-column", "share")
    told = {item.code for item in load(OverlayTree().write(CLAIMS, f"{names}\n{row}x\n"))[1]}
    assert told == {"unknown-column", "missing-column"}


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
