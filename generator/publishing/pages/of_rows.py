"""What a page knows of an indicator by its observations."""

from __future__ import annotations

from typing import TypeVar

from generator.core.grouping import OnDemand

T = TypeVar("T")


class OfRows(OnDemand[str, T]):
    """By indicator, each made of its observations and of what the package says besides observations, and of nothing
    else: who knows that these are as they were need not look at it.
    """
