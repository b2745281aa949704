"""Things each of which leads to another one: which come back to themselves, and how long the way is. Each is looked at once."""

from __future__ import annotations

from collections.abc import Mapping


def in_rings(leads: Mapping[str, str]) -> set[str]:
    """The things that lead, over some steps, to themselves; `leads` has what each leads to."""
    rings: set[str] = set()
    seen: set[str] = set()
    for start in leads:
        way: dict[str, int] = {}
        step: str | None = start
        while step is not None and step not in seen and step not in way:
            way[step] = len(way)
            step = leads.get(step)
        if step in way:
            rings.update(list(way)[way[step] :])
        seen.update(way)
    return rings


def steps_to_the_end(leads: Mapping[str, str]) -> dict[str, int]:
    """How many steps it is from each thing to the last one that it leads to; none of those that lead into a ring are in it."""
    steps: dict[str, int] = {}
    without_end = in_rings(leads)
    for start in leads:
        way: list[str] = []
        step = start
        while step in leads and step not in steps and step not in without_end:
            way.append(step)
            step = leads[step]
        if step in without_end:
            without_end.update(way)
            continue
        beyond = steps.get(step, 0)
        for more, name in enumerate(reversed(way), start=1):
            steps[name] = beyond + more
    return steps
