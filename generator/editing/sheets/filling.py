"""A sheet as it came back → what its cells say, row by row, with a problem for each cell that is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from generator.core.languages import interface
from generator.core.messages import lookup
from generator.core.nearest import suggest
from generator.core.phrases import Text
from generator.core.problems import LISTED, Place, Problem, Severity
from generator.core.values import TOTALS, Refusal
from generator.editing.sheets.cells import COUNTS_LATER, Cell, check, shown_in_part, text_of
from generator.editing.sheets.grids import ACTION, LIST, TO_REPORT, VALUE, Grid, in_data, is_offered
from generator.editing.sheets.labels import Choices, word_of
from generator.editing.sheets.layout import ABOUT, REF, cell_title, column_title, columns, heading
from generator.editing.sheets.reading import RawSheet, head_line
from generator.editing.sheets.shown import ShownCell, is_shortened, learned
from generator.format.choices import choice_meant
from generator.format.fields import AnyField, Type

_SHOWN = 3
"""Missing rows that a message names."""

_ALIKE = 0.3
"""How alike a name must be to one of the list to be asked about."""

_GUESSES = 20
"""Unknown rows for which the row that was meant is looked for; each costs a walk through all of them."""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row as it came back: where it stands (line from 0), what it is, and its cells by column."""

    line: int
    ref: str
    remove: bool
    cells: Mapping[str, str]


@dataclass(slots=True)
class Filled:
    """A sheet as it came back."""

    raw: RawSheet
    grid: Grid
    language: str
    positions: Mapping[str, int]
    rows: list[FilledRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, code: str, line: int, ref: str, name: str, **values: str) -> Problem:
        """A problem at a cell, which is named by its sheet, its place there and its heading."""
        return Problem(code, self.place(line, ref, name), values)

    def place(self, line: int, ref: str, name: str) -> Place:
        """The place of a cell: its line from 0, the reference of its row and the name of its column."""
        title = cell_title(self.grid, ref, name, self.language)
        upright = self.grid.upright and name == VALUE
        field = ref.removeprefix(TO_REPORT) if upright else name
        return self.raw.place(line, self.positions[name], field, Text.of({self.language: title}))

    def title(self, ref: str, name: str) -> str:
        """What the column of a cell is called; where the part stands upright, what its row is called."""
        return cell_title(self.grid, ref, name, self.language)


def fill(raw: RawSheet, grid: Grid, choices: Choices, language: str) -> Filled:
    """What a sheet says, read against the grid that it was made from, in the words of a language."""
    head = head_line(raw.rows)
    if head is None:
        missing = LISTED.join(column_title(grid.table, name, language) for name in grid.headings)
        problem = Problem("sheet-column", raw.whole, {"columns": missing})
        return Filled(raw, grid, language, {}, [], [problem])
    return _Filler(raw, grid, choices, language, head).run()


class _Filler:
    """One sheet on its way."""

    def __init__(self, raw: RawSheet, grid: Grid, choices: Choices, language: str, head: int) -> None:
        self.raw, self.grid, self.language, self.head = raw, grid, language, head
        self.known, self.offered, self.moved = choices.codes, choices.offered, choices.moved
        self.base = grid.by_ref()
        self.lines: dict[str, int] = {}
        self.unknown = 0
        self.meant: set[str] = set()
        names = columns(grid)
        positions: dict[str, int] = {}
        for column, cell in raw.rows[head].items():
            if (name := str(cell.value).strip()) in names:
                positions.setdefault(name, column)
        self.taken = frozenset(positions.values())
        self.showing = learned(self.shown_cells(positions), raw.delimiter) if raw.delimiter else None
        self.merged_columns = {(left, right) for _, _, last, left, right in raw.merged if last > head}
        self.filled = Filled(raw, grid, language, positions)

    def shown_cells(self, positions: Mapping[str, int]) -> Iterator[ShownCell]:
        """The cells of a CSV file with their fields, and what was exported in their place."""
        for cells in self.raw.rows.values():
            ref = _stripped(cells.get(positions[REF]))
            if self.grid.upright and ref not in self.grid.fields:
                continue
            before = self.before(ref)
            for name, column in positions.items():
                if name in self.grid.headings and column in cells:
                    yield str(cells[column].value), self.grid.field(ref, name), before.get(name, "")

    def before(self, ref: str) -> Mapping[str, str]:
        """The cells of a row as they were exported, by column."""
        return self.base[ref].cells if ref in self.base else self.grid.spare

    def run(self) -> Filled:
        filled = self.filled
        needed = [
            name for name in columns(self.grid) if not name.startswith(ABOUT) and not self.may_lack(name)
        ]
        if missing := [name for name in needed if name not in filled.positions]:
            values = {"columns": LISTED.join(filled.title("", name) for name in missing)}
            filled.problems.append(Problem("sheet-column", self.raw.place(self.head, 0), values))
            filled.positions = {}
            return filled
        if self.showing and self.is_garbled():
            problem = Problem("sheet-characters", self.raw.place(self.head - 1, 0))
            filled.problems.append(problem)
            filled.positions = {}
            return filled
        filled.problems += self.merged()
        for line in sorted(self.raw.rows):
            if line > self.head:
                self.take(line, self.raw.rows[line])
        filled.problems += self.missing()
        return filled

    def may_lack(self, name: str) -> bool:
        """Whether nothing is lost without a column: it is only offered, and nothing stood in it.

        A workbook that was exported before it was offered has none.
        """
        offered = is_offered(name, self.grid.shape)
        return offered and not any(row.cells.get(name) for row in self.grid.rows)

    def is_garbled(self) -> bool:
        """Whether the headings, or the rows' codes, came back in characters that nobody wrote."""
        cells = self.raw.rows.get(self.head - 1, {})
        headings = {_stripped(cells.get(column)) for column in self.filled.positions.values()}
        known = {
            heading(self.grid, name, language) for name in self.filled.positions for language in interface()
        }
        lines = (line for line in self.raw.rows if line > self.head)
        refs = {_stripped(self.raw.rows[line].get(self.filled.positions[REF])) for line in lines}
        other = {ref for ref in self.base if not ref.isascii()}
        return _are_garbled(headings, known) or (
            bool(other) and _are_garbled(refs - self.base.keys() | refs & other, other)
        )

    def problem(self, code: str, line: int, ref: str, name: str, **values: str) -> None:
        self.filled.problems.append(self.filled.problem(code, line, ref, name, **values))

    def merged(self) -> Iterator[Problem]:
        for name, first, last, left, _ in self.raw.merged:
            if last > self.head:
                place = self.raw.place(max(first, self.head + 1), left)
                yield Problem("sheet-merged", place, {"value": name})

    def is_merged(self, name: str) -> bool:
        """Whether cells of a column are merged, so that an empty one may not be meant to be empty."""
        column = self.filled.positions[name]
        return any(left <= column <= right for left, right in self.merged_columns)

    def take(self, line: int, cells: Mapping[int, Cell]) -> None:
        """One row: what it is, then each of its cells."""
        said = {column: cell for column, cell in cells.items() if not _blank(cell)}
        own = {name: said[column] for name, column in self.filled.positions.items() if column in said}
        ref = self.ref_of(_stripped(own.get(REF)))
        for column in said.keys() - self.taken:
            place = self.raw.place(line, column)
            self.filled.problems.append(Problem("sheet-stray", place, {"value": str(said[column].value)}))
        total = next((name for name, cell in own.items() if _is_total(cell)), None)
        if total and ref not in self.base:
            self.problem("total-row", line, "", total, value=_stripped(own[total]))
        elif ref and ref not in self.base:
            self.take_unknown(line, ref)
        elif ref in self.lines:
            first, again = (self.filled.place(at, ref, REF) for at in (self.lines[ref], line))
            self.filled.problems.append(Problem("sheet-row-twice", again, {"value": ref}, first))
        else:
            if ref:
                self.lines[ref] = line
            if ref or self.is_new(own):
                self.take_cells(line, ref, own)
            else:
                self.tell_stray(line, own)

    def ref_of(self, said: str) -> str:
        """The row that is meant: in a CSV file its code may be shortened, as 2.10 to 2.1."""
        if self.showing is None or not said or said in self.base or self.unknown > _GUESSES:
            return said
        meant = [ref for ref in self.base if is_shortened(said, ref)]
        return meant.pop() if len(meant) == 1 else said

    def take_unknown(self, line: int, ref: str) -> None:
        self.unknown += 1
        meant = suggest(ref, self.base) if self.unknown <= _GUESSES else ""
        self.meant.add(meant)
        self.problem("sheet-row-unknown", line, "", REF, value=ref, suggestion=meant)

    def is_new(self, own: Mapping[str, Cell]) -> bool:
        """Whether a cell of a spare row says more than what stood there from the start."""
        return not self.grid.upright and any(self.is_more(name, cell) for name, cell in own.items())

    def is_more(self, name: str, cell: Cell) -> bool:
        """Whether a cell says more than what stood in its column of a spare row."""
        before = self.grid.spare.get(name, "")
        return name in self.grid.headings and self.read(cell, self.grid.fields[name], before) != before

    def tell_stray(self, line: int, own: Mapping[str, Cell]) -> None:
        """A spare row that holds only words that no column of the data takes; they would be lost, so tell."""
        for name, cell in own.items():
            if name == ACTION:
                self.action(line, "", own)
            elif name not in self.grid.headings or self.grid.upright:
                self.problem("sheet-stray", line, "", name, value=_stripped(cell))

    def read(self, cell: Cell, item: AnyField, before: str) -> str | Refusal:
        """The text that the data hold for a cell in whose place `before` was exported."""
        shown = self.showing.read(str(cell.value), item, before) if self.showing else None
        return text_of(cell, item, self.known.get(item.name, {})) if shown is None else shown

    def take_cells(self, line: int, ref: str, own: Mapping[str, Cell]) -> None:
        exported = self.before(ref)
        told = len(self.filled.problems)
        texts: dict[str, str] = {}
        for name in self.grid.headings:
            before = exported.get(name, "")
            text = self.text(line, ref, name, own.get(name), before)
            if text is None:
                text = before
            elif ref and self.grid.locked(name):
                self.problem("sheet-locked", line, ref, name, value=text, old=before)
            texts[name] = text
        self.tell_of_moved(line, ref, own, texts)
        remove = self.action(line, ref, own)
        if not remove:
            self.needs_key(line, texts)
        # Nobody can tell what a new row is about while a cell of it is in doubt.
        if in_data(ref) or not (remove or any(map(_is_error, self.filled.problems[told:]))):
            self.filled.rows.append(FilledRow(line, ref, remove, texts))

    def tell_of_moved(self, line: int, ref: str, own: Mapping[str, Cell], texts: Mapping[str, str]) -> None:
        """What somebody chose, or what a row that somebody filled in is about, may have come to stand for something else."""
        exported = self.before(ref)
        changed = [name for name, text in texts.items() if text != exported.get(name, "")]
        about = () if self.grid.upright or not changed else self.grid.key_names
        for name in dict.fromkeys((*changed, *(name for name in about if name in texts))):
            known = exported.get(name, "").split(LIST) if name in changed else ()
            moved = self.moved.get(self.grid.field(ref, name).name, frozenset()).difference(known)
            if not moved.isdisjoint(texts[name].split(LIST)):
                self.problem("sheet-moved", line, ref, name, value=_stripped(own.get(name)))

    def needs_key(self, line: int, texts: Mapping[str, str]) -> None:
        """A new record of a YAML file stands under its key."""
        key = self.grid.shape.entry.name
        if self.grid.shape.keyed and not texts[key]:
            self.problem("sheet-empty", line, "", key, field=self.filled.title("", key))

    def text(self, line: int, ref: str, name: str, cell: Cell | None, before: str) -> str | None:
        """The text of one cell; None where it is as before, or in doubt, which was told."""
        item = self.grid.field(ref, name)
        read = self.read(cell, item, before) if cell else ""
        if read == before or (cell is None and self.is_merged(name)):
            return None
        title = self.filled.title(ref, name)
        if not read and item.required and in_data(ref):
            # It was filled in: the whole row tells what is missing only of those that are new.
            self.problem("sheet-empty", line, ref, name, field=title)
            return None
        if isinstance(read, Refusal):
            refusal: Refusal | None = read
        else:
            refusal = (
                _unseen(cell) or _in_part(cell) or check(read, item) or _in_other_years(read, item, before)
            )
        if refusal is None:
            assert isinstance(read, str)
            return read
        if isinstance(read, str):
            shown = read
        else:
            assert cell is not None
            shown = _shown(cell)
        values = {
            "value": refusal.part or shown,
            "field": title,
            "detail": refusal.detail,
            "character": refusal.detail,
        }
        values["old"] = before
        values["suggestion"] = refusal.suggestion
        if refusal.code == "bad-id" and self.offered.get(item.name):
            # Somebody wrote a name where the code belongs.
            titles = {label.rpartition(" ")[0]: label for label in self.offered[item.name]}
            nearest = get_close_matches(shown, titles, cutoff=_ALIKE)
            values["suggestion"] = titles[nearest[0]] if nearest else ""
            self.problem("sheet-choice", line, ref, name, **values)
            return None
        if refusal.code == "unknown-choice":
            offered = self.offered.get(item.name, ())
            values["detail"] = " · ".join(offered)
            code = choice_meant(item, shown)
            known = self.known.get(item.name, {})
            values["suggestion"] = next(
                (word for word in offered if code and known.get(word) == code), suggest(shown, offered)
            )
        if refusal.code == "number-about":
            # The sheet offers the words of its language, not the codes of the format.
            values["detail"] = word_of("qualifier", refusal.detail, self.language)
        self.problem(refusal.code, line, ref, name, **values)
        return None

    def action(self, line: int, ref: str, own: Mapping[str, Cell]) -> bool:
        text = _stripped(own.get(ACTION))
        words = [lookup(language, "sheet", "action.remove") for language in interface()]
        if text and text not in words:
            own_word = lookup(self.language, "sheet", "action.remove")
            self.problem("sheet-action", line, ref, ACTION, value=text, suggestion=own_word)
        return bool(text) and text in words

    def missing(self) -> Iterator[Problem]:
        """Rows of the data that did not come back: deleting a line by accident must not delete data."""
        gone = [ref for ref in self.base if ref not in self.lines]
        if not self.grid.upright:
            gone = [ref for ref in gone if in_data(ref)]
            lines = {self.grid.key(row.cells): row.line for row in self.filled.rows if not row.ref}
            for ref in gone:
                line = lines.get(self.grid.key(self.base[ref].cells))
                if line is not None:
                    self.meant.add(ref)
                    yield self.filled.problem("sheet-row-unknown", line, "", REF, value="", suggestion=ref)
        gone = [ref for ref in gone if ref not in self.meant]
        if gone and self.unknown <= _GUESSES:
            names = [self.filled.title(ref, VALUE) if self.grid.upright else ref for ref in gone[:_SHOWN]]
            listed = LISTED.join(names) + (" …" if len(gone) > _SHOWN else "")
            yield Problem("sheet-row-missing", self.raw.whole, {"count": str(len(gone)), "value": listed})


def _are_garbled(texts: set[str], known: set[str]) -> bool:
    """Whether texts beyond ASCII, or what became of them, are none of those that are known."""
    return not texts & known and any("?" in text or not text.isascii() for text in texts)


def _unseen(cell: Cell | None) -> Refusal | None:
    """That somebody filled in what nobody sees who opens the sheet."""
    return Refusal("sheet-hidden") if cell is not None and cell.hidden else None


def _in_part(cell: Cell | None) -> Refusal | None:
    """That somebody filled in a day and saw a part of it."""
    return Refusal("sheet-day-part") if cell is not None and shown_in_part(cell) else None


def _in_other_years(read: str, item: AnyField, before: str) -> Refusal | None:
    """Whether a day is off by what lies between the two days from which spreadsheets count, as after copying a sheet."""
    if item.type is not Type.DATE or not read or not before:
        return None
    apart = abs((date.fromisoformat(read) - date.fromisoformat(before)).days)
    return Refusal("sheet-years") if apart == COUNTS_LATER else None


def _is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR


def _stripped(cell: Cell | None) -> str:
    return str(cell.value).strip() if cell else ""


def _blank(cell: Cell) -> bool:
    return cell.kind == "value" and not str(cell.value).strip()


def _is_total(cell: Cell) -> bool:
    return cell.kind == "value" and isinstance(cell.value, str) and cell.value.strip().lower() in TOTALS


def _shown(cell: Cell) -> str:
    return cell.formula or re.sub(r"\r?\n|\r", "↵", str(cell.value))
