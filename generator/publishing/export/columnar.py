"""The tables as Parquet, for those who ask for it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from generator.core.buffers import texts_to_arrow
from generator.publishing.export.filled import FilledTable

GROUP = 1_000
"""Rows from which on a group of rows is full: readers skip whole groups, and each costs some kilobytes."""


def write_parquet(folder: Path, tables: Sequence[FilledTable], wanted: Container[str] | None = None) -> None:
    """Write each table, or those of some names, as `<table>.parquet`: days as dates, numbers as decimals that lose nothing, nulls for nothing.

    Observations are ordered by indicator, in the order of the table of indicators, and no indicator's are torn apart
    between two groups of rows: who asks for one reads its group alone.
    """
    from pyarrow import parquet

    order = {
        name: at
        for table in tables
        if table.name == "indicators"
        for at, name in enumerate(table.column("indicator_id"))
    }
    for item in tables:
        if wanted is not None and item.name not in wanted:
            continue
        table, groups = item, [len(item)]
        if item.name == "observations":
            of = [order[name] for name in item.column("indicator_id")]
            rows = sorted(range(len(item)), key=of.__getitem__)
            table, groups = item.at(rows), list(_groups([of[row] for row in rows]))
        content = _typed(table)
        with parquet.ParquetWriter(
            folder / f"{table.name}.parquet", content.schema, compression="zstd"
        ) as file:
            start = 0
            for length in groups:
                file.write_table(content.slice(start, length), row_group_size=max(length, 1))
                start += length


def _groups(of: Sequence[int]) -> Iterator[int]:
    """The lengths of the groups of rows that belong to something each, in order: whole ones, until a group is full."""
    length = 0
    for _, own in groupby(of):
        length += len(list(own))
        if length >= GROUP:
            yield length
            length = 0
    if length or not of:
        yield length


def _typed(table: FilledTable) -> Any:
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
