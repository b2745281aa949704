"""The bridge tables filled: the lists in the cells of other tables, an entry a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.format.bridges import Bridge
from generator.format.fields import LIST
from generator.format.published import BRIDGES
from generator.publishing.export.filled import FilledTable, table


def bridge_tables(tables: Sequence[FilledTable]) -> list[FilledTable]:
    """A table for each list of rows in some published tables; those that nothing stands in too."""
    by_name = {item.name: item for item in tables}
    return [
        table(name, _entries(bridge, by_name[bridge.table]), ())
        for name, bridge in BRIDGES.items()
        if bridge.table in by_name
    ]


def _entries(bridge: Bridge, held: FilledTable) -> Iterator[Sequence[str | int]]:
    for key, cell in zip(held.column(bridge.own), held.column(bridge.column), strict=True):
        for position, entry in enumerate(cell.split(LIST) if cell else (), 1):
            yield (key, position, *_named(bridge, entry))


def _named(bridge: Bridge, entry: str) -> Sequence[str]:
    """An entry in the column of the table that it names a row of."""
    if len(bridge.others) == 1:
        return (entry,)
    table_named, _, name = entry.partition("/")
    return [name if other == table_named else "" for other in bridge.others]
