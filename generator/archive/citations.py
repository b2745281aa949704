"""Finds cited figures in archived texts: pure functions of a citation and a text.

White space is set aside on both sides: archived texts are converted copies whose line breaks mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

_SIGNS = ("、", ".", "．", "是", ",", "，", "")
"""What may stand between a mark and its heading: `一、`, `6.`, `一是`, `(二)`, `第一章`."""

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PRIVATE = re.compile(r"(?:电话|手机|传真|身份证号?码?)[:：]?[0-9-]+")
"""Numbers that are never data and never published, so nobody needs to list them."""

_QUOTES = re.compile(r"[“”‘’\"'《》〞?]")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, by offsets into it without white space: from `start` up to, not including, `end`."""

    start: int
    end: int


class ArchivedText:
    """An archived text without its white space, with the way back to the lines of the file."""

    def __init__(self, text: str) -> None:
        kept = [(offset, character) for offset, character in enumerate(text) if not character.isspace()]
        self.original = text
        self.text = "".join(character for _, character in kept)
        self._offsets = [offset for offset, _ in kept]

    def line(self, offset: int) -> int:
        """The line of the file, from 1, on which a character stands."""
        return self.original.count("\n", 0, self._offsets[offset]) + 1

    def context(self, offset: int, around: int = 12) -> str:
        """What stands around a character, for a message."""
        return self.text[max(0, offset - around) : offset + around]

    @cached_property
    def line_starts(self) -> frozenset[int]:
        """The offsets of the first characters of lines."""
        starts = set()
        fresh = True
        position = 0
        for character in self.original:
            if character.isspace():
                fresh = fresh or character == "\n"
                continue
            if fresh:
                starts.add(position)
            fresh = False
            position += 1
        return frozenset(starts)


def squeeze(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s", "", text)


def locate(archived: ArchivedText, headings: Mapping[str, tuple[str, ...]]) -> dict[str, Span]:
    """The span of each locator, found by following its marks through the text in the document's order.

    `headings` maps each locator to its heading, as shown to readers and as the copy may print it. A mark counts
    where the first characters of one follow it, quotation marks aside; a section without a printed mark (its locator is its heading)
    that stands nowhere begins where the section around it begins. What cannot be found is left out.
    """
    spans: dict[str, Span] = {}
    children: dict[str, list[str]] = {}
    for locator in headings:
        children.setdefault(locator.rpartition("/")[0], []).append(locator)
    _descend(archived, headings, children, "", Span(0, len(archived.text)), spans)
    return spans


def _descend(
    archived: ArchivedText,
    headings: Mapping[str, tuple[str, ...]],
    children: Mapping[str, Sequence[str]],
    parent: str,
    within: Span,
    spans: dict[str, Span],
) -> None:
    starts: list[tuple[str, int]] = []
    position = within.start
    for locator in children.get(parent, ()):
        mark = locator.rpartition("/")[2]
        found = _find_mark(archived.text, mark, headings[locator], Span(position, within.end))
        if found is None and mark == squeeze(headings[locator][0]) and not starts:
            found = within.start
        if found is not None:
            starts.append((locator, found))
            position = found + 1
    ends = [start for _, start in starts[1:]] + [within.end]
    for (locator, start), end in zip(starts, ends, strict=False):
        spans[locator] = Span(start, end)
        _descend(archived, headings, children, locator, spans[locator], spans)


def _find_mark(text: str, mark: str, headings: tuple[str, ...], within: Span) -> int | None:
    """Where a mark stands with its heading behind it."""
    first = tuple(_QUOTES.sub("", squeeze(heading))[:2] for heading in headings)
    if not mark:
        return None
    for sign in _SIGNS:
        position = text.find(mark + sign, within.start, within.end)
        while position >= 0:
            after = position + len(mark + sign)
            before = text[position - 1 : position]
            whole = not (mark[0].isdigit() and before.isdigit())
            if whole and _QUOTES.sub("", text[after : after + 8]).startswith(first):
                return position
            if mark.startswith(first) and whole:
                return position
            position = text.find(mark + sign, position + 1, within.end)
    return None


def find_figure(archived: ArchivedText, figure: str, within: Span, occurrence: int = 1) -> Span | None:
    """The given occurrence of a printed figure within a span, or None.

    A number is found whole only: `300条` does not stand in `1300条`.
    """
    wanted = squeeze(figure)
    position = archived.text.find(wanted, within.start, within.end)
    while position >= 0:
        if _whole(archived.text, position, wanted):
            occurrence -= 1
            if occurrence == 0:
                return Span(position, position + len(wanted))
        position = archived.text.find(wanted, position + 1, within.end)
    return None


def _whole(text: str, position: int, wanted: str) -> bool:
    before, after = text[position - 1 : position], text[position + len(wanted) : position + len(wanted) + 1]
    starts_within = wanted[0].isdigit() and (before.isdigit() or before == ".")
    ends_within = wanted[-1].isdigit() and (after.isdigit() or after == ".")
    return not starts_within and not ends_within


def uncovered(
    archived: ArchivedText, covered: Iterable[Span], not_data: Iterable[str], counters: Iterable[str]
) -> list[Span]:
    """The numbers of a text that no citation covers and that are not listed as no data.

    Numbers are digits, and Chinese numerals before one of the `counters` (the words with which units are
    printed). A listed literal counts wherever it stands; one that begins with `^` only at the beginning of a line.
    """
    taken = bytearray(len(archived.text))
    spans = [*covered, *(span for literal in not_data for span in _everywhere(archived, literal))]
    spans += [Span(*match.span()) for match in _PRIVATE.finditer(archived.text)]
    for span in spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    words = "|".join(
        sorted({re.escape(word) for word in counters if not word.isascii()}, key=len, reverse=True)
    )
    numeral = re.compile(rf"[一二两三四五六七八九十百千万亿]+[余多几]?(?={words})") if words else None
    found = [*_DIGITS.finditer(archived.text), *(numeral.finditer(archived.text) if numeral else ())]
    free = [Span(*match.span()) for match in found if not all(taken[match.start() : match.end()])]
    return sorted(free, key=lambda span: span.start)


def _everywhere(archived: ArchivedText, literal: str) -> Iterable[Span]:
    at_line_start = literal.startswith("^")
    wanted = squeeze(literal.removeprefix("^"))
    position = archived.text.find(wanted)
    while position >= 0:
        if not at_line_start or position in archived.line_starts:
            yield Span(position, position + len(wanted))
        position = archived.text.find(wanted, position + 1)
