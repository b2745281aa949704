"""Parquet: the same tables, read back by pyarrow, polars and DuckDB."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from folders import BASE
from pyarrow import parquet
from sites import TODAY

from generator.format.published import Column
from generator.publishing.build import export
from generator.publishing.export import columnar
from generator.publishing.export.columnar import write_parquet
from generator.publishing.export.filled import FilledTable


def test_the_types_are_those_of_the_codebook(tmp_path: Path) -> None:
    rows = [
        ("a", "2023-06-30", "123456789012345678.000000000001", "true", "2"),
        ("b", "", "-0.1", "false", ""),
    ]
    kinds = {
        "thing_id": "string",
        "as_of": "date",
        "value": "number",
        "ascending": "boolean",
        "met": "integer",
    }
    columns = tuple(Column(name, kind, required=False) for name, kind in kinds.items())
    write_parquet(tmp_path, [FilledTable("things", columns, ("thing_id",), tuple(zip(*rows, strict=True)))])
    read = duckdb.sql(f"SELECT * FROM '{tmp_path / 'things.parquet'}'")
    assert read is not None
    assert [str(kind) for kind in read.types] == ["VARCHAR", "DATE", "DECIMAL(38,12)", "BOOLEAN", "BIGINT"]
    first, second = read.fetchall()
    assert first[2:] == (Decimal("123456789012345678.000000000001"), True, 2)
    assert second[1:] == (None, Decimal("-0.1"), False, None)


def test_two_exports_are_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        assert export(BASE, tmp_path / name, today=TODAY, parquet=True, prove=None).ok
        files = sorted((tmp_path / name).rglob("*.parquet"))
        found.append({file.name: file.read_bytes() for file in files})
    assert found[0] == found[1]


def test_the_figures_of_an_indicator_are_in_one_group_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columnar, "GROUP", 4)
    columns = tuple(Column(name, "string", required=True) for name in ("observation_id", "indicator_id"))
    of = "bacbcaaaddb"
    observations = FilledTable("observations", columns, ("observation_id",), ([*map(str, range(11))], [*of]))
    listed = FilledTable("indicators", columns[1:], ("indicator_id",), (["d", "a", "b", "c", "e"],))
    write_parquet(tmp_path, [listed, observations])
    file = parquet.ParquetFile(tmp_path / "observations.parquet")
    groups = [file.read_row_group(number) for number in range(file.num_row_groups)]
    # In the order of the indicators, each as in the table; a group is full with the fourth row and takes whole ones.
    assert [
        list(zip(group["indicator_id"].to_pylist(), group["observation_id"].to_pylist(), strict=True))
        for group in groups
    ] == [
        [("d", "8"), ("d", "9"), ("a", "1"), ("a", "5"), ("a", "6"), ("a", "7")],
        [("b", "0"), ("b", "3"), ("b", "10"), ("c", "2"), ("c", "4")],
    ]
    told = [file.metadata.row_group(number).column(1).statistics for number in range(len(groups))]
    assert [(item.min, item.max) for item in told] == [("a", "d"), ("b", "c")]


def test_a_package_without_figures_has_an_empty_file(tmp_path: Path) -> None:
    columns = tuple(Column(name, "string", required=True) for name in ("observation_id", "indicator_id"))
    write_parquet(tmp_path, [FilledTable("observations", columns, ("observation_id",), ((), ()))])
    assert parquet.read_table(tmp_path / "observations.parquet").num_rows == 0
