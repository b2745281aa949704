"""Since when and until when each row was published as it was: in repositories made for the test, a commit a day."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from downloads import Rows, read
from folders import BASE
from pasts import (
    as_committed,
    as_written,
    built,
    differing,
    followed_cells,
    on_day,
    shown_in_pandas,
    shown_in_sql,
)
from repositories import Repository, noon

from generator.cli import main
from generator.comparing.vintages import TABLES

REPORT = "town/documents/2023-report/observations.csv"
ROW = "lamps-standing,qinghe,,2023-01-01,2023-12-31,2023-12-31,980,exact,A,,,,,一/(一),980盏,,,\n"
LAMPS, PARTS = "2023-report/lamps-standing/2023-12-31", ("zh", "en")
LATER = date(2030, 1, 1)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def vintages(data: Path) -> Rows:
    return as_written(data, ["town"], LATER)["town"][1]["vintages"]


def states(rows: Rows, table: str, key: str) -> list[tuple[str, str, str, bool]]:
    """Of the states of a row: known since, recorded on, withdrawn on, and whether it is over."""
    return [
        (row["known_since"], row["recorded_on"], row["withdrawn_on"], bool(row["cells"]))
        for row in rows
        if (row["table"], row["key"]) == (table, key)
    ]


def day_of(number: int) -> str:
    """The day of a commit, counted from that of the first, 0."""
    return noon(number).partition("T")[0]


FIRST, SECOND, THIRD, FOURTH = map(day_of, range(4))


def test_what_never_changed_is_told_together(repository: Repository) -> None:
    rows = vintages(repository.data)
    assert {(row["key"], row["known_since"], row["recorded_on"], row["withdrawn_on"]) for row in rows} == {
        ("", FIRST, FIRST, "")
    }
    assert {row["table"] for row in rows} == {*TABLES} - {"programmes", "mentions"}
    assert [row["document_id"] for row in rows if row["table"] == "documents"] == ["2023-plan", "2023-report"]


def test_a_row_that_was_taken_out_and_put_back(repository: Repository) -> None:
    repository.edit(REPORT, ROW, "")
    repository.commit("Taken out")
    gone = vintages(repository.data)
    assert states(gone, "observations", LAMPS) == [(FIRST, FIRST, SECOND, True)]
    assert [row["current_key"] for row in gone if row["key"] == LAMPS] == [""]
    file = repository.data / REPORT
    file.write_text(file.read_text(encoding="utf-8") + ROW, encoding="utf-8")
    repository.commit("Put back")
    back = vintages(repository.data)
    assert states(back, "observations", LAMPS) == [(FIRST, FIRST, SECOND, True), (THIRD, THIRD, "", False)]
    assert [row["vintage_id"] for row in back if row["key"] == LAMPS] == [
        f"observations/{LAMPS}/1",
        f"observations/{LAMPS}/2",
    ]


def test_a_row_under_another_id(repository: Repository) -> None:
    for path in ("indicators/lighting.yaml", "relations.yaml", "documents/2023-report/observations.csv"):
        file = repository.data / "town" / path
        file.write_text(
            file.read_text(encoding="utf-8").replace("lamps-standing", "all-lamps"), encoding="utf-8"
        )
    repository.commit("Another id")
    rows = [row for row in vintages(repository.data) if "2023-report/all-lamps" in row["current_key"]]
    assert [(row["key"], row["withdrawn_on"]) for row in rows] == [
        ("2023-report/all-lamps/2023-12-31", ""),
        (LAMPS, SECOND),
    ]


def test_another_unit_of_the_indicator_is_another_state_of_its_figures(repository: Repository) -> None:
    file = repository.data / "town/indicators/lighting.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("unit_id: lamp\n  measure: stock") == 1
    file.write_text(
        text.replace("unit_id: lamp\n  measure: stock", "unit_id: day\n  measure: stock"), encoding="utf-8"
    )
    repository.commit("Another unit")
    assert states(vintages(repository.data), "observations", LAMPS) == [
        (FIRST, FIRST, SECOND, True),
        (SECOND, SECOND, "", False),
    ]


def test_what_no_commit_has_begins_today(repository: Repository) -> None:
    repository.edit(REPORT, ",980,exact", ",890,exact")
    repository.edit(REPORT, "980盏", "890盏")
    rows = [row for row in vintages(repository.data) if row["key"] == LAMPS]
    assert [(row["recorded_on"], row["recorded_commit"] != "", row["withdrawn_on"]) for row in rows] == [
        (FIRST, True, "2030-01-01"),
        ("2030-01-01", False, ""),
    ]


def test_no_git_no_vintages(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    assert vintages(tmp_path / "data") == []


def test_before_a_shallow_clone_nothing_is_known(repository: Repository, tmp_path: Path) -> None:
    for old, new in (("980", "970"), ("970", "960"), ("960", "950")):
        repository.edit(REPORT, f",{old},exact,A,,,,,一/(一),{old}盏", f",{new},exact,A,,,,,一/(一),{new}盏")
        repository.commit("A digit")
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=2", f"file://{repository.folder}", str(clone))
    rows = vintages(clone / "data")
    assert states(rows, "observations", LAMPS) == [(THIRD, "", FOURTH, True), (FOURTH, FOURTH, "", False)]
    assert {(row["known_since"], row["recorded_on"]) for row in rows if not row["key"]} == {(THIRD, "")}


def readme(data: Path, out: Path) -> str:
    """The English part of the README in the archive of the town, as `export` writes it."""
    asked = ["export", "--data", str(data), "--out", str(out), "--lang", "en", "--no-validate"]
    run = CliRunner().invoke(main, asked)
    assert run.exit_code == 0, run.output
    with zipfile.ZipFile(out / "town" / "town.zip") as archive:
        return archive.read("town/README.md").decode("utf-8").partition("\n# Qinghe")[2]


def test_the_readme_says_how_far_back_states_are_known(repository: Repository, tmp_path: Path) -> None:
    repository.edit(REPORT, ROW, "")
    repository.commit("Taken out")
    shallow, none = tmp_path / "shallow", tmp_path / "none"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.folder}", str(shallow))
    shutil.copytree(BASE, none)
    told = {
        name: readme(data, tmp_path / f"out of {name}")
        for name, data in (("whole", repository.data), ("shallow", shallow / "data"), ("none", none))
    }
    found = {
        name: (
            f"Known are the states since {FIRST}." in text,
            f"Known are the states since {SECOND}." in text,
            "Where recorded_on is empty" in text,
            "no version history could be read" in text,
            "FROM observations_vintages" in text and "`observations.published`" in text,
        )
        for name, text in told.items()
    }
    assert found == {
        "whole": (True, False, False, False, True),
        "shallow": (False, True, True, False, True),
        "none": (False, False, False, True, False),
    }


def test_a_graft_hides_nothing(repository: Repository) -> None:
    repository.edit(REPORT, ROW, "")
    commit = repository.commit("Taken out")
    before = vintages(repository.data)
    (repository.folder / ".git/info").mkdir(exist_ok=True)
    (repository.folder / ".git/info/grafts").write_text(f"{commit}\n", encoding="ascii")
    assert vintages(repository.data) == before
    assert states(before, "observations", LAMPS) == [(FIRST, FIRST, SECOND, True)]


UNREADABLE = ROW.replace("2023-12-31,980", "2023-12-32,980")


def test_a_row_that_could_not_be_read_began_on_a_day_that_nobody_knows(repository: Repository) -> None:
    repository.edit(REPORT, ROW, "")
    repository.commit("Without it")
    file = repository.data / REPORT
    file.write_text(file.read_text(encoding="utf-8") + UNREADABLE, encoding="utf-8")
    repository.commit("There, with a day that does not exist")
    repository.edit(REPORT, UNREADABLE, ROW)
    repository.commit("As it is printed")
    assert states(vintages(repository.data), "observations", LAMPS) == [
        (FIRST, FIRST, SECOND, True),
        (FOURTH, "", "", False),
    ]


def test_a_table_that_could_not_be_read_when_it_came(repository: Repository) -> None:
    file = repository.data / REPORT
    sound = file.read_bytes()
    file.unlink()
    repository.commit("No table")
    file.write_bytes(sound.replace(b"indicator_id,", b"what,"))
    repository.commit("A table in which nothing has a name")
    file.write_bytes(sound)
    repository.commit("As it was")
    found = states(vintages(repository.data), "observations", LAMPS)
    assert found[0] == (FIRST, FIRST, SECOND, True)
    assert found[1][1:] == ("", "", False)


def test_people_whom_a_package_withholds_are_in_no_state(repository: Repository) -> None:
    goals = "town/documents/2023-plan/goals.yaml"
    text = (repository.data / goals).read_text(encoding="utf-8")
    assert "officers: [分管副镇长]" in text
    repository.edit(goals, "officers: [分管副镇长]", "officers: [Li Lei]")
    repository.commit("Named")
    repository.edit(goals, "officers: [Li Lei]", "officers: [分管副镇长]")
    repository.commit("Another name")
    assert any("Li Lei" in row["cells"] for row in vintages(repository.data))
    repository.edit("town/package.yaml", "officers: published", "officers: withheld")
    repository.commit("Withheld")
    assert not any("Li Lei" in row["cells"] for row in vintages(repository.data))


HOSTILE = '=HYPERLINK("x")\'; DROP TABLE observations; --\\u0000,\U0001f600<script>'


def test_the_programs_of_the_data_page_give_what_export_gives_of_that_day(
    repository: Repository, tmp_path: Path
) -> None:
    """Figures that were corrected, withdrawn and put back, a renamed document, cells that look like programs, a merge."""
    note = '"' + HOSTILE.replace('"', '""') + '"'
    repository.edit(REPORT, ROW, ROW.replace(",,,\n", f",,{note},{note}\n"))
    repository.commit("A remark")
    repository.edit(REPORT, ROW.replace(",,,\n", f",,{note},{note}\n"), "")
    repository.commit("Taken out")
    repository.git("checkout", "--quiet", "-b", "aside", "HEAD~1")
    repository.edit("town/units.yaml", "title_en: lamps", "title_en: street lamps")
    repository.commit("On a branch")
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merged", "aside")
    repository.days += 1
    folder = repository.data / "town/documents"
    (folder / "2023-report").rename(folder / "2023-results")
    repository.commit("Another id of a document")
    file = repository.data / REPORT.replace("report", "results")
    file.write_text(
        file.read_text(encoding="utf-8").replace(",210,exact", ",123456789012.123456,exact") + ROW, "utf-8"
    )
    repository.commit("Put back, and a long number")
    out = tmp_path / "out"
    asked = ["export", "--data", str(repository.data), "--lang", "en", "--no-validate"]
    run = CliRunner().invoke(main, [*asked, "--rev", "HEAD", "--out", str(out)])
    assert run.exit_code == 0, run.output
    with closing(sqlite3.connect(out / "town" / "town.sqlite")) as database:
        database.row_factory = sqlite3.Row
        for number in range(repository.days):
            day, past = day_of(number), tmp_path / str(number)
            run = CliRunner().invoke(main, [*asked, "--as-of", day, "--out", str(past)])
            assert run.exit_code == 0, run.output
            for table in TABLES:
                if not (past / "town" / f"{table}.csv").exists():
                    continue
                then = followed_cells(table, read(past / "town" / f"{table}.csv"), PARTS)
                in_pandas = shown_in_pandas(out / "town", table, day)
                assert followed_cells(table, in_pandas, PARTS) == then, (day, table)
                in_sql: Sequence[sqlite3.Row] = database.execute(shown_in_sql(table, day)).fetchall()
                texts = [{name: written(name, row[name]) for name in row.keys()} for row in in_sql]  # noqa: SIM118
                assert followed_cells(table, texts, PARTS) == then, (day, table)


def written(column: str, value: object) -> str:
    """A value of the database as it stands in the CSV file."""
    if column in ("ascending", "falls"):
        return "true" if value else "false"
    return "" if value is None else str(value)


def test_a_state_of_the_past_has_the_states_before_it(repository: Repository) -> None:
    """What is exported of an old commit knows nothing of what came later."""
    repository.edit(REPORT, ROW, "")
    repository.commit("Taken out")
    before, after = (as_committed(repository.data, name)["town"] for name in ("HEAD~1", "HEAD"))
    now = as_written(repository.data, ["town"], LATER)["town"]
    assert differing(now, before, on_day(FIRST)) == {}
    assert differing(now, after, on_day(SECOND)) == {}
    assert differing(now, before, on_day(SECOND)) != {}
    assert built(now[1], "observations", on_day("2023-12-31")) == []
