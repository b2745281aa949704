"""Which published file a copy is: every checksum ever published, with the publications in which it stood; and which
publications are kept as releases.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator.publishing.export.catalogue import Download

PATH = "data/versions.json"
"""Where the list stands on the site. Its address and its form are published and stay."""

SHORT = 16
"""How many digits of a checksum the list of a package's indicators has: enough to tell any two files apart."""

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SHORTENED = re.compile(r"[0-9a-f]{16}", re.ASCII)
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+){2}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", re.ASCII)
_INDICATORS = "indicators"


class CopiesError(ValueError):
    """What was given as the published list is none: `reason` is a key of the words for it. `file` is what is wrong, where that
    is known, and `detail` what a library said of it, or of `other` the list that knows another file.
    """

    def __init__(self, reason: str, file: Path | None = None, detail: str = "") -> None:
        super().__init__(": ".join(str(part) for part in (file, reason, detail) if part))
        self.reason, self.file, self.detail = reason, file, detail


def of_indicators(package: str) -> str:
    """Where the list of the files of a package's indicators stands on the site: they are many, and most have their package's
    version in them, so that each version would have made the list of all thousands of lines longer.
    """
    return f"data/versions-{package}.json"


def read_copies(text: str, indicators: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A list as it was published; `indicators` are the texts of those of its packages' indicators, by package, as far as
    there are any. Raises CopiesError where it has not the form that `copies` gives.
    """
    try:
        found = json.loads(text)
        publications, files, releases = found["publications"], found["files"], found.get("releases", {})
        beside = {package: json.loads(content) for package, content in (indicators or {}).items()}
        sound = _sound(publications, files) and _sound_besides(publications, releases, beside)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CopiesError("broken", detail=str(error)) from error
    if not sound:
        raise CopiesError("form", detail=PATH)
    return {"publications": publications, "files": files, "releases": releases, _INDICATORS: beside}


def _sound(publications: Mapping[str, Any], files: Mapping[str, Any]) -> bool:
    # Whatever was published had files: a list without them would let their checksums go without a word.
    held = {path.partition("/")[0] for places in files.values() for path, _, _ in places}
    return (
        held >= {package for package, rows in publications.items() if rows}
        and all(
            isinstance(version, str) and isinstance(commit, str) and date.fromisoformat(day)
            for rows in publications.values()
            for version, day, commit in rows
        )
        and all(
            _SHA256.fullmatch(checksum) and _within(first, last, publications[path.partition("/")[0]])
            for checksum, places in files.items()
            for path, first, last in places
        )
        # One without a place would go, too.
        and all(files.values())
    )


def _sound_besides(
    publications: Mapping[str, Any], releases: Mapping[str, Any], beside: Mapping[str, Any]
) -> bool:
    # Of a release the version becomes a folder.
    return (
        all(
            0 <= number < len(publications[package]) and _VERSION.fullmatch(publications[package][number][0])
            for package, numbers in releases.items()
            for number in numbers
        )
        and all(
            _SHORTENED.fullmatch(checksum) and _within(first, last, publications[package])
            for package, paths in beside.items()
            for places in paths.values()
            for checksum, first, last in places
        )
        and all(places for paths in beside.values() for places in paths.values())
    )


def _within(first: object, last: object, rows: Sequence[object]) -> bool:
    """Whether two numbers are those of publications, the first not later than the last."""
    return type(first) is type(last) is int and 0 <= first <= last < len(rows)


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
    the last). A file is current when its last is the package's last. `releases` holds for each package the numbers of those
    publications whose files stay, each the first of its version. `indicators` holds for each package, by the paths of the
    files of its indicators below its folder, the shortened checksums with the same two numbers. `before` is the list as it
    was published, `files` are the downloads by their paths on the site, `versions` the packages' versions.
    """
    publications, releases, known, single = _before(before) if before else ({}, {}, {}, {})
    for package, version in versions.items():
        row = [version, made.isoformat(), commit]
        rows = publications.setdefault(package, [])
        # Other bytes are another publication, though day and commit are the same: a program or an address may differ.
        if not rows or rows[-1] != row or _differ(package, len(rows) - 1, files, known, single):
            rows.append(row)
        kept = releases.setdefault(package, [])
        if version not in {rows[number][0] for number in kept}:
            kept.append(len(rows) - 1)
    for path, download in files.items():
        short = path.removeprefix("data/")
        number = len(publications[short.partition("/")[0]]) - 1
        if own := _single(short):
            _seen(single.setdefault(own[0], {}).setdefault(own[1], []), download.sha256[:SHORT], number)
        else:
            _seen(known.setdefault(download.sha256, []), short, number)
    for paths in single.values():
        for places in paths.values():
            places.sort(key=lambda place: place[1])
    return {
        "publications": publications,
        "releases": releases,
        "files": dict(sorted(known.items())),
        _INDICATORS: {name: dict(sorted(paths.items())) for name, paths in sorted(single.items())},
    }


def _differ(
    package: str,
    number: int,
    files: Mapping[str, Download],
    known: Mapping[str, _Places],
    single: Mapping[str, Mapping[str, _Places]],
) -> bool:
    """Whether the files of a package are others than those of one of its publications."""
    now = {path.removeprefix("data/"): file.sha256 for path, file in files.items()}
    own = {path: checksum for path, checksum in now.items() if path.startswith(f"{package}/")}
    stood = {
        path: checksum
        for checksum, places in known.items()
        for path, _, last in places
        if last == number and path.startswith(f"{package}/")
    }
    stood |= {
        f"{package}/{path}": checksum
        for path, places in single.get(package, {}).items()
        for checksum, _, last in places
        if last == number
    }
    shortened = {path: checksum[: len(stood.get(path, checksum))] for path, checksum in own.items()}
    return stood != shortened


_Places = list[list[Any]]
_Lists = tuple[
    dict[str, list[list[str]]], dict[str, list[int]], dict[str, _Places], dict[str, dict[str, _Places]]
]


def _before(listed: Mapping[str, Any]) -> _Lists:
    """The publications, releases, files and files of indicators of a list as it was published, to go on with."""
    known: dict[str, _Places] = {}
    single = {
        name: {path: [[*place] for place in places] for path, places in paths.items()}
        for name, paths in listed[_INDICATORS].items()
    }
    for checksum, places in listed["files"].items():
        for path, first, last in places:
            if own := _single(path):
                # They stood in the list of all files once.
                single.setdefault(own[0], {}).setdefault(own[1], []).append([checksum[:SHORT], first, last])
            else:
                known.setdefault(checksum, []).append([path, first, last])
    publications = {name: [[*row] for row in rows] for name, rows in listed["publications"].items()}
    return publications, {name: [*numbers] for name, numbers in listed["releases"].items()}, known, single


def _seen(places: _Places, what: str, number: int) -> None:
    """Note that something stands in a publication. What came back after a pause has a second entry, so that no gap is
    hidden.
    """
    for place in places:
        if place[0] == what and place[2] >= number - 1:
            place[2] = number
            return
    places.append([what, number, number])


def _single(path: str) -> tuple[str, str] | None:
    """The package of a file of one indicator, and its path there; None for another file."""
    package, _, own = path.partition("/")
    return (package, own) if own.startswith("indicators/") else None


def released(listed: Mapping[str, Any], package: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The releases of a package, the oldest first: the version, and the checksum of each file by its name.

    These are the files of the package itself: those of single indicators are parts of its tables.
    """
    for number in listed["releases"].get(package, ()):
        yield (
            listed["publications"][package][number][0],
            {
                name: checksum
                for checksum, places in listed["files"].items()
                for path, first, last in places
                if first <= number <= last
                and path.startswith(f"{package}/")
                and _NAME.fullmatch(name := path.partition("/")[2])
            },
        )


def as_text(listed: Mapping[str, Any]) -> str:
    """The list as it stands in its file."""
    return _json({key: value for key, value in listed.items() if key != _INDICATORS})


def as_texts(listed: Mapping[str, Any]) -> Mapping[str, str]:
    """The lists of the packages' indicators as they stand in their files, by package."""
    return {package: _json(listed[_INDICATORS].get(package, {})) for package in listed["releases"]}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
