"""Reads a package's files as written: text, with file, line and column of every value, and no judgement."""

from __future__ import annotations

from generator.packages.encoding import decode
from generator.packages.nodes import Mapping, Node, Scalar, Sequence, read_yaml
from generator.packages.tables import RawTable, cell_name, read_csv

__all__ = [
    "Mapping",
    "Node",
    "RawTable",
    "Scalar",
    "Sequence",
    "cell_name",
    "decode",
    "read_csv",
    "read_yaml",
]
