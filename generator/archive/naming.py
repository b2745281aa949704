"""Where an archived text names programmes, however the names are set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.archive.citations import ArchivedText
from generator.reading.validate.programmes import as_named

_STRANGE = re.compile(
    r"^[^\S\n]*[-–—―－]*[^\S\n]*(?:第[^\S\n]*)?[0-9０-９]{1,4}(?:[^\S\n]*页)?[^\S\n]*[-–—―－]*[^\S\n]*$"
    r"|[\[〔【［]注?[0-9０-９]{1,3}[\]〕】］]|[①-⑳⁰-⁹¹²³*†‡]",
    re.MULTILINE,
)
"""What may stand in the middle of a name and is no part of it: the number of a page on its line, the mark of a footnote."""


def named_in(archived: ArchivedText, names: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, int]]:
    """Every place at which a text names one of some programmes: (programme, name, offset in the plain text).

    `names` are the words by which each is named. Where one of them is a part of another, the longer one is meant; where
    several programmes have the same, each of them may be.
    """
    meant: dict[str, dict[str, str]] = {}
    for programme, listed in names.items():
        for name in listed:
            meant.setdefault(as_named(name), {}).setdefault(programme, name)
    meant.pop("", None)
    if not meant:
        return
    strange = {offset for match in _STRANGE.finditer(archived.original) for offset in range(*match.span())}
    letters = [
        (letter, at)
        for at, character in enumerate(archived.text)
        if archived.offsets[at] not in strange
        for letter in as_named(character)
    ]
    text = "".join(letter for letter, _ in letters)
    # By letter: where the name ends that was found over it, the furthest one.
    ends = [0] * len(text)
    for looked_for in sorted(meant, key=len, reverse=True):
        at = text.find(looked_for)
        while at >= 0:
            end = at + len(looked_for)
            if ends[at] < end:
                ends[at:end] = [max(end, other) for other in ends[at:end]]
                for programme, name in meant[looked_for].items():
                    yield programme, name, letters[at][1]
            at = text.find(looked_for, end)
