"""The report on a change: a summary, then its sections, as text, Markdown or JSON.

Texts are bounded: a section names so many things, and Markdown is short enough for a comment in a forge. JSON has all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from generator.comparing.changes import Change, Kind
from generator.comparing.diffs.demands import Turn
from generator.comparing.diffs.effects import Difference
from generator.comparing.diffs.naming import Names, word
from generator.comparing.diffs.rows import NUMBERS, Item, is_figure
from generator.comparing.diffs.sections import Section, misfits, sections, uncorrected
from generator.core.markdown import escaped
from generator.core.problems import Problem
from generator.core.texts import visible
from generator.wording.disagreements import statement
from generator.wording.explain import explain

LONGEST = 60_000
"""Characters of Markdown; a comment may have 65,536."""

_LONGEST_LINE = 600
"""Characters of one line, before they are escaped."""


def counts(difference: Difference) -> dict[str, int]:
    """How many of everything, the weightiest first.

    `figures_…` are rows of figures, `targets_…` those of them that are targets. `things` are what else is published, such
    as deliverables, goals and indicators, `things_added` new deliverables and progress. `locked` are entries of the locks,
    `files` files only.
    """
    changes = difference.comparison.changes
    figures = {kind: set[tuple[str, str, str]]() for kind in Kind}
    things, others = set[tuple[str, ...]](), set[tuple[str, ...]]()
    for change in changes:
        record = (change.package, change.table, change.key)
        renamed = change.kind is Kind.RENAMED
        if change.table in NUMBERS and (renamed or is_figure(change)):
            figures[change.kind].add(record)
        elif not renamed:
            (things if is_figure(change) else others).add((*record, change.kind))
    effects = (difference.effects or {}).values()
    turns = [demand.turn for effect in effects for demand in effect.demands]
    found = {turn.value: turns.count(turn) for turn in (Turn.DROPPED, Turn.SOFTENED, Turn.STRICTER)}
    for kind in (Kind.REMOVED, Kind.CHANGED, Kind.RENAMED, Kind.ADDED):
        found[f"targets_{kind}"] = sum(table == "targets" for _, table, _ in figures[kind])
        found[f"figures_{kind}"] = len(figures[kind])
    locks = difference.locks
    found |= {
        "things": len(things),
        "things_added": sum(thing[-1] == Kind.ADDED for thing in things),
        "renamed": sum(change.kind is Kind.RENAMED and change.table not in NUMBERS for change in changes),
        "verdicts": sum(len(effect.verdicts) + len(effect.states) for effect in effects),
        "appeared": sum(len(effect.appeared) for effect in effects),
        "vanished": sum(len(effect.vanished) for effect in effects),
        "others": len(others),
        "locked": sum(item.added + item.changed + item.removed for item in locks.values()),
        "files": sum(path not in locks for path in difference.comparison.rewritten),
    }
    return {name: found[name] for name in _ORDER}


_ORDER = (
    *("dropped", "softened", "stricter"),
    *("targets_removed", "figures_removed", "targets_changed", "figures_changed"),
    *("targets_renamed", "figures_renamed", "things", "renamed"),
    *("verdicts", "appeared", "vanished", "targets_added", "figures_added", "things_added"),
    *("others", "locked", "files"),
)
"""What is counted, the weightiest first."""


def _told(found: dict[str, int]) -> dict[str, int]:
    """The counts as the summary gives them: each thing once."""
    told = dict(found)
    for kind in (Kind.REMOVED, Kind.CHANGED, Kind.RENAMED, Kind.ADDED):
        told[f"figures_{kind}"] -= told[f"targets_{kind}"]
    told["things"] -= told["things_added"]
    return {name: count for name, count in told.items() if count}


def summary(difference: Difference, language: str) -> list[str]:
    """What is not in order, what changed in a line of counts, and what could not be told."""
    wrong = {
        "head": len(difference.head_errors),
        "uncorrected": len(uncorrected(difference)),
        "misfits": len(misfits(difference)),
    }
    lines = [word(language, f"errors.{name}", count=str(count)) for name, count in wrong.items() if count]
    found = _told(counts(difference))
    parts = word(language, "row.join").join(
        word(language, f"summary.{name}", count=str(count)) for name, count in found.items()
    )
    lines.append(word(language, "summary.lead", parts=parts) if found else word(language, "summary.nothing"))
    if difference.base_errors:
        lines.append(word(language, "errors.base", count=str(len(difference.base_errors))))
    if difference.effects is None:
        lines.append(word(language, "errors.no_verdicts"))
    return lines


def render(difference: Difference, form: str, language: str, root: str) -> str:
    """The report as `text`, `markdown` or `json`; `root` is the data directory's path as the reader knows it."""
    if form == "json":
        return json.dumps(data(difference, language, root), ensure_ascii=False, indent=2)
    made = sections(difference, language, root)
    lines = summary(difference, language)
    return (_markdown if form == "markdown" else _text)(lines, made, language)


def _line(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= _LONGEST_LINE else shown[: _LONGEST_LINE - 1] + "…"


def _heading(section: Section, language: str) -> str:
    title = word(language, f"section.{section.name}")
    return word(language, "counted", title=title, count=str(section.count))


def _text(lines: Sequence[str], made: Sequence[Section], language: str) -> str:
    told = list(lines)
    for section in made:
        told += ["", _heading(section, language)]
        group = ""
        for item in section.items:
            if item.group != group:
                group = item.group
                told.append(f"  {_line(group)}")
            told.append(f"  - {_line(item.text)}")
            told += [f"      {_line(detail)}" for detail in item.details]
        if section.more:
            told.append(f"  {word(language, 'more', count=str(section.more))}")
    return "\n".join(told)


def _markdown(lines: Sequence[str], made: Sequence[Section], language: str) -> str:
    told = [f"**{escaped(lines[0])}**", *(f"\n{escaped(line)}" for line in lines[1:])]
    left = LONGEST - sum(len(line) + 1 for line in told) - len(word(language, "cut")) * 6
    for block in _blocks(made, language):
        left -= len(block) + 1
        if left < 0:
            told.append(f"\n{escaped(word(language, 'cut'))}")
            break
        told.append(block)
    return "\n".join(told)


def _blocks(made: Sequence[Section], language: str) -> Iterator[str]:
    """Pieces of Markdown that stand or fall whole."""
    for section in made:
        yield f"\n### {escaped(_heading(section, language))}\n"
        group = ""
        for item in section.items:
            if item.group != group:
                group = item.group
                yield f"\n**{escaped(_line(group))}**\n"
            yield _bullets(item)
        if section.more:
            yield f"\n{escaped(word(language, 'more', count=str(section.more)))}"


def _bullets(item: Item) -> str:
    details = (f"  - {escaped(_line(detail))}" for detail in item.details)
    return "\n".join([f"- {escaped(_line(item.text))}", *details])


def data(difference: Difference, language: str, root: str) -> dict[str, Any]:
    """The report for programs; keys and codes keep their names, texts are in the language asked for.

    `changes` holds every change, the other lists what follows from them.
    """
    effects = (difference.effects or {}).items()
    return {
        "ok": difference.ok,
        "computed": difference.effects is not None,
        "errors": {"base": len(difference.base_errors), "head": len(difference.head_errors)},
        "summary": summary(difference, language),
        "counts": counts(difference),
        "verdicts": [
            {
                "package": name,
                "target": item.after.target.id,
                "reporting": [item.before.reporting, item.after.reporting],
                "progress": [item.before.progress, item.after.progress],
                "explanation": [
                    explain(package, side, language)
                    for package, side in ((effect.base, item.before), (effect.head, item.after))
                    if package
                ],
            }
            for name, effect in effects
            for item in effect.verdicts
        ],
        "states": [
            {
                "package": name,
                "deliverable": item.after.deliverable.id,
                "state": [item.before.state, item.after.state],
                "overdue": [item.before.overdue, item.after.overdue],
                "current_due": [
                    side.current_due and side.current_due.isoformat() for side in (item.before, item.after)
                ],
            }
            for name, effect in effects
            for item in effect.states
        ],
        "promises": [
            {
                "package": name,
                "turn": item.turn,
                "ways": list(item.ways),
                "old": item.old.id,
                "new": item.new.id if item.new else None,
                "text": [
                    Names(package, language).value(row)
                    for package, row in ((effect.base, item.old), (effect.head, item.new))
                    if package and row
                ],
            }
            for name, effect in effects
            for item in effect.demands
        ],
        "findings": [
            {
                "package": name,
                "finding": item.id,
                "became": became,
                "text": statement(package, item, language),
            }
            for name, effect in effects
            for became, package, found in (
                ("appeared", effect.head, effect.appeared),
                ("vanished", effect.base, effect.vanished),
            )
            for item in found
            if package
        ],
        "changes": [_change(change, root) for change in difference.comparison.changes],
        "rewritten": [f"{root}/{path}" for path in difference.comparison.rewritten],
        "problems": [_problem(problem, language, root) for problem in difference.head_errors],
        "uncorrected": [_problem(problem, language, root) for problem in difference.silent],
        "locks": {
            f"{root}/{path}": {"added": item.added, "changed": item.changed, "removed": item.removed}
            for path, item in difference.locks.items()
        },
    }


def _problem(problem: Problem, language: str, root: str) -> dict[str, Any]:
    return {
        "code": problem.code,
        "file": f"{root}/{problem.place.file}",
        "line": problem.place.line or None,
        "message": problem.message(language),
        "hint": problem.hint(language),
    }


def _change(change: Change, root: str) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "package": change.package,
        "table": change.table,
        "key": change.key,
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "figure": is_figure(change),
        "side": "base" if change.kind is Kind.REMOVED else "head",
        "file": f"{root}/{change.place.file}",
        "line": change.place.line or None,
        "values": dict(change.values),
    }
