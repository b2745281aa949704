"""A draft of a document: its headings, what of its text is no data, and its other numbers as figures, unread by anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.archive.citations import ArchivedText, Span, find_figure, locate, marks_in, uncovered
from generator.archive.verify import headings_of
from generator.core.codes import DocumentKind
from generator.editing.drafting.headings import Heading, headings_in
from generator.editing.drafting.no_data import NotData, no_data
from generator.editing.drafting.numbers import Candidate, Left, candidates
from generator.editing.drafting.vocabulary import vocabulary
from generator.format.tables import DOCUMENT, UNITS
from generator.reading.validate import PackageRecords
from generator.reading.validate.inventory import DocumentRecords
from generator.reading.validate.locks import Cited


@dataclass(frozen=True, slots=True)
class Draft:
    """What the record of a document lacks, as far as its text tells.

    `kind` is that of the document, `language` the one that it is written in. `sections` are headings, `not_data` what is
    surely none, `figures` what could be cited, `left` the numbers of which neither is certain.
    """

    package: str
    document: str
    kind: DocumentKind
    language: str
    sections: tuple[Heading, ...]
    not_data: tuple[NotData, ...]
    figures: tuple[Candidate, ...]
    left: tuple[Left, ...]


def drafted(
    package: PackageRecords, document: DocumentRecords, archived: ArchivedText, cited: Iterable[Cited] = ()
) -> Draft:
    """The draft of a document, of which some figures may be `cited` already.

    What the record has is left as it is: only what it lacks is drafted.
    """
    assert document.document is not None
    facts = next(document.document.rows())
    language = package.language_of(document)
    words, reader = vocabulary(language), package.figures_of(document)
    own = headings_of(document)
    own_places = locate(archived, own)
    begun = {span.start for span in own_places.values()}
    headings = [heading for heading in headings_in(archived, words, begun) if heading.start not in begun]
    sections = _sections(archived, headings, own)
    titles = {**own, **{heading.locator: (heading.title,) for heading in sections}}
    places = locate(archived, _in_order(archived, titles, sections))
    units = package.lists["units"]
    counters = {word for printed in units["printed"] for word in printed}
    # A unit that says no other way of printing it is printed as it is called.
    titled = zip(units.main(UNITS.title), units["printed"], strict=True)
    unit_words = counters | {title for title, printed in titled if title and not printed}

    listed = [entry["printed"] for entry in facts["not_data"] or ()]
    archived = archived.knowing(listed)
    covered = [*marks_in(archived, own_places), *marks_in(archived, places)]
    for item in cited:
        within = own_places.get(item.locator)
        found = find_figure(archived, item.figure, within, item.occurrence, reader) if within else None
        covered += found.spans if found is not None and not found.cut else ()
    open_numbers = uncovered(archived, covered, listed, counters)
    unlisted = [
        item
        for item in no_data(archived, words, reader)
        if any(_meet(span, number) for span in item.spans for number in open_numbers)
    ]
    literals = [*listed, *(item.printed for item in unlisted)]
    archived = archived.knowing(literals)
    rest = uncovered(archived, covered, literals, counters)
    figures, left = candidates(archived, rest, places, unit_words, reader)
    kind = DocumentKind(facts[DOCUMENT.kind.name])
    return Draft(
        package.id, document.id, kind, language, tuple(sections), tuple(unlisted), tuple(figures), tuple(left)
    )


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _sections(archived: ArchivedText, found: list[Heading], own: dict[str, tuple[str, ...]]) -> list[Heading]:
    """The headings that the record lacks and that `verify` finds where they stand."""
    new = [heading for heading in found if heading.locator not in own]
    titles = {**own, **{heading.locator: (heading.title,) for heading in new}}
    places = locate(archived, _in_order(archived, titles, new))
    return [
        heading
        for heading in new
        if (place := places.get(heading.locator)) is not None and place.start == heading.start
    ]


def _in_order(
    archived: ArchivedText, titles: dict[str, tuple[str, ...]], sections: list[Heading]
) -> dict[str, tuple[str, ...]]:
    """The headings in the order of the text, those of the record where they are found without the others."""
    starts = {heading.locator: heading.start for heading in sections}
    own = {locator: title for locator, title in titles.items() if locator not in starts}
    starts |= {locator: span.start for locator, span in locate(archived, own).items()}
    known = sorted((name for name in titles if name in starts), key=starts.__getitem__)
    return {name: titles[name] for name in (*known, *titles)}
