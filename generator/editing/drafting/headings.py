"""The headings of a text, by the marks that number them: 第一章, 一、, (一), 1., 1.1, Chapter 2, II.

A mark alone proves nothing: it counts where it is the next of its kind, or the first one, and stands where a line or
sentence begins or right behind another heading. A way of numbering that gets no further than its first number is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from generator.archive.citations import ArchivedText, plain
from generator.core.figures.numerals import read_han
from generator.editing.drafting.vocabulary import Vocabulary

_NUMERAL = "[一二三四五六七八九十百]{1,5}"
_STYLES: tuple[tuple[str, str], ...] = (
    *((word, rf"(?P<mark>第(?P<n>{_NUMERAL}){word})") for word in "编篇章节条"),
    ("part", rf"(?P<mark>第(?P<n>{_NUMERAL})部分)"),
    ("plain", rf"(?P<mark>(?P<n>{_NUMERAL}))、"),
    ("first", rf"(?P<mark>(?P<n>{_NUMERAL}))是"),
    ("bracket", rf"(?P<mark>\((?P<n>{_NUMERAL})\))[、.]?"),
    ("digits", r"(?<![0-9]\.)(?P<mark>(?P<n>[0-9]{1,3}))\.(?![0-9])"),
    ("listed", r"(?<![0-9]\.)(?P<mark>(?P<n>[0-9]{1,3}))、"),
    ("digit-bracket", r"(?P<mark>\((?P<n>[0-9]{1,3})\))"),
    ("half-bracket", r"(?P<mark>(?P<n>[0-9]{1,3})\))"),
    ("roman", r"(?P<mark>(?P<n>[IVX]{1,6}))\. ?(?=[^\W\d_])"),
    ("letter", r"(?P<mark>(?P<n>[A-Z]))\. (?=[^\W\d_])"),
)
"""How marks look, the mark of the locator among them; a sign that parts it from its heading follows."""

_DECIMAL = re.compile(r"(?P<mark>[0-9]{1,2}(?:\.[0-9]{1,2}){1,3})\.? ?(?=[^\W\d_])")
_WORDS_FIRST = frozenset({"roman", "letter", "half-bracket"})
"""Marks that only begin a line: in a sentence they are too like other things."""

_WORDED = r"(?i:{word}) (?P<n>[0-9]{{1,3}}|[IVX]{{1,6}}|[ivx]{{1,6}}|[A-Za-z])\b(?: ?[.:–—-])? ?"
_MARKDOWN = re.compile(r"#{1,6} ?")
_SENTENCE_ENDS = "。；;！!？?.:：”〞"
_TITLE_ENDS = re.compile(r"[。；;！!？?：:]|\. |\.$")
_TABLE_OF_CONTENTS = re.compile(r"(?:[.…·]{2,} ?| )\d{1,4}$")
_FEW_CONTENTS = 3
_MOST_DIGITS = 3
_NEAR = 8
"""Characters in which something touches a mark, white space aside."""

_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its locator and title, and the offsets in the plain form at which its mark begins and it ends."""

    locator: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Mark:
    style: str
    steps: tuple[int, ...]
    mark: str
    start: int
    end: int
    at_line: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something, by its offsets in the plain form."""

    start: int
    end: int


def lines_of(archived: ArchivedText) -> list[Line]:
    """The lines of a text."""
    starts = sorted(archived.line_starts)
    ends = [*starts, len(archived.text)][1:]
    return [Line(start, end) for start, end in zip(starts, ends, strict=True)]


def as_printed(archived: ArchivedText, start: int, end: int) -> str:
    """A part of the plain form as the file has it, on one line."""
    if start >= end:
        return ""
    printed = archived.original[archived.offsets[start] : archived.offsets[end - 1] + 1]
    return re.sub(r"\s+", " ", printed).strip()


def contents(archived: ArchivedText) -> list[Line]:
    """The lines of a table of contents: several that end with the number of a page, each no less than the one before."""
    found: list[Line] = []
    last = 0
    for line in lines_of(archived):
        text = as_printed(archived, line.start, line.end)
        match = _TABLE_OF_CONTENTS.search(text)
        if match is None or len(text) > _LONGEST_TITLE:
            continue
        page = int(re.sub(r"\D", "", match[0]))
        if page >= last and _starts_with_mark(plain(text)):
            found.append(line)
            last = page
    return found if len(found) >= _FEW_CONTENTS else []


def _starts_with_mark(text: str) -> bool:
    return any(re.match(pattern, text) for _, pattern in _STYLES) or _DECIMAL.match(text) is not None


def headings_in(
    archived: ArchivedText, words: Vocabulary, known: Container[int] = frozenset()
) -> list[Heading]:
    """The headings of a text in their order, each with a locator that no other has. A mark whose kind never goes on is none,
    unless somebody found it to be one: `known` are the places of such.
    """
    skipped = {line.start for line in contents(archived)}
    marks = sorted(_marks(archived, words, skipped), key=lambda mark: (mark.start, -mark.end))
    refused: frozenset[str] = frozenset()
    while True:
        kept = list(_in_sequence(archived.text, [mark for mark in marks if mark.style not in refused]))
        furthest: dict[str, int] = {}
        for _, mark in kept:
            furthest[mark.style] = max(furthest.get(mark.style, 0), mark.steps[-1])
        sure = {mark.style for _, mark in kept if mark.start in known}
        alone = {style for style, number in furthest.items() if number == 1 and style not in sure}
        if not alone:
            break
        # Without the outermost of them what stands below it may read otherwise.
        refused |= {next(mark.style for _, mark in kept if mark.style in alone)}
    return list(_titled(archived, kept))


def _marks(archived: ArchivedText, words: Vocabulary, skipped: set[int]) -> Iterator[_Mark]:
    text, starts = archived.text, archived.line_starts
    for style, pattern in _STYLES:
        for match in re.finditer(pattern, text):
            if match.start() in skipped:
                continue
            number = _letter(match["n"]) if style == "letter" else _number(match["n"])
            at_line = _begins_line(archived, match.start(), starts)
            before = text[match.start() - 1 : match.start()]
            within_word = before.isalnum() and before.isascii()
            if at_line or not (within_word or style in _WORDS_FIRST):
                yield _Mark(style, (number,), match["mark"], match.start(), match.end(), at_line=at_line)
    if not archived.pages:
        yield from _numbers_alone(archived)
    for start in starts - skipped:
        yield from _leading(text, start, words)


def _leading(text: str, start: int, words: Vocabulary) -> Iterator[_Mark]:
    """The marks that only begin a line: 1.1, Chapter 2."""
    markdown = _MARKDOWN.match(text, start)
    begin = markdown.end() if markdown else start
    if decimal := _DECIMAL.match(text, begin):
        steps = tuple(map(int, decimal["mark"].split(".")))
        yield _Mark(f"decimal{len(steps)}", steps, decimal["mark"], begin, decimal.end(), at_line=True)
    for word in words.parts:
        if match := re.compile(_WORDED.format(word=word)).match(text, begin):
            mark = match["n"]
            # What can be both is the letter behind the one before it, else the number: I behind H, and I before II.
            for number in (_letter(mark), _number(mark)):
                yield _Mark(word, (number,), mark, match.start("n"), match.end(), at_line=True)


def _numbers_alone(archived: ArchivedText) -> Iterator[_Mark]:
    """Numbers that are all of a line, as in the first column of a table of which each cell is a line; pages have such
    numbers too.
    """
    for line in lines_of(archived):
        text = archived.text[line.start : line.end].strip()
        if text.isdecimal() and len(text) <= _MOST_DIGITS:
            yield _Mark("alone", (int(text),), text, line.start, line.start + len(text), at_line=True)


def _begins_line(archived: ArchivedText, place: int, starts: frozenset[int]) -> bool:
    """Whether a line begins there, a mark of Markdown aside."""
    if place in starts:
        return True
    before = archived.text[max(0, place - 8) : place]
    hashes = re.search(r"#{1,6} ?$", before)
    return hashes is not None and place - len(hashes[0]) in starts


_ROMAN = {"I": 1, "V": 5, "X": 10}


def _number(text: str) -> int:
    """A number in digits, in Roman ones or in a Chinese numeral; 0, which is never the next, where it is none."""
    if text.isdecimal():
        return int(text)
    if all(sign in _ROMAN for sign in text.upper()):
        values = [_ROMAN[sign] for sign in text.upper()]
        return sum(-one if one < other else one for one, other in zip(values, [*values[1:], 0], strict=True))
    return int(read_han(text) or 0)


def _letter(text: str) -> int:
    """The place of a letter in the alphabet, 0 of anything else."""
    return ascii_uppercase.find(text.upper()) + 1


def _in_sequence(text: str, marks: Sequence[_Mark]) -> Iterator[tuple[tuple[_Mark, ...], _Mark]]:
    """The marks that are the next of their kind, each with those that it stands below."""
    above: list[_Mark] = []
    last: dict[str, int] = {}
    open_until = reached = 0
    for mark in marks:
        if mark.start < reached or not _stands_free(text, mark, open_until):
            continue
        level = _level(above, last.get(mark.style, 0), mark)
        if level is None:
            continue
        del above[level:]
        yield tuple(above), mark
        above.append(mark)
        last[mark.style] = mark.steps[-1]
        reached = mark.end
        ends = _TITLE_ENDS.search(text, mark.end)
        open_until = ends.start() if ends else len(text)


def _level(above: Sequence[_Mark], last: int, mark: _Mark) -> int | None:
    """How many of those above a mark stay above it; None where it is not the next of its kind, after `last`, nor the
    first one.
    """
    *parent, number = mark.steps
    if parent:
        return _level_of_steps(above, tuple(parent), number)
    same = next((level for level, other in enumerate(above) if other.style == mark.style), None)
    if same is not None:
        return same if number == last + 1 else None
    return len(above) if number in (1, last + 1) else None


def _level_of_steps(above: Sequence[_Mark], parent: tuple[int, ...], number: int) -> int | None:
    """The same of a number of several steps, which continues the one that it begins with: 2.1 below 2, 2.2 behind 2.1."""
    for level, other in enumerate(above):
        if other.steps[:-1] == parent:
            return level if number == other.steps[-1] + 1 else None
    below = (level + 1 for level, other in enumerate(above) if other.steps == parent)
    return max(below, default=None) if number == 1 else None


def _stands_free(text: str, mark: _Mark, open_until: int) -> bool:
    """Whether a mark stands where a heading may: where a sentence begins, or in a heading that has not ended."""
    before = text[max(0, mark.start - _NEAR) : mark.start].rstrip()[-1:]
    if not before or before in _SENTENCE_ENDS or mark.start <= open_until:
        return True
    # A line that goes on in the next one ends without a sign; a heading too, and then it is the one before.
    return mark.at_line and mark.style != "listed"


def _shortened(title: str) -> str:
    """A heading that does not end where it could be told: its first words, and a sign that it goes on."""
    if len(title) <= _LONGEST_TITLE:
        return title
    first = re.split("[，,]", title)[0]
    return f"{first[:_LONGEST_TITLE]}…"


def _titled(archived: ArchivedText, kept: Sequence[tuple[tuple[_Mark, ...], _Mark]]) -> Iterator[Heading]:
    starts = sorted(archived.line_starts)
    taken: set[str] = set()
    following = [*(mark.start for _, mark in kept), len(archived.text)][1:]
    for (above, mark), next_start in zip(kept, following, strict=True):
        locator = "/".join((*(other.mark for other in above), mark.mark))
        # The heading begins with what stands behind the mark, on the next line where that is alone.
        near = archived.text[mark.end : mark.end + _NEAR]
        first = mark.end + len(near) - len(near.lstrip())
        line = bisect_right(starts, first)
        line_end = starts[line] if line < len(starts) else len(archived.text)
        end = min(next_start, line_end)
        if stop := _TITLE_ENDS.search(archived.text, mark.end, end):
            end = stop.start()
        title = _shortened(as_printed(archived, mark.end, end))
        if title and locator not in taken:
            taken.add(locator)
            yield Heading(locator, title, mark.start, end)
