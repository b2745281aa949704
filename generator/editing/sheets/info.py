"""What a row is about, in words beside the cells to fill in: title, promise, latest result, unit, deadline."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core import formats
from generator.core.codes import Reason
from generator.core.messages import lookup
from generator.core.model import Package, Target
from generator.editing.sheets.grids import Grid, GridRow
from generator.verdicts.standings import Standings
from generator.wording.deliverables import day_now
from generator.wording.explain import result_value, target_value, unit_of

INFO: Mapping[str, tuple[str, ...]] = {
    "observations": ("title", "promised", "last", "unit", "deadline"),
    "progress": ("title", "last", "deadline"),
    "targets": ("title", "unit"),
    "planned": ("title", "unit"),
    "document": ("title",),
}
"""What is told beside the rows of a part; nothing where the rows say it themselves."""


class Informant:
    """Tells what rows of a package are about, in one language."""

    def __init__(self, package: Package, standings: Standings, language: str) -> None:
        self.package = package
        self.standings = standings
        self.language = language
        self.targets: dict[tuple[str, str], list[Target]] = {}
        # Of two for one time the one that counts is told first.
        for item in sorted(standings.targets.values(), key=lambda item: item.reason is Reason.SUPERSEDED):
            target = item.target
            self.targets.setdefault((target.indicator_id, target.area_id), []).append(target)

    def info(self, grid: Grid, row: GridRow) -> Mapping[str, str]:
        """What `INFO` names for the part of a grid; nothing for a spare row."""
        if grid.table == "document":
            return {}
        if grid.table == "progress":
            return self._progress(row.cells.get("deliverable_id", ""))
        indicator = row.cells.get("indicator_id", "")
        if grid.table == "planned":
            target = self.package.targets.get(row.cells.get("target_id", ""))
            indicator = target.indicator_id if target else ""
        if indicator not in self.package.indicators:
            return {}
        told = {
            "title": self._title(indicator, row.cells.get("area_id", "")),
            "unit": unit_of(self.package, indicator, self.language),
        }
        if grid.table == "observations":
            promise = self.package.targets.get(row.promise) or self._of_the_time(row)
            told |= self._promise(promise) if promise else {}
        return told

    def _of_the_time(self, row: GridRow) -> Target | None:
        """The promise that a row answers: one of its time, never of another year."""
        start, end = row.cells.get("period_start", ""), row.cells.get("period_end", "")
        for target in self.targets.get((row.cells.get("indicator_id", ""), row.cells.get("area_id", "")), ()):
            if target.period.start.isoformat() <= start and end <= target.period.end.isoformat():
                return target
        return None

    def _title(self, indicator: str, area: str) -> str:
        """An indicator's title, with the area where it is not the package's own."""
        title = self.package.indicators[indicator].title[self.language]
        if area in ("", self.package.area_id) or area not in self.package.areas:
            return title
        return f"{title} ({self.package.areas[area].title[self.language]})"

    def _promise(self, target: Target) -> dict[str, str]:
        unit = unit_of(self.package, target.indicator_id, self.language)
        standing = self.standings.targets.get(target.id)
        last = ""
        if standing and standing.result:
            value = result_value(standing.result, unit, self.language)
            last = f"{value} ({formats.day(standing.result.last.as_of, self.language)})"
        return {
            "promised": target_value(target, unit, self.language),
            "last": last,
            "deadline": formats.day(target.period.end, self.language),
        }

    def _progress(self, deliverable: str) -> Mapping[str, str]:
        standing = self.standings.deliverables.get(deliverable)
        if standing is None:
            return {}
        last = ""
        if standing.latest:
            state = lookup(self.language, "sheet", f"choices.state.{standing.latest.state}")
            last = f"{state} ({formats.day(standing.latest.as_of, self.language)})"
        due = standing.promised
        # Whether the day has passed is not told: the workbook is the same on every day.
        days = (formats.day(due, self.language) if due else "", day_now(standing, self.language))
        return {
            "title": standing.deliverable.title[self.language],
            "last": last,
            "deadline": " · ".join(filter(None, days)),
        }
