"""The package format: which files there are, and what each column and key may hold.

This is the one place that says so. Reading, checking, the reference page and the published codebook follow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from generator.core import codes
from generator.format.fields import Field, Shape, Type

RESERVED = frozenset({"assets", "data", "embed", "en", "glossary", "guide", "methods", "search", "zh"})
"""Addresses of the site itself, which no package may take."""

LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "ODC-By-1.0", "ODbL-1.0")


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
        _choice("officers", codes.Officers),
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
        _choice("measure", codes.Measure),
        Field("ascending", Type.BOOLEAN),
    ),
    keyed=True,
)
DOCUMENT = Shape(
    "document",
    (
        *_both("title"),
        _choice("kind", codes.DocumentKind),
        Field("publisher_id", Type.ID, refers_to="organisations"),
        *_PERIOD,
        Field("published", Type.DATE, required=False),
        _choice("completeness", codes.Completeness),
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
        _choice("comparator", codes.Comparator),
        Field("value", Type.NUMBER),
        Field("value_upper", Type.NUMBER, required=False),
        Field("baseline", Type.NUMBER, required=False),
        Field(
            "qualifier",
            Type.CHOICE,
            required=False,
            optional_column=True,
            choices=(codes.Qualifier.EXACT, codes.Qualifier.ABOUT, codes.Qualifier.UNDER),
            default=codes.Qualifier.EXACT.value,
        ),
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
        Field("unit_id", Type.ID, required=False, optional_column=True, refers_to="units", default=""),
        _choice("qualifier", codes.Qualifier, codes.Qualifier.EXACT),
        _choice("obs_status", codes.ObservationStatus, codes.ObservationStatus.NORMAL),
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
        _choice("state", codes.DeliverableState),
        Field("as_of", Type.DATE),
        Field("locator", Type.LOCATOR, refers_to="locators"),
        *_both("evidence"),
        *_NOTE,
    ),
)
PLANNED = Shape(
    "planned",
    (
        Field("target_id", Type.PATH, refers_to="targets"),
        Field("date", Type.DATE),
        Field("value", Type.NUMBER),
        *_CITATION,
        *_NOTE,
    ),
)
CLAIMS = Shape(
    "claims",
    (
        Field("slug", Type.ID),
        *_PERIOD,
        Field("as_of", Type.DATE),
        Field("share", Type.NUMBER),
        *_CITATION,
        *_NOTE,
    ),
)
RELATIONS = Shape(
    "relations",
    (
        _choice("relation", codes.RelationKind),
        Field("indicator_id", Type.ID, refers_to="indicators"),
        Field("others", Type.ID, many=True, refers_to="indicators"),
        *_NOTE,
    ),
    listed=True,
)
EXPLANATIONS = Shape(
    "explanations",
    (
        Field("finding_id", Type.PATH),
        Field("date", Type.DATE),
        *_both("explanation"),
        Field("responsible"),
    ),
)
CORRECTED: Mapping[str, tuple[Shape, tuple[str, ...]]] = {
    "targets": (TARGETS, ("value", "value_upper", "comparator", "baseline", "qualifier", "figure")),
    "planned": (PLANNED, ("value", "figure")),
    "deliverables": (DELIVERABLES, ("title_zh", "due")),
    "observations": (
        OBSERVATIONS,
        (
            *("value", "unit_id", "qualifier", "obs_status", "stated_share", "stated_share_figure"),
            *("stated_change", "stated_change_figure", "figure"),
        ),
    ),
    "progress": (PROGRESS, ("state",)),
    "claims": (CLAIMS, ("share", "period_start", "period_end", "as_of", "figure")),
    "goals": (GOALS, ("title_zh",)),
    "indicators": (INDICATORS, ("unit_id", "measure", "ascending")),
    "documents": (DOCUMENT, ()),
}
"""The tables that a correction may name, each with the columns that are published figures, the main one first.

None of these values may change, and no row may go or get another id, without a correction that says why.
"""

REMOVED = "removed"
"""Stands in the place of a column where the whole row went."""

MOVED = "key"
"""The same where the row only got another id, with its period, area or breakdown."""

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
DOCUMENT_TABLES = (TARGETS, PLANNED, DELIVERABLES, OBSERVATIONS, PROGRESS, CLAIMS)


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


FILES = (
    ("package.yaml", PACKAGE),
    ("themes.yaml", THEMES),
    ("organisations.yaml", ORGANISATIONS),
    ("areas.yaml", AREAS),
    ("units.yaml", UNITS),
    ("dimensions.yaml", DIMENSIONS),
    ("indicators/<theme>.yaml", INDICATORS),
    ("documents/<document>/document.yaml", DOCUMENT),
    ("documents/<document>/goals.yaml", GOALS),
    ("documents/<document>/targets.csv", TARGETS),
    ("documents/<document>/planned.csv", PLANNED),
    ("documents/<document>/deliverables.csv", DELIVERABLES),
    ("documents/<document>/observations.csv", OBSERVATIONS),
    ("documents/<document>/progress.csv", PROGRESS),
    ("documents/<document>/claims.csv", CLAIMS),
    ("relations.yaml", RELATIONS),
    ("explanations.csv", EXPLANATIONS),
    ("corrections.csv", CORRECTIONS),
)
"""Where the values of each shape stand in a package, in the order in which the format is explained."""
