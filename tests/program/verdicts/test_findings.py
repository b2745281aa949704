"""Figures held against each other: the hand-worked table of `cases/findings.yaml`, and what must always hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

import pytest
import yaml
from cases import NOTHING, NUMBERS, named, same, untimed
from folders import CASES
from hypothesis import given
from hypothesis import strategies as st
from judging import wrong
from packages import FIRST_HALF, ISSUED, observation_of, package_of, target_of
from speaking import both

from generator.core.codes import Comparator, FindingKind, Measure, ObservationStatus, Qualifier, RelationKind
from generator.core.model import Claim, Observation, Package, Relation, Target
from generator.verdicts.claims import check_claims, restatements
from generator.verdicts.findings import find, table_of
from generator.wording.disagreements import statement

TABLE: dict[str, list[dict[str, Any]]] = yaml.load(
    (CASES / "findings.yaml").read_text(encoding="utf-8"),
    Loader=yaml.CBaseLoader,  # every value as it is written: numbers never become floats
)
GROUPS = ("borne_out", "not_borne_out", "unclear", "earlier", "no_share", "unreported")
Row = TypeVar("Row", Target, Observation)


def shuffled(package: Package, random: Random) -> Package:
    """The rows in another order within their documents, which keep theirs; and all else in another order."""

    def mixed(rows: Mapping[str, Row]) -> dict[str, Row]:
        order = random.sample(list(rows.values()), len(rows))
        order.sort(key=lambda item: list(ISSUED).index(item.citation.document_id))
        return {item.id: item for item in order}

    return replace(
        package,
        targets=mixed(package.targets),
        observations=mixed(package.observations),
        relations=tuple(random.sample(package.relations, len(package.relations))),
        indicators=dict(random.sample(list(package.indicators.items()), len(package.indicators))),
        dimensions=dict(random.sample(list(package.dimensions.items()), len(package.dimensions))),
    )


def test_findings() -> None:
    assert wrong(is_found, named(TABLE["findings"])) == {}


def is_found(row: dict[str, Any]) -> None:
    assert row.keys() <= {
        *("case", "targets", "seen", "relations", "measures", "dimensions", "loose", "claims", "findings")
    }
    package, expected = package_of(row), row.get("findings", [])
    found = find(package)
    for item, told in zip(found, expected, strict=True):
        assert item.kind == told["kind"]
        assert item.id == f"{told['kind'].replace('_', '-')}/{told['of']}"
        assert [cited.id for cited in item.rows] == told["rows"].split()
        assert same(item.stated, told["stated"]), item.stated
        assert same(item.computed, told["computed"]), item.computed
        assert (
            item.indicator_id
            == next(cited for cited in item.rows if not isinstance(cited, Claim)).indicator_id
        )
        assert all(cited.id in getattr(package, table_of(cited)) for cited in item.rows)
        assert statement(package, item, "zh") != statement(package, item, "en")


def test_the_table_has_every_kind_and_as_many_that_only_look_like_it() -> None:
    rows = TABLE["findings"]
    assert {item["kind"] for row in rows for item in row.get("findings", [])} == set(FindingKind)
    assert len({row["case"] for row in rows}) == len(rows)
    assert sum("findings" not in row for row in rows) > len(rows) / 2


def test_the_order_of_rows_means_nothing() -> None:
    assert wrong(is_found_in_any_order, named(TABLE["findings"])) == {}


def is_found_in_any_order(row: dict[str, Any]) -> None:
    package = package_of(row)
    expected = {(item.id, item.stated, item.computed) for item in find(package)}
    for seed in range(5):
        found = find(shuffled(package, Random(seed)))
        assert {(item.id, item.stated, item.computed) for item in found} == expected
        assert len(found) == len(expected)


def test_findings_stand_by_kind_and_carry_the_note_of_their_relation() -> None:
    row = {
        "relations": ["spots same_name visit-spots", "lamps part visit-spots"],
        "targets": [{"figure": "300处"}, {"figure": "200处", "document": "report"}],
        "seen": [
            {"figure": "5000处", "share": "10%"},
            {"indicator": "spots", "figure": "2400余处"},
            {"indicator": "visit-spots", "figure": "2289处"},
        ],
    }
    package = package_of(row)
    note = both("报告两处都写清理", "The report speaks twice of clearing.")
    package = replace(package, relations=tuple(replace(item, note=note) for item in package.relations))
    found = find(package)
    kinds = [
        *(FindingKind.STATED_SHARE, FindingKind.PART),
        *(FindingKind.SAME_NAME, FindingKind.RESTATED_TARGET),
    ]
    assert [item.kind for item in found] == kinds
    assert [item.note for item in found] == [NOTHING, note, note, NOTHING]


def test_claims() -> None:
    assert wrong(claim_is_checked, named(TABLE["claims"])) == {}


def claim_is_checked(row: dict[str, Any]) -> None:
    (check,) = check_claims(package_of(row))
    ids = {name: " ".join(item.target.id for item in getattr(check, name)) for name in GROUPS}
    assert {name: listed for name, listed in ids.items() if listed} == row["groups"]
    assert check.claim.id == "report/half"


def test_the_table_of_claims_reaches_every_group() -> None:
    assert {name for row in TABLE["claims"] for name in row["groups"]} == set(GROUPS)


RESTATED: dict[str, tuple[Sequence[dict[str, str]], dict[str, str]]] = {
    "once": ([{}], {}),
    "another indicator": ([{}, {"indicator": "signs", "document": "report"}], {}),
    "another area": ([{}, {"area": "east", "document": "report"}], {}),
    "another period": ([{}, {"period": FIRST_HALF, "document": "report"}], {}),
    "twice": ([{}, {"document": "report"}], {"report/1/lamps/2023": "plan/1/lamps/2023"}),
    "twice with another number": (
        [{}, {"document": "report", "figure": "280个"}],
        {"report/1/lamps/2023": "plan/1/lamps/2023"},
    ),
    "in two goals of one document": (
        [{"goal": "2"}, {"goal": "1"}],
        {"plan/2/lamps/2023": "plan/1/lamps/2023"},
    ),
    "three times, all of the first": (
        [{}, {"document": "report"}, {"document": "later", "figure": "280个"}],
        {"report/1/lamps/2023": "plan/1/lamps/2023", "later/1/lamps/2023": "plan/1/lamps/2023"},
    ),
}


@pytest.mark.parametrize("case", RESTATED)
def test_restatements(case: str) -> None:
    rows, expected = RESTATED[case]
    assert restatements(package_of({"targets": [{"figure": "300个"} | row for row in rows]})) == expected


# What must hold for any rows

SMALL, TENS = st.integers(0, 5).map(Decimal), st.integers(10, 90).map(Decimal)
VALUES = SMALL | TENS | NUMBERS
DOCUMENTS = st.sampled_from(["report", "report", *ISSUED])
AREAS = st.sampled_from(["city", "city", "city", "east"])
YEAR, YEAR_BEFORE, HALF_BEFORE = "2023-01-01/2023-12-31", "2022-01-01/2022-12-31", "2022-01-01/2022-06-30"
PROMISED = st.sampled_from([YEAR, YEAR, FIRST_HALF, "2021-01-01/2025-12-31"])
REPORTED = st.sampled_from([FIRST_HALF, FIRST_HALF, YEAR_BEFORE, HALF_BEFORE])
FIGURES = st.sampled_from(["", "", "12.3万户", "90%", "下降20%", "40余处", "近40处", "约40处", "两个", "有"])
INDICATORS = ["lamps", "signs", "spots"]
CODES = st.sampled_from([*[""] * 5, "power=solar", "power=mains", "size=big", "power=solar size=big"])


@st.composite
def targets(draw: st.DrawFn) -> Target:
    row = {"indicator": draw(st.sampled_from(INDICATORS)), "area": draw(AREAS), "period": draw(PROMISED)}
    upper = draw(st.none() | VALUES)
    comparators = [Comparator.GE, Comparator.LE, Comparator.EQ] if upper is None else [Comparator.BETWEEN]
    return replace(
        target_of({"figure": "5处", "document": draw(DOCUMENTS)} | row),
        comparator=draw(st.sampled_from(comparators)),
        value=draw(VALUES),
        value_upper=upper,
        baseline=draw(st.none() | VALUES),
    )


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    row = {"indicator": draw(st.sampled_from(INDICATORS)), "area": draw(AREAS), "period": draw(REPORTED)}
    row |= {"document": draw(DOCUMENTS), "part": draw(CODES)}
    found = observation_of({"figure": draw(FIGURES)} | row)
    return replace(
        found,
        value=draw(st.none() | VALUES),
        qualifier=draw(st.sampled_from([Qualifier.EXACT, Qualifier.EXACT, *Qualifier])),
        status=draw(st.sampled_from(ObservationStatus)),
        stated_share=draw(st.none() | VALUES),
        stated_share_figure=draw(FIGURES),
        stated_change=draw(st.none() | VALUES),
        stated_change_figure=draw(FIGURES),
    )


@st.composite
def packages(draw: st.DrawFn) -> Package:
    kinds = {
        RelationKind.SHARE: 2,
        RelationKind.SUM: 2,
        RelationKind.PART: 1,
        RelationKind.INCREMENT: 1,
        RelationKind.SAME_NAME: 1,
    }
    package = package_of(
        {
            "measures": {name: draw(st.sampled_from(Measure)) for name in INDICATORS},
            "dimensions": {"power": "solar mains"},
            "loose": {"size": "small big"},
            "claims": [{"share": draw(st.sampled_from(["50", "100"]))}],
        }
    )
    relations = []
    for indicator in INDICATORS:
        for kind in draw(st.sets(st.sampled_from(RelationKind), min_size=1)):
            others = draw(st.permutations([name for name in INDICATORS if name != indicator]))
            bound = tuple(others[: kinds[kind]])
            relations.append(Relation(f"{kind}/{indicator}", indicator, kind, bound, NOTHING))
    return replace(
        package,
        targets={item.id: item for item in draw(st.lists(targets(), max_size=6))},
        observations={item.id: item for item in draw(st.lists(observations(), min_size=6, max_size=14))},
        relations=tuple(relations),
    )


@untimed
@given(packages(), st.randoms(use_true_random=False))
def test_no_package_raises_and_the_order_of_its_rows_means_nothing(package: Package, random: Random) -> None:
    package = shuffled(package, random)
    found = find(package)
    for item in found:
        assert statement(package, item, "zh") != statement(package, item, "en")
    again = find(shuffled(package, random))
    assert sorted(item.id for item in again) == sorted(item.id for item in found)


@untimed
@given(packages())
def test_ids_of_findings_are_unique(package: Package) -> None:
    ids = [item.id for item in find(package)]
    assert len(set(ids)) == len(ids)
