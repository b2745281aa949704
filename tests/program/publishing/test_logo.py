"""What stands above every page is a drawing and nothing else."""

from __future__ import annotations

import pytest
from folders import ROOT

from generator.publishing.logo import not_a_drawing

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'

PICTURES = {
    # what stands in the picture, what is told of it
    "<path d='M0 0h9'/><text>账 &amp; A</text>": "",
    "<defs><linearGradient id='a'/></defs><rect fill='url(#a)' style='fill: url(\"#a\")'/><use href='#b'/>": "",
    "<use xlink:href='#b'/><image href='data:image/png;base64,AA=='/>": "",
    "<style>.a { fill: red } .b { mask: url(#m) }</style>": "",
    "<animate attributeName='opacity' values='0;1'/>": "",
    "<a/>": "",
    "<script>alert(1)</script>": "<script>",
    "<SCRIPT/>": "<SCRIPT>",
    "<g><foreignObject><p xmlns='http://www.w3.org/1999/xhtml'/></foreignObject></g>": "<foreignObject>",
    "<iframe xmlns='http://www.w3.org/1999/xhtml' src='#'/>": "<iframe>",
    "<rect onload='alert(1)'/>": "onload",
    "<rect ONCLICK='x'/>": "ONCLICK",
    "<a href='javascript:alert(1)'/>": "href",
    "<a xlink:href='https://example.org/'/>": "href",
    "<image href='other.png'/>": "href",
    "<image href='data:image/svg+xml;base64,AA=='/>": "href",
    "<use href=' //example.org/a.svg#b'/>": "href",
    "<rect fill='url(https://example.org/a.svg#b)'/>": "fill",
    "<rect style='background: url( \"//example.org/\" )'/>": "style",
    "<rect style='background: u\\72l(//example.org/)'/>": "style",
    "<style>@import 'https://example.org/a.css';</style>": "<style>",
    "<style>a { background: url(a.png) }</style>": "<style>",
    "<set attributeName='href' to='javascript:alert(1)'/>": "<set>",
    "<animate attributeName='xlink:href' values='#a;//b'/>": "<animate>",
    "<set attributeName='onclick' to='alert(1)'/>": "<set>",
    "<g>": "XML",
}


@pytest.mark.parametrize("inside", PICTURES)
def test_only_drawings_are_drawings(inside: str) -> None:
    assert not_a_drawing(f"{HEAD}{inside}</svg>".encode()) == PICTURES[inside]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'<?xml version="1.0"?><?xml-stylesheet href="a.css"?><svg/>', "<?xml-stylesheet"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>', "<!DOCTYPE"),
        ("<svg/>".encode("utf-16"), "XML"),
        (b"", "XML"),
        (b"\xff\xd8\xff", "XML"),
    ],
)
def test_what_is_obeyed_before_the_drawing_is_refused(content: bytes, told: str) -> None:
    assert not_a_drawing(content) == told


def test_the_programs_own_pictures_are_drawings() -> None:
    found = sorted((ROOT / "site_src" / "assets").glob("*.svg"))
    assert found
    assert [path.name for path in found if not_a_drawing(path.read_bytes())] == []
