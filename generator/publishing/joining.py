"""What a site built for one package holds besides, so that it can be joined with others: the texts of its pages, and
what they were made of.

A joined site is rendered anew from these texts, as each page names the other packages around itself; downloads are taken
over as they are. What all packages share is made of the data, which whoever joins has too.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import __version__
from generator.core.model import Package
from generator.publishing.downloads import Made, Tables
from generator.publishing.export.filled import outline_of
from generator.publishing.export.write import sha256
from generator.publishing.making import Downloads, PackageSource, Pages, whole_program
from generator.publishing.outputs import files_in, hold
from generator.publishing.pages.fingerprints import fingerprint_of
from generator.publishing.pages.reads import Notes
from generator.publishing.pages.render import Around

FILE = "part.zip"
"""Where it stands in the site. It serves nobody who reads the site and may be left out where that is published."""

_FACTS = "part.json"
_DATE = (1980, 1, 1, 0, 0, 0)
_STEP = re.compile(r"[^/\\\0]*[^/\\\0.][^/\\\0]*")
"""A name in a path, which never leads upwards."""


class PartError(Exception):
    """A site cannot be joined: `reason` is a key of the words for it, `site` its folder, `detail` what they name."""

    def __init__(self, reason: str, site: Path, detail: str = "") -> None:
        super().__init__(f"{reason}: {site}")
        self.reason, self.site, self.detail = reason, site, detail


@dataclass(frozen=True, slots=True)
class Part:
    """A package as a site has it that was built for it alone."""

    site: Path
    facts: Mapping[str, Any]
    pages: Sequence[Pages]

    @property
    def package(self) -> str:
        """The id of the package."""
        return str(self.facts["package"])

    def fits(self, told: Around, source: PackageSource) -> bool:
        """Whether its pages are what would be made here; not where it is only that other packages are judged as on an
        earlier day, or that they fill the first part of the data page. Raises PartError where it was made by another
        program, of other data, or for another site.
        """
        wanted = _about(told, source)
        for reason, value in wanted.items():
            if self.facts[reason] != value:
                raise PartError(f"part_{reason}", self.site, self.package)
        return all(self.facts[name] == value for name, value in _among(told, self.package).items())

    def downloads(self, package: Package) -> Downloads:
        """Its downloads. Raises PartError where the files are not those that were built."""
        folder = self.site / "data" / self.package
        there = _downloads_in(folder)
        if {path: sha256(file) for path, file in there.items()} != self.facts["files"]:
            raise PartError("part_broken", self.site)
        try:
            tables = [
                (outline_of(name, columns, rows, package.languages), size)
                for name, columns, rows, size in self.facts["tables"]
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise PartError("part_broken", self.site) from error
        made = Made(tables, package.languages, {})
        return Downloads(self.package, "", made, {path: file.read_bytes() for path, file in there.items()})


def _downloads_in(folder: Path) -> Mapping[str, Path]:
    """The downloads of a package by their paths below the folder in which they stand on a site, without the page there, which
    is rendered among the others.
    """
    return {path: file for path, file in files_in(folder).items() if path != "index.html"}


def _about(told: Around, source: PackageSource) -> Mapping[str, str]:
    """What the pages of a package depend on, in the order in which it is worth telling what differs."""
    return {
        "version": __version__,
        "program": whole_program(),
        "data": source.made_from,
        "day": fingerprint_of(told._replace(later=False, apart={})),
    }


def _among(told: Around, package: str) -> Mapping[str, object]:
    """What they depend on of the other packages of a site."""
    return {"later": told.later, "offered": told.apart.get(package, "")}


def write_part(
    site: Path, told: Around, source: PackageSource, tables: Tables, made: Sequence[Pages]
) -> None:
    """Write what joins a site with others into it: which tables its downloads are, and the pages that were made for it, in
    any order.
    """
    texts: dict[str, dict[str, str]] = {}
    for item in made:
        texts.setdefault(item.language, {}).update(item.texts)
    folder = site / "data" / source.id
    facts = {
        "package": source.id,
        **_about(told, source),
        **_among(told, source.id),
        "tables": [[table.name, table.names, len(table), size] for table, size in tables],
        "files": {path: sha256(file) for path, file in _downloads_in(folder).items()},
        "languages": sorted(texts),
    }
    with zipfile.ZipFile(site / FILE, "w") as archive:
        _add(archive, _FACTS, json.dumps(facts, ensure_ascii=False))
        for language, named in sorted(texts.items()):
            for path, text in sorted(named.items()):
                _add(archive, f"{language}/{path}", text)


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, text.encode())


def read_parts(sites: Sequence[Path]) -> Mapping[str, Part]:
    """Some sites, each of one package, by its id.

    Raises PartError where one is no such site, is not whole, or has a package that another has, OutputError where a
    folder was not made by this program or somebody has added to it, OSError where it cannot be read.
    """
    found: dict[str, Part] = {}
    for site in sites:
        part = _read(site)
        if part.package in found:
            raise PartError("part_twice", site, part.package)
        found[part.package] = part
    return found


def _read(site: Path) -> Part:
    hold(site)
    file = site / FILE
    if not file.is_file():
        raise PartError("part_none", site)
    try:
        with zipfile.ZipFile(file) as archive:
            facts = json.loads(archive.read(_FACTS))
            package = facts["package"]
            pages = [
                Pages(language, dict(_texts(archive, language, package)), Notes({}, {}, {}, {}))
                for language in facts["languages"]
            ]
            sound = {*facts} == _KEYS and all(item.texts for item in pages)
    except (
        zipfile.BadZipFile,
        KeyError,
        TypeError,
        AttributeError,
        ValueError,
        NotImplementedError,
        RecursionError,
    ) as error:
        raise PartError("part_broken", site) from error
    if not sound or not _STEP.fullmatch(package):
        raise PartError("part_broken", site)
    return Part(site, facts, pages)


_KEYS = {"package", "version", "program", "data", "day", "later", "offered", "tables", "files", "languages"}


def _texts(archive: zipfile.ZipFile, language: str, package: str) -> Iterator[tuple[str, str]]:
    """The texts in a language by their paths. Raises ValueError where one is none of the package's own."""
    for name in archive.namelist():
        tag, _, path = name.partition("/")
        if tag != language:
            continue
        own = path.startswith((f"{package}/", f"embed/{package}/"))
        if not own or not all(_STEP.fullmatch(step) for step in path.split("/")):
            raise ValueError(name)
        yield path, archive.read(name).decode()
