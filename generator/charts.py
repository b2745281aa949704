"""Charts as SVG: each form is defined once in Altair, compiled once to Vega, then filled with data.

Inside an SVG stand only digits, so that one drawing serves every language; words are in the page's caption
and the same numbers in its table. Colours are CSS variables, so that the drawing follows the page's scheme.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from generator import formats

WIDTH, HEIGHT = 340, 190
"""Pixels of the plotting area: drawn for a phone, so that digits stay readable when it is scaled to one."""

ROOM = 0.25
"""The share of the width that a label left of its dot needs."""

_COLOURS = {
    "#010101": "var(--mz-chart-text)",
    "#020202": "var(--mz-chart-grid)",
    "#030303": "var(--mz-chart-plan)",
    "#040404": "var(--mz-chart-result)",
    "#050505": "var(--mz-chart-target)",
}
_TEXT, _GRID, _PLAN, _RESULT, _TARGET = _COLOURS
"""Stand-ins that vl-convert accepts, exchanged for the variables in the finished drawing."""

_UNSEEN = re.compile(
    r' (?:aria-[a-z]+|role|pointer-events|xmlns:xlink)="[^"]*"|<path class="(?:back|fore)ground"[^>]*/>'
)
"""Two thirds of what Vega writes: words for assistive technology, from which the drawing is hidden, and empty shapes."""

_TAG = re.compile(r"<[^>]*>")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
"""Coordinates, which stand in tags; printed figures stand between them and stay as they are."""


def _shorter(coordinate: re.Match[str]) -> str:
    return f"{float(coordinate[0]):.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a day."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class ProgressData:
    """What the progress chart shows: the level to reach (two points: from, to), the plan towards it
    (from, planned days, to; none where the rule has no pace), and the results with the printed or computed value.
    """

    target: tuple[Point, ...]
    plan: tuple[Point, ...]
    results: tuple[Point, ...]


@cache
def progress_chart(data: ProgressData) -> str:
    """The target as a level line, the plan as a dashed line, the results as labelled dots; an SVG element."""
    return _render(
        _progress_form(),
        {"target": _rows(data.target), "plan": _rows(data.plan), "results": _rows(data.results, data.plan)},
    )


def _rows(points: Sequence[Point], plan: Sequence[Point] = ()) -> list[dict[str, Any]]:
    return [
        {
            "day": point.day.isoformat(),
            "value": float(point.value),
            "label": formats.number(point.value, "en").replace(",", ""),
            "above": _above(point, plan),
        }
        for point in points
    ]


def _above(point: Point, plan: Sequence[Point]) -> bool:
    """Whether a label belongs above and left of its dot: where the plan line runs below it, and there is room."""
    if not plan or plan[0].day == plan[-1].day:
        return False
    gone = (point.day - plan[0].day) / (plan[-1].day - plan[0].day)
    before = max((item for item in plan if item.day <= point.day), key=lambda item: item.day, default=plan[0])
    after = min((item for item in plan if item.day >= point.day), key=lambda item: item.day, default=plan[-1])
    between = (point.day - before.day) / (after.day - before.day) if after.day > before.day else 0
    wanted = float(before.value) + between * float(after.value - before.value)
    return gone > ROOM and float(point.value) >= wanted


def picture(drawing: Path) -> bytes:
    """A drawing as a PNG, large enough for the previews of links in chats."""
    import vl_convert

    png: bytes = vl_convert.svg_to_png(drawing.read_text(encoding="utf-8"), scale=16)
    return png


@cache
def _progress_form() -> Mapping[str, Any]:
    import altair as alt

    x = alt.X(
        "utcyearmonthdate(day):T",
        axis=alt.Axis(title=None, format="%Y-%m", tickCount=4, labelOverlap=True, grid=False),
        scale=alt.Scale(type="utc", nice=False),
    )
    y = alt.Y(
        "value:Q", axis=alt.Axis(title=None, tickCount=5, format="~r"), scale=alt.Scale(zero=True, nice=True)
    )

    def layer(name: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(name))

    chart = alt.layer(
        layer("plan").mark_line(color=_PLAN, strokeDash=[5, 4], strokeWidth=2).encode(x, y),
        layer("target").mark_line(color=_TARGET, strokeWidth=2).encode(x, y),
        layer("target")
        .mark_text(color=_TARGET, align="left", dx=4, dy=-7, fontSize=13, fontWeight="bold")
        .encode(x, y, alt.Text("label:N"))
        .transform_window(rank="rank()", sort=[alt.SortField("day")])
        .transform_filter("datum.rank == 1"),
        layer("results").mark_line(color=_RESULT, strokeWidth=2.5).encode(x, y),
        layer("results").mark_point(color=_RESULT, filled=True, opacity=1, size=110).encode(x, y),
        layer("results")
        .mark_text(color=_RESULT, align="right", dx=-8, dy=-7, fontSize=14, fontWeight="bold")
        .encode(x, y, alt.Text("label:N"))
        .transform_filter("datum.above"),
        layer("results")
        .mark_text(color=_RESULT, align="left", dx=9, dy=13, fontSize=14, fontWeight="bold")
        .encode(x, y, alt.Text("label:N"))
        .transform_filter("!datum.above"),
        width=WIDTH,
        height=HEIGHT,
        background="transparent",
        config=_config(),
    )
    return _compiled(chart)


def _config() -> dict[str, Any]:
    font = "sans-serif"
    axis = {
        "labelColor": _TEXT,
        "labelFont": font,
        "labelFontSize": 13,
        "gridColor": _GRID,
        "domainColor": _GRID,
        "tickColor": _GRID,
    }
    return {"axis": axis, "text": {"font": font}, "view": {"stroke": None}}


def _compiled(chart: Any) -> Mapping[str, Any]:
    """Vega-Lite to Vega, once for a form: later charts skip most of the cost."""
    import vl_convert

    spec = chart.to_dict(validate=False)
    spec["datasets"] = {}
    compiled: Mapping[str, Any] = vl_convert.vegalite_to_vega(spec)
    return compiled


def _render(form: Mapping[str, Any], datasets: Mapping[str, list[dict[str, Any]]]) -> str:
    import vl_convert

    spec = copy.deepcopy(dict(form))
    for source in spec["data"]:
        if source["name"] in datasets:
            source.pop("url", None)
            source["values"] = datasets[source["name"]]
    svg = vl_convert.vega_to_svg(spec)
    for stand_in, variable in _COLOURS.items():
        svg = svg.replace(stand_in, variable)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"', r"\1", svg, count=1)
    svg = _UNSEEN.sub("", svg)
    svg = _TAG.sub(lambda tag: _LONG_NUMBER.sub(_shorter, tag[0]), svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
