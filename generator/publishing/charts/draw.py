"""Charts as SVG: each form is compiled to Vega once, then filled with data.

Inside an SVG stand only digits and codes, so that one drawing serves every language; words are in the page's caption
and the same numbers in its table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from generator.publishing.charts.data import ChartData
from generator.publishing.charts.shapes import shape
from generator.publishing.store import remembered

_UNSEEN = re.compile(
    r' (?:aria-[a-z]+|role|pointer-events|xmlns:xlink)="[^"]*"|<path class="(?:back|fore)ground"[^>]*/>'
)
"""Two thirds of what Vega writes: words for assistive technology, from which the drawing is hidden, and empty shapes."""

_TAG = re.compile(r"<[^>]*>")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
"""Coordinates, which stand in tags; printed figures stand between them and stay as they are."""


def _shorter(coordinate: re.Match[str]) -> str:
    return f"{float(coordinate[0]):.1f}".removesuffix(".0")


def drawing(data: ChartData) -> str:
    """The chart as an SVG element, the same for every language."""
    rows = {
        name: [{key: value for key, value in row.items() if key != "tip"} for row in rows]
        for name, rows in data.datasets().items()
    }
    shown = json.dumps([data.form, rows, data.values()])
    return remembered(lambda: _drawn(data), "drawing", shown)


@cache
def _drawn(data: ChartData) -> str:
    import vl_convert

    svg = vl_convert.vega_to_svg(_filled(_compiled(data.form), data))
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"', r"\1", svg, count=1)
    svg = _UNSEEN.sub("", svg)
    svg = _TAG.sub(lambda tag: _LONG_NUMBER.sub(_shorter, tag[0]), svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def picture(drawing: Path) -> bytes:
    """A drawing as a PNG, large enough for the previews of links in chats."""
    import vl_convert

    png: bytes = vl_convert.svg_to_png(drawing.read_text(encoding="utf-8"), scale=16)
    return png


@cache
def _compiled(name: str) -> Mapping[str, Any]:
    """Vega-Lite to Vega, once for a form: later charts skip most of the cost."""
    import vl_convert

    compiled: Mapping[str, Any] = vl_convert.vegalite_to_vega({**shape(name), "datasets": {}})
    return compiled


def _filled(vega: Mapping[str, Any], data: ChartData) -> dict[str, Any]:
    """The compiled form with the rows and values of one chart; the form itself stays as it is."""
    datasets, values = data.datasets(), data.values()
    sources = [
        {"name": source["name"], "values": datasets[source["name"]]} if source["name"] in datasets else source
        for source in vega["data"]
    ]
    signals = [
        {**signal, "value": values[signal["name"]]} if signal["name"] in values else signal
        for signal in vega.get("signals", ())
    ]
    return {**vega, "data": sources, "signals": signals}
