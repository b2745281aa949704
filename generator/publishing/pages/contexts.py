"""What each template gets: one frozen dataclass for each kind of page. A test holds templates and fields together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.comparing.former import Former
from generator.comparing.revisions import Revision
from generator.core.codes import FindingKind, ProgressStatus, ReportingStatus, Rule
from generator.core.model import Correction, Document, Goal, Indicator, Named, Observation, Theme
from generator.core.phrases import Text
from generator.format.fields import Shape
from generator.publishing.export.catalogue import Download
from generator.publishing.export.filled import FilledTable, Outline
from generator.publishing.pages.archived import Paragraph
from generator.publishing.pages.downloads import Entry
from generator.publishing.pages.feeds import News
from generator.publishing.pages.figures import Extent, Figures
from generator.publishing.pages.opening import Opening
from generator.publishing.pages.parts import Groups, Part
from generator.publishing.pages.related import DataRow, Related
from generator.publishing.pages.shown import OutlineEntry
from generator.publishing.pages.stories import Stories
from generator.publishing.pages.timeline import Month, Year
from generator.publishing.pages.versions import VersionTold
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import WithdrawnPackage
from generator.verdicts.assess import Assessment
from generator.verdicts.claims import ClaimCheck
from generator.verdicts.coverage import PackageCoverage
from generator.verdicts.derive import Derived
from generator.verdicts.findings import Finding
from generator.verdicts.programmes import Story


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb: a name and the address of its page."""

    title: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page has: its template and address, title, description, and the way to it from the home page.

    `view` is the package that the page belongs to, if any; `part` tells which part of its list the page shows, where that
    is divided.
    """

    template: str
    path: str
    title: str
    description: str
    crumbs: tuple[Crumb, ...] = ()
    view: PackageView | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage(Page):
    """A page that may be one part of a list: `groups` are those of its entries that it shows."""

    groups: Groups = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """Whose promises, how many, how they stand, what was never reported, what is new (by package, the newest first).

    `views` are the packages that this part tells of, `stories` what it tells first, of all of them; `compared` tells how
    many indicators several of them hold.
    """

    views: Sequence[PackageView]
    stories: Stories
    compared: int
    news: Mapping[str, Sequence[News]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePage(ListingPage):
    """One publisher's record: counts, themes, documents, every target.

    `documents` are those that it names, the newest where there are many; `data` is the page that offers its downloads.
    """

    view: PackageView
    documents: Sequence[Document]
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(ListingPage):
    """All goals, indicators, documents, organisations, themes or programmes of a package; the template says which."""

    view: PackageView


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage(ListingPage):
    """What falls due, by month: what is to come, the next first, then what is past, the latest first.

    `months` are those of the whole list by their keys, `years` what it has of each year. Of the things to be done `undated`
    have no day and stand elsewhere. `coming`: something is still to come.
    """

    view: PackageView
    months: Mapping[str, Month]
    years: Sequence[Year]
    undated: int
    coming: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage(ListingPage):
    """The goals and indicators of one theme."""

    view: PackageView
    theme: Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage(ListingPage):
    """What one unit answers for."""

    view: PackageView
    organisation: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePage(ListingPage):
    """What is known by a name: what each document says of it, its figures, who answers for it, what became of it."""

    view: PackageView
    story: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalPage(ListingPage):
    """One numbered goal with its targets and deliverables."""

    view: PackageView
    goal: Goal
    section: str
    previous: Goal | None
    next: Goal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An assessment of the record that shows a rule at work."""

    view: PackageView
    assessment: Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A finished drawing with what it finds in a sentence and how to read it; `parts` names the numbered rows of a
    breakdown, in order, `source` the documents and the site, for where it travels alone.

    `file` is the name of its Vega-Lite specification beside the page, `specification` what is written there.
    """

    svg: str
    finding: str
    caption: str
    source: str
    parts: Sequence[tuple[Text, Observation]] = ()
    file: str
    specification: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPage(Page):
    """One indicator: how it stands, chart, promise and result, sum, sources, what is bound to it, corrections, downloads.

    `opening` is what it opens with, and has the promises by area. `observations` are the figures that it shows one by one
    beside those that its promises were compared with, the latest first, and `extent` is what all of them are of, None where
    there are none. `starts` are the starting values that were derived. `more_starts`, `more_related`, `more_findings` and
    `more_changes` tell how many there are beside those of `starts`, of `related` (by how), of `findings`, and of
    `corrections` and `revisions`. `pictured` tells whether the page and its charts have pictures where the site has any.
    """

    view: PackageView
    indicator: Indicator
    goals: Sequence[Goal]
    opening: Opening
    assessments: Sequence[Assessment]
    observations: Sequence[Observation]
    extent: Extent | None
    charts: Sequence[Chart]
    starts: Sequence[Derived]
    more_starts: int
    related: Mapping[str, Sequence[Related]]
    more_related: Mapping[str, int]
    rows: Sequence[DataRow]
    findings: Sequence[Finding]
    more_findings: int
    corrections: Sequence[Correction]
    revisions: Sequence[Revision]
    more_changes: int
    pictured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LongIndicatorPage(IndicatorPage):
    """An indicator with many figures or promises: one series at once, the others where a reader picks them.

    `figures` is None where none was known on the day. `latest` are the last figures of the series that it opens with, the
    latest first, and `earlier` those before them, of which `older` more are in the download. `more_rows` tells how many
    rows of data there are beside those of `rows`, and `files` where they stand, with how many of them. `data` is the path
    of the file that the script draws from.
    """

    figures: Figures | None
    latest: Sequence[Observation]
    earlier: Sequence[Observation]
    older: int
    more_rows: int
    files: Mapping[str, int]
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsPage(ListingPage):
    """Published figures that do not agree, by kind, and general statements held against each figure.

    `claims` are those statements among the groups.
    """

    view: PackageView
    claims: Mapping[str, ClaimCheck]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionsPage(ListingPage):
    """What was changed after it was published, by commit, the newest first; before that what could not be read."""

    view: PackageView


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreportedPage(ListingPage):
    """Promises whose time is over without a comparable result, by year, goal and organisation.

    `years` are the lists of each year that it shows, by what they hold.
    """

    view: PackageView
    coverage: PackageCoverage
    years: Mapping[int, Groups]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodsPage(Page):
    """The published rules, each with an example of the record: the first that there is, so that it cannot go stale."""

    by_progress: Mapping[Rule, Mapping[ProgressStatus, Example]]
    by_reporting: Mapping[ReportingStatus, Example]
    half_tests: Sequence[Example]
    derived: Sequence[Example]
    findings: Mapping[FindingKind, tuple[PackageView, Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage(Page):
    """The rules as tables: `book` is what `rules.json` holds, `words` are its texts and those around it in this language."""

    book: Mapping[str, Any]
    words: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage(ListingPage):
    """One document: everything it promised or reported, in its order; `beside` are the pages that hold it against another
    plan, as (path, title).
    """

    view: PackageView
    document: Document
    outline: Sequence[OutlineEntry]
    beside: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstPage(ListingPage):
    """Two plans side by side: what the `later` one carries on of the `earlier`, and what stands in one of them only.

    `counts` are those of the whole page by group, and `bound` tells whether any goal is on record as carrying on another.
    """

    view: PackageView
    later: Document
    earlier: Document
    counts: Mapping[str, int]
    bound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage(Page):
    """A part of a document's archived text, as paragraphs in which what is cited is marked.

    `previous` and `next` are the addresses of the parts beside it, empty where there is none. `missing` are the figures
    with their locators that are cited and stand nowhere in the text; the first part tells them.
    """

    view: PackageView
    document: Document
    missing: Sequence[tuple[str, str]]
    paragraphs: Sequence[Paragraph]
    previous: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage(Page):
    """What can be downloaded and how it is loaded, for the packages that this part tells of.

    `tables` maps each package to (table, bytes), `files` the path of each file that is there to its size,
    `snippets` the name of each program that loads a package to its text; `limits` are the rows of a table that the
    `workbook` has, of an indicator that its `json` has one by one, and of all packages up to which there is a `joint`
    download; `broken_down` tells whether any package of the site has breakdowns, and `long` whether any has indicators with
    more figures than the `page` of one lists. `promise` says when each part of a version goes up, `versions` tells the newest
    versions of each package.
    """

    views: Sequence[PackageView]
    tables: Mapping[str, Sequence[tuple[FilledTable | Outline, int]]]
    files: Mapping[str, Download]
    snippets: Mapping[str, str]
    limits: Mapping[str, int]
    broken_down: bool
    long: bool
    promise: Mapping[str, str]
    versions: Mapping[str, Sequence[VersionTold]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageDataPage(DataPage):
    """What can be downloaded of the one package in `views`; `standards` has the name of the standard of each file that
    describes it in the words of others.
    """

    standards: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookPage(Page):
    """What each column of each published table means and may hold, and the terms that standards have names for; `bridges`
    are those of the tables that take a list of another one apart.
    """

    tables: Mapping[str, Sequence[Entry]]
    bridges: Sequence[str]
    terms: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatPage(Page):
    """The package format, generated from the schema: (file, shape), and how much there may be of what (`core/limits.py`)."""

    shapes: Sequence[tuple[str, Shape]]
    most: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemsPage(Page):
    """Every message of the data check, by group: (group, codes)."""

    groups: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemGroupPage(Page):
    """The messages of one group, each with its reason and what to do."""

    group: str
    codes: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedCard(Page):
    """One promise as a page of its own, to be shown within pages elsewhere; without script, without the theme."""

    view: PackageView
    indicator: Indicator
    assessment: Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerPage(Page):
    """What stands at an address that was published once: the way to where its thing is now, or since when it is gone.

    `moved_to` is the path of the page that has its place, empty where there is none.
    """

    view: PackageView
    former: Former
    moved_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnPage(Page):
    """What stands at the address of a package that is published no more: since when, and why."""

    withdrawn: WithdrawnPackage


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerCard(FormerPage):
    """The same in the place of an embedded card, without the theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonsPage(ListingPage):
    """Every indicator that several bodies hold: `count` in the whole list."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonPage(ListingPage):
    """An indicator at several bodies: promise and result of each, by year, the latest first, and what each means by it.

    `notes` say what to mind, `code` is the code of others that binds them, `years` are those of the whole table with how
    many rows each has, and `chart` draws them, None where there is nothing to draw. `part_of` has the path of the part in
    which each group begins, by its anchor.
    """

    notes: Sequence[str]
    code: str
    years: Mapping[str, int]
    part_of: Mapping[str, str]
    chart: Chart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """The search box; without JavaScript the lists of each package."""

    views: Sequence[PackageView]


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryPage(Page):
    """The terms that the site uses: (id, title, text, also)."""

    terms: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage(Page):
    """A hand-written page of `site_src/pages/`."""
