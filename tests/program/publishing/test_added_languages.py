"""A language that joins a published package: its columns stand at the end of every table, in every form of download."""

from __future__ import annotations

import csv
import json
import sqlite3
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
from tongues import town_in

from generator.publishing.export.columnar import write_parquet
from generator.publishing.export.write import write_package
from generator.reading.load import load
from generator.verdicts.standings import assess_package

TODAY = date(2024, 3, 1)
PACKAGE = "town/package.yaml"

Columns = Mapping[str, list[str]]
"""The names of the columns of each table, in their order."""


def exported(folder: Path, languages: Mapping[str, str], *added: str) -> Path:
    """The downloads of the town in some languages; `added` are those that joined."""
    tree = town_in(languages)
    said = f"added_languages: [{', '.join(added)}]\n" if added else ""
    tree.write(PACKAGE, tree.read(PACKAGE).decode() + said)
    ledger, report = load(tree)
    assert ledger is not None, report.render("text", "en")
    package = ledger.packages["town"]
    write_parquet(folder, write_package(folder, package, assess_package(package, TODAY)))
    return folder


def in_csv(folder: Path) -> Columns:
    """As the CSV files have them, the codebook's own too."""
    found = {file.stem: file.read_text(encoding="utf-8-sig") for file in folder.glob("*.csv")}
    with zipfile.ZipFile(folder / "town.zip") as archive:
        found["codebook"] = archive.read("town/codebook.csv").decode("utf-8-sig")
    return {name: next(csv.reader(text.splitlines())) for name, text in found.items()}


def in_descriptor(folder: Path) -> Columns:
    """As the descriptor has them."""
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {
        item["name"]: [field["name"] for field in item["schema"]["fields"]] for item in described["resources"]
    }


def in_database(folder: Path) -> Columns:
    """As the database has them."""
    connection = sqlite3.connect(folder / "town.sqlite")
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')] for name in names}


def in_parquet(folder: Path) -> Columns:
    """As the files of Parquet have them."""
    return {file.stem: list(pl.read_parquet_schema(file)) for file in folder.glob("*.parquet")}


def in_workbook(folder: Path, tables: Columns) -> Columns:
    """As the sheets have them that are tables."""
    book = openpyxl.load_workbook(folder / "town.xlsx")
    return {name: [str(cell.value) for cell in book[name][1]] for name in tables if name in book.sheetnames}


def test_tables_grow_at_their_end(tmp_path: Path) -> None:
    before = exported(tmp_path / "before", {"zh": "zh", "en": "en"})
    after = exported(tmp_path / "after", {"zh": "zh", "fr": "en", "en": "en", "kk": ""}, "kk", "fr")
    for read in (in_csv, in_descriptor, in_database, in_parquet):
        old, new = read(before), read(after)
        assert old.keys() == new.keys()
        assert {name: new[name][: len(columns)] for name, columns in old.items()} == old, read.__name__
        more = {name: [new[name][len(columns) :]] for name, columns in old.items()}
        assert more["goals"] == [
            ["section_kk", "title_kk", "summary_kk", "section_fr", "title_fr", "summary_fr"]
        ]
        # What the program says itself it says in the languages that it speaks.
        assert more["assessments"] == [["reply_kk", "explanation_fr", "reply_fr"]]
    sheets = in_workbook(after, in_parquet(after))
    assert sheets == {name: in_parquet(after)[name] for name in sheets}
    assert "goals" in sheets


def test_each_value_stands_under_its_column(tmp_path: Path) -> None:
    """Whatever the order of the columns."""
    languages = {"zh": "zh", "fr": "en", "en": "en"}

    def rows(folder: Path, name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    beginning, joined = exported(tmp_path / "a", languages), exported(tmp_path / "b", languages, "fr")
    names = [file.stem for file in beginning.glob("*.csv")]
    assert {name: rows(joined, name) for name in names} == {name: rows(beginning, name) for name in names}


def test_what_the_program_says_it_says_in_the_nearest_language(tmp_path: Path) -> None:
    """A package in another script has the words of its language, not those of a third one."""
    columns = in_csv(exported(tmp_path, {"zh-Hant": "zh"}))
    assert [name for name in columns["assessments"] if name.startswith("explanation")] == ["explanation_zh"]
    assert [name for name in columns["goals"] if name.startswith("title")] == ["title_zh_Hant"]
