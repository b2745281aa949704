"""Turns files as written into typed records, with a problem for every key, column and value that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from generator.packages import Mapping, Node, RawTable, Scalar, Sequence
from generator.problems import Place, Problem
from generator.schema import Field, Shape
from generator.values import TOTALS, Refusal


@dataclass(slots=True)
class Records:
    """Typed records by column: `columns[name][row]`. None stands for a missing or refused value.

    `place(row, name)` is where the value stands; `rows_place(row)` where the record begins.
    """

    file: str
    columns: dict[str, list[Any]]
    length: int
    place: Callable[[int, str], Place] = field(repr=False)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The records one by one."""
        names = list(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))

    def __getitem__(self, name: str) -> list[Any]:
        return self.columns[name]


def suggest(word: str, known: Iterable[str]) -> str:
    """The known word that was most likely meant, or nothing."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def refused(refusal: Refusal, place: Place, name: str, text: str) -> Problem:
    """The problem that a refused value is."""
    values = {"value": text, "field": name, "suggestion": refusal.suggestion, "detail": refusal.detail}
    if refusal.code == "unknown-choice" and not refusal.suggestion:
        values["suggestion"] = suggest(text.lower(), refusal.detail.split(" · "))
    return Problem(refusal.code, place, values)


def table_records(table: RawTable, shape: Shape) -> tuple[Records, list[Problem]]:
    """A CSV file by its shape."""
    header, problems = _check_header(table, shape)
    if header is None:
        return Records(
            table.file, {item.name: [] for item in shape.fields}, 0, lambda _, __: Place(table.file)
        ), problems
    problems += _check_rows(table)
    cells = list(zip(*table.rows, strict=True)) if table.rows else [() for _ in table.header]
    columns: dict[str, list[Any]] = {}
    for item in shape.fields:
        if item.name in header:
            position = header[item.name]
            columns[item.name], found = _read_column(table, position, item, cells[position])
            problems += found
        else:
            columns[item.name] = [item.default] * len(table.rows)

    def place(row: int, name: str) -> Place:
        return table.place(row, header.get(name, 0))

    return Records(table.file, columns, len(table.rows), place), problems


def _check_header(table: RawTable, shape: Shape) -> tuple[dict[str, int] | None, list[Problem]]:
    problems: list[Problem] = []
    fields = shape.by_name
    if len(table.header) == 1:
        for sign in (";", "\t", "，", "、"):
            if sign in table.header[0]:
                shown = {"\t": "Tab"}.get(sign, sign)
                return None, [Problem("csv-delimiter", table.header_place(), {"sign": shown})]
    positions: dict[str, int] = {}
    for position, name in enumerate(table.header):
        place = table.header_place(position)
        if name in positions:
            problems.append(Problem("duplicate-column", place, {"field": name}))
        elif name in fields:
            positions[name] = position
        else:
            missing = [known for known in fields if known not in table.header]
            values = {"field": name, "suggestion": suggest(name, missing)}
            problems.append(Problem("unknown-column", place, values))
    expected = [item for item in shape.fields if not item.optional_column]
    guessed = {problem.values.get("suggestion") for problem in problems}
    for item in expected:
        if item.name not in positions and item.name not in guessed:
            columns = ",".join(known.name for known in expected)
            problems.append(
                Problem("missing-column", table.header_place(), {"field": item.name, "columns": columns})
            )
    return positions, problems


def _check_rows(table: RawTable) -> list[Problem]:
    """Drop rows that are no records, and say of each why; every row left has as many cells as the header."""
    problems: list[Problem] = []
    width = len(table.header)
    kept: list[int] = []
    longer = [row for row, cells in enumerate(table.rows) if len(cells) > width]
    if longer and len(longer) == len(table.rows) and len(longer) > 1:
        values = {"width": str(width), "cells": str(len(table.rows[0]))}
        problems.append(Problem("extra-fields", table.header_place(width - 1), values))
        longer = []
    for row in longer:
        values = {"value": table.rows[row][width], "width": str(width), "cells": str(len(table.rows[row]))}
        problems.append(Problem("extra-field", table.place(row, width), values))
    for row, cells in enumerate(table.rows):
        if not any(cells):
            problems.append(Problem("blank-row", table.place(row, 0)))
        elif (found := next(cell for cell in cells if cell).strip()).lower() in TOTALS:
            problems.append(
                Problem(
                    "total-row",
                    table.place(row, cells.index(found) if found in cells else 0),
                    {"value": found},
                )
            )
        elif len(cells) < width:
            values = {"width": str(width), "cells": str(len(cells))}
            problems.append(Problem("short-row", table.place(row, len(cells) - 1), values))
        else:
            kept.append(row)
    if len(kept) != len(table.rows):
        table.lines[:] = [table.lines[row] for row in kept]
        table.rows[:] = [table.rows[row] for row in kept]
    if any(len(cells) != width for cells in table.rows):
        table.rows[:] = [cells[:width] for cells in table.rows]
    return problems


def _read_column(
    table: RawTable, position: int, item: Field, cells: tuple[str, ...]
) -> tuple[list[Any], list[Problem]]:
    """Reads each different text once: tables repeat ids, dates and statuses by the thousand."""
    read = {text: item.read(text) for text in set(cells)}
    read[""] = item.default
    wrong = {text for text, value in read.items() if isinstance(value, Refusal)}
    if item.required:
        wrong.add("")
    column = [read[text] for text in cells]
    if wrong.isdisjoint(cells):
        return column, []
    problems: list[Problem] = []
    for row, text in enumerate(cells):
        if text in wrong:
            value, place = read[text], table.place(row, position)
            if isinstance(value, Refusal):
                problems.append(refused(value, place, item.name, text))
            else:
                problems.append(Problem("missing-value", place, {"field": item.name}))
            column[row] = None
    return column, problems


def mapping_records(file: str, node: Node, shape: Shape) -> tuple[Records, list[Problem]]:
    """A YAML file (or what stands below one of its keys) by its shape."""
    reader = _YamlReader(file, shape)
    reader.read(node)
    columns = {name: [row[name] for row in reader.rows] for name in reader.names}

    def place(row: int, name: str) -> Place:
        return reader.places[row].get(name, reader.places[row][""])

    return Records(file, columns, len(reader.rows), place), reader.problems


class _YamlReader:
    def __init__(self, file: str, shape: Shape, trail: tuple[str, ...] = ()) -> None:
        self.file = file
        self.shape = shape
        self.trail = trail
        self.names = [*([shape.key.name] if shape.keyed else []), *(item.name for item in shape.fields)]
        self.rows: list[dict[str, Any]] = []
        self.places: list[dict[str, Place]] = []
        self.problems: list[Problem] = []

    def at(self, node: Node, *trail: str) -> Place:
        return Place(self.file, node.line, node.column, " › ".join((*self.trail, *trail)))

    def wrong_form(self, node: Node, wanted: str, *trail: str) -> None:
        code = {"mapping": "not-a-mapping", "list": "not-a-list", "text": "not-a-value"}[wanted]
        value = node.text if isinstance(node, Scalar) else ""
        self.problems.append(Problem(code, self.at(node, *trail), {"value": value}))

    def read(self, node: Node) -> None:
        if self.shape.listed:
            if not isinstance(node, Sequence):
                self.wrong_form(node, "list")
                return
            for position, inner in enumerate(node.items, start=1):
                self.record(inner, str(position))
        elif not isinstance(node, Mapping):
            self.colon_or_form(node)
        elif self.shape.keyed:
            for name, inner in node.items.items():
                key = node.keys[name]
                read = self.shape.key.read(name)
                if isinstance(read, Refusal):
                    self.problems.append(refused(read, self.at(key, name), self.shape.key.name, name))
                    continue
                self.record(inner, name, {self.shape.key.name: read}, key)
        else:
            self.record(node, "")

    def colon_or_form(self, node: Node) -> None:
        if isinstance(node, Scalar) and "：" in node.text:
            suggestion = node.text.replace("：", ": ", 1)
            column = node.column + node.text.index("：")
            place = Place(self.file, node.line, column)
            self.problems.append(Problem("yaml-colon", place, {"value": node.text, "suggestion": suggestion}))
        else:
            self.wrong_form(node, "mapping")

    def record(
        self, node: Node, name: str, row: dict[str, Any] | None = None, key: Scalar | None = None
    ) -> None:
        trail = (name,) if name else ()
        if not isinstance(node, Mapping):
            self.wrong_form(node, "mapping", *trail)
            return
        fields = self.shape.by_name
        row = row or {}
        places = {"": self.at(key or node, *trail)}
        for written, scalar in node.keys.items():
            if written not in fields:
                missing = [known for known in fields if known not in node.items]
                values = {"field": written, "suggestion": suggest(written, missing)}
                self.problems.append(Problem("unknown-key", self.at(scalar, *trail, written), values))
        guessed = {
            problem.values.get("suggestion") for problem in self.problems if problem.code == "unknown-key"
        }
        for item in self.shape.fields:
            inner = node.items.get(item.name)
            if inner is None:
                row[item.name] = item.default
                if item.required and item.name not in guessed:
                    self.problems.append(Problem("missing-key", places[""], {"field": item.name}))
                continue
            places[item.name] = self.at(inner, *trail, item.name)
            row[item.name] = self.value(item, inner, (*trail, item.name))
        self.rows.append(row)
        self.places.append(places)

    def value(self, item: Field, node: Node, trail: tuple[str, ...]) -> Any:
        if item.nested is not None:
            reader = _YamlReader(self.file, item.nested, (*self.trail, *trail))
            reader.read(node)
            self.problems += reader.problems
            return reader.rows
        if not item.many:
            return self.scalar(item, node, trail)
        if not isinstance(node, Sequence):
            self.wrong_form(node, "list", *trail)
            return None
        if not node.items and item.required:
            self.problems.append(Problem("missing-value", self.at(node, *trail), {"field": item.name}))
        return tuple(self.scalar(item, inner, trail) for inner in node.items)

    def scalar(self, item: Field, node: Node, trail: tuple[str, ...]) -> Any:
        if not isinstance(node, Scalar):
            self.wrong_form(node, "text", *trail)
            return None
        if not node.text:
            if item.required:
                self.problems.append(Problem("missing-value", self.at(node, *trail), {"field": item.name}))
            return item.default
        read = item.read(node.text)
        if isinstance(read, Refusal):
            self.problems.append(refused(read, self.at(node, *trail), item.name, node.text))
            return None
        return read
