"""Templates as compiled: for one language, for the others, and for the next builds."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from generator.core import sources
from generator.publishing.lasting import held, hold
from generator.publishing.store import recalled, remember

_KIND = "template"

_INSTALLED = str(sources.SHIPPED), sys.prefix
"""Where the templates are that come with the program and with the theme: those stay where they are."""


class _Bucket(Bucket):
    """A template, and whether it was installed."""

    installed = False


class _Compiled(BytecodeCache):
    """Templates are known by their name and their source."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """A template, with its code where that is known."""
        # The name of a folder may hold what the machine's encoding has no letters for.
        key = self.get_cache_key(name, filename and ascii(filename))
        bucket = _Bucket(environment, key, self.get_source_checksum(source))
        bucket.installed = filename is not None and filename.startswith(_INSTALLED)
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, where that is known."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))
        if bucket.code is None and (kept := self._kept(bucket)):
            bucket.bytecode_from_string(kept)
            self._known[bucket.key, bucket.checksum] = bucket.code

    def _kept(self, bucket: Bucket) -> bytes | None:
        if isinstance(bucket, _Bucket) and bucket.installed:
            return held(f"{_KIND}-{bucket.key}", bucket.checksum)
        return recalled(_KIND, bucket.key, bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._known[bucket.key, bucket.checksum] = bucket.code
        if isinstance(bucket, _Bucket) and bucket.installed:
            hold(bucket.bytecode_to_string(), f"{_KIND}-{bucket.key}", bucket.checksum)
        else:
            remember(bucket.bytecode_to_string(), _KIND, bucket.key, bucket.checksum)


COMPILED = _Compiled()


class Templates(Environment):
    """Gives every template what all of them are told as one plain mapping, since it is copied for each page and each import:
    Jinja's own would be gone through in Python each time.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template is told besides its page: what all are, and something more, if anything."""
        return {**self.globals, **(d or {})}
