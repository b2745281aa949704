"""What a row is about, and what it says, in words: by the ledger where there is one, else by its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from generator.core import formats
from generator.core.codes import ProgressStatus, Reason, Rule
from generator.core.messages import catalogue, lookup
from generator.core.model import (
    Claim,
    Deliverable,
    Dimension,
    Document,
    Goal,
    Indicator,
    Mention,
    Named,
    Observation,
    Package,
    Planned,
    Programme,
    Progress,
    Target,
)
from generator.format.naming import worded
from generator.verdicts.assess import Assessment
from generator.verdicts.deliverables import DeliverableStanding
from generator.wording.explain import result_value, said, standing_line, target_value, unit_of

Row = Target | Planned | Observation | Claim | Deliverable | Progress | Mention

SAID: Mapping[type, frozenset[str]] = {
    Target: frozenset({"value", "value_upper", "comparator", "qualifier"}),
    Planned: frozenset({"value"}),
    Observation: frozenset({"value", "unit_id", "qualifier"}),
    Claim: frozenset({"share"}),
    Deliverable: frozenset({"due"}),
    Progress: frozenset({"state", "new_due"}),
    Mention: frozenset({"says", "figure"}),
}
"""The columns that `Names.value` puts into words."""


def word(language: str, key: str, **values: str) -> str:
    """A text of this catalogue with its places filled."""
    return lookup(language, "diff", key).format_map(values)


def title_of(column: str, language: str) -> str:
    """The short name of a column."""
    titles = {**catalogue(language, "fields")["titles"], **catalogue(language, "diff")["column"]}
    return worded(titles, "", column, language) or column


class Names:
    """The rows of one package in words of one language; nothing is known where there is no package."""

    def __init__(self, package: Package | None, language: str) -> None:
        self.package, self.language = package, language

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, Row]]:
        """The rows by table and id, as the changes name them."""
        package = self.package
        if package is None:
            return {}
        return {
            "targets": package.targets,
            "planned": {point.id: point for target in package.targets.values() for point in target.planned},
            "observations": package.observations,
            "claims": package.claims,
            "deliverables": package.deliverables,
            "mentions": package.mentions,
            "progress": {
                f"{item.deliverable_id}/{item.document_id}/{item.as_of.isoformat()}": item
                for item in package.progress
            },
        }

    def row(self, table: str, key: str) -> Row | None:
        """A row, where it can be had."""
        return self.rows.get(table, {}).get(key)

    def document(self, name: str) -> str:
        """The title of a document, or its id."""
        found = self.package.documents.get(name) if self.package else None
        return found.title[self.language] if found else name

    def thing(self, table: str, key: str) -> str:
        """What a row or a definition is about, else its id."""
        row = self.row(table, key)
        if row is not None:
            return self.name(row)
        package = self.package
        if package is None:
            return key
        titled: Mapping[str, Mapping[str, Indicator | Goal | Document | Named | Dimension | Programme]] = {
            "indicators": package.indicators,
            "goals": package.goals,
            "documents": package.documents,
            "themes": package.themes,
            "organisations": package.organisations,
            "areas": package.areas,
            "units": package.units,
            "dimensions": package.dimensions,
            "programmes": package.programmes,
        }
        found = titled.get(table, {}).get(key)
        if found is None:
            return key
        return word(self.language, "row.about", title=found.title[self.language], about=key)

    def place(self, document: str, locator: str) -> str:
        """A place in a document, with the title of the section that it stands in: `二/(三)/5（道路）`."""
        found = self.package.documents.get(document) if self.package else None
        at = locator
        while found and at not in found.sections and "/" in at:
            at = at.rpartition("/")[0]
        if found is None or at not in found.sections:
            return locator
        return word(self.language, "row.about", title=locator, about=found.sections[at][self.language])

    def cell(self, column: str, value: str) -> str:
        """A value of a definition, in words where it is a code or an id."""
        if self.package is None:
            return value
        if column in ("kind", "completeness", "measure"):
            return said(self.language, f"{column}.{value}")
        lists = {
            "unit_id": self.package.units,
            "publisher_id": self.package.organisations,
            "organisations": self.package.organisations,
            "themes": self.package.themes,
        }
        named = lists.get(column, {})
        return self._join(
            named[one].title[self.language] if one in named else one for one in value.split(";")
        )

    def name(self, row: Row) -> str:
        """What a row is about: `新装路灯（2023年）`."""
        assert self.package is not None
        language, package = self.language, self.package
        if isinstance(row, Target):
            return self._about(row.indicator_id, [*self._area(row), formats.period(row.period, language)])
        if isinstance(row, Planned):
            target = package.targets[row.target_id]
            day = word(language, "row.by", day=formats.day(row.date, language))
            return self._about(target.indicator_id, [*self._area(target), day])
        if isinstance(row, Observation):
            parts = [package.dimensions[name].values[code][language] for name, code in row.breakdown]
            day = word(language, "row.as_of", day=formats.day(row.as_of, language))
            about = [*self._area(row), *parts, formats.period(row.period, language), day]
            return self._about(row.indicator_id, about)
        if isinstance(row, Claim):
            return formats.period(row.period, language)
        if isinstance(row, (Deliverable, Mention)):
            titled = row if isinstance(row, Deliverable) else package.programmes[row.programme_id]
            return titled.title[language]
        item = package.deliverables.get(row.deliverable_id)
        day = word(language, "row.as_of", day=formats.day(row.as_of, language))
        return word(
            language, "row.about", title=item.title[language] if item else row.deliverable_id, about=day
        )

    def in_full(self, row: Target | Deliverable) -> str:
        """A promise with the goal and the document that it stands in."""
        assert self.package is not None
        goal = self.package.goals[row.goal_id]
        values = {"document": self.document(goal.document_id), "number": goal.number}
        if isinstance(row, Deliverable):
            return word(self.language, "row.thing", title=row.title[self.language], **values)
        title = self.package.indicators[row.indicator_id].title[self.language]
        about = self._join([*self._area(row), formats.period(row.period, self.language)])
        return word(self.language, "row.goal", title=title, period=about, **values)

    def value(self, row: Row) -> str:
        """What a row says: `200盏以上`, `约980盏`, `期限2023年12月31日`."""
        assert self.package is not None
        language, package = self.language, self.package
        if isinstance(row, Target):
            return target_value(row, unit_of(package, row.indicator_id, language), language)
        if isinstance(row, Planned):
            unit = unit_of(package, package.targets[row.target_id].indicator_id, language)
            return formats.quantity(row.value, unit, language)
        if isinstance(row, Observation):
            return result_value(row, package.units[row.unit_id].title[language], language)
        if isinstance(row, (Claim, Mention)):
            return self._stated(row)
        if isinstance(row, Deliverable):
            day = row.due
            return (
                word(language, "row.due", day=formats.day(day, language))
                if day
                else word(language, "row.no_due")
            )
        return _with_day(said(language, f"state.{row.state}"), row.new_due, language)

    def _stated(self, row: Claim | Mention) -> str:
        if isinstance(row, Claim):
            return formats.share(row.share, self.language)
        says = said(self.language, f"saying.{row.says}")
        return word(self.language, "row.mention", says=says, text=row.citation.figure)

    def _about(self, indicator_id: str, parts: Iterable[str]) -> str:
        assert self.package is not None
        title = self.package.indicators[indicator_id].title[self.language]
        return word(self.language, "row.about", title=title, about=self._join(parts))

    def _area(self, row: Target | Observation) -> list[str]:
        assert self.package is not None
        main = row.area_id == self.package.area_id
        return [] if main else [self.package.areas[row.area_id].title[self.language]]

    def _join(self, parts: Iterable[str]) -> str:
        return word(self.language, "row.join").join(parts)


def standing(item: Assessment, other: Assessment, language: str) -> str:
    """How a target stands; with how it was reported on, where that is different on the other side."""
    reporting = said(language, f"reporting.{item.reporting}")
    replaced = item.reason is Reason.SUPERSEDED
    judged = item.rule is not Rule.NONE or replaced
    progress = standing_line(item, language) if judged else said(language, f"progress.{item.progress}")
    if item.reporting is other.reporting:
        return progress
    if item.progress is ProgressStatus.CANNOT_ASSESS and not replaced and item.reason is not Reason.SPENDING:
        return reporting
    return word(language, "verdict.both", reporting=reporting, progress=progress)


def state(item: DeliverableStanding, language: str) -> str:
    """How far a deliverable is, whether it is overdue, and the day that holds now where a report named one."""
    words = said(language, f"state.{item.state}")
    words = word(language, "verdict.overdue", state=words) if item.overdue else words
    return _with_day(words, item.current_due if item.days else None, language)


def _with_day(state: str, day: date | None, language: str) -> str:
    """A state in words, with the day that a report names, where it names one: `delayed, now due 31 March 2024`."""
    if day is None:
        return state
    now = said(language, "deliverable.now", day=formats.day(day, language))
    return word(language, "row.join").join((state, now))
