"""The tables as Parquet, for those who ask for it; needs polars, which is an optional part of the installation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.publishing.export.filled import FilledTable

_READ: dict[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "number": Decimal,
    "integer": int,
    "boolean": lambda text: text == "true",
}


def write_parquet(folder: Path, tables: Iterable[FilledTable]) -> None:
    """Write each table as `<table>.parquet`: days as dates, numbers as decimals that lose nothing, nulls for nothing.

    Raises ImportError where polars is not installed.
    """
    import polars as pl

    types = {
        "date": pl.Date(),
        # As many digits as the format allows: 18 before the point and 12 behind it.
        "number": pl.Decimal(38, 12),
        "integer": pl.Int64(),
        "boolean": pl.Boolean(),
    }
    for table in tables:
        columns = {}
        for at, column in enumerate(table.fields):
            read = _READ.get(column.type, str)
            values = [read(row[at]) if row[at] else None for row in table.rows]
            columns[column.name] = pl.Series(column.name, values, dtype=types.get(column.type, pl.String()))
        pl.DataFrame(columns).write_parquet(folder / f"{table.name}.parquet", compression="zstd")
