"""One cause, one message: what a program did to a whole sheet is told once, with all the cells that it befell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.core.problems import Place, Problem
from generator.editing.sheets.reading import NO_HEADING

_OF_A_SHEET = frozenset({"sheet-two-ways", "sheet-narrow", "sheet-characters", "sheet-kept", "sheet-years"})
"""What a program does to every such cell of a sheet as it saves it."""

_OF_A_COLUMN = frozenset(
    {
        *("sheet-formula", "sheet-error", "sheet-grey", "sheet-number", "sheet-format"),
        *("sheet-day", "sheet-day-part", "sheet-time", "date-excel", "bad-date", "spaces-around"),
    }
)
"""What befalls a column at once: it is filled down, formatted, pasted."""

_FEW = 3
"""Cells of a column that are told one by one; values of many that a message shows."""

_MORE = " …"


def told_once(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of one sheet, those of one cause as one problem, whose place names the cells."""
    causes: dict[tuple[str, ...], list[Problem]] = {}
    others: list[Problem] = []
    for problem in problems:
        if problem.code in _OF_A_SHEET:
            causes.setdefault((problem.code,), []).append(problem)
        elif problem.code in _OF_A_COLUMN:
            causes.setdefault((problem.code, problem.place.field), []).append(problem)
        else:
            others.append(problem)
    for (code, *_), alike in causes.items():
        single = len(alike) == 1 or (code in _OF_A_COLUMN and len(alike) <= _FEW)
        others += alike if single else [_together(alike)]
    return others


def _together(alike: list[Problem]) -> Problem:
    """The first of some problems, in the place of all of them."""
    first = alike[0]
    values = dict(first.values)
    for name in ("value", "detail", "old"):
        if name in values:
            values[name] = _some([problem.values[name] for problem in alike])
    if any(problem.values.get("suggestion") != values.get("suggestion") for problem in alike):
        values["suggestion"] = ""
    return replace(first, place=_of_all(first.place, alike), values=values)


def _of_all(place: Place, alike: list[Problem]) -> Place:
    cells = f"{_some([problem.place.cell for problem in alike])} ({len(alike)})"
    same = all(problem.place.heading == place.heading for problem in alike)
    return replace(place, cell=cells, heading=place.heading if same else NO_HEADING)


def _some(texts: list[str]) -> str:
    """The first different texts of some."""
    different = list(dict.fromkeys(texts))
    return " · ".join(different[:_FEW]) + (_MORE if len(different) > _FEW else "")
