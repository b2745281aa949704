"""What each row of a made-up package tells of: which indicator, area, breakdowns and period, no two the same."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import gcd, prod
from random import Random

from shapes import Shape, Span

LAST_YEAR = 2023
MONTHS = 12
FIRST_DAY, LAST_DAY = date(1949, 1, 1), date(LAST_YEAR + 1, 12, 31)
"""What statistics tell of; a year that begins in spring ends in the next one."""

FEW = 3
"""The higher, the more breakdowns have only few values."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What one row tells of: an indicator and an area by their numbers, the values (from 1) of breakdowns by theirs, and
    a period by how many lie between it and the last one.
    """

    indicator: int
    area: int
    breakdowns: Mapping[int, int]
    back: int


def observed(shape: Shape, random: Random) -> Iterator[Observed]:
    """What each row tells of: the periods of one combination of area and breakdowns, then those of the next one.

    Raises ValueError where an indicator is to have more rows than there are combinations and periods.
    """
    sizes = values(shape)
    for indicator, count in enumerate(lengths(shape)):
        periods = shape.reports or min(shape.periods, max(count, 1))
        needed = -(-count // periods)
        whole = indicator % shape.totals == 0
        names = _breakdowns(shape, random, needed, extra=indicator % FEW, whole=whole)
        # A digit for each breakdown, 0 where a row does without it; without totals none does without the first.
        least = [0 if whole or place else 1 for place in range(len(names))]
        kinds = [shape.areas, *(sizes[name] + 1 - low for name, low in zip(names, least, strict=True))]
        room = prod(kinds)
        if room < needed:
            raise ValueError(
                f"indicator {indicator} has room for {room * periods} rows, {count} are asked for: "
                "more areas, periods, breakdowns or values"
            )
        step = _stride(room)
        for at in range(count):
            combination, back = divmod(at, periods)
            area, *digits = _digits(combination * step % room, kinds)
            codes = zip(names, digits, least, strict=True)
            yield Observed(
                indicator, area, {name: code + low for name, code, low in codes if code + low}, back
            )


def values(shape: Shape) -> list[int]:
    """How many values each breakdown has: the first one the most, half of them only few, none less than two."""
    last = max(shape.dimensions - 1, 1)
    return [
        max(2, round(2 * (shape.values / 2) ** ((1 - number / last) ** FEW)))
        for number in range(shape.dimensions)
    ]


def lengths(shape: Shape) -> list[int]:
    """How many rows each indicator has, the longest first: the longest has `spread` times the weight of the shortest.

    Each has one row at least where there are as many rows as indicators.
    """
    least = min(1, shape.observations // shape.indicators)
    free = shape.observations - least * shape.indicators
    last = max(shape.indicators - 1, 1)
    weights = [shape.spread ** (-number / last) for number in range(shape.indicators)]
    share = free / sum(weights)
    rows = [int(weight * share) for weight in weights]
    # What rounding left goes to those that lost most by it.
    order = sorted(range(len(rows)), key=lambda number: (rows[number] - weights[number] * share, number))
    for number in order[: free - sum(rows)]:
        rows[number] += 1
    return [least + count for count in rows]


def period(span: Span, back: int) -> tuple[date, date]:
    """The first and last day of the period of a kind that lies so many before the last one."""
    first = LAST_YEAR * MONTHS + span.first - 1 + MONTHS - span.months - back * span.step
    begins, ends = (divmod(month, MONTHS) for month in (first, first + span.months - 1))
    last = monthrange(ends[0], ends[1] + 1)[1]
    return date(begins[0], begins[1] + 1, 1), date(ends[0], ends[1] + 1, last)


def _breakdowns(shape: Shape, random: Random, needed: int, extra: int, *, whole: bool) -> list[int]:
    """Breakdowns that give room for so many combinations, and some more of them."""
    most = min(shape.used, shape.dimensions)
    order = random.sample(range(shape.dimensions), most)
    room, sizes, enough = shape.areas, values(shape), 0
    while room < needed and enough < most:
        room *= sizes[order[enough]] + (whole or enough > 0)
        enough += 1
    return order[: min(most, max(enough + extra, not whole))]


def _stride(room: int) -> int:
    """A step that comes by each of so many places once before it returns, far from its neighbours."""
    step = max(1, room * 5 // 8)
    while gcd(step, room) != 1:
        step += 1
    return step


def _digits(number: int, sizes: Sequence[int]) -> list[int]:
    """A number in digits of different sizes, the lowest first."""
    found = []
    for size in sizes:
        number, digit = divmod(number, size)
        found.append(digit)
    return found
