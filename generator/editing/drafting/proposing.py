"""Drafts of the documents of some data that have an archived text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.archive.citations import ArchivedText
from generator.archive.verify import pages_beside, text_of
from generator.core.codes import DocumentKind
from generator.core.problems import Problem
from generator.editing.drafting.draft import Draft, drafted
from generator.format.tables import DOCUMENT
from generator.reading.validate import PackageRecords
from generator.reading.validate.inventory import DocumentRecords
from generator.reading.validate.locks import Cited, cited_figures


@dataclass(frozen=True, slots=True)
class Proposed:
    """A document with its draft, None where its text cannot be read, and why; `languages` are those of its package."""

    document: str
    languages: tuple[str, ...]
    draft: Draft | None
    problems: tuple[Problem, ...] = ()


def proposed(packages: Iterable[PackageRecords], archive: Path, wanted: str) -> Iterator[Proposed]:
    """The drafts of the documents of sound packages that are no statistical tables; of one alone where it is `wanted`
    (`<document>` or `<package>/<document>`), else of those that have a text in `<archive>/<package>/`.
    """
    for package in packages:
        cited: dict[str, list[Cited]] = {}
        for item in cited_figures(package):
            cited.setdefault(item.document_id, []).append(item)
        for document in package.documents.values():
            name = f"{package.id}/{document.id}"
            file = archive / package.id / f"{document.id}.txt"
            if wanted not in (document.id, name) and (wanted or not file.is_file()):
                continue
            if not is_table(document):
                yield _proposed(package, document, file, cited.get(document.id, []))


def is_table(document: DocumentRecords) -> bool:
    """Whether a document is a statistical table, which has no text."""
    assert document.document is not None
    return bool(document.document[DOCUMENT.kind] == [DocumentKind.DATASET])


def _proposed(
    package: PackageRecords, document: DocumentRecords, file: Path, cited: Iterable[Cited]
) -> Proposed:
    name = f"{package.id}/{document.id}"
    text, problems = text_of(package, document, file)
    if text is None:
        return Proposed(name, package.languages, None, tuple(problems))
    pages, unfit = pages_beside(package, document, file, text)
    draft = drafted(package, document, ArchivedText(text, pages), cited)
    return Proposed(name, package.languages, draft, (*problems, *unfit))
