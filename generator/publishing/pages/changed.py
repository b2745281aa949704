"""Puts a change of what was published into a sentence: which thing, what of it, what it was and what it became."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from generator.comparing.diffs.naming import word
from generator.comparing.past_verdicts import UNKNOWN
from generator.comparing.revisions import VERDICT, Revision, indicator_of
from generator.core import formats
from generator.core.codes import ProgressStatus, Rule, Turn
from generator.core.messages import catalogue
from generator.core.model import Correction, Package, Period
from generator.core.periods import period_of
from generator.core.phrases import joined
from generator.format.naming import worded
from generator.format.tables import (
    DOCUMENT_TABLES,
    MOVED,
    OBSERVATIONS,
    PLANNED,
    PROGRESS,
    REMOVED,
    RESTORED,
    TARGETS,
)
from generator.verdicts.assess import rule_for
from generator.verdicts.superseding import replacements
from generator.wording.explain import nameless, said

_IN_DOCUMENTS = (*(table.name for table in DOCUMENT_TABLES), "goals", VERDICT[0])
"""The tables in which an id begins with a document; `progress` begins with that of the promise."""

_BY_PLACE = frozenset((TARGETS.name, PLANNED.name, OBSERVATIONS.name, PROGRESS.name))
"""The tables of which no author writes the ids: they follow from period, area and the like."""

_NAMED = {"unit_id": "units", "area_id": "areas", "theme_id": "themes", "indicator_id": "indicators"}
"""Columns that name a thing with a title."""

_HELD: Mapping[str, str] = {ProgressStatus.ON_PACE: "met", ProgressStatus.BEHIND: "unmet"}
"""How a share or a ceiling stands, which has no pace."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_OPEN = (
    ProgressStatus.AHEAD,
    ProgressStatus.ON_PACE,
    ProgressStatus.SLIGHTLY_BEHIND,
    ProgressStatus.BEHIND,
    ProgressStatus.CANNOT_ASSESS,
)
"""Verdicts that decide nothing: when the period is over, they rest on an interim result."""


def sentence(package: Package, item: Revision | Correction, language: str) -> str:
    """What was changed, in a sentence of a language; what a row names may be gone, and is then told by its id."""
    row = _row(package, item.table, item.key, language)
    if item.field == REMOVED:
        form = "took" if item.old else "took_all"
    elif item.field == RESTORED:
        form = "back"
    elif item.field == MOVED:
        form = "renamed" if item.table in _BY_PLACE else "named"
    elif (item.table, item.field) == VERDICT:
        form = "turned"
    else:
        form = "made" if item.old and item.new else "filled" if item.new else "emptied"
    values: Mapping[str, str] = {
        name: _value(package, item, text, language) for name, text in (("old", item.old), ("new", item.new))
    }
    if form == "renamed":
        values = _moved(package, item, language) or values
    titles: Mapping[str, str] = catalogue(language, "fields")["titles"]
    field = worded(titles, "", item.field, language) or item.field
    return said(language, f"revisions.{form}", row=row, field=field, **values)


def _row(package: Package, table: str, key: str, language: str) -> str:
    """The thing or row with an id: what it is, by its title, and in which document."""
    # A new kind of row must not break the telling of old ones.
    words: Mapping[str, str] = catalogue(language, "site")["revisions"]["rows_of"]
    kind = words.get(table, table)
    about, document = indicator_of(table, key), package.documents.get(key.partition("/")[0])
    # What a report says of a deliverable has an id that begins with that of the deliverable.
    things, thing = getattr(package, table, None), key
    if table == PROGRESS.name:
        things, thing = package.deliverables, "/".join(key.split("/")[:3])
    if about in package.indicators:
        name = package.indicators[about].title[language]
    elif isinstance(things, Mapping) and hasattr(things.get(thing), "title"):
        name = things[thing].title[language]
    else:
        name = about or thing
    which = joined(_which(package, table, key, about, language), said(language, "sign.list"))
    values = {"kind": kind, "name": name, "which": said(language, "sign.aside", text=which) if which else ""}
    if table in _IN_DOCUMENTS and document is not None:
        return said(language, "revisions.row_in", document=document.title[language], **values)
    return said(language, "revisions.row", **values)


def _moved(package: Package, item: Revision | Correction, language: str) -> Mapping[str, str]:
    """By what a row is told from others of its indicator, before and after; empty where that is not all that changed."""
    sign, about = said(language, "sign.list"), indicator_of(item.table, item.key)
    keys = {"old": item.old, "new": item.new}
    told = {
        name: joined(_which(package, item.table, key, about, language), sign) for name, key in keys.items()
    }
    places = {key.partition(f"/{about}/")[0] for key in keys.values()}
    return told if len(places) == 1 and all(told.values()) and told["old"] != told["new"] else {}


def _which(package: Package, table: str, key: str, about: str, language: str) -> Iterator[str]:
    """What tells one row of an indicator or deliverable from another, in the order of the id: area, breakdowns, period, day."""
    if table == PROGRESS.name:
        steps = key.split("/")[-1:]
    else:
        steps = key.partition(f"/{about}/")[2].split("/") if about and table in _IN_DOCUMENTS else []
    while steps:
        step, *steps = steps
        if step in package.areas:
            yield package.areas[step].title[language]
        elif steps and step in package.dimensions and steps[0] in package.dimensions[step].values:
            yield package.dimensions[step].values[steps.pop(0)][language]
        elif (days := _period(package, "/".join([step, *steps[:1]]))) is not None:
            yield formats.period(days, language)
            steps = steps[1:]
        elif (days := _period(package, step)) is not None:
            yield formats.period(days, language)
        elif _DAY.fullmatch(step):
            yield word(language, "row.by" if table == PLANNED.name else "row.as_of", day=_day(step, language))
        elif step:
            yield step


def _period(package: Package, name: str) -> Period | None:
    """A period by its name in an id, if it is one."""
    try:
        return Period(*period_of(name), package.calendar)
    except ValueError:
        return None


def _day(text: str, language: str) -> str:
    """A day in words; as it stands where there is no such day."""
    try:
        return formats.day(date.fromisoformat(text), language)
    except ValueError:
        return text


def _standing(package: Package, item: Revision, code: str, language: str) -> str:
    """A verdict in words: in the past tense where the target's period was over by then, for what has a pace still rests
    on an interim result then; and of what has none, whether it held. A target that is gone tells neither.
    """
    if code == UNKNOWN:
        return said(language, "revisions.standing_unknown")
    target = package.targets.get(item.key)
    if target is None or code not in _OPEN:
        return said(language, f"progress.{code}") if code in set(ProgressStatus) else code
    by = replacements(package, item.day).get(target.id)
    if code == ProgressStatus.CANNOT_ASSESS and by is not None and by.turn is Turn.DONE:
        return said(language, "standing.superseded")
    rule = rule_for(target, package.indicators[target.indicator_id], target.baseline)
    held = _HELD.get(code) if rule in (Rule.RATE, Rule.LIMIT) else None
    if item.day > target.period.end:
        return said(language, f"standing_then.{held or code}")
    return said(language, f"standing.{held}_so_far" if held else f"progress.{code}")


def _value(package: Package, item: Revision | Correction, text: str, language: str) -> str:
    """A value of the past in words where it is a code, else as it stood: the past was not checked by today's rules."""
    if isinstance(item, Revision) and (item.table, item.field) == VERDICT:
        return _standing(package, item, text, language)
    if item.field in _NAMED:
        named = getattr(package, _NAMED[item.field]).get(text)
        return named.title[language] if named else text
    own, choices = catalogue(language, "site"), catalogue(language, "sheet")["choices"]
    words = {"state": own["state"], "measure": own["measure"], **choices}
    known: Mapping[str, str] = {**choices.get(item.field, {}), **words.get(item.field, {})}
    if _DAY.fullmatch(text):
        return _day(text, language)
    return known.get(text) or nameless(package, text, language)
