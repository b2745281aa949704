"""How often a run tries what is made up at random: the examples of a property, edits of a record."""

from __future__ import annotations

from hypothesis import settings

ALL = 100
"""Examples of a property where a run tries everything, as hypothesis has them."""

settings.register_profile("quick", max_examples=ALL // 5)


def tries(times: int) -> int:
    """How many of so many tries this run makes, by its profile of hypothesis; one at least."""
    return max(1, times * settings().max_examples // ALL)
