"""A thousand edits at random, made in workbooks: each arrives in the data, and nothing else does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

import pytest
from folders import BASE, DATA
from trying import tries
from workbooks import Book, Desk, order_of, told

from generator.core.formulas import is_formula
from generator.core.model import Package
from generator.core.problems import Severity
from generator.editing.files.changing import write
from generator.editing.sheets.cells import typed
from generator.editing.sheets.grids import LIST, TO_REPORT, Grid
from generator.editing.sheets.labels import labels
from generator.editing.sheets.layout import columns, sheet_name
from generator.editing.sheets.source import Data
from generator.reading.files import read_csv
from generator.reading.trees import WorkingTree
from generator.reading.validate.inventory import DESCRIPTOR

DOCUMENTS = sorted(
    (data, path.parent.parent.parent.name, path.parent.name)
    for data in (BASE, DATA)
    for path in data.glob("*/documents/*/document.yaml")
)
ROUNDS = len(DOCUMENTS) + 3
EDITS = 105
"""Edits in each round; in all a little more than a thousand."""

PIECES = (
    *("路灯", "年底前", "true", "null", "2023-01-01", "0x1F", "a b", ": ", " #", "- ", "<b>", "{{"),
    *"：，；、。'\",;{}[]&*!|>%@`\\=+~1é😀?",
)
FIGURE = re.compile(r"([0-9]+(?:\.[0-9]+)?)([^0-9万亿千百十]*)")
"""A printed figure whose number can be another."""

PAIRS = (("value", "figure"), ("stated_share", "stated_share_figure"))
REMOVABLE = ("observations", "progress", "claims", "not_data")

Rows = dict[str, dict[str, str]]
"""The cells of rows by reference and column."""


@dataclass
class Meant:
    """What the grids of a document should say after the edits, and what was done."""

    cells: dict[str, Rows]
    touched: dict[str, set[str]] = field(default_factory=dict)
    removed: dict[str, set[str]] = field(default_factory=dict)
    added: dict[str, dict[int, Mapping[str, str]]] = field(default_factory=dict)
    edits: int = 0

    def new(self, part: str) -> list[Mapping[str, str]]:
        """The new rows of a part, in the order of their lines."""
        return [cells for _, cells in sorted(self.added.get(part, {}).items())]


def grids_of(desk: Desk, package: str, document: str) -> tuple[Package, list[Grid]]:
    data = Data.of(WorkingTree(desk.data))
    return data.packages[package], data.grids(order_of(package, document))[0]


def rows_of(grid: Grid) -> Rows:
    return {
        row.ref: {name: row.cells.get(name, "") for name in grid.headings}
        for row in grid.rows
        if not row.ref.startswith(TO_REPORT)
    }


EARLY, LATER = date(1990, 1, 1), date(2040, 1, 1)
"""From when days are made up, and days that come after all of these."""


class Editor:
    """Somebody who writes all sorts of valid things into the workbook of a document."""

    def __init__(
        self, random: Random, package: Package, document: str, grids: list[Grid], workbook: bytes = b""
    ) -> None:
        self.random, self.package, self.document, self.grids = random, package, document, grids
        self.book = Book(workbook) if workbook else None
        self.meant = Meant({grid.part: rows_of(grid) for grid in self.grids})
        self.lines = {grid.part: self.lines_of(grid) for grid in self.grids}
        self.spare = {grid.part: len(grid.rows) + 4 for grid in self.grids}

    def lines_of(self, grid: Grid) -> dict[str, int]:
        return {row.ref: line for line, row in enumerate(grid.rows, start=4)}

    def text(self) -> str:
        made = "".join(self.random.choices(PIECES, k=self.random.randint(1, 7))).strip()
        if is_formula(made):
            made = "“" + re.sub("[;；]", "、", made) + "”"
        return made or "路灯"

    def put(self, grid: Grid, line: int, ref: str, name: str, text: str) -> None:
        """Write a cell as a person would: a number, a day, a word for a code, or a text."""
        item = grid.field(ref, name)
        words = labels(self.package, self.document, item, self.random.choice(("zh", "en")))
        value: Any = typed(text, item)
        if not item.many and text in words and self.random.random() < 0.7:
            value = words[text]
        if self.book is None:
            return
        page = self.book.file[sheet_name(grid, "zh")]
        cell = page.cell(line, columns(grid).index(name) + 1)
        cell.value = value or None
        if isinstance(value, str) and value:
            cell.data_type = "s"

    def edit(self, grid: Grid, ref: str, name: str, text: str) -> None:
        self.put(grid, self.lines[grid.part][ref], ref, name, text)
        self.meant.cells[grid.part][ref][name] = text
        self.meant.touched.setdefault(grid.part, set()).add(ref)
        self.meant.edits += 1

    def any_edit(self) -> None:
        """One edit of some cell, or of two that must agree; a row that comes or goes."""
        if self.random.random() < 0.02:
            self.report()
        grid = self.random.choice([grid for grid in self.grids if self.meant.cells[grid.part]])
        ref = self.random.choice(list(self.meant.cells[grid.part]))
        chance = self.random.random()
        if chance < 0.06 and grid.table in REMOVABLE:
            self.remove(grid, ref)
        elif chance < 0.12:
            self.add(grid, ref)
        else:
            choices = list(self.choices(grid, ref))
            if choices:
                self.random.choice(choices)()

    def choices(self, grid: Grid, ref: str) -> Iterator[Callable[[], None]]:
        """Everything that may be edited in a row."""
        cells = self.meant.cells[grid.part][ref]
        for name in cells:
            field_name = ref if grid.upright else name
            item = grid.field(ref, name)
            if text := self.other(grid, field_name, cells):
                yield partial(self.edit, grid, ref, name, text)
            if (
                cells[name]
                and not item.required
                and field_name.startswith(("note", "published", "due", "officers"))
            ):
                yield partial(self.edit, grid, ref, name, "")
        for name, figure in PAIRS if grid.table in ("observations", "targets", "planned") else ():
            if (found := FIGURE.fullmatch(cells.get(figure, ""))) and self.same(cells[name], found[1]):
                yield partial(self.edit_pair, grid, ref, name, figure, found[2])

    def same(self, value: str, printed: str) -> bool:
        return bool(value) and Decimal(value) == Decimal(printed)

    def edit_pair(self, grid: Grid, ref: str, name: str, figure: str, rest: str) -> None:
        number = str(self.random.choice([self.random.randint(1, 99_999), self.random.randint(1, 999) / 10]))
        number = number.removesuffix(".0")
        self.edit(grid, ref, name, number)
        self.edit(grid, ref, figure, number + rest)

    def other(self, grid: Grid, name: str, cells: Mapping[str, str]) -> str:  # noqa: PLR0911 - one return for each kind of field
        """Another valid text for a field, or nothing where only the whole row could change."""
        item = grid.fields[name]
        if name.startswith(("note", "evidence", "title", "summary", "reason")):
            return self.text()
        if name == "officers":
            return LIST.join({self.text().replace(LIST, ".") for _ in range(self.random.randint(1, 3))})
        if name in ("themes", "organisations"):
            known = list(getattr(self.package, item.refers_to))
            return LIST.join(self.random.sample(known, k=min(len(known), self.random.randint(1, 3))))
        if name in ("published", "due"):
            # No document tells of a day after the one on which it was issued.
            return self.day(LATER if name == "published" else EARLY)
        if name == "obs_status" and cells["value"]:
            return self.random.choice(("A", "B", "E", "P"))
        if name in ("state", "completeness"):
            return self.random.choice(item.choices)
        if name == "occurrence":
            return str(self.random.randint(1, 99))
        if name == "baseline":
            return str(self.random.randint(-999, 999))
        if name == "share":
            return str(self.random.randint(1, 100))
        return ""

    def day(self, first: date = EARLY) -> str:
        return (first + timedelta(days=self.random.randint(0, 15_000))).isoformat()

    def remove(self, grid: Grid, ref: str) -> None:
        if self.book is not None:
            page = self.book.file[sheet_name(grid, "zh")]
            page.cell(self.lines[grid.part][ref], 2).value = self.random.choice(("删除", "remove"))
        del self.meant.cells[grid.part][ref]
        self.meant.removed.setdefault(grid.part, set()).add(ref)
        self.meant.edits += 1

    def add(self, grid: Grid, ref: str) -> None:
        """A row like another, but about another time or under another name."""
        cells = dict(self.meant.cells[grid.part][ref])
        day, name = self.day(), f"x-{self.random.randint(0, 10**6)}-{self.spare[grid.part]}"
        if grid.table == "observations":
            cells |= {"period_start": day, "period_end": day, "as_of": day, "note_zh": self.text()}
        elif grid.table == "progress":
            cells |= {"as_of": day, "evidence_zh": self.text()}
        elif grid.table in ("deliverables", "claims"):
            cells |= {"slug": name}
        elif grid.part == "sections":
            cells |= {"locator": name, "title_zh": self.text()}
        elif grid.part == "not_data":
            cells |= {"printed": name, "reason_en": self.text()}
        else:
            return
        line = self.spare[grid.part]
        self.spare[grid.part] += 1
        for column, text in cells.items():
            self.put(grid, line, "", column, text)
        self.meant.added.setdefault(grid.part, {})[line] = cells
        self.meant.edits += 1

    def report(self) -> None:
        """What a document says, in words, about a promise that it had said nothing about."""
        open_rows = [(grid, row) for grid in self.grids for row in grid.rows if row.ref.startswith(TO_REPORT)]
        if not open_rows:
            return
        grid, row = self.random.choice(open_rows)
        said = {"locator": self.random.choice([*self.meant.cells["sections"]]), "note_en": self.text()}
        if grid.table == "observations":
            said |= {"obs_status": "O", "figure": "基本完成"}
        else:
            said |= {"state": "under_way", "evidence_zh": self.text(), "evidence_en": self.text()}
        line = self.lines[grid.part][row.ref]
        for column, text in said.items():
            self.put(grid, line, row.ref, column, text)
        cells = {name: row.cells.get(name, "") for name in grid.fields} | said
        self.meant.added.setdefault(grid.part, {})[line] = cells
        self.meant.edits += 1


def wrote_only_what_is_meant(grid: Grid, before: bytes, after: bytes, meant: Meant) -> None:
    """Of a CSV file: each row in its place, lines that nobody touched the same to the byte, new ones at the end."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    touched = meant.touched.get(grid.part, set())
    stay = [row for row in grid.rows if row.ref in meant.cells[grid.part]]
    added = meant.new(grid.part)
    assert (old[0], len(stay) + len(added) + 1) == (new[0], len(new))
    assert [line for row, line in zip(stay, new[1:], strict=False) if row.ref not in touched] == [
        old[row.line - 1] for row in stay if row.ref not in touched
    ]
    table, _ = read_csv("x.csv", after)
    assert table is not None
    rows = [dict(zip(table.header, cells, strict=True)) for cells in table.rows]
    # A column that the sheet offers and the file does not have stays out of it while nobody fills it in.
    cells = [*(meant.cells[grid.part][row.ref] for row in stay), *added]
    assert rows == [
        {name: text for name, text in row.items() if text or name in table.header} for row in cells
    ]


def lines_of(cells: Mapping[str, str], others: Mapping[str, str]) -> int:
    """How many lines of a YAML file the cells of a row take at most that are not the same in another."""
    differing = (text for name, text in cells.items() if text and text != others.get(name, ""))
    return sum(1 + text.count(LIST) + 1 for text in differing)


def most_lines(grids: Sequence[Grid], meant: Meant) -> tuple[int, int]:
    """How many lines of a YAML file may come and go at most."""
    came = went = 0
    for grid in grids:
        after = meant.cells[grid.part]
        for ref, cells in rows_of(grid).items():
            came += lines_of(after.get(ref, {}), cells)
            went += lines_of(cells, after.get(ref, {}))
        came += sum(lines_of(cells, {}) for cells in meant.new(grid.part))
    return came, went


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    """The small example and each package of the record, alone; what one round edits the next one finds."""
    found = {}
    for data, package in sorted({(data, package) for data, package, _ in DOCUMENTS}):
        alone = tmp_path_factory.mktemp("source")
        shutil.copytree(data / package, alone / package)
        found[package] = Desk.of(alone, tmp_path_factory.mktemp("desk"))
    return found


@pytest.mark.parametrize("number", range(tries(ROUNDS)))
def test_edits_at_random_arrive_and_nothing_else_does(number: int, desks: dict[str, Desk]) -> None:
    _, package, document = DOCUMENTS[number % len(DOCUMENTS)]
    desk = desks[package]
    desk.commit()
    workbook = desk.export(document, package)
    known, grids = grids_of(desk, package, document)
    editor = Editor(Random(number), known, document, grids, workbook)
    while editor.meant.edits < EDITS:
        editor.any_edit()
    before = {
        path: (desk.data / path).read_bytes()
        for path in {grid.file for grid in editor.grids}
        if (desk.data / path).is_file()
    }
    assert editor.book is not None
    workbook = editor.book.bytes()
    outcome = desk.hand_in(workbook)
    assert outcome.ok, told(outcome)
    write(desk.data, outcome.files)
    meant = editor.meant
    # The description of the tables goes with them; what it says is held by its own tests.
    edited = {path: lines for path, lines in desk.numstat().items() if not path.endswith(DESCRIPTOR)}
    assert set(edited) <= before.keys()
    for grid in editor.grids:
        if grid.file in before and grid.file.endswith(".csv"):
            wrote_only_what_is_meant(grid, before[grid.file], (desk.data / grid.file).read_bytes(), meant)
    _, now = grids_of(desk, package, document)
    found = {grid.part: rows_of(grid) for grid in now}
    for part, rows in meant.cells.items():
        kept = {ref: cells for ref, cells in found[part].items() if ref in rows}
        assert kept == rows
        assert [cells for ref, cells in found[part].items() if ref not in rows] == meant.new(part)
    for path, (came, went) in edited.items():
        if path.endswith(".yaml"):
            most = most_lines([grid for grid in editor.grids if grid.file == path], meant)
            assert (came <= most[0], went <= most[1]) == (True, True)
    if number >= len(DOCUMENTS):
        return
    assert desk.hand_in(workbook).files == {}
    again = Book(desk.export(document, package))
    for grid in now:
        touched = meant.touched.get(grid.part, set()) & meant.cells[grid.part].keys()
        cells = shown(again, editor.package, document, grid)
        assert {ref: cells[ref] for ref in touched} == {ref: meant.cells[grid.part][ref] for ref in touched}


def shown(book: Book, package: Package, document: str, grid: Grid) -> Rows:
    """What the rows of an exported sheet say, in codes, by reference and column."""
    names = columns(grid)
    codes = {
        name: {word: code for code, word in labels(package, document, item, "zh").items()}
        for name, item in grid.fields.items()
    }
    rows: dict[str, dict[str, str]] = {}
    for line in book.file[sheet_name(grid, "zh")].iter_rows(min_row=4, values_only=True):
        ref = line[0]
        for name, value in zip(names, line, strict=True):
            if ref and name in grid.headings:
                field_name = ref if grid.upright else name
                text = (
                    value.date().isoformat()
                    if isinstance(value, datetime)
                    else ""
                    if value is None
                    else str(value)
                )
                rows.setdefault(ref, {})[name] = codes[field_name].get(text, text)
    return rows


def expected_conflicts(base: Rows, mine: Meant, theirs: Meant, part: str) -> set[tuple[str, str]]:
    """The cells that both people changed, each otherwise, by row and column; rows that one changed and one removed."""
    found = set()
    for ref, cells in base.items():
        one, other = mine.cells[part].get(ref), theirs.cells[part].get(ref)
        changed = [name for name in cells if one is not None and one[name] != cells[name]]
        if one is not None and other is None and changed:
            found.add((ref, "gone"))
        elif one is None and other is not None and other != cells:
            found.add((ref, "removed"))
        elif one is not None and other is not None:
            found |= {(ref, name) for name in changed if other[name] not in (cells[name], one[name])}
    return found


@pytest.mark.parametrize(
    ("number", "edits"),
    [(1, 40), (5, 40), *((number, 6) for number in range(0, len(DOCUMENTS), 2))][: tries(6)],
)
def test_what_two_people_edit_at_random_is_merged_or_told(
    number: int, edits: int, desks: dict[str, Desk]
) -> None:
    _, package, document = DOCUMENTS[number]
    desk = desks[package]
    desk.commit()
    workbook = desk.export(document, package)
    known, grids = grids_of(desk, package, document)
    first, second = (
        Editor(Random(f"{who} {number}"), known, document, grids, workbook) for who in ("one", "two")
    )
    for editor in (first, second):
        while editor.meant.edits < edits:
            editor.any_edit()
    assert first.book is not None
    assert second.book is not None
    desk.take(first.book.bytes())
    outcome = desk.hand_in(second.book.bytes())
    conflicts: set[tuple[str, str]] = set()
    for grid in grids:
        conflicts |= expected_conflicts(rows_of(grid), second.meant, first.meant, grid.part)
    codes = [problem.code for problem in outcome.problems if problem.severity is Severity.ERROR]
    assert set(codes) <= {"sheet-conflict", "sheet-row-gone"}, told(outcome)
    assert len(codes) == len(conflicts)
    if conflicts:
        return
    write(desk.data, outcome.files)
    _, now = grids_of(desk, package, document)
    for grid, base in zip(now, grids, strict=True):
        rows = rows_of(grid)
        mine, theirs = second.meant.cells[grid.part], first.meant.cells[grid.part]
        before = rows_of(base)
        merged = {
            ref: {
                name: mine[ref][name] if mine[ref][name] != cells[name] else theirs[ref][name]
                for name in cells
            }
            for ref, cells in before.items()
            if ref in mine and ref in theirs
        }
        assert {ref: cells for ref, cells in rows.items() if ref in before} == merged
        new = [*first.meant.new(grid.part), *second.meant.new(grid.part)]
        assert [cells for ref, cells in rows.items() if ref not in before] == new


def test_the_edits_are_of_all_kinds() -> None:
    """So that a thousand edits are no thousand edits of notes."""
    kinds: set[str] = set()
    edits = 0
    for data, package, document in DOCUMENTS:
        source = grids_of(Desk(data), package, document)
        for number in range(8):
            editor = Editor(Random(number), source[0], document, source[1])
            while editor.meant.edits < EDITS:
                editor.any_edit()
            edits += editor.meant.edits
            kinds |= {
                f"{kind} {part}" for kind in ("added", "removed") for part in getattr(editor.meant, kind)
            }
            for grid in editor.grids:
                for row in grid.rows:
                    after = editor.meant.cells[grid.part].get(row.ref, row.cells)
                    kinds |= {
                        row.ref if grid.upright else name
                        for name in after
                        if after[name] != row.cells.get(name, "")
                    }
    assert edits >= 1000
    assert kinds >= {
        "note_zh",
        "title_en",
        "summary_zh",
        "evidence_en",
        "themes",
        "organisations",
        "officers",
        "value",
    }
    assert kinds >= {
        "figure",
        "reason_zh",
        "published",
        "due",
        "state",
        "occurrence",
        "completeness",
        "baseline",
    }
    assert kinds >= {
        f"added {part}" for part in ("observations", "progress", "deliverables", "sections", "not_data")
    }
    assert kinds >= {f"removed {part}" for part in REMOVABLE}
