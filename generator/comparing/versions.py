"""Which part of a data set's version goes up with a change of the data: the promise of the data page, as one rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum

from generator.comparing.changes import Change, Comparison, Kind, Side
from generator.core.messages import catalogue
from generator.core.problems import Problem
from generator.format import tables
from generator.reading.validate import PackageRecords

Version = tuple[int, int, int]


class Part(IntEnum):
    """A part of a version, by its place in it; what goes up is named `parts` in the catalogue of problems."""

    ADDRESS = 0
    ADDED = 1
    CORRECTED = 2


WITH_PAGES = ("indicators", "goals", "documents", "themes", "organisations", "programmes")
"""The tables of which each thing has a page, at `/<package>/<table>/<id>/`."""

_UNPUBLISHED = frozenset({"restorations", "not_data"})
"""Tables that serve the check alone."""

_ABOUT_THE_REST = frozenset({"corrections", "explanations", "sections"})
"""Tables of words about what stands elsewhere: what is new in them adds no data."""

_NOT_THE_DATA = frozenset({"version", "format", "doi"})
"""What package.yaml says that is no data. A version gets its DOI when it is out."""


def part_of(change: Change) -> Part | None:
    """The part of the version that goes up with a change; None where nothing that is published is different."""
    if change.table in _UNPUBLISHED or (change.table == "package" and change.field in _NOT_THE_DATA):
        return None
    if change.kind is Kind.REMOVED:
        gone = change.table in WITH_PAGES or change.table == "dimensions"  # of which each is a column
        return Part.ADDRESS if gone else Part.CORRECTED
    if change.table in _ABOUT_THE_REST:
        return Part.CORRECTED
    # What has another id is there under a new one, and the old address leads on.
    if change.kind in (Kind.ADDED, Kind.RENAMED):
        return Part.ADDED
    column = change.table == "package" and change.field == tables.PACKAGE.languages.name
    return Part.ADDED if column else Part.CORRECTED


def raised(version: Version, part: Part) -> Version:
    """The lowest version after one of which that part goes up: `0.1.3` → `0.2.0`."""
    first, second, third = version
    return (
        (first + 1, 0, 0)
        if part is Part.ADDRESS
        else (first, second + 1, 0)
        if part is Part.ADDED
        else (first, second, third + 1)
    )


def demanded(version: Version, changes: Iterable[Change]) -> tuple[Version, Change | None]:
    """The lowest version that data may have that differ so from those of a version, and the first of the changes that demand
    it; the same version, and None, where nothing published is different.
    """
    parts: dict[Part, Change] = {}
    for change in changes:
        if (part := part_of(change)) is not None:
            parts.setdefault(part, change)
    if not parts:
        return version, None
    heaviest = min(parts)
    return raised(version, heaviest), parts[heaviest]


def low_versions(base: Side, head: Side, comparison: Comparison) -> Iterator[Problem]:
    """A problem for each package whose data are not those that its version has at the base."""
    by_package: dict[str, list[Change]] = {}
    for change in comparison.changes:
        by_package.setdefault(change.package, []).append(change)
    for name in sorted(base.packages.keys() & head.packages.keys()):
        old, new = version_of(base.packages[name]), version_of(head.packages[name])
        records = head.packages[name].package
        if old is None or new is None or records is None:
            continue  # which is a problem of its own
        least, heaviest = demanded(old, by_package.get(name, ()))
        if new >= least:
            continue
        place = records.place(0, tables.PACKAGE.version.name)
        values = {"value": said(new), "old": said(old), "suggestion": said(least)}
        part = part_of(heaviest) if heaviest else None
        if heaviest is None or part is None:
            yield Problem("version-back", place, values)
        else:
            values |= {"key": heaviest.key, "part": part.name.lower()}
            yield Problem("version-same", place, values)


def version_of(package: PackageRecords) -> Version | None:
    """The version that a package says it has; None where it says none that can be read."""
    written = next(iter(package.package[tables.PACKAGE.version.name]), None) if package.package else None
    return read(written) if written else None


def read(written: str) -> Version:
    """A version as numbers, which can be compared."""
    first, second, third = map(int, written.split("."))
    return first, second, third


def said(version: Version) -> str:
    """A version as it is written."""
    return ".".join(map(str, version))


def promise(language: str) -> Mapping[str, str]:
    """In words, by the names of the parts in small letters, when each goes up."""
    parts: Mapping[str, str] = catalogue(language, "problems")["parts"]
    return parts
