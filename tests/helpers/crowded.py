"""A made-up body of which there is so much that no list of it fits on one page, and whose names are all long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from making import PACKAGE, make
from shapes import Shape

BODY = PACKAGE
"""The folder and id of the package."""

REPEATED = 4
"""How many times as long as usual its names are."""

SHAPE = Shape(
    indicators=200,
    observations=400,
    themes=20,
    organisations=300,
    areas=20,
    plans=2,
    reports=2,
    goals=180,
    targets=200,
    deliverables=80,
    words=20,
)

KINDS = ("themes", "organisations", "documents", "goals", "indicators")


def crowded(data: Path, shape: Shape = SHAPE) -> Path:
    """Write such a package below a data folder, and return its own folder."""
    folder = make(data, shape)
    for file in folder.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        longer = re.sub(r"(?m)^(\s*title_\w+: )(.*)$", lambda at: at[1] + " ".join([at[2]] * REPEATED), text)
        file.write_text(longer, encoding="utf-8")
    return folder


def things(site: Path, root: str) -> Iterator[str]:
    """The address of each thing below that of a package: what stands in a list and is no part of one."""
    for kind in KINDS:
        depth = "*/*" if kind == "goals" else "*"
        for page in sorted((site / root / kind).glob(f"{depth}/index.html")):
            if "part_" not in page.as_posix():
                yield f"{page.parent.relative_to(site).as_posix()}/"
