"""Rows → a CSV file as the program writes its own."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: how many bytes, and their checksum in hexadecimal."""

    size: int
    sha256: str


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of cells, the names of the columns first, as a CSV file: UTF-8, commas, each line ended by a line feed."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def write_csv(file: Path, names: Sequence[str], rows: Iterable[Sequence[str]]) -> Written:
    """Write such a file row by row, so that a long one is never in memory as a whole."""
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    return written(file)


def written(file: Path) -> Written:
    """What a file is that was written."""
    with file.open("rb") as content:
        checksum = hashlib.file_digest(content, "sha256").hexdigest()
        return Written(content.tell(), checksum)
