"""The workbook's formulas, computed by LibreOffice: they give our verdicts, and texts stay texts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import openpyxl
import pytest
from books import TEXTS, Made, made, opened, titles, with_titles
from cases import TABLE, derived_of, indicator_of, observation_of, target_of
from downloads import loaded
from folders import BASE, DATA, has_record
from sites import TODAY
from speaking import both
from spreadsheets import recalculated, spoiled

from generator.core.codes import ProgressStatus, Rule
from generator.core.model import Indicator, Named, Observation, Package, Target
from generator.publishing.export import recompute
from generator.verdicts.assess import Assessment, assess
from generator.verdicts.milestones import Milestone, milestones
from generator.verdicts.on_record import OnRecord
from generator.verdicts.standings import assess_package

HEADS = list(recompute.COLUMNS)


@pytest.fixture(scope="module")
def town() -> Package:
    return loaded(BASE, "town")


@pytest.fixture(scope="module")
def titled(town: Package) -> Made:
    return with_titles(town, [*TEXTS.values(), "_x0041_"])


@pytest.fixture(scope="module")
def real() -> Made:
    package = loaded(DATA, "qingdao")
    return made(package, assess_package(package, TODAY))


def many_cases() -> Iterator[tuple[dict[str, Any], list[dict[str, str]], str]]:
    """Target, what was reported, and the day: the hand-worked table, a grid of all rules, and numbers at random."""
    for row in TABLE["targets"]:
        yield row["target"], row["seen"], row["today"]
    values = ("89", "100", "110", "120")
    grid = product(
        ("flow", "rate", "limit", "stock"),
        ("ge", "le", "eq", "between"),
        ("true", "false"),
        ("exact", "over", "under"),
        values,
        ("2023-06-30", "2023-12-31"),
        ("", "50", "150"),
    )
    for measure, comparator, ascending, qualifier, value, day, baseline in grid:
        if baseline and measure != "stock":
            continue
        target = {"measure": measure, "comparator": comparator, "ascending": ascending, "value": "100"}
        target |= {"value_upper": "110"} if comparator == "between" else {}
        target |= {"baseline": baseline} if baseline else {}
        yield target, [{"value": value, "qualifier": qualifier, "as_of": day}], "2024-03-01"
    dice = random.Random(7)
    for _ in range(300):
        first = date(2022, dice.randint(1, 12), dice.choice((1, 1, 1, 15, 28)))
        last = first + timedelta(dice.randint(20, 800))
        last = last.replace(day=1) - timedelta(1) if dice.random() < 0.7 else last
        as_of = first + timedelta(dice.randint(0, max((last - first).days, 1)))
        places = dice.randint(0, 4)
        digits = [f"{dice.randint(-(10**4), 10**9) / 10**places:.{places}f}" for _ in range(3)]
        target = {
            "measure": dice.choice(("flow", "stock")),
            "value": digits[0],
            "period": f"{first}/{max(last, as_of)}",
        }
        target |= {"baseline": digits[1]} if target["measure"] == "stock" else {}
        yield target, [{"value": digits[2], "as_of": f"{as_of}"}], "2026-01-01"


@pytest.fixture(scope="module")
def cases(town: Package) -> Made:
    """A package with a target for each case."""
    report = next(iter(town.documents.values())).id
    goal = next(iter(town.goals.values())).id
    indicators: dict[str, Indicator] = {}
    targets: dict[str, Target] = {}
    observations: dict[str, Observation] = {}
    standings: dict[str, Assessment] = {}
    on_the_way: dict[str, Sequence[Milestone]] = {}
    for number, (row, seen, today) in enumerate(many_cases()):
        name = f"case-{number}"
        indicator = replace(indicator_of(row), id=name, theme_id=next(iter(town.themes)))
        target = replace(target_of(row), id=f"{goal}/{name}/2023", goal_id=goal, indicator_id=name)
        target = replace(
            target,
            citation=replace(target.citation, document_id=report),
            planned=tuple(
                replace(item, id=f"{target.id}/{item.date}", target_id=target.id, citation=target.citation)
                for item in target.planned
            ),
        )
        reported = [
            replace(
                observation_of(item, target),
                id=f"{report}/{name}/{position}",
                indicator_id=name,
                citation=target.citation,
            )
            for position, item in enumerate(seen)
        ]
        found = assess(target, indicator, reported, date.fromisoformat(today), derived_of(row, target))
        indicators[name], targets[target.id], standings[target.id] = indicator, target, found
        on_the_way[target.id] = milestones(found, OnRecord(indicator, reported, date.fromisoformat(today)))
        observations |= {item.id: item for item in reported}
    more = {name: Named(name, both(name, name)) for name in ("lamp", "city", "east", "post", "metre", "km")}
    package = replace(
        town,
        indicators={**town.indicators, **indicators},
        targets={**town.targets, **targets},
        observations={**town.observations, **observations},
        units={**town.units, **more},
        areas={**town.areas, **more},
    )
    whole = assess_package(town, TODAY)
    together = replace(
        whole,
        targets={**whole.targets, **standings},
        milestones={**whole.milestones, **on_the_way},
    )
    return made(package, together)


@pytest.fixture(scope="module")
def anew(
    titled: Made, cases: Made, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, openpyxl.Workbook]:
    """The workbooks as LibreOffice computes them, in one run; that of the record where it is there."""
    contents = {"titled": titled[3], "cases": spoiled(cases[3])}
    if has_record():
        contents["real"] = spoiled(request.getfixturevalue("real")[3])
    return recalculated(tmp_path_factory.mktemp("office"), contents)


def computed(book: openpyxl.Workbook) -> list[dict[str, Any]]:
    """The lines of the sheet, by the names of its columns."""
    rows = list(book["recompute"].iter_rows(values_only=True))
    heads = next(position for position, row in enumerate(rows) if row[-1])
    return [
        {name: "" if cell is None else cell for name, cell in zip(HEADS, row, strict=True)}
        for row in rows[heads + 1 :]
        if row[0]
    ]


def differing(remembered: list[dict[str, Any]], anew: list[dict[str, Any]]) -> list[Any]:
    """Cells whose value computed anew is not the one that the program wrote."""

    def same(one: Any, other: Any) -> bool:
        if isinstance(one, float | int) and isinstance(other, float | int):
            return abs(one - other) <= 1e-9 * max(1, abs(one))
        return bool(one == other)

    assert len(remembered) == len(anew)
    return [
        (one["target_id"], name, one[name], other[name])
        for one, other in zip(remembered, anew, strict=True)
        for name in HEADS
        if not same(one[name], other[name])
    ]


def test_libreoffice_reads_the_same_texts(town: Package, anew: Mapping[str, openpyxl.Workbook]) -> None:
    found = titles(anew["titled"], len(town.themes))
    assert found == [*TEXTS.values(), "_x0041_"]


@pytest.mark.record
def test_libreoffice_computes_the_verdicts_of_the_real_record(
    real: Made, anew: Mapping[str, openpyxl.Workbook]
) -> None:
    _, standings, tables, content = real
    lines = computed(anew["real"])
    assessments = next(table for table in tables if table.name == "assessments")
    at = assessments.names.index
    published = {row[0]: row[at("progress_status")] for row in assessments.rows if row[at("rule")] != "none"}
    assert {line["target_id"]: line["progress_status"] for line in lines} == published
    assert len(lines) == sum(item.rule is not Rule.NONE for item in standings.targets.values()) >= 9
    assert {line["agrees"] for line in lines} == {True}
    assert differing(computed(opened(content)), lines) == []


def test_libreoffice_computes_every_kind_of_verdict(
    cases: Made, anew: Mapping[str, openpyxl.Workbook]
) -> None:
    _, standings, _, content = cases
    lines = computed(anew["cases"])
    ruled = [item for item in standings.targets.values() if item.rule is not Rule.NONE]
    assert len(lines) >= len(ruled) - 2
    assert [line["target_id"] for line in lines if line["agrees"] is not True] == []
    assert differing(computed(opened(content)), lines) == []
    reached = {(line["rule"], line["progress_status"]) for line in lines}
    assert {progress for _, progress in reached} == set(ProgressStatus)
    assert {(Rule.FLOW, progress) for progress in set(ProgressStatus) - {"cannot_assess"}} <= reached
    assert {(Rule.STOCK, progress) for progress in ProgressStatus} <= reached
    assert any(line["planned_due"] != "" for line in lines)
