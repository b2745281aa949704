"""Workbooks of the shipped record: what nobody touched changes nothing."""

from __future__ import annotations

import pytest
from folders import DATA
from savings import saved_again
from speaking import LANGUAGES
from workbooks import Desk, documents, is_unchanged, shown_sheets, told


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The record, for tests that write nothing into it."""
    return Desk.of(DATA, tmp_path_factory.mktemp("real"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("package", "document"), documents(DATA))
def test_a_workbook_that_nobody_touched_changes_nothing(
    package: str, document: str, language: str, real: Desk
) -> None:
    assert is_unchanged(real.hand_in(real.export(document, package, language)))


@pytest.mark.parametrize("period", ["new:2023", "new:2024-h1", "new:2021-q3"])
def test_a_report_of_which_nothing_is_entered_changes_nothing(period: str, real: Desk) -> None:
    for package in ("qingdao", "district"):
        assert is_unchanged(real.hand_in(real.export(period, package)))


@pytest.mark.parametrize("program", ["Excel in China", "Excel in America", "Excel in Germany, thousands"])
@pytest.mark.parametrize(("package", "document"), documents(DATA))
def test_its_sheets_may_be_saved_again_as_csv(package: str, document: str, program: str, real: Desk) -> None:
    workbook = real.export(document, package)
    files = [
        saved_again(rows, program, upright=name == "文件")
        for name, rows in shown_sheets(workbook).items()
        if name not in ("说明", "代码表", "_mingzhang")
    ]
    outcome = real.hand_in(*files)
    assert (len(files) > 3, is_unchanged(outcome)) == (True, True), told(outcome)
