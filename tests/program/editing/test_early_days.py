"""A body that reports of a time before spreadsheets begin to count: its days come through every output and back."""

from __future__ import annotations

import io
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from folders import BASE
from sites import built, without_program

from generator.cli import main

REPORT = "town/documents/2023-report/observations.csv"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The town, as it was in 1850."""
    folder = tmp_path / "data"
    shutil.copytree(BASE, folder)
    for path in (folder / "town/documents").rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        for old, new in (("2023-12-31", "1850-12-31"), ("2023-0", "1850-0"), ("/2023,", "/1850,")):
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return folder


def sheet(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["sheet", *arguments, "--data", str(data), "--lang", "en"])


def test_a_workbook_holds_early_days_as_texts_and_gives_them_back(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    done = sheet(data, "export", "--document", "2023-report", "--out", str(file))
    assert done.exit_code == 0, done.output
    cells = [
        cell.value
        for page in openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
        for row in page.iter_rows()
        for cell in row
        if str(cell.value).startswith("1850-12-31")
    ]
    assert cells
    assert {type(value) for value in cells} == {str}
    before = (data / REPORT).read_bytes()
    back = sheet(data, "import", str(file))
    assert back.exit_code == 0, back.output
    assert (data / REPORT).read_bytes() == before


def test_pages_and_downloads_tell_early_days(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_program(monkeypatch)
    built(data, tmp_path, "site")
    site = tmp_path / "site"
    page = (site / "en/town/indicators/lamps-installed/index.html").read_text(encoding="utf-8")
    assert ">1850-07</text>" in page, "the axis of the chart"
    assert "31 December 1850" in page
    with closing(sqlite3.connect(site / "data/town/town.sqlite")) as found:
        days = {row[0] for row in found.execute("SELECT period_start FROM targets")}
    assert days == {"1850-01-01"}
    book = openpyxl.load_workbook(site / "data/town/town.xlsx")
    assert "1850-12-31" in {cell.value for row in book["observations"].iter_rows() for cell in row}
