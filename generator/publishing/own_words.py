"""The words of an installation's own (`site_src/messages` and what stands beside it): what of them the program cannot use, each at
its line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from generator.core import limits, sources
from generator.core.characters import first_uncarried
from generator.core.fitting import fitting, is_text
from generator.core.languages import FACTS, FALLBACK, MESSAGES, interface, misfit
from generator.core.leftovers import left_over
from generator.core.messages import catalogue, shipped
from generator.core.nearest import suggest
from generator.core.problems import Place, Problem
from generator.reading.files.encoding import decode, hidden_characters
from generator.reading.files.yaml_nodes import Scalar, Sequence, read_yaml, syntax_problem
from generator.reading.trees import WorkingTree

_FACTS = "language"
"""The name of the file that holds no words but facts about a language."""

_HARMLESS = frozenset(("invisible-character", "empty-file"))
"""What words may hold and figures may not, such as a space that keeps two of them together; and that there are none yet."""

_TEXTS = frozenset((".html", ".md", ".svg", ".xml"))
"""What of it is filled in, and nothing but text."""

_READERS = ("templates", "pages", "overrides")
"""Where an installation may ask for texts of which the program knows nothing."""

_PAGES = "pages"
"""Where the texts of the guide, the methods and the page about the site stand, by language."""

_TEMPLATES = "templates"
"""Where the pages of the data are laid out."""

_EXAMPLES = {_PAGES: "about.html", _TEMPLATES: "home.html"}
"""A file of each that is likely to be what somebody wants to change."""

_PAGE = ".html"
_FILLS = "extends"
"""What stands in a template that fills blocks of another one."""

_WORDS = (".yaml", ".yml")
"""How the name of a file ends that somebody meant to be words; simple editors put their own ending behind it."""

_SIMPLE = ".txt"

SEARCH_WORDS = "search_words.yaml"
"""Words that mean the same to who searches, in groups."""

_OF_COLUMNS = frozenset(
    [
        ("fields", "fields."),
        ("fields", "titles."),
        ("fields", "also."),
        ("sheet", "column."),
        ("sheet", "meaning."),
    ]
)
"""Groups that may have a text for any column, or choice, of which the program has one for some."""

_TERMS = "glossary", ("title", "text")
"""The one file of words to which terms may be added, and what each needs."""

_NO_WORDS = ("group", "severity")
"""What stands beside the words of a problem, and is for the program to say."""

_SHEET, _ENTRY = "sheet", "entry"
"""The files of the words of workbooks, and of the form for corrections among others."""

_CODES = "problems", ("codes.", "groups.")
"""The groups of texts of which all that the program has is known by it alone: no other is ever asked for."""


def no_files() -> Iterator[Problem]:
    """A problem for each link and special file among those of an installation: what a link leads to would be published, wherever
    on the machine it is, and from a pipe nothing may ever come.
    """
    own = Path.cwd() / sources.NAME
    for entry in WorkingTree(own).entries() if own.is_dir() else ():
        if entry.kind != "file" and not left_over(entry.path.rpartition("/")[2]):
            yield Problem("symlink", Place(f"{sources.NAME}/{entry.path}"))


def own_words() -> Iterator[Problem]:
    """A problem for each text that does not fit, or that nobody asks for and was most likely meant to be called otherwise."""
    own, *others = sources.layers()
    if not others:
        return
    asked: list[str] = []
    for folder in _READERS:
        for name, file in _files(own, f"{folder}/**/*"):
            if file.suffix in _TEXTS:
                text, problems = _text(name, file)
                yield from problems
                yield from _outside(name, text or "")
                asked.append(text or "")
    for name, file in _files(own, "snippets/*"):
        yield from _text(name, file)[1]
    there = _places_of_words()
    for name, file in _files(own, f"{MESSAGES}/**/*"):
        path = file.relative_to(own).as_posix()
        if path in there:
            yield from _of_file(name, file, "\n".join(asked))
        elif path.casefold().removesuffix(_SIMPLE).endswith(_WORDS):
            yield _unread(own, path, suggest(path.lower(), there), f"{MESSAGES}/…/site.yaml")
    yield from _called_otherwise(own)
    yield from _own_pages(own, "\n".join(asked))
    yield from _search_words(own)


def _places_of_words() -> Collection[str]:
    """Where the program looks for words, below the folder."""
    names = [file.name for file in (sources.SHIPPED / MESSAGES / FALLBACK).glob("*.yaml")]
    return frozenset(f"{MESSAGES}/{tag}/{name}" for tag in interface() for name in names)


def _called_otherwise(own: Path) -> Iterator[Problem]:
    """A problem for each file and folder whose name is nearly one that the program looks for."""
    names = {entry.name for entry in sources.SHIPPED.iterdir()}
    for entry in sorted(own.iterdir()):
        small = entry.name.casefold().removesuffix(_SIMPLE)
        for meant in sorted({small, f"{small}s", small.replace(".yml", ".yaml")} & (names - {entry.name})):
            if entry.name not in names:
                yield _unread(own, entry.name, meant, meant)


def _own_pages(own: Path, asked: str) -> Iterator[Problem]:
    """A problem for each file among the pages and templates that is none: there are those of the program and no others. What a
    text of the installation's own takes in by its name is read.
    """
    for folder, names in (
        (_PAGES, sources.SHIPPED / _PAGES / FALLBACK),
        (_TEMPLATES, sources.SHIPPED / _TEMPLATES),
    ):
        known = {file.stem: file.name for file in names.iterdir()}
        for _, file in _files(own, f"{folder}/**/*"):
            below = file.relative_to(own / folder).as_posix()
            tag, _, name = below.rpartition("/")
            # Templates are the same in all languages, so they lie in no folder of one.
            placed = "/" not in tag and bool(tag) == (folder == _PAGES)
            if name in asked or name.startswith("README") or (placed and name in known.values()):
                continue
            # The ending that all have would make each like any other.
            meant = known.get(suggest(file.stem.lower(), known), "")
            there = f"{folder}/{tag.partition('/')[0] or '…'}" if folder == _PAGES else folder
            named = meant if tag or folder == _TEMPLATES else ""
            example = f"{there}/{_EXAMPLES[folder]}"
            yield _unread(own, f"{folder}/{below}", named and f"{there}/{named}", example)


def _unread(own: Path, path: str, meant: str, place: str) -> Problem:
    """The problem that nobody looks for a file; what it was most likely `meant` to be called, and the `place` for what it holds."""
    suggestion = f"{sources.NAME}/{meant}" if meant and not (own / meant).exists() else ""
    values = {"suggestion": suggestion, "detail": f"{sources.NAME}/{meant or place}"}
    return Problem("file-unread", Place(f"{sources.NAME}/{path}"), values)


def _search_words(own: Path) -> Iterator[Problem]:
    """A problem where the words that mean the same to who searches are no groups of words."""
    file = own / SEARCH_WORDS
    if not file.is_file():
        return
    name = f"{sources.NAME}/{SEARCH_WORDS}"
    node, problems = read_yaml(name, file.read_bytes())
    yield from (problem for problem in problems if problem.code != "invisible-character")
    if node is None:
        return
    for group in node.items if isinstance(node, Sequence) else (node,):
        place = Place(name, group.line, group.column)
        if not isinstance(group, Sequence):
            yield Problem("not-a-list", place, {"value": group.text if isinstance(group, Scalar) else "…: …"})
            continue
        for word in group.items:
            if not isinstance(word, Scalar):
                yield Problem("not-a-value", Place(name, word.line, word.column))


def _files(own: Path, pattern: str) -> Iterator[tuple[str, Path]]:
    """Some of the files, each with what messages call it; what editors leave beside them is none."""
    for file in sorted(own.glob(pattern)):
        if file.is_file() and not left_over(file.name):
            yield f"{sources.NAME}/{file.relative_to(own).as_posix()}", file


def _text(name: str, file: Path) -> tuple[str | None, list[Problem]]:
    text, problems = decode(name, file.read_bytes())
    return text, [problem for problem in problems if problem.code not in _HARMLESS]


def _outside(name: str, text: str) -> Iterator[Problem]:
    """A problem where a template that fills blocks of another one says something outside of them: nobody would ever see it."""
    if _FILLS not in text:
        return
    from jinja2 import Environment, TemplateSyntaxError, nodes

    try:
        body = Environment(autoescape=True).parse(text).body
    except TemplateSyntaxError:
        return  # which is told where it is filled in
    if not any(isinstance(node, nodes.Extends) for node in body):
        return
    for node in body:
        for part in node.nodes if isinstance(node, nodes.Output) else ():
            said = part.data if isinstance(part, nodes.TemplateData) else "{{ … }}"
            if shown := said.strip():
                line = part.lineno + said[: said.index(shown[0])].count("\n")
                yield Problem("template-outside", Place(name, line, 1), {"value": shown.splitlines()[0]})
                return


def _of_file(name: str, file: Path, asked: str) -> Iterator[Problem]:
    text, problems = _text(name, file)
    yield from problems
    if text is None:
        return
    try:
        if refused := next(_refused(name, text), None):
            yield refused
            return
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        yield syntax_problem(name, text, error)
        return
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        yield Problem("words-group", _place(name, node.start_mark), {"key": file.stem, "detail": "–"})
        return
    yield from _repeated(name, node)
    yield from _uncarried(name, node)
    yield from _of_language(name, node) if file.stem == _FACTS else _of_words(name, node, file.stem, asked)


def _of_language(name: str, node: yaml.MappingNode) -> Iterator[Problem]:
    """A problem for each fact about a language that cannot be used."""
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and (code := misfit(key.value, _plain(value))):
            values = {
                "key": key.value,
                "field": key.value,
                "value": str(value.value),
                "detail": " · ".join(FACTS),
            }
            values["suggestion"] = suggest(key.value, FACTS) if key.value not in FACTS else ""
            yield Problem(code, _place(name, key.start_mark), values)


def _of_words(name: str, node: yaml.MappingNode, stem: str, asked: str) -> Iterator[Problem]:
    """A problem for each text that does not fit, or that nobody asks for."""
    patterns = shipped(stem)
    found: list[Problem] = []

    def told(path: tuple[str, ...], why: str, places: str) -> None:
        values = {"key": ".".join(path), "detail": places or "–"}
        found.append(Problem(f"words-{why}", _place(name, _mark(node, path)), values))

    own = _plain(node)
    fitting(own, patterns, told)
    yield from found
    for group, key, meant in _unknown(node, patterns, ""):
        known_alone = stem == _CODES[0] and group.startswith(_CODES[1])
        added = (stem == _TERMS[0] and not group) or _of_a_column(stem, group, key.value)
        if known_alone or (meant and not added and not _asks(asked, group, key.value)):
            values = {"key": group + key.value, "suggestion": meant}
            yield Problem("words-unknown", _place(name, key.start_mark), values)
    if stem == _TERMS[0]:
        yield from _terms(name, node, own)
    if stem == _CODES[0]:
        yield from _decided(name, node, own)
    yield from _alike(name, node, own, stem)


def _alike(name: str, node: yaml.MappingNode, own: Any, stem: str) -> Iterator[Problem]:
    """A problem for each word by which workbooks tell one sheet or one choice from the others, or a form one field, and that
    another one has too: what was chosen in any language of the program is read by its word.
    """
    for path, tags in _told_apart(name, stem):
        others = [_below(catalogue(tag, stem), path) for tag in tags]
        for key, text in _below(own, path).items():
            word = str(text).strip().casefold()
            same = (
                other for words in others for other, its in words.items() if its.strip().casefold() == word
            )
            if other := next((other for other in same if other != key), ""):
                values = {
                    "key": ".".join((*path, key)),
                    "value": str(text),
                    "suggestion": ".".join((*path, other)),
                }
                yield Problem("words-alike", _place(name, _mark(node, (*path, key))), values)


def _told_apart(name: str, stem: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The groups of words of a file that are told apart by nothing else, each with the languages in which they are."""
    if stem == _SHEET:
        yield ("parts",), (name.split("/")[-2],)
        for field in catalogue(FALLBACK, _SHEET)["choices"]:
            yield ("choices", field), interface()
    elif stem == _ENTRY:
        yield ("propose", "field"), interface()


def _below(texts: Any, path: tuple[str, ...]) -> Mapping[str, Any]:
    """The texts of a group; none where something else stands in its place."""
    for step in path:
        texts = texts.get(step) if isinstance(texts, Mapping) else None
    return texts if isinstance(texts, Mapping) else {}


def _decided(name: str, node: yaml.MappingNode, own: Any) -> Iterator[Problem]:
    """A problem for each thing that words say of a problem otherwise than the program, and is for that to say."""
    codes = own.get("codes")
    for code, parts in shipped(_CODES[0])[0]["codes"].items() if isinstance(codes, dict) else ():
        said = codes.get(code)
        for part in _NO_WORDS if isinstance(said, dict) else ():
            if part in parts and said.get(part, parts[part]) != parts[part]:
                path = ("codes", code, part)
                values = {"key": ".".join(path), "suggestion": f"{part}: {parts[part]}"}
                yield Problem("words-unknown", _place(name, _mark(node, path)), values)


def _refused(name: str, text: str) -> Iterator[Problem]:
    """What no file of words is to have, though YAML allows it. Raises YAMLError where it is none."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        place = _place(name, event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            yield Problem("yaml-alias", place, {"sign": f"*{event.anchor}"})
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > limits.DEEPEST:
            yield Problem("yaml-nesting", place)


def _repeated(name: str, node: yaml.Node) -> Iterator[Problem]:
    """A problem for each key that stands twice in one group: YAML would take the last one without a word."""
    if not isinstance(node, yaml.MappingNode):
        return
    first: dict[str, Place] = {}
    for key, value in node.value:
        here = _place(name, key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            yield Problem("yaml-key", here)
            continue
        if key.value in first:
            yield Problem("duplicate-key", here, {"key": key.value}, first[key.value])
        first.setdefault(key.value, here)
        yield from _repeated(name, value)


def _uncarried(name: str, node: yaml.Node) -> Iterator[Problem]:
    """A problem for each text with a sign that no page can carry; written as an escape it is not in the file itself."""
    if isinstance(node, yaml.ScalarNode):
        if (at := first_uncarried(node.value)) is not None:
            yield from hidden_characters(node.value[at], "", _place(name, node.start_mark))
        return
    for item in node.value:
        for part in item if isinstance(item, tuple) else (item,):
            yield from _uncarried(name, part)


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


def _unknown(node: yaml.Node, patterns: Any, path: str) -> Iterator[tuple[str, yaml.ScalarNode, str]]:
    """The keys of texts that the program does not have, of groups that it has: the way to the group, the key, and what was most
    likely meant, where there is anything.
    """
    groups = [group for group in patterns if isinstance(group, dict) and not is_text(group)]
    if not groups or not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        if there := [group[key.value] for group in groups if key.value in group]:
            yield from _unknown(value, there, f"{path}{key.value}.")
        elif nested := _nested(key.value, groups):
            yield path, key, nested
        else:
            meant = suggest(key.value, frozenset(name for group in groups for name in group))
            yield path, key, meant and path + meant


def _of_a_column(stem: str, group: str, key: str) -> bool:
    """Whether a text is about a column of the format, of one table or of all, or about one of its choices."""
    if stem == "fields" and group.startswith("also.") and group != "also.":
        return key in catalogue(FALLBACK, _SHEET)["choices"].get(group.split(".")[1], {})
    columns = shipped("fields")[0]
    table, _, column = key.rpartition(".")
    known = {name.rpartition(".")[2] for part in ("fields", "titles") for name in columns[part]}
    return (stem, group) in _OF_COLUMNS and column in known and (not table or table in columns["tables"])


def _nested(key: str, groups: Any) -> str:
    """How a key such as `nav.home`, which leads to a text of some groups, is written in YAML; nothing where it leads to none."""
    first, *steps = key.split(".")
    found = [group[first] for group in groups if first in group]
    for step in steps:
        found = [group[step] for group in found if isinstance(group, dict) and step in group]
    return (
        f"{first}: {' '.join(f'{{{step}:' for step in steps)} …{'}' * len(steps)}" if steps and found else ""
    )


def _asks(asked: str, group: str, key: str) -> bool:
    """Whether templates ask for a text, or put together the name of one of its group."""
    return any(f"{group}{key}{end}" in asked for end in ("'", '"', ".")) or any(
        group and f"{group}{end}" in asked for end in ("'", '"')
    )


def _terms(name: str, node: yaml.MappingNode, own: Any) -> Iterator[Problem]:
    """A problem for each term of an installation's own that lacks what a term needs."""
    known = {term for group in shipped(_TERMS[0]) for term in group}
    for term, texts in own.items():
        place = replace(_place(name, _mark(node, (term,))), row=(term,))
        if term in known:
            continue
        if not isinstance(texts, dict):
            yield Problem("words-group", place, {"key": term, "detail": "–"})
            continue
        for part in _TERMS[1]:
            if not texts.get(part):
                yield Problem("missing-key", place, {"field": part})
        for part, text in texts.items():
            if isinstance(text, dict) and is_text(text):
                yield Problem("words-text", place, {"key": f"{term}.{part}", "detail": "–"})
