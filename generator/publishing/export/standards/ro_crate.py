"""`ro-crate-metadata.json`: the folder of a package as a Research Object Crate (https://w3id.org/ro/crate/1.1)."""

from __future__ import annotations

from collections.abc import Iterable

from generator.core.csv_files import Written
from generator.publishing.export.codebook import table_titles
from generator.publishing.export.standards.described import Described, Node, as_json

NAME = "ro-crate-metadata.json"
_FORM = "https://w3id.org/ro/crate/1.1"


def ro_crate(told: Described) -> bytes:
    """The crate: the data set at its root, its files with size and checksum, who made it, under what licence, out of what.

    It is the same in the archive and on the site: it names the files that both have.
    """
    package = told.package
    title, licence = told.licence
    creator = package.creator_id or "#creator"
    files = [
        *(
            _file(
                f"{table.name}.csv",
                table_titles(table.name, package.languages),
                "text/csv",
                told.files[table.name],
            )
            for table in told.tables
        ),
        _file("datapackage.json", "Data Package", "application/json", told.descriptor),
    ]
    sources: list[Node] = [
        {
            "@id": f"#{item.id}",
            "@type": "CreativeWork",
            "name": item.title.together(),
            **({"url": item.address} if item.address else {}),
            **({"datePublished": item.published.isoformat()} if item.published else {}),
        }
        for item in package.documents.values()
    ]
    root: Node = {
        "@id": "./",
        "@type": "Dataset",
        "name": package.title.together(),
        "description": package.description.together("\n\n") or package.title.together(),
        "datePublished": told.made.isoformat(),
        "version": told.version,
        "license": {"@id": licence},
        "author": {"@id": creator},
        "publisher": {"@id": creator},
        "inLanguage": list(package.languages),
        "keywords": told.keywords,
        **({"identifier": package.doi} if package.doi else {}),
        **({"url": told.homepage} if told.homepage else {}),
        "isBasedOn": _named(sources),
        "hasPart": _named(files),
    }
    graph: list[Node] = [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _FORM},
            "about": {"@id": "./"},
        },
        root,
        *files,
        {"@id": licence, "@type": "CreativeWork", "name": title},
        {"@id": creator, "@type": "Organization", "name": package.creator.together() or package.id},
        *sources,
    ]
    return as_json({"@context": f"{_FORM}/context", "@graph": graph})


def _file(name: str, title: str, kind: str, file: Written) -> Node:
    """A file of the crate; its checksum has the name that schema.org has for it."""
    return {
        "@id": name,
        "@type": "File",
        "name": title,
        "encodingFormat": kind,
        "contentSize": str(file.size),
        "sha256": file.sha256,
    }


def _named(nodes: Iterable[Node]) -> list[Node]:
    return [{"@id": node["@id"]} for node in nodes]
