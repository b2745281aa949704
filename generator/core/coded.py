"""Columns that keep each different value once: `codes` say row by row which of the `different` values stands there.

Tables of statistics repeat ids, days and units by the thousand, so that what is true of a value, or of several beside
each other, is worked out once for all rows that have them. Rules are written for the values of a row; whether a column is
a plain list or coded, they judge alike (`rows_where`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from generator.core.buffers import to_arrow, to_numpy

if TYPE_CHECKING:  # loaded where large tables are; the command line starts without
    import numpy as np
    import numpy.typing as npt

    Codes = npt.NDArray[np.int64]

T = TypeVar("T")
V = TypeVar("V")


class Coded(Sequence[T], Generic[T]):
    """A column of `len(codes)` rows; `different[codes[row]]` is what stands in one. Each of these values is used."""

    __slots__ = ("codes", "different")

    def __init__(self, codes: Codes, values: Sequence[T]) -> None:
        self.codes, self.different = codes, values

    @classmethod
    def of(cls, column: Iterable[T]) -> Coded[T]:
        """A column of values that can be hashed."""
        import numpy as np

        if isinstance(column, Coded):
            return column
        known: dict[T, int] = {}
        codes = [known.setdefault(value, len(known)) for value in column]
        return cls(np.array(codes, dtype=np.int64), list(known))

    @classmethod
    def constant(cls, value: T, length: int) -> Coded[T]:
        """The same in every row."""
        import numpy as np

        return cls(np.zeros(length, dtype=np.int64), [value] if length else [])

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, row: int) -> T: ...

    @overload
    def __getitem__(self, row: slice) -> Coded[T]: ...

    def __getitem__(self, row: int | slice) -> T | Coded[T]:
        if isinstance(row, slice):
            return self.take(range(*row.indices(len(self))))
        found: T = self.different[self.codes[row]]
        return found

    def __iter__(self) -> Iterator[T]:
        return map(list(self.different).__getitem__, self.codes.tolist())

    def take(self, rows: Sequence[int]) -> Coded[T]:
        """Some of the rows."""
        import numpy as np

        kept, codes = np.unique(self.codes[np.asarray(rows, dtype=np.int64)], return_inverse=True)
        return Coded(codes, [self.different[code] for code in kept.tolist()])

    def map(self, function: Callable[[T], V]) -> Coded[V]:
        """What a function makes of each value; the same is one value again."""
        import numpy as np

        known: dict[V, int] = {}
        anew = [known.setdefault(function(value), len(known)) for value in self.different]
        return Coded(np.array(anew, dtype=np.int64)[self.codes], list(known))

    def where(self, wanted: Callable[[T], object]) -> list[int]:
        """The rows for whose value something is true, in their order."""
        import numpy as np

        true = [code for code, value in enumerate(self.different) if wanted(value)]
        return np.flatnonzero(np.isin(self.codes, true)).tolist() if true else []


class Read(Sequence[T], Generic[T]):
    """Values that are read from their texts only when somebody asks for them, since all are known to be sound."""

    __slots__ = ("empty", "read", "texts")

    def __init__(self, texts: Sequence[str], read: Callable[[str], T], empty: T) -> None:
        self.texts, self.read, self.empty = texts, read, empty

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, position: int) -> T: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[T]: ...

    def __getitem__(self, position: int | slice) -> T | Sequence[T]:
        if isinstance(position, slice):
            return Read(self.texts[position], self.read, self.empty)
        text = self.texts[position]
        return self.read(text) if text else self.empty

    def __iter__(self) -> Iterator[T]:
        return (self.read(text) if text else self.empty for text in self.texts)


def taken(column: Sequence[T], rows: Sequence[int]) -> Sequence[T]:
    """Some rows of a column, which may give them at once (`take`); of few that would cost more than looking at each."""
    take: Callable[[Sequence[int]], Sequence[T]] | None = getattr(column, "take", None)
    return [column[row] for row in rows] if take is None or len(rows) < SHORT else take(rows)


def distinct(column: Iterable[T]) -> set[T]:
    """The different values of a column."""
    return set(column.different if isinstance(column, Coded) else column)


def once(column: Sequence[T]) -> Sequence[T]:
    """The same column of values that can be hashed, with each different one kept once."""
    return column.map(lambda value: value) if isinstance(column, Coded) else column


def blank(column: Sequence[Any]) -> bool:
    """Whether the text of a column is empty in every row."""
    return all(value == "" for value in (column.different if isinstance(column, Coded) else column))


def saying(columns: Mapping[str, Sequence[Any]], names: Iterable[str]) -> list[str]:
    """Of some names those whose column is there and not blank. Hundreds that say nothing may be one and the same column,
    which is looked at once.
    """
    blanks: dict[int, bool] = {}
    found = []
    for name in names:
        column = columns.get(name, ())
        key = id(column)
        if key not in blanks:
            blanks[key] = blank(column)
        if not blanks[key]:
            found.append(name)
    return found


def given(column: Sequence[Any]) -> Sequence[bool]:
    """For each row whether the column has a value there; None is none."""
    if not isinstance(column, Coded):
        return [value is not None for value in column]
    values = column.different
    if not isinstance(values, Read):
        return column.map(lambda value: value is not None)
    # A text that says something has a value, which need not be read to know that; each text stands once.
    try:
        nothing = values.texts.index("")
    except ValueError:
        return Coded.constant(value=True, length=len(column))
    if len(values) == 1 or values.empty is not None:
        return Coded.constant(values.empty is not None, len(column))
    return Coded((column.codes == nothing).astype("int64"), [True, False])


def combined(function: Callable[..., V], *columns: Sequence[Any]) -> Sequence[V]:
    """What a function makes of the values that stand beside each other in a row, once for all rows that have them."""
    if not any(isinstance(column, Coded) for column in columns):
        return [function(*values) for values in zip(*columns, strict=True)]
    if len(columns[0]) < SHORT:
        rows = Coded.of(zip(*columns, strict=True))
        return Coded(rows.codes, [function(*values) for values in rows.different])
    coded = [Coded.of(column) for column in columns]
    codes, first = _joint(coded)
    beside = (Coded(column.codes[first], column.different) for column in coded)
    return Coded(codes, list(map(function, *beside)))


def rows_where(wanted: Callable[..., object], *columns: Sequence[Any]) -> list[int]:
    """The rows for whose values in some columns something is true, in their order."""
    if not any(isinstance(column, Coded) for column in columns) or len(columns[0]) < SHORT:
        return [row for row, values in enumerate(zip(*columns, strict=True)) if wanted(*values)]
    judged = combined(lambda *values: bool(wanted(*values)), *columns)
    assert isinstance(judged, Coded)
    return judged.where(bool)


def repeats(*columns: Coded[Any]) -> list[int]:
    """The rows whose values in all of some columns stand together more than once, in their order."""
    import numpy as np

    codes, _ = _joint(columns)
    return np.flatnonzero(np.bincount(codes)[codes] > 1).tolist() if len(codes) else []


def _joint(columns: Sequence[Coded[Any]]) -> tuple[Codes, Codes]:
    """A code for all that stands beside each other in some columns, and the row in which each of these codes comes first."""
    import numpy as np

    length = len(columns[0])
    codes = np.zeros(length, dtype=np.int64)
    for column in columns:
        assert len(column) == length, "columns of one table are of one length"
        if len(column.different) > 1:
            # Both factors are at most the number of rows, so the product fits into 64 bits.
            codes = _numbered(codes * len(column.different) + column.codes)
    seen = np.maximum.accumulate(codes)
    return codes, np.flatnonzero(np.concatenate((seen[:1] == 0, seen[1:] > seen[:-1])))


SHORT = 30
"""Rows up to which it is cheaper to look at each: a table may lie in thousands of files of a few rows."""

PAYS = 250_000
"""Rows from which on pandas numbers values: it takes half the time for it, and a quarter of a second to be loaded."""


def _numbered(values: Codes) -> Codes:
    """A code for each different value, counted from 0 in the order in which they come."""
    if len(values) < PAYS:
        return to_numpy(to_arrow(values).dictionary_encode().indices).astype("int64")
    import pandas as pd

    return pd.factorize(values)[0]


def concatenated(columns: Sequence[Coded[Any]]) -> Coded[Any]:
    """Columns one after another as one."""
    import numpy as np

    known: dict[Hashable, int] = {}
    parts = [
        np.array([known.setdefault(value, len(known)) for value in column.different], dtype=np.int64)[
            column.codes
        ]
        for column in columns
        if len(column)
    ]
    return Coded(np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64), list(known))


def constant(value: T, length: int, *, coded: bool) -> Sequence[T]:
    """A column that has the same in every row."""
    return Coded.constant(value, length) if coded else list(repeat(value, length))
