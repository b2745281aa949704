"""The words of an installation's own (`site_src/messages`): what of them the program cannot use, each at its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from generator.core import sources
from generator.core.languages import MESSAGES
from generator.core.messages import fitting, shipped
from generator.core.nearest import suggest
from generator.core.problems import Place, Problem
from generator.reading.files.encoding import decode
from generator.reading.files.yaml_nodes import syntax_problem

_FACTS = "language"
"""The name of the file that holds no words but facts about a language."""

_HARMLESS = frozenset(("invisible-character", "empty-file"))
"""What words may hold and figures may not, such as a space that keeps two of them together; and that there are none yet."""

_READERS = ("templates", "pages", "overrides")
"""Where an installation may ask for texts of which the program knows nothing."""


def own_words() -> Iterator[Problem]:
    """A problem for each text that does not fit, or that nobody asks for and was most likely meant to be called otherwise."""
    own, *others = sources.layers()
    if not others:
        return
    asked = "\n".join(_texts(own))
    for file in sorted(own.glob(f"{MESSAGES}/*/*.yaml")):
        yield from _of_file(f"{sources.NAME}/{file.relative_to(own).as_posix()}", file, asked)


def _texts(own: Path) -> Iterator[str]:
    for folder in _READERS:
        for file in sorted(own.glob(f"{folder}/**/*")):
            if file.is_file():
                yield file.read_bytes().decode(errors="replace")


def _of_file(name: str, file: Path, asked: str) -> Iterator[Problem]:
    text, problems = decode(name, file.read_bytes())
    yield from (problem for problem in problems if problem.code not in _HARMLESS)
    if text is None:
        return
    try:
        aliases = [
            item for item in yaml.parse(text, Loader=yaml.CSafeLoader) if isinstance(item, yaml.AliasEvent)
        ]
        node = None if aliases else yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        yield syntax_problem(name, text, error)
        return
    for event in aliases[:1]:
        yield Problem("yaml-alias", _place(name, event.start_mark), {"sign": f"*{event.anchor}"})
    if node is None or file.stem == _FACTS:
        return
    patterns = shipped(file.stem)
    found: list[Problem] = []

    def misfit(path: tuple[str, ...], why: str, places: str) -> None:
        values = {"key": ".".join(path), "detail": places or "–"}
        found.append(Problem(f"words-{why}", _place(name, _mark(node, path)), values))

    if not isinstance(node, yaml.MappingNode):
        yield Problem("words-group", _place(name, node.start_mark), {"key": file.stem, "detail": "–"})
        return
    yield from _repeated(name, node)
    fitting(_plain(node), patterns, misfit)
    yield from found
    for path, mark in _unknown(node, patterns, ()):
        key = ".".join(path)
        meant = suggest(path[-1], _names(patterns, path[:-1]))
        if meant and f"{'.'.join(path[:-1])}." not in asked:
            suggestion = ".".join((*path[:-1], meant))
            yield Problem("words-unknown", _place(name, mark), {"key": key, "suggestion": suggestion})


def _repeated(name: str, node: yaml.Node) -> Iterator[Problem]:
    """A problem for each key that stands twice in one group: YAML would take the last one without a word."""
    if not isinstance(node, yaml.MappingNode):
        return
    first: dict[str, Place] = {}
    for key, value in node.value:
        here = _place(name, key.start_mark)
        if key.value in first:
            yield Problem("duplicate-key", here, {"key": str(key.value)}, first[key.value])
        first.setdefault(str(key.value), here)
        yield from _repeated(name, value)


def _place(name: str, mark: Any) -> Place:
    return Place(name, mark.line + 1, mark.column + 1)


def _plain(node: yaml.Node) -> Any:
    """What stands there, all of it texts."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value


def _mark(node: yaml.Node, path: tuple[str, ...]) -> Any:
    """Where the key stands to which some keys lead; the last one of its name, which is the one that counts."""
    mark = node.start_mark
    for step in path:
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == step:
                mark, found = key.start_mark, value
        node = found
    return mark


def _unknown(node: yaml.Node, patterns: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The keys of texts that the program does not have, of groups that it has."""
    groups = [group for group in patterns if isinstance(group, dict) and "other" not in group]
    if not groups or not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            there = [group[key.value] for group in groups if key.value in group]
            if there:
                yield from _unknown(value, there, (*path, key.value))
            else:
                yield (*path, key.value), key.start_mark


def _names(patterns: Any, path: tuple[str, ...]) -> frozenset[str]:
    """What the texts of a group are called."""
    for step in path:
        patterns = [group[step] for group in patterns if step in group]
    return frozenset(name for group in patterns for name in group)
