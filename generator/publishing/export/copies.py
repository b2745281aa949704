"""Which published file a copy is: every checksum ever published, with the publications in which it stood."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.publishing.export.catalogue import Download

PATH = "data/versions.json"
"""Where the list stands on the site. Its address and its form are published and stay."""

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class CopiesError(ValueError):
    """What was given as the published list is none; the message says why."""


def read_copies(text: str) -> dict[str, Any]:
    """A list as it was published. Raises CopiesError where it has not the form that `copies` gives."""
    try:
        found = json.loads(text)
        publications, files = found["publications"], found["files"]
        sound = all(
            isinstance(version, str) and isinstance(commit, str) and date.fromisoformat(day)
            for rows in publications.values()
            for version, day, commit in rows
        ) and all(
            _SHA256.fullmatch(checksum) and 0 <= first <= last < len(publications[path.partition("/")[0]])
            for checksum, places in files.items()
            for path, first, last in places
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CopiesError(str(error)) from error
    if not sound:
        raise CopiesError(f"not the form of {PATH}")
    return {"publications": publications, "files": files}


def copies(
    before: Mapping[str, Any] | None,
    files: Mapping[str, Download],
    versions: Mapping[str, str],
    made: date,
    commit: str,
) -> dict[str, Any]:
    """The list with this publication in it.

    `publications` holds for each package its publications as (version, date, commit), the oldest first; `files` for
    each checksum the files that have it, as (path below `data/`, number of the first publication with it, number of
    the last). A file is current when its last is the package's last. `before` is the list as it was published,
    `files` are the downloads by their paths on the site, `versions` the packages' versions.
    """
    publications: dict[str, list[list[str]]] = {}
    known: dict[str, list[list[Any]]] = {}
    if before:
        publications = {name: [[*row] for row in rows] for name, rows in before["publications"].items()}
        known = {checksum: [[*place] for place in places] for checksum, places in before["files"].items()}
    for package, version in versions.items():
        row = [version, made.isoformat(), commit]
        rows = publications.setdefault(package, [])
        if not rows or rows[-1] != row:
            rows.append(row)
    for path, download in files.items():
        short = path.removeprefix("data/")
        number = len(publications[short.partition("/")[0]]) - 1
        places = known.setdefault(download.sha256, [])
        for place in places:
            # A file that came back after a pause has a second entry, so that no gap is hidden.
            if place[0] == short and place[2] >= number - 1:
                place[2] = number
                break
        else:
            places.append([short, number, number])
    return {"publications": publications, "files": dict(sorted(known.items()))}


def as_text(listed: Mapping[str, Any]) -> str:
    """The list as it stands in its file."""
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":")) + "\n"
