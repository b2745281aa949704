"""A draft as files that a person reads, mends and copies from: nothing of it is part of a record as it stands.

Rows lack what only a person can say, so that whoever takes them over unread is told by the check.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.core.codes import DocumentKind, Qualifier
from generator.core.csv_files import csv_file
from generator.core.formulas import writable, written_out
from generator.core.languages import column, interface
from generator.core.messages import lookup
from generator.core.values import as_decimal, plain_number
from generator.editing.drafting.book import workbook
from generator.editing.drafting.draft import Draft
from generator.editing.drafting.numbers import Candidate
from generator.editing.files.yaml_values import dump
from generator.format import tables
from generator.format.tables import Table

SENTENCE = "sentence"
"""The column that no table has: the words around a figure, for the person who reads the draft."""

_BOM = b"\xef\xbb\xbf"
"""Without it Excel takes a CSV file for one in another encoding."""


def files_of(draft: Draft, languages: Sequence[str], reader_language: str) -> dict[str, bytes]:
    """The files of a draft, by their names: keys for `document.yaml`, rows of targets or observations, the numbers that
    are left, and all of them as a workbook. `languages` are those of the package; what is only to be read is in the
    reader's language.
    """
    table = tables.TARGETS if draft.kind is DocumentKind.PLAN else tables.OBSERVATIONS
    parts = {
        table.name: _rows(draft, table, languages) if draft.figures else [],
        "sections": _sections(draft, languages),
        "not_data": _not_data(draft, languages),
        "left": _left(draft, reader_language) if draft.left else [],
    }
    files = {}
    if draft.sections or draft.not_data:
        files["document.yaml"] = "".join(f"{line}\n" for line in dump(_document(parts))).encode()
    for name in (table.name, "left"):
        if parts[name]:
            files[f"{name}.csv"] = _BOM + csv_file([list(map(written_out, row)) for row in parts[name]])
    if files:
        titles = {**{name: f"parts.{name}" for name in parts}, "left": ""}
        sheets = {
            lookup(reader_language, "sheet", key)
            if key
            else lookup(reader_language, "draft", "left.sheet"): parts[name]
            for name, key in titles.items()
            if parts[name]
        }
        files["draft.xlsx"] = workbook(sheets)
    return files


def _sections(draft: Draft, languages: Sequence[str]) -> list[Sequence[str]]:
    """The headings, in the language of the document."""
    own = draft.language if draft.language in languages else languages[0]
    rows = [(item.locator, item.title) for item in draft.sections]
    return [("locator", column("title", own)), *rows] if rows else []


def _not_data(draft: Draft, languages: Sequence[str]) -> list[Sequence[str]]:
    """What is no data, with reasons in those languages of the package that the program speaks."""
    spoken = [tag for tag in languages if tag in interface()]
    rows = [
        (
            writable(item.printed),
            *(lookup(tag, "draft", f"reason.{item.kind}") for tag in spoken),
        )
        for item in draft.not_data
    ]
    return [("printed", *(column("reason", tag) for tag in spoken)), *rows] if rows else []


def _document(parts: Mapping[str, Sequence[Sequence[str]]]) -> Mapping[str, Any]:
    """The keys that `document.yaml` lacks."""
    head, *rows = parts["not_data"] or [()]
    not_data = [dict(zip(head, row, strict=True)) for row in rows]
    head, *rows = parts["sections"] or [()]
    sections = {locator: dict(zip(head[1:], titles, strict=True)) for locator, *titles in rows}
    return {"not_data": not_data, **({"sections": sections} if sections else {})}


def _rows(draft: Draft, table: Table, languages: Sequence[str]) -> list[Sequence[str]]:
    """The rows of a table with a cell for each of its columns that is used, and the sentence."""
    cells = [_cells(item, table) for item in draft.figures]
    used = {name for row in cells for name, text in row.items() if text}
    names = [
        item.name
        for item in table.in_languages(languages).fields
        if not item.optional_column or item.name in used
    ]
    rows = [
        [*(row.get(name, "") for name in names), item.words]
        for row, item in zip(cells, draft.figures, strict=True)
    ]
    return [(*names, SENTENCE), *rows]


def _cells(item: Candidate, table: Table) -> dict[str, str]:
    """What a printed figure says, by column."""
    says = item.says
    cells = {
        "value": plain_number(as_decimal(says.value)),
        "locator": item.locator,
        "figure": item.figure,
        "occurrence": str(item.occurrence) if item.occurrence > 1 else "",
        "page": str(item.in_text.page or ""),
    }
    if table is tables.TARGETS:
        cells["comparator"] = says.comparator.value
        cells["qualifier"] = says.asked.value if says.asked is not Qualifier.EXACT else ""
        cells["value_upper"] = "" if says.upper is None else plain_number(as_decimal(says.upper))
    else:
        cells["qualifier"] = says.qualifier.value
    return cells


def _left(draft: Draft, language: str) -> list[Sequence[str]]:
    """The numbers of which nothing is certain, each with why, and where it stands."""
    head = [lookup(language, "draft", f"left.{name}") for name in ("number", "why", "line", "page", "words")]
    rows = (
        (
            item.printed,
            lookup(language, "draft", f"why.{item.why}"),
            str(item.in_text.line),
            str(item.in_text.page or ""),
            item.words,
        )
        for item in draft.left
    )
    return [head, *rows]
