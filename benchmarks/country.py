"""What a country of cities costs, computed from what was measured of one: the table in `CONTRIBUTING.md`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from measuring import MIB
from results import Section

PAGE = Path(__file__).parent.parent / "CONTRIBUTING.md"
BEGIN, END = "<!-- computed by benchmarks/run.py -->\n", "<!-- until here -->\n"
CITY, CITIES = "city", 300
STEPS = {
    "check": "checking",
    "export": "writing the packages alone",
    "cold": "the whole site, with nothing built before",
    "cell": "the whole site again, after one cell changed in one city",
}
HOUR, GIB = 3600, 1024


def table(section: Section) -> Iterator[str]:
    """The lines of the table. What goes on in each city for itself is taken as often as there are cities."""
    yield f"| | one city, measured | {CITIES} cities, computed |"
    yield "| --- | ---: | ---: |"
    for step, words in STEPS.items():
        if step not in section.rows:
            continue
        cost = section.rows[step][0].cost
        many = "the same, and what all share" if step == "cell" else f"{cost.cpu * CITIES / HOUR:.2f} CPU-h"
        yield f"| {words} | {cost.cpu:.1f} CPU-s | {many} |"
        if step == "cold" and cost.size and cost.memory:
            site = cost.size / MIB
            yield f"| the site on disk | {site:.0f} MiB | {site * CITIES / GIB:.1f} GiB |"
            yield f"| memory of the largest process | {cost.memory / MIB:.0f} MiB | that of the cities it builds |"


def filled(text: str, section: Section) -> str:
    """The page with the table of a section between its two marks. Raises ValueError where these are not there."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"no marks {BEGIN.strip()} and {END.strip()}")
    lines = "\n".join([*table(section), "", f"Measured {measured(section)} on: {section.machine}"])
    return f"{before}{begin}\n{lines}\n\n{end}{after}"


def measured(section: Section) -> str:
    """When, at which commits, and how often its steps ran."""
    found = (section.rows[step][0] for step in STEPS if step in section.rows)
    return "; ".join(dict.fromkeys(f"{item.measured}, median of {item.runs}" for item in found))
