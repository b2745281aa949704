"""The published tables: what stands beside the authors' columns in a download, and the tables that are computed.

Nothing that is published here changes its meaning or goes; tables grow at their end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.core import codes, sources
from generator.core.external_codes import SCHEMES
from generator.core.values import ID
from generator.format.bridges import Bridge, bridges
from generator.format.clear_names import original
from generator.format.columns import (
    choice,
    code,
    count,
    day,
    flag,
    ident,
    number,
    path,
    paths,
    text,
    words,
)
from generator.format.fields import AnyField, Declared, Field, Shape, Texts, Type
from generator.format.tables import (
    AREAS,
    CLAIMS,
    CORRECTIONS,
    DELIVERABLES,
    DOCUMENT,
    GOALS,
    INDICATORS,
    MENTIONS,
    OBSERVATIONS,
    ORGANISATIONS,
    PLANNED,
    PROGRAMMES,
    PROGRESS,
    RELATIONS,
    TARGETS,
    THEMES,
    UNITS,
    Table,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a published table.

    `type` is one of Table Schema's: string, number, integer, boolean or date. `required`: never empty. `choices`: the
    only values; empty when any will do. `pattern`: a regular expression for the whole cell. `refers_to`: the table
    whose key it names. `template`: the address of what it names, as a URI template (RFC 6570); empty where none is known.
    `many`: a cell may hold several values; `of_each` is the regular expression for each of them.
    """

    name: str
    type: str
    required: bool
    choices: tuple[str, ...] = ()
    pattern: str = ""
    minimum: int | None = None
    refers_to: str = ""
    template: str = ""
    many: bool = False
    of_each: str = ""


class Assessments(Shape, name="assessments"):
    """How each target stands."""

    target_id = path(refers_to="targets")
    observation_id = path(refers_to="observations", required=False)
    as_of = day(required=False)
    reporting_status = code(codes.ReportingStatus)
    progress_status = code(codes.ProgressStatus)
    share_done = number(required=False)
    share_due = number(required=False)
    pace = number(required=False)
    explanation = words(computed=True)
    period_over = flag()
    rule = code(codes.Rule)
    reason = code(codes.Reason, required=False)
    value = number(required=False)
    baseline = number(required=False)
    baseline_origin = choice(("printed", "derived"), required=False)
    half_test = code(codes.HalfTest, required=False)
    periods_met = count(required=False, minimum=0)
    periods_reported = count(required=False, minimum=1)
    parts = paths(refers_to="observations", required=False)
    replaced = paths(refers_to="observations", required=False)
    qualifier = code(codes.Qualifier, required=False)
    restates = path(refers_to="targets", required=False)
    set_aside = paths(refers_to="observations", required=False)
    across_break = flag()
    superseded_by = path(refers_to="targets", required=False)
    uncertain = flag()
    bound = choice(("over", "under", "about"), required=False)
    reply = words(required=False)
    replied_on = day(required=False)
    replied_by = text(required=False)
    observed_value = number(required=False)
    observed_qualifier = code(codes.Qualifier, required=False)
    baseline_used = number(required=False)


class Findings(Shape, name="findings"):
    """Published figures that do not agree with each other."""

    finding_id = path()
    finding_kind = code(codes.FindingKind)
    indicator_id = ident(refers_to="indicators")
    rows = paths(refers_to="cited rows")
    stated = number()
    computed = number()
    formula = text(required=False)
    statement = words(computed=True)
    note = words(required=False)
    explanation = words(required=False)
    explained_on = day(required=False)
    explained_by = text(required=False)
    reply = words(required=False)


class Derived(Shape, name="derived"):
    """Stocks before their increment, computed from two printed numbers."""

    derived_id = path()
    indicator_id = ident(refers_to="indicators")
    area_id = ident(refers_to="areas")
    date = day()
    value = number()
    total = path()
    increment = path()
    formula = text()
    derived_value = number()
    derived_day = day()


class Revisions(Shape, name="revisions"):
    """Every change ever made to a published figure or verdict; what a row names may be gone."""

    revision_id = path()
    date = day()
    commit = text(pattern="[0-9a-f]{40,64}")
    table = text()
    key = path()
    field = text()
    old = text(required=False)
    new = text(required=False)
    document = ident(required=False)
    reason = words(required=False)
    responsible = text(required=False)
    subject = text(required=False)
    carried = text(required=False, pattern="[0-9a-f]{40,64}")


class Versions(Shape, name="versions"):
    """What each version of the data added, changed and removed, in rows of each table."""

    delta_id = text()
    version = text()
    date = day()
    commit = text(pattern="[0-9a-f]{40,64}")
    table = text()
    added = count(minimum=0)
    changed = count(minimum=0)
    removed = count(minimum=0)
    renamed = count(minimum=0)


class Turned(Shape, name="turned"):
    """The bridge from corrections to the verdicts that they turned: a row for each pair."""

    correction_id = path(refers_to="corrections")
    revision_id = path(refers_to="revisions")
    target_id = path()
    old = text()
    new = text()


class FormerIds(Shape, name="former_ids"):
    """Ids that were published once and are none now: what has their place, since when, and why."""

    former_id = text()
    table = text()
    old = text()
    now = text(required=False)
    date = day()
    commit = text(required=False, pattern="[0-9a-f]{40,64}")
    reason = words(required=False)


class Vintages(Shape, name="vintages"):
    """Since when and until when rows were published as they were; what a row names may be gone.

    Without a `key` it speaks of all rows of a table, of one document where `document_id` names one, that have no row of
    their own here. `cells` is a JSON object with the cells of a state that is over.
    """

    vintage_id = path()
    table = text()
    document_id = ident(required=False)
    key = path(required=False)
    known_since = day()
    recorded_on = day(required=False)
    withdrawn_on = day(required=False)
    published = day(required=False)
    current_key = path(required=False)
    recorded_commit = text(required=False, pattern="[0-9a-f]{40,64}")
    withdrawn_commit = text(required=False, pattern="[0-9a-f]{40,64}")
    cells = text(required=False)


class Dimensions(Shape, name="dimensions"):
    """By what observations are broken down."""

    dimension_id = ident()
    title = words()
    exhaustive = flag()


class DimensionValues(Shape, name="dimension_values"):
    """The values of each breakdown."""

    dimension_id = ident(refers_to="dimensions")
    value_id = ident()
    title = words()


class Breakdowns(Shape, name="breakdowns"):
    """What part of the whole observations are of: a row for each combination of values that one of them has.

    `path` is the combination as it stands in the ids of observations, `sex/female/age/0-14`; `breakdown` is made of it
    and short, as it stands in every observation.
    """

    breakdown = ident()
    path = path()


class ObservationBreakdowns(Shape, name="observation_breakdowns"):
    """The bridge between observations and dimensions: a row for each value of each combination."""

    breakdown = ident(refers_to="breakdowns")
    dimension_id = ident(refers_to="dimensions")
    value_id = ident(refers_to="dimension_values")


ASSESSMENTS, FINDINGS, DERIVED, REVISIONS = Assessments(), Findings(), Derived(), Revisions()
VERSIONS, TURNED, FORMER_IDS = Versions(), Turned(), FormerIds()

ABOUT_VERSIONS: tuple[Shape, ...] = (VERSIONS, TURNED, FORMER_IDS)
"""The tables that tell what became of the data: what versions did, which verdicts turned, which ids are no more."""

VINTAGES = Vintages()

BROKEN_DOWN: tuple[Shape, ...] = (Dimensions(), DimensionValues(), Breakdowns(), ObservationBreakdowns())
"""The tables that a package has where it declares dimensions, and no other."""

AUTHORED: Mapping[str, Table] = {
    "documents": DOCUMENT,
    "goals": GOALS,
    "indicators": INDICATORS,
    "relations": RELATIONS,
    "targets": TARGETS,
    "planned": PLANNED,
    "deliverables": DELIVERABLES,
    "progress": PROGRESS,
    "observations": OBSERVATIONS,
    "claims": CLAIMS,
    "programmes": PROGRAMMES,
    "mentions": MENTIONS,
    "corrections": CORRECTIONS,
    "organisations": ORGANISATIONS,
    "themes": THEMES,
    "areas": AREAS,
    "units": UNITS,
}
"""The published tables of what authors write."""

_CALCULATED = {
    shape.name: shape
    for shape in (ASSESSMENTS, FINDINGS, DERIVED, REVISIONS, *ABOUT_VERSIONS, *BROKEN_DOWN, VINTAGES)
}

BRIDGES: Mapping[str, Bridge] = {
    item.name: item
    for item in bridges(
        {name: (table.id_column, table) for name, table in AUTHORED.items()}
        | {name: (shape.fields[0].name, shape) for name, shape in _CALCULATED.items()}
    )
}
"""The published tables that take the lists of others apart, each where that other one is."""

COMPUTED: Mapping[str, Shape] = {**_CALCULATED, **BRIDGES}
"""The published tables of what the program computes."""

_KEYS = {
    "dimension_values": ("dimension_id", "value_id"),
    "observation_breakdowns": ("breakdown", "dimension_id"),
    "turned": ("correction_id", "revision_id"),
    **{name: item.key for name, item in BRIDGES.items()},
    "packages": ("package",),
}
"""The columns that name a row together, where the first one does not do so alone; and of the table that only the download of
all packages has.
"""

BREAKDOWN = "breakdown"
"""The column of observations that only packages with dimensions have."""

_BESIDE: tuple[Declared, ...] = (
    ident("document_id", "documents"),
    ident("theme_id", "themes"),
    path("goal_id", "goals"),
    ident("number"),
    words("section", required=False),
    path("restates", "targets", required=False),
    code(codes.DeliverableState, "state"),
    day("state_as_of", required=False),
    ident("state_document_id", "documents", required=False),
    text("state_locator", required=False),
    words("evidence", required=False),
    flag("overdue"),
    day("current_due", required=False),
    day("issued"),
    ident("current_due_document_id", "documents", required=False),
    text("current_due_locator", required=False),
    count("times_put_off", minimum=0),
    flag("current_overdue"),
    code(codes.MilestoneState, "reached"),
    path("observation_id", "observations", required=False),
    day("published", required=False),
    ident("unit_id", "units"),
    ident(BREAKDOWN, "breakdowns", required=False),
)
"""What a download has besides the columns that authors write, or always fills where they need not."""

_ALWAYS = frozenset({("observations", "unit_id")})
"""Columns for which the second holds, though authors have one of this name."""

_ID = ID.replace("(?:", "(")
_WORD = _ID.replace("(-", "([-_]")
"""An id, or the name of a table or column, which may have `_`."""

_PATTERNS = {Type.ID: _ID, Type.PATH: f"{_WORD}(/{_WORD})*", Type.SHA256: "[0-9a-f]{64}"}
"""XML Schema's, as Table Schema asks: for the whole cell, without anchors, every group plain."""

_TYPES = {
    Type.NUMBER: "number",
    Type.COUNT: "integer",
    Type.PAGE: "integer",
    Type.DATE: "date",
    Type.BOOLEAN: "boolean",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """That some columns of a table (`own`) name a row of another by the columns of its `key`."""

    own: tuple[str, ...]
    table: str
    key: tuple[str, ...]


def key_of(name: str) -> tuple[str, ...]:
    """The columns that name a row of a published table together, most often one."""
    if name in _KEYS:
        return _KEYS[name]
    return (AUTHORED[name].id_column if name in AUTHORED else COMPUTED[name].fields[0].name,)


def references(columns: Iterable[Column]) -> Iterator[Reference]:
    """What the columns of a table refer to; a key of several columns is named by columns that are called the same."""
    for item in columns:
        if item.refers_to:
            key = key_of(item.refers_to)
            yield Reference(key if len(key) > 1 else (item.name,), item.refers_to, key)


@sources.kept
def published_fields(
    name: str, languages: tuple[str, ...], *, broken_down: bool = False
) -> tuple[AnyField, ...]:
    """The columns of a published table: those declared, in their order, then what authors' columns came later.

    `languages` are those that it is published in; `broken_down` says whether the package declares dimensions.
    """
    if name in COMPUTED:
        return COMPUTED[name].in_languages(languages).fields
    shape = type(AUTHORED[name])(_declared(name, AUTHORED[name], broken_down=broken_down), languages)
    return shape.fields


def published_order(
    name: str, languages: tuple[str, ...], added: tuple[str, ...], *, broken_down: bool = False
) -> tuple[str, ...]:
    """The names of the columns of a published table in their order, whatever languages came later.

    `added` are those of `languages` that the package gained after it was published: a table grows at its end, so the
    columns of each of them follow all that stood there before.
    """
    first = tuple(tag for tag in languages if tag not in added)
    stages = (first + added[:joined] for joined in range(len(added) + 1))
    columns = (
        item.name for stage in stages for item in published_fields(name, stage, broken_down=broken_down)
    )
    there = {item.name for item in published_fields(name, languages, broken_down=broken_down)}
    return tuple(column for column in dict.fromkeys(columns) if column in there)


def dimension_column(name: str, codes: tuple[str, ...]) -> Column:
    """The column of a dimension, with its codes, in the file of an indicator that is broken down by it."""
    return Column(name, _TYPES.get(Type.CHOICE, "string"), required=False, choices=codes)


def _declared(name: str, table: Table, *, broken_down: bool) -> Iterator[Declared]:
    own = {item.name: item for item in table.declared}
    beside = {item.name: item for item in _BESIDE}
    named = [column for column in table.download if broken_down or column != BREAKDOWN]
    for column in named:
        if column == table.id_column:
            yield path(column) if table.identity.count("/") else ident(column)
        elif isinstance(meant := own.get(original(name, column)), Field) and meant.name != column:
            yield replace(meant, name=column, attribute=meant.path)
        else:
            yield beside[column] if column in table.computed or (name, column) in _ALWAYS else own[column]
    for item in own.values():
        if item.name not in named and (isinstance(item, Texts) or (item.published and item.nested is None)):
            yield item


def column_of(item: AnyField, name: str) -> Column:
    """What a column of the published table `name` may hold."""
    itself = item.refers_to == name and (item.name,) == key_of(name)
    known = (item.refers_to in AUTHORED or item.refers_to in COMPUTED) and not item.many and not itself
    pattern = item.pattern or _PATTERNS.get(item.type, "")
    return Column(
        item.name,
        _TYPES.get(item.type, "string"),
        item.filled,
        item.choices,
        f"{pattern}(;{pattern})*" if pattern and item.many else pattern,
        item.minimum,
        item.refers_to if known else "",
        SCHEMES[item.type].template.format(code=f"{{{item.name}}}") if item.type in SCHEMES else "",
        item.many,
        pattern,
    )
