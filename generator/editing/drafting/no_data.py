"""The numbers of a text that are surely no data: years and days, numbers of pages and papers, ordinals, names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.archive.citations import ArchivedText, Span
from generator.core.figures import Figure, FigureReader
from generator.editing.drafting.headings import Line, as_printed, contents, lines_of
from generator.editing.drafting.vocabulary import KINDS, Vocabulary

_NUMBER = re.compile("[0-9]|[一二两三四五六七八九十百千万亿]")
_DIGITS = re.compile("[0-9]+")
_PAGE = re.compile(r"[-–—·•*]? ?(\d{1,4}) ?[-–—·•*]?")
_DECORATED = re.compile(r"[-–—·•*] ?\d{1,4} ?[-–—·•*]")

_YEAR = re.compile(r"(?<![\d.,/–-])(?:19|20)\d{2}(?![\d.,]*\d|[/–-]\d|%)")
_WORD_BEFORE = re.compile(r"([^\W\d_]{2,}) $")


@dataclass(frozen=True, slots=True)
class NotData:
    """Something printed that is no data: `printed` as the record names it, `kind` says why, `spans` are where it stands."""

    printed: str
    kind: str
    spans: tuple[Span, ...]


def no_data(archived: ArchivedText, words: Vocabulary, reader: FigureReader) -> list[NotData]:
    """What of a text is no data, each way of printing it once, in the order of the text."""
    found: dict[str, tuple[str, list[Span]]] = {}
    taken = bytearray(len(archived.text))
    for printed, kind, span in _found(archived, words, reader):
        if any(taken[span.start : span.end]):
            continue
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
        found.setdefault(printed, (kind, []))[1].append(span)
    listed = (NotData(printed, kind, tuple(spans)) for printed, (kind, spans) in found.items())
    return sorted(listed, key=lambda item: item.spans[0].start)


def _found(
    archived: ArchivedText, words: Vocabulary, reader: FigureReader
) -> Iterator[tuple[str, str, Span]]:
    text = archived.text
    for line in contents(archived):
        yield as_printed(archived, line.start, line.end), "contents", Span(line.start, line.end)
    yield from _page_numbers(archived)
    for kind in KINDS:
        for pattern in words.patterns[kind]:
            for match in pattern.finditer(text):
                counted = kind == "name" and _counts(archived, match, reader)
                if _NUMBER.search(match[0]) and not counted:
                    span = Span(match.start(), match.end())
                    yield as_printed(archived, *match.span()), kind, span
    for match in _YEAR.finditer(text):
        # A year alone would hide every such number: it is told with the word before it.
        before = _WORD_BEFORE.search(text[: match.start()])
        if before and reader.whole(text, *match.span()) == match.span():
            yield as_printed(archived, before.start(), match.end()), "date", Span(before.start(), match.end())


def _counts(archived: ArchivedText, match: re.Match[str], reader: FigureReader) -> bool:
    """Whether a name holds a figure in digits with its unit: “840个重点片区”."""
    for number in _DIGITS.finditer(archived.text, *match.span()):
        start, end = reader.whole(archived.text, *number.span())
        read = reader.read(archived.text[start:end])
        if isinstance(read, Figure) and read.unit:
            return True
    return False


def _page_numbers(archived: ArchivedText) -> Iterator[tuple[str, str, Span]]:
    """Lines that hold the number of a page alone: between signs, or where a page is known to begin or end."""
    lines = lines_of(archived)
    for line, edge in zip(lines, _at_edges(archived, lines), strict=True):
        text = archived.text[line.start : line.end].strip()
        if _DECORATED.fullmatch(text) or (edge and _PAGE.fullmatch(text)):
            printed = as_printed(archived, line.start, line.end)
            yield f"^{printed}$", "page", Span(line.start, line.end)


def _at_edges(archived: ArchivedText, lines: Sequence[Line]) -> list[bool]:
    """Whether each line is the first or last that says something on its page; none where pages are not known."""
    pages = [archived.place(line.start).page for line in lines]
    before, after = [None, *pages[:-1]], [*pages[1:], None]
    return [page != one or page != other for page, one, other in zip(pages, before, after, strict=True)]
