"""Drafts of the shipped documents, made as if nothing were recorded, held against the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from folders import DATA

from generator.archive.citations import ArchivedText, Span, find_figure, locate, plain, uncovered
from generator.archive.verify import headings_of
from generator.editing.drafting.draft import Draft, drafted
from generator.reading.trees import WorkingTree
from generator.reading.validate import PackageRecords, validate
from generator.reading.validate.inventory import DocumentRecords
from generator.reading.validate.locks import Cited, cited_figures

Case = tuple[PackageRecords, DocumentRecords, ArchivedText, Draft]


@pytest.fixture(scope="module")
def cases(archive: Path) -> list[Case]:
    """Each document with its text and the draft of it."""

    def found() -> Iterator[Case]:
        for package in validate(WorkingTree(DATA))[0]:
            for document in package.documents.values():
                file = archive / package.id / f"{document.id}.txt"
                text = ArchivedText(file.read_text(encoding="utf-8"))
                yield package, document, text, drafted(package, _stripped(document), text)

    return list(found())


def _stripped(document: DocumentRecords) -> DocumentRecords:
    """A document of which neither headings nor goals nor what is no data are recorded."""
    assert document.document is not None
    columns = {**document.document.columns, "sections": [[]], "not_data": [()]}
    return replace(document, document=replace(document.document, columns=columns), goals=None, tables={})


def _cited(package: PackageRecords, document: DocumentRecords) -> list[Cited]:
    return [item for item in cited_figures(package) if item.document_id == document.id]


def test_most_figures_are_drafted_as_they_were_recorded(cases: list[Case]) -> None:
    """With the figure as printed: of those that have a number, since words are not drafted. Few more are."""
    recorded = Counter(
        (document.id, plain(item.figure))
        for package, document, _, _ in cases
        for item in _cited(package, document)
    )
    found = Counter(
        (document.id, plain(item.figure)) for _, document, _, draft in cases for item in draft.figures
    )
    both, more = (recorded & found).total(), (found - recorded).total()
    told = f"recorded {recorded.total()}, drafted {found.total()}, both {both}"
    assert (both >= 205, more <= 10) == (True, True), told


def test_where_headings_are_numbered_figures_are_drafted_at_their_place(cases: list[Case]) -> None:
    """The goals of 2021 are a table without numbered headings; there a draft names the number of the row alone."""
    recorded = Counter(
        (document.id, plain(item.figure), item.locator)
        for package, document, _, _ in cases
        for item in _cited(package, document)
    )
    found = Counter(
        (document.id, plain(item.figure), item.locator)
        for _, document, _, draft in cases
        for item in draft.figures
        if document.id != "2021-annual-goals"
    )
    assert (recorded & found).total() >= found.total() - 10


def test_headings_are_those_of_the_record(cases: list[Case]) -> None:
    """Besides those that stand only in a table of contents, or have no number."""
    own = {(document.id, name) for _, document, _, _ in cases for name in headings_of(document)}
    found = {(document.id, item.locator) for _, document, _, draft in cases for item in draft.sections}
    assert len(own & found) >= 120
    assert len(found - own) <= 15


def test_most_numbers_that_are_no_data_are_explained(cases: list[Case]) -> None:
    """Of those that a keeper would have to explain when all figures and headings are recorded."""
    asked = left = 0
    for package, document, text, draft in cases:
        reader, places = package.figures_of(document), locate(text, headings_of(document))
        covered = [
            Span(span.start, span.start + len(name.rpartition("/")[2]) + 1) for name, span in places.items()
        ]
        for item in _cited(package, document):
            figure = find_figure(text, item.figure, places[item.locator], item.occurrence, reader)
            assert figure is not None
            covered += figure.spans
        counters = {word for printed in package.lists["units"]["printed"] for word in printed}
        asked += len(uncovered(text, covered, [], counters))
        left += len(uncovered(text, covered, [item.printed for item in draft.not_data], counters))
    assert asked - left >= 0.7 * asked, f"{asked} asked for, {left} left"
