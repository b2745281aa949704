"""The lists inside cells that name rows, taken apart: for the column `c` of a table `t` there is a table `t_c`, with a row for
each entry of each list.

They follow from what the columns say that they refer to, so a new list of ids has its table by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Self

from generator.format.columns import count, ident, path
from generator.format.fields import Declared, Field, Shape, Type

POSITION = "position"
"""The column that says which entry of the list a row is."""

_MEANT: Mapping[str, tuple[str, ...]] = {
    "earlier goals": ("goals",),
    "all goals": ("goals",),
    "cited rows": ("targets", "observations", "claims"),
}
"""The published tables whose rows a list may name, where it refers to no table by its name. Where there are several, an entry
is `<table>/<id>`.
"""


class Bridge(Shape, name="bridge"):
    """The table of the entries of a list.

    `table` and `column` are where the list stands, `own` is the column that names the row with the list, `others` are
    the tables that entries name rows of, each with the column for them; of several all but one are empty in a row.
    """

    def __init__(self, table: str, column: str, own: Field[str], others: Mapping[str, Field[str]]) -> None:
        self.name = f"{table}_{column}"
        self.table, self.column, self.own = table, column, own.name
        self.others = {other: item.name for other, item in others.items()}
        first, *rest = others.values()
        declared: tuple[Declared, ...] = (own, count(POSITION, minimum=1), first, *rest)
        super().__init__(declared)

    def in_languages(self, languages: Iterable[str]) -> Self:  # noqa: ARG002 - it holds no texts
        """The same in any languages."""
        return self

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a row together."""
        return self.own, POSITION


def bridges(tables: Mapping[str, tuple[str, Shape]]) -> Iterator[Bridge]:
    """The bridges of some published tables, which are given by name with the column that names a row of each."""
    for name, (key, shape) in tables.items():
        for item in shape.declared:
            if not isinstance(item, Field) or not item.many or not item.published:
                continue
            meant = [other for other in _MEANT.get(item.refers_to, (item.refers_to,)) if other in tables]
            if not meant:
                continue
            own = _naming(key, name, tables, required=True)
            others = {}
            for other in meant:
                named = tables[other][0]
                called = named if named != key else f"{item.name}_{named}"
                others[other] = _naming(called, other, tables, required=len(meant) == 1)
            yield Bridge(name, item.name, own, others)


def _naming(
    called: str, table: str, tables: Mapping[str, tuple[str, Shape]], *, required: bool
) -> Field[str]:
    """The column that names a row of a table."""
    shape = tables[table][1]
    declared = shape.by_name.get(tables[table][0])
    deep = getattr(shape, "identity", "").count("/") or (declared is not None and declared.type is Type.PATH)
    return (path if deep else ident)(called, table, required=required)
