"""The workbook that a script makes of a CSV file, for Excel: the same cells, each of its own type."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page


def made_of(page: Page, link: Locator) -> tuple[str, list[tuple[Any, ...]]]:
    """The name of the workbook that a click hands over, and its rows."""
    with page.expect_download() as download:
        link.click()
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    (sheet,) = book.worksheets
    return download.value.suggested_filename, list(sheet.iter_rows(values_only=True))


def text_of(value: Any) -> str:
    """A cell as the CSV file has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def plain(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    return [[text_of(value) for value in row] for row in rows]


@pytest.mark.parametrize("table", ["observations", "assessments", "goals", "findings_rows"])
def test_a_table_of_the_data_page_is_the_same_as_a_workbook(
    browser: Browser, address: str, site: Path, table: str
) -> None:
    page = browser.new_page(accept_downloads=True)
    page.goto(f"{address}en/data/")
    for folded in page.locator("details").all():
        folded.evaluate("element => { element.open = true }")
    link = page.locator("section#qingdao").get_by_role("link", name=f"{table}.xlsx", exact=True)
    name, rows = made_of(page, link)
    page.close()
    with (site / "data" / "qingdao" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        expected = list(csv.reader(lines))
    assert (name, plain(rows)) == (f"{table}.xlsx", expected)
    described = json.loads((site / "data" / "qingdao" / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [item for item in described["resources"] if item["name"] == table]
    kinds: dict[str, Any] = {
        "number": (int, float),
        "integer": int,
        "date": datetime,
        "boolean": bool,
        "string": str,
    }
    for place, item in enumerate(resource["schema"]["fields"]):
        values = [row[place] for row in rows[1:] if row[place] is not None]
        assert all(isinstance(value, kinds[item["type"]]) for value in values), item["name"]


def test_an_indicator_s_figures_are_one_too(browser: Browser, address: str, site: Path) -> None:
    file = max((site / "data" / "qingdao" / "indicators").glob("*.csv"), key=lambda one: one.stat().st_size)
    page = browser.new_page(accept_downloads=True)
    page.goto(f"{address}en/qingdao/indicators/{file.stem}/")
    name, rows = made_of(page, page.locator("a[data-mz-sheet]"))
    page.close()
    with file.open(encoding="utf-8", newline="") as lines:
        assert (name, plain(rows)) == (f"{file.stem}.xlsx", list(csv.reader(lines)))


def test_without_scripts_the_link_leads_to_the_workbook_of_the_package(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}en/qingdao/revisions/")
    link = page.locator("a[data-mz-sheet]")
    assert link.get_attribute("href") == "../../../data/qingdao/qingdao.xlsx"
    context.close()


HOSTILE = [
    ["key", "value", "date", "carried", "old"],
    ["=1+1", "0.1", "1899-12-31", "</t><x>", '"quoted", and\nbroken'],
    ["@SUM(A1)", "1234567890123456789", "1900-03-01", "_x0041_", "1-2"],
    ["+1", "-0.5", "2024-02-29", " both ends ", "\u0007bell"],
    ["汉字", "", "", "&amp;", "007"],
]


def test_hostile_cells_stay_what_they_are(browser: Browser, address: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(HOSTILE)
    page = browser.new_page(accept_downloads=True)
    page.route("**/data/qingdao/revisions.csv", lambda route: route.fulfill(body=file.read_bytes()))
    types = {"value": "number", "date": "date"}
    fields = [{"name": name, "type": types.get(name, "string")} for name in HOSTILE[0]]
    described = {"resources": [{"name": "revisions", "schema": {"fields": fields}}]}
    page.route("**/data/qingdao/datapackage.json", lambda route: route.fulfill(json=described))
    page.goto(f"{address}en/qingdao/revisions/")
    _, rows = made_of(page, page.locator("a[data-mz-sheet]"))
    page.close()
    expected = [[text.replace("\u0007", "\ufffd") for text in row] for row in HOSTILE]
    # Excel reads _x0041_ as a letter, so the sign before it is told as such; openpyxl leaves that to its reader.
    assert [[text.replace("_x005F_", "_") for text in row] for row in plain(rows)] == expected
    # What would be rounded, or lies before the days of spreadsheets, stays a text.
    assert [type(row[1]) for row in rows[1:]] == [float, str, float, type(None)]
    assert [type(row[2]) for row in rows[1:]] == [str, datetime, datetime, type(None)]


def test_what_cannot_be_read_leads_to_the_workbook(browser: Browser, address: str) -> None:
    page = browser.new_page(accept_downloads=True)
    page.route("**/data/qingdao/revisions.csv", lambda route: route.fulfill(status=404))
    page.goto(f"{address}en/qingdao/revisions/")
    with page.expect_download() as download:
        page.locator("a[data-mz-sheet]").click()
    assert download.value.suggested_filename == "qingdao.xlsx"
    page.close()
