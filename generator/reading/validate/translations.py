"""How much of a package stands in each of its languages besides the main one; what is missing there is no error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.format.fields import Shape
from generator.reading.validate.inventory import PackageRecords, document_tables
from generator.reading.validate.structure import Records


@dataclass(frozen=True, slots=True)
class Translation:
    """A language of a package: how many of its `texts` are `there`."""

    package: str
    language: str
    there: int
    texts: int


def translations(packages: Iterable[PackageRecords]) -> Iterator[Translation]:
    """Of every language but the main one how many texts are in it, out of those that are in the main one."""
    for package in packages:
        counts: Counter[str] = Counter()
        for records in _files(package):
            for row in records.rows():
                counts.update(_languages(row, records.shape))
        main, *others = package.languages
        for language in others:
            yield Translation(package.id, language, counts[language], counts[main])


def _files(package: PackageRecords) -> Iterator[Records]:
    alone = (package.package, package.relations, package.explanations, package.corrections)
    found = (*alone, *package.lists.values(), *package.indicators.values())
    yield from (records for records in found if records is not None)
    for document in package.documents.values():
        yield from (records for records in (document.document, document.goals) if records is not None)
    yield from (records for _, _, records in document_tables(package))


def _languages(row: Mapping[str, Any], shape: Shape) -> Iterator[str]:
    """The languages of each text of a record, and of those below its keys; of texts that are in the main language."""
    for text in shape.texts:
        columns = zip(shape.tongues, text.columns(shape.tongues), strict=True)
        said = [language for language, item in columns if row[item.name]]
        if said and said[0] == shape.tongues[0]:
            yield from said
    for item in shape.fields:
        if item.nested is not None:
            for inner in row[item.name] or ():
                yield from _languages(inner, item.nested)
