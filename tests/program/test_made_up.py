"""Made-up packages for the benchmarks are valid, exactly as large as asked for, and like what they stand for."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import making
import pytest
import rows
from click.testing import CliRunner
from shapes import FISCAL_YEAR, MONTH, QUARTER, SHAPES, THREE_YEARS, YEAR, Shape, Span

from generator.core.model import Package
from generator.reading.load import load
from generator.reading.trees import WorkingTree

SMALL: Mapping[str, Shape] = {
    "record": replace(SHAPES["record"], indicators=15, observations=33, goals=7, targets=11, deliverables=5),
    "city": replace(
        SHAPES["city"], indicators=9, observations=301, tables=4, goals=3, targets=5, deliverables=2
    ),
    "national": replace(SHAPES["national"], indicators=19, observations=1003, tables=19, dimensions=13),
    "flat": replace(SHAPES["flat"], indicators=3, observations=997, tables=3),
    "wide": replace(SHAPES["wide"], indicators=41, observations=123, goals=3, targets=37),
    "tenth": replace(SHAPES["tenth"], indicators=4, observations=12, goals=1, targets=3),
}


def loaded(data: Path) -> Package:
    ledger, report = load(WorkingTree(data))
    assert ledger is not None, report.render("text", "en")
    assert len(report) == 0, report.render("text", "en")
    return ledger.packages[making.PACKAGE]


def test_there_is_a_small_one_of_every_shape() -> None:
    assert list(SMALL) == list(SHAPES)


@pytest.mark.parametrize("name", SMALL)
def test_a_made_up_package_is_valid_and_holds_what_was_asked_for(name: str, tmp_path: Path) -> None:
    shape = SMALL[name]
    making.make(tmp_path, shape)
    package = loaded(tmp_path)
    assert {
        "indicators": len(package.indicators),
        "observations": len(package.observations),
        "themes": len(package.themes),
        "organisations": len(package.organisations),
        "areas": len(package.areas),
        "documents": len(package.documents),
        "goals": len(package.goals),
        "targets": len(package.targets),
        "deliverables": len(package.deliverables),
        "dimensions": len(package.dimensions),
        "languages": package.languages,
    } == {
        "indicators": shape.indicators,
        "observations": shape.observations,
        "themes": shape.themes,
        "organisations": shape.organisations,
        "areas": shape.areas,
        "documents": shape.documents,
        "goals": shape.goals,
        "targets": shape.targets,
        "deliverables": shape.deliverables,
        "dimensions": shape.dimensions,
        "languages": shape.languages,
    }


@pytest.mark.parametrize(
    "languages",
    [("en",), ("fr", "en"), ("de", "zh", "fr")],
)
def test_a_made_up_package_may_be_in_any_languages(languages: tuple[str, ...], tmp_path: Path) -> None:
    making.make(tmp_path, replace(SMALL["record"], languages=languages))
    assert loaded(tmp_path).languages == languages


def test_the_statistics_of_a_country_have_what_makes_them_hard(tmp_path: Path) -> None:
    folder = making.make(tmp_path, SMALL["national"])
    tables = sorted(folder.glob("documents/statistics/observations/*.csv"))
    found = [
        row for table in tables for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    ]
    broken_down = [[name for name in row if name.startswith("by-") and row[name]] for row in found]
    totals = {row["indicator_id"] for row, names in zip(found, broken_down, strict=True) if not names}
    per = Counter(row["indicator_id"] for row in found)
    assert len(tables) == 19
    assert all(sum(name.startswith("by-") for name in row) == 13 for row in found)
    assert max(len(names) for names in broken_down) < 13
    assert 0 < len(totals) < len(per) == 19
    assert max(per.values()) > 20 * sorted(per.values())[len(per) // 2]
    assert {row["obs_status"] for row in found} == {"A", "E", "P", "B", "U", "Q"}
    assert {bool(row["unit_id"]) for row in found} == {True, False}
    assert max(len(row["value"].partition(".")[2]) for row in found) == 12


def test_a_seed_gives_the_same_bytes_and_another_one_others(tmp_path: Path) -> None:
    def made(name: str, seed: int) -> dict[str, bytes]:
        folder = making.make(tmp_path / name, SMALL["record"], seed)
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}

    first, same, other = made("first", 1), made("same", 1), made("other", 2)
    assert first == same
    assert first.keys() == other.keys()
    assert first != other


@pytest.mark.parametrize(
    ("sizes", "why"),
    [
        ({"indicators": 0}, "at least one indicator"),
        ({"tables": 16}, "no more tables than indicators"),
        ({"plans": 0}, "need a plan"),
        ({"goals": 2}, "each plan needs a goal"),
        ({"targets": 136}, "as few targets"),
        ({"spread": 0}, "at least 1"),
        ({"dimensions": 1, "values": 1}, "two values"),
        ({"observations": 136}, "indicator 0 has room for 9 rows, 10 are asked for"),
    ],
)
def test_sizes_that_do_not_go_together_are_refused(sizes: dict[str, int], why: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=why):
        making.make(tmp_path, replace(SMALL["record"], **sizes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("indicators", "observations", "spread", "expected"),
    [
        (3, 9, 1, [3, 3, 3]),
        (3, 10, 1, [4, 3, 3]),
        (3, 2, 1, [1, 1, 0]),
        (3, 24, 100, [20, 3, 1]),
        (1, 5, 100, [5]),
    ],
)
def test_rows_are_shared_out_to_the_number(
    indicators: int, observations: int, spread: int, expected: list[int]
) -> None:
    shape = Shape(indicators=indicators, observations=observations, spread=spread)
    assert rows.lengths(shape) == expected


@pytest.mark.parametrize(
    ("span", "back", "first", "last"),
    [
        (YEAR, 0, date(2023, 1, 1), date(2023, 12, 31)),
        (YEAR, 3, date(2020, 1, 1), date(2020, 12, 31)),
        (FISCAL_YEAR, 0, date(2023, 4, 1), date(2024, 3, 31)),
        (QUARTER, 0, date(2023, 10, 1), date(2023, 12, 31)),
        (QUARTER, 4, date(2022, 10, 1), date(2022, 12, 31)),
        (MONTH, 10, date(2023, 2, 1), date(2023, 2, 28)),
        (THREE_YEARS, 1, date(2020, 1, 1), date(2022, 12, 31)),
    ],
)
def test_periods_are_whole(span: Span, back: int, first: date, last: date) -> None:
    assert rows.period(span, back) == (first, last)


def test_the_maker_takes_sizes_and_languages_and_says_what_is_wrong(tmp_path: Path) -> None:
    sizes = ["--observations=21", "--indicators=7", "--goals=3", "--targets=0", "--deliverables=0"]
    done = CliRunner().invoke(making.main, ["record", str(tmp_path / "a"), *sizes, "--language=en"])
    assert (done.exit_code, done.output) == (0, f"{tmp_path / 'a' / making.PACKAGE}\n")
    package = loaded(tmp_path / "a")
    assert (len(package.observations), len(package.targets), package.languages) == (21, 0, ("en",))
    for asked, why in (
        (["--observations=-1"], "-1 is not in the range"),
        (["--observations=many"], "'many' is not a valid integer"),
        (["--goals=0"], "each plan needs a goal"),
    ):
        wrong = CliRunner().invoke(making.main, ["record", str(tmp_path / "b"), *asked])
        assert (wrong.exit_code, why in wrong.output) == (2, True), wrong.output
