"""Where an archived text names programmes, however the names are set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.archive.citations import ArchivedText
from generator.reading.validate.programmes import as_named

_TAKEN = "\0"
"""Stands in the place of a name that was found, so that no shorter one is found in it."""


def named_in(archived: ArchivedText, names: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, int]]:
    """Every place at which a text names one of some programmes: (programme, name, offset in the plain text).

    `names` are the words by which each is named. Where one of them is a part of another, the longer one is meant.
    """
    letters = [
        (letter, offset) for offset, character in enumerate(archived.text) for letter in as_named(character)
    ]
    text = "".join(letter for letter, _ in letters)
    meant = sorted(
        ((as_named(name), programme, name) for programme, listed in names.items() for name in listed),
        key=lambda item: -len(item[0]),
    )
    for looked_for, programme, name in meant:
        at = text.find(looked_for) if looked_for else -1
        while at >= 0:
            yield programme, name, letters[at][1]
            text = f"{text[:at]}{_TAKEN * len(looked_for)}{text[at + len(looked_for) :]}"
            at = text.find(looked_for, at + len(looked_for))
