"""`datapackage.json`: what a program needs to read a package and to check it (Data Package v2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from generator import __version__
from generator.core.csv_files import Written
from generator.core.languages import spoken
from generator.core.model import Document, Package
from generator.format.naming import meaning, title
from generator.format.published import Column, Reference, references
from generator.publishing.export.about import LICENCES
from generator.publishing.export.categories import labels
from generator.publishing.export.codebook import table_title
from generator.publishing.export.filled import FilledTable

_PROFILES = "https://datapackage.org/profiles/2.0"


def descriptor(
    package: Package,
    made: date,
    tables: Sequence[FilledTable],
    files: Mapping[str, Written],
    homepage: str,
    commit: str = "",
) -> dict[str, Any]:
    """The package's `datapackage.json`.

    `made` is the day on which it is made; `files` are the tables as written, by their names; `homepage` is the package's
    page, empty where the address of the site is not known; `commit` is the one that last changed the data.
    """
    licence, path = LICENCES[package.licence]
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": package.id,
        **({"homepage": homepage} if homepage else {}),
        "title": package.title.together(),
        "description": package.description.together("\n\n"),
        "version": package.version,
        **({"commit": commit} if commit else {}),
        "created": f"{made.isoformat()}T00:00:00Z",
        "keywords": [text for theme in package.themes.values() for _, text in theme.title.said],
        "licenses": [{"name": package.licence, "title": licence, "path": path}],
        "contributors": [*_contributors(package)],
        **({"id": package.doi} if package.doi else {}),
        **{
            f"{key}_year_starts": str(day)
            for key, day in (("fiscal", package.calendar.fiscal), ("school", package.calendar.school))
            if day is not None
        },
        "sources": [_source(item) for item in package.documents.values()],
        "disclaimer": package.disclaimer.together("\n\n"),
        **({"fictional": True} if package.fictional else {}),
        "generator": f"mingzhang {__version__}",
        "resources": resources(tables, files, spoken(package.languages)),
    }


def _contributors(package: Package) -> Iterator[dict[str, Any]]:
    """Who compiled the data, and who keeps them where that is somebody else."""
    people = (
        (package.creator, package.creator_id, ["creator", "publisher"]),
        (package.maintainer, package.maintainer_id, ["maintainer"]),
    )
    for name, path, roles in people:
        if name:
            yield {"title": name.together(), **({"path": path} if path else {}), "roles": roles}


def _source(document: Document) -> dict[str, Any]:
    """An official document; the checksum of the archived text says which copy was read."""
    return {
        "title": document.title.together(),
        "document_id": document.id,
        **({"archive_sha256": document.archive_sha256} if document.archive_sha256 else {}),
        "period_start": document.period.start.isoformat(),
        "period_end": document.period.end.isoformat(),
        **({"published": document.published.isoformat()} if document.published else {}),
        **{name: value for name, value in _whereabouts(document).items() if value},
    }


def _whereabouts(document: Document) -> Mapping[str, str]:
    """Where the original is, as far as that is known; `path` is the standard's word for its address."""
    return {
        "path": document.address,
        "archived_url": document.archived_url,
        "retrieved": document.retrieved.isoformat() if document.retrieved else "",
        "document_number": document.document_number,
        "media_type": document.media_type,
    }


def resources(
    tables: Sequence[FilledTable], files: Mapping[str, Written], languages: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Some tables as a descriptor tells them, each as it was written."""
    return [_resource(table, files[table.name], languages) for table in tables]


def _resource(table: FilledTable, file: Written, languages: tuple[str, ...]) -> dict[str, Any]:
    foreign = [_foreign_key(table, item) for item in references(table.fields)]
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "title": " / ".join(table_title(table.name, language) for language in languages),
        "path": f"{table.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "dialect": {"$schema": f"{_PROFILES}/tabledialect.json", "delimiter": ","},
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [_field(table, item, languages) for item in table.fields],
            "missingValues": [""],
            "primaryKey": [*table.key],
            # The standard has no empty list.
            **({"foreignKeys": foreign} if foreign else {}),
        },
    }


def _field(table: FilledTable, item: Column, languages: tuple[str, ...]) -> dict[str, Any]:
    constraints: dict[str, Any] = {
        "required": item.required or None,
        "unique": (item.name,) == table.key or None,
        "enum": list(item.choices) or None,
        "pattern": item.pattern or None,
        "minimum": item.minimum,
    }
    stated = {name: value for name, value in constraints.items() if value is not None}
    named = labels(item, languages)
    return {
        "name": item.name,
        "type": item.type,
        "title": " / ".join(title(table.name, item.name, language) for language in languages),
        "description": " / ".join(meaning(table.name, item.name, language) for language in languages),
        # What a value names elsewhere: RFC 6570 templates, as CSV on the Web has them in `valueUrl`.
        **({"uriTemplate": item.template} if item.template else {}),
        **({"constraints": stated} if stated else {}),
        **({"categories": [{"value": code, "label": name} for code, name in named.items()]} if named else {}),
    }


def _foreign_key(table: FilledTable, item: Reference) -> dict[str, Any]:
    """A reference to the table itself names no resource."""
    other = {} if item.table == table.name else {"resource": item.table}
    return {"fields": [*item.own], "reference": {**other, "fields": [*item.key]}}
