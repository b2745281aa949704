"""In all published tables a column of one name means one thing: in words, in type, in what it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from generator.core.languages import interface, text_of
from generator.core.messages import catalogue
from generator.format.clear_names import CLEAR, clear_name, original
from generator.format.naming import description, meaning, title
from generator.format.published import AUTHORED, COMPUTED, Column, column_of, key_of, published_fields

Place = tuple[str, Column]


def columns() -> list[Place]:
    """Every column that may be published, by table."""
    return [
        (table, column_of(item, table))
        for table in (*AUTHORED, *COMPUTED)
        for item in published_fields(table, ("en",), broken_down=True)
    ]


def by_name(places: Iterable[Place]) -> list[tuple[str, list[Place]]]:
    found = sorted(places, key=lambda place: place[1].name)
    return [(name, list(group)) for name, group in groupby(found, key=lambda place: place[1].name)]


def names_rows_of(table: str, column: Column) -> str:
    """The table whose rows a column names: that which it refers to in the end, or its own where it is the key."""
    named = column.refers_to or (table if (column.name,) == key_of(table) else "")
    # What refers to a table that is named by the key of another one, as verdicts are by targets, names the other's rows.
    return "targets" if named == "assessments" else named


def _first_words(places: Iterable[Place], language: str) -> Iterator[str]:
    for table, column in places:
        yield _SIGN.split(description(table, column.name, language))[0].strip()


def disagreements(places: Sequence[Place]) -> list[str]:
    """In what columns of one name are not alike; one may say more than the others behind what all say."""
    found = []
    if len({column.type for _, column in places}) > 1:
        found.append("type")
    if len({bool(column.choices) for _, column in places}) > 1:
        most = max((set(column.choices) for _, column in places), key=len)
        if any(not set(column.choices) <= most for _, column in places):
            found.append("choices")
    named = {names_rows_of(*place) for place in places}
    if len(named) == 1 and named != {""}:
        return found
    return found + [language for language in interface() if len(set(_first_words(places, language))) > 1]


_SIGN = re.compile("[;；:：,，。.]")
"""Where a text has said what a column means and goes on with what holds in its table besides."""


def test_a_name_means_the_same_in_every_table_or_has_a_clear_one_beside_it() -> None:
    unlike = {}
    for name, places in by_name(columns()):
        plain = [(table, column) for table, column in places if not clear_name(table, name)]
        if found := disagreements(plain):
            unlike[name] = (found, [table for table, _ in plain])
    assert unlike == {}


def test_what_is_called_clearly_besides_needs_it() -> None:
    needless = []
    by = dict(by_name(columns()))
    for table, name in CLEAR:
        own = [place for full in by for place in by[full] if name in (full, text_of(full)[0])]
        if not disagreements(own) or table not in {held for held, _ in own}:
            needless.append((table, name))
    assert needless == []


def test_a_clear_name_has_the_same_values_and_no_other_meaning() -> None:
    by = dict(by_name(columns()))
    for (table, name), clear in CLEAR.items():
        full = next(item for item in by if clear in (item, text_of(item)[0]))
        assert original(table, full) in (name, f"{name}_en")
        assert disagreements(by[full]) == [], clear
        for language in interface():
            assert clear in meaning(table, original(table, full), language)
            assert meaning(table, full, language) == description(table, original(table, full), language)


def test_every_published_column_is_described_in_words_of_its_own() -> None:
    lacking = [
        (language, group, table, column.name)
        for language in interface()
        for group, say in (("fields", description), ("titles", title))
        for table, column in columns()
        if say(table, column.name, language)
        == catalogue(language, "fields")[group]["dimension"].replace("{dimension}", column.name)
    ]
    assert lacking == []
