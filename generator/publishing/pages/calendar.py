"""What falls due in a package, as a calendar that programs follow (RFC 5545): a day for each target and deliverable.

Names of entries are made of what they are about, and their stamps of when it came into the record, so that a calendar
that is fetched again has the same entries, and only what changed is another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from generator.core.codes import Reason
from generator.core.phrases import joined
from generator.publishing.pages.feeds import tag
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.wording.explain import made_up, said, standing_line, target_value, unit_of

NAME = "due.ics"
"""The file beside the page of a package."""

OCTETS = 75
"""How long a line may be, without its end."""


class _Entry(NamedTuple):
    """Something that falls due: its id below the site, the day, since when it is known, the page, and what is told."""

    id: str
    day: date
    since: date
    path: str
    summary: str
    text: str


def calendar(view: PackageView, settings: Settings, language: str) -> str:
    """The calendar of a package in a language."""
    name = joined(
        [settings.called(language), view.package.title[language], said(language, "calendar.title")], " · "
    )
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//mingzhang//due//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for entry in sorted(_entries(view, language)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uuid5(NAMESPACE_URL, tag(settings, language, entry.id))}",
            f"DTSTAMP:{entry.since:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.day + timedelta(1):%Y%m%d}",
            f"SUMMARY:{_text(entry.summary)}",
            f"DESCRIPTION:{_text(entry.text)}",
            *([f"URL:{settings.page(settings.prefix(language) + entry.path)}"] if settings.url else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _entries(view: PackageView, language: str) -> Iterator[_Entry]:
    package, colon = view.package, said(language, "sign.colon")
    note = [made_up(package, language)] if package.fictional else []
    for item in view.standings.targets.values():
        if item.reason is Reason.SUPERSEDED:
            continue
        target = item.target
        document, indicator = (
            package.documents[target.citation.document_id],
            package.indicators[target.indicator_id],
        )
        asked = target_value(target, unit_of(package, indicator.id, language), language)
        told, elsewhere = joined([indicator.title[language], colon, asked]), view.elsewhere(target)
        yield _Entry(
            f"{package.id}:targets/{target.id}",
            target.period.end,
            view.recorded.get(document.id, document.issued),
            f"{package.id}/indicators/{indicator.id}/",
            joined([elsewhere[language], colon, told] if elsewhere else [told]),
            joined([standing_line(item, language), document.title[language], *note], " · "),
        )
    for standing in view.standings.deliverables.values():
        promise, day = standing.deliverable, standing.current_due
        if day is None:
            continue
        document = package.documents[view.goal(promise.goal_id).document_id]
        yield _Entry(
            f"{package.id}:deliverables/{promise.id}",
            day,
            view.recorded.get(document.id, document.issued),
            f"{package.id}/goals/{promise.goal_id}/",
            promise.title[language],
            joined([said(language, f"state.{standing.state}"), document.title[language], *note], " · "),
        )


def _text(text: str) -> str:
    """A text as a value, with what would end it escaped."""
    plain = str(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line in pieces that are short enough, between which no letter is cut."""
    pieces, piece = list[str](), ""
    for letter in line:
        if len((piece + letter).encode()) > OCTETS - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
