"""How values are written in YAML: texts with the quotes they need, lists and records as blocks or on one line."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

Value = str | Sequence[str]
"""A text, or a list of texts."""

Block = Mapping[str, Any]
"""Texts, lists of texts or of blocks, and blocks of the same kind, by key."""

_PLAIN = re.compile(r"true|false|[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""What the authors write without quotes though other readers take it for more than a text: it is."""

PLAIN = "plain"
"""The style of a text that stands without quotes though it looks like a number."""

_LIKE_OTHERS = re.compile(r"[-+]?\.?[0-9][0-9a-zA-Z_.+:-]*|[yYnN]")
"""What some reader of some version of YAML takes for a number or a yes."""


def scalar(value: str, style: str | None = None) -> str:
    """A text as one YAML value on one line; `style` is the quote that was used before, or PLAIN."""
    return _written(value, style, flow=False)


def flow_value(value: Value | Block, style: str | None = None) -> str:
    """A text, list or block as it stands inside of brackets."""
    if isinstance(value, str):
        return _written(value, style, flow=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(flow_entry(key, inner) for key, inner in value.items() if inner) + "}"
    return "[" + ", ".join(flow_value(text) for text in value) + "]"


def flow_entry(key: str, value: Value | Block) -> str:
    """An entry of a mapping (of a list, where the key is empty) inside of brackets."""
    return f"{flow_value(key)}: {flow_value(value)}" if key else flow_value(value)


def dump(block: Block, indent: str = "") -> list[str]:
    """Lines of a block: texts, lists and blocks below keys. What is empty is left out, but for a block in which nothing is: it is
    a record of which no more is known than its key, and the reader tells what it lacks.
    """
    lines: list[str] = []
    for key, value in block.items():
        if isinstance(value, str):
            below = []
            lines += [f"{indent}{scalar(key)}: {scalar(value)}"] if value else []
        elif isinstance(value, Mapping):
            below = dump(value, indent + "  ")
            lines += [] if below else [f"{indent}{scalar(key)}: {{}}"]
        else:
            below = [f"{indent}  {line}" for entry in value for line in item(entry)]
        lines += [f"{indent}{scalar(key)}:", *below] if below else []
    return lines


def item(entry: str | Block) -> list[str]:
    """Lines of an entry of a list: a text, or a record behind its dash."""
    if isinstance(entry, str):
        return [f"- {scalar(entry)}"]
    first, *others = dump(entry) or ["{}"]
    return [f"- {first}", *(f"  {line}" for line in others)]


def style_of(value: str, quote: str | None) -> str | None:
    """The style that a text was written in."""
    return PLAIN if not quote and _LIKE_OTHERS.fullmatch(value) else quote


def _written(value: str, style: str | None, *, flow: bool) -> str:
    """By PyYAML's own rules of what needs quotes, and a few more."""
    value = str(value)  # what is known of the languages of a text is nothing to a file
    quotes = style if style in ("'", '"') else None
    if quotes is None and _PLAIN.fullmatch(value):
        return value
    if quotes is None and _LIKE_OTHERS.fullmatch(value):
        if style == PLAIN and not value.endswith(":"):
            return value
        quotes = "'"
    if any(character in value for character in "\u0085\u2028\u2029"):
        quotes = '"'
    written: str = yaml.dump(
        [value] if flow else value,
        default_style=quotes,
        default_flow_style=True,
        allow_unicode=True,
        width=math.inf,
    )
    return written.strip()[1:-1] if flow else written.removesuffix("\n...\n").removesuffix("\n")
