"""How to cite and to deposit a package: `CITATION.cff`, `.zenodo.json`, and DataCite's JSON for a DOI.

https://citation-file-format.github.io (1.2.0), https://developers.zenodo.org (deposit metadata) and
https://schema.datacite.org (4.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import yaml

from generator.core.languages import code_of_three
from generator.core.phrases import Text
from generator.publishing.export.about import words
from generator.publishing.export.standards.described import Described, Node, as_paper, doi, orcid

_ROR = "https://ror.org/"


def citation_cff(told: Described) -> bytes:
    """`CITATION.cff`: a data set with its version, day, address and repository, as far as these are known."""
    package = told.package
    node: Node = {
        "cff-version": "1.2.0",
        "message": words("cite.ask", package.languages).together(),
        "type": "dataset",
        "title": package.title.together(),
        "abstract": package.description.together("\n\n"),
        "version": told.version,
        "date-released": told.made,
        "license": package.licence,
        "authors": [_author(told)],
        "keywords": told.keywords,
        **({"doi": doi(package)} if package.doi else {}),
        **({"url": told.homepage} if told.homepage else {}),
        **({"repository": told.repository} if told.repository else {}),
        **({"commit": told.commit} if told.commit else {}),
    }
    # The form has no empty list.
    kept = {key: value for key, value in node.items() if value}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=120).encode()


def _author(told: Described) -> Node:
    """Who compiled the data, as an entity: a name that is not taken apart into given and family name."""
    package = told.package
    named = orcid(package.creator_id)
    beside = {"orcid": package.creator_id} if named else {"website": package.creator_id}
    return {"name": package.creator.together() or package.id, **(beside if package.creator_id else {})}


def zenodo(told: Described) -> bytes:
    """`.zenodo.json`: what Zenodo's form for uploads is filled in with."""
    package = told.package
    named = orcid(package.creator_id)
    related = [
        *_related(told.homepage, "isIdenticalTo"),
        *(item for address in _sources(told) for item in _related(address, "isDerivedFrom")),
    ]
    return as_paper(
        {
            "upload_type": "dataset",
            "title": package.title.together(),
            # Zenodo takes a description as HTML.
            "description": "".join(
                f"<p>{escape(text)}</p>"
                for told in (package.description, package.disclaimer)
                for text in _texts(told)
            )
            or escape(package.title.together()),
            "creators": [{"name": told.name, **({"orcid": named} if named else {})}],
            "access_right": "open",
            "license": package.licence.lower(),
            "version": told.version,
            "publication_date": told.made.isoformat(),
            "language": code_of_three(package.languages[0]),
            **({"keywords": told.keywords} if told.keywords else {}),
            **({"related_identifiers": related} if related else {}),
        }
    )


def _related(address: str, relation: str) -> Iterator[Node]:
    if address:
        yield {
            "identifier": address,
            "relation": relation,
            "resource_type": "dataset" if relation != "isDerivedFrom" else "publication",
        }


def datacite(told: Described) -> bytes:
    """`datacite.json`: what a DOI is registered with, or was, where the package has one."""
    package = told.package
    title, address = told.licence
    day = told.made.isoformat()
    return as_paper(
        {
            "schemaVersion": "http://datacite.org/schema/kernel-4",
            **({"doi": doi(package)} if package.doi else {}),
            **({"url": told.homepage} if told.homepage else {}),
            "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"},
            "creators": [_named(told)],
            "titles": [
                {"title": text, "lang": tag, **({} if first else {"titleType": "TranslatedTitle"})}
                for first, (tag, text) in _first(package.title)
            ],
            "publisher": {"name": told.name},
            "publicationYear": str(told.made.year),
            "dates": [{"date": day, "dateType": "Updated"}],
            "language": package.languages[0],
            "version": told.version,
            "formats": ["text/csv", "application/zip"],
            # The schema has each of these once, however many themes or languages call something so.
            "subjects": [
                {"subject": text, "lang": tag}
                for tag, text in dict.fromkeys(
                    pair for item in package.themes.values() for pair in item.title.said
                )
            ],
            "descriptions": [
                {"description": text, "descriptionType": "Abstract", "lang": tag}
                for tag, text in package.description.said
            ],
            "rightsList": [
                {
                    "rights": title,
                    "rightsUri": address,
                    "rightsIdentifier": package.licence,
                    "rightsIdentifierScheme": "SPDX",
                    "schemeUri": "https://spdx.org/licenses/",
                }
            ],
            "relatedIdentifiers": [
                {"relatedIdentifier": item, "relatedIdentifierType": "URL", "relationType": "IsDerivedFrom"}
                for item in _sources(told)
            ],
            "geoLocations": [
                {"geoLocationPlace": text}
                for text in dict.fromkeys(_texts(package.areas[package.area_id].title))
            ],
        }
    )


def _named(told: Described) -> Node:
    """Who compiled the data, with the id that names them where that is an ORCID or ROR."""
    address = told.package.creator_id
    scheme = "ORCID" if orcid(address) else "ROR" if address.startswith(_ROR) else ""
    known = {"nameIdentifier": address, "nameIdentifierScheme": scheme}
    kind = "Personal" if scheme == "ORCID" else "Organizational"
    return {"name": told.name, "nameType": kind, **({"nameIdentifiers": [known]} if scheme else {})}


def _sources(told: Described) -> list[str]:
    """The address of each document that has one, once."""
    return list(dict.fromkeys(item.address for item in told.package.documents.values() if item.address))


def _texts(text: Text) -> Iterator[str]:
    return (said for _, said in text.said)


def _first(text: Text) -> Iterator[tuple[bool, tuple[str, str]]]:
    """Language and text of each, and whether it is the first."""
    return ((number == 0, pair) for number, pair in enumerate(text.said))
