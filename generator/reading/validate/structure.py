"""Turns files as written into typed records, with a problem for every key, column and value that does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from collections.abc import Sequence as Rows
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar, overload

from generator.core import limits
from generator.core.coded import Coded, Read, constant, distinct, rows_where, saying, taken
from generator.core.doubts import beyond_doubt, skeleton
from generator.core.few import Few
from generator.core.languages import text_of
from generator.core.nearest import suggest
from generator.core.problems import LISTED, Place, Problem
from generator.core.values import TOTALS, Refusal, comma_meant, read_language
from generator.format.choices import choice_meant
from generator.format.fields import NO_LIST, AnyField, Field, Shape, Texts, Type
from generator.reading.files import CellTexts, ColumnTable, Mapping, Node, RawTable, Scalar, Sequence
from generator.reading.validate.headers import (
    columns_called,
    columns_meant,
    completed,
    in_place_of,
    is_called_so,
    is_header,
    is_header_in_words,
    is_value,
)
from generator.reading.validate.splits import Split, Splits

T = TypeVar("T")

_SUSPECTED = (
    re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}(?:\.[0-9]+)?"),  # a number with a thousands separator
    re.compile(r"[^,]*[^,\s], [^,]+"),  # a text with a comma and a space
    re.compile(r"-?[0-9]+,[0-9]+"),  # a number with a decimal comma
)
"""What looks as if its comma had made two cells of one, wherever it stands; the surest first."""


@dataclass(slots=True)
class Records:
    """Typed records by column: `columns[name][row]`. None stands for a missing or refused value. The columns of a large
    table are coded (`core.coded`), and others plain lists.

    `place(row, name)` is where the value stands. `sound`: every key, column and value could be read, so that
    what is empty was left empty. `headed`: all columns are known, so that rows can be told apart. `lacking` are the columns
    that are not there and should be, or may be there under a name that is not known: nobody knows what they say. `lines` are
    the physical lines of a CSV file's rows. `shape` is what they were read by, in the languages of their package.
    """

    file: str
    shape: Shape
    columns: dict[str, Rows[Any]]
    length: int
    place: Callable[[int, str], Place] = field(repr=False)
    sound: bool = True
    headed: bool = True
    lacking: frozenset[str] = frozenset()
    lines: Rows[int] = field(default_factory=list)

    @property
    def coded(self) -> bool:
        """Whether the columns keep each different value once."""
        return any(isinstance(column, Coded) for column in self.columns.values())

    def code(self) -> None:
        """Keep each different value of the columns once, as of those of a large table."""
        self.columns = {name: Coded.of(column) for name, column in self.columns.items()}

    def settle(self) -> None:
        """Forget where in a line its values stand, which is for telling problems, and with it the bytes of the file."""
        file, lines = self.file, self.lines
        self.place = lambda row, _: Place(file, lines[row])

    def rows(self) -> Iterator[dict[str, Any]]:
        """The records one by one."""
        names = list(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))

    def only(self, rows: Rows[int]) -> Records:
        """Some of the records, by their rows."""
        columns = {name: taken(column, rows) for name, column in self.columns.items()}
        lines = [self.lines[row] for row in rows] if self.lines else []
        return Records(
            self.file,
            self.shape,
            columns,
            len(rows),
            lambda row, name: self.place(rows[row], name),
            self.sound,
            self.headed,
            self.lacking,
            lines,
        )

    def main(self, text: Texts) -> Rows[str | None]:
        """A text in the main language of the package."""
        return self.columns[text.columns(self.shape.tongues)[0].name]

    @overload
    def __getitem__(self, column: Field[T]) -> Rows[T | None]: ...

    @overload
    def __getitem__(self, column: str) -> Rows[Any]: ...

    def __getitem__(self, column: Field[T] | str) -> Rows[T | None] | Rows[Any]:
        """The values of a column, by its declaration or its name."""
        return self.columns[column if isinstance(column, str) else column.name]


def refused(refusal: Refusal, place: Place, item: AnyField, text: str) -> Problem:
    """The problem that a refused value of a field is."""
    values = {
        "value": refusal.part or text,
        "field": item.name,
        "suggestion": refusal.suggestion,
        "detail": refusal.detail,
    }
    if refusal.code == "unknown-choice" and not refusal.suggestion:
        values["suggestion"] = choice_meant(item, text)
    return Problem(refusal.code, place, values)


def unlisted(place: Place, name: str, shape: Shape) -> Problem | None:
    """The problem of a key or column for a text in a language that the package does not have; None of any other."""
    if shape.find(name) is None or not isinstance(read_language(text_of(name)[1]), str):
        return None
    values = {"field": name, "suggestion": text_of(name)[1], "detail": " · ".join(shape.tongues)}
    return Problem("language-unlisted", place, values)


def unknown_key(place: Place, name: str, shape: Shape, there: Container[str]) -> Problem:
    """The problem of a key that a shape does not have, beside those that are there."""
    if (problem := unlisted(place, name, shape)) is not None:
        return problem
    meant = suggest(name, [other for other in shape.by_name if other not in there])
    return Problem("unknown-key", place, {"field": name, "suggestion": meant})


def table_records(table: RawTable | ColumnTable, shape: Shape) -> tuple[Records, list[Problem]]:
    """A CSV file by its shape."""
    if isinstance(table, ColumnTable) and not _all_records(table.columns[0], table.header[0], shape):
        table = table.by_rows
    coded = isinstance(table, ColumnTable)
    header, lacking, problems = _check_header(table, shape)
    headed = not problems
    splits = Splits(table.header, shape) if headed else None
    if header is not None and isinstance(table, RawTable):
        problems += _check_rows(table, shape, splits)
    if header is None or any(problem.code == "extra-fields" for problem in problems):
        nothing: dict[str, Rows[Any]] = {item.name: [] for item in shape.fields}
        return Records(table.file, shape, nothing, 0, lambda _, __: Place(table.file), sound=False), problems
    cells = table.columns if isinstance(table, ColumnTable) else _cells(table)
    length = len(cells[0])
    columns: dict[str, Rows[Any]] = {}
    absent: dict[Any, Rows[Any]] = {}
    # What may be left blank, and is, need not be in a large table.
    there = (
        set(saying(dict(zip(header, map(cells.__getitem__, header.values()), strict=True)), header))
        if coded
        else header
    )
    for item in shape.fields:
        position = header.get(item.name)
        if position is not None and (item.name in there or item.required):
            columns[item.name], found = _read_column(table, position, item, cells[position])
            problems += found
        else:
            # One column serves all that say nothing: a package may declare hundreds of breakdowns.
            value = item.default
            if (type(value), value) not in absent:
                absent[type(value), value] = constant(value, length, coded=coded)
            columns[item.name] = absent[type(value), value]

    if (
        isinstance(table, ColumnTable)
        and splits
        and problems
        and any(map(splits.readings, table.by_rows.rows))
    ):
        return table_records(table.by_rows, shape)

    def place(row: int, name: str) -> Place:
        return table.place(row, header.get(name, 0))

    records = Records(
        table.file, shape, columns, length, place, headed=headed, lacking=lacking, lines=table.lines
    )
    return records, problems


def _texts(table: RawTable | ColumnTable, position: int) -> Iterable[str]:
    """The different texts of a column, of the rows that are as wide as the header."""
    if isinstance(table, ColumnTable):
        return table.columns[position].different
    return {cells[position] for cells in table.rows if len(cells) == len(table.header)}


def _cells(table: RawTable) -> list[tuple[str, ...]]:
    """The cells of each column."""
    return list(zip(*table.rows, strict=True)) if table.rows else [() for _ in table.header]


def _all_records(names: Coded[str], column: str, shape: Shape) -> bool:
    """Whether no row is empty, a total or the header once more, by its first cell, which stands in a column."""
    return all(_begins_record(text.strip(), column, shape) for text in names.different)


def _begins_record(name: str, column: str, shape: Shape) -> bool:
    """Whether the first cell of a row is none of an empty one, of a total or of a header."""
    return bool(name) and name.lower() not in TOTALS and not is_called_so(name, column, shape)


def _check_header(
    table: RawTable | ColumnTable, shape: Shape
) -> tuple[dict[str, int] | None, frozenset[str], list[Problem]]:
    """The position of each known column, or None where the header says nothing about the cells below it, and the columns of
    which nobody knows what they say.
    """
    fields = shape.by_name
    needed = [item.name for item in shape.fields if not item.optional_column]
    if 2 * len({*needed} - {*table.header}) > len(needed) and (off := _off(table, shape)) is not None:
        return None, frozenset(), [off]
    if (other := _no_header(table, needed)) is not None:
        return None, frozenset(), [other]
    known = any(name in fields for name in table.header) or bool(columns_called(table.header, shape))
    rows = table.rows if isinstance(table, RawTable) else ()
    problems = Few()
    positions: dict[str, int] = {}
    others: list[int] = []
    lacking: set[str] = set()
    twice = _repeated(table, shape) if known else {}
    for position, name in enumerate(table.header if known else ()):
        if position in twice:
            problems.tell(
                "duplicate-column", table.file, partial(_twice, table, position, name, twice[position])
            )
            lacking.add(name)
        elif name in fields:
            positions[name] = position
        elif (found := unlisted(table.header_place(position), name, shape)) is not None:
            problems.add(found)
        else:
            others.append(position)
    meant = columns_meant(table.header, others, shape, partial(_texts, table)) if others else {}
    for position in others:
        values = {"field": table.header[position], "suggestion": meant.get(position, "")}
        problems.add(Problem("unknown-column", table.header_place(position), values))
        # What nobody can guess may be any of those that are not there.
        lacking |= {meant[position]} if position in meant else fields.keys() - positions.keys()
    meant |= {position: name for position, name in twice.items() if name}
    lacking |= {name for name in needed if name not in positions}
    if missing := [name for name in needed if name not in positions and name not in meant.values()]:
        whole = completed([meant.get(at, name) for at, name in enumerate(table.header)], missing, shape)
        header = ",".join(whole if known else needed)
        there = {len(cells) for cells in rows} == {len(whole)}
        values = {"columns": LISTED.join(missing), "header": header, "suggestion": header if there else ""}
        problems.tell(
            "missing-column", table.file, lambda: Problem("missing-column", Place(table.file, 1, 1), values)
        )
    too_long = any(len(cells) > len(table.header) for cells in rows)
    known_places = None if not positions or (missing and too_long) else positions
    return known_places, frozenset(lacking), list(problems)


def _off(table: RawTable | ColumnTable, shape: Shape) -> Problem | None:
    """A header that stands further down, or is not there, so that the first line is a row; None where the first line is a
    header, however wrong.
    """
    raw = table.by_rows if isinstance(table, ColumnTable) else table
    for cells, line in zip(raw.rows, raw.lines, strict=True):
        if is_header(cells, shape):
            return Problem("header-below", raw.header_place(), {"value": str(line)})
    if columns_called(raw.header, shape) or any(name in shape.by_name for name in raw.header):
        return None
    if not any(text and is_value(text) for text in raw.header) and not any(
        text and text in {cells[at] for cells in raw.rows if at < len(cells)}
        for at, text in enumerate(raw.header)
    ):
        return None
    needed = [item.name for item in shape.fields if not item.optional_column]
    whole = next(
        (names for names in (needed, [*shape.by_name]) if len(names) == len(raw.header)),
        (),
    )
    values = {"columns": LISTED.join(needed), "width": str(len(raw.header)), "suggestion": ",".join(whole)}
    return Problem("header-missing", raw.header_place(), values)


def _no_header(table: RawTable | ColumnTable, needed: Rows[str]) -> Problem | None:
    """Why what stands in the first line is no header: other signs stand between the names, or it is cut off within one."""
    if len(table.header) == 1:
        for sign in (";", "\t", "，", "、"):
            if sign in table.header[0]:
                values = {"sign": {"\t": "Tab"}.get(sign, sign), "suggestion": _workbook(table.file, sign)}
                return Problem("csv-delimiter", table.header_place(), values)
    # What ends the file may be the beginning of a name.
    ends = table.header[-1:] if isinstance(table, RawTable) and table.open_end and not table.rows else []
    if any(name.startswith(end) for end in ends if end not in needed for name in needed):
        return Problem("file-cut", table.header_place(len(table.header) - 1))
    return None


def _workbook(file: str, sign: str) -> str:
    """The command for a workbook with the rows of a file, for who has a spreadsheet that writes CSV files with semicolons."""
    steps = file.split("/")
    if sign != ";" or "documents" not in steps[:-1]:
        return ""
    package, document = steps[0], steps[steps.index("documents") + 1]
    return f"mingzhang sheet export --package {package} --document {document}"


def _repeated(table: RawTable | ColumnTable, shape: Shape) -> dict[int, str]:
    """The columns whose name another one has too, but for one of each name, with the column that each was meant to be where it
    stands in the place of one: that may be the first of them.
    """
    places: dict[str, list[int]] = {}
    for position, name in enumerate(table.header):
        if name in shape.by_name:
            places.setdefault(name, []).append(position)
    found: dict[int, str] = {}
    for same in places.values():
        if len(same) > 1:
            meant = {at: in_place_of(table.header, at, shape, partial(_texts, table)) for at in same}
            staying = next((at for at in same if not meant[at]), same[0])
            found |= {at: name for at, name in meant.items() if at != staying}
    return found


def _twice(table: RawTable | ColumnTable, position: int, name: str, meant: str) -> Problem:
    return Problem("duplicate-column", table.header_place(position), {"field": name, "suggestion": meant})


_OTHER_COMMAS = "，;；"
"""What people write between cells in place of a comma."""

_LOOKED_AT = 100
"""Rows that tell why all of them are longer than the header."""


def _check_rows(table: RawTable, shape: Shape, splits: Splits | None) -> list[Problem]:
    """Drop rows that are no records, and say of each why; every row left has as many cells as the header.

    `splits`: by the columns of a header that lacks nothing and holds nothing that the format does not need.
    """
    width = len(table.header)
    readings = splits.readings if splits else lambda _: ()
    if splits and len(table.rows) > 1 and all(len(cells) > width for cells in table.rows):
        values = {"width": str(width), "cells": str(len(table.rows[0]))}
        # Where commas within numbers are why, most rows have one; a few may look so by chance.
        looked = [bool(readings(cells)) for cells in table.rows[:_LOOKED_AT]]
        if sum(looked) * 2 < len(looked):
            return [Problem("extra-fields", table.header_place(width - 1), values)]
    problems = Few()
    kept: list[int] = []
    for row, cells in enumerate(table.rows):
        if found := readings(cells):
            _tell_split(problems, table, row, found)
        elif len(cells) == width and _begins_record(cells[0].strip(), table.header[0], shape):
            kept.append(row)
        elif code := _broken(cells, table.header, shape):
            # Where the row before it is short too, whoever wrote them left commas off.
            whole = row == 0 or len(table.rows[row - 1]) == width
            code = "file-cut" if code == "short-row" and table.cut(row) and whole else code
            problems.tell(code, table.file, partial(_broken_row, code, table, row))
        else:
            kept.append(row)
    if len(kept) != len(table.rows):
        table.lines[:] = [table.lines[row] for row in kept]
        table.rows[:] = [table.rows[row] for row in kept]
    return list(problems)


def _broken(cells: list[str], header: list[str], shape: Shape) -> str:
    """The code of why a row is no record; empty when it is one."""
    width = len(header)
    first = next((cell.strip() for cell in cells if cell.strip()), None)
    if first is None:
        return "blank-row"
    if len(cells) == width and (
        [cell.strip() for cell in cells] == header or is_header_in_words(cells, header, shape)
    ):
        return "header-again"
    if first.lower() in TOTALS:
        return "total-row"
    if len(cells) == width:
        return ""
    return "extra-field" if len(cells) > width else "short-row"


def _broken_row(code: str, table: RawTable, row: int) -> Problem:
    """A row that is no record, by the code of why."""
    width, cells = len(table.header), table.rows[row]
    size = {"width": str(width), "cells": str(len(cells))}
    if code in {"blank-row", "header-again"}:
        return Problem(code, table.place(row, 0))
    if code == "total-row":
        first = next(position for position, cell in enumerate(cells) if cell.strip())
        return Problem(code, table.place(row, first), {"value": cells[first].strip()})
    if code == "extra-field":
        pairs = list(enumerate(map(",".join, pairwise(cells))))
        suspected = ((at, pair) for form in _SUSPECTED for at, pair in pairs if form.fullmatch(pair))
        at, pair = next(suspected, (width, ""))
        return Problem(code, table.place(row, at), {**size, "suggestion": pair})
    # Chinese keyboards write a comma of their own, and a row from elsewhere has its own sign between cells.
    parted = (sign for sign in _OTHER_COMMAS if len(cells) + sum(cell.count(sign) for cell in cells) == width)
    sign = next(parted, "")
    at = next((at for at, cell in enumerate(cells) if sign and sign in cell), len(cells) - 1)
    return Problem(code, table.place(row, at), {**size, "suggestion": sign})


def _tell_split(problems: Few, table: RawTable, row: int, readings: list[tuple[Split, ...]]) -> None:
    """Tell of a row that is right once numbers are one cell again: of each of them where they are certain, else of all."""
    for split in readings[0] if len(readings) == 1 else ():
        problems.tell("split-number", table.file, partial(_split_number, table, row, readings[0], split))
    if len(readings) > 1:
        problems.tell("split-unclear", table.file, partial(_split_unclear, table, row, readings))


def _split_number(table: RawTable, row: int, splits: tuple[Split, ...], split: Split) -> Problem:
    cells = len(table.rows[row]) - sum(other.written.count(",") for other in splits)
    ways = comma_meant(split.written.removesuffix("%").strip())
    values = {
        "value": split.written,
        "suggestion": split.refusal.suggestion if len(ways) <= 1 else "",
        "detail": " · ".join(ways),
        "width": str(len(table.header)),
        "cells": str(cells),
    }
    return Problem("split-number", _at(table, row, split), values)


def _split_unclear(table: RawTable, row: int, readings: list[tuple[Split, ...]]) -> Problem:
    """A row that can be read in several ways: each with its numbers and the columns that these belong to."""
    first = min((reading[0] for reading in readings), key=lambda split: split.cell)
    ways = (
        " & ".join(f"{table.header[split.column]} {split.written}" for split in reading)
        for reading in readings
    )
    return Problem("split-unclear", _at(table, row, first), {"detail": " · ".join(ways)})


def _at(table: RawTable, row: int, split: Split) -> Place:
    """The place of a number in several cells, by the column that it belongs to."""
    return replace(table.place(row, split.cell), field=table.header[split.column])


def _read_column(
    table: RawTable | ColumnTable, position: int, item: AnyField, cells: Rows[str]
) -> tuple[Rows[Any], list[Problem]]:
    """Reads each different text once: tables repeat ids, dates and statuses by the thousand.

    The texts of a coded column that are proved as a whole to be sound are not read before somebody asks for their values.
    """
    if isinstance(cells, Coded) and _proved(cells.different, item):
        if item.verbatim and item.required:
            return cells, []
        return Coded(cells.codes, Read(cells.different, item.read, item.default)), []
    read = {text: item.read(text) if text else item.default for text in distinct(cells)}
    wrong = {text for text, value in read.items() if isinstance(value, Refusal)}
    if item.required:
        wrong.add("")
    problems: list[Problem] = []
    if not wrong.isdisjoint(read):
        found = Few()
        for row in rows_where(wrong.__contains__, cells):
            text = cells[row]
            code = value.code if isinstance(value := read[text], Refusal) else "missing-value"
            found.tell(code, table.file, partial(_wrong_cell, table, (row, position), item, text, value))
        problems += found
    read |= dict.fromkeys(wrong)
    problems += _doubted(table, position, item, cells, [text for text in read if text and text not in wrong])
    if isinstance(cells, Coded):
        return Coded(cells.codes, [read[text] for text in cells.different]), problems
    return [read[text] for text in cells], problems


def _doubted(
    table: RawTable | ColumnTable, position: int, item: AnyField, cells: Rows[str], texts: Rows[str]
) -> Iterator[Problem]:
    """What is wrong with the texts of a column that can be read all the same."""
    if not item.free or beyond_doubt(texts):
        return
    doubted = {text: found for text in texts if (found := list(item.doubts(text)))}
    few = Few()
    for row in rows_where(doubted.__contains__, cells) if doubted else ():
        for doubt in doubted[cells[row]]:
            few.tell(
                doubt.code,
                table.file,
                partial(_wrong_cell, table, (row, position), item, cells[row], doubt),
            )
    yield from few


def _wrong_cell(
    table: RawTable | ColumnTable, at: tuple[int, int], item: AnyField, text: str, value: Any
) -> Problem:
    place = table.place(*at)
    if isinstance(value, Refusal):
        return refused(value, place, item, text)
    return Problem("missing-value", place, {"field": item.name})


def _proved(texts: Rows[str], item: AnyField) -> bool:
    """Whether all of some texts are certainly sound, by the plain form that most of their type have."""
    plain = item.plain
    return (
        bool(plain)
        and isinstance(texts, CellTexts)
        and texts.all_match(plain, item.longest, empty=not item.required)
    )


def mapping_records(file: str, node: Node, shape: Shape) -> tuple[Records, list[Problem]]:
    """A YAML file (or what stands below one of its keys) by its shape."""
    reader = _YamlReader(file, shape, shape.name)
    reader.read(node)
    columns: dict[str, Rows[Any]] = {name: [row[name] for row in reader.rows] for name in reader.names}

    return Records(file, shape, columns, len(reader.rows), reader.place), list(reader.problems)


class _YamlReader:
    """Reads what stands below some keys (`above`) by its shape; `table` is what the file as a whole holds."""

    def __init__(self, file: str, shape: Shape, table: str, above: tuple[str, ...] = ()) -> None:
        self.file = file
        self.shape = shape
        self.table = table
        self.above = above
        self.names = [*([shape.entry.name] if shape.keyed else []), *(item.name for item in shape.fields)]
        self.rows: list[dict[str, Any]] = []
        self.nodes: list[tuple[tuple[str, ...], dict[str, Node]]] = []
        """For each row the keys that lead to it, and where it and its fields stand."""
        self.problems = Few()

    def at(self, node: Node, row: tuple[str, ...] = (), name: str = "") -> Place:
        """The place of a node: that of a record, or of one of its fields."""
        return Place(self.file, node.line, node.column, table=self.table, row=(*self.above, *row), field=name)

    def place(self, row: int, name: str) -> Place:
        """The place of a field of a row; of the row where the field is not written."""
        keys, nodes = self.nodes[row]
        return self.at(nodes[name], keys, name) if name in nodes else self.at(nodes[""], keys)

    def tell(self, code: str, node: Node, row: tuple[str, ...] = (), name: str = "", **values: str) -> None:
        """There is a problem at a node; its place is made out only where it is told, for a file may have 100,000 of them."""
        self.problems.tell(code, self.file, lambda: Problem(code, self.at(node, row, name), values))

    def refuse(
        self, refusal: Refusal, item: AnyField, text: str, node: Node, row: tuple[str, ...], name: str = ""
    ) -> None:
        self.problems.tell(
            refusal.code, self.file, lambda: refused(refusal, self.at(node, row, name), item, text)
        )

    def wrong_form(self, node: Node, wanted: str, row: tuple[str, ...] = (), name: str = "") -> None:
        code = {"mapping": "not-a-mapping", "list": "not-a-list", "text": "not-a-value"}[wanted]
        value = node.text if isinstance(node, Scalar) else "[…]" if isinstance(node, Sequence) else "…: …"
        self.tell(code, node, row, name, value=value)

    def read(self, node: Node) -> None:
        if self.shape.listed:
            if not isinstance(node, Sequence):
                self.wrong_form(node, "list")
                return
            for position, inner in enumerate(node.items, start=1):
                self.record(inner, (str(position),))
            self.check_names()
        elif not isinstance(node, Mapping):
            self.colon_or_form(node)
        elif self.shape.keyed:
            for name, inner in node.items.items():
                key = node.keys[name]
                read = self.shape.entry.read(name)
                if isinstance(read, Refusal):
                    self.refuse(read, self.shape.entry, name, key, (name,))
                    continue
                for doubt in self.shape.entry.doubts(name):
                    self.refuse(doubt, self.shape.entry, name, key, (name,))
                self.record(inner, (name,), {self.shape.entry.name: read}, key)
        else:
            self.record(node, ())

    def check_names(self) -> None:
        """Tell of what names an entry of a list and stands there again."""
        for item in self.shape.fields:
            if item.unique:
                places = zip(self.rows, self.nodes, strict=True)
                self.tell_repeated(
                    item.name,
                    ((values[item.name], nodes.get(item.name), keys) for values, (keys, nodes) in places),
                )

    def check_texts(self) -> None:
        """Tell of entries beside each other that say the same, or what looks the same, where no two may."""
        texts = (text for text in self.shape.texts if text.unique)
        for item in (item for text in texts for item in text.columns(self.shape.tongues)):
            seen: dict[str, int] = {}
            for row, values in enumerate(self.rows):
                said = values[item.name]
                first = seen.setdefault(skeleton(said), row) if said else row
                if first != row:
                    code = "title-repeated" if self.rows[first][item.name] == said else "looks-alike"
                    self.problems.tell(code, self.file, partial(self.alike, code, item.name, row, first))

    def alike(self, code: str, name: str, row: int, first: int) -> Problem:
        """The problem of a text of one row that is like that of another."""
        return Problem(
            code, self.place(row, name), {"value": self.rows[row][name]}, first=self.place(first, name)
        )

    def tell_repeated(self, name: str, found: Iterable[tuple[Any, Node | None, tuple[str, ...]]]) -> None:
        """Tell of each value of a field that stands in a list again; it comes with its node and the keys that lead to it."""
        before: set[Any] = set()
        for value, node, row in found:
            if node is not None and value is not None and value in before:
                self.tell("repeated-entry", node, row, name, value=str(value))
            before.add(value)

    def colon_or_form(self, node: Node) -> None:
        if isinstance(node, Scalar) and "：" in node.text:
            suggestion = node.text.replace("：", ": ", 1)
            colon = replace(node, column=node.column + node.text.index("："))
            self.tell("yaml-colon", colon, value=node.text, suggestion=suggestion)
        else:
            self.wrong_form(node, "mapping")

    def record(
        self,
        node: Node,
        row: tuple[str, ...],
        values: dict[str, Any] | None = None,
        key: Scalar | None = None,
    ) -> None:
        """One record; `row` leads to it, `values` are what its key says, which stands at `key`."""
        if not isinstance(node, Mapping):
            self.wrong_form(node, "mapping", row)
            return
        fields = self.shape.by_name
        values = values or {}
        nodes: dict[str, Node] = {"": key or node}
        guessed: set[str] = set()
        for written, scalar in node.keys.items():
            if written not in fields:
                self.problems.tell(
                    "unknown-key", self.file, partial(self.unknown, written, scalar, row, node, guessed)
                )
        for item in self.shape.fields:
            inner = node.items.get(item.name)
            if inner is None:
                values[item.name] = item.default
                if item.required and item.name not in guessed:
                    self.tell("missing-key", nodes[""], row, field=item.name)
                continue
            nodes[item.name] = inner
            values[item.name] = self.value(item, inner, row)
        self.rows.append(values)
        self.nodes.append((row, nodes))

    def unknown(
        self, name: str, key: Scalar, row: tuple[str, ...], node: Mapping, guessed: set[str]
    ) -> Problem:
        """The problem of a key that is none of ours; the one that it was meant to be, if any, counts as there."""
        problem = unknown_key(self.at(key, row, name), name, self.shape, node.items)
        if not problem.values["suggestion"]:
            problem = replace(problem, values={**problem.values, "suggestion": self.alone(name, node)})
        guessed.add(problem.values["suggestion"])
        return problem

    def alone(self, name: str, node: Mapping) -> str:
        """The one key that a record lacks, where a single unknown one stands there that may be it by what it holds."""
        strange = [written for written in node.keys if written not in self.shape.by_name]
        lacking = [item for item in self.shape.fields if item.required and item.name not in node.items]
        if len(strange) != 1 or len(lacking) != 1:
            return ""
        item, inner = lacking[0], node.items[name]
        if item.many or item.nested is not None:
            return item.name if not isinstance(inner, Scalar) else ""
        fits = isinstance(inner, Scalar) and inner.text and not isinstance(item.read(inner.text), Refusal)
        return item.name if fits else ""

    def value(self, item: AnyField, node: Node, row: tuple[str, ...]) -> Any:
        if (item.many or item.nested is not None) and isinstance(node, Scalar) and node.text in NO_LIST:
            if item.required:
                self.tell("missing-value", node, row, item.name, field=item.name)
            return item.default
        if item.nested is not None:
            reader = _YamlReader(self.file, item.nested, self.table, (*self.above, *row, item.name))
            reader.read(node)
            reader.check_texts()
            for problem in reader.problems:
                self.problems.add(problem)
            return reader.rows
        return self.entries(item, node, row) if item.many else self.scalar(item, node, row)

    def entries(self, item: AnyField, node: Node, row: tuple[str, ...]) -> Any:
        if not isinstance(node, Sequence):
            self.wrong_form(node, "list", row, item.name)
            return None
        if not node.items and item.required:
            self.tell("missing-value", node, row, item.name, field=item.name)
        # A list may be left out, but an entry that stands there says something.
        entry = replace(item, required=True, default=None)
        if len(node.items) > limits.MOST_ENTRIES:
            limit = str(limits.MOST_ENTRIES)
            self.tell("too-many", node, row, item.name, limit=limit, counted="entries")
            return None
        entries = tuple(self.scalar(entry, inner, row) for inner in node.items)
        self.tell_repeated(
            item.name, ((value, inner, row) for value, inner in zip(entries, node.items, strict=True))
        )
        if item.type is Type.TEXT:
            # An empty text was told, and is none of the words that others look for.
            return tuple(value for value in entries if value is not None)
        return entries

    def scalar(self, item: AnyField, node: Node, row: tuple[str, ...]) -> Any:
        if not isinstance(node, Scalar):
            self.wrong_form(node, "text", row, item.name)
            return None
        if not node.text:
            if item.required:
                self.tell("missing-value", node, row, item.name, field=item.name)
            return item.default
        read = item.read(node.text)
        if isinstance(read, Refusal):
            self.refuse(read, item, node.text, node, row, item.name)
            return None
        for doubt in item.doubts(node.text):
            self.refuse(doubt, item, node.text, node, row, item.name)
        return read
