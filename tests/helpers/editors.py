"""The authors' YAML files as editors see them, and what their schemas say of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator
from speaking import LANGUAGES

from generator.editing.skeletons import schema_line
from generator.format.json_schemas import json_schemas
from generator.reading.trees import WorkingTree
from generator.reading.validate.inventory import DESCRIPTOR

SCHEMAS = {name: json.loads(text) for name, text in json_schemas([LANGUAGES], LANGUAGES).items()}

PLAIN = (
    (re.compile(r"~?|null|Null|NULL"), lambda _: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+"), lambda text: int(text, 0)),
    (re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"), float),
    (re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"), lambda text: float(text.replace(".", ""))),
)
"""YAML 1.2, core schema: what an editor takes a plain value for."""


def as_editor(text: str) -> Any:
    """A file as yaml-language-server sees it."""

    def seen(node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return {key.value: seen(value) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [seen(item) for item in node.value]
        read: Callable[[str], Any] = next(
            (read for form, read in PLAIN if not node.style and form.fullmatch(node.value)), str
        )
        return read(node.value)

    return seen(yaml.compose(text, Loader=yaml.CSafeLoader))


def as_python(text: str) -> Any:
    """A file as check-jsonschema and other programs see it, which know YAML 1.1; JSON has no dates."""
    return json.loads(
        json.dumps(yaml.load(text, Loader=yaml.CSafeLoader), default=lambda day: day.isoformat())
    )


def refusals(path: str, seen: Any) -> list[str]:
    """What the schema says that the file's own schema line leads to."""
    name = schema_line(path).rpartition("/")[2]
    return [error.message for error in Draft7Validator(SCHEMAS[name]).iter_errors(seen)]


def yaml_files(root: Path) -> Iterator[tuple[str, str]]:
    """Path and text of every YAML file below a folder that authors write."""
    for entry in WorkingTree(root).entries():
        if entry.path.endswith(".yaml") and not entry.path.endswith(f"/{DESCRIPTOR}"):
            yield entry.path, (root / entry.path).read_text(encoding="utf-8")
