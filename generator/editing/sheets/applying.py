"""Changes of sheets → files of the data as they will be, and where in them each row of a sheet went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.core.codes import Qualifier
from generator.core.figures import Figure, FigureReader
from generator.core.problems import Place, Problem
from generator.editing.files.csv_text import CsvText
from generator.editing.files.yaml_text import Path, YamlText, dump
from generator.editing.sheets.filling import Filled, FilledRow
from generator.editing.sheets.grids import LIST, NOT_DATA, TO_REPORT, VALUE, Grid, GridRow, in_data
from generator.editing.sheets.labels import word_of
from generator.editing.sheets.layout import column_title, part_name
from generator.editing.sheets.merging import Change
from generator.editing.skeletons import schema_line
from generator.format.fields import AnyField
from generator.format.tables import TARGETS
from generator.reading.trees import Tree

_EMPTY = ("missing-key", "missing-value")
"""How it says that something is not filled in."""


@dataclass(slots=True)
class Applied:
    """The files as they will be, by path, and where the rows of the sheets stand in them.

    `lines` leads from a line of a CSV file to its row, `records` from the first steps to a value of a YAML file,
    `sheets` from a part of a YAML file to its sheet.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    lines: dict[tuple[str, int], tuple[Filled, FilledRow]] = field(default_factory=dict)
    records: dict[tuple[str, tuple[str, ...]], tuple[Filled, FilledRow]] = field(default_factory=dict)
    sheets: dict[tuple[str, str], Filled] = field(default_factory=dict)

    def remember(self, item: Change, row: FilledRow, step: str | int) -> None:
        """Where in its YAML file a row went; the check counts the entries of a list from 1."""
        name = str(step + 1) if isinstance(step, int) else step
        self.records[item.grid.file, (*_above(item.grid), name)] = (item.filled, row)

    def in_sheet(self, problem: Problem, language: str) -> Problem:
        """A problem of the data at the cell of the sheet that it came from; where it stands in the data where it came
        from none. So is the other place that it names.
        """
        problem = replace(problem, first=self._first(problem))
        found = self._row_of(problem)
        if found is None:
            return self._of_part(problem, language)
        (filled, row), name = found
        column = VALUE if filled.grid.upright else name
        headed = column in filled.grid.headings
        place = filled.place(row.line, row.ref, column) if headed else filled.raw.place(row.line, 0)
        if problem.code in _EMPTY:
            values = {"field": filled.title(row.ref, column)}
            return replace(problem, code="sheet-empty", place=place, values=values)
        words = self._in_words(problem, filled.grid, name, language)
        return replace(problem, place=place, values=words)

    def _first(self, problem: Problem) -> Place | None:
        """The other row that a problem names, in its sheet where it came from one."""
        if (place := problem.first) is None or (place.file, place.line) not in self.lines:
            return place
        filled, row = self.lines[place.file, place.line]
        return filled.raw.place(row.line, 0)

    def _in_words(self, problem: Problem, grid: Grid, column: str, language: str) -> Mapping[str, str]:
        """What fills a problem's message, with the sheet's words for columns, codes and other rows."""
        values = dict(problem.values)
        if "value" in values:
            values["value"] = word_of(column, values["value"], language)
        name = values.get("field", "")
        if name in grid.fields:
            written = {key: values[key] for key in ("old", "new") if key in values}
            values |= {key: word_of(name, text, language) for key, text in written.items()}
            values["field"] = column_title(grid.table, name, language)
        return values

    def _of_part(self, problem: Problem, language: str) -> Problem:
        """A problem with a part as a whole, at its sheet; one that belongs to none as it is."""
        step = next(iter(problem.place.steps), "")
        part = problem.values.get("field") or step
        filled = self.sheets.get((problem.place.file, part))
        if filled is None:
            return problem
        if problem.code in _EMPTY:
            values = {"field": part_name(part, language)}
            return replace(problem, code="sheet-empty", place=filled.raw.whole, values=values)
        return replace(problem, place=filled.raw.whole)

    def _row_of(self, problem: Problem) -> tuple[tuple[Filled, FilledRow], str] | None:
        """The row that a problem is about, and the name of its column; empty where it is about the whole row."""
        place = problem.place
        if found := self.lines.get((place.file, place.line)):
            return found, place.field
        # The longest way to a record that came from a sheet; what follows it is the column.
        for last in ("field", "value"):
            steps = tuple(step for step in (*place.steps, problem.values.get(last)) if step)
            for count in range(len(steps), 0, -1):
                if found := self.records.get((place.file, steps[:count])):
                    return found, steps[count] if count < len(steps) else ""
        return None


def apply(tree: Tree, changes: Iterable[Change], figures_of: Callable[[str], FigureReader]) -> Applied:
    """The files that changes of sheets make out of those of a tree; `figures_of` reads the figures of a file."""
    changes = list(changes)
    applied = Applied()
    documents: dict[str, list[Change]] = {}
    present = {entry.path for entry in tree.entries()}
    for item in changes:
        if item.grid.file.endswith(".csv"):
            _table(tree, item, applied, figures_of(item.grid.file), present=item.grid.file in present)
        else:
            documents.setdefault(item.grid.file, []).append(item)
            applied.sheets[item.grid.file, item.grid.part] = item.filled
    for file, items in documents.items():
        folder = file.rpartition("/")[0]
        if file in present:
            _yaml(tree, file, items, applied)
        elif any(item for item in changes if item.grid.file.startswith(f"{folder}/")):
            _new_document(file, items, applied)
    return applied


def _kept(item: Change) -> Iterator[tuple[GridRow, FilledRow | None]]:
    """The rows of the data that stay, each with its row of the sheet; None for what is newer than the sheet."""
    filled = {row.ref: row for row in item.filled.rows}
    for row in item.grid.rows:
        if in_data(row.ref) and row.ref not in item.removed:
            yield row, filled.get(row.ref)


def _table(tree: Tree, item: Change, applied: Applied, figures: FigureReader, *, present: bool) -> None:
    grid = item.grid
    text = CsvText(tree.read(grid.file) if present else None, grid.columns)
    current = grid.by_ref()
    added = [(_complete(grid, row.cells, figures), row) for row in item.added]
    for name in _new_columns(item, [cells for cells, _ in added]):
        text.add_column(name, [known.name for known in grid.shape.fields])
    for ref, (_, cells) in item.changed.items():
        for name, value in cells.items():
            text.set(text.line(current[ref].line), name, value)
    for ref in item.removed:
        text.remove(text.line(current[ref].line))
    rows = [(text.line(row.line), filled) for row, filled in _kept(item) if filled]
    rows += [(text.insert(cells), row) for cells, row in added]
    if item:
        applied.files[grid.file] = text.bytes()
    numbers = text.numbers()
    for line, row in rows:
        applied.lines[grid.file, numbers[id(line)]] = (item.filled, row)


def _new_columns(item: Change, added: Iterable[Mapping[str, str]]) -> list[str]:
    """The columns of a sheet that its file does not have and that something is written into; `added` are new rows."""
    written = [*(cells for _, cells in item.changed.values()), *added]
    fields = (name for name in item.grid.fields if name not in item.grid.columns)
    return [name for name in fields if any(cells.get(name) for cells in written)]


def _complete(grid: Grid, cells: Mapping[str, str], figures: FigureReader) -> Mapping[str, str]:
    """A new row; where nobody said how exact its figure is, as the figure itself says (约, 近; of a result 余 too)."""
    if "qualifier" not in cells or cells["qualifier"]:
        return cells
    figure = figures.read(cells.get("figure", ""))
    if not isinstance(figure, Figure):
        return cells
    exact = figure.asked if grid.table == TARGETS.name else figure.qualifier
    return cells if exact is Qualifier.EXACT else {**cells, "qualifier": exact.value}


def _yaml(tree: Tree, file: str, items: Iterable[Change], applied: Applied) -> None:
    text = YamlText.of(tree.read(file))
    for item in items:
        grid, above = item.grid, _above(item.grid)
        current = grid.by_ref()
        listed = grid.part == NOT_DATA
        for ref, (_, cells) in item.changed.items():
            for name, value in cells.items():
                path: Path = (ref,) if grid.upright else (*above, current[ref].line if listed else ref, name)
                _set(text, path, value, grid.field(ref, name), tuple(grid.fields))
        for ref in item.removed:
            text.remove((*above, current[ref].line if listed else ref))
        kept = list(_kept(item))
        for number, (row, filled) in enumerate(kept):
            if filled:
                applied.remember(item, filled, number if listed else row.ref)
        for number, new in enumerate(item.added, start=len(kept)):
            if listed:
                text.append(above, _block(new, grid))
                applied.remember(item, new, number)
            else:
                key = new.cells[grid.shape.entry.name]
                text.add((*above, key), _block(new, grid))
                applied.remember(item, new, key)
    if any(items):
        applied.files[file] = text.bytes()


def _above(grid: Grid) -> tuple[str, ...]:
    """The step to a part that stands below a key of its file."""
    return (grid.part,) if grid.part in ("sections", NOT_DATA) else ()


def _set(text: YamlText, path: Path, value: str, item: AnyField, order: tuple[str, ...]) -> None:
    if not value:
        text.remove(path)
    else:
        text.set(path, value.split(LIST) if item.many else value, order)


def _block(row: FilledRow, grid: Grid) -> Mapping[str, Any]:
    """A record's values, without its key."""
    key = grid.shape.entry.name if grid.shape.keyed else ""
    return {
        name: value.split(LIST) if grid.fields[name].many else value
        for name, value in row.cells.items()
        if value and name != key
    }


def _new_document(file: str, items: Iterable[Change], applied: Applied) -> None:
    """A document that was not in the data: its facts, the numbers that are no data, its sections."""
    facts: dict[str, Any] = {}
    sections: dict[str, Any] = {}
    remarks: list[Mapping[str, Any]] = []
    for item in items:
        for row in item.filled.rows:
            if item.grid.upright:
                name = row.ref.removeprefix(TO_REPORT)
                facts[name] = row.cells[VALUE]
                applied.remember(item, row, name)
            elif item.grid.part == NOT_DATA:
                remarks.append(_block(row, item.grid))
                applied.remember(item, row, len(remarks) - 1)
            else:
                key = row.cells["locator"]
                sections[key] = _block(row, item.grid)
                applied.remember(item, row, key)
    lists = {NOT_DATA: remarks, **({"sections": sections} if sections else {})}
    lines = [schema_line(file), *dump({**facts, **lists})]
    applied.files[file] = ("\n".join(lines) + "\n").encode()
