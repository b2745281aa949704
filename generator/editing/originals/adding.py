"""An official document put into the archive: its own bytes, the text made of it, and which page each line came from."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.archive import pages
from generator.core.csv_files import csv_file
from generator.core.limits import MIB
from generator.editing.files.changing import write
from generator.editing.originals.made import Made, Part, Unusable

LARGEST_FILE = 256 * MIB
"""Bytes of a document."""

ORIGINAL = ".original"
"""What the name of the original has behind that of the document."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: the text's file (path below the archive), its checksum, and the other files; `changed` is false
    where all of them were there already.
    """

    made: Made
    text: str
    sha256: str
    characters: int
    others: tuple[str, ...]
    changed: bool


def read_original(file: Path) -> bytes:
    """The bytes of a document. Raises Unusable where it is too large or is no file of its own (a link, a device, a pipe),
    OSError where it cannot be read.
    """
    found = file.lstat()
    if stat.S_ISLNK(found.st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(file))
    if stat.S_ISDIR(found.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    if not stat.S_ISREG(found.st_mode):
        raise Unusable("no_file")
    with file.open("rb") as stream:
        content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Unusable("too_large", str(LARGEST_FILE // MIB))
    if not content:
        raise Unusable("no_text", file.name)
    return content


def add(archive: Path, package: str, document: str, original: bytes, made: Made, *, dataset: bool) -> Added:
    """Write a document's files into `<archive>/<package>/`: all of them, or none, and never over others.

    A `dataset` is a table of one sheet, and its text a CSV file. Raises Unusable where it is not, or where another file
    has the name; OSError where the system refuses.
    """
    if dataset and not made.rows:
        raise Unusable("no_table")
    name = f"{package}/{document}"
    text = f"{name}.{'csv' if dataset else 'txt'}"
    content = csv_file(made.rows) if dataset else _as_text(made.parts)
    files = {f"{name}{ORIGINAL}{made.suffix}": original}
    if not dataset and made.parts[0].name:
        files[f"{name}{pages.SUFFIX}"] = pages.listed((part.name, len(part.lines)) for part in made.parts)
    # The text comes last: where it stands, the others do.
    files[text] = content
    changed = _new(archive, files)
    write(archive, changed)
    sha256, characters = hashlib.sha256(content).hexdigest(), len(content.decode())
    return Added(made, text, sha256, characters, tuple(path for path in files if path != text), bool(changed))


def _new(archive: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that are not there yet. Raises Unusable for one that is there and says something else."""
    new = {}
    for path, content in files.items():
        place = archive / path
        if not os.path.lexists(place):
            new[path] = content
        elif place.is_symlink() or not place.is_file() or place.read_bytes() != content:
            raise Unusable("there", place.as_posix())
    return new


def _as_text(parts: tuple[Part, ...]) -> bytes:
    return "".join(f"{line}\n" for part in parts for line in part.lines).encode()
