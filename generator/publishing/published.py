"""The site as it stands, as far as it goes on into the next one: its list of checksums, and the revisions that it told."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from generator.comparing.carrying import Publication
from generator.comparing.revisions import Revision, indicator_of
from generator.core.languages import text_of
from generator.core.phrases import Text
from generator.format.published import REVISIONS
from generator.publishing.export.copies import CopiesError, of_indicators, read_copies
from generator.publishing.releases import kept

_REVISIONS = "revisions.csv"


@dataclass(frozen=True, slots=True)
class Published:
    """The list of all checksums, as `read_copies` gives it, and the last publication of each package; the revisions of
    those alone that were asked for. `releases` are the files of their releases, by their paths below `data/`.
    """

    copies: Mapping[str, Any]
    packages: Mapping[str, Publication]
    releases: Mapping[str, Path] = field(default_factory=dict)


def read_published(file: Path, packages: Collection[str]) -> Published:
    """What goes on of a site, by its `data/versions.json`, beside which stand for some packages `versions-<package>.json`,
    `<package>/revisions.csv` and the folders of their releases.

    The list still knows packages that were given up since, of which nothing stands beside it. Raises CopiesError where
    the list is none, or where the revisions that it knows cannot be read beside it.
    """
    try:
        listed = file.read_text(encoding="utf-8")
        copies = read_copies(listed, dict(_lists(file, listed)))
    except CopiesError as error:
        raise CopiesError(error.reason, error.file or file, error.detail) from error
    except ValueError as error:  # of which an undecodable text is one
        raise CopiesError("broken", file, str(error)) from error
    return Published(
        copies,
        {
            name: Publication(rows[-1][2], tuple(_revisions(file, name, copies)) if name in packages else ())
            for name, rows in copies["publications"].items()
            if rows
        },
        kept(file, copies, packages),
    )


def _lists(file: Path, listed: str) -> Iterator[tuple[str, str]]:
    """The lists of the files of single indicators, by package, of a site that has them."""
    for package in read_copies(listed)["releases"]:
        beside = file.with_name(of_indicators(package).rpartition("/")[2])
        try:
            yield package, beside.read_text(encoding="utf-8")
        except OSError as error:
            raise CopiesError("broken", beside, str(error)) from error


def _revisions(file: Path, package: str, copies: Mapping[str, Any]) -> Iterator[Revision]:
    """The revisions of a package as they were published last; none of a site that had no table of them yet."""
    name, last = f"{package}/{_REVISIONS}", len(copies["publications"][package]) - 1
    known = {
        checksum
        for checksum, places in copies["files"].items()
        for path, _, latest in places
        if (path, latest) == (name, last)
    }
    if not known:
        return
    table = file.parent / name
    try:
        content = table.read_bytes()
    except OSError as error:
        raise CopiesError("broken", table, str(error)) from error
    if hashlib.sha256(content).hexdigest() not in known:
        raise CopiesError("other", table, file.name)
    try:
        yield from _read(content)
    except (ValueError, KeyError, csv.Error) as error:
        raise CopiesError("broken", table, str(error)) from error


def _read(content: bytes) -> Iterator[Revision]:
    """The rows of a table of revisions. Raises ValueError, KeyError or csv.Error where it is none."""
    for row in csv.DictReader(content.decode().splitlines(keepends=True)):
        # So the reader says that a row has too many cells, or too few.
        if None in row or None in row.values():
            raise ValueError(f"a row of another length: {row['date']}")
        yield Revision(
            date.fromisoformat(row["date"]),
            row["commit"],
            row["subject"],
            row["table"],
            row["key"],
            row["field"],
            row["old"],
            row["new"],
            indicator_id=indicator_of(row["table"], row["key"]),
            document_id=row["document"],
            reason=_reason(row),
            responsible=row["responsible"],
            carried=row.get("carried", ""),
        )


def _reason(row: Mapping[str, str]) -> Text:
    """The reason of a revision, in the languages that the table has a column for."""
    columns = ((text_of(name), text) for name, text in row.items())
    return Text.of({tag: text for (stem, tag), text in columns if stem == REVISIONS.texts[0].name})
