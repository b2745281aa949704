"""What the sentences of findings must not leave out, nor add."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from packages import LAMPS, YEAR, claim_of, town
from speaking import both

from generator.core.model import Named, Package
from generator.verdicts.standings import assess_package
from generator.wording.disagreements import statement


def statements(package: Package) -> list[str]:
    named = replace(
        package,
        units={name: Named(name, both("盏", "lamps")) for name in package.units},
        areas={name: Named(name, both(name, name.title())) for name in ("city", "east")},
    )
    return [statement(named, item, "en") for item in assess_package(named, date(2024, 3, 1)).findings]


TWICE: list[tuple[dict[str, Any], str]] = [
    # what both documents speak of → what is told of the first figure
    ({}, "different figures: 30 lamps, 40 lamps."),
    ({"area": "east"}, "different figures: 30 lamps (East), 40 lamps."),
]


@pytest.mark.parametrize(("where", "told"), TWICE)
def test_a_figure_of_another_area_names_it(where: dict[str, Any], told: str) -> None:
    first = {"figure": "30盏", "period": YEAR, **where}
    later = {"figure": "40盏", "period": YEAR, "document": "later", **where}
    (finding,) = statements(town({"seen": [first, later]}))
    assert finding.endswith(told)


@pytest.mark.parametrize(("share", "least"), [("50", "50%"), ("100", "100%")])
def test_a_general_statement_is_told_by_the_share_that_it_means(share: str, least: str) -> None:
    made = town({"targets": [LAMPS], "seen": [{"figure": "60盏"}]})
    claim = claim_of({"share": share})
    (finding,) = statements(replace(made, claims={claim.id: claim}))
    assert f"of all its work, that is at least {least} of each task. By 30 June 2023" in finding
