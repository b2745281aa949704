"""The package format: which files there are, and what each column and key may hold.

This is the one place that says so. Reading, checking, the reference page and the published codebook follow it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from generator import model, values
from generator.values import Refusal

RESERVED = frozenset({"assets", "data", "embed", "en", "glossary", "guide", "methods", "search", "zh"})
"""Addresses of the site itself, which no package may take."""

_LOCATOR = re.compile(r"[^\s/,;|<>\"']+(?:/[^\s/,;|<>\"']+)*")
_VERSION = re.compile(r"(?:0|[1-9][0-9]{0,5})(?:\.(?:0|[1-9][0-9]{0,5})){2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_OCCURRENCE = re.compile(r"[1-9][0-9]?")
LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "ODC-By-1.0", "ODbL-1.0")


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


def _both(name: str, *, required: bool = True) -> tuple[Field, Field]:
    """A text in both languages: `name_zh` and `name_en`."""
    return tuple(
        Field(f"{name}_{suffix}", required=required, optional_column=not required) for suffix in ("zh", "en")
    )  # type: ignore[return-value]


def _choice(name: str, enum: type[StrEnum], default: StrEnum | None = None) -> Field:
    listed = tuple(member.value for member in enum)
    return Field(name, Type.CHOICE, default is None, choices=listed, default=default and default.value)


_PERIOD = (Field("period_start", Type.DATE), Field("period_end", Type.DATE))
_NOTE = _both("note", required=False)
_CITATION = (
    Field("locator", Type.LOCATOR, refers_to="locators"),
    Field("figure", required=False, default=""),
    Field("occurrence", Type.COUNT, required=False, optional_column=True, default=1),
)

PACKAGE = Shape(
    "package",
    (
        Field("publisher_id", Type.ID, refers_to="organisations"),
        Field("area_id", Type.ID, refers_to="areas"),
        *_both("title"),
        *_both("description"),
        Field("licence", Type.CHOICE, choices=LICENCES),
        Field("version", Type.VERSION),
        Field("languages", Type.CHOICE, many=True, choices=("zh", "en")),
        *_both("disclaimer"),
        _choice("officers", model.Officers),
    ),
)
THEMES = Shape("themes", _both("title"), keyed=True)
UNITS = Shape("units", (*_both("title"), Field("printed", required=False, many=True, default=())), keyed=True)
ORGANISATIONS = Shape(
    "organisations",
    (*_both("title"), Field("part_of", Type.ID, required=False, refers_to="organisations", default="")),
    keyed=True,
)
AREAS = Shape(
    "areas",
    (*_both("title"), Field("part_of", Type.ID, required=False, refers_to="areas", default="")),
    keyed=True,
)
DIMENSIONS = Shape(
    "dimensions",
    (
        *_both("title"),
        Field("exhaustive", Type.BOOLEAN),
        Field("values", nested=Shape("dimension values", _both("title"), keyed=True)),
    ),
    keyed=True,
)
INDICATORS = Shape(
    "indicators",
    (
        *_both("title"),
        *_both("definition"),
        Field("unit_id", Type.ID, refers_to="units"),
        _choice("measure", model.Measure),
        Field("ascending", Type.BOOLEAN),
    ),
    keyed=True,
)
DOCUMENT = Shape(
    "document",
    (
        *_both("title"),
        _choice("kind", model.DocumentKind),
        Field("publisher_id", Type.ID, refers_to="organisations"),
        *_PERIOD,
        Field("published", Type.DATE, required=False),
        _choice("completeness", model.Completeness),
        Field("archive_sha256", Type.SHA256),
        *_both("notes", required=False),
        Field(
            "restorations",
            required=False,
            nested=Shape(
                "restorations", (Field("printed"), Field("restored"), *_both("reason")), listed=True
            ),
        ),
        Field(
            "not_data",
            required=False,
            nested=Shape("not_data", (Field("printed"), *_both("reason")), listed=True),
        ),
        Field(
            "sections",
            nested=Shape("sections", _both("title"), keyed=True, key=Field("locator", Type.LOCATOR)),
        ),
    ),
)
GOALS = Shape(
    "goals",
    (
        Field("locator", Type.LOCATOR),
        *_both("title"),
        *_both("summary"),
        Field("themes", Type.ID, many=True, refers_to="themes"),
        Field("organisations", Type.ID, required=False, many=True, refers_to="organisations", default=()),
        Field("officers", required=False, many=True, default=()),
        Field("continues", Type.PATH, required=False, many=True, refers_to="earlier goals", default=()),
    ),
    keyed=True,
    key=Field("number", Type.ID),
)
TARGETS = Shape(
    "targets",
    (
        Field("goal", Type.ID, refers_to="goals"),
        Field("indicator_id", Type.ID, refers_to="indicators"),
        Field("area_id", Type.ID, refers_to="areas"),
        *_PERIOD,
        _choice("comparator", model.Comparator),
        Field("value", Type.NUMBER),
        Field("value_upper", Type.NUMBER, required=False),
        Field("baseline", Type.NUMBER, required=False),
        *_CITATION,
        *_NOTE,
    ),
)
DELIVERABLES = Shape(
    "deliverables",
    (
        Field("goal", Type.ID, refers_to="goals"),
        Field("slug", Type.ID),
        *_both("title"),
        Field("due", Type.DATE, required=False),
        Field("locator", Type.LOCATOR, refers_to="locators"),
        *_NOTE,
    ),
)
OBSERVATIONS = Shape(
    "observations",
    (
        Field("indicator_id", Type.ID, refers_to="indicators"),
        Field("area_id", Type.ID, refers_to="areas"),
        *_PERIOD,
        Field("as_of", Type.DATE),
        Field("value", Type.NUMBER, required=False),
        _choice("qualifier", model.Qualifier, model.Qualifier.EXACT),
        _choice("obs_status", model.ObservationStatus, model.ObservationStatus.NORMAL),
        Field("stated_share", Type.NUMBER, required=False, optional_column=True),
        Field("stated_share_figure", required=False, optional_column=True, default=""),
        Field("stated_change", Type.NUMBER, required=False, optional_column=True),
        Field("stated_change_figure", required=False, optional_column=True, default=""),
        *_CITATION,
        *_NOTE,
    ),
)
PROGRESS = Shape(
    "progress",
    (
        Field("deliverable_id", Type.PATH, refers_to="deliverables"),
        _choice("state", model.DeliverableState),
        Field("as_of", Type.DATE),
        Field("locator", Type.LOCATOR, refers_to="locators"),
        *_both("evidence"),
        *_NOTE,
    ),
)
CORRECTED = {shape.name: shape for shape in (TARGETS, DELIVERABLES, OBSERVATIONS, GOALS, INDICATORS)}
"""The tables whose published figures a correction may change."""

CORRECTIONS = Shape(
    "corrections",
    (
        Field("table", Type.CHOICE, choices=tuple(CORRECTED)),
        Field("key", Type.PATH),
        Field("field"),
        Field("old", required=False, default=""),
        Field("new", required=False, default=""),
        Field("date", Type.DATE),
        *_both("reason"),
        Field("responsible"),
    ),
)

LOCK = Shape(
    "citations",
    (Field("citation"), Field("sha256", Type.SHA256), Field("offset", Type.NUMBER), Field("row")),
)

CODE_LISTS = (THEMES, ORGANISATIONS, AREAS, UNITS)
DOCUMENT_TABLES = (TARGETS, DELIVERABLES, OBSERVATIONS, PROGRESS)


def with_dimensions(shape: Shape, dimensions: Mapping[str, tuple[str, ...]]) -> Shape:
    """`observations` with a column for each declared dimension (id → its codes) after `area_id`."""
    fields: list[Field] = []
    for item in shape.fields:
        fields.append(item)
        if item.name == "area_id":
            fields += [
                Field(name, Type.CHOICE, required=False, choices=codes, default="")
                for name, codes in dimensions.items()
            ]
    return Shape(shape.name, tuple(fields))
