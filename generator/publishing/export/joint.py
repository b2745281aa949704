"""All packages in one download: their tables one below the other, with what means the same in them.

It is put together from the tables as each package offers them, so it says what they say, whether the packages were built
at once or apart.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from generator import __version__
from generator.core.csv_files import csv_file, write_csv
from generator.core.external_codes import SCHEMES
from generator.core.languages import spoken
from generator.core.markdown import escaped
from generator.core.model import Package
from generator.core.phrases import Text
from generator.format.fields import LIST, Shape
from generator.format.joint import (
    ALIKE,
    EQUIVALENCES,
    FOLDER,
    PACKAGE,
    PACKAGES,
    SAME_ID,
    global_id,
    names_rows,
)
from generator.format.published import AUTHORED, COMPUTED, Column, column_of, key_of, published_fields
from generator.publishing.export.about import LICENCES, Fact, words
from generator.publishing.export.archive import write_archive
from generator.publishing.export.codebook import codebook, codebook_columns, codebook_text, table_title
from generator.publishing.export.columnar import write_parquet
from generator.publishing.export.database import write_database
from generator.publishing.export.descriptor import resources
from generator.publishing.export.filled import FilledTable, cell
from generator.publishing.export.pieces import Pieces
from generator.publishing.settings import Settings
from generator.verdicts.alike import SEVERAL, Same, alike, alike_entries

MOST = 200_000
"""Figures of all packages together up to which there is such a download: it is as large as all of them, and more than that
nobody reads as a whole. The list of indicators says where each has its own.
"""


_ALIKE_KEY = "equivalence_id", "row_id"
"""The columns that name a row of what is the same together."""


def put_together(packages: Sequence[Package], figures: int) -> bool:
    """Whether there is a download of some packages together that have so many figures: one alone is one already."""
    return len(packages) >= SEVERAL and figures <= MOST


def joint_tables(packages: Sequence[Package], data: Path, settings: Settings) -> list[FilledTable]:
    """Every table of some packages, whose downloads stand below `data`, in the order of the codebook."""
    languages = _languages(packages)
    found = [_own(PACKAGES, _package_rows(packages, settings, languages), languages, (PACKAGE,))]
    for name in (*AUTHORED, *COMPUTED):
        files = {item.id: data / item.id / f"{name}.csv" for item in packages}
        held = {package: _read(file) for package, file in files.items() if file.is_file()}
        if held:
            found.append(_below(name, held, languages))
    return [*found, _own(EQUIVALENCES, equivalences(packages), languages, _ALIKE_KEY)]


def beside(packages: Sequence[Package]) -> list[FilledTable]:
    """The tables that only the download of all has, without their rows, for the codebook; none where there is none."""
    if len(packages) < SEVERAL:
        return []
    languages = _languages(packages)
    return [
        _own(PACKAGES, (), languages, (PACKAGE,)),
        _own(EQUIVALENCES, (), languages, _ALIKE_KEY),
    ]


def equivalences(packages: Sequence[Package]) -> Iterator[tuple[str, ...]]:
    """What means the same in several packages: package, group, table, id among all packages, bond and code of each member."""
    for same in alike(packages):
        for package, name in same.held:
            yield (
                *(package, f"indicators/{same.key}", "indicators", global_id(package, name)),
                *_bond(same),
            )
    for table in ALIKE[1:]:
        for entry in alike_entries(packages, table):
            group = f"{table}/{entry.scheme}_{entry.code}"
            for package, name in entry.held:
                yield package, group, table, global_id(package, name), entry.scheme, entry.code


def _bond(same: Same) -> tuple[str, str]:
    """By which list and code indicators are the same; by the id that all have."""
    found = (scheme for scheme in SCHEMES if same.code and same.key.startswith(f"{scheme}_"))
    scheme = next(found, SAME_ID)
    return scheme, same.key.removeprefix(f"{scheme}_") if same.code else ""


def told_of(packages: Sequence[Package], settings: Settings) -> list[tuple[Any, ...]]:
    """What the download of some packages together tells that no table of theirs does: the version of each, for one, and what is
    the same in several.
    """
    return [*_package_rows(packages, settings, _languages(packages)), *equivalences(packages)]


def write_alike(folder: Path, packages: Sequence[Package]) -> None:
    """Write the table of what is the same alone, where the download of all would be too large."""
    folder.mkdir(parents=True)
    table = _own(EQUIVALENCES, equivalences(packages), _languages(packages), _ALIKE_KEY)
    write_csv(folder / f"{table.name}.csv", table.names, table.rows)


def write_joint(
    folder: Path,
    packages: Sequence[Package],
    data: Path,
    settings: Settings,
    made: date,
    pieces: Pieces | None = None,
) -> None:
    """Write the download of some packages together into `folder`, which is not there yet: tables, database, archive,
    descriptor, and those tables as Parquet that a workbook would not hold. `pieces` are what is known of an earlier one by
    the same program.
    """
    pieces = pieces or Pieces()
    folder.mkdir(parents=True)
    languages = _languages(packages)
    tables = joint_tables(packages, data, settings)
    written = {item.name: write_csv(folder / f"{item.name}.csv", item.names, item.rows) for item in tables}
    descriptor = _descriptor(packages, settings, made, resources(tables, written, spoken(languages)))
    (folder / "datapackage.json").write_text(
        json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    papers = {
        "README.md": _readme(packages, tables, settings, languages).encode(),
        "codebook.csv": csv_file([codebook_columns(languages), *codebook(tables, languages)]),
        "codebook.md": codebook_text(tables, languages).encode(),
    }
    files = [folder / "datapackage.json", *(folder / f"{name}.csv" for name in written)]
    # The descriptor has the checksums of all tables.
    made_of = json.dumps(descriptor), *map(bytes.decode, papers.values())
    write_archive(folder / f"{FOLDER}.zip", FOLDER, papers, files, {}, pieces, *made_of)
    known = _facts(packages, settings, languages)
    checksums = {name: file.sha256 for name, file in written.items()}
    write_database(folder / f"{FOLDER}.sqlite", tables, known, languages, pieces=pieces, checksums=checksums)
    if long := [item.name for item in tables if item.too_long]:
        write_parquet(folder, tables, long)


def _languages(packages: Iterable[Package]) -> tuple[str, ...]:
    """The languages of some packages, in the order in which they come."""
    return tuple(dict.fromkeys(tag for package in packages for tag in package.languages))


def _own(
    shape: Shape, rows: Iterable[Sequence[Any]], languages: tuple[str, ...], key: tuple[str, ...]
) -> FilledTable:
    """A table that only this download has."""
    fields = shape.in_languages(languages).fields
    texts = [[cell(value) for value in row] for row in rows]
    columns = tuple(column_of(item, shape.name) for item in fields)
    # Each package has its own languages, the first of which is another one.
    optional = tuple(
        replace(item, required=False) if (item.name.startswith(("title_", "description_"))) else item
        for item in columns
    )
    return FilledTable(
        shape.name, optional, key, tuple([row[at] for row in texts] for at in range(len(fields)))
    )


def _package_rows(
    packages: Sequence[Package], settings: Settings, languages: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    for item in packages:
        yield (
            item.id,
            *(item.title.own(tag) for tag in languages),
            *(item.description.own(tag) for tag in languages),
            *(item.version, item.licence, item.languages),
            *(global_id(item.id, item.area_id), global_id(item.id, item.publisher_id)),
            settings.page(f"{item.id}/"),
        )


def _read(file: Path) -> tuple[list[str], list[list[str]]]:
    """The names of the columns of a table that is written, and its columns."""
    with file.open(encoding="utf-8", newline="") as text:
        names, *rows = csv.reader(text)
    return names, [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in names]


def _below(
    name: str, held: Mapping[str, tuple[list[str], list[list[str]]]], languages: tuple[str, ...]
) -> FilledTable:
    """The tables of one name, by package, one below the other, with the columns of all."""
    known = {item.name: column_of(item, name) for item in published_fields(name, languages, broken_down=True)}
    naming = names_rows(name, languages)
    columns = dict.fromkeys(column for names, _ in held.values() for column in names)
    everywhere = {column for column in columns if all(column in names for names, _ in held.values())}
    cells: dict[str, list[str]] = {column: [] for column in columns}
    packages: list[str] = []
    for package, (names, own) in held.items():
        length = len(own[0])
        packages += [package] * length
        texts = dict(zip(names, own, strict=True))
        for column in columns:
            told = texts.get(column, [""] * length)
            if column in naming:
                told = [_global(package, text, named=naming[column]) for text in told]
            cells[column] += told
    fields = [
        _everywhere(known[column], everywhere=column in everywhere, naming=column in naming)
        for column in columns
    ]
    first = Column(PACKAGE, "string", required=True, refers_to=PACKAGES.name)
    return FilledTable(name, (first, *fields), key_of(name), (packages, *cells.values()))


def _everywhere(item: Column, *, everywhere: bool, naming: bool) -> Column:
    """A column as it is here: what a package has no column for is empty, and ids have one step more."""
    pattern = "" if naming else item.pattern
    return replace(item, required=item.required and everywhere, pattern=pattern)


def _global(package: str, text: str, *, named: bool) -> str:
    """A cell of ids with the package before each; `named`: the table stands before the id."""

    def own(entry: str) -> str:
        table, _, name = entry.partition("/")
        return f"{table}/{package}/{name}" if named else f"{package}/{entry}"

    return LIST.join(own(entry) for entry in text.split(LIST)) if text else ""


def _facts(packages: Sequence[Package], settings: Settings, languages: tuple[str, ...]) -> list[Fact]:
    """What the database says of itself; each package has its own facts in the table of packages."""
    titles = Text.of({tag: str(settings.called(tag)) for tag in spoken(languages)})
    licences = " · ".join(dict.fromkeys(item.licence for item in packages))
    always = Text.of(dict.fromkeys(languages, licences))
    return [
        Fact("title", words("facts.title", languages), titles),
        Fact("licence", words("facts.licence", languages), always),
    ]


def _descriptor(
    packages: Sequence[Package], settings: Settings, made: date, tables: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """The `datapackage.json` of all of them."""
    licences = dict.fromkeys(item.licence for item in packages)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": FOLDER,
        **({"homepage": settings.url} if settings.url else {}),
        "title": str(settings.called(packages[0].languages[0])),
        "description": " · ".join(item.title.main for item in packages),
        "created": f"{made.isoformat()}T00:00:00Z",
        "licenses": [
            {"name": name, "title": LICENCES[name][0], "path": LICENCES[name][1]} for name in licences
        ],
        "sources": [
            {
                "title": item.title.together(),
                "version": item.version,
                **({"path": page} if (page := settings.page(f"{item.id}/")) else {}),
            }
            for item in packages
        ],
        "generator": f"mingzhang {__version__}",
        "resources": tables,
    }


def _readme(
    packages: Sequence[Package],
    tables: Sequence[FilledTable],
    settings: Settings,
    languages: tuple[str, ...],
) -> str:
    """`README.md` of the archive, in one language after the other."""
    lines: list[str] = []
    for tag in spoken(languages):
        lines += [f"# {escaped(str(settings.called(tag)))}\n", str(words("joint.what", languages)[tag]), ""]
        lines += [
            f"- `{item.id}`: {escaped(item.title[tag])} ({item.version}, {item.licence})" for item in packages
        ]
        lines += [
            "",
            f"| CSV | {words('readme.content', languages)[tag]} | {words('readme.rows', languages)[tag]} |",
        ]
        lines += ["| --- | --- | ---: |"]
        lines += [
            f"| {item.name}.csv | {escaped(table_title(item.name, tag))} | {len(item)} |" for item in tables
        ]
        lines += [""]
    return "\n".join(lines)
