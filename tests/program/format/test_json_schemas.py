"""The JSON Schemas for editors: they know every file of the format, and are never stricter than the check."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from declaring import grow
from editors import SCHEMAS, as_editor, as_python, refusals, yaml_files
from folders import BASE, ROOT
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from overlays import PLAN, OverlayTree
from speaking import LANGUAGES

from generator.core import codes
from generator.core.limits import DEVICES, LONGEST_NAME
from generator.core.messages import catalogue
from generator.core.values import Refusal
from generator.editing.skeletons import schema_line
from generator.format import tables
from generator.format.fields import EXTERNAL, AnyField, Field, Shape, Type
from generator.format.json_schemas import json_schemas
from generator.reading.load import load

ANYTHING = settings(deadline=None)


FILES = [*yaml_files(BASE)]


def test_the_committed_schemas_are_those_of_the_format() -> None:
    committed = {
        path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "schemas").glob("*.json"))
    }
    assert committed == json_schemas([LANGUAGES], LANGUAGES), "run: mingzhang schemas"


def test_there_is_a_schema_for_every_yaml_file_of_the_format() -> None:
    named = {name for name, _ in tables.FILES if name.endswith(".yaml")}
    paths = {re.sub(r"<\w+>", "x", f"town/{name}") for name in named}
    assert {schema_line(path).rpartition("/")[2] for path in paths} == set(SCHEMAS)
    assert len(SCHEMAS) == len(named)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("view", [as_editor, as_python])
@pytest.mark.parametrize(("path", "text"), FILES, ids=[path for path, _ in FILES])
def test_every_file_fits(path: str, text: str, view: Callable[[str], Any]) -> None:
    assert refusals(path, view(text)) == []


@pytest.mark.parametrize("path", [path for path, _ in FILES])
def test_schema_lines_lead_to_the_schemas(path: str) -> None:
    address = schema_line(path).removeprefix("# yaml-language-server: $schema=")
    found = (ROOT / "data" / path).parent / address
    assert found.resolve().parent == ROOT / "schemas"
    assert found.resolve().is_file()


MISTAKES = [
    # file, what stands there, the mistake, what the check says of it
    ("town/package.yaml", "licence:", "license:", "unknown-key"),
    (f"{PLAN}/document.yaml", "reason_zh: 标题里的", "reasons_zh: 标题里的", "unknown-key"),
    ("town/themes.yaml", "  title_zh: 绿化\n", "", "missing-key"),
    ("town/package.yaml", "version: 0.1.0\n", "", "missing-key"),
    (f"{PLAN}/document.yaml", "    title_zh: 主要目标\n", "", "missing-key"),
    ("town/indicators/lighting.yaml", "measure: rate", "measure: ratio", "unknown-choice"),
    ("town/package.yaml", "[zh, en]", "[zh, English]", "bad-language"),
    ("town/relations.yaml", "relation: increment", "relation: 增加", "unknown-choice"),
    ("town/package.yaml", "area_id: qinghe", "area_id: Qinghe", "bad-id"),
    ("town/themes.yaml", "greening:", "green_ing:", "bad-id"),
    (f"{PLAN}/goals.yaml", "'2':", "二:", "bad-id"),
    (f"{PLAN}/goals.yaml", "[lighting]", "[lighting, Green]", "bad-id"),
    (f"{PLAN}/document.yaml", "period_start: 2023-01-01", "period_start: 2023/1/1", "bad-date"),
    (f"{PLAN}/document.yaml", "period_start: 2023-01-01", "period_start: 2023", "bad-date"),
    (f"{PLAN}/document.yaml", "published: 2023-01-10", "published: 1023-01-10", "bad-date"),
    (f"{PLAN}/document.yaml", "published: 2023-01-10", "published: '2023-02-30'", "date-not-real"),
    ("town/themes.yaml", "title_zh: 绿化", "title_zh: [绿化]", "not-a-value"),
    ("town/themes.yaml", "title_zh: 绿化", "title_zh: {zh: 绿化}", "not-a-value"),
    (f"{PLAN}/goals.yaml", "themes: [lighting]", "themes: lighting", "not-a-list"),
    (f"{PLAN}/goals.yaml", "themes: [lighting]", "themes:", "missing-value"),
    (f"{PLAN}/goals.yaml", "themes: [lighting]", "themes: []", "missing-value"),
    (f"{PLAN}/goals.yaml", "[lighting]", "[lighting, lighting]", "repeated-entry"),
    (f"{PLAN}/document.yaml", "restorations:\n  - printed:", "restorations:\n    printed:", "not-a-list"),
    ("town/areas.yaml", "qinghe:\n  title_zh: 青禾镇\n  title_en: Qinghe Town", "qinghe: 青禾镇", "not-a-mapping"),
    ("town/dimensions.yaml", "exhaustive: true", "exhaustive: 是", "bad-boolean"),
    ("town/dimensions.yaml", "exhaustive: true", "exhaustive: 1", "bad-boolean"),
    ("town/package.yaml", "version: 0.1.0", "version: 0.1", "bad-version"),
    (f"{PLAN}/document.yaml", "archive_sha256: ec", "archive_sha256: EC", "bad-sha256"),
    (f"{PLAN}/goals.yaml", "locator: 一/1", "locator: 一、 1", "bad-locator"),
    (f"{PLAN}/goals.yaml", "locator: 一/1", "locator: 一／１", "bad-locator"),
    (f"{PLAN}/document.yaml", "  一:\n", "  一 二:\n", "bad-locator"),
    (f"{PLAN}/document.yaml", "  一:\n", "  （一）:\n", "bad-locator"),
    ("town/themes.yaml", "title_zh: 绿化", "title_zh:", "missing-value"),
    ("town/themes.yaml", "title_zh: 绿化", "title_zh: ''", "missing-value"),
    ("town/themes.yaml", "title_zh: 绿化", "title_zh: ' 绿化'", "spaces-around"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "code"), MISTAKES)
def test_what_a_schema_can_know_it_refuses(file: str, right: str, wrong: str, code: str) -> None:
    tree = OverlayTree()
    assert refusals(file, as_editor(tree.read(file).decode())) == []
    tree.edit(file, right, wrong)
    assert refusals(file, as_editor(tree.read(file).decode())) != []
    assert code in [problem.code for problem in load(tree)[1]]


PASSED = [
    # file, what stands there, what may stand there too
    ("town/areas.yaml", "part_of: qinghe", "part_of:"),
    ("town/areas.yaml", "part_of: qinghe", "part_of: ''"),
    (f"{PLAN}/document.yaml", "published: 2023-01-10", "published:"),
    (f"{PLAN}/document.yaml", "published: 2023-01-10", "published: '2023-01-10'"),
    ("town/dimensions.yaml", "exhaustive: true", "exhaustive: 'true'"),
    ("town/themes.yaml", "title_zh: 绿化", "title_zh: 2023"),
    ("town/themes.yaml", "title_zh: 绿化", "title_zh: 2023-01-01"),
    (f"{PLAN}/goals.yaml", "'2':", "2:"),
    (f"{PLAN}/goals.yaml", "officers: [分管副镇长]", "officers: []"),
    (f"{PLAN}/goals.yaml", "officers: [分管副镇长]", "officers:"),
    (f"{PLAN}/goals.yaml", "officers: [分管副镇长]", "officers: null"),
    (f"{PLAN}/goals.yaml", "officers: [分管副镇长]", "officers: ''"),
    (f"{PLAN}/goals.yaml", "officers: [分管副镇长]", "officers: 'null'"),
]


@pytest.mark.parametrize(("file", "old", "new"), PASSED)
def test_what_the_check_passes_a_schema_passes(file: str, old: str, new: str) -> None:
    tree = OverlayTree().edit(file, old, new)
    codes = {problem.code for problem in load(tree)[1]}
    assert codes <= {"unknown-reference"}  # of deliverables, whose goal changed its number
    for view in (as_editor, as_python):
        assert refusals(file, view(tree.read(file).decode())) == []


@pytest.mark.parametrize("word", ["null", "~", "true", "false"])
def test_words_that_yaml_takes_for_something_else_want_quotes(word: str) -> None:
    for written, refused in ((word, True), (f"'{word}'", False)):
        tree = OverlayTree().edit("town/themes.yaml", "title_zh: 绿化", f"title_zh: {written}")
        assert load(tree)[1].ok
        assert (
            bool(refusals("town/themes.yaml", as_editor(tree.read("town/themes.yaml").decode()))) == refused
        )


CHANGED = [path for path, _ in FILES]
VALUES = [
    *("''", "' x'", "A b", "a/b", "a-b", "-", "[]", "[a]", "[a, a]", "[[a]]", "{}", "{a: b}", "{title_zh: 一}", "12"),
    *("1.50", "007", "-3", "1e5", "0x1f", "2023-01-01", "2023-02-30", "2024-02-29", "'true'", "yes", "1.0.0", "1.0"),
    *("0" * 64, "ab" * 32, "一/2", "一//2", "/", "report", "flow", "[zh]", "'12'", "长" * 2001, '"a\\tb"', "x # y"),
]  # fmt: skip


def scalars(text: str) -> list[tuple[int, int]]:
    """Where every value and key of a file stands."""

    def found(node: Any) -> Iterator[tuple[int, int]]:
        if isinstance(node, yaml.ScalarNode):
            yield node.start_mark.index, node.end_mark.index
            return
        yield node.start_mark.index, node.end_mark.index
        for item in node.value:
            for inner in item if isinstance(item, tuple) else (item,):
                yield from found(inner)

    return list(found(yaml.compose(text, Loader=yaml.SafeLoader)))


def never_stricter(file: str, text: str) -> None:
    """Whatever the schema refuses, the check refuses."""
    try:
        seen = as_editor(text)
    except (yaml.YAMLError, TypeError):
        assume(False)  # noqa: FBT003 - Hypothesis's own form; there is nothing that a schema could see
    if refusals(file, seen):
        assert not load(OverlayTree().write(file, text))[1].ok


@ANYTHING
@given(st.sampled_from(CHANGED), st.integers(0, 10_000), st.sampled_from(VALUES))
def test_no_schema_refuses_a_changed_value_that_the_check_takes(file: str, which: int, value: str) -> None:
    text = OverlayTree().read(file).decode()
    places = scalars(text)
    start, end = places[which % len(places)]
    never_stricter(file, text[:start] + value + text[end:])


@ANYTHING
@given(
    st.sampled_from(CHANGED),
    st.integers(0, 2000),
    st.integers(0, 40),
    st.text("ab: -\n\t'\"[]{},：1", max_size=5),
)
def test_no_schema_refuses_a_damaged_file_that_the_check_takes(
    file: str, start: int, length: int, put: str
) -> None:
    text = OverlayTree().read(file).decode()
    never_stricter(file, text[:start] + put + text[start + length :])


def fields(shape: Shape) -> Iterator[AnyField]:
    """Every field of a shape and of what stands below it, with the keys."""
    if shape.keyed:
        yield shape.entry
    for item in shape.fields:
        yield item
        yield from fields(item.nested) if item.nested else ()


YAML_FIELDS = [
    item
    for name, shape in tables.FILES
    if name.endswith(".yaml")
    for item in fields(shape.in_languages(LANGUAGES))
    if not item.nested
]
KINDS = {item.type: item for item in YAML_FIELDS if item.type is not Type.CHOICE}


def properties(part: Any) -> Iterator[tuple[str, Any]]:
    """Every property of a schema, at every depth."""
    if isinstance(part, dict):
        yield from part.get("properties", {}).items()
        for inner in part.values():
            yield from properties(inner)


PROPERTIES = [item for part in SCHEMAS.values() for item in properties(part)]


def pattern_of(part: Any) -> str:
    """The pattern of a property, or of the entries of its list."""
    found: str = part.get("pattern") or pattern_of(part.get("items") or part["else"])
    return found


@ANYTHING
@given(st.data())
def test_a_pattern_takes_what_the_field_reads(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    item = KINDS[kind]
    pattern = pattern_of(next(part for name, part in PROPERTIES if name == item.name))
    near = (
        st.from_regex(re.compile(pattern.removesuffix("$"), re.ASCII)) if kind is not Type.TEXT else st.text()
    )
    text = data.draw(st.one_of(near, st.text("ab01-/. 一(\t", max_size=12)))
    assume(text and "\n" not in text and "\r" not in text)
    taken = not isinstance(item.read(text), Refusal)
    matched = re.search(pattern, text) is not None
    assert matched or not taken
    # a day may be none of its year, a tag that of no language, a link to no host, a code nobody's
    if kind not in (Type.TEXT, Type.DATE, Type.REDUCED_DATE, Type.LANGUAGE, Type.LINK, *EXTERNAL):
        assert taken == (matched and fits(item, text))


def fits(item: AnyField, text: str) -> bool:
    """Whether a text is as short as its field wants it, and what it names can be the name of a file: no pattern says so."""
    names = text.split("/") if item.type in (Type.ID, Type.PATH) else []
    return len(text) <= item.longest and all(
        len(name) <= LONGEST_NAME and name.lower() not in DEVICES for name in names
    )


NAMED = [
    # what a pattern takes, and whether it names what can be a file
    (Type.ID, "a" * LONGEST_NAME, True),
    (Type.ID, "a" * (LONGEST_NAME + 1), False),
    (Type.ID, "con", False),
    (Type.PATH, "a/" + "b" * LONGEST_NAME, True),
    (Type.PATH, "a/" + "b" * (LONGEST_NAME + 1), False),
    (Type.PATH, "a/nul", False),
]


def test_what_a_pattern_takes_must_fit_too() -> None:
    by_kind = {item.type: item for item in YAML_FIELDS}
    for kind, text, taken in NAMED:
        item = by_kind[kind]
        assert re.search(pattern_of(next(part for name, part in PROPERTIES if name == item.name)), text)
        assert (fits(item, text), not isinstance(item.read(text), Refusal)) == (taken, taken), text


def test_every_property_says_what_it_is_in_both_languages() -> None:
    assert len(PROPERTIES) > 60
    for name, item in PROPERTIES:
        for key in ("title", "description", "markdownDescription"):
            assert re.match(r"\W*[\u4e00-\u9fffA-Z]*[\u4e00-\u9fff]", item[key]), name
            assert re.search(r"[a-z]{2}", item[key]), name
    unit = SCHEMAS["indicators.json"]["additionalProperties"]["properties"]["unit_id"]
    assert "units.yaml" in unit["description"]
    assert "enum" not in unit


def test_every_choice_has_a_meaning_and_no_other() -> None:
    chosen = {item.name: item.choices for item in YAML_FIELDS if item.type is Type.CHOICE}
    chosen["ascending"] = ("true", "false")
    # Documents and programmes are of different kinds, told by one name.
    chosen["kind"] = (*codes.DocumentKind, *codes.ProgrammeKind)
    written = {name: tuple(meanings) for name, meanings in catalogue("zh", "new")["choices"].items()}
    assert {name: sorted(values) for name, values in written.items()} == {
        name: sorted(values) for name, values in chosen.items()
    }


@pytest.mark.parametrize("kind", [kind for kind in Type if kind is not Type.CHOICE])
def test_a_column_of_any_kind_can_stand_in_yaml(
    kind: Type, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    item: AnyField = Field("method", kind, required=False)
    grow(request, tables.GOALS, item)
    for language in LANGUAGES:
        monkeypatch.setitem(catalogue(language, "fields")["fields"], "method", "x")
    schema = json.loads(json_schemas([LANGUAGES], LANGUAGES)["goals.json"])
    assert schema["additionalProperties"]["properties"]["method"]["else"]["pattern"].startswith("^(?:")
