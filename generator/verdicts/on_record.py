"""What is known of an indicator on a day, by area: worked out once, however many targets ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from generator.core.grouping import OnDemand, grouped
from generator.core.model import Indicator, Observation, Package, Period, Target
from generator.core.reported import by_indicator
from generator.verdicts.results import concerns, revised


class OnRecord:
    """The observations of an indicator (in any order) that are known on the day `today`.

    `seen` are all of them by area, `counting` those of them that no later or more certain statement of the same thing
    replaces; `replaced` has by the id of a counting one the others.
    """

    def __init__(self, indicator: Indicator, observations: Iterable[Observation], today: date) -> None:
        self.indicator, self.today = indicator, today
        seen = [item for item in observations if item.as_of <= today]
        counting, replaced = revised(seen, indicator.measure)
        self.replaced: Mapping[str, Sequence[Observation]] = replaced
        self.seen: Mapping[str, Sequence[Observation]] = grouped((item.area_id, item) for item in seen)
        self.counting: Mapping[str, Sequence[Observation]] = grouped(
            (item.area_id, item) for item in counting
        )
        self._areas: dict[Period, set[str]] = {}

    def of_time(self, target: Target) -> list[Observation]:
        """What counts in the area of a target and says anything of its time."""
        return [
            item
            for item in self.counting[target.area_id]
            if concerns(target.period, self.indicator.measure, item, same_scope=not item.breakdown)
        ]

    def elsewhere(self, target: Target) -> bool:
        """Whether something that counts says anything of its time in another area."""
        period = target.period
        if period not in self._areas:
            self._areas[period] = {
                area
                for area, items in self.counting.items()
                if any(concerns(period, self.indicator.measure, item, same_scope=False) for item in items)
            }
        areas = self._areas[period]
        return len(areas) > (target.area_id in areas)


def on_record(package: Package, today: date) -> Mapping[str, OnRecord]:
    """What is known of each indicator of a package on a day, by its id, worked out when somebody asks."""
    reported = by_indicator(package.observations)
    return OnDemand(lambda name: OnRecord(package.indicators[name], reported.get(name, ()), today))
