"""What lists, outlines and weights are made of: the part of a package's view that they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.comparing.history import PackageHistory
from generator.comparing.revisions import Revision
from generator.core.codes import DeliverableState, ReportingStatus
from generator.core.model import (
    Claim,
    Deliverable,
    Goal,
    Indicator,
    Observation,
    Package,
    Period,
    Programme,
    Progress,
    Target,
)
from generator.core.phrases import Text
from generator.publishing.pages.archived import PagedText
from generator.publishing.pages.origins import RowOrigins
from generator.publishing.pages.rows import Counted
from generator.verdicts.assess import Assessment
from generator.verdicts.coverage import PackageCoverage
from generator.verdicts.deliverables import DeliverableStanding
from generator.verdicts.programmes import Story
from generator.verdicts.standings import Standings


@dataclass(frozen=True, slots=True)
class Series:
    """What a statistical table holds of an indicator: how many figures, from the first day to the last."""

    indicator_id: str
    count: int
    period: Period


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One section of a document with what stands in it; `level` 1 is the outermost.

    `goal` is the goal that the section as a whole is. `targets` and `deliverables` are those printed here whose goal
    stands elsewhere. `empty`: it holds nothing, and neither does a section below it.
    """

    locator: str
    title: Text
    level: int
    goal: Goal | None
    goals: tuple[Goal, ...]
    targets: tuple[Target, ...]
    deliverables: tuple[Deliverable, ...]
    observations: tuple[Observation, ...]
    claims: tuple[Claim, ...]
    series: tuple[Series, ...]
    progress: tuple[Progress, ...]
    empty: bool


class Shown(Protocol):
    """What of a package's view lists are made of. The view has it; what it is given to need not know the view."""

    @property
    def package(self) -> Package:
        """The package."""

    @property
    def standings(self) -> Standings:
        """How its promises stand."""

    @property
    def history(self) -> PackageHistory | None:
        """What git knows of it."""

    @property
    def texts(self) -> Mapping[str, PagedText]:
        """The archived texts by document, where the package has them shown."""

    @property
    def revisions_told(self) -> Sequence[Revision]:
        """The changes to published figures and verdicts, the oldest first, by the ids of today."""

    @property
    def coverage(self) -> PackageCoverage:
        """Which promises whose time is over were reported on."""

    @property
    def assessments(self) -> Sequence[Assessment]:
        """One assessment for each promise that counts."""

    @property
    def superseded(self) -> Sequence[Assessment]:
        """The targets that count no more because a later one has their place."""

    @property
    def reporting_counts(self) -> Mapping[ReportingStatus, int]:
        """How many targets there are of each reporting status."""

    @property
    def state_counts(self) -> Mapping[DeliverableState, int]:
        """How many deliverables there are in each state."""

    @property
    def promises_by_theme(self) -> Mapping[str, Sequence[Assessment]]:
        """Every promise once, by the theme of its indicator."""

    @property
    def programme_stories(self) -> Mapping[str, Story]:
        """What became of each programme."""

    @property
    def perhaps_same(self) -> Mapping[str, Sequence[Programme]]:
        """The programmes that may be the same thing as one."""

    @property
    def due_by_month(self) -> Mapping[str, Sequence[Assessment | DeliverableStanding]]:
        """Every promise that has a day, by month, as `timeline.by_month` has them."""

    def promise_of_goal(self, goal_id: str) -> Assessment | None:
        """The target that stands for a goal where only one is shown."""

    def goal_of_theme(self, theme_id: str) -> Goal | None:
        """The goal whose summary says what a theme means."""

    def row_of_goal(self, goal_id: str, language: str) -> Sequence[tuple[Assessment, int]]:
        """That target, and those of the others that are told in other words, with how many are told alike."""

    def row_of_indicator(self, indicator_id: str, language: str) -> Sequence[tuple[Assessment, int]]:
        """The same of the promises on an indicator."""

    @property
    def tally_by_theme(self) -> Mapping[str, Mapping[str, Counted]]:
        """How many promises of each theme bear each mark."""

    @property
    def tally_by_organisation(self) -> Mapping[str, Mapping[str, Counted]]:
        """The same by the organisations that answer for them."""

    @property
    def goals_by_document(self) -> Mapping[str, Sequence[Goal]]:
        """Goals by document, in its order."""

    @property
    def goals_by_theme(self) -> Mapping[str, Sequence[Goal]]:
        """Goals by theme."""

    @property
    def goals_by_organisation(self) -> Mapping[str, Sequence[Goal]]:
        """Goals by the organisation that answers for them."""

    @property
    def continued_by(self) -> Mapping[str, Sequence[Goal]]:
        """Later goals by the goal that they continue."""

    @property
    def indicators_by_theme(self) -> Mapping[str, Sequence[Indicator]]:
        """Indicators by theme."""

    @property
    def deliverables_by_goal(self) -> Mapping[str, Sequence[DeliverableStanding]]:
        """Deliverables by the goal that states them."""

    @property
    def origins(self) -> RowOrigins:
        """What the observations were read from."""

    @property
    def observations_by_document(self) -> Mapping[str, Mapping[str, Observation]]:
        """Observations by the document that reports any, in its order."""

    @property
    def assessments_by_goal(self) -> Mapping[str, Sequence[Assessment]]:
        """Assessments by the goal that states the target."""

    @property
    def assessments_by_indicator(self) -> Mapping[str, Sequence[Assessment]]:
        """Assessments by indicator."""

    @property
    def outlines(self) -> Mapping[str, Sequence[OutlineEntry]]:
        """The sections of each document, with what stands in them."""

    def mark_groups(self, goal_id: str, language: str) -> Sequence[tuple[Assessment, int]]:
        """The different marks of a goal's targets."""

    def marks_of_goal(self, goal_id: str) -> Sequence[str]:
        """The same in codes."""

    def marks_of_indicator(self, indicator_id: str) -> Sequence[str]:
        """The marks of an indicator's targets."""

    @property
    def observation_counts(self) -> Mapping[str, int]:
        """How many observations each indicator has that has any."""
