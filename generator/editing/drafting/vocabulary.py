"""What documents in a language print that is no data, and how they call their parts: a file for each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_WORDS = Path(__file__).with_name("words")
_COMMON = "common"
_PARTS = "parts"

KINDS = ("date", "number", "page", "hotline", "ordinal", "plan", "reference", "name", "vague")
"""What a number can be that is no data, in the order in which it is looked for; the catalogues have the reasons."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`parts` are the words that stand before the number of a heading (Chapter 3); `patterns` find what is no data, by
    its kind, in texts in their plain form.
    """

    parts: tuple[str, ...]
    patterns: Mapping[str, tuple[re.Pattern[str], ...]]


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language, by its tag; one that has no file has what is printed in any language."""
    files = [_file(_COMMON), _file(language) or _file(language.partition("-")[0])]
    patterns = {
        kind: tuple(re.compile(pattern) for file in files for pattern in file.get(kind, ())) for kind in KINDS
    }
    return Vocabulary(tuple(word for file in files for word in file.get(_PARTS, ())), patterns)


def _file(name: str) -> Mapping[str, Any]:
    path = _WORDS / f"{name}.yaml"
    if not path.is_file():
        return {}
    loaded: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded
