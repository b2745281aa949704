"""What columns are called and what they mean, in words: for the codebook, the workbooks and the guide."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core.messages import catalogue


def description(table: str, column: str, language: str) -> str:
    """What a column means, for the codebook."""
    return _words("fields", table, column, language)


def title(table: str, column: str, language: str) -> str:
    """A short name for a column."""
    return _words("titles", table, column, language)


def _words(group: str, table: str, column: str, language: str) -> str:
    texts: Mapping[str, str] = catalogue(language, "fields")[group]
    own = texts.get(f"{table}.{column}") or texts.get(column)
    return own or texts["dimension"].format(dimension=column)
