"""Numbers as people of a package's languages write them by hand are refused with the number that they mean."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from generator.core.languages import interface
from generator.core.problems import Place, Problem
from generator.core.values import Refusal
from generator.format.tables import OBSERVATIONS, TARGETS

FRENCH, ENGLISH, BOTH, GERMAN = ("fr",), ("en",), ("fr", "en"), ("de",)

WRITTEN: list[tuple[tuple[str, ...], str, str, str]] = [
    # the languages of the package, what stands in the cell, the code, and the number to write instead
    (FRENCH, "341,5", "bad-number", "341.5"),
    (FRENCH, "-341,5", "bad-number", "-341.5"),
    (FRENCH, "1,250", "bad-number", "1.25"),
    (FRENCH, "12 500", "number-thousands", "12500"),
    (FRENCH, "12\u00a0500", "number-thousands", "12500"),
    (FRENCH, "12\u202f500", "number-thousands", "12500"),
    (FRENCH, "12\u202f500,75", "number-thousands", "12500.75"),
    (FRENCH, "52,5 %", "number-percent", "52.5"),
    (FRENCH, "52,5\u00a0%", "number-percent", "52.5"),
    (FRENCH, "1,234.5", "number-thousands", "1234.5"),
    (FRENCH, "12 50", "bad-number", ""),
    (FRENCH, "3,5,7", "bad-number", ""),
    (FRENCH, "environ 52,5", "number-about", "52.5"),
    (FRENCH, "environ 95 %", "number-about", "95"),
    (FRENCH, "plus de 12\u202f500 arbres", "number-about", "12500"),
    (FRENCH, "moins de 5", "number-about", "5"),
    (FRENCH, "env. 1 250", "number-about", "1250"),
    (FRENCH, "au moins 12 km", "number-about", "12"),
    (FRENCH, "<5", "number-about", "5"),
    (FRENCH, "≥ 1,5", "number-about", "1.5"),
    (FRENCH, "5 à 6", "number-range", "5"),
    (FRENCH, "1,5-2,5 %", "number-range", "1.5"),
    (FRENCH, "5 km 3", "bad-number", ""),
    (FRENCH, "±5", "bad-number", ""),
    (FRENCH, "1-2-3", "bad-number", ""),
    (FRENCH, "2023-06-30", "bad-number", ""),
    (FRENCH, "98 logements", "number-unit", "98"),
    (FRENCH, "12 640 m²", "number-unit", "12640"),
    (FRENCH, "2,5 millions", "number-unit", "2500000"),
    (FRENCH, "3 sur 5", "bad-number", ""),
    (FRENCH, "1er", "bad-number", ""),
    (FRENCH, "beaucoup", "bad-number", ""),
    (ENGLISH, "1,250 km", "number-unit", "1250"),
    (ENGLISH, "about 30", "number-about", "30"),
    (ENGLISH, "over 25,000 copies", "number-about", "25000"),
    (ENGLISH, "less than 5", "number-about", "5"),
    (ENGLISH, "ca. 5", "number-about", "5"),
    (ENGLISH, "at most 5", "bad-number", ""),
    (ENGLISH, "1 of 3", "bad-number", ""),
    (BOTH, "1,250 km", "bad-number", ""),
    (BOTH, "about 30", "number-about", "30"),
    (GERMAN, "12.500,5", "number-thousands", "12500.5"),
    (GERMAN, "<5", "number-about", "5"),
    (GERMAN, "~ 1.250.000", "number-about", "1250000"),
    (GERMAN, "5+", "number-about", "5"),
    (GERMAN, "5 bis 6", "number-range", "5"),
    (("zh",), "不到5", "number-about", "5"),
    (("zh",), "5～6", "number-range", "5"),
    (ENGLISH, "12,500", "number-thousands", "12500"),
    (ENGLISH, "341,5", "bad-number", "341.5"),
    (ENGLISH, "-0,500", "bad-number", "-0.5"),
    (ENGLISH, "1234,567", "bad-number", "1234.567"),
    (ENGLISH, "52,5 %", "number-percent", "52.5"),
    (ENGLISH, "12 500,75", "bad-number", "12500.75"),
    (ENGLISH, "341,", "bad-number", ""),
    (ENGLISH, "3,5,7", "bad-number", ""),
    (BOTH, "341,5", "bad-number", "341.5"),
    (BOTH, "1,250", "number-two-ways", ""),
    (BOTH, "1,250 %", "number-two-ways", ""),
    (BOTH, "1,2500", "bad-number", "1.25"),
    (BOTH, "1 250", "number-thousands", "1250"),
    ((), "1,250", "number-thousands", "1250"),
    (FRENCH, "0,3333333333333", "number-decimals", "0.333333333333"),
    (FRENCH, "0.3333333333333", "number-decimals", "0.333333333333"),
    (FRENCH, "0,5000000000000", "bad-number", "0.5"),
    (FRENCH, "1\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000", "number-digits", ""),
]


def refused(languages: Iterable[str], text: str) -> list[tuple[str, str]]:
    """What the columns of targets and results say to a text."""
    columns = (
        OBSERVATIONS.in_languages(languages).by_name["value"],
        TARGETS.in_languages(languages).by_name["value_upper"],
    )
    read = [column.read(text) for column in columns]
    return [(item.code, item.suggestion) for item in read if isinstance(item, Refusal)]


@pytest.mark.parametrize(("languages", "text", "code", "meant"), WRITTEN)
def test_a_number_written_by_hand_is_refused_with_what_it_means(
    languages: tuple[str, ...], text: str, code: str, meant: str
) -> None:
    assert refused(languages, text) == [(code, meant)] * 2


BESIDE = [
    # what stands in the cell, and the number with how exact it is, or with the other end of the range
    ("<5", Refusal("number-about", "5", "under")),
    (">= 5", Refusal("number-about", "5", "over")),
    ("~5", Refusal("number-about", "5", "about")),
    ("＜5％", Refusal("number-about", "5", "under")),
    ("10 – 12,5", Refusal("number-range", "10", "12.5")),
]


@pytest.mark.parametrize(("text", "told"), BESIDE)
@pytest.mark.parametrize("languages", [GERMAN, FRENCH, BOTH])
def test_signs_beside_a_number_mean_the_same_in_all_languages(
    languages: tuple[str, ...], text: str, told: Refusal
) -> None:
    assert OBSERVATIONS.in_languages(languages).by_name["value"].read(text) == told


WAYS = [
    # the languages of the package, and what is told of a number that can be read in two ways, and in one
    (BOTH, "-1,250", Refusal("number-two-ways", detail="-1.25 · -1250")),
    (ENGLISH, "1,250", Refusal("number-thousands", "1250", "1.25")),
    (FRENCH, "1,250", Refusal("bad-number", "1.25", "1250")),
    (ENGLISH, "1,250.5", Refusal("number-thousands", "1250.5")),
    (ENGLISH, "1,250,000", Refusal("number-thousands", "1250000")),
    (ENGLISH, "1,25", Refusal("bad-number", "1.25")),
    (FRENCH, "1,25", Refusal("bad-number", "1.25")),
    (FRENCH, "1\u00a0250", Refusal("number-thousands", "1250")),
]


def test_a_number_of_two_ways_is_told_with_both() -> None:
    """By the languages of the package where these agree; what else it may be is told beside."""
    found = [
        (languages, text, OBSERVATIONS.in_languages(languages).by_name["value"].read(text))
        for languages, text, _ in WAYS
    ]
    assert found == WAYS
    problem = Problem(
        "number-thousands", Place("x"), {"value": "1,250", "suggestion": "1250", "detail": "1.25"}
    )
    assert [("1250" in problem.hint(tag), "1.25" in problem.hint(tag)) for tag in interface()] == [
        (True, True)
    ] * len(interface())
