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
    """A chart in a line: its form and its numbers, in brackets those that have no room for a label."""
    rows = chart.specification["datasets"]
    if "parts" in rows:
        return "breakdown " + " ".join(f"{row['row']}:{row['label']}" for row in rows["parts"])
    if "columns" not in rows:
        start = "".join(f"from {row['label']} at {row['day']}: " for row in rows.get("start", ()))
        return "progress " + start + " ".join(map(_label, rows["results"]))
    found = []
    for row in rows["columns"]:
        code = row["code"]
        target = "".join(_label(item) for item in rows["targets"] if item["code"] == code)
        results = [item for item in rows["results"] if item["code"] == code]
        result = "".join(_label(item) + ("?" if item["interim"] else "") for item in results)
        found.append(f"{code}:{result}/{target}")
    return "years " + " ".join(found)
