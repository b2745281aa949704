"""The charts of an indicator, each in a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.publishing.pages import contexts
from generator.publishing.pages.drawings import indicator_charts
from generator.publishing.pages.views import PackageView


def charts_on(view: PackageView, indicator: str, language: str) -> list[contexts.Chart]:
    assessments = view.assessments_by_indicator[indicator]
    return indicator_charts(view, view.package.indicators[indicator], assessments, language)


def _label(row: Mapping[str, Any]) -> str:
    return row["label"] or f"({row['value']:g})"


def summary(chart: contexts.Chart) -> str:
    """A chart in a line: its form and its numbers, in brackets those that have no room for a label.

    Of years `period:result/target`, where `?` is an interim result.
    """
    rows = chart.specification["datasets"]
    if "parts" in rows:
        return "breakdown " + " ".join(f"{row['row']}:{row['label']}" for row in rows["parts"])
    if "columns" not in rows:
        start = "".join(f"from {row['label']} at {row['day']}: " for row in rows.get("start", ()))
        return "progress " + start + " ".join(map(_label, rows["results"]))
    found = []
    for period in (row["period"] for row in rows["columns"]):
        bars, interims, levels, dots, targets = (
            [row for row in rows[name] if row["period"] == period]
            for name in ("bars", "interim", "levels", "dots", "targets")
        )
        interim = bool(interims) or any(row["interim"] for row in levels)
        result = "".join(f"{row['value']:g}" for row in bars or interims or dots) + "?" * interim
        ends = "–".join(f"{end:g}" for row in targets for end in dict.fromkeys((row["value"], row["upper"])))
        found.append(f"{period}:{result}/{ends}")
    return "years " + " ".join(found)
