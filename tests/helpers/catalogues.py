"""The texts of a catalogue, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

PLURALS = {"one", "other"}
"""The plural categories that a text may have; a text with them is one text."""


def texts(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping) and set(value) <= PLURALS:
            yield f"{prefix}{key}", " ".join(value.values())
        elif isinstance(value, Mapping):
            yield from texts(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
