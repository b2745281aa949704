"""What each page of a package lists, in which order, and how much of it there is to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.core import formats
from generator.core.codes import ReportingStatus
from generator.core.grouping import grouped
from generator.core.model import Deliverable, Document, Goal, Named, Package, Period, Target
from generator.core.phrases import Text
from generator.publishing.pages import parts, weights
from generator.publishing.pages.against import AGAINST, BOTH, CARRIED, side_by_side
from generator.publishing.pages.contents import ENTRY
from generator.publishing.pages.parts import Groups, Listing
from generator.publishing.pages.places import anchor
from generator.publishing.pages.shown import OutlineEntry, Series, Shown
from generator.publishing.pages.timeline import Promise, month_of
from generator.publishing.pages.weights import FOLD, HEAD, LINE, LINK, STANDINGS, SUB, size
from generator.verdicts.assess import Assessment
from generator.verdicts.claims import ClaimCheck
from generator.verdicts.coverage import PackageCoverage
from generator.verdicts.deliverables import DeliverableStanding
from generator.verdicts.programmes import Outcome
from generator.wording.explain import said

MOST_LISTED = 24
"""How many themes or documents of a package are named where they are not the matter; their own page lists all."""

BY_PERIOD = (ReportingStatus.DUE_UNREPORTED, ReportingStatus.NOT_YET_DUE, ReportingStatus.WORDS_ONLY)
"""The statuses whose targets are listed by period: there is nothing else to tell of them."""

ORGANISATIONS = "organisations"
"""The group of those who answer for something."""

DOCUMENTS, INDICATORS = "documents", "indicators"
"""The groups of the pages of organisations and themes besides their goals."""

GOALS = "goals-"
"""What the group of the goals that a document states begins with."""

DELIVERABLES = "deliverables"
"""The anchor of all that is to be done."""

CHAPTERS = "chapters"
"""The group of what documents say of a programme, document by document."""

SUPERSEDED = "superseded"
"""The group of the targets that count no more."""

CLAIM = "claim-"
"""What the group and the anchor of a claim begin with."""

RESTORATIONS, GAPS = " restorations", " gaps"
"""Groups beside those named by a locator or a commit, in which no space stands."""

_TITLED = 9
"""How often the title of a page stands on it: in its head, as its heading, in its way there, and for machines."""


def listing(view: Shown, path: str) -> Listing:
    """What the page at a path below that of the package lists. Raises KeyError where there is no such page."""
    kind, _, name = path.strip("/").partition("/")
    return _OF_ONE[kind](view, name) if name else _OF_ALL[kind](view)


def _titled(title: Text, *texts: Text, more: int = 0) -> Callable[[str], int]:
    """What a page takes besides its entries, as far as it differs: its title, other texts, and so many bytes more."""
    return lambda tag: more + _TITLED * size(title[tag]) + sum(2 * size(text[tag]) for text in texts)


def _filters(view: Shown, *, organisations: bool) -> Callable[[str], int]:
    """The form that filters a list; it stands on the first part."""
    package = view.package
    offered: list[Named] = list(package.themes.values())
    if organisations:
        offered += (package.organisations[name] for name in view.goals_by_organisation)
    return lambda tag: 1_300 + sum(25 + len(item.id) + size(item.title[tag]) for item in offered)


# Lists of all things of a kind.


def _indicators(view: Shown) -> Listing:
    package = view.package
    return _headed(
        package.themes,
        view.indicators_by_theme,
        lambda name, tag: weights.listed_indicator(view, package.indicators[name], tag),
        title=lambda theme, _, tag: package.themes[theme].title[tag],
        filters=_filters(view, organisations=False),
    )


def _targets(view: Shown) -> Listing:
    package = view.package
    return _headed(
        package.themes,
        view.promises_by_theme,
        lambda item, tag: weights.listed_target(view, item, tag),
        title=lambda theme, _, tag: package.themes[theme].title[tag],
        filters=_filters(view, organisations=True),
    )


def _due(view: Shown) -> Listing:
    """What falls due, by month; all months are named on top of each part."""
    groups = view.due_by_month
    filters = _filters(view, organisations=True)

    def weigh(_: str, entry: Promise | None, tag: str) -> int:
        if entry is None:
            return FOLD + 100
        if isinstance(entry, DeliverableStanding):
            return weights.due_deliverable(view, entry, tag)
        return weights.due_target(view, entry, tag)

    def name(key: str, _: Promise | None, tag: str) -> str:
        return formats.period(month_of(key), tag)

    named = len({key.rpartition("-")[0] for key in groups}) * (LINE + LINK + 60)
    return Listing(
        groups,
        weigh,
        name,
        lambda tag: filters(tag) + named,
        anchors=_of_heads,
        again=lambda _: named,
        room=parts.WHOLE,
    )


def _goals(view: Shown) -> Listing:
    package = view.package
    return _headed(
        package.documents,
        view.goals_by_document,
        lambda name, tag: weights.listed_goal(view, package.goals[name], tag),
        title=lambda _, goal, tag: package.goals[goal].title[tag],
        filters=_filters(view, organisations=True),
    )


def _headed(
    heads: Mapping[str, Named | Document],
    found: Mapping[str, Sequence[Any]],
    weigh_entry: Callable[[Any, str], int],
    *,
    title: Callable[[str, Any, str], str],
    filters: Callable[[str], int],
) -> Listing:
    """A list in groups, those that have something, each below the title of its head. All are named on top of each part."""

    def weigh(key: str, entry: Any, tag: str) -> int:
        return FOLD + 3 * size(heads[key].title[tag]) if entry is None else weigh_entry(entry, tag)

    groups = {
        name: [item if isinstance(item, Assessment) else item.id for item in found[name]]
        for name in heads
        if found[name]
    }

    def named(tag: str) -> int:
        return sum(LINE + LINK + len(name) + 25 + size(heads[name].title[tag]) for name in groups)

    return Listing(
        groups,
        weigh,
        title,
        lambda tag: filters(tag) + named(tag),
        anchors=_of_heads,
        again=named,
        # Folded, even a long part is short to look at.
        room=parts.WHOLE,
    )


def _of_heads(key: str, entry: Any) -> Iterable[str]:
    """The anchors of a list of which each group is one."""
    return [key] if entry is None else ()


def _flat(things: Mapping[str, Any], more: Callable[[str], int]) -> Listing:
    """A list without groups: a line for each thing, with some bytes beside its name."""

    def weigh(_: str, entry: str | None, tag: str) -> int:
        return 0 if entry is None else 20 + more(entry) + weights.link(things[entry], tag)

    return Listing({"": list(things)}, weigh, lambda _, entry, tag: _title(things, entry, tag))


def _organisations(view: Shown) -> Listing:
    tallies = view.tally_by_organisation
    return _flat(view.package.organisations, lambda name: 330 + weights.tally(tallies.get(name, {})))


def _themes(view: Shown) -> Listing:
    tallies = view.tally_by_theme
    return _flat(view.package.themes, lambda name: 60 + weights.tally(tallies.get(name, {})))


def _programmes(view: Shown) -> Listing:
    """By what became of them; what was promised and never heard of again comes first."""
    stories = view.programme_stories
    found = grouped((item.outcome.value, name) for name, item in stories.items())

    def weigh(_: str, entry: Any, tag: str) -> int:
        return (
            FOLD + 300 if entry is None else weights.programme(stories[entry], view.perhaps_same[entry], tag)
        )

    return Listing(
        {key: found[key] for key in Outcome if found[key]},
        weigh,
        lambda _, entry, tag: stories[entry].programme.title[tag],
        lambda tag: sum(200 + size(said(tag, f"programme.outcome.{key}")) for key in found),
        anchors=lambda key, entry: [key.replace("_", "-")] if entry is None else (),
        room=parts.WHOLE,
    )


def _programme(view: Shown, name: str) -> Listing:
    """Its figures, what is to be done, then document by document what is said of it."""
    package, story = view.package, view.programme_stories[name]
    own = story.programme
    chapters = {item.document.id: item for item in story.chapters}

    def weigh(key: str, entry: Any, tag: str) -> int:
        if entry is None:
            return HEAD
        if key == INDICATORS:
            return weights.listed_indicator(view, package.indicators[entry], tag)
        if key == DELIVERABLES:
            return weights.deliverable(view, view.standings.deliverables[entry], tag)
        return weights.chapter(view, chapters[entry], tag)

    def name_of(key: str, entry: Any, tag: str) -> str:
        tables: Mapping[str, Mapping[str, Any]] = {
            INDICATORS: package.indicators,
            DELIVERABLES: package.deliverables,
        }
        return _title(tables.get(key, package.documents), entry, tag)

    groups: dict[str, Sequence[str]] = {
        INDICATORS: own.indicators,
        DELIVERABLES: own.deliverables,
        CHAPTERS: list(chapters),
    }
    others = [item.title for item in story.silent[:MOST_LISTED]] + [
        item.title for item in view.perhaps_same[name]
    ]
    return Listing(
        {key: entries for key, entries in groups.items() if entries},
        weigh,
        name_of,
        _titled(own.title, own.summary, *others, more=1_500 + 150 * len(others)),
        anchors=_of_heads,
    )


def _title(things: Mapping[str, Any], name: str | None, tag: str) -> str:
    """What a thing is called; the head of a group has no name."""
    title: Text = things[name].title if name else Text()
    return title[tag]


# Lists of what belongs to one thing.


def _theme(view: Shown, name: str) -> Listing:
    package = view.package
    promised = view.assessments_by_indicator
    lead, title = view.goal_of_theme(name), _titled(package.themes[name].title, more=STANDINGS)
    # What is promised comes first.
    indicators = sorted(
        (item.id for item in view.indicators_by_theme[name]), key=lambda one: not promised[one]
    )
    return Listing(
        {INDICATORS: indicators} | _stated(view, view.goals_by_theme[name]),
        lambda key, entry, tag: _thing(view, key, entry, tag),
        lambda key, entry, tag: _title(_table(package, key), entry, tag),
        lambda tag: (
            title(tag)
            + size(package.themes[name].description[tag])
            + (weights.link(lead, tag) + size(lead.summary[tag]) + 120 if lead else 0)
        ),
        anchors=_of_heads,
    )


def _organisation(view: Shown, name: str) -> Listing:
    package = view.package
    documents = [item.id for item in package.documents.values() if item.publisher_id == name]
    return Listing(
        {DOCUMENTS: documents} | _stated(view, view.goals_by_organisation[name]),
        lambda key, entry, tag: _thing(view, key, entry, tag),
        lambda key, entry, tag: _title(_table(package, key), entry, tag),
        _titled(package.organisations[name].title, more=300 + STANDINGS),
        anchors=_of_heads,
    )


def by_document(view: Shown, goals: Iterable[Goal]) -> list[tuple[Document, list[Goal]]]:
    """Goals by the document that states them, that of the latest period first."""
    found = grouped((goal.document_id, goal) for goal in goals)
    documents = (view.package.documents[name] for name in found)
    order = sorted(documents, key=lambda item: (item.period.end, item.period.start), reverse=True)
    return [(item, found[item.id]) for item in order]


def _stated(view: Shown, goals: Iterable[Goal]) -> dict[str, list[str]]:
    """The same as groups of a list."""
    return {f"{GOALS}{item.id}": [goal.id for goal in of] for item, of in by_document(view, goals)}


def _table(package: Package, key: str) -> Mapping[str, Any]:
    """The things of which a group of the page of a theme or an organisation consists."""
    found: Mapping[str, Any] = package.goals if key.startswith(GOALS) else getattr(package, key)
    return found


def _thing(view: Shown, key: str, name: str | None, tag: str) -> int:
    package = view.package
    if key.startswith(GOALS):
        if name is None:
            title = package.documents[key.removeprefix(GOALS)].title[tag]
            return FOLD // 2 + 2 * size(title) + LINE + LINK + len(key)
        return weights.goal(view, package.goals[name], tag)
    if name is None:
        return FOLD
    if key == DOCUMENTS:
        return LINE + weights.link(package.documents[name], tag)
    return weights.listed_indicator(view, package.indicators[name], tag)


def _goal(view: Shown, name: str) -> Listing:
    package, goal = view.package, view.package.goals[name]
    document = package.documents[goal.document_id]

    def weigh(key: str, entry: Any, tag: str) -> int:
        if entry is None:
            return HEAD
        if key == "targets":
            again = weights.link(goal, tag) + 150 if entry.target.id in view.standings.restates else 0
            return weights.target(view, entry, tag) + again
        if key == "deliverables":
            return weights.deliverable(view, entry, tag)
        named = package.organisations[entry] if key == ORGANISATIONS else package.goals[entry]
        return LINE + weights.link(named, tag)

    def name_of(key: str, entry: Any, tag: str) -> str:
        if isinstance(entry, Assessment):
            return package.indicators[entry.target.indicator_id].title[tag]
        if isinstance(entry, DeliverableStanding):
            return entry.deliverable.title[tag]
        named = package.organisations[entry] if key == ORGANISATIONS else package.goals[entry]
        return named.title[tag]

    groups: dict[str, Sequence[Any]] = {
        "targets": view.assessments_by_goal[name],
        "deliverables": view.deliverables_by_goal[name],
        ORGANISATIONS: goal.organisations,
        "continues": goal.continues,
        "continued": [item.id for item in view.continued_by[name]],
    }
    officers = sum(len(text.encode()) for text in goal.officers)
    return Listing(
        {key: entries for key, entries in groups.items() if entries} or {"targets": []},
        weigh,
        name_of,
        _titled(goal.title, goal.summary, goal.summary, document.title, more=900 + 2 * officers),
    )


# The package itself.


def _package(view: Shown) -> Listing:
    """Every target, by whether there is a result, and every deliverable, by how far it is."""

    def weigh(key: str, entry: Any, tag: str) -> int:
        if entry is None:
            return HEAD + 300
        if isinstance(entry, DeliverableStanding):
            return weights.deliverable_line(view, entry, tag)
        if key in BY_PERIOD:
            return weights.declared_promise(view, entry, tag)
        return weights.target(view, entry, tag)

    def name(key: str, _: Any, tag: str) -> str:
        if key in view.reporting_counts:
            return said(tag, f"reporting.{key}")
        return said(tag, "superseded.title" if key == SUPERSEDED else f"state.{key}")

    def anchors(key: str, entry: Any) -> Iterable[str]:
        if entry is None:
            yield key.replace("_", "-")
            if key in view.state_counts:
                yield DELIVERABLES

    groups = {**dict(_by_status(view)), **dict(_by_state(view))}
    return Listing(groups, weigh, name, lambda tag: _opening(view, tag), anchors)


def _opening(view: Shown, tag: str) -> int:
    """What the page of a package opens with: what it is, its counts, its themes and newest documents."""
    package = view.package
    named: list[Named | Document] = [*package.themes.values(), *package.documents.values()]
    most = sorted((weights.link(item, tag) + LINE + SUB + 60 for item in named), reverse=True)
    texts = package.description[tag], package.disclaimer[tag]
    return 5_500 + sum(most[: 2 * MOST_LISTED]) + sum(4 * size(text) for text in texts)


def _by_status(view: Shown) -> Iterator[tuple[str, Sequence[Assessment]]]:
    for status in view.reporting_counts:
        listed = [item for item in view.assessments if item.reporting == status]
        yield status, [item for _, of in by_period(listed) for item in of] if status in BY_PERIOD else listed
    if view.superseded:
        yield SUPERSEDED, view.superseded


def _by_state(view: Shown) -> Iterator[tuple[str, Sequence[DeliverableStanding]]]:
    """Those of which nothing was ever reported, though their day is over, stand on a page of their own."""
    found = grouped((item.state, item) for item in view.standings.deliverables.values() if not silent(item))
    yield from ((state, found[state]) for state, count in view.state_counts.items() if count)


def silent(item: DeliverableStanding) -> bool:
    """Whether the day of a deliverable is over and nothing was ever reported of it."""
    return item.overdue and not item.latest


def by_period(assessments: Iterable[Assessment]) -> list[tuple[Period, list[Assessment]]]:
    """Targets by their period, the latest first."""
    periods = grouped((item.target.period, item) for item in assessments)
    return sorted(periods.items(), key=lambda item: (item[0].end, item[0].start), reverse=True)


def _unreported(view: Shown) -> Listing:
    """The promises of each year whose time is over, the latest year first; then who answers for how many."""
    package, coverage = view.package, view.coverage
    groups = dict(_open(coverage))
    first = {(key, goal): item for key, entries in groups.items() for goal, item in reversed(entries)}
    reports = {f"{of_year.year}/": of_year.reports for of_year in coverage.years}
    groups[ORGANISATIONS] = [(name, None) for name in coverage.by_organisation]

    def weigh(key: str, entry: Any, tag: str) -> int:
        if entry is None:
            above = 100 if key.partition("/")[2] else 3 * HEAD + ENTRY
            return above + sum(SUB + weights.link(item, tag) for item in reports.get(key, ()))
        name, item = entry
        if item is None:
            return 420 + weights.link(package.organisations[name], tag)
        opens = 0
        if key.endswith(_BY_GOAL) and first[key, name] is item:
            opens = 60 + weights.link(package.goals[name], tag)
        if isinstance(item, Assessment):
            return opens + 30 + weights.promise(view, item, tag)
        if key.endswith(_BY_GOAL):
            return opens + LINE + size(item.deliverable.title[tag])
        told = weights.told_in(view, item.latest, tag) if item.latest else 0
        return opens + weights.deliverable_line(view, item, tag) + told

    def name_of(key: str, _: Any, tag: str) -> str:
        year, slash, _ = key.partition("/")
        return said(tag, "period.year", year=year) if slash else said(tag, "unreported.by_organisation")

    def anchors(key: str, entry: Any) -> Iterable[str]:
        return [f"year-{key[:-1]}"] if entry is None and key.endswith("/") else ()

    return Listing(groups, weigh, name_of, lambda _: 1_500 + 400 * len(coverage.years), anchors=anchors)


_BY_GOAL = ("unanswered", "silent")
_UNREPORTED = (*_BY_GOAL, "interim", "begun", "cancelled")
"""What a year lists, in this order, and which of it by goal."""


def _open(coverage: PackageCoverage) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """What each year lists, as `<year>/<kind>` with (goal, promise); `<year>/` stands above it, without any."""
    for of_year in coverage.years:
        yield f"{of_year.year}/", []
        for kind in _UNREPORTED:
            of_goals = of_year.by_goal.items() if kind in _BY_GOAL else [("", of_year.all)]
            found = [(name or _goal_of(item), item) for name, of in of_goals for item in getattr(of, kind)]
            if found:
                yield f"{of_year.year}/{kind}", found


def _goal_of(item: Assessment | DeliverableStanding) -> str:
    return item.target.goal_id if isinstance(item, Assessment) else item.deliverable.goal_id


def _findings(view: Shown) -> Listing:
    checks = claims(view)
    groups: dict[str, Sequence[Any]] = {**grouped((str(item.kind), item) for item in view.standings.findings)}
    groups |= {key: claimed(check) for key, check in checks.items()}

    def weigh(key: str, entry: Any, tag: str) -> int:
        if entry is None:
            return weights.claim(view, checks[key].claim, tag) if key in checks else HEAD + ENTRY
        if key in checks:
            return weights.promise(view, entry[1], tag) + weights.mark(entry[1], tag)
        return weights.finding(view, entry, tag)

    def name(key: str, _: Any, tag: str) -> str:
        return said(tag, "findings.claims") if key in checks else said(tag, f"finding_kind.{key}")

    def anchors(key: str, entry: Any) -> Iterable[str]:
        if key in checks:
            return [key] if entry is None else ()
        return () if entry is None else [anchor(entry.id)]

    return Listing(groups, weigh, name, lambda _: 700, anchors=anchors)


def newest(documents: Iterable[Document]) -> list[Document]:
    """The documents that are named where they are not the matter: all, or the newest of very many."""
    listed = list(documents)
    if len(listed) <= MOST_LISTED:
        return listed
    return sorted(listed, key=lambda item: (item.issued, item.id), reverse=True)[:MOST_LISTED]


def by_year(groups: Groups) -> Mapping[int, Groups]:
    """The lists of what was not reported that belong to a year, by what they hold; what stands above all as nothing."""
    found: dict[int, dict[str, Sequence[Any]]] = {}
    for key, entries in groups.items():
        year, slash, kind = key.partition("/")
        if slash:
            found.setdefault(int(year), {})[kind] = entries
    return found


def claims(view: Shown) -> Mapping[str, ClaimCheck]:
    """The claims on all targets at once as they were checked, by their anchors."""
    return {f"{CLAIM}{anchor(check.claim.id)}": check for check in view.standings.claims}


def claimed(check: ClaimCheck) -> list[tuple[str, Assessment]]:
    """The targets that a claim is about, each with how it bears out the claim."""
    kinds = ("borne_out", "not_borne_out", "unclear", "earlier", "no_share", "unreported")
    return [(kind, item) for kind in kinds for item in getattr(check, kind)]


def _revisions(view: Shown) -> Listing:
    """What could not be read of the history, then what changed, the latest commit first; at the end, under no commit, what
    only corrections tell.
    """
    groups: dict[str, Sequence[Any]] = {}
    if view.history and view.history.gaps:
        groups[GAPS] = view.history.gaps
    groups |= dict(reversed([*grouped((item.commit, item) for item in view.revisions_told).items()]))

    def weigh(key: str, entry: Any, tag: str) -> int:
        if key == GAPS:
            return HEAD if entry is None else weights.gap(entry)
        return HEAD + ENTRY if entry is None else weights.revision(view, entry, tag)

    def name(key: str, entry: Any, tag: str) -> str:
        return formats.day(entry.commit.day if key == GAPS else entry.day, tag)

    def anchors(key: str, entry: Any) -> Iterable[str]:
        return [f"c-{key[:12]}"] if entry is None and key != GAPS else ()

    return Listing(groups, weigh, name, lambda _: 1_500, anchors=anchors)


# A document: its sections in its own order, with what stands in each.

LISTED_LEVELS = 3
"""The sections of the levels before this one stand in the table of contents of a document."""

_HELD = ("claims", "goals", "targets", "deliverables", "observations", "series", "progress")
"""What a section holds, in the order in which it is shown."""


def _against(view: Shown, later: str, earlier: str) -> Listing:
    """Two plans side by side."""
    package = view.package

    def weigh(key: str, entry: Any, tag: str) -> int:
        if entry is None:
            return FOLD + ENTRY + 250
        if key == CARRIED:
            name, earlier_ones = entry
            return 110 + sum(weights.link(package.goals[one], tag) + 12 for one in (name, *earlier_ones))
        if key == BOTH:
            named = weights.link(package.indicators[entry.indicator_id], tag)
            promises = (*entry.earlier, *entry.later)
            return 330 + named + sum(weights.promised(view, item, tag) for item in promises)
        if isinstance(entry, Assessment):
            return weights.listed_target(view, entry, tag)
        return LINE + weights.link(package.goals[entry], tag)

    def name(key: str, _: Any, tag: str) -> str:
        return said(tag, f"against.{key.replace('-', '_')}")

    titles = [package.documents[one].title for one in (later, earlier)]

    def around(tag: str) -> int:
        notes = (package.documents[one].notes for one in (later, earlier))
        return 2_500 + sum(14 * size(title[tag]) for title in titles) + sum(size(note[tag]) for note in notes)

    return Listing(
        side_by_side(view, later, earlier),
        weigh,
        name,
        around,
        anchors=_of_heads,
        room=parts.WHOLE,
    )


def _document(view: Shown, name: str) -> Listing:
    later, against, earlier = name.partition(AGAINST)
    if against:
        return _against(view, later, earlier)
    document = view.package.documents[name]
    sections = {entry.locator: entry for entry in view.outlines[name]}
    groups: dict[str, Sequence[Any]] = {
        locator: [(kind, item) for kind in _HELD for item in getattr(entry, kind)]
        for locator, entry in sections.items()
    }
    if document.restorations:
        groups[RESTORATIONS] = document.restorations

    def weigh(key: str, entry: Any, tag: str) -> int:
        if key == RESTORATIONS:
            return (
                HEAD
                if entry is None
                else 150 + size(entry.printed) + size(entry.restored) + size(entry.reason[tag])
            )
        if entry is None:
            return _section(view, sections[key], tag)
        kind, item = entry
        return _held(view, kind, item, tag)

    def name_of(key: str, _: Any, tag: str) -> str:
        return said(tag, "document.restorations") if key == RESTORATIONS else sections[key].title[tag]

    def anchors(key: str, entry: Any) -> Iterable[str]:
        if entry is None:
            return [anchor(key)]
        is_goal = key != RESTORATIONS and entry[0] == "goals"
        return [anchor(entry[1].locator)] if is_goal else ()

    return Listing(
        groups, weigh, name_of, _titled(document.title, document.notes, more=1_300), anchors=anchors
    )


def _section(view: Shown, entry: OutlineEntry, tag: str) -> int:
    """What stands above what a section holds: its name, here and in the table of contents, and the goal that it is."""
    named = 65 + size(anchor(entry.locator)) + size(entry.title[tag]) + (90 if entry.empty else 0)
    if entry.level < LISTED_LEVELS:
        named += 58 + size(anchor(entry.locator)) + size(entry.title[tag])
    whole = weights.goal(view, entry.goal, tag) - 130 - size(entry.title[tag]) if entry.goal else 0
    table = 235 if entry.observations else 0
    lists = sum(
        40 for kind in ("targets", "deliverables", "series", "progress", "goals") if getattr(entry, kind)
    )
    return named + whole + table + lists


def _held(view: Shown, kind: str, item: Any, tag: str) -> int:
    """An entry of a section."""
    if kind == "goals":
        return weights.goal(view, item, tag)
    if kind == "observations":
        return weights.observation(view, item, tag)
    if kind == "claims":
        return 250 + size(item.citation.figure) + len(item.id)
    if kind == "progress":
        deliverable = view.package.deliverables[item.deliverable_id]
        dated = 90 if item.new_due else 0
        return LINE + LINK + len(deliverable.goal_id) + size(deliverable.title[tag]) + 25 + dated
    return _line(view, item, tag)


def _line(view: Shown, item: Target | Deliverable | Series, tag: str) -> int:
    """What a section prints apart from its goal, or holds of an indicator: a line of it."""
    package = view.package
    if isinstance(item, Series):
        return LINE + SUB + 60 + weights.link(package.indicators[item.indicator_id], tag)
    goal = weights.link(package.goals[item.goal_id], tag)
    if isinstance(item, Deliverable):
        return LINE + SUB + size(item.title[tag]) + goal
    return LINE + SUB + 80 + weights.link(package.indicators[item.indicator_id], tag) + goal


def in_part(sections: Iterable[OutlineEntry], groups: Groups) -> Iterator[OutlineEntry]:
    """The sections of a document of which something stands in a part, each with what stands there of it."""
    for entry in sections:
        if entry.locator in groups:
            held = grouped(groups[entry.locator])
            shown: dict[str, Any] = {kind: tuple(held[kind]) for kind in _HELD}
            yield replace(entry, **shown)


_OF_ALL: Mapping[str, Callable[[Shown], Listing]] = {
    "": _package,
    "goals": _goals,
    "indicators": _indicators,
    "documents": lambda view: _flat(view.package.documents, lambda _: 90),
    "organisations": _organisations,
    "themes": _themes,
    "targets": _targets,
    "programmes": _programmes,
    "due": _due,
    "unreported": _unreported,
    "findings": _findings,
    "revisions": _revisions,
}
_OF_ONE: Mapping[str, Callable[[Shown, str], Listing]] = {
    "themes": _theme,
    "organisations": _organisation,
    "goals": _goal,
    "documents": _document,
    "programmes": _programme,
}
