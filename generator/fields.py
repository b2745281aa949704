"""What one column or key is, and how its text is read: the building blocks of the package format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from generator import values
from generator.values import Refusal

_LOCATOR = re.compile(r"[^\s/,;|<>\"']+(?:/[^\s/,;|<>\"']+)*")
_VERSION = re.compile(r"(?:0|[1-9][0-9]{0,5})(?:\.(?:0|[1-9][0-9]{0,5})){2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_OCCURRENCE = re.compile(r"[1-9][0-9]?")


class Type(StrEnum):
    """What a value is read as."""

    ID = "id"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    LOCATOR = "locator"
    PATH = "path"
    VERSION = "version"
    SHA256 = "sha256"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Field:
    """One column or key.

    `required`: may not be empty. `optional_column`: a table may do without the column. `many`: a list of such
    values. `refers_to`: the table whose ids it names. `nested`: the shape of what stands below the key.
    `default`: what an empty value means.
    """

    name: str
    type: Type = Type.TEXT
    required: bool = True
    optional_column: bool = False
    many: bool = False
    refers_to: str = ""
    choices: tuple[str, ...] = ()
    nested: Shape | None = None
    default: Any = None

    def read(self, text: str) -> Any | Refusal:
        """The typed value of a text, or why it cannot be read."""
        if text != text.strip():
            return Refusal("spaces-around", text.strip())
        return _READERS[self.type](self, text)


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of one kind of file. `keyed`: a mapping from ids (named `key`) to records of these fields."""

    name: str
    fields: tuple[Field, ...]
    keyed: bool = False
    listed: bool = False
    key: Field = field(default_factory=lambda: Field("id", Type.ID))

    @property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by name."""
        return {item.name: item for item in self.fields}


def _read_choice(item: Field, text: str) -> str | Refusal:
    return text if text in item.choices else Refusal("unknown-choice", detail=" · ".join(item.choices))


def _matching(pattern: re.Pattern[str], code: str) -> Any:
    def read(_: Field, text: str) -> str | Refusal:
        if pattern.fullmatch(text):
            return text
        return Refusal(code, text.lower() if pattern.fullmatch(text.lower()) else "")

    return read


def _read_count(_: Field, text: str) -> int | Refusal:
    return int(text) if _OCCURRENCE.fullmatch(text) else Refusal("bad-occurrence")


def _read_path(_: Field, text: str) -> str | Refusal:
    """Ids joined by `/`, as in `2023-work-points/10`."""
    for part in text.split("/"):
        if isinstance(refusal := values.read_id(part), Refusal):
            return Refusal(refusal.code)
    return text


_READERS: Mapping[Type, Any] = {
    Type.ID: lambda _, text: values.read_id(text),
    Type.TEXT: lambda _, text: values.read_text(text),
    Type.NUMBER: lambda _, text: values.read_number(text),
    Type.DATE: lambda _, text: values.read_date(text),
    Type.BOOLEAN: lambda _, text: values.read_boolean(text),
    Type.CHOICE: _read_choice,
    Type.LOCATOR: _matching(_LOCATOR, "bad-locator"),
    Type.PATH: _read_path,
    Type.VERSION: _matching(_VERSION, "bad-version"),
    Type.SHA256: _matching(_SHA256, "bad-sha256"),
    Type.COUNT: _read_count,
}
