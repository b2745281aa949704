"""Values derived from two printed ones: a stock before its increment. Always marked, never taken for printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from generator.core.codes import Comparator, ObservationStatus, Qualifier, RelationKind
from generator.core.model import Observation, Package, Target
from generator.core.reported import by_indicator
from generator.verdicts.results import issue

_NOT_SUBTRACTED = frozenset(
    {ObservationStatus.FORECAST, ObservationStatus.BREAK}
    | {status for status in ObservationStatus if not status.comparable}
)


@dataclass(frozen=True, slots=True)
class Derived:
    """A stock at the end of `day`: what a document gives as the total, less what it gives as the increment."""

    indicator_id: str
    area_id: str
    day: date
    value: Decimal
    total: Target | Observation
    increment: Target | Observation


Starts = tuple[Mapping[str, Derived], Mapping[tuple[str, str, date], Derived]]


def derived_baselines(package: Package, starts: Starts | None = None) -> dict[str, Derived]:
    """The baseline of each target that prints none, where two printed numbers give it; by target id.

    The relation `increment` says which count adds to which stock. Two targets of one document come first
    (2.7万 more, 3.7万 in all: 1.0万 before); else two reported results that begin with the target's period.
    Only exact numbers in the indicator's own unit are subtracted, no forecasts, and nothing across a break in the
    series. `starts` are those of
    `derived_starts`, where the caller has them already.
    """
    of_targets, of_results = starts or derived_starts(package)
    found: dict[str, Derived] = {}
    for target in package.targets.values():
        key = (target.indicator_id, target.area_id, target.period.start - timedelta(days=1))
        derived = of_targets.get(target.id) or of_results.get(key)
        if target.baseline is None and derived is not None:
            found[target.id] = derived
    return found


def derived_starts(package: Package) -> Starts:
    """What every stock stood at before its increments: by the target that names the total, and from results.

    The second are by (indicator, area, day); where several documents give one, the most certain counts, then the
    latest.
    """
    increments = {
        item.indicator_id: item.others[0] for item in package.relations if item.kind is RelationKind.INCREMENT
    }
    bound = {*increments, *increments.values()}
    targets = [item for item in package.targets.values() if item.indicator_id in bound]
    results = [
        item
        for name in sorted(bound)
        for item in by_indicator(package.observations).get(name, ())
        if item.unit_id == package.indicators[item.indicator_id].unit_id
        and item.status not in _NOT_SUBTRACTED
    ]
    results.sort(key=lambda item: (item.status.certainty, issue(item)))
    return (
        {item.total.id: item for item in _pairs(increments, targets)},
        {(item.indicator_id, item.area_id, item.day): item for item in _pairs(increments, results)},
    )


def _pairs(increments: Mapping[str, str], rows: Iterable[Target | Observation]) -> Iterator[Derived]:
    """Total and increment that one document gives for one area, period and day."""
    added: dict[tuple[object, ...], list[tuple[Target | Observation, Decimal]]] = {}
    totals: list[tuple[tuple[object, ...], Target | Observation, Decimal]] = []
    for row in rows:
        value = _exact(row)
        if value is None:
            continue
        place = (row.citation.document_id, row.area_id, row.period, getattr(row, "as_of", None))
        if row.indicator_id in increments:
            added.setdefault((increments[row.indicator_id], *place), []).append((row, value))
        totals.append(((row.indicator_id, *place), row, value))
    for key, total, value in totals:
        gains = added.get(key, ())
        # Of two increments neither alone leads back to the start, and no stock is below zero.
        if len(gains) == 1 and gains[0][1] <= value:
            increment, gained = gains[0]
            before = total.period.start - timedelta(days=1)
            yield Derived(total.indicator_id, total.area_id, before, value - gained, total, increment)


def _exact(row: Target | Observation) -> Decimal | None:
    """The value of a row that names just one number for the whole."""
    if isinstance(row, Target):
        exact = row.comparator is Comparator.EQ and row.qualifier is Qualifier.EXACT
        return row.value if exact else None
    return row.value if row.qualifier is Qualifier.EXACT and not row.breakdown else None
