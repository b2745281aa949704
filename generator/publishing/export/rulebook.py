"""`rules.json`: the rules of the verdicts as tables, with what their words mean in each language that the program speaks,
and `conformance.json` beside it.

It is made of what decides (`verdicts/rules.py`) and of the catalogues, and is the same whatever is published.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from generator.core import sources
from generator.core.codes import ObservationStatus
from generator.core.languages import FALLBACK, interface
from generator.core.messages import catalogue
from generator.core.phrases import Phrase
from generator.verdicts import rules
from generator.verdicts.decisions import AtLeast, Condition, Table

RULES, CASES = "rules.json", "conformance.json"
"""The files: the rules, and cases with what must come out by them, by which other programs can be tried.

They stand below `data/` on the site, and in each archive.
"""

_CASES = Path(__file__).with_name(CASES)
"""Made of the tables by which this program is tested (`tests/helpers/conforming.py`)."""

SHARE_PLACES, PACE_PLACES = 2, 4
"""To how many decimals shares and the pace are published."""

DECIMALS = {"share": SHARE_PLACES, "pace": PACE_PLACES}

_THRESHOLDS = {
    "ahead": rules.AHEAD,
    "on_pace": rules.ON_PACE,
    "slightly_behind": rules.SLIGHTLY_BEHIND,
    "half": rules.HALF,
}


@sources.kept
def rule_files() -> Mapping[str, bytes]:
    """Both files by their names."""
    told = json.dumps(rulebook(), ensure_ascii=False, indent=1) + "\n"
    return {RULES: told.encode(), CASES: _CASES.read_bytes()}


def rulebook() -> Mapping[str, Any]:
    """What it says; a text is given by each language that has it."""
    texts = {language: catalogue(language, "rules") for language in interface()}

    def told(group: str, name: str = "", **values: int) -> dict[str, str]:
        """A text by language, without those that only lend it from another one."""
        found = {language: text[group][name] if name else text[group] for language, text in texts.items()}
        return {
            language: text.format(**values)
            for language, text in found.items()
            if not isinstance(text, Phrase)
        }

    return {
        "title": told("title"),
        "how": told("how"),
        "steps": [{"id": name, "text": told("steps", name, **DECIMALS)} for name in texts[FALLBACK]["steps"]],
        "tables": [
            {
                "id": table.name,
                "title": told("tables", table.name),
                "inputs": [
                    {"id": name, "type": _kind(table, name), "meaning": told("inputs", name)}
                    for name in table.inputs
                ],
                "rows": [
                    {
                        "id": row.name,
                        "when": {name: _condition(condition) for name, condition in row.when.items()},
                        "then": _outcome(row.then),
                    }
                    for row in table.rows
                ],
            }
            for table in rules.TABLES
        ],
        "orders": [
            {
                "id": order.name,
                "title": told("orders", order.name),
                "keys": [{"id": name, "meaning": told("keys", name)} for name in order.keys],
            }
            for order in rules.ORDERS
        ],
        "cases": [{"id": name, "meaning": told("cases", name)} for name in texts[FALLBACK]["cases"]],
        "decimals": DECIMALS,
        "certainty": {status.value: status.certainty for status in ObservationStatus},
        "thresholds": [
            {"id": name, "value": f"{value}", "meaning": told("thresholds", name)}
            for name, value in _THRESHOLDS.items()
        ],
    }


def _kind(table: Table[Any], name: str) -> str:
    if name in table.thresholds:
        return "number"
    asked = next(row.when[name] for row in table.rows if name in row.when)
    return "boolean" if isinstance(asked, tuple) and isinstance(asked[0], bool) else "code"


def _condition(condition: Condition) -> list[str | bool] | dict[str, str]:
    if isinstance(condition, AtLeast):
        return {"at_least": f"{condition.least}"}
    return [_code(item) for item in condition]


def _outcome(then: object) -> Any:
    if dataclasses.is_dataclass(then) and not isinstance(then, type):
        named = ((item.name, getattr(then, item.name)) for item in dataclasses.fields(then))
        return {name: _code(value) for name, value in named if value is not None}
    return _code(then)


def _code(value: object) -> str | bool:
    assert isinstance(value, StrEnum | bool), value
    return value if isinstance(value, bool) else value.value
