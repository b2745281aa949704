"""What one column or key is, and how its text is read: the building blocks of the package format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from generator.core import values
from generator.core.codes import Comparator, Qualifier
from generator.core.figures import Figure, read_figure
from generator.core.values import Refusal

_LOCATOR = re.compile(r"[^\s/,;|<>\"'（）／０-９]+(?:/[^\s/,;|<>\"'（）／０-９]+)*")
_HALF_WIDTH = str.maketrans("（）／０１２３４５６７８９", "()/0123456789")
"""What a locator has in its half-width form only, so that one section has one name in all documents."""

_PRINTED = re.compile(
    r"(?!.*千[米克瓦伏卡])(?:约|近|不足|超过|超)? ?(?:[0-9][0-9,.]*|[零〇一二两三四五六七八九十百千]+) ?"
    r"(?:[十百千]?[万亿]|百|千)?[余多]?"
    r"(?:%|(?:(?![零〇一二两三四五六七八九十百千万亿点半成折余多几来])[\u4e00-\u9fff]){0,8})"
)
"""A number with no more around it than a word for how exact it is and a unit. Not 三点五, 3成, 5个半, 5千米, 4O."""

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


def _read_number(_: Field, text: str) -> Decimal | Refusal:
    """A plain number. One that is written as printed, 5000个 or 约30, is refused with the number that it says."""
    read = values.read_number(text)
    plain = text.translate(_HALF_WIDTH)
    if not isinstance(read, Refusal) or read.suggestion or not _PRINTED.fullmatch(plain):
        return read
    figure = read_figure(plain)
    # At most and within are what a target asks for; which number is meant then is the author's to say.
    if not isinstance(figure, Figure) or figure.upper is not None or figure.comparator is Comparator.LE:
        return read
    number = values.plain_number(figure.value)
    if isinstance(values.read_number(number), Refusal):
        return read
    if figure.qualifier is Qualifier.EXACT:
        return Refusal("number-unit", number, figure.unit or text)
    return Refusal("number-about", number, figure.qualifier.value)


def _read_locator(_: Field, text: str) -> str | Refusal:
    if _LOCATOR.fullmatch(text):
        return text
    plain = text.translate(_HALF_WIDTH)
    return Refusal("bad-locator", plain if _LOCATOR.fullmatch(plain) else "")


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
    Type.NUMBER: _read_number,
    Type.DATE: lambda _, text: values.read_date(text),
    Type.BOOLEAN: lambda _, text: values.read_boolean(text),
    Type.CHOICE: _read_choice,
    Type.LOCATOR: _read_locator,
    Type.PATH: _read_path,
    Type.VERSION: _matching(_VERSION, "bad-version"),
    Type.SHA256: _matching(_SHA256, "bad-sha256"),
    Type.COUNT: _read_count,
}
