"""Workbooks for the tests: exported from example data, filled in and spoiled as people do, and handed in.

The folders `fixtures/problems/sheet-*` say in `sheet.yaml` what was done to the workbook of a document of `fixtures/problems/base`.
"""

from __future__ import annotations

import csv
import os
import pickle
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import yaml
from click.testing import CliRunner
from folders import ARCHIVE, BASE, PROBLEMS
from openpyxl.styles import Font
from openpyxl.worksheet.dimensions import DimensionHolder
from repositories import begin, head

from generator.cli import main
from generator.core.periods import period_of
from generator.core.problems import Report
from generator.editing.files.changing import write
from generator.editing.sheets.exporting import export_sheet
from generator.editing.sheets.grids import Order
from generator.editing.sheets.importing import Outcome, import_sheets
from generator.editing.sheets.routes import Base
from generator.editing.sheets.source import base_of
from generator.reading.trees import WorkingTree

Rows = tuple[tuple[str, ...], ...]
"""The lines of a sheet, each with the texts of its cells."""

DAY = date(2024, 3, 1)
"""The day that the workbooks carry."""

SPARE = 4
"""The empty lines of their sheets; with as many as people get, most of each test would be the reading of empty cells."""

NAMES = {f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
ENVIRONMENT = {**os.environ, **NAMES, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *arguments: str) -> str:
    """What git says."""
    run = subprocess.run(
        ["git", "-C", str(folder), "-c", "core.quotePath=false", *arguments],
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return run.stdout


_exported: dict[tuple[Base, Order, str], bytes] = {}


@dataclass(frozen=True)
class Desk:
    """A repository with a folder of data, where workbooks are exported and handed in."""

    data: Path

    @classmethod
    def of(cls, source: Path, folder: Path) -> Desk:
        """A new repository in a folder, with a copy of some data in its first commit, the same for all of them."""
        begin(source, folder)
        return cls(folder / "data")

    def commit(self) -> str:
        """The data as they are now, committed."""
        git(self.data, "add", "--all", ".")
        git(self.data, "commit", "--quiet", "--allow-empty", "--message", "data")
        return head(self.data.parent)

    def export(self, document: str = "2023-report", package: str = "town", language: str = "zh") -> bytes:
        """The workbook of a document; `new:2024` for a report that is still to come.

        Desks that hold the same data in the same commit have the same workbook, so that it is made once.
        """
        tree, order = WorkingTree(self.data), order_of(package, document)
        state = (base_of(self.data, tree, package), order, language)
        if state not in _exported:
            _exported[state] = export_sheet(self.data, tree, order, DAY, language, spare=SPARE).content
        return _exported[state]

    def hand_in(
        self, *files: bytes, name: str = "填报.xlsx", language: str = "zh", archive: Path | None = None
    ) -> Outcome:
        """What the import says of some files; nothing is written."""
        named = [(name, content) for content in files]
        return import_sheets(self.data, WorkingTree(self.data), named, language, archive)

    def take(self, *files: bytes, archive: Path | None = None) -> Outcome:
        """The import of files that are in order, written."""
        outcome = self.hand_in(*files, archive=archive)
        assert outcome.ok, told(outcome)
        write(self.data, outcome.files)
        return outcome

    def run(self, *arguments: str) -> tuple[int, str]:
        """The real command `mingzhang sheet`: its exit code and what it prints."""
        result = CliRunner().invoke(main, ["sheet", *arguments, "--data", str(self.data)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result.exit_code, result.output

    def edit(self, path: str, old: str, new: str) -> None:
        """Somebody else's edit of a file: a piece that stands in it once, changed."""
        file = self.data / path
        text = file.read_bytes().decode()
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        file.write_bytes(text.replace(old, new).encode())

    def changed(self) -> list[str]:
        """The lines that came (+) and went (-) since the last commit, without the files' names."""
        git(self.data, "add", "--all", "--intent-to-add", ".")
        lines = git(self.data, "diff", "--unified=0", "--no-color", ".").splitlines()
        return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]

    def numstat(self) -> dict[str, tuple[int, int]]:
        """How many lines came and went since the last commit, by file below the data."""
        git(self.data, "add", "--all", "--intent-to-add", ".")
        rows = (line.split("\t") for line in git(self.data, "diff", "--numstat", "--relative").splitlines())
        return {name: (int(came), int(went)) for came, went, name in rows}


def order_of(package: str, document: str) -> Order:
    """A document of a package, or with `new:` a report on a period."""
    kind, _, period = document.partition(":")
    return Order(package, f"{period}-report", period_of(period)) if period else Order(package, kind)


def documents(data: Path) -> list[tuple[str, str]]:
    """Package and document of everything that has a workbook."""
    return sorted(
        (path.parent.parent.parent.name, path.parent.name) for path in data.glob("*/*/*/document.yaml")
    )


def told(outcome: Outcome, language: str = "zh") -> str:
    """What the import says, as people read it."""
    return outcome.report.of_change(language, "")


def is_unchanged(outcome: Outcome) -> bool:
    """Whether an import has nothing to do and nothing to say."""
    return (outcome.problems, outcome.files) == ([], {})


def message_at(outcome: Outcome, place: str, document: str = "2023-report") -> str:
    """What is told about a cell of the workbook of a document of `base`."""
    named = _layout(document).named(place)
    [message] = [part for part in told(outcome).split("\n\n") if f"    位置：{named}\n" in part]
    return message


@cache
def _layout(document: str) -> Book:
    return Book(Desk(BASE).export(document))


LONGEST = 2000
"""So many lines and columns are looked through for a name."""


def _index(values: Iterable[Any], name: str) -> int:
    """Which of the cells says a name, from 1; they are looked at one by one, since a sheet is slow to tell its size."""
    return next(position for position, value in enumerate(values, 1) if str(value) == name)


_OPENED: dict[bytes, bytes] = {}
"""Workbooks that were opened before, as they were read: to unpack that takes a tenth of the time."""


def _opened(content: bytes) -> Any:
    if packed := _OPENED.get(content):
        book = pickle.loads(packed)
        for page in book.worksheets:
            # What these make of a row or column that nothing is known of is lost on the way.
            page.row_dimensions = _dimensions(page, page.row_dimensions, page._add_row)  # noqa: SLF001
            page.column_dimensions = _dimensions(page, page.column_dimensions, page._add_column)  # noqa: SLF001
        return book
    book = openpyxl.load_workbook(BytesIO(content))
    # Most are opened once: only what comes a second time is packed.
    _OPENED[content] = pickle.dumps(book) if content in _OPENED else b""
    return book


def _dimensions(page: Any, known: Mapping[Any, Any], make: Any) -> Any:
    found: Any = DimensionHolder(page, default_factory=make)
    found.update(known)
    return found


class Book:
    """A workbook in somebody's hands.

    Cells are named by their sheet, column and line (`结果!value 6`), those of a sheet of facts by the fact
    (`文件!kind`), others as spreadsheets do (`结果!AB6`).
    """

    def __init__(self, content: bytes) -> None:
        self.file: Any = _opened(content)

    def _cell(self, place: str) -> Any:
        sheet, _, name = place.rpartition("!")
        page = self.file[sheet]
        if re.fullmatch("[A-Z]+[0-9]+", name):
            return page[name]
        column, _, line = name.partition(" ")
        if line:
            heads = (page.cell(3, position).value for position in range(1, LONGEST))
            return page.cell(int(line), _index(heads, column))
        refs = (str(page.cell(position, 1).value).removeprefix("+") for position in range(1, LONGEST))
        return page.cell(_index(refs, column), 3)

    def __getitem__(self, place: str) -> Any:
        return self._cell(place)

    def __setitem__(self, place: str, value: Any) -> None:
        self._cell(place).value = value

    def named(self, place: str) -> str:
        """How a message names a cell: `结果 H6 数值`, by its heading or, on a sheet of facts, by the fact."""
        sheet = place.rpartition("!")[0]
        cell = self._cell(place)
        page = self.file[sheet]
        upright = page["B3"].value == "info.title" and page["C3"].value == "value"
        heading = page.cell(cell.row, 2).value if upright and cell.column == 3 else None
        heading = heading or page.cell(2, cell.column).value or ""
        return f"{sheet} {cell.coordinate} {heading}".strip()

    def line_of(self, sheet: str, ref: str) -> int:
        """The line of a row."""
        page = self.file[sheet]
        return _index((page.cell(position, 1).value for position in range(1, LONGEST)), ref)

    def fill(self, sheet: str, line: int, **cells: Any) -> None:
        """Cells of one line, by the names of their columns."""
        for name, value in cells.items():
            self[f"{sheet}!{name} {line}"] = value

    def bytes(self) -> bytes:
        """The file."""
        out = BytesIO()
        self.file.save(out)
        return out.getvalue()


class Shown(NamedTuple):
    """A value in a cell of another number format."""

    value: Any
    form: str


NEW = {
    "value 12": 12,
    "figure 12": "12盏",
    "locator 12": "一/(一)",
    "as_of 12": date(2023, 12, 31),
    "period_start 12": date(2023, 1, 1),
    "period_end 12": date(2023, 12, 31),
    "indicator_id 12": "lamps-standing",
    "area_id 12": "east-village",
}
"""A new row of results, on the first spare line."""


@cache
def alone(desk: Desk, document: str, sheet: str) -> bytes:
    """One sheet of a workbook without the others, which is quicker to read."""
    book = Book(desk.export(document))
    for name in book.file.sheetnames:
        if name != sheet:
            del book.file[name]
    return book.bytes()


def spoiled(
    desk: Desk, cells: Mapping[str, Any], sheet: str = "结果", document: str = "2023-report"
) -> bytes:
    """One sheet of a workbook with other values in some cells."""
    book = Book(alone(desk, document, sheet))
    for name, value in cells.items():
        cell = book[f"{sheet}!{name}"]
        if isinstance(value, Shown):
            cell.number_format = value.form
        cell.value = value.value if isinstance(value, Shown) else value
    return book.bytes()


def csv_of(desk: Desk, *rows: str, delimiter: str = ",") -> str:
    """The sheet of sections as CSV, with some rows."""
    route = str(Book(alone(desk, "2023-report", "章节"))["章节!A1"].value)
    lines = [
        route,
        "行的代码,处理,出处,名称（中文）,名称（英文）",
        "ref,action,locator,title_zh,title_en",
        *rows,
    ]
    return "\r\n".join(line.replace(",", delimiter) for line in [*lines, ""])


def shown_rows(workbook: bytes, sheet: str) -> Rows:
    """The cells of a sheet as it shows them itself, which is how they stand in a CSV file."""
    return shown_sheets(workbook)[sheet]


@lru_cache(maxsize=32)
def shown_sheets(workbook: bytes) -> Mapping[str, Rows]:
    """The same of every sheet by its name; to open a workbook takes longer than to look through all of it."""
    return {
        page.title: tuple(tuple(map(_shown, line)) for line in page.iter_rows(values_only=True))
        for page in Book(workbook).file.worksheets
    }


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    return f"{Decimal(repr(value)).normalize():f}" if isinstance(value, int | float) else str(value)


def csv_file(
    rows: Iterable[Iterable[str]], delimiter: str = ",", end: str = "\r\n", encoding: str = "utf-8"
) -> bytes:
    """Rows as a CSV file."""
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


SECTIONS = (
    "一,,一,完成情况,Results",
    "一/(一),,一/(一),路灯与照明,Street lamps",
    "一/(二),,一/(二),绿化,Parks and trees",
)


@dataclass
class Spoiling:
    """What `sheet.yaml` may say: the document, what was done to its workbook, and to the data meanwhile."""

    document: str = "2023-report"
    cells: Mapping[str, Any] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    struck: Iterable[str] = ()
    hidden_rows: Mapping[str, int] = field(default_factory=dict)
    merge: Iterable[str] = ()
    delete_rows: Mapping[str, int] = field(default_factory=dict)
    delete_columns: Mapping[str, int] = field(default_factory=dict)
    delete_sheets: Iterable[str] = ()
    rename_sheets: Mapping[str, str] = field(default_factory=dict)
    copy: Iterable[str] = ()
    add: Iterable[str] = ()
    csv: str = ""
    written: Mapping[str, str] = field(default_factory=dict)
    content: str = ""
    megabytes: int = 0
    archive: bool = False
    committed: bool = True
    meanwhile: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def done_to(self, workbook: bytes) -> bytes:
        """The workbook as it is handed in; `content` and `megabytes` stand for another file altogether."""
        if self.content or self.megabytes:
            return bytes.fromhex(self.content) + b" " * (self.megabytes * 1024 * 1024)
        book = Book(workbook)
        for place, value in self.cells.items():
            book[place] = value
        for place, written in self.formats.items():
            book[place].number_format = written
        for place in self.struck:
            book[place].font = Font(strike=True)
        for sheet, line in self.hidden_rows.items():
            book.file[sheet].row_dimensions[line].hidden = True
        self.reshape(book)
        return self.as_csv(book.bytes()) if self.csv else book.bytes()

    def as_csv(self, workbook: bytes) -> bytes:
        """One sheet as CSV, with other texts for some cells that say a thing."""
        rows = shown_rows(workbook, self.csv)
        return csv_file([self.written.get(text, text) for text in row] for row in rows)

    def reshape(self, book: Book) -> None:
        """What is done to whole rows, columns and sheets."""
        for place in self.merge:
            sheet, _, cells = place.rpartition("!")
            book.file[sheet].merge_cells(cells)
        for sheet, line in self.delete_rows.items():
            book.file[sheet].delete_rows(line)
        for sheet, column in self.delete_columns.items():
            book.file[sheet].delete_cols(column)
        for sheet in self.delete_sheets:
            del book.file[sheet]
        for sheet, name in self.rename_sheets.items():
            book.file[sheet].title = name
        for sheet in self.copy:
            book.file.copy_worksheet(book.file[sheet])
        for sheet in self.add:
            book.file.create_sheet(sheet)["A1"] = sheet


@cache
def fixture_report(code: str) -> Report:
    """The report on the workbook that the fixture of a code describes."""
    spoiling = Spoiling(
        **yaml.load((PROBLEMS / code / "sheet.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    )
    with tempfile.TemporaryDirectory() as folder:
        if spoiling.committed:
            desk = Desk.of(BASE, Path(folder))
        else:
            desk = Desk(Path(shutil.copytree(BASE, Path(folder) / "data")))
        workbook = desk.export(spoiling.document)
        for path, (old, new) in spoiling.meanwhile.items():
            desk.edit(path, old, new)
        archive = ARCHIVE if spoiling.archive else None
        return desk.hand_in(spoiling.done_to(workbook), archive=archive).report
