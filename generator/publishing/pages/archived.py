"""Archived texts as pages: paragraphs in which what is cited is marked and has a name, parted where a page grows long.

What the text says is shown letter by letter and never read as anything else: it was written by others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from generator.archive.passages import KeptText, Stretch
from generator.core.characters import replaced
from generator.core.model import Goal

_LINE = re.compile(r"[^\n\r\v\f\u2028\u2029]+")
_KEPT = "\u200c\u200d\r\v\f\u2028\u2029"
"""Signs that cannot be seen and stay: those that some scripts are written with, and those that end a line."""

_UNSEEN = "\ufffd"
"""Stands for any other sign that cannot be seen."""

_SENTENCE_END = re.compile(r"(?<=[。！？；.!?;”’\"）)])[ \t]*[\n\r]|[\n\r]\s*[\n\r]")
"""Where a line ends with a sentence, or an empty one follows it."""

_DIGIT = re.compile(r"[\d〇零一二三四五六七八九]")
_WITHHELD = "\N{FULL BLOCK}"
"""Stands for a digit, or a letter of a name, that is not published."""

LONGEST = 3_000
"""Characters of a paragraph; a line of the text that is longer is shown in several."""

HEAVIEST = 30_000
"""Bytes of HTML after which a page ends: beside what is around it, it stays light enough to be read on a phone."""

_TAGS = 80
"""Bytes of the tags around a mark or a paragraph."""

EXCERPT = 1_200
"""Characters of an excerpt."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph, whether it is `cited`, and the `names` of what begins here."""

    text: str
    cited: bool = False
    names: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """About how many bytes of HTML it takes."""
        return len(escape(self.text).encode()) + _TAGS + sum(len(name) + _TAGS for name in self.names)


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PagedText:
    """An archived text in `parts`, each of paragraphs.

    `part_of` maps the name of each thing that is marked to its part, from 0; `excerpts` each goal (by its id) to the
    lines of the text that state it. `missing` are the figures, with their locators, that are cited and not found in it.
    """

    parts: tuple[tuple[Paragraph, ...], ...] = ()
    part_of: Mapping[str, int] = field(default_factory=dict)
    excerpts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[tuple[str, str], ...] = ()


def name_of(citation: str) -> str:
    """The name that a citation (`<table>/<id>`) has on a page: the same, without the sign that begins such names."""
    return citation.replace("#", ":")


def address_of(root: str, part: int) -> str:
    """The address of a part of a document's text, below that of the document."""
    return f"{root}text/" if part == 0 else f"{root}text/{part + 1}/"


def paged(kept: KeptText, goals: Iterable[Goal]) -> PagedText:
    """An archived text in pages; `goals` are those of its document."""
    placed = {f"goals/{goal.id}": kept.places[goal.locator] for goal in goals if goal.locator in kept.places}
    begins: dict[int, list[str]] = {}
    for name, stretches in kept.figures.items():
        begins.setdefault(stretches[0][0], []).append(name_of(name))
    for name, (start, _) in placed.items():
        begins.setdefault(start, []).append(name)
    cited = _joined(stretch for stretches in kept.figures.values() for stretch in stretches)
    text = _shown(kept)
    parts = tuple(_parts(_paragraphs(text, cited, begins)))
    part_of = {
        name: number
        for number, part in enumerate(parts)
        for paragraph in part
        for piece in paragraph
        for name in piece.names
    }
    excerpts = {
        name.partition("/")[2]: tuple(_excerpt(text[start : _said_until(kept, start, end)]))
        for name, (start, end) in placed.items()
    }
    return PagedText(parts, part_of, excerpts, tuple((item.figure, item.locator) for item in kept.missing))


def _said_until(kept: KeptText, start: int, end: int) -> int:
    """Where the words end that state a goal which stands from `start` to `end`.

    The last place of a text ends with the text, whatever stands behind it (a signature, notes, an annex): there they
    go to the end of the sentence and line in which its last figure stands, or its first words where it has none.
    """
    if kept.text[end:].strip():
        return end
    stretches = (stretch for parts in kept.figures.values() for stretch in parts)
    last = max((until for since, until in stretches if start <= since < end), default=start)
    found = _SENTENCE_END.search(kept.text, last, end)
    return found.start() if found else end


def _shown(kept: KeptText) -> str:
    """The text with a sign in the place of each that cannot be seen, so that none of them can turn or hide others, and
    of each digit of a private number and each letter of a name that is held back; what is cited is published as a
    figure and stays.
    """
    signs = list(kept.text)
    for start, end in kept.private:
        signs[start:end] = _DIGIT.sub(_WITHHELD, kept.text[start:end])
    for start, end in kept.people:
        signs[start:end] = re.sub(r"\S", _WITHHELD, kept.text[start:end])
    for start, end in (stretch for stretches in kept.figures.values() for stretch in stretches):
        signs[start:end] = kept.text[start:end]
    text = "".join(signs)
    return replaced(text, _UNSEEN, kept=_KEPT)


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in their order, those that overlap as one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _paragraphs(text: str, cited: list[Stretch], begins: Mapping[int, list[str]]) -> Iterator[Paragraph]:
    cuts = sorted({*begins, *(offset for stretch in cited for offset in stretch)})
    at = next_cited = 0
    for first, last in _lines(text):
        edges = [first]
        while at < len(cuts) and cuts[at] < last:
            if cuts[at] > first:
                edges.append(cuts[at])
            at += 1
        pieces = []
        for start, end in zip(edges, [*edges[1:], last], strict=True):
            while next_cited < len(cited) and cited[next_cited][1] <= start:
                next_cited += 1
            marked = next_cited < len(cited) and cited[next_cited][0] <= start
            pieces.append(Piece(text[start:end], marked, tuple(begins.get(start, ()))))
        yield from _light(pieces)


def _light(pieces: Iterable[Piece]) -> Iterator[Paragraph]:
    """A paragraph, as several where there is so much to mark in it that a page could not hold it."""
    found: list[Piece] = []
    weight = 0
    for piece in pieces:
        if found and weight + piece.weight > HEAVIEST:
            yield tuple(found)
            found, weight = [], 0
        found.append(piece)
        weight += piece.weight
    yield tuple(found)


def _lines(text: str) -> Iterator[Stretch]:
    """Where the lines that say something begin and end; a long one in several steps."""
    for match in _LINE.finditer(text):
        if match[0].strip():
            yield from (
                (start, min(start + LONGEST, match.end()))
                for start in range(match.start(), match.end(), LONGEST)
            )


def _parts(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, ...]]:
    part: list[Paragraph] = []
    weight = 0
    for paragraph in paragraphs:
        own = _TAGS + sum(piece.weight for piece in paragraph)
        if part and weight + own > HEAVIEST:
            yield tuple(part)
            part, weight = [], 0
        part.append(paragraph)
        weight += own
    if part:
        yield tuple(part)


def _excerpt(text: str) -> Iterator[str]:
    """The lines of a passage, the last one cut off where it is long."""
    left = EXCERPT
    for first, last in _lines(text):
        if left <= 0:
            return
        line = text[first:last].strip()
        yield line if len(line) <= left else f"{line[:left]}…"
        left -= len(line)
