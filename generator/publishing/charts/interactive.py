"""The interactive version of a chart: a Vega-Lite specification with data and words, and the program that shows it."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from functools import cache
from typing import Any

from generator.core.languages import UNSPACED, scripts
from generator.core.languages import language as known
from generator.publishing.charts.data import ChartData
from generator.publishing.charts.looks import BACKGROUND, FONT, TARGET, TEXT
from generator.publishing.charts.shapes import shape as shape_of
from generator.publishing.lasting import lasting

WIDTH = 480
"""Pixels of the plotting area of a saved picture; on the page the chart is as wide as its place."""

_FROM_THE_RIGHT = "\u2067{}\u2069"
"""A line in a picture has no direction of its own but this (Unicode's isolates)."""

_EXPORT = re.compile(r"export\s*\{\s*([\w$]+) as (\w+)\s*\};\s*$")

_TITLE, _CAPTION = (16, 56), (12, 88)
"""Size of the font, and how many Latin letters go into a line; Chinese characters are twice as wide."""


def specification(data: ChartData, title: str, caption: str, language: str) -> dict[str, Any]:
    """The chart in Vega-Lite, complete with its rows, to be written as JSON.

    `title` and `caption` stand above it in the picture. Colours are CSS variables of the page, which whoever draws
    it elsewhere must put in.
    """
    heading = {
        "text": _lines(title, _TITLE[1], language),
        "subtitle": _lines(caption, _CAPTION[1], language),
        "anchor": "end" if known(language).direction == "rtl" else "start",
        "offset": 14,
        "font": FONT,
        "fontSize": _TITLE[0],
        "color": TARGET,
        "subtitleFont": FONT,
        "subtitleFontSize": _CAPTION[0],
        "subtitleColor": TEXT,
        "subtitlePadding": 6,
    }
    shape, datasets = dict(shape_of(data.form)), data.datasets(language)
    filled = {
        **shape,
        # What has no rows is left out: Vega would complain that it finds no values to scale.
        "layer": [layer for layer in shape["layer"] if datasets[(shape | layer)["data"]["name"]]],
        "title": heading,
        "description": f"{title} · {caption}",
        "width": WIDTH,
        "background": BACKGROUND,
        "padding": 16,
        "datasets": datasets,
    }
    if values := data.values(language):
        filled["params"] = [{"name": name, "value": value} for name, value in values.items()]
    return filled


def blank(name: str) -> str:
    """A form without rows as JSON, for a script that puts them in."""

    def made() -> str:
        from generator.publishing.charts.forms import form

        return json.dumps(dict(form(name)))

    return lasting(made, f"blank-{name}")


def _lines(text: str, width: int, language: str) -> list[str]:
    """A text in lines of about `width` Latin letters; without spaces no line begins with a mark of punctuation, and none
    ends within a number.
    """
    if UNSPACED.isdisjoint(scripts(language)):
        lines = textwrap.wrap(text, width)
        return (
            [_FROM_THE_RIGHT.format(line) for line in lines] if known(language).direction == "rtl" else lines
        )
    part = f".{{1,{width // 2}}}"
    whole = rf"{part}[，。、；：！？）”》]*(?!(?<=[0-9.,])[0-9.,%])"
    return [line[0] for line in re.finditer(f"{whole}|{part}", text)]


def bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, which leaves `embed` in `mzVega`; takes seconds to make.

    The browser loads it when a reader asks for an interactive chart: as a script and no module, since that is how browsers
    of 2017 load one on demand, and how any does from a disk.
    """
    return lasting(_bundled, "bundle")


@cache
def _bundled() -> str:
    import vl_convert

    versions: Mapping[str, str] = {
        "Vega": vl_convert.get_vega_version(),
        "Vega-Lite": vl_convert.get_vegalite_versions()[-1],
        "Vega-Embed": vl_convert.get_vega_embed_version(),
        "Vega-Themes": vl_convert.get_vega_themes_version(),
    }
    named = ", ".join(f"{name} {version}" for name, version in versions.items())
    licence = (
        f"/*! {named}: Copyright University of Washington Interactive Data Lab and contributors, BSD-3-Clause, "
        "https://github.com/vega; with D3, Copyright Mike Bostock, ISC. Bundled by vl-convert. */"
    )
    text = vl_convert.javascript_bundle("export {vegaEmbed as embed};")
    exported = _EXPORT.search(text)
    assert exported, "what vl-convert bundles ends with what it exports"
    # Its names must not meet those of other scripts.
    inner = text[: exported.start()]
    return f'{licence}\n(() => {{"use strict";{inner}\nwindow.mzVega = {{ {exported[2]}: {exported[1]} }};}})();\n'
