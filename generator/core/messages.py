"""The message catalogues: every word that a person reads stands in `site_src/messages/<language>/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("zh", "en")
SITE_SRC = Path(__file__).resolve().parents[2] / "site_src"
CATALOGUES = SITE_SRC / "messages"

Catalogue = Mapping[str, Any]


@cache
def catalogue(language: str, name: str) -> Catalogue:
    """One message catalogue.

    `language` is `zh` or `en`; `name` is the file's name without `.yaml`.
    Returns a nested mapping from keys to texts; the texts may hold `{named}` places to fill.
    """
    text = (CATALOGUES / language / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: Catalogue = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


def lookup(language: str, name: str, key: str, count: str = "") -> str:
    """The text at a dotted `key` of a catalogue; KeyError when it is not there.

    A text may have a form for each plural category of its language (CLDR: `one`, `other`); `count` chooses.
    """
    found: Any = catalogue(language, name)
    for part in key.split("."):
        found = found[part]
    if isinstance(found, Mapping) and count:
        from babel import Locale  # loaded where it is needed: the command line starts without

        found = found[Locale.parse(language).plural_form(int(count))]
    if not isinstance(found, str):
        raise KeyError(key)
    return found
