"""Whole numbers of NumPy as Arrow has them and back, without copying them: Arrow's own ways load pandas first, which takes a
quarter of a second.
"""

from __future__ import annotations

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
