"""Reads a package's files as written: text, with file, line and column of every value, and no judgement."""

from __future__ import annotations

from generator.reading.files.conflicts import conflicts
from generator.reading.files.csv_columns import LARGE, CellTexts, ColumnTable, read_columns, unpacked
from generator.reading.files.csv_rows import RawTable, read_csv
from generator.reading.files.encoding import decode, in_gb18030
from generator.reading.files.yaml_nodes import Mapping, Node, Scalar, Sequence, read_yaml

__all__ = [
    "LARGE",
    "CellTexts",
    "ColumnTable",
    "Mapping",
    "Node",
    "RawTable",
    "Scalar",
    "Sequence",
    "conflicts",
    "decode",
    "in_gb18030",
    "read_columns",
    "read_csv",
    "read_yaml",
    "unpacked",
]
