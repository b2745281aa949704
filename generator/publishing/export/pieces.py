"""What the files of an export are made of, piece by piece, so that the next one takes what would be the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from generator.publishing.outputs import put
from generator.publishing.store import fingerprint


def _unknown(_: str) -> str:
    """Nothing is known of what rows were made of."""
    return ""


class Pieces:
    """What an earlier export of a package left, and what this one is made of.

    `files` are the earlier files by their paths, which nobody writes into; `before` has what was noted of them, by the name of each
    piece. `of_file` and `of_indicator` tell the fingerprint of all that the published rows of a file, or of an indicator,
    are made of: empty where it is not known, and these rows are made anew.
    """

    def __init__(
        self,
        files: Mapping[str, Path] = MappingProxyType({}),
        before: Mapping[str, str] | None = None,
        of_file: Callable[[str], str] = _unknown,
        of_indicator: Callable[[str], str] = _unknown,
    ) -> None:
        self._files, self._before = files, before or {}
        self.of_file, self.of_indicator = of_file, of_indicator
        self.now: dict[str, str] = {}
        """What is to be known of this export by the next one."""

    def earlier(self, path: str) -> Path | None:
        """Where a file of the earlier export stands, by its path in the folder; None where there is none."""
        return self._files.get(path)

    def noted(self, name: str) -> str:
        """What was noted of a piece of the earlier export; empty where nothing was."""
        return self._before.get(name, "")

    def note(self, name: str, value: str) -> None:
        """Note something of a piece for the next export."""
        self.now[name] = value

    def same(self, name: str, *parts: str) -> bool:
        """Whether a piece is made of the same texts as before."""
        made = fingerprint(*parts)
        self.note(name, made)
        return self.noted(name) == made

    def carry(self, kind: str) -> None:
        """Note of the pieces of a kind, whose names begin so, what was noted of them."""
        self.now |= {name: value for name, value in self._before.items() if name.startswith(kind)}

    def gone(self, kind: str) -> list[str]:
        """The names, behind their `kind`, of the pieces of a kind that the earlier export had and this one has not."""
        return [
            name.removeprefix(kind) for name in self._before if name.startswith(kind) and name not in self.now
        ]

    def take(self, folder: Path, files: Sequence[str], *parts: str) -> bool:
        """Put files in their places in a folder that are together made of the same texts as before; False where they have to
        be written.
        """
        same = self.same(files[0], *parts)
        there = {file: earlier for file in files if (earlier := self.earlier(file))}
        if not same or len(there) < len(files):
            return False
        for file, earlier in there.items():
            put(earlier, folder / file)
        return True
