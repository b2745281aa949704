"""Columns that a table gets while the program runs."""

from __future__ import annotations

import pytest

from generator.format.fields import AnyField, Shape


def declare(monkeypatch: pytest.MonkeyPatch, shape: Shape, column: AnyField) -> None:
    """One more column at the end of a shape, in every language, until the test is over."""
    monkeypatch.setattr(shape, "declared", (*shape.declared, column))
    monkeypatch.setattr(shape, "fields", (*shape.fields, column))
    monkeypatch.setattr(shape, "_spoken", {})
