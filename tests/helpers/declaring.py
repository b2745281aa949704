"""Columns that a table gets while the program runs."""

from __future__ import annotations

import pytest

from generator.format import tables
from generator.format.fields import AnyField, Shape
from generator.format.naming import description, meaning, title
from generator.format.published import published_fields


def declare(monkeypatch: pytest.MonkeyPatch, shape: Shape, column: AnyField) -> None:
    """One more column at the end of a shape, in every language, for as long as the patch lasts."""
    monkeypatch.setattr(shape, "declared", (*shape.declared, column))
    monkeypatch.setattr(shape, "fields", (*shape.fields, column))
    monkeypatch.setattr(shape, "_spoken", {})


def grow(request: pytest.FixtureRequest, shape: Shape, column: AnyField) -> None:
    """The same until the test or fixture that asks is over, with all that is kept of declarations and of words on them."""
    declare(request.getfixturevalue("monkeypatch"), shape, column)
    _forget()
    request.addfinalizer(_forget)


def _forget() -> None:
    for kept in (description, meaning, title, published_fields, tables._with_dimensions):  # noqa: SLF001
        kept.cache_clear()
