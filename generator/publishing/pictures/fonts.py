"""The font of pictures: its glyphs as outlines, so that no font of the machine decides how a picture looks.

It comes with the extra `pictures`: Noto Sans CJK under the Open Font License, which has Latin, Greek, Cyrillic, Chinese,
Japanese and Korean. What it lacks is never drawn as a box: whoever asks is told first.
"""

from __future__ import annotations

import unicodedata
from functools import cache, cached_property
from importlib.util import find_spec
from typing import Any

from generator.core.languages import script_code

_MODULES = ("fontTools", "noto_cjk_sans_otc")
_FACES = {"Jpan": 0, "Hans": 2, "Hant": 3}
_OTHERS = 1
"""The font has five faces, in which the same character is written as is the habit of each script; the Korean one has
quotation marks and dots as wide as other scripts have them.
"""

BOLD = 0.035
"""How wide the stroke around a glyph is that makes it bold, as a share of the size: the font has one weight."""


def installed() -> bool:
    """Whether the environment has the font."""
    return all(find_spec(module) for module in _MODULES)


@cache
def face(language: str) -> Face:
    """The font as a language is written with it."""
    return _face(_FACES.get(script_code(language), _OTHERS))


@cache
def _face(number: int) -> Face:
    return Face(number)


class Face:
    """One face of the font. Sizes and widths are pixels."""

    def __init__(self, number: int) -> None:
        import noto_cjk_sans_otc
        from fontTools.ttLib import TTFont

        self._file, self._number = str(noto_cjk_sans_otc.FONT_PATH), number
        self._font: Any = TTFont(self._file, fontNumber=number, lazy=True)
        self._names: dict[int, str] = self._font.getBestCmap()
        self._units: int = self._font["head"].unitsPerEm
        self._widths: Any = self._font["hmtx"]
        self._drawn: dict[str, str] = {}
        self._sized: dict[float, Any] = {}

    def sized(self, size: float) -> Any:
        """The face at a size, for painting."""
        from PIL import ImageFont

        if size not in self._sized:
            # No library of the machine that would put letters elsewhere.
            plain = ImageFont.Layout.BASIC
            self._sized[size] = ImageFont.truetype(self._file, size, index=self._number, layout_engine=plain)
        return self._sized[size]

    def lacks(self, text: str) -> set[str]:
        """The characters of a text for which there is no glyph."""
        return {letter for letter in shown(text) if ord(letter) not in self._names}

    def width(self, text: str, size: float) -> float:
        """How wide a line is."""
        return sum(self._advance(letter) for letter in shown(text)) * size / self._units

    def fitting(self, text: str, width: float, size: float, least: float) -> float:
        """The size at which a line has room: `size`, or smaller down to `least`."""
        return max(min(size, int(size * width / max(self.width(text, size), 1))), least)

    def lines(self, text: str, width: float, size: float, most: int) -> list[str]:
        """A text in up to `most` lines; what has no room is left out, with an ellipsis in its place."""
        left, found = _words(text), list[str]()
        while left and len(found) < most:
            line = ""
            while left and (not line or self.width(line + left[0].rstrip(), size) <= width):
                line += left.pop(0)
            found.append(line.strip())
        if left or (found and self.width(found[-1], size) > width):
            # In these faces the ellipsis stands as Chinese has it, in the middle of the line.
            last, left_out = found[-1], "…" if _wide_end(found[-1]) else "..."
            while last and self.width(last + left_out, size) > width:
                last = last[:-1]
            found[-1] = last.rstrip() + left_out
        return found

    def outline(self, text: str) -> str:
        """A line as paths in the units of the font, y upwards, from its left end on."""
        at, found = 0, []
        for letter in shown(text):
            if path := self._path(self._names[ord(letter)]):
                found.append(f'<path transform="translate({at} 0)" d="{path}"/>')
            at += self._advance(letter)
        return "".join(found)

    @property
    def units(self) -> int:
        """How many units of the font its size has."""
        return self._units

    def _advance(self, letter: str) -> int:
        name = self._names.get(ord(letter))
        return self._widths[name][0] if name else self._units

    @cached_property
    def _glyphs(self) -> Any:
        return self._font.getGlyphSet()

    def _path(self, name: str) -> str:
        from fontTools.pens.svgPathPen import SVGPathPen

        if name not in self._drawn:
            pen = SVGPathPen(self._glyphs, ntos=lambda value: str(round(value)))
            self._glyphs[name].draw(pen)
            self._drawn[name] = pen.getCommands()
        return self._drawn[name]


def shown(text: str) -> str:
    """The characters of a text that take room: without those that only say how others stand."""
    return "".join(
        letter if not letter.isspace() else " " for letter in text if unicodedata.category(letter) != "Cf"
    )


_NO_BEGINNING = "，。、；：！？）”》」』】,.;:!?)%’/·"
"""What may not begin a line."""


def _words(text: str) -> list[str]:
    """A text in pieces between which a line may end: words with the space after them, and each wide character alone."""
    pieces: list[str] = []
    for letter in shown(text):
        alone = unicodedata.east_asian_width(letter) in "WF" and letter not in _NO_BEGINNING
        begins = not pieces or alone or pieces[-1][-1] == " "
        begins |= bool(pieces) and _wide_end(pieces[-1]) and letter not in _NO_BEGINNING and letter != " "
        if begins:
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def _wide_end(piece: str) -> bool:
    return unicodedata.east_asian_width(piece[-1]) in "WF"
