"""Between the rows of a table and the values of the ledger, in both directions, by the table's declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache, partial
from operator import attrgetter
from types import MappingProxyType
from typing import Any, get_type_hints

from generator.core.coded import combined
from generator.core.phrases import Text
from generator.format.fields import AnyField
from generator.format.tables import Table

MORE = "more"
"""Where a value of the ledger keeps the columns that it has no attribute for."""


@dataclass(frozen=True, slots=True)
class _Composed:
    """A text, a period or a citation of a value: its class, the columns of its parts, and what it takes from around."""

    kind: type[Any]
    columns: Mapping[str, str]
    around: tuple[str, ...]

    @classmethod
    def of(cls, kind: type[Any], columns: Mapping[str, str]) -> _Composed:
        """By the fields of the class: what no column has comes from around the row, where that has it."""
        return cls(kind, columns, tuple(item.name for item in fields(kind) if item.name not in columns))

    def make(self, row: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
        """The composed value."""
        parts = {part: row[column] for part, column in self.columns.items()}
        if self.kind is Text:
            return Text.of(parts)
        return self.kind(**parts, **{name: given[name] for name in self.around if name in given})

    def column(
        self, columns: Mapping[str, Sequence[Any]], given: Mapping[str, Sequence[Any]]
    ) -> Sequence[Any]:
        """The composed values of some rows, by the columns of the rows."""
        parts = {part: columns[column] for part, column in self.columns.items()}
        if self.kind is not Text:
            parts |= {name: given[name] for name in self.around if name in given}
        names = list(parts)

        def value(*values: Any) -> Any:
            found = dict(zip(names, values, strict=True))
            return Text.of(found) if self.kind is Text else self.kind(**found)

        return combined(value, *parts.values())


@lru_cache
def _types(becomes: type[Any]) -> Mapping[str, Any]:
    """The types of the attributes of what a row becomes; to work them out takes longer than to bind a small table."""
    return get_type_hints(becomes)


class Binder:
    """Makes values of the ledger out of the typed rows of a table."""

    def __init__(self, table: Table) -> None:
        self._becomes = table.becomes
        hints: Mapping[str, Any] = _types(self._becomes)  # type: ignore[arg-type]  # a class can be hashed
        own = {item.name for item in fields(table.becomes)}
        placed: dict[str, dict[str, str]] = {}
        self._more: list[str] = []
        for item in (*((table.entry,) if table.keyed else ()), *table.fields):
            attribute, _, part = item.path.partition(".")
            if item.nested is not None:
                continue
            if attribute in own:
                placed.setdefault(attribute, {})[part] = item.name
            elif item.name not in table.naming:
                self._more.append(item.name)
        self._plain = [(name, parts[""]) for name, parts in placed.items() if "" in parts]
        self._composed = [
            (name, _Composed.of(hints[name], parts)) for name, parts in placed.items() if "" not in parts
        ]
        self._own = own

    @property
    def travelling(self) -> tuple[str, ...]:
        """The columns that the value has no attribute for."""
        return tuple(self._more)

    def columns(
        self, columns: Mapping[str, Sequence[Any]], length: int, given: Mapping[str, Sequence[Any]]
    ) -> dict[str, Callable[[], Sequence[Any]]]:
        """The values that the rows of a table become, as columns: each attribute with what makes its column, and each part of
        one that is composed by itself (`citation.locator`), texts apart.

        `columns` are those of the rows, each `length` long; `given` is what the rows do not say themselves, by attribute,
        also of the values that these are composed of, and goes before what they say.
        """
        made: dict[str, Callable[[], Sequence[Any]]] = {}
        for name, column in self._plain:
            made[name] = partial(columns.__getitem__, column)
        for name, composed in self._composed:
            made[name] = partial(composed.column, columns, given)
            if composed.kind is not Text:
                made |= {
                    f"{name}.{part}": partial(columns.__getitem__, column)
                    for part, column in composed.columns.items()
                }
                made |= {
                    f"{name}.{part}": partial(given.__getitem__, part)
                    for part in composed.around
                    if part in given
                }
        made |= {name: partial(given.__getitem__, name) for name in given if name in self._own}
        if MORE in self._own:
            more = [columns[name] for name in self._more]
            made[MORE] = partial(_rest, self._more, more, length)
        return made

    def __call__(self, row: Mapping[str, Any], **given: Any) -> Any:
        """The value that a row becomes.

        `given` is what the row does not say itself, by attribute, also of the values that it is composed of; it goes
        before what the row says.
        """
        values = {name: row[column] for name, column in self._plain}
        for name, composed in self._composed:
            values[name] = composed.make(row, given)
        values |= {name: value for name, value in given.items() if name in self._own}
        if self._more:
            values[MORE] = {name: row[name] for name in self._more}
        return self._becomes(**values)


def _rest(names: Sequence[str], columns: Sequence[Sequence[Any]], length: int) -> Sequence[Mapping[str, Any]]:
    """For each row what stands in columns that a value has no attribute for."""
    if not names:
        return [MappingProxyType({})] * length
    return combined(lambda *values: dict(zip(names, values, strict=True)), *columns)


def getter(item: AnyField, becomes: type[Any]) -> Callable[[Any], Any]:
    """Takes the value of a column out of the value that its row became."""
    attribute, _, part = item.path.partition(".")
    if is_dataclass(becomes) and attribute in {own.name for own in fields(becomes)}:
        if _types(becomes)[attribute] is Text:
            return lambda value: getattr(value, attribute).own(part)
        return attrgetter(item.path)
    return lambda value: getattr(value, MORE).get(item.name)
