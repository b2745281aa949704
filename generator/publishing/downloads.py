"""The downloads of packages on their way to the site: those of an earlier build where all that they are made of is as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.core import sources
from generator.core.languages import MESSAGES
from generator.publishing.export.catalogue import Download
from generator.publishing.export.filled import Outline, outline_of
from generator.publishing.export.write import sha256, write_package
from generator.publishing.pages.reads import NotWatchedError, fingerprint_of
from generator.publishing.pages.views import PackageView
from generator.publishing.settings import Settings
from generator.publishing.store import Store, fingerprint, of_files, program

Tables = Sequence[tuple[Outline, int]]
"""Outlines of the tables of a package, each with the size of its file in bytes."""


def origin(view: PackageView, settings: Settings, made: date) -> str:
    """The fingerprint of all that the downloads of a package are made of, on the day `made`; empty where that cannot be
    told.
    """
    if not view.source:
        return ""
    try:
        given = fingerprint_of((settings, view.standings.today, list(view.revisions), view.source))
    except NotWatchedError:
        return ""
    words = of_files(*sources.everywhere(MESSAGES))
    return fingerprint("downloads", program(), words, given, made.isoformat())


def write_downloads(folder: Path, view: PackageView, settings: Settings, made: date) -> Tables:
    """Write the downloads of a package into a folder that is not there yet, and tell which tables they are.

    `made` is the day on which they are made. Raises UnsoundError as `write_package` does.
    """
    homepage = settings.page(f"{view.package.id}/")
    address = settings.page(f"data/{view.package.id}/")
    tables = write_package(folder, view.package, view.standings, homepage, view.revisions, made, address)
    for item in view.former:
        if item.table == "indicators" and item.now:
            for form in ("csv", "json"):
                shutil.copyfile(
                    folder / "indicators" / f"{item.now}.{form}", folder / "indicators" / f"{item.id}.{form}"
                )
    return tuple((table.outline, (folder / f"{table.name}.csv").stat().st_size) for table in tables)


def take_downloads(origin: str, folder: Path, languages: tuple[str, ...], store: Store) -> Tables | None:
    """Have the downloads of that origin, of a package in some languages, stand in a folder that is not there yet, where an
    earlier build kept them; else None.
    """
    told = store.value(_tables(origin)) if origin else None
    if told is None or not store.take(origin, folder):
        return None
    return tuple(
        (outline_of(name, columns, length, languages), size)
        for name, columns, length, size in json.loads(told)
    )


def keep_downloads(origin: str, folder: Path, tables: Tables, store: Store) -> None:
    """Keep the downloads in a folder for the next builds, unless their origin is not known."""
    if origin:
        told = [(table.name, table.names, len(table), size) for table, size in tables]
        store.keep_value(_tables(origin), json.dumps(told).encode())
        store.keep(origin, folder, [path.relative_to(folder).as_posix() for path in _files(folder)])


def _tables(origin: str) -> str:
    """The name under which a store has the tables of the downloads of that origin."""
    return fingerprint(origin, "tables")


def measured(folder: Path) -> Mapping[str, Download]:
    """Every download below a folder by its path on the site."""
    return {
        f"data/{path.relative_to(folder).as_posix()}": Download(path.stat().st_size, sha256(path))
        for path in _files(folder)
    }


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]
