"""New packages, documents and indicators as files: as little as the check accepts, with every key in its place.

Answers are texts by name, each found sound by `problem_of` before. Files are whole, by their paths below the data
directory; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from generator.core.codes import DocumentKind
from generator.core.messages import LANGUAGES, catalogue
from generator.core.problems import Place, Problem
from generator.core.values import Refusal
from generator.editing.files.yaml_text import YamlText
from generator.editing.files.yaml_values import Block, dump
from generator.format import tables
from generator.format.fields import AnyField, Shape
from generator.reading.files.encoding import INVISIBLE
from generator.reading.validate.structure import refused, suggest

Answers = Mapping[str, str]
Files = dict[str, bytes]

_SELDOM = frozenset({"qualifier", "unit_id"})
"""Columns that a table can do without and most do."""

_TABLES: Mapping[str, tuple[Shape, ...]] = {
    DocumentKind.PLAN: (tables.TARGETS, tables.DELIVERABLES),
    DocumentKind.REPORT: (tables.OBSERVATIONS, tables.PROGRESS),
    DocumentKind.DATASET: (tables.OBSERVATIONS,),
}


def problem_of(item: AnyField, answer: str, known: Collection[str] | None = None) -> Problem | None:
    """What the check would say of a value; `known` are the ids that it may name."""
    nowhere = Place("")
    if not answer:
        return Problem("missing-value", nowhere, {"field": item.name}) if item.required else None
    if match := INVISIBLE.search(answer):
        return Problem("invisible-character", nowhere, {"character": f"U+{ord(match[0]):04X}"})
    if "\n" in answer:
        return Problem("yaml-multiline", nowhere)
    if isinstance(read := item.read(answer), Refusal):
        return refused(read, nowhere, item, answer)
    if known is not None and answer not in known:
        values = {"value": answer, "table": item.refers_to, "suggestion": suggest(answer, known)}
        return Problem("unknown-reference", nowhere, values)
    return None


def schema_line(path: str) -> str:
    """The first line of a YAML file, by which editors find its schema in `schemas/`, beside the data directory.

    `path` is the file's, below the data directory.
    """
    folder, _, name = path.rpartition("/")
    shape = "indicators" if folder.endswith("/indicators") else name.removesuffix(".yaml")
    return f"# yaml-language-server: $schema={'../' * (path.count('/') + 1)}schemas/{shape}.json"


def package_files(package: str, answers: Answers) -> Files:
    """A package with its publisher, its area, its first theme and a few units.

    `answers` may lack description and disclaimer: ready sentences stand in.
    """
    facts = {"version": "0.1.0", "languages": LANGUAGES, **_ready(answers), **answers}
    units = {language: catalogue(language, "new")["default"]["units"] for language in LANGUAGES}
    lists = {
        "package": _record(tables.PACKAGE, facts),
        "themes": {answers["theme_id"]: _titled(answers["theme_zh"], answers["theme_en"])},
        "organisations": {answers["publisher_id"]: _titled(answers["publisher_zh"], answers["publisher_en"])},
        "areas": {answers["area_id"]: _titled(answers["area_zh"], answers["area_en"])},
        "units": {name: unit(zh, units["en"][name]) for name, zh in units["zh"].items()},
    }
    paths = {f"{package}/{name}.yaml": block for name, block in lists.items()}
    return {path: _yaml(path, block) for path, block in paths.items()}


def _ready(answers: Answers) -> dict[str, str]:
    """Description and disclaimer in ready sentences."""
    ready = {}
    for language in LANGUAGES:
        texts = catalogue(language, "new")["default"]
        publisher = answers[f"publisher_{language}"]
        ready[f"description_{language}"] = texts["description"].format(publisher=publisher)
        ready[f"disclaimer_{language}"] = texts["disclaimer"]
    return ready


def _titled(zh: str, en: str) -> dict[str, str]:
    return {"title_zh": zh, "title_en": en}


def unit(zh: str, en: str) -> dict[str, Any]:
    """A unit that documents print as its Chinese title."""
    return {**_titled(zh, en), "printed": (zh,)}


def document_files(
    folder: str,
    answers: Answers,
    sections: Sequence[tuple[str, str, str]],
    dimensions: Mapping[str, tuple[str, ...]],
) -> Files:
    """A document with its sections (locator, heading in Chinese and English) and the heads of its tables.

    `folder` is its path below the data directory. A plan gets its first goal, from the answers named `goal_…`;
    `goal_themes` are joined by spaces.
    """
    facts = {**answers, "sections": {locator: _titled(zh, en) for locator, zh, en in sections}}
    blocks = {"document": _record(tables.DOCUMENT, facts)}
    if answers["kind"] == DocumentKind.PLAN:
        goal: dict[str, Any] = {
            name.removeprefix("goal_"): answer for name, answer in answers.items() if name.startswith("goal_")
        }
        goal["themes"] = goal["themes"].split()
        blocks["goals"] = {goal["number"]: _record(tables.GOALS, goal)}
    paths = {f"{folder}/{name}.yaml": block for name, block in blocks.items()}
    files = {path: _yaml(path, block) for path, block in paths.items()}
    for shape in _TABLES[answers["kind"]]:
        whole = tables.with_dimensions(shape, dimensions) if shape is tables.OBSERVATIONS else shape
        names = [item.name for item in whole.fields if not (item.optional_column and item.name in _SELDOM)]
        files[f"{folder}/{shape.name}.csv"] = f"{','.join(names)}\n".encode()
    return files


def appended(path: str, content: bytes | None, shape: Shape, key: str, values: Mapping[str, Any]) -> bytes:
    """A file of records with one more at its end; every byte that stands there stays. None: a new file."""
    record = _record(shape, values)
    if content is None:
        return _yaml(path, {key: record})
    text = YamlText.of(content)
    text.add((key,), record)
    return text.bytes()


def _record(shape: Shape, values: Mapping[str, Any]) -> Block:
    """The values in the order of the format."""
    return {item.name: values[item.name] for item in shape.fields if item.name in values}


def _yaml(path: str, block: Block) -> bytes:
    return "".join(f"{line}\n" for line in (schema_line(path), *dump(block))).encode()
