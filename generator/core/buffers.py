"""Texts, and whole numbers of NumPy, as Arrow has them, and these back: Arrow's own ways load pandas first, which takes a
quarter of a second. Numbers are not copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded where large tables are; the command line starts without
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa


def to_arrow(numbers: npt.NDArray[np.integer]) -> pa.Array:
    """Numbers of NumPy, none of which is missing."""
    import numpy as np
    import pyarrow as pa

    kind = {4: pa.int32(), 8: pa.int64()}[numbers.itemsize]
    whole = pa.py_buffer(np.ascontiguousarray(numbers))
    return pa.Array.from_buffers(kind, len(numbers), [None, whole])


def to_numpy(numbers: pa.Array) -> npt.NDArray[np.integer]:
    """Numbers of Arrow of 32 bits, none of which is missing; nobody may write to them."""
    import numpy as np

    if not len(numbers):
        return np.zeros(0, dtype=np.int32)
    return np.frombuffer(numbers.buffers()[1], np.int32, len(numbers), 4 * numbers.offset)


def texts_to_arrow(texts: Sequence[str], *, empty: bool = False) -> pa.StringArray:
    """Texts, of which the empty ones are missing unless there may be `empty` ones."""
    import numpy as np
    import pyarrow as pa

    encoded = [text.encode() for text in texts]
    ends = np.fromiter(accumulate(map(len, encoded), initial=0), np.int32, len(encoded) + 1)
    there = None if empty else pa.py_buffer(np.packbits(ends[1:] > ends[:-1], bitorder="little"))
    return pa.StringArray.from_buffers(
        len(encoded), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)), there
    )
