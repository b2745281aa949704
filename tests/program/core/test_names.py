"""One pattern of an id, and one way to name a cell, wherever they are needed."""

from __future__ import annotations

import re
import sys

import pytest
from folders import ROOT
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from generator.core.cell_names import cell_name, column_name
from generator.core.values import ID, read_id
from generator.format.columns import ident
from generator.format.published import column_of

sys.path.insert(0, str(ROOT / "deploy"))
import scope

NAMES = [
    # a text, and whether it is an id
    ("lamps", True),
    ("2023-h1-report", True),
    ("9", True),
    ("a--b", False),
    ("-a", False),
    ("a-", False),
    ("a_b", False),
    ("Lamps", False),
    ("路灯", False),
    ("１", False),
    ("", False),
    ("a\n", False),
]


@pytest.mark.parametrize(("text", "right"), NAMES)
def test_what_is_an_id(text: str, right: bool) -> None:  # noqa: FBT001 - what is expected
    assert (read_id(text) == text, re.fullmatch(ID, text) is not None) == (right, right)


@given(st.text("ab0-_/A １"))
def test_the_published_pattern_says_the_same(text: str) -> None:
    published = column_of(ident("document_id", "documents"), "targets").pattern
    assert (re.fullmatch(published, text) is None) == (re.fullmatch(ID, text) is None)


def test_the_pattern_is_written_once() -> None:
    """The script that guards proposals runs from a bare checkout, so it has a copy, which must be the same."""
    files = [*(ROOT / "generator").rglob("*.py"), *(ROOT / "deploy").rglob("*.py")]
    said = [path.name for path in files if "[a-z0-9]+" in path.read_text(encoding="utf-8")]
    assert said == ["values.py", "scope.py"]
    assert scope._DATA.pattern == rf"data/(?:{ID}/)+{ID}\.(?:yaml|csv|lock)"  # noqa: SLF001 - its copy


@given(st.integers(0, 16_383), st.integers(1, 1_048_576))
def test_a_cell_is_named_as_spreadsheets_do(position: int, line: int) -> None:
    assert column_name(position) == get_column_letter(position + 1)
    assert cell_name(line, position) == f"{get_column_letter(position + 1)}{line}"
