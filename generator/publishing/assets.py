"""What pages look like and what they load: ours, and behind it what an installation has of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from generator.core import sources
from generator.core.leftovers import left_over
from generator.publishing.outputs import files_in
from generator.publishing.settings import Settings

_COLOURED = "colour.css"
_COLOURS = """\
/* The colour of the installation. In the dark the theme's own stays, which is dark enough for every text on it. */
[data-md-color-scheme="default"] { --md-primary-fg-color: %s; --md-accent-fg-color: %s; }
"""


def styles(settings: Settings) -> list[str]:
    """The style sheets of every page: ours, the colour of an installation, and then its own."""
    ours, *own = (
        [f"assets/{path.name}" for path in sorted(folder.glob("*.css")) if not left_over(path.name)]
        for folder in reversed(sources.everywhere("assets"))
    )
    colour = [f"assets/{_COLOURED}"] if settings.colour else []
    return list(dict.fromkeys([*ours, *colour, *chain(*own)]))


def assets(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """What pages look like and what they load, by its path; an installation's own comes after ours."""
    if settings.colour:
        yield _COLOURED, (_COLOURS % ((settings.colour,) * 2)).encode()
    for folder in reversed(sources.everywhere("assets")):
        for path, file in files_in(folder).items():
            if left_over(file.name):
                continue
            content = file.read_bytes()
            yield path, _COMMENT.sub(b"", content) if path.endswith(".css") else content


_COMMENT = re.compile(rb"/\*(?!!).*?\*/\n?", re.DOTALL)
"""What a style sheet says to who writes it: a kilobyte of every first visit. What names a licence (`/*!`) stays."""
