"""How often a run tries what is made up at random: the examples of a property, edits of a record."""

from __future__ import annotations

from hypothesis import settings

ALL = 100
"""Examples of a property where a run tries everything, as hypothesis has them."""

# No test fails since it waited for a core; in all else a run keeps to the profile that hypothesis chose for it.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")
settings.register_profile("quick", max_examples=ALL // 5)


def everything() -> bool:
    """Whether this run tries everything, also what no test asks for by itself."""
    return settings().max_examples >= ALL


def tries(times: int) -> int:
    """How many of so many tries this run makes, by its profile of hypothesis; one at least."""
    return max(1, times * settings().max_examples // ALL)
