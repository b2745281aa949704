"""How much of a package stands in each of its languages besides the main one; what is missing there is no error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core.coded import rows_where
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
            counts += _counted(records.shape, records.columns)
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


def _counted(shape: Shape, columns: Mapping[str, Sequence[Any]]) -> Counter[str]:
    """How many texts of some records are in each language, of those that are in the main one; with those below keys."""
    counts: Counter[str] = Counter()
    for text in shape.texts:
        main, *others = text.columns(shape.tongues)
        there = columns[main.name]
        counts[shape.tongues[0]] += len(rows_where(bool, there))
        for language, item in zip(shape.tongues[1:], others, strict=True):
            both = rows_where(lambda said, translated: said and translated, there, columns[item.name])
            counts[language] += len(both)
    for item in shape.fields:
        if item.nested is not None:
            inner = [record for records in columns[item.name] for record in records or ()]
            if inner:
                below = {name: [record[name] for record in inner] for name in inner[0]}
                counts += _counted(item.nested, below)
    return counts
