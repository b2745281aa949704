"""What an earlier build found in the commits of a repository: they are not gone through again until there is another one."""

from __future__ import annotations

from collections.abc import Callable

from generator.comparing.history import Lines, Past
from generator.publishing.pages.origins import known
from generator.publishing.store import fingerprint


class KeptPast(Past):
    """It is kept in the store that is at hand."""

    def walked(self, asked: object, walk: Callable[[], Lines]) -> Lines:
        """What an earlier build kept, else the commits are gone through."""
        return known("past", fingerprint(repr(asked)), walk)
