"""What columns are called and what they mean, in words: for the codebook, the workbooks and the guide."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core import sources
from generator.core.languages import named, text_of
from generator.core.messages import catalogue, lookup
from generator.core.phrases import filled
from generator.format.clear_names import clear_name, original


@sources.kept
def description(table: str, column: str, language: str) -> str:
    """What a column means, for those who write it."""
    return _words("fields", table, original(table, column), language)


@sources.kept
def meaning(table: str, column: str, language: str) -> str:
    """What a published column means, for the codebook. One whose name means something else in other tables says how it is
    called besides.
    """
    told, clear = description(table, column, language), clear_name(table, column)
    if not clear:
        return told
    text = lookup(language, "export", "names.also_called")
    return filled(text, {"meaning": told, "column": clear}, language)


@sources.kept
def title(table: str, column: str, language: str) -> str:
    """A short name for a column."""
    return _words("titles", table, original(table, column), language)


def worded(texts: Mapping[str, str], table: str, column: str, language: str) -> str:
    """The text on a column of a table; for `title_kk` that on `title_*`, with the language. Empty where there is none."""
    if own := texts.get(f"{table}.{column}") or texts.get(column):
        return own
    stem, tag = text_of(column)
    text = texts.get(f"{table}.{stem}_*") or texts.get(f"{stem}_*", "")
    return filled(text, {"language": named(tag, language)}, language)


def _words(group: str, table: str, column: str, language: str) -> str:
    texts: Mapping[str, str] = catalogue(language, "fields")[group]
    return worded(texts, table, column, language) or filled(
        texts["dimension"], {"dimension": column}, language
    )
