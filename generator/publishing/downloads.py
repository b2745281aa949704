"""The downloads of packages on their way to the site: those of an earlier build where all that they are made of is as it was,
and that of all packages together.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from generator.core.model import Package
from generator.format.joint import FOLDER
from generator.format.tables import OBSERVATIONS
from generator.publishing.export import joint
from generator.publishing.export.catalogue import Download
from generator.publishing.export.filled import FilledTable, Outline, outline_of
from generator.publishing.export.indicators import write_former
from generator.publishing.export.pieces import Pieces
from generator.publishing.export.write import Before, sha256, write_package
from generator.publishing.outputs import files_in
from generator.publishing.pages import Site
from generator.publishing.pages.fingerprints import NotWatchedError, fingerprint_of
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.publishing.store import Store, fingerprint, program, words
from generator.verdicts.alike import SEVERAL

Tables = Sequence[tuple[Outline, int]]
"""Outlines of the tables of a package, each with the size of its file in bytes."""


Later = Callable[[str], object]
"""Takes the id of a package whose downloads are put off: it stands with those that were made last, for who shows its pages first
and builds once more.
"""


def origin(view: PackageView, settings: Settings, made: date) -> str:
    """The fingerprint of all that the downloads of a package are made of, on the day `made`; empty where that cannot be
    told.
    """
    if not view.source:
        return ""
    try:
        told = list(view.revisions), view.commit, list(view.deltas), list(view.vintages)
        given = fingerprint_of((settings, view.standings.today, *told, view.source))
    except NotWatchedError:
        return ""
    return fingerprint("downloads", program(), words(), given, made.isoformat())


class Made(NamedTuple):
    """Downloads that were made: their tables, the languages of these, and what is to be known of their pieces by those who make
    them the next time.
    """

    tables: Tables
    languages: Sequence[str]
    pieces: Mapping[str, str]


def write_downloads(
    folder: Path, view: PackageView, settings: Settings, made: date, store: Store | None = None
) -> Made:
    """Write the downloads of a package into a folder that is not there yet.

    `made` is the day on which they are made; what would be the same is taken from those that were made last, where a store
    has them. Raises UnsoundError as `write_package` does.
    """
    package = view.package
    folder.mkdir(parents=True)
    files, before = _latest_pieces(package.id, store) if store else ({}, {})
    pieces = Pieces(files, before, view.origins.file, view.origins.rows)
    tables = write_view(folder, view, settings, made, pieces)
    for item in view.former:
        if item.table != "indicators":
            continue
        if item.now:
            for form in ("csv", "json"):
                shutil.copyfile(
                    folder / "indicators" / f"{item.now}.{form}", folder / "indicators" / f"{item.id}.{form}"
                )
        else:
            write_former(folder / "indicators", package, item, tables)
    sized = tuple((table.outline, (folder / f"{table.name}.csv").stat().st_size) for table in tables)
    return Made(sized, package.languages, pieces.now)


def write_view(
    folder: Path, view: PackageView, settings: Settings, made: date, pieces: Pieces | None = None
) -> list[FilledTable]:
    """Write what a package offers for download, with all that is known of it besides, and return its tables.

    Raises UnsoundError as `write_package` does.
    """
    package = view.package
    return write_package(
        folder,
        package,
        view.standings,
        settings.page(f"{package.id}/"),
        Before(view.revisions, view.deltas, view.former_ids, view.vintages, view.commit),
        made=made,
        address=settings.page(f"data/{package.id}/"),
        repository=settings.repository,
        pieces=pieces,
    )


def take_downloads(origin: str, folder: Path, package: Package, store: Store) -> Tables | None:
    """Have the downloads of that origin, of a package, stand in a folder that is not there yet, where an earlier build kept
    them; else None.
    """
    told = store.value(_told(origin)) if origin else None
    if told is None or not store.take(origin, folder):
        return None
    store.keep_value(_latest(package.id), origin.encode())
    # What was made last may be in other languages than the package is now.
    tables, languages, _ = json.loads(told)
    return tuple(
        (outline_of(name, columns, length, tuple(languages)), size) for name, columns, length, size in tables
    )


def standing(origins: Mapping[str, str], store: Store, later: Later | None) -> Mapping[str, str]:
    """With downloads of which origin packages stand, by their ids, of which `origins` are those of today's.

    With `later` one of which the store has not today's stands with those that were made last, where it has these; it is told
    which ones. Where it has neither they are made, and where there is to be a download of all and none was made last, nothing is
    put off: it is not put together of downloads of then and packages of now.
    """
    if later is None or (len(origins) >= SEVERAL and store.files(_made_last(FOLDER, store)) is None):
        return origins
    found = dict(origins)
    for name, origin in origins.items():
        last = _made_last(name, store)
        if last != origin and store.files(origin) is None and store.files(last) is not None:
            found[name] = last
            later(name)
    return found


def _made_last(package: str, store: Store) -> str:
    """The origin of the downloads of a package that this program made last, of whatever state of it; empty where the store knows
    none.
    """
    found = store.value(_latest(package))
    return found.decode() if found else ""


def keep_downloads(origin: str, folder: Path, package: str, made: Made, store: Store) -> None:
    """Keep the downloads of a package in a folder for the next builds, unless their origin is not known."""
    if origin:
        tables = [(table.name, table.names, len(table), size) for table, size in made.tables]
        store.keep_value(_told(origin), json.dumps([tables, made.languages, made.pieces]).encode())
        store.keep(origin, folder, files_in(folder))
        store.keep_value(_latest(package), origin.encode())


def _latest_pieces(package: str, store: Store) -> tuple[Mapping[str, Path], Mapping[str, str]]:
    """The files of the downloads of a package that were made last, by their paths, and what was noted of their pieces; nothing
    where the store has none.
    """
    origin = _made_last(package, store)
    told, files = store.value(_told(origin)), store.files(origin)
    if told is None or files is None:
        return {}, {}
    _, _, pieces = json.loads(told)
    return files, dict(pieces)


def _told(origin: str) -> str:
    """The name under which a store has what is known of the downloads of that origin: their tables and pieces."""
    return fingerprint(origin, "told")


def _latest(package: str) -> str:
    """The name under which a store has the origin of the downloads of a package that this program made last."""
    return fingerprint("downloads", program(), words(), package)


def measured(folder: Path, known: Mapping[str, str] = MappingProxyType({})) -> Mapping[str, Download]:
    """Every download below a folder by its path on the site; `known` are checksums by paths below the folder."""
    return {
        f"data/{path}": Download(file.stat().st_size, known.get(path) or sha256(file))
        for path, file in files_in(folder).items()
    }


def offered(
    work: Path,
    site: Site,
    downloads: Mapping[str, Tables],
    origins: Mapping[str, str],
    store: Store,
    *,
    put_off: bool = False,
) -> Mapping[str, Download]:
    """All downloads below a working folder by their paths on the site, those of all packages in one among them, which are put
    beside the others. `put_off`: some are those that were made last.
    """
    known = {
        f"{name}/{path}": checksum
        for name, origin in origins.items()
        for path, checksum in store.checksums(origin).items()
    }
    files = measured(work / "data", known)
    if not _put_together(work, site, downloads, files, store, put_off=put_off):
        return files
    return measured(work / "data", {path.removeprefix("data/"): file.sha256 for path, file in files.items()})


def _put_together(
    work: Path,
    site: Site,
    downloads: Mapping[str, Tables],
    files: Mapping[str, Download],
    store: Store,
    *,
    put_off: bool,
) -> bool:
    """Have the download of all packages together stand beside theirs, where there is one: that which was made last, where theirs
    are `put_off`; whether it is.
    """
    packages = [view.package for view in site.views]
    if len(packages) < SEVERAL:
        return False
    folder = work / "data" / FOLDER
    if put_off:
        return store.take(_made_last(FOLDER, store), folder)
    figures = sum(
        len(table) for tables in downloads.values() for table, _ in tables if table.name == OBSERVATIONS.name
    )
    whole = joint.put_together(packages, figures)
    made_of = {path: file.sha256 for path, file in files.items() if path.endswith(".csv")}
    told = fingerprint_of((site.settings, site.made, joint.told_of(packages, site.settings)))
    name = fingerprint("together", program(), words(), told, repr(made_of))
    if store.take(name, folder):
        store.need(_told(name))
        store.keep_value(_latest(FOLDER), name.encode())
        return True
    pieces = Pieces(*_latest_pieces(FOLDER, store))
    if whole:
        joint.write_joint(folder, packages, work / "data", site.settings, site.made, pieces)
    else:
        joint.write_alike(folder, packages)
    keep_downloads(name, folder, FOLDER, Made((), (), pieces.now), store)
    return True
