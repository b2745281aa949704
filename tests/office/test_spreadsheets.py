"""Workbooks that went through LibreOffice come back unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from folders import BASE, DATA
from spreadsheets import COUNTRIES, GB18030, SEMICOLONS, XLSX, converted
from workbooks import Desk, csv_file, is_unchanged, shown_rows, told


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk.of(BASE, tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk.of(DATA, tmp_path_factory.mktemp("real"))


@pytest.mark.record
def test_what_libreoffice_makes_of_a_workbook_changes_nothing(real: Desk, town: Desk, tmp_path: Path) -> None:
    """Each sheet too, saved as CSV as Excel does it in China, or in UTF-8 with a byte-order mark."""
    first, *_ = sorted(path.name for path in (DATA / "district" / "documents").iterdir())
    files = []
    for package, document in (("town", "2023-plan"), ("district", first), ("qingdao", "2023-h1-report")):
        files.append(tmp_path / f"{package}.xlsx")
        files[-1].write_bytes((town if package == "town" else real).export(document, package))
    for name, content in converted(tmp_path, XLSX, *files).items():
        assert is_unchanged((town if name == "town.xlsx" else real).hand_in(content)), name
    tables = {
        name: content
        for name, content in converted(tmp_path / "csv", GB18030, *files).items()
        if b"mingzhang-1" in content
    }
    assert len([name for name in tables if "_mingzhang" not in name]) == 7 + 7 + 10
    for content in tables.values():
        with pytest.raises(UnicodeDecodeError):
            content.decode()
    for package, desk in (("town", town), ("district", real), ("qingdao", real)):
        sheets = [tables[name] for name in tables if name.startswith(package) and "_mingzhang" not in name]
        assert is_unchanged(desk.hand_in(*sheets))
        assert is_unchanged(desk.hand_in(*(sheet.decode("gb18030").encode("utf-8-sig") for sheet in sheets)))


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_table_that_libreoffice_opened_and_saved_again_changes_nothing(
    country: str, town: Desk, tmp_path: Path
) -> None:
    """It takes texts for days and numbers as in that country, and writes them in its own way."""
    files = []
    for sheet in ("结果", "事项进展", "章节", "文件"):
        files.append(tmp_path / f"{sheet}.csv")
        files[-1].write_bytes(csv_file(shown_rows(town.export(), sheet), encoding="utf-8-sig"))
    opening = f"CSV:44,34,76,1,,{COUNTRIES[country]},false,true"
    again = converted(tmp_path, SEMICOLONS, *files, opened_as=opening)
    assert [name for name, content in again.items() if b";" not in content] == []
    outcome = town.hand_in(*again.values())
    assert is_unchanged(outcome), told(outcome)
