"""`croissant.json`: the tables for those who train and test models (https://docs.mlcommons.org/croissant/docs/croissant-spec.html)."""

from __future__ import annotations

from generator.core.languages import FALLBACK, spoken
from generator.format.naming import description
from generator.format.published import Column
from generator.publishing.export import cite_as
from generator.publishing.export.codebook import table_title
from generator.publishing.export.filled import FilledTable
from generator.publishing.export.standards.described import Described, Node, as_json

NAME = "croissant.json"
_FORM = "http://mlcommons.org/croissant"
_VERSION = f"{_FORM}/1.0"
_CONTEXT = {
    "@language": FALLBACK,
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": f"{_FORM}/",
    "rai": f"{_FORM}/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""How its terms are read, as the standard has it to the letter: its validators look for these."""

_TYPES = {
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "string": "sc:Text",
}


def croissant(told: Described) -> bytes:
    """The data set with a set of records for each table.

    Files stand at their full addresses where that of their folder is known, and beside this one where it is not.
    """
    package = told.package
    language = spoken(package.languages)[0]
    creator: Node = {"@type": "sc:Organization", "name": package.creator.together() or package.id}
    if package.creator_id:
        creator["url"] = package.creator_id
    return as_json(
        {
            "@context": _CONTEXT,
            "@type": "sc:Dataset",
            "conformsTo": _VERSION,
            "name": package.title.together(),
            "alternateName": package.id,
            "description": package.description.together("\n\n") or package.title.together(),
            "license": told.licence[1],
            "url": told.homepage or package.id,
            "version": told.version,
            "datePublished": told.made.isoformat(),
            "creator": creator,
            "publisher": creator,
            "inLanguage": list(package.languages),
            "keywords": told.keywords,
            "citeAs": cite_as.bibtex(package, told.made, language, told.homepage),
            "distribution": [_file(told, table) for table in told.tables],
            "recordSet": [_records(table, language) for table in told.tables],
        }
    )


def _file(told: Described, table: FilledTable) -> Node:
    file = told.files[table.name]
    return {
        "@type": "cr:FileObject",
        "@id": f"{table.name}.csv",
        "name": f"{table.name}.csv",
        "contentUrl": f"{told.address}{table.name}.csv",
        "contentSize": f"{file.size} B",
        "encodingFormat": "text/csv",
        "sha256": file.sha256,
    }


def _records(table: FilledTable, language: str) -> Node:
    """The rows of a table. References to others are left to the other descriptions: readers of this one take them for tables
    to be joined, and lose the rows that refer to nothing.
    """
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table_title(table.name, language),
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table.name, item, language) for item in table.fields],
    }


def _field(table: str, item: Column, language: str) -> Node:
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{item.name}",
        "name": item.name,
        "description": description(table, item.name, language),
        "dataType": _TYPES[item.type],
        "source": {"fileObject": {"@id": f"{table}.csv"}, "extract": {"column": item.name}},
    }
