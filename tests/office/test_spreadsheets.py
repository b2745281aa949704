"""Workbooks that went through LibreOffice come back unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from folders import BASE, DATA
from spreadsheets import GB18030, XLSX, converted
from workbooks import Desk, is_unchanged


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk.of(BASE, tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk.of(DATA, tmp_path_factory.mktemp("real"))


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
    assert len([name for name in tables if "_mingzhang" not in name]) == 7 + 6 + 9
    for content in tables.values():
        with pytest.raises(UnicodeDecodeError):
            content.decode()
    for package, desk in (("town", town), ("district", real), ("qingdao", real)):
        sheets = [tables[name] for name in tables if name.startswith(package) and "_mingzhang" not in name]
        assert is_unchanged(desk.hand_in(*sheets))
        assert is_unchanged(desk.hand_in(*(sheet.decode("gb18030").encode("utf-8-sig") for sheet in sheets)))
