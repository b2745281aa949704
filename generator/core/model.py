"""The ledger: what a public body promised and what it reported, as plain frozen values.

Terms are those of the glossary. Numbers are `Decimal` in base units, shares
and changes are in per cent, days are `date`. `Text` is a text in the languages of the package.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar

from generator.core.codes import (
    Archive,
    Attainment,
    Comparator,
    Completeness,
    DeliverableState,
    DocumentKind,
    Measure,
    ObservationStatus,
    Officers,
    ProgrammeKind,
    Qualifier,
    RelationKind,
    Saying,
)
from generator.core.figures import Figure
from generator.core.periods import Calendar
from generator.core.phrases import Text

More = Mapping[str, Any]
"""The values of columns that a table declares and no rule reads: they travel along into the downloads."""


def _nothing() -> More:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Period:
    """A reference period, both days included; `calendar` is that of its publisher, by which people call it."""

    start: date
    end: date
    calendar: Calendar = dataclasses.field(default=Calendar(), compare=False, repr=False)

    def __contains__(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a figure stands: document, locator (section and item), the figure as printed, which occurrence; what the
    figure says, None where it is in words or there is none; and on which page of the original it begins, from 1, None
    where nobody knows.
    """

    document_id: str
    locator: str
    figure: str
    occurrence: int = 1
    said: Figure | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """An entry of a code list: theme, unit, organisation or area; `part_of` names its parent."""

    id: str
    title: Text
    part_of: str = ""
    more: More = dataclasses.field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True)
class Theme(Named):
    """What indicators and goals are about, and what that means for people; empty where nobody wrote it."""

    description: Text = dataclasses.field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A further breakdown of observations; `exhaustive` when its values together make the total."""

    id: str
    title: Text
    exhaustive: bool
    values: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured; `ascending` when more is better. `falls`: it counts how far something fell, so that 下降20% is 20."""

    id: str
    theme_id: str
    title: Text
    definition: Text
    unit_id: str
    measure: Measure
    ascending: bool
    falls: bool = False
    more: More = dataclasses.field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True)
class Restoration:
    """Characters of a degraded copy that titles show mended; the archived text itself is never altered."""

    printed: str
    restored: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Document:
    """One official document; `sections` maps each locator to its heading, in the document's order.

    `reports_until` is the last day of which it states a result, progress or a claim itself, forecasts aside; None
    where it states none. `url` is the address at which its issuer has it, `archived_url` that of a kept copy of it as it
    was on the day `retrieved`, `document_number` the one that its issuer gave it, `media_type` the form in which it is issued.
    """

    id: str
    title: Text
    kind: DocumentKind
    publisher_id: str
    period: Period
    published: date | None
    completeness: Completeness
    archive_sha256: str
    notes: Text
    restorations: tuple[Restoration, ...]
    sections: Mapping[str, Text]
    reports_until: date | None = None
    url: str = ""
    archived_url: str = ""
    retrieved: date | None = None
    document_number: str = ""
    media_type: str = ""
    more: More = dataclasses.field(default_factory=_nothing, hash=False)

    @property
    def address(self) -> str:
        """Where it can be read elsewhere: at its issuer, else as a kept copy; empty where no address is known."""
        return self.url or self.archived_url

    def address_at(self, page: int | None) -> str:
        """The same, which opens a PDF at a page of it where that is known."""
        pdf = self.media_type == "application/pdf" or self.address.lower().endswith(".pdf")
        return (
            f"{self.address}#page={page}"
            if page and self.address and pdf and "#" not in self.address
            else self.address
        )

    @property
    def issued(self) -> date:
        """The day of issue that it prints; where it prints none, a day before which it cannot have told what it tells.

        Nobody reports a day that is yet to come, so that is the last day of which it states something itself. What it
        covers by its title proves nothing: a plan for a year that quotes the half-year report came after that report.
        A plan is not taken to be older than its own first day. Where a document states nothing, a plan has its first
        day, and others have the last day that they cover.
        """
        if self.published is not None:
            return self.published
        if self.kind is DocumentKind.PLAN:
            return max(self.period.start, self.reports_until or self.period.start)
        return self.reports_until or self.period.end


@dataclass(frozen=True, slots=True)
class Goal:
    """A numbered aim in a plan document; `continues` names the goal of an earlier document."""

    id: str
    document_id: str
    number: str
    locator: str
    title: Text
    summary: Text
    themes: tuple[str, ...]
    organisations: tuple[str, ...]
    officers: tuple[str, ...]
    continues: tuple[str, ...]
    more: More = dataclasses.field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True)
class Planned:
    """How much of a target a document plans to have reached at the end of a day."""

    id: str
    target_id: str
    date: date
    value: Decimal
    citation: Citation
    note: Text
    more: More = dataclasses.field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True)
class Target:
    """The value of an indicator to reach in a period, for an area; `value_upper` for a range.

    `qualifier` is exact, about (约) or under (近); what 余 and 以上 ask for the comparator says. `planned` is the way there as
    documents plan it, by date; empty where none does. `supersedes` is the id of the earlier target whose place it takes,
    empty for most; `revised_on` the day on which that was decided, None where it is the document's day of issue;
    `revision_reason` says why. `attainment` tells whether a share or ceiling must hold all along or be reached by the last
    day; stocks and counts leave no choice.
    """

    id: str
    goal_id: str
    indicator_id: str
    area_id: str
    period: Period
    comparator: Comparator
    value: Decimal
    value_upper: Decimal | None
    baseline: Decimal | None
    qualifier: Qualifier
    citation: Citation
    note: Text
    planned: tuple[Planned, ...] = ()
    supersedes: str = ""
    revised_on: date | None = None
    revision_reason: Text = dataclasses.field(default_factory=Text)
    attainment: Attainment = Attainment.THROUGHOUT
    baseline_start: date | None = None
    baseline_end: date | None = None
    more: More = dataclasses.field(default_factory=_nothing, hash=False)

    @property
    def baseline_period(self) -> Period | None:
        """What the printed baseline is of, one day for a stock; None where the document does not say."""
        if self.baseline_start is None or self.baseline_end is None:
            return None
        return Period(self.baseline_start, self.baseline_end)


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A commitment that is done or not done; `due` is None where the document sets no day."""

    id: str
    goal_id: str
    title: Text
    due: date | None
    locator: str
    note: Text
    more: More = dataclasses.field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True)
class Observation:
    """A reported value. `breakdown` holds (dimension, code) pairs, empty for the total; `value` is None when the
    document answers in words. `stated_share` is the share of the task that the document itself states, and
    `share_said` what its figure says, None where that cannot be read. `unit_id` is the indicator's unit, or the one
    the document counts in instead; `issued` is its document's day of issue, which the document prints where it is
    `dated`; `quoted` where the document is a plan, which repeats what others had reported.
    """

    id: str
    indicator_id: str
    unit_id: str
    area_id: str
    breakdown: tuple[tuple[str, str], ...]
    period: Period
    as_of: date
    value: Decimal | None
    qualifier: Qualifier
    status: ObservationStatus
    stated_share: Decimal | None
    stated_share_figure: str
    stated_change: Decimal | None
    stated_change_figure: str
    citation: Citation
    note: Text
    issued: date
    share_said: Figure | None = None
    change_said: Figure | None = None
    dated: bool = True
    quoted: bool = False
    more: More = dataclasses.field(default_factory=_nothing, hash=False)

    def known_on(self, day: date) -> bool:
        """Whether it was known at the end of a day: its document was issued, and speaks of no later day."""
        return self.as_of <= day and self.issued <= day


@dataclass(frozen=True, slots=True)
class Progress:
    """What a report says of a deliverable, with the evidence in our words.

    `new_due` is the day by which it says that the thing is now to be done, None where it names none; `issued` is the
    report's day of issue.
    """

    id: str
    deliverable_id: str
    document_id: str
    state: DeliverableState
    as_of: date
    locator: str
    evidence: Text
    note: Text
    issued: date
    new_due: date | None = None
    quoted: ClassVar[bool] = False
    """No plan says it, which would repeat what others had said."""
    more: More = dataclasses.field(default_factory=_nothing, hash=False)

    def known_on(self, day: date) -> bool:
        """Whether it was known at the end of a day: its document was issued, and speaks of no later day."""
        return self.as_of <= day and self.issued <= day


@dataclass(frozen=True, slots=True)
class Claim:
    """What a report says in words of all targets of a period: that at least `share` per cent of each was done."""

    id: str
    document_id: str
    period: Period
    as_of: date
    share: Decimal
    citation: Citation
    note: Text
    more: More = dataclasses.field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """An indicator, how it is bound to others, and those others (for a share: numerator, denominator)."""

    id: str
    indicator_id: str
    kind: RelationKind
    others: tuple[str, ...]
    note: Text
    more: More = dataclasses.field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True)
class Programme:
    """What people know by a name, and ask for by it; `names` are the other ways in which documents print that.

    `since` is when it began, as exactly as a document says: `2021`, `2021-06` or a day; empty where none says so. Its
    goals, targets, deliverables and indicators may be of any documents. `perhaps` are programmes that may be the same thing
    under another name, though no document says so.
    """

    id: str
    title: Text
    kind: ProgrammeKind
    summary: Text
    names: tuple[str, ...] = ()
    since: str = ""
    goals: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    deliverables: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    more: More = dataclasses.field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True)
class Mention:
    """What a document says of a programme, in its own words: `figure` of the citation is the clause as printed."""

    id: str
    programme_id: str
    document_id: str
    says: Saying
    citation: Citation
    note: Text
    more: More = dataclasses.field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A published explanation of a finding: what it says, since when, and which document or who in charge says so."""

    finding_id: str
    date: date
    text: Text
    responsible: str
    more: More = dataclasses.field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True)
class Correction:
    """A reasoned change to a published figure."""

    id: str
    table: str
    key: str
    field: str
    old: str
    new: str
    date: date
    reason: Text
    responsible: str
    more: More = dataclasses.field(default_factory=_nothing, hash=False)


@dataclass(frozen=True, slots=True)
class Package:
    """One publisher's open-data package. Mappings are by id, in the authors' order; `languages` are tags, the main one first.

    `official`: the body publishes it itself. `creator` compiled it, `maintainer` keeps it, each with an address that
    names them, and `contact` says how to reach them; `doi` is its address there. `archive` says whether the archived
    texts are shown, `calendar` in which years the publisher counts. `added_languages` are those of `languages` that
    joined after publication. `fictional`: all of it is made up.

    `archived` holds the documents of which figures were found in the archived text that has their checksum. `verified`
    holds `<table>/<id>` of each row whose figure was found in the archived text; `places` the file (below the data
    directory) and the line of each row of targets, planned values and observations, by the same name.
    """

    id: str
    publisher_id: str
    area_id: str
    title: Text
    description: Text
    disclaimer: Text
    licence: str
    version: str
    languages: tuple[str, ...]
    officers: Officers
    themes: Mapping[str, Theme]
    organisations: Mapping[str, Named]
    areas: Mapping[str, Named]
    units: Mapping[str, Named]
    dimensions: Mapping[str, Dimension]
    indicators: Mapping[str, Indicator]
    documents: Mapping[str, Document]
    goals: Mapping[str, Goal]
    targets: Mapping[str, Target]
    deliverables: Mapping[str, Deliverable]
    observations: Mapping[str, Observation]
    progress: tuple[Progress, ...]
    claims: Mapping[str, Claim]
    relations: tuple[Relation, ...]
    explanations: Mapping[str, Explanation]
    corrections: tuple[Correction, ...]
    verified: frozenset[str]
    archived: frozenset[str]
    places: Mapping[str, tuple[str, int]]
    official: bool = False
    fictional: bool = False
    creator: Text = dataclasses.field(default_factory=Text)
    creator_id: str = ""
    maintainer: Text = dataclasses.field(default_factory=Text)
    maintainer_id: str = ""
    contact: Text = dataclasses.field(default_factory=Text)
    doi: str = ""
    archive: Archive = Archive.WITHHELD
    calendar: Calendar = dataclasses.field(default_factory=Calendar)
    added_languages: tuple[str, ...] = ()
    programmes: Mapping[str, Programme] = dataclasses.field(default_factory=_nothing)
    mentions: Mapping[str, Mention] = dataclasses.field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every package, by id."""

    packages: Mapping[str, Package]
