"""What the site carries of others' work is told on it: each piece with its licence, each licence in its words."""

from __future__ import annotations

import re
from importlib.metadata import version

import pytest

from generator.format.settings import RENDERERS
from generator.publishing.carried import UNKNOWN, bundled, carried, inside, notices
from generator.publishing.charts.interactive import bundle

ICONS = ("@mdi/svg", "")
"""Told by the theme itself, which draws them."""

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


def test_licences_were_read_of_the_very_modules_that_are_bundled() -> None:
    """Where it fails, a bundle has changed. `npm install --ignore-scripts MODULE@VERSION` brings what is new; its package.json
    and LICENSE say what belongs into `bundled.csv`.
    """
    found = {(piece.name, piece.version) for piece in carried("mkdocs") if piece.registry == "npm"}
    known = [(item.name, item.version) for item in bundled()]
    assert sorted(found - {ICONS}) == sorted(known)


def test_what_nobody_has_put_down_is_seen() -> None:
    assert {name: inside(name) for name in ("left-pad", "vega-left-pad", "d3-geo")} == {
        "left-pad": UNKNOWN,
        "vega-left-pad": UNKNOWN,
        "d3-geo": ("ISC AND MIT", "Copyright 2010-2024 Mike Bostock; Copyright 2008-2012 Charles Karney"),
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
