"""The tables as Parquet, for those who ask for it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.buffers import texts_to_arrow
from generator.format.tables import INDICATORS, OBSERVATIONS
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.pieces import Pieces

if TYPE_CHECKING:  # loaded where large tables are; the command line starts without
    import pyarrow as pa

GROUP = 1_000
"""Rows from which on a group of rows is full: readers skip whole groups, and each costs some kilobytes."""


PART = "parquet/"
"""How the pieces of the file of observations are called: the rows of an indicator. Noted is what they are made of, and in which
row of the file they begin.
"""


def write_parquet(
    folder: Path,
    tables: Sequence[FilledTable],
    wanted: Container[str] | None = None,
    pieces: Pieces | None = None,
) -> None:
    """Write each table, or those of some names, as `<table>.parquet`: days as dates, numbers as decimals that lose nothing,
    nulls for nothing.

    Observations are ordered by indicator, in the order of the table of indicators, and no indicator's are torn apart
    between two groups of rows: who asks for one reads its group alone. What is the same in an earlier file that `pieces` know
    is taken from there.
    """
    from pyarrow import parquet

    order = {
        name: at
        for table in tables
        if table.name == INDICATORS.name
        for at, name in enumerate(table.column("indicator_id"))
    }
    for item in tables:
        if wanted is not None and item.name not in wanted:
            continue
        file = folder / f"{item.name}.parquet"
        if item.name == OBSERVATIONS.name:
            own = item.rows_by("indicator_id")
            by_indicator = {name: own[name] for name in sorted(own, key=order.__getitem__)}
            content = _ordered(item, by_indicator, file.name, pieces or Pieces())
            groups = list(_groups(map(len, by_indicator.values())))
        else:
            content, groups = _typed(item), [len(item)]
        with parquet.ParquetWriter(file, content.schema, compression="zstd") as writer:
            start = 0
            for length in groups:
                writer.write_table(content.slice(start, length), row_group_size=max(length, 1))
                start += length


def _ordered(
    table: FilledTable, by_indicator: Mapping[str, Sequence[int]], name: str, pieces: Pieces
) -> pa.Table:
    """The observations in the order of the indicators, with their types; `by_indicator` are their rows."""
    import pyarrow as pa
    from pyarrow import parquet

    earlier, start = pieces.earlier(name), 0
    kept = parquet.ParquetFile(earlier).read() if earlier else _typed(table.at([]))
    parts: list[pa.Table] = []
    anew: list[int] = []

    def made() -> Iterator[pa.Table]:
        if anew:
            yield _typed(table.at(anew))
            anew.clear()

    for indicator, rows in by_indicator.items():
        made_of = pieces.of_indicator(indicator)
        before = pieces.noted(f"{PART}{indicator}").split()
        pieces.note(f"{PART}{indicator}", f"{made_of} {start}" if made_of else "")
        start += len(rows)
        if earlier and made_of and before[:1] == [made_of] and kept.column_names == list(table.names):
            parts += [*made(), kept.slice(int(before[1]), len(rows))]
        else:
            anew += rows
    return pa.concat_tables([*parts, *made(), kept.slice(0, 0)]).combine_chunks()


def _groups(lengths: Iterable[int]) -> Iterator[int]:
    """The lengths of the groups of rows, out of those of what may not be torn apart, in order: until a group is full."""
    length = whole = 0
    for own in lengths:
        length, whole = length + own, whole + own
        if length >= GROUP:
            yield length
            length = 0
    if length or not whole:
        yield length


def _typed(table: FilledTable) -> pa.Table:
    """The columns of a table with their types, as Arrow has them."""
    import pyarrow as pa

    types = {
        "date": pa.date32(),
        # As many digits as the format allows: 18 before the point and 12 behind it.
        "number": pa.decimal128(38, 12),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
    }
    columns = {}
    for item, cells in zip(table.fields, table.cells, strict=True):
        columns[item.name] = texts_to_arrow(cells).cast(types.get(item.type, pa.string()))
    return pa.table(columns)
