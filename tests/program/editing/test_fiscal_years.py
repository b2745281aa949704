"""A body that counts in fiscal years: their name is taken by the commands and shown wherever a period is."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from folders import BASE
from sites import built, without_program

from generator.cli import main
from generator.reading.load import load
from generator.reading.trees import WorkingTree

SHA = "a" * 64
FIGURE = "--document 2023-report --locator 一/(一) --figure 55盏"
REPORT = (
    "--kind report --title-zh 总结 --title-en Report --publisher-id works-office --published= "
    f"--completeness full --archive-sha256 {SHA}"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The town, whose years of plan and report begin in April."""
    folder = tmp_path / "data"
    shutil.copytree(BASE, folder)
    for path in (folder / "town/documents").rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("2023-01-01", "2023-04-01").replace("2023-12-31", "2024-03-31")
        text = text.replace("lamps-installed/2023,", "lamps-installed/2023-04-01/2024-03-31,")
        path.write_text(text, encoding="utf-8")
    (folder / "town/citations.lock").unlink(missing_ok=True)
    declare(folder, "fiscal_year_starts: 04-01")
    return folder


def declare(data: Path, line: str) -> None:
    with (data / "town/package.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data", str(data), "--lang", "en"])


def record(data: Path, period: str) -> Result:
    return run(
        data, "record", "lamps-installed", "55", *FIGURE.split(), "--area", "east-village", "--period", period
    )


def test_a_figure_is_recorded_for_a_fiscal_year(data: Path) -> None:
    done = record(data, "2022/23")
    assert "2023-report/lamps-installed/east-village/2022-04-01/2023-03-31" in done.output
    assert done.exit_code == 0


def test_a_document_begins_with_its_fiscal_year(data: Path) -> None:
    section = ("--section", "一", "主要目标", "--heading", "en", "一", "Main goals")
    done = run(
        data, "new", "document", "town", "2024-report", *REPORT.split(" "), "--period", "2024/25", *section
    )
    assert done.exit_code == 0, done.output
    text = (data / "town/documents/2024-report/document.yaml").read_text(encoding="utf-8")
    assert "period_start: 2024-04-01\nperiod_end: 2025-03-31\n" in text


def test_a_workbook_is_made_for_a_fiscal_year(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.xlsx"
    done = run(data, "sheet", "export", "--new-report", "2023/24", "--out", str(out))
    assert done.exit_code == 0, done.output
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    cells = {
        str(cell.value)[:10] for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    }
    assert {"2023-04-01", "2024-03-31"} <= cells


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "is no period"),
        (
            "fiscal_year_starts: 04-01\nschool_year_starts: 09-01",
            "2022-04-01/2023-03-31 · 2022-09-01/2023-08-31",
        ),
    ],
)
def test_a_year_that_is_none_or_two_is_refused(data: Path, line: str, words: str) -> None:
    file = data / "town/package.yaml"
    text = file.read_text(encoding="utf-8").replace("fiscal_year_starts: 04-01\n", "")
    file.write_text(f"{text}{line}\n", encoding="utf-8")
    for done in (
        record(data, "2022/23"),
        run(data, "sheet", "export", "--new-report", "2022/23"),
    ):
        assert (done.exit_code != 0, words in " ".join(done.output.split())) == (True, True), done.output
    assert record(data, "2022/23").output.startswith("--period  error\n")


def test_pages_search_feeds_and_charts_call_it_so(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_program(monkeypatch)
    assert load(WorkingTree(data), locked=False)[0] is not None
    built(data, tmp_path, "site")
    site = tmp_path / "site"
    page = (site / "town/indicators/lamps-installed/index.html").read_text(encoding="utf-8")
    english = (site / "en/town/indicators/lamps-installed/index.html").read_text(encoding="utf-8")
    assert "2023/24财年" in page
    assert "fiscal year 2023/24" in english
    assert ">2023/24</text>" in english, "the axis of the chart"
    assert "2023/24财年" in (site / "feed.xml").read_text(encoding="utf-8")
    assert any("2023/24财年" in path.read_text(encoding="utf-8") for path in site.glob("search/*.json"))
    described = json.loads((site / "data/town/datapackage.json").read_text(encoding="utf-8"))
    assert described["fiscal_year_starts"] == "04-01"
    assert "school_year_starts" not in described
