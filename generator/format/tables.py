"""The package format: which files there are, what each column and key may hold, and what becomes of it.

This is the one place that says so. A table is declared once: its columns, the id of a row, the value of the ledger
that a row becomes, and the columns under which it is published. Reading, checking, comparing, locking, the workbooks,
the downloads, the codebook and the page on the format follow from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from generator.core import codes, languages, model
from generator.core.periods import MonthDay
from generator.format import version
from generator.format.columns import (
    below,
    choice,
    code,
    day,
    ends,
    external,
    figure,
    flag,
    ident,
    idents,
    link,
    locator,
    number,
    occurrence,
    page,
    path,
    paths,
    starts,
    text,
    words,
)
from generator.format.fields import Declared, Field, Shape, Type
from generator.format.identity import naming

RESERVED = frozenset(
    {
        *("about", "assets", "compare", "data", "embed", "glossary", "guide", "methods", "search"),
        *("check", "codebook"),
        *languages.interface(),
    }
)
"""Addresses of the site itself, and those below `data/`, which no package may take."""

_FILLED = frozenset(
    (
        "id",
        "more",
        "issued",
        "breakdown",
        "planned",
        "share_said",
        "change_said",
        "dated",
        "quoted",
        "reports_until",
    )
)
"""What the program fills in of the values of the ledger, besides what it publishes."""

LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "ODC-By-1.0", "ODbL-1.0")


class Table(Shape):
    """A shape whose records are the rows of a table.

    `identity` is the path of steps that an id is made of (`format.identity`). `becomes` is the value of the ledger that
    a row is; columns that it has no place for travel along in its `more`. `main` is the chief of the published figures,
    the first of them unless told; empty where none stands for the row.
    `download` are the published columns in their order, the key first, a text by its name for all its languages; those
    that it does not name follow at the end, so a table grows there. What the program puts beside the authors' columns
    is marked `+` (`computed`).
    """

    identity: str = ""
    becomes: type[Any]
    main: str | None = None
    download: tuple[str, ...] = ()
    computed: frozenset[str] = frozenset()

    def __init__(self, declared: Iterable[Declared] | None = None, tongues: tuple[str, ...] = ()) -> None:
        super().__init__(declared, tongues)
        # With the breakdowns of a package the names are those of authors, whom the check tells.
        if declared is None and (hiding := self.hiding()):
            raise TypeError(f"{self.name}: {', '.join(hiding)} would hide what stands there already")

    def __init_subclass__(
        cls,
        *,
        identity: str = "",
        becomes: type[Any] | None = None,
        main: str | None = None,
        download: str = "",
        **shape: Any,
    ) -> None:
        super().__init_subclass__(**shape)
        cls.identity, cls.main = identity, main
        cls.download = tuple(name.removeprefix("+") for name in download.split())
        cls.computed = frozenset(name[1:] for name in download.split() if name.startswith("+"))
        if becomes is not None:
            cls.becomes = becomes

    @property
    def naming(self) -> tuple[str, ...]:
        """The columns that name a row within its document; a breakdown does so too."""
        return naming(self.identity)

    @property
    def figures(self) -> tuple[str, ...]:
        """The published figures, the main one first: none of them may change without a correction."""
        names = [item.name for item in self.fields if item.figure]
        return tuple(sorted(names, key=lambda name: name != self.main))

    @property
    def figure_texts(self) -> frozenset[str]:
        """The texts, without their languages, that may not change without a correction either."""
        return frozenset(text.name for text in self.texts if text.figure)

    def rank(self, field: str) -> int:
        """Where a published figure comes among those of the table, the main one first; 0 for what is none."""
        own = sorted((item.name for item in self.declared if item.figure), key=lambda name: name != self.main)
        names = (field, languages.text_of(field)[0])
        return next((place for place, name in enumerate(own) if name in names), 0)

    @property
    def chief(self) -> str:
        """The figure that is told of a row that came or went; empty where none stands for it."""
        return next(iter(self.figures), "") if self.main is None else self.main

    @property
    def guarded(self) -> tuple[str, ...]:
        """The columns of a row that may not change under its id without a correction: its figures, and what names it."""
        return (*self.figures, *self.naming)

    @property
    def reserved(self) -> frozenset[str]:
        """The names that no column may have, as the program fills them in: published ones, and those of the ledger."""
        return self.computed | _FILLED | {self.id_column}

    def hiding(self) -> list[str]:
        """The columns that would hide what the program fills in, or that would be kept where another one is."""
        named: list[Declared] = [*self.texts, *(item for item in self.declared if isinstance(item, Field))]
        places = [item.path for item in named]

        def taken(place: str) -> bool:
            return places.count(place) > 1 or any(other.startswith(f"{place}.") for other in places)

        def filled(name: str) -> bool:
            return not self.reserved.isdisjoint({name, languages.text_of(name)[0]} - {""})

        return [item.name for item in named if filled(item.name) or taken(item.path)]

    @property
    def id_column(self) -> str:
        """The column that names a row in the download."""
        return next(iter(self.download), "")


class Package(Shape, name="package"):
    """What a package says of itself.

    `format` is the version of the format that its files are written in (`format/version.py`), `version` that of its data.
    `official`: the body publishes it itself. `creator` compiled the data and `maintainer` keeps them, each with an address
    that names them (ORCID, ROR); without a creator it is the body where it is official, else who keeps the site.
    `archive`: whether the archived texts may be shown. `fiscal_year_starts` and `school_year_starts`: on which day of the
    year the years begin in which the body counts, besides those of the calendar. `added_languages`: those of its
    languages that joined after it was published, in the order in which they did; their columns stand at the end of each
    published table. `fictional`: body, documents and figures are made up.
    """

    format: Field[int] = Field(type=Type.FORMAT, required=False, default=version.FIRST)
    publisher_id = ident(refers_to="organisations")
    area_id = ident(refers_to="areas")
    title = words()
    description = words()
    licence = choice(LICENCES)
    version: Field[str] = Field(type=Type.VERSION)
    languages: Field[tuple[str, ...]] = Field(type=Type.LANGUAGE, many=True)
    disclaimer = words()
    officers = code(codes.Officers)
    official = flag(required=False)
    creator = words(required=False)
    creator_id = link()
    maintainer = words(required=False)
    maintainer_id = link()
    contact = words(required=False)
    doi = link()
    archive = code(codes.Archive, default=codes.Archive.WITHHELD)
    fiscal_year_starts: Field[MonthDay | None] = Field(type=Type.MONTH_DAY, required=False)
    school_year_starts: Field[MonthDay | None] = Field(type=Type.MONTH_DAY, required=False)
    added_languages: Field[tuple[str, ...]] = Field(type=Type.LANGUAGE, required=False, many=True, default=())
    fictional = flag(required=False)


class Themes(
    Table,
    name="themes",
    keyed=True,
    identity="id",
    becomes=model.Theme,
    download="theme_id title",
):
    """What indicators and goals are about; `description` says in plain words what that means for a resident."""

    title = words(figure=True)
    description = words(required=False)
    wikidata = external(Type.WIKIDATA, unique=True)


class Units(Table, name="units", keyed=True, identity="id", becomes=model.Named, download="unit_id title"):
    """What is counted; `printed` are the ways in which documents print the unit."""

    title = words(figure=True)
    printed: Field[tuple[str, ...]] = Field(required=False, many=True, default=(), published=False)
    ucum = external(Type.UCUM)
    wikidata = external(Type.WIKIDATA)


class Organisations(
    Table,
    name="organisations",
    keyed=True,
    identity="id",
    becomes=model.Named,
    download="organisation_id title part_of",
):
    """Who answers for goals."""

    title = words(figure=True)
    part_of = ident(refers_to="organisations", required=False)
    credit_code = external(Type.CREDIT_CODE, unique=True)
    ror = external(Type.ROR, unique=True)
    wikidata = external(Type.WIKIDATA, unique=True)


class Areas(
    Table,
    name="areas",
    keyed=True,
    identity="id",
    becomes=model.Named,
    download="area_id title part_of",
):
    """Where something is counted."""

    title = words(figure=True)
    part_of = ident(refers_to="areas", required=False)
    iso_3166 = external(Type.ISO_3166, unique=True)
    gbt_2260 = external(Type.GBT_2260, unique=True)
    wikidata = external(Type.WIKIDATA, unique=True)


class DimensionValues(Shape, name="dimension values", keyed=True):
    """The values of a breakdown: by their titles alone readers tell figures apart."""

    title = words(unique=True)


class Dimensions(Shape, name="dimensions", keyed=True):
    """Breakdowns of observations."""

    title = words()
    exhaustive = flag()
    values = below(DimensionValues())


class Indicators(
    Table,
    name="indicators",
    keyed=True,
    identity="id",
    becomes=model.Indicator,
    main="unit_id",
    download="indicator_id +theme_id title definition unit_id measure ascending",
):
    """What is measured."""

    title = words(figure=True)
    definition = words()
    unit_id = ident(refers_to="units", figure=True)
    measure = code(codes.Measure, figure=True)
    ascending = flag(figure=True)
    falls: Field[bool] = Field(type=Type.BOOLEAN, required=False, default=False)
    sdg = external(Type.SDG)
    wikidata = external(Type.WIKIDATA)


class Restorations(Shape, name="restorations", listed=True):
    """Characters of a degraded copy that titles show mended."""

    printed = text(unique=True)
    restored = text()
    reason = words()


class NotData(Shape, name="not_data", listed=True):
    """Numbers in the text that are no data."""

    printed = text(unique=True)
    reason = words()


class Sections(Shape, name="sections", keyed=True, entry=Field("locator", Type.LOCATOR)):
    """The headings of a document."""

    title = words()


MEDIA_TYPES = (
    "application/pdf",
    "text/html",
    "text/plain",
    "text/csv",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
    "image/jpeg",
    "image/png",
    "image/tiff",
)
"""The forms in which documents are issued, as IANA registers them."""


class Documents(
    Table,
    name="document",
    identity="document",
    becomes=model.Document,
    main="",
    download="document_id title kind publisher_id period_start period_end published completeness "
    "archive_sha256 notes url archived_url retrieved document_number media_type +issued",
):
    """An official document.

    `archive_sha256` is empty while no archive holds its text: its figures are then unverified.
    `url` is where its issuer has it, `archived_url` where somebody keeps a copy as it was on the day `retrieved`.
    """

    title = words(figure=True)
    kind = code(codes.DocumentKind, figure=True)
    publisher_id = ident(refers_to="organisations")
    period_start = starts(figure=True)
    period_end = ends(figure=True)
    published = day(required=False, figure=True)
    completeness = code(codes.Completeness)
    archive_sha256: Field[str] = Field(type=Type.SHA256, required=False, default="")
    url = link()
    archived_url = link()
    retrieved = day(required=False)
    document_number = text(required=False)
    media_type = choice(MEDIA_TYPES, required=False, default="")
    notes = words(required=False)
    language: Field[str] = Field(type=Type.LANGUAGE, required=False, default="", published=False)
    restorations = below(Restorations(), required=False)
    not_data = below(NotData(), required=False)
    sections = below(Sections())


class Goals(
    Table,
    name="goals",
    keyed=True,
    entry=Field("number", Type.ID),
    identity="document/number",
    becomes=model.Goal,
    download="goal_id +document_id +number +section title summary themes organisations officers continues",
):
    """The numbered aims of a plan."""

    locator: Field[str] = Field(type=Type.LOCATOR)
    title = words(figure=True)
    summary = words()
    themes = idents(refers_to="themes")
    organisations = idents(refers_to="organisations", required=False)
    officers: Field[tuple[str, ...]] = Field(required=False, many=True, default=())
    continues = paths(refers_to="earlier goals", required=False)


class Targets(
    Table,
    name="targets",
    identity="document/goal/indicator_id/area/period",
    becomes=model.Target,
    main="value",
    download="target_id +goal_id +document_id indicator_id area_id period_start period_end comparator value "
    "value_upper baseline locator figure note +restates qualifier attainment "
    "baseline_start baseline_end page supersedes revised_on revision_reason +target_value",
):
    """Numbers to reach.

    `supersedes` is the earlier target that this one takes the place of, decided on the day `revised_on` (where that is
    empty, the document's day of issue) for the reason told.
    """

    goal = ident(refers_to="goals", published=False)
    indicator_id = ident(refers_to="indicators")
    area_id = ident(refers_to="areas")
    period_start = starts()
    period_end = ends()
    comparator = code(codes.Comparator, figure=True, locked=True)
    value = number(figure=True, locked=True)
    value_upper = number(required=False, figure=True, locked=True)
    baseline = number(required=False, figure=True, locked=True)
    qualifier = code(
        codes.Qualifier,
        only=(codes.Qualifier.EXACT, codes.Qualifier.ABOUT, codes.Qualifier.UNDER),
        default=codes.Qualifier.EXACT,
        optional_column=True,
        figure=True,
        locked=True,
    )
    attainment = code(
        codes.Attainment, default=codes.Attainment.THROUGHOUT, optional_column=True, figure=True
    )
    baseline_start = day(required=False, optional_column=True, figure=True)
    baseline_end = day(required=False, optional_column=True, figure=True)
    locator = locator()
    figure = figure()
    occurrence = occurrence()
    page = page()
    note = words(required=False)
    supersedes = path(refers_to="targets", required=False, optional_column=True, figure=True, default="")
    revised_on = day(required=False, optional_column=True, figure=True)
    revision_reason = words(required=False)

    def goes_together(self, values: Mapping[str, Any]) -> bool:
        """A range has an upper bound, above its lower one, and nothing else has any."""
        lower, upper = values.get(self.value.name), values.get(self.value_upper.name)
        if values.get(self.comparator.name) is not codes.Comparator.BETWEEN:
            return upper is None
        if self.value_upper.name not in values:  # a table that lacks the column is told of that
            return True
        return lower is None or (upper is not None and upper > lower)


class Deliverables(
    Table,
    name="deliverables",
    identity="document/goal/slug",
    becomes=model.Deliverable,
    download="deliverable_id +goal_id +document_id title due +state +state_as_of locator "
    "+state_document_id +state_locator +evidence note +overdue +current_due +current_due_document_id "
    "+current_due_locator +times_put_off +current_overdue",
):
    """Things to be done."""

    goal = ident(refers_to="goals", published=False)
    slug = ident(published=False)
    title = words(figure=True)
    due = day(required=False, figure=True)
    locator = locator(cited=False)
    note = words(required=False)


class Observations(
    Table,
    name="observations",
    identity="document/indicator_id/area/breakdown/span/as_of",
    becomes=model.Observation,
    main="value",
    download="observation_id +document_id indicator_id area_id period_start period_end as_of value qualifier "
    "obs_status stated_share stated_change locator figure +published stated_share_figure stated_change_figure "
    "note unit_id page +breakdown",
):
    """Numbers reported; each dimension that the package declares may have a column behind `area_id`, all of which are
    one published column, `breakdown`.
    """

    indicator_id = ident(refers_to="indicators")
    area_id = ident(refers_to="areas")
    period_start = starts()
    period_end = ends()
    as_of = day(locked=True)
    value = number(required=False, figure=True, locked=True)
    unit_id = ident(refers_to="units", required=False, optional_column=True, figure=True)
    qualifier = code(codes.Qualifier, default=codes.Qualifier.EXACT, figure=True, locked=True)
    obs_status = code(
        codes.ObservationStatus,
        default=codes.ObservationStatus.NORMAL,
        figure=True,
        locked=True,
        attribute="status",
    )
    stated_share = number(required=False, optional_column=True, figure=True, printed_as="stated_share_figure")
    stated_share_figure = text(required=False, optional_column=True, figure=True)
    stated_change = number(
        required=False, optional_column=True, figure=True, printed_as="stated_change_figure"
    )
    stated_change_figure = text(required=False, optional_column=True, figure=True)
    locator = locator()
    figure = figure()
    occurrence = occurrence()
    page = page()
    note = words(required=False)


class Progress(
    Table,
    name="progress",
    identity="deliverable_id/document/as_of",
    becomes=model.Progress,
    download="progress_id deliverable_id +document_id state as_of locator evidence note",
):
    """How far deliverables are, with the evidence.

    `new_due` is the day by which the report says that the thing is now to be done.
    """

    deliverable_id = path(refers_to="deliverables")
    state = code(codes.DeliverableState, figure=True)
    as_of = day()
    new_due = day(required=False, optional_column=True, figure=True)
    locator = locator(cited=False)
    evidence = words()
    note = words(required=False)


class PlannedValues(
    Table,
    name="planned",
    identity="target_id/date",
    becomes=model.Planned,
    main="value",
    download="planned_id target_id +document_id date value locator figure note +reached +observation_id page "
    "+planned_value +planned_day",
):
    """How much of a target is to be reached by a day."""

    target_id = path(refers_to="targets", locked=True)
    date = day(locked=True)
    value = number(figure=True, locked=True)
    locator = locator()
    figure = figure()
    occurrence = occurrence()
    page = page()
    note = words(required=False)


class Claims(
    Table,
    name="claims",
    identity="document/slug",
    becomes=model.Claim,
    main="share",
    download="claim_id +document_id period_start period_end as_of share locator figure note",
):
    """Sentences on all targets of a period at once."""

    slug = ident(published=False)
    period_start = starts(figure=True, locked=True)
    period_end = ends(figure=True, locked=True)
    as_of = day(figure=True, locked=True)
    share = number(figure=True, locked=True)
    locator = locator()
    figure = figure()
    occurrence = occurrence()
    page = page()
    note = words(required=False)


class Relations(
    Table,
    name="relations",
    listed=True,
    identity="relation/indicator_id/others",
    becomes=model.Relation,
    download="relation_id relation indicator_id others note",
):
    """How indicators are bound to each other."""

    relation = code(codes.RelationKind, attribute="kind")
    indicator_id = ident(refers_to="indicators")
    others = idents(refers_to="indicators")
    note = words(required=False)


class Programmes(
    Table,
    name="programmes",
    keyed=True,
    identity="id",
    becomes=model.Programme,
    download="programme_id title kind summary names since goals targets deliverables indicators perhaps "
    "+programme_kind",
):
    """What people know by a name: systems, campaigns, activities, arrangements, works.

    `names` are the other ways in which documents print the name, `since` is when it began, as exactly as one of them says.
    `perhaps` names those that may be the same thing under another name, though no document says so.
    """

    title = words(figure=True)
    names: Field[tuple[str, ...]] = Field(required=False, many=True, default=())
    kind = code(codes.ProgrammeKind, figure=True)
    summary = words()
    since: Field[str] = Field(type=Type.REDUCED_DATE, required=False, default="")
    goals = paths(refers_to="all goals", required=False)
    targets = paths(refers_to="targets", required=False)
    deliverables = paths(refers_to="deliverables", required=False)
    indicators = idents(refers_to="indicators", required=False)
    perhaps = idents(refers_to="programmes", required=False)


class Mentions(
    Table,
    name="mentions",
    identity="document/programme_id/slug",
    becomes=model.Mention,
    download="mention_id programme_id +document_id says locator figure note page +clause",
):
    """What documents say of programmes; `figure` is the clause that names one, as printed."""

    programme_id = ident(refers_to="programmes")
    slug = ident(published=False)
    says = code(codes.Saying, figure=True, locked=True)
    locator = locator()
    figure = figure()
    occurrence = occurrence()
    page = page()
    note = words(required=False)


class Explanations(Table, name="explanations", identity="finding_id", becomes=model.Explanation):
    """Published explanations of findings, and of how targets stand: `finding_id` is the id of either."""

    finding_id = path()
    date = day()
    explanation = words(attribute="text")
    responsible = text()


INDICATORS, DOCUMENT, GOALS = Indicators(), Documents(), Goals()
TARGETS, PLANNED, DELIVERABLES = Targets(), PlannedValues(), Deliverables()
OBSERVATIONS, PROGRESS, CLAIMS = Observations(), Progress(), Claims()
THEMES, ORGANISATIONS, AREAS, UNITS = Themes(), Organisations(), Areas(), Units()
RELATIONS, EXPLANATIONS = Relations(), Explanations()
PROGRAMMES, MENTIONS = Programmes(), Mentions()

CODE_LISTS: tuple[Table, ...] = (THEMES, ORGANISATIONS, AREAS, UNITS)
LISTS: tuple[Table, ...] = (*CODE_LISTS, PROGRAMMES)
"""All lists of things by their ids, each in a file of its own; those that a package may do without come last."""

DOCUMENT_TABLES: tuple[Table, ...] = (
    TARGETS,
    PLANNED,
    DELIVERABLES,
    OBSERVATIONS,
    PROGRESS,
    CLAIMS,
    MENTIONS,
)
CORRECTABLE: Mapping[str, Table] = {
    **{table.name: table for table in DOCUMENT_TABLES},
    "goals": GOALS,
    "indicators": INDICATORS,
    "documents": DOCUMENT,
    **{table.name: table for table in (RELATIONS, *LISTS)},
}
"""The tables that a correction may name: all that are published but the corrections themselves.

None of their figures may change, and no row may go or get another id, without a correction that says why.
"""


class Corrections(
    Table,
    name="corrections",
    identity="table/key/field/date",
    becomes=model.Correction,
    download="correction_id table key field old new date reason responsible",
):
    """Reasoned changes of published figures."""

    table = choice(tuple(CORRECTABLE))
    key = path()
    field = text()
    old = text(required=False)
    new = text(required=False)
    date = day()
    reason = words()
    responsible = text()


class Citations(Shape, name="citations"):
    """The result of the last verification."""

    citation = text()
    sha256: Field[str] = Field(type=Type.SHA256)
    offset = number()
    row = text()
    page = page(cited=False)


PACKAGE, DIMENSIONS, LOCK = Package(), Dimensions(), Citations()
CORRECTIONS = Corrections()

REMOVED = "removed"
"""Stands in the place of a column where the whole row went."""

RESTORED = "restored"
"""The same where a row came back that had gone before."""

MOVED = "key"
"""The same where the row only got another id, with its period, area or breakdown."""

FILES: tuple[tuple[str, Shape], ...] = (
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
    ("documents/<document>/mentions.csv", MENTIONS),
    ("programmes.yaml", PROGRAMMES),
    ("relations.yaml", RELATIONS),
    ("explanations.csv", EXPLANATIONS),
    ("corrections.csv", CORRECTIONS),
)
"""Where the values of each shape stand in a package, in the order in which the format is explained."""


Called = Mapping[str, tuple[tuple[str, str], ...]]
"""What people call the codes of dimensions, each word with its code."""


def with_dimensions(
    shape: Table, dimensions: Mapping[str, tuple[str, ...]], called: Called | None = None
) -> Table:
    """`observations` with a column for each of some dimensions (id → its codes) after `area_id`.

    A table may do without any of them: its rows are then the totals. `called` only helps to say which code was meant.
    """
    return _with_dimensions(shape, tuple(dimensions.items()), tuple((called or {}).items()))


@lru_cache(maxsize=64)
def _with_dimensions(
    shape: Table,
    dimensions: tuple[tuple[str, tuple[str, ...]], ...],
    called: tuple[tuple[str, tuple[tuple[str, str], ...]], ...],
) -> Table:
    return type(shape)(_broken_down(shape.declared, dict(dimensions), dict(called)), shape.tongues)


def _broken_down(
    declared: Iterable[Declared], dimensions: Mapping[str, tuple[str, ...]], called: Called
) -> Iterator[Declared]:
    for item in declared:
        yield item
        if item.name == OBSERVATIONS.area_id.name:
            for name, listed in dimensions.items():
                yield Field(
                    name,
                    Type.CHOICE,
                    required=False,
                    optional_column=True,
                    choices=listed,
                    called=called.get(name, ()),
                    default="",
                )
