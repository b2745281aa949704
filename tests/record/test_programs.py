"""The data page's programs, each run on the downloads of the shipped record as a reader would."""

from __future__ import annotations

import csv
import runpy
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from downloads import PROGRAMS, kinds
from folders import DATA
from sites import TODAY

from generator.publishing.export.write import write_package
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.verdicts.standings import assess_package

Counts = Mapping[tuple[int, str], int]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The downloads of the real record with the most figures."""
    ledger, report = load(WorkingTree(DATA))
    assert ledger is not None, report.render("text", "en")
    package = max(ledger.packages.values(), key=lambda item: len(item.observations))
    target = tmp_path_factory.mktemp("downloads") / package.id
    write_package(target, package, assess_package(package, TODAY))
    return target


@pytest.fixture
def unpacked(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The archive as a reader unpacks it, with the reader in its folder."""
    shutil.unpack_archive(folder / f"{folder.name}.zip", tmp_path)
    monkeypatch.chdir(tmp_path / folder.name)
    return tmp_path / folder.name


@pytest.fixture(scope="module")
def counts(folder: Path) -> Counts:
    """Targets by year and standing, counted here: each promise once, as the pages count them."""

    def rows(table: str) -> list[dict[str, str]]:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    judged = rows("assessments")
    once = [row for row in judged if not row["restates"] and not row["superseded_by"]]
    assert len(once) < len(judged)
    progress = {row["target_id"]: row["progress_status"] for row in once}
    found = Counter(
        (int(row["period_end"][:4]), progress[row["target_id"]])
        for row in rows("targets")
        if row["target_id"] in progress
    )
    assert len(found) > 3
    return found


PANDAS = {
    "string": "string",
    "number": "Float64",
    "integer": "Int64",
    "boolean": "boolean",
    "date": "datetime64",
}


def test_pandas(unpacked: Path, counts: Counts, capsys: pytest.CaptureFixture[str]) -> None:
    found = runpy.run_path(str(PROGRAMS / "load_pandas.py"))
    assert dict(found["counts"]) == counts
    for table, columns in kinds(unpacked).items():
        for name, kind in columns.items():
            dtype = str(found["tables"][table][name].dtype)
            assert dtype.lower().startswith(PANDAS[kind].lower()), (table, name, dtype)
    value = found["tables"]["observations"].set_index("indicator_id").loc["heating-pipes-renewed"]
    assert (value["value"], value["as_of"]) == (18.3, pd.Timestamp(2023, 6, 30))
    assert "cannot_assess" in capsys.readouterr().out


POLARS: Mapping[str, Any] = {
    "string": pl.String,
    "number": pl.Float64,
    "integer": pl.Int64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}


def test_polars(unpacked: Path, counts: Counts, capsys: pytest.CaptureFixture[str]) -> None:
    found = runpy.run_path(str(PROGRAMS / "load_polars.py"))
    assert {(year, status): count for year, status, count in found["counts"].rows()} == counts
    for table, columns in kinds(unpacked).items():
        assert dict(found["tables"][table].schema) == {name: POLARS[kind] for name, kind in columns.items()}
    row = found["tables"]["observations"].row(
        by_predicate=pl.col("indicator_id") == "heating-pipes-renewed", named=True
    )
    assert (row["value"], row["as_of"]) == (18.3, date(2023, 6, 30))
    assert "cannot_assess" in capsys.readouterr().out


def test_duckdb(unpacked: Path, counts: Counts) -> None:
    assert unpacked.is_dir()
    with duckdb.connect() as database:
        program = (PROGRAMS / "load_duckdb.sql").read_text(encoding="utf-8")
        found = database.execute(program).fetchall()
        assert {(year, status): count for year, status, count in found} == counts
        value = database.execute(
            "SELECT value, period_end FROM targets "
            "WHERE indicator_id = 'heating-pipes-renewed' AND year(period_end) = 2023"
        )
        assert value.fetchall() == [(30, date(2023, 12, 31))]
        types = dict(database.execute("SELECT column_name, column_type FROM (DESCRIBE targets)").fetchall())
    assert types["value"].startswith("DECIMAL")
    assert types["value_upper"] == types["baseline"] == types["value"]
    assert types["period_start"] == types["period_end"] == "DATE"


R_CHECK = """
source(commandArgs(TRUE)[1])
stopifnot(inherits(targets$period_end, "Date"), is.numeric(targets$value), is.numeric(targets$value_upper))
stopifnot(inherits(assessments$as_of, "Date"), is.numeric(assessments$pace), is.character(targets$figure))
write.csv(as.data.frame(counts), "counts.csv", row.names = FALSE)
"""


@pytest.mark.parametrize("place", ["C", "C.UTF-8"])
def test_r(unpacked: Path, counts: Counts, place: str) -> None:
    (unpacked / "check.R").write_text(R_CHECK, encoding="utf-8")
    run = subprocess.run(
        ["Rscript", "--vanilla", "check.R", PROGRAMS / "load.R"],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": place},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "cannot_assess" in run.stdout
    with (unpacked / "counts.csv").open(encoding="utf-8", newline="") as lines:
        found = {(int(row["year"]), row["status"]): int(row["Freq"]) for row in csv.DictReader(lines)}
    assert {key: count for key, count in found.items() if count} == counts
