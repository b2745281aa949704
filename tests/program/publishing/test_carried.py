"""What the site carries of others' work is told on it: each piece with its licence, each licence in its words."""

from __future__ import annotations

import re
from importlib.metadata import version

import pytest

from generator.format.settings import RENDERERS
from generator.publishing.carried import UNKNOWN, carried, inside, notices
from generator.publishing.charts.interactive import bundle

THEMES = {"mkdocs": "mkdocs-material", "zensical": "zensical"}


@pytest.mark.parametrize("renderer", RENDERERS)
def test_everything_has_a_licence_a_holder_and_where_it_is_told_a_version(renderer: str) -> None:
    pieces = carried(renderer)
    assert [
        piece.name for piece in pieces if (piece.licence, piece.holder) == UNKNOWN or not piece.holder
    ] == []
    theme = pieces[0]
    assert (theme.name, theme.version) == (THEMES[renderer], version(THEMES[renderer]))
    assert theme.holder.startswith("Copyright")


def test_what_nobody_has_put_down_is_seen() -> None:
    assert {name: inside(name) for name in ("left-pad", "vega-lite", "d3-array")} == {
        "left-pad": UNKNOWN,
        "vega-lite": inside("vega"),
        "d3-array": inside("d3-"),
    }


def test_the_versions_are_those_that_the_script_of_the_charts_names() -> None:
    named = dict(re.findall(r"(Vega[A-Za-z-]*) ([0-9.]+)", bundle().partition("*/")[0]))
    found = {piece.name: piece.version for piece in carried("mkdocs")}
    assert {name for name in named if not found[name.lower()].startswith(named[name])} == set()
    assert set(named) >= {"Vega", "Vega-Lite", "Vega-Embed"}


def test_a_site_without_charts_tells_of_none() -> None:
    assert "vega" not in notices("mkdocs", charts=False)
    assert "vega" in notices("mkdocs")


@pytest.mark.parametrize("renderer", RENDERERS)
def test_the_notices_name_every_piece_and_say_each_licence_in_its_words(renderer: str) -> None:
    text = notices(renderer)
    assert [piece for piece in carried(renderer) if piece.name not in text or piece.holder not in text] == []
    for licence, words in {
        "MIT": "The above copyright notice and this permission notice shall be included",
        "BSD-3-Clause": "Redistributions in binary form must reproduce the above copyright notice",
        "Apache-2.0": "You must give any other recipients of the Work",
        "ISC": "this permission notice appear in all copies",
    }.items():
        assert text.count(words) == 1, licence
