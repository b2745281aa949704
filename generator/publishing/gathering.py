"""What there is of the packages before a build makes anything itself: built apart, kept from an earlier build, or made by
those who share the work.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.publishing.downloads import Tables, keep_downloads, take_downloads
from generator.publishing.joining import Part
from generator.publishing.making import (
    Downloads,
    Lent,
    PackageSource,
    Pages,
    tasks,
    whole_program,
    worth_sharing,
)
from generator.publishing.outputs import write_anew
from generator.publishing.pages.render import Around
from generator.publishing.pages.views import PackageView
from generator.publishing.staging import Tongue
from generator.publishing.store import Store
from generator.publishing.workers import Crew

Tell = Callable[[str], None]
"""Takes the name of a step as it begins (`shared`, `downloads`, `validate`, `pages`, `render`, `swap`), for those who
watch.
"""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who shares the work on packages, how he is told one, and whether he shares `any` work or only what is worth it.

    `here`: they are processes of this machine, which can look into the store. `apart`: the site is to be joined with
    others, and holds what that takes.
    """

    crew: Crew
    source: Callable[[PackageView], PackageSource]
    any: bool = False
    here: bool = True
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Joining:
    """The parts of which a site is joined, by package, and how a package is told."""

    parts: Mapping[str, Part]
    source: Callable[[PackageView], PackageSource]


class Begun(NamedTuple):
    """What there is of packages before this process makes anything: the tables of those whose downloads are there, the
    packages whose pages are, and these pages, where the site is to be joined with others.
    """

    downloads: dict[str, Tables]
    paged: frozenset[str]
    pages: list[Pages]


def gather(
    work: Path,
    views: Sequence[PackageView],
    told: Around,
    tongues: Sequence[Tongue],
    origins: Mapping[str, str],
    store: Store,
    sharing: Sharing | None,
    joining: Joining | None,
    tell: Tell,
) -> Begun:
    """Take over the packages that were built apart and the downloads that the store has, and have those who share the work
    make the rest.
    """
    downloads: dict[str, Tables] = {}
    if joining:
        tell("joined")
        downloads |= _joined(work, views, joining, told, tongues)
    brought = frozenset(downloads)
    rest = [view for view in views if view.package.id not in brought]
    downloads |= _taken(work, rest, origins, store)
    # The store has pages as they were rendered; whoever joins sites needs their texts.
    always = sharing is not None and sharing.apart
    unknown = [view for view in rest if always or not tongues[0].memory.has(view.package.id)]
    if sharing is None or not unknown or not (sharing.any or worth_sharing(unknown)):
        return Begun(downloads, brought, [])
    tell("shared")
    pages: list[Pages] = []
    downloads |= _shared(work, unknown, sharing, told, tongues, store, downloads.keys(), pages)
    return Begun(downloads, brought | {view.package.id for view in unknown}, pages)


def _taken(
    work: Path, views: Sequence[PackageView], origins: Mapping[str, str], store: Store
) -> Iterator[tuple[str, Tables]]:
    """Put the downloads in their place that the store has; the tables of these packages."""
    for view in views:
        name = view.package.id
        tables = take_downloads(origins[name], work / "data" / name, view.package, store)
        if tables is not None:
            yield name, tables


def _shared(
    work: Path,
    views: Sequence[PackageView],
    sharing: Sharing,
    told: Around,
    tongues: Sequence[Tongue],
    store: Store,
    written: Container[str],
    made: list[Pages],
) -> dict[str, Tables]:
    """Have the pages of some packages made by those who share the work, and the downloads of those that are not `written`;
    the tables of these.

    `made` gets all pages, where the site is to be joined with others.
    """
    by_language = {tongue.language: tongue for tongue in tongues}
    found: dict[str, Tables] = {}
    program, lent = whole_program(), store.folder if sharing.here else None
    named = map(sharing.source, views)
    place = work / "lent" if sharing.here else None
    if place:
        place.mkdir()
        store.lend()
    asked = tasks(named, len(views), sharing.crew.count, told, written, place)
    given = (Lent(task, program, lent) for task in asked)
    for result, borrowed in sharing.crew.results(given):
        store.return_of(borrowed)
        if isinstance(result, Downloads):
            found[result.package] = _unpack(work, result)
            name = result.package
            keep_downloads(result.origin, work / "data" / name, name, result.made, store)
        else:
            for pages in result:
                by_language[pages.language].take_over(pages)
            if sharing.apart:
                made += result
    if place:
        shutil.rmtree(place)
    return found


def _unpack(work: Path, downloads: Downloads) -> Tables:
    """Have downloads that were made elsewhere stand in their place; their tables."""
    folder = work / "data" / downloads.package
    if downloads.folder:
        folder.parent.mkdir(exist_ok=True)
        downloads.folder.rename(folder)
    for path, content in downloads.files.items():
        write_anew(folder / path, content)
    return downloads.made.tables


def _joined(
    work: Path, views: Sequence[PackageView], joining: Joining, told: Around, tongues: Sequence[Tongue]
) -> dict[str, Tables]:
    """Take over the packages that were built apart; their tables."""
    found: dict[str, Tables] = {}
    for view in views:
        part = joining.parts.get(view.package.id)
        if part is None or not part.fits(told, joining.source(view)):
            continue
        by_language = {pages.language: pages for pages in part.pages}
        for tongue in tongues:
            tongue.take_over(by_language[tongue.language])
        found[part.package] = _unpack(work, part.downloads(view.package))
    return found
