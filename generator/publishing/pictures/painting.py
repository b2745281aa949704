"""Drawings as PNG. What a template wrote is painted with the font of pictures; a chart within it is drawn with texts that are
outlines of its glyphs. So no font of the machine is asked.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree as ET

from generator.core import sources
from generator.publishing.charts.draw import LOOKS
from generator.publishing.pictures.fonts import BOLD, Face, face, shown

SVG = "http://www.w3.org/2000/svg"
_TEXT, _RECTANGLE = f"{{{SVG}}}text", f"{{{SVG}}}rect"

SHADES = 16
"""How many shades a letter has from its ground to its middle: so a picture weighs a third."""

_LIGHTEST = 239
_Rgb = tuple[int, int, int]


class Size(NamedTuple):
    """Pixels of a picture."""

    width: int
    height: int


SHAPES = {"wide": Size(1200, 630), "square": Size(1080, 1080), "tall": Size(1080, 1350)}
"""The shapes in which a chart can be saved."""

CARD = "picture"
"""The name of the picture of a page."""

FINE = 2
"""How many times as many pixels each way a chart for saving has as its shape says: enough for a slide and for print."""

PAINTED = (CARD, *SHAPES)
"""How the names of the drawings end that there is a PNG of. To make one of a chart takes 0.06 seconds of the processor, once:
the store has it until what it shows is something else.
"""

_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_DECLARED = re.compile(r"(--[\w-]+):\s*([^;]+);")


@sources.kept
def _palette() -> dict[str, str]:
    """The colours of the light scheme, as the style sheet declares them."""
    style = sources.found("assets/mingzhang.css").read_text(encoding="utf-8")
    root = re.search(r":root \{(.*?)\}", style, re.DOTALL)
    return dict(_DECLARED.findall(root[1])) if root else {}


def coloured(drawing: str, own: str = "") -> str:
    """A drawing for use away from the page; `own` is the colour of the installation, if it has one."""
    colours = _palette() | ({"--md-primary-fg-color": own} if own else {})
    return _VARIABLE.sub(lambda name: colours.get(name[1], "none"), drawing)


def placed(drawing: str, x: float, y: float, width: float, height: float) -> str:
    """A drawing as a part of another, in the middle of a place there."""
    return drawing.replace("<svg ", f'<svg x="{x}" y="{y}" width="{width}" height="{height}" ', 1)


def is_picture(path: str) -> bool:
    """Whether there is to be a PNG of a file of a site, by its name."""
    stem, _, suffix = path.rpartition("/")[2].rpartition(".")
    return suffix == "svg" and stem.rpartition("-")[2] in PAINTED


def png(drawing: str, language: str, fine: int = 1) -> bytes:
    """A drawing of rectangles, texts and charts as PNG, with `fine` times as many pixels each way as it says.

    Raises LookupError with the characters for which the font has no glyph.
    """
    from PIL import Image, ImageDraw

    root, font = ET.fromstring(drawing), face(language)  # noqa: S314 - our own
    if lacking := font.lacks("".join(root.itertext())):
        raise LookupError("".join(sorted(lacking)))
    size = fine * int(root.get("width", 0)), fine * int(root.get("height", 0))
    tones = None if any(child.tag not in (_TEXT, _RECTANGLE) for child in root) else _Tones(root)
    image = Image.new("L" if tones else "RGB", size)
    canvas = ImageDraw.Draw(image)
    for element in root:
        x, y = _numbers(element, "x", "y")
        at, fill = (fine * x, fine * y), element.get("fill", "")
        if element.tag == _RECTANGLE:
            width, height = (fine * number for number in _numbers(element, "width", "height"))
            if width >= 1:
                ends = (*at, at[0] + width - 1, at[1] + height - 1)
                canvas.rectangle(ends, fill=tones.flat(fill) if tones else fill)
        elif element.tag == _TEXT:
            points, bold = fine * _size(element), element.get("font-weight") == "bold"
            canvas.text(
                at,
                shown(element.text or ""),
                fill=tones.ink(fill) if tones else fill,
                font=font.sized(points),
                anchor="rs" if element.get("text-anchor") == "end" else "ls",
                stroke_width=BOLD / 2 * points if bold else 0,
            )
        else:
            chart = Image.open(BytesIO(_chart(element, font, root[0].get("fill", ""), fine)))
            image.paste(chart, (int(at[0]), int(at[1])), chart)
    if tones:
        image = image.point(tones.fewer)
        image.putpalette(tones.palette)
    made = BytesIO()
    image.save(made, "PNG", compress_level=4)
    return made.getvalue()


class _Tones:
    """The colours of a drawing without charts as numbers of one palette: the shades between its darkest text and its
    ground, and after them each other colour. To look for a palette afterwards would take longer than all painting.
    """

    def __init__(self, root: ET.Element) -> None:
        self._ground = _rgb(root[0].get("fill", ""))
        inks = [_rgb(child.get("fill", "")) for child in root if child.tag == _TEXT]
        self._ink = min(inks, key=sum, default=(0, 0, 0))
        self._flats: list[_Rgb] = []
        step = (_LIGHTEST) / (SHADES - 1)
        self.fewer = [round(round(tone / step) * step) for tone in range(_LIGHTEST + 1)]
        self.fewer += range(_LIGHTEST + 1, 256)

    def ink(self, colour: str) -> int:
        """The number of the shade that is as dark as the colour of a text."""
        dark, light = sum(self._ink), sum(self._ground)
        return round((sum(_rgb(colour)) - dark) / max(light - dark, 1) * _LIGHTEST)

    def flat(self, colour: str) -> int:
        """The number of the colour of a rectangle, on which no text stands unless it is the ground."""
        found = _rgb(colour)
        if found == self._ground:
            return _LIGHTEST
        if found not in self._flats:
            self._flats.append(found)
        return _LIGHTEST + 1 + self._flats.index(found)

    @property
    def palette(self) -> list[int]:
        """Red, green and blue of each number."""
        ends = list(zip(self._ink, self._ground, strict=True))
        shades = [
            round(dark + (light - dark) * tone / _LIGHTEST)
            for tone in range(_LIGHTEST + 1)
            for dark, light in ends
        ]
        return shades + [part for colour in self._flats for part in colour]


def _rgb(colour: str) -> _Rgb:
    from PIL import ImageColor

    red, green, blue, *_ = ImageColor.getrgb(colour)
    return red, green, blue


def _chart(element: ET.Element, font: Face, ground: str, fine: int) -> bytes:
    """A chart within a drawing as PNG, as large as its place, so fine; its own ground, as half-seen colours are not alike elsewhere."""
    import vl_convert

    ET.register_namespace("", SVG)
    for parent in list(element.iter()):
        alike = {name: look for name, look in parent.items() if name in LOOKS}
        for place, child in enumerate(parent):
            if child.tag == _TEXT:
                child.attrib = {**alike, **child.attrib}
                parent[place] = _outlined(child, font)
    element.insert(
        0,
        ET.Element(
            f"{{{SVG}}}rect",
            {"x": "-9999", "y": "-9999", "width": "19999", "height": "19999", "fill": ground},
        ),
    )
    for name in ("x", "y"):
        element.attrib.pop(name, None)
    drawn: bytes = vl_convert.svg_to_png(ET.tostring(element, encoding="unicode"), scale=fine)
    return drawn


def _outlined(element: ET.Element, font: Face) -> ET.Element:
    """A text as the outlines of its glyphs."""
    text, size, fill = "".join(element.itertext()), _size(element), element.get("fill", "#000")
    shift = {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0) * font.width(text, size)
    x, y = _numbers(element, "x", "y")
    scale, outer = size / font.units, ET.Element(f"{{{SVG}}}g")
    glyphs = f'<g xmlns="{SVG}">{font.outline(text)}</g>'
    group = ET.fromstring(glyphs)  # noqa: S314 - our own
    group.set("transform", f"translate({x - shift:.2f} {y:.2f}) scale({scale:.5f} {-scale:.5f})")
    group.set("fill", fill)
    if element.get("font-weight") == "bold":
        group.set("stroke", fill)
        group.set("stroke-width", str(BOLD * font.units))
    for name in ("transform", "opacity"):
        if element.get(name):
            outer.set(name, element.get(name, ""))
    outer.append(group)
    return outer


def _size(element: ET.Element) -> float:
    return float(element.get("font-size", "16").removesuffix("px"))


def _numbers(element: ET.Element, x: str, y: str) -> tuple[float, float]:
    return float(element.get(x, 0)), float(element.get(y, 0))
