"""No digit of the record can change unseen: every change of a cited row is caught by the check or by the lock.

`make test` tries a sample; `MUTATIONS=all .venv/bin/pytest tests/record/test_mutations.py` tries every digit of every row.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from folders import DATA
from trying import tries

from generator.core.values import Refusal
from generator.format import tables
from generator.format.fields import Shape
from generator.reading.trees import WorkingTree
from generator.reading.validate import PackageRecords
from generator.reading.validate.declarations import check_declarations
from generator.reading.validate.identities import give_ids
from generator.reading.validate.inventory import gather
from generator.reading.validate.locks import check_lock
from generator.reading.validate.rules import check_rules
from generator.reading.validate.structure import Records

SAMPLE = tries(400)
FIELDS = {
    "targets": ("locator", "figure", "comparator", "value", "value_upper", "baseline", "occurrence"),
    "observations": (
        *("locator", "figure", "qualifier", "value", "occurrence"),
        *("stated_share", "stated_share_figure", "stated_change", "stated_change_figure"),
    ),
    "planned": ("locator", "figure", "occurrence", "target_id", "date", "value"),
    "claims": ("locator", "figure", "occurrence", "period_start", "period_end", "as_of", "share"),
}
SHAPES: dict[str, Shape] = {shape.name: shape for shape in tables.DOCUMENT_TABLES if shape.name in FIELDS}


def other_texts(text: str, choices: tuple[str, ...]) -> Iterator[str]:
    """A text with one digit (or one Chinese numeral) changed, or another choice."""
    if choices:
        yield from (choice for choice in choices if choice != text)
        return
    numerals = "一二三四五六七八九"
    for position, character in enumerate(text):
        for digits in ("0123456789", numerals):
            if character in digits:
                new = digits[(digits.index(character) + 1) % len(digits)]
                yield text[:position] + new + text[position + 1 :]


def mutations(package: PackageRecords) -> Iterator[tuple[Records, str, int, str]]:
    """Every (records, field, row, new text) of a package."""
    for document in package.documents.values():
        for table, fields in FIELDS.items():
            for records in document.table(table):
                for field in fields:
                    choices = SHAPES[table].by_name[field].choices
                    for row, value in enumerate(records[field]):
                        for text in (
                            other_texts("" if value is None else f"{value}", choices) if value else ()
                        ):
                            yield records, field, row, text
    for indicators in package.indicators.values():
        for row, unit in enumerate(indicators["unit_id"]):
            yield indicators, "unit_id", row, "km" if unit != "km" else "percent"


def caught(package: PackageRecords, records: Records, field: str, row: int, text: str) -> bool:
    """Whether the changed cell is refused, or breaks the lock."""
    shape = next(
        (SHAPES[name] for name in SHAPES if records.file.endswith(f"/{name}.csv")), tables.INDICATORS
    )
    new: Any = shape.by_name[field].read(text)
    if isinstance(new, Refusal):
        return True
    old = records.columns[field][row]
    column: Any = records.columns[field]
    column[row] = new
    try:
        return any(True for _ in check_lock(package))
    finally:
        column[row] = old


@pytest.fixture(scope="module")
def packages() -> list[PackageRecords]:
    found, problems = gather(WorkingTree(DATA))
    assert problems == []
    for package in found:
        give_ids(package)
        assert list(check_rules(package)) == []
        assert list(check_declarations(package)) == []
        assert list(check_lock(package)) == []
    return found


def test_every_change_of_a_digit_is_caught(packages: list[PackageRecords]) -> None:
    cited = {item for package in packages for item in _cited_indicators(package)}
    everything = [
        (package, *mutation)
        for package in packages
        for mutation in mutations(package)
        if mutation[1] != "unit_id" or mutation[0]["id"][mutation[2]] in cited
    ]
    whole = os.environ.get("MUTATIONS") == "all"
    tried = everything if whole else random.Random(2023).sample(everything, SAMPLE)
    escaped = [
        (records.file, field, row, text)
        for package, records, field, row, text in tried
        if not caught(package, records, field, row, text)
    ]
    assert escaped == []


def _cited_indicators(package: PackageRecords) -> Iterator[str]:
    for document in package.documents.values():
        for table in FIELDS:
            for records in document.table(table):
                yield from records.columns.get("indicator_id", ())
