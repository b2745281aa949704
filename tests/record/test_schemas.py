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
def test_every_file_fits(view: Callable[[str], Any]) -> None:
    assert {path: refusals(path, view(text)) for path, text in FILES} == {path: [] for path, _ in FILES}


def test_schema_lines_lead_to_the_schemas() -> None:
    named = {path: schema_line(path).removeprefix("# yaml-language-server: $schema=") for path, _ in FILES}
    found = {path: ((DATA / path).parent / address).resolve() for path, address in named.items()}
    assert {path: file for path, file in found.items() if file.parent != ROOT / "schemas"} == {}
    assert [path for path, file in found.items() if not file.is_file()] == []
