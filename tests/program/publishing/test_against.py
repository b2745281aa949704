"""Two plans side by side: which are compared, what is in both, what in one only, and how that is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import decade
import pytest
from speaking import LANGUAGES

from generator.core.codes import Comparator, Completeness, DocumentKind, Qualifier
from generator.core.model import Document, Goal, Package, Period, Target
from generator.publishing.pages import Site, render_pages
from generator.publishing.pages.against import MOST, Both, Changed, changed, pairs, side_by_side
from generator.publishing.pages.views import PackageView
from generator.reading.load import load
from generator.verdicts.assess import Assessment
from generator.verdicts.standings import assess_package


@pytest.fixture(scope="module")
def linden() -> Package:
    ledger, report = load(decade.tree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages[decade.BODY]


Plan = tuple[str, str, str, str]
"""A plan as (first day, last day, issuer, day of issue); what is not printed is empty."""


def with_plans(package: Package, plans: Mapping[str, Plan], carried: Mapping[str, Sequence[str]]) -> Package:
    """A body with some plans, each with goals of which the first carries on those of the plans that are named."""
    document, goal = package.documents["plan-2014"], package.goals["plan-2014/1"]
    documents: dict[str, Document] = {}
    goals: dict[str, Goal] = {}
    for name, (start, end, issuer, issued) in plans.items():
        documents[name] = replace(
            document,
            id=name,
            period=Period(date.fromisoformat(start), date.fromisoformat(end)),
            publisher_id=issuer,
            published=date.fromisoformat(issued) if issued else None,
        )
        continues = tuple(f"{earlier}/1" for earlier in carried.get(name, ()))
        goals[f"{name}/1"] = replace(goal, id=f"{name}/1", document_id=name, continues=continues)
    return replace(package, documents=documents, goals=goals, targets={}, observations={}, places={})


def year(number: int, issuer: str = "council", issued: str = "") -> Plan:
    return f"{number}-01-01", f"{number}-12-31", issuer, issued


LONG = ("2021-01-01", "2025-12-31", "council", "")
LONGER = ("2020-01-01", "2030-12-31", "council", "")

COMPARED: list[tuple[Mapping[str, Plan], Mapping[str, Sequence[str]], Mapping[str, tuple[str, ...]]]] = [
    # the plans, which carries on which → each with the earlier ones that it is compared with
    ({"one": year(2021)}, {}, {}),
    ({"b": year(2022), "a": year(2021)}, {}, {"b": ("a",)}),
    # only the one just before, though years lie between
    ({"a": year(2019), "b": year(2021), "c": year(2023)}, {}, {"b": ("a",), "c": ("b",)}),
    # of another issuer none is before, but what is on record as carried on is compared
    ({"a": year(2021, "bureau"), "b": year(2022)}, {}, {}),
    ({"a": year(2021, "bureau"), "b": year(2022)}, {"b": ["a"]}, {"b": ("a",)}),
    # the plan of years in whose time it lies, of several the narrowest, whoever issued it
    ({"long": LONG, "b": year(2021)}, {}, {"b": ("long",)}),
    ({"longer": LONGER, "long": LONG, "b": year(2022)}, {}, {"b": ("long",), "long": ("longer",)}),
    # a plan of years follows the year before it
    ({"a": year(2020), "long": LONG}, {}, {"long": ("a",)}),
    # what was issued later is not earlier
    ({"long": (*LONG[:3], "2022-05-01"), "b": year(2021, issued="2021-01-15")}, {}, {}),
    # a draft and the plan for one time
    (
        {"final": year(2021, issued="2021-03-01"), "draft": year(2021, issued="2021-01-01")},
        {},
        {"final": ("draft",)},
    ),
    # at most three, those that are always named first, then those of which most is carried on
    (
        {"long": LONG, **{name: year(2015 + number) for number, name in enumerate("abcdefg")}},
        {"g": ["a", "b", "c"]},
        {
            **{later: (earlier,) for earlier, later in zip("abcde", "bcdef", strict=True)},
            "long": ("f",),
            "g": ("f", "long", "c"),
        },
    ),
]


@pytest.mark.parametrize(("plans", "carried", "expected"), COMPARED)
def test_which_plans_are_compared(
    linden: Package,
    plans: Mapping[str, Plan],
    carried: Mapping[str, Sequence[str]],
    expected: Mapping[str, tuple[str, ...]],
) -> None:
    assert dict(pairs(with_plans(linden, plans, carried))) == dict(expected)


def test_forty_plans_have_no_page_for_each_two(linden: Package) -> None:
    names = {f"p{number}": year(1980 + number) for number in range(40)}
    carried = {f"p{number}": [f"p{earlier}" for earlier in range(number)] for number in range(40)}
    found = pairs(with_plans(linden, names, carried))
    assert max(map(len, found.values())) == MOST
    assert sum(map(len, found.values())) < 40 * MOST


def test_only_plans_with_goals_are_compared(linden: Package) -> None:
    package = with_plans(linden, {"a": year(2021), "b": year(2022)}, {})
    report = replace(package.documents["b"], kind=DocumentKind.REPORT)
    assert pairs(replace(package, documents={**package.documents, "b": report})) == {}
    assert pairs(replace(package, goals={"b/1": package.goals["b/1"]})) == {}


def test_ten_years_are_compared_one_by_one(linden: Package) -> None:
    assert pairs(linden) == {f"plan-{year}": (f"plan-{year - 1}",) for year in range(2015, 2024)}


NUMBERS: list[tuple[dict[str, Any], Changed]] = [
    # what of the later target is another → what is said of it; the earlier is 1,500 flats or more for 2022
    ({}, Changed.SAME),
    ({"value": 1600}, Changed.RAISED),
    ({"value": 1400}, Changed.LOWERED),
    ({"value": 1400, "value_upper": 1500}, Changed.LOWERED),
    ({"value": 1400, "value_upper": 1600}, Changed.OTHERWISE),
    ({"comparator": "eq"}, Changed.OTHERWISE),
    ({"qualifier": "about"}, Changed.OTHERWISE),
    ({"period": Period(date(2023, 1, 1), date(2023, 12, 31))}, Changed.SAME),
    ({"value": 7000, "period": Period(date(2021, 1, 1), date(2025, 12, 31))}, Changed.LENGTH),
]


@pytest.mark.parametrize(("other", "expected"), NUMBERS)
def test_what_became_of_a_number(linden: Package, other: dict[str, Any], expected: Changed) -> None:
    kinds: dict[str, Any] = {
        "value": Decimal,
        "value_upper": Decimal,
        "comparator": Comparator,
        "qualifier": Qualifier,
    }
    earlier = linden.targets["plan-2022/1/flats-heated/2022"]
    new = {name: kinds[name](value) if name in kinds else value for name, value in other.items()}
    later: Target = replace(earlier, **new)
    assert changed([earlier], [later], linden) is expected
    assert changed([earlier, earlier], [later], linden) is Changed.SEVERAL


def test_of_a_share_the_length_of_time_does_not_matter(linden: Package) -> None:
    earlier = linden.targets["plan-2022/1/calls-answered/2022"]
    later = replace(earlier, period=Period(date(2021, 1, 1), date(2025, 12, 31)))
    assert changed([earlier], [later], linden) is Changed.SAME


@pytest.fixture(scope="module")
def of_two_years(linden: Package) -> PackageView:
    """Ten years, of which 2020 carries on a goal of 2019, which also has a second one."""
    goals = dict(linden.goals)
    goals["plan-2020/1"] = replace(goals["plan-2020/1"], continues=("plan-2019/1",))
    goals["plan-2019/2"] = replace(goals["plan-2019/1"], id="plan-2019/2", number="2")
    documents = dict(linden.documents)
    documents["plan-2021"] = replace(documents["plan-2021"], completeness=Completeness.EXCERPT)
    package = replace(linden, goals=goals, documents=documents)
    return PackageView(package, assess_package(package, decade.TODAY), speaks=LANGUAGES)


def test_what_is_in_both_and_in_one(of_two_years: PackageView) -> None:
    found = side_by_side(of_two_years, "plan-2020", "plan-2019")
    assert found["carried"] == [("plan-2020/1", ("plan-2019/1",))]
    assert found["goals-before"] == ["plan-2019/2"]
    assert "goals-after" not in found
    both = {
        (item.indicator_id, item.area_id): item.changed for item in found["both"] if isinstance(item, Both)
    }
    assert both == {
        ("flats-heated", "linden"): Changed.RAISED,
        ("calls-answered", "linden"): Changed.SAME,
        ("repair-days", "linden"): Changed.SAME,
        ("kerbs-lowered", "linden"): Changed.SAME,
        **{("kerbs-lowered", ward): Changed.SAME for ward in decade.WARDS},
    }
    # The target of five years is that of 2019 alone.
    alone = [item.target.id for item in found["targets-before"] if isinstance(item, Assessment)]
    assert alone == ["plan-2019/1/trees-standing/2019-01-01/2023-12-31"]
    assert "targets-after" not in found


SAID = {
    # language → of a pair that is bound, of one that is not, of an excerpt
    "zh": ("后一份没有接着写的目标", "本站没有标注这两份文件的目标之间有延续关系", "其中有节选"),
    "en": ("Goals that the later plan does not carry on", "No goal of the later plan is on record", "held as an excerpt"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_said(of_two_years: PackageView, language: str) -> None:
    site = Site((of_two_years,), {decade.BODY: ()}, decade.TODAY, decade.TODAY)
    pages = {path: unescape(text) for path, text in render_pages(site, language)}
    root = f"{decade.BODY}/documents"
    bound = pages[f"{root}/plan-2020/against/plan-2019/index.md"]
    loose = pages[f"{root}/plan-2021/against/plan-2020/index.md"]
    carries, unbound, excerpt = SAID[language]
    assert (carries in bound, unbound in bound, excerpt in bound) == (True, False, False)
    assert (carries in loose, unbound in loose, excerpt in loose) == (False, True, True)
    both = re.findall(r'<tr><th scope="row"><a href="[^"]*flats-heated/.*?</tr>', bound, re.DOTALL)
    told = " ".join(re.sub(r"<[^>]*>", " ", both[0]).split())
    numbers = {
        "zh": ["1,300户", "1,400户", "数字提高了"],
        "en": ["1,300 flats", "1,400 flats", "a higher number"],
    }
    assert [words for words in numbers[language] if words not in told] == []
    # Both documents lead to it.
    assert 'href="against/plan-2019/"' in pages[f"{root}/plan-2020/index.md"]
    assert 'href="../plan-2020/against/plan-2019/"' in pages[f"{root}/plan-2019/index.md"]
