"""What stands there twice: a folder of a document or a package that was copied, and still says what the first one says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.core.problems import Problem
from generator.format.tables import DOCUMENT, PACKAGE
from generator.reading.validate.inventory import DocumentRecords, PackageRecords

_SAME = (DOCUMENT.kind, DOCUMENT.publisher_id, DOCUMENT.period_start, DOCUMENT.period_end)
"""By which, with its title, people name a document."""

_TOLD_APART = (DOCUMENT.published, DOCUMENT.document_number, DOCUMENT.url)
"""By which two documents may differ that people call alike, such as a paper and its second edition."""


def copied(package: PackageRecords) -> dict[str, tuple[str, str]]:
    """The documents that are copies of others: the field that says so, and the document that was there before.

    One text is one document, but for a paper that both reports and plans, which is recorded as one of each kind. Which of two
    is the copy, the lock knows; without one it is the one that comes later by its name.
    """
    verified = {
        name.split("/")[1]
        for name in (package.lock["citation"] if package.lock is not None else ())
        if name and "/" in name
    }
    found: dict[str, tuple[str, str]] = {}
    first: dict[tuple[Any, ...], DocumentRecords] = {}
    for document in sorted(package.documents.values(), key=lambda item: (item.id not in verified, item.id)):
        for field, key in _keys(document, package):
            other = first.setdefault(key, document)
            if other is not document and document.id not in found and not _apart(document, other):
                found[document.id] = field, other.id
    return found


def check_copies(package: PackageRecords) -> Iterator[Problem]:
    """A problem for each document that is a copy of another one."""
    for name, (field, other) in copied(package).items():
        facts = package.documents[name].document
        if facts is not None:
            yield Problem("document-copied", facts.place(0, field), {"value": other, "field": field})


def check_packages(packages: Iterable[PackageRecords]) -> Iterator[Problem]:
    """A problem for each package that is a copy of another one: of one publisher and area, and with a title of the other.

    A copy has all files of the other, so only the names tell which of two it may be: it is that which comes later, and what was
    never verified comes after what was.
    """
    first: dict[tuple[Any, ...], str] = {}
    for package in sorted(packages, key=lambda item: (item.lock is None, item.id)):
        facts = package.package
        if facts is None or not facts.length:
            continue
        whose = (facts[PACKAGE.publisher_id][0], facts[PACKAGE.area_id][0])
        for column in PACKAGE.title.columns(package.languages):
            named = (*whose, column.name, facts[column][0])
            if all(named) and (other := first.setdefault(named, package.id)) != package.id:
                yield Problem("package-copied", facts.place(0, column.name), {"value": other})
                break


def _keys(document: DocumentRecords, package: PackageRecords) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """By which a document can be known for another one, each with the field where that is told."""
    facts = document.document
    if facts is None or not facts.length:
        return
    kind, *rest = (facts[item][0] for item in _SAME)
    if sha256 := facts[DOCUMENT.archive_sha256][0]:
        yield DOCUMENT.archive_sha256.name, (kind, sha256)
    title = DOCUMENT.title.columns(package.languages)[0].name
    named = (kind, *rest, facts[title][0])
    if all(named):
        yield title, named


def _apart(document: DocumentRecords, other: DocumentRecords) -> bool:
    """Whether two documents of one kind have texts of their own, or facts by which people tell them apart."""
    facts, others = document.document, other.document
    assert facts is not None
    assert others is not None
    texts = {records[DOCUMENT.archive_sha256][0] for records in (facts, others)}
    if all(texts):
        return len(texts) > 1
    return any(facts[item][0] != others[item][0] for item in _TOLD_APART)
