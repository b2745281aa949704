"""Large CSV files by columns: read at once where their form is beyond doubt.

Whether it is, is decided strictly: what this reader takes, the one that goes cell by cell (`csv_rows`) reads alike.
Anything else is left to that one, which can say what is wrong and where.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

from generator.core import limits
from generator.core.buffers import texts_to_arrow, to_arrow, to_numpy
from generator.core.characters import all_seen
from generator.core.coded import Coded
from generator.core.problems import Place
from generator.reading.files.csv_rows import RawTable, read_csv

if TYPE_CHECKING:  # loaded where large tables are; the command line starts without
    import pyarrow as pa

LARGE = 100_000
"""Bytes from which on a table is read by columns: below, going cell by cell is done before the libraries are loaded."""

WIDE = 40
"""Columns from which on it pays to look first which of them are empty."""

_BOM = b"\xef\xbb\xbf"
_QUOTED = re.compile(rb'(?:^|(?<=,))"(?:[^"\r\n]|"")*"(?=,|\r?$)', re.MULTILINE)
"""A cell in quotes that begin and end it."""

_CONTROL = bytes([*range(0x09), 0x09, 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
"""What no text on one line has, tabs among it; the ends of lines are looked at by themselves."""


class CellTexts(Sequence[str]):
    """Different texts as the library holds them: made into strings of Python only where they are looked at."""

    __slots__ = ("arrow",)

    def __init__(self, arrow: pa.StringArray) -> None:
        self.arrow = arrow

    def __len__(self) -> int:
        return len(self.arrow)

    @overload
    def __getitem__(self, position: int) -> str: ...

    @overload
    def __getitem__(self, position: slice) -> CellTexts: ...

    def __getitem__(self, position: int | slice) -> str | CellTexts:
        if isinstance(position, slice):
            return CellTexts(self.arrow[position])
        text: str = self.arrow[position].as_py()
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(self.arrow.to_pylist())

    def index(self, text: str, start: int = 0, stop: int | None = None) -> int:
        """Where a text stands. Raises ValueError where it does not."""
        import pyarrow.compute as pc

        # A text of Python's would have to be made one of Arrow's, in a way that loads pandas.
        (wanted,) = texts_to_arrow([text], empty=True)
        found: int = pc.index(self.arrow[start:stop], wanted).as_py()
        if found < 0:
            raise ValueError(text)
        return start + found

    def all_match(self, pattern: str, longest: int, *, empty: bool) -> bool:
        """Whether each of them is as a pattern says (in the syntax of RE2), and of no more characters; `empty`: or says nothing."""
        import pyarrow.compute as pc

        if (pc.max(pc.utf8_length(self.arrow)).as_py() or 0) > longest:
            return False
        matched = pc.match_substring_regex(self.arrow, f"^(?:{pattern}){'?' if empty else ''}$")
        return bool(pc.all(matched, min_count=0).as_py())


class ColumnTable:
    """A CSV file by columns: the header, and for each column the texts of its cells."""

    def __init__(
        self, file: str, table: str, header: list[str], columns: list[Coded[str]], data: bytes
    ) -> None:
        self.file, self.table, self.header, self.columns, self._data = file, table, header, columns, data

    @property
    def length(self) -> int:
        """The number of rows."""
        return len(self.columns[0])

    def packed(self) -> bytes:
        """The columns as bytes, from which `unpacked` has them again: an Arrow stream of those that say anything."""
        import pyarrow as pa

        said = {
            str(position): pa.DictionaryArray.from_arrays(to_arrow(column.codes.astype("int32")), texts.arrow)
            for position, column in enumerate(self.columns)
            if isinstance(texts := column.different, CellTexts)
        }
        batch = pa.record_batch(said, metadata={_HEADER: json.dumps(self.header)})
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        content: bytes = sink.getvalue().to_pybytes()
        return content

    @property
    def lines(self) -> range:
        """The physical line of each row."""
        return range(2, self.length + 2)

    @cached_property
    def by_rows(self) -> RawTable:
        """The same cell by cell, which can tell where each of them stands."""
        raw, _ = read_csv(self.file, self._data, self.table)
        assert raw is not None, "what is read at once can be read cell by cell"
        return raw

    def place(self, row: int, column: int) -> Place:
        """The place of one cell (row and column count from 0), named as a spreadsheet names it."""
        return self.by_rows.place(row, column)

    def header_place(self, column: int = 0) -> Place:
        """The place of a column's head."""
        return self.by_rows.header_place(column)


def read_columns(file: str, data: bytes, table: str = "") -> ColumnTable | None:
    """A CSV file by columns; None where its form is not beyond doubt. `table` names what it holds in places."""
    if data.count(b"\r") != data.count(b"\r\n") or data.count(b"\n") > limits.MOST_ROWS:
        return None
    body = data.removeprefix(_BOM).rstrip(b"\r\n")
    if not _plain(body):
        return None
    head, _, rest = body.partition(b"\n")
    try:
        header = [name.strip() for name in next(csv.reader([head.decode().rstrip("\r")], strict=True))]
    except (UnicodeDecodeError, csv.Error, StopIteration):
        return None
    # Of one column a line of blanks may be a row or none.
    if not rest or len(header) == 1 or len(header) > limits.MOST_COLUMNS or not all_seen(header):
        return None
    columns = _columns(rest, len(header))
    return ColumnTable(file, table, header, columns, data) if columns is not None else None


def unpacked(file: str, data: bytes, packed: bytes, table: str = "") -> ColumnTable:
    """What `read_columns` says of a CSV file, out of what a `ColumnTable` of the same bytes was packed into."""
    import pyarrow as pa

    with pa.ipc.open_stream(pa.py_buffer(packed)) as stream:
        batch = stream.read_next_batch()
    header = json.loads(batch.schema.metadata[_HEADER.encode()])
    columns = [Coded.constant("", batch.num_rows)] * len(header)
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        columns[int(name)] = _coded(column)
    return ColumnTable(file, table, header, columns, data)


_HEADER = "header"
"""The name under which packed columns have the header."""


def _coded(column: pa.DictionaryArray) -> Coded[str]:
    """A column as the library has it."""
    return Coded(to_numpy(column.indices).astype("int64"), CellTexts(column.dictionary))


def _plain(body: bytes) -> bool:
    """Whether each line is a row, whose quotes stand around cells, and nothing in the way is invisible in ASCII."""
    if len(body.translate(None, _CONTROL)) < len(body):
        return False
    if b"\n\n" in body or b"\n\r\n" in body or body[:1] in (b"\n", b"\r"):
        return False
    return b'"' not in body or b'"' not in _QUOTED.sub(b"", body)


def _columns(body: bytes, width: int) -> list[Coded[str]] | None:
    """The cells below a header; None where a row has another width, or a text is no UTF-8 or holds what cannot be seen."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv as arrow_csv

    filled = _filled(body, width)
    if filled is None:
        return None
    names = [str(position) for position in range(width)]
    wanted = [names[position] for position in filled]
    try:
        read = arrow_csv.read_csv(
            pa.BufferReader(body),
            # One block, so that each column has one list of its texts.
            read_options=arrow_csv.ReadOptions(
                use_threads=False, column_names=names, block_size=len(body) + 1
            ),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=False, ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=wanted,
                column_types=dict.fromkeys(wanted, pa.dictionary(pa.int32(), pa.string())),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = [Coded.constant("", read.num_rows)] * width
    for position, column in zip(filled, read.columns, strict=True):
        (chunk,) = column.chunks
        columns[position] = _coded(chunk)
        if pc.max(pc.utf8_length(chunk.dictionary)).as_py() > limits.LONGEST_CELL:
            return None
    if not body.isascii() and not all(all_seen(columns[position].different) for position in filled):
        return None
    return columns


def _filled(body: bytes, width: int) -> Sequence[int] | None:
    """The columns in which any cell holds anything, of rows that are all of a width; None where they are not.

    A table may have a column for each of hundreds of breakdowns, nearly all of them empty.
    """
    import numpy as np

    if width < WIDE or b'"' in body:
        return range(width)
    signs = np.frombuffer(body + b"\n", dtype=np.uint8)
    ends = (signs == ord(",")) | (signs == ord("\n"))
    # A cell is empty where its end stands right behind another one.
    empty = np.concatenate(([True], ends[:-1]))[ends]
    if len(empty) % width:
        return None
    filled: list[int] = np.flatnonzero(~empty.reshape(-1, width).all(axis=0)).tolist()
    # The first column is always read: it tells how many rows there are.
    return filled or [0]
