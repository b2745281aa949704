"""The report on a change: a summary, then its sections, as text, Markdown or JSON.

Texts are bounded: a section names so many things, and Markdown is short enough for a comment in a forge. JSON has all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from generator.changes import Change, Kind
from generator.diffs.demands import Turn
from generator.diffs.effects import Difference
from generator.diffs.naming import Names, word
from generator.diffs.sections import NUMBERS, Item, Section, is_figure, sections
from generator.explain import explain
from generator.problems import escaped, visible
from generator.statements import statement

LONGEST = 60_000
"""Characters of Markdown; a comment may have 65,536."""

_LONGEST_LINE = 600
"""Characters of one line, before they are escaped."""


def counts(difference: Difference) -> dict[str, int]:
    """How many of everything: rows of figures, verdicts, promises, findings, ids, other changes, files."""
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
    return {
        "figures_added": len(figures[Kind.ADDED]),
        "figures_changed": len(figures[Kind.CHANGED]),
        "figures_removed": len(figures[Kind.REMOVED]),
        "figures_renamed": len(figures[Kind.RENAMED]),
        "things": len(things),
        "verdicts": sum(len(effect.verdicts) + len(effect.states) for effect in effects),
        **{turn.value: turns.count(turn) for turn in (Turn.SOFTENED, Turn.DROPPED, Turn.STRICTER)},
        "appeared": sum(len(effect.appeared) for effect in effects),
        "vanished": sum(len(effect.vanished) for effect in effects),
        "renamed": sum(change.kind is Kind.RENAMED and change.table not in NUMBERS for change in changes),
        "others": len(others),
        "files": len(difference.comparison.rewritten),
    }


def summary(difference: Difference, language: str) -> list[str]:
    """What changed, in a line of counts; then what is wrong with either side."""
    found = {name: count for name, count in counts(difference).items() if count}
    parts = word(language, "row.join").join(
        word(language, f"summary.{name}", count=str(count)) for name, count in found.items()
    )
    lines = [word(language, "summary.lead", parts=parts) if found else word(language, "summary.nothing")]
    for name, errors in (("head", difference.head_errors), ("base", difference.base_errors)):
        if errors:
            lines.append(word(language, f"errors.{name}", count=str(errors)))
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
        "errors": {"base": difference.base_errors, "head": difference.head_errors},
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
