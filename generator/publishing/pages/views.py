"""What belongs together on a page: a package with its standings, indexed once for all pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from itertools import chain

from generator.comparing.deltas import Delta
from generator.comparing.former import Former, former
from generator.comparing.history import PackageHistory
from generator.comparing.renamed import corrections_today, revisions_today
from generator.comparing.revisions import Revision, declared, explained
from generator.comparing.versions import WITH_PAGES
from generator.comparing.vintages import Vintage
from generator.core.codes import (
    DeliverableState,
    Reason,
    RelationKind,
    ReportingStatus,
)
from generator.core.grouping import OnDemand, grouped
from generator.core.model import (
    Claim,
    Correction,
    Document,
    Goal,
    Indicator,
    Named,
    Observation,
    Package,
    Programme,
    Target,
)
from generator.core.phrases import Text
from generator.core.reported import (
    ByIndicator,
    Reported,
    by_indicator,
    counts,
    different,
    in_groups,
    latest_day,
)
from generator.publishing.pages.against import pairs
from generator.publishing.pages.archived import PagedText, address_of, name_of
from generator.publishing.pages.choices import Choices, choices
from generator.publishing.pages.figures import (
    HEAVIEST,
    LATEST,
    LONGEST,
    OF_A_FIGURE,
    OF_A_PROMISE,
    Extent,
    Figures,
    extent,
    figures,
)
from generator.publishing.pages.lists import listing, silent
from generator.publishing.pages.of_rows import OfRows
from generator.publishing.pages.opening import Opening, opening
from generator.publishing.pages.origins import RowOrigins, known, still_needed
from generator.publishing.pages.parts import Division, Listing, divided
from generator.publishing.pages.places import HELD, outline
from generator.publishing.pages.rows import (
    Counted,
    furthest_behind,
    mark_of,
    newest,
    precedence,
    tally,
    told_alike,
)
from generator.publishing.pages.shown import OutlineEntry
from generator.publishing.pages.timeline import Promise, by_month, month_of
from generator.verdicts.assess import Assessment
from generator.verdicts.coverage import PackageCoverage, coverage, responsible
from generator.verdicts.deliverables import DeliverableStanding
from generator.verdicts.derive import Derived
from generator.verdicts.findings import Finding
from generator.verdicts.programmes import Outcome, Story, stories
from generator.verdicts.results import leading, recency, revised
from generator.verdicts.standings import Standings
from generator.wording.explain import standing_line

_WITH_IDS = (*WITH_PAGES, "targets", "deliverables", "observations", "claims", "areas", "units")
"""The tables of which things are looked up by their ids."""

_STATES = {
    DeliverableState.DELIVERED: True,
    DeliverableState.PARTLY_DELIVERED: False,
    DeliverableState.UNDER_WAY: True,
    DeliverableState.DELAYED: False,
    DeliverableState.PLANNED: True,
    DeliverableState.CANCELLED: False,
}
"""The states in the order in which they are counted, and whether one is named of which there is none."""

_RESULT_FIRST = {status: number for number, status in enumerate(ReportingStatus)}


@dataclass(frozen=True)
class PackageView:
    """One package and its standings; every list that a page shows is looked up here, none is searched for.

    `history` is what git knows of it, None where there was none to read; `texts` are the archived texts by document,
    where the package has them shown; `speaks` are the languages of the site, those of the package where none are told.
    `source` has the checksum of each file that it was read from by its path, none where they are not known.
    """

    package: Package
    standings: Standings
    history: PackageHistory | None = None
    texts: Mapping[str, PagedText] = field(default_factory=dict)
    speaks: tuple[str, ...] = ()
    source: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def revisions(self) -> Sequence[Revision]:
        """The changes to published figures and verdicts, the oldest first, with the reasons that corrections give."""
        return explained(self.history.revisions, self.package.corrections) if self.history else []

    @property
    def vintages(self) -> Sequence[Vintage]:
        """The states in which rows were published, as far as the history tells them."""
        return self.history.vintages if self.history else ()

    @cached_property
    def revisions_told(self) -> Sequence[Revision]:
        """The same by the ids of today, under which pages tell them, after those that only corrections tell."""
        return revisions_today([*self._declared, *self.revisions])

    @cached_property
    def _declared(self) -> Sequence[Revision]:
        """The corrections of which no version was read."""
        return declared(self.history.revisions if self.history else (), self.package.corrections)

    @cached_property
    def corrections_told(self) -> Sequence[Correction]:
        """The corrections of the package by the ids of today, in the order in which they were written."""
        return corrections_today(self.package.corrections)

    @cached_property
    def former(self) -> Sequence[Former]:
        """The ids that had a page once and have none now."""
        return [item for item in self.former_ids if item.table in WITH_PAGES]

    @cached_property
    def former_ids(self) -> Sequence[Former]:
        """All ids that were published once and are none now."""
        return former(
            [*self._declared, *self.revisions], {name: getattr(self.package, name) for name in _WITH_IDS}
        )

    @cached_property
    def outlines(self) -> Mapping[str, Sequence[OutlineEntry]]:
        """The sections of each document with what stands in them, found when it is asked for."""
        return OnDemand(lambda name: outline(self, self.package.documents[name]))

    @cached_property
    def listings(self) -> Mapping[str, Listing]:
        """What each page lists, by its path below that of the package, found when it is asked for."""
        return OnDemand(lambda path: listing(self, path))

    @cached_property
    def divisions(self) -> Mapping[str, Division]:
        """The same in parts."""
        languages = self.speaks or self.package.languages
        return OnDemand(lambda path: divided(self.listings[path], languages))

    @cached_property
    def part_of(self) -> Mapping[tuple[str, str], int]:
        """The part, from 0, of the list of a page in which an anchor stands, by the page's path and the anchor."""
        return OnDemand(lambda place: self.divisions[place[0]].part_of.get(place[1], 0))

    @property
    def commit(self) -> str:
        """The commit that last changed the data of the package; empty where that is unknown, or they were changed since."""
        return self.history.commit if self.history and not self.history.uncommitted else ""

    @property
    def deltas(self) -> Sequence[Delta]:
        """What each version of the package did, the oldest first, as far as git knows."""
        return self.history.deltas if self.history else ()

    @property
    def recorded(self) -> Mapping[str, date]:
        """The day on which each document came into the record, where that is known."""
        return self.history.recorded if self.history else {}

    @cached_property
    def assessments(self) -> list[Assessment]:
        """One assessment for each promise that counts: those with a result first, then in the documents' order."""
        promises = (item for item in self.standings.targets.values() if self.standings.counted(item))
        return sorted(promises, key=lambda item: _RESULT_FIRST[item.reporting])

    @cached_property
    def superseded(self) -> list[Assessment]:
        """The targets that count no more because a later one has their place, each promise once."""
        return [
            item
            for item in self.standings.targets.values()
            if item.reason is Reason.SUPERSEDED and item.target.id not in self.standings.restates
        ]

    @cached_property
    def restated_by(self) -> Mapping[str, list[Target]]:
        """Targets that state a promise again, by the id of the first."""
        return grouped(
            (first, self.package.targets[again]) for again, first in self.standings.restates.items()
        )

    @cached_property
    def coverage(self) -> PackageCoverage:
        """Which promises whose time is over were reported on."""
        return coverage(self.package, self.standings)

    @cached_property
    def programme_stories(self) -> Mapping[str, Story]:
        """What became of each programme by what was known on the day."""
        package, today = self.package, self.standings.today
        if not package.programmes:
            return {}
        named = {name for item in package.programmes.values() for name in item.indicators}
        rows = self.observations_by_indicator
        reported = {
            name: tuple({row.citation.document_id for row in rows[name] if row.known_on(today)})
            for name in named
        }
        for item in package.programmes.values():
            for name in item.targets:
                result = self.standings.targets[name].result
                reported[name] = tuple({row.citation.document_id for row in result.parts} if result else ())
        return stories(package, reported, today)

    @cached_property
    def perhaps_same(self) -> Mapping[str, list[Programme]]:
        """The programmes that may be the same thing as one, by its id, whichever of both says so."""
        listed = {name: story.programme for name, story in self.programme_stories.items()}
        pairs = [
            (item.id, other)
            for item in listed.values()
            for other in item.perhaps
            if other in listed and other != item.id
        ]
        both = dict.fromkeys(pair for one, other in pairs for pair in ((one, other), (other, one)))
        return grouped((one, listed[other]) for one, other in both)

    @cached_property
    def outcome_counts(self) -> Mapping[Outcome, int]:
        """Of how many programmes which outcome is told, those that any has."""
        counts = Counter(item.outcome for item in self.programme_stories.values())
        return {outcome: counts[outcome] for outcome in Outcome if counts[outcome]}

    @cached_property
    def never_again(self) -> list[Programme]:
        """The programmes that were promised and that no later document speaks of; not such as may go by another name."""
        return [
            item.programme
            for name, item in self.programme_stories.items()
            if item.outcome is Outcome.SILENT and not self.perhaps_same[name]
        ]

    @cached_property
    def programmes_of(self) -> Mapping[tuple[str, str], list[Programme]]:
        """The programmes to which something belongs, of which anything was known, by its table and its id."""
        return grouped(
            ((table, name), story.programme)
            for story in self.programme_stories.values()
            for table in ("goals", "targets", "deliverables", "indicators")
            for name in getattr(story.programme, table)
        )

    def programmes_of_indicator(self, indicator_id: str) -> list[Programme]:
        """The programmes to which an indicator belongs, or a target of it."""
        targets = (("targets", item.target.id) for item in self.assessments_by_indicator[indicator_id])
        keys = (("indicators", indicator_id), *targets)
        return list({item.id: item for key in keys for item in self.programmes_of[key]}.values())

    @cached_property
    def findings_by_indicator(self) -> Mapping[str, list[Finding]]:
        """Findings by each indicator that they speak of."""
        return grouped(
            (name, finding)
            for finding in self.standings.findings
            for name in dict.fromkeys(row.indicator_id for row in finding.rows if not isinstance(row, Claim))
        )

    @cached_property
    def revisions_by_indicator(self) -> Mapping[str, list[Revision]]:
        """Revisions by indicator."""
        return grouped((item.indicator_id, item) for item in self.revisions_told)

    @cached_property
    def starts_by_indicator(self) -> Mapping[str, list[Derived]]:
        """Derived starting values by indicator."""
        return grouped((item.indicator_id, item) for item in self.standings.starts.values())

    def told_later(self, row: Observation) -> Observation | None:
        """The later statement of a result, by which an earlier one is replaced; None where it stands."""
        return self._replaced[row.indicator_id].get(row.id)

    @cached_property
    def _replaced(self) -> Mapping[str, Mapping[str, Observation]]:
        """The later statement by the id of each that is replaced, for each indicator, found when it is asked for."""

        def found(name: str) -> Mapping[str, Observation]:
            rows, measure = self.observations_by_indicator[name], self.package.indicators[name].measure
            return {
                earlier.id: self.package.observations[latest]
                for latest, replaced in revised(rows, measure)[1].items()
                for earlier in replaced
            }

        return OfRows(found)

    def is_long(self, indicator_id: str) -> bool:
        """Whether an indicator has more figures or more promises than a page shows one by one, with what they weigh."""
        promised = self.assessments_by_indicator[indicator_id]
        planned = sum(len(item.target.planned) for item in promised)
        figures = self.observation_counts.get(indicator_id, 0)
        if max(figures, len(promised), planned) > LONGEST:
            return True
        weight = len(promised) * OF_A_PROMISE + (figures + planned) * OF_A_FIGURE
        return weight + self._noted[indicator_id] > HEAVIEST

    @cached_property
    def _noted(self) -> Mapping[str, int]:
        """About how many bytes of HTML the notes on an indicator's promises and figures take, in the longest language."""

        def found(name: str) -> int:
            notes = chain(
                (row.note for row in self.observations_by_indicator[name]),
                (item.target.note for item in self.assessments_by_indicator[name]),
            )
            return sum(max(len(text.encode()) for _, text in note.said) for note in notes if note.said)

        return OfRows(found)

    @cached_property
    def observation_counts(self) -> Mapping[str, int]:
        """How many observations each indicator has that has any."""
        return counts(self.package.observations)

    def figures(self, indicator_id: str) -> Figures | None:
        """What the long page of an indicator shows of its figures; None where none was known on the day."""
        return self._figures[indicator_id]

    @cached_property
    def _figures(self) -> Mapping[str, Figures | None]:
        """By indicator, found when it is asked for."""

        def found(name: str) -> Figures | None:
            rows, indicator = self.observations_by_indicator[name], self.package.indicators[name]
            return figures(rows, self.package, indicator, self.standings.today)

        return OfRows(found)

    def extent(self, indicator_id: str) -> Extent | None:
        """What the figures of an indicator are of, all together; None where it has none."""
        return self._extents[indicator_id]

    @cached_property
    def _extents(self) -> Mapping[str, Extent | None]:
        """By indicator, found when it is asked for."""
        return OfRows(lambda name: extent(self.observations_by_indicator[name]))

    def places(self, indicator_id: str) -> Collection[tuple[str, str, int]]:
        """The id of each observation of an indicator, its file below the data directory and the line there, in their order."""
        return self._places[indicator_id]

    @cached_property
    def _places(self) -> Mapping[str, Collection[tuple[str, str, int]]]:
        """By indicator, found when it is asked for."""
        places, observations = self.package.places, self.package.observations

        def found(name: str) -> Collection[tuple[str, str, int]]:
            if isinstance(observations, Reported):
                stated = observations.places(name)
                # Of a small package it is looked through whether they are as they were.
                return stated if observations.coded else list(stated)
            rows = self.observations_by_indicator[name]
            return [(row.id, *places[f"observations/{row.id}"]) for row in rows]

        return OfRows(found)

    @cached_property
    def corrections_by_indicator(self) -> Mapping[str, list[Correction]]:
        """Corrections by indicator: the id of a row holds its indicator's, also where the row itself is gone."""
        known = self.package.indicators
        return grouped(
            (part, item) for item in self.corrections_told for part in item.key.split("/") if part in known
        )

    @cached_property
    def relations_by_indicator(self) -> Mapping[str, list[tuple[str, str, Text]]]:
        """By each indicator that the record binds to another: how (the name of the text that says it), to which, and the
        note on it.
        """

        def bound() -> Iterator[tuple[str, tuple[str, str, Text]]]:
            for relation in self.package.relations:
                same = relation.kind is RelationKind.SAME_NAME
                there, back = ("same_name",) * 2 if same else (f"{relation.kind}_of", f"{relation.kind}_in")
                for other in relation.others:
                    yield relation.indicator_id, (there, other, relation.note)
                    yield other, (back, relation.indicator_id, relation.note)

        return grouped(bound())

    @cached_property
    def assessments_by_goal(self) -> Mapping[str, list[Assessment]]:
        """Assessments by the goal that states the target."""
        return grouped((item.target.goal_id, item) for item in self.standings.targets.values())

    @cached_property
    def assessments_by_indicator(self) -> Mapping[str, list[Assessment]]:
        """Assessments by indicator."""
        return grouped((item.target.indicator_id, item) for item in self.standings.targets.values())

    @cached_property
    def deliverables_by_goal(self) -> Mapping[str, list[DeliverableStanding]]:
        """Deliverables by the goal that states them."""
        return grouped((item.deliverable.goal_id, item) for item in self.standings.deliverables.values())

    @cached_property
    def observations_by_indicator(self) -> Mapping[str, Sequence[Observation]]:
        """Observations by indicator."""
        return by_indicator(self.package.observations)

    @cached_property
    def observations_by_document(self) -> Mapping[str, Mapping[str, Observation]]:
        """Observations by the document that reports any, in its order."""
        return in_groups(self.package.observations, str, "citation.document_id")

    @cached_property
    def observations_by_part(self) -> Mapping[tuple[str, str], Mapping[str, Observation]]:
        """Observations by document and theme, in the document's order."""
        themes = {item.id: item.theme_id for item in self.package.indicators.values()}
        return in_groups(
            self.package.observations,
            lambda document_id, indicator_id: (document_id, themes[indicator_id]),
            "citation.document_id",
            "indicator_id",
        )

    @cached_property
    def goals_by_document(self) -> Mapping[str, list[Goal]]:
        """Goals by document, in its order."""
        return grouped((goal.document_id, goal) for goal in self.package.goals.values())

    @cached_property
    def goals_by_theme(self) -> Mapping[str, list[Goal]]:
        """Goals by theme."""
        return grouped((theme, goal) for goal in self.package.goals.values() for theme in goal.themes)

    @cached_property
    def goals_by_organisation(self) -> Mapping[str, list[Goal]]:
        """Goals by the organisation that answers for them: the units named, else the document's publisher."""
        return grouped(
            (organisation, goal)
            for goal in self.package.goals.values()
            for organisation in responsible(self.package, goal)
        )

    @cached_property
    def continued_by(self) -> Mapping[str, list[Goal]]:
        """Later goals by the goal that they continue."""
        return grouped((earlier, goal) for goal in self.package.goals.values() for earlier in goal.continues)

    @cached_property
    def indicators_by_theme(self) -> Mapping[str, list[Indicator]]:
        """Indicators by theme."""
        return grouped((item.theme_id, item) for item in self.package.indicators.values())

    @cached_property
    def tally_of_progress(self) -> Mapping[str, Counted]:
        """How many targets with a comparable result bear each mark."""
        return tally(item for item in self.assessments if item.stands)

    @cached_property
    def reporting_counts(self) -> Mapping[ReportingStatus, int]:
        """How many targets there are of each reporting status, those without any left out."""
        counts = Counter(item.reporting for item in self.assessments)
        return {status: counts[status] for status in ReportingStatus if counts[status]}

    @cached_property
    def state_counts(self) -> Mapping[DeliverableState, int]:
        """How many deliverables there are in each state, those of which every plan has some always told."""
        counts = Counter(item.state for item in self.standings.deliverables.values())
        return {state: counts[state] for state, always in _STATES.items() if always or counts[state]}

    @cached_property
    def silent_counts(self) -> Mapping[DeliverableState, int]:
        """How many deliverables in each state, whose day is over, no report ever spoke of."""
        return Counter(item.state for item in self.standings.deliverables.values() if silent(item))

    @cached_property
    def past_day(self) -> int:
        """How many deliverables of which no document tells any progress are past their day: also those that one speaks of."""
        return sum(
            item.state is DeliverableState.PLANNED and item.overdue
            for item in self.standings.deliverables.values()
        )

    @cached_property
    def namesakes(self) -> Mapping[str, int]:
        """How many deliverables bear the title of each, itself among them."""
        titles = Counter(item.title for item in self.package.deliverables.values())
        return {name: titles[item.title] for name, item in self.package.deliverables.items()}

    @cached_property
    def put_off(self) -> int:
        """How many deliverables a report put off to a later day."""
        return sum(item.times_put_off > 0 for item in self.standings.deliverables.values())

    @cached_property
    def choices_of_goals(self) -> Choices:
        """What the list of goals can be chosen by; its years are those of the documents."""
        rows = (
            Choices(
                goal.themes,
                [self.package.documents[goal.document_id].period.end.year],
                self.marks_of_goal(goal.id),
                responsible(self.package, goal),
            )
            for goal in self.package.goals.values()
        )
        return self._choices(rows)

    @cached_property
    def choices_of_indicators(self) -> Choices:
        """The same of indicators; of the years for which they have a promise or a figure those of the documents."""
        listed = [item for items in self.assessments_by_indicator.values() for item in items]
        promised = {item.target.period.end.year for item in listed}
        reported = {period.end.year for period in different(self.package.observations, "period")}
        known = {item.period.end.year for item in self.package.documents.values()} & (promised | reported)
        rows = [Choices(self.indicators_by_theme, known)]
        rows += [Choices(marks=[mark_of(item)]) for item in listed]
        return self._choices(rows)

    @cached_property
    def choices_of_targets(self) -> Choices:
        """The same of all promises."""
        listed = (item for items in self.promises_by_theme.values() for item in items)
        return self._choices(map(self._chosen_by, listed))

    @cached_property
    def choices_of_due(self) -> Choices:
        """The same of promises with a day, and of things to be done; the years are those of the day."""
        listed = [(key, item) for key, items in self.due_by_month.items() for item in items]
        rows = (replace(self._chosen_by(item), years=[month_of(key).start.year]) for key, item in listed)
        return self._choices(rows)

    def _choices(self, rows: Iterable[Choices]) -> Choices:
        marks = (*self.marks, *self.state_counts)
        return choices(rows, self.package.themes, marks, self.goals_by_organisation)

    def _chosen_by(self, promise: Promise) -> Choices:
        if isinstance(promise, Assessment):
            goal, theme = self.goal(promise.target.goal_id), self.indicator(promise.target).theme_id
            of_goal = responsible(self.package, goal)
            return Choices([theme], [promise.target.period.end.year], [mark_of(promise)], of_goal)
        goal = self.goal(promise.deliverable.goal_id)
        return Choices(goal.themes, (), [promise.state], responsible(self.package, goal))

    @cached_property
    def marks(self) -> list[str]:
        """The marks that targets bear, those of progress first."""
        return [
            *self.tally_of_progress,
            *(status for status in self.reporting_counts if status in self._unmarked),
            *([Reason.SUPERSEDED] if self.superseded else ()),
        ]

    @cached_property
    def _unmarked(self) -> set[str]:
        return {item.reporting for item in self.assessments if not item.stands}

    def marks_of_goal(self, goal_id: str) -> list[str]:
        """The marks of a goal's targets."""
        return _marks(self.assessments_by_goal[goal_id])

    def mark_groups(self, goal_id: str, language: str) -> list[tuple[Assessment, int]]:
        """The different marks of a goal's targets, each by the first target that bears it, with how many do.

        Marks are alike when they are told in the same words.
        """
        groups = grouped((standing_line(item, language), item) for item in self.assessments_by_goal[goal_id])
        return [(items[0], len(items)) for items in groups.values()]

    def marks_of_indicator(self, indicator_id: str) -> list[str]:
        """The marks of an indicator's targets."""
        return _marks(self.assessments_by_indicator[indicator_id])

    def years_of_indicator(self, indicator_id: str) -> list[int]:
        """The years for which an indicator has a target or a figure."""
        promised = {item.target.period.end.year for item in self.assessments_by_indicator[indicator_id]}
        return sorted(promised | self._years_reported[indicator_id])

    @cached_property
    def _years_reported(self) -> Mapping[str, frozenset[int]]:
        """The years for which there is a figure, by indicator, found when it is asked for."""
        observations = self.observations_by_indicator

        def found(name: str) -> frozenset[int]:
            if isinstance(observations, ByIndicator):
                periods = observations.different(name, "period")
            else:
                periods = {row.period for row in observations[name]}
            return frozenset(period.end.year for period in periods)

        return OfRows(found)

    @cached_property
    def interim_only(self) -> int:
        """How many targets whose period is over have an interim result only."""
        return sum(item.left_open for item in self.assessments)

    @cached_property
    def uncertain(self) -> int:
        """How many of `tally_of_progress` rest on an estimate or on a figure that is otherwise less than final."""
        judged = (item for item in self.assessments if item.stands)
        return sum(item.result is not None and item.result.uncertain for item in judged)

    def leading(self, indicator_id: str) -> Observation | None:
        """The figure that stands for an indicator where only one is shown; None where none was known on the day.

        It is the one that the indicator's page opens with.
        """
        return self._leading[indicator_id]

    @cached_property
    def _leading(self) -> Mapping[str, Observation | None]:
        """By indicator, found when it is asked for, once for all builds where the package is large."""

        def found(name: str) -> Observation | None:
            if self.is_long(name):
                shown = self.figures(name)
                return shown.lead.latest if shown else None
            rows = self.observations_by_indicator[name]
            before = [item for item in rows if item.known_on(self.standings.today)]
            return leading(before, self.package.area_id, self.package.indicators[name].measure)

        return OfRows(lambda name: known(self._kind, self.origins.rows(name), partial(found, name)))

    @property
    def _kind(self) -> str:
        """How a store calls the leading figures: they are those of a day."""
        return f"leading {self.standings.today.isoformat()}"

    @cached_property
    def origins(self) -> RowOrigins:
        """What the observations were read from."""
        return RowOrigins(self.source, self.package.observations)

    def keep_known(self) -> None:
        """Have the store that is at hand keep what it knows of observations that are as they were."""
        for name in self.package.indicators:
            still_needed(self._kind, self.origins.rows(name))
        for file in self.origins.files():
            still_needed(HELD, self.origins.file(file))

    def opening(self, indicator_id: str) -> Opening:
        """What an indicator's page opens with; a long one does not tell of each promise."""
        measure, promises = self.package.indicators[indicator_id].measure, self.promises(indicator_id)
        if self.is_long(indicator_id):
            found = self.figures(indicator_id)
            latest, series = (found.lead.latest, found.lead.rows) if found else (None, ())
            return opening(promises, latest, series, measure, LATEST)
        known = (
            row for row in self.observations_by_indicator[indicator_id] if row.known_on(self.standings.today)
        )
        return opening(promises, self.leading(indicator_id), revised(known, measure)[0], measure)

    def beside_promises(self, indicator_id: str) -> list[Observation]:
        """The figures of an indicator beside those that its promises were compared with, the latest first, those of the
        whole before those of areas and breakdowns.
        """
        measure, own = self.package.indicators[indicator_id].measure, self.package.area_id
        compared = {
            part.id
            for item in self.assessments_by_indicator[indicator_id]
            for part in (item.result.parts if item.result else ())
        }
        rows = [row for row in self.observations_by_indicator[indicator_id] if row.id not in compared]
        rows.sort(key=lambda row: recency(row, measure), reverse=True)
        return sorted(rows, key=lambda row: (row.area_id != own, row.area_id, row.breakdown))

    def promises(self, indicator_id: str) -> list[Assessment]:
        """The promises on an indicator, each once, the latest first: that is what a reader asks about.

        Of one time that for the package's own area comes before those for other areas. Those that a later target has
        the place of come last.
        """
        own = (
            item
            for item in self.assessments_by_indicator[indicator_id]
            if item.target.id not in self.standings.restates
        )
        return sorted(own, key=partial(precedence, area=self.package.area_id), reverse=True)

    @cached_property
    def behind(self) -> Mapping[str, int]:
        """The place of each target among all, from the one that is furthest behind on."""
        return {
            item.target.id: place
            for place, item in enumerate(furthest_behind(self.standings.targets.values()))
        }

    def promise_of_goal(self, goal_id: str) -> Assessment | None:
        """The target that stands for a goal where only one is shown; None where it has none."""
        return newest(self.assessments_by_goal[goal_id], self.package.area_id)

    def row_of_goal(self, goal_id: str, language: str) -> list[tuple[Assessment, int]]:
        """The target that stands for a goal, and the first ones of those of its others that are told in other words, each
        with how many are told alike; nothing where it has none.
        """
        shown, listed = self.promise_of_goal(goal_id), self.assessments_by_goal[goal_id]
        return told_alike(sorted(listed, key=lambda item: item is not shown), language)

    def row_of_indicator(self, indicator_id: str, language: str) -> list[tuple[Assessment, int]]:
        """The same of the promises on an indicator, the latest first."""
        return told_alike(self.promises(indicator_id), language)

    def goal_of_theme(self, theme_id: str) -> Goal | None:
        """The goal whose summary says what a theme means: of those with targets in it one of the latest period, and of these
        the one with the most; where none has any, one that is of this theme before others. None where it has no goals.
        """
        indicators = self.package.indicators

        def place(goal: Goal) -> tuple[bool, bool, date, int]:
            stated = self.assessments_by_goal[goal.id]
            own = sum(indicators[item.target.indicator_id].theme_id == theme_id for item in stated)
            period = self.document(goal.document_id).period
            return own > 0, goal.themes[:1] == (theme_id,), period.end, own

        return max(self.goals_by_theme[theme_id], key=place, default=None)

    @cached_property
    def promises_by_theme(self) -> Mapping[str, list[Assessment]]:
        """Every promise once, also such as a later one has the place of, by the theme of its indicator."""
        indicators = self.package.indicators
        return grouped(
            (indicators[item.target.indicator_id].theme_id, item)
            for item in self.standings.targets.values()
            if item.target.id not in self.standings.restates
        )

    @cached_property
    def plans_before(self) -> Mapping[str, tuple[str, ...]]:
        """The earlier plans with which each plan is compared, by the later one."""
        return pairs(self.package)

    @cached_property
    def plans_after(self) -> Mapping[str, list[str]]:
        """The same the other way round."""
        return grouped((name, later) for later, names in self.plans_before.items() for name in names)

    @cached_property
    def due_by_month(self) -> Mapping[str, Sequence[Promise]]:
        """Every promise that has a day, by the month in which its day falls."""
        return by_month(self)

    @cached_property
    def tally_by_theme(self) -> Mapping[str, Mapping[str, Counted]]:
        """How many promises of each theme bear each mark."""
        return {name: tally(items) for name, items in self.promises_by_theme.items()}

    @cached_property
    def promises_by_organisation(self) -> Mapping[str, list[Assessment]]:
        """The same promises by the organisations that answer for their goals."""
        return grouped(
            (name, item)
            for items in self.promises_by_theme.values()
            for item in items
            for name in responsible(self.package, self.goal(item.target.goal_id))
        )

    @cached_property
    def tally_by_organisation(self) -> Mapping[str, Mapping[str, Counted]]:
        """How many promises of each organisation bear each mark."""
        return {name: tally(items) for name, items in self.promises_by_organisation.items()}

    def elsewhere(self, target: Target) -> Text | None:
        """The name of a target's area where that is not the package's own; it must stand with the target."""
        area = target.area_id
        return None if area == self.package.area_id else self.package.areas[area].title

    def latest_promise(self, indicator_id: str) -> Assessment | None:
        """The latest promise on an indicator; None where there is none."""
        return next(iter(self.promises(indicator_id)), None)

    @cached_property
    def latest_figure(self) -> date | None:
        """The latest day at which a reported figure stands that is known; forecasts and answers in words are none."""
        return latest_day(self.package.observations, self.standings.today)

    def indicator(self, target: Target | Observation) -> Indicator:
        """What a target or an observation is about."""
        return self.package.indicators[target.indicator_id]

    def goal(self, goal_id: str) -> Goal:
        """A goal by its id."""
        return self.package.goals[goal_id]

    def document(self, document_id: str) -> Document:
        """A document by its id."""
        return self.package.documents[document_id]

    def passage(self, document_id: str, cited: str) -> str:
        """The way to what is cited in the archived text of a document, as page and anchor; empty where there is none.

        `cited` is `<table>/<id>`, with `#<column>` for a second figure of a row; `goals/<id>` for a goal.
        """
        text, name = self.texts.get(document_id), name_of(cited)
        if text is None or name not in text.part_of:
            return ""
        page = address_of(f"{self.package.id}/documents/{document_id}/", text.part_of[name])
        return f"{page}#{name}"

    def official_words(self, goal: Goal) -> Sequence[str]:
        """The lines of the archived text that state a goal; none where it is not shown."""
        text = self.texts.get(goal.document_id)
        return text.excerpts.get(goal.id, ()) if text else ()

    @property
    def publisher(self) -> Named:
        """The body whose record this is."""
        return self.package.organisations[self.package.publisher_id]


def _marks(assessments: Iterable[Assessment]) -> list[str]:
    """The one mark of each target."""
    return sorted({mark_of(item) for item in assessments})
