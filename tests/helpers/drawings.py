"""The charts of an indicator, each in a line."""

from __future__ import annotations

from generator.publishing.pages import contexts
from generator.publishing.pages.drawings import indicator_charts
from generator.publishing.pages.views import PackageView


def charts_on(view: PackageView, indicator: str, language: str) -> list[contexts.Chart]:
    assessments = view.assessments_by_indicator[indicator]
    return indicator_charts(view, view.package.indicators[indicator], assessments, language)


def summary(chart: contexts.Chart) -> str:
    """A chart in a line: its form and its numbers."""
    rows = chart.specification["datasets"]
    if "parts" in rows:
        return "breakdown " + " ".join(f"{row['row']}:{row['label']}" for row in rows["parts"])
    if "columns" not in rows:
        return "progress " + " ".join(row["label"] for row in rows["results"])
    found = []
    for row in rows["columns"]:
        code = row["code"]
        target = "".join(item["label"] for item in rows["targets"] if item["code"] == code)
        results = [item for item in rows["results"] if item["code"] == code]
        result = "".join(item["label"] + ("?" if item["interim"] else "") for item in results)
        found.append(f"{code}:{result}/{target}")
    return "years " + " ".join(found)
