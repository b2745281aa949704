"""The fingerprint of a value says all that it holds, whatever else was looked through before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.phrases import Text
from generator.format.tables import GOALS, TARGETS
from generator.publishing.pages import fingerprints
from generator.publishing.pages.fingerprints import Fingerprints, NotWatchedError, fingerprint_of


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str


@dataclass(frozen=True, slots=True)
class Fruit:
    name: str


@dataclass(frozen=True, slots=True)
class Branch:
    left: object
    right: object = None


@dataclass(slots=True)
class Changing:
    name: str


DIFFERENT: dict[str, tuple[object, object]] = {
    # two values, of which the fingerprints differ
    "texts": ("a", "b"),
    "a number and its text": (1, "1"),
    "records of one kind": (Leaf("a"), Leaf("b")),
    "records of two kinds": (Leaf("a"), Fruit("a")),
    "a record and what it holds": (Leaf("a"), "a"),
    "a record and its fingerprint": (Leaf("a"), (Leaf, "a")),
    "the places of two records": (Branch(Leaf("a"), Leaf("b")), Branch(Leaf("b"), Leaf("a"))),
    "one record twice and once": (Branch(Leaf("a"), Leaf("a")), Branch(Leaf("a"))),
    "deep inside": (Branch(Branch(Branch(Leaf("a")))), Branch(Branch(Branch(Leaf("b"))))),
    "names of a choice": (Colour.RED, Colour.BLUE),
    "days": (date(2024, 1, 1), date(2024, 1, 2)),
    "exact numbers": (Decimal("1.0"), Decimal("1.00")),
    "fractions": (Fraction(1, 3), Fraction(1, 2)),
    "mappings": (MappingProxyType({"a": Leaf("a")}), MappingProxyType({"a": Leaf("b")})),
    "tables of two kinds": (TARGETS, GOALS),
    "a table in languages": (TARGETS.in_languages(("en",)), TARGETS.in_languages(("en", "fr"))),
    "words in languages": (Text.of({"en": "a"}), Text.of({"fr": "a"})),
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_what_differs_has_two(what: str) -> None:
    one, other = DIFFERENT[what]
    found = Fingerprints()
    assert found.of(one) != found.of(other)
    assert [found.of(one), found.of(other)] == [fingerprint_of(one), fingerprint_of(other)]


TREES = st.recursive(
    st.one_of(st.sampled_from("ab"), st.builds(Leaf, st.sampled_from("ab")), st.sampled_from(Colour)),
    lambda inner: st.one_of(st.builds(Branch, inner, inner), st.tuples(inner, inner)),
    max_leaves=12,
)


@given(st.lists(TREES, min_size=2, max_size=6))
def test_it_is_the_same_whatever_was_looked_through_before(values: list[object]) -> None:
    found = Fingerprints()
    alone = [fingerprint_of(value) for value in values]
    assert [found.of(value) for value in (*values, *reversed(values))] == [*alone, *reversed(alone)]
    assert {(alone[0] == other, values[0] == value) for other, value in zip(alone, values, strict=True)} <= {
        (True, True),
        (False, False),
    }


def test_what_becomes_of_a_record_that_can_change_is_seen() -> None:
    found, held = Fingerprints(), Changing("a")
    before = found.of((held, held))
    held.name = "b"
    assert found.of((held, held)) != before


def test_a_record_in_the_place_of_one_that_is_gone_is_another() -> None:
    found = Fingerprints()
    made = {found.of((Leaf(str(number)),)) for number in range(1000)}
    assert len(made) == 1000


REFUSED: dict[str, Callable[[], Any]] = {
    "what has no value": lambda: lambda _: None,
    "in a record": lambda: Leaf(lambda _: None),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_told_is_refused(what: str) -> None:
    with pytest.raises(NotWatchedError):
        fingerprint_of(REFUSED[what]())


def test_what_is_too_large_is_so_also_where_its_parts_are_known() -> None:
    found, leaf = Fingerprints(), Leaf("a" * 1000)
    large = [Branch(leaf, leaf)] * 3
    assert found.of(leaf, most=2000)
    with pytest.raises(NotWatchedError):
        found.of(large, most=6000)
    assert found.of(large, most=7000)
    with pytest.raises(NotWatchedError):
        found.of(large, most=6000)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "_REMEMBERED", 5000)
    found, leaves = Fingerprints(), [Leaf(f"{number:03}") for number in range(500)]
    assert [found.of(leaf) for leaf in leaves] == [fingerprint_of(leaf) for leaf in leaves]
    assert len(found._seen) < 500  # noqa: SLF001 - that is what is bounded
    assert found.of(replace(leaves[0], name="other")) != found.of(leaves[0])
