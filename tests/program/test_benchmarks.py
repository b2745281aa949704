"""The benchmarks measure what they say, and keep what was measured beside what it was before."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import cities
import country
import measuring
import pytest
import results
import run
import steps
from click.testing import CliRunner
from measuring import MIB, Cost
from results import Result, Section
from shapes import SHAPES

GRABBING = f"""
import sys
from pathlib import Path
from measuring import measured
grab = "x = bytearray({150 * MIB})"
nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {{grab!r}}], check=True)"
for code in ("pass", nested):
    print(measured([sys.executable, "-c", code], Path(sys.argv[1])).memory)
"""


def test_a_command_is_measured_with_all_that_it_started(tmp_path: Path) -> None:
    # From a process of its own: what a process holds when it starts another counts as that one's.
    command = [sys.executable, "-c", GRABBING, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(Path(measuring.__file__).parent)}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    alone, with_child = map(int, run.stdout.split())
    assert alone < 150 * MIB < with_child


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(measuring.FailedError, match="went wrong"):
        measuring.measured([sys.executable, "-c", "raise SystemExit('went wrong')"], tmp_path)


def test_the_median_is_that_of_each_number_by_itself() -> None:
    runs = [Cost(3, 10, 100, 7), Cost(1, 30, 300, 7), Cost(2, 20, 500, 7)]
    assert measuring.middle(runs) == Cost(2, 20, 300, 7)
    assert measuring.middle([Cost(1), Cost(2)]) == Cost(1.5)


PRINTED = "indicator_id,value,figure,note_en\ni,12.51,,\n"
IN_WORDS = "indicator_id,value,figure,note_en\ni,1200,1.2 thousand,\ni,90,90%,As told.\n"


@pytest.mark.parametrize(
    ("table", "beside", "expected"),
    [
        (PRINTED, (), PRINTED.replace("12.51", "12.52")),
        (PRINTED, ("citations.lock",), PRINTED.replace("12.51", "12.52")),
        (IN_WORDS, (), IN_WORDS.replace("90,90%", "91,91%")),
        (IN_WORDS, ("citations.lock",), IN_WORDS.replace("As told.", ".dlot sA")),
    ],
)
def test_one_cell_is_changed_that_may_change(
    table: str, beside: tuple[str, ...], expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "town" / "documents" / "report" / "observations.csv"
    path.parent.mkdir(parents=True)
    path.write_text(table, encoding="utf-8")
    for name in beside:
        (tmp_path / "town" / name).touch()
    assert steps.change_cell(tmp_path) == path
    assert path.read_text(encoding="utf-8") == expected


def test_where_no_cell_can_change_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(steps.NothingToChangeError):
        steps.change_cell(tmp_path)


OLD, NEW = "2026-11-01 aaaaaaa", "2026-11-02 bbbbbbb"


def test_results_stand_in_the_page_as_they_were_measured() -> None:
    sections = {
        "record": Section(
            "Some data.",
            "One machine",
            {
                "check": (Result(Cost(1.25, 2.5, 30 * MIB), 3, NEW), Result(Cost(2.5, 5, 60 * MIB), 1, OLD)),
                "cold": (Result(Cost(9, 8, 7 * MIB, 6 * MIB), 3, NEW), None),
                "pages": (Result(Cost(4, 3), 3, NEW), None),
            },
        ),
        "flat": Section("Other data.", "One machine", {"check": (Result(Cost(1), 1, OLD), None)}),
    }
    text = results.page("# Head\n", sections, list(steps.STEPS), {"record": ["A remark."]})
    assert results.read(text) == sections
    assert "| check | 1.25 | 2.50 | 30 |  | 3 | 2026-11-02 bbbbbbb | 2.50 | 5.00 | 60 |  | 1 |" in text
    assert text.index("A remark.") < text.index("## flat")


@pytest.mark.parametrize(
    ("facts", "machine", "measured", "expected"),
    [
        ("Data.", "One", NEW, (2.0, 1.0)),
        ("Data.", "One", OLD, (2.0, None)),
        ("Data.", "Another", NEW, (2.0, None)),
        ("Other data.", "One", NEW, (2.0, None)),
    ],
)
def test_a_step_stands_beside_what_it_cost_at_another_commit(
    facts: str, machine: str, measured: str, expected: tuple[float, float | None]
) -> None:
    before = Section("Data.", "One", {"check": (Result(Cost(1), 1, OLD), None)})
    after = before.with_results(facts, machine, {"check": Result(Cost(2), 1, measured)})
    now, old = after.rows["check"]
    assert (now.cost.cpu, old.cost.cpu if old else None) == expected


def test_what_each_indicator_costs_is_held_against_fewer_of_them() -> None:
    def of(cpu: float, measured: str = NEW, machine: str = "One") -> Section:
        return Section("Data.", machine, {"check": (Result(Cost(cpu), 1, measured), None)})

    assert list(results.growth((1000, of(2)), (10_000, of(22)))) == [
        "check: 2.00 ms of CPU for each of 1,000 indicators, 2.20 ms for each of 10,000: +10 %"
    ]
    assert list(results.growth((1000, of(2, OLD)), (10_000, of(22)))) == []
    assert list(results.growth((1000, of(2, machine="Another")), (10_000, of(22)))) == []


def test_the_page_of_results_says_how_to_measure_and_can_be_read_again() -> None:
    text = results.FILE.read_text(encoding="utf-8")
    assert text.startswith(run.head())
    sections = results.read(text)
    assert {"record", "national"} <= sections.keys()
    assert text == results.page(run.head(), sections, list(steps.STEPS), run.remarks(sections))
    made_up = {name: section.facts for name, section in sections.items() if name in SHAPES}
    assert made_up == {name: run.told(SHAPES[name], 1) for name in made_up}


def test_what_a_country_of_cities_costs_is_computed_from_one() -> None:
    rows = {
        "check": (Result(Cost(6), 3, NEW), None),
        "cold": (Result(Cost(120, 99, 512 * MIB, 256 * MIB), 1, NEW), None),
        "cell": (Result(Cost(1.5), 3, NEW), None),
        "pages": (Result(Cost(7), 3, NEW), None),
    }
    assert list(country.table(Section("Data.", "One", rows)))[2:] == [
        "| checking | 6.0 CPU-s | 0.50 CPU-h |",
        "| the whole site, with nothing built before | 120.0 CPU-s | 10.00 CPU-h |",
        "| the site on disk | 256 MiB | 75.0 GiB |",
        "| memory of the largest process | 512 MiB | that of the cities it builds |",
        "| the whole site again, after one cell changed in one city | 1.5 CPU-s | the same, and what all share |",
    ]


def test_the_page_for_contributors_tells_what_was_measured_last() -> None:
    text = country.PAGE.read_text(encoding="utf-8")
    section = results.read(results.FILE.read_text(encoding="utf-8"))[country.CITY]
    assert country.filled(text, section) == text
    with pytest.raises(ValueError, match="no marks"):
        country.filled("A page without them.", section)


def test_what_was_measured_is_written_into_both_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = Section("Data.", "One", {"check": (Result(Cost(6), 3, NEW), None)})
    file, contributing = tmp_path / "RESULTS.md", tmp_path / "CONTRIBUTING.md"
    file.write_text(results.page("# Old head", {"city": city}, list(steps.STEPS), {}), encoding="utf-8")
    contributing.write_text(f"Before.\n{country.BEGIN}{country.END}After.\n", encoding="utf-8")
    monkeypatch.setattr(run, "FILE", file)
    monkeypatch.setattr(country, "PAGE", contributing)
    done = CliRunner().invoke(run.main, ["--record"])
    assert (done.exit_code, done.output) == (0, "")
    assert file.read_text(encoding="utf-8") == results.page(run.head(), {"city": city}, list(steps.STEPS), {})
    assert contributing.read_text(encoding="utf-8").splitlines() == [
        "Before.",
        country.BEGIN.strip(),
        "",
        *country.table(city),
        "",
        "Measured 2026-11-02 bbbbbbb, median of 3 on: One",
        "",
        country.END.strip(),
        "After.",
    ]


def test_a_run_measures_the_steps_that_were_asked_for() -> None:
    sizes = ["--indicators=2", "--observations=4", "--goals=3", "--targets=0", "--deliverables=0"]
    asked = ["--shape=record", "--steps=charts,check", "--runs=1", *sizes]
    done = CliRunner().invoke(run.main, asked)
    assert done.exit_code == 0, done.output
    lines = [line.split(" | ")[0] for line in done.stdout.splitlines() if line.startswith("| ")]
    assert lines == ["| step", "| ---", "| check", "| charts"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ([], "Nothing to measure"),
        (["--shape=round"], "'round' is not one of"),
        (["--shape=record", "--steps=check,guess"], "no such step: guess"),
        (["--shape=record", "--runs=0"], "0 is not in the range"),
        (["--shape=record", "--record", "--areas=2"], "without other sizes"),
        (["--data=nowhere"], "does not exist"),
    ],
)
def test_what_cannot_be_measured_is_refused(asked: list[str], why: str) -> None:
    done = CliRunner().invoke(run.main, asked)
    assert (done.exit_code, why in done.output) == (2, True), done.output


@pytest.mark.parametrize(("differs", "code"), [(False, 0), (True, 1)])
def test_cities_are_built_at_once_and_apart(
    monkeypatch: pytest.MonkeyPatch, *, differs: bool, code: int
) -> None:
    """And where the ways lead to different sites nothing is told of the last one. Nothing is built here."""
    asked: list[list[str]] = []

    def noted(command: Sequence[str], _: Path) -> Cost:
        at = command.index("--site") + 1
        asked.append([Path(part).name for part in command[at:]])
        Path(command[at]).mkdir()
        (Path(command[at]) / "index.html").write_text(command[at] if differs else "x", encoding="utf-8")
        assert [path.name for path in sorted(Path(command[at - 2]).iterdir())] == ["city-1", "city-2"]
        return Cost(1.5, 2.0, 3 * MIB)

    monkeypatch.setattr(cities, "measured", noted)
    sizes = ("--indicators=8", "--tables=1", "--observations=40", "--targets=2", "--deliverables=1")
    told = CliRunner().invoke(cities.main, ["--cities=2", "--workers=2", "--apart", *sizes])
    assert told.exit_code == code
    assert asked == [
        ["whole", "--workers", "2"],
        ["city-1", "--package", "city-1"],
        ["city-2", "--package", "city-2"],
        ["joined", "--assemble", "city-1", "city-2"],
    ]
    assert "all at once, 2 workers: 1.5 CPU-s, 2 s, 3 MiB, 0 MiB on disk" in told.stdout
