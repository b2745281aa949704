"""A revised target on every page that had it, and in the downloads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
from revising import FIRST, revised, row
from shown import Shown

from generator.core.model import Package
from generator.publishing.export.write import published_tables
from generator.publishing.pages.render import Site
from generator.publishing.pages.views import PackageView
from generator.reading.load import load
from generator.verdicts.standings import assess_package

TODAY = date(2024, 3, 1)
LATER = "2023-change/1/lamps-installed/2023"
REPLACED = "Replaced on 1 July 2023 by a target of at least 250 lamps for 2023"
RAISED = (
    "Raised from at least 200 lamps to at least 250 lamps by Adjusted plan of Qinghe Town on 1 July 2023."
)


@pytest.fixture(scope="module")
def town() -> Package:
    ledger, report = load(revised(row("ge 250 250盏以上")))
    assert ledger is not None, list(report)
    return ledger.packages["town"]


@pytest.fixture(scope="module")
def pages(town: Package) -> Mapping[str, str]:
    view = PackageView(town, assess_package(town, TODAY))
    return Shown(Site((view,), {"town": ()}, TODAY, TODAY), "en")


@pytest.mark.parametrize(
    ("path", "sentences"),
    [
        ("town/index.md", [REPLACED, RAISED]),
        ("town/indicators/lamps-installed/index.md", [REPLACED, RAISED]),
        ("town/goals/2023-plan/1/index.md", [REPLACED]),
        ("town/goals/2023-change/1/index.md", [RAISED]),
        ("town/documents/2023-plan/index.md", [REPLACED]),
        ("town/documents/2023-change/index.md", [RAISED]),
        ("town/themes/lighting/index.md", [REPLACED, RAISED]),
        ("town/organisations/works-office/index.md", [REPLACED]),
        ("town/targets/index.md", [REPLACED, RAISED]),
        # of a goal one target is shown, and the replaced one of the first goal is not
        ("town/goals/index.md", [RAISED]),
    ],
)
def test_each_page_that_has_a_target_tells_what_became_of_it(
    path: str, sentences: list[str], pages: Mapping[str, str]
) -> None:
    assert [sentence for sentence in (REPLACED, RAISED) if sentence in pages[path]] == sentences


def test_each_side_leads_to_the_other(pages: Mapping[str, str]) -> None:
    ways = {
        "town/goals/2023-plan/1/index.md": "../../2023-change/1/",
        "town/goals/2023-change/1/index.md": "../../2023-plan/1/",
    }
    for path, way in ways.items():
        told = re.search(r"The other target: <a href=\"([^\"]+)\"", pages[path])
        assert told is not None, path
        assert told[1] == way


def test_the_card_shows_the_newest_target_and_says_what_it_was(pages: Mapping[str, str]) -> None:
    card = next(text for path, text in pages.items() if path.startswith("embed/town/lamps-installed/"))
    assert RAISED in card
    assert REPLACED not in card


def test_the_overview_counts_it_apart(pages: Mapping[str, str]) -> None:
    page = pages["town/index.md"]
    assert re.search(r'mz-tally__number">1</span> <a href="[^"]*#superseded">', page)
    assert 'id="superseded"' in page
    assert "4 targets" in page


def test_the_downloads_say_the_same(town: Package) -> None:
    tables = {table.name: table for table in published_tables(town, assess_package(town, TODAY))}

    def cells(name: str, key: str, *columns: str) -> tuple[str, ...]:
        found = next(line for line in tables[name].rows if line[0] == key)
        return tuple(dict(zip(tables[name].names, found, strict=True))[column] for column in columns)

    told = ("progress_status", "reason", "rule", "reporting_status", "superseded_by")
    assert cells("assessments", FIRST, *told) == (
        *("cannot_assess", "superseded", "none", "reported_final", LATER),
    )
    assert cells("assessments", LATER, *told) == ("missed", "", "flow", "reported_final", "")
    declared = ("supersedes", "revised_on", "revision_reason_zh", "restates")
    assert cells("targets", LATER, *declared) == (FIRST, "", "经费减少。", "")
    assert cells("planned", f"{FIRST}/2023-06-30", "reached", "observation_id") == ("no_result", "")
