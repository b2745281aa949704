"""What the codes of a column are called, where pages have a name for each of them by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.core.messages import catalogue
from generator.format.published import Column

NAMED: Mapping[str, str] = {
    "completeness": "completeness",
    "finding_kind": "finding_kind",
    "kind": "kind",
    "measure": "measure",
    "progress_status": "progress",
    "reporting_status": "reporting",
    "says": "saying",
    "state": "state",
}
"""Columns of codes, and the part of the catalogue that names these. What is said of other codes is a part of a sentence."""


def labels(item: Column, languages: Iterable[str]) -> dict[str, str]:
    """The name of each code of a column in some languages at once, nothing where they have none."""
    part = NAMED.get(item.name, "")
    if not (part and item.choices):
        return {}
    texts = [catalogue(language, "site")[part] for language in languages]
    return {code: " / ".join(own[code] for own in texts) for code in item.choices}
