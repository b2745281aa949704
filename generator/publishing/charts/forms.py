"""The forms of charts in Altair, each built once: Vega-Lite without data, in the colours of the page.

Colours are CSS variables, so that a drawing follows the page's scheme. The field `tip` is shown by the interactive
version only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import altair as alt

from generator.publishing.charts.axes import ASIDE, BREADTH, HEIGHT, WIDTH
from generator.publishing.charts.data import ROW_OF_BODY
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
    """The Vega-Lite of a form, without data: `progress`, `course` (the same from a dated start), `years`, `breakdown`,
    `series`, or `compared-` with the number of its rows.
    """
    kind, _, rows = name.partition("-")
    if kind == "compared":
        compared: Mapping[str, Any] = _compared(int(rows)).to_dict(validate=False)
        return compared
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


def _layered(*layers: alt.Chart, width: int = WIDTH, height: Any = HEIGHT) -> _Layers:
    axis = {
        "labelColor": TEXT,
        "labelFont": FONT,
        "labelFontSize": 13,
        "domainColor": GRID,
        "tickColor": GRID,
    }
    config = {"axis": axis, "text": {"font": FONT}, "view": {"stroke": None}, "aria": False}
    return alt.layer(*layers, width=width, height=height, background="transparent", config=config)


def _number(chart: alt.Chart, colour: str, *channels: Any, **mark: Any) -> alt.Chart:
    style: dict[str, Any] = {"fontSize": 14, "fontWeight": "bold"} | mark
    numbers: alt.Chart = chart.mark_text(color=colour, **style).encode(*channels, alt.Text("label:N"), _TIP)
    return numbers


def _day_axis(form: str, **scale: Any) -> alt.X:
    """An axis of days, of which those are named that the chart says, in a form of digits."""
    axis = alt.Axis(
        title=None,
        grid=False,
        labelFlush=False,
        labelOverlap=True,
        labelPadding=6,
        labelExpr=f"utcFormat(datum.value, {form})",
        values=alt.ExprRef("ticks"),
    )
    return alt.X("utcyearmonthdate(day):T", axis=axis, scale=alt.Scale(type="utc", nice=False, **scale))


def _value_axis(**looks: Any) -> alt.Axis:
    """An axis of values, which are named as the chart says."""
    name = "names[indexof(places, datum.value)]"
    return alt.Axis(title=None, values=alt.ExprRef("places"), labelExpr=name, **looks)


def _value_scale() -> alt.Scale:
    """The scale of values from one end to the other as the chart says."""
    return alt.Scale(domainMin=alt.ExprRef("low"), domainMax=alt.ExprRef("high"), zero=False, nice=False)


def _scaled(chart: _Layers, *params: alt.Parameter) -> _Layers:
    """A chart whose scale of values is told from outside."""
    ends = (alt.param(name="low", value=0), alt.param(name="high", value=1))
    named = (alt.param(name="places", value=[]), alt.param(name="names", value=[]))
    return chart.add_params(*ends, *named, *params)


def _unit() -> alt.Chart:
    """What is counted, over the scale."""
    at = {"x": alt.value(0), "y": alt.value(-24)}
    mark: dict[str, Any] = {"align": "left", "color": TEXT, "fontSize": 13}
    unit: alt.Chart = _layer("unit").mark_text(**mark).encode(text="label:N", **at)
    return unit


def _progress() -> _Layers:
    """The target as a level line, the plan as a dashed line, the results as labelled dots."""
    return _on_time(start=False)


def _course() -> _Layers:
    """The same with the starting value as a ring at its own time."""
    return _on_time(start=True)


def _on_time(*, start: bool) -> _Layers:
    x = _day_axis("utcdate(datum.value) == 1 ? '%Y-%m' : '%Y-%m-%d'")
    y = alt.Y("value:Q", axis=_value_axis(grid=False), scale=_value_scale())
    results = _layer("results")
    first = _layer("target").transform_window(rank="rank()", sort=[alt.SortField("day")])
    ring: dict[str, Any] = {"filled": False, "opacity": 1, "strokeWidth": 2, "size": 160}
    begun = _layer("start")
    beginning = [
        begun.mark_point(color=TARGET, **ring).encode(x, y, _TIP),
        _number(begun, TARGET, x, y, align="left", dx=9, dy=13, fontSize=13),
    ]
    layers = _layered(
        _unit(),
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
    )
    return _scaled(layers, alt.param(name="ticks", value=[]))


MARKS = {
    "reached": "M-0.5,0.05L-0.15,0.4L0.5,-0.4",
    "missed": "M-0.4,-0.4L0.4,0.4M0.4,-0.4L-0.4,0.4",
    "so_far": "M-0.45,0A0.45,0.45,0,1,0,0.45,0A0.45,0.45,0,1,0,-0.45,0M0,-0.45L0,0.45",
    "unjudged": "M-0.4,0L-0.15,0M0.15,0L0.4,0",
    "none": "M-0.4,-0.4L0.4,-0.4L0.4,0.4L-0.4,0.4Z",
}
"""How the promise of a period ended, as the shapes of the page tell it: a tick, a cross, a half, a dash, an empty square."""

_COLOURS = {"reached": "var(--mz-achieved)", "missed": "var(--mz-missed)"}


def _times() -> tuple[alt.X, alt.X]:
    """Where periods begin and where days stand on the line of time, which has the ticks and the words that it is given."""
    axis = alt.Axis(
        title=None,
        grid=False,
        ticks=False,
        labelPadding=6,
        values=alt.ExprRef("ticks"),
        labelExpr="split(times[indexof(ticks, time(datum.value))], '\\n')",
    )
    ends = {"domainMin": alt.ExprRef("first"), "domainMax": alt.ExprRef("last")}
    time = alt.Scale(type="utc", nice=False, **ends)
    return alt.X("start:T", axis=axis, scale=time), alt.X("at:T", axis=axis, scale=time)


def _years() -> _Layers:
    """Periods on the line of time: results as bars, levels or joined dots, targets as lines across, a mark for each."""
    x, at = _times()
    y = alt.Y("value:Q", axis=_value_axis(grid=True, gridColor=GRID), scale=_value_scale())
    bar: dict[str, Any] = {"fill": RESULT, "stroke": RESULT, "strokeWidth": 1.5}
    ends_of_bar = (x, alt.X2("end"), y, alt.Y2(datum=0), _TIP)
    line: dict[str, Any] = {"color": TARGET, "strokeWidth": 3}
    ranges = _layer("ranges")
    labels = _layer("labels")
    place: dict[str, Any] = {"baseline": "middle", "dy": alt.ExprRef("datum.dy")}
    marks = alt.Scale(domain=[*MARKS], range=[*MARKS.values()])
    colours = alt.Scale(domain=[*MARKS], range=[_COLOURS.get(name, TEXT) for name in MARKS])
    layers = _layered(
        _unit(),
        _layer("columns")
        .mark_rect(color=GRID, opacity=0)
        .encode(x, alt.X2("end"), y=alt.value(0), y2=alt.value(alt.ExprRef("height"))),
        _layer("gaps")
        .mark_rect(color=GRID, opacity=0.45)
        .encode(x, alt.X2("end"), y=alt.value(0), y2=alt.value(alt.ExprRef("height"))),
        _layer("bars").mark_rect(**bar).encode(*ends_of_bar, alt.FillOpacity("full:Q", scale=None)),
        _layer("interim").mark_rect(**bar, fillOpacity=0.06, strokeDash=[5, 4]).encode(*ends_of_bar),
        _layer("levels").mark_rule(color=RESULT, strokeWidth=2, opacity=0.6).encode(x, alt.X2("end"), y),
        _layer("dots").mark_line(color=RESULT, strokeWidth=1.5).encode(at, y, alt.Detail("run:N")),
        _layer("dots").mark_point(color=RESULT, filled=True, opacity=1, size=60).encode(at, y, _TIP),
        ranges.mark_rect(color=TARGET, opacity=0.12).encode(x, alt.X2("end"), y, alt.Y2("upper")),
        _layer("targets").mark_rule(**line).encode(x, alt.X2("end"), y, _TIP),
        ranges.mark_rule(**line).encode(x, alt.X2("end"), alt.Y("upper:Q"), _TIP),
        _number(labels.transform_filter("datum.kind == 'result'"), RESULT, at, y, **place, fontSize=13),
        _number(labels.transform_filter("datum.kind == 'target'"), TARGET, at, y, **place, fontSize=12),
        _layer("marks")
        .mark_point(filled=False, opacity=1, size=170, strokeWidth=2.2)
        .encode(
            at,
            y=alt.value(alt.ExprRef("height + 40")),
            shape=alt.Shape("ending:N", scale=marks, legend=None),
            color=alt.Color("ending:N", scale=colours, legend=None),
        ),
    )
    own = [alt.param(name=name, value=[]) for name in ("ticks", "times")]
    return _scaled(layers, *own, alt.param(name="first", value=0), alt.param(name="last", value=1))


def _breakdown() -> _Layers:
    """A dot for each part on a row with its name; the longest way from zero is on top."""
    y = alt.Y(
        "row:O",
        axis=alt.Axis(
            title=None,
            grid=False,
            ticks=False,
            domain=False,
            labelPadding=10,
            labelLimit=0,
            labelExpr="called[datum.value - 1]",
        ),
        sort="ascending",
    )
    x = alt.X("value:Q", axis=_value_axis(grid=False, labelFlush=False), scale=_value_scale())
    parts = _layer("parts")
    layers = _layered(
        _unit(),
        parts.mark_rule(color=GRID, strokeWidth=2).encode(x, y, x2=alt.datum(0)),
        parts.mark_point(color=RESULT, filled=True, opacity=1, size=110).encode(x, y, _TIP),
        _number(parts, RESULT, x, y, align="left", dx=10, baseline="middle"),
        width=BREADTH,
        height=alt.Step(ROW),
    )
    return _scaled(layers, alt.param(name="called", value=[]))


def _series() -> _Layers:
    """A line with its dots for each of up to six series, its number or name at the ends; only the first has no dashes."""
    x = _day_axis("yearly ? '%Y' : utcdate(datum.value) == 1 ? '%Y-%m' : '%Y-%m-%d'", padding=ASIDE)
    y = alt.Y("value:Q", axis=_value_axis(grid=True, gridColor=GRID), scale=_value_scale())
    numbers = [*range(1, len(LINES) + 1)]
    colour = alt.Color("line:O", scale=alt.Scale(domain=numbers, range=[*LINES]), legend=None)
    dash = alt.StrokeDash("line:O", scale=alt.Scale(domain=numbers, range=[*DASHES]), legend=None)
    ends = _layer("ends")
    label: dict[str, Any] = {
        "fontSize": 14,
        "fontWeight": "bold",
        "dy": alt.ExprRef("datum.above ? -10 : 20"),
    }
    layers = _layered(
        _unit(),
        _layer("points").mark_line(strokeWidth=2).encode(x, y, colour, dash),
        _layer("dots").mark_point(filled=True, opacity=1, size=40).encode(x, y, colour, _TIP),
        ends.mark_text(align=alt.ExprRef("datum.first ? 'left' : 'right'"), **label).encode(
            x, y, colour, alt.Text("label:N"), _TIP
        ),
    )
    return _scaled(layers, alt.param(name="ticks", value=[]), alt.param(name="yearly", value=False))


def _compared(rows: int) -> _Layers:
    """A row for each body: its name and latest numbers, and below them its results as bars or joined dots, rings where they
    are interim, squares where there are none, with what was asked for as lines across. Heights are pixels, as all rows have
    one scale of their own.
    """
    x, at = _times()
    y = alt.Y("y:Q", scale=None, axis=None)
    bar: dict[str, Any] = {"fill": RESULT, "stroke": RESULT, "strokeWidth": 1.5}
    box = (x, alt.X2("end"), y, alt.Y2("base"))
    text: dict[str, Any] = {"fontSize": 13, "baseline": "middle"}
    dot: dict[str, Any] = {"color": RESULT, "opacity": 1, "size": 70}
    heads, dots = _layer("heads"), _layer("dots")
    layers = _layered(
        _unit(),
        _layer("bases").mark_rule(color=GRID).encode(x, alt.X2("end"), y),
        _layer("bars").mark_rect(**bar, fillOpacity=0.35).encode(*box, _TIP),
        _layer("interim").mark_rect(**bar, fillOpacity=0.06, strokeDash=[5, 4]).encode(*box, _TIP),
        dots.mark_line(color=RESULT, strokeWidth=1.5).encode(at, y, alt.Detail("row:N")),
        dots.mark_point(filled=True, **dot).encode(at, y, _TIP),
        _layer("open").mark_point(filled=False, strokeWidth=2, **dot).encode(at, y, _TIP),
        _layer("targets").mark_rule(color=TARGET, strokeWidth=3).encode(x, alt.X2("end"), y, _TIP),
        heads.mark_text(align="left", color=TARGET, fontWeight="bold", **text).encode(
            y, alt.Text("label:N"), x=alt.value(0)
        ),
        heads.mark_text(align="right", color=TEXT, **text).encode(
            y, alt.Text("number:N"), x=alt.value(alt.ExprRef("width"))
        ),
        _layer("told")
        .mark_text(align="left", color=TEXT, **text | {"fontSize": 12})
        .encode(y, alt.Text("label:N"), x=alt.value(0)),
        _layer("ends")
        .mark_text(align="right", color=TEXT, **text | {"fontSize": 12})
        .encode(y, alt.Text("label:N"), x=alt.value(-6)),
        _layer("none")
        .mark_point(shape="square", filled=False, color=TEXT, opacity=1, size=90, strokeWidth=2)
        .encode(at, y, _TIP),
        height=ROW_OF_BODY * rows,
    )
    # However wide it is shown, it stays as high as its rows (charts.js).
    layers.usermeta = {"rows": rows}
    own = [alt.param(name=name, value=[]) for name in ("ticks", "times")]
    return layers.add_params(*own, alt.param(name="first", value=0), alt.param(name="last", value=1))
