"""Charts as SVG: each form is compiled to Vega once, then filled with data.

One drawing serves every language in which its labels are alike; the sentences are in the page's caption, and the same
numbers in its table.

Vega draws no word itself. It would measure each with the fonts of the machine, twice or three times, which takes most of
its time and decides nothing: what has room is known beforehand (`axes.py`). So its texts are empty, each with its words as
its description, and are filled in what it drew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, MutableMapping
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple

from generator.publishing.charts.data import ChartData, Rows
from generator.publishing.charts.shapes import shape
from generator.publishing.lasting import lasting
from generator.publishing.store import remembered

_UNSEEN = re.compile(
    r' (?:aria-[a-z]+|role|pointer-events|xmlns:xlink)="[^"]*"|<path class="(?:back|fore)ground"[^>]*/>'
    r'|<path(?=[^>]* opacity="0")[^>]*/>|<g class="mark-[^"]*"/>'
)
"""Two thirds of what Vega writes: words for assistive technology, from which the drawing is hidden, empty shapes, and those that
are only there to be pointed at.
"""

_TAG = re.compile(r"<[^>]*>")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
"""Coordinates, which stand in tags; printed figures stand between them and stay as they are."""


_WORDLESS = re.compile(r'<text aria-label="([^"]*)"([^>]*?)(?:/>|>((?:<tspan[^>]*/>)*)</text>)')
"""A text that Vega drew without its words; in several lines a part for each."""

_LINE = re.compile("(<tspan[^>]*)/>")

_OF_COURSE = re.compile(r' (?:opacity="1"|[xy][12]="0"|transform="translate\(0,0\)")(?=[ />])')
"""What holds where nothing is said."""

_ALIKE = re.compile(r'(<g class="mark-[^"]*")>((?:(?!</?g\b).)*)</g>', re.DOTALL)
"""The marks of one kind, which mostly look alike."""

_DRAWN = re.compile(r"<(line|path|text) ([^>]*?)(?=/?>)")
_LOOK = re.compile(r'([\w-]+="[^"]*") ?')
LOOKS = frozenset(
    (
        *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"),
        *("font-family", "font-size", "font-weight", "font-style", "text-anchor"),
    )
)
"""How a mark looks, as far as it looks as the group does that holds it where it does not say otherwise itself."""


def _shorter(coordinate: re.Match[str]) -> str:
    return f"{float(coordinate[0]):.1f}".removesuffix(".0")


def drawing(data: ChartData, language: str) -> str:
    """The chart as an SVG element, with its labels in a language."""
    parts = _without_tips(data.datasets(language)), data.values(language), data.margins(language)._asdict()
    shown = _Shown(data.form, *map(json.dumps, parts))
    return remembered(lambda: _drawn(shown), "drawing", json.dumps(shown))


class _Shown(NamedTuple):
    """All that a drawing is made of, as JSON: its form, rows, values and margins."""

    form: str
    rows: str
    values: str
    margins: str


def _without_tips(datasets: Mapping[str, Rows]) -> dict[str, Rows]:
    """What is drawn: a tip stands in the interactive version only."""
    return {
        name: [{key: value for key, value in row.items() if key != "tip"} for row in rows]
        for name, rows in datasets.items()
    }


@cache
def _drawn(shown: _Shown) -> str:
    import vl_convert

    filled = _filled(_compiled(shown.form), json.loads(shown.rows), json.loads(shown.values))
    # How wide Chinese is depends on the fonts of the machine, if it is for Vega to measure.
    filled |= {"autosize": "none", "padding": json.loads(shown.margins)}
    svg = lighter(_WORDLESS.sub(_with_words, vl_convert.vega_to_svg(filled)))
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"', r"\1", svg, count=1)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def lighter(svg: str) -> str:
    """A drawing by Vega that looks the same in a quarter of the bytes, without what is not seen and not said again."""
    svg = _TAG.sub(lambda tag: _OF_COURSE.sub("", _LONG_NUMBER.sub(_shorter, tag[0])), _UNSEEN.sub("", svg))
    return _ALIKE.sub(_said_once, svg)


def _said_once(group: re.Match[str]) -> str:
    """A group of marks in which what all of them look like stands once."""
    head, inside = group.groups()
    looks = [dict.fromkeys(_LOOK.findall(mark[2])) for mark in _DRAWN.finditer(inside)]
    if len(looks) <= 1:
        return group[0]
    shared = {look for look in looks[0] if look.partition("=")[0] in LOOKS}.intersection(*looks[1:])
    if not shared:
        return group[0]

    def rest(mark: re.Match[str]) -> str:
        own = (f" {look}" for look in _LOOK.findall(mark[2]) if look not in shared)
        return f"<{mark[1]}{''.join(own)}"

    told = " ".join(look for look in looks[0] if look in shared)
    return f"{head} {told}>{_DRAWN.sub(rest, inside)}</g>"


def picture(drawing: Path) -> bytes:
    """A drawing as a PNG, large enough for the previews of links in chats."""
    import vl_convert

    png: bytes = vl_convert.svg_to_png(drawing.read_text(encoding="utf-8"), scale=16)
    return png


@cache
def _compiled(name: str) -> Mapping[str, Any]:
    """Vega-Lite to Vega, once for a form: later charts skip most of the cost."""

    def made() -> str:
        import vl_convert

        vega = vl_convert.vegalite_to_vega({**shape(name), "datasets": {}})
        for mark in vega["marks"]:
            _take_words(mark)
        for axis in vega["axes"]:
            if axis.get("labels", True):
                _describe(axis["encode"]["labels"]["update"])
        return json.dumps(vega)

    compiled: Mapping[str, Any] = json.loads(lasting(made, f"vega-{name}"))
    return compiled


def _take_words(mark: Mapping[str, Any]) -> None:
    """Have a mark of compiled Vega, and those within, say by descriptions what they would write; nothing is pointed at."""
    shown = mark.get("encode", {}).get("update", {})
    shown.pop("tooltip", None)
    if mark["type"] == "text":
        _describe(shown)
    for inner in mark.get("marks", ()):
        _take_words(inner)


def _describe(shown: MutableMapping[str, Any]) -> None:
    """Have a text be empty, of as many lines as it has, and its words be its description."""
    words = shown["text"]["signal"]
    several = words.startswith("split(")
    shown["description"] = {"signal": f"join({words}, '\\n')" if several else words}
    empty = f"split(replace(join({words}, '\\n'), /[^\\n]+/g, ''), '\\n')" if several else "''"
    shown["text"] = {"signal": empty}


def _with_words(text: re.Match[str]) -> str:
    """A text that Vega drew, with the words of its description."""
    words, looks, lines = text.groups()
    if not words:
        return f"<text{looks}/>"
    said = [escape(line.strip(), quote=False) for line in unescape(words).split("\n")]
    if lines:
        rest = iter(said)
        said = [_LINE.sub(lambda line: f"{line[1]}>{next(rest)}</tspan>", lines)]
    return f"<text{looks}>{''.join(said)}</text>"


def _filled(
    vega: Mapping[str, Any], datasets: Mapping[str, Rows], values: Mapping[str, Any]
) -> dict[str, Any]:
    """The compiled form with the rows and values of one chart; the form itself stays as it is."""
    sources = [
        {"name": source["name"], "values": datasets[source["name"]]} if source["name"] in datasets else source
        for source in vega["data"]
    ]
    signals = [
        {**signal, "value": values[signal["name"]]} if signal["name"] in values else signal
        for signal in vega.get("signals", ())
    ]
    return {**vega, "data": sources, "signals": signals}
