"""Large tables as an earlier build read them: no other is read than the one that has changed."""

from __future__ import annotations

from hashlib import sha256

from generator.publishing.store import recalled, remember
from generator.reading.files import ColumnTable, read_columns, unpacked

_KIND = "columns"


def known_columns(file: str, data: bytes, table: str = "") -> ColumnTable | None:
    """What `read_columns` says of a CSV file, which depends on nothing but its bytes: what an earlier build kept in the store
    that is at hand, else it is read.
    """
    checksum = sha256(data).hexdigest()
    found = _recalled(file, data, table, checksum)
    if found is None:
        found = read_columns(file, data, table)
        if found is not None:
            remember(found.packed(), _KIND, checksum)
    return found


def lent_columns(file: str, data: bytes, table: str = "") -> ColumnTable | None:
    """The same for who only borrows the store that is at hand: what he reads himself he keeps to himself."""
    found = _recalled(file, data, table, sha256(data).hexdigest())
    return read_columns(file, data, table) if found is None else found


def _recalled(file: str, data: bytes, table: str, checksum: str) -> ColumnTable | None:
    packed = recalled(_KIND, checksum)
    return None if packed is None else unpacked(file, data, packed, table)
