"""Which indicators of several bodies are the same: by id or code, where unit, measure and direction agree too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from packages import town

from generator.core.codes import Measure
from generator.core.model import Indicator, Named, Package
from generator.core.phrases import Text
from generator.verdicts.alike import alike, by_indicator, same_unit

ZH_EN = {"zh": "盏", "en": "lamps"}


def body(
    name: str, *indicators: tuple[str, Mapping[str, Any]], unit: Mapping[str, Any] | None = None
) -> Package:
    """A body with some indicators: each as its id, and what of it differs from a count of lamps, where more is better."""
    of = unit or ZH_EN
    titles = {tag: text for tag, text in of.items() if len(tag) == 2}
    codes = {key: text for key, text in of.items() if len(key) > 2}
    base = town({})
    counted = {
        key: replace(
            Indicator(
                key,
                "lighting",
                Text.of({"zh": key}),
                Text.of({"zh": key}),
                "lamp",
                Measure.FLOW,
                ascending=True,
            ),
            **{field: value for field, value in more.items() if field in ("measure", "ascending", "falls")},
            more=MappingProxyType(
                {field: value for field, value in more.items() if field in ("sdg", "wikidata")}
            ),
        )
        for key, more in indicators
    }
    lamp = Named("lamp", Text.of(titles), more=MappingProxyType(codes))
    return replace(base, id=name, indicators=counted, units={"lamp": lamp})


A, B, C = "a", "b", "c"
PLAIN: tuple[str, Mapping[str, Any]] = ("lamps", {})

CASES = {
    # the bodies → each comparison: key, code, who holds it, who is apart and why
    "one id": ([body(A, PLAIN), body(B, PLAIN)], [("lamps", "", [A, B], {})]),
    "one body": ([body(A, PLAIN)], []),
    "other ids": ([body(A, PLAIN), body(B, ("lights", {}))], []),
    "another measure": ([body(A, PLAIN), body(B, ("lamps", {"measure": Measure.STOCK}))], []),
    "another direction": ([body(A, PLAIN), body(B, ("lamps", {"ascending": False}))], []),
    "falls": ([body(A, PLAIN), body(B, ("lamps", {"falls": True}))], []),
    "another unit": ([body(A, PLAIN), body(B, PLAIN, unit={"zh": "组", "en": "sets"})], []),
    "a third in another unit": (
        [body(A, PLAIN), body(B, PLAIN), body(C, PLAIN, unit={"zh": "组", "en": "sets"})],
        [("lamps", "", [A, B], {C: ["unit"]})],
    ),
    "a third of other code, measure and direction": (
        [
            body(A, ("lamps", {"sdg": "7.1.1"})),
            body(B, PLAIN),
            body(C, ("lamps", {"sdg": "7.1.2", "measure": Measure.RATE, "ascending": False})),
        ],
        [("lamps", "", [A, B], {C: ["code", "measure", "direction"]})],
    ),
    "one code": (
        [body(A, ("lamps", {"sdg": "7.1.1"})), body(B, ("lights", {"sdg": "7.1.1"}))],
        [("sdg_7.1.1", "SDG 7.1.1", [A, B], {})],
    ),
    "one code and one id": (
        [body(A, ("lamps", {"sdg": "7.1.1"})), body(B, ("lamps", {"sdg": "7.1.1"}))],
        [("lamps", "", [A, B], {})],
    ),
    # the page by the id stays where it was when a third body comes with the code alone
    "a code binds more than the id": (
        [body(A, ("lamps", {"wikidata": "Q1"})), body(B, ("lamps", {"wikidata": "Q1"})), body(C, ("lights", {"wikidata": "Q1"}))],
        [("lamps", "", [A, B], {}), ("wikidata_Q1", "Wikidata Q1", [A, B, C], {})],
    ),
    "a code of several indicators names none": (
        [body(A, ("lamps", {"sdg": "7.1.1"}), ("poles", {"sdg": "7.1.1"})), body(B, ("lights", {"sdg": "7.1.1"}))],
        [],
    ),
    "another code of one list": (
        [body(A, ("lamps", {"wikidata": "Q1"})), body(B, ("lamps", {"wikidata": "Q2"}))],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_the_same(name: str) -> None:
    bodies, expected = CASES[name]
    found = alike(bodies)
    assert [
        (item.key, item.code, [package for package, _ in item.held], {one: [*why] for one, _, why in item.apart})
        for item in found
    ] == expected  # fmt: skip
    paths = by_indicator(found)
    assert {path for of in paths.values() for those in of.values() for path in those} == {
        f"compare/{key}/" for key, *_ in expected
    }


UNITS = [
    # two units → whether they mean the same
    (ZH_EN, ZH_EN, True),
    ({"zh": "盏"}, {"zh": "盏", "en": "lamps"}, True),
    # the same word in one language, not in another: 个 counts everything
    ({"zh": "个", "en": "parks"}, {"zh": "个", "en": "toilets"}, False),
    # no language in common: the id is all there is
    ({"zh": "盏"}, {"en": "lamps"}, True),
    ({"zh": "吨", "ucum": "t"}, {"zh": "公吨", "ucum": "t"}, True),
    ({"zh": "吨", "ucum": "t"}, {"zh": "吨", "ucum": "kg"}, False),
    ({"en": "Lamps"}, {"en": "lamps"}, True),
    ({"en": "MW"}, {"en": "mW"}, False),
    ({"en": "Mt per Year"}, {"en": "mt per year"}, False),
    ({"en": "Lamps"}, {"en": "lamps a year"}, False),
]


@pytest.mark.parametrize(("one", "other", "same"), UNITS)
def test_units_mean_the_same_by_code_or_name(
    one: Mapping[str, str], other: Mapping[str, str], *, same: bool
) -> None:
    first, second = (body(A, PLAIN, unit=unit).units["lamp"] for unit in (one, other))
    assert same_unit(first, second) is same
    assert same_unit(second, first) is same
