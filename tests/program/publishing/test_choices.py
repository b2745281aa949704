"""What a list can be chosen by: what its rows have, all of it and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
from revising import revised, row
from shown import Shown

from generator.publishing.pages.choices import Choices, choices
from generator.publishing.pages.render import Site
from generator.publishing.pages.views import PackageView
from generator.reading.load import load
from generator.verdicts.standings import assess_package

TODAY = date(2024, 3, 1)
ALL = "bca", ("met", "behind", "planned"), "zyx"
"""All themes, marks and organisations there are, each in their order."""

CHOSEN: list[tuple[list[Choices], Choices]] = [
    ([], Choices([], [], [], [])),
    ([Choices()], Choices([], [], [], [])),
    ([Choices("a"), Choices("b", [2023], ["behind"])], Choices(["b", "a"], [2023], ["behind"], [])),
    (
        [Choices("ab", [2021, 2023], ["planned", "met"])],
        Choices(["b", "a"], [2023, 2021], ["met", "planned"], []),
    ),
    ([Choices(organisations="x"), Choices(organisations="x")], Choices([], [], [], [])),
    ([Choices(organisations="xz")], Choices([], [], [], ["z", "x"])),
    ([Choices(organisations="x"), Choices(organisations="y")], Choices([], [], [], ["y", "x"])),
]


def test_what_rows_have_is_offered_in_order() -> None:
    assert [(rows, choices(rows, *ALL)) for rows, _ in CHOSEN] == CHOSEN


@pytest.fixture(scope="module")
def lists() -> Mapping[str, str]:
    """The lists of a town, one theme of which has goals but no target."""
    ledger, report = load(revised(row("ge 250 250盏以上")))
    assert ledger is not None, list(report)
    town = ledger.packages["town"]
    view = PackageView(town, assess_package(town, TODAY))
    pages = Shown(Site((view,), {"town": ()}, TODAY, TODAY), "en")
    return {name: pages[f"town/{name}/index.md"] for name in ("goals", "indicators", "targets", "due")}


def test_no_choice_leaves_nothing_and_nothing_is_without_its_choice(lists: Mapping[str, str]) -> None:
    offered: dict[str, dict[str, set[str]]] = {}
    borne: dict[str, dict[str, set[str]]] = {}
    for name, page in lists.items():
        selects = re.findall(
            r'<select name="(theme|year|status|organisation)">(.*?)</select>', page, re.DOTALL
        )
        offered[name] = {kind: {*re.findall('value="([^"]+)"', options)} for kind, options in selects}
        borne[name] = {}
        for kind, values in re.findall('data-(theme|year|status|organisation)="([^"]*)"', page):
            borne[name].setdefault(kind, set()).update(values.split())
        for kind in {"organisation"} & borne[name].keys() - offered[name].keys():
            assert len(borne[name].pop(kind)) == 1  # which is no choice
    # A year that only earlier figures are of is looked for in the list by words.
    assert (borne["indicators"].pop("year"), offered["indicators"].pop("year")) == (
        {"2022", "2023"},
        {"2023"},
    )
    assert offered == borne
    assert ("greening" in offered["goals"]["theme"], "greening" in offered["targets"]["theme"]) == (
        True,
        False,
    )
