"""What people write for one of a few values is refused with the value that it means, wherever that is certain."""

from __future__ import annotations

from typing import Any

import pytest
from overlays import PLAN, REPORT, OverlayTree
from speaking import LANGUAGES

from generator.core.codes import SIGNS
from generator.core.messages import catalogue
from generator.core.values import Refusal, read_boolean
from generator.format.choices import choice_meant
from generator.format.fields import AnyField, Field, Type
from generator.format.tables import (
    DOCUMENT,
    INDICATORS,
    MENTIONS,
    OBSERVATIONS,
    PROGRAMMES,
    PROGRESS,
    TARGETS,
)
from generator.reading.load import load

COLUMNS: dict[str, AnyField] = {
    "comparator": TARGETS.comparator,
    "attainment": TARGETS.attainment,
    "qualifier": OBSERVATIONS.qualifier,
    "of a target": TARGETS.qualifier,
    "status": OBSERVATIONS.obs_status,
    "state": PROGRESS.state,
    "measure": INDICATORS.measure,
    "document": DOCUMENT.kind,
    "programme": PROGRAMMES.kind,
    "completeness": DOCUMENT.completeness,
    "says": MENTIONS.says,
}
MEANT = {
    # what is written in a column, by what it means; nothing where it may mean several, or none
    "comparator": {
        **dict.fromkeys(
            (">=", "≥", "＞＝", "> =", "=>", "GE", "at least", "Au moins", "不低于", "以上", "min"), "ge"
        ),
        **dict.fromkeys((">", "＞", "more than", "plus de", "大于"), "gt"),
        **dict.fromkeys(("<=", "≤", "⩽", "at most", "jusqu'à", "jusqu’à", "不超过", "以内", "max"), "le"),
        **dict.fromkeys(("<", "＜", "less than", "moins de", "小于"), "lt"),
        **dict.fromkeys(("=", "==", "exactly", "égal à", "等于"), "eq"),
        **dict.fromkeys(("betwen", "range", "fourchette", "区间", "…"), "between"),
        **dict.fromkeys(("-", "?", "xyz", "><"), ""),
    },
    "attainment": {"by end": "by_end", "By-End": "by_end", "每年": "throughout", "always": "throughout"},
    "qualifier": {
        "~": "about",
        "≈": "about",
        "environ": "about",
        "余": "over",
        ">": "over",
        "presque": "under",
    },
    # at least is for the comparator of a target
    "of a target": {"over": "", ">": "", "近": "under"},
    "status": {"p": "P", "provisoire": "P", "Estimate": "E", "预测": "F", "a": "A", "final": "A"},
    "state": {
        "done": "delivered",
        "Under way": "under_way",
        "en cours": "under_way",
        "annulé": "cancelled",
        "完成": "delivered",
    },
    "measure": {"share": "rate", "plafond": "limit", "比例": "rate", "argent": "budget"},
    "document": {"rapport": "report", "统计表": "dataset", "Plan": "plan", "app": ""},
    "programme": {"app": "platform", "campagne": "campaign", "rapport": ""},
    "completeness": {"texte intégral": "full", "节选": "excerpt"},
    "says": {"prévu": "promised", "已有": "existing"},
}


@pytest.mark.parametrize("column", MEANT)
def test_what_people_write_for_a_choice_is_known(column: str) -> None:
    found = {text: choice_meant(COLUMNS[column], text) for text in MEANT[column]}
    assert found == MEANT[column]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_for_choices_are_those_of_columns_and_stand_for_one_thing(language: str) -> None:
    """A word that stood for two choices of a column would never be suggested."""
    also: dict[str, dict[str, str]] = catalogue(language, "fields")["also"]
    shapes = (TARGETS, OBSERVATIONS, PROGRESS, INDICATORS, DOCUMENT, PROGRAMMES, MENTIONS)
    choices: dict[str, dict[str, AnyField]] = {}
    for shape in shapes:
        for item in shape.fields:
            if item.type is Type.CHOICE:
                choices.setdefault(item.name, {})[shape.name] = item
    assert {
        name: set(codes) - {c for item in choices[name].values() for c in item.choices}
        for name, codes in also.items()
    } == {name: set() for name in also}
    wrong = {
        (name, word): choice_meant(item, word)
        for name, codes in also.items()
        for item in choices[name].values()
        for code, words in codes.items()
        for word in words.split(" · ")
        if code in item.choices and choice_meant(item, word) != code
    }
    assert wrong == {}


def test_a_word_for_two_choices_is_told_of_neither() -> None:
    """Titles of codes of a breakdown may be alike."""
    item: Field[str] = Field(
        "power",
        Type.CHOICE,
        choices=("grid", "solar", "wind"),
        called=(("Renewable", "solar"), ("Renewable", "wind"), ("The mayor’s", "grid")),
    )
    said = ("renewable", "the_mayor's", "THE  MAYOR’S", "themayors")
    assert [choice_meant(item, text) for text in said] == ["", "grid", "grid", ""]


def test_signs_are_those_of_declared_codes() -> None:
    known = {item.enum.__name__ for item in COLUMNS.values() if item.enum}
    assert SIGNS.keys() <= known


def test_a_sign_in_a_table_is_refused_with_its_code() -> None:
    tree = (
        OverlayTree()
        .edit(f"{PLAN}/targets.csv", "ge,200", "≥,200")
        .edit(f"{REPORT}/observations.csv", "30,over", "30,>")
    )
    told = [(item.code, item.hint("en")) for item in load(tree)[1]]
    assert told == [
        ("unknown-choice", "Did you mean “ge”?"),
        ("unknown-choice", "Did you mean “over”?"),
    ]


@pytest.mark.parametrize(
    ("written", "meant"), [("太阳能", "solar"), ("Mains", "grid"), ("SOLAR", "solar"), ("风", "")]
)
def test_a_code_of_a_breakdown_is_known_by_its_title(written: str, meant: str) -> None:
    tree = OverlayTree().edit(f"{REPORT}/observations.csv", "qinghe,solar", f"qinghe,{written}")
    [problem] = load(tree)[1]
    assert (problem.code, problem.values["suggestion"]) == ("unknown-choice", meant)


SAID: dict[str, Any] = {
    **dict.fromkeys(
        ("true", "TRUE", "yes", "Oui", "VRAI", "vrai", "是", "真", "ja", "WAHR", "sí", "1", "１", "✓"), "true"
    ),
    **dict.fromkeys(
        ("false", "False", "no", "non", "Non", "FAUX", "否", "假", "nein", "FALSCH", "0"), "false"
    ),
    **dict.fromkeys(("maybe", "2", "-", "peut-être", "x", "X", "o", "O"), ""),
}


def test_yes_and_no_are_known_in_many_languages() -> None:
    """Whoever answers in French was told that “non” is neither."""
    found = {
        text: read.suggestion if isinstance(read := read_boolean(text), Refusal) else str(read).lower()
        for text in SAID
    }
    assert found == SAID
