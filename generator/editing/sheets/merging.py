"""What a sheet changes, against the data that it was made from and the data as they are now: by row and cell."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from generator.core.problems import Problem
from generator.editing.sheets.filling import Filled, FilledRow
from generator.editing.sheets.grids import NOT_DATA, TO_REPORT, Grid, GridRow, in_data
from generator.editing.sheets.labels import word_of
from generator.editing.sheets.layout import REF


@dataclass(slots=True)
class Change:
    """What a sheet changes in the data as they are now.

    `changed` are new texts by column, by the reference of their row; `added` are rows that were not there.
    """

    filled: Filled
    grid: Grid
    changed: dict[str, tuple[FilledRow, Mapping[str, str]]] = field(default_factory=dict)
    removed: dict[str, FilledRow] = field(default_factory=dict)
    added: list[FilledRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.removed or self.added)


def change(filled: Filled, now: Grid) -> Change:
    """What a sheet changes; `now` is its grid in the data as they are. Cells that both changed are conflicts."""
    found = Change(filled, now)
    before, current = filled.grid.by_ref(), now.by_ref()
    standing = _by_key(now)
    moved = _moved(filled.grid, now)
    twice = _Twice(filled)
    for row in filled.rows:
        base = before[row.ref].cells if row.ref else filled.grid.spare
        if row.ref in moved and (row.remove or _differs(row, base, filled.grid)):
            found.problems.append(filled.problem("sheet-moved", row.line, row.ref, REF, value=row.ref))
        elif row.remove:
            found.problems += _remove(found, row, base, current.get(row.ref))
        elif now.upright:
            # A document that was to be entered may be in the data by now.
            theirs = current.get(row.ref) or current.get(row.ref.removeprefix(TO_REPORT))
            found.problems += _change(found, row, base, theirs)
        elif in_data(row.ref):
            # With what was filled in it may have another code, by which it stands there since this workbook came first.
            renamed = standing.get(now.key(row.cells))
            there = None if renamed is None or renamed.ref in before else renamed
            found.problems += _change(found, row, base, current.get(row.ref) or there)
        elif _differs(row, base, filled.grid):
            there = standing.get(now.key(row.cells))
            problem = twice.check(row)
            found.problems += [problem] if problem else _add(found, row, base, there)
    return found


def _moved(before: Grid, now: Grid) -> frozenset[str]:
    """The references that name another row by now: what they named stands under another one, as after goals were numbered anew."""
    if before is now or now.upright:
        return frozenset()
    known, there = (
        {row.ref: _beside_its_key(grid, row) for row in grid.rows if in_data(row.ref)}
        for grid in (before, now)
    )
    others: dict[Hashable, list[str]] = {}
    for ref, said in there.items():
        others.setdefault(said, []).append(ref)
    return frozenset(
        ref
        for ref, said in known.items()
        if there.get(ref, said) != said and any(known.get(other) != said for other in others.get(said, ()))
    )


def _beside_its_key(grid: Grid, row: GridRow) -> Hashable:
    """What a row says but for what it is known by."""
    return frozenset((name, text) for name, text in row.cells.items() if text and name not in grid.key_names)


def _by_key(grid: Grid) -> dict[tuple[str, ...], GridRow]:
    return {} if grid.upright else {grid.key(row.cells): row for row in grid.rows if in_data(row.ref)}


class _Twice:
    """Tells which new rows of a sheet say what another row of it says."""

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        lines = {row.ref: row for row in filled.rows}
        known = _by_key(filled.grid).items()
        self.rows = {key: lines[row.ref] for key, row in known if row.ref in lines}

    def check(self, row: FilledRow) -> Problem | None:
        """The problem that a new row is, when it stands twice. A row that lacks part of its key is told elsewhere."""
        filled, grid = self.filled, self.filled.grid
        names = grid.key_names
        first = self.rows.setdefault(grid.key(row.cells), row)
        if first is row or any(grid.fields[name].required and not row.cells[name] for name in names):
            return None
        before = filled.raw.place(first.line, 0)
        if grid.part == NOT_DATA or grid.shape.keyed:
            # What such a row is known by it says nowhere else, so what else it says does not matter.
            code = "sheet-listed-twice" if grid.part == NOT_DATA else "duplicate-key"
            key = row.cells[names[0]]
            problem = filled.problem(code, row.line, row.ref, names[0], value=key, key=key)
            return replace(problem, first=before)
        name = next((name for name in grid.headings if not _same(grid, name, row, first)), "")
        code = "conflicting-row" if name else "duplicate-row"
        about = "/".join(part for part in grid.key(row.cells) if part)
        texts = {"old": first.cells[name], "new": row.cells[name]} if name else {}
        values = {key: word_of(name, text, filled.language) for key, text in texts.items()}
        problem = filled.problem(code, row.line, row.ref, name or names[0], value=about, **values)
        return replace(problem, first=before)


def _same(grid: Grid, name: str, one: FilledRow | GridRow, other: FilledRow | GridRow) -> bool:
    """Whether two rows say the same in a column; what is empty means the default."""
    meant = str(grid.fields[name].default or "")
    return (one.cells.get(name) or meant) == (other.cells.get(name) or meant)


def _differs(row: FilledRow, base: Mapping[str, str], grid: Grid) -> bool:
    return any(row.cells[name] != base.get(name, "") for name in grid.headings)


def _add(found: Change, row: FilledRow, base: Mapping[str, str], there: GridRow | None) -> Iterator[Problem]:
    """A new row; where the data have it by now, what was filled in is a change of it."""
    if there is None:
        for name in found.filled.grid.headings:
            if row.cells[name] and not _stands(found, name):
                yield _column_gone(found, row, name)
        found.added.append(row)
        return
    grid = found.filled.grid
    said = {
        name: base.get(name, "") if _same(grid, name, row, there) else row.cells[name]
        for name in grid.headings
    }
    yield from _change(found, replace(row, cells=said), base, there)


def _remove(found: Change, row: FilledRow, base: Mapping[str, str], now: GridRow | None) -> Iterator[Problem]:
    if now is None:
        return  # somebody else took it out already
    names = found.filled.grid.headings
    if theirs := next((name for name in names if now.cells.get(name, "") != base.get(name, "")), None):
        yield _conflict(found, row, theirs, base, now, mine="")
    else:
        found.removed[row.ref] = row


def _change(found: Change, row: FilledRow, base: Mapping[str, str], now: GridRow | None) -> Iterator[Problem]:
    filled = found.filled
    mine = {name: row.cells[name] for name in filled.grid.headings if row.cells[name] != base.get(name, "")}
    if not mine:
        return
    if now is None:
        yield filled.problem("sheet-row-gone", row.line, row.ref, next(iter(mine)), value=row.ref)
        return
    wanted = {}
    for name, value in mine.items():
        theirs = now.cells.get(name, "")
        if not _stands(found, name):
            yield _column_gone(found, row, name)
        elif theirs == base.get(name, ""):
            wanted[name] = value
        elif theirs != value:
            yield _conflict(found, row, name, base, now, mine=value)
    if wanted:
        found.changed[now.ref] = (row, wanted)


def _stands(found: Change, name: str) -> bool:
    """Whether the data still have a column."""
    return name in found.grid.headings


def _column_gone(found: Change, row: FilledRow, name: str) -> Problem:
    return found.filled.problem(
        "sheet-column-gone", row.line, row.ref, name, field=found.filled.title(row.ref, name)
    )


def _conflict(
    found: Change, row: FilledRow, name: str, base: Mapping[str, str], now: GridRow, *, mine: str
) -> Problem:
    texts = {"value": mine, "old": base.get(name, ""), "new": now.cells.get(name, "")}
    values = {key: word_of(name, text, found.filled.language) for key, text in texts.items()}
    return found.filled.problem("sheet-conflict", row.line, row.ref, name, **values)
