"""What is due and unreported, for those who keep the record: promises whose time is over, and what falls due soon.

The documents held are all that is known: a promise without a result here may well have been kept, and reported elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from generator.core import formats
from generator.core.codes import ReportingStatus
from generator.core.languages import spoken
from generator.core.markdown import escaped
from generator.core.messages import lookup
from generator.core.model import Goal, Package, Target
from generator.core.phrases import Text
from generator.verdicts.assess import Assessment
from generator.verdicts.coverage import coverage, responsible
from generator.verdicts.deliverables import DeliverableStanding
from generator.verdicts.standings import Standings
from generator.wording.deliverables import moved_day
from generator.wording.explain import said, scope_aside, target_value, unit_of

SOON = 62
"""Days ahead: the longest two months, so that a monthly look names everything at least once before it is due."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One promise without a result for its whole time.

    `kind` is `target` or `deliverable`; `asked` is what a target asks for, empty for a deliverable; `status` is the key
    of a text of the site; `as_of` is the day of the latest result or report held, None where there is none. `standing`
    is that of a deliverable, for the days that reports name.
    """

    kind: str
    id: str
    goal: Goal
    title: Text
    asked: Text
    due: date
    status: str
    as_of: date | None
    standing: DeliverableStanding | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What one organisation answers for: promises whose time is `over`, and those that fall due `soon`; by day."""

    id: str
    title: Text
    over: tuple[Owed, ...]
    soon: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class PackageDue:
    """What is due in one package, by who answers for it. A promise of several organisations stands with each."""

    id: str
    title: Text
    today: date
    accounts: tuple[Account, ...]

    def count(self, which: Callable[[Account], Sequence[Owed]]) -> int:
        """How many promises there are, each counted once."""
        return len({(item.kind, item.id) for account in self.accounts for item in which(account)})


def due(package: Package, standings: Standings) -> PackageDue:
    """What of a package is due on the day of its standings without a result for the whole time, or due soon."""
    over = {
        name: [
            *(_target(package, item) for item in (*group.interim, *group.unanswered)),
            *(
                _deliverable(package, item, item.promised)
                for item in (*group.begun, *group.silent)
                if item.promised is not None
            ),
        ]
        for name, group in coverage(package, standings).by_organisation.items()
    }
    soon: dict[str, list[Owed]] = {}
    for item in _soon(package, standings):
        for name in responsible(package, item.goal):
            soon.setdefault(name, []).append(item)

    def by_day(items: Iterable[Owed]) -> tuple[Owed, ...]:
        return tuple(sorted(items, key=lambda item: item.due))

    return PackageDue(
        package.id,
        package.title,
        standings.today,
        tuple(
            Account(name, organisation.title, by_day(over.get(name, ())), by_day(soon.get(name, ())))
            for name, organisation in package.organisations.items()
            if over.get(name) or soon.get(name)
        ),
    )


def _soon(package: Package, standings: Standings) -> Iterator[Owed]:
    today = standings.today
    last = today + timedelta(SOON)
    for item in standings.targets.values():
        open_ = item.reporting is not ReportingStatus.REPORTED_FINAL and not item.due
        if open_ and item.target.period.end <= last and standings.counted(item):
            yield _target(package, item)
    for standing in standings.deliverables.values():
        # What is over already stands with that, whatever day a report named since.
        over = standing.promised is not None and today > standing.promised
        days = [day for day in (standing.promised, standing.current_due) if day and today <= day <= last]
        if days and not over and not standing.state.settled:
            yield _deliverable(package, standing, min(days))


def _asked(package: Package, target: Target, language: str) -> str:
    """What a target asks for, with its area where that is not the package's own."""
    value = target_value(target, unit_of(package, target.indicator_id, language), language)
    return value + scope_aside(package, target, language)


def _target(package: Package, item: Assessment) -> Owed:
    target = item.target
    asked = {language: _asked(package, target, language) for language in spoken(package.languages)}
    return Owed(
        "target",
        target.id,
        package.goals[target.goal_id],
        package.indicators[target.indicator_id].title,
        Text.of(asked),
        target.period.end,
        f"reporting.{item.reporting}",
        item.as_of,
    )


def _deliverable(package: Package, standing: DeliverableStanding, day: date) -> Owed:
    deliverable, latest = standing.deliverable, standing.latest
    status = "overdue" if standing.overdue and latest is None else str(standing.state)
    return Owed(
        "deliverable",
        deliverable.id,
        package.goals[deliverable.goal_id],
        deliverable.title,
        Text(),
        day,
        f"state.{status}",
        latest.as_of if latest else None,
        standing,
    )


def render(
    packages: Sequence[PackageDue], form: str, language: str, calendars: Mapping[str, str] | None = None
) -> str:
    """What is due, as `text`, `markdown` or `json`; `calendars` are the addresses of what falls due for calendars, by
    package: paths on the site as long as nobody knows where it will stand.
    """
    return _RENDERINGS[form](packages, language, calendars or {})


def _said(language: str, key: str, **values: str) -> str:
    return lookup(language, "due", key, values.get("count", "")).format_map(values)


def _status(item: Owed, language: str) -> str:
    status = said(language, item.status)
    if item.as_of is not None:
        status = _said(language, "as_of", status=status, day=formats.day(item.as_of, language))
    moved = moved_day(item.standing, language) if item.standing else ()
    return " · ".join((status, *moved))


def _sections(account: Account, language: str) -> Iterator[tuple[str, list[Owed]]]:
    """The promises of an organisation under their headings: what is over by year, the latest first, then what is soon."""
    years = {
        year: list(items) for year, items in groupby(reversed(account.over), key=lambda item: item.due.year)
    }
    for year, items in years.items():
        yield _said(language, "over", year=str(year), count=str(len(items))), items[::-1]
    if account.soon:
        yield (
            _said(language, "soon", days=str(SOON), count=str(len(account.soon))),
            list(account.soon),
        )


def _head(package: PackageDue, language: str) -> str:
    over, soon = package.count(lambda one: one.over), package.count(lambda one: one.soon)
    return _said(
        language,
        "counts",
        day=formats.day(package.today, language),
        over=str(over),
        days=str(SOON),
        soon=str(soon),
    )


def _calendar(address: str, shown: str, language: str) -> str:
    return _said(language, "calendar" if "://" in address else "calendar_on_site", address=shown)


def _as_text(packages: Sequence[PackageDue], language: str, calendars: Mapping[str, str]) -> str:
    lines = [_said(language, "lead")]
    for package in packages:
        lines += ["", package.title[language], _head(package, language)]
        if address := calendars.get(package.id):
            lines.append(_calendar(address, address, language))
        for account in package.accounts:
            for heading, items in _sections(account, language):
                lines += ["", f"  {account.title[language]} · {heading}"]
                for item in items:
                    asked = f" {item.asked[language]}" if item.asked else ""
                    lines.append(f"    {item.due}  {item.title[language]}{asked}  [{item.goal.id}]")
                    lines.append(f"                {_status(item, language)}")
    return "\n".join(lines)


def _as_markdown(packages: Sequence[PackageDue], language: str, calendars: Mapping[str, str]) -> str:
    """Headings and tables for an issue; every text of the data is escaped."""
    columns = ("what", "asked", "due", "status", "goal")
    lines = [_said(language, "lead")]
    for package in packages:
        lines += [
            "",
            f"## {escaped(package.title[language])}",
            "",
            f"**{escaped(_head(package, language))}**",
        ]
        if address := calendars.get(package.id):
            shown = f"<{address}>" if "://" in address else f"`{address}`"
            lines += ["", _calendar(address, shown, language)]
        for account in package.accounts:
            lines += ["", f"### {escaped(account.title[language])}"]
            for heading, items in _sections(account, language):
                lines += ["", f"#### {escaped(heading)}", ""]
                lines.append(f"| {' | '.join(_said(language, f'column.{name}') for name in columns)} |")
                lines.append("|" + " --- |" * len(columns))
                for item in items:
                    cells = (
                        item.title[language],
                        item.asked[language],
                        item.due.isoformat(),
                        _status(item, language),
                        item.goal.id,
                    )
                    lines.append(f"| {' | '.join(map(escaped, cells))} |")
    return "\n".join(lines)


def _as_json(packages: Sequence[PackageDue], _: str, calendars: Mapping[str, str]) -> str:
    def text(value: Text) -> Mapping[str, str]:
        return {language: value.own(language) for language in value.tags}

    def row(item: Owed) -> Mapping[str, object]:
        current = item.standing.current_due if item.standing else None
        return {
            "kind": item.kind,
            "id": item.id,
            "goal_id": item.goal.id,
            "title": text(item.title),
            "asked": text(item.asked) if item.asked else None,
            "due": item.due.isoformat(),
            "status": item.status.partition(".")[2],
            "as_of": item.as_of and item.as_of.isoformat(),
            "current_due": current.isoformat() if current else None,
        }

    found = [
        {
            "package": package.id,
            "date": package.today.isoformat(),
            "organisations": [
                {
                    "id": account.id,
                    "title": text(account.title),
                    "over": [row(item) for item in account.over],
                    "soon": [row(item) for item in account.soon],
                }
                for account in package.accounts
            ],
            "calendar": calendars.get(package.id),
        }
        for package in packages
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)


_RENDERINGS = {"text": _as_text, "markdown": _as_markdown, "json": _as_json}
FORMATS = tuple(_RENDERINGS)
