"""What stands where in the archived texts, for showing them: the figures that are cited, and the sections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.archive.citations import ArchivedText, Span, find_figure, locate, withheld
from generator.archive.verify import headings_of, text_of
from generator.core.codes import DocumentKind, Officers
from generator.core.languages import UNSPACED, script_of
from generator.core.problems import Problem
from generator.format.tables import DOCUMENT, GOALS, PACKAGE
from generator.reading.validate import PackageRecords
from generator.reading.validate.inventory import DocumentRecords
from generator.reading.validate.locks import Cited, cited_figures

Stretch = tuple[int, int]
"""A part of a text: from the first character up to, not including, the second."""


_APART = r"[\s·・•‧\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
"""What may stand between the letters of a name."""


@dataclass(frozen=True, slots=True)
class KeptText:
    """An archived text as it is kept, with what stands where in it.

    `figures` maps each citation (`<table>/<id>`, with `#<column>` for a second figure of a row) to the parts of its
    figure; one that is not found is among the `missing`. `places` maps each locator to what stands there. `private` are
    the parts that are or may be telephone and identity numbers, whose digits are not shown, `people` the names that are
    not.
    """

    text: str
    figures: Mapping[str, tuple[Stretch, ...]] = field(default_factory=dict)
    places: Mapping[str, Stretch] = field(default_factory=dict)
    private: tuple[Stretch, ...] = ()
    people: tuple[Stretch, ...] = ()
    missing: tuple[Cited, ...] = ()


def kept_texts(package: PackageRecords, archive: Path) -> tuple[dict[str, KeptText], list[Problem]]:
    """The texts of a sound package in `<archive>/<package>/`, by document, and why one cannot be shown.

    It must be the very file that the record was made from. Statistical tables are none.
    """
    cited: dict[str, list[Cited]] = {}
    for item in cited_figures(package):
        cited.setdefault(item.document_id, []).append(item)
    held_back = _officers(package)
    texts: dict[str, KeptText] = {}
    problems: list[Problem] = []
    for document in package.documents.values():
        assert document.document is not None
        if document.document[DOCUMENT.kind] == [DocumentKind.DATASET]:
            continue
        text, found = text_of(package, document, archive / package.id / f"{document.id}.txt")
        problems += found
        if text is not None:
            kept = _kept(package, document, text, cited.get(document.id, []))
            people = tuple(match.span() for match in held_back.finditer(text)) if held_back else ()
            texts[document.id] = replace(kept, people=people)
            problems += (
                Problem("passage-not-found", item.place, {"value": item.figure, "key": item.locator})
                for item in kept.missing
            )
    return texts, problems


def _officers(package: PackageRecords) -> re.Pattern[str] | None:
    """The officers whom the goals name, as texts may print them; None where they are published, or nobody is named."""
    assert package.package is not None
    if package.package[PACKAGE.officers] == [Officers.PUBLISHED]:
        return None
    goals = (document.goals[GOALS.officers] for document in package.documents.values() if document.goals)
    names = {name for rows in goals for officers in rows for name in officers or ()}
    # The longest first: of two that begin alike the whole of each is meant.
    forms = "|".join(_printed(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(forms, re.IGNORECASE) if forms else None


def _printed(name: str) -> str:
    """A name with whatever white space and signs a text may put between its letters; a word of its own where its script
    has such.
    """
    letters = [sign for sign in name if not re.fullmatch(_APART, sign)]
    form = f"{_APART}*".join(map(re.escape, letters))
    if letters and script_of(letters[0]) in UNSPACED:
        return form
    return rf"(?<![^\W\d_]){form}(?![^\W\d_])"


def _kept(package: PackageRecords, document: DocumentRecords, text: str, cited: list[Cited]) -> KeptText:
    assert document.document is not None
    facts = next(document.document.rows())
    archived = ArchivedText(text, not_data=[entry["printed"] for entry in facts["not_data"] or ()])
    spans = locate(archived, headings_of(document))
    reader = package.figures_of(document)

    figures: dict[str, tuple[Stretch, ...]] = {}
    for item in cited:
        within = spans.get(item.locator)
        found = find_figure(archived, item.figure, within, item.occurrence, reader) if within else None
        if found is not None and not found.cut:
            figures[item.id] = tuple(_in_file(archived, span) for span in found.spans)
    missing = tuple(item for item in cited if item.id not in figures)
    places = {locator: _in_file(archived, span) for locator, span in spans.items() if span.start < span.end}
    private = tuple(_in_file(archived, span) for span in withheld(archived))
    return KeptText(text, figures, places, private, missing=missing)


def _in_file(archived: ArchivedText, span: Span) -> Stretch:
    """A part of the plain form as a part of the text itself."""
    return archived.offsets[span.start], archived.offsets[span.end - 1] + 1
