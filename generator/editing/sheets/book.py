"""A workbook to fill in: a sheet for each grid, with choices to pick from, comments, and locked cells.

Each sheet says in its first cell what it is, so that it is known again under any file name, also alone as CSV.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

from generator.core.codes import DocumentKind
from generator.core.languages import language as language_of
from generator.core.model import Package
from generator.editing.sheets.cells import typed
from generator.editing.sheets.choices import codes_sheet, locators, offer
from generator.editing.sheets.grids import ACTION, TO_REPORT, Grid, GridRow, Order, in_data
from generator.editing.sheets.labels import labels, word_of
from generator.editing.sheets.layout import (
    ABOUT,
    CARRIED,
    HEAD,
    HIDDEN,
    REF,
    WORDS,
    column_title,
    columns,
    heading,
    meaning,
    part_name,
    sheet_name,
    width,
    word,
)
from generator.editing.sheets.routes import Base, Route
from generator.format.fields import AnyField, Type

_CELL = {"valign": "top", "border": 1, "border_color": "#D9D9D9"}
_FIXED = {**_CELL, "bg_color": "#F2F2F2", "num_format": "@"}
_OPEN = {**_CELL, "locked": False}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "route": {"font_color": "#808080", "font_size": 8},
    "head": {"bold": True, "bottom": 1, "bg_color": "#DDEBF7", "text_wrap": True, "valign": "top"},
    "fixed": {**_FIXED, "text_wrap": True},
    "ref": {
        "bg_color": "#F2F2F2",
        "font_color": "#808080",
        "font_size": 8,
        "valign": "top",
        "num_format": "@",
    },
    "text": {**_OPEN, "num_format": "@"},
    "number": _OPEN,
    "date": {**_OPEN, "num_format": "yyyy-mm-dd"},
    "title": {"bold": True, "font_size": 14},
    "plain": {"text_wrap": True, "valign": "top"},
}
_A4 = 9
_TO_FILL = {"bg_color": "#FFF9DB"}
_LOOK_OF = {Type.NUMBER: "number", Type.DATE: "date"}

Info = Callable[[Grid, GridRow], Mapping[str, str]]
"""Tells what a row is about."""


@dataclass(frozen=True, slots=True)
class _Book:
    """The workbook under way, with its formats; `breakdowns` are the ids of those of its package."""

    file: Any
    looks: Mapping[str, Any]
    language: str
    spare: int
    breakdowns: frozenset[str]

    def text(self, page: Any, line: int, column: int, value: str, look: str) -> None:
        """A text is written as a text, whatever it begins with."""
        if value:
            page.write_string(line, column, value, self.looks[look])
        else:
            page.write_blank(line, column, None, self.looks[look])


def workbook(
    package: Package,
    order: Order,
    grids: Sequence[Grid],
    base: Base,
    day: date,
    language: str,
    info: Info,
    spare: int,
    carried: Sequence[str] = (),
) -> bytes:
    """The workbook of an order as XLSX.

    `info` tells what a row is about, `day` is the date that the file carries, `spare` the number of empty lines for
    new rows; `carried` are the texts that say what the data were (`carried.py`).
    """
    from xlsxwriter import Workbook

    stream = BytesIO()
    unread = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
    with Workbook(stream, {"in_memory": True, **unread}) as file:
        file.set_properties({"created": datetime.combine(day, time(), UTC)})
        looks = {name: file.add_format(look) for name, look in _LOOKS.items()}
        looks |= {
            f"{name}+": file.add_format({**_LOOKS[name], **_TO_FILL}) for name in ("text", *_LOOK_OF.values())
        }
        book = _Book(file, looks, language, spare, frozenset(package.dimensions))
        _read_me(book, package, order)
        pages = [file.add_worksheet(sheet_name(grid, language)) for grid in grids]
        codes = file.add_worksheet(part_name("codes", language))
        ranges = codes_sheet(codes, looks, package, order, grids, language)
        ranges["locators"] = locators(grids, language, spare)
        hidden = file.add_worksheet(HIDDEN)
        for line, (grid, page) in enumerate(zip(grids, pages, strict=True)):
            route = Route(order, grid.part, base).text()
            _fill(book, page, grid, route, info)
            offer(page, grid, ranges, language, spare)
            hidden.write_string(line, 0, sheet_name(grid, language))
            hidden.write_string(line, 1, route)
        for line, part in enumerate(("about", "codes"), start=len(grids)):
            hidden.write_string(line, 0, part_name(part, language))
        for line, text in enumerate(carried):
            hidden.write_string(line, CARRIED, text)
        for line, said in enumerate(_words(package, order, grids, language)):
            for at, text in enumerate(said, start=WORDS):
                hidden.write_string(line, at, text)
        hidden.hide()
        if language_of(package.languages[0]).direction == "rtl":
            for page in file.worksheets():
                page.right_to_left()
        pages[0].activate()
    return stream.getvalue()


def _words(
    package: Package, order: Order, grids: Sequence[Grid], language: str
) -> Iterator[tuple[str, str, str]]:
    """Each word that can be chosen on the sheets without its code: the field, the code, the word."""
    fields = {item.name: item for grid in grids for item in grid.fields.values() if item.type is Type.CHOICE}
    for name, item in fields.items():
        for code, text in labels(package, order.document, item, language).items():
            yield name, code, text


def _read_me(book: _Book, package: Package, order: Order) -> None:
    page = book.file.add_worksheet(part_name("about", book.language))
    page.set_column(0, 0, 100)
    page.hide_gridlines(2)
    document = package.documents.get(order.document)
    name = document.title[book.language] if document else order.document
    book.text(page, 0, 0, word(book.language, "about.title", document=name), "title")
    subject = word(book.language, "about.subject", package=package.title[book.language])
    book.text(page, 1, 0, subject, "plain")
    book.text(page, 3, 0, word(book.language, "about.steps"), "head")
    table = document is not None and document.kind is DocumentKind.DATASET
    results = "step_cells" if table else "step_results"
    steps = ("step_new", results, "step_progress", "step_others", "step_send")
    for line, key in enumerate((*steps, "grey", "csv", "unofficial"), start=4):
        book.text(page, line, 0, word(book.language, f"about.{key}"), "plain")
    page.protect()


def _fill(book: _Book, page: Any, grid: Grid, route: str, info: Info) -> None:
    names = columns(grid)
    book.text(page, 0, 0, route, "route")
    for at, name in enumerate(names):
        book.text(page, 1, at, heading(grid, name, book.language), "head")
        book.text(page, 2, at, name, "route")
        page.set_column(at, at, width(grid, name))
        if comment := meaning(grid, name, book.language):
            page.write_comment(1, at, comment, {"x_scale": 2, "y_scale": 1.5})
    page.set_row(2, None, None, {"hidden": True})
    spare = () if grid.upright else (GridRow("", grid.spare),) * book.spare
    for line, row in enumerate((*grid.rows, *spare), start=HEAD):
        told = info(grid, row)
        for at, name in enumerate(names):
            if name.startswith(ABOUT):
                about = told.get(name.removeprefix(ABOUT), "")
                field = row.ref.removeprefix(TO_REPORT)
                shown = column_title(grid.table, field, book.language) if grid.upright else about
                book.text(page, line, at, shown, "fixed")
            elif name == REF:
                book.text(page, line, at, row.ref, "ref")
            elif row.ref and grid.locked(name):
                book.text(page, line, at, row.cells.get(name, ""), "fixed")
            elif name == ACTION:
                book.text(page, line, at, "", "text")
            else:
                _cell(
                    book,
                    page,
                    (line, at),
                    row.cells.get(name, ""),
                    grid.field(row.ref, name),
                    known=in_data(row.ref),
                )
    first = next(at for at, name in enumerate(names) if name in grid.headings)
    page.freeze_panes(HEAD, min(first, 4))
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _cell(book: _Book, page: Any, at: tuple[int, int], text: str, item: AnyField, *, known: bool) -> None:
    """A cell to fill in, of a type from which reading gives the same text again."""
    mark = "" if known else "+"
    look = _LOOK_OF.get(item.type, "text")
    value = typed(text, item)
    if isinstance(value, date):
        page.write_datetime(*at, datetime.combine(value, time()), book.looks[look + mark])
    elif isinstance(value, float):
        page.write_number(*at, value, book.looks[look + mark])
    elif text:
        # Codes of ours are written as words; a number that the sheet could not keep is written as a text.
        ours = item.type is Type.CHOICE and item.name not in book.breakdowns
        book.text(page, *at, word_of(item.name, text, book.language) if ours else text, "text" + mark)
    else:
        book.text(page, *at, "", look + mark)
