"""New packages, documents and indicators as files: as little as the check accepts, with every key in its place.

Answers are texts by name, each found sound by `problem_of` before. Files are whole, by their paths below the data
directory; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from generator.core.characters import unseen
from generator.core.codes import DocumentKind
from generator.core.figures import PERCENT
from generator.core.languages import column, interface, text_of
from generator.core.messages import catalogue
from generator.core.nearest import suggest
from generator.core.problems import Place, Problem
from generator.core.values import Refusal
from generator.editing.files.yaml_text import YamlText
from generator.editing.files.yaml_values import Block, dump
from generator.format import tables, version
from generator.format.fields import AnyField, Shape
from generator.reading.files.encoding import hidden_characters
from generator.reading.validate.structure import refused

Answers = Mapping[str, str]
Files = dict[str, bytes]

_SELDOM = frozenset(
    {
        *("qualifier", "unit_id", "page", "attainment", "baseline_start", "baseline_end"),
        *("supersedes", "revised_on", "revision_reason"),
    }
)
"""Columns, and texts in any language, that a table can do without and most do."""

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
    if hidden := hidden_characters((answer[at] for at in unseen(answer)), answer, nowhere):
        return hidden[0]
    if "\n" in answer:
        return Problem("yaml-multiline", nowhere)
    read = item.read(answer)
    if refusal := read if isinstance(read, Refusal) else item.objection(answer):
        return refused(refusal, nowhere, item, answer)
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


def package_files(package: str, answers: Answers, languages: Sequence[str]) -> Files:
    """A package in some languages with its publisher, its area, its first theme and a few units.

    `answers` may lack description and disclaimer in languages that the program speaks: ready sentences stand in.
    """
    facts = {
        "format": str(version.FORMAT),
        "version": "0.1.0",
        "languages": languages,
        **_ready(answers, languages),
        **answers,
    }
    lists = {
        "package": _record(tables.PACKAGE.in_languages(languages), facts),
        "themes": {answers["theme_id"]: _titled(answers, "theme", languages)},
        "organisations": {answers["publisher_id"]: _titled(answers, "publisher", languages)},
        "areas": {answers["area_id"]: _titled(answers, "area", languages)},
        "units": _units(languages),
    }
    paths = {f"{package}/{name}.yaml": block for name, block in lists.items()}
    return {path: _yaml(path, block) for path, block in paths.items()}


def _ready(answers: Answers, languages: Sequence[str]) -> dict[str, str]:
    """Description and disclaimer in ready sentences, in those of the languages that the program speaks."""
    ready = {}
    for tag in (tag for tag in languages if tag in interface()):
        texts = catalogue(tag, "new")["default"]
        publisher = answers[column("publisher", tag)] or answers[column("publisher", languages[0])]
        ready[column("description", tag)] = texts["description"].format(publisher=publisher)
        ready[column("disclaimer", tag)] = texts["disclaimer"]
    return ready


def _units(languages: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The units that every package needs; where its main language is none that the program speaks, per cent alone."""
    known = {tag: catalogue(tag, "new")["default"]["units"] for tag in languages if tag in interface()}
    if languages[0] not in known:
        return {"percent": unit({column("unit", languages[0]): PERCENT}, languages)}
    return {
        name: unit({column("unit", tag): titles[name] for tag, titles in known.items()}, tuple(known))
        for name in known[languages[0]]
    }


def _titled(answers: Answers, stem: str, languages: Sequence[str]) -> dict[str, str]:
    """The title of a thing, in the languages in which it was told."""
    return {column("title", tag): answers.get(column(stem, tag), "") for tag in languages}


def unit(answers: Answers, languages: Sequence[str]) -> dict[str, Any]:
    """A unit (`unit_<language>` among the answers) that documents print as its title in the main language."""
    return {**_titled(answers, "unit", languages), "printed": (answers[column("unit", languages[0])],)}


def document_files(
    folder: str,
    answers: Answers,
    sections: Sequence[tuple[str, Answers]],
    dimensions: Mapping[str, tuple[str, ...]],
    languages: Sequence[str],
) -> Files:
    """A document with its sections (locator, heading by column) and the heads of its tables.

    `folder` is its path below the data directory, `dimensions` the breakdowns (with their codes) that its results get a
    column for. A plan gets its first goal, from the answers named `goal_…`;
    `goal_themes` are joined by spaces.
    """
    facts = {**answers, "sections": dict(sections)}
    blocks = {"document": _record(tables.DOCUMENT.in_languages(languages), facts)}
    if answers["kind"] == DocumentKind.PLAN:
        goal: dict[str, Any] = {
            name.removeprefix("goal_"): answer for name, answer in answers.items() if name.startswith("goal_")
        }
        goal["themes"] = goal["themes"].split()
        blocks["goals"] = {goal["number"]: _record(tables.GOALS.in_languages(languages), goal)}
    paths = {f"{folder}/{name}.yaml": block for name, block in blocks.items()}
    files = {path: _yaml(path, block) for path, block in paths.items()}
    for shape in _TABLES[answers["kind"]]:
        whole = tables.with_dimensions(shape, dimensions) if shape is tables.OBSERVATIONS else shape
        fields = whole.in_languages(languages).fields
        names = [item.name for item in fields if not (item.optional_column and _seldom(item.name))]
        files[f"{folder}/{shape.name}.csv"] = f"{','.join(names)}\n".encode()
    return files


def _seldom(name: str) -> bool:
    return not _SELDOM.isdisjoint({name, text_of(name)[0]})


def appended(path: str, content: bytes | None, shape: Shape, key: str, values: Mapping[str, Any]) -> bytes:
    """A file of records with one more at its end; every byte that stands there stays. None: a new file."""
    record = _record(shape, values)
    if content is None:
        return _yaml(path, {key: record})
    text = YamlText.of(content)
    text.add((key,), record)
    return text.bytes()


def _record(shape: Shape, values: Mapping[str, Any]) -> Block:
    """The values in the order of the format; what is empty is not written."""
    return {item.name: values[item.name] for item in shape.fields if item.name in values}


def _yaml(path: str, block: Block) -> bytes:
    return "".join(f"{line}\n" for line in (schema_line(path), *dump(block))).encode()
