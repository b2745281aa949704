"""JSON Schemas of the authors' YAML files, made from the package format: completion and hints in editors.

Draft 7 is the newest that every version of yaml-language-server knows. The check reads each value as the text that
stands there, an editor sees YAML's own types; so a schema lets a number pass where a text is meant. It is never
stricter than the check but for what YAML makes of plain words, and quotes settle that: `null`, `~`, `true` or
`false` for a text, and one number written in two ways (`1`, `01`) in one list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.core.external_codes import SCHEMES
from generator.core.languages import FALLBACK, TAG
from generator.core.messages import catalogue, lookup
from generator.core.values import FIRST_YEAR, ID, LAST_YEAR, NUMBER
from generator.format.fields import NO_LIST, AnyField, Shape, Type
from generator.format.naming import description
from generator.format.tables import FILES

DRAFT = "http://json-schema.org/draft-07/schema#"

Json = dict[str, Any]

_MARK = "[^\\s/,;|<>\"'（）／０-９]+"
_NUMBER = "(?:0|[1-9][0-9]{0,5})"
_YEAR = (
    f"(?:{'|'.join(str(century) for century in range(FIRST_YEAR // 100, LAST_YEAR // 100 + 1))})[0-9]{{2}}"
)
_LONG_MONTHS = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
_DAYS = f"(?:{_LONG_MONTHS}|02-(?:0[1-9]|1[0-9]|2[0-9]))"
_DAYS_OF_ALL = f"(?:{_LONG_MONTHS}|02-(?:0[1-9]|1[0-9]|2[0-8]))"
"""The days of any year, and those of all."""

PATTERNS: Mapping[Type, str] = {
    Type.ID: ID,
    Type.PATH: f"{ID}(?:/{ID})*",
    Type.TEXT: "\\S(?:[^\\t]*\\S)?",
    Type.LOCATOR: f"{_MARK}(?:/{_MARK})*",
    Type.DATE: f"{_YEAR}-{_DAYS}",
    Type.MONTH_DAY: _DAYS_OF_ALL,
    Type.REDUCED_DATE: f"{_YEAR}(?:-(?:{_DAYS}|0[1-9]|1[0-2]))?",
    Type.VERSION: f"{_NUMBER}(?:\\.{_NUMBER}){{2}}",
    Type.FORMAT: "[1-9][0-9]{0,3}",
    Type.SHA256: "[0-9a-f]{64}",
    Type.BOOLEAN: "(?:true|false)",
    Type.NUMBER: NUMBER,
    Type.COUNT: "[1-9][0-9]?",
    Type.PAGE: "[1-9][0-9]{0,3}",
    Type.ADDRESS: "https?://\\S+",
    Type.LINK: "https?://\\S+",
    Type.COLOUR: "#[0-9a-f]{6}",
    Type.LANGUAGE: TAG,
    **{Type(name): scheme.pattern.replace("(", "(?:") for name, scheme in SCHEMES.items()},
}
"""For the whole value, in words that Python and JavaScript read alike."""

_SEEN_AS: Mapping[Type, str | list[str]] = {
    Type.DATE: "string",
    Type.MONTH_DAY: "string",
    Type.REDUCED_DATE: ["integer", "string"],
    Type.VERSION: "string",
    Type.BOOLEAN: ["boolean", "string"],
}
"""What YAML can take a plain value for; any other may look like a number."""

_REFUSED_AS: Mapping[Type, str] = {
    Type.ID: "bad-id",
    Type.PATH: "bad-path",
    Type.LOCATOR: "bad-locator",
    Type.DATE: "bad-date",
    Type.MONTH_DAY: "bad-month-day",
    Type.REDUCED_DATE: "bad-reduced-date",
    Type.VERSION: "bad-version",
    Type.FORMAT: "other-format",
    Type.SHA256: "bad-sha256",
    Type.BOOLEAN: "bad-boolean",
    Type.NUMBER: "bad-number",
    Type.COUNT: "bad-occurrence",
    Type.PAGE: "bad-page",
    Type.ADDRESS: "bad-address",
    Type.LINK: "bad-link",
    Type.COLOUR: "bad-colour",
    Type.LANGUAGE: "bad-language",
    Type.CHOICE: "unknown-choice",
    **{Type(name): f"bad-{name.replace('_', '-')}" for name in SCHEMES},
}
"""The problem of the check whose hint an editor shows."""


def json_schemas(
    packages: Iterable[tuple[str, ...]] = (), readers: Sequence[str] = (FALLBACK,)
) -> dict[str, str]:
    """The text of each schema under its file name: one for every YAML file of the format.

    `packages` are the languages of each package, the main one first: a text may stand in any of them, and must in the
    first where that is the same for all. `readers` are the languages that the hints are in.
    """
    listed = [*packages] or [tuple(readers)]
    languages = tuple(dict.fromkeys(tag for tags in listed for tag in tags))
    maker = _Maker(tuple(readers), of_one=len({tags[0] for tags in listed}) == 1)
    return {
        f"{shape.name}.json": json.dumps(
            maker.file(shape.in_languages(languages)), ensure_ascii=False, indent=2
        )
        + "\n"
        for name, shape in FILES
        if name.endswith(".yaml")
    }


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes schemas for some readers; `of_one`: all packages have one main language, so that texts must stand in it."""

    readers: tuple[str, ...]
    of_one: bool

    def file(self, shape: Shape) -> Json:
        return {"$schema": DRAFT, "title": " · ".join(self.tables(shape)), **self.structure(shape)}

    def structure(self, shape: Shape) -> Json:
        texts = {item.name for text in shape.texts for item in text.columns(shape.tongues)}
        record: Json = {
            "type": "object",
            "properties": {item.name: self.property(shape, item) for item in shape.fields},
            "required": [
                item.name
                for item in shape.fields
                if item.required and (self.of_one or item.name not in texts)
            ],
            "additionalProperties": False,
        }
        if shape.listed:
            return {"type": "array", "items": record}
        if shape.keyed:
            # No type for the keys: to an editor `1:` is a number.
            pattern = f"^{PATTERNS[shape.entry.type]}$"
            name = {"pattern": pattern, "patternErrorMessage": self.hint(shape.entry)}
            return {"type": "object", "propertyNames": name, "additionalProperties": record}
        return record

    def property(self, shape: Shape, item: AnyField) -> Json:
        described = self.described(shape, item)
        if item.nested is not None:
            return {**described, **_maybe(item, self.structure(item.nested))}
        if item.many:
            entry = self.value(replace(item, required=True))
            several: Json = {"type": "array", "items": entry, "uniqueItems": True}
            least = {"minItems": 1} if item.required else {}
            return {**described, **_maybe(item, {**several, **least})}
        return {**described, **self.value(item)}

    def value(self, item: AnyField) -> Json:
        hint = {"errorMessage": self.hint(item)}
        if item.type is Type.CHOICE:
            meanings = [" · ".join(self.meanings(item, choice)) for choice in item.choices]
            return {"type": "string", "enum": list(item.choices), "enumDescriptions": meanings, **hint}
        kind = _SEEN_AS.get(item.type, ["string", "number"])
        pattern = PATTERNS[item.type]
        if item.required:
            return {"type": kind, "pattern": f"^{pattern}$", **hint}
        # Nothing may stand there. Among the types, editors would offer `null` as a value.
        return {"if": {"type": "null"}, "else": {"type": kind, "pattern": f"^(?:{pattern})?$", **hint}}

    def meanings(self, item: AnyField, choice: str) -> list[str]:
        return [str(catalogue(reader, "new")["choices"][item.name][choice]) for reader in self.readers]

    def described(self, shape: Shape, item: AnyField) -> Json:
        """Title and description in each language of the readers."""
        meanings = [description(shape.name, item.name, reader) for reader in self.readers]
        forms = [_form(reader, item) for reader in self.readers]
        titles = [heading(meaning) for meaning in meanings]
        lines = [f"{meaning}\n{form}" for meaning, form in zip(meanings, forms, strict=True)]
        marked = [f"**{meaning}**\n\n{form}" for meaning, form in zip(meanings, forms, strict=True)]
        return {
            "title": " · ".join(titles),
            "description": "\n".join(lines),
            "markdownDescription": "\n\n".join(marked),
        }

    def hint(self, item: AnyField) -> str:
        """What to write, as the check says it."""
        return " · ".join(_hint(reader, item.type) for reader in self.readers)

    def tables(self, shape: Shape) -> list[str]:
        return [str(catalogue(reader, "fields")["tables"][shape.name]) for reader in self.readers]


def heading(meaning: str) -> str:
    """What a column or key is called: its meaning up to the first sign that parts it."""
    return re.split("[：；，:;,(（]", meaning, maxsplit=1)[0].strip()


def _maybe(item: AnyField, structure: Json) -> Json:
    """What stands below a key, which may stand there alone where nothing has to. See `_value`."""
    empty = {"type": ["null", "string"], "pattern": f"^(?:{'|'.join(NO_LIST)})$"}
    return structure if item.required else {"if": empty, "else": structure}


def _form(language: str, item: AnyField) -> str:
    """How the value is written, and the file that its ids stand in."""
    parts = [lookup(language, "site", f"types.{'nested' if item.nested else item.type}")]
    if item.many:
        parts.append(lookup(language, "site", "types.many"))
    if item.refers_to:
        place = str(catalogue(language, "problems")["tables"][item.refers_to]).strip()
        parts.append(lookup(language, "site", "types.refers").format(table=place))
    return " · ".join(parts)


def _hint(language: str, kind: Type) -> str:
    if kind not in _REFUSED_AS:
        return lookup(language, "new", "schema.text")
    text = catalogue(language, "problems")["codes"][_REFUSED_AS[kind]]
    return str(text.get("hint_plain") or text["hint"])
