"""The forms of charts in Altair, each built once: Vega-Lite without data, in the colours of the page.

Colours are CSS variables, so that a drawing follows the page's scheme. The field `tip` is shown by the interactive
version only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import altair as alt

from generator.publishing.charts.data import BAR, HEIGHT, WIDTH
from generator.publishing.charts.looks import FONT, GRID, PLAN, RESULT, TARGET, TEXT

LINES = tuple(f"var(--mz-chart-line-{number})" for number in range(1, 7))
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 2, 1, 2])
"""How the lines of several series are told apart: by colour, by dashes, and by the number at their ends."""

ROW = 26
"""Pixels that a row of the dot plot is high."""

_TIP = alt.Tooltip("tip:N")
_Layers = alt.LayerChart | alt.FacetChart
"""As Altair names what layers make; never facets here."""


@cache
def form(name: str) -> Mapping[str, Any]:
    """The Vega-Lite of a form, without data: `progress`, `course` (the same from a dated start), `years`,
    `breakdown` or `series`.
    """
    build: Mapping[str, Callable[[], _Layers]] = {
        "progress": _progress,
        "course": _course,
        "years": _years,
        "breakdown": _breakdown,
        "series": _series,
    }
    built: Mapping[str, Any] = build[name]().to_dict(validate=False)
    return built


def _layer(name: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(name))


def _layered(*layers: alt.Chart, height: Any = HEIGHT) -> _Layers:
    axis = {
        "labelColor": TEXT,
        "labelFont": FONT,
        "labelFontSize": 13,
        "domainColor": GRID,
        "tickColor": GRID,
    }
    config = {"axis": axis, "text": {"font": FONT}, "view": {"stroke": None}, "aria": False}
    return alt.layer(*layers, width=WIDTH, height=height, background="transparent", config=config)


def _number(chart: alt.Chart, colour: str, *channels: Any, **mark: Any) -> alt.Chart:
    style: dict[str, Any] = {"fontSize": 14, "fontWeight": "bold"} | mark
    numbers: alt.Chart = chart.mark_text(color=colour, **style).encode(*channels, alt.Text("label:N"), _TIP)
    return numbers


def _progress() -> _Layers:
    """The target as a level line, the plan as a dashed line, the results as labelled dots."""
    return _on_time(start=False)


def _course() -> _Layers:
    """The same with the starting value as a ring at its own time."""
    return _on_time(start=True)


def _on_time(*, start: bool) -> _Layers:
    x = alt.X(
        "utcyearmonthdate(day):T",
        axis=alt.Axis(
            title=None,
            grid=False,
            labelFlush=False,
            labelOverlap=True,
            labelPadding=6,
            labelExpr="utcFormat(datum.value, utcdate(datum.value) == 1 ? '%Y-%m' : '%Y-%m-%d')",
            values=alt.ExprRef("ticks"),
        ),
        scale=alt.Scale(type="utc", nice=False),
    )
    y = alt.Y(
        "value:Q",
        axis=alt.Axis(title=None, grid=False, tickCount=5, format="~r"),
        scale=alt.Scale(zero=True, nice=True),
    )
    results = _layer("results")
    first = _layer("target").transform_window(rank="rank()", sort=[alt.SortField("day")])
    ring: dict[str, Any] = {"filled": False, "opacity": 1, "strokeWidth": 2, "size": 160}
    begun = _layer("start")
    beginning = [
        begun.mark_point(color=TARGET, **ring).encode(x, y, _TIP),
        _number(begun, TARGET, x, y, align="left", dx=9, dy=13, fontSize=13),
    ]
    return _layered(
        *(beginning if start else ()),
        _layer("plan").mark_line(color=PLAN, strokeDash=[5, 4], strokeWidth=2).encode(x, y, _TIP),
        _layer("target").mark_line(color=TARGET, strokeWidth=2).encode(x, y, _TIP),
        _number(
            first.transform_filter("datum.rank == 1"),
            TARGET,
            *(x, y),
            align="left",
            dx=4,
            dy=-7,
            fontSize=13,
        ),
        results.mark_line(color=RESULT, strokeWidth=2.5).encode(x, y),
        results.mark_point(color=RESULT, filled=True, opacity=1, size=110).encode(x, y, _TIP),
        _number(
            results,
            RESULT,
            *(x, y),
            align=alt.ExprRef("datum.above ? 'right' : 'left'"),
            dx=alt.ExprRef("datum.above ? -8 : 9"),
            dy=alt.ExprRef("datum.above ? -7 : 13"),
        ),
    ).add_params(alt.param(name="ticks", value=[]))


def _years() -> _Layers:
    """A column for each period: the result as a bar (dashed outline: interim), the target as a line across it."""
    x = alt.X(
        "code:N",
        sort=None,
        axis=alt.Axis(
            title=None,
            labelAngle=0,
            labelOverlap="greedy",
            labelPadding=6,
            ticks=False,
            labelExpr="split(datum.label, '\\n')",
        ),
        scale=alt.Scale(paddingInner=1 - BAR, paddingOuter=(1 - BAR) / 2),
    )

    def y(field: str) -> alt.Y:
        axis = alt.Axis(title=None, grid=False, tickCount=4, format="~r")
        return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(zero=True, nice=False), stack=None)

    results, targets = _layer("results"), _layer("targets")
    place: dict[str, Any] = {"baseline": "middle", "dy": alt.ExprRef("datum.dy")}
    line: dict[str, Any] = {"orient": "horizontal", "thickness": 3, "width": {"band": 1}, "opacity": 1}
    interim = alt.datum.interim
    return _layered(
        _layer("columns").mark_tick(color=GRID, opacity=0).encode(x, y("zero")),
        results.mark_bar(fill=RESULT, stroke=RESULT, strokeWidth=1.5).encode(
            *(x, y("value"), _TIP),
            fillOpacity=alt.when(interim).then(alt.value(0.06)).otherwise(alt.value(0.3)),
            strokeDash=alt.when(interim).then(alt.value([5, 4])).otherwise(alt.value([1, 0])),
        ),
        # Without a range both ends are one.
        targets.mark_rule(color=TARGET, strokeWidth=1.5).encode(x, y("value"), alt.Y2("upper")),
        targets.mark_tick(color=TARGET, **line).encode(x, y("value"), _TIP),
        targets.mark_tick(color=TARGET, **line).encode(x, y("upper"), _TIP),
        _number(results, RESULT, x, y("value"), **place),
        _number(targets, TARGET, x, y("upper"), **place, fontSize=13),
    )


def _breakdown() -> _Layers:
    """A dot for each part on a row with its number; the longest way from zero is on top."""
    y = alt.Y(
        "row:O",
        axis=alt.Axis(title=None, grid=False, ticks=False, domain=False, labelPadding=10),
        sort="ascending",
    )
    x = alt.X(
        "value:Q",
        axis=alt.Axis(title=None, grid=False, tickCount=4, labelFlush=False, format="~r"),
        scale=alt.Scale(zero=True, nice=True),
    )
    parts = _layer("parts")
    return _layered(
        parts.mark_rule(color=GRID, strokeWidth=2).encode(x, y, x2=alt.datum(0)),
        parts.mark_point(color=RESULT, filled=True, opacity=1, size=110).encode(x, y, _TIP),
        _number(parts, RESULT, x, y, align="left", dx=10, baseline="middle"),
        height=alt.Step(ROW),
    )


def _series() -> _Layers:
    """A line with its dots for each of up to six series, its number or name at the ends; only the first has no dashes."""
    x = alt.X(
        "utcyearmonthdate(day):T",
        axis=alt.Axis(
            title=None,
            grid=False,
            labelFlush=False,
            labelOverlap=True,
            labelPadding=6,
            labelExpr="utcFormat(datum.value, yearly ? '%Y' : utcdate(datum.value) == 1 ? '%Y-%m' : '%Y-%m-%d')",
            values=alt.ExprRef("ticks"),
        ),
        scale=alt.Scale(type="utc", nice=False, padding=16),
    )
    y = alt.Y(
        "value:Q",
        axis=alt.Axis(title=None, grid=True, gridColor=GRID, tickCount=5, format="~r"),
        scale=alt.Scale(zero=False, nice=True),
    )
    numbers = [*range(1, len(LINES) + 1)]
    colour = alt.Color("line:O", scale=alt.Scale(domain=numbers, range=[*LINES]), legend=None)
    dash = alt.StrokeDash("line:O", scale=alt.Scale(domain=numbers, range=[*DASHES]), legend=None)
    ends = _layer("ends")
    label: dict[str, Any] = {
        "fontSize": 14,
        "fontWeight": "bold",
        "dy": alt.ExprRef("datum.above ? -10 : 20"),
    }
    return _layered(
        _layer("zero").mark_point(color=GRID, opacity=0).encode(y),
        _layer("points").mark_line(strokeWidth=2).encode(x, y, colour, dash),
        _layer("dots").mark_point(filled=True, opacity=1, size=40).encode(x, y, colour, _TIP),
        ends.mark_text(align=alt.ExprRef("datum.first ? 'left' : 'right'"), **label).encode(
            x, y, colour, alt.Text("label:N"), _TIP
        ),
    ).add_params(alt.param(name="ticks", value=[]), alt.param(name="yearly", value=False))
