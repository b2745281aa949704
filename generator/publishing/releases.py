"""Releases: the files of each version of a package stay at `data/<package>/<version>/` as they were when it was first
published, and those of now are at `data/<package>/latest/` too.

Bytes that are the same are one file on a disk that can have it so, and are asked of the site as it stands once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.publishing.export.copies import CopiesError, released

LATEST = "latest"


def kept(file: Path, listed: Mapping[str, Any], packages: Collection[str]) -> Mapping[str, Path]:
    """The files of the releases of some packages, by their paths below `data/`, as they lie beside the list of a site.

    The same bytes need lie there once for each package, at the first of their places. Raises CopiesError where a file of a
    release is not there, or is another one.
    """
    found: dict[str, Path] = {}
    for package in packages:
        proved: dict[str, Path] = {}
        for version, files in released(listed, package):
            for name, checksum in files.items():
                path = f"{package}/{version}/{name}"
                if checksum not in proved:
                    proved[checksum] = _proved(file, path, checksum)
                found[path] = proved[checksum]
    return found


def _proved(file: Path, path: str, checksum: str) -> Path:
    place = file.parent / path
    try:
        with place.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise CopiesError("broken", place, str(error)) from error
    if found != checksum:
        raise CopiesError("other", place, file.name)
    return place


def releases(
    package: str, version: str, current: Mapping[str, Path], before: Mapping[str, Path]
) -> Iterator[tuple[str, Path]]:
    """The files of all releases of a package, by their paths below `data/`: `current` are its downloads of now by their
    paths below its folder, `before` the files of the releases that there were. A version that is there stays as it was.
    """
    own = {path: file for path, file in before.items() if path.startswith(f"{package}/")}
    yield from own.items()
    there = any(path.startswith(f"{package}/{version}/") for path in own)
    for name, file in current.items():
        if "/" not in name:
            yield f"{package}/{LATEST}/{name}", file
            if not there:
                yield f"{package}/{version}/{name}", file
