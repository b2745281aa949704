"""Templates as compiled: for one language, for the others, and for the next builds."""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.publishing.store import recalled, remember

_KIND = "template"


class _Compiled(BytecodeCache):
    """Templates are known by their name and their source."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, where it is known."""
        if kept := recalled(_KIND, bucket.key, bucket.checksum):
            bucket.bytecode_from_string(kept)
        else:
            bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._known[bucket.key, bucket.checksum] = bucket.code
        remember(bucket.bytecode_to_string(), _KIND, bucket.key, bucket.checksum)


COMPILED = _Compiled()
