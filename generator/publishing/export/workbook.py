"""`<package>.xlsx`: the tables for people who live in Excel, with a codebook and the verdicts as formulas.

Texts of the data are written as texts, never as formulas or links. Rows are written one after another and not kept,
so that a great table needs no more memory than a small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from io import BytesIO
from typing import Any

from generator.core.cell_names import FIRST_SHEET_DAY
from generator.core.languages import language, spoken
from generator.core.model import Package
from generator.core.phrases import Text
from generator.publishing.export import recompute
from generator.publishing.export.about import Fact, words
from generator.publishing.export.codebook import (
    codebook,
    codebook_columns,
    head,
    longest_table,
    table_title,
)
from generator.publishing.export.filled import FilledTable, exact
from generator.verdicts.rules import THRESHOLDS
from generator.verdicts.standings import Standings

LONGEST_TEXT = 32_767
"""Characters of a cell, in units of UTF-16 (Excel's own limit)."""

_EPOCH = date(1899, 12, 30).toordinal()
_WIDEST = 48
_SAMPLE = 100
"""Rows whose texts decide how wide a column is."""

_WIDE = 0x2E80
"""Characters from here on, Chinese among them, are two columns wide."""


@dataclass(frozen=True, slots=True)
class _Book:
    """The workbook under way, with its formats: `head`, `label`, `note`, `day`, `input`, …, in a package's languages.

    `added` are those of them that the package gained after it was published.
    """

    file: Any
    looks: Mapping[str, Any]
    languages: tuple[str, ...]
    added: tuple[str, ...]

    def words(self, key: str) -> Text:
        """A text of the downloads."""
        return words(key, self.languages)

    def heading(self, key: str) -> str:
        """The same in all languages at once."""
        return self.words(key).together()

    def sheet(self, name: str, widths: Iterable[int]) -> Any:
        """A new sheet with columns of these widths."""
        sheet = self.file.add_worksheet(name)
        if language(self.languages[0]).direction == "rtl":
            sheet.right_to_left()
        # xlsxwriter looks for functions newer than Excel 2007 in each formula, 29 times; ours has none.
        sheet._prepare_formula = lambda formula: formula.removeprefix("=")  # noqa: SLF001
        for position, width in enumerate(widths):
            sheet.set_column(position, position, width)
        return sheet

    def write(self, sheet: Any, line: int, column: int, text: str, look: Any = None) -> None:
        """Write a text as a text, whatever it begins with."""
        if not text:
            return
        if len(text) > LONGEST_TEXT // 2:
            text = self.cut(text)
        if text.startswith("<r>") and text.endswith("</r>"):
            # xlsxwriter takes such a text for ready-made markup and would copy it into the file as it is.
            text = f'<r><t xml:space="preserve">{escape(text, quote=False)}</t></r>'
        sheet.write_string(line, column, text, look)

    def cut(self, text: str) -> str:
        """A text that fits into a cell; what was cut off is said at its end, so that nothing is lost unseen."""
        whole = text.encode("utf-16-le")
        if len(whole) <= 2 * LONGEST_TEXT:
            return text
        mark = self.heading("workbook.cut")
        return whole[: 2 * (LONGEST_TEXT - len(mark))].decode("utf-16-le", "ignore") + mark


def workbook(
    package: Package,
    standings: Standings,
    tables: Sequence[FilledTable],
    facts: Sequence[Fact],
    made: date | None = None,
    address: str = "",
) -> bytes:
    """The workbook of a package; `facts` are what its first sheet says of it, `made` is the day on which it is made,
    by default that of the standings.

    A table that is too long is left out, and with it the formulas that look into it. The first sheet
    says so, and where its CSV file is: in the folder at `address`, or beside the workbook where none is known.
    """
    from xlsxwriter import Workbook

    stream = BytesIO()
    unread = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
    with Workbook(stream, {"constant_memory": True, **unread}) as file:
        created = datetime.combine(made or standings.today, time(), UTC)
        file.set_properties(
            {"title": package.title.main, "author": package.creator.together(), "created": created}
        )
        looks = {name: file.add_format(look) for name, look in _LOOKS.items()}
        book = _Book(file, looks, package.languages, package.added_languages)
        held = [table for table in tables if table.in_workbook]
        formulas = {table.name for table in held} >= set(recompute.SHEETS)
        _about(book, tables, facts, address, formulas=formulas)
        _codebook(book, tables)
        if formulas:
            _recompute(book, package, standings, held)
        for table in held:
            _table(book, table)
    return stream.getvalue()


def outline(
    package: Package,
    standings: Standings,
    tables: Sequence[FilledTable],
    facts: Sequence[Fact],
    made: date | None = None,
    address: str = "",
) -> str:
    """All that `workbook` makes it of besides the cells of the tables that it holds."""
    held = [table for table in tables if table.in_workbook]
    formulas = {table.name for table in held} >= set(recompute.SHEETS)
    lines = list(recompute.lines(package, standings, held)) if formulas else []
    titled = package.title, package.creator, package.languages, package.added_languages
    named = [(table.outline, table.in_workbook) for table in tables]
    return repr((titled, named, list(facts), lines, made or standings.today, address))


_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "head": {"bold": True, "bottom": 1, "bg_color": "#F2F2F2"},
    "label": {"bold": True, "valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd"},
    "input": {"bold": True, "bottom": 1, "bg_color": "#E8F0F8"},
    "share": {"num_format": "0.00"},
    "pace": {"num_format": "0.0000"},
}


def _about(
    book: _Book, tables: Sequence[FilledTable], facts: Sequence[Fact], address: str, *, formulas: bool
) -> None:
    """What the package is and which sheets there are; `formulas`: whether one computes the verdicts again."""
    sheet = book.sheet("about", (30, *[70] * len(book.languages)))
    label, wrapped = book.looks["label"], book.looks["wrapped"]
    lines = [(fact.label.together(), fact.value) for fact in facts]
    lines.append(("", book.words("workbook.numbers")))
    if formulas:
        notes = (f"recompute.{name}" for name in ("inputs", "computed", "rounding"))
        lines += [("recompute", book.words(key)) for key in notes]
    for line, (name, value) in enumerate(lines):
        book.write(sheet, line, 0, name, label)
        for column, tag in enumerate(book.languages, 1):
            book.write(sheet, line, column, str(value[tag]), wrapped)
    start = len(lines) + 1
    for column, name in enumerate(("sheet", *["content"] * len(book.languages), "rows")):
        book.write(sheet, start, column, book.heading(f"workbook.{name}"), book.looks["head"])
    own = {name: book.words(f"workbook.{name}") for name in ("about", "codebook", "recompute")}
    if not formulas:
        own["recompute"] = book.words("workbook.no_formulas")
    for line, (name, holds) in enumerate(own.items(), start + 1):
        _content(book, sheet, line, name, holds)
    shown = [table for table in tables if table.in_workbook or table.too_long]
    for line, table in enumerate(shown, start + 1 + len(own)):
        holds = Text.of({tag: table_title(table.name, tag) for tag in spoken(book.languages)})
        if table.too_long:
            holds = _elsewhere(book, holds, f"{address}{table.name}.csv")
        _content(book, sheet, line, table.name, holds)
        sheet.write_number(line, 1 + len(book.languages), len(table))


def _elsewhere(book: _Book, holds: Text, file: str) -> Text:
    """What a table holds that is not in the workbook, and where it is."""
    told = book.words("workbook.left_out").said
    return Text.of(
        {tag: text.format(content=holds[tag], limit=longest_table(tag), file=file) for tag, text in told}
    )


def _content(book: _Book, sheet: Any, line: int, name: str, holds: Text) -> None:
    """What a sheet holds, in each language."""
    book.write(sheet, line, 0, name, book.looks["label"])
    for column, tag in enumerate(book.languages, 1):
        book.write(sheet, line, column, str(holds[tag]), book.looks["wrapped"])


def _codebook(book: _Book, tables: Sequence[FilledTable]) -> None:
    names = codebook_columns(book.languages, book.added)
    facts = (16, 22, 10, 12, 24, 16)
    texts = (60 if name.startswith("meaning") else 28 for name in names[len(facts) :])
    sheet = book.sheet("codebook", (*facts, *texts))
    rows = list(codebook(tables, book.languages, book.added))
    _heads(book, sheet, 0, [head(name, book.languages).together() for name in names], len(rows))
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            book.write(sheet, line, column, value)


def _table(book: _Book, table: FilledTable) -> None:
    sheet = book.sheet(table.name, _widths(table))
    day = book.looks["day"]
    _heads(book, sheet, 0, table.names, len(table))
    types = [(position, item.type) for position, item in enumerate(table.fields)]
    for line, row in enumerate(table.rows, 1):
        for column, kind in types:
            value = row[column]
            if not value:
                continue
            if kind == "date" and date.fromisoformat(value) >= FIRST_SHEET_DAY:
                sheet.write_number(line, column, date.fromisoformat(value).toordinal() - _EPOCH, day)
            elif kind == "boolean":
                sheet.write_boolean(line, column, value == "true")
            elif kind in ("number", "integer") and (number := exact(value)) is not None:
                sheet.write_number(line, column, number)
            else:
                book.write(sheet, line, column, value)


def _heads(book: _Book, sheet: Any, line: int, names: Sequence[str], rows: int) -> None:
    """A line of headings that stays in sight, with a filter on the rows below it."""
    for column, name in enumerate(names):
        book.write(sheet, line, column, name, book.looks["head"])
    sheet.freeze_panes(line + 1, 1 if line else 0)
    sheet.autofilter(line, 0, line + rows, len(names) - 1)


def _recompute(book: _Book, package: Package, standings: Standings, tables: Sequence[FilledTable]) -> None:
    """The thresholds, and a line for each target with a verdict; the first sheet explains it."""
    sheet = book.sheet("recompute", (34, *[12] * (len(recompute.COLUMNS) - 1)))
    book.write(sheet, 0, 0, book.heading("recompute.title"), book.looks["label"])
    book.write(sheet, 1, 0, book.heading("recompute.thresholds"))
    line = 2
    for least, progress in THRESHOLDS:
        book.write(sheet, line, 0, progress.value)
        sheet.write_number(line, 1, float(least))
        book.file.define_name(recompute.NAMES[progress], f"=recompute!$B${line + 1}")
        line += 1
    book.write(sheet, line, 0, book.heading("recompute.input"), book.looks["input"])
    book.write(sheet, line, len(recompute.INPUTS), book.heading("recompute.calculation"), book.looks["head"])
    line += 1
    targets = list(recompute.lines(package, standings, tables))
    _heads(book, sheet, line, [book.heading(f"column.{name}") for name in recompute.COLUMNS], len(targets))
    formulas = recompute.formulas({table.name: table for table in tables})
    for position, target in enumerate(targets, line + 1):
        for column, name in enumerate(recompute.COLUMNS):
            _computed(book, sheet, (position, column), name, target, formulas.get(name, ""))


def _computed(
    book: _Book, sheet: Any, place: tuple[int, int], name: str, target: recompute.Line, formula: str
) -> None:
    """A cell with its formula and what the program computed for it, or with that alone where it has no formula."""
    value = target.values[name]
    look = book.looks.get("day" if name in recompute.DAYS else recompute.LOOKS.get(name, ""))
    shown = value.toordinal() - _EPOCH if isinstance(value, date) else value
    if formula:
        filled = formula.format(line=place[0] + 1, places=target.places)
        sheet.write_formula(*place, f"={filled}", look, shown)
    elif isinstance(shown, str):
        book.write(sheet, *place, shown)
    else:
        sheet.write_number(*place, shown, look)


def _widths(table: FilledTable) -> list[int]:
    """Wide enough for the heading with its button and for most texts."""
    return [
        min(max([len(name) + 4, *map(_width, column[:_SAMPLE])]) + 1, _WIDEST)
        for name, column in zip(table.names, table.cells, strict=True)
    ]


def _width(text: str) -> int:
    return len(text) + sum(ord(sign) >= _WIDE for sign in text[:_WIDEST])
