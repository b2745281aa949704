"""The texts of a catalogue, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

PLURALS = {"zero", "one", "two", "few", "many", "other"}
"""The plural categories that CLDR has; a text with forms for them is one text."""


def texts(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping) and set(value) <= PLURALS:
            yield f"{prefix}{key}", " ".join(value.values())
        elif isinstance(value, Mapping):
            yield from texts(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def plurals(tree: Mapping[str, Any]) -> Iterator[set[str]]:
    """The plural categories of each text that has forms."""
    for value in tree.values():
        if isinstance(value, Mapping) and set(value) <= PLURALS:
            yield set(value)
        elif isinstance(value, Mapping):
            yield from plurals(value)
