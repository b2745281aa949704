"""Texts as Arrow has them: the same as in its own way, which would load pandas."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from folders import ROOT
from hypothesis import given
from hypothesis import strategies as st

from generator.core.buffers import texts_to_arrow

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=20)


@given(TEXTS)
def test_texts_are_those_of_arrow(texts: list[str]) -> None:
    assert texts_to_arrow(texts).equals(pa.array([text or None for text in texts], pa.string()))
    assert texts_to_arrow(texts, empty=True).equals(pa.array(texts, pa.string()))


@pytest.mark.parametrize("kind", [pa.date32(), pa.decimal128(38, 12)])
def test_missing_ones_have_a_type_too(kind: pa.DataType) -> None:
    assert texts_to_arrow(["", ""]).cast(kind).to_pylist() == [None, None]


LARGE = r"""
import sys
from pathlib import Path
from generator.publishing.export.columnar import write_parquet
from generator.publishing.export.filled import FilledTable, outline_of
from generator.reading.files import read_columns

columns = read_columns("a.csv", b"a,b\n1,\n2,x\n")
columns.columns[1].different.index("")
columns.columns[0].different.all_match("[0-9]", 3, empty=False)
columns.packed()
fields = outline_of("areas", ["area_id"], 2, ("en",)).fields
write_parquet(Path(sys.argv[1]), [FilledTable("areas", fields, ("area_id",), (["a", "b"],))])
print("pandas" in sys.modules)
"""


def test_pandas_is_loaded_neither_for_reading_large_tables_nor_for_writing_them(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", LARGE, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout == "False\n"
