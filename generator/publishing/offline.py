"""A copy of a finished site that works from a disk, without a server: from a stick, or unpacked from an archive.

A browser that reads files lists a folder where a server gives its `index.html`, and gives scripts no other file to read.
So links name the file, and what scripts load stands beside it once more as a script that hands it over
(`site_src/assets/offline.js`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

from generator.publishing.outputs import files_in
from generator.publishing.policy import HOME, element
from generator.publishing.swapping import replacing

SCRIPT = "assets/offline.js"
"""What stands in the head of every page of such a copy, behind its policy and before any other script."""

_DISK = f"{HOME} file:"
"""Where such a copy is read from: browsers do not agree whether a file on a disk is of the same site as the page beside it."""

_DOWNLOAD = re.compile("data/[^/]+/")
"""What lies there is saved, not loaded by a page."""

_LINK = re.compile(
    r"""(\s(?:href|action)=")(?![a-z][a-z0-9+.-]*:|//)((?:[^"?#]*/)?)(\.{0,2})(?=[?#"])""", re.IGNORECASE
)


def offline(site: Path, out: Path) -> None:
    """Make of a finished site one that works from a disk, in the place of `out`. Raises as `replacing` does."""
    with replacing(out) as copy:
        for path, file in files_in(site).items():
            target = copy / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.endswith(".html"):
                target.write_text(
                    page(file.read_text(encoding="utf-8"), path), encoding="utf-8", newline="\n"
                )
                continue
            _same(file, target)
            if handed := _handed(path, file):
                (copy / f"{path}.js").write_text(handed, encoding="utf-8", newline="\n")


def page(text: str, path: str) -> str:
    """A page whose links name the files to which they lead, with the script that hands over what others load."""
    up = "../" * path.count("/")

    def named(link: re.Match[str]) -> str:
        # A link to the page itself (`?page=2`, `#place`) stays one; `..` is a folder as `../` is.
        folder = f"{link[2]}{link[3]}/" if link[3] else link[2]
        return f"{link[1]}{folder}index.html" if folder else link[0]

    script = f'<script src="{up}{SCRIPT}"></script>'
    return _LINK.sub(named, text).replace(element(), element(_DISK) + script, 1)


def _same(file: Path, target: Path) -> None:
    """Have a file stand in the copy too: as the same one, where the disk can."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copy2(file, target)


def _handed(path: str, file: Path) -> str:
    """The script that hands over what a page loads; empty for what none does."""
    if _DOWNLOAD.match(path) or not path.endswith(".json"):
        return ""
    return f"mzHanded({json.dumps(path)}, {_harmless(file.read_text(encoding='utf-8'))});\n"


def _harmless(text: str) -> str:
    """JSON as a script may hold it: two signs that end a line for scripts do not for JSON."""
    return text.strip().replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
