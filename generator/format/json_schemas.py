"""JSON Schemas of the authors' YAML files, made from the package format: completion and hints in editors.

Draft 7 is the newest that every version of yaml-language-server knows. The check reads each value as the text that
stands there, an editor sees YAML's own types; so a schema lets a number pass where a text is meant. It is never
stricter than the check but for what YAML makes of plain words, and quotes settle that: `null`, `~`, `true` or
`false` for a text, and one number written in two ways (`1`, `01`) in one list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.core.messages import LANGUAGES, catalogue, lookup
from generator.core.values import FIRST_YEAR, ID, LAST_YEAR, NUMBER
from generator.format.fields import NO_LIST, AnyField, Shape, Type
from generator.format.tables import FILES

DRAFT = "http://json-schema.org/draft-07/schema#"

Json = dict[str, Any]

_MARK = "[^\\s/,;|<>\"'（）／０-９]+"
_NUMBER = "(?:0|[1-9][0-9]{0,5})"
_YEAR = (
    f"(?:{'|'.join(str(century) for century in range(FIRST_YEAR // 100, LAST_YEAR // 100 + 1))})[0-9]{{2}}"
)
_DAYS = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-9]))"
)
_PATTERNS: Mapping[Type, str] = {
    Type.ID: ID,
    Type.PATH: f"{ID}(?:/{ID})*",
    Type.TEXT: "\\S(?:[^\\t]*\\S)?",
    Type.LOCATOR: f"{_MARK}(?:/{_MARK})*",
    Type.DATE: f"{_YEAR}-{_DAYS}",
    Type.VERSION: f"{_NUMBER}(?:\\.{_NUMBER}){{2}}",
    Type.SHA256: "[0-9a-f]{64}",
    Type.BOOLEAN: "(?:true|false)",
    Type.NUMBER: NUMBER,
    Type.COUNT: "[1-9][0-9]?",
    Type.ADDRESS: "https?://\\S+",
    Type.LANGUAGE: "[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?",
}
"""For the whole value, in words that Python and JavaScript read alike."""

_SEEN_AS: Mapping[Type, str | list[str]] = {
    Type.DATE: "string",
    Type.VERSION: "string",
    Type.BOOLEAN: ["boolean", "string"],
}
"""What YAML can take a plain value for; any other may look like a number."""

_REFUSED_AS: Mapping[Type, str] = {
    Type.ID: "bad-id",
    Type.PATH: "bad-id",
    Type.LOCATOR: "bad-locator",
    Type.DATE: "bad-date",
    Type.VERSION: "bad-version",
    Type.SHA256: "bad-sha256",
    Type.BOOLEAN: "bad-boolean",
    Type.NUMBER: "bad-number",
    Type.COUNT: "bad-occurrence",
    Type.ADDRESS: "bad-address",
    Type.LANGUAGE: "bad-language",
    Type.CHOICE: "unknown-choice",
}
"""The problem of the check whose hint an editor shows."""


def json_schemas() -> dict[str, str]:
    """The text of each schema under its file name: one for every YAML file of the format."""
    return {
        f"{shape.name}.json": json.dumps(_file(shape), ensure_ascii=False, indent=2) + "\n"
        for name, shape in FILES
        if name.endswith(".yaml")
    }


def _file(shape: Shape) -> Json:
    return {"$schema": DRAFT, "title": " · ".join(_tables(shape)), **_structure(shape)}


def _structure(shape: Shape) -> Json:
    record: Json = {
        "type": "object",
        "properties": {item.name: _property(shape, item) for item in shape.fields},
        "required": [item.name for item in shape.fields if item.required],
        "additionalProperties": False,
    }
    if shape.listed:
        return {"type": "array", "items": record}
    if shape.keyed:
        # No type for the keys: to an editor `1:` is a number.
        name = {"pattern": f"^{_PATTERNS[shape.entry.type]}$", "patternErrorMessage": _hint(shape.entry)}
        return {"type": "object", "propertyNames": name, "additionalProperties": record}
    return record


def _property(shape: Shape, item: AnyField) -> Json:
    if item.nested is not None:
        return {**_described(shape, item), **_maybe(item, _structure(item.nested))}
    if item.many:
        several: Json = {"type": "array", "items": _value(replace(item, required=True)), "uniqueItems": True}
        least = {"minItems": 1} if item.required else {}
        return {**_described(shape, item), **_maybe(item, {**several, **least})}
    return {**_described(shape, item), **_value(item)}


def _maybe(item: AnyField, structure: Json) -> Json:
    """What stands below a key, which may stand there alone where nothing has to. See `_value`."""
    empty = {"type": ["null", "string"], "pattern": f"^(?:{'|'.join(NO_LIST)})$"}
    return structure if item.required else {"if": empty, "else": structure}


def _value(item: AnyField) -> Json:
    hint = {"errorMessage": _hint(item)}
    if item.type is Type.CHOICE:
        meanings = [" · ".join(_meanings(item, choice)) for choice in item.choices]
        return {"type": "string", "enum": list(item.choices), "enumDescriptions": meanings, **hint}
    kind = _SEEN_AS.get(item.type, ["string", "number"])
    pattern = _PATTERNS[item.type]
    if item.required:
        return {"type": kind, "pattern": f"^{pattern}$", **hint}
    # Nothing may stand there. Among the types, editors would offer `null` as a value.
    return {"if": {"type": "null"}, "else": {"type": kind, "pattern": f"^(?:{pattern})?$", **hint}}


def _meanings(item: AnyField, choice: str) -> list[str]:
    return [str(catalogue(language, "new")["choices"][item.name][choice]) for language in LANGUAGES]


def _described(shape: Shape, item: AnyField) -> Json:
    """Title and description in both languages, Chinese first."""
    meanings = [_meaning(language, shape, item) for language in LANGUAGES]
    forms = [_form(language, item) for language in LANGUAGES]
    titles = [re.split("[：；，:;,(（]", meaning, maxsplit=1)[0].strip() for meaning in meanings]
    lines = [f"{meaning}\n{form}" for meaning, form in zip(meanings, forms, strict=True)]
    marked = [f"**{meaning}**\n\n{form}" for meaning, form in zip(meanings, forms, strict=True)]
    return {
        "title": " · ".join(titles),
        "description": "\n".join(lines),
        "markdownDescription": "\n\n".join(marked),
    }


def _meaning(language: str, shape: Shape, item: AnyField) -> str:
    texts: Mapping[str, str] = catalogue(language, "fields")["fields"]
    return texts.get(f"{shape.name}.{item.name}") or texts[item.name]


def _form(language: str, item: AnyField) -> str:
    """How the value is written, and the file that its ids stand in."""
    parts = [lookup(language, "site", f"types.{'nested' if item.nested else item.type}")]
    if item.many:
        parts.append(lookup(language, "site", "types.many"))
    if item.refers_to:
        place = str(catalogue(language, "problems")["tables"][item.refers_to]).strip()
        parts.append(lookup(language, "site", "types.refers").format(table=place))
    return " · ".join(parts)


def _hint(item: AnyField) -> str:
    """What to write, as the check says it."""
    return " · ".join(_hints(item.type))


def _hints(kind: Type) -> list[str]:
    if kind not in _REFUSED_AS:
        return [lookup(language, "new", "schema.text") for language in LANGUAGES]
    texts = [catalogue(language, "problems")["codes"][_REFUSED_AS[kind]] for language in LANGUAGES]
    return [str(text.get("hint_plain") or text["hint"]) for text in texts]


def _tables(shape: Shape) -> list[str]:
    return [str(catalogue(language, "fields")["tables"][shape.name]) for language in LANGUAGES]
