"""Every YAML file of the shipped record fits the JSON Schemas for editors, and its first line leads to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from editors import as_editor, as_python, refusals, yaml_files
from folders import DATA, ROOT

from generator.editing.skeletons import schema_line

FILES = [*yaml_files(DATA)]


@pytest.mark.parametrize("view", [as_editor, as_python])
@pytest.mark.parametrize(("path", "text"), FILES, ids=[path for path, _ in FILES])
def test_every_file_fits(path: str, text: str, view: Callable[[str], Any]) -> None:
    assert refusals(path, view(text)) == []


@pytest.mark.parametrize("path", [path for path, _ in FILES])
def test_schema_lines_lead_to_the_schemas(path: str) -> None:
    address = schema_line(path).removeprefix("# yaml-language-server: $schema=")
    found = (DATA / path).parent / address
    assert found.resolve().parent == ROOT / "schemas"
    assert found.resolve().is_file()
