"""Which fonts the tests' browser has: those named here and no others, whatever the machine holds beside them.

Text takes more room in one font than in another, and readers' machines differ. Whether a page fits is therefore tried
in a wide Latin font and in a narrow one: a test asks for both with `@fonts.both`, and gets the wide one where it doesn't.
Chinese characters are as wide as they are high in every font, so one font is enough for them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

LATIN = {"wide": "DejaVu Sans", "narrow": "Liberation Sans"}
MONOSPACED = "DejaVu Sans Mono"
CHINESE = "WenQuanYi Micro Hei"

both = pytest.mark.parametrize("browser", LATIN, indirect=True)
"""Runs a test in the browser of each Latin font."""


def configuration(width: str, cache: Path) -> str:
    """Settings for fontconfig, which tells Chromium what fonts there are; what it finds is kept in the folder `cache`.

    What the style sheets ask for first comes out as the Latin font of that width, code as the monospaced one, and the
    characters that these lack as the Chinese one.
    """
    latin = LATIN[width]
    asked = {
        **dict.fromkeys(("sans-serif", "system-ui", "Helvetica", "Arial"), latin),
        "monospace": MONOSPACED,
    }
    accepted = "".join(
        f'<acceptfont><pattern><patelt name="family"><string>{family}</string></patelt></pattern></acceptfont>'
        for family in (latin, MONOSPACED, CHINESE)
    )
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{family}</family></prefer></alias>'
        for name, family in asked.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        "<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir>"
        f'<dir prefix="xdg">fonts</dir><cachedir>{cache}</cachedir>'
        f"<selectfont>{accepted}<rejectfont><pattern/></rejectfont></selectfont>{aliases}</fontconfig>"
    )
