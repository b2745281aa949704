"""Facts of the real record that must stay as they are, and what may never stand in any package."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from folders import DATA, ROOT

from generator.core.model import Ledger, Package
from generator.format.fields import Type
from generator.format.tables import OBSERVATIONS, TARGETS
from generator.reading.load import load
from generator.reading.trees import WorkingTree

PLAN, REPORT = "2023-work-points", "2023-h1-report"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    found, report = load(WorkingTree(DATA))
    assert found is not None, report.render("text", "en")
    return found


@pytest.fixture(scope="module")
def qingdao(ledger: Ledger) -> Package:
    return ledger.packages["qingdao"]


# Facts of the two documents of 2023


def test_the_work_points_have_28_goals_in_order(qingdao: Package) -> None:
    numbers = [goal.number for goal in qingdao.goals.values() if goal.document_id == PLAN]
    assert numbers == [str(number) for number in range(1, 29)]


TARGETS_OF_2023 = [
    # indicator, goal, value, figure as printed
    ("heating-pipes-renewed", "10", "30", "30公里"),
    ("gas-pipes-renewed", "15", "30", "30公里"),
    ("micro-governance-places", "9", "5000", "至少…5000处"),
    ("fine-cleaning-demonstration-areas", "5", "30", "30个"),
    ("signboard-streets", "8", "10", "10处"),
    ("old-dwellings-gas-connected", "15", "2500", "2500户"),
]


@pytest.mark.parametrize(("indicator", "goal", "value", "figure"), TARGETS_OF_2023)
def test_target(qingdao: Package, indicator: str, goal: str, value: str, figure: str) -> None:
    target = qingdao.targets[f"{PLAN}/{goal}/{indicator}/2023"]
    assert (target.value, target.citation.figure) == (Decimal(value), figure)
    assert (target.period.start, target.period.end) == (date(2023, 1, 1), date(2023, 12, 31))


RESULTS_OF_2023 = [
    # indicator, as of, value, figure as printed, share of the task that the report states
    ("heating-pipes-renewed", "2023-06-30", "18.3", "18.3公里", None),
    ("gas-pipes-renewed", "2023-06-30", "15.03", "15.03公里", "50"),
    ("micro-governance-places", "2023-06-30", "4185", "4185处", None),
    ("fine-cleaning-demonstration-areas", "2023-06-30", "25", "25处", None),
    ("signboard-streets", "2023-06-30", "5", "5条", None),
    ("old-dwellings-gas-connected", "2023-05-31", "1195", "1195户", "59.8"),
]


@pytest.mark.parametrize(("indicator", "as_of", "value", "figure", "share"), RESULTS_OF_2023)
def test_result(
    qingdao: Package, indicator: str, as_of: str, value: str, figure: str, share: str | None
) -> None:
    result = qingdao.observations[f"{REPORT}/{indicator}/{as_of}"]
    assert (result.value, result.citation.figure) == (Decimal(value), figure)
    assert (result.as_of, result.period.start) == (date.fromisoformat(as_of), date(2023, 1, 1))
    assert result.stated_share == (None if share is None else Decimal(share))


# What every package must hold to


def test_every_figure_has_its_place_and_its_print(ledger: Ledger) -> None:
    lacking: list[str] = []
    unplaced: list[str] = []
    for package in ledger.packages.values():
        cited = {item.id: item.citation for item in package.targets.values()}
        cited |= {item.id: item.citation for item in package.observations.values()}
        lacking += [name for name, place in cited.items() if not place.locator or not place.figure]
        places = {item.id: item.locator for item in package.goals.values()}
        places |= {item.id: item.locator for item in package.deliverables.values()}
        places |= {f"{item.document_id}: {item.deliverable_id}": item.locator for item in package.progress}
        unplaced += [name for name, locator in places.items() if not locator]
    assert (lacking, unplaced) == ([], [])


NUMBERS = {
    item.name for shape in (TARGETS, OBSERVATIONS) for item in shape.fields if item.type is Type.NUMBER
}
PERSONAL = {
    "telephone": re.compile(
        r"\+\s?86"
        r"|(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"
        r"|(?<!\d)\(?0\d{2,3}\)?[ -]?\d{7,8}(?!\d)"
        r"|(?<!\d)400[ -]?\d{3}[ -]?\d{4}(?!\d)"
        r"|(?<![\d.])(?:\d{8}|\d{11})(?![\d.])"
    ),
    "identity": re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?![\dA-Za-z])"),
}


def texts(package: Path) -> Iterator[tuple[str, str]]:
    """Every value an author wrote, with its file; numbers are judged by the printed figure beside them."""
    for file in sorted(package.rglob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for name, value in row.items():
                    if name not in NUMBERS:
                        yield file.name, value
    for file in sorted(package.rglob("*.yaml")):
        yield from (
            (file.name, value) for value in leaves(yaml.load(file.read_text("utf-8"), yaml.CBaseLoader))
        )


def leaves(tree: object) -> Iterator[str]:
    """The texts of a YAML file; the checksum of the archived text is none."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield str(key)
            yield from () if key == "archive_sha256" else leaves(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from leaves(value)
    else:
        yield str(tree)


@pytest.mark.parametrize("kind", PERSONAL)
@pytest.mark.parametrize("package", sorted(path.name for path in DATA.iterdir() if path.is_dir()))
def test_no_personal_number_stands_in_the_data(package: str, kind: str) -> None:
    found = list(texts(DATA / package))
    assert len(found) > 100
    assert [(name, text) for name, text in found if PERSONAL[kind].search(text)] == []


SEEN = [
    *(("telephone", text) for text in ("85916500", "0532-85916500", "(0532) 85916500", "053285916500")),
    *(("telephone", text) for text in ("13812345678", "138 1234 5678", "联系电话：138-1234-5678。")),
    *(("telephone", text) for text in ("+86 532 8591 6500", "400-123-4567")),
    *(("identity", text) for text in ("370283199001011234", "37028319900101123X", "（370283900101123）")),
]
NOT_SEEN = [
    "2023-06-30",
    "2023-01-01/2023-12-31",
    "3750万平方米",
    "37500000.5",
    "260余万户",
    "二/(五)/15",
    "431.31万件",
]


@pytest.mark.parametrize(("kind", "text"), SEEN)
def test_a_personal_number_would_be_seen(kind: str, text: str) -> None:
    assert PERSONAL[kind].search(text)


@pytest.mark.parametrize("text", NOT_SEEN)
def test_a_figure_is_no_personal_number(text: str) -> None:
    assert not any(pattern.search(text) for pattern in PERSONAL.values())


def test_the_versions_to_be_cited_are_those_that_there_are() -> None:
    citation = yaml.load((ROOT / "CITATION.cff").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    packages = [
        yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for file in sorted(DATA.glob("*/package.yaml"))
    ]
    assert sorted(data["version"] for data in citation["references"]) == sorted(
        package["version"] for package in packages
    )
