"""The data page and the codebook: what is there, how it is loaded (each program is run), what each column means."""

from __future__ import annotations

import csv
import json
import runpy
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from folders import DATA, ROOT
from overlays import OverlayTree
from sites import TODAY

from generator.core.messages import LANGUAGES
from generator.core.model import Package
from generator.publishing.export.catalogue import Download
from generator.publishing.export.write import published_tables, write_package
from generator.publishing.pages import Site, render_pages
from generator.publishing.pages.downloads import SNIPPETS, codebook, merged
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.reading.load import load
from generator.reading.trees import WorkingTree
from generator.verdicts.standings import assess_package

PROGRAMS = ROOT / "site_src" / "snippets"
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
    """Targets by year and standing, counted here."""

    def rows(table: str) -> list[dict[str, str]]:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    progress = {row["target_id"]: row["progress_status"] for row in rows("assessments")}
    found = Counter((int(row["period_end"][:4]), progress[row["target_id"]]) for row in rows("targets"))
    assert len(found) > 3
    return found


def kinds(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """The type of each column by table, as the descriptor has them."""
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    return {
        item["name"]: {field["name"]: field["type"] for field in item["schema"]["fields"]}
        for item in resources
    }


# The programs, run


def test_every_program_is_on_the_page_and_run_here() -> None:
    assert {file.name for file in PROGRAMS.iterdir()} == set(SNIPPETS)
    assert set(SNIPPETS) == {"load_pandas.py", "load_polars.py", "load.R", "load_duckdb.sql"}


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


# The pages


@pytest.fixture(scope="module")
def package() -> Package:
    ledger, report = load(OverlayTree())
    assert ledger is not None, report.render("text", "en")
    return ledger.packages["town"]


def pages(package: Package, language: str, *names: str) -> Mapping[str, str]:
    """The pages where these files are there to be downloaded, each of 2,500 bytes."""
    view = PackageView(package, assess_package(package, TODAY))
    tables = {"town": tuple((table, 1000) for table in published_tables(package, view.standings))}
    files = {f"data/town/{name}": Download(2500, "ab" * 32) for name in names}
    site = Site((view,), tables, TODAY, Settings(url="https://example.org/"), files, "3f2a9c1b7d045566")
    return dict(render_pages(site, language))


OFFERED = ["town.zip", "town.xlsx", "town.sqlite", "datapackage.json"]


@pytest.mark.parametrize("name", OFFERED)
def test_a_file_is_offered_where_it_is_there(package: Package, name: str) -> None:
    with_it = pages(package, "en", name)["data/index.md"]
    assert f'download href="../../data/town/{name}"' in with_it
    assert "2.5 kB" in with_it
    without = pages(package, "en", *(set(OFFERED) - {name}))["data/index.md"]
    assert f'href="../../data/town/{name}"' not in without


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            [
                *("<dd>0.1.0</dd>", "2026年11月21日", "2023年12月31日"),
                "明账. 青禾镇工作目标与进展[DS/OL]. 版本 0.1.0+3f2a9c1b7d04. 明账, 2026-11-21. https://example.org/town/",
                "title = {{青禾镇工作目标与进展}}",
                'href="../data/catalog.jsonld"',
                'href="../build.json"',
            ],
        ),
        (
            "en",
            [
                *("<dd>0.1.0</dd>", "21 November 2026", "31 December 2023"),
                (
                    "Mingzhang (2026): Qinghe Town: goals and progress. Version 0.1.0+3f2a9c1b7d04. Mingzhang. "
                    "2026-11-21. https://example.org/en/town/"
                ),
                "title = {{Qinghe Town: goals and progress}}",
                'href="../../data/catalog.jsonld"',
                'href="../../build.json"',
            ],
        ),
    ],
)
def test_the_page_says_what_there_is_and_how_to_cite_it(
    package: Package, language: str, expected: list[str]
) -> None:
    page = unescape(pages(package, language)["data/index.md"])
    assert [words for words in expected if words not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SNIPPETS)
def test_a_program_is_shown_as_it_is_run(package: Package, name: str, language: str) -> None:
    page = pages(package, language)["data/index.md"]
    blocks = [
        unescape(part.partition("</code></pre>")[0]) for part in page.split('<pre class="mz-code"><code>')
    ]
    assert (PROGRAMS / name).read_text(encoding="utf-8").strip() in blocks


def rows(page: str) -> Iterator[tuple[str, str]]:
    """Table and column of each row of the codebook by its anchor."""
    for part in page.split('<tr id="')[1:]:
        table, _, column = part.partition('"')[0].partition("-")
        yield table, column


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codebook_has_the_columns_of_the_descriptor(
    package: Package, language: str, tmp_path: Path
) -> None:
    write_package(tmp_path / "town", package, assess_package(package, TODAY))
    promised = [(table, name) for table, columns in kinds(tmp_path / "town").items() for name in columns]
    page = pages(package, language)["data/codebook/index.md"]
    assert list(rows(page)) == promised
    for table in kinds(tmp_path / "town"):
        assert f'<section id="{table}">' in page


def test_the_codebook_names_what_a_column_may_hold(package: Package) -> None:
    view = PackageView(package, assess_package(package, TODAY))
    tables = {"town": tuple((table, 1) for table in published_tables(package, view.standings))}
    book = {
        (table, entry.column.name): entry
        for table, entries in codebook((view,), tables, "en").items()
        for entry in entries
    }
    assert book["targets", "target_id"].key
    assert not book["targets", "goal_id"].key
    assert book["targets", "goal_id"].column.refers_to == "goals"
    assert book["targets", "comparator"].words == {"ge": "", "le": "", "eq": "", "between": ""}
    assert book["documents", "kind"].words == {
        "plan": "plan",
        "report": "report",
        "dataset": "statistical table",
    }
    assert book["observations", "power"].words == {"grid": "Mains", "solar": "Solar"}
    assert (book["observations", "value"].column.type, book["observations", "value"].words) == ("number", {})


MERGED = [
    # lists, as one
    ([], []),
    ([["a", "b"]], ["a", "b"]),
    ([["a", "b"], ["a", "x", "b"]], ["a", "x", "b"]),
    ([["a", "x", "b"], ["a", "b"]], ["a", "x", "b"]),
    ([["a", "x", "b"], ["a", "y", "b"]], ["a", "y", "x", "b"]),
    ([["a"], ["x", "a", "z"]], ["x", "a", "z"]),
]


@pytest.mark.parametrize(("lists", "expected"), MERGED)
def test_columns_of_several_packages_become_one_list(lists: list[list[str]], expected: list[str]) -> None:
    assert merged(lists) == expected


def test_the_codebook_of_the_record_has_every_column_of_every_package(site: Path) -> None:
    for language in ("", "en/"):
        page = (site / language / "data" / "codebook" / "index.html").read_text(encoding="utf-8")
        found = set(rows(page))
        for file in (site / "data").glob("*/datapackage.json"):
            promised = {(table, name) for table, columns in kinds(file.parent).items() for name in columns}
            assert promised <= found
