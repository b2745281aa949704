"""The made-up package that a new repository begins with: a plan, a report on it, and their archived texts.

One target is reached, one is missed, on one nothing was reported, and one thing was done: what a site has to show.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.core.codes import Completeness, DeliverableState, DocumentKind, Measure, Officers
from generator.core.languages import FALLBACK, column, interface
from generator.core.messages import catalogue
from generator.editing.files.yaml_values import dump
from generator.editing.skeletons import schema_line
from generator.format import tables, version
from generator.format.fields import Shape

Files = dict[str, bytes]
Row = Mapping[str, str]

NAME = "example"
"""The package, and its folder in the archive."""

_PLAN, _REPORT = "2025-plan", "2025-report"
_FIRST, _LAST = "2025-01-01", "2025-12-31"


class Example:
    """The example in the languages of a record, the main one first.

    A text stands in those of them that the program speaks. In a main language that it does not, its English stands in.
    """

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self.source = {tag: tag if tag in interface() else FALLBACK for tag in languages}
        self.main = self.source[languages[0]]

    def data(self) -> Files:
        """Its files, by their paths below the data directory."""
        yaml = {**self._lists(), **self._documents()}
        files = {f"{NAME}/{path}": _yaml(f"{NAME}/{path}", block) for path, block in yaml.items()}
        rows = {f"{NAME}/{path}": self._csv(shape, rows) for path, (shape, rows) in self._tables().items()}
        return {**files, **rows}

    def archive(self) -> Files:
        """The texts of its documents, by their paths below the archive."""
        texts = {_PLAN: "plan_text", _REPORT: "report_text"}
        return {f"{NAME}/{name}.txt": self._word(key).encode() for name, key in texts.items()}

    def _word(self, key: str, tag: str = "") -> str:
        text: str = catalogue(tag or self.main, "init")["example"][key]
        return text

    def _words(self, **texts: str) -> dict[str, str]:
        """Texts by their columns, each named by its key in the catalogue."""
        return {
            column(name, tag): self._word(key, self.source[tag])
            for name, key in texts.items()
            for position, tag in enumerate(self.languages)
            if tag == self.source[tag] or position == 0
        }

    def _lists(self) -> dict[str, Any]:
        described = self._words(title="title", description="description", disclaimer="disclaimer")
        main = self.languages[0]
        if self.source[main] != main:
            described[column("description", main)] += f" {self._word('untranslated')}"
        package = {
            "format": str(version.FORMAT),
            "publisher_id": "council",
            "area_id": "town",
            "licence": tables.LICENCES[0],
            "version": "0.1.0",
            "fictional": "true",
            "languages": self.languages,
            "officers": Officers.WITHHELD.value,
            **described,
        }
        return {
            "package.yaml": _ordered(tables.PACKAGE.in_languages(self.languages), package),
            "themes.yaml": {name: self._words(title=name) for name in ("streets", "services")},
            "organisations.yaml": {"council": self._words(title="publisher")},
            "areas.yaml": {"town": self._words(title="area")},
            "units.yaml": {
                "lamp": {**self._words(title="lamp"), "printed": [self._word("lamp_printed")]},
                "km": {**self._words(title="km"), "printed": [self._word("km_printed")]},
                "percent": {**dict.fromkeys(self._words(title="km"), "%"), "printed": ["%"]},
            },
            "indicators/streets.yaml": {
                "lamps-added": self._indicator("lamps_added", "lamp", Measure.FLOW),
                "pavements-renewed": self._indicator("pavements_renewed", "km", Measure.FLOW),
            },
            "indicators/services.yaml": {
                "letters-answered": self._indicator("letters_answered", "percent", Measure.RATE)
            },
        }

    def _indicator(self, key: str, unit: str, measure: Measure) -> dict[str, Any]:
        words = self._words(title=key, definition=f"{key}_definition")
        return {**words, "unit_id": unit, "measure": measure.value, "ascending": "true"}

    def _documents(self) -> dict[str, Any]:
        themes = {"lamps": "streets", "pavements": "streets", "letters": "services", "library": "services"}
        goals = {
            str(number): {
                "locator": self._place(number),
                **self._words(title=key, summary=f"{key}_summary"),
                "themes": [theme],
                "organisations": ["council"],
            }
            for number, (key, theme) in enumerate(themes.items(), start=1)
        }
        results = {self._place(number): self._words(title=key) for number, key in _REPORTED.items()}
        return {
            f"documents/{_PLAN}/document.yaml": self._document(_PLAN, DocumentKind.PLAN, "plan"),
            f"documents/{_PLAN}/goals.yaml": goals,
            f"documents/{_REPORT}/document.yaml": self._document(
                _REPORT, DocumentKind.REPORT, "report", results
            ),
        }

    def _document(
        self, name: str, kind: DocumentKind, title: str, sections: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        text = self.archive()[f"{NAME}/{name}.txt"]
        written = {} if self.main == self.languages[0] else {"language": self.main}
        return {
            **self._words(title=title),
            "kind": kind.value,
            "publisher_id": "council",
            "period_start": _FIRST,
            "period_end": _LAST,
            "published": "2025-01-15" if kind is DocumentKind.PLAN else "2026-01-20",
            "completeness": Completeness.FULL.value,
            "archive_sha256": hashlib.sha256(text).hexdigest(),
            **written,
            "sections": {self._word("mark"): self._words(title="section"), **(sections or {})},
        }

    def _tables(self) -> dict[str, tuple[Shape, list[Row]]]:
        def target(number: int, indicator: str, comparator: str, value: str, key: str) -> Row:
            return {
                "goal": str(number),
                "comparator": comparator,
                "value": value,
                **self._cited(number, indicator, key),
            }

        def result(number: int, indicator: str, value: str, key: str) -> Row:
            return {**self._cited(number, indicator, key), "as_of": _LAST, "value": value}

        return {
            f"documents/{_PLAN}/targets.csv": (
                tables.TARGETS,
                [
                    target(1, "lamps-added", "ge", "120", "target_lamps"),
                    target(2, "pavements-renewed", "ge", "3.5", "target_pavements"),
                    target(3, "letters-answered", "ge", "95", "target_letters"),
                ],
            ),
            f"documents/{_PLAN}/deliverables.csv": (
                tables.DELIVERABLES,
                [
                    {
                        "goal": "4",
                        "slug": "library-opened",
                        "due": _LAST,
                        "locator": self._place(4),
                        **self._words(title="library_opened"),
                    }
                ],
            ),
            f"documents/{_REPORT}/observations.csv": (
                tables.OBSERVATIONS,
                [
                    result(1, "lamps-added", "126", "result_lamps"),
                    result(2, "pavements-renewed", "3.1", "result_pavements"),
                ],
            ),
            f"documents/{_REPORT}/progress.csv": (
                tables.PROGRESS,
                [
                    {
                        "deliverable_id": f"{_PLAN}/4/library-opened",
                        "state": DeliverableState.DELIVERED,
                        "as_of": _LAST,
                        "locator": self._place(4),
                        **self._words(evidence="library_evidence"),
                    }
                ],
            ),
        }

    def _cited(self, number: int, indicator: str, figure: str) -> dict[str, str]:
        return {
            "indicator_id": indicator,
            "area_id": "town",
            "period_start": _FIRST,
            "period_end": _LAST,
            "locator": self._place(number),
            "figure": self._word(figure),
        }

    def _place(self, number: int) -> str:
        return f"{self._word('mark')}/{number}"

    def _csv(self, shape: Shape, rows: Sequence[Row]) -> bytes:
        fields = shape.in_languages(self.languages).fields
        used = {name for row in rows for name in row}
        names = [item.name for item in fields if not item.optional_column or item.name in used]
        text = io.StringIO()
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode()


_REPORTED = {1: "lamps", 2: "pavements", 4: "library"}
"""The places of the report: of the third goal it says nothing."""


def _ordered(shape: Shape, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values in the order of the format."""
    return {item.name: values[item.name] for item in shape.fields if item.name in values}


def _yaml(path: str, block: Mapping[str, Any]) -> bytes:
    lines: Iterable[str] = (schema_line(path), *dump(block))
    return "".join(f"{line}\n" for line in lines).encode()
