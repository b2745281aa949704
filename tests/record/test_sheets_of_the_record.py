"""Workbooks of the shipped record: what nobody touched changes nothing."""

from __future__ import annotations

import pytest
from folders import DATA
from workbooks import Desk, documents, is_unchanged

from generator.core.messages import LANGUAGES


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
