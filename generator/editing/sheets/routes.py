"""What a sheet belongs to, as it stands in the sheet's first cell: package, document, part, and the data it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from generator.core.values import ID
from generator.editing.sheets.grids import TABLES, Order

FORMAT = "mingzhang-1"
"""The form of the workbooks; another form gets another number."""

_BY = "+"
"""Stands before each breakdown that was asked for."""

_ROUTE = re.compile(
    rf"{FORMAT} ({ID}) ({ID}) ([a-z_]+(?:/{ID})?) ([0-9a-f]{{40}}|-) ([0-9a-f]{{16}})"
    r"(?: ([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{4}-[0-9]{2}-[0-9]{2}))?"
    rf"(?: [{_BY}]({ID}(?:[{_BY}]{ID})*))?"
)


@dataclass(frozen=True, slots=True)
class Base:
    """The data that a workbook was made from: the commit (empty where they were in none) and the files' digest."""

    commit: str
    digest: str


@dataclass(frozen=True, slots=True)
class Route:
    """What one sheet belongs to."""

    order: Order
    part: str
    base: Base

    @property
    def table(self) -> str:
        """The name of the part's table: of `observations/2023` the first step."""
        return self.part.partition("/")[0]

    def text(self) -> str:
        """The route as the first cell says it."""
        order = self.order
        words = [FORMAT, order.package, order.document, self.part, self.base.commit or "-", self.base.digest]
        if order.period:
            words.append("/".join(day.isoformat() for day in order.period))
        if order.breakdowns:
            words.append("".join(f"{_BY}{name}" for name in order.breakdowns))
        return " ".join(words)


def read_route(text: str) -> Route | None:
    """The route in a first cell, or None where it says none."""
    match = _ROUTE.fullmatch(text.strip())
    if match is None:
        return None
    package, document, part, commit, digest, start, end, by = match.groups()
    if part.partition("/")[0] not in TABLES:
        return None
    try:
        period = (date.fromisoformat(start), date.fromisoformat(end)) if start else None
    except ValueError:
        return None
    order = Order(package, document, period, tuple(by.split(_BY)) if by else ())
    return Route(order, part, Base("" if commit == "-" else commit, digest))
